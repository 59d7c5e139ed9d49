//! Rows in the order of their timestamps, by day, week, month or quarter.

use std::ops::Range;

use chrono::{Datelike, Months, NaiveDate, TimeDelta};

use crate::engine::issues::{Seconds, date_time, midnight};
use crate::engine::statistics::sorting::{rising, sorted};
use crate::engine::statistics::{quantile, sum};

/// The most periods; more days than these become weeks, and so on.
pub const MAX_PERIODS: usize = 1_500;

/// The first day of a period, its timestamp and that of the next, and its part of the order of the rows.
pub type Span = (NaiveDate, [f64; 2], Range<usize>);

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The period with a key of the option.
    pub fn from_key(key: &str) -> Self {
        match key {
            "day" => Period::Day,
            "week" => Period::Week,
            "quarter" => Period::Quarter,
            _ => Period::Month,
        }
    }

    /// The first day of the period of a timestamp.
    fn start(self, timestamp: f64) -> NaiveDate {
        let date = date_time(timestamp as Seconds).date();
        let first = |month: u32| NaiveDate::from_ymd_opt(date.year(), month, 1).unwrap_or(date);
        match self {
            Period::Day => date,
            Period::Week => date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday())),
            Period::Month => first(date.month()),
            Period::Quarter => first(date.month0() / 3 * 3 + 1),
        }
    }

    fn next(self, start: NaiveDate) -> NaiveDate {
        let months = |count| start.checked_add_months(Months::new(count)).unwrap_or(NaiveDate::MAX);
        match self {
            Period::Day => start + TimeDelta::days(1),
            Period::Week => start + TimeDelta::days(7),
            Period::Month => months(1),
            Period::Quarter => months(3),
        }
    }

    fn longer(self) -> Option<Self> {
        match self {
            Period::Day => Some(Period::Week),
            Period::Week => Some(Period::Month),
            Period::Month => Some(Period::Quarter),
            Period::Quarter => None,
        }
    }

    /// The name of the period that starts at a day.
    pub fn name(self, start: NaiveDate) -> String {
        let month = start.month();
        match self {
            Period::Day => start.to_string(),
            Period::Week => format!("Week of {start}"),
            Period::Month => format!("{}-{month:02}", start.year()),
            Period::Quarter => format!("{} Q{}", start.year(), month.div_ceil(3)),
        }
    }
}

/// Rows in the order of their timestamps, cut into periods without gaps.
pub struct Timeline {
    /// The length of each.
    pub period: Period,
    /// Places among the rows, by timestamp.
    pub order: Vec<u32>,
    /// The first day of each period, its timestamp, that of the next, and its part of the order.
    pub spans: Vec<Span>,
}

impl Timeline {
    /// The timeline of timestamps; with more periods than [`MAX_PERIODS`], of longer ones. None of none.
    pub fn new(timestamps: &[f64], period: Period) -> Option<Self> {
        let order = rising(timestamps);
        let at = |place: u32| timestamps.get(place as usize).copied().unwrap_or(f64::NAN);
        let (first, last) = (at(*order.first()?), at(*order.last()?));
        let (mut start, mut spans, mut done) = (period.start(first), Vec::new(), 0);
        while (midnight(start) as f64) <= last {
            if spans.len() == MAX_PERIODS {
                return Timeline::new(timestamps, period.longer()?);
            }
            let next = period.next(start);
            let ends = [midnight(start) as f64, midnight(next) as f64];
            let until = done + order.get(done..)?.partition_point(|&place| at(place) < ends[1]);
            spans.push((start, ends, done..until));
            (start, done) = (next, until);
        }
        Some(Timeline { period, order, spans })
    }

    /// A figure of each period: of the values that it has.
    pub fn figures(&self, values: &[f64], statistic: &str) -> Vec<f64> {
        let figure = |(_, _, range): &Span| {
            let places = self.order.get(range.clone()).unwrap_or_default();
            let present: Vec<f64> = places
                .iter()
                .filter_map(|&place| values.get(place as usize).copied().filter(|value| value.is_finite()))
                .collect();
            let count = present.len() as f64;
            match statistic {
                "count" => count,
                "sum" => sum(&present, |value| value),
                "median" => quantile(&sorted(&present), 0.5).unwrap_or(f64::NAN),
                _ if present.is_empty() => f64::NAN,
                _ => sum(&present, |value| value) / count,
            }
        };
        self.spans.iter().map(figure).collect()
    }
}
