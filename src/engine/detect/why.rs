//! Why a detector gave a row its score, what it uses at all, and its tree, where it is one that can be read.

use super::report::{Counts, Explained, Importance, TreeNode};
use crate::engine::decimal::text_rounded;
use crate::engine::models::decision_tree::DecisionTree;
use crate::engine::models::encoding::{EncodedColumn, Encoding, Transformation};
use crate::engine::models::importance::importance;
use crate::engine::models::{Matrix, folds, rank};
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;
use crate::engine::statistics::order::largest_first;
use crate::engine::text::{Text, number};

/// The features that stand alone in an explanation; the others are one part.
const NAMED: usize = 6;

/// Rows that are explained of each kind: found, false alarms, missed.
const EXPLAINED: usize = 5;

/// Rows that importance is measured on, of each class, at most.
const MEASURED: u64 = 400;

/// How often each feature is permuted.
const REPEATS: u32 = 3;

/// How seldom chance may put the classes in perfect order by one of the features.
const RARE: f64 = 0.01;

/// The places of the test rows that are explained: the anomalous rows of the highest scores, the normal ones of the highest,
/// and the anomalous ones of the lowest.
pub fn telling(scores: &[f64], labels: &[bool]) -> Vec<usize> {
    let of_class = |class: bool| {
        let places = (0..scores.len()).filter(move |&place| labels.get(place) == Some(&class));
        largest_first(places.collect::<Vec<_>>(), |&place| scores[place])
    };
    let (anomalous, normal) = (of_class(true), of_class(false));
    let found = anomalous.iter().take(EXPLAINED);
    let missed = anomalous.iter().skip(EXPLAINED).rev().take(EXPLAINED);
    found.chain(normal.iter().take(EXPLAINED)).chain(missed).copied().collect()
}

/// What each feature adds to a score, of what each column of the matrix does.
pub fn explained(place: usize, base: f64, columns: &[f64], encoding: &Encoding, unit: Text) -> Explained {
    let groups = encoding.groups().iter().map(|group| {
        let sum = columns.get(group.columns.clone()).unwrap_or_default().iter().sum::<f64>();
        (group.feature.name.clone(), sum)
    });
    let mut parts = largest_first(groups.collect::<Vec<_>>(), |(_, value)| value.abs());
    let others: f64 = parts.iter().skip(NAMED).map(|(_, value)| value).sum();
    if parts.len() > NAMED {
        parts.truncate(NAMED);
        parts.push((text!("All others"), others));
    }
    Explained { place: place as u32, base, parts, unit }
}

/// What a detector loses without each feature, the most first. Measured on some of the test rows.
///
/// # Errors
/// `pace` stopped it.
pub fn importances(
    test: &Matrix,
    labels: &[bool],
    encoding: &Encoding,
    seed: u64,
    score: &(dyn Fn(&Matrix) -> Vec<f64> + Sync),
    pace: Pace,
) -> Result<Vec<Importance>, Problem> {
    let of_class = |class: bool| {
        let places: Vec<u32> =
            (0..labels.len() as u32).filter(|&place| labels.get(place as usize) == Some(&class)).collect();
        let drawn = folds::sample(places.len() as u64, MEASURED);
        drawn.into_iter().filter_map(|place| places.get(place as usize).copied()).collect::<Vec<u32>>()
    };
    let [normal, anomalous] = [false, true].map(of_class);
    let measured: Vec<bool> = normal.iter().map(|_| false).chain(anomalous.iter().map(|_| true)).collect();
    let rows = test.at(&[normal, anomalous].concat());
    let groups: Vec<Vec<usize>> =
        encoding.groups().iter().map(|group| group.columns.clone().collect()).collect();
    let losses = importance(&rows, &measured, &groups, REPEATS, seed, score, pace)?;
    let named = encoding.groups().iter().zip(losses).map(|(group, loss)| Importance {
        feature: group.feature.name.clone(),
        mean: loss.mean,
        deviation: loss.deviation,
    });
    Ok(largest_first(named.collect::<Vec<_>>(), |importance| importance.mean))
}

/// The nodes of a tree, with questions in words.
pub fn tree(tree: &DecisionTree, encoding: &Encoding) -> Vec<TreeNode> {
    let node = |node: &crate::engine::models::decision_tree::Node| {
        let question = node.split.and_then(|split| {
            let column = encoding.columns().get(split.column as usize)?;
            Some((question(column, split.threshold), split.children().map(|child| child as u32)))
        });
        let [normal, anomalous] = node.rows.map(u64::from);
        TreeNode { question, rows: Counts { rows: normal + anomalous, anomalous } }
    };
    tree.nodes().iter().map(node).collect()
}

/// Whether a column is at most a threshold, in words.
fn question(column: &EncodedColumn, threshold: f64) -> Text {
    let feature = column.name.clone();
    match &column.transformation {
        Transformation::Is { .. } => text!("not {feature}", feature),
        Transformation::Standardized(scaling) => {
            let value = number(text_rounded(scaling.original(threshold), 2));
            match scaling.is_by_user() {
                true => text!(
                    "{feature} at most {value} standard deviations from the user's usual",
                    feature,
                    value
                ),
                false => text!("{feature} at most {value}", feature, value),
            }
        }
    }
}

/// The features that alone tell the classes apart: an AUC of so much, in the better direction, and of more than chance brings
/// about where rows are few.
pub fn giveaways(test: &Matrix, labels: &[bool], encoding: &Encoding, from: f64) -> Vec<(Text, f64)> {
    let anomalous = labels.iter().filter(|label| **label).count() as u64;
    let classes = [labels.len() as u64 - anomalous, anomalous];
    let chance = 0.5 + rank::chance(classes);
    // Of very few rows a perfect order alone says something, and it only where no feature would have it by chance.
    let is_rare = rank::perfect_by_chance(classes) * (encoding.groups().len() as f64) < RARE;
    let from = if chance <= 1.0 {
        from.max(chance)
    } else if is_rare {
        1.0
    } else {
        return Vec::new();
    };
    let alone = encoding.groups().iter().filter_map(|group| {
        let auc = |column: usize| {
            let values: Vec<f64> = test.column(column).collect();
            rank::auc(&rank::groups(&values, labels)).map(|auc| auc.max(1.0 - auc))
        };
        let best = group.columns.clone().filter_map(auc).reduce(f64::max)?;
        (best >= from).then(|| (group.feature.name.clone(), best))
    });
    largest_first(alone.collect::<Vec<_>>(), |(_, auc)| *auc)
}
