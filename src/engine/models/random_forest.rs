//! A random forest (Breiman, "Random forests", 2001): many deep trees, each on rows drawn with replacement and with a
//! few random columns to choose from at every split. Their mean is steadier than any of them.
//!
//! As scikit-learn's `RandomForestClassifier`, but a split is sought among the 64 bins of [`Edges`], which takes far less
//! time than among all values.

use super::Matrix;
use super::bins::{BINS, Binned, Edges};
use super::decision_tree::{DecisionTree, purity};
use super::training;
use crate::engine::Problem;
use crate::engine::cores;
use crate::engine::pace::Pace;
use crate::engine::random::{Purpose, Stream, Streams};

/// Trees that a core grows at once.
const TOGETHER: usize = 1;

/// How a forest is grown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The number of trees, at least 1.
    pub trees: u32,
    /// The fewest rows of a leaf, a row counted as often as it was drawn; 0 is as 1.
    pub min_leaf: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { trees: 100, min_leaf: 1 }
    }
}

/// A random forest.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomForest {
    trees: Vec<DecisionTree>,
}

impl RandomForest {
    /// Grows a forest. Tree *i* depends on the seed and *i* alone.
    ///
    /// # Errors
    /// As [`training::classes`]; no tree; or `pace` stopped it.
    pub fn fit(
        rows: &Matrix,
        labels: &[bool],
        options: &Options,
        seed: u64,
        pace: Pace,
    ) -> Result<Self, Problem> {
        training::classes(rows, labels)?;
        if options.trees == 0 {
            return Err(Problem::new(
                "",
                text!("a forest of 0 trees has no answer"),
                text!("choose at least 1; 100 are usual"),
            ));
        }
        let mut columns = Vec::new();
        for column in 0..rows.columns() {
            training::advance(pace, 0, u64::from(options.trees))?;
            columns.extend(Column::new(column, &rows.column(column).collect::<Vec<f64>>()));
        }
        let candidates = ((rows.columns() as f64).sqrt() as usize).max(1);
        let grower = Grower { columns: &columns, candidates, min_leaf: options.min_leaf.max(1) };
        let grow = |numbers: &[u32]| {
            let mut stream = Streams::new(seed).stream(Purpose::Models);
            let grow = |&number: &u32| {
                stream.seek(u64::from(number));
                grower.grow(labels, &mut stream)
            };
            numbers.iter().map(grow).collect::<Vec<_>>()
        };
        let mut trees = Vec::new();
        let numbers: Vec<u32> = (0..options.trees).collect();
        cores::in_chunks(&numbers, TOGETHER, grow, |_, grown| {
            trees.extend(grown);
            training::advance(pace, trees.len() as u64, u64::from(options.trees))
        })?;
        Ok(RandomForest { trees })
    }

    /// The trees.
    pub fn trees(&self) -> &[DecisionTree] {
        &self.trees
    }

    /// The mean of the trees' answers to each row, a probability.
    pub fn probabilities(&self, rows: &Matrix) -> Vec<f64> {
        let mut sums = vec![0.0; rows.rows()];
        DecisionTree::add(&self.trees, rows, &mut sums);
        sums.iter().map(|sum| sum / self.trees.len() as f64).collect()
    }
}

/// A column that is not constant, in bins.
struct Column {
    binned: Binned,
    edges: Edges,
}

impl Column {
    fn new(column: usize, values: &[f64]) -> Option<Self> {
        let edges = Edges::of(values);
        let binned = Binned::of_numbers(column, values, &edges);
        (!edges.is_empty()).then_some(Column { binned, edges })
    }
}

/// Normal and anomalous rows in one number, so that both are counted by one addition.
type Counts = u64;

/// A row in the lower or the upper half.
fn one(label: bool) -> Counts {
    1 << (32 * u32::from(label))
}

fn split_counts(counts: Counts) -> [u32; 2] {
    [counts as u32, (counts >> 32) as u32]
}

struct Grower<'a> {
    columns: &'a [Column],
    candidates: usize,
    min_leaf: u32,
}

/// A split of a node's rows: the bins up to `bin` go to the first child, whose rows are counted.
#[derive(Clone, Copy, Debug)]
struct Split {
    purity: f64,
    place: usize,
    bin: u8,
    first: Counts,
}

impl Grower<'_> {
    /// Grows a tree on as many rows as there are, drawn with replacement.
    fn grow(&self, labels: &[bool], stream: &mut Stream) -> DecisionTree {
        let mut drawn: Vec<Counts> = vec![0; labels.len()];
        for _ in labels {
            let row = stream.below(labels.len() as u32) as usize;
            if let (Some(count), Some(&label)) = (drawn.get_mut(row), labels.get(row)) {
                *count += one(label);
            }
        }
        let mut rows: Vec<u32> = (0..labels.len() as u32)
            .filter(|&row| drawn.get(row as usize).is_some_and(|&count| count > 0))
            .collect();
        let mut tree = DecisionTree::root(split_counts(drawn.iter().sum()));
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        let mut rest = Vec::new();
        // Nodes to be split, each with the range of its rows.
        let mut open = vec![(0, 0..rows.len())];
        while let Some((node, range)) = open.pop() {
            let Some(counts) = tree.nodes().get(node).map(|node| node.rows) else { continue };
            let is_mixed = counts[0] > 0 && counts[1] > 0 && counts[0] + counts[1] >= 2 * self.min_leaf;
            let Some(own) = rows.get_mut(range.clone()).filter(|_| is_mixed) else { continue };
            let Some(split) = self.best(own, &drawn, counts, &mut order, stream) else { continue };
            let Some(column) = self.columns.get(split.place) else { continue };
            let Some(threshold) = column.edges.threshold(split.bin) else { continue };
            let middle = range.start
                + part(own, &mut rest, |row| {
                    column.binned.bins.get(row).is_some_and(|&bin| bin <= split.bin)
                });
            let first = tree.split(node, column.binned.feature as u32, threshold, split_counts(split.first));
            open.push((first + 1, middle..range.end));
            open.push((first, range.start..middle));
        }
        tree
    }

    /// The best split by a few columns drawn at random; by further ones while all of them are constant here.
    fn best(
        &self,
        rows: &[u32],
        drawn: &[Counts],
        counts: [u32; 2],
        order: &mut [usize],
        stream: &mut Stream,
    ) -> Option<Split> {
        let mut best: Option<Split> = None;
        let mut found = 0;
        for visited in 0..order.len() {
            if visited >= self.candidates && found > 0 {
                break;
            }
            order.swap(visited, visited + stream.below((order.len() - visited) as u32) as usize);
            let Some(&place) = order.get(visited) else { break };
            let Some(column) = self.columns.get(place) else { break };
            let (sums, present) = histogram(&column.binned.bins, rows, drawn);
            if present.count_ones() < 2 {
                continue;
            }
            found += 1;
            let (mut first, mut left) = (0, present);
            loop {
                let bin = left.trailing_zeros();
                left &= left - 1;
                if left == 0 {
                    break;
                }
                first += sums[bin as usize & 63];
                let sides = split_counts(first);
                let others = [counts[0] - sides[0], counts[1] - sides[1]];
                if sides[0] + sides[1] < self.min_leaf || others[0] + others[1] < self.min_leaf {
                    continue;
                }
                let purity = purity(sides) + purity(others);
                if best.is_none_or(|best| purity > best.purity) {
                    // In the middle of the bins between, which are empty here.
                    let bin = (bin + left.trailing_zeros() - 1) / 2;
                    best = Some(Split { purity, place, bin: bin as u8, first });
                }
            }
        }
        best
    }
}

/// The rows in each bin, and which bins have any, as bits.
fn histogram(bins: &[u8], rows: &[u32], drawn: &[Counts]) -> ([Counts; BINS], u64) {
    let mut sums = [0; BINS];
    let mut present = 0_u64;
    for &row in rows {
        if let (Some(&bin), Some(&counts)) = (bins.get(row as usize), drawn.get(row as usize)) {
            sums[usize::from(bin & 63)] += counts;
            present |= 1 << (bin & 63);
        }
    }
    (sums, present)
}

/// Puts the rows that go to the first child before the others, both in their order. How many go there.
fn part(rows: &mut [u32], rest: &mut Vec<u32>, first: impl Fn(usize) -> bool) -> usize {
    rest.clear();
    let mut count = 0;
    for place in 0..rows.len() {
        let row = rows[place];
        if first(row as usize) {
            rows[count] = row;
            count += 1;
        } else {
            rest.push(row);
        }
    }
    rows[count..].copy_from_slice(rest);
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn fit(rows: &Matrix, labels: &[bool], options: Options) -> RandomForest {
        RandomForest::fit(rows, labels, &options, 7, &mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    /// Rows whose class depends on two columns together, and a constant column.
    fn checkered() -> (Matrix, Vec<bool>) {
        let mut stream = Streams::new(1).stream(Purpose::Row);
        let values = (0..400).flat_map(|_| [stream.unit() - 0.5, stream.unit() - 0.5, 3.0]).collect();
        let rows = Matrix::new(3, values);
        let labels = rows.iter().map(|row| (row[0] > 0.0) ^ (row[1] > 0.0)).collect();
        (rows, labels)
    }

    #[test]
    fn columns_that_matter_only_together_are_learned_and_values_are_stable() {
        let (rows, labels) = checkered();
        let forest = fit(&rows, &labels, Options::default());
        let probe = Matrix::new(3, vec![0.3, 0.3, 3.0, -0.3, 0.3, 3.0, 0.02, -0.01, 9.0]);
        let probabilities = forest.probabilities(&probe);
        assert!(probabilities[0] < 0.05 && probabilities[1] > 0.95, "{probabilities:?}");
        assert_eq!(probabilities[2], 0.42);
    }

    #[test]
    fn a_tree_counts_rows_as_often_as_they_were_drawn() {
        let (rows, labels) = checkered();
        let forest = fit(&rows, &labels, Options { trees: 5, min_leaf: 10 });
        assert_eq!(forest.trees().len(), 5);
        for tree in forest.trees() {
            assert_eq!(tree.nodes()[0].weight(), 400.0);
            assert!(tree.nodes().iter().all(|node| node.weight() >= 10.0));
        }
        assert!(forest.trees()[0] != forest.trees()[1]);
    }
}
