//! A decision tree: questions whether the value of a column is at most a threshold, and an answer in each leaf. It can
//! be drawn and read. Grown as CART with the Gini impurity (Breiman, Friedman, Olshen and Stone, "Classification and
//! regression trees", 1984); a random forest and gradient boosting are many of them.
//!
//! Same tree as scikit-learn's `DecisionTreeClassifier`, up to ties: of two splits that are equally good, the one of the
//! earlier column, then that with the smaller threshold, is taken; scikit-learn draws.

use super::Matrix;
use super::bins::between;
use super::training;
use crate::engine::Problem;
use crate::engine::pace::Pace;
use crate::engine::statistics::order::rising;

/// How a tree is grown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most questions between the root and a leaf.
    pub max_depth: u32,
    /// The fewest training rows of a leaf; 0 is as 1.
    pub min_leaf: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { max_depth: 4, min_leaf: 20 }
    }
}

/// How many rows are asked of a tree before the next tree's turn.
const BLOCK: usize = 64;

/// A decision tree. The root is node 0, and children follow their parents.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionTree {
    nodes: Vec<Node>,
}

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Node {
    /// The question; none in a leaf.
    pub split: Option<Split>,
    /// Normal and anomalous training rows that reach it. A forest counts a row as often as the tree drew it.
    pub rows: [u32; 2],
    /// The answer: the share of anomalous rows; in gradient boosting, what the tree adds to the log-odds in a leaf.
    pub value: f64,
}

/// The question of a node: whether a value is at most a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The column of the value.
    pub column: u32,
    /// The threshold, in the column's own unit. It lies between two values of the training rows.
    pub threshold: f64,
    /// The node for "at most"; the next one is for "above".
    pub first: u32,
}

impl Split {
    /// The nodes for "at most" and for "above".
    pub fn children(self) -> [usize; 2] {
        [self.first as usize, self.first as usize + 1]
    }

    /// Whether a row's value is at most the threshold.
    pub fn holds(self, row: &[f64]) -> bool {
        row.get(self.column as usize).is_some_and(|&value| value <= self.threshold)
    }

    /// The node that a row goes to.
    fn child(self, row: &[f64]) -> usize {
        self.first as usize + usize::from(!self.holds(row))
    }
}

/// A node on a row's way to its leaf. A leaf leads to itself.
#[derive(Clone, Copy, Debug)]
struct Step {
    threshold: f64,
    column: u32,
    first: u32,
    value: f64,
}

impl Step {
    /// The node that a row goes to.
    fn next(self, row: &[f64]) -> u32 {
        self.first + u32::from(row.get(self.column as usize).is_some_and(|&value| value > self.threshold))
    }
}

/// A question on a row's way to its leaf.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// The node.
    pub node: usize,
    /// Its question.
    pub split: Split,
    /// The answer: whether the row's value is at most the threshold.
    pub at_most: bool,
}

impl DecisionTree {
    /// Grows a tree.
    ///
    /// # Errors
    /// As [`training::classes`]; or `pace` stopped it.
    pub fn fit(rows: &Matrix, labels: &[bool], options: &Options, pace: Pace) -> Result<Self, Problem> {
        let classes = training::classes(rows, labels)?;
        let columns = rows.columns() as u64;
        let total = columns * (u64::from(options.max_depth) + 1);
        let mut orders = Vec::new();
        for column in 0..rows.columns() {
            training::advance(pace, column as u64, total)?;
            let values: Vec<f64> = rows.column(column).collect();
            orders.push(rising(&values).into_iter().map(|row| row as u32).collect::<Vec<u32>>());
        }
        let mut tree = DecisionTree { nodes: vec![Node::of(classes.map(|count| count as u32))] };
        // The node that each row has come to. The nodes of the last level begin at `level`.
        let mut places = vec![0_u32; rows.rows()];
        let mut level = 0;
        for depth in 1..=options.max_depth {
            let open = tree.nodes.get(level..).unwrap_or_default();
            let mut searches: Vec<Search> =
                open.iter().map(|node| Search::new(node.rows, options.min_leaf.max(1))).collect();
            for (column, order) in orders.iter().enumerate() {
                training::advance(pace, u64::from(depth) * columns + column as u64, total)?;
                searches.iter_mut().for_each(|search| search.begin(column as u32));
                for &row in order {
                    let row = row as usize;
                    let place = places.get(row).and_then(|&place| (place as usize).checked_sub(level));
                    let search = place.and_then(|place| searches.get_mut(place));
                    let value = rows.row(row).get(column);
                    if let (Some(search), Some(&value), Some(&label)) = (search, value, labels.get(row)) {
                        search.pass(value, label);
                    }
                }
            }
            let next = tree.nodes.len();
            if searches.iter().all(|search| search.best.is_none()) {
                break;
            }
            for (node, search) in (level..next).zip(searches) {
                if let Some(best) = search.best {
                    tree.split(node, best.column, best.threshold, best.first);
                }
            }
            for (row, place) in rows.iter().zip(&mut places) {
                if let Some(split) = tree.nodes.get(*place as usize).and_then(|node| node.split) {
                    *place = split.child(row) as u32;
                }
            }
            level = next;
        }
        Ok(tree)
    }

    /// A tree that is only a root, which normal and anomalous rows reach.
    pub(super) fn root(rows: [u32; 2]) -> Self {
        DecisionTree { nodes: vec![Node::of(rows)] }
    }

    /// Splits a leaf in two, the first of which `first` rows reach. The first child.
    pub(super) fn split(&mut self, node: usize, column: u32, threshold: f64, first: [u32; 2]) -> usize {
        let child = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(node) {
            node.split = Some(Split { column, threshold, first: child as u32 });
            let second = [node.rows[0].saturating_sub(first[0]), node.rows[1].saturating_sub(first[1])];
            self.nodes.extend([Node::of(first), Node::of(second)]);
        }
        child
    }

    /// Sets the answer of a node.
    pub(super) fn answer(&mut self, node: usize, value: f64) {
        if let Some(node) = self.nodes.get_mut(node) {
            node.value = value;
        }
    }

    /// The nodes; the root is the first.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The leaf that a row ends in.
    pub fn leaf(&self, row: &[f64]) -> usize {
        let mut place = 0;
        while let Some(split) = self.nodes.get(place).and_then(|node| node.split) {
            place = split.child(row);
        }
        place
    }

    /// The answer to a row, that of its leaf.
    pub fn value(&self, row: &[f64]) -> f64 {
        self.nodes.get(self.leaf(row)).map_or(0.0, |node| node.value)
    }

    /// Adds the answers of trees to each row's sum.
    pub(super) fn add(trees: &[DecisionTree], rows: &Matrix, sums: &mut [f64]) {
        let trees: Vec<Vec<Step>> = trees.iter().map(DecisionTree::steps).collect();
        // Block by block, so that rows and the nodes of a tree stay in the processor's cache.
        let mut rows = rows.iter();
        for sums in sums.chunks_mut(BLOCK) {
            let block: Vec<&[f64]> = rows.by_ref().take(BLOCK).collect();
            for steps in &trees {
                let mut places = [0; BLOCK];
                // All rows go a step before one goes another: the processor need not wait for each in turn.
                let mut is_moving = true;
                while is_moving {
                    is_moving = false;
                    for (place, row) in places.iter_mut().zip(&block) {
                        let next = steps.get(*place as usize).map_or(*place, |step| step.next(row));
                        is_moving |= next != *place;
                        *place = next;
                    }
                }
                let answers =
                    places.iter().map(|&place| steps.get(place as usize).map_or(0.0, |step| step.value));
                sums.iter_mut().zip(answers).for_each(|(sum, answer)| *sum += answer);
            }
        }
    }

    /// The nodes, as short as a row's way through them needs.
    fn steps(&self) -> Vec<Step> {
        let step = |(place, node): (usize, &Node)| match node.split {
            Some(Split { column, threshold, first }) => Step { threshold, column, first, value: node.value },
            // No number is above it, so that a leaf leads to itself.
            None => Step { threshold: f64::INFINITY, column: 0, first: place as u32, value: node.value },
        };
        self.nodes.iter().enumerate().map(step).collect()
    }

    /// The questions on a row's way to its leaf, and their answers.
    pub fn path(&self, row: &[f64]) -> Vec<Decision> {
        let mut path = Vec::new();
        let mut place = 0;
        while let Some(split) = self.nodes.get(place).and_then(|node| node.split) {
            path.push(Decision { node: place, split, at_most: split.holds(row) });
            place = split.child(row);
        }
        path
    }
}

impl Node {
    /// A leaf that answers with the share of anomalous rows.
    fn of(rows: [u32; 2]) -> Self {
        let all = f64::from(rows[0]) + f64::from(rows[1]);
        Node { split: None, rows, value: if all > 0.0 { f64::from(rows[1]) / all } else { 0.0 } }
    }

    /// All training rows that reach it.
    pub fn weight(&self) -> f64 {
        f64::from(self.rows[0]) + f64::from(self.rows[1])
    }
}

/// The search for a node's best split, column by column, as its rows pass in rising order of their values.
#[derive(Clone, Debug)]
struct Search {
    rows: [u32; 2],
    min_leaf: u32,
    column: u32,
    /// The rows that have passed, and the last one's value.
    passed: [u32; 2],
    last: f64,
    best: Option<Best>,
}

#[derive(Clone, Copy, Debug)]
struct Best {
    purity: f64,
    column: u32,
    threshold: f64,
    first: [u32; 2],
}

impl Search {
    fn new(rows: [u32; 2], min_leaf: u32) -> Self {
        Search { rows, min_leaf, column: 0, passed: [0, 0], last: 0.0, best: None }
    }

    fn begin(&mut self, column: u32) {
        (self.column, self.passed) = (column, [0, 0]);
    }

    fn pass(&mut self, value: f64, label: bool) {
        let count = self.passed[0] + self.passed[1];
        if value > self.last && count >= self.min_leaf {
            self.consider(value);
        }
        self.last = value;
        self.passed[usize::from(label)] += 1;
    }

    /// Considers a split between the last value and this one.
    fn consider(&mut self, value: f64) {
        let rest = [self.rows[0] - self.passed[0], self.rows[1] - self.passed[1]];
        let is_mixed = self.rows[0] > 0 && self.rows[1] > 0;
        if !is_mixed || rest[0] + rest[1] < self.min_leaf {
            return;
        }
        let purity = purity(self.passed) + purity(rest);
        if self.best.is_none_or(|best| purity > best.purity) {
            let threshold = between(self.last, value);
            self.best = Some(Best { purity, column: self.column, threshold, first: self.passed });
        }
    }
}

/// How pure a node is: the rows of each class, squared, over all rows. A split with the largest sum has the smallest Gini
/// impurity.
pub(super) fn purity([normal, anomalous]: [u32; 2]) -> f64 {
    let (normal, anomalous) = (f64::from(normal), f64::from(anomalous));
    (normal * normal + anomalous * anomalous) / (normal + anomalous)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn fit(columns: &[Vec<f64>], labels: &[bool], max_depth: u32, min_leaf: u32) -> DecisionTree {
        let options = Options { max_depth, min_leaf };
        DecisionTree::fit(&Matrix::of_columns(columns), labels, &options, &mut |_, _| {
            ControlFlow::Continue(())
        })
        .unwrap()
    }

    #[test]
    fn a_tree_is_read_from_the_root_to_the_leaf() {
        let columns = [vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![0.0, 0.0, 0.0, 1.0, 0.0]];
        let tree = fit(&columns, &[false, false, true, false, true], 2, 1);
        let [root, first, second, ..] = tree.nodes() else { panic!("{tree:?}") };
        assert_eq!(root.split, Some(Split { column: 0, threshold: 2.5, first: 1 }));
        assert_eq!((root.rows, root.value), ([3, 2], 0.4));
        assert_eq!((first.split, first.rows, first.value), (None, [2, 0], 0.0));
        assert_eq!(second.split, Some(Split { column: 1, threshold: 0.5, first: 3 }));
        assert_eq!((tree.nodes()[3].value, tree.nodes()[4].value, tree.nodes().len()), (1.0, 0.0, 5));
        let row = [3.0, 0.9];
        let path = tree.path(&row);
        assert_eq!(path.iter().map(|decision| decision.at_most).collect::<Vec<_>>(), [false, false]);
        assert_eq!((path[1].node, tree.leaf(&row), tree.value(&row)), (2, 4, 0.0));
        let mut sums = vec![1.0; 5];
        DecisionTree::add(&[tree.clone(), tree], &Matrix::of_columns(&columns), &mut sums);
        assert_eq!(sums, [1.0, 1.0, 3.0, 1.0, 3.0]);
    }

    #[test]
    fn of_equal_splits_the_earlier_column_and_the_smaller_threshold_is_taken() {
        let column = vec![1.0, 2.0, 3.0, 4.0];
        let tree = fit(&[column.clone(), column], &[true, false, false, true], 1, 1);
        assert_eq!(tree.nodes()[0].split, Some(Split { column: 0, threshold: 1.5, first: 1 }));
    }

    #[test]
    fn leaves_have_as_many_rows_as_asked_for() {
        let column: Vec<f64> = (0..60).map(f64::from).collect();
        let labels: Vec<bool> = (0..60).map(|row| row < 5 || row % 7 == 0).collect();
        let tree = fit(&[column], &labels, 6, 12);
        assert!(tree.nodes().len() > 3);
        assert!(tree.nodes().iter().all(|node| node.weight() >= 12.0));
        let leaves = tree.nodes().iter().filter(|node| node.split.is_none());
        assert_eq!(leaves.map(Node::weight).sum::<f64>(), 60.0);
    }
}
