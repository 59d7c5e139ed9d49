//! The cells of a column, each type in as few bytes as its values need. Accessors hide the width: a number is read as
//! `f64`, a timestamp as seconds, a category as a code.

use std::borrow::Cow;
use std::collections::{BTreeMap, TryReserveError};
use std::sync::Arc;

use super::Record;
use crate::engine::issues::Seconds;

/// The code of a missing value of a category.
pub const MISSING: u32 = u32::MAX;

/// What a missing timestamp is stored as.
const NO_TIMESTAMP: Seconds = Seconds::MIN;

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers.
    Numbers(Numbers),
    /// Points in time.
    Timestamps(Timestamps),
    /// Codes of names.
    Categories(Categories),
}

impl Values {
    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Timestamps(timestamps) => timestamps.seconds.len(),
            Values::Categories(categories) => categories.codes.len(),
        }
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that all cells take, without room for more.
    pub fn bytes(&self) -> usize {
        match self {
            Values::Numbers(numbers) => match numbers {
                Numbers::Sequence(_) => 0,
                Numbers::U8(cells) => size_of_val(cells.as_slice()),
                Numbers::U16(cells) => size_of_val(cells.as_slice()),
                Numbers::U32(cells) => size_of_val(cells.as_slice()),
                Numbers::F64(cells) => size_of_val(cells.as_slice()),
            },
            Values::Timestamps(timestamps) => size_of_val(timestamps.seconds.as_slice()),
            Values::Categories(categories) => match &categories.codes {
                Codes::U8(cells) => size_of_val(cells.as_slice()),
                Codes::U16(cells) => size_of_val(cells.as_slice()),
                Codes::U32(cells) => size_of_val(cells.as_slice()),
            },
        }
    }

    /// Makes room for more cells.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        match self {
            Values::Numbers(numbers) => match numbers {
                Numbers::Sequence(_) => Ok(()),
                Numbers::U8(cells) => cells.try_reserve_exact(rows),
                Numbers::U16(cells) => cells.try_reserve_exact(rows),
                Numbers::U32(cells) => cells.try_reserve_exact(rows),
                Numbers::F64(cells) => cells.try_reserve_exact(rows),
            },
            Values::Timestamps(timestamps) => timestamps.seconds.try_reserve_exact(rows),
            Values::Categories(categories) => match &mut categories.codes {
                Codes::U8(cells) => cells.try_reserve_exact(rows),
                Codes::U16(cells) => cells.try_reserve_exact(rows),
                Codes::U32(cells) => cells.try_reserve_exact(rows),
            },
        }
    }

    /// The cells of some rows, in this order.
    pub fn at(&self, rows: &[u32]) -> Self {
        fn picked<T: Copy>(cells: &[T], rows: &[u32]) -> Vec<T> {
            rows.iter().filter_map(|&row| cells.get(row as usize).copied()).collect()
        }
        match self {
            Values::Numbers(numbers) => Values::Numbers(match numbers {
                Numbers::Sequence(_) => {
                    Numbers::F64(rows.iter().map(|&row| numbers.get(row as usize)).collect()).compact()
                }
                Numbers::U8(cells) => Numbers::U8(picked(cells, rows)),
                Numbers::U16(cells) => Numbers::U16(picked(cells, rows)),
                Numbers::U32(cells) => Numbers::U32(picked(cells, rows)),
                Numbers::F64(cells) => Numbers::F64(picked(cells, rows)),
            }),
            Values::Timestamps(timestamps) => {
                Values::Timestamps(Timestamps { seconds: picked(&timestamps.seconds, rows) })
            }
            Values::Categories(categories) => Values::Categories(Categories {
                codes: match &categories.codes {
                    Codes::U8(cells) => Codes::U8(picked(cells, rows)),
                    Codes::U16(cells) => Codes::U16(picked(cells, rows)),
                    Codes::U32(cells) => Codes::U32(picked(cells, rows)),
                },
                names: Arc::clone(&categories.names),
            }),
        }
    }

    /// Appends the whole numbers of drawn rows.
    pub(super) fn whole(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<u32>) {
        debug_assert!(matches!(self, Values::Numbers(_)), "a column of whole numbers holds {self:?}");
        let Values::Numbers(numbers) = self else { return };
        let mut rest = records;
        while let Some(wide) = numbers.extend_narrow(&mut rest, &value) {
            numbers.widen_for(wide);
        }
    }

    /// Appends the decimal numbers of drawn rows.
    pub(super) fn decimals(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<f64>) {
        debug_assert!(
            matches!(self, Values::Numbers(Numbers::F64(_))),
            "a column of decimals holds {self:?}"
        );
        let Values::Numbers(Numbers::F64(cells)) = self else { return };
        cells.extend(records.iter().map(|record| value(record).unwrap_or(f64::NAN)));
    }

    /// Appends the numbers of drawn rows, from 1.
    pub(super) fn rows(&mut self, records: &[Record], value: impl Fn(&Record) -> u64) {
        debug_assert!(matches!(self, Values::Numbers(_)), "a column of row numbers holds {self:?}");
        let Values::Numbers(numbers) = self else { return };
        records.iter().for_each(|record| numbers.push_row(value(record)));
    }

    /// Appends the codes of drawn rows.
    pub(super) fn codes(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<u32>) {
        debug_assert!(matches!(self, Values::Categories(_)), "a column of categories holds {self:?}");
        let Values::Categories(categories) = self else { return };
        match &mut categories.codes {
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

    /// Appends the timestamps of drawn rows.
    pub(super) fn timestamps(&mut self, records: &[Record], value: impl Fn(&Record) -> Option<Seconds>) {
        debug_assert!(matches!(self, Values::Timestamps(_)), "a column of timestamps holds {self:?}");
        let Values::Timestamps(timestamps) = self else { return };
        timestamps.seconds.extend(records.iter().map(|record| value(record).unwrap_or(NO_TIMESTAMP)));
    }
}

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
    pub(super) fn whole_up_to(max: f64) -> Self {
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
    fn push_row(&mut self, number: u64) {
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
}

/// Points in time, in seconds since 1970-01-01 00:00:00 without a time zone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timestamps {
    seconds: Vec<Seconds>,
}

impl Timestamps {
    /// Those of the cells; not a number where one is missing.
    pub fn of(cells: &[f64]) -> Self {
        let seconds = |value: &f64| if value.is_nan() { NO_TIMESTAMP } else { *value as Seconds };
        Timestamps { seconds: cells.iter().map(seconds).collect() }
    }

    /// The seconds of a row, if it has a timestamp.
    #[inline]
    pub fn seconds(&self, row: usize) -> Option<Seconds> {
        self.seconds.get(row).copied().filter(|seconds| *seconds != NO_TIMESTAMP)
    }

    /// The seconds of a row; not a number where the timestamp is missing.
    #[inline]
    pub fn get(&self, row: usize) -> f64 {
        self.seconds(row).map_or(f64::NAN, |seconds| seconds as f64)
    }

    /// All of them, in the order of the rows.
    pub fn iter(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.seconds.len()).map(|row| self.get(row))
    }
}

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

/// The names of a column, by code. Names that are a prefix and a number are not stored one by one.
#[derive(Clone, Debug, PartialEq)]
pub enum Dictionary {
    /// Names of a list.
    List(Vec<String>),
    /// Prefixes, each with how many numbers come after it, from 1.
    Numbered(Vec<(&'static str, u32)>),
}

impl Default for Dictionary {
    fn default() -> Self {
        Dictionary::List(Vec::new())
    }
}

impl Dictionary {
    /// How many names there are.
    pub fn len(&self) -> usize {
        match self {
            Dictionary::List(names) => names.len(),
            Dictionary::Numbered(parts) => parts.iter().map(|(_, count)| *count as usize).sum(),
        }
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a code; empty for what is none, such as [`MISSING`].
    pub fn name(&self, code: u32) -> Cow<'_, str> {
        match self {
            Dictionary::List(names) => Cow::Borrowed(names.get(code as usize).map_or("", String::as_str)),
            Dictionary::Numbered(_) => Cow::Owned(
                self.part(code).map_or_else(String::new, |(prefix, number)| format!("{prefix}{number}")),
            ),
        }
    }

    /// The prefix and the number of a numbered name.
    pub fn part(&self, code: u32) -> Option<(&'static str, u32)> {
        let Dictionary::Numbered(parts) = self else { return None };
        let mut number = code;
        for (prefix, count) in parts {
            if number < *count {
                return Some((prefix, number + 1));
            }
            number -= count;
        }
        None
    }

    /// The code of a name. Whoever looks up many makes an [`index`](Self::index).
    pub fn find(&self, name: &str) -> Option<u32> {
        match self {
            Dictionary::List(names) => names.iter().position(|known| known == name).map(|code| code as u32),
            Dictionary::Numbered(parts) => {
                let mut first = 0;
                for (prefix, count) in parts {
                    let digits = name.strip_prefix(prefix).filter(|digits| !digits.starts_with(['0', '+']));
                    let number = digits.and_then(|digits| digits.parse::<u32>().ok());
                    if let Some(number) = number.filter(|number| number <= count) {
                        return Some(first + number - 1);
                    }
                    first += count;
                }
                None
            }
        }
    }

    /// The codes of all names of a list, to look up many; of the same names the first.
    pub fn index(&self) -> BTreeMap<&str, u32> {
        let Dictionary::List(names) = self else { return BTreeMap::new() };
        let mut index = BTreeMap::new();
        for (code, name) in names.iter().enumerate() {
            index.entry(name.as_str()).or_insert(code as u32);
        }
        index
    }

    /// All names, by code.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len() as u32).map(|code| self.name(code))
    }

    /// All names, by code.
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(Cow::into_owned).collect()
    }

    /// For each name of another dictionary, the code that it has here.
    pub fn translate(&self, other: &Dictionary) -> Vec<Option<u32>> {
        let index = self.index();
        let is_list = matches!(self, Dictionary::List(_));
        let find = |name: Cow<str>| {
            if is_list { index.get(name.as_ref()).copied() } else { self.find(&name) }
        };
        other.iter().map(find).collect()
    }

    /// Whether all names, and at least two, are names of the other as well.
    pub fn is_part_of(&self, other: &Dictionary) -> bool {
        self.len() > 1 && self.len() <= other.len() && other.translate(self).iter().all(Option::is_some)
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

    #[test]
    fn numbered_names_are_found_and_written() {
        let names = Dictionary::Numbered(vec![("WS-", 300), ("SHARED-", 9)]);
        assert_eq!(
            (names.len(), names.name(299), names.name(300)),
            (309, "WS-300".into(), "SHARED-1".into())
        );
        for code in 0..309 {
            assert_eq!(names.find(&names.name(code)), Some(code));
        }
        for name in ["WS-0", "WS-301", "WS-01", "WS-", "WS-+1", "SHARED-10", ""] {
            assert_eq!(names.find(name), None, "{name}");
        }
        assert_eq!((names.name(309), names.name(MISSING)), ("".into(), "".into()));
    }

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
