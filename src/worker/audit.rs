//! Audit: in steps, over the rows of a table.

use super::dataset::{Held, Source, Tables};
use super::session::{Sink, Slice, Work};
use crate::engine::audit::{self, Declarations, Report};
use crate::engine::explore::cells::is_labelled;
use crate::engine::{Generator, Problem};
use crate::protocol::audit::Audit;
use crate::protocol::{Answer, Progress};

/// Begins to audit a table.
///
/// # Errors
/// The table is gone, has no labels, or is a file of more rows than an audit looks at.
pub(super) fn audit(tables: &mut Tables, request: &Audit) -> Result<Box<dyn Work>, Vec<Problem>> {
    let held = tables.get(request.table)?;
    Ok(Box::new(begin(held)?))
}

/// An audit under way.
pub(super) enum Auditing {
    /// Its rows are yet to be taken.
    Rows(Box<Generator>),
    /// Its checks are made.
    Checks(Box<audit::Audit>),
}

/// Begins to audit a table.
///
/// # Errors
/// It has no labels, or is a file of more rows than an audit looks at.
pub(super) fn begin(held: &Held) -> Result<Auditing, Vec<Problem>> {
    match &held.source {
        Source::Generated(generated) => {
            Ok(Auditing::Rows(Box::new(Generator::new(generated.configuration())?)))
        }
        Source::File if !is_labelled(&held.table) => {
            let hint = "name the column that says which rows are anomalous 'Is Anomaly', with 0 and 1";
            Err(vec![Problem::new("", "the file has no label to audit", hint)])
        }
        Source::File if held.table.rows() as u64 > audit::MOST_ROWS => {
            let reason = format!("the file has more than {} rows", audit::MOST_ROWS);
            Err(vec![Problem::new("", reason, "use a part of its rows, or the command line")])
        }
        Source::File => {
            let audit = audit::Audit::new(held.table.as_ref().clone(), Declarations::default());
            Ok(Auditing::Checks(Box::new(audit)))
        }
    }
}

impl Auditing {
    /// Does some ten milliseconds of work. The report, once everything is done.
    pub fn step(&mut self) -> Option<Report> {
        match self {
            Auditing::Rows(generator) => {
                *self = Auditing::Checks(Box::new(audit::Audit::of(generator)));
                None
            }
            Auditing::Checks(audit) => audit.step(),
        }
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        match self {
            Auditing::Rows(_) => Progress { done: 0, total: 1 },
            Auditing::Checks(audit) => {
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
