//! Draws the place of an item in a list: uniformly, or by weights.

use super::Stream;
use crate::engine::settings::List;

/// A list to draw from.
#[derive(Clone, Debug)]
pub struct Picker {
    count: u32,
    /// The share of each item; empty where all are equal.
    shares: Vec<f64>,
}

impl Picker {
    /// A list of `count` items with the given weights, or of equal ones if there are none.
    pub fn new(count: usize, weights: &[f64]) -> Self {
        let sum: f64 = weights.iter().sum();
        let shares = weights.iter().map(|weight| weight / sum).collect();
        Picker { count: count as u32, shares }
    }

    /// What draws from a list of the configuration.
    pub fn of<T>(list: &List<T>) -> Self {
        Picker::new(list.len(), list.weights())
    }

    /// Draws an item.
    pub fn pick(&self, stream: &mut Stream) -> u16 {
        if self.shares.is_empty() {
            stream.below(self.count) as u16
        } else {
            stream.weighted(&self.shares) as u16
        }
    }

    /// The item after `item`, and the first after the last: of those that can be drawn.
    pub fn next(&self, item: u16) -> u16 {
        let is_drawn = |place: u32| self.shares.get(place as usize).is_none_or(|share| *share > 0.0);
        let after =
            (1..=self.count).map(|by| (u32::from(item) + by) % self.count).find(|place| is_drawn(*place));
        after.map_or(item, |place| place as u16)
    }

    /// Draws an item other than `item`; `item` itself where no other has a weight.
    pub fn pick_other(&self, stream: &mut Stream, item: u16) -> u16 {
        if self.shares.is_empty() {
            let drawn = stream.below(self.count.saturating_sub(1)) as u16;
            return drawn + u16::from(drawn >= item);
        }
        let of = |place: usize, share: f64| if place == usize::from(item) { 0.0 } else { share };
        let others: f64 = self.shares.iter().enumerate().map(|(place, &share)| of(place, share)).sum();
        let mut left = stream.unit() * others;
        let mut last = item;
        for (place, &share) in self.shares.iter().enumerate() {
            let share = of(place, share);
            if share > 0.0 {
                last = place as u16;
                if left < share {
                    break;
                }
                left -= share;
            }
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Purpose, Streams};

    #[test]
    fn items_are_drawn_by_their_weights_and_others_in_proportion() {
        let picker = Picker::new(4, &[1.0, 0.0, 3.0, 4.0]);
        let mut stream = Streams::new(7).stream(Purpose::Row);
        let (mut counts, mut others) = ([0_u32; 4], [0_u32; 4]);
        for _ in 0..40_000 {
            counts[usize::from(picker.pick(&mut stream))] += 1;
            others[usize::from(picker.pick_other(&mut stream, 3))] += 1;
        }
        let near = |count: u32, expected: u32| count.abs_diff(expected) < 500;
        assert!(
            near(counts[0], 5_000) && counts[1] == 0 && near(counts[2], 15_000) && near(counts[3], 20_000)
        );
        assert!(near(others[0], 10_000) && others[1] == 0 && near(others[2], 30_000) && others[3] == 0);
    }

    #[test]
    fn the_next_item_is_one_that_can_be_drawn() {
        let weighted = Picker::new(4, &[1.0, 0.0, 3.0, 0.0]);
        assert_eq!([0, 1, 2, 3].map(|item| weighted.next(item)), [2, 2, 0, 0]);
        let equal = Picker::new(3, &[]);
        assert_eq!([0, 1, 2].map(|item| equal.next(item)), [1, 2, 0]);
    }

    #[test]
    fn without_weights_all_others_are_equal() {
        let picker = Picker::new(3, &[]);
        let mut stream = Streams::new(7).stream(Purpose::Row);
        let mut counts = [0_u32; 3];
        (0..20_000).for_each(|_| counts[usize::from(picker.pick_other(&mut stream, 1))] += 1);
        assert!(counts[1] == 0 && counts[0].abs_diff(counts[2]) < 600, "{counts:?}");
    }
}
