//! The dataset: one table of typed columns that every later phase reads, and what is declared of its columns.
//!
//! A cell takes as few bytes as its values need; text that follows from codes is made where it is written. See [`schema`] for
//! the columns, [`values`] for their cells and [`csv`] for reading someone else's file into the same table.

pub mod cells;
pub mod csv;
pub mod derived;
mod parameters;
pub mod schema;
pub mod summary;
pub mod table;
pub mod values;

use super::issues::Issue;
use super::issues::campaigns::{Attack, Phase};
use super::issues::realistic;
use super::response::Scenario;
use super::threat::Score;

pub use cells::{number, timestamp};
pub use parameters::{Context, Parameters, RowOrder};
pub use schema::{COLUMNS, ColumnId, Role, Type};
pub use summary::Summary;
pub use table::{Builder, Column, Domain, Field, Filler, Selection, Table};
pub use values::{Categories, Dictionary, MISSING, Numbers, Timestamps, Values};

/// One row as it was drawn, and what follows from it by a configuration's scoring and rules. A table holds what files
/// have of it; who needs more, such as the answer key, draws the row again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// The row's number in the combined dataset, from 0.
    pub row: u64,
    /// The number that the row has where rows come in no order: what is drawn of the row follows from it.
    pub drawn: u64,
    /// What was drawn.
    pub issue: Issue,
    /// Threat score and level.
    pub score: Score,
    /// The defense rules that fired, as bits.
    pub fired: u8,
}

impl Record {
    /// The attack that the row belongs to, among those of the parameters that it was drawn by.
    pub fn attack<'a>(&self, parameters: &'a realistic::Parameters) -> Option<&'a Attack> {
        parameters.attack(self.issue.mark.attack.checked_sub(1)?)
    }

    /// The phase of its attack.
    pub fn phase<'a>(&self, parameters: &'a realistic::Parameters) -> Option<&'a Phase> {
        self.attack(parameters)?.phases.get(usize::from(self.issue.mark.phase))
    }

    /// The scenario of the row's threat level and severity.
    pub fn scenario(&self) -> &'static Scenario {
        Scenario::of(self.score.level, self.issue.severity)
    }

    /// The ATT&CK technique of the row, whose category has this name: governance has none.
    pub fn technique<'a>(&self, parameters: &'a realistic::Parameters, category: &str) -> Option<&'a str> {
        let phase = self.phase(parameters).filter(|_| derived::is_technical(category))?;
        Some(&phase.technique)
    }
}
