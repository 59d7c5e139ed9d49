//! A k-d tree: halves of halves of the points, each with the box that its numbers lie in.

use super::blocks::{Blocks, LANES};
use super::nearest::Nearest;
use crate::engine::balance::points::Points;

/// A k-d tree over points.
#[derive(Clone, Debug)]
pub struct Tree {
    dimensions: usize,
    group: usize,
    blocks: Blocks,
    /// The points, in the order of the leaves.
    order: Vec<u32>,
    nodes: Vec<Node>,
    /// By node and dimension: the least and the greatest number.
    bounds: Vec<[f64; 2]>,
}

/// A node: its first half is the next node.
#[derive(Clone, Copy, Debug)]
struct Node {
    /// The least of the points.
    least: u32,
    kind: Kind,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The block of its points.
    Leaf(usize),
    /// The node of its second half.
    Halves(usize),
}

impl Tree {
    /// The tree of some points.
    pub fn new(points: &Points) -> Self {
        let mut order: Vec<u32> = (0..points.count as u32).collect();
        let mut builder = Builder { points, nodes: Vec::new(), bounds: Vec::new(), blocks: 0 };
        builder.add(&mut order);
        let Builder { nodes, bounds, .. } = builder;
        let blocks = Blocks::new(points, &order);
        Tree { dimensions: points.dimensions, group: points.group, blocks, order, nodes, bounds }
    }

    /// The places of `queries`, in the order in which the tree has the points.
    pub fn by_place(&self, queries: &[u32]) -> Vec<u32> {
        let mut places = vec![0_u32; self.order.len()];
        for (place, &point) in (0..).zip(&self.order) {
            if let Some(slot) = places.get_mut(point as usize) {
                *slot = place;
            }
        }
        let mut order: Vec<u32> = (0..queries.len() as u32).collect();
        let place = |query: &u32| {
            queries
                .get(*query as usize)
                .and_then(|&point| places.get(point as usize))
                .copied()
                .unwrap_or_default()
        };
        order.sort_unstable_by_key(|query| (place(query), *query));
        order
    }

    /// Finds the nearest points of `query`; returns how many elementary operations it took.
    pub fn search(&self, points: &Points, query: u32, nearest: &mut Nearest) -> u64 {
        let mut search =
            Search { tree: self, points, query, at: points.numbers(query), nearest, operations: 0 };
        search.visit(0);
        search.operations
    }

    /// The squared distance of a place to the box of a node, in the same order of sums as in [`Blocks`], so that no
    /// point of the node is nearer by rounding.
    fn distance(&self, node: usize, at: &[f64]) -> f64 {
        let start = node * self.dimensions;
        let bounds = self.bounds.get(start..start + self.dimensions).unwrap_or_default();
        let outside = |([low, high], at): (&[f64; 2], &f64)| (low - at).max(at - high).max(0.0);
        if self.group == 1 {
            return bounds.iter().zip(at).map(outside).fold(0.0, |sum, gap| sum + gap * gap);
        }
        let groups = bounds.chunks_exact(self.group).zip(at.chunks_exact(self.group));
        groups.fold(0.0, |sum, (bounds, at)| {
            let part = bounds.iter().zip(at).map(outside).fold(0.0, |sum, gap| sum + gap);
            sum + part * part
        })
    }
}

struct Search<'a> {
    tree: &'a Tree,
    points: &'a Points,
    query: u32,
    at: &'a [f64],
    nearest: &'a mut Nearest,
    operations: u64,
}

impl Search<'_> {
    fn visit(&mut self, node: usize) {
        match self.tree.nodes.get(node).map(|node| node.kind) {
            Some(Kind::Leaf(block)) => {
                self.operations += self.tree.blocks.cost();
                self.tree.blocks.scan(block, self.points, self.query, self.nearest);
            }
            Some(Kind::Halves(second)) => {
                self.operations += 4 * self.tree.dimensions as u64;
                let [first, second] = [node + 1, second].map(|node| {
                    let least = self.tree.nodes.get(node).map_or(0, |node| node.least);
                    (self.tree.distance(node, self.at), least, node)
                });
                let is_swapped = (second.0, second.1) < (first.0, first.1);
                for (distance, least, node) in if is_swapped { [second, first] } else { [first, second] } {
                    if self.nearest.takes(distance, least) {
                        self.visit(node);
                    }
                }
            }
            None => {}
        }
    }
}

struct Builder<'a> {
    points: &'a Points,
    nodes: Vec<Node>,
    bounds: Vec<[f64; 2]>,
    blocks: usize,
}

impl Builder<'_> {
    /// Adds the node of some points and all below it, and puts the points in the order of its leaves. All leaves but
    /// the last are full.
    fn add(&mut self, members: &mut [u32]) {
        let dimensions = self.points.dimensions;
        let mut bounds = vec![[f64::INFINITY, f64::NEG_INFINITY]; dimensions];
        for &point in members.iter() {
            for ([low, high], &number) in bounds.iter_mut().zip(self.points.numbers(point)) {
                *low = low.min(number);
                *high = high.max(number);
            }
        }
        let width = |&(_, [low, high]): &(usize, [f64; 2])| high - low;
        let widest = bounds.iter().copied().enumerate().max_by(|a, b| width(a).total_cmp(&width(b)));
        let widest = widest.map_or(0, |(dimension, _)| dimension);
        self.bounds.extend(bounds);

        let least = members.iter().copied().min().unwrap_or(u32::MAX);
        let node = self.nodes.len();
        if members.len() <= LANES {
            self.nodes.push(Node { least, kind: Kind::Leaf(self.blocks) });
            self.blocks += 1;
            return;
        }
        self.nodes.push(Node { least, kind: Kind::Halves(0) });
        let middle = members.len().div_ceil(LANES) / 2 * LANES;
        let key = |point: u32| self.points.numbers(point).get(widest).copied().unwrap_or(0.0);
        members.select_nth_unstable_by(middle, |&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
        let (first, second) = members.split_at_mut(middle);
        self.add(first);
        let next = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(node) {
            node.kind = Kind::Halves(next);
        }
        self.add(second);
    }
}
