//! Timestamps of a column.

use std::collections::TryReserveError;

use super::picked;
use crate::engine::dataset::Record;
use crate::engine::issues::Seconds;

/// What a missing timestamp is stored as.
const NO_TIMESTAMP: Seconds = Seconds::MIN;

/// Points in time, in seconds since 1970-01-01 00:00:00 without a time zone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timestamps {
    seconds: Vec<Seconds>,
}

impl Timestamps {
    /// Those of the cells; not a number where one is missing.
    pub fn of(cells: &[f64]) -> Self {
        let seconds = |value: &f64| if value.is_nan() { NO_TIMESTAMP } else { *value as Seconds };
        Timestamps { seconds: cells.iter().map(seconds).collect() }
    }

    /// The seconds of a row, if it has a timestamp.
    #[inline]
    pub fn seconds(&self, row: usize) -> Option<Seconds> {
        self.seconds.get(row).copied().filter(|seconds| *seconds != NO_TIMESTAMP)
    }

    /// The seconds of a row; not a number where the timestamp is missing.
    #[inline]
    pub fn get(&self, row: usize) -> f64 {
        self.seconds(row).map_or(f64::NAN, |seconds| seconds as f64)
    }

    /// All of them, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.seconds.len()).map(|row| self.get(row))
    }

    pub(super) fn len(&self) -> usize {
        self.seconds.len()
    }

    /// The bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.seconds.as_slice())
    }

    /// # Errors
    /// There is no memory for more cells.
    pub(super) fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.seconds.try_reserve_exact(rows)
    }

    /// Those of some rows, in this order.
    pub(super) fn at(&self, rows: &[u32]) -> Self {
        Timestamps { seconds: picked(&self.seconds, rows) }
    }

    /// Appends those of drawn rows.
    pub(super) fn extend(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<Seconds>) {
        self.seconds.extend(records.iter().map(|record| value(record).unwrap_or(NO_TIMESTAMP)));
    }
}
