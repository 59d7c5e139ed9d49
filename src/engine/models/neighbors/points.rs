//! Points, and what distances are measured between them.
//!
//! A point has numbers, in groups, and codes. The squared distance of two points is the sum over groups of the square
//! of the summed absolute differences, plus a weight for each code that differs: Euclid's distance where groups have one
//! number and there are no codes.

use std::borrow::Cow;

/// Points to search among. They are numbered by their places.
#[derive(Clone, Debug)]
pub struct Points<'a> {
    /// How many there are.
    pub count: usize,
    /// How many numbers each has.
    pub dimensions: usize,
    /// How many of them are a group.
    pub group: usize,
    /// The numbers, point by point.
    pub numbers: Cow<'a, [f64]>,
    /// How many codes each has.
    pub columns: usize,
    /// The codes, point by point.
    pub codes: Cow<'a, [u32]>,
    /// What a mismatch of codes adds to the squared distance.
    pub weight: f64,
}

impl<'a> Points<'a> {
    /// Points of numbers alone, by Euclid's distance.
    pub fn euclidean(dimensions: usize, numbers: Cow<'a, [f64]>) -> Self {
        Points {
            count: numbers.len().checked_div(dimensions).unwrap_or(0),
            dimensions,
            group: 1,
            numbers,
            columns: 0,
            codes: Cow::Borrowed(&[]),
            weight: 0.0,
        }
    }

    /// The squared distance of two points. Sums are added up in the order of the columns, so that equal distances are
    /// equal on every target.
    pub fn distance(&self, a: u32, b: u32) -> f64 {
        let pairs = self.numbers(a).iter().zip(self.numbers(b));
        let numbers = if self.group == 1 {
            pairs.fold(0.0, |sum, (a, b)| sum + (a - b) * (a - b))
        } else {
            let groups = self.numbers(a).chunks(self.group).zip(self.numbers(b).chunks(self.group));
            groups.fold(0.0, |sum, (a, b)| {
                let part = a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - b).abs());
                sum + part * part
            })
        };
        let codes = self.codes(a).iter().zip(self.codes(b));
        codes.fold(numbers, |sum, (a, b)| sum + if a == b { 0.0 } else { self.weight })
    }

    /// The numbers of a point.
    pub fn numbers(&self, point: u32) -> &[f64] {
        let start = point as usize * self.dimensions;
        self.numbers.get(start..start + self.dimensions).unwrap_or_default()
    }

    /// The codes of a point.
    pub fn codes(&self, point: u32) -> &[u32] {
        let start = point as usize * self.columns;
        self.codes.get(start..start + self.columns).unwrap_or_default()
    }
}
