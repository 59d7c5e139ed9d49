//! How far out in the tails of its columns a row lies: what ECOD and COPOD share.
//!
//! By column, `left` is the negative logarithm of the share of rows whose value is as small or smaller, `right` that of
//! the share whose value is as large or larger. A combination of both and of the column's skewness is the column's part
//! of the score; the score is the sum of the parts.

use std::sync::Arc;

use super::Matrix;
use super::training::{check, check_columns, go_on};
use crate::engine::Problem;
use crate::engine::pace::{Pace, Progress};
use crate::engine::statistics::Moments;
use crate::engine::statistics::order::rising;

/// The elementary operations that a value takes: it is sorted.
const OPERATIONS: u64 = 100;

/// A skewness of a smaller size is 0 but for rounding.
const NO_SKEWNESS: f64 = 1e-12;

/// How far out a value lies in its column.
#[derive(Clone, Copy, Debug)]
pub struct Tail {
    /// By smaller values.
    pub left: f64,
    /// By larger values.
    pub right: f64,
    /// By the side of the longer tail; by both where the column is symmetric.
    pub longer: f64,
}

/// A detector that adds up the tails of the columns.
#[derive(Clone, Debug)]
pub struct Tails {
    training: Arc<Matrix>,
    part: fn(Tail) -> f64,
}

impl Tails {
    /// The detector that makes a part of a score of each tail by `part`.
    ///
    /// # Errors
    /// As [`check`].
    pub fn fit(training: &Arc<Matrix>, part: fn(Tail) -> f64) -> Result<Self, Problem> {
        check(training)?;
        Ok(Tails { training: training.clone(), part })
    }

    /// The scores of rows among the training rows and themselves.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        Ok(self.sums(rows, pace)?.split_off(self.training.rows()))
    }

    /// The scores of the training rows among themselves.
    ///
    /// # Errors
    /// A break by `pace`.
    pub fn training_scores(&self, pace: Pace) -> Result<Vec<f64>, Problem> {
        self.sums(&Matrix::default(), pace)
    }

    /// The parts of the score of row `row` of `rows`, by column; none where there is no such row.
    pub fn explain(&self, rows: &Matrix, row: usize) -> Vec<f64> {
        self.explain_place(rows, self.training.rows() + row)
    }

    /// The parts of the score of a training row, by column; none where there is no such row.
    pub fn explain_training(&self, row: usize) -> Vec<f64> {
        self.explain_place(&Matrix::default(), row)
    }

    fn explain_place(&self, rows: &Matrix, place: usize) -> Vec<f64> {
        let columns = 0..self.training.columns();
        columns.filter_map(|column| self.parts(rows, column).get(place).copied()).collect()
    }

    /// The scores of the training rows and of `rows`, all among each other.
    fn sums(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        check_columns(self.training.columns(), rows)?;
        let mut sums = vec![0.0; self.training.rows() + rows.rows()];
        let mut progress = Progress::new(pace, self.training.columns() as u64);
        for column in 0..self.training.columns() {
            sums.iter_mut().zip(self.parts(rows, column)).for_each(|(sum, part)| *sum += part);
            go_on(progress.did(1, sums.len() as u64 * OPERATIONS))?;
        }
        Ok(sums)
    }

    /// What a column adds to the scores of the training rows and of `rows`.
    fn parts(&self, rows: &Matrix, column: usize) -> Vec<f64> {
        let values: Vec<f64> = self.training.column(column).chain(rows.column(column)).collect();
        let count = values.len() as f64;
        let skewness = Moments::of(&values).skewness.filter(|skewness| skewness.abs() > NO_SKEWNESS);
        let mut parts = vec![0.0; values.len()];
        let mut before = 0;
        for equal in rising(&values).chunk_by(|&a, &b| values.get(a) == values.get(b)) {
            let left = libm::log(count / (before + equal.len()) as f64);
            let right = libm::log(count / (count - before as f64));
            let longer = match skewness {
                Some(skewness) if skewness > 0.0 => right,
                Some(_) => left,
                None => left + right,
            };
            let part = (self.part)(Tail { left, right, longer });
            for &place in equal {
                if let Some(slot) = parts.get_mut(place) {
                    *slot = part;
                }
            }
            before += equal.len();
        }
        parts
    }
}
