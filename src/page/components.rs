//! Components that stand in more than one place.

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod busy;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod chart;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod chips;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod figures;
pub mod rows;
