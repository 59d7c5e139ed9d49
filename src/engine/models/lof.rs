//! Local outlier factor: rows around which others are sparser than around their neighbors (Breunig, Kriegel, Ng and
//! Sander, "LOF: identifying density-based local outliers", 2000).
//!
//! As in scikit-learn, and so in PyOD, a row has exactly k neighbors, and 1e-10 is added to the mean reachability. Of rows
//! that are equally near as the k-th, those with lower numbers are taken; scikit-learn's choice depends on its search, so
//! that scores of such rows, and of those that have them as neighbors, may differ. Where there are fewer than k + 1 rows,
//! scikit-learn takes a smaller k and warns; here that is a problem.

use std::sync::Arc;

use super::Matrix;
use super::neighbors::rows;
use super::training::{check_neighbors, out_of_memory};
use crate::engine::Problem;
use crate::engine::pace::Pace;

/// The neighbors that PyOD looks at by default.
pub const NEIGHBORS: usize = 20;

/// Keeps densities finite where more than k rows are equal.
const NO_DISTANCE: f64 = 1e-10;

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct Lof {
    training: Arc<Matrix>,
    k: usize,
    densities: Densities,
    scores: Vec<f64>,
}

/// What is known of the surroundings of each training row.
#[derive(Clone, Debug, Default)]
struct Densities {
    /// The distance to the k-th neighbor.
    reaches: Vec<f64>,
    /// The local reachability density.
    densities: Vec<f64>,
}

impl Lof {
    /// Learns from training rows.
    ///
    /// # Errors
    /// A `k` of 0, or fewer than `k + 1` rows; a number that is missing, infinite or larger than 1e100; a break by
    /// `pace`; memory that runs out.
    pub fn fit(training: &Arc<Matrix>, k: usize, pace: Pace) -> Result<Self, Problem> {
        check_neighbors(training, k)?;
        let rows = training.rows();
        let mut neighbors: Vec<(f64, u32)> = Vec::new();
        let size = rows.checked_mul(k).ok_or_else(out_of_memory)?;
        neighbors.try_reserve_exact(size).map_err(|_| out_of_memory())?;
        neighbors.resize(size, (0.0, 0));
        rows::of_training(training, k, pace, |row, nearest| {
            for (slot, neighbor) in neighbors.iter_mut().skip(row * k).zip(nearest) {
                *slot = *neighbor;
            }
        })?;
        let last = |nearest: &[(f64, u32)]| nearest.last().map_or(0.0, |(square, _)| square.sqrt());
        let reaches = neighbors.chunks_exact(k).map(last).collect();
        let mut densities = Densities { reaches, densities: Vec::new() };
        densities.densities = neighbors.chunks_exact(k).map(|nearest| densities.around(nearest)).collect();
        let scores = neighbors.chunks_exact(k).map(|nearest| densities.factor(nearest)).collect();
        Ok(Lof { training: training.clone(), k, densities, scores })
    }

    /// The factors of rows among the training rows: about 1 where they are as dense as around their neighbors.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`; memory that runs out.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        let mut scores = vec![f64::INFINITY; rows.rows()];
        rows::of_new(&self.training, rows, self.k, pace, |row, nearest| {
            if let Some(score) = scores.get_mut(row) {
                *score = self.densities.factor(nearest);
            }
        })?;
        Ok(scores)
    }

    /// The factors of the training rows, each among the others.
    pub fn training_scores(&self) -> &[f64] {
        &self.scores
    }
}

impl Densities {
    /// The local reachability density of a row with these neighbors.
    fn around(&self, nearest: &[(f64, u32)]) -> f64 {
        let reach = |(square, row): &(f64, u32)| square.sqrt().max(of(&self.reaches, *row));
        1.0 / (nearest.iter().map(reach).sum::<f64>() / nearest.len() as f64 + NO_DISTANCE)
    }

    /// The local outlier factor of a row with these neighbors.
    fn factor(&self, nearest: &[(f64, u32)]) -> f64 {
        let own = self.around(nearest);
        nearest.iter().map(|(_, row)| of(&self.densities, *row) / own).sum::<f64>() / nearest.len() as f64
    }
}

fn of(values: &[f64], row: u32) -> f64 {
    values.get(row as usize).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn training_scores(values: Vec<f64>, k: usize) -> Vec<f64> {
        let training = Arc::new(Matrix::new(1, values));
        Lof::fit(&training, k, &mut |_, _| ControlFlow::Continue(())).unwrap().training_scores().to_vec()
    }

    /// The example of scikit-learn's documentation.
    #[test]
    fn scores_are_scikit_learns() {
        let found = training_scores(vec![-1.1, 0.2, 101.1, 0.3], 2);
        let expected = [0.98214286, 1.03703704, 73.36970899, 0.98214286];
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-7), "{found:?}");
    }

    #[test]
    fn equal_rows_are_as_dense_as_their_neighbors() {
        assert_eq!(training_scores(vec![7.0; 30], 20), [1.0; 30]);
    }

    #[test]
    fn a_row_at_an_infinite_distance_has_an_infinite_factor() {
        let training = Arc::new(Matrix::new(1, vec![1.0, 2.0, 3.0]));
        let mut pace = |_, _| ControlFlow::Continue(());
        let lof = Lof::fit(&training, 2, &mut pace).unwrap();
        assert_eq!(lof.scores(&Matrix::new(1, vec![1e300]), &mut pace).unwrap(), [f64::INFINITY]);
    }
}
