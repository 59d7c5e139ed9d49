//! Synthetic rows in the making: from features that a sampler drew to rows of the domain.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::{Cell, Draft};
use super::features::{Classes, Coded, Features};
use super::follow::Followers;
use super::input::Input;
use super::job::{part, tell};
use super::options::Options;
use super::quality::Sheet;
use super::rows::{Ids, fitted};
use super::task::out_of_memory;
use super::{Labels, Pace, Sampling, Space, Synthetic, resample};
use crate::engine::dataset::{Categories, Column, Dictionary, MISSING, Numbers, Table, Timestamps, Values};
use crate::engine::problem::Problem;

/// Where a target follows from other columns, rows that come out in another class are made again this often.
const MAX_ROUNDS: u64 = 20;

/// Rows between two calls of the pace.
const PACE: usize = 512;

/// Where synthetic rows come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parents {
    /// By synthetic row: the real row that it was made from.
    pub bases: Vec<u32>,
    /// The real row that it was moved towards; the base itself where it was not moved.
    pub neighbors: Vec<u32>,
    /// Its number among all rows that were made, of which some may have been removed since.
    pub numbers: Vec<u32>,
}

impl Parents {
    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.bases.len()
    }

    fn keep(&mut self, places: &[usize]) {
        for column in [&mut self.bases, &mut self.neighbors, &mut self.numbers] {
            *column = places.iter().filter_map(|&place| column.get(place).copied()).collect();
        }
    }
}

/// Synthetic rows in the making.
pub struct Work<'a> {
    input: &'a Input,
    classes: &'a Classes,
    features: &'a Features,
    options: &'a Options,
    followers: &'a Followers,
    /// By categorical feature.
    coded: Vec<Coded>,
    /// By numeric feature, the smallest and the largest of the training part.
    ranges: Vec<(f64, f64)>,
    /// Where the rows come from.
    pub parents: Parents,
    /// The features of the rows.
    pub values: Sheet,
    /// By place in the table: further columns in which rows differ from their bases.
    changed: BTreeMap<usize, Growing>,
}

/// The cells of a column that grows.
#[derive(Debug)]
enum Growing {
    Numbers(Vec<f64>),
    Timestamps(Vec<f64>),
    /// Codes, and names beyond those of the table's column.
    Codes(Vec<u32>, Vec<String>),
}

impl Growing {
    fn new(column: &Column) -> Self {
        match column.values {
            Values::Numbers(_) => Growing::Numbers(Vec::new()),
            Values::Timestamps(_) => Growing::Timestamps(Vec::new()),
            Values::Categories(_) => Growing::Codes(Vec::new(), Vec::new()),
        }
    }

    fn push(&mut self, cell: Cell, column: &Column) {
        match (self, cell) {
            (Growing::Numbers(cells), Cell::Number(number)) => cells.push(number),
            (Growing::Timestamps(cells), Cell::Timestamp(seconds)) => {
                cells.push(seconds.map_or(f64::NAN, |seconds| seconds as f64));
            }
            (Growing::Codes(codes, _), Cell::Code(code)) => codes.push(code),
            (Growing::Codes(codes, further), Cell::Name(name)) => {
                let known = column.categories().map_or(0, |categories| categories.names.len());
                let place = further.iter().position(|other| *other == name).unwrap_or_else(|| {
                    further.push(name.into_owned());
                    further.len() - 1
                });
                codes.push((known + place) as u32);
            }
            // A cell of another type is none of the column.
            (Growing::Numbers(cells) | Growing::Timestamps(cells), _) => cells.push(f64::NAN),
            (Growing::Codes(codes, _), _) => codes.push(MISSING),
        }
    }

    fn keep(&mut self, places: &[usize]) {
        fn kept<T: Copy>(cells: &[T], places: &[usize]) -> Vec<T> {
            places.iter().filter_map(|&place| cells.get(place).copied()).collect()
        }
        match self {
            Growing::Numbers(cells) | Growing::Timestamps(cells) => *cells = kept(cells, places),
            Growing::Codes(codes, _) => *codes = kept(codes, places),
        }
    }

    fn values(self, column: &Column) -> Values {
        match self {
            Growing::Numbers(cells) => Values::Numbers(Numbers::F64(cells).compact()),
            Growing::Timestamps(cells) => Values::Timestamps(Timestamps::of(&cells)),
            Growing::Codes(codes, further) => codes_of(&codes, further, column),
        }
    }
}

/// Codes of the names of a column and of further ones.
fn codes_of(codes: &[u32], further: Vec<String>, column: &Column) -> Values {
    let names = column.categories().map(|categories| Arc::clone(&categories.names)).unwrap_or_default();
    let names = match further.is_empty() {
        true => names,
        false => Arc::new(Dictionary::List(names.to_vec().into_iter().chain(further).collect())),
    };
    Values::Categories(Categories::of(codes, names))
}

impl<'a> Work<'a> {
    /// No rows yet; `real` holds the features of the real ones.
    pub fn new(
        input: &'a Input,
        classes: &'a Classes,
        features: &'a Features,
        real: &Sheet,
        options: &'a Options,
        followers: &'a Followers,
    ) -> Self {
        let range = |column: &Vec<f64>| {
            column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), &value| {
                (min.min(value), max.max(value))
            })
        };
        let columns = input.table().columns();
        Work {
            coded: features.categorical.iter().map(|&place| Coded::of(input.table(), place)).collect(),
            ranges: real.numbers.iter().map(range).collect(),
            parents: Parents::default(),
            values: Sheet {
                numbers: vec![Vec::new(); features.numeric.len()],
                codes: vec![Vec::new(); features.categorical.len()],
                classes: Vec::new(),
            },
            changed: followers
                .changed()
                .filter_map(|place| Some((place, Growing::new(columns.get(place)?))))
                .collect(),
            input,
            classes,
            features,
            options,
            followers,
        }
    }

    /// Makes the wanted rows of each class. Where the target is computed from other columns, rows that come out in
    /// another class are made again, some times.
    ///
    /// # Errors
    /// The method cannot make them, or `pace` stopped it.
    pub fn make(
        &mut self,
        space: &Space,
        labels: Labels,
        sampling: &Sampling,
        wanted: &[usize],
        pace: Pace,
    ) -> Result<(), Problem> {
        let target = self.input.table().columns().get(self.classes.column).and_then(|column| column.field.id);
        let is_computed = target.is_some_and(|id| self.followers.computes(id));
        let rounds = if is_computed { MAX_ROUNDS } else { 1 };
        let mut left = wanted.to_vec();
        let mut draft = Draft::new(self.input.table());
        self.reserve(wanted.iter().sum())?;
        for round in 0..rounds {
            if left.iter().all(|&count| count == 0) {
                break;
            }
            // Later rounds are short.
            let (from, middle, to) = if round == 0 { (100, 500, 680) } else { (680, 690, 700) };
            let mut draws = self.options.draws(round);
            let rows = resample(space, labels, &left, sampling, &mut draws, &mut part(pace, from, middle))?;
            let mut settling = part(pace, middle, to);
            for (index, row) in rows.iter().enumerate() {
                if index.is_multiple_of(PACE) {
                    tell(&mut settling, index as u64, rows.len() as u64)?;
                }
                if self.take(row, &mut draft)
                    && let Some(left) = left.get_mut(row.class as usize)
                {
                    *left = left.saturating_sub(1);
                }
            }
        }
        let mut order: Vec<usize> = (0..self.parents.rows()).collect();
        order.sort_by_key(|&row| (self.values.classes.get(row).copied(), row));
        self.keep(&order);
        self.parents.numbers = (0..self.parents.rows() as u32).collect();
        Ok(())
    }

    /// Makes room for so many rows, column by column: growing would double it.
    fn reserve(&mut self, rows: usize) -> Result<(), Problem> {
        let Sheet { numbers, codes, classes } = &mut self.values;
        let Parents { bases, neighbors, .. } = &mut self.parents;
        let mut reserved = numbers.iter_mut().try_for_each(|column| column.try_reserve_exact(rows));
        for column in codes.iter_mut().chain([classes, bases, neighbors]) {
            reserved = reserved.and_then(|()| column.try_reserve_exact(rows));
        }
        for column in self.changed.values_mut() {
            reserved = reserved.and_then(|()| match column {
                Growing::Numbers(cells) | Growing::Timestamps(cells) => cells.try_reserve_exact(rows),
                Growing::Codes(codes, _) => codes.try_reserve_exact(rows),
            });
        }
        reserved.map_err(|_| out_of_memory())
    }

    /// Keeps the rows at these places, in this order.
    pub fn keep(&mut self, places: &[usize]) {
        self.parents.keep(places);
        self.values.keep(places);
        self.changed.values_mut().for_each(|column| column.keep(places));
    }

    /// Turns features into a row of the domain, and keeps it if it is still of its class.
    fn take(&mut self, row: &Synthetic, draft: &mut Draft) -> bool {
        let table = self.input.table();
        let columns = table.columns();
        let real = |place: u32| self.features.rows.get(place as usize).copied().unwrap_or_default();
        let (base, neighbor) = (real(row.base), real(row.neighbor));
        draft.begin(base);
        for ((&place, &value), &range) in self.features.numeric.iter().zip(&row.numbers).zip(&self.ranges) {
            if let Some(column) = columns.get(place) {
                draft.set(place, Cell::Number(fitted(value, column, range)));
            }
        }
        for ((&place, &code), coded) in self.features.categorical.iter().zip(&row.codes).zip(&self.coded) {
            draft.set(place, coded.cell(code));
        }
        let target = self.classes.cells.get(row.class as usize).cloned().unwrap_or(Cell::Code(MISSING));
        draft.set(self.classes.column, target.clone());
        self.followers.settle(table, draft, &[base, neighbor], self.parents.rows());
        let is_of_class = match (&target, draft.cell(self.classes.column)) {
            (Cell::Number(target), Cell::Number(other)) => target.total_cmp(&other).is_eq(),
            (target, other) => *target == other,
        };
        if !is_of_class {
            return false;
        }
        for (column, &place) in self.values.numbers.iter_mut().zip(&self.features.numeric) {
            column.push(draft.number(place));
        }
        self.values.codes.iter_mut().zip(&row.codes).for_each(|(column, &code)| column.push(code));
        self.values.classes.push(row.class);
        for (&place, growing) in &mut self.changed {
            if let Some(column) = columns.get(place) {
                growing.push(draft.cell(place), column);
            }
        }
        self.parents.bases.push(base);
        self.parents.neighbors.push(neighbor);
        true
    }

    /// The rows as a table with the columns of the real ones, and where they come from.
    pub fn finish(mut self, ids: &Ids) -> (Table, Parents) {
        let table = self.input.table();
        let mut values = Vec::with_capacity(table.columns().len());
        for (place, column) in table.columns().iter().enumerate() {
            let numeric = self.features.numeric.iter().position(|other| *other == place);
            let categorical = self.features.categorical.iter().position(|other| *other == place);
            values.push(if let Some(ids) = ids.values(place, &self.parents.numbers) {
                ids
            } else if let Some(growing) = self.changed.remove(&place) {
                growing.values(column)
            } else if let Some(cells) = numeric.and_then(|index| self.values.numbers.get_mut(index)) {
                Growing::Numbers(std::mem::take(cells)).values(column)
            } else if let Some(index) = categorical
                && let (Some(codes), Some(coded)) = (self.values.codes.get_mut(index), self.coded.get(index))
            {
                cells(std::mem::take(codes).into_iter().map(|code| coded.cell(code)), column)
            } else if place == self.classes.column {
                let class = |&class: &u32| self.classes.cells.get(class as usize).cloned();
                cells(self.values.classes.iter().filter_map(class), column)
            } else {
                column.values.at(&self.parents.bases)
            });
        }
        (table.with_values(values), self.parents)
    }
}

/// The cells of a column.
fn cells(cells: impl Iterator<Item = Cell>, column: &Column) -> Values {
    let mut growing = Growing::new(column);
    cells.for_each(|cell| growing.push(cell, column));
    growing.values(column)
}
