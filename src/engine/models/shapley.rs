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
    let mut sum = Explanation { base: 0.0, values: vec![0.0; row.len()] };
    for tree in trees {
        let mut walk = Walk { nodes: tree.nodes(), row, base: 0.0, values: vec![0.0; row.len()] };
        walk.node(0, Path::default(), Step { column: None, zero: 1.0, one: 1.0, weight: 0.0 });
        let weight = tree.nodes().first().map_or(1.0, Node::weight);
        sum.base += factor * walk.base / weight;
        sum.values.iter_mut().zip(walk.values).for_each(|(sum, value)| *sum += factor * value);
    }
    sum
}

/// Columns that were asked for on the way to a node.
#[derive(Clone, Debug, Default)]
struct Path {
    steps: Vec<Step>,
}

/// A column on a path.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// None at the root.
    column: Option<u32>,
    /// The share of training rows that go this way where the column is left out.
    zero: f64,
    /// 1 if the row itself goes this way, else 0.
    one: f64,
    /// The sum of the weights of all sets of columns with so many members as there are steps before this one.
    weight: f64,
}

impl Path {
    /// Appends a step.
    fn extend(&mut self, step: Step) {
        let length = self.steps.len();
        let weight = if length == 0 { 1.0 } else { 0.0 };
        self.steps.push(Step { weight, ..step });
        let count = (length + 1) as f64;
        for place in (0..length).rev() {
            let weight = self.steps[place].weight;
            self.steps[place + 1].weight += step.one * weight * (place + 1) as f64 / count;
            self.steps[place].weight = step.zero * weight * (length - place) as f64 / count;
        }
    }

    /// The weights of the sets without the step at `without`, as if it had never been appended; from the last to the
    /// first.
    fn weights(&self, without: usize) -> impl Iterator<Item = f64> + '_ {
        let last = self.steps.len().saturating_sub(1);
        let count = self.steps.len() as f64;
        let Step { zero, one, .. } = self.steps[without];
        let mut next = self.steps[last].weight;
        (0..last).rev().map(move |place| {
            let weight = self.steps[place].weight;
            if one == 0.0 {
                return weight * count / (zero * (last - place) as f64);
            }
            let own = next * count / ((place + 1) as f64 * one);
            next = weight - own * zero * (last - place) as f64 / count;
            own
        })
    }

    /// Takes the step at `place` away, as if it had never been appended.
    fn unwind(&mut self, place: usize) {
        let weights: Vec<f64> = self.weights(place).collect();
        self.steps.remove(place);
        for (step, weight) in self.steps.iter_mut().rev().zip(weights) {
            step.weight = weight;
        }
    }
}

/// A walk through all leaves of a tree.
struct Walk<'a> {
    nodes: &'a [Node],
    row: &'a [f64],
    /// The sum of the leaves' values, times the training rows that reach them.
    base: f64,
    values: Vec<f64>,
}

impl Walk<'_> {
    fn node(&mut self, place: usize, mut path: Path, step: Step) {
        let Some(node) = self.nodes.get(place).copied() else { return };
        path.extend(step);
        let Some(split) = node.split else {
            self.base += node.weight() * node.value;
            for (place, step) in path.steps.iter().enumerate() {
                let value = step.column.and_then(|column| self.values.get_mut(column as usize));
                if let Some(value) = value {
                    *value += path.weights(place).sum::<f64>() * (step.one - step.zero) * node.value;
                }
            }
            return;
        };
        let column = Some(split.column);
        let (mut zero, mut one) = (1.0, 1.0);
        if let Some(place) = path.steps.iter().position(|step| step.column == column) {
            Step { zero, one, .. } = path.steps[place];
            path.unwind(place);
        }
        let own = usize::from(!split.holds(self.row));
        for (side, child) in split.children().into_iter().enumerate() {
            let weight = self.nodes.get(child).map_or(0.0, Node::weight);
            let one = if side == own { one } else { 0.0 };
            // What neither the row nor any training row reaches adds nothing.
            if weight > 0.0 || one > 0.0 {
                let zero = zero * weight / node.weight();
                self.node(child, path.clone(), Step { column, zero, one, weight: 0.0 });
            }
        }
    }
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
