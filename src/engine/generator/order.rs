//! The order of the rows: none, which a keyed permutation computes row by row, or that of time, which is planned before
//! any row is made and takes four bytes a row.

use std::collections::TryReserveError;
use std::sync::Arc;

use super::Source;
use crate::engine::configuration::Configuration;
use crate::engine::issues::{Class, Seconds};
use crate::engine::random::{Permutation, Purpose, Streams};

/// Which drawn row stands where, and which class it is drawn from.
#[derive(Clone, Debug)]
pub struct Order {
    permutation: Permutation,
    anomalous_rows: u64,
    /// By row: its number where rows come in no order. None where they come in no order.
    by_time: Option<Arc<Vec<u32>>>,
}

impl Order {
    /// No order.
    pub(super) fn random(configuration: &Configuration) -> Self {
        let streams = Streams::new(configuration.seed);
        Order {
            permutation: Permutation::new(streams, Purpose::RowOrder, configuration.rows),
            anomalous_rows: configuration.anomalous_rows(),
            by_time: None,
        }
    }

    /// The number that a row has where rows come in no order: what is drawn of it follows from this number.
    pub fn drawn(&self, row: u64) -> u64 {
        let by_time = self.by_time.as_ref().and_then(|by_time| by_time.get(usize::try_from(row).ok()?));
        by_time.map_or(row, |&drawn| drawn.into())
    }

    /// The class of a row, and its number in that class. The permutation mixes the classes, so that in no order neither
    /// the place of a row nor its id says anything about its label.
    pub fn place(&self, row: u64) -> (Class, u64) {
        self.class_of(self.permutation.of(self.drawn(row)))
    }

    /// The class of a place among the rows of both classes, anomalous ones first, and its number there.
    fn class_of(&self, place: u64) -> (Class, u64) {
        if place < self.anomalous_rows {
            (Class::Anomalous, place)
        } else {
            (Class::Normal, place - self.anomalous_rows)
        }
    }
}

/// Rows whose times a step draws: some milliseconds.
const ROWS_PER_STEP: u64 = 16_384;

/// The order of time in the making. It takes twelve bytes a row.
#[derive(Debug)]
pub(super) struct ByTime {
    /// For each place that was looked at, the time of its row, above the row's number in no order.
    keys: Vec<u64>,
    /// What becomes of the keys once they are sorted.
    drawn: Vec<u32>,
    planned: u64,
    rows: u64,
}

impl ByTime {
    /// Of so many rows.
    ///
    /// # Errors
    /// There is no memory for them.
    pub(super) fn new(rows: u64) -> Result<Self, TryReserveError> {
        let (mut keys, mut drawn) = (Vec::new(), Vec::new());
        // More than memory can address is refused as well.
        let count = usize::try_from(rows).unwrap_or(usize::MAX);
        keys.try_reserve_exact(count)?;
        drawn.try_reserve_exact(count)?;
        Ok(ByTime { keys, drawn, planned: 0, rows })
    }

    /// How many rows have their times, of how many.
    pub(super) fn planned(&self) -> (u64, u64) {
        (self.planned, self.rows)
    }

    /// Draws some more times, class by class. Whether there are more to draw.
    pub(super) fn step(&mut self, order: &Order, source: &mut Source) -> bool {
        let (class, number) = order.class_of(self.planned);
        let end = if class == Class::Anomalous { order.anomalous_rows } else { self.rows };
        let count = ROWS_PER_STEP.min(end - self.planned);
        source.times(class, number..number + count, |time| {
            self.keys.push(key(time, order.permutation.index_of(self.planned)));
            self.planned += 1;
        });
        self.planned < self.rows
    }

    /// Puts the rows in the order of their times; of equal times, in that of their numbers.
    pub(super) fn finish(&mut self, order: &mut Order) {
        let mut keys = std::mem::take(&mut self.keys);
        keys.sort_unstable();
        self.drawn.extend(keys.into_iter().map(|key| key as u32));
        order.by_time = Some(Arc::new(std::mem::take(&mut self.drawn)));
    }
}

/// A time above a row's number, so that both put rows in order at once. No day that a configuration can have is before 1970
/// or after 2106, where 32 bits end.
fn key(time: Seconds, drawn: u64) -> u64 {
    debug_assert!(u32::try_from(time).is_ok() && u32::try_from(drawn).is_ok(), "{time}, row {drawn}");
    u64::from(u32::try_from(time.max(0)).unwrap_or(u32::MAX)) << 32 | drawn & u64::from(u32::MAX)
}
