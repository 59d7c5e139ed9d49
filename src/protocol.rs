//! What page and worker say to each other: [`Request`]s one way, [`Reply`]s the other.
//!
//! A request carries the number of its job and every reply to it the same number. Both sides are built
//! together; [`VERSION`] is compared when the worker announces itself, so that a cached half is noticed.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::Problem;
use crate::engine::audit::Report;
use crate::engine::balance::Part;
use crate::engine::configuration::Setting;
use crate::engine::dataset::Summary;
use crate::engine::export::{Download, View};

/// The version of the crate and, after the stroke, of the messages.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/1");

/// The number of a job. The page counts them up from 1; 0 is the worker speaking unasked.
pub type JobId = u32;

/// The greatest number of rows that one request can ask for.
pub const MOST_ROWS: u32 = 256;

/// The bytes of a message, in the postcard format; none where it cannot be written, which no message of this module is.
pub fn encode(message: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(message).unwrap_or_default()
}

/// The message that bytes stand for.
///
/// # Errors
/// They stand for none: the other side is of another version.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|_| "a message of another version".to_owned())
}

/// What the page asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The job's number, new for every request.
    pub job: JobId,
    /// What is to be done.
    pub command: Command,
}

/// What a worker can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Make a dataset; the one before stays until the new one is complete.
    Generate {
        /// The preset's key.
        preset: String,
        /// What differs from the preset.
        settings: Vec<Setting>,
    },
    /// Give the cells of a range of a view's rows.
    Rows {
        /// The view.
        view: View,
        /// The first row, counted in the view from 0.
        first: u64,
        /// How many; at most [`MOST_ROWS`].
        count: u32,
    },
    /// Give everything about one row.
    Details {
        /// The row's number in the combined dataset, from 0.
        row: u64,
    },
    /// Make a file.
    Export {
        /// Which.
        download: Download,
    },
    /// Stop a job.
    Cancel {
        /// The job to stop.
        job: JobId,
    },
    /// Panic: a drill that tries how the page recovers. No part of the page asks for it.
    Panic,
}

/// What the page asks the audit worker for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuditRequest {
    /// The preset's key.
    pub preset: String,
    /// What differs from the preset.
    pub settings: Vec<Setting>,
}

/// What the audit worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum AuditReply {
    /// It takes a request.
    Ready,
    /// The audit goes on.
    Progress {
        /// Work done.
        done: u64,
        /// Work in all.
        total: u64,
    },
    /// The audit is done.
    Report(Report),
    /// It cannot be done.
    Failed(Vec<Problem>),
}

/// What the page asks the balance worker for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BalanceRequest {
    /// Which rows.
    pub source: BalanceSource,
    /// What is to be done.
    pub task: BalanceTask,
}

/// The fields of a form: name and text of each.
pub type Fields = Vec<(String, String)>;

/// What the balance worker can do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BalanceTask {
    /// Write the form of the options, by what a link carries.
    Form(Vec<Setting>),
    /// Write it again, by what its fields hold.
    Change(Fields),
    /// Look at the rows, and write it again for them.
    Open(Fields),
    /// Balance the rows.
    Balance(Fields),
}

/// Rows to balance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BalanceSource {
    /// Those of a configuration.
    Generated {
        /// The preset's key.
        preset: String,
        /// What differs from the preset.
        settings: Vec<Setting>,
    },
    /// Those of a file, which comes beside the message.
    File,
}

/// What the balance worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum BalanceReply {
    /// It takes a request.
    Ready,
    /// The work goes on.
    Progress {
        /// How far it is, in per cent.
        percent: u64,
    },
    /// The form of the options.
    Form {
        /// To be shown as it is.
        html: String,
        /// What a link carries of it; none while a field holds what cannot be used.
        settings: Option<Vec<Setting>>,
        /// Rows and columns, where these were looked at.
        size: Option<(u64, u64)>,
    },
    /// The rows are balanced; the Blobs of the files come beside this message, in this order.
    Balanced {
        /// The report, to be shown as it is.
        html: String,
        /// Each part, and its rows.
        files: Vec<(Part, u64)>,
    },
    /// It cannot be done, and nothing changed.
    Failed(Problem),
}

/// What the worker answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The job's number.
    pub job: JobId,
    /// What happened.
    pub event: Event,
}

/// What can happen to a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker takes requests.
    Ready {
        /// The worker's [`VERSION`].
        version: String,
    },
    /// A long job goes on.
    Progress {
        /// Rows done.
        done: u64,
        /// Rows in all.
        total: u64,
    },
    /// The dataset is there.
    Generated(Summary),
    /// The rows that were asked for; fewer at the end of the view.
    Rows(Vec<Row>),
    /// What was asked for about a row.
    Details(Box<Details>),
    /// The file is there; its Blob comes beside this message.
    File,
    /// The job was stopped, and nothing changed.
    Cancelled,
    /// The job cannot be done, and nothing changed.
    Failed(Vec<Problem>),
    /// The worker panicked and answers no more.
    Panicked {
        /// What the panic said.
        message: String,
    },
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The row's number in the combined dataset, from 0.
    pub number: u64,
    /// Whether it is anomalous.
    pub anomalous: bool,
    /// The colour of its scenario, `#rrggbb`.
    pub color: String,
    /// The text of each column.
    pub cells: Vec<String>,
}

/// Everything about a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Details {
    /// The row itself.
    pub row: Row,
    /// What each indicator contributed to the threat score.
    pub contributions: Vec<Indicated>,
    /// The number of the scenario in [`crate::engine::response::SCENARIOS`], from 1.
    pub scenario: u8,
    /// Which of [`crate::engine::response::RULES`] fired.
    pub fired: Vec<bool>,
}

/// What an indicator contributed to a row's threat score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicated {
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
