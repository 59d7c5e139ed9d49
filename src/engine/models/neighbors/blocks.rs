//! Points in blocks of sixteen, number by number in place of point by point: the bounds of the distances to all points
//! of a block are summed side by side. The loops over lanes have a fixed length, so that the compiler makes vector
//! instructions of them on every target.

use super::points::Points;
use super::rounding::{Query, Rounding};

/// The points of a block.
pub const LANES: usize = 16;

/// No point: what fills the last block up.
pub const NO_POINT: u32 = u32::MAX;

/// After so many numbers it is asked whether the rest matters.
const STRETCH: usize = 8;

/// Codes that are counted at once: as many as a byte holds.
const COUNTED: usize = 255;

/// Points, in blocks.
#[derive(Clone, Debug)]
pub struct Blocks {
    dimensions: usize,
    group: usize,
    columns: usize,
    weight: f32,
    numbers: Vec<[f32; LANES]>,
    codes: Vec<[u8; LANES]>,
    points: Vec<[u32; LANES]>,
}

impl Blocks {
    /// The points in the order of `order`.
    pub fn new(points: &Points, rounding: &Rounding, order: &[u32]) -> Self {
        let Points { dimensions, group, columns, .. } = *points;
        let count = order.len().div_ceil(LANES);
        let mut blocks = Blocks {
            dimensions,
            group,
            columns,
            weight: rounding.weight,
            numbers: vec![[0.0; LANES]; count * dimensions],
            codes: vec![[0; LANES]; count * columns],
            points: vec![[NO_POINT; LANES]; count],
        };
        for (block, members) in order.chunks(LANES).enumerate() {
            for (lane, &point) in members.iter().enumerate() {
                let numbers = blocks.numbers.iter_mut().skip(block * dimensions);
                for (dimension, (lanes, &number)) in numbers.zip(points.numbers(point)).enumerate() {
                    set(lanes, lane, rounding.number(dimension, number));
                }
                let codes = blocks.codes.iter_mut().skip(block * columns);
                codes
                    .zip(points.codes(point))
                    .for_each(|(lanes, &code)| set(lanes, lane, Rounding::code(code)));
                blocks.points.iter_mut().skip(block).take(1).for_each(|lanes| set(lanes, lane, point));
            }
        }
        blocks
    }

    /// The points of a block; [`NO_POINT`] where it has fewer.
    pub fn points(&self, block: usize) -> [u32; LANES] {
        self.points.get(block).copied().unwrap_or([NO_POINT; LANES])
    }

    /// The elementary operations of a look at a block.
    pub fn cost(&self) -> u64 {
        ((self.dimensions + self.columns / 4 + 4) * LANES) as u64
    }

    /// Lower bounds of the squared distances from the points of a block to `query`; none where all are beyond the
    /// threshold, which often shows before all numbers are looked at.
    pub fn bounds(&self, block: usize, query: &Query, threshold: f32) -> Option<[f32; LANES]> {
        let mut sums = [0.0; LANES];
        if self.columns > 0 {
            let start = block * self.columns;
            let codes = self.codes.get(start..start + self.columns)?;
            for (codes, at) in codes.chunks(COUNTED).zip(query.codes.chunks(COUNTED)) {
                let mut mismatches = [0_u8; LANES];
                for (lanes, at) in codes.iter().zip(at) {
                    for (count, code) in mismatches.iter_mut().zip(lanes) {
                        *count += u8::from(code != at);
                    }
                }
                for (sum, count) in sums.iter_mut().zip(mismatches) {
                    *sum += f32::from(count) * self.weight;
                }
            }
            if are_beyond(&sums, threshold) {
                return None;
            }
        }
        let start = block * self.dimensions;
        let numbers = self.numbers.get(start..start + self.dimensions)?;
        if self.group == 1 {
            let (stretches, rest) = numbers.as_chunks::<STRETCH>();
            let (at_stretches, at_rest) = query.numbers.as_chunks::<STRETCH>();
            for (stretch, at) in stretches.iter().zip(at_stretches) {
                stretch.iter().zip(at).for_each(|(lanes, at)| add_square(&mut sums, lanes, *at));
                if are_beyond(&sums, threshold) {
                    return None;
                }
            }
            rest.iter().zip(at_rest).for_each(|(lanes, at)| add_square(&mut sums, lanes, *at));
            return Some(sums);
        }
        for (group, at) in numbers.chunks(self.group).zip(query.numbers.chunks(self.group)) {
            let mut parts = [0.0; LANES];
            for (lanes, at) in group.iter().zip(at) {
                for (part, number) in parts.iter_mut().zip(lanes) {
                    *part += (number - at).abs();
                }
            }
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part * part);
        }
        Some(sums)
    }
}

fn add_square(sums: &mut [f32; LANES], lanes: &[f32; LANES], at: f32) {
    for (sum, number) in sums.iter_mut().zip(lanes) {
        *sum += (number - at) * (number - at);
    }
}

/// Whether all sums are beyond the threshold: whether the smallest is, of which four are found side by side.
fn are_beyond(sums: &[f32; LANES], threshold: f32) -> bool {
    let (fours, _) = sums.as_chunks::<4>();
    let mut smallest = [f32::INFINITY; 4];
    for four in fours {
        for (smallest, &sum) in smallest.iter_mut().zip(four) {
            *smallest = if sum < *smallest { sum } else { *smallest };
        }
    }
    smallest.iter().all(|&sum| sum > threshold)
}

fn set<T>(lanes: &mut [T; LANES], lane: usize, value: T) {
    if let Some(slot) = lanes.get_mut(lane) {
        *slot = value;
    }
}
