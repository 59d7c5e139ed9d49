//! A k-d tree of many branches: points are halved by the median of their widest number, three times over, so that a
//! node has eight children. The distances to their boxes are summed side by side, as those to the points of a block.

use super::blocks::{Blocks, LANES};
use super::nearest::Nearest;
use crate::engine::balance::points::Points;

/// A k-d tree over points.
#[derive(Clone, Debug)]
pub struct Tree {
    dimensions: usize,
    group: usize,
    blocks: Blocks,
    /// The points, in the order of the blocks.
    order: Vec<u32>,
    nodes: Vec<Node>,
    /// By node and dimension: the least and the greatest numbers of the children.
    bounds: Vec<[[f64; LANES]; 2]>,
}

/// A node: its children, and the least point of each.
#[derive(Clone, Copy, Debug)]
struct Node {
    children: [Child; LANES],
    least: [u32; LANES],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Child {
    None,
    Block(u32),
    Node(u32),
}

const EMPTY: Node = Node { children: [Child::None; LANES], least: [u32::MAX; LANES] };

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
        let place =
            |query: &u32| queries.get(*query as usize).and_then(|&point| places.get(point as usize)).copied();
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

    /// The squared distances of a place to the boxes of the children of a node: summed in the same order as those to
    /// points in [`Blocks`], so that no point of a child is nearer by rounding.
    fn distances(&self, node: u32, at: &[f64]) -> [f64; LANES] {
        let start = node as usize * self.dimensions;
        let bounds = self.bounds.get(start..start + self.dimensions).unwrap_or_default();
        let mut sums = [0.0; LANES];
        if self.group == 1 {
            for ([low, high], at) in bounds.iter().zip(at) {
                for ((sum, low), high) in sums.iter_mut().zip(low).zip(high) {
                    let outside = greater(greater(low - at, at - high), 0.0);
                    *sum += outside * outside;
                }
            }
            return sums;
        }
        for (bounds, at) in bounds.chunks(self.group).zip(at.chunks(self.group)) {
            let mut parts = [0.0; LANES];
            for ([low, high], at) in bounds.iter().zip(at) {
                for ((part, low), high) in parts.iter_mut().zip(low).zip(high) {
                    *part += greater(greater(low - at, at - high), 0.0);
                }
            }
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * part);
        }
        sums
    }
}

/// The greater of two numbers of which none is missing.
fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
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
    fn visit(&mut self, node: u32) {
        let Some(Node { children, least }) = self.tree.nodes.get(node as usize) else { return };
        self.operations += (2 * self.tree.dimensions * LANES) as u64;
        let distances = self.tree.distances(node, self.at);
        let mut order = [(0.0, 0, Child::None); LANES];
        let mut count = 0_usize;
        for ((&distance, &least), &child) in distances.iter().zip(least).zip(children) {
            if child == Child::None || !self.nearest.takes(distance, least) {
                continue;
            }
            // Nearest first.
            let mut place = count;
            while let Some(before) = place.checked_sub(1)
                && order.get(before).is_some_and(|other| (distance, least) < (other.0, other.1))
            {
                order.swap(before, place);
                place = before;
            }
            if let Some(slot) = order.get_mut(place) {
                *slot = (distance, least, child);
            }
            count += 1;
        }
        for &(distance, least, child) in order.iter().take(count) {
            if !self.nearest.takes(distance, least) {
                break;
            }
            match child {
                Child::Block(block) => {
                    self.operations += self.tree.blocks.cost();
                    self.tree.blocks.scan(block as usize, self.points, self.query, self.nearest);
                }
                Child::Node(node) => self.visit(node),
                Child::None => {}
            }
        }
    }
}

struct Builder<'a> {
    points: &'a Points,
    nodes: Vec<Node>,
    bounds: Vec<[[f64; LANES]; 2]>,
    blocks: u32,
}

impl Builder<'_> {
    /// Adds the node of some points and all below it, and puts the points in the order of the blocks. All blocks but
    /// the last are full.
    fn add(&mut self, members: &mut [u32]) {
        let dimensions = self.points.dimensions;
        let node = self.nodes.len();
        self.nodes.push(EMPTY);
        let start = self.bounds.len();
        self.bounds.resize(start + dimensions, [[f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]]);

        let mut parts: Vec<&mut [u32]> = vec![members];
        while parts.len() < LANES {
            parts = parts.into_iter().flat_map(|part| self.halves(part)).collect();
        }
        for (lane, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            let bounds = self.bounds(part);
            for ([lows, highs], [low, high]) in self.bounds.iter_mut().skip(start).zip(bounds) {
                lows.iter_mut().skip(lane).take(1).for_each(|slot| *slot = low);
                highs.iter_mut().skip(lane).take(1).for_each(|slot| *slot = high);
            }
            let least = part.iter().copied().min().unwrap_or(u32::MAX);
            let child = if part.len() <= LANES {
                self.blocks += 1;
                Child::Block(self.blocks - 1)
            } else {
                let child = self.nodes.len() as u32;
                self.add(part);
                Child::Node(child)
            };
            if let Some(Node { children, least: leasts }) = self.nodes.get_mut(node) {
                children.iter_mut().skip(lane).take(1).for_each(|slot| *slot = child);
                leasts.iter_mut().skip(lane).take(1).for_each(|slot| *slot = least);
            }
        }
    }

    /// Two halves of some points by the median of their widest number; the first has whole blocks.
    fn halves<'m>(&self, members: &'m mut [u32]) -> [&'m mut [u32]; 2] {
        if members.len() <= LANES {
            return [members, &mut []];
        }
        let widths = self.bounds(members).into_iter().map(|[low, high]| high - low).enumerate();
        let widest = widths.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |(dimension, _)| dimension);
        let middle = members.len().div_ceil(LANES) / 2 * LANES;
        let key = |point: u32| self.points.numbers(point).get(widest).copied().unwrap_or(0.0);
        members.select_nth_unstable_by(middle, |&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
        members.split_at_mut(middle).into()
    }

    /// By dimension, the least and the greatest number of some points.
    fn bounds(&self, members: &[u32]) -> Vec<[f64; 2]> {
        let mut bounds = vec![[f64::INFINITY, f64::NEG_INFINITY]; self.points.dimensions];
        for &point in members {
            for ([low, high], &number) in bounds.iter_mut().zip(self.points.numbers(point)) {
                *low = low.min(number);
                *high = high.max(number);
            }
        }
        bounds
    }
}
