//! Points in blocks of a few, number by number in place of point by point: the distances to all points of a block are
//! summed side by side.

use super::nearest::Nearest;
use crate::engine::balance::points::Points;

/// The points of a block.
pub const LANES: usize = 8;

/// No point: what fills the last block up.
const NO_POINT: u32 = u32::MAX;

/// All points, in blocks.
#[derive(Clone, Debug)]
pub struct Blocks {
    dimensions: usize,
    group: usize,
    columns: usize,
    weight: f64,
    numbers: Vec<[f64; LANES]>,
    codes: Vec<[u32; LANES]>,
    points: Vec<[u32; LANES]>,
}

impl Blocks {
    /// The points in the order of `order`.
    pub fn new(points: &Points, order: &[u32]) -> Self {
        let Points { dimensions, group, columns, weight, .. } = *points;
        let count = order.len().div_ceil(LANES);
        let mut blocks = Blocks {
            dimensions,
            group,
            columns,
            weight,
            numbers: vec![[0.0; LANES]; count * dimensions],
            codes: vec![[0; LANES]; count * columns],
            points: vec![[NO_POINT; LANES]; count],
        };
        for (block, members) in order.chunks(LANES).enumerate() {
            for (lane, &point) in members.iter().enumerate() {
                let numbers = blocks.numbers.iter_mut().skip(block * dimensions);
                numbers.zip(points.numbers(point)).for_each(|(lanes, &number)| set(lanes, lane, number));
                let codes = blocks.codes.iter_mut().skip(block * columns);
                codes.zip(points.codes(point)).for_each(|(lanes, &code)| set(lanes, lane, code));
                blocks.points.iter_mut().skip(block).take(1).for_each(|lanes| set(lanes, lane, point));
            }
        }
        blocks
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.points.len()
    }

    /// The elementary operations of a scan.
    pub fn cost(&self) -> u64 {
        ((self.dimensions + self.columns + 1) * LANES) as u64
    }

    /// Offers the points of a block, but for `query` itself, to the nearest of `query`.
    pub fn scan(&self, block: usize, points: &Points, query: u32, nearest: &mut Nearest) {
        let Some(members) = self.points.get(block) else { return };
        let Some(distances) = self.distances(block, points, query, nearest.reach()) else { return };
        for (&distance, &point) in distances.iter().zip(members) {
            if distance <= nearest.reach()
                && nearest.takes(distance, point)
                && point != query
                && point != NO_POINT
            {
                nearest.add(distance, point);
            }
        }
    }

    /// The squared distances from the points of a block to `query`; none where all are beyond `reach`, which often
    /// shows before all numbers are looked at.
    fn distances(&self, block: usize, points: &Points, query: u32, reach: f64) -> Option<[f64; LANES]> {
        let mut sums = [0.0; LANES];
        let start = block * self.dimensions;
        let numbers = self.numbers.get(start..start + self.dimensions)?;
        let at = points.numbers(query);
        let stretch = self.group * STRETCH;
        for (numbers, at) in numbers.chunks(stretch).zip(at.chunks(stretch)) {
            if self.group == 1 {
                for (lanes, at) in numbers.iter().zip(at) {
                    for (sum, number) in sums.iter_mut().zip(lanes) {
                        *sum += (number - at) * (number - at);
                    }
                }
            } else {
                for (group, at) in numbers.chunks(self.group).zip(at.chunks(self.group)) {
                    let mut parts = [0.0; LANES];
                    for (lanes, at) in group.iter().zip(at) {
                        for (part, number) in parts.iter_mut().zip(lanes) {
                            *part += (number - at).abs();
                        }
                    }
                    sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * part);
                }
            }
            if sums.iter().fold(true, |all, &sum| all & (sum > reach)) {
                return None;
            }
        }
        let start = block * self.columns;
        let codes = self.codes.get(start..start + self.columns)?;
        for (lanes, at) in codes.iter().zip(points.codes(query)) {
            for (sum, code) in sums.iter_mut().zip(lanes) {
                *sum += if code == at { 0.0 } else { self.weight };
            }
        }
        Some(sums)
    }
}

/// After so many numbers it is asked whether the rest matters.
const STRETCH: usize = 4;

fn set<T>(lanes: &mut [T; LANES], lane: usize, value: T) {
    if let Some(slot) = lanes.get_mut(lane) {
        *slot = value;
    }
}
