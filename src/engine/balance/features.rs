//! Which columns are features, what their cells are, and which class each row is of.
//!
//! Ids, text, timestamps, derived columns and whatever else reveals the truth are not features, by their roles. Nor are
//! features by their role that follow from another column ([`DEPENDENT`]).

use super::choices::choices;
use super::draft::Cell;
use super::follow::DEPENDENT;
use super::options::Options;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{
    Categories, Column, ColumnId, Dictionary, Field, MISSING, Numbers, Table, Values,
};
use crate::engine::decimal::grouped;
use crate::engine::issues::Class;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

choices! {
    /// What is done about missing values of features.
    Missing {
        Refuse: "refuse", words!("Refuse"), words!("Nothing is balanced, and the columns are named.");
        Drop: "drop", words!("Drop the rows"), words!("Their rows are left out of the training part.");
        Fill: "fill", words!("Fill in"),
            words!("The median, or the most frequent category, stands in for them in distances and synthetic rows; real rows stay as they are.");
    }
}

/// A target has at most as many classes.
pub const MAX_CLASSES: usize = 50;

/// The class of a row whose target is empty.
pub const NO_CLASS: &str = "(none)";

/// The classes of a table's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The place of the target among the columns.
    pub column: usize,
    /// The names, in rising order: of numbers by value, of text by its letters.
    pub names: Vec<String>,
    /// The target's cell, by class.
    pub cells: Vec<Cell>,
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
                text!("use data with a column of few values, such as a label")
            } else {
                text!("the columns that can be one are {names}", names = candidates.join(", "))
            };
            Problem::new("target", text!("there is no column '{name}'", name = target), hint)
        })?;
        let column = &table.columns()[place];
        let refuse = |reason: Text| {
            let hint = text!("choose a column of few values, such as a label or a level");
            Problem::new("target", reason, hint)
        };
        // Each different value is looked at once, not each row.
        let (codes, mut keys): (Vec<u32>, Vec<Key>) = match &column.values {
            Values::Numbers(numbers) => {
                let distinct = distinct(numbers);
                let codes = numbers.iter().map(|number| {
                    let place = distinct.binary_search_by(|known| known.total_cmp(&number));
                    place.map_or(distinct.len() as u32, |place| place as u32)
                });
                (codes.collect(), distinct.iter().copied().map(Key::number).collect())
            }
            Values::Categories(categories) => {
                let names = categories.names.to_vec();
                let empty = names.len() as u32;
                let codes = categories.codes().map(|code| code.min(empty));
                (codes.collect(), names.into_iter().map(Key::Name).collect())
            }
            Values::Timestamps(_) => {
                return Err(refuse(text!("'{name}' holds timestamps, not classes", name = target)));
            }
        };
        keys.push(Key::Empty);
        let mut counts = vec![0_u64; keys.len()];
        for &code in &codes {
            counts.iter_mut().skip(code as usize).take(1).for_each(|count| *count += 1);
        }
        let present = keys.iter().zip(&counts).filter(|(_, count)| **count > 0);
        let mut distinct: Vec<Key> = present.map(|(key, _)| key.clone()).collect();
        distinct.sort();
        distinct.dedup();
        if distinct.len() > MAX_CLASSES {
            return Err(refuse(text!(
                "'{name}' has {count} different values; a target has at most {most}",
                name = target,
                count = number(grouped(distinct.len() as u64)),
                most = MAX_CLASSES
            )));
        }
        // An attack type is empty where there is no attack; a label that is empty is a label that nobody knows.
        let empty = counts.last().copied().unwrap_or_default();
        if empty > 0 && column.field.role != Role::Truth {
            let reason =
                text!("'{name}' is empty in {count} rows", name = target, count = number(grouped(empty)));
            return Err(Problem::new("target", reason, text!("fill these cells, or take the rows out")));
        }
        let is_label = column.is(ColumnId::IsAnomaly);
        let texts: Vec<String> = distinct.iter().map(Key::text).collect();
        let cell = |(key, text): (&Key, &String)| match (&column.values, key) {
            (Values::Categories(categories), _) => Cell::Code(categories.names.find(text).unwrap_or(MISSING)),
            (_, Key::Number(number, _)) => Cell::Number(Key::value(*number)),
            _ => Cell::Number(f64::NAN),
        };
        let cells = distinct.iter().zip(&texts).map(cell).collect();
        let names = texts.iter().map(|text| match text.as_str() {
            "0" if is_label => Class::Normal.name().to_owned(),
            "1" if is_label => Class::Anomalous.name().to_owned(),
            "" => NO_CLASS.to_owned(),
            other => other.to_owned(),
        });
        let classes: Vec<u32> =
            keys.iter().map(|key| distinct.binary_search(key).unwrap_or_default() as u32).collect();
        let class = |code: u32| classes.get(code as usize).copied().unwrap_or_default();
        let codes = codes.into_iter().map(class).collect();
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

    /// The number of such bits.
    fn value(ordered: u64) -> f64 {
        f64::from_bits(if ordered >> 63 == 1 { ordered & !(1 << 63) } else { !ordered })
    }

    fn text(&self) -> String {
        match self {
            Key::Empty => String::new(),
            Key::Number(_, text) | Key::Name(text) => text.clone(),
        }
    }
}

/// How a column is a feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Feature {
    Numeric,
    Categorical,
}

impl Feature {
    /// How a column of this name, type and role is one, where some columns hold codes and others are left out; none
    /// where it is not.
    fn of(name: &str, kind: Type, role: Role, codes: &[String], ignored: &[String]) -> Option<Self> {
        let is_among = |names: &[String]| names.iter().any(|other| other == name);
        if role != Role::Feature || is_among(ignored) {
            return None;
        }
        match kind {
            Type::Text | Type::DateTime => None,
            Type::Category | Type::Flag => Some(Feature::Categorical),
            Type::Integer | Type::Decimal if is_among(codes) => Some(Feature::Categorical),
            Type::Integer | Type::Decimal => Some(Feature::Numeric),
        }
    }
}

/// How many columns of these names, types and roles are numeric and how many categorical features, as far as can be told
/// without their cells.
pub fn feature_counts<'a>(
    columns: impl IntoIterator<Item = (&'a str, Type, Role)>,
    options: &Options,
) -> (usize, usize) {
    let (mut numeric, mut categorical) = (0, 0);
    for (name, kind, role) in columns {
        let is_dependent = ColumnId::find(name).is_some_and(|id| DEPENDENT.contains(&id));
        if name == options.target || is_dependent {
            continue;
        }
        match Feature::of(name, kind, role, &options.categorical, &options.ignored) {
            Some(Feature::Numeric) => numeric += 1,
            Some(Feature::Categorical) => categorical += 1,
            None => {}
        }
    }
    (numeric, categorical)
}

/// The features of some rows: numeric and categorical ones apart, each column by these rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// The rows.
    pub rows: Vec<u32>,
    /// The places of the numeric columns.
    pub numeric: Vec<usize>,
    /// The places of the categorical columns.
    pub categorical: Vec<usize>,
    /// By numeric column, by row.
    pub numbers: Vec<Vec<f64>>,
    /// By categorical column, by row.
    pub codes: Vec<Vec<u32>>,
    /// Rows that were left out, and cells that were filled.
    pub left_out: u64,
    /// Cells that were filled.
    pub filled: u64,
}

/// What is asked of the features.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<'a> {
    /// Columns that may be features.
    pub among: &'a [usize],
    /// The place of the target.
    pub target: usize,
    /// Numeric columns that hold codes: of ports, of protocols.
    pub categorical: &'a [String],
    /// Columns that are not features.
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
            let reason = text!("there is no column '{name}'", name);
            return Err(Problem::new(path, reason, text!("name columns as the header of the data does")));
        }
    }
    let (mut numeric, mut categorical) = (Vec::new(), Vec::new());
    for &place in choice.among {
        let Some(column) = table.columns().get(place) else { continue };
        let Field { name, kind, role, id, .. } = &*column.field;
        let is_dependent = id.is_some_and(|id| DEPENDENT.contains(&id));
        if place == choice.target || is_dependent {
            continue;
        }
        match Feature::of(name, *kind, *role, choice.categorical, choice.ignored) {
            Some(Feature::Numeric) => numeric.push(place),
            Some(Feature::Categorical) => categorical.push(place),
            None => {}
        }
    }
    // A column without a single value says nothing about anything.
    numeric.retain(|&place| numbers(table, place, rows).iter().any(|value| !value.is_nan()));
    categorical.retain(|&place| codes(table, place, rows).iter().any(|&code| code != MISSING));
    if numeric.is_empty() && categorical.is_empty() {
        let hint = text!(
            "use data with numeric or categorical columns beside the target; ids, text, timestamps and derived columns are not features"
        );
        return Err(Problem::new("", text!("no column is a feature"), hint));
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
    let column = table.columns().get(place);
    rows.iter().map(|&row| column.map_or(f64::NAN, |column| column.number(row as usize))).collect()
}

/// Codes of categories; of numeric codes, their places among the different ones of the whole table.
fn codes(table: &Table, place: usize, rows: &[u32]) -> Vec<u32> {
    match table.columns().get(place).map(|column| &column.values) {
        Some(Values::Categories(categories)) => {
            let Some(order) = occurring(categories) else {
                return rows.iter().map(|&row| categories.code(row as usize)).collect();
            };
            let mut codes = vec![MISSING; categories.names.len()];
            for (place, &code) in (0_u32..).zip(&order) {
                codes[code as usize] = place;
            }
            let code = |&row: &u32| codes.get(categories.code(row as usize) as usize).copied();
            rows.iter().map(|row| code(row).unwrap_or(MISSING)).collect()
        }
        Some(Values::Numbers(numbers)) => {
            let distinct = distinct(numbers);
            // Not a number is not among the different ones.
            let code = |number: f64| {
                distinct
                    .binary_search_by(|known| known.total_cmp(&number))
                    .map_or(MISSING, |code| code as u32)
            };
            rows.iter().map(|&row| code(numbers.get(row as usize))).collect()
        }
        _ => vec![MISSING; rows.len()],
    }
}

fn distinct(numbers: &Numbers) -> Vec<f64> {
    let mut distinct: Vec<f64> = numbers.iter().filter(|number| !number.is_nan()).collect();
    distinct.sort_unstable_by(f64::total_cmp);
    distinct.dedup_by(|a, b| a.total_cmp(b).is_eq());
    distinct
}

/// Of numbered names, of which few may occur, the codes that do, in the order of the rows; none of a list.
fn occurring(categories: &Categories) -> Option<Vec<u32>> {
    if !matches!(*categories.names, Dictionary::Numbered(_)) {
        return None;
    }
    let mut seen = vec![false; categories.names.len()];
    let is_new = |code: &u32| seen.get_mut(*code as usize).is_some_and(|seen| !std::mem::replace(seen, true));
    Some(categories.codes().filter(is_new).collect())
}

/// What the codes of a categorical feature stand for.
#[derive(Clone, Debug)]
pub enum Coded {
    /// Numbers, where the column is numeric.
    Numbers(Vec<f64>),
    /// Codes of the column.
    Codes(Vec<u32>),
    /// The same codes of the column.
    Same,
}

impl Coded {
    /// The codes of the column at a place.
    pub fn of(table: &Table, place: usize) -> Self {
        match table.columns().get(place).map(|column| &column.values) {
            Some(Values::Numbers(numbers)) => Coded::Numbers(distinct(numbers)),
            Some(Values::Categories(categories)) => occurring(categories).map_or(Coded::Same, Coded::Codes),
            _ => Coded::Same,
        }
    }

    /// The cell of a code.
    pub fn cell(&self, code: u32) -> Cell {
        match self {
            Coded::Numbers(numbers) => Cell::Number(numbers.get(code as usize).copied().unwrap_or(f64::NAN)),
            Coded::Codes(codes) => Cell::Code(codes.get(code as usize).copied().unwrap_or(MISSING)),
            Coded::Same => Cell::Code(code),
        }
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
                let reason = text!("values are missing in {columns}", columns = columns.join(", "));
                let hint = text!(
                    "fill them (with the median or the most frequent category), drop their rows from the training part, or leave these columns out"
                );
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
