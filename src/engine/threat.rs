//! Threat: the eleven key threat indicators, the score that a profile makes of them, and its level.

pub mod indicators;
pub mod profiles;
pub mod scorer;

pub use indicators::{INDICATORS, Indicator};
pub use profiles::{Profile, Scoring};
pub use scorer::{Contribution, Score, Scorer};
