//! The text of cells becomes a table.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Column, Domain, Field, Table};
use crate::engine::dataset::cells::{number, timestamp, trailing_digits};
use crate::engine::dataset::schema::{Role, Type};
use crate::engine::dataset::values::{Categories, Dictionary, MISSING, Numbers, Timestamps, Values};

/// Fills a table with the text of cells, row by row.
#[derive(Debug)]
pub struct Builder {
    fields: VecDeque<Field>,
    columns: VecDeque<Reading>,
    labels: Vec<bool>,
    label: Option<usize>,
}

/// A column that is being read.
#[derive(Debug)]
struct Reading {
    cells: Cells,
    unreadable: u64,
    decimals: u8,
}

/// The cells of a column that is being read.
#[derive(Debug)]
enum Cells {
    Numbers(Vec<f64>),
    Timestamps(Vec<f64>),
    /// Codes, names and, while the column is read, the codes of the names.
    Names(Vec<u32>, Vec<String>, BTreeMap<String, u32>),
}

impl Builder {
    /// A table without rows. The label of a row is the cell of the first column with the role of the target: further
    /// ones, such as a kind of attack, say more about the row, but are not its label.
    pub fn new(fields: Vec<Field>) -> Self {
        let columns = fields.iter().map(|field| Reading {
            cells: match (field.kind, field.role) {
                (Type::Integer | Type::Decimal | Type::Flag, _) => Cells::Numbers(Vec::new()),
                // The text that names a row is a number behind letters.
                (Type::Text, Role::Id) => Cells::Numbers(Vec::new()),
                (Type::DateTime, _) => Cells::Timestamps(Vec::new()),
                (Type::Text | Type::Category, _) => {
                    let names = match &field.domain {
                        Domain::Names(names) => names.clone(),
                        _ => Vec::new(),
                    };
                    let codes = names.iter().enumerate().map(|(code, name)| (name.clone(), code as u32));
                    Cells::Names(Vec::new(), names.clone(), codes.collect())
                }
            },
            unreadable: 0,
            decimals: 0,
        });
        let columns = columns.collect();
        let label = fields.iter().position(|field| field.role == Role::Target);
        Builder { fields: fields.into(), columns, labels: Vec::new(), label }
    }

    /// Appends a row; `write` appends the text of the cell of the column with the given number.
    pub fn push(&mut self, mut write: impl FnMut(usize, &mut Vec<u8>)) {
        let (mut cell, mut label) = (Vec::new(), false);
        for (index, (column, field)) in self.columns.iter_mut().zip(&self.fields).enumerate() {
            cell.clear();
            write(index, &mut cell);
            column.push(&cell, field.role == Role::Id);
            if self.label == Some(index) {
                label = matches!(cell.as_slice(), b"1" | b"true" | b"True");
            }
        }
        self.labels.push(label);
    }

    /// The table.
    pub fn build(mut self) -> Table {
        let columns = std::iter::from_fn(|| self.next_column()).collect();
        self.finish(columns)
    }

    /// Completes the next column, once all rows were appended; none after the last. Each takes a pass over its cells.
    pub(in crate::engine::dataset) fn next_column(&mut self) -> Option<Column> {
        let (column, field) = (self.columns.pop_front()?, self.fields.pop_front()?);
        Some(Column {
            field: Arc::new(field),
            values: match column.cells {
                Cells::Numbers(cells) => Values::Numbers(Numbers::F64(cells).compact()),
                Cells::Timestamps(cells) => Values::Timestamps(Timestamps::of(&cells)),
                Cells::Names(codes, names, _) => {
                    Values::Categories(Categories::of(&codes, Arc::new(Dictionary::List(names))))
                }
            },
            unreadable: column.unreadable,
            decimals: column.decimals,
        })
    }

    /// The table of the completed columns.
    pub(in crate::engine::dataset) fn finish(self, columns: Vec<Column>) -> Table {
        let mut table = Table { columns, labels: self.labels, ..Table::default() };
        table.keep_order();
        table
    }
}

impl Reading {
    fn push(&mut self, cell: &[u8], is_id: bool) {
        let text = std::str::from_utf8(cell).unwrap_or("\u{fffd}");
        let (rows, value) = match &mut self.cells {
            Cells::Names(codes, ..) if text.is_empty() => return codes.push(MISSING),
            Cells::Names(codes, names, index) => {
                let code = index.get(text).copied().unwrap_or_else(|| {
                    let code = names.len() as u32;
                    names.push(text.to_owned());
                    index.insert(text.to_owned(), code);
                    code
                });
                return codes.push(code);
            }
            Cells::Timestamps(rows) => (rows, timestamp(cell)),
            Cells::Numbers(rows) if is_id => (rows, number(trailing_digits(text))),
            Cells::Numbers(rows) => {
                let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                self.decimals = self.decimals.max(u8::try_from(decimals).unwrap_or(u8::MAX));
                (rows, number(text))
            }
        };
        self.unreadable += u64::from(value.is_none() && !cell.is_empty());
        rows.push(value.unwrap_or(f64::NAN));
    }
}
