//! The classes of the rows.

use super::space::Space;
use crate::engine::Problem;
use crate::engine::decimal::grouped;
use crate::engine::text::{Text, number};

/// The class of every row, and the classes' names. The order of the names is the order in which classes are worked on.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    classes: &'a [u32],
    names: &'a [String],
}

impl<'a> Labels<'a> {
    /// The class of each row as a place among the names.
    ///
    /// # Errors
    /// A class without a name.
    pub fn new(classes: &'a [u32], names: &'a [String]) -> Result<Self, Problem> {
        match classes.iter().position(|&class| class as usize >= names.len()) {
            Some(row) => Err(Problem::new(
                "",
                text!("row {row} is of a class that has no name", row = number(grouped(row as u64 + 1))),
                text!("name every class"),
            )),
            None => Ok(Labels { classes, names }),
        }
    }

    /// The class of each row.
    pub fn classes(self) -> &'a [u32] {
        self.classes
    }

    /// The names of the classes.
    pub fn names(self) -> &'a [String] {
        self.names
    }

    /// The name of a class.
    pub fn name(self, class: u32) -> &'a str {
        self.names.get(class as usize).map_or("", String::as_str)
    }

    /// The class of a row.
    pub(super) fn of(self, row: u32) -> u32 {
        self.classes.get(row as usize).copied().unwrap_or(u32::MAX)
    }

    /// The number of rows of each class.
    pub fn counts(self) -> Vec<usize> {
        let mut counts = vec![0; self.names.len()];
        for &class in self.classes {
            if let Some(count) = counts.get_mut(class as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// The rows of a class, rising.
    pub(super) fn rows(self, class: u32) -> Vec<u32> {
        (0..).zip(self.classes).filter(|(_, of)| **of == class).map(|(row, _)| row).collect()
    }

    /// The smallest class that has a row; the first of equal ones.
    pub(super) fn smallest(self) -> Option<u32> {
        let counts = self.counts();
        (0..)
            .zip(&counts)
            .filter(|(_, count)| **count > 0)
            .min_by_key(|(_, count)| **count)
            .map(|(class, _)| class)
    }

    /// Whether there is one class a row of the space.
    pub(super) fn check(self, space: &Space) -> Result<(), Problem> {
        if self.classes.len() == space.rows() {
            return Ok(());
        }
        let reason = text!(
            "{rows} have features and {labeled} have a class",
            rows = rows(space.rows()),
            labeled = rows(self.classes.len())
        );
        Err(Problem::new("", reason, text!("give every row a class")))
    }
}

/// A number of rows in words: `1 row`, `1,200 rows`.
pub(super) fn rows(count: usize) -> Text {
    text!("{count} row" | "{count} rows" % count, count = number(grouped(count as u64)))
}
