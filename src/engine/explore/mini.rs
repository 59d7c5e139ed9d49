//! Mini histograms: a few bars for the header of a table's column.

use serde::{Deserialize, Serialize};

use super::cells::{codes, numbers};
use super::text;
use crate::engine::dataset::Role;
use crate::engine::dataset::{Column, Dictionary, Values};

/// The most bars.
pub const BARS: usize = 20;

/// A few bars.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mini {
    /// Rows of each bar: bins of the same width, or names by falling count.
    pub bars: Vec<u64>,
    /// What is at the beginning: the smallest value, or the most frequent name.
    pub first: String,
    /// What is at the end: the largest value, or how many names there are.
    pub last: String,
    /// Rows with an empty cell.
    pub missing: u64,
}

/// The bars of a column at some rows. A column of ids or without values has none.
pub fn mini(column: &Column, rows: &[u32]) -> Mini {
    let is_id = column.field.role == Role::Id && matches!(column.values, Values::Numbers(_));
    match codes(column, rows) {
        _ if is_id => Mini::default(),
        Some((codes, names)) => of_names(&codes, &names),
        None => of_numbers(column, rows),
    }
}

fn of_names(codes: &[u32], names: &Dictionary) -> Mini {
    let mut counts = vec![0_u64; names.len()];
    let mut missing = 0;
    for &code in codes {
        match counts.get_mut(code as usize) {
            Some(count) => *count += 1,
            None => missing += 1,
        }
    }
    let top = (0_u32..).zip(&counts).filter(|(_, count)| **count > 0).max_by_key(|(_, count)| **count);
    let first = top.map_or(String::new(), |(code, _)| names.name(code).into_owned());
    counts.retain(|&count| count > 0);
    let distinct = counts.len();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    counts.truncate(BARS);
    Mini { bars: counts, first, last: text::count(distinct as u64, "name"), missing }
}

fn of_numbers(column: &Column, rows: &[u32]) -> Mini {
    let values = numbers(column, rows).unwrap_or_default();
    let present = || values.iter().copied().filter(|value| value.is_finite());
    let (min, max) =
        present().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), value| (a.min(value), b.max(value)));
    if min > max {
        return Mini { missing: rows.len() as u64, ..Mini::default() };
    }
    let bars = if max > min { BARS } else { 1 };
    let mut counts = vec![0_u64; bars];
    let mut found = 0;
    for value in present() {
        let place = (value - min) / (max - min) * bars as f64;
        counts[(place.max(0.0) as usize).min(bars - 1)] += 1;
        found += 1;
    }
    let is_time = matches!(column.values, Values::Timestamps(_));
    let text = |value: f64| if is_time { text::date(value) } else { text::significant(value, 4) };
    Mini { bars: counts, first: text(min), last: text(max), missing: rows.len() as u64 - found }
}
