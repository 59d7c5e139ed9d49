//! Gradient boosting with shallow trees (Friedman, "Greedy function approximation", 2001).

use super::bins::Binned;
use super::rank::{self, Group};
use super::tree::{Grower, Pair};

/// The trees that boosting adds up.
pub const TREES: u32 = 60;

/// How much of a tree's value boosting takes.
const RATE: f64 = 0.1;

const BOOSTED: Grower = Grower { depth: 3, ridge: 5.0, min_weight: 2.0 };

/// Boosting under way on one fold.
#[derive(Debug)]
pub struct Boosting {
    scores: Vec<f64>,
    learned: Vec<u32>,
    held_out: Vec<u32>,
    pairs: Vec<Pair>,
    trees: u32,
}

impl Boosting {
    /// Prepares to learn from all folds but `fold`.
    pub fn new(labels: &[bool], folds: &[u8], fold: u8) -> Self {
        let (held_out, learned) = part(folds, fold);
        let anomalous = learned.iter().filter(|&&row| is_anomalous(labels, row)).count() as f64;
        let odds = (anomalous + 0.5) / (learned.len() as f64 - anomalous + 0.5);
        Boosting {
            scores: vec![libm::log(odds); labels.len()],
            pairs: vec![[0.0; 2]; labels.len()],
            learned,
            held_out,
            trees: 0,
        }
    }

    /// Whether all trees are there.
    pub fn is_done(&self) -> bool {
        self.trees >= TREES
    }

    /// Adds a tree, and what each feature took from the loss to `gains`, which is by feature.
    pub fn step(&mut self, features: &[Binned], labels: &[bool], gains: &mut [f64]) {
        for &row in &self.learned {
            let probability = 1.0 / (1.0 + libm::exp(-self.scores[row as usize]));
            let target = f64::from(u8::from(is_anomalous(labels, row)));
            self.pairs[row as usize] = [target - probability, probability * (1.0 - probability)];
        }
        let mut leaves: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
        let mut start = 0;
        let tree = BOOSTED.grow(features, &mut self.learned, &self.pairs, |leaf, rows| {
            leaves.push((leaf, start..start + rows.len()));
            start += rows.len();
        });
        for (leaf, range) in leaves {
            let value = RATE * tree.value(leaf);
            for &row in self.learned.get(range).unwrap_or_default() {
                self.scores[row as usize] += value;
            }
        }
        for &row in &self.held_out {
            self.scores[row as usize] += RATE * tree.value(tree.leaf(features, row as usize));
        }
        let mut splits = 0;
        for split in tree.splits() {
            splits += 1;
            let feature = features.get(split.place).map(|binned| binned.feature);
            if let Some(gain) = feature.and_then(|feature| gains.get_mut(feature)) {
                *gain += split.gain;
            }
        }
        // A tree without a split says that nothing more can be learned.
        self.trees = if splits == 0 { TREES } else { self.trees + 1 };
    }

    /// The rows that were held out, in the order of their scores.
    pub fn groups(&self, labels: &[bool]) -> Vec<Group> {
        let of = |&row: &u32| (self.scores[row as usize], is_anomalous(labels, row));
        let (scores, labels): (Vec<f64>, Vec<bool>) = self.held_out.iter().map(of).unzip();
        rank::groups(&scores, &labels)
    }
}

pub(crate) fn is_anomalous(labels: &[bool], row: u32) -> bool {
    labels.get(row as usize).copied().unwrap_or(false)
}

/// The rows of a fold, and the others.
pub fn part(folds: &[u8], fold: u8) -> (Vec<u32>, Vec<u32>) {
    (0..folds.len() as u32).partition(|&row| folds.get(row as usize) == Some(&fold))
}
