//! What page and worker say to each other: [`Request`]s one way, [`Reply`]s the other.
//!
//! A request carries the number of its job and every reply to it the same number. Both sides are built
//! together; [`VERSION`] is compared when the worker announces itself, so that a cached half is noticed.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::engine::Problem;
use crate::engine::audit::Report;
use crate::engine::balance::Part;
use crate::engine::configuration::Override;
use crate::engine::dataset::Summary;
use crate::engine::export::{Download, View};

/// The version of the crate and, after the stroke, of the messages.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "/3");

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
        settings: Vec<Override>,
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
    /// Give the cells of some rows, by their numbers in the combined dataset.
    RowsAt {
        /// The numbers, from 0; at most [`MOST_ROWS`].
        rows: Vec<u32>,
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
    pub settings: Vec<Override>,
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
    Form(Vec<Override>),
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
        settings: Vec<Override>,
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
        /// How far it is, in percent.
        percent: u64,
    },
    /// The form of the options.
    Form {
        /// To be shown as it is.
        html: String,
        /// What a link carries of it; none while a field holds what cannot be used.
        settings: Option<Vec<Override>>,
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

/// What the page tells the explorer, the worker that sorts, filters and draws. A file of the visitor's own, or a canvas,
/// comes beside the message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ExplorerRequest {
    /// The dataset that is shown is this one from now on. Nothing is made of it before it is needed.
    Dataset {
        /// The dataset's number.
        generation: u32,
        /// The preset's key.
        preset: String,
        /// What differs from the preset.
        settings: Vec<Override>,
    },
    /// The choice of a link.
    Choose(Choice),
    /// Whether the view is looked at: what nobody looks at is not drawn.
    Look(bool),
    /// The label that the table is to show alone: anomalous or not.
    Class(Option<bool>),
    /// Something was done in a part of the page that the explorer wrote.
    Act {
        /// The name that the explorer gave it.
        action: String,
        /// The fields that belong to it, and their values.
        fields: Vec<(String, String)>,
    },
    /// Give a range of the table's rows, by number in the combined dataset.
    Order {
        /// The order that is meant.
        version: u32,
        /// The first place.
        first: u64,
        /// How many; at most [`MOST_ROWS`].
        count: u32,
    },
    /// The size and the look of the surface for charts.
    Surface(Surface),
    /// The pointer is at this place of the chart, in logical pixels; outside, if negative.
    Point {
        /// From the left.
        x: i32,
        /// From the top.
        y: i32,
        /// Whether it was pressed.
        pressed: bool,
    },
    /// Show what these settings would change, on a sample.
    Preview {
        /// The preset's key.
        preset: String,
        /// What differs from the preset.
        settings: Vec<Override>,
    },
    /// A file beside the message is to be looked at.
    Open {
        /// Its name.
        name: String,
        /// Whether the page made it by balancing.
        balanced: bool,
    },
}

/// The surface for charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Surface {
    /// The width in logical pixels.
    pub width: u32,
    /// Pixels of the screen for each of those.
    pub ratio: f64,
    /// Whether the page is dark.
    pub dark: bool,
}

/// What is looked at: texts that the explorer alone reads, and that links carry as settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The filter, as [`Filter::text`](crate::engine::explore::filter::Filter::text) writes it.
    pub filter: String,
    /// The order: a column, and ` down` after it where the greatest comes first.
    pub sort: String,
    /// The chart, as [`Request::write`](crate::engine::explore::Request::write) writes it.
    pub chart: String,
}

impl Choice {
    /// What the paths of its settings begin with.
    pub const PREFIX: &str = "explore.";

    /// What settings say; those of other views are left alone.
    pub fn of(settings: &[Override]) -> Self {
        let text = |name: &str| {
            let found =
                settings.iter().find(|setting| setting.path.strip_prefix(Choice::PREFIX) == Some(name));
            found.map(|setting| setting.value.clone()).unwrap_or_default()
        };
        Choice { filter: text("filter"), sort: text("sort"), chart: text("chart") }
    }

    /// The settings that say it, by path.
    pub fn settings(&self) -> Vec<Override> {
        let values = [("chart", &self.chart), ("filter", &self.filter), ("sort", &self.sort)];
        let chosen = values.into_iter().filter(|(_, value)| !value.is_empty());
        chosen
            .map(|(name, value)| Override { path: format!("{}{name}", Choice::PREFIX), value: value.clone() })
            .collect()
    }
}

/// What the table shows of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The dataset's number.
    pub generation: u32,
    /// A new number for every order.
    pub version: u32,
    /// How many rows; none where all are shown in the dataset's own order.
    pub rows: Option<u64>,
    /// The column that the rows are sorted by, by its place, and whether the greatest comes first.
    pub sort: Option<(u32, bool)>,
    /// The columns that rows are filtered by, by their places.
    pub filtered: Vec<u32>,
    /// The columns that are not shown, by their places.
    pub hidden: Vec<u32>,
    /// What a link carries of it.
    pub choice: Choice,
}

/// What the explorer answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ExplorerReply {
    /// It takes requests; its [`VERSION`].
    Ready(String),
    /// Work goes on.
    Progress {
        /// Work done.
        done: u64,
        /// Work in all; none is left where it equals what is done.
        total: u64,
    },
    /// What stands in a part of the page, by its id.
    Part {
        /// The id of the element.
        id: String,
        /// What stands in it.
        html: String,
    },
    /// What the headers of the table show, by place: a small picture of each column.
    Headers(Vec<String>),
    /// What the table shows.
    Shown(Shown),
    /// The rows that were asked for, by number in the combined dataset.
    Numbers {
        /// The order that was meant.
        version: u32,
        /// The first place.
        first: u64,
        /// The numbers.
        rows: Vec<u32>,
    },
    /// The height of the chart that was drawn, in logical pixels; 0 where there is none.
    Drawn(u32),
    /// What the chart shows at a place, and where: left, top, width and height in logical pixels.
    Marked(Option<[i32; 4]>, String),
    /// A dialog is to be opened, or closed.
    Dialog(bool),
    /// A file is there; its Blob comes beside this message.
    File(String),
    /// It cannot be done.
    Failed(Vec<Problem>),
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
    /// The color of its scenario, `#rrggbb`.
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
