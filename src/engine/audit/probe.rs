//! What tries to tell the classes apart: single trees of two or three levels, and gradient boosting. Each learns from two
//! folds and is judged on the third.

use crate::engine::models::bins::Binned;
use crate::engine::models::boosting::{Boost, is_anomalous, part};
use crate::engine::models::rank;
use crate::engine::models::tree::{Grower, Pair};
use crate::engine::statistics::order::largest_first;

/// How the probe learns.
pub const PROBE: Boost =
    Boost { trees: 60, rate: 0.1, grower: Grower { depth: 3, ridge: 5.0, min_weight: 2.0 } };

/// The smallest rows of a single tree's leaf.
const MIN_ROWS: f64 = 10.0;

/// What a single tree found on held-out rows.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Found {
    /// Normal and anomalous rows that it called anomalous.
    pub called: [u64; 2],
    /// Anomalous rows.
    pub anomalous: u64,
    /// The feature of its first split.
    pub first: Option<usize>,
}

/// Grows a tree of some levels on all folds but `fold`; the leaves that it calls anomalous are those with which its
/// F1 is the best on the rows that it learned from.
pub fn tree(features: &[Binned], labels: &[bool], folds: &[u8], fold: u8, depth: u32) -> Found {
    let (held_out, mut learned) = part(folds, fold);
    let pairs: Vec<Pair> = labels.iter().map(|&label| [f64::from(u8::from(label)), 1.0]).collect();
    let mut leaves: Vec<(usize, [u64; 2])> = Vec::new();
    let grower = Grower { depth, ridge: 0.0, min_weight: MIN_ROWS };
    let tree = grower.grow(features, &mut learned, &pairs, |leaf, rows| {
        let anomalous = rows.iter().filter(|&&row| is_anomalous(labels, row)).count() as u64;
        leaves.push((leaf, [rows.len() as u64 - anomalous, anomalous]));
    });
    let leaves = largest_first(leaves, |leaf| tree.value(leaf.0));
    let all: u64 = leaves.iter().map(|leaf| leaf.1[1]).sum();
    let (mut called, mut best, mut chosen) = ([0, 0], 0.0, 0);
    for (place, (_, counts)) in leaves.iter().enumerate() {
        called = [called[0] + counts[0], called[1] + counts[1]];
        if rank::f1(called, all) > best {
            (best, chosen) = (rank::f1(called, all), place + 1);
        }
    }
    let mut found = Found { first: tree.splits().next().map(|split| split.place), ..Found::default() };
    found.first = found.first.and_then(|place| features.get(place)).map(|binned| binned.feature);
    for row in held_out {
        let (leaf, label) = (tree.leaf(features, row as usize), is_anomalous(labels, row));
        found.anomalous += u64::from(label);
        if leaves.iter().take(chosen).any(|other| other.0 == leaf) {
            found.called[usize::from(label)] += 1;
        }
    }
    found
}
