//! The page: Leptos components, one file a view, with the names that stand on the screen. State lives in
//! `engine::Engine` (the dataset), `configuration::Form` (what is typed) and `store::Store` (what is looked at).
//!
//! Logic that needs no browser stands in files of its own, which are compiled and tested without one.

#[macro_use]
pub mod language;

pub mod address;
pub mod client;
pub mod components;
pub mod configuration;
pub mod look;
pub mod runs;
pub mod share;
pub mod theme;
pub mod workspaces;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod app;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod classroom;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod download;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod engine;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod later;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod marks;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod offline;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod shell;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod storage;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod store;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod tour;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod typing;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use app::start;
