//! The cells of columns at some rows: numbers, and groups of rows by a category.

use super::chart::{Entry, Paint, Selection, Shape};
use crate::engine::Text;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, Dictionary, MISSING, Table, Values};
use crate::engine::issues::Class;
use crate::engine::level::Level;
use crate::engine::statistics::order::largest_first;
use std::sync::Arc;

/// The number or timestamp of each of the rows, not a number where the cell is empty. None of a column of names.
pub fn numbers(column: &Column, rows: &[u32]) -> Option<Vec<f64>> {
    let is_number = column.categories().is_none();
    is_number.then(|| rows.iter().map(|&row| column.number(row as usize)).collect())
}

/// The numbers or timestamps of the rows that have one.
pub fn present(column: &Column, rows: &[u32]) -> Vec<f64> {
    let mut values = numbers(column, rows).unwrap_or_default();
    values.retain(|value| value.is_finite());
    values
}

/// The code of each of the rows, and the names. Flags are names as well; none of other numbers.
pub fn codes(column: &Column, rows: &[u32]) -> Option<(Vec<u32>, Arc<Dictionary>)> {
    match &column.values {
        Values::Categories(categories) => {
            let codes = rows.iter().map(|&row| categories.code(row as usize));
            Some((codes.collect(), Arc::clone(&categories.names)))
        }
        Values::Numbers(values) if column.field.kind == Type::Flag => {
            let code = |&row: &u32| match values.get(row as usize) {
                value if value.is_finite() => u32::from(value != 0.0),
                _ => MISSING,
            };
            let names = if column.field.role == Role::Target {
                Class::ALL.map(|class| class.name().to_owned())
            } else {
                ["0", "1"].map(str::to_owned)
            };
            Some((rows.iter().map(code).collect(), Arc::new(Dictionary::List(names.into()))))
        }
        _ => None,
    }
}

/// Rows by the name that they have in a column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// The column.
    pub column: String,
    /// The group of each of the rows; [`MISSING`] where the cell is empty.
    pub of: Vec<u32>,
    /// The groups: levels by rank, flags as they are, other names by falling count. What finds no place is in the last.
    pub list: Vec<Group>,
    /// How many names share the last group; 0 where it is one name's own.
    pub others: usize,
}

/// Rows with one name, or with one of the names that found no place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// The name.
    pub name: Text,
    /// How many rows.
    pub count: u64,
    /// The color.
    pub paint: Paint,
    /// The rows as a filter.
    pub selection: Vec<Selection>,
}

impl Groups {
    /// All rows in one group without a name.
    pub fn one(rows: usize) -> Self {
        let group = Group { count: rows as u64, ..Group::default() };
        Groups { of: vec![0; rows], list: vec![group], ..Groups::default() }
    }

    /// The groups of a column, `most` at most. None of a column of numbers.
    pub fn new(column: &Column, rows: &[u32], most: usize) -> Option<Self> {
        let (mut of, names) = codes(column, rows)?;
        let mut counts = vec![0_u64; names.len()];
        for &code in &of {
            if let Some(count) = counts.get_mut(code as usize) {
                *count += 1;
            }
        }
        let ranks: Vec<Option<usize>> = names.iter().map(|name| level(&name)).collect();
        let is_level = !names.is_empty() && ranks.iter().all(Option::is_some);
        let is_flag = column.field.kind == Type::Flag;
        let is_label = is_flag && column.field.role == Role::Target;
        let order: Vec<usize> =
            (0..names.len()).filter(|&code| is_flag || is_level || counts[code] > 0).collect();
        let order = largest_first(order, |&code| match ranks[code] {
            Some(rank) if is_level => -(rank as f64),
            _ if is_flag => -(code as f64),
            _ => counts[code] as f64,
        });
        let own = if order.len() > most { most.saturating_sub(1) } else { order.len() };
        let others = order.len() - own;
        let mut list: Vec<Group> = Vec::new();
        let mut places = vec![MISSING; names.len()];
        for (place, &code) in order.iter().enumerate() {
            places[code] = place.min(own) as u32;
            if place < own {
                let paint = match ranks[code] {
                    Some(rank) if is_level => Paint::Level(rank as u8),
                    _ if is_label => [Paint::Normal, Paint::Anomalous][code.min(1)],
                    _ => Paint::Series(place as u8),
                };
                let name = names.name(code as u32).into_owned();
                let selection = select(column, std::slice::from_ref(&name), code);
                list.push(Group { name: name.into(), count: counts[code], paint, selection });
            }
        }
        if others > 0 {
            let rest: Vec<usize> = order.iter().skip(own).copied().collect();
            let all: Vec<String> = rest.iter().map(|&code| names.name(code as u32).into_owned()).collect();
            list.push(Group {
                name: text!("{count} other" | "{count} others" % others, count = others),
                count: rest.iter().map(|&code| counts[code]).sum(),
                paint: Paint::Quiet,
                selection: select(column, &all, 0),
            });
        }
        for code in &mut of {
            *code = places.get(*code as usize).copied().unwrap_or(MISSING);
        }
        Some(Groups { column: column.field.name.clone(), of, list, others })
    }

    /// The groups of an optional column: without one, all rows are one group.
    pub fn by(column: Option<&Column>, rows: &[u32], most: usize) -> Self {
        column.and_then(|column| Groups::new(column, rows, most)).unwrap_or_else(|| Groups::one(rows.len()))
    }

    /// Whether rows are told apart at all.
    pub fn is_split(&self) -> bool {
        !self.column.is_empty()
    }

    /// Whether the groups are the two classes.
    pub fn are_classes(&self) -> bool {
        let paints = self.list.iter().map(|group| group.paint);
        paints.eq([Paint::Normal, Paint::Anomalous])
    }

    /// The legend, with the shape of each group.
    pub fn legend(&self, shape: impl Fn(usize) -> Shape) -> Vec<Entry> {
        if !self.is_split() {
            return Vec::new();
        }
        let entry = |(place, group): (usize, &Group)| Entry {
            name: group.name.clone(),
            paint: group.paint,
            shape: shape(place),
            count: Some(group.count),
            selection: group.selection.clone(),
        };
        self.list.iter().enumerate().map(entry).collect()
    }

    /// The numbers of each group's rows that have one.
    pub fn split(&self, values: &[f64]) -> Vec<Vec<f64>> {
        let mut parts: Vec<Vec<f64>> =
            self.list.iter().map(|group| Vec::with_capacity(group.count as usize)).collect();
        for (&value, &group) in values.iter().zip(&self.of) {
            if let Some(part) = parts.get_mut(group as usize).filter(|_| value.is_finite()) {
                part.push(value);
            }
        }
        parts
    }
}

/// The rank of a level by its name.
pub fn level(name: &str) -> Option<usize> {
    Level::ALL.iter().position(|level| level.name() == name)
}

fn select(column: &Column, names: &[String], code: usize) -> Vec<Selection> {
    let name = column.field.name.clone();
    if column.field.kind == Type::Flag {
        let value = code as f64;
        return vec![Selection::Numbers { column: name, min: value, max: value, closed: true }];
    }
    vec![Selection::Names { column: name, names: names.to_vec() }]
}

/// Whether each of the rows is anomalous.
pub fn labels(table: &Table, rows: &[u32]) -> Vec<bool> {
    rows.iter().map(|&row| table.labels().get(row as usize).copied().unwrap_or(false)).collect()
}

/// Whether the table has a label at all.
pub fn is_labeled(table: &Table) -> bool {
    table.columns().iter().any(|column| column.field.role == Role::Target)
}
