//! Audit: in steps, over the rows of a table.

use std::rc::Rc;

use super::dataset::{Held, Source, Tables};
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::audit::trial::Trying;
use crate::engine::audit::{self, Preparation, Report};
use crate::engine::explore::cells::is_labeled;
use crate::protocol::audit::{Audit, TryAttack};
use crate::protocol::{Answer, Progress};

/// Begins to audit a table.
///
/// # Errors
/// The table is gone or has no labels.
pub(super) fn audit(tables: &mut Tables, request: &Audit) -> Result<Box<dyn Work>, Vec<Problem>> {
    let held = tables.get(request.table)?;
    Ok(Box::new(begin(held)?))
}

/// An audit under way. It keeps its table, whatever becomes of the one that is held.
pub(super) enum Auditing {
    /// Its rows are taken from the table.
    Preparing(Box<Preparation>),
    /// Its checks are made.
    Checking(Box<audit::Audit>),
}

/// Begins to audit a table.
///
/// # Errors
/// It has no labels.
pub(super) fn begin(held: &Held) -> Result<Auditing, Problem> {
    let table = Rc::clone(&held.table);
    let preparation = match &held.source {
        Source::Generated(generator) => Preparation::of_generated(table, generator),
        Source::File if !is_labeled(&table) => {
            let hint = text!("name the column that says which rows are anomalous 'Is Anomaly', with 0 and 1");
            return Err(Problem::new("", text!("the file has no label to audit"), hint));
        }
        Source::File => Preparation::of_file(table),
    };
    Ok(Auditing::Preparing(Box::new(preparation)))
}

impl Auditing {
    /// Does some ten milliseconds of work. The report, once everything is done.
    pub fn step(&mut self) -> Option<Report> {
        match self {
            Auditing::Preparing(preparation) => {
                if let Some(audit) = preparation.step() {
                    *self = Auditing::Checking(Box::new(audit));
                }
                None
            }
            Auditing::Checking(audit) => audit.step(),
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        match self {
            Auditing::Preparing(_) => Progress { done: 0, total: 1 },
            Auditing::Checking(audit) => {
                let (done, total) = audit.progress();
                Progress { done, total }
            }
        }
    }
}

impl Work for Auditing {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        Ok(Auditing::step(self).map(Answer::Audit))
    }

    fn progress(&self) -> Option<Progress> {
        Some(Auditing::progress(self))
    }
}

/// Begins to try an attack.
///
/// # Errors
/// It cannot be tried.
pub(super) fn try_attack(request: &TryAttack) -> Result<Box<dyn Work>, Vec<Problem>> {
    Ok(Box::new(Trial(Trying::new(&request.configuration, &request.lines)?)))
}

/// A trial under way.
struct Trial(Trying);

impl Work for Trial {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        Ok(self.0.step().map(Answer::TryAttack))
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.0.progress();
        Some(Progress { done, total })
    }
}
