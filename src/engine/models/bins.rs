//! Features cut into at most 64 bins, so that a tree finds a split by sums over bins in place of rows.

use super::features::Data;
use crate::engine::dataset::Categories;
use crate::engine::statistics::order::{largest_first, rising};

/// The most bins of a feature. The first is for rows without a value.
pub const BINS: usize = 64;

/// The most edges between the bins of numbers.
const EDGES: usize = BINS - 2;

/// A feature in bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Binned {
    /// The bin of each row.
    pub bins: Vec<u8>,
    /// Whether the order of the bins means nothing.
    pub categorical: bool,
    /// The place of the feature among all of them.
    pub feature: usize,
}

impl Binned {
    /// Numbers in the bins between edges.
    pub fn of_numbers(feature: usize, values: &[f64], edges: &Edges) -> Self {
        let bins = values.iter().map(|&value| edges.bin(value)).collect();
        Binned { bins, categorical: false, feature }
    }

    /// Cuts a feature's values at `rows` into bins; none where all rows have the same value.
    pub fn new(feature: usize, data: &Data, rows: &[u32]) -> Option<Self> {
        let binned = match data {
            Data::Numbers(values) => {
                let of = |&row: &u32| values.get(row as usize).copied().unwrap_or(f64::NAN);
                let values: Vec<f64> = rows.iter().map(of).collect();
                Binned::of_numbers(feature, &values, &Edges::of(&values))
            }
            Data::Categories(categories) => {
                Binned { bins: bin_categories(categories, rows), categorical: true, feature }
            }
        };
        let first = *binned.bins.first()?;
        binned.bins.iter().any(|&bin| bin != first).then_some(binned)
    }
}

/// The edges between the bins of numbers, learned from some rows and applied to any.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edges {
    /// Rising. A number that is at most the first edge is in bin 1.
    edges: Vec<f64>,
}

impl Edges {
    /// The edges for numbers: one bin a number where there are few; else bins of quantiles that lie closer in both tails,
    /// where anomalies are.
    pub fn of(values: &[f64]) -> Self {
        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        let sorted: Vec<f64> = rising(&present).into_iter().map(|place| present[place]).collect();
        let mut distinct = sorted.chunk_by(|a, b| a == b).filter_map(|group| group.first()).copied();
        let few: Vec<f64> = distinct.by_ref().take(EDGES + 1).collect();
        if distinct.next().is_none() {
            return Edges { edges: few.windows(2).map(|pair| between(pair[0], pair[1])).collect() };
        }
        let last = sorted.len().saturating_sub(1) as f64;
        let quantile = |edge: usize| {
            let part = edge as f64 / (EDGES + 1) as f64;
            let place = part * part * (3.0 - 2.0 * part) * last;
            let above = sorted.get(place.round() as usize).copied()?;
            // The next smaller number; none below the smallest.
            let below = sorted.partition_point(|&value| value < above).checked_sub(1)?;
            sorted.get(below).map(|&below| between(below, above))
        };
        let mut edges: Vec<f64> = (1..=EDGES).filter_map(quantile).collect();
        edges.dedup();
        Edges { edges }
    }

    /// Whether there is none: all numbers were equal.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// The bin of a number, from 1; 0 of none.
    pub fn bin(&self, value: f64) -> u8 {
        if value.is_nan() { 0 } else { 1 + self.edges.partition_point(|&edge| edge < value) as u8 }
    }

    /// The largest number of a bin from 1; none of the last one.
    pub fn threshold(&self, bin: u8) -> Option<f64> {
        self.edges.get(usize::from(bin).checked_sub(1)?).copied()
    }
}

/// A threshold between two numbers, the first of which is smaller: their mean, or the smaller one where no number lies
/// between them.
pub fn between(below: f64, above: f64) -> f64 {
    let middle = f64::midpoint(below, above);
    if below <= middle && middle < above { middle } else { below }
}

/// One bin a category, by falling count; those that find no place share the last bin.
fn bin_categories(categories: &Categories, rows: &[u32]) -> Vec<u8> {
    let codes = || rows.iter().map(|&row| categories.code(row as usize));
    let mut counts: Vec<(u32, usize)> = (0..categories.names.len()).map(|code| (0, code)).collect();
    for code in codes() {
        if let Some((count, _)) = counts.get_mut(code as usize) {
            *count += 1;
        }
    }
    let counts = largest_first(counts, |&(count, _)| f64::from(count));
    let mut bins = vec![0_u8; counts.len()];
    for (place, &(_, code)) in counts.iter().enumerate() {
        bins[code] = (place + 1).min(BINS - 1) as u8;
    }
    codes().map(|code| bins.get(code as usize).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::{Dictionary, MISSING};

    fn bin_numbers(values: &[f64]) -> Vec<u8> {
        let edges = Edges::of(values);
        values.iter().map(|&value| edges.bin(value)).collect()
    }

    #[test]
    fn few_values_have_a_bin_each_and_many_share_bins_that_are_finer_in_the_tails() {
        assert_eq!(bin_numbers(&[3.0, 1.0, f64::NAN, 1.0, 2.0]), [3, 1, 0, 1, 2]);
        let values: Vec<f64> = (0..10_000).map(f64::from).collect();
        let bins = bin_numbers(&values);
        let mut counts = [0; BINS];
        bins.iter().for_each(|&bin| counts[usize::from(bin)] += 1);
        assert_eq!(counts[0], 0);
        assert!((5..15).contains(&counts[1]) && (5..15).contains(&counts[63]), "{counts:?}");
        assert!(counts.iter().all(|&count| count < 250));
        assert!(bins.is_sorted());
    }

    #[test]
    fn edges_apply_to_other_numbers() {
        let edges = Edges::of(&[1.0, 2.0, 2.0, 4.0]);
        assert_eq!([-9.0, 1.5, 1.6, 3.0, 3.1, 9.0].map(|value| edges.bin(value)), [1, 1, 2, 2, 3, 3]);
        assert_eq!([0, 1, 2, 3].map(|bin| edges.threshold(bin)), [None, Some(1.5), Some(3.0), None]);
        assert!(Edges::of(&[]).is_empty() && Edges::of(&[f64::NAN, 7.0, 7.0]).is_empty());
    }

    #[test]
    fn a_threshold_separates_what_lies_on_its_sides() {
        for (below, above) in [
            (1.0, 1.0_f64.next_up()),
            (f64::MIN, f64::MAX),
            (1.0, f64::INFINITY),
            (f64::NEG_INFINITY, f64::INFINITY),
            (-0.5, 3.0),
        ] {
            let threshold = between(below, above);
            assert!(below <= threshold && threshold < above, "{below} {threshold} {above}");
        }
    }

    #[test]
    fn rare_categories_share_a_bin() {
        let names = Dictionary::List((0..100).map(|name| name.to_string()).collect());
        let codes: Vec<u32> =
            (0..1_000).map(|row| row % 100 % (1 + row / 100 * 10)).chain([MISSING]).collect();
        let categories = Categories::of(&codes, names.into());
        let rows: Vec<u32> = (0..1_001).collect();
        let binned = Binned::new(0, &Data::Categories(&categories), &rows).unwrap();
        assert!(binned.bins.iter().all(|&bin| usize::from(bin) < BINS) && binned.bins[1_000] == 0);
        assert_eq!(binned.bins[0], 1);
        assert!(Binned::new(0, &Data::Categories(&categories), &[0, 0]).is_none());
        assert!(Binned::new(0, &Data::Numbers(vec![f64::NAN; 2].into()), &[0, 1]).is_none());
    }
}
