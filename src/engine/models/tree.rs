//! A small decision tree on binned features, as gradient boosting grows it: every split is the one that lowers the
//! squared error, or the second-order expansion of another loss, the most (Chen and Guestrin, "XGBoost", 2016). A
//! split is a set of bins, so numbers, missing values and categories are one case.

use super::bins::{BINS, Binned};
use crate::engine::statistics::order::largest_first;

/// A row's gradient, or target, and its weight, the second derivative.
pub type Pair = [f64; 2];

/// How a tree is grown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grower {
    /// The most splits between root and leaf.
    pub depth: u32,
    /// What is added to the weight of a node: values shrink to zero where there are few rows.
    pub ridge: f64,
    /// The smallest weight of a node.
    pub min_weight: f64,
}

/// What is added to the weight of a category's rows, so that rare ones do not come first by chance.
const CATEGORY_RIDGE: f64 = 10.0;

/// A tree: the children of node *n* are 2 *n* + 1 and 2 *n* + 2.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Node {
    split: Option<Split>,
    value: f64,
}

/// A split of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The place of the feature among the binned ones.
    pub place: usize,
    /// The bins that go to the first child, as bits.
    pub first: u64,
    /// By how much it lowers the loss.
    pub gain: f64,
}

impl Split {
    /// The child, 0 or 1, that a bin goes to.
    fn child(self, bin: u8) -> usize {
        usize::from(self.first >> (bin & 63) & 1 == 0)
    }
}

impl Tree {
    /// The leaf that a row ends in.
    pub fn leaf(&self, features: &[Binned], row: usize) -> usize {
        let mut node = 0;
        while let Some(split) = self.nodes.get(node).and_then(|node| node.split) {
            let bin = features.get(split.place).and_then(|feature| feature.bins.get(row));
            node = 2 * node + 1 + split.child(bin.copied().unwrap_or(0));
        }
        node
    }

    /// The value of a leaf: the sum of gradients over the weight and the ridge.
    pub fn value(&self, leaf: usize) -> f64 {
        self.nodes.get(leaf).map_or(0.0, |node| node.value)
    }

    /// The split of a node; none in a leaf.
    pub fn split(&self, node: usize) -> Option<Split> {
        self.nodes.get(node).and_then(|node| node.split)
    }

    /// The number of nodes of a whole tree of its depth.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The splits, the root's first.
    pub fn splits(&self) -> impl Iterator<Item = Split> + '_ {
        self.nodes.iter().filter_map(|node| node.split)
    }
}

/// The sums of pairs by feature and bin.
type Histogram = Vec<[Pair; BINS]>;

impl Grower {
    /// Grows a tree on `rows`, which are reordered, and hands every leaf with its rows to `each`.
    pub fn grow(
        &self,
        features: &[Binned],
        rows: &mut [u32],
        pairs: &[Pair],
        mut each: impl FnMut(usize, &[u32]),
    ) -> Tree {
        let mut tree = Tree { nodes: vec![Node::default(); (2 << self.depth) - 1] };
        let histogram = histogram(features, rows, pairs);
        let sum = sum(rows, pairs);
        self.node(features, rows, pairs, &mut tree, (0, 0), sum, Some(histogram), &mut each);
        tree
    }

    /// Grows the node `place.0` at depth `place.1`.
    #[expect(clippy::too_many_arguments, reason = "one recursion, called from here and above alone")]
    fn node(
        &self,
        features: &[Binned],
        rows: &mut [u32],
        pairs: &[Pair],
        tree: &mut Tree,
        place: (usize, u32),
        sum: Pair,
        histogram: Option<Histogram>,
        each: &mut impl FnMut(usize, &[u32]),
    ) {
        let (index, depth) = place;
        let split = histogram.as_ref().and_then(|histogram| self.best(features, histogram, sum));
        if let Some(node) = tree.nodes.get_mut(index) {
            *node = Node { split, value: sum[0] / (sum[1] + self.ridge) };
        }
        let Some((split, feature)) = split.and_then(|split| Some((split, features.get(split.place)?))) else {
            each(index, rows);
            return;
        };
        let middle = part(rows, |row| split.child(feature.bins.get(row as usize).copied().unwrap_or(0)) == 0);
        let (first, second) = rows.split_at_mut(middle);
        let first_sum = self::sum(first, pairs);
        let second_sum = [sum[0] - first_sum[0], sum[1] - first_sum[1]];
        // The histogram of the larger child is the parent's less the smaller one's.
        let (mut first_histogram, mut second_histogram) = (None, None);
        if depth + 1 < self.depth {
            let smaller =
                self::histogram(features, if first.len() < second.len() { first } else { second }, pairs);
            let larger = histogram.map(|histogram| subtract(histogram, &smaller));
            (first_histogram, second_histogram) =
                if first.len() < second.len() { (Some(smaller), larger) } else { (larger, Some(smaller)) };
        }
        let place = |child| (2 * index + 1 + child, depth + 1);
        self.node(features, first, pairs, tree, place(0), first_sum, first_histogram, each);
        self.node(features, second, pairs, tree, place(1), second_sum, second_histogram, each);
    }

    /// The split of a node that lowers the loss the most, if any does.
    fn best(&self, features: &[Binned], histogram: &Histogram, sum: Pair) -> Option<Split> {
        let mut best: Option<Split> = None;
        for (place, (feature, bins)) in features.iter().zip(histogram).enumerate() {
            let mut consider = |first: u64, part: Pair, ridge: f64| {
                let rest = [sum[0] - part[0], sum[1] - part[1]];
                if part[1] < self.min_weight || rest[1] < self.min_weight {
                    return;
                }
                let gain = quality(part, ridge) + quality(rest, ridge) - quality(sum, ridge);
                if gain > best.map_or(1e-9, |best| best.gain) {
                    best = Some(Split { place, first, gain });
                }
            };
            if feature.categorical {
                let ratio = |bin: usize| bins[bin][0] / (bins[bin][1] + CATEGORY_RIDGE);
                let order = (0..BINS).filter(|&bin| bins[bin][1] > 0.0).collect();
                let order = largest_first(order, |&bin| ratio(bin));
                let (mut first, mut part) = (0, [0.0; 2]);
                for bin in order {
                    (first, part) = (first | 1 << bin, add(part, bins[bin]));
                    consider(first, part, self.ridge + CATEGORY_RIDGE);
                }
            } else {
                let missing = bins[0];
                let (mut first, mut part) = (0_u64, [0.0; 2]);
                for (bin, &pair) in bins.iter().enumerate().skip(1) {
                    if pair[1] > 0.0 {
                        (first, part) = (first | 1 << bin, add(part, pair));
                        consider(first, part, self.ridge);
                        if missing[1] > 0.0 {
                            consider(first | 1, add(part, missing), self.ridge);
                        }
                    }
                }
            }
        }
        best
    }
}

/// What a node with these sums takes from the loss.
fn quality(sum: Pair, ridge: f64) -> f64 {
    sum[0] * sum[0] / (sum[1] + ridge)
}

fn add(a: Pair, b: Pair) -> Pair {
    [a[0] + b[0], a[1] + b[1]]
}

fn sum(rows: &[u32], pairs: &[Pair]) -> Pair {
    rows.iter().filter_map(|&row| pairs.get(row as usize)).fold([0.0; 2], |sum, &pair| add(sum, pair))
}

/// Features whose sums grow abreast: one addition does not wait for the one before it.
const ABREAST: usize = 4;

fn histogram(features: &[Binned], rows: &[u32], pairs: &[Pair]) -> Histogram {
    let pair = |&row: &u32| (row as usize, pairs.get(row as usize).copied().unwrap_or_default());
    let gathered: Vec<(usize, Pair)> = rows.iter().map(pair).collect();
    let mut sums = vec![[[0.0; 2]; BINS]; features.len()];
    for (features, sums) in features.chunks(ABREAST).zip(sums.chunks_mut(ABREAST)) {
        if let ([a, b, c, d], [of_a, of_b, of_c, of_d]) = (features, &mut *sums) {
            for &(row, pair) in &gathered {
                gather(of_a, a, row, pair);
                gather(of_b, b, row, pair);
                gather(of_c, c, row, pair);
                gather(of_d, d, row, pair);
            }
        } else {
            for (feature, sums) in features.iter().zip(sums) {
                gathered.iter().for_each(|&(row, pair)| gather(sums, feature, row, pair));
            }
        }
    }
    sums
}

/// Adds a row's pair to the sum of its bin.
#[inline]
fn gather(sums: &mut [Pair; BINS], feature: &Binned, row: usize, pair: Pair) {
    let bin = feature.bins.get(row).copied().unwrap_or(0);
    let sum = &mut sums[usize::from(bin & 63)];
    sum[0] += pair[0];
    sum[1] += pair[1];
}

/// A histogram less another, with what rounding leaves of empty bins taken away.
fn subtract(mut histogram: Histogram, part: &Histogram) -> Histogram {
    for (bin, part) in histogram.iter_mut().flatten().zip(part.iter().flatten()) {
        *bin = [bin[0] - part[0], bin[1] - part[1]];
        if bin[1] < 1e-9 {
            *bin = [0.0; 2];
        }
    }
    histogram
}

/// Puts the rows that go to the first child before the others, both in their order. How many go there.
fn part(rows: &mut [u32], first: impl Fn(u32) -> bool) -> usize {
    let mut others = vec![0; rows.len()];
    let (mut before, mut after) = (0, 0);
    for place in 0..rows.len() {
        // Written to both, so that nothing waits for a guess at where it goes.
        let row = rows[place];
        (rows[before], others[after]) = (row, row);
        let is_first = first(row);
        before += usize::from(is_first);
        after += usize::from(!is_first);
    }
    rows[before..].copy_from_slice(&others[..after]);
    before
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::features::Data;
    use crate::engine::models::fixture;

    const GROWER: Grower = Grower { depth: 3, ridge: 0.0, min_weight: 1.0 };

    fn binned(columns: &[Vec<f64>]) -> Vec<Binned> {
        let rows: Vec<u32> = (0..columns[0].len() as u32).collect();
        let bin =
            |(place, column): (usize, &Vec<f64>)| Binned::new(place, &Data::Numbers(column.into()), &rows);
        columns.iter().enumerate().filter_map(bin).collect()
    }

    #[test]
    fn the_first_split_is_the_best_of_all() {
        let mut stream = fixture::stream(0);
        let columns: Vec<Vec<f64>> =
            (0..3).map(|_| (0..200).map(|_| f64::from(stream.below(20))).collect()).collect();
        let targets: Vec<f64> = (0..200).map(|row| columns[1][row] + stream.normal(0.0, 5.0)).collect();
        let pairs: Vec<Pair> = targets.iter().map(|&target| [target, 1.0]).collect();
        let features = binned(&columns);
        let mut rows: Vec<u32> = (0..200).collect();
        let mut leaves = Vec::new();
        let tree = GROWER.grow(&features, &mut rows, &pairs, |leaf, rows| leaves.push((leaf, rows.to_vec())));

        let squares = |rows: &[usize]| {
            let mean = rows.iter().map(|&row| targets[row]).sum::<f64>() / rows.len() as f64;
            rows.iter().map(|&row| (targets[row] - mean) * (targets[row] - mean)).sum::<f64>()
        };
        let mut best = 0.0_f64;
        for column in &columns {
            for threshold in 0..20 {
                let (first, second): (Vec<usize>, Vec<usize>) =
                    (0..200).partition(|&row| column[row] <= f64::from(threshold));
                if !first.is_empty() && !second.is_empty() {
                    let all: Vec<usize> = (0..200).collect();
                    best = best.max(squares(&all) - squares(&first) - squares(&second));
                }
            }
        }
        assert!((tree.splits().next().unwrap().gain - best).abs() < 1e-6);

        // Every row is handed over once, in the leaf that it is found in again.
        let mut seen: Vec<u32> = leaves.iter().flat_map(|(_, rows)| rows.clone()).collect();
        seen.sort_unstable();
        assert_eq!(seen, (0..200).collect::<Vec<u32>>());
        for (leaf, rows) in leaves {
            let mean = rows.iter().map(|&row| targets[row as usize]).sum::<f64>() / rows.len() as f64;
            assert!((tree.value(leaf) - mean).abs() < 1e-9);
            assert!(rows.iter().all(|&row| tree.leaf(&features, row as usize) == leaf));
        }
    }

    #[test]
    fn missing_values_go_where_they_fit() {
        let column: Vec<f64> =
            (0..40).map(|row| if row % 2 == 0 { f64::NAN } else { f64::from(row) }).collect();
        let pairs: Vec<Pair> =
            (0..40).map(|row| [f64::from(u8::from(row % 2 == 0 || row > 30)), 1.0]).collect();
        let features = binned(&[column]);
        let tree = Grower { depth: 1, ..GROWER }.grow(
            &features,
            &mut (0..40).collect::<Vec<_>>(),
            &pairs,
            |_, _| (),
        );
        let values: Vec<f64> = (0..40).map(|row| tree.value(tree.leaf(&features, row))).collect();
        assert!(values.iter().zip(&pairs).all(|(value, pair)| (value - pair[0]).abs() < 1e-9));
    }

    #[test]
    fn nothing_to_learn_from_is_one_leaf() {
        let mut leaves = 0;
        let tree = GROWER.grow(&[], &mut [0, 1], &[[1.0, 1.0], [0.0, 1.0]], |_, rows| leaves += rows.len());
        assert_eq!((tree.splits().count(), leaves, tree.value(0)), (0, 2, 0.5));
        assert_eq!(GROWER.grow(&[], &mut [], &[], |_, _| ()).splits().count(), 0);
    }
}
