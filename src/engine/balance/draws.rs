//! What the samplers ask of chance.

use std::collections::VecDeque;

use crate::engine::random::{Permutation, Purpose, Stream, Streams, mix};

/// What the samplers draw. Every method asks for what it needs of each synthetic row, in a fixed order.
pub trait Draws {
    /// A synthetic row begins: `row` is its number among those of its class.
    fn begin(&mut self, class: u32, row: u64);
    /// Which of `count` rows it starts from.
    fn base(&mut self, count: u32) -> u32;
    /// Towards which of `count` neighbors it goes.
    fn neighbor(&mut self, count: u32) -> u32;
    /// How far it goes, on [0, 1).
    fn gap(&mut self) -> f64;
    /// By what Borderline-SMOTE 2 shortens the way to another class, on [0, 0.5).
    fn shortening(&mut self) -> f64;
    /// Which of `count` categories with equally many votes it takes.
    fn tie(&mut self, count: u32) -> u32;
    /// A standard normal number.
    fn normal(&mut self) -> f64;
    /// Which `size` of the `count` rows of a class are kept: places below `count`, none twice.
    fn kept(&mut self, class: u32, count: u32, size: u32) -> Vec<u32>;
}

/// Draws from the streams of a seed. A synthetic row depends on its class and its number in it alone, so more rows
/// begin with the same rows.
#[derive(Debug)]
pub struct Seeded {
    seed: u64,
    stream: Stream,
}

impl Seeded {
    /// The draws of a seed.
    pub fn new(seed: u64) -> Self {
        Seeded { seed, stream: Streams::new(seed).stream(Purpose::Balance) }
    }
}

impl Draws for Seeded {
    fn begin(&mut self, class: u32, row: u64) {
        self.stream.seek((u64::from(class) << 32).wrapping_add(row));
    }

    fn base(&mut self, count: u32) -> u32 {
        self.stream.below(count)
    }

    fn neighbor(&mut self, count: u32) -> u32 {
        self.stream.below(count)
    }

    fn gap(&mut self) -> f64 {
        self.stream.unit()
    }

    fn shortening(&mut self) -> f64 {
        0.5 * self.stream.unit()
    }

    fn tie(&mut self, count: u32) -> u32 {
        self.stream.below(count)
    }

    fn normal(&mut self) -> f64 {
        self.stream.normal(0.0, 1.0)
    }

    fn kept(&mut self, class: u32, count: u32, size: u32) -> Vec<u32> {
        let streams = Streams::new(mix(self.seed ^ mix(u64::from(class) + 1)));
        let permutation = Permutation::new(streams, Purpose::Thinning, u64::from(count));
        (0..size.min(count)).map(|place| permutation.of(u64::from(place)) as u32).collect()
    }
}

/// Draws that someone else made, such as imbalanced-learn: each kind is handed out in its order, and 0 where none is
/// left.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// See [`Draws::base`].
    pub bases: VecDeque<u32>,
    /// See [`Draws::neighbor`].
    pub neighbors: VecDeque<u32>,
    /// See [`Draws::gap`].
    pub gaps: VecDeque<f64>,
    /// See [`Draws::shortening`].
    pub shortenings: VecDeque<f64>,
    /// See [`Draws::tie`].
    pub ties: VecDeque<u32>,
    /// See [`Draws::normal`].
    pub normals: VecDeque<f64>,
    /// See [`Draws::kept`], one list a class.
    pub kept: VecDeque<Vec<u32>>,
}

impl Draws for Recorded {
    fn begin(&mut self, _class: u32, _row: u64) {}

    fn base(&mut self, _count: u32) -> u32 {
        self.bases.pop_front().unwrap_or_default()
    }

    fn neighbor(&mut self, _count: u32) -> u32 {
        self.neighbors.pop_front().unwrap_or_default()
    }

    fn gap(&mut self) -> f64 {
        self.gaps.pop_front().unwrap_or_default()
    }

    fn shortening(&mut self) -> f64 {
        self.shortenings.pop_front().unwrap_or_default()
    }

    fn tie(&mut self, _count: u32) -> u32 {
        self.ties.pop_front().unwrap_or_default()
    }

    fn normal(&mut self) -> f64 {
        self.normals.pop_front().unwrap_or_default()
    }

    fn kept(&mut self, _class: u32, _count: u32, _size: u32) -> Vec<u32> {
        self.kept.pop_front().unwrap_or_default()
    }
}
