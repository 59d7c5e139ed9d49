//! Names of a column, each as a code.

use std::borrow::Cow;
use std::collections::TryReserveError;
use std::sync::Arc;

use super::{Dictionary, MISSING, picked};
use crate::engine::dataset::Record;

/// Codes of names.
#[derive(Clone, Debug, PartialEq)]
pub struct Categories {
    codes: Codes,
    /// The names.
    pub names: Arc<Dictionary>,
}

impl Categories {
    /// No row yet.
    pub fn new(names: Arc<Dictionary>) -> Self {
        Categories { codes: Codes::for_names(names.len()), names }
    }

    /// Rows with these codes.
    pub fn of(codes: &[u32], names: Arc<Dictionary>) -> Self {
        let narrow = |code: &u32| if *code == MISSING { None } else { Some(*code) };
        let codes = match Codes::for_names(names.len()) {
            Codes::U8(_) => {
                Codes::U8(codes.iter().map(|code| narrow(code).map_or(u8::MAX, |code| code as u8)).collect())
            }
            Codes::U16(_) => Codes::U16(
                codes.iter().map(|code| narrow(code).map_or(u16::MAX, |code| code as u16)).collect(),
            ),
            Codes::U32(_) => Codes::U32(codes.to_vec()),
        };
        Categories { codes, names }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.codes.len() == 0
    }

    /// The code of a row; [`MISSING`] where it has none.
    #[inline]
    pub fn code(&self, row: usize) -> u32 {
        let code = match &self.codes {
            Codes::U8(cells) => cells.get(row).filter(|cell| **cell != u8::MAX).map(|cell| u32::from(*cell)),
            Codes::U16(cells) => {
                cells.get(row).filter(|cell| **cell != u16::MAX).map(|cell| u32::from(*cell))
            }
            Codes::U32(cells) => cells.get(row).copied(),
        };
        code.unwrap_or(MISSING)
    }

    /// All codes, in the order of the rows.
    pub fn codes(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.len()).map(|row| self.code(row))
    }

    /// The name of a code; empty for [`MISSING`].
    pub fn name(&self, code: u32) -> Cow<'_, str> {
        self.names.name(code)
    }

    /// The bytes that the codes take.
    pub(super) fn bytes(&self) -> usize {
        match &self.codes {
            Codes::U8(cells) => size_of_val(cells.as_slice()),
            Codes::U16(cells) => size_of_val(cells.as_slice()),
            Codes::U32(cells) => size_of_val(cells.as_slice()),
        }
    }

    /// # Errors
    /// There is no memory for more cells.
    pub(super) fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        match &mut self.codes {
            Codes::U8(cells) => cells.try_reserve_exact(rows),
            Codes::U16(cells) => cells.try_reserve_exact(rows),
            Codes::U32(cells) => cells.try_reserve_exact(rows),
        }
    }

    /// Those of some rows, in this order.
    pub(super) fn at(&self, rows: &[u32]) -> Self {
        let codes = match &self.codes {
            Codes::U8(cells) => Codes::U8(picked(cells, rows)),
            Codes::U16(cells) => Codes::U16(picked(cells, rows)),
            Codes::U32(cells) => Codes::U32(picked(cells, rows)),
        };
        Categories { codes, names: Arc::clone(&self.names) }
    }

    /// Appends the codes of drawn rows.
    pub(super) fn extend(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<u32>) {
        match &mut self.codes {
            Codes::U8(cells) => {
                cells.extend(records.iter().map(|record| value(record).map_or(u8::MAX, |code| code as u8)));
            }
            Codes::U16(cells) => {
                cells.extend(records.iter().map(|record| value(record).map_or(u16::MAX, |code| code as u16)));
            }
            Codes::U32(cells) => {
                cells.extend(records.iter().map(|record| value(record).unwrap_or(MISSING)));
            }
        }
    }
}

/// Codes in as few bytes as there are names; the max of the width is a missing one.
#[derive(Clone, Debug, PartialEq)]
enum Codes {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

impl Codes {
    fn for_names(count: usize) -> Self {
        if count <= usize::from(u8::MAX) {
            Codes::U8(Vec::new())
        } else if count <= usize::from(u16::MAX) {
            Codes::U16(Vec::new())
        } else {
            Codes::U32(Vec::new())
        }
    }

    fn len(&self) -> usize {
        match self {
            Codes::U8(cells) => cells.len(),
            Codes::U16(cells) => cells.len(),
            Codes::U32(cells) => cells.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_kept_whatever_their_width() {
        for count in [255_u32, 256, 65_535, 65_536] {
            let names = Arc::new(Dictionary::Numbered(vec![("n", count)]));
            let codes = [0, count - 1, MISSING];
            let categories = Categories::of(&codes, names);
            assert_eq!(categories.codes().collect::<Vec<u32>>(), codes);
            assert_eq!(categories.name(categories.code(1)), format!("n{count}"));
        }
    }
}
