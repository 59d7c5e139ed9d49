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
    /// Cuts a feature's values at `rows` into bins; none where all rows have the same value.
    pub fn new(feature: usize, data: &Data, rows: &[u32]) -> Option<Self> {
        let (bins, categorical) = match data {
            Data::Numbers(values) => {
                let of = |&row: &u32| values.get(row as usize).copied().unwrap_or(f64::NAN);
                (bin_numbers(&rows.iter().map(of).collect::<Vec<f64>>()), false)
            }
            Data::Categories(categories) => (bin_categories(categories, rows), true),
        };
        let first = bins.first()?;
        bins.iter().any(|bin| bin != first).then_some(Binned { bins, categorical, feature })
    }
}

/// One bin a value where there are few; else edges at quantiles that lie closer in both tails, where anomalies are.
fn bin_numbers(values: &[f64]) -> Vec<u8> {
    let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    let sorted: Vec<f64> = rising(&present).into_iter().map(|place| present[place]).collect();
    let mut distinct = sorted.chunk_by(|a, b| a == b).filter_map(|group| group.first()).copied();
    let few: Vec<f64> = distinct.by_ref().take(EDGES + 1).collect();
    let edges: Vec<f64> = if distinct.next().is_none() {
        few.into_iter().skip(1).collect()
    } else {
        let last = sorted.len().saturating_sub(1) as f64;
        let quantile = |edge: usize| {
            let part = edge as f64 / (EDGES + 1) as f64;
            let place = part * part * (3.0 - 2.0 * part) * last;
            sorted.get(place.round() as usize).copied()
        };
        let mut edges: Vec<f64> = (1..=EDGES).filter_map(quantile).collect();
        edges.dedup();
        edges
    };
    let bin = |&value: &f64| {
        if value.is_nan() { 0 } else { 1 + edges.partition_point(|&edge| edge <= value) as u8 }
    };
    values.iter().map(bin).collect()
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
