//! Parts that add up: a whole number is divided into parts of random size, to the last unit.

use crate::engine::random::Stream;

/// Divides a total into so many parts, one at a time.
pub struct Split {
    rest: u64,
    parts: u64,
}

impl Split {
    /// A total that is to be divided into so many parts.
    pub fn new(total: u64, parts: u32) -> Self {
        Split { rest: total, parts: parts.into() }
    }

    /// The next part; the last is what remains.
    pub fn next(&mut self, draws: &mut Stream) -> u64 {
        // Up to twice the mean of what remains.
        let share = u64::from(draws.bits32());
        if self.parts <= 1 {
            self.parts = 0;
            return std::mem::take(&mut self.rest);
        }
        let part = (u128::from(self.rest) * u128::from(2 * share) / u128::from(self.parts)) >> 32;
        self.parts -= 1;
        let part = (part as u64).min(self.rest);
        self.rest -= part;
        part
    }
}

/// A random whole number below `count`, from 32 random bits.
pub fn below(bits: u32, count: u64) -> u64 {
    ((u128::from(bits) * u128::from(count)) >> 32) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Purpose, Streams};

    #[test]
    fn parts_add_up() {
        let mut stream = Streams::new(7).stream(Purpose::Log);
        for total in [0, 1, 7, 1_000, 1_000_000_000_000_000_000, u64::MAX] {
            for parts in [1, 2, 3, 60] {
                let mut split = Split::new(total, parts);
                let found: Vec<u64> = (0..parts).map(|_| split.next(&mut stream)).collect();
                assert_eq!(found.iter().map(|&part| u128::from(part)).sum::<u128>(), total.into());
            }
        }
    }
}
