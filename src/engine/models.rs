//! What learns from a table, and what says how well it did: features, splits, detectors and metrics, each small and pure.
//! The audit asks them whether data gives its labels away, Detect how hard it is and for which detector.

pub mod bins;
pub mod boosting;
pub mod bootstrap;
pub mod breakdown;
pub mod calibration;
pub mod copod;
pub mod curves;
pub mod decision_tree;
pub mod detector;
pub mod ecod;
mod eigen;
pub mod encoding;
pub mod entity;
pub mod features;
#[cfg(test)]
pub mod fixture;
pub mod folds;
pub mod gradient_boosting;
pub mod hbos;
pub mod importance;
pub mod isolation_forest;
pub mod knn;
pub mod lof;
pub mod logistic;
pub mod matrix;
pub mod metrics;
pub(crate) mod neighbors;
pub mod pca;
pub mod random_forest;
pub mod rank;
pub mod shapley;
pub mod split;
pub mod supervised;
mod tails;
pub mod training;
pub mod tree;

pub use matrix::Matrix;
