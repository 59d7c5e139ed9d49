//! The dataset: typed columns in memory, and the columns that every file and view shows.
//!
//! Memory holds only what was drawn and what is costly to compute again. Text that follows from codes is
//! made where it is written: see [`schema`] for the columns and [`texts`] for their dictionaries.

mod parameters;
pub mod schema;
pub mod summary;
pub mod texts;

use std::collections::TryReserveError;

use super::issues::campaigns::{ATTACKS, Attack, Phase};
use super::issues::{Class, Issue, Mark, Seconds};
use super::level::Level;
use super::response::Scenario;
use super::threat::Score;

pub use parameters::{Context, Parameters};
pub use schema::{COLUMNS, Column, Role};
pub use summary::Summary;
pub use texts::Texts;

/// One row: what was drawn and what follows from it by a configuration's scoring and rules.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// The row's number in the combined dataset, from 0.
    pub row: u64,
    /// What was drawn.
    pub issue: Issue,
    /// Threat score and level.
    pub score: Score,
    /// The defense rules that fired, as bits.
    pub fired: u8,
}

impl Record {
    /// The attack that the row belongs to.
    pub fn attack(&self) -> Option<&'static Attack> {
        ATTACKS.get(usize::from(self.issue.mark.attack).checked_sub(1)?)
    }

    /// The phase of its attack.
    pub fn phase(&self) -> Option<&'static Phase> {
        self.attack()?.phases.get(usize::from(self.issue.mark.phase))
    }

    /// The scenario of the row's threat level and severity.
    pub fn scenario(&self) -> &'static Scenario {
        Scenario::of(self.score.level, self.issue.severity)
    }
}

/// Declares the columns in memory: one vector a field of [`Issue`].
macro_rules! columns {
    ($($field:ident: $type:ty),* $(,)?) => {
        #[derive(Clone, Debug, Default)]
        struct Columns { $($field: Vec<$type>),* }

        impl Columns {
            const BYTES_PER_ROW: usize = 0 $(+ size_of::<$type>())*;

            fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
                $(self.$field.try_reserve(rows)?;)*
                Ok(())
            }

            fn push(&mut self, issue: &Issue) {
                $(self.$field.push(issue.$field);)*
            }

            fn get(&self, index: usize) -> Option<Issue> {
                Some(Issue { $($field: *self.$field.get(index)?),* })
            }
        }
    };
}

columns! {
    class: Class, category: u16, severity: Level, status: u16, reporter: u32, assignee: u32, reported: Seconds,
    activity_time: Seconds, response_days: u32, impact: u8, department: u16, cost: f64, user: u32,
    activity_type: u16, user_location: u16, ip_location: u16, session_secs: u32, files: u32, login_attempts: u32,
    transfer_mb: f64, cpu_percent: f64, memory_mb: f64, mark: Mark,
}

/// A range of rows, in columns.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    first_row: u64,
    issues: Columns,
    scores: Vec<f64>,
    levels: Vec<Level>,
    fired: Vec<u8>,
}

impl Dataset {
    /// What a row takes in memory, in bytes.
    pub const BYTES_PER_ROW: usize =
        Columns::BYTES_PER_ROW + size_of::<f64>() + size_of::<Level>() + size_of::<u8>();

    /// A dataset without rows, whose first will be `first_row`.
    pub fn new(first_row: u64) -> Self {
        Dataset { first_row, ..Dataset::default() }
    }

    /// The number, in the combined dataset, of the first row.
    pub fn first_row(&self) -> u64 {
        self.first_row
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.scores.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.scores.is_empty()
    }

    /// Makes room for more rows.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.issues.try_reserve(rows)?;
        self.scores.try_reserve(rows)?;
        self.levels.try_reserve(rows)?;
        self.fired.try_reserve(rows)
    }

    /// Appends the next row.
    pub fn push(&mut self, record: &Record) {
        self.issues.push(&record.issue);
        self.scores.push(record.score.value);
        self.levels.push(record.score.level);
        self.fired.push(record.fired);
    }

    /// The row at a place in this dataset.
    pub fn record(&self, index: usize) -> Option<Record> {
        let score = Score { value: *self.scores.get(index)?, level: *self.levels.get(index)? };
        let issue = self.issues.get(index)?;
        Some(Record { row: self.first_row + index as u64, issue, score, fired: *self.fired.get(index)? })
    }

    /// The rows, in order.
    pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
        (0..self.len()).filter_map(|index| self.record(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Generator, configuration::Preset};
    use proptest::prelude::*;

    #[test]
    fn a_row_takes_the_stated_bytes() {
        let mut dataset = Dataset::new(0);
        dataset.try_reserve(1_000).unwrap();
        let capacities = dataset.issues.cost.capacity() + dataset.scores.capacity();
        assert!((2_000..2_100).contains(&capacities));
        assert_eq!(Dataset::BYTES_PER_ROW, 117);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Any range of rows alone equals that range of the whole.
        #[test]
        fn any_range_alone_equals_that_range_of_the_whole(seed in 0..1_000_u64, start in 0..700_u64, length in 0..300_u64) {
            let mut configuration = Preset::Classic.configuration();
            (configuration.seed, configuration.rows) = (seed, 1_000);
            let mut generator = Generator::new(&configuration).unwrap();
            let whole = generator.rows(0..1_000).unwrap();
            let part = generator.rows(start..start + length).unwrap();
            prop_assert_eq!(part.len() as u64, length);
            for (index, record) in part.records().enumerate() {
                prop_assert_eq!(Some(record), whole.record(start as usize + index));
            }
        }
    }
}
