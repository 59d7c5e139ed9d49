//! SQL that SQLite and PostgreSQL take alike: one transaction that creates a table and inserts its rows, so that it is loaded as a
//! whole or not at all. Names stand in double quotes, text in single ones, each doubled where the text holds it. PostgreSQL
//! cannot hold the null character U+0000, and SQLite ends a statement at it: it becomes U+FFFD, the replacement character.

use super::cells::{Dialect, Rows};
use super::formats::{Contents, FileFormat, Kind, Shape, Writer};
use super::sheet::Piece;
use crate::engine::dataset::{Table, Type};
use crate::engine::problem::Problem;

/// SQL among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "sql",
    name: "SQL",
    extension: "sql",
    media_type: "application/sql;charset=utf-8",
    help: words!("A table and its rows as statements for SQLite and PostgreSQL, in one transaction."),
    kind: Kind::Table,
    shape: Shape::Text,
};

/// The writer of a file.
pub fn writer(contents: &Contents) -> Box<dyn Writer> {
    Box::new(Sql::new(contents))
}

/// Rows of one statement.
const ROWS_PER_INSERT: u32 = 500;

struct Sql {
    rows: Rows<Tuple>,
    create: String,
    /// What stands before the first row of the first statement, of each other one, and before each other row.
    first: Piece,
    later: Piece,
    next: Piece,
    /// Rows of the last statement; none before the first.
    inserted: Option<u32>,
}

impl Sql {
    fn new(contents: &Contents) -> Self {
        let table = identifier(contents.name);
        let columns = contents.table.columns().iter().filter(|column| column.field.in_files);
        let columns: Vec<String> = columns
            .map(|column| format!("  {} {}", identifier(&column.field.name), type_name(column.field.kind)))
            .collect();
        let insert = format!("INSERT INTO {table} VALUES\n");
        Sql {
            rows: Rows::new(contents.table, Tuple),
            create: format!("BEGIN;\nCREATE TABLE {table} (\n{}\n);\n", columns.join(",\n")),
            later: Piece::new([";\n", insert.as_str()].concat().as_bytes()),
            first: Piece::new(insert.as_bytes()),
            next: Piece::new(b",\n"),
            inserted: None,
        }
    }
}

impl Writer for Sql {
    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        output.extend_from_slice(self.create.as_bytes());
        Ok(())
    }

    fn rows(&mut self, table: &Table, rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem> {
        self.rows.adapt(table);
        let Sql { rows: writer, first, later, next, inserted, .. } = self;
        let rows = rows.iter().map(|&row| row as usize);
        let before_room = first.room() + later.room() + next.room();
        let before = |sheet: &mut super::sheet::Sheet| {
            let (piece, count) = match *inserted {
                None => (&*first, 1),
                Some(ROWS_PER_INSERT) => (&*later, 1),
                Some(count) => (&*next, count + 1),
            };
            sheet.put(piece);
            *inserted = Some(count);
        };
        writer.write(table, rows, before_room, before, output);
        Ok(())
    }

    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        let last = if self.inserted.is_some() { ";\n" } else { "" };
        output.extend_from_slice([last, "COMMIT;\n"].concat().as_bytes());
        Ok(())
    }
}

/// A type that both have, wide enough for every value.
fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Text | Type::Category => "TEXT",
        Type::Integer => "BIGINT",
        Type::Decimal => "DOUBLE PRECISION",
        Type::DateTime => "TIMESTAMP",
        Type::Flag => "SMALLINT",
    }
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('\0', "\u{fffd}").replace('"', "\"\""))
}

/// A row as a list of values.
#[derive(Clone, Debug)]
struct Tuple;

impl Dialect for Tuple {
    fn before(&self, _: &str, is_first: bool) -> String {
        (if is_first { "(" } else { ", " }).to_owned()
    }

    fn end(&self) -> &'static str {
        ")"
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\0', "\u{fffd}").replace('\'', "''"))
    }

    fn quote(&self, is_number: bool) -> &'static str {
        if is_number { "" } else { "'" }
    }

    fn missing(&self) -> &'static str {
        "NULL"
    }
}
