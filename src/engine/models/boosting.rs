//! Gradient boosting with shallow trees (Friedman, "Greedy function approximation", 2001; second-order steps as in Chen
//! and Guestrin, "XGBoost", 2016): every tree corrects the log-odds of those before it. Learns tree by tree, so that a
//! caller can stop in between.

use super::bins::Binned;
use super::rank::{self, Group};
use super::tree::{Grower, Pair, Tree};

/// How boosting learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Boost {
    /// The most trees.
    pub trees: u32,
    /// How much of a tree's value is taken.
    pub rate: f64,
    /// How a tree is grown.
    pub grower: Grower,
}

/// Boosting under way, or done: trees on binned features.
#[derive(Clone, Debug)]
pub struct Boosting {
    boost: Boost,
    base: f64,
    trees: Vec<Tree>,
    is_done: bool,
    /// The rows that it learns from.
    learned: Vec<u32>,
    /// Their log-odds until now, and what the next tree learns from; both by row of the features.
    scores: Vec<f64>,
    pairs: Vec<Pair>,
}

impl Boosting {
    /// Prepares to learn from the rows `learned`.
    pub fn new(boost: Boost, labels: &[bool], learned: Vec<u32>) -> Self {
        let anomalous = learned.iter().filter(|&&row| is_anomalous(labels, row)).count() as f64;
        let base = libm::log((anomalous + 0.5) / (learned.len() as f64 - anomalous + 0.5));
        Boosting {
            boost,
            base,
            trees: Vec::new(),
            is_done: boost.trees == 0,
            scores: vec![base; labels.len()],
            pairs: vec![[0.0; 2]; labels.len()],
            learned,
        }
    }

    /// Whether all trees are there, or one more would not change anything.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// The log-odds before the first tree.
    pub fn base(&self) -> f64 {
        self.base
    }

    /// The trees. The log-odds of a row are the base and the learning rate times the sum of the trees' values.
    pub fn trees(&self) -> &[Tree] {
        &self.trees
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
        let tree = self.boost.grower.grow(features, &mut self.learned, &self.pairs, |leaf, rows| {
            leaves.push((leaf, start..start + rows.len()));
            start += rows.len();
        });
        for (leaf, range) in leaves {
            let value = self.boost.rate * tree.value(leaf);
            for &row in self.learned.get(range).unwrap_or_default() {
                self.scores[row as usize] += value;
            }
        }
        for split in tree.splits() {
            let feature = features.get(split.place).map(|binned| binned.feature);
            if let Some(gain) = feature.and_then(|feature| gains.get_mut(feature)) {
                *gain += split.gain;
            }
        }
        // A tree without a split says that nothing more can be learned.
        let is_split = tree.splits().next().is_some();
        self.trees.push(tree);
        self.is_done = !is_split || self.trees.len() >= self.boost.trees as usize;
    }

    /// Other rows of the features, in the order of their scores.
    pub fn groups(&self, features: &[Binned], labels: &[bool], rows: &[u32]) -> Vec<Group> {
        // Tree by tree, since the rows of one need few features.
        let mut scores = vec![self.base; rows.len()];
        for tree in &self.trees {
            for (score, &row) in scores.iter_mut().zip(rows) {
                *score += self.boost.rate * tree.value(tree.leaf(features, row as usize));
            }
        }
        let labels: Vec<bool> = rows.iter().map(|&row| is_anomalous(labels, row)).collect();
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
