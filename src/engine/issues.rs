//! How one row is drawn: normal behavior and anomalies.

pub mod campaigns;
pub mod catalog;
pub mod classic;
mod parameters;
pub mod realistic;

use chrono::{DateTime, NaiveDate, NaiveDateTime};

pub use parameters::{Activity, Category, CategoryKind, Model, Parameters, Size, Status};

use super::level::Level;
use super::random::mix;

/// Whether a row is normal or anomalous: the label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Everyday behavior.
    #[default]
    Normal,
    /// What a detector is to find.
    Anomalous,
}

impl Class {
    /// Both, normal first.
    pub const ALL: [Class; 2] = [Class::Normal, Class::Anomalous];

    /// The name of the class.
    pub fn name(self) -> &'static str {
        match self {
            Class::Normal => "Normal",
            Class::Anomalous => "Anomalous",
        }
    }
}

/// Seconds since 1970-01-01 00:00:00, without a time zone.
pub type Seconds = i64;

/// Seconds of a day.
pub const DAY: Seconds = 86_400;

/// Midnight at the start of a day.
pub fn midnight(date: NaiveDate) -> Seconds {
    date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp()
}

/// The date and time of a timestamp; 1970-01-01 where it is out of every range.
pub fn date_time(timestamp: Seconds) -> NaiveDateTime {
    DateTime::from_timestamp(timestamp, 0).unwrap_or_default().naive_utc()
}

/// One row as it was drawn. Names of lists are codes, indices into the configuration's list; what follows
/// from other values (risk level, date of resolution, score) is computed from them where it is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Issue {
    /// The label; [`Mark::truth`] is right where this is not.
    pub class: Class,
    /// Code of the category.
    pub category: u16,
    /// Severity.
    pub severity: Level,
    /// Code of the status.
    pub status: u16,
    /// Number of the reporter, from 0.
    pub reporter: u32,
    /// Number of the assignee, from 0.
    pub assignee: u32,
    /// When the issue was reported.
    pub reported: Seconds,
    /// When the activity took place.
    pub activity_time: Seconds,
    /// Days from report to response.
    pub response_days: u32,
    /// When it is resolved, if its status is a closed one.
    pub resolution: Seconds,
    /// Impact score, 1 to 10.
    pub impact: u8,
    /// Code of the department.
    pub department: u16,
    /// Cost, two decimals.
    pub cost: f64,
    /// Number of the user, from 0.
    pub user: u32,
    /// Code of the activity type.
    pub activity_type: u16,
    /// Code of the user's location.
    pub user_location: u16,
    /// Code of the IP address's location.
    pub ip_location: u16,
    /// Length of the session in seconds.
    pub session_secs: u32,
    /// Files accessed in the session.
    pub files: u32,
    /// Login attempts.
    pub login_attempts: u32,
    /// Data transferred in MB, three decimals.
    pub transfer_mb: f64,
    /// CPU usage in percent, two decimals.
    pub cpu_percent: f64,
    /// Memory in MB, two decimals.
    pub memory_mb: f64,
    /// What stands beside the row.
    pub mark: Mark,
}

/// What stands beside a row: its session and device, and what the answer key knows of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mark {
    /// The number of its session, from 1; 0 where rows have no sessions.
    pub session: u64,
    /// The number of its campaign, from 1; 0 for none.
    pub campaign: u32,
    /// The true class.
    pub truth: Class,
    /// Which of its category's two issue names it has.
    pub name: u8,
    /// The attack's place in [`campaigns::ATTACKS`], from 1; 0 for none.
    pub attack: u8,
    /// The phase of the attack, from 0.
    pub phase: u8,
    /// The place in [`campaigns::PATTERNS`] of how it departs from the user's baseline.
    pub pattern: u8,
    /// The place in [`campaigns::OUTLIERS`], from 1, of a normal row that looks like an attack; 0 for others.
    pub benign: u8,
    /// The number of the shared device that it came from; 0 for the user's own.
    pub device: u8,
    /// Which cells are missing, as bits in the order of [`realistic::defects::MISSABLE`].
    pub missing: u8,
}

impl Issue {
    /// The risk level that follows from the impact score.
    pub fn risk_level(&self) -> Level {
        risk_level(self.impact)
    }

    /// When the issue was resolved, if its status is a closed one.
    pub fn resolved(&self, closed: bool) -> Option<Seconds> {
        closed.then_some(self.resolution)
    }
}

/// When an issue is resolved, at the very time of day at which it was reported: in the classic model.
pub fn resolution_to_the_second(reported: Seconds, response_days: u32) -> Seconds {
    reported + Seconds::from(response_days) * DAY
}

/// When an issue is resolved, at some time between 8:00 and 18:00, mostly around 13:00. It follows from the report and the
/// days alone, so that it can be computed for any row.
pub fn resolution_in_working_hours(reported: Seconds, response_days: u32) -> Seconds {
    const OPENS: Seconds = 8 * 3_600;
    const OPEN_SECS: u64 = 10 * 3_600;
    let key = mix(reported as u64 ^ (u64::from(response_days) << 48));
    let second = |bits: u64| ((bits & 0xffff) * OPEN_SECS) >> 16;
    let into_the_day = (second(key) + second(key >> 16)) / 2;
    let day = reported.div_euclid(DAY) + Seconds::from(response_days);
    day * DAY + OPENS + into_the_day as Seconds
}

/// The risk level that follows from an impact score: above 8 Critical, above 5 High, above 3 Medium.
pub fn risk_level(impact: u8) -> Level {
    match impact {
        9.. => Level::Critical,
        6..=8 => Level::High,
        4..=5 => Level::Medium,
        _ => Level::Low,
    }
}

/// Rounds to a number of decimals, given as a power of ten, so that what is scored is what is exported.
pub fn rounded(value: f64, power: f64) -> f64 {
    (value * power).round() / power
}
