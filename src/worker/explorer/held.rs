//! Data that is held as a table: where it came from, the filter that is set on it, and the rows that pass.

use std::ops::ControlFlow;

use crate::engine::dataset::Table;
use crate::engine::dataset::csv::{CsvFile, Limits};
use crate::engine::explore::chart::Selection;
use crate::engine::explore::filter::{Filter, Test};
use crate::engine::{Configuration, Generator, Problem};

/// Rows that are made between two signs of progress.
const ROWS_PER_STEP: u64 = 8_192;

/// Rows that are compared before and after a change.
const SAMPLE_ROWS: u64 = 1_000;

/// Hears how much of how much is done.
pub type Pace<'a> = &'a mut dyn FnMut(u64, u64);

/// Where data came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// The dataset of the page.
    #[default]
    Generated,
    /// What balancing made of it.
    Balanced,
    /// A file of the visitor's own.
    File,
}

impl Source {
    /// All of them.
    pub const ALL: [Source; 3] = [Source::Generated, Source::Balanced, Source::File];

    /// How actions name it.
    pub fn key(self) -> &'static str {
        match self {
            Source::Generated => "generated",
            Source::Balanced => "balanced",
            Source::File => "file",
        }
    }
}

/// A table, its filter, and the rows that pass.
pub struct Held {
    /// How a reader knows it.
    pub name: String,
    /// The data.
    pub table: Table,
    /// Which rows are looked at.
    pub filter: Filter,
    /// The rows that pass the filter, in their order.
    pub rows: Vec<u32>,
    /// What keeps the filter from being applied.
    pub problem: Option<Problem>,
}

impl Held {
    /// A table with a filter.
    pub fn new(name: String, table: Table, filter: Filter) -> Self {
        let mut held = Held { name, table, filter, rows: Vec::new(), problem: None };
        held.apply();
        held
    }

    /// The table of a configuration's data.
    ///
    /// # Errors
    /// The configuration is not sound, or there is no memory for its rows.
    pub fn generate(configuration: &Configuration, filter: Filter, pace: Pace) -> Result<Self, Vec<Problem>> {
        let mut generator = Generator::new(configuration)?;
        let mut table = generator.table();
        let total = configuration.rows;
        table.try_reserve(total as usize).map_err(|_| vec![no_memory(total)])?;
        let mut first = 0;
        while first < total {
            let until = (first + ROWS_PER_STEP).min(total);
            generator.append(first..until, &mut table).map_err(|_| vec![no_memory(total)])?;
            first = until;
            pace(first, total);
        }
        Ok(Held::new("Generated data".to_owned(), table, filter))
    }

    /// A table of some rows of a configuration's data, spread over all of them.
    ///
    /// # Errors
    /// The configuration is not sound.
    pub fn sample(configuration: &Configuration) -> Result<Table, Vec<Problem>> {
        let mut generator = Generator::new(configuration)?;
        let count = configuration.rows.min(SAMPLE_ROWS);
        let rows: Vec<u64> = (0..count).map(|place| place * configuration.rows / count).collect();
        Ok(generator.sample(&rows))
    }

    /// The table of a file.
    ///
    /// # Errors
    /// It is no CSV that can be read here.
    pub fn read(name: &str, bytes: Vec<u8>, pace: Pace) -> Result<Self, Problem> {
        let mut heard = |done, total| {
            pace(done, total);
            ControlFlow::Continue(())
        };
        let file = CsvFile::read(bytes, Limits::PAGE, &mut heard)
            .map_err(|problem| Problem { reason: format!("'{name}': {}", problem.reason), ..problem })?;
        Ok(Held::new(name.to_owned(), file.table, Filter::default()))
    }

    /// Filters the rows anew.
    pub fn apply(&mut self) {
        match self.filter.rows(&self.table, None) {
            Ok(rows) => (self.rows, self.problem) = (rows, None),
            Err(problem) => {
                self.rows = (0..self.table.rows() as u32).collect();
                self.problem = Some(problem);
            }
        }
    }

    /// Filters by what was chosen in a chart; chosen once more, it is taken away.
    pub fn choose(&mut self, selections: &[Selection]) {
        let tests: Vec<(&str, Test)> = selections.iter().map(test).collect();
        let is_set = tests.iter().all(|(column, test)| self.filter.on(column) == Some(test));
        for (column, test) in tests {
            if is_set { self.filter.remove(column) } else { self.filter.set(column, test) }
        }
        self.apply();
    }
}

/// The condition of a selection.
fn test(selection: &Selection) -> (&str, Test) {
    match selection {
        Selection::Names { column, names } => (column, Test::Names(names.clone())),
        Selection::Numbers { column, least, greatest, closed } => {
            (column, Test::Numbers { least: Some(*least), greatest: Some(*greatest), closed: *closed })
        }
        Selection::Moments { column, from, until } => {
            (column, Test::Moments { from: Some(*from), until: Some(*until) })
        }
    }
}

fn no_memory(rows: u64) -> Problem {
    let reason = format!("there is no memory to look at {rows} rows");
    Problem::new("", reason, "generate fewer rows, close other tabs, or use the command line")
}
