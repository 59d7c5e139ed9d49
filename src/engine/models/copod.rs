//! COPOD: rows that lie far out in the tails of the empirical copula (Li, Zhao, Botta, Ionescu and Hu, "COPOD:
//! copula-based outlier detection", 2020). Without parameters; ECOD is the later formulation by the same authors.
//!
//! As in PyOD, by column, the larger of the longer tail and of the mean of both. What [`super::ecod`] says about new rows
//! and about skewness holds here, too.

use std::sync::Arc;

use super::Matrix;
use super::tails::{Tail, Tails};
use crate::engine::Problem;
use crate::engine::pace::Pace;

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct Copod(Tails);

impl Copod {
    /// Learns from training rows.
    ///
    /// # Errors
    /// Fewer than two rows, or a number that is missing, infinite or larger than 1e100.
    pub fn fit(training: &Arc<Matrix>) -> Result<Self, Problem> {
        let part = |tail: Tail| tail.longer.max((tail.left + tail.right) / 2.0);
        Tails::fit(training, part).map(Copod)
    }

    /// The scores of rows, in nats: greater is more anomalous.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        self.0.scores(rows, pace)
    }

    /// The scores of the training rows.
    ///
    /// # Errors
    /// A break by `pace`.
    pub fn training_scores(&self, pace: Pace) -> Result<Vec<f64>, Problem> {
        self.0.training_scores(pace)
    }

    /// What each column adds to the score that row `row` of `rows` has among them; empty where there is no such row.
    pub fn explain(&self, rows: &Matrix, row: usize) -> Vec<f64> {
        self.0.explain(rows, row)
    }

    /// What each column adds to the score of a training row; empty where there is no such row.
    pub fn explain_training(&self, row: usize) -> Vec<f64> {
        self.0.explain_training(row)
    }
}
