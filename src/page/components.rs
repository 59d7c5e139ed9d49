//! Components that stand in more than one place.

pub mod rows;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod busy;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod chart;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod chips;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod controls;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod figures;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod notices;
