//! CSV by RFC 4180 in UTF-8, with two choices: lines end in `\n` alone, so that no reader sees a stray
//! `\r` in the last column, and cells that a spreadsheet would run as a formula are neutralised.

use std::borrow::Cow;

use crate::engine::configuration::Configuration;
use crate::engine::dataset::{Column, Record, Texts};

/// Writes rows of a configuration's dataset.
#[derive(Clone, Debug)]
pub struct Csv {
    texts: Texts,
    columns: Vec<&'static Column>,
}

impl Csv {
    /// What a row of the combined file usually takes, in bytes.
    pub const USUAL_BYTES_PER_ROW: u64 = 402;

    /// Encodes the dictionaries of a configuration, once for all rows.
    pub fn new(configuration: &Configuration) -> Self {
        Csv { texts: Texts::with(configuration, encode_cell), columns: configuration.columns().collect() }
    }

    /// Appends the header line.
    pub fn header(&self, output: &mut Vec<u8>) {
        let names: Vec<String> =
            self.columns.iter().map(|column| encode_cell(column.name.to_owned())).collect();
        write_line(names, output);
    }

    /// Appends the line of a row.
    pub fn row(&self, record: &Record, output: &mut Vec<u8>) {
        for column in &self.columns {
            column.write(record, &self.texts, output);
            output.push(b',');
        }
        if let Some(last) = output.last_mut() {
            *last = b'\n';
        }
    }
}

/// Appends a line of cells that are encoded already.
pub fn write_line(cells: impl AsRef<[String]>, output: &mut Vec<u8>) {
    output.extend_from_slice(cells.as_ref().join(",").as_bytes());
    output.push(b'\n');
}

/// A cell of text as the file holds it: neutralised, then quoted where it needs to be.
pub fn encode_cell(text: String) -> String {
    let text = neutralised(&text);
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

/// Text that a spreadsheet takes for text: an apostrophe before what would begin a formula (CWE-1236).
fn neutralised(text: &str) -> Cow<'_, str> {
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
    fn cells_are_quoted_and_neutralised() {
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
            assert_eq!(encode_cell(text.to_owned()), expected);
        }
    }
}
