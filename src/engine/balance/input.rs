//! What is balanced: the rows of a configuration, or a file of anyone's. Both give a [`Table`] to measure, the text of
//! each cell, and every row as its file writes it.

use crate::engine::configuration::Configuration;

use crate::engine::dataset::{COLUMNS, Column as SchemaColumn, Record, Texts};
use crate::engine::export::csv::{encode_cell, quoted};
use crate::engine::export::{Csv, Delimiter, Format};
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;
use crate::engine::table::csv::CsvFile;
use crate::engine::table::{Builder, Table};
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
    records: Vec<Record>,
    csv: Csv,
    texts: Texts,
    columns: Vec<&'static SchemaColumn>,
}

/// Rows between two calls of the pace.
const PACE: u64 = 4_096;

impl Input {
    /// The rows of a configuration. `pace` hears how many of them were made, and stops the making.
    ///
    /// # Errors
    /// The configuration cannot be used, or `pace` stopped it.
    pub fn generated(
        configuration: &Configuration,
        pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Self, Problem> {
        let first = |problems: Vec<Problem>| {
            problems.into_iter().next().unwrap_or_else(|| Problem::new("", "no data", "reset the settings"))
        };
        let mut generator = Generator::new(configuration).map_err(first)?;
        let mut builder = Builder::new(configuration);
        let mut records = Vec::new();
        for row in 0..configuration.rows {
            if row.is_multiple_of(PACE) && pace(row, configuration.rows).is_break() {
                return Err(Problem::new("", "the making of the rows was stopped", "balance again"));
            }
            let record = generator.record(row);
            builder.push(&record);
            records.push(record);
        }
        let source = Generated {
            configuration: configuration.clone(),
            records,
            csv: Csv::new(configuration),
            texts: Texts::plain(configuration),
            columns: configuration.columns().collect(),
        };
        Ok(Input { table: builder.build(), source: Source::Generated(Box::new(source)) })
    }

    /// The rows of a file.
    pub fn file(file: CsvFile) -> Self {
        Input { table: file.table.clone(), source: Source::File(Box::new(file)) }
    }

    /// The cells by type, of all columns that there are.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The configuration that made the rows; none where they are a file's.
    pub fn configuration(&self) -> Option<&Configuration> {
        match &self.source {
            Source::Generated(generated) => Some(&generated.configuration),
            Source::File(_) => None,
        }
    }

    /// The places, in the table, of the columns that the files have, in their order.
    pub fn shown(&self) -> Vec<usize> {
        match &self.source {
            Source::Generated(generated) => {
                generated.columns.iter().filter_map(|column| self.table.find(column.name)).collect()
            }
            Source::File(_) => (0..self.table.columns().len()).collect(),
        }
    }

    /// The text of the cells of a row, by the columns of the table.
    pub fn cells(&self, row: u32) -> Vec<String> {
        match &self.source {
            Source::Generated(generated) => {
                let Some(record) = generated.records.get(row as usize) else { return Vec::new() };
                COLUMNS
                    .iter()
                    .map(|column| {
                        let mut text = Vec::new();
                        column.write(record, &generated.texts, &mut text);
                        String::from_utf8_lossy(&text).into_owned()
                    })
                    .collect()
            }
            Source::File(file) => file.cells(row as usize),
        }
    }

    /// Appends what stands before the first row, with the names of further columns.
    pub fn header(&self, further: &[&str], output: &mut Vec<u8>) {
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
        self.finish(&further.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), output);
    }

    /// Appends the line of a row as it was, with further cells.
    pub fn row(&self, row: u32, further: &[String], output: &mut Vec<u8>) {
        match &self.source {
            Source::Generated(generated) => {
                if let Some(record) = generated.records.get(row as usize) {
                    generated.csv.row(record, output);
                    trim_line_end(output);
                }
            }
            Source::File(file) => output.extend_from_slice(file.row(row as usize)),
        }
        self.finish(further, output);
    }

    /// Appends the line of a row of these cells, by the columns of the table, with further cells.
    pub fn line(&self, cells: &[String], further: &[String], output: &mut Vec<u8>) {
        let format = self.format();
        for (index, place) in self.shown().into_iter().enumerate() {
            if index > 0 {
                output.extend_from_slice(format.delimiter.text().as_bytes());
            }
            let cell = cells.get(place).map_or("", String::as_str);
            output.extend_from_slice(self.encoded(cell).as_bytes());
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
            Source::Generated(_) if cell.parse::<f64>().is_err() => encode_cell(cell.to_owned(), format),
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
