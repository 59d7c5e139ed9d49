//! The time in which the events of a row happen.

use crate::engine::issues::Seconds;

/// A time in which events happen.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    start_ms: i64,
    length_ms: u64,
}

impl Window {
    /// The session of a row: from its timestamp on.
    pub fn new(start: Seconds, secs: u32) -> Self {
        Window { start_ms: start * 1_000, length_ms: u64::from(secs) * 1_000 }
    }

    /// The end.
    pub fn end_ms(self) -> i64 {
        self.start_ms + self.length_ms as i64
    }

    /// The part between two hundredths.
    pub fn part(self, from: u64, to: u64) -> Self {
        let start_ms = self.start_ms + (self.length_ms * from / 100) as i64;
        Window { start_ms, length_ms: self.length_ms * (to - from) / 100 }
    }

    /// A time, from random bits.
    pub fn at(self, bits: u32) -> i64 {
        self.start_ms + ((u128::from(self.length_ms) * u128::from(bits)) >> 32) as i64
    }

    /// The next of so many times that are still to come: the window begins there from now on.
    pub fn next(&mut self, rest: u32, bits: u32) -> i64 {
        // On average an equal part of what is left; at most twice as much.
        let share = (u128::from(self.length_ms) * u128::from(bits) / u128::from(rest.max(1))) >> 31;
        let step = (share as u64).min(self.length_ms);
        self.start_ms += step as i64;
        self.length_ms -= step;
        self.start_ms
    }

    /// A duration from a time on, within the window and mostly short, from random bits.
    pub fn up_to(self, time_ms: i64, bits: u32) -> u32 {
        let left = (self.end_ms() - time_ms).max(0) as u128;
        let square = (u128::from(bits) * u128::from(bits)) >> 32;
        ((left * square) >> 32) as u32
    }
}
