//! A class that gets rows, and the work on it.

use std::ops::ControlFlow;

use super::labels::{Labels, rows};
use super::method::{Method, Sampling};
use super::space::Space;
use super::strategy::no_row;
use super::{Pace, Synthetic};
use crate::engine::Problem;
use crate::engine::decimal::grouped;
use crate::engine::pace::Progress;
use crate::engine::text::number;

/// A class that gets rows.
#[derive(Debug)]
pub struct Task<'a> {
    pub space: &'a Space,
    pub labels: Labels<'a>,
    pub sampling: &'a Sampling,
    pub class: u32,
    /// The rows of the class, rising.
    pub rows: Vec<u32>,
    /// How many it gets.
    pub wanted: usize,
}

/// A search of one row's neighbors takes about as long as making so many rows.
const SEARCH_COST: u64 = 20;

impl<'a> Task<'a> {
    pub fn new(
        space: &'a Space,
        labels: Labels<'a>,
        sampling: &'a Sampling,
        class: u32,
        wanted: usize,
    ) -> Self {
        Task { space, labels, sampling, class, rows: labels.rows(class), wanted }
    }

    /// The work on it, in the unit of [`Work`].
    pub fn cost(&self) -> u64 {
        let searches = match self.sampling.method {
            Method::RandomOver => 0,
            Method::Smote | Method::SmoteNc | Method::SmoteN => 1,
            Method::Borderline1 | Method::Borderline2 | Method::Adasyn => 2,
        };
        (Work::searches(self.rows.len()) * searches).saturating_add(self.wanted as u64)
    }

    /// Whether there are enough rows for the neighbors that the method looks for.
    pub fn check(&self) -> Result<(), Problem> {
        let Sampling { method, k, m, .. } = *self.sampling;
        let (name, count) = (self.labels.name(self.class), self.rows.len());
        if count == 0 {
            return Err(no_row(name));
        }
        // Borderline-SMOTE 2 takes its neighbors from all classes.
        let is_own = method.uses_k() && method != Method::Borderline2;
        if is_own && count == 1 {
            let reason = text!(
                "class {name} has 1 row, and {method} needs a second to go towards",
                name,
                method = method.name()
            );
            let hint = text!("use random over-sampling, which copies it, or leave the class out");
            return Err(Problem::new("", reason, hint));
        }
        if is_own && count <= k as usize {
            let reason = text!(
                "class {name} has {rows}; k = {k} needs at least {needed}",
                name,
                rows = rows(count),
                k,
                needed = number(grouped(u64::from(k) + 1))
            );
            let hint = text!("use k = {most} or less, or random over-sampling", most = count - 1);
            return Err(Problem::new("k", reason, hint));
        }
        let all = self.space.rows();
        let needs =
            [("k", k, method == Method::Borderline2 || method == Method::Adasyn), ("m", m, method.uses_m())];
        for (path, neighbors, is_asked) in needs {
            if is_asked && all <= neighbors as usize {
                let reason = text!(
                    "neighbors of class {name} are searched among all {rows}; {path} = {neighbors} needs at least {needed}",
                    name,
                    rows = rows(all),
                    path,
                    neighbors,
                    needed = number(grouped(u64::from(neighbors) + 1))
                );
                let hint = match all - 1 {
                    0 => text!("use random over-sampling"),
                    most => text!("use {path} = {most} or less, or random over-sampling", path, most),
                };
                return Err(Problem::new(path, reason, hint));
            }
        }
        Ok(())
    }

    /// Makes room for the rows, or says that there is none before any is made: for the rows and for what they hold.
    pub fn reserve(&self, made: &mut Vec<Synthetic>) -> Result<(), Problem> {
        const OVERHEAD: usize = 32;
        let held = 8 * self.space.numeric_columns() + 4 * self.space.categorical_columns() + OVERHEAD;
        let bytes = self.wanted.checked_mul(held).ok_or_else(out_of_memory)?;
        made.try_reserve(self.wanted).map_err(|_| out_of_memory())?;
        Vec::<u8>::new().try_reserve_exact(bytes).map_err(|_| out_of_memory())
    }

    /// Row `base` and the categories that a method for numbers copies from it, moved by `gap` towards `neighbor`.
    pub fn between(&self, base: u32, neighbor: u32, gap: f64) -> Synthetic {
        let (from, to) = (self.space.numbers(base), self.space.numbers(neighbor));
        let numbers = from.iter().zip(to).map(|(&from, &to)| {
            // Rounding must not carry it past a parent.
            (from + gap * (to - from)).clamp(from.min(to), from.max(to))
        });
        Synthetic {
            class: self.class,
            base,
            neighbor,
            gap,
            numbers: numbers.collect(),
            codes: self.space.codes(base).to_vec(),
        }
    }
}

/// Work under way.
pub struct Work<'a>(Progress<'a>);

impl<'a> Work<'a> {
    pub fn new(pace: Pace<'a>, total: u64) -> Self {
        Work(Progress::new(pace, total))
    }

    /// The work of so many searches.
    pub fn searches(count: usize) -> u64 {
        count as u64 * SEARCH_COST
    }

    /// The neighbors of a row were looked for, in so many elementary operations.
    pub fn searched(&mut self, operations: u64) -> Result<(), Problem> {
        self.did(SEARCH_COST, operations)
    }

    /// The neighbors of so many rows need not be looked for.
    pub fn skipped(&mut self, count: usize) -> Result<(), Problem> {
        self.did(Work::searches(count), 0)
    }

    /// A row was made, in so many elementary operations.
    pub fn made(&mut self, operations: u64) -> Result<(), Problem> {
        self.did(1, operations)
    }

    fn did(&mut self, cost: u64, operations: u64) -> Result<(), Problem> {
        match self.0.did(cost, operations) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => {
                let hint = text!("start it again; the data is as it was");
                Err(Problem::new("", text!("balancing was stopped"), hint))
            }
        }
    }
}

/// What is said where memory does not suffice.
pub fn out_of_memory() -> Problem {
    let hint = text!("ask for fewer rows or a smaller k");
    Problem::new("", text!("there is not enough memory for the new rows"), hint)
}
