//! How like the real rows the synthetic ones are, and how close they come to single real rows. The second is never
//! left out: copies score best on the first alone.
//!
//! The measures are those of SDMetrics (github.com/sdv-dev/SDMetrics): the two-sample Kolmogorov–Smirnov statistic, the
//! total variation distance, the similarity of correlations, and the distance to the closest record with that of
//! random rows as its baseline.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Pace;
use super::job::{part, tell};
use crate::engine::explore::association::pearson;
use crate::engine::explore::statistics::kolmogorov_smirnov;
use crate::engine::problem::Problem;
use crate::engine::random::{Purpose, Stream, Streams};

/// Columns whose pairs are compared, at most, of each type.
const MOST_PAIRED: usize = 40;

/// Synthetic rows whose closest real row is looked for: fewer where the real rows are many.
const MOST_CLOSEST: usize = 500;
const LEAST_CLOSEST: usize = 50;

/// Cells that the search for closest rows compares.
const CLOSEST_CELLS: usize = 300_000_000;

/// Two rows as near as this are the same.
const SAME: f64 = 1e-9;

/// Rows by column: numbers and codes apart, and the class of each row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// By column of numbers, by row.
    pub numbers: Vec<Vec<f64>>,
    /// By column of names, by row.
    pub codes: Vec<Vec<u32>>,
    /// The class of each row.
    pub classes: Vec<u32>,
}

/// What a quality report says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// How far the values of each column are from those of the real rows of the same class.
    pub columns: Vec<ColumnDistance>,
    /// How alike the correlations of numbers are, 0 to 1; none with fewer than two columns that vary.
    pub correlation_similarity: Option<f64>,
    /// Pairs of names that no real row has together.
    pub combinations: Combinations,
    /// How close synthetic rows come to single real rows.
    pub closest: Closest,
}

/// How far a column's values are from the real ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnDistance {
    /// The column.
    pub name: String,
    /// The measure: `Kolmogorov-Smirnov` for numbers, `total variation` for names.
    pub measure: String,
    /// 0 where they are the same, 1 where they have nothing in common: the mean over classes, weighted by their synthetic
    /// rows.
    pub distance: f64,
}

/// Pairs of names that never occur together in real rows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Combinations {
    /// The share of synthetic rows with at least one, 0 to 1.
    pub rows: f64,
    /// The pairs of columns where it happens most, with the share of synthetic rows.
    pub pairs: Vec<(String, String, f64)>,
}

/// How close synthetic rows come to single real rows: the mean over columns of the distance between two cells, which is
/// the difference over the real range for numbers, and 0 or 1 for names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Closest {
    /// The median distance of a synthetic row to the closest real row, 0 to 1.
    pub median: f64,
    /// The same of rows whose cells are drawn evenly from the real ranges and names.
    pub random_median: f64,
    /// The first by the second, at most 1. Near 0, the synthetic rows are the real ones again.
    pub protection: f64,
    /// The share of synthetic rows that equal a real one, 0 to 1.
    pub copies: f64,
    /// Synthetic rows that were looked at.
    pub rows: u64,
}

impl Quality {
    /// Compares synthetic rows with real ones. `names` are the columns of numbers, then those of names. `pace`
    /// hears how far it is.
    ///
    /// # Errors
    /// `pace` stopped it.
    pub fn of(real: &Sheet, synthetic: &Sheet, names: &[String], pace: Pace) -> Result<Self, Problem> {
        let classes = synthetic.classes.iter().copied().collect::<BTreeSet<u32>>();
        let by_class: Vec<Compared> =
            classes.into_iter().map(|class| Compared::of(real, synthetic, class)).collect();
        tell(pace, 50, 1_000)?;
        let (numeric, categorical) = names.split_at(real.numbers.len().min(names.len()));
        let column = |name: &String, measure: &str, distance: f64| ColumnDistance {
            name: name.clone(),
            measure: measure.to_owned(),
            distance,
        };
        let mut columns: Vec<ColumnDistance> = numeric
            .iter()
            .enumerate()
            .map(|(place, name)| {
                let distance = weighted(&by_class, |compared| {
                    Some(numbers_apart(&compared.real.numbers[place], &compared.synthetic.numbers[place]))
                });
                column(name, "Kolmogorov-Smirnov", distance.unwrap_or(0.0))
            })
            .collect();
        columns.extend(categorical.iter().enumerate().map(|(place, name)| {
            let distance = weighted(&by_class, |compared| {
                Some(total_variation(&compared.real.codes[place], &compared.synthetic.codes[place]))
            });
            column(name, "total variation", distance.unwrap_or(0.0))
        }));
        tell(pace, 200, 1_000)?;
        let correlation_similarity = weighted(&by_class, |compared| {
            correlation_similarity(&compared.real.numbers, &compared.synthetic.numbers)
        });
        tell(pace, 300, 1_000)?;
        let combinations = Combinations::of(real, synthetic, categorical);
        tell(pace, 400, 1_000)?;
        let closest = Closest::of(real, synthetic, &mut part(pace, 400, 1_000))?;
        Ok(Quality { columns, correlation_similarity, combinations, closest })
    }
}

/// The rows of one class.
struct Compared {
    real: Sheet,
    synthetic: Sheet,
}

impl Compared {
    fn of(real: &Sheet, synthetic: &Sheet, class: u32) -> Self {
        Compared { real: real.class(class), synthetic: synthetic.class(class) }
    }
}

impl Sheet {
    /// The rows of a class.
    fn class(&self, class: u32) -> Sheet {
        let rows: Vec<usize> = self
            .classes
            .iter()
            .enumerate()
            .filter(|(_, known)| **known == class)
            .map(|(row, _)| row)
            .collect();
        self.rows_at(&rows)
    }

    /// The rows at these places, in this order.
    pub fn rows_at(&self, places: &[usize]) -> Sheet {
        Sheet {
            numbers: self.numbers.iter().map(|column| pick(column, places)).collect(),
            codes: self.codes.iter().map(|column| pick(column, places)).collect(),
            classes: pick(&self.classes, places),
        }
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

/// The mean over classes, weighted by their synthetic rows, of what is known.
fn weighted(classes: &[Compared], measure: impl Fn(&Compared) -> Option<f64>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for compared in classes.iter().filter(|compared| compared.real.rows() > 0) {
        if let Some(value) = measure(compared) {
            let weight = compared.synthetic.rows() as f64;
            (sum, weights) = (sum + value * weight, weights + weight);
        }
    }
    (weights > 0.0).then(|| sum / weights)
}

/// The two-sample Kolmogorov–Smirnov statistic; 0 where a sample is empty.
fn numbers_apart(left: &[f64], right: &[f64]) -> f64 {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    kolmogorov_smirnov(&sorted(left), &sorted(right)).unwrap_or(0.0)
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
fn correlation_similarity(real: &[Vec<f64>], synthetic: &[Vec<f64>]) -> Option<f64> {
    let (mut sum, mut pairs) = (0.0, 0_u32);
    let columns = real.len().min(MOST_PAIRED);
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
        let columns = real.codes.len().min(MOST_PAIRED);
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
        let most = (CLOSEST_CELLS / (real.rows() * columns)).clamp(LEAST_CLOSEST, MOST_CLOSEST);
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

/// Rows one after another: numbers from 0 to 1 by their ranges, and codes.
struct Rows {
    least: Vec<f64>,
    ranges: Vec<f64>,
    numbers: Vec<f64>,
    codes: Vec<u32>,
    /// By column, the different codes.
    known: Vec<Vec<u32>>,
    count: usize,
}

impl Rows {
    fn of(sheet: &Sheet) -> Self {
        let least: Vec<f64> =
            sheet.numbers.iter().map(|column| column.iter().copied().fold(f64::INFINITY, f64::min)).collect();
        let ranges = sheet
            .numbers
            .iter()
            .zip(&least)
            .map(|(column, least)| column.iter().copied().fold(f64::NEG_INFINITY, f64::max) - least)
            .collect();
        let known = sheet
            .codes
            .iter()
            .map(|column| column.iter().copied().collect::<BTreeSet<u32>>().into_iter().collect())
            .collect();
        let mut rows =
            Rows { least, ranges, numbers: Vec::new(), codes: Vec::new(), known, count: sheet.rows() };
        for row in 0..sheet.rows() {
            let scaled = rows.scaled(sheet, row);
            rows.numbers.extend(scaled);
            rows.codes.extend(codes(sheet, row));
        }
        rows
    }

    fn scaled(&self, sheet: &Sheet, row: usize) -> Vec<f64> {
        sheet
            .numbers
            .iter()
            .zip(self.least.iter().zip(&self.ranges))
            .filter_map(|(column, (least, range))| {
                let value = column.get(row)? - least;
                Some(if *range > 0.0 { value / range } else { 0.0 })
            })
            .collect()
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

    /// The least mean distance over columns.
    fn closest(&self, numbers: &[f64], codes: &[u32]) -> f64 {
        let columns = (numbers.len() + codes.len()) as f64;
        let mut least = f64::INFINITY;
        for row in 0..self.count {
            let others = self.codes.get(row * codes.len()..(row + 1) * codes.len()).unwrap_or_default();
            let mut sum = others.iter().zip(codes).filter(|(left, right)| left != right).count() as f64;
            if sum >= least {
                continue;
            }
            let others = self.numbers.get(row * numbers.len()..(row + 1) * numbers.len()).unwrap_or_default();
            for (left, right) in others.iter().zip(numbers) {
                sum += (left - right).abs().min(1.0);
                if sum >= least {
                    break;
                }
            }
            least = least.min(sum);
        }
        least / columns
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.len().is_multiple_of(2), values.get(middle)) {
        (true, Some(upper)) => (values.get(middle.wrapping_sub(1)).unwrap_or(upper) + upper) / 2.0,
        (_, middle) => middle.copied().unwrap_or(0.0),
    }
}
