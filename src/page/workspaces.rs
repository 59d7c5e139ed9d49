//! The workspaces, a folder each, with the names that stand on the screen.

pub mod audit;
pub mod balance;
pub mod data;
pub mod detect;
pub mod explore;
pub mod learn;
pub mod respond;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod studies;
