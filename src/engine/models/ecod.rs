//! ECOD: rows that lie far out in the empirical distributions of single columns (Li, Zhao, Hu, Botta, Ionescu and Chen,
//! "ECOD: unsupervised outlier detection using empirical cumulative distribution functions", 2022). Without parameters.
//!
//! As in PyOD, and unlike the paper, the largest of the three tails is taken by column, before the sum. As in PyOD, new
//! rows are scored among the training rows *and themselves*: their scores depend on which other rows are scored with
//! them. Unlike PyOD, a skewness that is 0 but for rounding counts as 0, not by the sign of the rounding error.

use std::sync::Arc;

use super::Matrix;
use super::tails::{Tail, Tails};
use crate::engine::Problem;
use crate::engine::pace::Pace;

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct Ecod(Tails);

impl Ecod {
    /// Learns from training rows.
    ///
    /// # Errors
    /// Fewer than two rows, or a number that is missing, infinite or larger than 1e100.
    pub fn fit(training: &Arc<Matrix>) -> Result<Self, Problem> {
        let part = |tail: Tail| tail.left.max(tail.right).max(tail.longer);
        Tails::fit(training, part).map(Ecod)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn scores(columns: &[Vec<f64>]) -> Vec<f64> {
        let ecod = Ecod::fit(&Arc::new(Matrix::of_columns(columns))).unwrap();
        ecod.training_scores(&mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6), "{found:?}");
    }

    #[test]
    fn ranks_decide_not_sizes() {
        let column = vec![1.0, 2.0, 3.0, 4.0, 100.0];
        assert_near(
            &scores(std::slice::from_ref(&column)),
            &[1.609438, 0.916291, 0.510826, 0.916291, 1.609438],
        );
        let second = vec![10.0, 20.0, 30.0, 40.0, 5.0];
        assert_near(&scores(&[column, second]), &[2.525729, 1.427116, 1.427116, 2.525729, 3.218876]);
    }

    #[test]
    fn a_symmetric_column_counts_both_tails_whatever_rounding_makes_of_its_skewness() {
        let both = libm::log(3.0) + libm::log(1.0);
        assert_near(&scores(&[vec![0.1, 0.2, 0.3]]), &[both, 2.0 * libm::log(1.5), both]);
        assert_near(&scores(&[vec![0.3; 4]]), &[0.0; 4]);
    }

    #[test]
    fn the_parts_of_a_row_sum_to_its_score() {
        let training = Matrix::of_columns(&[vec![1.0, 5.0, 2.0, 2.0], vec![0.0, 0.0, 0.0, 9.0]]);
        let ecod = Ecod::fit(&Arc::new(training)).unwrap();
        let rows = Matrix::of_columns(&[vec![2.0, 7.0], vec![-1.0, 9.0]]);
        let mut pace = |_, _| ControlFlow::Continue(());
        let scores = ecod.scores(&rows, &mut pace).unwrap();
        for (row, score) in scores.iter().enumerate() {
            assert!((ecod.explain(&rows, row).iter().sum::<f64>() - score).abs() < 1e-12);
        }
        for (row, score) in ecod.training_scores(&mut pace).unwrap().iter().enumerate() {
            assert!((ecod.explain_training(row).iter().sum::<f64>() - score).abs() < 1e-12);
        }
        assert_eq!(ecod.explain(&rows, 2), [0.0; 0]);
    }
}
