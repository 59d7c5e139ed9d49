//! The cells of a column, each type in as few bytes as its values need. Accessors hide the width: a number is read as
//! `f64`, a timestamp as seconds, a category as a code.

mod categories;
mod dictionary;
mod numbers;
mod timestamps;

use std::collections::TryReserveError;

use super::Record;
use crate::engine::issues::Seconds;

pub use categories::Categories;
pub use dictionary::Dictionary;
pub use numbers::Numbers;
pub use timestamps::Timestamps;

/// The code of a missing value of a category.
pub const MISSING: u32 = u32::MAX;

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers.
    Numbers(Numbers),
    /// Points in time.
    Timestamps(Timestamps),
    /// Codes of names.
    Categories(Categories),
}

impl Values {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Timestamps(timestamps) => timestamps.len(),
            Values::Categories(categories) => categories.len(),
        }
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that all cells take, without room for more.
    pub fn bytes(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.bytes(),
            Values::Timestamps(timestamps) => timestamps.bytes(),
            Values::Categories(categories) => categories.bytes(),
        }
    }

    /// Makes room for more cells.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        match self {
            Values::Numbers(numbers) => numbers.try_reserve(rows),
            Values::Timestamps(timestamps) => timestamps.try_reserve(rows),
            Values::Categories(categories) => categories.try_reserve(rows),
        }
    }

    /// The cells of some rows, in this order.
    pub fn at(&self, rows: &[u32]) -> Self {
        match self {
            Values::Numbers(numbers) => Values::Numbers(numbers.at(rows)),
            Values::Timestamps(timestamps) => Values::Timestamps(timestamps.at(rows)),
            Values::Categories(categories) => Values::Categories(categories.at(rows)),
        }
    }

    /// Appends the whole numbers of drawn rows.
    pub(super) fn whole(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<u32>) {
        debug_assert!(matches!(self, Values::Numbers(_)), "a column of whole numbers holds {self:?}");
        let Values::Numbers(numbers) = self else { return };
        numbers.extend(records, value);
    }

    /// Appends the decimal numbers of drawn rows.
    pub(super) fn decimals(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<f64>) {
        debug_assert!(
            matches!(self, Values::Numbers(Numbers::F64(_))),
            "a column of decimals holds {self:?}"
        );
        let Values::Numbers(Numbers::F64(cells)) = self else { return };
        cells.extend(records.iter().map(|record| value(record).unwrap_or(f64::NAN)));
    }

    /// Appends the numbers of drawn rows, from 1.
    pub(super) fn rows(&mut self, records: &[Record], value: impl Fn(&Record) -> u64) {
        debug_assert!(matches!(self, Values::Numbers(_)), "a column of row numbers holds {self:?}");
        let Values::Numbers(numbers) = self else { return };
        records.iter().for_each(|record| numbers.push_row(value(record)));
    }

    /// Appends the codes of drawn rows.
    pub(super) fn codes(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<u32>) {
        debug_assert!(matches!(self, Values::Categories(_)), "a column of categories holds {self:?}");
        let Values::Categories(categories) = self else { return };
        categories.extend(records, value);
    }

    /// Appends the timestamps of drawn rows.
    pub(super) fn timestamps(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<Seconds>) {
        debug_assert!(matches!(self, Values::Timestamps(_)), "a column of timestamps holds {self:?}");
        let Values::Timestamps(timestamps) = self else { return };
        timestamps.extend(records, value);
    }
}

/// The cells of some rows, in this order.
fn picked<T: Copy>(cells: &[T], rows: &[u32]) -> Vec<T> {
    rows.iter().filter_map(|&row| cells.get(row as usize).copied()).collect()
}
