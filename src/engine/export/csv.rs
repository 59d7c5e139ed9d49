//! CSV by RFC 4180 in UTF-8, in the form that the configuration asks for. Two choices go beyond it: lines usually
//! end in `\n` alone, so that no reader sees a stray `\r` in the last column, and cells that a spreadsheet would
//! run as a formula are neutralized.

use std::borrow::Cow;

use super::format::Format;
use super::sheet::{Piece, Sheet};
use crate::engine::dataset::schema::timestamp_text;
use crate::engine::dataset::{Column, Dictionary, Numbers, Table, Type, Values};

/// Writes rows of generated tables.
#[derive(Clone, Debug)]
pub struct Csv {
    format: Format,
    columns: Vec<Writer>,
}

/// How the cells of a column are written.
#[derive(Clone, Debug)]
struct Writer {
    /// The column's place in the table.
    place: usize,
    name: String,
    kind: Kind,
    /// What follows a cell: the delimiter, or the end of the line.
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
    Timestamp,
    /// Cells by code, each with what follows it.
    Names(Vec<Piece>),
    /// Prefixes and numbers.
    Numbered(Dictionary, Vec<(&'static str, Piece)>),
}

/// Bytes that a number, a timestamp, or a number behind a prefix need beside the prefix.
const NUMBER_ROOM: usize = 64;

impl Csv {
    /// What a row of the combined file usually takes, in bytes.
    pub const USUAL_BYTES_PER_ROW: u64 = 402;

    /// Encodes the dictionaries of a table, once for all tables of the same generator.
    pub fn new(table: &Table, format: Format) -> Self {
        let shown: Vec<usize> =
            (0..table.columns().len()).filter(|&place| table.columns()[place].field.in_files).collect();
        let last = shown.last().copied();
        let columns = shown.into_iter().map(|place| {
            let is_last = Some(place) == last;
            let end = if is_last { format.line_end.text() } else { format.delimiter.text() };
            Writer::new(place, &table.columns()[place], format, end)
        });
        Csv { format, columns: columns.collect() }
    }

    /// Appends what stands before the first row.
    pub fn header(&self, output: &mut Vec<u8>) {
        begin(self.format, output);
        if self.format.header {
            write_line(self.columns.iter().map(|column| &column.name), self.format, output);
        }
    }

    /// Appends the line of a row of a table, by its place there.
    pub fn row(&self, table: &Table, row: usize, output: &mut Vec<u8>) {
        self.rows(table, std::iter::once(row), output);
    }

    /// Appends the lines of rows of a table, by their places there.
    pub fn rows(&self, table: &Table, rows: impl Iterator<Item = usize>, output: &mut Vec<u8>) {
        let columns: Vec<(&Writer, &Values)> = self
            .columns
            .iter()
            .filter_map(|writer| Some((writer, &table.columns().get(writer.place)?.values)))
            .collect();
        let room = self.columns.iter().map(|writer| writer.room).sum();
        let mut sheet = Sheet::new(output);
        for row in rows {
            sheet.reserve(room);
            for (writer, values) in &columns {
                writer.write(values, row, &mut sheet);
            }
        }
        sheet.finish();
    }
}

impl Writer {
    fn new(place: usize, column: &Column, format: Format, end: &'static str) -> Self {
        let kind = match (&column.values, column.field.id_form) {
            (_, Some((prefix, digits))) => Kind::Id(Piece::new(prefix.as_bytes()), digits),
            (Values::Timestamps(_), None) => Kind::Timestamp,
            (Values::Numbers(_), None) if column.field.kind == Type::Decimal => {
                Kind::Decimal(column.decimals.into())
            }
            (Values::Numbers(_), None) => Kind::Whole,
            (Values::Categories(categories), None) => match categories.names.as_ref() {
                Dictionary::List(names) => {
                    let cell = |name: &String| Piece::new((encode_cell(name, format) + end).as_bytes());
                    Kind::Names(names.iter().map(cell).collect())
                }
                Dictionary::Numbered(parts) => {
                    let prefixes = parts.iter().map(|(prefix, _)| (*prefix, Piece::new(prefix.as_bytes())));
                    Kind::Numbered(Dictionary::Numbered(parts.clone()), prefixes.collect())
                }
            },
        };
        let longest = match &kind {
            Kind::Names(cells) => cells.iter().map(Piece::room).max().unwrap_or(0),
            Kind::Numbered(_, prefixes) => prefixes.iter().map(|prefix| prefix.1.room()).max().unwrap_or(0),
            Kind::Id(prefix, digits) => prefix.room() + digits,
            Kind::Whole | Kind::Decimal(_) | Kind::Timestamp => 0,
        };
        let missing = Piece::new([format.missing.text().as_bytes(), end.as_bytes()].concat().as_slice());
        let end = Piece::new(end.as_bytes());
        let room = longest + NUMBER_ROOM + missing.room() + end.room();
        Writer { place, name: column.field.name.clone(), kind, end, missing, room }
    }

    /// Appends a cell and what follows it.
    #[inline]
    fn write(&self, values: &Values, row: usize, sheet: &mut Sheet) {
        let is_written = match (&self.kind, values) {
            (Kind::Names(cells), Values::Categories(categories)) => {
                // The cell brings what follows it.
                return sheet.put(cells.get(categories.code(row) as usize).unwrap_or(&self.missing));
            }
            (Kind::Decimal(decimals), Values::Numbers(numbers)) => {
                write_decimal(numbers.get(row), *decimals, sheet)
            }
            (Kind::Whole, Values::Numbers(numbers)) => write_whole(numbers, row, sheet),
            (Kind::Timestamp, Values::Timestamps(timestamps)) => timestamps
                .seconds(row)
                .map(|seconds| {
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
}

/// Appends a whole number; whether there is one.
fn write_whole(numbers: &Numbers, row: usize, sheet: &mut Sheet) -> bool {
    let value = numbers.get(row);
    if value.is_nan() {
        return false;
    }
    debug_assert!(value >= 0.0 && value.fract() == 0.0, "a whole number is {value}");
    sheet.put_integer(value as u64, 0);
    true
}

/// Appends a number that is not negative, rounded, without trailing zeros but with one decimal at least; whether there is
/// one. As [`write_trimmed`](crate::engine::decimal::write_trimmed), for numbers that are rounded already.
fn write_decimal(value: f64, decimals: u32, sheet: &mut Sheet) -> bool {
    if value.is_nan() {
        return false;
    }
    debug_assert!(value >= 0.0 && (1..=3).contains(&decimals), "{value} with {decimals} decimals");
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
    true
}

/// Appends what every file begins with.
pub fn begin(format: Format, output: &mut Vec<u8>) {
    if format.byte_order_mark {
        output.extend_from_slice("\u{feff}".as_bytes());
    }
}

/// Appends a line of cells.
pub fn write_line(cells: impl IntoIterator<Item = impl AsRef<str>>, format: Format, output: &mut Vec<u8>) {
    let cells: Vec<String> = cells.into_iter().map(|cell| encode_cell(cell.as_ref(), format)).collect();
    output.extend_from_slice(cells.join(format.delimiter.text()).as_bytes());
    output.extend_from_slice(format.line_end.text().as_bytes());
}

/// A cell of text as the file holds it: neutralized, then quoted where it needs to be. Text that looks like a missing
/// value is quoted as well.
pub fn encode_cell(text: &str, format: Format) -> String {
    quoted(&neutralized(text), format)
}

/// A cell of text, quoted where it needs to be.
pub fn quoted(text: &str, format: Format) -> String {
    if text.contains(['"', '\n', '\r'])
        || text.contains(format.delimiter.text())
        || (!text.is_empty() && text == format.missing.text())
    {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// Text that a spreadsheet takes for text: an apostrophe before what would begin a formula (CWE-1236).
fn neutralized(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Generator, configuration::Preset};

    #[test]
    fn a_row_takes_the_usual_bytes() {
        let configuration = Preset::Classic.configuration();
        let rows = Generator::new(&configuration).unwrap().rows(0..1_000).unwrap();
        let (csv, mut output) = (Csv::new(&rows, configuration.format), Vec::new());
        (0..1_000).for_each(|row| csv.row(&rows, row, &mut output));
        assert!((output.len() as u64 / 1_000).abs_diff(Csv::USUAL_BYTES_PER_ROW) <= 8, "{}", output.len());
    }

    #[test]
    fn decimals_are_written_as_everywhere_else() {
        for scaled in (0..20_000_u64).chain((0..1_000).map(|step| step * 999_999_937)) {
            for (decimals, power) in [(2, 100.0), (3, 1_000.0)] {
                let value = scaled as f64 / power;
                let (mut found, mut expected) = (Vec::new(), Vec::new());
                let mut sheet = Sheet::new(&mut found);
                sheet.reserve(NUMBER_ROOM);
                assert!(write_decimal(value, decimals, &mut sheet));
                sheet.finish();
                crate::engine::decimal::write_trimmed(value, decimals as usize, &mut expected);
                assert_eq!(found, expected, "{value}");
            }
        }
        assert!(!write_decimal(f64::NAN, 2, &mut Sheet::new(&mut Vec::new())));
    }

    #[test]
    fn cells_are_quoted_and_neutralized() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+2", "'=1+2"),
            ("+49", "'+49"),
            ("-x", "'-x"),
            ("@me", "'@me"),
            ("\tcell", "'\tcell"),
            ("=A1,B2", "\"'=A1,B2\""),
            ("", ""),
            ("ä € 安全", "ä € 安全"),
        ] {
            assert_eq!(encode_cell(text, Format::default()), expected);
        }
    }
}
