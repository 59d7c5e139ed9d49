//! Which columns are features, what their cells are, and which class each row is of.
//!
//! Ids, text, moments, derived columns and whatever else knows the truth are no features: roles say so. What is a
//! feature by its role and follows from another column ([`DEPENDENT`]) is none either.

use super::follow::DEPENDENT;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::decimal::grouped;
use crate::engine::issues::Class;
use crate::engine::problem::Problem;
use crate::engine::table::{Column, MISSING, Table, Values};

/// What is done about missing values of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nothing is balanced.
    Refuse,
    /// Rows with one are left out of the training part.
    Drop,
    /// The median, or the most frequent name, of the training part stands in for it in distances and in new rows. Real
    /// rows keep their empty cell.
    Fill,
}

/// A target has at most as many classes.
pub const MOST_CLASSES: usize = 50;

/// The class of a row whose target is empty.
pub const NO_CLASS: &str = "(none)";

/// The classes of a table's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The place of the target among the columns.
    pub column: usize,
    /// The names, in rising order: of numbers by value, of text by its letters.
    pub names: Vec<String>,
    /// The text of the target's cell, by class.
    pub cells: Vec<String>,
    /// The class of each row.
    pub codes: Vec<u32>,
}

impl Classes {
    /// The classes by the column of this name.
    ///
    /// # Errors
    /// There is no such column, or one that says no classes.
    pub fn of(table: &Table, target: &str) -> Result<Self, Problem> {
        let place = table.find(target).ok_or_else(|| {
            let candidates = targets(table);
            let hint = if candidates.is_empty() {
                "use data with a column of few values, such as a label".to_owned()
            } else {
                format!("the columns that can be one are {}", candidates.join(", "))
            };
            Problem::new("target", format!("there is no column '{target}'"), hint)
        })?;
        let column = &table.columns()[place];
        let refuse = |reason: String| {
            Problem::new("target", reason, "choose a column of few values, such as a label or a level")
        };
        let keys: Vec<Key> =
            match &column.values {
                Values::Numbers(numbers) => numbers.iter().map(|&number| Key::number(number)).collect(),
                Values::Categories(categories) => categories
                    .codes
                    .iter()
                    .map(|&code| {
                        if code == MISSING { Key::Empty } else { Key::Name(categories.name(code).to_owned()) }
                    })
                    .collect(),
                Values::Moments(_) => return Err(refuse(format!("'{target}' holds moments, no classes"))),
            };
        let mut distinct = keys.clone();
        distinct.sort();
        distinct.dedup();
        if distinct.len() > MOST_CLASSES {
            let count = grouped(distinct.len() as u64);
            return Err(refuse(format!(
                "'{target}' has {count} different values; a target has at most {MOST_CLASSES}"
            )));
        }
        // An attack type is empty where there is no attack; a label that is empty is a label that nobody knows.
        let empty = keys.iter().filter(|key| **key == Key::Empty).count() as u64;
        if empty > 0 && column.field.role != Role::Truth {
            let reason = format!("'{target}' is empty in {} rows", grouped(empty));
            return Err(Problem::new("target", reason, "fill these cells, or take the rows out"));
        }
        let is_label = target == "Is Anomaly" && column.field.kind == Type::Flag;
        let cells: Vec<String> = distinct.iter().map(Key::text).collect();
        let names = cells.iter().map(|cell| match cell.as_str() {
            "0" if is_label => Class::Normal.name().to_owned(),
            "1" if is_label => Class::Anomalous.name().to_owned(),
            "" => NO_CLASS.to_owned(),
            other => other.to_owned(),
        });
        let codes = keys.iter().map(|key| distinct.binary_search(key).unwrap_or_default() as u32).collect();
        Ok(Classes { column: place, names: names.collect(), cells, codes })
    }
}

/// The names of the columns that can be a target: labels first, then what says more about the truth, then categories; of
/// each the last first.
pub fn targets(table: &Table) -> Vec<&str> {
    let candidate = |column: &&Column| {
        column.field.role != Role::Id
            && matches!(column.field.kind, Type::Category | Type::Flag)
            && Classes::of(table, &column.field.name).is_ok_and(|classes| classes.names.len() > 1)
    };
    let mut columns: Vec<&Column> = table.columns().iter().filter(candidate).collect();
    // Where nothing says what the label is, it usually stands last.
    columns.reverse();
    columns.sort_by_key(|column| match column.field.role {
        Role::Target => 0,
        Role::Truth => 1,
        Role::Derived => 2,
        _ => 3,
    });
    columns.into_iter().map(|column| column.field.name.as_str()).collect()
}

/// A value of a target, ordered as classes are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Empty,
    /// A number: bits in the order of its value, and its text.
    Number(u64, String),
    Name(String),
}

impl Key {
    fn number(number: f64) -> Self {
        if number.is_nan() {
            return Key::Empty;
        }
        let bits = number.to_bits();
        let ordered = if number.is_sign_negative() { !bits } else { bits | 1 << 63 };
        Key::Number(ordered, crate::engine::decimal::text(number))
    }

    fn text(&self) -> String {
        match self {
            Key::Empty => String::new(),
            Key::Number(_, text) | Key::Name(text) => text.clone(),
        }
    }
}

/// The features of some rows: numbers and names apart, each column by these rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// The rows.
    pub rows: Vec<u32>,
    /// The places of the columns of numbers.
    pub numeric: Vec<usize>,
    /// The places of the columns of names.
    pub categorical: Vec<usize>,
    /// By column of numbers, by row.
    pub numbers: Vec<Vec<f64>>,
    /// By column of names, by row.
    pub codes: Vec<Vec<u32>>,
    /// Rows that were left out, and cells that were filled.
    pub left_out: u64,
    /// Cells in whose place another value stands.
    pub filled: u64,
}

/// What is asked of the features.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<'a> {
    /// Columns that may be features.
    pub among: &'a [usize],
    /// The place of the target.
    pub target: usize,
    /// Numbers that are names: codes of ports, of protocols.
    pub categorical: &'a [String],
    /// Columns that are none.
    pub ignored: &'a [String],
    /// What is done about missing values.
    pub missing: Missing,
}

/// The features of some rows of a table.
///
/// # Errors
/// A column that is named is not there, there is no feature, or values are missing and this is refused.
pub fn features(table: &Table, rows: &[u32], choice: &Choice) -> Result<Features, Problem> {
    for (path, names) in [("categorical", choice.categorical), ("ignored", choice.ignored)] {
        if let Some(name) = names.iter().find(|name| table.find(name).is_none()) {
            let reason = format!("there is no column '{name}'");
            return Err(Problem::new(path, reason, "name columns as the header of the data does"));
        }
    }
    let (mut numeric, mut categorical) = (Vec::new(), Vec::new());
    for &place in choice.among {
        let Some(column) = table.columns().get(place) else { continue };
        let name = &column.field.name;
        let is_none = place == choice.target
            || column.field.role != Role::Feature
            || choice.ignored.contains(name)
            || DEPENDENT.contains(&name.as_str());
        match column.field.kind {
            _ if is_none => {}
            Type::Text | Type::DateTime => {}
            Type::Category | Type::Flag => categorical.push(place),
            Type::Integer | Type::Decimal if choice.categorical.contains(name) => categorical.push(place),
            Type::Integer | Type::Decimal => numeric.push(place),
        }
    }
    // A column without a single value says nothing about anything.
    numeric.retain(|&place| numbers(table, place, rows).iter().any(|value| !value.is_nan()));
    categorical.retain(|&place| codes(table, place, rows).iter().any(|&code| code != MISSING));
    if numeric.is_empty() && categorical.is_empty() {
        let hint = "use data with columns of numbers or categories beside the target; ids, text, moments and derived columns are no features";
        return Err(Problem::new("", "no column is a feature", hint));
    }
    let mut features = Features {
        rows: rows.to_vec(),
        numbers: numeric.iter().map(|&place| numbers(table, place, rows)).collect(),
        codes: categorical.iter().map(|&place| codes(table, place, rows)).collect(),
        numeric,
        categorical,
        left_out: 0,
        filled: 0,
    };
    features.settle_missing(table, choice.missing)?;
    Ok(features)
}

fn numbers(table: &Table, place: usize, rows: &[u32]) -> Vec<f64> {
    match table.columns().get(place).map(|column| &column.values) {
        Some(Values::Numbers(numbers)) => {
            rows.iter().map(|&row| numbers.get(row as usize).copied().unwrap_or(f64::NAN)).collect()
        }
        _ => vec![f64::NAN; rows.len()],
    }
}

/// Codes of names; of numbers that are names, their places among the different ones of the whole table.
fn codes(table: &Table, place: usize, rows: &[u32]) -> Vec<u32> {
    match table.columns().get(place).map(|column| &column.values) {
        Some(Values::Categories(categories)) => {
            rows.iter().map(|&row| categories.codes.get(row as usize).copied().unwrap_or(MISSING)).collect()
        }
        Some(Values::Numbers(numbers)) => {
            let distinct = distinct(numbers);
            let code = |number: f64| {
                distinct
                    .binary_search_by(|known| known.total_cmp(&number))
                    .map_or(MISSING, |code| code as u32)
            };
            rows.iter()
                .map(|&row| numbers.get(row as usize).map_or(MISSING, |&number| code(number)))
                .collect()
        }
        _ => vec![MISSING; rows.len()],
    }
}

fn distinct(numbers: &[f64]) -> Vec<f64> {
    let mut distinct: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    distinct
}

/// The text of each code of a column of names.
pub fn code_texts(table: &Table, place: usize) -> Vec<String> {
    match table.columns().get(place).map(|column| &column.values) {
        Some(Values::Categories(categories)) => categories.names.clone(),
        Some(Values::Numbers(numbers)) => {
            distinct(numbers).into_iter().map(crate::engine::decimal::text).collect()
        }
        _ => Vec::new(),
    }
}

impl Features {
    fn settle_missing(&mut self, table: &Table, policy: Missing) -> Result<(), Problem> {
        let count = |missing: usize, place: usize| {
            let name = table.columns().get(place).map_or("", |column| column.field.name.as_str());
            (missing > 0).then(|| (missing as u64, name.to_owned()))
        };
        let of_numbers = self.numeric.iter().zip(&self.numbers).filter_map(|(&place, values)| {
            count(values.iter().filter(|value| value.is_nan()).count(), place)
        });
        let of_names = self.categorical.iter().zip(&self.codes).filter_map(|(&place, codes)| {
            count(codes.iter().filter(|&&code| code == MISSING).count(), place)
        });
        let missing: Vec<(u64, String)> = of_numbers.chain(of_names).collect();
        if missing.is_empty() {
            return Ok(());
        }
        match policy {
            Missing::Refuse => {
                let columns: Vec<String> =
                    missing.iter().map(|(count, name)| format!("{name} ({})", grouped(*count))).collect();
                let reason = format!("values are missing in {}", columns.join(", "));
                let hint = "fill them (the median, or the most frequent name, stands in for them), drop their rows from the training part, or ignore these columns";
                Err(Problem::new("missing", reason, hint))
            }
            Missing::Drop => {
                let complete: Vec<usize> = (0..self.rows.len())
                    .filter(|&row| {
                        self.numbers.iter().all(|column| column.get(row).is_some_and(|value| !value.is_nan()))
                            && self
                                .codes
                                .iter()
                                .all(|column| column.get(row).is_some_and(|&code| code != MISSING))
                    })
                    .collect();
                self.left_out = (self.rows.len() - complete.len()) as u64;
                self.rows = kept(&self.rows, &complete);
                self.numbers.iter_mut().for_each(|column| *column = kept(column, &complete));
                self.codes.iter_mut().for_each(|column| *column = kept(column, &complete));
                Ok(())
            }
            Missing::Fill => {
                for column in &mut self.numbers {
                    let median = median(column);
                    for value in column.iter_mut().filter(|value| value.is_nan()) {
                        (*value, self.filled) = (median, self.filled + 1);
                    }
                }
                for column in &mut self.codes {
                    let mode = mode(column);
                    for code in column.iter_mut().filter(|code| **code == MISSING) {
                        (*code, self.filled) = (mode, self.filled + 1);
                    }
                }
                Ok(())
            }
        }
    }
}

fn kept<T: Copy>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().filter_map(|&row| values.get(row).copied()).collect()
}

/// The lower median, which is a value of the column.
fn median(values: &[f64]) -> f64 {
    let mut present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    present.sort_by(f64::total_cmp);
    present.get(present.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}

/// The most frequent code; of several the first.
fn mode(codes: &[u32]) -> u32 {
    let mut counts = std::collections::BTreeMap::new();
    codes.iter().filter(|&&code| code != MISSING).for_each(|&code| *counts.entry(code).or_insert(0_u64) += 1);
    counts
        .into_iter()
        .max_by_key(|&(code, count)| (count, std::cmp::Reverse(code)))
        .map_or(0, |(code, _)| code)
}
