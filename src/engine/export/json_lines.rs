//! JSON Lines: one object a line (jsonlines.org; RFC 8259). Numbers are written as in CSV and flags as 0 and 1, as the data
//! dictionary has them; timestamps are text, and a missing value is `null`.

use super::cells::{Dialect, Rows};
use super::formats::{Contents, FileFormat, Kind, Shape, Writer};
use crate::engine::configuration::file::quoted;
use crate::engine::dataset::Table;
use crate::engine::problem::Problem;

/// JSON Lines among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "jsonl",
    name: "JSON Lines",
    extension: "jsonl",
    media_type: "application/x-ndjson",
    help: words!("One JSON object a line, with numbers as numbers and null for missing values."),
    kind: Kind::Table,
    shape: Shape::Lines,
};

/// The writer of a file.
pub fn writer(contents: &Contents) -> Box<dyn Writer> {
    Box::new(JsonLines(Rows::new(contents.table, Object { end: "}\n" })))
}

struct JsonLines(Rows<Object>);

impl Writer for JsonLines {
    fn begin(&mut self, _: &mut Vec<u8>) -> Result<(), Problem> {
        Ok(())
    }

    fn rows(&mut self, table: &Table, rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem> {
        self.0.adapt(table);
        self.0.write(table, rows.iter().map(|&row| row as usize), 0, |_| (), output);
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<u8>) -> Result<(), Problem> {
        Ok(())
    }
}

/// A row as a JSON object, and what ends it.
#[derive(Clone, Debug)]
pub struct Object {
    /// The brace, and what follows it.
    pub end: &'static str,
}

impl Dialect for Object {
    fn before(&self, name: &str, is_first: bool) -> String {
        format!("{}{}:", if is_first { "{" } else { "," }, quoted(name))
    }

    fn end(&self) -> &'static str {
        self.end
    }

    fn text(&self, text: &str) -> String {
        quoted(text)
    }

    fn quote(&self, is_number: bool) -> &'static str {
        if is_number { "" } else { "\"" }
    }

    fn missing(&self) -> &'static str {
        "null"
    }
}
