//! Streams of random numbers, each named by a purpose and an index.
//!
//! A stream is ChaCha with 8 rounds whose key is (seed, purpose) and whose nonce is the index. So the
//! numbers of user 17, or of row 4,711, do not depend on how many others were drawn before, and a new
//! purpose leaves all others as they were.

#[cfg(not(target_arch = "wasm32"))]
use rand::{Rng, SeedableRng, rngs::ChaCha8Rng as ChaCha8};

#[cfg(target_arch = "wasm32")]
use super::chacha::ChaCha8;

/// What a stream is for. The numbers are part of the data format: never reuse one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Purpose {
    /// The key of the permutation that mixes the classes into the row order.
    RowOrder = 1,
    /// What is particular to a user; the index is the user's.
    User = 2,
    /// What is particular to a department; the index is the department's.
    Department = 3,
    /// One row; the index is the row's number in its class, twice, plus one for anomalous rows.
    Row = 4,
    /// What is particular to a user of the realistic model; the index is the user's.
    Person = 5,
    /// How volatile the months are.
    Volatility = 6,
    /// A campaign; the index is the campaign's.
    Campaign = 7,
    /// A session; the index is that of its first row in its class, twice, plus one for anomalous rows.
    Session = 8,
    /// One row of the realistic model; the index is as for `Row`.
    Event = 9,
    /// What the users of a department have in common; the index is the department's.
    Peers = 10,
    /// The log that a row unfolds into; the index is the row's in the combined dataset.
    Log = 11,
    /// What an audit draws: which rows it looks at, and its folds. No data depends on it.
    Audit = 1_000,
    /// A synthetic row of balanced data; the index is the class's, times 2³², plus the row's number in its class.
    Balance = 1_001,
    /// Which rows random under-sampling keeps.
    Thinning = 1_002,
    /// How rows are split into a training and a test part; the index is the class.
    Split = 1_003,
    /// Random rows that a quality report compares with.
    Baseline = 1_004,
    /// The trees of an isolation forest; the index is the tree's.
    Detect = 1_005,
    /// What supervised detectors draw: the index of a forest's tree is its number; of a permutation for the importance
    /// of columns, 2³² times the number of their group from 1, plus the number of the repeat.
    Models = 1_006,

    /// The resamples behind intervals of a detector's figures; the index is the resample's.
    Bootstrap = 1_007,
}

/// All streams of one seed.
#[derive(Clone, Copy, Debug)]
pub struct Streams {
    seed: u64,
}

impl Streams {
    /// The streams of a seed.
    pub fn new(seed: u64) -> Self {
        Streams { seed }
    }

    /// The stream of a purpose, at index 0.
    pub fn stream(self, purpose: Purpose) -> Stream {
        let mut key = [0; 32];
        let words =
            [self.seed.to_le_bytes(), u64::from(purpose as u32).to_le_bytes(), *b"CyberDat", *b"aGen rng"];
        for (part, word) in key.chunks_exact_mut(8).zip(words) {
            part.copy_from_slice(&word);
        }
        Stream { generator: ChaCha8::from_seed(key) }
    }
}

/// One stream of random numbers. Draws are of 32 or 64 bits, never of the platform's word size.
#[derive(Debug)]
pub struct Stream {
    generator: ChaCha8,
}

impl Stream {
    /// Goes to the start of the stream of the same purpose at `index`.
    pub fn seek(&mut self, index: u64) {
        self.generator.set_stream(index);
    }

    /// 32 uniform bits.
    pub fn bits32(&mut self) -> u32 {
        self.generator.next_u32()
    }

    /// 64 uniform bits.
    pub fn bits64(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// Uniform on [0, 1), in steps of 2⁻⁵³.
    pub fn unit(&mut self) -> f64 {
        (self.bits64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform on (0, 1), never 0 and never 1: the middles of 2⁵² equal steps.
    pub fn open_unit(&mut self) -> f64 {
        ((self.bits64() >> 12) as f64 + 0.5) * (1.0 / 4_503_599_627_370_496.0)
    }

    /// 64 bits of the stream at `index`, which it is left at.
    pub fn key(&mut self, index: u64) -> u64 {
        self.seek(index);
        self.bits64()
    }

    /// Uniform on [low, high).
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with the given probability, in steps of 2⁻³².
    pub fn chance(&mut self, probability: f64) -> bool {
        f64::from(self.bits32()) < probability * 4_294_967_296.0
    }

    /// A uniform whole number from 0 to `count - 1`; 0 where `count` is 0. Without bias: Lemire, "Fast
    /// random integer generation in an interval", 2019.
    pub fn below(&mut self, count: u32) -> u32 {
        let mut product = u64::from(self.bits32()) * u64::from(count);
        if (product as u32) < count {
            let threshold = count.wrapping_neg() % count.max(1);
            while (product as u32) < threshold {
                product = u64::from(self.bits32()) * u64::from(count);
            }
        }
        (product >> 32) as u32
    }

    /// A uniform whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// An index drawn with the given weights, which sum to 1; the last one takes what rounding leaves.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut rest = f64::from(self.bits32()) * (1.0 / 4_294_967_296.0);
        for (index, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0.0 {
                return index;
            }
        }
        weights.len().saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_stable() {
        let mut stream = Streams::new(7).stream(Purpose::Row);
        stream.seek(3);
        let drawn = [stream.bits32(), stream.bits32(), stream.below(10), stream.between(5, 6)];
        assert_eq!(drawn, [2_945_230_013, 1_837_726_874, 4, 5]);
        assert_eq!(stream.unit(), 0.4696827030578433);
    }

    #[test]
    fn a_stream_is_found_again_and_differs_from_its_neighbors() {
        let mut stream = Streams::new(7).stream(Purpose::Row);
        stream.seek(3);
        let first = stream.bits64();
        stream.seek(4);
        assert_ne!(stream.bits64(), first);
        stream.seek(3);
        assert_eq!(stream.bits64(), first);
        for (seed, purpose) in [(8, Purpose::Row), (7, Purpose::User)] {
            let mut other = Streams::new(seed).stream(purpose);
            other.seek(3);
            assert_ne!(other.bits64(), first);
        }
    }

    #[test]
    fn below_is_uniform_and_in_range() {
        let mut stream = Streams::new(1).stream(Purpose::Row);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7) as usize] += 1;
        }
        // 10,000 each, standard deviation 93.
        assert!(counts.iter().all(|&count| (9_500..10_500).contains(&count)), "{counts:?}");
        assert_eq!(stream.below(1), 0);
        assert_eq!(stream.below(0), 0);
    }
}
