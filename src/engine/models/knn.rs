//! k nearest neighbors: rows whose k-th nearest training row is far (Ramaswamy, Rastogi and Shim, "Efficient algorithms
//! for mining outliers from large data sets", 2000). PyOD's method `largest`.
//!
//! Distances are Euclid's, so columns should have comparable scales. Ties do not matter: equally near rows are equally
//! far. Above 15 columns PyOD computes distances from scalar products, which are less exact where rows are nearly equal.

use std::sync::Arc;

use super::Matrix;
use super::neighbors::rows;
use super::training::check_neighbors;
use crate::engine::Problem;
use crate::engine::pace::Pace;

/// The neighbors that PyOD looks at by default.
pub const NEIGHBORS: usize = 5;

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct Knn {
    training: Arc<Matrix>,
    k: usize,
}

impl Knn {
    /// Learns from training rows.
    ///
    /// # Errors
    /// A `k` of 0, or fewer than `k + 1` rows; a number that is missing, infinite or larger than 1e100.
    pub fn fit(training: &Arc<Matrix>, k: usize) -> Result<Self, Problem> {
        check_neighbors(training, k)?;
        Ok(Knn { training: training.clone(), k })
    }

    /// The distances of rows to their `k`-th nearest training row, in the unit of the columns.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`; memory that runs out.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        let mut scores = vec![f64::INFINITY; rows.rows()];
        rows::of_new(&self.training, rows, self.k, pace, |row, nearest| keep(&mut scores, row, nearest))?;
        Ok(scores)
    }

    /// The distances of the training rows to their `k`-th nearest other training row.
    ///
    /// # Errors
    /// A break by `pace`.
    pub fn training_scores(&self, pace: Pace) -> Result<Vec<f64>, Problem> {
        let mut scores = vec![f64::INFINITY; self.training.rows()];
        rows::of_training(&self.training, self.k, pace, |row, nearest| keep(&mut scores, row, nearest))?;
        Ok(scores)
    }
}

fn keep(scores: &mut [f64], row: usize, nearest: &[(f64, u32)]) {
    if let (Some(score), Some((square, _))) = (scores.get_mut(row), nearest.last()) {
        *score = square.sqrt();
    }
}
