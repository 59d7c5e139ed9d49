//! A synthetic row while it is put together: the cells of its base row, except for those that were changed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::engine::dataset::{Column, MISSING, Table, Values};
use crate::engine::issues::Seconds;

/// A cell by its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A number; not a number where it is missing.
    Number(f64),
    /// A timestamp, if there is one.
    Timestamp(Option<Seconds>),
    /// The code of a category; [`MISSING`] where there is none.
    Code(u32),
    /// A category that is none of the column's.
    Name(Cow<'static, str>),
}

impl Cell {
    /// The cell of a row.
    pub fn of(column: &Column, row: u32) -> Self {
        let row = row as usize;
        match &column.values {
            Values::Numbers(numbers) => Cell::Number(numbers.get(row)),
            Values::Timestamps(timestamps) => Cell::Timestamp(timestamps.seconds(row)),
            Values::Categories(categories) => Cell::Code(categories.code(row)),
        }
    }
}

/// The cells of a row.
#[derive(Debug)]
pub struct Draft<'a> {
    table: &'a Table,
    base: u32,
    /// By column.
    changed: Vec<Option<Cell>>,
    /// By column: the codes of its names, once one was looked up.
    codes: Vec<Option<BTreeMap<&'a str, u32>>>,
}

impl<'a> Draft<'a> {
    /// The first row of a table, unchanged.
    pub fn new(table: &'a Table) -> Self {
        let columns = table.columns().len();
        Draft { table, base: 0, changed: vec![None; columns], codes: vec![None; columns] }
    }

    /// Begins a row with the cells of a real one.
    pub fn begin(&mut self, base: u32) {
        self.base = base;
        self.changed.fill(None);
    }

    /// Changes the cell of a column.
    pub fn set(&mut self, place: usize, cell: Cell) {
        if let Some(slot) = self.changed.get_mut(place) {
            *slot = Some(cell);
        }
    }

    /// Changes the cell of a column of categories to one with this name; empty for none.
    pub fn set_name(&mut self, place: usize, name: Cow<'static, str>) {
        let cell = match self.code_of(place, &name) {
            Some(code) => Cell::Code(code),
            None => Cell::Name(name),
        };
        self.set(place, cell);
    }

    /// Takes over the cell of another row.
    pub fn copy(&mut self, place: usize, row: u32) {
        if let Some(column) = self.table.columns().get(place) {
            self.set(place, Cell::of(column, row));
        }
    }

    fn code_of(&mut self, place: usize, name: &str) -> Option<u32> {
        if name.is_empty() {
            return Some(MISSING);
        }
        let names = &self.table.columns().get(place)?.categories()?.names;
        self.codes.get_mut(place)?.get_or_insert_with(|| names.index()).get(name).copied()
    }

    /// The cell of a column.
    pub fn cell(&self, place: usize) -> Cell {
        let changed = self.changed.get(place).cloned().flatten();
        changed.unwrap_or_else(|| {
            self.table.columns().get(place).map_or(Cell::Code(MISSING), |column| Cell::of(column, self.base))
        })
    }

    /// The number of a column; not a number where there is none.
    pub fn number(&self, place: usize) -> f64 {
        match self.cell(place) {
            Cell::Number(number) => number,
            _ => f64::NAN,
        }
    }

    /// The timestamp of a column, if there is one.
    pub fn timestamp(&self, place: usize) -> Option<Seconds> {
        match self.cell(place) {
            Cell::Timestamp(seconds) => seconds,
            _ => None,
        }
    }

    /// The code of a category, [`MISSING`] where the cell is empty; none of what is no category of the column.
    pub fn code(&self, place: usize) -> Option<u32> {
        match self.cell(place) {
            Cell::Code(code) => Some(code),
            _ => None,
        }
    }

    /// The name of a category; empty where there is none.
    pub fn name(&self, place: usize) -> Cow<'a, str> {
        match self.cell(place) {
            Cell::Code(code) => {
                let categories = self.table.columns().get(place).and_then(Column::categories);
                categories.map_or(Cow::Borrowed(""), |categories| categories.name(code))
            }
            Cell::Name(name) => name,
            _ => Cow::Borrowed(""),
        }
    }

    /// Whether the cell of a column is empty.
    pub fn is_missing(&self, place: usize) -> bool {
        match self.cell(place) {
            Cell::Number(number) => number.is_nan(),
            Cell::Timestamp(seconds) => seconds.is_none(),
            Cell::Code(code) => code == MISSING,
            Cell::Name(_) => false,
        }
    }
}
