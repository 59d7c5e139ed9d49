//! All rows of a configuration, drawn into a table in steps.

use super::{Generator, Planning};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{Record, Table};
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::number;

/// Rows that a step draws: some ten milliseconds.
const ROWS_PER_STEP: u64 = 8_192;

/// The rows of a configuration that are being drawn.
#[derive(Debug)]
pub struct Drawing {
    planning: Planning,
    /// None while it is planned, and once it was handed over.
    generator: Option<Box<Generator>>,
    rows: u64,
    table: Table,
}

impl Drawing {
    /// No rows yet, but the memory for all of them: what cannot be held is known before any work is done.
    ///
    /// # Errors
    /// Every problem of the configuration, or that there is no memory for the rows.
    pub fn new(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        let (planning, rows) = (Planning::new(configuration)?, configuration.rows);
        let mut table = planning.table();
        let reserved = usize::try_from(rows).ok().and_then(|rows| table.try_reserve(rows).ok());
        reserved.ok_or_else(|| no_memory(rows))?;
        Ok(Drawing { planning, generator: None, rows, table })
    }

    /// The rows drawn so far, and all of them; of rows whose order is planned before, a part.
    pub fn progress(&self) -> (u64, u64) {
        (self.planning.counted(self.table.rows() as u64), self.rows)
    }

    /// Draws some more rows, each of which is shown to `seen`. The generator and the table, once that has all of them.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn step(&mut self, seen: impl FnMut(&Record)) -> Result<Option<(Box<Generator>, Table)>, Problem> {
        if self.generator.is_none() {
            self.generator = self.planning.step();
        }
        let Some(generator) = &mut self.generator else { return Ok(None) };
        let done = self.table.rows() as u64;
        let until = (done + ROWS_PER_STEP).min(self.rows);
        generator.append_with(done..until, &mut self.table, seen).map_err(|_| no_memory(self.rows))?;
        if until < self.rows {
            return Ok(None);
        }
        Ok(self.generator.take().map(|generator| (generator, std::mem::take(&mut self.table))))
    }
}

fn no_memory(rows: u64) -> Problem {
    let reason = text!("there is no memory for {rows} rows", rows = number(grouped(rows)));
    let hint = text!(
        "ask for fewer rows, close other tabs, or write files with the command line, which holds no rows"
    );
    Problem::new("rows", reason, hint)
}
