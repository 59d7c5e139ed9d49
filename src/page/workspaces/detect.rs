//! Detect: tries detectors on the dataset, or on a CSV file of the visitor's, and says how well each finds the anomalous
//! rows, what it misses and why. What depends on the threshold is computed here, from the report.

pub mod along;
pub mod bars;
pub mod form;
pub mod marks;
pub mod plot;
pub mod points;
pub mod words;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod chart;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod comparison;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod features;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod header;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod job;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lesson;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod missed;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod options;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod shown;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod surface;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod sweep;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod threshold;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod why;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use job::Detecting;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::DetectView;
