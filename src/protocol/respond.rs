//! Respond: the rows of a configuration as a stream, what is said of them, and what other scores and rules would make of them.

use serde::{Deserialize, Serialize};

use super::JobId;
use super::dataset::Contribution;
use crate::engine::Configuration;
use crate::engine::configuration::Override;
use crate::engine::issues::Seconds;

/// Rows that one request can ask for at most.
pub const MAX_ROWS: u32 = 5_000;

/// Begin a stream. The one before ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watch {
    /// What the rows are made of.
    pub configuration: Configuration,
    /// The options that differ from the default, in their text form.
    pub options: Vec<Override>,
    /// The attacks that were launched, as text.
    pub launches: Vec<String>,
    /// So many rows have come before: it goes on where it was.
    pub came: u64,
}

/// A stream has begun.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    /// Which: no two are ever taken for each other.
    pub watch: JobId,
    /// The names of the rules, by set.
    pub rules: Vec<Vec<String>>,
    /// What is known of it so far.
    pub tick: Tick,
}

/// Let rows come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Advance {
    /// Of which stream.
    pub watch: JobId,
    /// How many, at most [`MAX_ROWS`].
    pub rows: u32,
    /// None later than this.
    pub until: Option<Seconds>,
}

/// Launch an attack now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Launch {
    /// In which stream.
    pub watch: JobId,
    /// The attack, as text.
    pub attack: String,
}

/// What came since the last time, and how things are now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tick {
    /// Rows that have come, and all of them as of now.
    pub rows: [u64; 2],
    /// The time of the last row, and of the next.
    pub times: [Option<Seconds>; 2],
    /// Rows that came, by threat level.
    pub levels: [u64; 4],
    /// Alerts that opened, the latest last; of many, the latest.
    pub alerts: Vec<Alert>,
    /// How often each rule fired.
    pub fired: Vec<u64>,
    /// What was done last.
    pub deeds: Vec<Deed>,
    /// Users by state now.
    pub states: [u64; 4],
    /// The users with most points now.
    pub suspects: Vec<Suspect>,
    /// The attacks that were launched.
    pub attacks: Vec<Attack>,
    /// By set of rules: alerts that opened, and how many of these were of anomalous rows.
    pub opened: Vec<[u64; 2]>,
    /// Anomalous rows that came.
    pub anomalous: u64,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// The row's number in the stream's data, from 0.
    pub row: u64,
    /// Its number in the table that is shown; none for the row of a launched attack.
    pub in_table: Option<u64>,
    /// When.
    pub time: Seconds,
    /// Who acted, and from where.
    pub user: String,
    /// From where.
    pub location: String,
    /// What happened.
    pub name: String,
    /// The threat level, 0 to 3.
    pub level: u8,
    /// The threat score.
    pub score: f64,
    /// The state of the user afterwards, 0 to 3.
    pub state: u8,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deed {
    /// When.
    pub time: Seconds,
    /// For which user.
    pub user: String,
    /// What.
    pub action: String,
}

/// A user who is not in the normal state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspect {
    /// The name.
    pub user: String,
    /// The state, 1 to 3.
    pub state: u8,
    /// The points.
    pub points: f64,
}

/// A launched attack so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attack {
    /// What it is, as text that launches it again.
    pub text: String,
    /// The name of its kind.
    pub name: String,
    /// Against whom.
    pub user: String,
    /// Its rows that have come, and all.
    pub seen: [u32; 2],
    /// By set of rules: its rows that opened an alert, and the seconds from its first row to the first of these.
    pub found: Vec<(u32, Option<Seconds>)>,
}

/// Tell why a row opened an alert. Those of the latest alerts are known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// In which stream.
    pub watch: JobId,
    /// The row's number there.
    pub row: u64,
}

/// Everything about a row that came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// What each indicator contributed to the threat score.
    pub contributions: Vec<Contribution>,
    /// The number of the scenario, from 1.
    pub scenario: u8,
    /// What is done first in it.
    pub base_action: String,
    /// The rules that fired: name, condition and action.
    pub fired: Vec<[String; 3]>,
    /// The rules that nearly did: name, and what alone was not met.
    pub near: Vec<[String; 2]>,
    /// The user's rows up to this one, the latest last.
    pub past: Vec<Past>,
    /// How the state of the user changed, the latest last: when, from, to, and the rules that made it.
    pub changes: Vec<(Seconds, u8, u8, Vec<String>)>,
}

/// A row of a user that came before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// When.
    pub time: Seconds,
    /// What the user did.
    pub activity: String,
    /// The threat score.
    pub score: f64,
    /// The threat level, 0 to 3.
    pub level: u8,
    /// Whether it opened an alert.
    pub is_alert: bool,
}

/// Tell what another scoring makes of the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rescore {
    /// The rows, and the scoring to compare with.
    pub before: Configuration,
    /// The other scoring.
    pub after: Configuration,
}

/// Tell what rules do on the rows of a configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The rows.
    pub configuration: Configuration,
    /// The options that differ from the default, in their text form.
    pub options: Vec<Override>,
}
