//! A query: the rows of a table that a filter leaves, in the order of a column. The table view asks for ranges of the
//! answer; charts take its rows as they are.

use serde::{Deserialize, Serialize};

use super::filter::Filter;
use crate::engine::Problem;
use crate::engine::dataset::{Dictionary, MISSING, Table};
use crate::engine::level::Level;

/// What to look at, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// Which rows.
    pub filter: Filter,
    /// Which label alone: anomalous or not.
    pub class: Option<bool>,
    /// The order; the table's own without one.
    pub sort: Option<Sort>,
}

/// The order of a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column's name.
    pub column: String,
    /// Whether the largest comes first.
    pub descending: bool,
}

impl Query {
    /// Whether the answer is the whole table as it is.
    pub fn is_plain(&self) -> bool {
        self.filter.is_empty() && self.sort.is_none()
    }

    /// The rows, in order. Rows of equal cells keep the table's order, and those of empty cells come last.
    ///
    /// # Errors
    /// A column that the table has not, or a condition that cannot be asked of it.
    pub fn rows(&self, table: &Table) -> Result<Vec<u32>, Problem> {
        let mut rows = self.filter.rows(table, self.class)?;
        if let Some(sort) = &self.sort {
            sort.apply(table, &mut rows)?;
        }
        Ok(rows)
    }
}

impl Sort {
    fn apply(&self, table: &Table, rows: &mut [u32]) -> Result<(), Problem> {
        let column = table.find(&self.column).and_then(|index| table.columns().get(index));
        let Some(column) = column else {
            let reason = text!("there is no column '{column}' to sort by", column = &self.column);
            return Err(Problem::new("sort", reason, text!("sort by another one")));
        };
        match column.categories() {
            None => self.by_key(rows, |row| number_key(column.number(row as usize))),
            Some(categories) => {
                let ranks = ranks(&categories.names);
                self.by_key(rows, |row| {
                    let code = Some(categories.code(row as usize)).filter(|&code| code != MISSING)?;
                    ranks.get(code as usize).map(|&rank| u64::from(rank))
                });
            }
        }
        Ok(())
    }

    /// Sorts by a key, the row itself after it, so that equal cells keep their order; none last in either direction.
    fn by_key(&self, rows: &mut [u32], key: impl Fn(u32) -> Option<u64>) {
        let mut keyed: Vec<(u64, u32)> = rows
            .iter()
            .map(|&row| match key(row) {
                Some(key) if self.descending => (!key - 1, row),
                Some(key) => (key, row),
                None => (u64::MAX, row),
            })
            .collect();
        keyed.sort_unstable();
        for (row, (_, sorted)) in rows.iter_mut().zip(keyed) {
            *row = sorted;
        }
    }
}

/// A whole number whose order is that of the number: the bits of a positive one above all those of the negative ones,
/// which go the other way round. None of what is not a number; below `u64::MAX - 1`, since the largest patterns are
/// those of no number.
fn number_key(value: f64) -> Option<u64> {
    const SIGN: u64 = 1 << 63;
    // Zero has two patterns and is one number.
    let bits = (value + 0.0).to_bits();
    let key = if bits & SIGN == 0 { bits | SIGN } else { !bits };
    (!value.is_nan()).then_some(key)
}

/// The rank of each name: levels by what they mean, others by the alphabet, capital letters among small ones.
fn ranks(names: &Dictionary) -> Vec<u32> {
    let level = |name: &str| Level::ALL.iter().position(|level| level.name() == name);
    let are_levels = names.iter().all(|name| level(&name).is_some());
    let mut order: Vec<(usize, String, usize)> = names
        .iter()
        .enumerate()
        .map(|(code, name)| {
            let rank = level(&name).filter(|_| are_levels).unwrap_or(0);
            (rank, name.to_lowercase(), code)
        })
        .collect();
    order.sort();
    let mut ranks = vec![0; names.len()];
    for (rank, (_, _, code)) in order.into_iter().enumerate() {
        if let Some(place) = ranks.get_mut(code) {
            *place = rank as u32;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::Role;
    use crate::engine::dataset::schema::Type;
    use crate::engine::dataset::{Builder, Field};
    use crate::engine::explore::filter::Test;
    use proptest::prelude::*;

    fn table(cells: &[[&str; 2]]) -> Table {
        let field = |name, kind| Field::new(name, kind, Role::Feature);
        let mut table = Builder::new(vec![field("n", Type::Decimal), field("c", Type::Category)]);
        for row in cells {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        table.build()
    }

    fn sorted(table: &Table, column: &str, descending: bool) -> Vec<u32> {
        let sort = Some(Sort { column: column.to_owned(), descending });
        Query { sort, ..Query::default() }.rows(table).unwrap()
    }

    #[test]
    fn order_is_stable_and_empty_cells_come_last() {
        let table = table(&[["2", "b"], ["-1", "A"], ["", ""], ["2", "a"], ["0.5", "B"]]);
        assert_eq!(sorted(&table, "n", false), [1, 4, 0, 3, 2]);
        assert_eq!(sorted(&table, "n", true), [0, 3, 4, 1, 2]);
        assert_eq!(sorted(&table, "c", false), [1, 3, 0, 4, 2]);
        assert_eq!(sorted(&table, "c", true)[4], 2);
        let sort = Some(Sort { column: "x".to_owned(), descending: false });
        assert!(Query { sort, ..Query::default() }.rows(&table).unwrap_err().reason.contains("'x'"));
    }

    #[test]
    fn levels_are_sorted_by_what_they_mean() {
        let table = table(&[["0", "Low"], ["0", "Critical"], ["0", "Medium"], ["0", "High"]]);
        assert_eq!(sorted(&table, "c", false), [0, 2, 3, 1]);
    }

    #[test]
    fn a_filter_comes_before_the_order() {
        let table = table(&[["2", "b"], ["-1", "a"], ["3", "b"]]);
        let mut filter = Filter::default();
        filter.set("c", Test::Names(vec!["b".to_owned()]));
        let sort = Some(Sort { column: "n".to_owned(), descending: true });
        let query = Query { filter, sort, class: None };
        assert_eq!(query.rows(&table).unwrap(), [2, 0]);
        assert!(!query.is_plain() && Query::default().is_plain());
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_the_numbers(values in prop::collection::vec(prop_oneof![-1e9..1e9_f64, Just(0.0), Just(-0.0), Just(f64::NAN)], 0..60), descending: bool) {
            let texts: Vec<String> = values.iter().map(|value| if value.is_nan() { String::new() } else { format!("{value:.3}") }).collect();
            let rows: Vec<[&str; 2]> = texts.iter().map(|text| [text.as_str(), ""]).collect();
            let table = table(&rows);
            let numbers = table.columns()[0].numbers();
            let order = sorted(&table, "n", descending);
            let mut expected: Vec<u32> = (0..values.len() as u32).collect();
            expected.sort_by(|&a, &b| {
                let (a, b) = (numbers[a as usize], numbers[b as usize]);
                a.is_nan().cmp(&b.is_nan()).then_with(|| {
                    let order = a.partial_cmp(&b).unwrap_or(std::cmp::Ordering::Equal);
                    if descending { order.reverse() } else { order }
                })
            });
            prop_assert_eq!(order, expected);
        }
    }
}
