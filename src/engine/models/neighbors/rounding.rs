//! Points in single precision, and what the rounding can change: a bound that is computed with these numbers never
//! leaves out a point that is near enough.

use super::points::Points;

/// The relative error of one rounding to single precision.
const HALF_UNIT: f64 = 1.0 / (1_u64 << 24) as f64;

/// More than the error of rounding a number close to 0.
const UNDERFLOW: f64 = 1e-40;

/// How the numbers of points are rounded: centered, and brought to a size of 1 by a power of two.
#[derive(Clone, Debug)]
pub struct Rounding {
    centers: Vec<f64>,
    scale: f64,
    /// What a mismatch of codes adds, rounded down.
    pub weight: f32,
    /// How much the rounding can change a distance.
    slack: f64,
    /// How much it can change a sum of squares, as a factor.
    factor: f64,
}

impl Rounding {
    pub fn of(points: &Points) -> Self {
        let mut ranges = vec![[f64::INFINITY, f64::NEG_INFINITY]; points.dimensions];
        for numbers in points.numbers.chunks_exact(points.dimensions.max(1)) {
            for ([low, high], &number) in ranges.iter_mut().zip(numbers) {
                *low = low.min(number);
                *high = high.max(number);
            }
        }
        // Halves first: the sum of two numbers may be too large.
        let centers: Vec<f64> = ranges.iter().map(|[low, high]| 0.5 * low + 0.5 * high).collect();
        let sizes =
            ranges.iter().zip(&centers).map(|([low, high], center)| (high - center).max(center - low));
        let sizes: Vec<f64> = sizes.map(|size| if size.is_finite() { size } else { 0.0 }).collect();
        let scale = power_of_two_below(sizes.iter().copied().fold(0.0, f64::max));
        // Two numbers and their difference, which is twice as large, are rounded: 4 half units; 6 to be safe.
        let slacks = sizes
            .chunks(points.group.max(1))
            .map(|group| group.iter().map(|size| 6.0 * HALF_UNIT * size * scale + UNDERFLOW).sum::<f64>());
        let slack = slacks.map(|slack| slack * slack).sum::<f64>().sqrt();
        let terms = (points.dimensions + points.columns + 8) as f64;
        Rounding {
            centers,
            scale,
            weight: ((points.weight * scale * scale) as f32).next_down().max(0.0),
            slack,
            factor: 1.0 + 4.0 * HALF_UNIT * terms,
        }
    }

    /// A number of a dimension.
    pub fn number(&self, dimension: usize, number: f64) -> f32 {
        ((number - self.centers.get(dimension).copied().unwrap_or(0.0)) * self.scale) as f32
    }

    /// A code: equal codes stay equal.
    pub fn code(code: u32) -> u8 {
        (code % 256) as u8
    }

    /// The bit of a rounded code in the set of the codes of several points.
    pub fn bit(code: u8) -> u32 {
        1 << (code % 32)
    }

    /// What a sum of squares in single precision is at most if the squared distance is at most `reach`.
    pub fn threshold(&self, reach: f64) -> f32 {
        if reach < 0.0 {
            return -1.0;
        }
        let distance = reach.sqrt() * self.scale + self.slack;
        ((distance * distance * self.factor) as f32).next_up()
    }
}

/// A power of two by which a size becomes one from 1 to 2; 1 for 0.
fn power_of_two_below(size: f64) -> f64 {
    let exponent = (size.to_bits() >> 52) & 0x7ff;
    if exponent == 0 { 1.0 } else { f64::from_bits((2_046 - exponent) << 52) }
}

/// A point whose neighbors are looked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub point: u32,
    pub numbers: Vec<f32>,
    pub codes: Vec<u8>,
    pub bits: Vec<u32>,
}

impl Query {
    pub fn set(&mut self, rounding: &Rounding, points: &Points, point: u32) {
        self.point = point;
        self.numbers.clear();
        let numbers = points.numbers(point).iter().enumerate();
        self.numbers.extend(numbers.map(|(dimension, &number)| rounding.number(dimension, number)));
        self.codes.clear();
        self.codes.extend(points.codes(point).iter().map(|&code| Rounding::code(code)));
        self.bits.clear();
        self.bits.extend(self.codes.iter().map(|&code| Rounding::bit(code)));
    }
}
