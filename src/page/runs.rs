//! Runs: what a workspace computes from the rows of the dataset, or of a CSV file of the visitor's, with options that a
//! form holds. One run of a workspace is under way at a time, and its result stays until another one is done.

pub mod columns;
pub mod draft;
pub mod run;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod progress;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod runner;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod section;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod source;
