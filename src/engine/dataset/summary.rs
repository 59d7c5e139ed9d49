//! The counts that a page shows above a dataset.

use super::Record;
use crate::engine::issues::Class;

/// Rows by class, and by threat level and severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Summary {
    /// Normal rows.
    pub normal: u64,
    /// Anomalous rows.
    pub anomalous: u64,
    /// Rows by threat level (first index) and severity (second), each from Low to Critical.
    pub scenarios: [[u64; 4]; 4],
}

impl Summary {
    /// Counts a row.
    pub fn add(&mut self, record: &Record) {
        match record.issue.class {
            Class::Normal => self.normal += 1,
            Class::Anomalous => self.anomalous += 1,
        }
        self.scenarios[record.score.level.index()][record.issue.severity.index()] += 1;
    }

    /// All rows.
    pub fn rows(&self) -> u64 {
        self.normal + self.anomalous
    }

    /// Rows by threat level, from Low to Critical.
    pub fn levels(&self) -> [u64; 4] {
        self.scenarios.map(|severities| severities.iter().sum())
    }
}
