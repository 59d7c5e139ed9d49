//! The rows of a text: its encoding, what stands between the cells, and one row after another.

use std::collections::BTreeSet;
use std::io::Cursor;

use super::Limits;
use crate::engine::dataset::cells::number;
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number as said};

/// Bytes whose encoding a step checks, which is much faster.
pub(super) const BYTES_PER_CHECK: usize = 1 << 23;

/// What helps where the encoding is another one.
fn encoding_hint() -> Text {
    text!("save it as CSV in UTF-8: in a spreadsheet, 'CSV UTF-8' among the kinds of file")
}

/// Whether a text begins as one in UTF-8 does.
pub(super) fn check_start(text: &[u8]) -> Result<(), Problem> {
    let refuse = |reason: Text| Err(Problem::new("", reason, encoding_hint()));
    if text.starts_with(b"\xff\xfe") || text.starts_with(b"\xfe\xff") {
        return refuse(text!("the file is in UTF-16"));
    }
    if text.starts_with(b"PK\x03\x04") {
        return refuse(text!("the file is an archive or a spreadsheet, no CSV"));
    }
    if text.iter().take(1 << 16).any(|&byte| byte == 0) {
        return refuse(text!("the file holds bytes that no text has: it is no CSV"));
    }
    Ok(())
}

/// Checks that some more of a text is in UTF-8. Where that ends: between two characters.
pub(super) fn check_encoding(text: &[u8], from: usize) -> Result<usize, Problem> {
    let end = from.saturating_add(BYTES_PER_CHECK).min(text.len());
    let Err(error) = std::str::from_utf8(text.get(from..end).unwrap_or_default()) else { return Ok(end) };
    let place = from + error.valid_up_to();
    if error.error_len().is_none() && end < text.len() {
        // A character lies across the end of the part.
        return Ok(place);
    }
    let lines = text.iter().take(place).filter(|&&byte| byte == b'\n').count() + 1;
    let line = said(grouped(lines as u64));
    let reason = text!("the file is not in UTF-8: line {line} has a byte that is none of it", line);
    Err(Problem::new("", reason, encoding_hint()))
}

/// The byte that the first line has most often outside quotes, of those that stand between cells; a comma where it has
/// none of them.
fn delimiter(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for &byte in text {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(delimiter, _)| *delimiter == byte)
                .for_each(|(_, count)| *count += 1),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}

/// The rows of a text, one after another.
#[derive(Debug)]
pub(super) struct Rows {
    reader: csv::Reader<Cursor<Vec<u8>>>,
    /// The byte between two cells.
    pub(super) delimiter: u8,
    record: csv::ByteRecord,
}

impl Rows {
    pub(super) fn new(text: Vec<u8>) -> Self {
        let delimiter = delimiter(&text);
        Rows { reader: reader(Cursor::new(text), delimiter), delimiter, record: csv::ByteRecord::new() }
    }

    pub(super) fn text(&self) -> &[u8] {
        self.reader.get_ref().get_ref()
    }

    /// Takes the text out; nothing is left to read.
    pub(super) fn take_text(&mut self) -> Vec<u8> {
        std::mem::take(self.reader.get_mut().get_mut())
    }

    /// From the first row on once more.
    pub(super) fn again(&mut self) {
        let text = self.take_text();
        self.reader = reader(Cursor::new(text), self.delimiter);
        // The header was read without a fault before.
        let _ = self.reader.read_byte_record(&mut self.record);
    }

    /// The byte after what was read last.
    pub(super) fn place(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    /// The names of the columns: that of a column without one says its number, and of two of one name the second gets
    /// a number, as pandas has it.
    pub(super) fn header(&mut self, limits: Limits) -> Result<Vec<String>, Problem> {
        self.read()?;
        let count = self.record.len();
        if count > limits.columns {
            let reason = text!("the file has {count} columns", count = said(grouped(count as u64)));
            let hint = text!("use at most {most}", most = said(grouped(limits.columns as u64)));
            return Err(Problem::new("", reason, hint));
        }
        if count == 1 {
            let reason = text!("the first line has a single cell: the file is no CSV, or has one column");
            let hint = text!(
                "use a file whose first line names at least two columns, with commas, semicolons, tabulators or vertical \
                 bars between them"
            );
            return Err(Problem::new("", reason, hint));
        }
        if self
            .record
            .iter()
            .all(|cell| std::str::from_utf8(cell).is_ok_and(|text| number(text.trim()).is_some()))
        {
            let reason = text!("the first line of the file holds numbers, no names");
            return Err(Problem::new(
                "",
                reason,
                text!("put a first line with the columns' names before it"),
            ));
        }
        let mut taken = BTreeSet::new();
        let mut names = Vec::with_capacity(count);
        for (index, cell) in self.record.iter().enumerate() {
            let cell = String::from_utf8_lossy(cell);
            let name =
                if cell.trim().is_empty() { format!("Column {}", index + 1) } else { cell.trim().to_owned() };
            let mut unique = name.clone();
            let mut number = 0;
            while !taken.insert(unique.clone()) {
                number += 1;
                unique = format!("{name}.{number}");
            }
            names.push(unique);
        }
        Ok(names)
    }

    /// The next row.
    pub(super) fn next_row(&mut self, columns: usize) -> Result<Option<&csv::ByteRecord>, Problem> {
        if !self.read()? {
            return Ok(None);
        }
        if self.record.len() != columns {
            let line = self.record.position().map_or(0, csv::Position::line);
            return Err(Problem::new(
                "",
                text!(
                    "line {line} of the file has {cells} cells where the header has {columns}",
                    line = said(grouped(line)),
                    cells = self.record.len(),
                    columns
                ),
                text!(
                    "give every row a cell for each column, and put cells that hold a delimiter or a line's end into \
                     quotes"
                ),
            ));
        }
        Ok(Some(&self.record))
    }

    fn read(&mut self) -> Result<bool, Problem> {
        self.reader.read_byte_record(&mut self.record).map_err(|error| {
            let reason = text!("the file cannot be read: {error}", error = error.to_string());
            Problem::new("", reason, text!("save it again as CSV"))
        })
    }
}

pub(super) fn reader<R: std::io::Read>(text: R, delimiter: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text)
}
