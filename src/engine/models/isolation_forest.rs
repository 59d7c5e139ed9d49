//! Isolation forest: rows that a few random splits set apart (Liu, Ting and Zhou, "Isolation forest", 2008).
//!
//! As in scikit-learn, each tree grows from rows drawn without replacement; a node splits a random column, of those that
//! vary in it, at a threshold uniform between the smallest and the largest value. Its random numbers are this crate's own, so
//! that scores agree with scikit-learn's as those of two seeds do. The score is that of the paper, from 0 to 1;
//! scikit-learn's has the opposite sign, and PyOD's is moved by a constant.

use super::Matrix;
use super::training::{check, check_columns, go_on};
use crate::engine::Problem;
use crate::engine::pace::{Pace, Progress};
use crate::engine::random::{Purpose, Stream, Streams};

/// The parameters; by default those of the paper and of PyOD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Trees, 1 to 10,000.
    pub trees: u32,
    /// Rows that each tree grows from, 2 to 1,000,000; all where there are fewer.
    pub rows: u32,
    /// The seed of the random numbers.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { trees: 100, rows: 256, seed: 0 }
    }
}

impl Options {
    fn check(&self) -> Result<(), Problem> {
        if !(1..=10_000).contains(&self.trees) {
            return Err(Problem::new(
                "trees",
                text!("{trees} trees are not 1 to 10,000", trees = self.trees),
                text!("use 100 trees"),
            ));
        }
        if !(2..=1_000_000).contains(&self.rows) {
            let reason = text!("{rows} rows of a tree are not 2 to 1,000,000", rows = self.rows);
            return Err(Problem::new("rows", reason, text!("use 256 rows")));
        }
        Ok(())
    }
}

/// A fitted detector.
#[derive(Clone, Debug)]
pub struct IsolationForest {
    columns: usize,
    /// The nodes of each tree, the root first.
    trees: Vec<Vec<Node>>,
    /// The mean length of a path in a tree that says nothing.
    usual: f64,
}

/// A node of a tree.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The threshold, itself on the first side; of a leaf, the length of the path of a row that ends there.
    value: f64,
    /// The column that is split.
    column: u32,
    /// The place of the first child, before the second; 0 of a leaf.
    children: u32,
}

const LEAF: Node = Node { value: 0.0, column: 0, children: 0 };

impl IsolationForest {
    /// Learns from training rows.
    ///
    /// # Errors
    /// Options out of range; fewer than two rows; a number that is missing, infinite or larger than 1e100; a break by
    /// `pace`.
    pub fn fit(training: &Matrix, options: &Options, pace: Pace) -> Result<Self, Problem> {
        options.check()?;
        check(training)?;
        let size = (training.rows() as u64).min(u64::from(options.rows)) as u32;
        let max_depth = size.next_power_of_two().trailing_zeros();
        let mut stream = Streams::new(options.seed).stream(Purpose::Detect);
        let mut progress = Progress::new(pace, u64::from(options.trees));
        let mut trees = Vec::new();
        for tree in 0..options.trees {
            stream.seek(u64::from(tree));
            trees.push(grow(training, size, max_depth, &mut stream));
            let operations = training.rows() + (size * max_depth) as usize * 10;
            go_on(progress.did(1, operations as u64))?;
        }
        Ok(IsolationForest { columns: training.columns(), trees, usual: usual_length(u64::from(size)) })
    }

    /// The scores of rows, from 0 to 1: well above 0.5 for those that are set apart early, 0.5 for all if nothing varies.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        check_columns(self.columns, rows)?;
        let mut lengths = vec![0.0; rows.rows()];
        let mut progress = Progress::new(pace, self.trees.len() as u64);
        for tree in &self.trees {
            lengths.iter_mut().zip(rows.iter()).for_each(|(sum, row)| *sum += length(tree, row));
            go_on(progress.did(1, rows.rows() as u64 * 20))?;
        }
        let all = self.trees.len() as f64 * self.usual;
        Ok(lengths.into_iter().map(|sum| libm::exp2(-sum / all)).collect())
    }
}

/// The length of the path of a row.
fn length(tree: &[Node], row: &[f64]) -> f64 {
    let mut at = 0;
    while let Some(node) = tree.get(at) {
        if node.children == 0 {
            return node.value;
        }
        let value = row.get(node.column as usize).copied().unwrap_or(0.0);
        at = node.children as usize + usize::from(value > node.value);
    }
    0.0
}

/// A tree of `size` rows.
fn grow(training: &Matrix, size: u32, max_depth: u32, stream: &mut Stream) -> Vec<Node> {
    let count = training.rows() as u32;
    let mut order: Vec<u32> = (0..count).collect();
    for place in 0..size {
        let other = place + stream.below(count - place);
        order.swap(place as usize, other as usize);
    }
    let mut rows: Vec<&[f64]> =
        order.iter().take(size as usize).map(|&row| training.row(row as usize)).collect();
    let columns: Vec<u32> = (0..training.columns() as u32).collect();
    let varying = columns.len();
    let mut grower = Grower { stream, nodes: vec![LEAF], columns, max_depth };
    grower.add(0, &mut rows, 0, varying);
    grower.nodes
}

/// A tree that grows.
struct Grower<'a> {
    stream: &'a mut Stream,
    nodes: Vec<Node>,
    /// All columns; those that are known to be constant in the node at hand come last.
    columns: Vec<u32>,
    max_depth: u32,
}

impl Grower<'_> {
    /// Grows what is below the node at `place`, which has these rows; only the first `varying` columns may vary in it.
    fn add(&mut self, place: usize, rows: &mut [&[f64]], depth: u32, mut varying: usize) {
        let split =
            if depth < self.max_depth && rows.len() > 1 { self.split(rows, &mut varying) } else { None };
        let children = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(place) {
            *node = match split {
                Some((column, value)) => Node { value, column, children },
                None => Node { value: f64::from(depth) + usual_length(rows.len() as u64), ..LEAF },
            };
        }
        if let Some((column, value)) = split {
            self.nodes.extend([LEAF; 2]);
            let count = part(rows, |row| at(row, column) <= value);
            let (first, second) = rows.split_at_mut(count);
            self.add(children as usize, first, depth + 1, varying);
            self.add(children as usize + 1, second, depth + 1, varying);
        }
    }

    /// A random column that varies, and a threshold below its largest value. None where no column varies.
    fn split(&mut self, rows: &[&[f64]], varying: &mut usize) -> Option<(u32, f64)> {
        while *varying > 0 {
            let drawn = self.stream.below(*varying as u32) as usize;
            let column = self.columns.get(drawn).copied()?;
            let values = rows.iter().map(|row| at(row, column));
            let (min, max) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| {
                (value.min(min), value.max(max))
            });
            if min < max {
                let threshold = self.stream.uniform(min, max);
                return Some((column, if threshold < max { threshold } else { min }));
            }
            *varying -= 1;
            self.columns.swap(drawn, *varying);
        }
        None
    }
}

fn at(row: &[f64], column: u32) -> f64 {
    row.get(column as usize).copied().unwrap_or(0.0)
}

/// Puts the rows of the first side before the others. How many they are.
fn part(rows: &mut [&[f64]], is_first: impl Fn(&[f64]) -> bool) -> usize {
    let mut count = 0;
    for place in 0..rows.len() {
        if rows.get(place).is_some_and(|row| is_first(row)) {
            rows.swap(place, count);
            count += 1;
        }
    }
    count
}

/// The mean length of the path of an unsuccessful search in a binary search tree of so many rows: c(n) in the paper.
fn usual_length(rows: u64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    match rows {
        0 | 1 => 0.0,
        2 => 1.0,
        _ => {
            let others = (rows - 1) as f64;
            2.0 * (libm::log(others) + EULER) - 2.0 * others / rows as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn go(_: u64, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn usual_lengths_are_those_of_the_paper() {
        for (rows, expected) in [(1, 0.0), (2, 1.0), (3, 1.207392), (16, 4.695532), (256, 10.244771)] {
            assert!((usual_length(rows) - expected).abs() < 1e-6, "{rows}");
        }
    }

    #[test]
    fn what_lies_apart_is_set_apart_early() {
        let mut values: Vec<f64> =
            (0..300).flat_map(|row| [f64::from(row % 17), f64::from(row % 13), 5.0]).collect();
        values.extend([100.0, -50.0, 5.0]);
        let training = Matrix::new(3, values);
        let forest = IsolationForest::fit(&training, &Options::default(), &mut go).unwrap();
        let scores = forest.scores(&training, &mut go).unwrap();
        assert!(scores[300] > 0.8 && scores[..300].iter().all(|score| *score < 0.7), "{scores:?}");
        assert!(forest.scores(&Matrix::new(3, vec![f64::INFINITY, 0.0, 0.0]), &mut go).unwrap()[0] > 0.5);
    }

    #[test]
    fn the_seed_alone_decides() {
        let training = Matrix::new(2, (0..100).map(|value| f64::from(value * value % 37)).collect());
        let scores = |seed| {
            let options = Options { seed, ..Options::default() };
            IsolationForest::fit(&training, &options, &mut go).unwrap().scores(&training, &mut go).unwrap()
        };
        assert_eq!(scores(1), scores(1));
        assert_ne!(scores(1), scores(2));
    }

    #[test]
    fn where_nothing_varies_nothing_is_said() {
        let training = Matrix::new(2, vec![3.0; 20]);
        let forest = IsolationForest::fit(&training, &Options::default(), &mut go).unwrap();
        let scores = forest.scores(&training, &mut go).unwrap();
        assert!(scores.iter().all(|score| (score - 0.5).abs() < 1e-12), "{scores:?}");
    }

    #[test]
    fn it_can_be_stopped() {
        let training = Matrix::new(1, (0..100_000).map(f64::from).collect());
        let problem =
            IsolationForest::fit(&training, &Options::default(), &mut |_, _| ControlFlow::Break(()));
        assert_eq!(problem.unwrap_err().reason, "the detector was stopped");
    }
}
