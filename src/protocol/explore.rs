//! Explore: charts, statistics and alerts of a table's rows that a filter leaves.

use serde::{Deserialize, Serialize};

use super::dataset::TableId;
use crate::engine::Configuration;
use crate::engine::explore;
use crate::engine::explore::Scope;
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::filter::Filter;

/// Compute a chart. The page draws it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chart {
    /// The table.
    pub table: TableId,
    /// Which rows.
    pub filter: Filter,
    /// Kind, columns and options; what is left out is chosen by the columns of the table.
    pub request: explore::Request,
}

/// A chart and what it shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Charted {
    /// The chart; where the request cannot be met, one that says why.
    pub chart: explore::Chart,
    /// The request with all columns named and all options set, for the form; as it was asked where it cannot be met.
    pub request: explore::Request,
    /// How many rows the filter leaves.
    pub rows: u64,
}

/// Compute what pandas' `describe`, `info` and `head` give.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Describe {
    /// The table.
    pub table: TableId,
    /// Which rows.
    pub filter: Filter,
    /// Which columns.
    pub scope: Scope,
}

/// Statistics of all columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Described {
    /// Statistics, a table a type of column.
    pub statistics: Vec<Numbers>,
    /// Types and missing cells.
    pub info: Numbers,
    /// The first rows.
    pub head: Numbers,
}

/// Look for what a reader should know: [`Alert`](crate::engine::explore::alerts::Alert).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alerts {
    /// The table.
    pub table: TableId,
    /// Which rows.
    pub filter: Filter,
    /// Which columns.
    pub scope: Scope,
}

/// Work out the report of a table: [`Contents`](crate::report::Contents), which the page writes as HTML.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The table.
    pub table: TableId,
    /// How a reader knows the data.
    pub name: String,
    /// Which rows.
    pub filter: Filter,
    /// The chart that is shown, which comes first; the report has the columns that it looks at.
    pub request: Option<explore::Request>,
    /// What the table was generated from; none for a file. With it comes the audit.
    pub configuration: Option<Configuration>,
}
