//! Balance: a training part with as many rows of each class as are asked for, and a test part that is not touched; of the
//! dataset, or of a CSV file of the visitor's, which never leaves the tab.

pub mod bars;
pub mod figures;
pub mod form;
pub mod words;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod before;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod counts;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod fields;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod job;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod report;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod start;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod strategy;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use job::Balancing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::BalanceView;
