//! Numbers of a column, each in as few bytes as all of them need.

use std::borrow::Cow;
use std::collections::TryReserveError;

use super::picked;
use crate::engine::dataset::Record;

/// Numbers. Whole ones that are not negative take one, two or four bytes, with the max of the width for a
/// missing one.
#[derive(Clone, Debug, PartialEq)]
pub enum Numbers {
    /// Consecutive whole numbers, as rows have them: none is stored.
    Sequence(std::ops::Range<u64>),
    /// Up to 254.
    U8(Vec<u8>),
    /// Up to 65,534.
    U16(Vec<u16>),
    /// Up to 4,294,967,294.
    U32(Vec<u32>),
    /// Any; not a number where the cell is missing.
    F64(Vec<f64>),
}

impl Numbers {
    /// No number yet, whole ones up to `max` to come.
    pub(in crate::engine::dataset) fn whole_up_to(max: f64) -> Self {
        if max < f64::from(u8::MAX) {
            Numbers::U8(Vec::new())
        } else if max < f64::from(u16::MAX) {
            Numbers::U16(Vec::new())
        } else {
            Numbers::U32(Vec::new())
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Numbers::Sequence(range) => (range.end - range.start) as usize,
            Numbers::U8(cells) => cells.len(),
            Numbers::U16(cells) => cells.len(),
            Numbers::U32(cells) => cells.len(),
            Numbers::F64(cells) => cells.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a row; not a number where it is missing or there is no such row.
    #[inline]
    pub fn get(&self, row: usize) -> f64 {
        let number = match self {
            Numbers::Sequence(range) => {
                let number = range.start + row as u64;
                (number < range.end).then_some(number as f64)
            }
            Numbers::U8(cells) => {
                cells.get(row).filter(|cell| **cell != u8::MAX).map(|cell| f64::from(*cell))
            }
            Numbers::U16(cells) => {
                cells.get(row).filter(|cell| **cell != u16::MAX).map(|cell| f64::from(*cell))
            }
            Numbers::U32(cells) => {
                cells.get(row).filter(|cell| **cell != u32::MAX).map(|cell| f64::from(*cell))
            }
            Numbers::F64(cells) => cells.get(row).copied(),
        };
        number.unwrap_or(f64::NAN)
    }

    /// All of them, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.len()).map(|row| self.get(row))
    }

    /// All of them in one slice.
    pub fn to_slice(&self) -> Cow<'_, [f64]> {
        match self {
            Numbers::F64(cells) => Cow::Borrowed(cells),
            other => Cow::Owned(other.iter().collect()),
        }
    }

    /// Appends values until one does not fit, which is handed back; the records that are left begin with it.
    fn extend_narrow(
        &mut self,
        records: &mut &[Record],
        value: &impl Fn(&Record) -> Option<u32>,
    ) -> Option<u32> {
        fn append<T: Copy>(
            cells: &mut Vec<T>,
            records: &mut &[Record],
            value: &impl Fn(&Record) -> Option<u32>,
            missing: T,
            narrow: impl Fn(u32) -> Option<T>,
        ) -> Option<u32> {
            cells.reserve(records.len());
            for (place, record) in records.iter().enumerate() {
                let cell = match value(record) {
                    None => missing,
                    Some(number) => match narrow(number) {
                        Some(cell) => cell,
                        None => {
                            *records = &records[place..];
                            return Some(number);
                        }
                    },
                };
                cells.push(cell);
            }
            None
        }
        match self {
            Numbers::U8(cells) => append(cells, records, value, u8::MAX, |number| {
                u8::try_from(number).ok().filter(|cell| *cell != u8::MAX)
            }),
            Numbers::U16(cells) => append(cells, records, value, u16::MAX, |number| {
                u16::try_from(number).ok().filter(|cell| *cell != u16::MAX)
            }),
            Numbers::U32(cells) => append(cells, records, value, u32::MAX, |number| {
                Some(number).filter(|cell| *cell != u32::MAX)
            }),
            Numbers::F64(cells) => append(cells, records, value, f64::NAN, |number| Some(f64::from(number))),
            Numbers::Sequence(_) => {
                debug_assert!(false, "row numbers are appended by `push_row`");
                None
            }
        }
    }

    /// Makes the cells wide enough for a number: a range that was declared may turn out to be too narrow.
    fn widen_for(&mut self, number: u32) {
        let number = f64::from(number);
        *self = match Numbers::whole_up_to(number) {
            Numbers::U16(_) => Numbers::U16(self.narrowed(u16::MAX, |value| value as u16)),
            _ if number < f64::from(u32::MAX) => Numbers::U32(self.narrowed(u32::MAX, |value| value as u32)),
            _ => Numbers::F64(self.iter().collect()),
        };
    }

    fn narrowed<T>(&self, missing: T, narrow: impl Fn(f64) -> T) -> Vec<T>
    where
        T: Copy,
    {
        self.iter().map(|value| if value.is_nan() { missing } else { narrow(value) }).collect()
    }

    /// Appends the number of a row.
    pub(super) fn push_row(&mut self, number: u64) {
        match self {
            Numbers::Sequence(range) if range.is_empty() => *range = number..number + 1,
            Numbers::Sequence(range) if range.end == number => range.end += 1,
            Numbers::F64(cells) => cells.push(number as f64),
            other => {
                let mut cells: Vec<f64> = other.iter().collect();
                cells.push(number as f64);
                *other = Numbers::F64(cells);
            }
        }
    }

    /// The same numbers in as few bytes as they need.
    pub fn compact(self) -> Self {
        let Numbers::F64(cells) = &self else { return self };
        let mut max = 0.0_f64;
        for &value in cells.iter().filter(|value| !value.is_nan()) {
            let is_plain = value >= 0.0 && value < f64::from(u32::MAX) && value.fract() == 0.0;
            if !is_plain || value.is_sign_negative() {
                return self;
            }
            max = max.max(value);
        }
        match Numbers::whole_up_to(max) {
            Numbers::U8(_) => Numbers::U8(self.narrowed(u8::MAX, |value| value as u8)),
            Numbers::U16(_) => Numbers::U16(self.narrowed(u16::MAX, |value| value as u16)),
            _ => Numbers::U32(self.narrowed(u32::MAX, |value| value as u32)),
        }
    }

    /// The bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Numbers::Sequence(_) => 0,
            Numbers::U8(cells) => size_of_val(cells.as_slice()),
            Numbers::U16(cells) => size_of_val(cells.as_slice()),
            Numbers::U32(cells) => size_of_val(cells.as_slice()),
            Numbers::F64(cells) => size_of_val(cells.as_slice()),
        }
    }

    /// # Errors
    /// There is no memory for more cells.
    pub(super) fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        match self {
            Numbers::Sequence(_) => Ok(()),
            Numbers::U8(cells) => cells.try_reserve_exact(rows),
            Numbers::U16(cells) => cells.try_reserve_exact(rows),
            Numbers::U32(cells) => cells.try_reserve_exact(rows),
            Numbers::F64(cells) => cells.try_reserve_exact(rows),
        }
    }

    /// Those of some rows, in this order.
    pub(super) fn at(&self, rows: &[u32]) -> Self {
        match self {
            Numbers::Sequence(_) => {
                Numbers::F64(rows.iter().map(|&row| self.get(row as usize)).collect()).compact()
            }
            Numbers::U8(cells) => Numbers::U8(picked(cells, rows)),
            Numbers::U16(cells) => Numbers::U16(picked(cells, rows)),
            Numbers::U32(cells) => Numbers::U32(picked(cells, rows)),
            Numbers::F64(cells) => Numbers::F64(picked(cells, rows)),
        }
    }

    /// Appends the whole numbers of drawn rows.
    pub(super) fn extend(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<u32>) {
        let mut rest = records;
        while let Some(wide) = self.extend_narrow(&mut rest, &value) {
            self.widen_for(wide);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_whatever_their_width() {
        for cells in [
            vec![0.0, 254.0, f64::NAN],
            vec![255.0, 1.0],
            vec![65_535.0, f64::NAN],
            vec![4_294_967_294.0],
            vec![4_294_967_295.0],
            vec![-1.0, 2.0],
            vec![0.5],
            vec![-0.0],
            vec![f64::INFINITY],
        ] {
            let numbers = Numbers::F64(cells.clone()).compact();
            assert_eq!(numbers.len(), cells.len());
            for (row, cell) in cells.iter().enumerate() {
                let same = numbers.get(row).to_bits() == cell.to_bits();
                assert!(same || numbers.get(row).is_nan() && cell.is_nan(), "{numbers:?}");
            }
        }
        assert!(matches!(Numbers::F64(vec![254.0, f64::NAN]).compact(), Numbers::U8(_)));
        assert!(matches!(Numbers::F64(vec![255.0]).compact(), Numbers::U16(_)));
        assert!(matches!(Numbers::F64(vec![65_535.0]).compact(), Numbers::U32(_)));
        assert!(Numbers::U8(vec![7]).get(1).is_nan());
    }

    #[test]
    fn row_numbers_take_no_room_while_they_follow_each_other() {
        let mut numbers = Numbers::Sequence(0..0);
        [7, 8, 9].into_iter().for_each(|number| numbers.push_row(number));
        assert_eq!((&numbers, numbers.get(2), numbers.len()), (&Numbers::Sequence(7..10), 9.0, 3));
        numbers.push_row(20);
        assert_eq!(numbers.iter().collect::<Vec<f64>>(), [7.0, 8.0, 9.0, 20.0]);
    }
}
