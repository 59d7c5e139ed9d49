//! CSV by RFC 4180 in UTF-8, in the form that the configuration asks for. Two choices go beyond it: lines usually
//! end in `\n` alone, so that no reader sees a stray `\r` in the last column, and cells that a spreadsheet would
//! run as a formula are neutralized.

use std::borrow::Cow;

use super::format::Format;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{Column, Record, Texts};

/// Writes rows of a configuration's dataset.
#[derive(Clone, Debug)]
pub struct Csv {
    texts: Texts,
    format: Format,
    columns: Vec<&'static Column>,
}

impl Csv {
    /// What a row of the combined file usually takes, in bytes.
    pub const USUAL_BYTES_PER_ROW: u64 = 402;

    /// Encodes the dictionaries of a configuration, once for all rows.
    pub fn new(configuration: &Configuration) -> Self {
        let format = configuration.format;
        Csv {
            texts: Texts::with(configuration, |text| encode_cell(text, format)),
            format,
            columns: configuration.columns().collect(),
        }
    }

    /// Appends what stands before the first row.
    pub fn header(&self, output: &mut Vec<u8>) {
        begin(self.format, output);
        if self.format.header {
            let names = self.columns.iter().map(|column| column.name.to_owned());
            write_line(names, self.format, output);
        }
    }

    /// Appends the line of a row.
    pub fn row(&self, record: &Record, output: &mut Vec<u8>) {
        let (delimiter, missing) = (self.format.delimiter.text().as_bytes(), self.format.missing.text());
        for (index, column) in self.columns.iter().enumerate() {
            if index > 0 {
                output.extend_from_slice(delimiter);
            }
            let start = output.len();
            column.write(record, &self.texts, output);
            if output.len() == start {
                output.extend_from_slice(missing.as_bytes());
            }
        }
        output.extend_from_slice(self.format.line_end.text().as_bytes());
    }
}

/// Appends what every file begins with.
pub fn begin(format: Format, output: &mut Vec<u8>) {
    if format.byte_order_mark {
        output.extend_from_slice("\u{feff}".as_bytes());
    }
}

/// Appends a line of cells.
pub fn write_line(cells: impl IntoIterator<Item = String>, format: Format, output: &mut Vec<u8>) {
    let cells: Vec<String> = cells.into_iter().map(|cell| encode_cell(cell, format)).collect();
    output.extend_from_slice(cells.join(format.delimiter.text()).as_bytes());
    output.extend_from_slice(format.line_end.text().as_bytes());
}

/// A cell of text as the file holds it: neutralized, then quoted where it needs to be. Text that looks like a missing
/// value is quoted as well.
pub fn encode_cell(text: String, format: Format) -> String {
    quoted(&neutralized(&text), format)
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
        let (csv, mut output) = (Csv::new(&configuration), Vec::new());
        let rows = Generator::new(&configuration).unwrap().rows(0..1_000).unwrap();
        rows.records().for_each(|record| csv.row(&record, &mut output));
        assert!((output.len() as u64 / 1_000).abs_diff(Csv::USUAL_BYTES_PER_ROW) <= 8, "{}", output.len());
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
            assert_eq!(encode_cell(text.to_owned(), Format::default()), expected);
        }
    }
}
