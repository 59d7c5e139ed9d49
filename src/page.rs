//! The page: Leptos components, with the names that stand on the screen. [`client`] asks the workers; [`engine`] holds the
//! dataset, [`store`] what is looked at, and [`configuration::Form`] what is typed.
//!
//! What needs no browser compiles, and is tested, natively as well.

pub mod client;
pub mod components;
pub mod look;
pub mod workspaces;

#[cfg(feature = "page")]
mod app;
#[cfg(feature = "page")]
mod classroom;
#[cfg(feature = "page")]
mod configuration;
#[cfg(feature = "page")]
mod controls;
#[cfg(feature = "page")]
mod download;
#[cfg(feature = "page")]
mod engine;
#[cfg(feature = "page")]
mod erased;
#[cfg(feature = "page")]
mod export;
#[cfg(feature = "page")]
mod notices;
#[cfg(feature = "page")]
mod share;
#[cfg(feature = "page")]
mod store;
#[cfg(feature = "page")]
mod typing;

#[cfg(feature = "page")]
pub use app::start;
