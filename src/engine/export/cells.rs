//! Rows as text. CSV, JSON and SQL put a row together in the same way: something before each cell, the cell's text, something
//! after the last. A [`Dialect`] says what; here it is prepared once for each column, so that a row is a copy of short pieces.

use std::sync::Arc;

use super::sheet::{Piece, Sheet};
use crate::engine::dataset::cells::timestamp_text;
use crate::engine::dataset::{Column, Dictionary, Numbers, Table, Type, Values};
use crate::engine::decimal;

/// How a format writes rows.
pub trait Dialect {
    /// What stands before a cell of the column with this name.
    fn before(&self, name: &str, is_first: bool) -> String;
    /// What follows the last cell of a row.
    fn end(&self) -> &'static str;
    /// A cell of text, with its quotes.
    fn text(&self, text: &str) -> String;
    /// What stands on both sides of a cell that is a number, or an id or a timestamp.
    fn quote(&self, is_number: bool) -> &'static str;
    /// A missing cell.
    fn missing(&self) -> &'static str;
}

/// Writes rows of tables with the same columns.
#[derive(Clone, Debug)]
pub struct Rows<D> {
    dialect: D,
    columns: Vec<Writer>,
    start: Piece,
}

/// How the cells of a column are written.
#[derive(Clone, Debug)]
struct Writer {
    /// The column's place in the table.
    place: usize,
    name: String,
    kind: Kind,
    /// What stands between the end of a cell and the next: before the next cell, or at the end of the row.
    after: String,
    /// What stands before a cell that is written piece by piece: a quote.
    open: Piece,
    /// What follows such a cell: a quote, and what stands after it.
    end: Piece,
    /// A missing cell, with what follows it.
    missing: Piece,
    /// Bytes that the longest cell needs.
    room: usize,
}

#[derive(Clone, Debug)]
enum Kind {
    /// A prefix, and a number with at least so many digits.
    Id(Piece, usize),
    Whole,
    /// At most so many decimals.
    Decimal(u32),
    /// As short as can be.
    Number,
    Timestamp,
    /// Cells by code, each with what follows it.
    Names(Arc<Dictionary>, Vec<Piece>),
    /// Prefixes and numbers.
    Numbered(Arc<Dictionary>, Vec<(&'static str, Piece)>),
}

/// Bytes that a number, a timestamp, or a number behind a prefix need beside the prefix.
const NUMBER_ROOM: usize = 64;

impl<D: Dialect> Rows<D> {
    /// Prepares the columns of a table that files have, and encodes its dictionaries.
    pub fn new(table: &Table, dialect: D) -> Self {
        let shown: Vec<(usize, &Column)> =
            table.columns().iter().enumerate().filter(|(_, column)| column.field.in_files).collect();
        let columns = shown.iter().enumerate().map(|(index, (place, column))| {
            let after = match shown.get(index + 1) {
                Some((_, next)) => dialect.before(&next.field.name, false),
                None => dialect.end().to_owned(),
            };
            Writer::new(*place, column, after, &dialect)
        });
        let columns: Vec<Writer> = columns.collect();
        let start = match columns.first() {
            Some(first) => dialect.before(&first.name, true),
            None => String::new(),
        };
        Rows { columns, start: Piece::new(start.as_bytes()), dialect }
    }

    /// What says how rows are written.
    pub fn dialect(&self) -> &D {
        &self.dialect
    }

    /// The names of the columns.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    /// Makes ready for a table with the same columns and perhaps other dictionaries.
    pub fn adapt(&mut self, table: &Table) {
        for writer in &mut self.columns {
            let Some(column) = table.columns().get(writer.place) else { continue };
            let (Values::Categories(categories), Kind::Names(known, _) | Kind::Numbered(known, _)) =
                (&column.values, &writer.kind)
            else {
                continue;
            };
            if !Arc::ptr_eq(known, &categories.names) && *known != categories.names {
                *writer = Writer::new(writer.place, column, std::mem::take(&mut writer.after), &self.dialect);
            }
        }
    }

    /// Appends rows of a table, by their places there. `before` appends what stands before a row, and says how many bytes
    /// it needs at most.
    pub fn write(
        &self,
        table: &Table,
        rows: impl Iterator<Item = usize>,
        before_room: usize,
        mut before: impl FnMut(&mut Sheet),
        output: &mut Vec<u8>,
    ) {
        let columns: Vec<(&Writer, &Values)> = self
            .columns
            .iter()
            .filter_map(|writer| Some((writer, &table.columns().get(writer.place)?.values)))
            .collect();
        let cells: usize = self.columns.iter().map(|writer| writer.room).sum();
        let room = cells + self.start.room() + before_room;
        let mut sheet = Sheet::new(output);
        for row in rows {
            sheet.reserve(room);
            before(&mut sheet);
            sheet.put(&self.start);
            for (writer, values) in &columns {
                writer.write(values, row, &mut sheet);
            }
        }
        sheet.finish();
    }
}

impl Writer {
    fn new(place: usize, column: &Column, after: String, dialect: &impl Dialect) -> Self {
        let quote = dialect.quote(column.field.kind.is_number());
        // A prefix has nothing that would have to be escaped.
        let prefix = |text: &str| Piece::new([quote, text].concat().as_bytes());
        let kind = match (&column.values, column.field.id_form) {
            (_, Some((text, digits))) => Kind::Id(prefix(text), digits),
            (Values::Timestamps(_), None) => Kind::Timestamp,
            // Of generated decimals, it is known how many decimals they have, and that none is negative.
            (Values::Numbers(_), None) if column.field.kind == Type::Decimal => match column.decimals {
                2 | 3 if column.field.id.is_some() => Kind::Decimal(column.decimals.into()),
                _ => Kind::Number,
            },
            (Values::Numbers(_), None) => Kind::Whole,
            (Values::Categories(categories), None) => match categories.names.as_ref() {
                Dictionary::List(names) => {
                    let cell = |name: &String| Piece::new((dialect.text(name) + after.as_str()).as_bytes());
                    Kind::Names(Arc::clone(&categories.names), names.iter().map(cell).collect())
                }
                Dictionary::Numbered(parts) => {
                    let prefixes = parts.iter().map(|(text, _)| (*text, prefix(text)));
                    Kind::Numbered(Arc::clone(&categories.names), prefixes.collect())
                }
            },
        };
        let longest = match &kind {
            Kind::Names(_, cells) => cells.iter().map(Piece::room).max().unwrap_or(0),
            Kind::Numbered(_, prefixes) => prefixes.iter().map(|prefix| prefix.1.room()).max().unwrap_or(0),
            Kind::Id(prefix, digits) => prefix.room() + digits,
            Kind::Whole | Kind::Decimal(_) | Kind::Number | Kind::Timestamp => 0,
        };
        let missing = Piece::new([dialect.missing(), after.as_str()].concat().as_bytes());
        let (open, end) = (prefix(""), Piece::new([quote, after.as_str()].concat().as_bytes()));
        let room = longest + NUMBER_ROOM + missing.room() + open.room() + end.room();
        Writer { place, name: column.field.name.clone(), kind, after, open, end, missing, room }
    }

    /// Appends a cell and what follows it.
    #[inline]
    fn write(&self, values: &Values, row: usize, sheet: &mut Sheet) {
        let is_written = match (&self.kind, values) {
            (Kind::Names(_, cells), Values::Categories(categories)) => {
                // The cell brings what follows it.
                return sheet.put(cells.get(categories.code(row) as usize).unwrap_or(&self.missing));
            }
            (Kind::Decimal(decimals), Values::Numbers(numbers)) => {
                let value = numbers.get(row);
                let is_there = !value.is_nan();
                if is_there {
                    sheet.put(&self.open);
                    write_decimal(value, *decimals, sheet);
                }
                is_there
            }
            (Kind::Whole, Values::Numbers(numbers)) => self.write_whole(numbers, row, sheet),
            (Kind::Number, Values::Numbers(numbers)) => self.write_number(numbers, row, sheet),
            (Kind::Timestamp, Values::Timestamps(timestamps)) => timestamps
                .seconds(row)
                .map(|seconds| {
                    sheet.put(&self.open);
                    let text = timestamp_text(seconds);
                    let [start, end] = [0, 16]
                        .map(|from| std::array::from_fn(|place| *text.get(from + place).unwrap_or(&0)));
                    sheet.put_short(start, 16);
                    sheet.put_short(end, 3);
                })
                .is_some(),
            (Kind::Numbered(names, prefixes), Values::Categories(categories)) => names
                .part(categories.code(row))
                .map(|(prefix, number)| {
                    if let Some((_, piece)) = prefixes.iter().find(|known| known.0 == prefix) {
                        sheet.put(piece);
                    }
                    sheet.put_integer(number.into(), 0);
                })
                .is_some(),
            (Kind::Id(prefix, digits), Values::Numbers(numbers)) => {
                sheet.put(prefix);
                sheet.put_integer(numbers.get(row) as u64, *digits);
                true
            }
            _ => {
                debug_assert!(false, "{} has other values than the table it was prepared for", self.name);
                false
            }
        };
        sheet.put(if is_written { &self.end } else { &self.missing });
    }

    /// Appends a number as short as can be; whether there is one. Apart from the others: generated rows have none.
    #[cold]
    fn write_number(&self, numbers: &Numbers, row: usize, sheet: &mut Sheet) -> bool {
        let value = numbers.get(row);
        if value.is_nan() {
            return false;
        }
        sheet.put(&self.open);
        sheet.put(&Piece::new(decimal::text(value).as_bytes()));
        true
    }

    /// Appends a whole number; whether there is one.
    #[inline]
    fn write_whole(&self, numbers: &Numbers, row: usize, sheet: &mut Sheet) -> bool {
        let value = numbers.get(row);
        if value.is_nan() {
            return false;
        }
        debug_assert!(value.fract() == 0.0, "a whole number is {value}");
        sheet.put(&self.open);
        if value < 0.0 {
            sheet.put_short(*b"-_______________", 1);
        }
        sheet.put_integer(value.abs() as u64, 0);
        true
    }
}

/// Appends a number that is not negative, rounded, without trailing zeros but with one decimal at least. As
/// [`write_trimmed`](decimal::write_trimmed), for numbers that are rounded already.
fn write_decimal(value: f64, decimals: u32, sheet: &mut Sheet) {
    debug_assert!(value >= 0.0 && (2..=3).contains(&decimals), "{value} with {decimals} decimals");
    let power = if decimals == 2 { 100 } else { 1_000 };
    let scaled = (value * f64::from(power as u32) + 0.5) as u64;
    let (whole, part) = (scaled / power, (scaled % power) as usize);
    sheet.put_integer(whole, 0);
    // Three digits of the part, whatever the number of decimals.
    let part = if decimals == 2 { part * 10 } else { part };
    let mut digits = *b".000____________";
    digits[1] += (part / 100) as u8;
    digits[2] += (part / 10 % 10) as u8;
    digits[3] += (part % 10) as u8;
    let length = if part % 10 != 0 {
        4
    } else if part % 100 != 0 {
        3
    } else {
        2
    };
    sheet.put_short(digits, length);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_written_as_everywhere_else() {
        for scaled in (0..20_000_u64).chain((0..1_000).map(|step| step * 999_999_937)) {
            for (decimals, power) in [(2, 100.0), (3, 1_000.0)] {
                let value = scaled as f64 / power;
                let (mut found, mut expected) = (Vec::new(), Vec::new());
                let mut sheet = Sheet::new(&mut found);
                sheet.reserve(NUMBER_ROOM);
                write_decimal(value, decimals, &mut sheet);
                sheet.finish();
                decimal::write_trimmed(value, decimals as usize, &mut expected);
                assert_eq!(found, expected, "{value}");
            }
        }
    }
}
