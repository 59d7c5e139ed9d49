//! A table: typed columns with their roles, and a label a row. What looks at data (the audit, and whatever else
//! measures or resamples it) looks at a table, so that it never asks where the rows came from.
//!
//! A table is filled with the text of its cells, the text that an export writes. So what is measured is what a
//! reader of the file gets, and a file of someone else's ([`csv`]) can be looked at in the same way.

pub mod cells;
pub mod csv;

use std::collections::BTreeMap;

use super::configuration::Configuration;
use super::dataset::schema::{self, Range, Type};
use super::dataset::{COLUMNS, Record, Role, Texts};
use super::issues::Class;
use cells::trailing_digits;
pub use cells::{moment, number};

/// The code of a missing value of a category.
pub const MISSING: u32 = u32::MAX;

/// What is known of a column before its cells are.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name.
    pub name: String,
    /// The type of its cells.
    pub kind: Type,
    /// What it is to a model.
    pub role: Role,
    /// The unit; empty where it has none.
    pub unit: String,
    /// What its cells may hold.
    pub domain: Domain,
}

/// What the cells of a column may hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// Nothing is declared.
    Anything,
    /// Numbers.
    Numbers {
        /// The least one.
        least: f64,
        /// The greatest one; none where there is no upper end.
        greatest: Option<f64>,
        /// Whether they are whole.
        whole: bool,
    },
    /// Names of a list; their places are the first codes of the column.
    Names(Vec<String>),
}

/// The cells of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers, not a number where the cell is empty.
    Numbers(Vec<f64>),
    /// Moments in seconds since 1970-01-01 00:00:00, not a number where the cell is empty.
    Moments(Vec<f64>),
    /// Codes.
    Categories(Categories),
}

/// Codes into a list of names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Categories {
    /// The code of each row; [`MISSING`] where the cell is empty.
    pub codes: Vec<u32>,
    /// The names: those declared, then the others in the order in which they came.
    pub names: Vec<String>,
    index: BTreeMap<String, u32>,
}

impl Categories {
    /// No rows yet, and the declared names.
    pub fn new(names: &[String]) -> Self {
        let mut categories = Categories::default();
        for name in names {
            categories.code(name);
        }
        categories
    }

    /// The name of a code; empty for [`MISSING`].
    pub fn name(&self, code: u32) -> &str {
        self.names.get(code as usize).map_or("", String::as_str)
    }

    /// The code of a name.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    /// Whether all names, and at least two, are names of the other as well.
    pub fn is_part_of(&self, other: &Categories) -> bool {
        self.names.len() > 1 && self.names.iter().all(|name| other.index.contains_key(name))
    }

    /// Appends a row.
    pub fn push(&mut self, name: &str) {
        let code = if name.is_empty() { MISSING } else { self.code(name) };
        self.codes.push(code);
    }

    fn code(&mut self, name: &str) -> u32 {
        if let Some(&code) = self.index.get(name) {
            return code;
        }
        let code = self.names.len() as u32;
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), code);
        code
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What is known of it.
    pub field: Field,
    /// Its cells.
    pub values: Values,
    /// Cells whose text is none of the column's type; they count as empty otherwise.
    pub unreadable: u64,
    /// The most decimals that a number of it is written with.
    pub decimals: u8,
}

impl Column {
    fn new(field: Field) -> Self {
        let values = match (field.kind, field.role) {
            (Type::Integer | Type::Decimal | Type::Flag, _) => Values::Numbers(Vec::new()),
            // The text that names a row is a number behind letters.
            (Type::Text, Role::Id) => Values::Numbers(Vec::new()),
            (Type::DateTime, _) => Values::Moments(Vec::new()),
            (Type::Text | Type::Category, _) => match &field.domain {
                Domain::Names(names) => Values::Categories(Categories::new(names)),
                _ => Values::Categories(Categories::default()),
            },
        };
        Column { field, values, unreadable: 0, decimals: 0 }
    }

    /// Whether the column is one of those that a model may learn from.
    pub fn is_feature(&self) -> bool {
        self.field.role == Role::Feature
    }

    fn push(&mut self, cell: &[u8]) {
        let text = std::str::from_utf8(cell).unwrap_or("\u{fffd}");
        let id = self.field.role == Role::Id;
        let (rows, value) = match &mut self.values {
            Values::Categories(categories) => return categories.push(text),
            Values::Moments(rows) => (rows, moment(cell)),
            Values::Numbers(rows) if id => (rows, number(trailing_digits(text))),
            Values::Numbers(rows) => {
                let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
                self.decimals = self.decimals.max(u8::try_from(decimals).unwrap_or(u8::MAX));
                (rows, number(text))
            }
        };
        self.unreadable += u64::from(value.is_none() && !cell.is_empty());
        rows.push(value.unwrap_or(f64::NAN));
    }
}

/// Columns of the same length, and a label a row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    columns: Vec<Column>,
    labels: Vec<bool>,
    /// Pairs of columns of moments, the second never before the first.
    orders: Vec<[usize; 2]>,
    /// Normal and anomalous rows of the whole, where the table is a sample of it.
    population: Option<[u64; 2]>,
}

impl Table {
    /// A table without rows. The label of a row is the cell of the first column with the role of the target: further
    /// ones, such as a kind of attack, say more about the row, but are not its label.
    pub fn new(fields: Vec<Field>) -> Self {
        Table { columns: fields.into_iter().map(Column::new).collect(), ..Table::default() }
    }

    /// The table of some rows of a configuration's data. [`Builder`] makes it in slices.
    pub fn of(configuration: &Configuration, records: impl IntoIterator<Item = Record>) -> Self {
        let mut builder = Builder::new(configuration);
        for record in records {
            builder.push(&record);
        }
        builder.build()
    }

    /// Appends a row; `write` appends the text of the cell of the column with the given number.
    pub fn push(&mut self, mut write: impl FnMut(usize, &mut Vec<u8>)) {
        let (mut cell, mut label) = (Vec::new(), None);
        for (index, column) in self.columns.iter_mut().enumerate() {
            cell.clear();
            write(index, &mut cell);
            column.push(&cell);
            if column.field.role == Role::Target && label.is_none() {
                label = Some(matches!(cell.as_slice(), b"1" | b"true" | b"True"));
            }
        }
        self.labels.push(label.unwrap_or(false));
    }

    /// Declares that no moment of `second` is before the same row's moment of `first`. Names of no column, or of a
    /// column without moments, declare nothing.
    pub fn keep_order(&mut self, first: &str, second: &str) {
        let moments = |name| {
            let index = self.find(name)?;
            matches!(self.columns.get(index)?.values, Values::Moments(_)).then_some(index)
        };
        if let (Some(first), Some(second)) = (moments(first), moments(second)) {
            self.orders.push([first, second]);
        }
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The place of the column with the given name.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field.name == name)
    }

    /// Pairs of columns of moments, the second of which is never to be before the first.
    pub fn orders(&self) -> &[[usize; 2]] {
        &self.orders
    }

    /// Whether each row is anomalous.
    pub fn labels(&self) -> &[bool] {
        &self.labels
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// Normal and anomalous rows of the table.
    pub fn counts(&self) -> [u64; 2] {
        let anomalous = self.labels.iter().filter(|&&label| label).count() as u64;
        [self.labels.len() as u64 - anomalous, anomalous]
    }

    /// Normal and anomalous rows of the whole that the table is a sample of; its own where it is none.
    pub fn population(&self) -> [u64; 2] {
        self.population.unwrap_or_else(|| self.counts())
    }

    /// The label of a class.
    pub fn label(class: Class) -> bool {
        class == Class::Anomalous
    }
}

/// Makes the table of rows of a configuration's data: the columns of the schema, with their text.
#[derive(Debug)]
pub struct Builder {
    table: Table,
    columns: Vec<&'static schema::Column>,
    texts: Texts,
}

impl Builder {
    /// A table without rows, with all columns that there are.
    pub fn new(configuration: &Configuration) -> Self {
        Builder::with(configuration, COLUMNS.iter().collect())
    }

    /// A table without rows, with the columns that the configuration's files have.
    pub fn of_files(configuration: &Configuration) -> Self {
        Builder::with(configuration, configuration.columns().collect())
    }

    fn with(configuration: &Configuration, columns: Vec<&'static schema::Column>) -> Self {
        let fields = columns.iter().map(|column| Field {
            name: column.name.to_owned(),
            kind: column.kind,
            role: column.role,
            unit: column.unit.to_owned(),
            domain: match column.range(configuration) {
                Range::Numbers(least, greatest) => {
                    let whole = matches!(column.kind, Type::Integer | Type::Flag);
                    Domain::Numbers { least, greatest, whole }
                }
                Range::Values(names) => Domain::Names(names),
                Range::Form(_) => Domain::Anything,
            },
        });
        let mut table = Table::new(fields.collect());
        table.keep_order("Date Reported", "Timestamps");
        table.keep_order("Timestamps", "Date Resolved");
        let anomalous = configuration.anomalous_rows();
        table.population = Some([configuration.rows.saturating_sub(anomalous), anomalous]);
        Builder { table, columns, texts: Texts::plain(configuration) }
    }

    /// Appends a row.
    pub fn push(&mut self, record: &Record) {
        let (texts, columns) = (&self.texts, &self.columns);
        self.table.push(|index, cell| {
            if let Some(column) = columns.get(index) {
                column.write(record, texts, cell);
            }
        });
    }

    /// The table.
    pub fn build(self) -> Table {
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::configuration::Preset;

    #[test]
    fn a_table_holds_what_the_rows_hold() {
        let configuration = Configuration { rows: 300, ..Preset::Classic.configuration() };
        let dataset = Generator::new(&configuration).unwrap().rows(0..300).unwrap();
        let table = Table::of(&configuration, dataset.records());
        assert_eq!((table.rows(), table.counts(), table.population()), (300, [240, 60], [240, 60]));
        let column = |name| &table.columns()[table.find(name).unwrap()].values;
        let Values::Numbers(costs) = column("Cost") else { panic!() };
        let Values::Moments(reported) = column("Date Reported") else { panic!() };
        let Values::Moments(resolved) = column("Date Resolved") else { panic!() };
        let Values::Numbers(ids) = column("Issue ID") else { panic!() };
        let Values::Categories(locations) = column("IP Location") else { panic!() };
        for (index, record) in dataset.records().enumerate() {
            let issue = record.issue;
            assert_eq!(costs[index], issue.cost);
            assert_eq!(reported[index], issue.reported as f64);
            assert_eq!(ids[index], record.row as f64 + 1.0);
            assert_eq!(locations.codes[index], u32::from(issue.ip_location));
            assert_eq!(table.labels()[index], Table::label(issue.class));
            let closed = configuration.issues.statuses[usize::from(issue.status)].closed;
            assert_eq!(issue.resolved(closed).is_none(), resolved[index].is_nan());
        }
        assert!(table.columns().iter().all(|column| column.unreadable == 0));
        assert_eq!(table.orders().len(), 2);
    }

    /// A second target, which marked benign outliers, was once taken for the label.
    #[test]
    fn the_first_target_is_the_label() {
        let field = |name: &str| Field {
            name: name.to_owned(),
            kind: Type::Flag,
            role: Role::Target,
            unit: String::new(),
            domain: Domain::Anything,
        };
        let mut table = Table::new(vec![field("Is Anomaly"), field("Is Benign Outlier")]);
        for row in [["1", "0"], ["0", "1"], ["0", "0"]] {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        assert_eq!(table.labels(), [true, false, false]);
    }

    #[test]
    fn cells_that_cannot_be_read_are_counted_and_left_out() {
        let field = |name: &str, kind, role| Field {
            name: name.to_owned(),
            kind,
            role,
            unit: String::new(),
            domain: Domain::Anything,
        };
        let mut table = Table::new(vec![
            field("n", Type::Decimal, Role::Feature),
            field("t", Type::DateTime, Role::Feature),
            field("c", Type::Category, Role::Feature),
            field("y", Type::Flag, Role::Target),
        ]);
        for row in [
            ["1.5", "2024-02-29 12:00:00.25", "a", "0"],
            ["", "", "", "1"],
            ["many", "2024-02-30 12:00:00", "b", "1"],
            ["2", "2024-02-29 24:00:00", "a", "0"],
        ] {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        let Values::Numbers(numbers) = &table.columns()[0].values else { panic!() };
        assert!(numbers[0] == 1.5 && numbers[1].is_nan() && numbers[2].is_nan() && numbers[3] == 2.0);
        assert_eq!((table.columns()[0].unreadable, table.columns()[1].unreadable), (1, 2));
        let Values::Categories(categories) = &table.columns()[2].values else { panic!() };
        assert_eq!(categories.codes, [0, MISSING, 1, 0]);
        assert_eq!((categories.name(1), categories.name(MISSING)), ("b", ""));
        assert_eq!((table.counts(), table.population()), ([2, 2], [2, 2]));
    }
}
