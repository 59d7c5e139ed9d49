//! Dataset: making the table that every view looks at, reading a file into one, and giving ranges of its rows.

use serde::{Deserialize, Serialize};

use super::JobId;
use crate::engine::Configuration;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Role, Summary};
use crate::engine::explore::filter::Filter;
use crate::engine::explore::period::Period;
use crate::engine::explore::query::Query;

/// Rows that one request can ask for at most.
pub const MAX_ROWS: u32 = 256;

/// A table that a worker holds: the number of the job that made it, so that no two are ever taken for each other, even
/// where a fresh worker has made the same rows again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TableId(pub JobId);

/// Make a dataset. The one before stays until the new one is complete, and is dropped then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generate {
    /// What it is made of.
    pub configuration: Configuration,
}

/// A dataset is there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// Its table.
    pub table: TableId,
    /// Its counts.
    pub summary: Summary,
    /// How many campaigns its anomalous rows belong to; none in the classic model.
    pub campaigns: u32,
}

/// Read the CSV file beside the message into a table, which is held until it is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenFile {
    /// The file's name, for messages.
    pub name: String,
}

/// A file was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// Its table.
    pub table: TableId,
    /// Its number of rows.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnInfo>,
}

/// What a form needs to know of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnInfo {
    /// The name.
    pub name: String,
    /// The type.
    pub kind: Type,
    /// What it is to a model.
    pub role: Role,
}

/// Drop the table of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Close {
    /// The table.
    pub table: TableId,
}

/// Give a range of the rows that a query leaves, in its order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    /// The table.
    pub table: TableId,
    /// Filter, class and order.
    pub query: Query,
    /// The first row, counted in the query's answer from 0.
    pub first: u64,
    /// How many; at most [`MAX_ROWS`].
    pub count: u32,
}

/// A range of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The rows; fewer than asked for at the end.
    pub rows: Vec<Row>,
    /// How many rows the query leaves in all.
    pub total: u64,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The row's number in the table, from 0.
    pub number: u64,
    /// Whether it is labeled anomalous.
    pub anomalous: bool,
    /// The color of its scenario, `#rrggbb`; empty where the table has none.
    pub color: String,
    /// The text of each column.
    pub cells: Vec<String>,
}

/// Count the rows of each day, week or month that a filter leaves, whatever it says of the timestamps:
/// [`Timeline`](crate::engine::explore::timeline::Timeline).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timeline {
    /// The table.
    pub table: TableId,
    /// Which rows.
    pub filter: Filter,
    /// How long a period is; none for what suits the data.
    pub period: Option<Period>,
}

/// Give everything about one row of a generated dataset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The table.
    pub table: TableId,
    /// The row's number in the table, from 0.
    pub row: u64,
}

/// Everything about a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowDetails {
    /// The row itself.
    pub row: Row,
    /// What each indicator contributed to the threat score.
    pub contributions: Vec<Contribution>,
    /// The number of the scenario in [`crate::engine::response::SCENARIOS`], from 1.
    pub scenario: u8,
    /// What is done first in it.
    pub base_action: String,
    /// Which of [`crate::engine::response::RULES`] fired.
    pub fired: Vec<bool>,
}

/// What an indicator contributed to a row's threat score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The indicator's name.
    pub name: String,
    /// The text of the cell that it looked at.
    pub value: String,
    /// Its score.
    pub score: f64,
    /// Its weight, 0 to 1.
    pub weight: f64,
    /// What it added to the threat score.
    pub contribution: f64,
}

/// Give a small picture of each column, for the headers of the table: [`Mini`](crate::engine::explore::mini::Mini).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Headers {
    /// The table.
    pub table: TableId,
}

/// Give what a filter's form needs to know of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The table.
    pub table: TableId,
    /// The column's name.
    pub column: String,
}

/// What a filter's form needs to know of a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ColumnFacts {
    /// The column.
    pub column: ColumnInfo,
    /// What its cells hold.
    pub values: ValueFacts,
}

/// What the cells of a column hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ValueFacts {
    /// Categories: each name with its number of rows, in the order of the dictionary, the empty one last; none where
    /// there are too many to list.
    Categories(Option<Vec<(String, u64)>>),
    /// Numbers: the smallest and the largest; none where all cells are empty.
    Numbers(Option<[f64; 2]>),
    /// Timestamps in seconds since 1970-01-01 00:00:00: the first and the last; none where all cells are empty.
    Timestamps(Option<[f64; 2]>),
}

/// Tell what another configuration would change in the dataset that is shown, on a sample:
/// [`Moved`](crate::engine::explore::change::Moved), the column first that moves most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preview {
    /// The configuration that is shown.
    pub before: Configuration,
    /// The other one.
    pub after: Configuration,
}
