//! Rows in the order of their timestamps, by day, week, month or quarter.

use std::ops::Range;

use chrono::NaiveDate;

use crate::engine::explore::period::{MAX_PERIODS, Period};
use crate::engine::issues::{Seconds, midnight};
use crate::engine::statistics::sorting::{rising, sorted};
use crate::engine::statistics::{quantile, sum};

/// The first day of a period, its timestamp and that of the next, and its part of the order of the rows.
pub type Span = (NaiveDate, [f64; 2], Range<usize>);

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
        let (mut start, mut spans, mut done) = (period.start(first as Seconds), Vec::new(), 0);
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
