//! Statistics of numbers as pandas and SciPy compute them: the one place for what audit, balance and explore share.

pub mod association;
pub mod order;
pub mod sorting;

use serde::{Deserialize, Serialize};

/// Numbers are summed in blocks of this length, so that rounding errors stay small for a million of them.
const BLOCK: usize = 1_024;

/// The sum of what a function makes of each number.
pub fn sum(values: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    values.chunks(BLOCK).map(|block| block.iter().map(|&value| of(value)).sum::<f64>()).sum()
}

/// The middle of numbers: as a number of them, and how far the mean is from it, so that distances to the mean stay exact
/// where all numbers are large and near each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Middle {
    origin: f64,
    offset: f64,
}

impl Middle {
    /// The middle of numbers. None of none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let origin = values.first().copied()?;
        Some(Middle { origin, offset: sum(values, |value| value - origin) / values.len() as f64 })
    }

    /// The mean.
    pub fn mean(self) -> f64 {
        self.origin + self.offset
    }

    /// How far a number is from the mean.
    pub fn distance(self, value: f64) -> f64 {
        (value - self.origin) - self.offset
    }
}

/// Mean and what is computed from the distances to it. None where pandas has no number either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// How many numbers.
    pub count: u64,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation with n - 1 below the stroke.
    pub std: Option<f64>,
    /// The skewness, corrected for bias as pandas' `skew` (adjusted Fisher–Pearson); none of constants.
    pub skewness: Option<f64>,
    /// The excess kurtosis, corrected for bias as pandas' `kurt`; none of constants.
    pub kurtosis: Option<f64>,
}

impl Moments {
    /// The statistics of numbers, none of which is missing.
    pub fn of(values: &[f64]) -> Self {
        let Some(middle) = Middle::of(values) else { return Moments::default() };
        let n = values.len() as f64;
        let second = sum(values, |value| middle.distance(value) * middle.distance(value));
        let third = sum(values, |value| {
            let distance = middle.distance(value);
            distance * distance * distance
        });
        let fourth = sum(values, |value| {
            let square = middle.distance(value) * middle.distance(value);
            square * square
        });
        let skewness = n * (n - 1.0).sqrt() / (n - 2.0) * third / (second * second.sqrt());
        let adjustment = 3.0 * (n - 1.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
        let kurtosis =
            n * (n + 1.0) * (n - 1.0) * fourth / ((n - 2.0) * (n - 3.0) * second * second) - adjustment;
        Moments {
            count: values.len() as u64,
            mean: Some(middle.mean()),
            std: (n >= 2.0).then(|| (second / (n - 1.0)).sqrt()),
            skewness: Some(skewness).filter(|_| n >= 3.0 && second > 0.0),
            kurtosis: Some(kurtosis).filter(|_| n >= 4.0 && second > 0.0),
        }
    }
}

/// The quantile of numbers in rising order, interpolated linearly between the two nearest (Hyndman and Fan, type 7). None
/// of none.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor();
    let low = sorted.get(below as usize).copied()?;
    let high = sorted.get(below as usize + 1).copied().unwrap_or(low);
    Some(low + (high - low) * (place - below))
}

/// Least, quartiles and largest.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Five {
    /// The smallest.
    pub min: f64,
    /// The 25 % quantile.
    pub lower: f64,
    /// The median.
    pub median: f64,
    /// The 75 % quantile.
    pub upper: f64,
    /// The largest.
    pub max: f64,
}

impl Five {
    /// Of numbers in rising order. None of none.
    pub fn of(sorted: &[f64]) -> Option<Self> {
        let at = |share| quantile(sorted, share);
        Some(Five { min: at(0.0)?, lower: at(0.25)?, median: at(0.5)?, upper: at(0.75)?, max: at(1.0)? })
    }

    /// The distance of the quartiles.
    pub fn range(&self) -> f64 {
        self.upper - self.lower
    }
}

/// The Kolmogorov–Smirnov distance of two samples in rising order: the largest difference of their distribution
/// functions. None where one is empty.
pub fn kolmogorov_smirnov(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let (mut i, mut j, mut distance) = (0, 0, 0.0_f64);
    while let (Some(&a), Some(&b)) = (first.get(i), second.get(j)) {
        let value = a.min(b);
        while first.get(i).is_some_and(|&other| other <= value) {
            i += 1;
        }
        while second.get(j).is_some_and(|&other| other <= value) {
            j += 1;
        }
        let shares = [i as f64 / first.len() as f64, j as f64 / second.len() as f64];
        distance = distance.max((shares[0] - shares[1]).abs());
    }
    Some(distance)
}
