//! Alerts, as profile reports give them: what about the columns of a table a reader should know before anything is
//! learned from it. The bounds for correlation, skewness, cardinality and imbalance are those of ydata-profiling; those for
//! zeros and missing cells are this project's own.

use serde::{Deserialize, Serialize};

use super::cells::{codes, present};
use super::correlation::{Matrix, Method};
use super::scope::Scope;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, MISSING, Table, Values};
use crate::engine::decimal::grouped;
use crate::engine::random::mix;
use crate::engine::statistics::Moments;
use crate::engine::text::number;

/// A pair of columns with a measure from this one on says nearly the same.
pub const CORRELATED: f64 = 0.9;

/// A column with a skewness beyond this, on either side, is skewed.
pub const SKEWED: f64 = 20.0;

/// A column of names with an imbalance above this one is imbalanced: 1 less the entropy of the names over the largest
/// that as many names can have.
pub const IMBALANCED: f64 = 0.5;

/// A column of numbers with a greater share of zeros has many.
pub const ZEROS: f64 = 0.25;

/// A column of more names has a high cardinality.
pub const CARDINALITY: u64 = 50;

/// A column with a greater share of empty cells is worth a word.
pub const MISSING_SHARE: f64 = 0.05;

/// Pairs with names are measured for columns of up to this many names.
const MAX_NAMES: usize = 50;

/// The most rows that correlations are measured on; of more, so many evenly spread ones.
const MAX_ROWS: usize = 100_000;

/// A column with fewer values is not measured against others: two points always lie on a line.
const MIN_VALUES: usize = 20;

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concern {
    /// No cell has a value.
    Empty,
    /// All values are the same.
    Constant,
    /// Two columns say nearly the same.
    Correlated,
    /// A long tail on one side.
    Skewed,
    /// Nearly all rows have one name.
    Imbalanced,
    /// Many zeros.
    Zeros,
    /// Many names.
    Cardinality,
    /// Empty cells.
    Missing,
    /// Rows that repeat others.
    Duplicates,
}

impl Concern {
    /// As a reader sees it: declared words.
    pub fn name(self) -> &'static str {
        match self {
            Concern::Empty => words!("Empty"),
            Concern::Constant => words!("Constant"),
            Concern::Correlated => words!("Highly correlated"),
            Concern::Skewed => words!("Skewed"),
            Concern::Imbalanced => words!("Imbalanced"),
            Concern::Zeros => words!("Many zeros"),
            Concern::Cardinality => words!("High cardinality"),
            Concern::Missing => words!("Missing"),
            Concern::Duplicates => words!("Duplicate rows"),
        }
    }
}

/// Something that a reader should know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// What it is about.
    pub concern: Concern,
    /// The columns; none where it is about whole rows.
    pub columns: Vec<String>,
    /// The figure.
    pub figure: f64,
    /// The bound that it is beyond.
    pub threshold: f64,
    /// What was found, in a sentence.
    pub sentence: Text,
}

/// The alerts of a table at some rows, in the order of [`Concern`].
pub fn alerts(table: &Table, rows: &[u32], scope: Scope) -> Vec<Alert> {
    let mut found = Vec::new();
    for column in scope.columns(table) {
        of_column(column, rows, &mut found);
    }
    correlated(table, rows, scope, &mut found);
    duplicates(table, rows, scope, &mut found);
    found.sort_by_key(|alert| alert.concern);
    found
}

fn of_column(column: &Column, rows: &[u32], found: &mut Vec<Alert>) {
    if rows.is_empty() {
        return;
    }
    let name = column.field.name.as_str();
    let mut push = |concern, figure, threshold, sentence| {
        found.push(Alert { concern, columns: vec![name.to_owned()], figure, threshold, sentence });
    };
    let all = rows.len() as f64;
    let counts = codes(column, rows).map(|(codes, names)| {
        let mut counts = vec![0_u64; names.len()];
        codes.iter().filter(|&&code| code != MISSING).for_each(|&code| counts[code as usize] += 1);
        counts.retain(|&count| count > 0);
        counts
    });
    let present = present(column, rows);
    let count = counts.as_ref().map_or(present.len() as u64, |counts| counts.iter().sum()) as f64;
    if count == 0.0 {
        let cells = rows.len() as u64;
        let sentence = text!(
            "{name} has no values: all {count} cell are empty."
                | "{name} has no values: all {count} cells are empty." % cells,
            name,
            count = number(grouped(cells))
        );
        return push(Concern::Empty, 0.0, 0.0, sentence);
    }
    let missing = 1.0 - count / all;
    if missing > MISSING_SHARE {
        let cells = number(grouped((all - count) as u64));
        let share = number(text::percent(missing));
        let sentence = text!("{name} is empty in {cells} rows ({share}).", name, cells, share);
        push(Concern::Missing, missing, MISSING_SHARE, sentence);
    }
    let is_constant = match &counts {
        Some(counts) => counts.len() == 1,
        None => present.iter().all(|value| Some(value) == present.first()),
    };
    if is_constant && rows.len() > 1 {
        let rows = count as u64;
        let sentence = text!(
            "{name} is the same in all {count} row that have a value."
                | "{name} is the same in all {count} rows that have a value." % rows,
            name,
            count = number(grouped(rows))
        );
        return push(Concern::Constant, 1.0, 1.0, sentence);
    }
    if let Some(counts) = counts {
        let distinct = counts.len() as u64;
        if distinct > CARDINALITY && column.field.role != Role::Id {
            let sentence = text!("{name} has {count} names.", name, count = number(grouped(distinct)));
            push(Concern::Cardinality, distinct as f64, CARDINALITY as f64, sentence);
        }
        let imbalance = imbalance(&counts);
        if imbalance > IMBALANCED {
            let top = counts.iter().max().copied().unwrap_or(0) as f64 / count;
            let sentence = text!(
                "{name} is imbalanced: one of its {count} name has {share} of the rows."
                    | "{name} is imbalanced: one of its {count} names has {share} of the rows." % distinct,
                name,
                count = number(grouped(distinct)),
                share = number(text::percent(top))
            );
            push(Concern::Imbalanced, imbalance, IMBALANCED, sentence);
        }
    }
    let is_measure = matches!(column.values, Values::Numbers(_))
        && column.field.kind != Type::Flag
        && column.field.role != Role::Id;
    if is_measure {
        let skewness = Moments::of(&present).skewness.unwrap_or(0.0);
        if skewness.abs() > SKEWED {
            let figure = number(text::significant(skewness, 3));
            let sentence = if skewness > 0.0 {
                text!("{name} is skewed ({figure}): few values are very great.", name, figure)
            } else {
                text!("{name} is skewed ({figure}): few values are very small.", name, figure)
            };
            push(Concern::Skewed, skewness, SKEWED, sentence);
        }
        let zeros = present.iter().filter(|value| **value == 0.0).count() as f64 / count;
        if zeros > ZEROS {
            let share = number(text::percent(zeros));
            let sentence = text!("{name} is zero in {share} of its cells.", name, share);
            push(Concern::Zeros, zeros, ZEROS, sentence);
        }
    }
}

/// 1 less the entropy of counts over the largest possible: 0 where all are equal, near 1 where one has all.
pub fn imbalance(counts: &[u64]) -> f64 {
    let all = counts.iter().sum::<u64>() as f64;
    if counts.len() < 2 || all == 0.0 {
        return 0.0;
    }
    let part = |&count: &u64| {
        let share = count as f64 / all;
        if share > 0.0 { -share * libm::log2(share) } else { 0.0 }
    };
    1.0 - counts.iter().map(part).sum::<f64>() / libm::log2(counts.len() as f64)
}

fn correlated(table: &Table, rows: &[u32], scope: Scope, found: &mut Vec<Alert>) {
    let step = rows.len().div_ceil(MAX_ROWS).max(1);
    let sample: Vec<u32> = rows.iter().copied().step_by(step).collect();
    let is_short = |column: &Column| match &column.values {
        Values::Numbers(_) => present(column, &sample).len() >= MIN_VALUES,
        Values::Categories(categories) => {
            categories.names.len() <= MAX_NAMES && column.field.kind != Type::Text
        }
        Values::Timestamps(_) => false,
    };
    let columns: Vec<&Column> = scope
        .columns(table)
        .filter(|column| !matches!(column.field.role, Role::Id | Role::Truth) && is_short(column))
        .collect();
    let matrix = Matrix::new(&columns, &sample, Method::Association);
    for (i, (row, name)) in matrix.values.iter().zip(&matrix.names).enumerate() {
        for (value, other) in row.iter().zip(&matrix.names).skip(i + 1) {
            let Some(value) = value.filter(|value| value.abs() >= CORRELATED) else { continue };
            found.push(Alert {
                concern: Concern::Correlated,
                columns: vec![name.clone(), other.clone()],
                figure: value,
                threshold: CORRELATED,
                sentence: text!(
                    "{name} and {other} say nearly the same ({figure}).",
                    name,
                    other,
                    figure = number(text::significant(value, 3))
                ),
            });
        }
    }
}

/// Rows that are equal to one before in all columns but those that number the rows.
fn duplicates(table: &Table, rows: &[u32], scope: Scope, found: &mut Vec<Alert>) {
    let mut hashes = vec![[0_u64, u64::MAX]; rows.len()];
    let mut columns = 0;
    for column in scope.columns(table) {
        let mut fold = |of: &dyn Fn(u32) -> u64| {
            columns += 1;
            for (hash, &row) in hashes.iter_mut().zip(rows) {
                let value = of(row);
                *hash = [mix(hash[0] ^ value), mix(hash[1].wrapping_add(value).rotate_left(17))];
            }
        };
        match &column.values {
            Values::Numbers(_) if column.field.role == Role::Id => {}
            Values::Numbers(_) | Values::Timestamps(_) => {
                // Both zeros are the same, and so is everything that is not a number.
                fold(&|row| match column.number(row as usize) {
                    value if !value.is_nan() => (value + 0.0).to_bits(),
                    _ => u64::MAX,
                });
            }
            Values::Categories(categories) => {
                fold(&|row| categories.code(row as usize).into());
            }
        }
    }
    if columns == 0 {
        return;
    }
    hashes.sort_unstable();
    let repeated = hashes.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64;
    if repeated > 0 {
        let share = repeated as f64 / rows.len() as f64;
        found.push(Alert {
            concern: Concern::Duplicates,
            columns: Vec::new(),
            figure: repeated as f64,
            threshold: 0.0,
            sentence: text!(
                "{count} row ({share}) repeat one before in all columns but those that number the rows."
                    | "{count} rows ({share}) repeat one before in all columns but those that number the rows."
                    % repeated,
                count = number(grouped(repeated)),
                share = number(text::percent(share))
            ),
        });
    }
}
