//! Lengths of time that rows are counted by: days, weeks, months and quarters of the calendar.

use chrono::{Datelike, Months, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::engine::issues::{Seconds, date_time};
use crate::engine::text::{Text, date};

/// The most periods that are shown at a time; more days than these become weeks, and so on.
pub const MAX_PERIODS: usize = 1_500;

/// A length of time, the shortest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// Of the calendar.
    Month,
    /// Three months, the first from January on.
    Quarter,
}

impl Period {
    /// All of them, the shortest first.
    pub const ALL: [Period; 4] = [Period::Day, Period::Week, Period::Month, Period::Quarter];

    /// The period with a key of the option.
    pub fn from_key(key: &str) -> Self {
        Period::ALL.into_iter().find(|period| period.key() == key).unwrap_or(Period::Month)
    }

    /// How options name it.
    pub fn key(self) -> &'static str {
        match self {
            Period::Day => "day",
            Period::Week => "week",
            Period::Month => "month",
            Period::Quarter => "quarter",
        }
    }

    /// The first day of the period of a timestamp.
    pub fn start(self, timestamp: Seconds) -> NaiveDate {
        let date = date_time(timestamp).date();
        let first = |month: u32| NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date);
        match self {
            Period::Day => date,
            Period::Week => date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday())),
            Period::Month => first(date.month()),
            Period::Quarter => first(date.month0() / 3 * 3 + 1),
        }
    }

    /// The first day of the period after the one that starts at a day.
    pub fn next(self, start: NaiveDate) -> NaiveDate {
        let months = |count| start.checked_add_months(Months::new(count)).unwrap_or(NaiveDate::MAX);
        match self {
            Period::Day => start + TimeDelta::days(1),
            Period::Week => start + TimeDelta::days(7),
            Period::Month => months(1),
            Period::Quarter => months(3),
        }
    }

    /// The next longer one.
    pub fn longer(self) -> Option<Self> {
        Period::ALL.into_iter().find(|&longer| longer > self)
    }

    /// The name of the period that starts at a day.
    pub fn name(self, start: NaiveDate) -> Text {
        let (year, month) = (start.year(), start.month());
        match self {
            Period::Day => text!("{date}", date = date(start.to_string())),
            Period::Week => text!("Week of {date}", date = date(start.to_string())),
            Period::Month => text!("{month}", month = date(format!("{year}-{month:02}"))),
            Period::Quarter => text!("{year} Q{quarter}", year, quarter = month.div_ceil(3)),
        }
    }
}
