//! Rows as Arrow: the types of the Parquet files, with dictionaries for names. Whole numbers and flags are of 64 bits and decimals of
//! double precision; timestamps are in microseconds without a time zone. Ids of rows and of campaigns, of which there are more the more
//! rows there are, are text. Every column may have missing values.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::StringBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, RecordBatchOptions,
    StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef, TimeUnit};
use cyberdatagen::engine::column::ColumnId;
use cyberdatagen::engine::dataset::cells::write_id;
use cyberdatagen::engine::dataset::{Categories, Column, Dictionary, Numbers, Table, Type, Values};

const MICROSECONDS: i64 = 1_000_000;

/// Makes batches of the tables that have the same columns.
pub struct Batches {
    schema: SchemaRef,
    /// By column of the schema, its place in the table.
    places: Vec<usize>,
    /// By column of the schema, the names that were encoded last. Tables of one generator share their dictionaries.
    names: Vec<Mutex<Option<Arc<Names>>>>,
}

impl Batches {
    /// Of tables with the columns of this one. Names come as plain text where that is asked for.
    pub fn new(table: &Table, requested: Option<&Schema>) -> Self {
        let shown = table.columns().iter().enumerate().filter(|(_, column)| column.field.in_files);
        let wants_text = |name: &str| {
            let field = requested.and_then(|schema| schema.field_with_name(name).ok());
            field.is_some_and(|field| *field.data_type() == DataType::Utf8)
        };
        let (places, fields): (Vec<usize>, Vec<Field>) = shown
            .map(|(place, column)| {
                let name = &column.field.name;
                let own = data_type(column);
                let has_names = matches!(own, DataType::Dictionary(..));
                let kind = if has_names && wants_text(name) { DataType::Utf8 } else { own };
                (place, Field::new(name, kind, true))
            })
            .unzip();
        let names = places.iter().map(|_| Mutex::new(None)).collect();
        Batches { schema: Arc::new(Schema::new(fields)), places, names }
    }

    /// What is known of the columns.
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The rows of a table.
    ///
    /// # Errors
    /// The table has other columns.
    pub fn batch(&self, table: &Table) -> Result<RecordBatch, ArrowError> {
        let fields = self.schema.fields().iter().zip(&self.places).zip(&self.names);
        let columns = fields.map(|((field, place), names)| match table.columns().get(*place) {
            Some(column) => array(column, field.data_type(), names),
            None => Err(ArrowError::SchemaError(format!("there is no column {}", field.name()))),
        });
        let columns = columns.collect::<Result<Vec<ArrayRef>, ArrowError>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(table.rows()));
        RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options)
    }
}

/// The type that a column has in Arrow.
pub fn data_type(column: &Column) -> DataType {
    match (&column.values, column.field.id_form) {
        (_, Some(_)) => DataType::Utf8,
        (Values::Timestamps(_), None) => DataType::Timestamp(TimeUnit::Microsecond, None),
        (Values::Numbers(_), None) if column.field.kind == Type::Decimal => DataType::Float64,
        (Values::Numbers(_), None) => DataType::Int64,
        (Values::Categories(_), None) if is_campaign(column) => DataType::Utf8,
        (Values::Categories(_), None) => {
            DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
        }
    }
}

/// Whether the names are ids of campaigns: to list all of them takes memory that grows with the rows of the dataset.
fn is_campaign(column: &Column) -> bool {
    column.field.name == ColumnId::CampaignId.name()
}

fn array(
    column: &Column,
    kind: &DataType,
    names: &Mutex<Option<Arc<Names>>>,
) -> Result<ArrayRef, ArrowError> {
    let there = |value: f64| (!value.is_nan()).then_some(value);
    Ok(match (&column.values, column.field.id_form) {
        (Values::Numbers(numbers), Some((prefix, digits))) => Arc::new(ids(numbers, prefix, digits)),
        (Values::Numbers(numbers), None) if *kind == DataType::Float64 => {
            Arc::new(numbers.iter().map(there).collect::<Float64Array>())
        }
        (Values::Numbers(numbers), None) => Arc::new(
            numbers.iter().map(|value| there(value).map(|value| value as i64)).collect::<Int64Array>(),
        ),
        (Values::Timestamps(timestamps), _) => {
            let micros = |row| timestamps.seconds(row).map(|seconds| seconds * MICROSECONDS);
            Arc::new((0..column.values.len()).map(micros).collect::<TimestampMicrosecondArray>())
        }
        (Values::Categories(categories), _) if is_campaign(column) => {
            let known =
                |code| ((code as usize) < categories.names.len()).then(|| categories.names.name(code));
            Arc::new(categories.codes().map(known).collect::<StringArray>())
        }
        (Values::Categories(categories), _) => {
            let names = Names::known(names, &categories.names);
            if *kind == DataType::Utf8 {
                Arc::new(names.text(categories))
            } else {
                Arc::new(names.encoded(categories)?)
            }
        }
    })
}

/// The ids of rows, from their numbers.
fn ids(numbers: &Numbers, prefix: &str, digits: usize) -> StringArray {
    let mut text = Vec::new();
    let mut builder = StringBuilder::with_capacity(numbers.len(), numbers.len() * (prefix.len() + digits));
    for number in numbers.iter() {
        text.clear();
        write_id(prefix, digits, number as u64, &mut text);
        builder.append_option(std::str::from_utf8(&text).ok());
    }
    builder.finish()
}

/// The names of a column, each once, as Arrow has them.
struct Names {
    of: Arc<Dictionary>,
    values: Arc<StringArray>,
    /// By code of the dictionary, the place of its name.
    places: Vec<i32>,
}

impl Names {
    /// Those of a dictionary: the ones that are known, or from now on these. They are let go of before rows are encoded, which
    /// several threads do.
    fn known(known: &Mutex<Option<Arc<Names>>>, dictionary: &Arc<Dictionary>) -> Arc<Names> {
        // What another thread left there when it failed is whole.
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.as_ref().filter(|names| names.are_of(dictionary)) {
            Some(names) => Arc::clone(names),
            None => Arc::clone(known.insert(Arc::new(Names::new(dictionary)))),
        }
    }

    fn new(dictionary: &Arc<Dictionary>) -> Self {
        // Several codes may have the same name, as those of actions do.
        let mut known: BTreeMap<String, i32> = BTreeMap::new();
        let mut builder = StringBuilder::new();
        let places = dictionary.iter().map(|name| {
            let next = known.len() as i32;
            *known.entry(name.into_owned()).or_insert_with_key(|name| {
                builder.append_value(name);
                next
            })
        });
        let places = places.collect();
        Names { of: Arc::clone(dictionary), values: Arc::new(builder.finish()), places }
    }

    fn are_of(&self, dictionary: &Arc<Dictionary>) -> bool {
        Arc::ptr_eq(&self.of, dictionary) || self.of == *dictionary
    }

    /// The places of the names of the rows; none where one is missing.
    fn of_rows<'a>(&'a self, categories: &'a Categories) -> impl Iterator<Item = Option<i32>> + 'a {
        categories.codes().map(|code| self.places.get(code as usize).copied())
    }

    fn encoded(&self, categories: &Categories) -> Result<DictionaryArray<Int32Type>, ArrowError> {
        let keys: Int32Array = self.of_rows(categories).collect();
        DictionaryArray::try_new(keys, Arc::clone(&self.values) as ArrayRef)
    }

    fn text(&self, categories: &Categories) -> StringArray {
        self.of_rows(categories).map(|place| place.map(|place| self.values.value(place as usize))).collect()
    }
}
