//! Rows as points. One definition of a distance serves three metrics:
//!
//! - Euclid's: groups of one number, no codes.
//! - SMOTE-NC's: groups of one number, and codes whose mismatch weighs the squared median deviation (Chawla et al.,
//!   2002, section 6.1).
//! - The Value Difference Metric of SMOTE-N: in place of each category the share of each class among its rows, as a
//!   group (Stanfill and Waltz, "Toward memory-based reasoning", 1986; with k = 1 and r = 2 as in imbalanced-learn).

use std::borrow::Cow;

use super::labels::Labels;
use super::space::Space;
pub use crate::engine::models::neighbors::Points;

impl<'a> Points<'a> {
    /// The numbers of some rows alone.
    pub fn numeric(space: &'a Space, rows: &[u32]) -> Self {
        let numbers = match is_all(space, rows) {
            true => Cow::Borrowed(space.all_scaled()),
            false => rows.iter().flat_map(|&row| space.scaled(row)).copied().collect(),
        };
        Points { count: rows.len(), ..Points::euclidean(space.numeric_columns(), numbers) }
    }

    /// The numbers and categories of some rows, with SMOTE-NC's weight of these rows.
    pub fn mixed(space: &'a Space, rows: &[u32]) -> Self {
        let median = space.median_deviation(rows);
        Points {
            columns: space.categorical_columns(),
            codes: match is_all(space, rows) {
                true => Cow::Borrowed(space.all_codes()),
                false => rows.iter().flat_map(|&row| space.codes(row)).copied().collect(),
            },
            weight: median * median,
            ..Points::numeric(space, rows)
        }
    }

    /// The categories of some rows, as shares of the classes of all rows.
    pub fn shares(space: &'a Space, rows: &[u32], labels: Labels) -> Self {
        let (columns, classes) = (space.categorical_columns(), labels.names().len());
        let mut numbers = vec![0.0; rows.len() * columns * classes];
        for column in 0..columns {
            let shares = class_shares(space, labels, column);
            for (numbers, &row) in numbers.chunks_exact_mut((columns * classes).max(1)).zip(rows) {
                let code = space.codes(row).get(column).copied().unwrap_or_default();
                let at = shares.partition_point(|(other, _)| *other < code);
                let group = numbers.get_mut(column * classes..(column + 1) * classes);
                if let (Some(group), Some((_, shares))) = (group, shares.get(at)) {
                    group.copy_from_slice(shares);
                }
            }
        }
        let points = Points::euclidean(columns * classes, Cow::Owned(numbers));
        Points { count: rows.len(), group: classes.max(1), ..points }
    }
}

/// Whether these are all rows of a space, in their order, so that nothing needs to be copied.
fn is_all(space: &Space, rows: &[u32]) -> bool {
    rows.len() == space.rows() && rows.iter().copied().eq(0..rows.len() as u32)
}

/// By code of a column, in rising order: the share of each class among its rows.
fn class_shares(space: &Space, labels: Labels, column: usize) -> Vec<(u32, Vec<f64>)> {
    let rows = 0..space.rows() as u32;
    let mut pairs: Vec<(u32, u32)> =
        rows.filter_map(|row| Some((*space.codes(row).get(column)?, labels.of(row)))).collect();
    pairs.sort_unstable();
    let shares = |group: &[(u32, u32)]| {
        let mut shares = vec![0.0; labels.names().len()];
        for &(_, class) in group {
            if let Some(share) = shares.get_mut(class as usize) {
                *share += 1.0;
            }
        }
        shares.iter_mut().for_each(|share| *share /= group.len() as f64);
        shares
    };
    let groups = pairs.chunk_by(|a, b| a.0 == b.0);
    groups.filter_map(|group| Some((group.first()?.0, shares(group)))).collect()
}
