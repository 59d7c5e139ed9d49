//! What is said of a CSV file: statistics of its columns, alerts, and its first rows.

use serde_json::{Value as Json, json};

use super::Scope;
use super::alerts::{Alert, alerts};
use super::chart::Numbers;
use super::describe::{Description, describe, head};
use crate::engine::dataset::csv::CsvFile;

/// Rows that are shown as they are.
const HEAD_ROWS: usize = 5;

/// What is said of a CSV file.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The statistics of its columns.
    pub description: Description,
    /// What a reader should look at.
    pub alerts: Vec<Alert>,
    /// The first rows, as the file has them.
    pub head: Numbers,
}

impl Profile {
    /// Of all rows of a file.
    pub fn of(file: &CsvFile) -> Self {
        let table = &file.table;
        let rows: Vec<u32> = (0..table.rows() as u32).collect();
        let mut head = head(table, &[], 0, Scope::All);
        (0..table.rows().min(HEAD_ROWS)).for_each(|row| head.push(file.cells(row)));
        Profile {
            description: describe(table, &rows, Scope::All),
            alerts: alerts(table, &rows, Scope::All),
            head,
        }
    }

    /// The same for programs.
    pub fn json(&self) -> Json {
        json!({
            "rows": self.description.rows,
            "columns": self.description.columns,
            "alerts": self.alerts,
            "head": self.head,
        })
    }
}
