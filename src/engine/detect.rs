//! Detect: how hard data is, for which detector, and why.
//!
//! The rows are split first; detectors learn from the training part alone, preprocessing and balancing included, and are
//! judged on the test part. What they learn from are the features of [`models::features`](super::models::features), so
//! that no label, identifier or derived column is among them.

mod comparison;
pub mod data;
mod job;
pub mod json;
pub mod options;
mod pace;
pub mod report;
pub mod sweep;
mod text;
mod training;
mod why;

pub use options::Options;
pub use pace::WHOLE;
pub use report::{Counts, Learning, Report, Scored};
pub use sweep::{Axis, Sweep};
