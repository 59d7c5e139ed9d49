//! PCA: rows that lie far from the principal axes, the more so from those along which rows vary little (Shyu, Chen,
//! Sarinnapakorn and Chang, "A novel anomaly detection scheme based on principal component classifier", 2003).
//!
//! As in PyOD, the score is the sum over components of the distance of the standardized row to the *point* at the end of
//! the eigenvector of length 1, divided by the share of the variance that the component explains. It depends on the sign
//! of the eigenvectors: as in scikit-learn, the loading of the largest size is positive. Of several of that size the first
//! one is taken here, where in scikit-learn rounding decides.
//!
//! Components that explain less than 1e-12 of the variance are left out: constant columns, columns that sum to a constant,
//! or more columns than rows make such components. PyOD divides by what rounding leaves of their variance.

use super::Matrix;
use super::eigen::eigenpairs;
use super::training::{check, check_columns, go_on};
use crate::engine::Problem;
use crate::engine::pace::{Pace, Progress};
use crate::engine::statistics::{self, Middle};

/// Components that explain a smaller share of the variance are left out.
const NO_VARIANCE: f64 = 1e-12;

/// Loadings are of the same size up to such differences.
const NO_DIFFERENCE: f64 = 1e-9;

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct Pca {
    scales: Vec<Scale>,
    /// By column, by component.
    loadings: Matrix,
    /// By component: the share of the variance that it explains, descending.
    explained: Vec<f64>,
}

/// How a column is brought to mean 0 and deviation 1.
#[derive(Clone, Copy, Debug)]
struct Scale {
    middle: Middle,
    /// The standard deviation with n below the stroke; 1 of a column that is constant.
    deviation: f64,
}

impl Scale {
    fn of(values: &[f64]) -> Option<Self> {
        let middle = Middle::of(values)?;
        let count = values.len() as f64;
        let variance =
            statistics::sum(values, |value| middle.distance(value) * middle.distance(value)) / count;
        // What scikit-learn calls constant: no more than rounding makes.
        let rounding = count * middle.mean() * f64::EPSILON;
        let is_constant = variance <= count * f64::EPSILON * variance + rounding * rounding;
        Some(Scale { middle, deviation: if is_constant { 1.0 } else { variance.sqrt() } })
    }

    fn standard(&self, value: f64) -> f64 {
        self.middle.distance(value) / self.deviation
    }
}

impl Pca {
    /// Learns from training rows.
    ///
    /// # Errors
    /// Fewer than two rows; a number that is missing, infinite or larger than 1e100; columns that are all constant; a
    /// break by `pace`.
    pub fn fit(training: &Matrix, pace: Pace) -> Result<Self, Problem> {
        check(training)?;
        let columns = training.columns();
        let scale = |column| Scale::of(&training.column(column).collect::<Vec<f64>>());
        let scales: Vec<Scale> = (0..columns).filter_map(scale).collect();
        let work = (training.rows() + columns) as u64;
        let mut progress = Progress::new(pace, work);
        let mut products = vec![vec![0.0; columns]; columns];
        for row in training.iter() {
            let row: Vec<f64> = standard(&scales, row).collect();
            for (place, (products, left)) in products.iter_mut().zip(&row).enumerate() {
                let rest = products.iter_mut().zip(&row).skip(place);
                rest.for_each(|(product, right)| *product += left * right);
            }
            go_on(progress.did(1, (columns * columns) as u64))?;
        }
        let upper = products.clone();
        for (row, products) in products.iter_mut().enumerate() {
            products.iter_mut().zip(&upper).take(row).for_each(|(product, mirrored)| {
                *product = mirrored.get(row).copied().unwrap_or(0.0);
            });
        }
        let pairs = eigenpairs(products).unwrap_or_default();
        let total: f64 = pairs.iter().map(|(value, _)| value.max(0.0)).sum();
        let kept: Vec<(f64, Vec<f64>)> = pairs
            .into_iter()
            .map(|(value, vector)| (value / total, upright(vector)))
            .filter(|(share, _)| *share >= NO_VARIANCE)
            .collect();
        if kept.is_empty() {
            let hint = text!("use columns that vary");
            return Err(Problem::new("", text!("every column is constant"), hint));
        }
        let (explained, vectors): (Vec<f64>, Vec<Vec<f64>>) = kept.into_iter().unzip();
        let loadings =
            (0..columns).flat_map(|column| vectors.iter().filter_map(move |vector| vector.get(column)));
        Ok(Pca { scales, loadings: Matrix::new(explained.len(), loadings.copied().collect()), explained })
    }

    /// The scores of rows: greater is more anomalous. Those of training rows are no exception.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        check_columns(self.scales.len(), rows)?;
        let mut progress = Progress::new(pace, rows.rows() as u64);
        let operations = self.loadings.values().len() as u64;
        let mut squares = vec![0.0; self.explained.len()];
        let score = |row: &[f64]| {
            squares.fill(0.0);
            for (value, loadings) in standard(&self.scales, row).zip(self.loadings.iter()) {
                for (square, loading) in squares.iter_mut().zip(loadings) {
                    *square += (value - loading) * (value - loading);
                }
            }
            go_on(progress.did(1, operations))?;
            Ok(squares.iter().zip(&self.explained).map(|(square, share)| square.sqrt() / share).sum())
        };
        rows.iter().map(score).collect()
    }

    /// The shares of the variance that the components explain, descending; above 0, together 1.
    pub fn explained(&self) -> &[f64] {
        &self.explained
    }
}

/// A row, each column with mean 0 and deviation 1.
fn standard(scales: &[Scale], row: &[f64]) -> impl Iterator<Item = f64> {
    scales.iter().zip(row).map(|(scale, &value)| scale.standard(value))
}

/// A vector or its opposite: its first loading of the largest size is positive.
fn upright(mut vector: Vec<f64>) -> Vec<f64> {
    let larger = |max: f64, &loading: &f64| {
        if loading.abs() > max.abs() + NO_DIFFERENCE { loading } else { max }
    };
    if vector.iter().fold(0.0, larger) < 0.0 {
        vector.iter_mut().for_each(|loading| *loading = -*loading);
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn go(_: u64, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn components_without_variance_are_left_out() {
        // The third column is constant, the fourth the sum of the first two.
        let rows = (0..40).flat_map(|row| {
            let (a, b) = (f64::from(row % 7), f64::from(row * row % 11));
            [a, b, 0.1 + 0.2, a + b]
        });
        let training = Matrix::new(4, rows.collect());
        let pca = Pca::fit(&training, &mut go).unwrap();
        assert_eq!(pca.explained().len(), 2);
        assert!((pca.explained().iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let scores = pca.scores(&training, &mut go).unwrap();
        assert!(scores.iter().all(|score| *score > 0.0 && *score < 100.0), "{scores:?}");
    }

    #[test]
    fn more_columns_than_rows_have_as_many_components_as_rows_less_one() {
        let training = Matrix::new(50, (0..150).map(|value| f64::from(value * value % 101)).collect());
        let pca = Pca::fit(&training, &mut go).unwrap();
        assert_eq!(pca.explained().len(), 2);
        assert!(pca.scores(&training, &mut go).unwrap().iter().all(|score| score.is_finite()));
    }

    #[test]
    fn constant_columns_alone_are_a_problem() {
        let problem = Pca::fit(&Matrix::new(2, vec![0.1; 20]), &mut go).unwrap_err();
        assert_eq!(problem.reason, "every column is constant");
    }
}
