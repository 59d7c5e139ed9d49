//! The files of balanced rows: rows as they were, then made ones, each with what it was made from.

use serde::{Deserialize, Serialize};

use super::job::Balanced;
use crate::engine::dataset::ColumnId;

/// The columns that are added.
pub const ADDED: [ColumnId; 3] = [ColumnId::IsSynthetic, ColumnId::Parent1, ColumnId::Parent2];

/// A part of balanced rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Rows to learn from, balanced.
    Train,
    /// Rows to be judged on, as they were.
    Test,
    /// All rows, balanced, where there was no split.
    Whole,
}

/// The name of a part's file, by what the files are named after.
pub fn file_name(stem: &str, part: Part) -> String {
    let ending = match part {
        Part::Train => "train_balanced",
        Part::Test => "test",
        Part::Whole => "balanced",
    };
    format!("{stem}_{ending}.csv")
}

/// A line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The header.
    Header,
    /// A row as it was.
    Real(u32),
    /// The made row at this place.
    Made(usize),
}

impl Balanced {
    /// The parts that there are.
    pub fn parts(&self) -> &'static [Part] {
        if self.is_split { &[Part::Train, Part::Test] } else { &[Part::Whole] }
    }

    /// Rows of a part.
    pub fn rows(&self, part: Part) -> u64 {
        match part {
            Part::Test => self.test.len() as u64,
            Part::Train | Part::Whole => (self.train.len() + self.made.len()) as u64,
        }
    }

    /// The lines of a part's file.
    pub fn lines(&self, part: Part) -> impl Iterator<Item = Line> + '_ {
        let (real, made) = match part {
            Part::Test => (&self.test, 0),
            Part::Train | Part::Whole => (&self.train, self.made.len()),
        };
        let real = real.iter().map(|&row| Line::Real(row));
        std::iter::once(Line::Header).chain(real).chain((0..made).map(Line::Made))
    }

    /// Appends a line of a part's file. The columns that say what a row was made from are those of balanced parts: a test
    /// part has none to say.
    pub fn write(&self, part: Part, line: Line, output: &mut Vec<u8>) {
        let is_balanced = part != Part::Test;
        match line {
            Line::Header => self.input.header(if is_balanced { &ADDED } else { &[] }, output),
            Line::Real(row) => {
                let cells =
                    if is_balanced { vec!["0".to_owned(), String::new(), String::new()] } else { Vec::new() };
                self.input.row(row, &cells, output);
            }
            Line::Made(place) => {
                if let Some(made) = self.made.get(place) {
                    let [first, second] = made.parents.clone();
                    self.input.line(&made.cells, &["1".to_owned(), first, second], output);
                }
            }
        }
    }
}
