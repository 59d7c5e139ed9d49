//! Explore: charts, statistics, alerts and the report of the rows that a filter leaves.

use std::rc::Rc;

use super::audit::{self, Auditing};
use super::dataset::Tables;
use super::session::{Sink, Slice, Work};
use crate::engine::configuration::link::Link;
use crate::engine::dataset::Table;
use crate::engine::explore::alerts::{self, Alert};
use crate::engine::explore::{self, Chart, describe};
use crate::engine::{Problem, Text, audit as engine};
use crate::protocol::explore as asked;
use crate::protocol::{Answer, Progress};
use crate::report::{Contents, usual_charts};

/// Rows of the table that are shown as they are.
const HEAD_ROWS: usize = 5;

/// A chart.
///
/// # Errors
/// The table is gone, or the filter cannot be applied to it. A chart that the table has no columns for says so itself.
pub(super) fn chart(tables: &mut Tables, request: &asked::Chart) -> Result<asked::Charted, Problem> {
    let held = tables.get(request.table)?;
    let table = Rc::clone(&held.table);
    let rows = held.filtered(&request.filter)?;
    let asked = &request.request;
    let made = asked.checked(&table).and_then(|checked| {
        let chart = explore::chart(&table, rows, &checked)?;
        Ok((chart, checked))
    });
    let (chart, request) = made.unwrap_or_else(|problem| {
        let reason = text!("{reason}: {hint}.", reason = problem.reason, hint = problem.hint);
        (Chart::explained(Text::declared(asked.kind.declared().name), reason), asked.clone())
    });
    Ok(asked::Charted { chart, request, rows: rows.len() as u64 })
}

/// Statistics.
///
/// # Errors
/// The table is gone, or the filter cannot be applied to it.
pub(super) fn describe(tables: &mut Tables, request: &asked::Describe) -> Result<asked::Described, Problem> {
    let held = tables.get(request.table)?;
    let table = Rc::clone(&held.table);
    let rows = held.filtered(&request.filter)?;
    let description = describe::describe(&table, rows, request.scope);
    Ok(asked::Described {
        statistics: description.tables(),
        info: description.info(),
        head: describe::head(&table, rows, HEAD_ROWS, request.scope),
    })
}

/// Alerts.
///
/// # Errors
/// The table is gone, or the filter cannot be applied to it.
pub(super) fn alerts(tables: &mut Tables, request: &asked::Alerts) -> Result<Vec<Alert>, Problem> {
    let held = tables.get(request.table)?;
    let table = Rc::clone(&held.table);
    Ok(alerts::alerts(&table, held.filtered(&request.filter)?, request.scope))
}

/// Begins to work out a report: the audit first, in steps, then what there is to say, then chart by chart.
///
/// # Errors
/// The table is gone, or the filter cannot be applied to it.
pub(super) fn report(tables: &mut Tables, request: asked::Report) -> Result<Box<dyn Work>, Problem> {
    let held = tables.get(request.table)?;
    let rows = held.filtered(&request.filter)?.to_vec();
    let auditing = audit::begin(held).ok();
    Ok(Box::new(Reporting {
        table: Rc::clone(&held.table),
        rows,
        request,
        auditing,
        audit: None,
        contents: None,
        charts: Vec::new(),
    }))
}

struct Reporting {
    table: Rc<Table>,
    rows: Vec<u32>,
    request: asked::Report,
    /// None where there is nothing to audit, and when that is done.
    auditing: Option<Auditing>,
    audit: Option<engine::Report>,
    contents: Option<Contents>,
    /// The charts that are still to be computed, the last one first.
    charts: Vec<explore::Request>,
}

impl Work for Reporting {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        if let Some(auditing) = &mut self.auditing {
            self.audit = auditing.step();
            if self.audit.is_some() {
                self.auditing = None;
            }
            return Ok(None);
        }
        let Some(contents) = &mut self.contents else {
            let scope = self.request.request.as_ref().map(explore::Request::scope).unwrap_or_default();
            let mut charts = usual_charts(&self.table, scope);
            if let Some(shown) = self.request.request.take().filter(|shown| !charts.contains(shown)) {
                charts.insert(0, shown);
            }
            charts.reverse();
            self.charts = charts;
            let configuration = self.request.configuration.as_ref().map(|configuration| {
                (format!("#{}", Link::of(configuration.clone()).write()), configuration.overrides())
            });
            let contents = Contents::of(&self.request.name, &self.table, &self.rows, scope);
            self.contents = Some(Contents { audit: self.audit.take(), configuration, ..contents });
            return Ok(None);
        };
        if let Some(request) = self.charts.pop() {
            contents.charts.push(explore::chart(&self.table, &self.rows, &request)?);
            return Ok(None);
        }
        Ok(self.contents.take().map(Answer::Report))
    }

    fn progress(&self) -> Option<Progress> {
        self.auditing.as_ref().map(Auditing::progress)
    }
}
