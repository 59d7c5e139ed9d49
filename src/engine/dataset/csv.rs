//! Reads a CSV file of anyone's into a [`Table`]: what stands between the cells, and the type of each column, by
//! inspection. The text stays, so that rows can be written again as they were.
//!
//! A column with the name of one of ours, and cells of its type, is that column: its role and unit are declared, not
//! guessed. Of others, what reads as numbers throughout is numbers, what reads as timestamps is timestamps, and text is a
//! category where its values come again and again.

mod guess;
mod rows;

use std::ops::ControlFlow;

use super::{Builder, Column, Table};
use crate::engine::decimal::grouped;
use crate::engine::problem::Problem;
use crate::engine::text::number;

pub use guess::MISSING;
use guess::{Guess, is_missing, settle};
use rows::{Rows, check_encoding, check_start, reader};

/// Bytes that a step reads: some ten milliseconds.
const BYTES_PER_STEP: usize = 1 << 18;

/// How large a file may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes.
    pub bytes: usize,
    /// Columns.
    pub columns: usize,
    /// Rows times columns.
    pub cells: usize,
}

impl Limits {
    /// What a browser's tab holds: the text and its columns take some 600 MB at these limits.
    pub const PAGE: Limits = Limits { bytes: 150_000_000, columns: 1_000, cells: 50_000_000 };
    /// What the command line takes.
    pub const COMMAND_LINE: Limits = Limits { bytes: 4_000_000_000, columns: 10_000, cells: 2_000_000_000 };

    /// Whether a file of so many bytes may be read.
    ///
    /// # Errors
    /// It is too large.
    pub fn check_bytes(&self, bytes: usize) -> Result<(), Problem> {
        if bytes <= self.bytes {
            return Ok(());
        }
        Err(Problem::new(
            "",
            text!("the file has {megabytes} MB", megabytes = number(grouped(bytes as u64 / 1_000_000))),
            text!(
                "use a part of at most {megabytes} MB, or the command line, which takes more",
                megabytes = number(grouped(self.bytes as u64 / 1_000_000))
            ),
        ))
    }
}

/// A file that was read: the table of its cells, and its text.
#[derive(Clone, Debug)]
pub struct CsvFile {
    /// Its cells by type.
    pub table: Table,
    /// The byte between two cells.
    pub delimiter: u8,
    text: Vec<u8>,
    header: std::ops::Range<usize>,
    /// Where each row begins and, after the last, where it ends.
    starts: Vec<usize>,
}

impl CsvFile {
    /// Reads a file. `pace` is called with the bytes read and all of them, every few milliseconds, and can stop the reading.
    ///
    /// # Errors
    /// As those of [`Reader`]; or `pace` stopped it.
    pub fn read(
        text: Vec<u8>,
        limits: Limits,
        pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Result<Self, Problem> {
        let mut reader = Reader::new(text, limits)?;
        loop {
            if let Some(file) = reader.step()? {
                return Ok(file);
            }
            let (done, total) = reader.progress();
            if pace(done, total).is_break() {
                return Err(Problem::new("", text!("the reading was stopped"), text!("read the file again")));
            }
        }
    }

    /// The bytes of the text and of the places of its rows.
    pub fn bytes(&self) -> usize {
        self.text.len() + size_of_val(self.starts.as_slice())
    }

    /// The text of the header, without the end of its line.
    pub fn header(&self) -> &[u8] {
        line(self.text.get(self.header.clone()).unwrap_or_default())
    }

    /// The text of a row, counted from 0, without the end of its line; nothing beyond the last.
    pub fn row(&self, index: usize) -> &[u8] {
        let range = self.starts.get(index).zip(self.starts.get(index + 1)).map(|(&start, &end)| start..end);
        line(range.and_then(|range| self.text.get(range)).unwrap_or_default())
    }

    /// The text of the cells of a row; empty where a value is missing.
    pub fn cells(&self, index: usize) -> Vec<String> {
        let mut record = csv::ByteRecord::new();
        // The same text was read without a fault before.
        let _ = reader(self.row(index), self.delimiter).read_byte_record(&mut record);
        let text = |cell: &[u8]| {
            if is_missing(cell) { String::new() } else { String::from_utf8_lossy(cell).into_owned() }
        };
        record.iter().map(text).collect()
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A text without the ends of lines around it; empty lines between rows belong to the row before or after them.
fn line(text: &[u8]) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = text.iter().position(|byte| !is_end(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_end(byte)).map_or(start, |last| last + 1);
    text.get(start..end).unwrap_or_default()
}

/// A file that is being read, some ten milliseconds a step, so that whoever reads it can stop or do other work meanwhile.
#[derive(Debug)]
pub struct Reader {
    rows: Rows,
    limits: Limits,
    names: Vec<String>,
    header: std::ops::Range<usize>,
    guesses: Vec<Guess>,
    starts: Vec<usize>,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The text is in UTF-8 up to this byte.
    Check(usize),
    /// The types of the columns are guessed, and the places of the rows found.
    Guess,
    /// The cells are read.
    Fill(Builder),
    /// Columns are completed, one a step.
    Complete(Builder, Vec<Column>),
    /// The file was handed over.
    Done,
}

impl Reader {
    /// Begins to read a file.
    ///
    /// # Errors
    /// It is too large, or begins as no CSV does.
    pub fn new(mut text: Vec<u8>, limits: Limits) -> Result<Self, Problem> {
        limits.check_bytes(text.len())?;
        check_start(&text)?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(Reader {
            rows: Rows::new(text),
            limits,
            names: Vec::new(),
            header: 0..0,
            guesses: Vec::new(),
            starts: Vec::new(),
            stage: Stage::Check(0),
        })
    }

    /// The bytes that were read and all of them; the text is read twice.
    pub fn progress(&self) -> (u64, u64) {
        let bytes = self.rows.text().len() as u64;
        let done = match self.stage {
            Stage::Check(_) => 0,
            Stage::Guess => self.rows.place() as u64,
            Stage::Fill(_) => bytes + self.rows.place() as u64,
            Stage::Complete(..) | Stage::Done => 2 * bytes,
        };
        (done, 2 * bytes)
    }

    /// Reads some more. The file, once all of it is read.
    ///
    /// # Errors
    /// The file is none that can be read, with the place where, or too large.
    pub fn step(&mut self) -> Result<Option<CsvFile>, Problem> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Check(from) => {
                let text = self.rows.text();
                let checked = check_encoding(text, from)?;
                self.stage = if checked < text.len() { Stage::Check(checked) } else { self.begin()? };
            }
            Stage::Guess => self.stage = self.guess()?,
            Stage::Fill(table) => self.stage = self.fill(table)?,
            Stage::Complete(mut table, mut columns) => match table.next_column() {
                Some(mut column) => {
                    settle(&mut column);
                    columns.push(column);
                    self.stage = Stage::Complete(table, columns);
                }
                None => {
                    return Ok(Some(CsvFile {
                        table: table.finish(columns),
                        delimiter: self.rows.delimiter,
                        header: self.header.clone(),
                        starts: std::mem::take(&mut self.starts),
                        text: self.rows.take_text(),
                    }));
                }
            },
            Stage::Done => {}
        }
        Ok(None)
    }

    /// Reads the header.
    fn begin(&mut self) -> Result<Stage, Problem> {
        if self.rows.text().iter().all(u8::is_ascii_whitespace) {
            let hint = text!("use a file with a header and rows");
            return Err(Problem::new("", text!("the file is empty"), hint));
        }
        self.names = self.rows.header(self.limits)?;
        self.header = 0..self.rows.place();
        self.guesses = vec![Guess::default(); self.names.len()];
        self.starts = vec![self.rows.place()];
        Ok(Stage::Guess)
    }

    fn guess(&mut self) -> Result<Stage, Problem> {
        let end = self.rows.place().saturating_add(BYTES_PER_STEP);
        while self.rows.place() < end {
            let Some(cells) = self.rows.next_row(self.names.len())? else {
                if self.starts.len() == 1 {
                    let reason = text!("the file has no rows under its header");
                    return Err(Problem::new("", reason, text!("use a file with rows")));
                }
                let fields = std::mem::take(&mut self.names).into_iter().zip(&self.guesses);
                let fields = fields.map(|(name, guess)| guess.field(name)).collect();
                self.rows.again();
                return Ok(Stage::Fill(Builder::new(fields)));
            };
            for (cell, guess) in cells.iter().zip(&mut self.guesses) {
                guess.see(cell);
            }
            self.starts.push(self.rows.place());
            let size = self.starts.len().saturating_sub(1) * self.names.len();
            if size > self.limits.cells {
                let most = number(grouped(self.limits.cells as u64));
                let reason = text!("the file has more than {most} cells", most);
                let hint = text!("use a part of its rows or columns, or the command line");
                return Err(Problem::new("", reason, hint));
            }
        }
        Ok(Stage::Guess)
    }

    fn fill(&mut self, mut table: Builder) -> Result<Stage, Problem> {
        let end = self.rows.place().saturating_add(BYTES_PER_STEP);
        while self.rows.place() < end {
            let Some(cells) = self.rows.next_row(self.guesses.len())? else {
                return Ok(Stage::Complete(table, Vec::new()));
            };
            table.push(|index, cell| {
                let text = cells.get(index).unwrap_or_default();
                if !is_missing(text) {
                    cell.extend_from_slice(text);
                }
            });
        }
        Ok(Stage::Fill(table))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;
    use crate::engine::dataset::schema::SWITCHED_COUNT;
    use crate::engine::dataset::{COLUMNS, ColumnId, MISSING, Role, Type, Values};
    use crate::engine::export::{Csv, Delimiter, Format, LineEnd, Missing, Quoting};
    use crate::engine::issues::Model;
    use crate::engine::{Configuration, Generator};
    use proptest::prelude::*;

    fn read(text: impl Into<Vec<u8>>) -> Result<CsvFile, Problem> {
        CsvFile::read(text.into(), Limits::PAGE, &mut |_, _| ControlFlow::Continue(()))
    }

    fn kinds(file: &CsvFile) -> Vec<(&str, Type, Role)> {
        let field = |column: &'_ Column| (column.field.kind, column.field.role);
        file.table
            .columns()
            .iter()
            .map(|column| (column.field.name.as_str(), field(column).0, field(column).1))
            .collect()
    }

    #[test]
    fn types_and_roles_are_found() {
        let mut text = "id;when;kind;size;load;on;note;label\r\n".to_owned();
        for row in 0..60 {
            let kind = ["a", "b;c", "NA"][row % 3];
            text += &format!(
                "{row};2024-01-{:02};\"{kind}\";{};0.{row};{};note {row};{}\r\n",
                row % 28 + 1,
                row * 7 - 30.min(row * 7),
                row % 2,
                u8::from(row > 50)
            );
        }
        let file = read(text).unwrap();
        assert_eq!((file.delimiter, file.table.rows()), (b';', 60));
        assert_eq!(
            kinds(&file),
            [
                ("id", Type::Integer, Role::Id),
                ("when", Type::DateTime, Role::Feature),
                ("kind", Type::Category, Role::Feature),
                ("size", Type::Integer, Role::Feature),
                ("load", Type::Decimal, Role::Feature),
                ("on", Type::Flag, Role::Feature),
                ("note", Type::Text, Role::Id),
                ("label", Type::Flag, Role::Target),
            ]
        );
        assert_eq!(file.table.counts(), [51, 9]);
        assert_eq!(file.table.columns()[4].decimals, 2);
        let kinds = file.table.columns()[2].categories().unwrap();
        assert_eq!((kinds.names.to_vec(), kinds.code(2)), (["a", "b;c"].map(String::from).into(), MISSING));
        assert_eq!(file.header(), b"id;when;kind;size;load;on;note;label");
        assert_eq!(file.row(1), b"1;2024-01-02;\"b;c\";0;0.1;1;note 1;0");
        assert_eq!(file.row(59), b"59;2024-01-04;\"NA\";383;0.59;1;note 59;1");
        assert_eq!(file.row(60), b"");
    }

    #[test]
    fn the_rows_of_a_file_are_kept_as_they_were_written() {
        let configuration = Configuration { rows: 400, ..Preset::Realistic.configuration() };
        let table = Generator::new(&configuration).unwrap().rows(0..400).unwrap();
        let (csv, mut text) = (Csv::new(&table, configuration.format), Vec::new());
        csv.header(&mut text);
        (0..400).for_each(|row| csv.row(&table, row, &mut text));
        let lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
        let file = read(text.clone()).unwrap();
        assert!(file.table.columns().len() >= COLUMNS.len() - 10);
        assert_eq!((file.table.labels(), file.table.orders().len()), (table.labels(), 2));
        assert!((0..400).all(|row| file.row(row) == lines[row + 1]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// What is written is read back to the same values, whatever the form of the file.
        #[test]
        fn a_file_of_ours_is_read_back_to_the_table_that_it_was_written_from(
            preset in 0..Preset::ALL.len(), seed in 0..1_000_000_u64, first in 0..300_u64, rows in 1..120_u64,
            columns_on: [bool; SWITCHED_COUNT], noise in 0..5_u32, missing in 0..40_u32,
            delimiter in 0..4_usize, line_end in 0..2_usize, missing_text in 0..4_usize, byte_order_mark: bool, quote_all: bool,
        ) {
            let preset = Preset::ALL[preset];
            let mut configuration = Configuration { seed, rows: 1_000, ..preset.configuration() };
            // A file of one column may be without a delimiter.
            configuration.dataset.columns_on = columns_on;
            configuration.dataset.columns_on[..3].fill(true);
            if configuration.model == Model::Realistic {
                configuration.set("defects.irrelevant", &noise.to_string()).unwrap();
                configuration.set("defects.missing.mcar", &missing.to_string()).unwrap();
            }
            configuration.format = Format {
                delimiter: [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab, Delimiter::Pipe][delimiter],
                line_end: [LineEnd::Lf, LineEnd::CrLf][line_end],
                missing: [Missing::Empty, Missing::Na, Missing::Nan, Missing::Null][missing_text],
                byte_order_mark,
                quoting: if quote_all { Quoting::All } else { Quoting::Minimal },
                ..Format::default()
            };
            let table = Generator::new(&configuration).unwrap().rows(first..first + rows).unwrap();
            let (csv, mut text) = (Csv::new(&table, configuration.format), Vec::new());
            csv.header(&mut text);
            (0..table.rows()).for_each(|row| csv.row(&table, row, &mut text));
            let file = read(text).unwrap();

            let written = table.clone().of_files();
            prop_assert_eq!(file.table.columns().len(), written.columns().len());
            prop_assert_eq!(file.table.rows(), written.rows());
            prop_assert_eq!(file.table.orders(), written.orders());
            if written.column(ColumnId::IsAnomaly).is_some() {
                prop_assert_eq!(file.table.labels(), written.labels());
            }
            for (read, written) in file.table.columns().iter().zip(written.columns()) {
                let (field, expected) = (&read.field, &written.field);
                prop_assert_eq!((field.id, &field.name, field.kind), (expected.id, &expected.name, expected.kind));
                prop_assert_eq!((field.role, &field.unit, read.unreadable), (expected.role, &expected.unit, 0));
                for row in 0..written.values.len() {
                    match (&read.values, &written.values) {
                        (Values::Categories(read), Values::Categories(written)) => {
                            prop_assert_eq!(read.name(read.code(row)), written.name(written.code(row)));
                        }
                        _ => {
                            let (read, written) = (read.number(row), written.number(row));
                            prop_assert!(read == written || read.is_nan() && written.is_nan(), "{}", field.name);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_notebooks_own_file_is_read() {
        let text = include_bytes!("../../../tests/original/cybersecurity_dataset_combined.csv");
        let file = read(*text).unwrap();
        assert_eq!((file.table.rows(), file.table.counts()), (1_000, [800, 200]));
        let attempts = &file.table.columns()[file.table.find("Login Attempts").unwrap()];
        assert_eq!((attempts.field.kind, attempts.field.unit.as_str()), (Type::Integer, "attempts"));
        assert!(matches!(attempts.values, Values::Numbers(_)) && attempts.unreadable == 0);
        assert_eq!(file.table.place(ColumnId::LoginAttempts), file.table.find("Login Attempts"));
    }

    #[test]
    fn quoted_line_ends_empty_lines_and_doubled_names_are_no_trouble() {
        let file = read("\u{feff}a,a,,\"b\nc\"\n\n1,2,3,\"x\ny\"\n\n4,5,6,z").unwrap();
        let names: Vec<&str> = file.table.columns().iter().map(|column| column.field.name.as_str()).collect();
        assert_eq!(names, ["a", "a.1", "Column 3", "b\nc"]);
        assert_eq!(
            (file.table.rows(), file.row(0), file.row(1)),
            (2, b"1,2,3,\"x\ny\"".as_slice(), b"4,5,6,z".as_slice())
        );
    }

    #[test]
    fn what_is_no_csv_is_reported_with_the_place() {
        let wide = (0..1_001).map(|column| format!("c{column}")).collect::<Vec<_>>().join(",");
        for (text, reason) in [
            (b"".to_vec(), "the file is empty"),
            (b" \n \n".to_vec(), "the file is empty"),
            (b"a,b\n".to_vec(), "no rows under its header"),
            (b"a,b\n1,2\n1,2,3\n".to_vec(), "line 3 of the file has 3 cells where the header has 2"),
            (b"a,b\n1\n".to_vec(), "line 2 of the file has 1 cells"),
            (b"1,2.5\n3,4\n".to_vec(), "holds numbers, no names"),
            (b"hello\nworld\n".to_vec(), "a single cell"),
            (b"\x89PNG\r\n\x1a\n\0\0\0".to_vec(), "is no CSV"),
            (b"PK\x03\x04....".to_vec(), "an archive or a spreadsheet"),
            (b"\xff\xfea\0,\0b\0".to_vec(), "in UTF-16"),
            (b"a,b\n1,\xe4\n".to_vec(), "line 2 has a byte"),
            (format!("{wide}\n{wide}\n").into_bytes(), "the file has 1,001 columns"),
        ] {
            let problem = read(text).unwrap_err();
            assert!(problem.reason.contains(reason) && !problem.hint.is_empty(), "{problem}");
        }
        let problem = Limits::PAGE.check_bytes(200_000_000).unwrap_err();
        assert!(problem.reason.contains("200 MB") && problem.hint.contains("150 MB"));
        let small = Limits { cells: 5, ..Limits::PAGE };
        let problem =
            CsvFile::read(b"a,b\n1,2\n3,4\n5,6\n".to_vec(), small, &mut |_, _| ControlFlow::Continue(()));
        assert!(problem.unwrap_err().reason.contains("more than 5 cells"));
    }

    /// A part of the text whose encoding is checked may end within a character.
    #[test]
    fn characters_across_the_parts_of_a_large_file_are_read() {
        let mut text = "name,value\n".to_owned();
        while text.len() < rows::BYTES_PER_CHECK + 100 {
            text += "\u{20ac}\u{e4}\u{1f512},1\n";
        }
        for shift in ["", "x", "xy", "xyz"] {
            let file = read(format!("{shift}{text}")).unwrap();
            assert_eq!(file.table.columns()[0].text(file.table.rows() - 1), "\u{20ac}\u{e4}\u{1f512}");
        }
        let mut broken = text.clone().into_bytes();
        let line = grouped(text.lines().count() as u64);
        *broken.iter_mut().rev().nth(5).unwrap() = 0xff;
        let problem = read(broken).unwrap_err();
        assert!(problem.reason.contains(&format!("line {line} has a byte")), "{problem}");
    }

    #[test]
    fn a_thousand_columns_are_read_and_a_stop_counts() {
        let line =
            |value: &str| (0..1_000).map(|column| format!("{value}{column}")).collect::<Vec<_>>().join(",");
        let file = read(format!("{}\n{}\n{}\n", line("c"), line("1"), line("2"))).unwrap();
        assert_eq!((file.table.columns().len(), file.table.rows()), (1_000, 2));
        let mut text = "a,b\n".to_owned();
        (0..10_000).for_each(|row| text += &format!("{row},x\n"));
        let mut calls = Vec::new();
        let stopped = CsvFile::read(text.clone().into_bytes(), Limits::PAGE, &mut |done, total| {
            calls.push((done, total));
            if calls.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(stopped.unwrap_err().reason.contains("stopped"));
        assert!(
            calls.is_sorted()
                && calls.iter().all(|(done, total)| done <= total && *total == 2 * text.len() as u64)
        );
    }
}
