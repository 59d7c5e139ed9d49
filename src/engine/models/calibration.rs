//! Whether probabilities mean what they say: of the rows with 30 %, are 30 % anomalous?

use serde::{Deserialize, Serialize};

use crate::engine::statistics::quantile;
use crate::engine::statistics::sorting::sorted;

/// The bins of a reliability curve where nothing else is asked for.
pub const BINS: usize = 10;

/// The mean squared distance of probabilities from the labels, 0 for perfection (Brier, "Verification of forecasts
/// expressed in terms of probability", 1950). None without rows.
pub fn brier(probabilities: &[f64], labels: &[bool]) -> Option<f64> {
    let pairs = pairs(probabilities, labels);
    let squares = pairs.iter().map(|&(probability, label)| (probability - label) * (probability - label));
    (!pairs.is_empty()).then(|| squares.sum::<f64>() / pairs.len() as f64)
}

/// The Brier score against that of the constant forecast of the contamination: 1 for perfection, 0 for no better, below
/// 0 for worse. None where a class has no row.
pub fn brier_skill(probabilities: &[f64], labels: &[bool]) -> Option<f64> {
    let pairs = pairs(probabilities, labels);
    let contamination = pairs.iter().map(|pair| pair.1).sum::<f64>() / pairs.len() as f64;
    let constant = contamination * (1.0 - contamination);
    brier(probabilities, labels).filter(|_| constant > 0.0).map(|score| 1.0 - score / constant)
}

/// How probabilities are put into bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Binning {
    /// Bins of equal width between 0 and 1.
    Uniform,
    /// Bins of as many rows each, but for ties.
    Quantile,
}

/// A bin of a reliability curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// The mean of the probabilities.
    pub predicted: f64,
    /// The share of anomalous rows.
    pub observed: f64,
    /// The rows.
    pub rows: u64,
}

/// The reliability curve: the bins that hold rows, by rising probability, as scikit-learn's `calibration_curve` has
/// them. A probability on an edge belongs to the bin below it.
pub fn reliability(
    probabilities: &[f64],
    labels: &[bool],
    bins: usize,
    binning: Binning,
) -> Vec<ReliabilityBin> {
    let pairs = pairs(probabilities, labels);
    let ordered = sorted(&pairs.iter().map(|pair| pair.0).collect::<Vec<f64>>());
    let edge = |place: usize| {
        let share = place as f64 * (1.0 / bins as f64);
        match binning {
            Binning::Uniform => Some(share),
            Binning::Quantile => quantile(&ordered, share),
        }
    };
    let edges: Vec<f64> = (1..bins).filter_map(edge).collect();
    let mut sums = vec![(0.0, 0.0, 0_u64); bins.max(1)];
    for (probability, label) in pairs {
        let bin = edges.partition_point(|&edge| edge < probability);
        if let Some((predicted, observed, rows)) = sums.get_mut(bin) {
            *predicted += probability;
            *observed += label;
            *rows += 1;
        }
    }
    let filled = sums.into_iter().filter(|&(.., rows)| rows > 0);
    let bin = |(predicted, observed, rows): (f64, f64, u64)| ReliabilityBin {
        predicted: predicted / rows as f64,
        observed: observed / rows as f64,
        rows,
    };
    filled.map(bin).collect()
}

/// Probabilities and labels, as 0 or 1, of the rows that have a probability.
fn pairs(probabilities: &[f64], labels: &[bool]) -> Vec<(f64, f64)> {
    let pairs = probabilities.iter().zip(labels).filter(|(probability, _)| !probability.is_nan());
    pairs.map(|(&probability, &label)| (probability, f64::from(u8::from(label)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_of_few_rows() {
        let (probabilities, labels) = ([0.1, 0.9, 0.8, 0.3], [false, true, true, false]);
        assert!((brier(&probabilities, &labels).unwrap() - 0.0375).abs() < 1e-15);
        assert!((brier_skill(&probabilities, &labels).unwrap() - 0.85).abs() < 1e-15);
        assert_eq!(brier_skill(&[0.5, 0.5], &[true, false]), Some(0.0));
        assert_eq!(
            reliability(&probabilities, &labels, 2, Binning::Uniform),
            [
                ReliabilityBin { predicted: 0.2, observed: 0.0, rows: 2 },
                ReliabilityBin { predicted: 0.9 / 2.0 + 0.8 / 2.0, observed: 1.0, rows: 2 },
            ]
        );
    }

    #[test]
    fn what_is_undefined_is_none() {
        assert_eq!((brier(&[], &[]), brier_skill(&[], &[])), (None, None));
        assert_eq!(brier_skill(&[0.2], &[true]), None);
        for binning in [Binning::Uniform, Binning::Quantile] {
            assert_eq!(reliability(&[], &[], BINS, binning), []);
            assert_eq!(reliability(&[f64::NAN], &[true], BINS, binning), []);
            assert_eq!(reliability(&[0.5; 3], &[true; 3], BINS, binning).len(), 1);
            assert_eq!(reliability(&[0.5; 3], &[true; 3], 0, binning).len(), 1);
        }
    }
}
