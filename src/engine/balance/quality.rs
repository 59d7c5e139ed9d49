//! How similar to the real rows the synthetic ones are, and how close they come to single real rows. The second is
//! never left out: copies score best on the first alone.
//!
//! The measures are those of SDMetrics (github.com/sdv-dev/SDMetrics): the two-sample Kolmogorov–Smirnov statistic, the
//! total variation distance, the similarity of correlations, and the distance to the closest record with that of
//! random rows as its baseline.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Pace;
use super::job::{part, tell};
use crate::engine::problem::Problem;
use crate::engine::random::{Purpose, Stream, Streams};
use crate::engine::statistics::association::pearson;
use crate::engine::statistics::{kolmogorov_smirnov, quantile};
use crate::engine::text::Text;

/// Columns whose pairs are compared, at most, of each type.
const MAX_PAIRED: usize = 40;

/// Synthetic rows whose closest real row is looked for: fewer where the real rows are many.
const MAX_CLOSEST: usize = 500;
const MIN_CLOSEST: usize = 50;

/// Cells that the search for closest rows compares.
const CLOSEST_CELLS: usize = 300_000_000;

/// A similarity below this is worth a look.
const MIN_SIMILARITY: f64 = 0.8;

/// Synthetic rows are near the real ones where their distance is below this share of that of random rows.
const MIN_PROTECTION: f64 = 0.1;

/// Two rows as near as this are the same.
const SAME: f64 = 1e-9;

/// Rows by column: numbers and codes apart, and the class of each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// By numeric column, by row.
    pub numbers: Vec<Vec<f64>>,
    /// By categorical column, by row.
    pub codes: Vec<Vec<u32>>,
    /// The class of each row.
    pub classes: Vec<u32>,
}

/// What a quality report says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// How far the values of each column are from those of the real rows of the same class.
    pub columns: Vec<ColumnDistance>,
    /// How alike the shapes of the columns are: 1 less the mean of their distances; none without columns.
    pub column_similarity: Option<f64>,
    /// How alike the correlations of numbers are, 0 to 1; none with fewer than two columns that vary.
    pub correlation_similarity: Option<f64>,
    /// Pairs of categories that no real row has together.
    pub combinations: Combinations,
    /// How close synthetic rows come to single real rows.
    pub closest: Closest,
}

/// How far a column's values are from the real ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnDistance {
    /// The column.
    pub name: String,
    /// The measure: `Kolmogorov-Smirnov` for numeric columns, `total variation` for categorical ones.
    pub measure: Text,
    /// 0 where they are the same, 1 where they have nothing in common: the mean over classes, weighted by their synthetic
    /// rows.
    pub distance: f64,
}

/// Pairs of categories that never occur together in real rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Combinations {
    /// The share of synthetic rows with at least one, 0 to 1.
    pub rows: f64,
    /// The pairs of columns where it happens most, with the share of synthetic rows.
    pub pairs: Vec<(String, String, f64)>,
}

/// How close synthetic rows come to single real rows: the mean over columns of the distance between two cells, which is
/// the difference over the real range for numbers, and 0 or 1 for categories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Closest {
    /// The median distance of a synthetic row to the closest real row, 0 to 1.
    pub median: f64,
    /// The same of rows whose cells are drawn evenly from the real ranges and categories.
    pub random_median: f64,
    /// The first by the second, at most 1. Near 0, the synthetic rows are the real ones again.
    pub protection: f64,
    /// The share of synthetic rows that equal a real one, 0 to 1.
    pub copies: f64,
    /// Synthetic rows that were looked at.
    pub rows: u64,
}

impl Quality {
    /// Compares synthetic rows with real ones. `names` are the numeric columns, then the categorical ones; `pace` is the
    /// progress callback.
    ///
    /// # Errors
    /// `pace` stopped it.
    pub fn of(real: &Sheet, synthetic: &Sheet, names: &[String], pace: Pace) -> Result<Self, Problem> {
        let (numeric, categorical) = names.split_at(real.numbers.len().min(names.len()));
        let classes = synthetic.classes.iter().copied().collect::<BTreeSet<u32>>();
        let mut distances = vec![Mean::default(); names.len()];
        let mut correlation_similarity = Mean::default();
        for (done, &class) in classes.iter().enumerate() {
            tell(pace, 50 + 250 * done as u64 / classes.len() as u64, 1_000)?;
            let (of_real, of_synthetic) = (real.places(class), synthetic.places(class));
            if of_real.is_empty() {
                continue;
            }
            // A class at a time: the copies of all together would take as much memory as all rows.
            let weight = of_synthetic.len() as f64;
            let picked = |sheet: &Sheet, places: &[usize]| -> Vec<Vec<f64>> {
                sheet.numbers.iter().map(|column| pick(column, places)).collect()
            };
            let (left, right) = (picked(real, &of_real), picked(synthetic, &of_synthetic));
            correlation_similarity.add(correlations_alike(&left, &right), weight);
            let (of_numeric, of_categorical) = distances.split_at_mut(left.len().min(names.len()));
            for ((left, right), mean) in left.into_iter().zip(right).zip(of_numeric) {
                mean.add(Some(numbers_apart(left, right)), weight);
            }
            for ((left, right), mean) in real.codes.iter().zip(&synthetic.codes).zip(of_categorical) {
                let distance = total_variation(&pick(left, &of_real), &pick(right, &of_synthetic));
                mean.add(Some(distance), weight);
            }
        }
        tell(pace, 300, 1_000)?;
        let measures = std::iter::repeat_n(text!("Kolmogorov-Smirnov"), numeric.len())
            .chain(std::iter::repeat(text!("total variation")));
        let columns = names.iter().zip(measures).zip(&distances).map(|((name, measure), distance)| {
            let distance = distance.value().unwrap_or(0.0);
            ColumnDistance { name: name.clone(), measure, distance }
        });
        let columns: Vec<ColumnDistance> = columns.collect();
        let column_similarity = similarity(&columns);
        let combinations = Combinations::of(real, synthetic, categorical);
        tell(pace, 400, 1_000)?;
        let closest = Closest::of(real, synthetic, &mut part(pace, 400, 1_000))?;
        let correlation_similarity = correlation_similarity.value();
        Ok(Quality { columns, column_similarity, correlation_similarity, combinations, closest })
    }

    /// Whether the shapes of the columns are far from the real ones.
    pub fn has_other_shapes(&self) -> bool {
        self.column_similarity.is_some_and(|similarity| similarity < MIN_SIMILARITY)
    }

    /// Whether the correlations are far from the real ones.
    pub fn has_other_correlations(&self) -> bool {
        self.correlation_similarity.is_some_and(|similarity| similarity < MIN_SIMILARITY)
    }
}

impl Closest {
    /// Whether synthetic rows lie so much closer to single real rows than random rows do that they say little beyond
    /// them.
    pub fn is_near(&self) -> bool {
        self.protection < MIN_PROTECTION
    }

    /// Whether a synthetic row equals a real one.
    pub fn has_copies(&self) -> bool {
        self.copies > 0.0
    }
}

/// 1 less the mean distance of the columns.
fn similarity(columns: &[ColumnDistance]) -> Option<f64> {
    let sum: f64 = columns.iter().map(|column| column.distance).sum();
    (!columns.is_empty()).then(|| 1.0 - sum / columns.len() as f64)
}

/// A weighted mean of what is known.
#[derive(Clone, Debug, Default)]
struct Mean {
    sum: f64,
    weights: f64,
}

impl Mean {
    fn add(&mut self, value: Option<f64>, weight: f64) {
        if let Some(value) = value {
            self.sum += value * weight;
            self.weights += weight;
        }
    }

    fn value(&self) -> Option<f64> {
        (self.weights > 0.0).then(|| self.sum / self.weights)
    }
}

impl Sheet {
    /// The places of the rows of a class.
    fn places(&self, class: u32) -> Vec<usize> {
        let rows = self.classes.iter().enumerate();
        rows.filter(|(_, known)| **known == class).map(|(row, _)| row).collect()
    }

    /// Keeps the rows at these places, in this order.
    pub fn keep(&mut self, places: &[usize]) {
        self.numbers.iter_mut().for_each(|column| *column = pick(column, places));
        self.codes.iter_mut().for_each(|column| *column = pick(column, places));
        self.classes = pick(&self.classes, places);
    }

    /// These rows, then those of another sheet of the same columns.
    pub fn and(&self, other: &Sheet) -> Sheet {
        fn joined<T: Copy>(left: &[Vec<T>], right: &[Vec<T>]) -> Vec<Vec<T>> {
            left.iter().zip(right).map(|(left, right)| [left.as_slice(), right.as_slice()].concat()).collect()
        }
        Sheet {
            numbers: joined(&self.numbers, &other.numbers),
            codes: joined(&self.codes, &other.codes),
            classes: [self.classes.as_slice(), other.classes.as_slice()].concat(),
        }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.classes.len()
    }
}

fn pick<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().filter_map(|&row| values.get(row).copied()).collect()
}

/// The two-sample Kolmogorov–Smirnov statistic; 0 where a sample is empty.
fn numbers_apart(mut left: Vec<f64>, mut right: Vec<f64>) -> f64 {
    left.sort_unstable_by(f64::total_cmp);
    right.sort_unstable_by(f64::total_cmp);
    kolmogorov_smirnov(&left, &right).unwrap_or(0.0)
}

/// Half the sum of the differences between the shares of each code.
fn total_variation(left: &[u32], right: &[u32]) -> f64 {
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    let mut shares = std::collections::BTreeMap::new();
    for code in left {
        *shares.entry(code).or_insert(0.0) += 1.0 / left.len() as f64;
    }
    for code in right {
        *shares.entry(code).or_insert(0.0) -= 1.0 / right.len() as f64;
    }
    shares.values().map(|share: &f64| share.abs()).sum::<f64>() / 2.0
}

/// The mean over pairs of columns of 1 − |difference of Pearson's correlations| / 2.
fn correlations_alike(real: &[Vec<f64>], synthetic: &[Vec<f64>]) -> Option<f64> {
    let (mut sum, mut pairs) = (0.0, 0_u32);
    let columns = real.len().min(MAX_PAIRED);
    for first in 0..columns {
        for second in first + 1..columns {
            let of = |columns: &[Vec<f64>]| pearson(columns.get(first)?, columns.get(second)?);
            if let (Some(real), Some(synthetic)) = (of(real), of(synthetic)) {
                sum += 1.0 - (real - synthetic).abs() / 2.0;
                pairs += 1;
            }
        }
    }
    (pairs > 0).then(|| sum / f64::from(pairs))
}

impl Combinations {
    fn of(real: &Sheet, synthetic: &Sheet, names: &[String]) -> Self {
        let columns = real.codes.len().min(MAX_PAIRED);
        let mut new_rows = vec![false; synthetic.rows()];
        let mut pairs = Vec::new();
        for first in 0..columns {
            for second in first + 1..columns {
                let pair = |sheet: &Sheet, row: usize| {
                    Some((*sheet.codes.get(first)?.get(row)?, *sheet.codes.get(second)?.get(row)?))
                };
                let known: BTreeSet<(u32, u32)> =
                    (0..real.rows()).filter_map(|row| pair(real, row)).collect();
                let mut count = 0_u64;
                for (row, is_new) in new_rows.iter_mut().enumerate() {
                    if pair(synthetic, row).is_some_and(|pair| !known.contains(&pair)) {
                        (*is_new, count) = (true, count + 1);
                    }
                }
                if count > 0 {
                    let name = |place: usize| names.get(place).cloned().unwrap_or_default();
                    pairs.push((name(first), name(second), count as f64 / synthetic.rows() as f64));
                }
            }
        }
        pairs.sort_by(|left, right| {
            right.2.total_cmp(&left.2).then_with(|| (&left.0, &left.1).cmp(&(&right.0, &right.1)))
        });
        pairs.truncate(5);
        let count = new_rows.iter().filter(|&&is_new| is_new).count();
        Combinations { rows: count as f64 / synthetic.rows().max(1) as f64, pairs }
    }
}

impl Closest {
    fn of(real: &Sheet, synthetic: &Sheet, pace: Pace) -> Result<Self, Problem> {
        let columns = real.numbers.len() + real.codes.len();
        if columns == 0 || real.rows() == 0 || synthetic.rows() == 0 {
            return Ok(Closest::default());
        }
        let rows = Rows::of(real);
        let most = (CLOSEST_CELLS / (real.rows() * columns)).clamp(MIN_CLOSEST, MAX_CLOSEST);
        let looked: Vec<usize> = (0..synthetic.rows()).step_by(synthetic.rows().div_ceil(most)).collect();
        let total = 2 * looked.len() as u64;
        let mut stream = Streams::new(0).stream(Purpose::Baseline);
        let (mut distances, mut random) = (Vec::new(), Vec::new());
        for (index, &row) in looked.iter().enumerate() {
            distances.push(rows.closest(&rows.scaled(synthetic, row), &codes(synthetic, row)));
            let (numbers, codes) = rows.random(&mut stream);
            random.push(rows.closest(&numbers, &codes));
            tell(pace, 2 * index as u64, total)?;
        }
        let copies = distances.iter().filter(|&&distance| distance < SAME).count();
        let (median, random_median) = (median(&mut distances), median(&mut random));
        let protection = if random_median > 0.0 { (median / random_median).min(1.0) } else { 0.0 };
        Ok(Closest {
            median,
            random_median,
            protection,
            copies: copies as f64 / looked.len() as f64,
            rows: looked.len() as u64,
        })
    }
}

fn codes(sheet: &Sheet, row: usize) -> Vec<u32> {
    sheet.codes.iter().filter_map(|column| column.get(row).copied()).collect()
}

/// Real rows, column by column: numbers from 0 to 1 by their ranges, and codes.
struct Rows<'a> {
    min: Vec<f64>,
    ranges: Vec<f64>,
    numbers: Vec<Vec<f64>>,
    codes: &'a [Vec<u32>],
    /// By column, the different codes.
    known: Vec<Vec<u32>>,
    count: usize,
}

/// Rows whose distances are summed side by side.
const BLOCK: usize = 64;

impl<'a> Rows<'a> {
    fn of(sheet: &'a Sheet) -> Self {
        let min: Vec<f64> =
            sheet.numbers.iter().map(|column| column.iter().copied().fold(f64::INFINITY, f64::min)).collect();
        let ranges: Vec<f64> = sheet
            .numbers
            .iter()
            .zip(&min)
            .map(|(column, min)| column.iter().copied().fold(f64::NEG_INFINITY, f64::max) - min)
            .collect();
        let known = sheet
            .codes
            .iter()
            .map(|column| column.iter().copied().collect::<BTreeSet<u32>>().into_iter().collect())
            .collect();
        let columns = sheet.numbers.iter().zip(min.iter().zip(&ranges));
        let numbers = columns
            .map(|(column, (&min, &range))| column.iter().map(|&value| scaled(value, min, range)).collect())
            .collect();
        Rows { min, ranges, numbers, codes: &sheet.codes, known, count: sheet.rows() }
    }

    fn scaled(&self, sheet: &Sheet, row: usize) -> Vec<f64> {
        let columns = sheet.numbers.iter().zip(self.min.iter().zip(&self.ranges));
        columns.filter_map(|(column, (&min, &range))| Some(scaled(*column.get(row)?, min, range))).collect()
    }

    fn random(&self, stream: &mut Stream) -> (Vec<f64>, Vec<u32>) {
        let numbers =
            self.ranges.iter().map(|&range| if range > 0.0 { stream.unit() } else { 0.0 }).collect();
        let codes = self
            .known
            .iter()
            .map(|known| known.get(stream.below(known.len() as u32) as usize).copied().unwrap_or_default())
            .collect();
        (numbers, codes)
    }

    /// The smallest mean distance over columns.
    fn closest(&self, numbers: &[f64], codes: &[u32]) -> f64 {
        let mut closest = f64::INFINITY;
        for start in (0..self.count).step_by(BLOCK) {
            let block = start..self.count.min(start + BLOCK);
            let mut sums = [0.0; BLOCK];
            for (column, &at) in self.codes.iter().zip(codes) {
                let others = column.get(block.clone()).unwrap_or_default();
                for (sum, &code) in sums.iter_mut().zip(others) {
                    *sum += if code == at { 0.0 } else { 1.0 };
                }
            }
            for (column, &at) in self.numbers.iter().zip(numbers) {
                let others = column.get(block.clone()).unwrap_or_default();
                for (sum, &number) in sums.iter_mut().zip(others) {
                    let apart = (number - at).abs();
                    *sum += if apart < 1.0 { apart } else { 1.0 };
                }
            }
            let nearest = sums.iter().take(block.len()).copied();
            closest = nearest.fold(closest, |closest, sum| if sum < closest { sum } else { closest });
        }
        closest / (numbers.len() + codes.len()) as f64
    }
}

fn scaled(value: f64, min: f64, range: f64) -> f64 {
    if range > 0.0 { (value - min) / range } else { 0.0 }
}

/// The median; 0 of none.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    quantile(values, 0.5).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    /// Two classes with a number and a category each.
    fn sheet(numbers: &[f64], codes: &[u32], classes: &[u32]) -> Sheet {
        Sheet { numbers: vec![numbers.to_vec()], codes: vec![codes.to_vec()], classes: classes.to_vec() }
    }

    fn quality(real: &Sheet, synthetic: &Sheet) -> Quality {
        let names = ["size", "kind"].map(str::to_owned);
        Quality::of(real, synthetic, &names, &mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    #[test]
    fn the_similarity_of_shapes_is_one_less_the_mean_distance() {
        let real = sheet(&[1.0, 2.0, 3.0, 4.0], &[0, 0, 1, 1], &[0, 0, 0, 0]);
        // The numbers are the real ones; of the categories, all instead of half are 0.
        let quality = quality(&real, &sheet(&[1.0, 2.0, 3.0, 4.0], &[0, 0, 0, 0], &[0, 0, 0, 0]));
        let distances: Vec<f64> = quality.columns.iter().map(|column| column.distance).collect();
        assert_eq!((distances, quality.column_similarity), (vec![0.0, 0.5], Some(0.75)));
        assert!(quality.has_other_shapes());
        assert_eq!(similarity(&[]), None);
    }

    #[test]
    fn copies_have_equal_shapes_and_no_distance() {
        let real = sheet(&[1.0, 2.0, 3.0, 4.0], &[0, 0, 1, 1], &[0, 0, 1, 1]);
        let quality = quality(&real, &real);
        assert_eq!((quality.column_similarity, quality.closest.copies), (Some(1.0), 1.0));
        assert!(!quality.has_other_shapes() && !quality.has_other_correlations());
        assert!(quality.closest.has_copies() && quality.closest.is_near());
    }

    #[test]
    fn rows_as_far_as_random_ones_are_not_near() {
        let closest = Closest { median: 0.1, random_median: 0.4, protection: 0.25, copies: 0.0, rows: 500 };
        assert!(!closest.is_near() && !closest.has_copies());
    }
}
