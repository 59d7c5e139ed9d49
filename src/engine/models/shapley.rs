//! Shapley values: what each column of a row adds to the answer of a model, so that the values and the answer without any
//! column sum to the answer (Shapley, "A value for n-person games", 1953).
//!
//! For trees they are exact and take little time: TreeSHAP (Lundberg, Erion and Lee, "Consistent individualized feature
//! attribution for tree ensembles", 2018, algorithm 2). A column that is left out is averaged over the training rows:
//! where a node asks for it, both ways are taken, each with its share of the rows, as by the `shap` package with
//! `feature_perturbation="tree_path_dependent"`.

use super::decision_tree::{DecisionTree, Node};

/// What the columns of a row add to an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The answer without any column: the mean over the training rows.
    pub base: f64,
    /// What each column adds, in the unit of the answer.
    pub values: Vec<f64>,
}

impl Explanation {
    /// The answer: the base and all values.
    pub fn answer(&self) -> f64 {
        self.values.iter().fold(self.base, |sum, value| sum + value)
    }
}

/// Explains a sum of trees, whose values are taken times `factor`.
pub fn trees(trees: &[DecisionTree], factor: f64, row: &[f64]) -> Explanation {
    let mut walk =
        Walk { row, steps: Vec::new(), weights: Vec::new(), base: 0.0, values: vec![0.0; row.len()] };
    for tree in trees {
        let weight = tree.nodes().first().map_or(1.0, Node::weight);
        walk.node(tree.nodes(), 0, &[1.0], factor, factor / weight);
    }
    Explanation { base: walk.base, values: walk.values }
}

/// A column that is asked for on the way to a node.
#[derive(Clone, Copy, Debug)]
struct Step {
    column: u32,
    /// The share of training rows that go this way where the column is left out.
    share: f64,
    /// Whether the row itself goes this way.
    is_own: bool,
}

/// A walk through all leaves of trees.
///
/// A leaf counts for a set of columns where the row goes its way at each of them, by the shares of those left out. So sets with a
/// column at which the row goes another way count nothing, and such columns are a factor and no more (Yang, "Fast TreeSHAP", 2021,
/// version 1).
struct Walk<'a> {
    row: &'a [f64],
    /// The columns on the way to the node, each once.
    steps: Vec<Step>,
    /// Of so many columns, from 1, the weights of a set with 0, 1 and more of the others.
    weights: Vec<Vec<f64>>,
    base: f64,
    values: Vec<f64>,
}

impl Walk<'_> {
    /// Walks from a node. `sets`: of the columns at which the row goes this way, for each number of members the sum over all sets
    /// with so many of the shares of the others, multiplied. `factor`: the shares of the columns at which the row goes another
    /// way, multiplied, in the unit of the answer; `weight` is what a training row is worth.
    fn node(&mut self, nodes: &[Node], place: usize, sets: &[f64], factor: f64, weight: f64) {
        let Some(node) = nodes.get(place) else { return };
        let Some(split) = node.split else {
            self.base += weight * node.weight() * node.value;
            return self.leaf(sets, factor * node.value);
        };
        let asked = self.steps.iter().position(|step| step.column == split.column);
        let before = asked.and_then(|place| self.steps.get(place)).copied();
        let is_own = before.is_none_or(|step| step.is_own);
        // As if the column had not been asked for.
        let without = before.filter(|_| is_own).map(|step| without(sets, step.share));
        let sets = without.as_deref().unwrap_or(sets);
        for child in split.children() {
            // Below a node that no training row reaches, none is left out.
            let share = nodes.get(child).map_or(0.0, Node::weight) / node.weight().max(1.0);
            let is_own = is_own && (child == split.children()[0]) == split.holds(self.row);
            // What neither the row nor any training row reaches adds nothing.
            if share == 0.0 && !is_own {
                continue;
            }
            let step =
                Step { column: split.column, share: before.map_or(1.0, |step| step.share) * share, is_own };
            match asked.and_then(|place| self.steps.get_mut(place)) {
                Some(own) => *own = step,
                None => self.steps.push(step),
            }
            match is_own {
                true => self.node(nodes, child, &with(sets, step.share), factor, weight),
                false => {
                    // The share of a column at which the row had gone another way is in the factor already.
                    let more = before.filter(|step| step.is_own).map_or(share, |_| step.share);
                    self.node(nodes, child, sets, factor * more, weight);
                }
            }
            match (asked.and_then(|place| self.steps.get_mut(place)), before) {
                (Some(own), Some(before)) => *own = before,
                _ => drop(self.steps.pop()),
            }
        }
    }

    /// What a leaf adds, of this value times the factor.
    fn leaf(&mut self, sets: &[f64], value: f64) {
        while self.weights.len() < self.steps.len() {
            self.weights.push(weights(self.weights.len() + 1));
        }
        let weights = self.weights.get(self.steps.len().wrapping_sub(1)).map_or(&[][..], Vec::as_slice);
        let sum = |sets: &[f64]| sets.iter().zip(weights).map(|(set, weight)| set * weight).sum::<f64>();
        let of_others = value * sum(sets);
        for step in &self.steps {
            let gain = match step.is_own {
                true => value * (1.0 - step.share) * sum(&without(sets, step.share)),
                false => -of_others,
            };
            if let Some(sum) = self.values.get_mut(step.column as usize) {
                *sum += gain;
            }
        }
    }
}

/// Sets to which a column may belong as well.
fn with(sets: &[f64], share: f64) -> Vec<f64> {
    let of_next = std::iter::once(&0.0).chain(sets);
    sets.iter().chain([&0.0]).zip(of_next).map(|(own, before)| own * share + before).collect()
}

/// Sets without a column, to which it was [`with`].
fn without(sets: &[f64], share: f64) -> Vec<f64> {
    let mut rest = sets.get(1..).unwrap_or_default().to_vec();
    let mut above = 0.0;
    for set in rest.iter_mut().rev() {
        *set -= above * share;
        above = *set;
    }
    rest
}

/// Of `count` columns, the weights of a set with 0 to `count` - 1 of the others, the share of orders that begin with it.
fn weights(count: usize) -> Vec<f64> {
    let next = |(weight, size): &(f64, usize)| {
        Some((weight * (size + 1) as f64 / (count - size - 1) as f64, size + 1))
    };
    std::iter::successors(Some((1.0 / count as f64, 0)), next).map(|(weight, _)| weight).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::Matrix;
    use crate::engine::models::decision_tree::Options;
    use crate::engine::random::{Purpose, Stream, Streams};
    use std::ops::ControlFlow;

    fn stream(index: u64) -> Stream {
        let mut stream = Streams::new(1).stream(Purpose::Row);
        stream.seek(index);
        stream
    }

    /// The answer where only the columns of a set, as bits, are known.
    fn answer(tree: &DecisionTree, place: usize, row: &[f64], known: u32) -> f64 {
        let node = tree.nodes()[place];
        let Some(split) = node.split else { return node.value };
        let [first, second] = split.children();
        if known >> split.column & 1 == 1 {
            return answer(tree, if split.holds(row) { first } else { second }, row, known);
        }
        let part = |child: usize| tree.nodes()[child].weight() * answer(tree, child, row, known);
        (part(first) + part(second)) / node.weight()
    }

    fn factorial(n: u32) -> f64 {
        (1..=n).map(f64::from).product()
    }

    #[test]
    fn values_are_those_of_the_definition() {
        for seed in 0..20 {
            let mut stream = stream(seed);
            let columns = 4;
            let values = (0..200 * columns).map(|_| f64::from(stream.below(30))).collect();
            let matrix = Matrix::new(columns, values);
            let labels: Vec<bool> = matrix
                .iter()
                .map(|row| (row[0] > 15.0) ^ (row[1] + row[2] > 25.0) ^ (stream.below(5) == 0))
                .collect();
            let options = Options { max_depth: 6, min_leaf: 2 };
            let tree =
                DecisionTree::fit(&matrix, &labels, &options, &mut |_, _| ControlFlow::Continue(())).unwrap();
            for row in matrix.iter().take(5) {
                let explanation = trees(std::slice::from_ref(&tree), 1.0, row);
                assert!((explanation.base - answer(&tree, 0, row, 0)).abs() < 1e-12);
                assert!((explanation.answer() - tree.value(row)).abs() < 1e-12);
                for (column, value) in explanation.values.iter().enumerate() {
                    let mut expected = 0.0;
                    for set in (0..1_u32 << columns).filter(|set| set >> column & 1 == 0) {
                        let size = set.count_ones();
                        let weight = factorial(size) * factorial(columns as u32 - size - 1);
                        let gain = answer(&tree, 0, row, set | 1 << column) - answer(&tree, 0, row, set);
                        expected += weight / factorial(columns as u32) * gain;
                    }
                    assert!((value - expected).abs() < 1e-12, "{value} {expected}");
                }
            }
        }
    }
}
