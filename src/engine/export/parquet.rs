//! Parquet: typed columns, with dictionaries for text, compressed with Snappy, which is pure Rust. Whole numbers and flags are of 64
//! bits and decimals of double precision, as pandas reads them from CSV; timestamps are in microseconds without a time zone. Every
//! column may have missing values. The bytes depend on the rows alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result as Written};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type as SchemaType, TypePtr};

use super::formats::{Contents, FileFormat, Kind, Shape, Writer};
use crate::engine::dataset::cells::write_id;
use crate::engine::dataset::{Column, Dictionary, MISSING, Table, Type, Values};
use crate::engine::problem::Problem;

/// Parquet among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "parquet",
    name: "Parquet",
    extension: "parquet",
    media_type: "application/vnd.apache.parquet",
    help: words!("Typed and compressed columns, the smallest and fastest to load."),
    kind: Kind::Table,
    shape: Shape::Binary,
};

/// The writer of a file.
pub fn writer(contents: &Contents) -> Box<dyn Writer> {
    Box::new(Parquet::new(contents.table))
}

/// Rows of a row group: what is held in memory before it is written.
const ROWS_PER_GROUP: usize = 65_536;

/// Values that are handed over at once.
const BATCH: usize = 1_024;

const MICROSECONDS: i64 = 1_000_000;

struct Parquet {
    columns: Vec<Buffer>,
    rows: usize,
    file: Option<SerializedFileWriter<Vec<u8>>>,
}

impl Parquet {
    fn new(table: &Table) -> Self {
        let shown = table.columns().iter().enumerate().filter(|(_, column)| column.field.in_files);
        let columns = shown.map(|(place, column)| Buffer::new(place, column)).collect();
        Parquet { columns, rows: 0, file: None }
    }

    fn open(&mut self) -> Written<SerializedFileWriter<Vec<u8>>> {
        let fields = self.columns.iter().map(Buffer::field).collect::<Written<Vec<TypePtr>>>()?;
        let schema = SchemaType::group_type_builder("schema").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_created_by("cyberdatagen".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .build();
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))
    }

    /// Writes the rows that are held as a row group.
    fn flush(&mut self, output: &mut Vec<u8>) -> Written<()> {
        let Some(file) = &mut self.file else { return Err(unbegun()) };
        let mut group = file.next_row_group()?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column()? else { continue };
            column.write(&mut writer)?;
            writer.close()?;
        }
        group.close()?;
        self.rows = 0;
        self.take(output)
    }

    /// Hands over the bytes that are ready.
    fn take(&mut self, output: &mut Vec<u8>) -> Written<()> {
        let Some(file) = &mut self.file else { return Err(unbegun()) };
        file.flush()?;
        output.append(file.inner_mut());
        Ok(())
    }
}

impl Writer for Parquet {
    fn begin(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        self.file = Some(self.open().map_err(problem)?);
        self.take(output).map_err(problem)
    }

    fn rows(&mut self, table: &Table, mut rows: &[u32], output: &mut Vec<u8>) -> Result<(), Problem> {
        while !rows.is_empty() {
            let (now, later) = rows.split_at(rows.len().min(ROWS_PER_GROUP - self.rows));
            for buffer in &mut self.columns {
                if let Some(column) = table.columns().get(buffer.place) {
                    buffer.append(&column.values, now);
                }
            }
            self.rows += now.len();
            if self.rows == ROWS_PER_GROUP {
                self.flush(output).map_err(problem)?;
            }
            rows = later;
        }
        Ok(())
    }

    fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        if self.rows > 0 {
            self.flush(output).map_err(problem)?;
        }
        let Some(file) = &mut self.file else { return Err(problem(unbegun())) };
        file.finish().map_err(problem)?;
        output.append(file.inner_mut());
        Ok(())
    }
}

fn unbegun() -> ParquetError {
    ParquetError::General("the file was not begun".to_owned())
}

fn problem(error: ParquetError) -> Problem {
    let reason = text!("the Parquet file cannot be written: {error}", error = error.to_string());
    Problem::new("", reason, text!("choose another format"))
}

/// The cells of a column in the rows that are held.
struct Buffer {
    /// The column's place in the table.
    place: usize,
    name: String,
    kind: Type,
    /// 1 for each cell, and 0 for each missing one.
    levels: Vec<i16>,
    cells: Cells,
}

/// The cells that are not missing.
enum Cells {
    Whole(Vec<i64>),
    Decimals(Vec<f64>),
    Microseconds(Vec<i64>),
    /// Numbers, and how their text is made.
    Ids(&'static str, usize, Vec<u64>),
    /// Codes, and the names of them.
    Numbered(Arc<Dictionary>, Vec<u32>),
    /// Codes of names, whatever codes a table gives them.
    Names(Names, Vec<u32>),
}

/// The names of a row group, each once.
#[derive(Default)]
struct Names {
    names: Vec<ByteArray>,
    codes: BTreeMap<String, u32>,
    /// The dictionary of the last table, and what its codes are here.
    known: Option<(Arc<Dictionary>, Vec<Option<u32>>)>,
}

impl Names {
    /// Makes ready for the codes of a dictionary.
    fn adapt(&mut self, dictionary: &Arc<Dictionary>) {
        let is_known =
            |(known, _): &(Arc<Dictionary>, _)| Arc::ptr_eq(known, dictionary) || known == dictionary;
        if !self.known.as_ref().is_some_and(is_known) {
            self.known = Some((Arc::clone(dictionary), vec![None; dictionary.len()]));
        }
    }

    /// What a code of the dictionary is here.
    fn code(&mut self, code: u32) -> Option<u32> {
        let (dictionary, codes) = self.known.as_mut()?;
        let known = codes.get_mut(code as usize)?;
        if known.is_none() {
            let name = dictionary.name(code);
            let own = self.codes.get(name.as_ref()).copied().unwrap_or_else(|| {
                let own = self.names.len() as u32;
                self.names.push(ByteArray::from(name.as_bytes().to_vec()));
                self.codes.insert(name.into_owned(), own);
                own
            });
            *known = Some(own);
        }
        *known
    }

    /// Forgets the names: those of the next row group may be others.
    fn clear(&mut self) {
        self.names.clear();
        self.codes.clear();
        self.known = None;
    }
}

impl Buffer {
    fn new(place: usize, column: &Column) -> Self {
        let field = &column.field;
        let cells = match (&column.values, field.id_form) {
            (_, Some((prefix, digits))) => Cells::Ids(prefix, digits, Vec::new()),
            (Values::Timestamps(_), None) => Cells::Microseconds(Vec::new()),
            (Values::Numbers(_), None) if field.kind == Type::Decimal => Cells::Decimals(Vec::new()),
            (Values::Numbers(_), None) => Cells::Whole(Vec::new()),
            (Values::Categories(categories), None) => match categories.names.as_ref() {
                Dictionary::Numbered(_) => Cells::Numbered(Arc::clone(&categories.names), Vec::new()),
                Dictionary::List(_) => Cells::Names(Names::default(), Vec::new()),
            },
        };
        Buffer { place, name: field.name.clone(), kind: field.kind, levels: Vec::new(), cells }
    }

    /// What the schema says of the column.
    fn field(&self) -> Written<TypePtr> {
        let (physical, logical) = match self.cells {
            Cells::Whole(_) => (Physical::INT64, None),
            Cells::Decimals(_) => (Physical::DOUBLE, None),
            Cells::Microseconds(_) => {
                (Physical::INT64, Some(LogicalType::timestamp(false, TimeUnit::MICROS)))
            }
            Cells::Ids(..) | Cells::Numbered(..) | Cells::Names(..) => {
                (Physical::BYTE_ARRAY, Some(LogicalType::String))
            }
        };
        let field = SchemaType::primitive_type_builder(&self.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        Ok(Arc::new(field))
    }

    /// Takes the cells of some rows.
    fn append(&mut self, values: &Values, rows: &[u32]) {
        let levels = &mut self.levels;
        let mut keep = |is_there: bool| levels.push(i16::from(is_there));
        match (&mut self.cells, values) {
            (Cells::Whole(cells), Values::Numbers(numbers)) => {
                for &row in rows {
                    let value = numbers.get(row as usize);
                    keep(!value.is_nan());
                    cells.extend((!value.is_nan()).then_some(value as i64));
                }
            }
            (Cells::Decimals(cells), Values::Numbers(numbers)) => {
                for &row in rows {
                    let value = numbers.get(row as usize);
                    keep(!value.is_nan());
                    cells.extend((!value.is_nan()).then_some(value));
                }
            }
            (Cells::Ids(_, _, cells), Values::Numbers(numbers)) => {
                for &row in rows {
                    keep(true);
                    cells.push(numbers.get(row as usize) as u64);
                }
            }
            (Cells::Microseconds(cells), Values::Timestamps(timestamps)) => {
                for &row in rows {
                    let seconds = timestamps.seconds(row as usize);
                    keep(seconds.is_some());
                    cells.extend(seconds.map(|seconds| seconds * MICROSECONDS));
                }
            }
            (Cells::Numbered(_, cells), Values::Categories(categories)) => {
                for &row in rows {
                    let code = categories.code(row as usize);
                    keep(code != MISSING);
                    cells.extend((code != MISSING).then_some(code));
                }
            }
            (Cells::Names(names, cells), Values::Categories(categories)) => {
                names.adapt(&categories.names);
                for &row in rows {
                    let code = names.code(categories.code(row as usize));
                    keep(code.is_some());
                    cells.extend(code);
                }
            }
            _ => debug_assert!(false, "{} has other values than {:?}", self.name, self.kind),
        }
    }

    /// Writes the cells and forgets them.
    fn write(&mut self, writer: &mut SerializedColumnWriter) -> Written<()> {
        let levels = &self.levels;
        match &mut self.cells {
            Cells::Whole(cells) | Cells::Microseconds(cells) => {
                write::<Int64Type, i64>(writer, levels, cells, |cell| *cell)?;
                cells.clear();
            }
            Cells::Decimals(cells) => {
                write::<DoubleType, f64>(writer, levels, cells, |cell| *cell)?;
                cells.clear();
            }
            Cells::Ids(prefix, digits, cells) => {
                write::<ByteArrayType, u64>(writer, levels, cells, |number| {
                    let mut text = Vec::new();
                    write_id(prefix, *digits, *number, &mut text);
                    text.into()
                })?;
                cells.clear();
            }
            Cells::Numbered(dictionary, cells) => {
                let text = |code: &u32| dictionary.name(*code).into_owned().into_bytes().into();
                write::<ByteArrayType, u32>(writer, levels, cells, text)?;
                cells.clear();
            }
            Cells::Names(names, cells) => {
                let text = |code: &u32| names.names.get(*code as usize).cloned().unwrap_or_default();
                write::<ByteArrayType, u32>(writer, levels, cells, text)?;
                cells.clear();
                names.clear();
            }
        }
        self.levels.clear();
        Ok(())
    }
}

/// Writes the cells of a column, some at a time.
fn write<T: DataType, C>(
    writer: &mut SerializedColumnWriter,
    levels: &[i16],
    cells: &[C],
    value: impl Fn(&C) -> T::T,
) -> Written<()> {
    let mut rest = cells;
    for levels in levels.chunks(BATCH) {
        let count = levels.iter().filter(|level| **level == 1).count().min(rest.len());
        let (now, later) = rest.split_at(count);
        let values: Vec<T::T> = now.iter().map(&value).collect();
        writer.typed::<T>().write_batch(&values, Some(levels), None)?;
        rest = later;
    }
    Ok(())
}
