//! Principal components: a picture of many columns in two. The eigenvectors of the correlation matrix (Pearson, "On
//! lines and planes of closest fit", 1901), by Jacobi's rotations.

/// At most as many columns are looked at: the first.
const MAX_COLUMNS: usize = 100;

/// Sweeps of rotations, of which some eight are needed.
const MAX_SWEEPS: usize = 60;

/// The first two principal components of some rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    means: Vec<f64>,
    deviations: Vec<f64>,
    /// By component, by column.
    loadings: [Vec<f64>; 2],
    /// The share of the variance that each explains, 0 to 1.
    pub explained: [f64; 2],
}

impl Components {
    /// The components of columns of equal length, each brought to mean 0 and deviation 1 first; none of fewer than two
    /// columns that vary. The loading of the largest size is positive in each.
    pub fn of(columns: &[Vec<f64>]) -> Option<Self> {
        let columns = &columns[..columns.len().min(MAX_COLUMNS)];
        let rows = columns.first().map_or(0, Vec::len) as f64;
        let means: Vec<f64> = columns.iter().map(|column| column.iter().sum::<f64>() / rows).collect();
        let deviations: Vec<f64> = columns
            .iter()
            .zip(&means)
            .map(|(column, mean)| {
                let squares: f64 = column.iter().map(|value| (value - mean) * (value - mean)).sum();
                libm::sqrt(squares / rows)
            })
            .collect();
        if deviations.iter().filter(|&&deviation| deviation > 0.0).count() < 2 {
            return None;
        }
        let scaled: Vec<Vec<f64>> = columns
            .iter()
            .zip(means.iter().zip(&deviations))
            .map(|(column, (mean, deviation))| {
                column.iter().map(|&value| standard(value, *mean, *deviation)).collect()
            })
            .collect();
        let matrix = scaled
            .iter()
            .map(|left| {
                scaled
                    .iter()
                    .map(|right| left.iter().zip(right).map(|(a, b)| a * b).sum::<f64>() / rows)
                    .collect()
            })
            .collect();
        let mut pairs = eigenpairs(matrix);
        pairs.sort_by(|left, right| right.0.total_cmp(&left.0));
        let total: f64 = pairs.iter().map(|(value, _)| value.max(0.0)).sum();
        let mut pairs = pairs.into_iter();
        let (first, second) = (pairs.next()?, pairs.next()?);
        Some(Components {
            means,
            deviations,
            explained: [first.0.max(0.0) / total, second.0.max(0.0) / total],
            loadings: [upright(first.1), upright(second.1)],
        })
    }

    /// Where a row of these columns lies.
    pub fn project(&self, row: &[f64]) -> [f64; 2] {
        self.loadings.each_ref().map(|loadings| {
            let scales = self.means.iter().zip(&self.deviations);
            let parts = row.iter().zip(scales).zip(loadings);
            parts
                .map(|((&value, (mean, deviation)), loading)| standard(value, *mean, *deviation) * loading)
                .sum()
        })
    }
}

fn standard(value: f64, mean: f64, deviation: f64) -> f64 {
    if deviation > 0.0 { (value - mean) / deviation } else { 0.0 }
}

fn upright(loadings: Vec<f64>) -> Vec<f64> {
    let max = loadings
        .iter()
        .copied()
        .fold(0.0, |max: f64, loading| if loading.abs() > max.abs() + 1e-12 { loading } else { max });
    if max < 0.0 { loadings.into_iter().map(|loading| -loading).collect() } else { loadings }
}

/// The eigenvalues of a symmetric matrix, each with its eigenvector.
#[allow(clippy::needless_range_loop, reason = "rows and columns of two matrices change together")]
fn eigenpairs(mut matrix: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    let size = matrix.len();
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    for _ in 0..MAX_SWEEPS {
        let off: f64 =
            (0..size).map(|p| (p + 1..size).map(|q| matrix[p][q] * matrix[p][q]).sum::<f64>()).sum();
        if off < 1e-22 {
            break;
        }
        for p in 0..size {
            for q in p + 1..size {
                if matrix[p][q] == 0.0 {
                    continue;
                }
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
                let sign = if theta < 0.0 { -1.0 } else { 1.0 };
                let tangent = sign / (theta.abs() + libm::sqrt(theta * theta + 1.0));
                let cosine = 1.0 / libm::sqrt(tangent * tangent + 1.0);
                let sine = tangent * cosine;
                for k in 0..size {
                    let (left, right) = (matrix[k][p], matrix[k][q]);
                    matrix[k][p] = cosine * left - sine * right;
                    matrix[k][q] = sine * left + cosine * right;
                }
                for k in 0..size {
                    let (left, right) = (matrix[p][k], matrix[q][k]);
                    matrix[p][k] = cosine * left - sine * right;
                    matrix[q][k] = sine * left + cosine * right;
                }
                for vector in &mut vectors {
                    let (left, right) = (vector[p], vector[q]);
                    vector[p] = cosine * left - sine * right;
                    vector[q] = sine * left + cosine * right;
                }
            }
        }
    }
    (0..size).map(|at| (matrix[at][at], vectors.iter().map(|vector| vector[at]).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Purpose, Streams};

    #[test]
    fn eigenvalues_and_vectors_solve_their_equation() {
        let matrix = vec![vec![4.0, 1.0, -2.0], vec![1.0, 2.0, 0.0], vec![-2.0, 0.0, 3.0]];
        for (value, vector) in eigenpairs(matrix.clone()) {
            for (row, entry) in matrix.iter().zip(&vector) {
                let product: f64 = row.iter().zip(&vector).map(|(a, b)| a * b).sum();
                assert!((product - value * entry).abs() < 1e-12);
            }
            assert!((vector.iter().map(|entry| entry * entry).sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn two_columns_that_go_together_make_the_first_component() {
        let mut stream = Streams::new(3).stream(Purpose::Baseline);
        let first: Vec<f64> = (0..2_000).map(|_| stream.normal(5.0, 2.0)).collect();
        let second = first.iter().map(|value| value * 10.0 + stream.normal(0.0, 2.0)).collect();
        let third = (0..2_000).map(|_| stream.normal(0.0, 100.0)).collect();
        let components = Components::of(&[first, second, third, vec![7.0; 2_000]]).unwrap();
        assert!((components.explained[0] - 0.665).abs() < 0.01, "{:?}", components.explained);
        assert!((components.explained[1] - 1.0 / 3.0).abs() < 0.01);
        let [along, across] = components.project(&[9.0, 90.0, 0.0, 7.0]);
        assert!(
            (along - 2.0 * std::f64::consts::SQRT_2).abs() < 0.15 && across.abs() < 0.2,
            "{along} {across}"
        );
        assert_eq!(Components::of(&[vec![1.0, 2.0], vec![3.0, 3.0]]), None);
        assert_eq!(Components::of(&[]), None);
    }
}
