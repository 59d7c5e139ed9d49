//! JSON: one array with an object for each row, written as JSON Lines writes it.

use super::cells::Rows;
use super::formats::{Contents, FileFormat, Kind, Shape, Writer};
use super::json_lines::Object;
use super::sheet::Piece;
use crate::engine::dataset::Table;
use crate::engine::problem::Problem;

/// JSON among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "json",
    name: "JSON",
    extension: "json",
    media_type: "application/json",
    help: words!("One JSON array with an object for each row, for what reads a file as a whole."),
    kind: Kind::Table,
    shape: Shape::Text,
};

/// The writer of a file.
pub fn writer(contents: &Contents) -> Box<dyn Writer> {
    Box::new(Json {
        rows: Rows::new(contents.table, Object { end: "}" }),
        first: Piece::new(b"\n"),
        next: Piece::new(b",\n"),
        is_empty: true,
    })
}

struct Json {
    rows: Rows<Object>,
    /// What stands before the first row, and before each other.
    first: Piece,
    next: Piece,
    is_empty: bool,
}

impl Writer for Json {
    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        output.push(b'[');
        Ok(())
    }

    fn rows(&mut self, table: &Table, rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem> {
        self.rows.adapt(table);
        let Json { rows: writer, first, next, is_empty } = self;
        let rows = rows.iter().map(|&row| row as usize);
        let before_room = first.room().max(next.room());
        writer.write(
            table,
            rows,
            before_room,
            |sheet| sheet.put(if std::mem::take(is_empty) { first } else { next }),
            output,
        );
        Ok(())
    }

    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        output.extend_from_slice(b"\n]\n");
        Ok(())
    }
}
