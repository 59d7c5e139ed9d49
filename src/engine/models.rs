//! What learns from a table, and what says how well it did: features, splits, detectors and metrics, each small and pure.
//! The audit asks them whether data gives its labels away, Detect how hard it is and for which detector.

pub mod bins;
pub mod boosting;
pub mod features;
#[cfg(test)]
pub mod fixture;
pub mod folds;
pub mod matrix;
pub mod rank;
pub mod tree;

pub use matrix::Matrix;
