//! The files of balanced rows: real rows as they were, then synthetic ones with their parents.

use serde::{Deserialize, Serialize};

use super::job::Balanced;
use super::rows::number_text;
use super::work::Parents;
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
    /// The synthetic row at this place.
    Synthetic(usize),
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
            Part::Train | Part::Whole => (self.train.len() + self.synthetic.rows()) as u64,
        }
    }

    /// The lines of a part's file.
    pub fn lines(&self, part: Part) -> impl Iterator<Item = Line> + '_ {
        let (real, synthetic) = match part {
            Part::Test => (&self.test, 0),
            Part::Train | Part::Whole => (&self.train, self.synthetic.rows()),
        };
        let real = real.iter().map(|&row| Line::Real(row));
        std::iter::once(Line::Header).chain(real).chain((0..synthetic).map(Line::Synthetic))
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
            Line::Synthetic(place) => {
                let Parents { bases, neighbors, .. } = &self.parents;
                let (Some(&base), Some(&neighbor)) = (bases.get(place), neighbors.get(place)) else { return };
                let name = |row| self.ids.name(&self.input, row);
                let second = if neighbor == base { String::new() } else { name(neighbor) };
                let further = ["1".to_owned(), name(base), second];
                let changed = |column| self.changed_text(place, column);
                self.input.synthetic(&self.synthetic, place, base, changed, &further, output);
            }
        }
    }

    /// The text of a cell of a synthetic row; none where it is that of its base row.
    fn changed_text(&self, row: usize, place: usize) -> Option<String> {
        let number = self.parents.numbers.get(row).copied().unwrap_or_default();
        if let Some(text) = self.ids.text(place, number) {
            return Some(text);
        }
        let column = self.synthetic.columns().get(place).filter(|_| self.changed.contains(&place))?;
        // Numbers of the features are as short as can be, whatever the file's own are.
        let is_feature = self.numeric.contains(&place) && !column.is_missing(row);
        Some(if is_feature { number_text(column.number(row), column) } else { column.text(row) })
    }
}
