//! ChaCha with 8 rounds for WebAssembly: the words of `rand`'s, which has code for the vectors of processors and none for
//! WebAssembly's, in half the time. Four blocks are made side by side, one in each lane of a vector (Bernstein, "ChaCha, a variant
//! of Salsa20", 2008; its counter and stream of 64 bits each). The golden hashes, which are checked in browsers, depend on it.

use core::arch::wasm32::{
    i8x16_shuffle, u32x4, u32x4_add, u32x4_extract_lane, u32x4_shl, u32x4_shr, u32x4_splat, v128, v128_or,
    v128_xor,
};

/// Words of a block.
const WORDS: usize = 16;
/// Blocks that are made at once.
const BLOCKS: usize = 4;
/// Double rounds.
const DOUBLE_ROUNDS: usize = 4;
/// "expand 32-byte k".
const CONSTANTS: [u32; 4] = [0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574];

/// A stream of words.
#[derive(Debug)]
pub struct ChaCha8 {
    /// What a block is made of but for its number: constants, key, and the stream in the last two words.
    start: [u32; WORDS],
    /// The number of the next block.
    counter: u64,
    /// The blocks at hand, word by word.
    words: [[u32; BLOCKS]; WORDS],
    /// The place of the next word in them, block after block.
    next: usize,
}

impl ChaCha8 {
    /// The stream 0 of a key.
    pub fn from_seed(key: [u8; 32]) -> Self {
        let mut start = [0; WORDS];
        let key = key.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes));
        start.iter_mut().zip(CONSTANTS.into_iter().chain(key)).for_each(|(word, value)| *word = value);
        ChaCha8 { start, counter: 0, words: [[0; BLOCKS]; WORDS], next: WORDS * BLOCKS }
    }

    /// Goes to the start of a stream.
    pub fn set_stream(&mut self, stream: u64) {
        [self.start[14], self.start[15]] = halves(stream);
        (self.counter, self.next) = (0, WORDS * BLOCKS);
    }

    /// The next word.
    pub fn next_u32(&mut self) -> u32 {
        if self.next == WORDS * BLOCKS {
            self.make();
        }
        let word = self.words[self.next % WORDS][self.next / WORDS];
        self.next += 1;
        word
    }

    /// The next two words, the low one first.
    pub fn next_u64(&mut self) -> u64 {
        let low = u64::from(self.next_u32());
        u64::from(self.next_u32()) << 32 | low
    }

    /// Makes the next blocks.
    #[inline(never)]
    fn make(&mut self) {
        let number = |block| halves(self.counter.wrapping_add(block));
        let [first, second, third, last] = [number(0), number(1), number(2), number(3)];
        let mut start = self.start.map(|word| u32x4_splat(word));
        start[12] = u32x4(first[0], second[0], third[0], last[0]);
        start[13] = u32x4(first[1], second[1], third[1], last[1]);
        let mut state = start;
        for _ in 0..DOUBLE_ROUNDS {
            quarter_round(&mut state, 0, 4, 8, 12);
            quarter_round(&mut state, 1, 5, 9, 13);
            quarter_round(&mut state, 2, 6, 10, 14);
            quarter_round(&mut state, 3, 7, 11, 15);
            quarter_round(&mut state, 0, 5, 10, 15);
            quarter_round(&mut state, 1, 6, 11, 12);
            quarter_round(&mut state, 2, 7, 8, 13);
            quarter_round(&mut state, 3, 4, 9, 14);
        }
        for ((words, state), start) in self.words.iter_mut().zip(state).zip(start) {
            let sum = u32x4_add(state, start);
            *words = [
                u32x4_extract_lane::<0>(sum),
                u32x4_extract_lane::<1>(sum),
                u32x4_extract_lane::<2>(sum),
                u32x4_extract_lane::<3>(sum),
            ];
        }
        (self.counter, self.next) = (self.counter.wrapping_add(BLOCKS as u64), 0);
    }
}

/// The low and the high half.
fn halves(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

#[inline(always)]
fn quarter_round(state: &mut [v128; WORDS], a: usize, b: usize, c: usize, d: usize) {
    state[a] = u32x4_add(state[a], state[b]);
    state[d] = rotate_16(v128_xor(state[d], state[a]));
    state[c] = u32x4_add(state[c], state[d]);
    state[b] = rotate::<12>(v128_xor(state[b], state[c]));
    state[a] = u32x4_add(state[a], state[b]);
    state[d] = rotate_8(v128_xor(state[d], state[a]));
    state[c] = u32x4_add(state[c], state[d]);
    state[b] = rotate::<7>(v128_xor(state[b], state[c]));
}

#[inline(always)]
fn rotate<const BITS: u32>(word: v128) -> v128 {
    v128_or(u32x4_shl(word, BITS), u32x4_shr(word, 32 - BITS))
}

#[inline(always)]
fn rotate_16(word: v128) -> v128 {
    i8x16_shuffle::<2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13>(word, word)
}

#[inline(always)]
fn rotate_8(word: v128) -> v128 {
    i8x16_shuffle::<3, 0, 1, 2, 7, 4, 5, 6, 11, 8, 9, 10, 15, 12, 13, 14>(word, word)
}
