//! CSV by RFC 4180 in UTF-8, in the form that the configuration asks for. Two choices go beyond it: lines of the default form
//! end in `\n` alone, so that no reader sees a stray `\r` in the last column, and cells that a spreadsheet would
//! run as a formula are neutralized.

use std::borrow::Cow;

use super::cells::{Dialect, Rows};
use super::format::{Format, Quoting};
use super::formats::{Contents, FileFormat, Kind, Shape, Writer};
use crate::engine::dataset::Table;
use crate::engine::problem::Problem;

/// CSV among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "csv",
    name: "CSV",
    extension: "csv",
    media_type: "text/csv;charset=utf-8",
    help: words!("Text that every tool reads; the settings under files.* give its form."),
    kind: Kind::Table,
    shape: Shape::Lines,
};

/// The writer of a file.
pub fn writer(contents: &Contents) -> Box<dyn Writer> {
    let missing = if contents.is_dataset { contents.form.missing.text() } else { "" };
    Box::new(Csv(Rows::new(contents.table, Form { format: contents.form, missing })))
}

/// Writes rows of generated tables.
#[derive(Clone, Debug)]
pub struct Csv(Rows<Form>);

/// How cells are written, and a missing one.
#[derive(Clone, Copy, Debug)]
struct Form {
    format: Format,
    missing: &'static str,
}

impl Csv {
    /// What a row of the combined file usually takes, in bytes.
    pub const USUAL_BYTES_PER_ROW: u64 = 402;

    /// Encodes the dictionaries of a table, once for all tables of the same generator.
    pub fn new(table: &Table, format: Format) -> Self {
        Csv(Rows::new(table, Form { format, missing: format.missing.text() }))
    }

    /// Appends what stands before the first row.
    pub fn header(&self, output: &mut Vec<u8>) {
        let format = self.0.dialect().format;
        if format.byte_order_mark {
            output.extend_from_slice("\u{feff}".as_bytes());
        }
        if format.header {
            write_line(self.0.names(), format, output);
        }
    }

    /// Appends the line of a row of a table, by its place there.
    pub fn row(&self, table: &Table, row: usize, output: &mut Vec<u8>) {
        self.lines(table, std::iter::once(row), output);
    }

    /// Appends the lines of rows of a table, by their places there.
    pub fn lines(&self, table: &Table, rows: impl Iterator<Item = usize>, output: &mut Vec<u8>) {
        self.0.write(table, rows, 0, |_| (), output);
    }
}

impl Writer for Csv {
    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        self.header(output);
        Ok(())
    }

    fn rows(&mut self, table: &Table, rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem> {
        self.0.adapt(table);
        self.lines(table, rows.iter().map(|&row| row as usize), output);
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), Problem> {
        Ok(())
    }
}

impl Dialect for Form {
    fn before(&self, _: &str, is_first: bool) -> String {
        if is_first { String::new() } else { self.format.delimiter.text().to_owned() }
    }

    fn end(&self) -> &'static str {
        self.format.line_end.text()
    }

    fn text(&self, text: &str) -> String {
        encode_cell(text, self.format)
    }

    fn quote(&self, _: bool) -> &'static str {
        match self.format.quoting {
            Quoting::Minimal => "",
            Quoting::All => "\"",
        }
    }

    fn missing(&self) -> &'static str {
        self.missing
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
    if format.quoting == Quoting::All
        || text.contains(['"', '\n', '\r'])
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
    if is_neutralized(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Whether a spreadsheet would run the text as a formula, so that the file has an apostrophe before it.
pub fn is_neutralized(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::configuration::{Configuration, Preset};

    #[test]
    fn a_row_takes_the_usual_bytes() {
        let configuration = Preset::Classic.configuration();
        let rows = Generator::new(&configuration).unwrap().rows(0..1_000).unwrap();
        let (csv, mut output) = (Csv::new(&rows, configuration.format), Vec::new());
        (0..1_000).for_each(|row| csv.row(&rows, row, &mut output));
        assert!((output.len() as u64 / 1_000).abs_diff(Csv::USUAL_BYTES_PER_ROW) <= 8, "{}", output.len());
    }

    #[test]
    fn with_all_cells_quoted_a_missing_one_is_not() {
        let mut configuration = Configuration { rows: 300, ..Preset::Realistic.configuration() };
        for (path, value) in
            [("files.quoting", "all"), ("files.missing", "na"), ("defects.missing.mcar", "20")]
        {
            configuration.set(path, value).unwrap();
        }
        let table = Generator::new(&configuration).unwrap().rows(0..300).unwrap();
        let (csv, mut output) = (Csv::new(&table, configuration.format), Vec::new());
        csv.header(&mut output);
        csv.lines(&table, 0..300, &mut output);
        let text = String::from_utf8(output).unwrap();
        let cells: Vec<&str> = text.lines().flat_map(|line| line.split("\",")).collect();
        assert!(cells.iter().all(|cell| cell.starts_with('"') || cell.starts_with("NA,")), "{text}");
        assert!(text.contains(",NA,") && text.lines().count() == 301);
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
