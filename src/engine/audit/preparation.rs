//! The rows that an audit looks at, taken from a table that is there already, in steps.

use std::rc::Rc;

use super::{Audit, Declarations, MAX_ROWS, declarations};
use crate::engine::Generator;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{Selection, Table};
use crate::engine::generator::Order;

/// Rows that a step counts: some milliseconds.
const ROWS_PER_STEP: usize = 16_384;

/// An audit of a table that is there already, in preparation: of many rows it draws a sample, as [`Audit::of`] does.
#[derive(Debug)]
pub struct Preparation {
    table: Rc<Table>,
    generated: Option<Generated>,
    stage: Stage,
}

/// What is known of generated rows.
#[derive(Debug)]
struct Generated {
    configuration: Configuration,
    order: Order,
    mislabeled: u64,
}

#[derive(Debug)]
enum Stage {
    /// The sample is yet to be drawn.
    Draw,
    /// Its rows are copied.
    Select(Vec<u32>, Selection),
    /// Rows up to this one were compared with the classes that they were drawn from.
    Compare(usize),
}

impl Preparation {
    /// Of a file.
    pub fn of_file(table: Rc<Table>) -> Self {
        Preparation { table, generated: None, stage: Stage::Draw }
    }

    /// Of all rows of a generator.
    pub fn of_generated(table: Rc<Table>, generator: &Generator) -> Self {
        let configuration = generator.configuration().clone();
        let generated = Generated { configuration, order: generator.order().clone(), mislabeled: 0 };
        Preparation { table, generated: Some(generated), stage: Stage::Draw }
    }

    /// Does some ten milliseconds of work. The audit, once it can begin.
    pub fn step(&mut self) -> Option<Audit> {
        let total = self.table.rows();
        match (&mut self.stage, &mut self.generated) {
            (Stage::Draw, _) if total as u64 > MAX_ROWS => {
                let rows = Audit::rows(total as u64).into_iter().map(|row| row as u32);
                self.stage = Stage::Select(rows.collect(), Selection::default());
                None
            }
            (Stage::Draw, _) => {
                self.stage = Stage::Compare(0);
                None
            }
            (Stage::Select(rows, selection), _) => {
                if let Some(table) = selection.step(&self.table, rows) {
                    self.table = table.into();
                    // How many wrong labels a sample has says nothing about the whole.
                    self.stage = Stage::Compare(usize::MAX);
                }
                None
            }
            (Stage::Compare(from), Some(generated)) if *from < total => {
                let rows = *from..from.saturating_add(ROWS_PER_STEP).min(total);
                *from = rows.end;
                let Generated { order, .. } = generated;
                let is_mislabeled = |row: &usize| self.table.class(*row) != order.place(*row as u64).0;
                generated.mislabeled += rows.filter(is_mislabeled).count() as u64;
                None
            }
            (Stage::Compare(_), generated) => {
                let declared = generated.as_ref().map_or_else(Declarations::default, |generated| {
                    declarations(&generated.configuration, generated.mislabeled)
                });
                Some(Audit::new(Rc::clone(&self.table), declared))
            }
        }
    }
}
