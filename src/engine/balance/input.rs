//! What is balanced: the rows of a configuration, or a file of anyone's. Both give a [`Table`] to measure, the text of
//! each cell, and every row as its file writes it.

use crate::engine::configuration::Configuration;
use crate::engine::dataset::csv::CsvFile;
use crate::engine::dataset::{ColumnId, Record, Table};
use crate::engine::export::csv::{encode_cell, quoted};
use crate::engine::export::{Csv, Delimiter, Format};
use crate::engine::generator::Drawing;
use crate::engine::problem::Problem;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The rows that are balanced.
#[derive(Debug)]
pub struct Input {
    table: Table,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Generated(Box<Generated>),
    File(Box<CsvFile>),
}

#[derive(Debug)]
struct Generated {
    configuration: Configuration,
    csv: Csv,
}

impl Input {
    /// The rows of a configuration. `pace` is called with the rows drawn and all of them, and can stop it.
    ///
    /// # Errors
    /// The configuration cannot be used, or `pace` stopped it.
    pub fn generated(
        configuration: &Configuration,
        pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Self, Problem> {
        Input::with_patterns(configuration, pace).map(|(input, _)| input)
    }

    /// The same, with the place of the pattern of each row's attack in
    /// [`PATTERNS`](crate::engine::issues::campaigns::PATTERNS).
    ///
    /// # Errors
    /// As [`Self::generated`].
    pub fn with_patterns(
        configuration: &Configuration,
        pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<(Self, Vec<u8>), Problem> {
        let first = |problems: Vec<Problem>| {
            problems
                .into_iter()
                .next()
                .unwrap_or_else(|| Problem::new("", text!("no data"), text!("reset the settings")))
        };
        let mut drawing = Drawing::new(configuration).map_err(first)?;
        let mut patterns = Vec::new();
        loop {
            let (done, total) = drawing.progress();
            if pace(done, total).is_break() {
                let reason = text!("generating the rows was stopped");
                return Err(Problem::new("", reason, text!("start it again")));
            }
            let seen = |record: &Record| patterns.push(record.issue.mark.pattern);
            if let Some((_, table)) = drawing.step(seen)? {
                return Ok((Input::of(configuration, table), patterns));
            }
        }
    }

    /// The rows of a table that was generated from a configuration.
    pub fn of(configuration: &Configuration, table: Table) -> Self {
        let csv = Csv::new(&table, configuration.format);
        let source = Generated { configuration: configuration.clone(), csv };
        Input { table, source: Source::Generated(Box::new(source)) }
    }

    /// The rows of a file.
    pub fn file(mut file: CsvFile) -> Self {
        Input { table: std::mem::take(&mut file.table), source: Source::File(Box::new(file)) }
    }

    /// The cells by type, of all columns that there are.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The bytes that the rows take.
    pub fn bytes(&self) -> usize {
        let text = match &self.source {
            Source::Generated(_) => 0,
            Source::File(file) => file.bytes(),
        };
        self.table.bytes() + text
    }

    /// The configuration that made the rows; none where they are a file's.
    pub fn configuration(&self) -> Option<&Configuration> {
        match &self.source {
            Source::Generated(generated) => Some(&generated.configuration),
            Source::File(_) => None,
        }
    }

    /// The byte between two cells of a file.
    pub fn delimiter(&self) -> Option<u8> {
        match &self.source {
            Source::Generated(_) => None,
            Source::File(file) => Some(file.delimiter),
        }
    }

    /// The places, in the table, of the columns that the files have, in their order.
    pub fn shown(&self) -> Vec<usize> {
        let columns = self.table.columns().iter().enumerate();
        columns.filter(|(_, column)| column.field.in_files).map(|(place, _)| place).collect()
    }

    /// The text of the cells of a row, by the columns of the table.
    pub fn cells(&self, row: u32) -> Vec<String> {
        match &self.source {
            Source::Generated(_) => {
                self.table.columns().iter().map(|column| column.text(row as usize)).collect()
            }
            Source::File(file) => file.cells(row as usize),
        }
    }

    /// Which columns, of those at some places, name some rows: their cells are different in each. With the names.
    pub fn naming(
        &self,
        places: impl Iterator<Item = usize>,
        rows: impl Iterator<Item = u32>,
    ) -> Vec<(usize, BTreeSet<String>)> {
        let mut naming: Vec<(usize, BTreeSet<String>)> =
            places.map(|place| (place, BTreeSet::new())).collect();
        for row in rows {
            if naming.is_empty() {
                break;
            }
            let cells = self.cells(row);
            naming.retain_mut(|(place, seen)| {
                cells.get(*place).is_some_and(|cell| !cell.is_empty() && seen.insert(cell.clone()))
            });
        }
        naming
    }

    /// The text of the cell of a row in the column at a place.
    pub fn cell(&self, row: u32, place: usize) -> String {
        match &self.source {
            Source::Generated(_) => {
                self.table.columns().get(place).map_or_else(String::new, |column| column.text(row as usize))
            }
            Source::File(file) => file.cells(row as usize).into_iter().nth(place).unwrap_or_default(),
        }
    }

    /// Appends what stands before the first row, with further columns.
    pub fn header(&self, further: &[ColumnId], output: &mut Vec<u8>) {
        match &self.source {
            Source::Generated(generated) => {
                generated.csv.header(output);
                if !generated.configuration.format.header {
                    return;
                }
                trim_line_end(output);
            }
            Source::File(file) => output.extend_from_slice(file.header()),
        }
        self.finish(&further.iter().map(|id| id.name().to_owned()).collect::<Vec<_>>(), output);
    }

    /// Appends the line of a row as it was, with further cells.
    pub fn row(&self, row: u32, further: &[String], output: &mut Vec<u8>) {
        match &self.source {
            Source::Generated(generated) => {
                generated.csv.row(&self.table, row as usize, output);
                trim_line_end(output);
            }
            Source::File(file) => output.extend_from_slice(file.row(row as usize)),
        }
        self.finish(further, output);
    }

    /// Appends the line of a synthetic row, with further cells. `changed` gives the text of a cell, by place, that is not
    /// that of the base row: of a file, all other cells are written as they stand there.
    pub fn synthetic(
        &self,
        rows: &Table,
        row: usize,
        base: u32,
        changed: impl Fn(usize) -> Option<String>,
        further: &[String],
        output: &mut Vec<u8>,
    ) {
        match &self.source {
            Source::Generated(generated) => {
                generated.csv.row(rows, row, output);
                trim_line_end(output);
            }
            Source::File(file) => {
                let delimiter = self.format().delimiter.text().as_bytes();
                for (place, cell) in file.cells(base as usize).into_iter().enumerate() {
                    if place > 0 {
                        output.extend_from_slice(delimiter);
                    }
                    output.extend_from_slice(self.encoded(&changed(place).unwrap_or(cell)).as_bytes());
                }
            }
        }
        self.finish(further, output);
    }

    fn finish(&self, further: &[String], output: &mut Vec<u8>) {
        let format = self.format();
        for cell in further {
            output.extend_from_slice(format.delimiter.text().as_bytes());
            output.extend_from_slice(self.encoded(cell).as_bytes());
        }
        output.extend_from_slice(format.line_end.text().as_bytes());
    }

    /// A cell as the file writes it. What a file of someone else's holds is not neutralized: it would differ from the
    /// same value in the rows around it.
    fn encoded(&self, cell: &str) -> String {
        let format = self.format();
        if cell.is_empty() {
            return format.missing.text().to_owned();
        }
        match &self.source {
            // A number that is negative is no formula.
            Source::Generated(_) if cell.parse::<f64>().is_err() => encode_cell(cell, format),
            _ => quoted(cell, format),
        }
    }

    fn format(&self) -> Format {
        match &self.source {
            Source::Generated(generated) => generated.configuration.format,
            Source::File(file) => {
                let delimiter = match file.delimiter {
                    b';' => Delimiter::Semicolon,
                    b'\t' => Delimiter::Tab,
                    b'|' => Delimiter::Pipe,
                    _ => Delimiter::Comma,
                };
                Format { delimiter, ..Format::default() }
            }
        }
    }
}

fn trim_line_end(output: &mut Vec<u8>) {
    while matches!(output.last(), Some(b'\r' | b'\n')) {
        output.pop();
    }
}
