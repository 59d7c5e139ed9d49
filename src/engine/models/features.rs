//! What anyone would learn from: the feature columns as they are, and what lies at hand in them, such as the hour of
//! a timestamp, the time between two timestamps, and whether two columns of the same names agree. Identifiers, derived
//! columns and the label are never among them, nor is a column that the files do not have.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::engine::dataset::{Categories, Column, MISSING, Table, Values};
use crate::engine::text::Text;

const HOUR: f64 = 3_600.0;
const DAY: f64 = 24.0 * HOUR;

/// One thing to learn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// The name: the column's, or what is made of it.
    pub name: Text,
    /// The columns of the table that it is made of.
    pub columns: Vec<usize>,
    /// How it is made of them.
    pub source: Source,
}

/// How a feature is made of its columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A number as it is.
    Number,
    /// A timestamp as it is: of use to a threshold, but nothing that a model should learn by heart.
    Timestamp,
    /// The hour of the day of a timestamp, with decimals.
    Hour,
    /// The day of the week of a timestamp, 0 for Monday.
    Weekday,
    /// The hours from one timestamp to another.
    Delay,
    /// Whether the cell is empty.
    Empty,
    /// A category as it is.
    Category,
    /// Whether two categories with the same names agree.
    Agreement,
}

/// The values of a feature.
#[derive(Debug)]
pub enum Data<'a> {
    /// Numbers, not a number where there is none.
    Numbers(Cow<'a, [f64]>),
    /// Categories.
    Categories(&'a Categories),
}

/// The features of a table, column by column.
pub fn features(table: &Table) -> Vec<Feature> {
    let mut features = Vec::new();
    let feature = |name: Text, columns: &[usize], source| Feature { name, columns: columns.into(), source };
    let mut last_timestamp: Option<(usize, &str)> = None;
    let is_shown = |column: &Column| column.is_feature() && column.field.in_files;
    for (index, column) in table.columns().iter().enumerate().filter(|(_, column)| is_shown(column)) {
        let name = column.field.name.as_str();
        let own = [index];
        match &column.values {
            Values::Numbers(_) => features.push(feature(name.into(), &own, Source::Number)),
            Values::Timestamps(_) => {
                features.push(feature(name.into(), &own, Source::Timestamp));
                features.push(feature(text!("{name}, hour of the day", name), &own, Source::Hour));
                features.push(feature(text!("{name}, day of the week", name), &own, Source::Weekday));
                if let Some((earlier, earlier_name)) = last_timestamp.replace((index, name)) {
                    let name = text!("{earlier} to {name}, hours", earlier = earlier_name, name);
                    features.push(feature(name, &[earlier, index], Source::Delay));
                }
            }
            Values::Categories(categories) => {
                features.push(feature(name.into(), &own, Source::Category));
                let before = table.columns().iter().enumerate().take(index);
                for (other, column) in before.filter(|(_, column)| is_shown(column)) {
                    if matches!(&column.values, Values::Categories(same) if same.names.is_part_of(&categories.names) || categories.names.is_part_of(&same.names))
                    {
                        let name = text!("{other} equals {name}", other = &column.field.name, name);
                        features.push(feature(name, &[other, index], Source::Agreement));
                    }
                }
            }
        }
        if empty(column).any(|empty| empty) {
            features.push(feature(text!("{name} is empty", name), &own, Source::Empty));
        }
    }
    features
}

impl Feature {
    /// The values of a table's rows.
    pub fn data<'a>(&self, table: &'a Table) -> Data<'a> {
        let mut columns = self.columns.iter().filter_map(|&index| table.columns().get(index));
        let (first, second) = (columns.next(), columns.next());
        let made = |make: fn(f64) -> f64| {
            let values = first.map(Column::numbers).unwrap_or_default();
            Data::Numbers(values.iter().map(|&value| make(value)).collect())
        };
        match self.source {
            Source::Number | Source::Timestamp => {
                Data::Numbers(first.map(Column::numbers).unwrap_or_default())
            }
            Source::Hour => made(|seconds| remainder(seconds, DAY) / HOUR),
            // 1970-01-01 was a Thursday.
            Source::Weekday => made(|seconds| remainder((seconds / DAY).floor() + 3.0, 7.0)),
            Source::Delay => {
                let [first, second] =
                    [first, second].map(|column| column.map(Column::numbers).unwrap_or_default());
                let hours = first.iter().zip(second.iter()).map(|(first, second)| (second - first) / HOUR);
                Data::Numbers(hours.collect())
            }
            Source::Empty => Data::Numbers(first.into_iter().flat_map(empty).map(flag).collect()),
            Source::Category => match first.map(|column| &column.values) {
                Some(Values::Categories(categories)) => Data::Categories(categories),
                _ => Data::Numbers(Cow::Borrowed(&[])),
            },
            Source::Agreement => match [first, second].map(|column| column.map(|column| &column.values)) {
                [Some(Values::Categories(first)), Some(Values::Categories(second))] => {
                    Data::Numbers(agreement(first, second).into())
                }
                _ => Data::Numbers(Cow::Borrowed(&[])),
            },
        }
    }
}

/// Whether two categories have the same name in each row.
fn agreement(first: &Categories, second: &Categories) -> Vec<f64> {
    let same = first.names.translate(&second.names);
    let agree = |(one, other): (u32, u32)| {
        if one == MISSING || other == MISSING {
            f64::NAN
        } else {
            flag(same.get(other as usize).copied().flatten() == Some(one))
        }
    };
    first.codes().zip(second.codes()).map(agree).collect()
}

/// What is left of a whole number over the multiples of another: exact, and many times as fast as the remainder of any two
/// numbers.
fn remainder(number: f64, of: f64) -> f64 {
    number - of * (number / of).floor()
}

fn flag(value: bool) -> f64 {
    f64::from(u8::from(value))
}

/// Whether each cell of a column is empty.
fn empty(column: &Column) -> impl Iterator<Item = bool> + '_ {
    (0..column.values.len()).map(|row| column.is_missing(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Role;
    use crate::engine::models::fixture::{self, categories, numbers, timestamps};

    fn values(table: &Table, name: &str) -> Vec<f64> {
        let features = features(table);
        let feature = features.iter().find(|feature| feature.name == name).unwrap();
        match feature.data(table) {
            Data::Numbers(values) => values.into_owned(),
            Data::Categories(_) => panic!("{name} is a category"),
        }
    }

    #[test]
    fn what_lies_at_hand_is_made() {
        let table = fixture::table(
            vec![
                numbers("x", Role::Feature, &[Some(1.0), None]),
                timestamps("from", &["2024-02-29 12:30:00", "1970-01-01 00:00:00"]),
                timestamps("to", &["2024-03-01 00:30:00", "1970-01-05 23:59:59"]),
                categories("home", &["a", "b"], &["a", "b"]),
                categories("ip", &["c", "b", "a"], &["a", "a"]),
                numbers("score", Role::Derived, &[Some(1.0), Some(2.0)]),
                numbers("key", Role::Id, &[Some(1.0), Some(2.0)]),
            ],
            &[false, true],
        );
        assert_eq!(values(&table, "from, hour of the day"), [12.5, 0.0]);
        assert_eq!(values(&table, "from, day of the week"), [3.0, 3.0]);
        assert_eq!(values(&table, "to, day of the week"), [4.0, 0.0]);
        assert_eq!(values(&table, "from to to, hours"), [12.0, 119.0 + 3_599.0 / 3_600.0]);
        assert_eq!(values(&table, "home equals ip"), [1.0, 0.0]);
        assert_eq!(values(&table, "x is empty"), [0.0, 1.0]);
        let features = features(&table);
        let named = |part: &str| features.iter().any(|feature| feature.name.contains(part));
        assert!(!named("score") && !named("key") && !named("label") && !named("home is empty"));
    }
}
