//! HBOS: rows whose values are rare in the histograms of single columns (Goldstein and Dengel, "Histogram-based outlier
//! score (HBOS): a fast unsupervised anomaly detection algorithm", 2012).
//!
//! As in PyOD, with bins of equal width: by column, the negative binary logarithm of the density of the value's bin plus
//! alpha. Also as in PyOD, bins are closed on the left where values are counted (NumPy's histogram) and on the right where
//! they are looked up: a value that lies exactly on an inner edge, as whole numbers may, has the score of the bin below.
//! Where such a column was standardized, the last digit decides on which side of the edge it lies.

use super::Matrix;
use super::training::{check, check_columns, go_on};
use crate::engine::Problem;
use crate::engine::pace::{Pace, Progress};
use crate::engine::text::number;

/// The parameters; by default PyOD's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Bins of each column, 3 to 1,000.
    pub bins: usize,
    /// Added to densities, so that none is 0. Above 0 and below 1.
    pub alpha: f64,
    /// How far outside the first or the last bin a value still belongs to it, in widths of a bin. From 0 to 1.
    pub tolerance: f64,
}

impl Default for Options {
    fn default() -> Self {
        Options { bins: 10, alpha: 0.1, tolerance: 0.5 }
    }
}

impl Options {
    fn check(&self) -> Result<(), Problem> {
        if !(3..=1_000).contains(&self.bins) {
            return Err(Problem::new(
                "bins",
                text!("{bins} bins are not 3 to 1,000", bins = self.bins),
                text!("use 10 bins"),
            ));
        }
        if !(self.alpha > 0.0 && self.alpha < 1.0) {
            let alpha = number(self.alpha.to_string());
            let reason = text!("alpha = {alpha} is not above 0 and below 1", alpha);
            return Err(Problem::new("alpha", reason, text!("use alpha = 0.1")));
        }
        if !(0.0..=1.0).contains(&self.tolerance) {
            let tolerance = number(self.tolerance.to_string());
            let reason = text!("a tolerance of {tolerance} is not from 0 to 1", tolerance);
            return Err(Problem::new("tolerance", reason, text!("use a tolerance of 0.5")));
        }
        Ok(())
    }
}

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct Hbos {
    histograms: Vec<Histogram>,
}

/// The bins of a column.
#[derive(Clone, Debug)]
struct Histogram {
    /// One more than there are bins, rising.
    edges: Vec<f64>,
    /// The score of a value in each bin.
    scores: Vec<f64>,
    /// From where to where values outside belong to the first and the last bin.
    reach: [f64; 2],
    /// The score of a value farther out: the largest of all.
    worst: f64,
}

impl Hbos {
    /// Learns from training rows.
    ///
    /// # Errors
    /// Options out of range; fewer than two rows; a number that is missing, infinite or larger than 1e100; a column whose
    /// values lie too near to each other for so many bins between them.
    pub fn fit(training: &Matrix, options: &Options) -> Result<Self, Problem> {
        options.check()?;
        check(training)?;
        let histogram = |column: usize| {
            let values: Vec<f64> = training.column(column).collect();
            Histogram::of(&values, options).ok_or_else(|| {
                let reason = text!(
                    "column {column} varies too little for {bins} bins",
                    column = column + 1,
                    bins = options.bins
                );
                let hint = text!("subtract what all values have in common, or leave the column out");
                Problem::new("bins", reason, hint)
            })
        };
        Ok(Hbos { histograms: (0..training.columns()).map(histogram).collect::<Result<_, _>>()? })
    }

    /// The scores of rows, in bits: greater is more anomalous. Those of training rows are no exception.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        check_columns(self.histograms.len(), rows)?;
        let mut progress = Progress::new(pace, rows.rows() as u64);
        let score = |row: &[f64]| {
            go_on(progress.did(1, row.len() as u64 * 10))?;
            Ok(self.histograms.iter().zip(row).map(|(histogram, &value)| histogram.score(value)).sum())
        };
        rows.iter().map(score).collect()
    }
}

impl Histogram {
    /// The histogram of some values. None where the edges of its bins are not rising.
    fn of(values: &[f64], options: &Options) -> Option<Self> {
        let min = values.iter().copied().fold(f64::INFINITY, f64::min);
        let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let (min, max) = if min == max { (min - 0.5, max + 0.5) } else { (min, max) };
        let step = (max - min) / options.bins as f64;
        let mut edges: Vec<f64> = (0..options.bins).map(|bin| bin as f64 * step + min).collect();
        edges.push(max);
        if !edges.is_sorted_by(|a, b| a < b) {
            return None;
        }
        let mut counts = vec![0_u32; options.bins];
        for value in values {
            let bin = edges.partition_point(|edge| edge <= value).clamp(1, options.bins);
            if let Some(count) = counts.get_mut(bin - 1) {
                *count += 1;
            }
        }
        let widths: Vec<f64> = edges.iter().zip(edges.iter().skip(1)).map(|(low, high)| high - low).collect();
        let score = |(&count, width): (&u32, &f64)| {
            -libm::log2(f64::from(count) / width / values.len() as f64 + options.alpha)
        };
        let scores: Vec<f64> = counts.iter().zip(&widths).map(score).collect();
        let worst = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let reach = [widths.first()?, widths.last()?].map(|width| width * options.tolerance);
        Some(Histogram { edges, scores, reach, worst })
    }

    fn score(&self, value: f64) -> f64 {
        let bins = self.scores.len();
        let place = self.edges.partition_point(|edge| *edge < value);
        let outside = |edge: Option<&f64>| edge.map_or(f64::INFINITY, |edge| (value - edge).abs());
        let is_far = (place == 0 && outside(self.edges.first()) > self.reach[0])
            || (place > bins && outside(self.edges.last()) > self.reach[1]);
        let near = self.scores.get(place.clamp(1, bins) - 1);
        near.filter(|_| !is_far).copied().unwrap_or(self.worst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn scores(training: &[f64], rows: &[f64]) -> Vec<f64> {
        let hbos = Hbos::fit(&Matrix::new(1, training.to_vec()), &Options::default()).unwrap();
        hbos.scores(&Matrix::new(1, rows.to_vec()), &mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn rare_values_score_high_and_those_far_outside_as_high_as_an_empty_bin() {
        let training: Vec<f64> = (0..80).map(|value| f64::from(value) / 10.0).chain([10.0]).collect();
        let found = scores(&training, &[5.05, 10.0, 10.4, 10.6, -0.4, -0.6, 1e300, f64::INFINITY]);
        assert_eq!(found[1], found[2]);
        assert!(found[1] < found[3] && found[0] < found[3], "{found:?}");
        assert!(found[4] < found[5]);
        assert!(found[5..].iter().all(|score| *score == found[3]));
    }

    #[test]
    fn a_constant_column_adds_the_same_to_all_training_rows() {
        let found = scores(&[3.0; 5], &[3.0, 3.0, 4.0]);
        assert!(found[0] == found[1] && found[1] <= found[2] && found[2].is_finite());
        let problem = Hbos::fit(&Matrix::new(1, vec![1e17; 5]), &Options::default()).unwrap_err();
        assert_eq!(problem.reason, "column 1 varies too little for 10 bins");
    }

    #[test]
    fn options_are_checked() {
        let training = Matrix::new(1, vec![1.0, 2.0]);
        for options in [
            Options { bins: 2, ..Options::default() },
            Options { alpha: 0.0, ..Options::default() },
            Options { tolerance: f64::NAN, ..Options::default() },
        ] {
            assert!(Hbos::fit(&training, &options).is_err());
        }
    }
}
