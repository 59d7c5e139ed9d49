//! What a report holds, as values: whoever has the table works them out, whoever writes the file lays them out.

use serde::{Deserialize, Serialize};

use super::Detectors;
use crate::engine::audit;
use crate::engine::configuration::Override;
use crate::engine::dataset::Table;
use crate::engine::explore::alerts::{Alert, alerts};
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::describe::{describe, head};
use crate::engine::explore::{Chart, Kind, Request, Scope};

/// Rows of the table that are shown as they are.
const HEAD_ROWS: usize = 5;

/// What a report holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// What the data is called.
    pub name: String,
    /// Rows that are looked at.
    pub rows: u64,
    /// Columns of the table.
    pub columns: u64,
    /// Anomalous rows among them; none where there is no label.
    pub anomalous: u64,
    /// What a reader should know.
    pub alerts: Vec<Alert>,
    /// Statistics, a table a type of column.
    pub statistics: Vec<Numbers>,
    /// Types and missing cells.
    pub info: Numbers,
    /// The first rows.
    pub head: Numbers,
    /// The charts.
    pub charts: Vec<Chart>,
    /// What the audit says; none where it was not asked for.
    pub audit: Option<audit::Report>,
    /// How detectors compare; none where they were not compared.
    pub detectors: Option<Box<Detectors>>,
    /// The link that makes the data again, and what its configuration sets apart from its preset; none of a file.
    pub configuration: Option<(String, Vec<Override>)>,
}

impl Contents {
    /// What there is to say of some rows of a table, without charts, audit, detectors and configuration.
    pub fn of(name: &str, table: &Table, rows: &[u32], scope: Scope) -> Self {
        let description = describe(table, rows, scope);
        let anomalous = rows.iter().filter(|&&row| table.labels().get(row as usize) == Some(&true)).count();
        Contents {
            name: name.to_owned(),
            rows: rows.len() as u64,
            columns: scope.columns(table).count() as u64,
            anomalous: anomalous as u64,
            alerts: alerts(table, rows, scope),
            statistics: description.tables(),
            info: description.info(),
            head: head(table, rows, HEAD_ROWS, scope),
            charts: Vec::new(),
            audit: None,
            detectors: None,
            configuration: None,
        }
    }
}

/// The charts of a report for which none are named: those that the table has columns for.
pub fn usual_charts(table: &Table, scope: Scope) -> Vec<Request> {
    let kinds = [
        Kind::Grid,
        Kind::Boxes,
        Kind::Lines,
        Kind::Scatter,
        Kind::Correlation,
        Kind::Matrix,
        Kind::Week,
        Kind::Calendar,
    ];
    let requests = kinds.into_iter().map(|kind| Request::new(kind).within(scope));
    requests.filter(|request| request.checked(table).is_ok()).collect()
}
