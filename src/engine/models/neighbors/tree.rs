//! A k-d tree of many branches: points are halved by the median of the number or code that differs most, three times
//! over, so that a node has eight children. The bounds of the distances to their boxes are summed side by side.

use super::blocks::{Blocks, LANES, NO_POINT};
use super::nearest::Nearest;
use super::points::Points;
use super::rounding::{Query, Rounding};

/// The children of a node.
const CHILDREN: usize = 8;

/// Points that are looked at to choose what a part is halved by.
const MAX_SAMPLED: usize = 512;

/// Blocks that a search nearby looks at.
const NEARBY: u64 = 6;

/// A k-d tree over some points.
#[derive(Debug)]
pub struct Tree<'a> {
    points: &'a Points<'a>,
    rounding: &'a Rounding,
    blocks: Blocks,
    /// The points, in the order of the blocks.
    order: Vec<u32>,
    nodes: Vec<Node>,
    /// By node and dimension: the lowest and the highest numbers of the children.
    boxes: Vec<[[f32; CHILDREN]; 2]>,
    /// By node and column: the sets of codes of the children.
    sets: Vec<[u32; CHILDREN]>,
}

/// A node: its children, and the lowest point of each.
#[derive(Clone, Copy, Debug)]
struct Node {
    children: [Child; CHILDREN],
    lowest: [u32; CHILDREN],
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Child {
    None,
    Block(u32),
    Node(u32),
}

const EMPTY: Node = Node { children: [Child::None; CHILDREN], lowest: [NO_POINT; CHILDREN] };

impl<'a> Tree<'a> {
    /// The tree of some points.
    pub fn new(points: &'a Points<'a>, rounding: &'a Rounding, mut members: Vec<u32>) -> Self {
        let mut builder =
            Builder { points, rounding, nodes: Vec::new(), boxes: Vec::new(), sets: Vec::new(), blocks: 0 };
        builder.add(&mut members);
        let Builder { nodes, boxes, sets, .. } = builder;
        let blocks = Blocks::new(points, rounding, &members);
        Tree { points, rounding, blocks, order: members, nodes, boxes, sets }
    }

    /// The places of `queries`, in the order in which the tree has the points; those that it has not come last. `count`
    /// is the number of all points.
    pub fn by_place(&self, queries: &[u32], count: usize) -> Vec<u32> {
        let mut places = vec![u32::MAX; count];
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

    #[cfg(test)]
    pub fn operations_of_block(&self) -> u64 {
        self.blocks.cost()
    }

    /// Finds the nearest points of `query`; returns how many elementary operations it took.
    pub fn search(&self, query: &Query, nearest: &mut Nearest) -> u64 {
        self.search_within(query, nearest, u64::MAX)
    }

    /// Finds near points of `query`, not always the nearest ones.
    pub fn search_nearby(&self, query: &Query, nearest: &mut Nearest) -> u64 {
        self.search_within(query, nearest, NEARBY)
    }

    fn search_within(&self, query: &Query, nearest: &mut Nearest, blocks: u64) -> u64 {
        let threshold = self.rounding.threshold(nearest.reach());
        let mut search = Search { tree: self, query, nearest, threshold, blocks, operations: 0 };
        search.visit(0);
        search.operations
    }

    /// Lower bounds of the squared distances from `query` to the boxes of the children of a node: summed in the same
    /// order as those to points in [`Blocks`], so that no bound of a point is lower by rounding.
    fn bounds(&self, node: u32, query: &Query) -> [f32; CHILDREN] {
        let (dimensions, columns) = (self.points.dimensions, self.points.columns);
        let start = node as usize * columns;
        let sets = self.sets.get(start..start + columns).unwrap_or_default();
        let mut mismatches = [0_u32; CHILDREN];
        for (sets, &bit) in sets.iter().zip(&query.bits) {
            for (count, set) in mismatches.iter_mut().zip(sets) {
                *count += u32::from(set & bit == 0);
            }
        }
        let mut sums = mismatches.map(|count| count as f32 * self.rounding.weight);
        let start = node as usize * dimensions;
        let boxes = self.boxes.get(start..start + dimensions).unwrap_or_default();
        if self.points.group == 1 {
            for ([low, high], &at) in boxes.iter().zip(&query.numbers) {
                for ((sum, low), high) in sums.iter_mut().zip(low).zip(high) {
                    let outside = larger(larger(low - at, at - high), 0.0);
                    *sum += outside * outside;
                }
            }
            return sums;
        }
        let group = self.points.group;
        for (boxes, at) in boxes.chunks(group).zip(query.numbers.chunks(group)) {
            let mut parts = [0.0; CHILDREN];
            for ([low, high], at) in boxes.iter().zip(at) {
                for ((part, low), high) in parts.iter_mut().zip(low).zip(high) {
                    *part += larger(larger(low - at, at - high), 0.0);
                }
            }
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * part);
        }
        sums
    }
}

/// The larger of two numbers of which none is missing.
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

struct Search<'a> {
    tree: &'a Tree<'a>,
    query: &'a Query,
    nearest: &'a mut Nearest,
    /// Bounds above it are beyond the reach of `nearest`.
    threshold: f32,
    /// How many blocks it may still look at.
    blocks: u64,
    operations: u64,
}

impl Search<'_> {
    fn visit(&mut self, node: u32) {
        let Some(Node { children, lowest }) = self.tree.nodes.get(node as usize) else { return };
        self.operations += (2 * (self.tree.points.dimensions + self.tree.points.columns) * CHILDREN) as u64;
        let bounds = self.tree.bounds(node, self.query);
        // Nearest first: bounds, none of which is negative, are ordered as their bits are.
        let mut order = [0_u64; CHILDREN];
        let mut count = 0;
        for (lane, (&bound, &lowest)) in bounds.iter().zip(lowest).enumerate() {
            if self.takes(bound, lowest)
                && let Some(slot) = order.get_mut(count)
            {
                *slot = (u64::from(bound.to_bits()) << 32) | lane as u64;
                count += 1;
            }
        }
        let order = order.get_mut(..count).unwrap_or_default();
        order.sort_unstable();
        for lane in order.iter().map(|key| (key % CHILDREN as u64) as usize) {
            let (Some(&bound), Some(&lowest)) = (bounds.get(lane), lowest.get(lane)) else { continue };
            if !self.takes(bound, lowest) {
                continue;
            }
            match children.get(lane) {
                Some(&Child::Block(block)) => self.scan(block as usize),
                Some(&Child::Node(node)) => self.visit(node),
                Some(Child::None) | None => {}
            }
        }
    }

    /// Whether points with these lower bounds, of the distance and of the number, can be among the nearest.
    fn takes(&self, bound: f32, lowest: u32) -> bool {
        bound <= self.threshold && self.blocks > 0 && self.nearest.can_take(lowest)
    }

    /// Offers the points of a block, but for the query itself, to the nearest.
    fn scan(&mut self, block: usize) {
        self.blocks -= 1;
        self.operations += self.tree.blocks.cost();
        let Some(bounds) = self.tree.blocks.bounds(block, self.query, self.threshold) else { return };
        for (bound, point) in bounds.into_iter().zip(self.tree.blocks.points(block)) {
            if bound > self.threshold || point == self.query.point || point == NO_POINT {
                continue;
            }
            let distance = self.tree.points.distance(self.query.point, point);
            if self.nearest.takes(distance, point) {
                self.nearest.add(distance, point);
                self.threshold = self.tree.rounding.threshold(self.nearest.reach());
            }
        }
    }
}

struct Builder<'a> {
    points: &'a Points<'a>,
    rounding: &'a Rounding,
    nodes: Vec<Node>,
    boxes: Vec<[[f32; CHILDREN]; 2]>,
    sets: Vec<[u32; CHILDREN]>,
    blocks: u32,
}

/// How many points each child of a node of so many has, at most.
fn points_of_child(count: usize) -> usize {
    let mut points = LANES;
    while points * CHILDREN < count {
        points *= CHILDREN;
    }
    points
}

/// What points are halved by.
#[derive(Clone, Copy, Debug)]
enum Axis {
    Dimension(usize),
    Column(usize),
}

impl Builder<'_> {
    /// Adds the node of some points and all below it, and puts the points in the order of the blocks. All blocks but
    /// the last are full.
    fn add(&mut self, members: &mut [u32]) {
        let Points { dimensions, columns, .. } = *self.points;
        let node = self.nodes.len();
        self.nodes.push(EMPTY);
        let (first_box, first_set) = (self.boxes.len(), self.sets.len());
        self.boxes.resize(first_box + dimensions, [[f32::INFINITY; CHILDREN], [f32::NEG_INFINITY; CHILDREN]]);
        self.sets.resize(first_set + columns, [0; CHILDREN]);

        // All but the last of the children are full, so that no node is left with two or three blocks.
        let most = points_of_child(members.len());
        let mut parts: Vec<&mut [u32]> = vec![members];
        while parts.iter().any(|part| part.len() > most) {
            parts = parts.into_iter().flat_map(|part| self.halves(part, most)).collect();
        }
        for (lane, part) in parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            for &point in part.iter() {
                let boxes = self.boxes.iter_mut().skip(first_box).zip(self.points.numbers(point));
                for (dimension, ([lows, highs], &number)) in boxes.enumerate() {
                    let number = self.rounding.number(dimension, number);
                    lows.iter_mut().skip(lane).take(1).for_each(|low| *low = low.min(number));
                    highs.iter_mut().skip(lane).take(1).for_each(|high| *high = high.max(number));
                }
                for (sets, &code) in self.sets.iter_mut().skip(first_set).zip(self.points.codes(point)) {
                    let bit = Rounding::bit(Rounding::code(code));
                    sets.iter_mut().skip(lane).take(1).for_each(|set| *set |= bit);
                }
            }
            let lowest = part.iter().copied().min().unwrap_or(NO_POINT);
            let child = if part.len() <= LANES {
                self.blocks += 1;
                Child::Block(self.blocks - 1)
            } else {
                let child = self.nodes.len() as u32;
                self.add(part);
                Child::Node(child)
            };
            if let Some(Node { children, lowest: lowests }) = self.nodes.get_mut(node) {
                children.iter_mut().skip(lane).take(1).for_each(|slot| *slot = child);
                lowests.iter_mut().skip(lane).take(1).for_each(|slot| *slot = lowest);
            }
        }
    }

    /// Two halves of some points; the first has `most` or a multiple of it.
    fn halves<'m>(&self, members: &'m mut [u32], most: usize) -> [&'m mut [u32]; 2] {
        if members.len() <= most {
            return [members, &mut []];
        }
        let middle = members.len().div_ceil(most) / 2 * most;
        match self.axis(members) {
            Axis::Dimension(dimension) => {
                let key = |point: u32| self.points.numbers(point).get(dimension).copied().unwrap_or(0.0);
                members.select_nth_unstable_by(middle, |&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
            }
            Axis::Column(column) => {
                let key = |point: u32| self.points.codes(point).get(column).copied();
                members.select_nth_unstable_by_key(middle, |&point| (key(point), point));
            }
        }
        members.split_at_mut(middle).into()
    }

    /// Along what two of some points differ most: by the mean squared difference of a number, or by how often codes
    /// differ and what that weighs.
    fn axis(&self, members: &[u32]) -> Axis {
        let Points { dimensions, columns, weight, .. } = *self.points;
        let sampled = || members.iter().step_by(members.len().div_ceil(MAX_SAMPLED));
        let count = sampled().count() as f64;
        let (mut sums, mut squares) = (vec![0.0; dimensions], vec![0.0; dimensions]);
        let mut codes = vec![[0.0; 32]; columns];
        let first = members.first().copied().unwrap_or_default();
        for &point in sampled() {
            let numbers = self.points.numbers(point).iter().zip(self.points.numbers(first));
            for ((sum, square), (number, origin)) in sums.iter_mut().zip(&mut squares).zip(numbers) {
                *sum += number - origin;
                *square += (number - origin) * (number - origin);
            }
            for (counts, &code) in codes.iter_mut().zip(self.points.codes(point)) {
                let slot = Rounding::bit(Rounding::code(code)).trailing_zeros() as usize;
                counts.iter_mut().skip(slot).take(1).for_each(|count: &mut f64| *count += 1.0);
            }
        }
        let numbers = sums.iter().zip(&squares).enumerate().map(|(dimension, (sum, square))| {
            (2.0 * (square / count - sum / count * (sum / count)), Axis::Dimension(dimension))
        });
        let codes = codes.iter().enumerate().map(|(column, counts)| {
            let same = counts.iter().map(|share| share / count * (share / count)).sum::<f64>();
            (weight * (1.0 - same), Axis::Column(column))
        });
        let widest = numbers.chain(codes).reduce(|best, other| if other.0 > best.0 { other } else { best });
        widest.map_or(Axis::Dimension(0), |(_, axis)| axis)
    }
}
