//! The calendar: which days are busy, and how volatile the months are.

use chrono::{Datelike, NaiveDate};

use super::Parameters;
use crate::engine::random::{Purpose, Streams};

/// The rhythms that departments work by.
pub const RHYTHMS: usize = 3;

/// How busy the last three days of a month are, by rhythm; 1 is average.
const MONTH_END: [f64; RHYTHMS] = [1.2, 2.2, 0.9];

/// How busy a Monday to a Sunday is, by rhythm.
const WEEK: [[f64; 7]; RHYTHMS] = [
    [1.1, 1.05, 1.0, 1.0, 0.9, 0.12, 0.08],
    [1.0, 1.0, 1.0, 1.05, 1.05, 0.1, 0.05],
    [1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.4],
];

/// How busy January to December is.
const SEASON: [f64; 12] = [1.05, 1.0, 1.05, 1.0, 0.95, 0.95, 0.85, 0.8, 1.05, 1.1, 1.15, 1.05];

/// The share of a month's deviation that the next month keeps.
const REVERSION: f64 = 0.7;

/// The measures that are volatile from month to month: impact, cost, transfer.
pub const VOLATILE: usize = 3;

/// The days of the data.
#[derive(Debug)]
pub struct Calendar {
    /// The first day, in days since 1970-01-01.
    first_day: i64,
    /// By rhythm and day: the share of activity up to the end of that day.
    shares: [Vec<f64>; RHYTHMS],
    /// By day: its month, counted from the first.
    months: Vec<u16>,
    /// By month: a factor on each volatile measure.
    volatility: Vec<[f64; VOLATILE]>,
}

impl Calendar {
    /// The calendar of a seed and of parameters that were checked.
    pub fn new(seed: u64, parameters: &Parameters) -> Self {
        let p = parameters;
        let days = p.days() as usize;
        let mut shares: [Vec<f64>; RHYTHMS] = std::array::from_fn(|_| Vec::with_capacity(days));
        let mut months = Vec::with_capacity(days);
        let mut sums = [0.0; RHYTHMS];
        for date in p.start_date.iter_days().take(days) {
            let ends = (date + chrono::Days::new(3)).month() != date.month();
            for rhythm in 0..RHYTHMS {
                let week = WEEK[rhythm][date.weekday().num_days_from_monday() as usize];
                let busy = week * SEASON[date.month0() as usize] * if ends { MONTH_END[rhythm] } else { 1.0 };
                sums[rhythm] += 1.0 + p.rhythm * (busy - 1.0);
                shares[rhythm].push(sums[rhythm]);
            }
            months.push((month(date) - month(p.start_date)) as u16);
        }
        for (shares, sum) in shares.iter_mut().zip(sums) {
            shares.iter_mut().for_each(|share| *share /= sum);
        }
        let step = p.monthly_volatility;
        let mut stream = Streams::new(seed).stream(Purpose::Volatility);
        let mut walk = [0.0; VOLATILE];
        let volatility = (0..=months.last().copied().unwrap_or(0))
            .map(|_| {
                walk = walk.map(|deviation| REVERSION * deviation + step * stream.normal(0.0, 1.0));
                walk.map(libm::exp)
            })
            .collect();
        let first_day = (p.start_date - NaiveDate::default()).num_days();
        Calendar { first_day, shares, months, volatility }
    }

    /// The number of days.
    pub fn days(&self) -> u32 {
        self.months.len() as u32
    }

    /// The day, counted from the first, up to which a share of all activity lies.
    pub fn day(&self, rhythm: usize, share: f64) -> u32 {
        let shares = &self.shares[rhythm % RHYTHMS];
        (shares.partition_point(|&end| end <= share) as u32).min(self.days() - 1)
    }

    /// The day of the week, 0 for Monday.
    pub fn weekday(&self, day: u32) -> u32 {
        // 1970-01-01 was a Thursday.
        (self.first_day + i64::from(day) + 3).rem_euclid(7) as u32
    }

    /// The factors on impact, cost and transfer in the month of a day.
    pub fn volatility(&self, day: u32) -> [f64; VOLATILE] {
        let month = self.months.get(day as usize).copied().unwrap_or(0);
        self.volatility.get(usize::from(month)).copied().unwrap_or([1.0; VOLATILE])
    }
}

/// Months since the year 0.
fn month(date: NaiveDate) -> i32 {
    date.year() * 12 + date.month0() as i32
}
