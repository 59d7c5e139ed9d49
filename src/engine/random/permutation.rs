//! A keyed permutation of 0 … n − 1 that is computed entry by entry, without a table.
//!
//! A Feistel network of six rounds on the next even number of bits, and cycle walking for what falls
//! outside: Black and Rogaway, "Ciphers with arbitrary finite domains", 2002.

use super::stream::{Purpose, Streams};

const ROUNDS: usize = 6;

/// A permutation of the numbers below `count`.
#[derive(Clone, Copy, Debug)]
pub struct Permutation {
    count: u64,
    half_bits: u32,
    keys: [u64; ROUNDS],
}

impl Permutation {
    /// The permutation of 0 … `count` − 1 that belongs to the streams' seed and the purpose.
    pub fn new(streams: Streams, purpose: Purpose, count: u64) -> Self {
        let mut stream = streams.stream(purpose);
        stream.seek(count);
        let bits = u64::BITS - count.saturating_sub(1).leading_zeros();
        Permutation {
            count,
            half_bits: bits.div_ceil(2).max(1),
            keys: std::array::from_fn(|_| stream.bits64()),
        }
    }

    /// The keys of the rounds: with them, and the count, another program permutes in the same way.
    pub fn keys(&self) -> [u64; ROUNDS] {
        self.keys
    }

    /// Where `index` goes. Indices at or above the count stay where they are.
    pub fn of(&self, index: u64) -> u64 {
        if index >= self.count {
            return index;
        }
        let mut value = self.once(index);
        while value >= self.count {
            value = self.once(value);
        }
        value
    }

    /// Which index goes to `place`: the inverse of [`of`](Self::of).
    pub fn index_of(&self, place: u64) -> u64 {
        if place >= self.count {
            return place;
        }
        let mut value = self.once_back(place);
        while value >= self.count {
            value = self.once_back(value);
        }
        value
    }

    fn once(&self, value: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for key in self.keys {
            (left, right) = (right, left ^ (mix(right ^ key) & mask));
        }
        left << self.half_bits | right
    }

    fn once_back(&self, value: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let (mut left, mut right) = (value >> self.half_bits, value & mask);
        for key in self.keys.into_iter().rev() {
            (left, right) = (right ^ (mix(left ^ key) & mask), left);
        }
        left << self.half_bits | right
    }
}

/// The finalizer of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014.
pub fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_occurs_once() {
        for count in [1, 2, 3, 5, 16, 17, 1_000, 4_097] {
            let permutation = Permutation::new(Streams::new(9), Purpose::RowOrder, count);
            assert_eq!(permutation.index_of(count), count);
            let mut seen = vec![false; count as usize];
            for index in 0..count {
                let value = permutation.of(index) as usize;
                assert!(!seen[value], "{value} twice among {count}");
                seen[value] = true;
                assert_eq!(permutation.index_of(value as u64), index);
            }
        }
    }

    #[test]
    fn the_first_fifth_is_spread_evenly() {
        let count = 100_000;
        let permutation = Permutation::new(Streams::new(9), Purpose::RowOrder, count);
        let mut tenths = [0_u32; 10];
        for index in (0..count).filter(|&index| permutation.of(index) < count / 5) {
            tenths[(index * 10 / count) as usize] += 1;
        }
        // 2,000 each, standard deviation 38.
        assert!(tenths.iter().all(|&tenth| (1_800..2_200).contains(&tenth)), "{tenths:?}");
    }
}
