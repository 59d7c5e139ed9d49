//! Detect: how hard data is, for which detector, and why.
//!
//! The rows are split first; detectors learn from the training part alone, preprocessing and balancing included, and are
//! judged on the test part. What they learn from are the features of [`models::features`](super::models::features), so
//! that no label, identifier or derived column is among them.

pub mod data;
mod job;
pub mod json;
pub mod options;
pub mod picture;
pub mod report;
mod text;
mod training;
mod why;

pub use job::WHOLE;
pub use options::Options;
pub use report::{Counts, Learning, Report, Scored};
