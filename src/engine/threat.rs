//! Threat: the eleven key threat indicators, the score that a profile makes of them, and its level.

pub mod indicators;
mod parameters;
pub mod scorer;

pub use indicators::{INDICATORS, Indicator};
pub use parameters::{Parameters, Profile};
pub use scorer::{Contribution, Score, Scorer};
