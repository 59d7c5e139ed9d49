//! Gradient boosting that learns from the rows of one matrix and scores those of another: [`Boosting`] on the columns in
//! bins, its trees then turned into trees with thresholds.
//!
//! Comparable to scikit-learn's `HistGradientBoostingClassifier`, with at most 64 bins where that has 256, and smaller
//! leaves.

use super::Matrix;
use super::bins::{Binned, Edges};
use super::boosting::{Boost, Boosting};
use super::decision_tree::DecisionTree;
use super::training;
use super::tree::{Grower, Tree};
use crate::engine::Problem;
use crate::engine::pace::Pace;
use crate::engine::text::number;

/// How gradient boosting learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// The most trees, at least 1.
    pub trees: u32,
    /// The most questions between the root of a tree and a leaf: so many columns act together. 1 to 10.
    pub depth: u32,
    /// The learning rate: how much of a tree's value is taken, above 0 and at most 1.
    pub rate: f64,
}

impl Default for Options {
    fn default() -> Self {
        Options { trees: 100, depth: 3, rate: 0.1 }
    }
}

/// What is added to the weight of a node, and the smallest weight of a node, as XGBoost's defaults.
const RIDGE: f64 = 1.0;
const MIN_WEIGHT: f64 = 1.0;

/// Trees whose values sum to the log-odds of an anomaly.
#[derive(Clone, Debug, PartialEq)]
pub struct GradientBoosting {
    base: f64,
    trees: Vec<DecisionTree>,
}

impl GradientBoosting {
    /// Learns from rows.
    ///
    /// # Errors
    /// As [`training::classes`]; options out of range; or `pace` stopped it.
    pub fn fit(rows: &Matrix, labels: &[bool], options: &Options, pace: Pace) -> Result<Self, Problem> {
        training::classes(rows, labels)?;
        options.check()?;
        let total = u64::from(options.trees);
        let mut columns = Columns::default();
        for column in 0..rows.columns() {
            training::advance(pace, 0, total)?;
            columns.add(column, &rows.column(column).collect::<Vec<f64>>());
        }
        let grower = Grower { depth: options.depth, ridge: RIDGE, min_weight: MIN_WEIGHT };
        let boost = Boost { trees: options.trees, rate: options.rate, grower };
        let mut boosting = Boosting::new(boost, labels, (0..labels.len() as u32).collect());
        while !boosting.is_done() {
            training::advance(pace, boosting.trees().len() as u64, total)?;
            boosting.step(&columns.binned, labels, &mut []);
        }
        let tree = |tree: &Tree| columns.tree(tree, labels, options.rate);
        Ok(GradientBoosting { base: boosting.base(), trees: boosting.trees().iter().map(tree).collect() })
    }

    /// The log-odds before the first tree: those of the training rows.
    pub fn base(&self) -> f64 {
        self.base
    }

    /// The trees; their values have the learning rate in them.
    pub fn trees(&self) -> &[DecisionTree] {
        &self.trees
    }

    /// The log-odds of an anomaly of each row.
    pub fn log_odds(&self, rows: &Matrix) -> Vec<f64> {
        let mut sums = vec![self.base; rows.rows()];
        DecisionTree::add(&self.trees, rows, &mut sums);
        sums
    }
}

impl Options {
    fn check(&self) -> Result<(), Problem> {
        let (reason, hint) = if self.trees == 0 {
            (text!("boosting with 0 trees learns nothing"), text!("choose at least 1 tree; 100 are usual"))
        } else if !(1..=10).contains(&self.depth) {
            (
                text!("trees of depth {depth} cannot be grown", depth = self.depth),
                text!("choose a depth from 1 to 10; 3 is usual"),
            )
        } else if !(self.rate > 0.0 && self.rate <= 1.0) {
            (
                text!("the learning rate is {rate}", rate = number(self.rate.to_string())),
                text!("choose a number above 0, at most 1; 0.1 is usual"),
            )
        } else {
            return Ok(());
        };
        Err(Problem::new("", reason, hint))
    }
}

/// The columns that are not constant, in bins, and the edges of the bins.
#[derive(Default)]
struct Columns {
    binned: Vec<Binned>,
    edges: Vec<Edges>,
}

impl Columns {
    fn add(&mut self, column: usize, values: &[f64]) {
        let edges = Edges::of(values);
        if !edges.is_empty() {
            self.binned.push(Binned::of_numbers(column, values, &edges));
            self.edges.push(edges);
        }
    }

    /// A tree on bins as a tree with thresholds, and with the training rows that reach each node.
    fn tree(&self, tree: &Tree, labels: &[bool], rate: f64) -> DecisionTree {
        let mut reached = vec![[0_u32; 2]; tree.size()];
        for (row, &label) in labels.iter().enumerate() {
            let mut node = tree.leaf(&self.binned, row);
            loop {
                if let Some(counts) = reached.get_mut(node) {
                    counts[usize::from(label)] += 1;
                }
                if node == 0 {
                    break;
                }
                node = (node - 1) / 2;
            }
        }
        let rows = |node: usize| reached.get(node).copied().unwrap_or_default();
        let mut made = DecisionTree::root(rows(0));
        // The node on bins that each node is made of.
        let mut sources = vec![0];
        let mut place = 0;
        while let Some(&source) = sources.get(place) {
            let column = tree.split(source).and_then(|split| {
                let (binned, edges) = (self.binned.get(split.place)?, self.edges.get(split.place)?);
                // The bins of numbers that go to the first child are those up to the last of them.
                Some((binned.feature, edges.threshold(63 - split.first.leading_zeros() as u8)?))
            });
            match column {
                Some((column, threshold)) => {
                    let children = [2 * source + 1, 2 * source + 2];
                    made.split(place, column as u32, threshold, rows(children[0]));
                    sources.extend(children);
                }
                None => made.answer(place, rate * tree.value(source)),
            }
            place += 1;
        }
        made
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::rank;
    use crate::engine::random::{Purpose, Streams};
    use std::ops::ControlFlow;

    #[test]
    fn trees_with_thresholds_answer_as_those_on_bins() {
        let mut stream = Streams::new(1).stream(Purpose::Row);
        let rows = Matrix::new(3, (0..900).map(|_| f64::from(stream.below(200)).sqrt()).collect());
        let labels: Vec<bool> = rows.iter().map(|row| row[0] > row[1] || stream.chance(0.1)).collect();
        let options = Options { trees: 20, depth: 4, rate: 0.3 };
        let model =
            GradientBoosting::fit(&rows, &labels, &options, &mut |_, _| ControlFlow::Continue(())).unwrap();

        let mut columns = Columns::default();
        (0..3).for_each(|column| columns.add(column, &rows.column(column).collect::<Vec<f64>>()));
        let grower = Grower { depth: 4, ridge: RIDGE, min_weight: MIN_WEIGHT };
        let all: Vec<u32> = (0..300).collect();
        let mut boosting = Boosting::new(Boost { trees: 20, rate: 0.3, grower }, &labels, all.clone());
        while !boosting.is_done() {
            boosting.step(&columns.binned, &labels, &mut []);
        }
        let groups = boosting.groups(&columns.binned, &labels, &all);
        assert_eq!(rank::groups(&model.log_odds(&rows), &labels), groups);
        assert!(rank::auc(&groups).unwrap() > 0.95);

        // The rows of a node are those of its children.
        for tree in model.trees() {
            assert_eq!(tree.nodes()[0].weight(), 300.0);
            for node in tree.nodes() {
                if let Some(split) = node.split {
                    let children = split.children().map(|child| tree.nodes()[child].weight());
                    assert!(children[0] > 0.0 && children[1] > 0.0);
                    assert_eq!(children[0] + children[1], node.weight());
                }
            }
        }
    }
}
