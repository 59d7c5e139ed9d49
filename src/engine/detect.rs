//! Detect: how hard data is, for which detector, and why.
//!
//! The rows are split first; detectors learn from the training part alone, preprocessing and balancing included, and are
//! judged on the test part. What they learn from are the features of [`models::features`](super::models::features), so
//! that no label, identifier or derived column is among them.

pub mod card;
mod comparison;
pub mod data;
#[cfg(test)]
mod fixture;
mod job;
pub mod json;
mod markdown;
pub mod notebook;
pub mod options;
pub mod origin;
mod pace;
pub mod part;
pub mod picture;
pub mod recipe;
pub mod report;
pub mod sweep;
mod synthetic;
mod text;
mod training;
mod why;

pub use job::OF_LESSON;
pub use options::Options;
pub use origin::Origin;
pub use pace::WHOLE;
pub use part::{Part, shares};
pub use report::{Counts, Learning, Report, Scored};
pub use sweep::{Axis, Sweep};
