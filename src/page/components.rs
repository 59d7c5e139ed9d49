//! Components that stand in more than one place.

pub mod dictionary;
pub mod rows;
pub mod steps;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod busy;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod chart;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod chips;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod controls;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod dialog;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod figures;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod notices;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod problems;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod term;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod waterfall;
