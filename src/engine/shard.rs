//! One of several parts of a dataset's rows, so that machines share the work: `2/5` is the second of five. The parts in
//! order are the whole, and no two differ by more than a row.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::decimal::grouped;
use super::problem::Problem;
use super::text::number;

/// One of several parts of the rows, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shard {
    index: u64,
    of: u64,
}

impl Shard {
    /// All rows.
    pub const WHOLE: Shard = Shard { index: 1, of: 1 };
    /// The most parts.
    pub const MAX: u64 = 1_000_000;

    /// Part `index` of so many.
    ///
    /// # Errors
    /// There is no such part.
    pub fn new(index: u64, of: u64) -> Result<Self, Problem> {
        if of == 0 || of > Shard::MAX {
            let reason = text!("there cannot be {count} shards", count = number(grouped(of)));
            let hint = text!("choose 1 to {most} shards", most = number(grouped(Shard::MAX)));
            return Err(Problem::new("shard", reason, hint));
        }
        if index == 0 || index > of {
            let reason = text!("there is no shard {index} of {of}", index, of);
            let hint = text!("shards are counted from 1: 1/{of} to {of}/{of}", of);
            return Err(Problem::new("shard", reason, hint));
        }
        Ok(Shard { index, of })
    }

    /// All of so many parts, in order; at least one.
    pub fn all(of: u64) -> impl Iterator<Item = Shard> {
        let of = of.clamp(1, Shard::MAX);
        (1..=of).map(move |index| Shard { index, of })
    }

    /// Its number, from 1.
    pub fn index(self) -> u64 {
        self.index
    }

    /// The number of parts.
    pub fn of(self) -> u64 {
        self.of
    }

    /// Whether the first rows are in it.
    pub fn is_first(self) -> bool {
        self.index == 1
    }

    /// Whether the last rows are in it.
    pub fn is_last(self) -> bool {
        self.index == self.of
    }

    /// How names of files write it: `00002-of-00005`.
    pub fn suffix(self) -> String {
        format!("{:0digits$}{}", self.index, self.of_suffix(), digits = self.digits())
    }

    /// What names of all shards of this number have in common: `-of-00005`.
    pub fn of_suffix(self) -> String {
        format!("-of-{:0digits$}", self.of, digits = self.digits())
    }

    fn digits(self) -> usize {
        self.of.to_string().len().max(5)
    }

    /// How many of so many rows are in it.
    pub fn count(self, rows: u64) -> u64 {
        let range = self.range(rows);
        range.end - range.start
    }

    /// Which of so many rows are in it.
    pub fn range(self, rows: u64) -> Range<u64> {
        let bound = |index: u64| (u128::from(rows) * u128::from(index) / u128::from(self.of)) as u64;
        bound(self.index - 1)..bound(self.index)
    }
}

impl FromStr for Shard {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let numbers =
            text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        let (index, of) = numbers.ok_or_else(|| {
            let reason = text!("'{shard}' is not a shard", shard = text);
            Problem::new("shard", reason, text!("write 2/5 for the second of five"))
        })?;
        Shard::new(index, of)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.index, self.of)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn shards_in_order_are_the_whole(rows in any::<u64>(), of in 1..200u64) {
            let mut next = 0;
            for (shard, index) in Shard::all(of).zip(1..) {
                prop_assert_eq!(shard, Shard::new(index, of).unwrap());
                prop_assert_eq!((shard.is_first(), shard.is_last()), (index == 1, index == of));
                let range = shard.range(rows);
                prop_assert_eq!(range.start, next);
                let length = shard.count(rows);
                prop_assert!(length == rows / of || length == rows / of + 1);
                next = range.end;
            }
            prop_assert_eq!(next, rows);
        }

        #[test]
        fn a_shard_is_read_as_it_is_written(of in 1..=Shard::MAX, index in any::<u64>()) {
            let shard = Shard::new(1 + index % of, of).unwrap();
            prop_assert_eq!(shard.to_string().parse::<Shard>().unwrap(), shard);
        }
    }

    #[test]
    fn names_sort_as_the_shards_do() {
        let suffix = |index, of| Shard::new(index, of).unwrap().suffix();
        assert_eq!(suffix(2, 5), "00002-of-00005");
        assert_eq!(suffix(99_999, 1_000_000), "0099999-of-1000000");
    }

    #[test]
    fn what_is_no_shard_is_refused_with_a_hint() {
        for (text, reason) in [
            ("", "'' is not a shard"),
            ("2", "'2' is not a shard"),
            ("-1/2", "'-1/2' is not a shard"),
            ("0/3", "there is no shard 0 of 3"),
            ("4/3", "there is no shard 4 of 3"),
            ("1/0", "there cannot be 0 shards"),
            ("1/1000001", "there cannot be 1,000,001 shards"),
        ] {
            let problem = text.parse::<Shard>().unwrap_err();
            assert_eq!(problem.reason, reason);
            assert!(!problem.hint.is_empty(), "{text}");
        }
        assert_eq!(Shard::new(1, 0).unwrap_err().hint, "choose 1 to 1,000,000 shards");
    }
}
