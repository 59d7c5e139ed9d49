//! The small picture of a check that found a fault: the deciding column by class, or the ROC curve.

use serde::{Deserialize, Serialize};

use crate::engine::dataset::{Categories, Column, MISSING, Values};
use crate::engine::explore::text::{date, significant};
use crate::engine::models::features::Data;
use crate::engine::models::rank::{self, Group};
use crate::engine::statistics::order::largest_first;
use crate::engine::text::{Text, number};

/// The most bins of a distribution.
pub const MAX_BINS: usize = 32;

/// The points of a ROC curve.
pub const ROC_POINTS: usize = 64;

/// The most categories of a distribution.
const MAX_CATEGORIES: usize = 12;

/// Values beyond the quantiles of this share, on either side, share the outermost bins.
const TAIL: f64 = 0.005;

/// A small picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Picture {
    /// How the values of a column are distributed in each class.
    Distribution(Distribution),
    /// The true-positive rate against the false-positive rate.
    Roc {
        /// Pairs of false-positive and true-positive rate, both rising from 0 to 1.
        points: Vec<[f64; 2]>,
        /// The area under the curve.
        auc: f64,
    },
}

/// How the values of a column are distributed in each class.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// The column, or what is made of it.
    pub column: Text,
    /// The value that the first bin begins with and the one that the last ends with, as text; of categories, the names
    /// of the first and the last, or how many of them there are.
    pub ends: [Text; 2],
    /// Whether the bins are categories.
    pub categorical: bool,
    /// The share of the normal rows with a value in each bin.
    pub normal: Vec<f64>,
    /// The share of the anomalous rows with a value in each bin.
    pub anomalous: Vec<f64>,
}

impl Distribution {
    /// The share of rows that the classes have in common: 1 where they are distributed alike, 0 where no bin has rows of
    /// both.
    pub fn overlap(&self) -> f64 {
        self.normal.iter().zip(&self.anomalous).map(|(normal, anomalous)| normal.min(*anomalous)).sum()
    }
}

/// How values are shown as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// As numbers.
    Numbers,
    /// As dates.
    Dates,
}

/// The distribution of a feature by class.
pub(super) fn distribution(name: Text, data: &Data, labels: &[bool], scale: Scale) -> Option<Picture> {
    match data {
        Data::Numbers(values) => numbers(name, values, labels, scale),
        Data::Categories(categories) => of_categories(name, categories, labels),
    }
}

/// The distribution of a column by class.
pub(super) fn column(column: &Column, labels: &[bool]) -> Option<Picture> {
    let name = Text::from(&column.field.name);
    match &column.values {
        Values::Categories(categories) => of_categories(name, categories, labels),
        Values::Numbers(_) => numbers(name, &column.numbers(), labels, Scale::Numbers),
        Values::Timestamps(_) => numbers(name, &column.numbers(), labels, Scale::Dates),
    }
}

/// The distribution of numbers by class.
pub(super) fn numbers(name: Text, values: &[f64], labels: &[bool], scale: Scale) -> Option<Picture> {
    let present = || values.iter().copied().zip(labels).filter(|(value, _)| value.is_finite());
    let (low, high) = ends(values)?;
    let is_whole = present().all(|(value, _)| value.fract() == 0.0);
    // Whole numbers have a bin each where there are few, or bins of whole numbers.
    let (low, high) = if is_whole { (low, high + 1.0) } else { (low, high) };
    let width = (high - low) / MAX_BINS as f64;
    let width = if is_whole { width.ceil().max(1.0) } else { width };
    let bins = if width > 0.0 { (((high - low) / width).ceil() as usize).clamp(1, MAX_BINS) } else { 1 };
    let mut counts = vec![[0_u64; 2]; bins];
    for (value, &label) in present() {
        let place = if width > 0.0 { ((value - low) / width).max(0.0) as usize } else { 0 };
        counts[place.min(bins - 1)][usize::from(label)] += 1;
    }
    let text = |value: f64| match scale {
        Scale::Numbers => text!("{value}", value = number(significant(value, 3))),
        Scale::Dates => date(value).into(),
    };
    let last = if is_whole { high - 1.0 } else { high };
    of_counts(name, [text(low), text(last)], &counts)
}

/// Where the picture of some numbers begins and ends: without the outermost rows, so that a few far ones do not press
/// all others into one bin.
fn ends(values: &[f64]) -> Option<(f64, f64)> {
    let mut present: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let tail = (present.len() as f64 * TAIL) as usize;
    let last = present.len().checked_sub(1 + tail)?;
    let low = *present.select_nth_unstable_by(tail, f64::total_cmp).1;
    let high = *present.select_nth_unstable_by(last, f64::total_cmp).1;
    Some((low, high))
}

/// The distribution of categories by class: those whose shares differ most, the largest difference first.
fn of_categories(column: Text, categories: &Categories, labels: &[bool]) -> Option<Picture> {
    let mut counts = vec![[0_u64; 2]; categories.names.len()];
    for (code, &label) in categories.codes().zip(labels).filter(|(code, _)| *code != MISSING) {
        if let Some(count) = counts.get_mut(code as usize) {
            count[usize::from(label)] += 1;
        }
    }
    let sums = [0, 1].map(|class| counts.iter().map(|count| count[class]).sum::<u64>());
    if sums.contains(&0) {
        return None;
    }
    let shares = |count: [u64; 2]| [count[0] as f64 / sums[0] as f64, count[1] as f64 / sums[1] as f64];
    let found = (0_u32..).zip(counts).filter(|(_, count)| count[0] + count[1] > 0);
    let found: Vec<(u32, [f64; 2])> = found.map(|(code, count)| (code, shares(count))).collect();
    let total = found.len();
    let mut found = largest_first(found, |(_, shares)| (shares[1] - shares[0]).abs());
    found.truncate(MAX_CATEGORIES);
    let (first, last) = (found.first()?.0, found.last()?.0);
    let mut ends = [first, last].map(|code| Text::from(categories.name(code).into_owned()));
    if total > found.len() {
        ends[1] = text!("{count} of {total}", count = found.len(), total);
    }
    let of = |class: usize| found.iter().map(|(_, shares)| shares[class]).collect();
    let (normal, anomalous) = (of(0), of(1));
    Some(Picture::Distribution(Distribution { column, ends, categorical: true, normal, anomalous }))
}

fn of_counts(column: Text, ends: [Text; 2], counts: &[[u64; 2]]) -> Option<Picture> {
    let shares = |class: usize| {
        let sum = counts.iter().map(|count| count[class]).sum::<u64>();
        (sum > 0).then(|| counts.iter().map(|count| count[class] as f64 / sum as f64).collect())
    };
    let (normal, anomalous) = (shares(0)?, shares(1)?);
    Some(Picture::Distribution(Distribution { column, ends, categorical: false, normal, anomalous }))
}

/// The false-positive rates at which a ROC curve is told: closer together where they are small, which is where an
/// alarm is set off.
fn rates() -> impl Iterator<Item = f64> {
    (0..ROC_POINTS).map(|place| place as f64 / (ROC_POINTS - 1) as f64).map(|part| part * part)
}

/// The true-positive rates of a score at the false-positive rates that a curve is told at, where greater values are
/// called anomalous first. None where a class has no row.
pub(super) fn true_positive_rates(groups: &[Group]) -> Option<Vec<f64>> {
    let all = rank::totals(groups);
    if all[0] == 0 || all[1] == 0 {
        return None;
    }
    let corners = groups.iter().rev().scan([0_u64; 2], |called, group| {
        *called = [called[0] + group.counts[0], called[1] + group.counts[1]];
        Some([called[0] as f64 / all[0] as f64, called[1] as f64 / all[1] as f64])
    });
    let mut corners = corners.peekable();
    let mut before = [0.0, 0.0];
    let at = |rate: f64| {
        while let Some(corner) = corners.next_if(|corner| corner[0] <= rate) {
            before = corner;
        }
        let Some(after) = corners.peek() else { return 1.0 };
        before[1] + (after[1] - before[1]) * (rate - before[0]) / (after[0] - before[0])
    };
    Some(rates().map(at).collect())
}

/// The mean of some curves at the same false-positive rates, with the mean of their areas.
pub(super) fn roc(curves: &[Vec<f64>], auc: f64) -> Option<Picture> {
    if curves.is_empty() {
        return None;
    }
    let mean =
        |place: usize| curves.iter().filter_map(|curve| curve.get(place)).sum::<f64>() / curves.len() as f64;
    let points = rates().enumerate().map(|(place, rate)| [rate, mean(place)]).collect();
    Some(Picture::Roc { points, auc })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::fixture;

    fn drawn(picture: Option<Picture>) -> Distribution {
        match picture {
            Some(Picture::Distribution(distribution)) => distribution,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn whole_numbers_have_a_bin_each_where_they_are_few() {
        let values = [1.0, 1.0, 2.0, 4.0, 4.0, f64::NAN];
        let found =
            drawn(numbers("n".into(), &values, &[false, false, false, true, true, true], Scale::Numbers));
        assert_eq!(found.ends, ["1", "4"]);
        assert_eq!(found.normal, [2.0 / 3.0, 1.0 / 3.0, 0.0, 0.0]);
        assert_eq!(found.anomalous, [0.0, 0.0, 0.0, 1.0]);
        assert_eq!(found.overlap(), 0.0);
    }

    #[test]
    fn numbers_with_decimals_are_cut_into_bins_of_one_width() {
        let values: Vec<f64> = (0..64).map(|place| f64::from(place) + 0.5).collect();
        let labels: Vec<bool> = (0..64).map(|place| place % 2 == 0).collect();
        let found = drawn(numbers("x".into(), &values, &labels, Scale::Numbers));
        assert_eq!(
            (found.normal.len(), found.ends.each_ref().map(Text::english)),
            (MAX_BINS, ["0.5".to_owned(), "63.5".to_owned()])
        );
        for shares in [&found.normal, &found.anomalous] {
            assert!(
                (shares.iter().sum::<f64>() - 1.0).abs() < 1e-12 && shares.iter().all(|share| *share > 0.0)
            );
        }
        // Far values share the outermost bin.
        let mut far: Vec<f64> = (0..1_000).map(|place| f64::from(place % 10) + 0.25).collect();
        far[0] = 1e9;
        let found = drawn(numbers(
            "x".into(),
            &far,
            &vec![true; 999].into_iter().chain([false]).collect::<Vec<_>>(),
            Scale::Numbers,
        ));
        assert_eq!(found.ends[1], "9.25");
    }

    #[test]
    fn one_value_and_no_value_are_no_trouble() {
        assert_eq!(drawn(numbers("x".into(), &[2.5, 2.5], &[true, false], Scale::Numbers)).normal, [1.0]);
        assert_eq!(numbers("x".into(), &[f64::NAN], &[true], Scale::Numbers), None);
        assert_eq!(numbers("x".into(), &[1.0, 2.0], &[true, true], Scale::Numbers), None);
    }

    #[test]
    fn the_categories_that_differ_most_come_first() {
        let cell = |row: usize| format!("name {:02}", if row < 20 { 7 } else { row % 40 });
        let cells: Vec<String> = (0..80).map(cell).collect();
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        let labels: Vec<bool> = (0..80).map(|row| row < 10 || row % 2 == 0).collect();
        let table = fixture::table(vec![fixture::categories("c", &[], &cells)], &labels);
        let Some(categories) = table.columns()[0].categories() else { panic!() };
        let found = drawn(of_categories("c".into(), categories, &labels));
        assert!(found.normal.len() == MAX_CATEGORIES && found.ends[1].english().starts_with("12 of "));
        // 45 rows are anomalous, 15 of them with this name; of the 35 others 6 have it, the last with row 47.
        assert_eq!((found.ends[0].english().as_str(), found.categorical), ("name 07", true));
        assert_eq!((found.anomalous[0], found.normal[0]), (15.0 / 45.0, 6.0 / 35.0));
    }

    #[test]
    fn a_curve_has_the_area_of_its_score() {
        let groups = rank::groups(&[0.1, 0.4, 0.35, 0.8], &[false, false, true, true]);
        let curve = true_positive_rates(&groups).unwrap();
        // Half of the anomalous rows come before every normal one; the other half after the first of two.
        assert_eq!((curve[0], curve[ROC_POINTS - 1]), (0.5, 1.0));
        let auc = rank::auc(&groups).unwrap();
        let Some(Picture::Roc { points, .. }) = roc(&[curve], auc) else { panic!() };
        let area: f64 =
            points.windows(2).map(|ends| (ends[1][0] - ends[0][0]) * (ends[0][1] + ends[1][1]) / 2.0).sum();
        assert!((area - auc).abs() < 0.02, "{area} for {auc}");
        assert_eq!(true_positive_rates(&rank::groups(&[1.0], &[true])), None);
        let chance = rank::groups(&[1.0; 4], &[true, false, true, false]);
        assert!(
            true_positive_rates(&chance)
                .unwrap()
                .iter()
                .zip(rates())
                .all(|(rate, x)| (rate - x).abs() < 1e-12)
        );
    }
}
