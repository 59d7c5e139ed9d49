//! Rows in the making: from features that a sampler drew to rows of the domain.

use super::features::{Classes, Features};
use super::follow::Followers;
use super::input::Input;
use super::job::{Made, part, tell};
use super::options::Options;
use super::quality::Sheet;
use super::rows::{Ids, Names, fitted};
use super::{Labels, Pace, Sampling, Space, Synthetic, resample};
use crate::engine::problem::Problem;

/// Where a target follows from other columns, rows that come out in another class are made again this often.
const MOST_ROUNDS: u64 = 20;

/// Rows between two calls of the pace.
const PACE: usize = 512;

/// Rows in the making.
pub struct Work<'a> {
    input: &'a Input,
    classes: &'a Classes,
    features: &'a Features,
    options: &'a Options,
    followers: &'a Followers,
    names: Names,
    /// By column of numbers, the least and the greatest of the training part.
    ranges: Vec<(f64, f64)>,
    /// The rows that were made.
    pub made: Vec<Made>,
    /// Their features, as their cells hold them.
    pub values: Sheet,
}

impl<'a> Work<'a> {
    /// No rows yet.
    pub fn new(
        input: &'a Input,
        classes: &'a Classes,
        features: &'a Features,
        options: &'a Options,
        followers: &'a Followers,
    ) -> Self {
        let range = |column: &Vec<f64>| {
            column.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(least, greatest), &value| {
                (least.min(value), greatest.max(value))
            })
        };
        Work {
            names: Names::of(input, &features.categorical),
            ranges: features.numbers.iter().map(range).collect(),
            made: Vec::new(),
            values: Sheet {
                numbers: vec![Vec::new(); features.numeric.len()],
                codes: vec![Vec::new(); features.categorical.len()],
                classes: Vec::new(),
            },
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
        let rounds = if self.followers.computes(&self.options.target) { MOST_ROUNDS } else { 1 };
        let mut left = wanted.to_vec();
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
                if self.take(row)
                    && let Some(left) = left.get_mut(row.class as usize)
                {
                    *left = left.saturating_sub(1);
                }
            }
        }
        let mut order: Vec<usize> = (0..self.made.len()).collect();
        order.sort_by_key(|&row| (self.values.classes.get(row).copied(), row));
        self.keep(&order);
        let ids = Ids::of(self.input);
        for (number, made) in self.made.iter_mut().enumerate() {
            ids.put(&mut made.cells, number);
            made.parents = [Some(made.base), made.neighbor]
                .map(|row| row.map_or_else(String::new, |row| ids.name(self.input, row)));
        }
        Ok(())
    }

    /// Keeps the made rows at these places, in this order.
    pub fn keep(&mut self, places: &[usize]) {
        self.made = places.iter().filter_map(|&place| self.made.get(place).cloned()).collect();
        self.values = self.values.rows_at(places);
    }

    /// Turns features into a row of the domain, and keeps it if it is still of its class.
    fn take(&mut self, row: &Synthetic) -> bool {
        let columns = self.input.table().columns();
        let real = |place: u32| self.features.rows.get(place as usize).copied().unwrap_or_default();
        let (base, neighbor) = (real(row.base), real(row.neighbor));
        let mut cells = self.input.cells(base);
        let mut numbers = Vec::with_capacity(self.features.numeric.len());
        let of_features = self.features.numeric.iter().zip(&self.features.numbers).zip(&self.ranges);
        for (index, ((&place, of_rows), &range)) in of_features.enumerate() {
            let of_base = of_rows.get(row.base as usize).copied().unwrap_or_default();
            let value = row.numbers.get(index).copied().unwrap_or(of_base);
            let Some(column) = columns.get(place) else { continue };
            let (value, text) = fitted(value, column, range);
            numbers.push(value);
            put(&mut cells, place, text);
        }
        let mut codes = Vec::with_capacity(self.features.categorical.len());
        for (index, (&place, of_rows)) in
            self.features.categorical.iter().zip(&self.features.codes).enumerate()
        {
            let of_base = of_rows.get(row.base as usize).copied().unwrap_or_default();
            let code = row.codes.get(index).copied().unwrap_or(of_base);
            codes.push(code);
            put(&mut cells, place, self.names.text(place, code));
        }
        let target = self.classes.cells.get(row.class as usize).cloned().unwrap_or_default();
        put(&mut cells, self.classes.column, target.clone());
        self.followers.settle(self.input, &mut cells, &[base, neighbor], self.made.len());
        if cells.get(self.classes.column) != Some(&target) {
            return false;
        }
        self.values.numbers.iter_mut().zip(numbers).for_each(|(column, value)| column.push(value));
        self.values.codes.iter_mut().zip(codes).for_each(|(column, code)| column.push(code));
        self.values.classes.push(row.class);
        let neighbor = (row.neighbor != row.base).then_some(neighbor);
        self.made.push(Made { cells, class: row.class, base, neighbor, parents: Default::default() });
        true
    }
}

fn put(cells: &mut [String], place: usize, text: String) {
    if let Some(cell) = cells.get_mut(place) {
        *cell = text;
    }
}
