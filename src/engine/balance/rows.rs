//! The values of synthetic rows: numbers in the form and the range of their column, and ids of their own.

use std::collections::BTreeSet;

use super::input::Input;
use crate::engine::dataset::{Column, Numbers, Role, Values};
use crate::engine::decimal;

/// The most decimals that a number is written with.
const MAX_DECIMALS: u8 = 15;

/// A number as its column has them: rounded to as many decimals as the column is written with, and within the range of
/// the real ones.
pub fn fitted(value: f64, column: &Column, range: (f64, f64)) -> f64 {
    let decimals = column.decimals.min(MAX_DECIMALS);
    let power = (0..decimals).fold(1.0, |power, _| power * 10.0);
    let value = value.clamp(range.0, range.1);
    // Beyond 2⁵³ there are no decimals to round.
    let scaled = value * power;
    let value = if scaled.abs() < 9e15 { scaled.round() / power } else { value };
    value.clamp(range.0, range.1)
}

/// The shortest text of a number with as many decimals as its column is written with.
pub fn number_text(value: f64, column: &Column) -> String {
    let decimals = column.decimals.min(MAX_DECIMALS);
    if decimals <= 6 {
        return decimal::text_rounded(value, usize::from(decimals));
    }
    let text = format!("{value:.*}", usize::from(decimals));
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Fresh ids: the columns that name a row each, and what comes after their last one.
#[derive(Debug)]
pub struct Ids {
    columns: Vec<Id>,
}

/// A column of ids.
#[derive(Debug)]
struct Id {
    place: usize,
    /// What stands before the number.
    prefix: String,
    /// At least as many digits.
    digits: usize,
    /// The largest number of a real row.
    last: u64,
}

impl Ids {
    /// The columns of ids that are different in every row: others name something that rows share, such as a user.
    pub fn of(input: &Input) -> Self {
        let table = input.table();
        let ids = table.columns().iter().enumerate().filter(|(_, column)| column.field.role == Role::Id);
        // The ids of generated rows are different by their making.
        let made = ids.clone().filter_map(|(place, column)| {
            let (prefix, digits) = column.field.id_form?;
            let last = column.numbers().iter().fold(0.0, |last: f64, number| last.max(*number)) as u64;
            Some(Id { place, prefix: prefix.to_owned(), digits, last })
        });
        let mut columns: Vec<Id> = made.collect();
        let further = ids.filter(|(_, column)| column.field.id_form.is_none()).map(|(place, _)| place);
        let naming = input.naming(further, 0..table.rows() as u32);
        columns.extend(naming.iter().map(|(place, texts)| Id::of(*place, texts)));
        Ids { columns }
    }

    /// The ids of synthetic rows in the column at a place, by their numbers; none where the column names no row.
    pub fn values(&self, place: usize, numbers: &[u32]) -> Option<Values> {
        let id = self.columns.iter().find(|id| id.place == place)?;
        let ids = numbers.iter().map(|&number| id.number(number) as f64).collect();
        Some(Values::Numbers(Numbers::F64(ids).compact()))
    }

    /// The text of the id of a synthetic row; none where the column at the place names no row.
    pub fn text(&self, place: usize, number: u32) -> Option<String> {
        let id = self.columns.iter().find(|id| id.place == place)?;
        Some(format!("{}{:0digits$}", id.prefix, id.number(number), digits = id.digits))
    }

    /// What names a row: its first id, or its number in the data, from 1.
    pub fn name(&self, input: &Input, row: u32) -> String {
        let id = self.columns.first().map(|id| input.cell(row, id.place));
        id.unwrap_or_else(|| format!("row {}", u64::from(row) + 1))
    }
}

impl Id {
    fn of(place: usize, texts: &BTreeSet<String>) -> Self {
        let mut parts = texts.iter().map(|text| {
            let prefix = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
            let digits = text.get(prefix.len()..).unwrap_or_default();
            digits.parse::<u64>().ok().map(|number| (prefix, digits.len(), number))
        });
        let first = parts.next().flatten();
        let all = first.and_then(|(prefix, digits, number)| {
            parts.try_fold((prefix, digits, number), |(prefix, digits, last), part| {
                let (other, length, number) = part?;
                (other == prefix).then(|| (prefix, digits.min(length), last.max(number)))
            })
        });
        match all {
            Some((prefix, digits, last)) => Id { place, prefix: prefix.to_owned(), digits, last },
            // Ids without a number of one form: ours are of another.
            None => Id { place, prefix: "synthetic-".to_owned(), digits: 1, last: 0 },
        }
    }

    fn number(&self, number: u32) -> u64 {
        self.last.saturating_add(u64::from(number) + 1)
    }
}
