//! Bins of numbers: edges by a rule or as many as are asked for, and counts between them.

use super::text;
use crate::engine::Text;
use crate::engine::decimal::grouped;
use crate::engine::statistics::Five;
use crate::engine::text::number;

/// The most bins that the rule gives; the option's own end.
const MAX_BINS: usize = 200;

/// Edges of bins, and how they came to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Bins {
    /// One more than there are bins, rising; each bin has its first edge and not its second, the last one both.
    pub edges: Vec<f64>,
    /// How they were chosen, in a sentence.
    pub rule: Text,
}

impl Bins {
    /// Bins of values in rising order: `count` of the same width, or, where it is 0, by the rule of Freedman and Diaconis:
    /// twice the distance of the quartiles over the cube root of the number of values, as numpy has it. Whole numbers get
    /// bins of a whole width around them. None where the values do not vary or there are none.
    pub fn new(sorted: &[f64], count: usize, whole: bool) -> Option<Self> {
        let five = Five::of(sorted)?;
        let (min, range) = (five.min, five.max - five.min);
        if range.is_nan() || range <= 0.0 || !range.is_finite() {
            return None;
        }
        let even = |count: usize| {
            let edge = |index: usize| {
                if index == count { five.max } else { min + range * (index as f64 / count as f64) }
            };
            (0..=count).map(edge).collect::<Vec<f64>>()
        };
        if count > 0 {
            return Some(Bins { edges: even(count), rule: text!("{count} bins, as chosen.", count) });
        }
        let n = sorted.len() as f64;
        let width = 2.0 * five.range() / libm::cbrt(n);
        if whole {
            let min_width = ((range + 1.0) / MAX_BINS as f64).ceil();
            let width = width.round().max(1.0).max(min_width);
            let count = ((range + 1.0) / width).ceil() as usize;
            let edges = (0..=count).map(|index| min - 0.5 + width * index as f64).collect();
            let rule = text!(
                "{count} bin, each {width} wide: the rule of Freedman and Diaconis, in whole numbers."
                    | "{count} bins, each {width} wide: the rule of Freedman and Diaconis, in whole numbers."
                        % count,
                count = number(grouped(count as u64)),
                width = number(text::number(width))
            );
            return Some(Bins { edges, rule });
        }
        // Where half of the values are equal the rule has no width.
        let by_rule = if width > 0.0 { range / width } else { libm::log2(n) + 1.0 };
        let count = (by_rule.min(1e9).ceil() as usize).max(1);
        let name = if width > 0.0 {
            text!("the rule of Freedman and Diaconis")
        } else {
            text!("Sturges' rule, since the quartiles are equal")
        };
        let rule = if count > MAX_BINS {
            let given = number(text::number(count as f64));
            text!("{most} bins, the most; {rule} gives {given}.", most = MAX_BINS, rule = name, given)
        } else {
            text!("{count} bin by {rule}." | "{count} bins by {rule}." % count, count, rule = name)
        };
        Some(Bins { edges: even(count.min(MAX_BINS)), rule })
    }

    /// How many of the values, in rising order, lie in each bin.
    pub fn counts(&self, sorted: &[f64]) -> Vec<u64> {
        let below = |edge: f64| sorted.partition_point(|&value| value < edge);
        let last = self.edges.last().copied().unwrap_or(f64::NAN);
        let bin = |edges: &[f64]| {
            let (start, end) = (edges[0], edges[1]);
            let end = if end == last { sorted.partition_point(|&value| value <= end) } else { below(end) };
            (end - below(start)) as u64
        };
        self.edges.windows(2).map(bin).collect()
    }
}
