//! The table: typed columns with their roles, and a label a row. A generator fills it with the values of drawn rows, a
//! [`Builder`] with the text of someone else's cells; whatever looks at data, resamples it or writes it looks at a table, so that it
//! never asks where the rows came from.

mod builder;
mod filler;

use std::borrow::Cow;
use std::collections::TryReserveError;
use std::sync::Arc;

use super::cells;
use super::schema::{ColumnId, ORDERS, Role, Type};
use super::values::{Categories, MISSING, Values};
use crate::engine::decimal;
use crate::engine::issues::Class;

pub use builder::Builder;
pub use filler::Filler;

/// What is known of a column before its cells are.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Which of our columns it is, if it is one of them.
    pub id: Option<ColumnId>,
    /// The name.
    pub name: String,
    /// The type of its cells.
    pub kind: Type,
    /// What it is to a model.
    pub role: Role,
    /// The unit; empty where it has none.
    pub unit: String,
    /// One sentence; empty where nothing is declared.
    pub description: &'static str,
    /// What its cells may hold.
    pub domain: Domain,
    /// Whether files have it. Of what is generated, some columns are for the audit alone.
    pub in_files: bool,
    /// How the text of an id is made of its number: what stands before it, and how many digits it has at least.
    pub id_form: Option<(&'static str, usize)>,
}

impl Field {
    /// A column of someone else's data.
    pub fn new(name: impl Into<String>, kind: Type, role: Role) -> Self {
        Field {
            id: None,
            name: name.into(),
            kind,
            role,
            unit: String::new(),
            description: "",
            domain: Domain::Anything,
            in_files: true,
            id_form: None,
        }
    }

    /// A column of a file beside the dataset.
    pub fn described(name: &str, kind: Type, role: Role, description: &'static str) -> Self {
        Field { description, ..Field::new(name, kind, role) }
    }

    /// One of our columns, in data of any configuration.
    pub fn known(id: ColumnId) -> Self {
        let column = id.column();
        let (unit, description) = (column.unit.to_owned(), column.description);
        Field { id: Some(id), unit, description, ..Field::new(column.name, column.kind, column.role) }
    }
}

/// What the cells of a column may hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Domain {
    /// Nothing is declared.
    Anything,
    /// Numbers.
    Numbers {
        /// The smallest.
        min: f64,
        /// The largest; none where there is no upper end.
        max: Option<f64>,
        /// Whether they are whole.
        whole: bool,
    },
    /// Names of a list; their places are the first codes of the column.
    Names(Vec<String>),
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What is known of it.
    pub field: Arc<Field>,
    /// Its cells.
    pub values: Values,
    /// Cells whose text is none of the column's type; they count as empty otherwise.
    pub unreadable: u64,
    /// The most decimals that a number of it is written with.
    pub decimals: u8,
}

impl Column {
    /// Whether the column is one of those that a model may learn from.
    pub fn is_feature(&self) -> bool {
        self.field.role == Role::Feature
    }

    /// Whether it is this one of our columns.
    pub fn is(&self, id: ColumnId) -> bool {
        self.field.id == Some(id)
    }

    /// The number of a row, or the seconds of its timestamp; not a number where the cell is missing or holds a category.
    #[inline]
    pub fn number(&self, row: usize) -> f64 {
        match &self.values {
            Values::Numbers(numbers) => numbers.get(row),
            Values::Timestamps(timestamps) => timestamps.get(row),
            Values::Categories(_) => f64::NAN,
        }
    }

    /// The numbers or timestamps of all rows; none of a column of categories.
    pub fn numbers(&self) -> Cow<'_, [f64]> {
        match &self.values {
            Values::Numbers(numbers) => numbers.to_slice(),
            Values::Timestamps(timestamps) => Cow::Owned(timestamps.iter().collect()),
            Values::Categories(_) => Cow::Borrowed(&[]),
        }
    }

    /// The categories, if the column holds them.
    pub fn categories(&self) -> Option<&Categories> {
        match &self.values {
            Values::Categories(categories) => Some(categories),
            _ => None,
        }
    }

    /// The code of a row; [`MISSING`] where the cell is missing or holds no category.
    #[inline]
    pub fn code(&self, row: usize) -> u32 {
        self.categories().map_or(MISSING, |categories| categories.code(row))
    }

    /// Whether the cell of a row is missing.
    pub fn is_missing(&self, row: usize) -> bool {
        match &self.values {
            Values::Categories(categories) => categories.code(row) == MISSING,
            _ => self.number(row).is_nan(),
        }
    }

    /// Appends the text of a row's cell, as files have it but for quotes; nothing where it is missing.
    pub fn write(&self, row: usize, output: &mut Vec<u8>) {
        match &self.values {
            Values::Categories(categories) => {
                output.extend_from_slice(categories.name(categories.code(row)).as_bytes());
            }
            Values::Timestamps(timestamps) => {
                if let Some(seconds) = timestamps.seconds(row) {
                    cells::write_timestamp(seconds, output);
                }
            }
            Values::Numbers(numbers) => {
                let value = numbers.get(row);
                if value.is_nan() {
                    return;
                }
                match (self.field.id_form, self.field.kind) {
                    (Some((prefix, digits)), _) => cells::write_id(prefix, digits, value as u64, output),
                    (None, Type::Decimal) => {
                        decimal::write_trimmed(value, usize::from(self.decimals).max(1), output);
                    }
                    (None, _) => output.extend_from_slice(decimal::text(value).as_bytes()),
                }
            }
        }
    }

    /// The text of a row's cell; empty where it is missing.
    pub fn text(&self, row: usize) -> String {
        let mut output = Vec::new();
        self.write(row, &mut output);
        String::from_utf8(output).unwrap_or_default()
    }
}

/// What a row of generated data takes at most, in bytes: with all columns of noise, and whatever the numbers of users and
/// campaigns. With the default columns it takes some 105.
pub const MAX_BYTES_PER_ROW: usize = 170;

/// Columns of the same length, and a label a row.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Table {
    columns: Vec<Column>,
    labels: Vec<bool>,
    /// The number, in the combined dataset, of the first row.
    first_row: u64,
    /// Pairs of columns of timestamps, the second never before the first.
    orders: Vec<[usize; 2]>,
    /// Normal and anomalous rows of the whole, where the table is a part of it.
    population: Option<[u64; 2]>,
}

impl Table {
    /// A table of columns of the same length, whose rows are without a label.
    pub fn of_columns(columns: Vec<Column>) -> Self {
        let rows = columns.first().map_or(0, |column| column.values.len());
        debug_assert!(columns.iter().all(|column| column.values.len() == rows), "columns of the same length");
        Table { columns, labels: vec![false; rows], ..Table::default() }
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column with this identifier.
    pub fn column(&self, id: ColumnId) -> Option<&Column> {
        self.columns.get(self.place(id)?)
    }

    /// The place of the column with this identifier.
    pub fn place(&self, id: ColumnId) -> Option<usize> {
        // In generated data each column but those of noise stands at the place of its identifier.
        let own = id as usize;
        let is_own = self.columns.get(own).is_some_and(|column| column.is(id));
        if is_own { Some(own) } else { self.columns.iter().position(|column| column.is(id)) }
    }

    /// The place of the column with the given name, as users type it.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field.name == name)
    }

    /// Pairs of columns of timestamps, the second of which is never to be before the first.
    pub fn orders(&self) -> &[[usize; 2]] {
        &self.orders
    }

    /// Whether each row is anomalous.
    pub fn labels(&self) -> &[bool] {
        &self.labels
    }

    /// The class of a row.
    pub fn class(&self, row: usize) -> Class {
        if self.labels.get(row).copied().unwrap_or(false) { Class::Anomalous } else { Class::Normal }
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.labels.len()
    }

    /// The number, in the combined dataset, of the first row.
    pub fn first_row(&self) -> u64 {
        self.first_row
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

    /// The bytes that the rows take.
    pub fn bytes(&self) -> usize {
        self.labels.len() + self.columns.iter().map(|column| column.values.bytes()).sum::<usize>()
    }

    /// Makes room for more rows.
    ///
    /// # Errors
    /// There is no memory for them.
    pub fn try_reserve(&mut self, rows: usize) -> Result<(), TryReserveError> {
        self.labels.try_reserve_exact(rows)?;
        self.columns.iter_mut().try_for_each(|column| column.values.try_reserve(rows))
    }

    /// A table with the same columns and other cells: one list for each column, all of the same length.
    pub fn with_values(&self, values: Vec<Values>) -> Self {
        let rows = values.first().map_or(0, Values::len);
        debug_assert!(values.iter().all(|values| values.len() == rows), "columns are of the same length");
        let label = self.columns.iter().position(|column| column.field.role == Role::Target);
        let columns = self.columns.iter().zip(values).map(|(column, values)| Column {
            field: Arc::clone(&column.field),
            values,
            unreadable: 0,
            decimals: column.decimals,
        });
        let columns: Vec<Column> = columns.collect();
        let label = label.and_then(|place| columns.get(place));
        let is_anomalous = |row| match label.map(|column| (column, &column.values)) {
            Some((column, Values::Numbers(_))) => column.number(row) == 1.0,
            Some((_, Values::Categories(categories))) => {
                matches!(categories.name(categories.code(row)).as_ref(), "1" | "true" | "True")
            }
            _ => false,
        };
        Table {
            labels: (0..rows).map(is_anomalous).collect(),
            columns,
            orders: self.orders.clone(),
            ..Table::default()
        }
    }

    /// A table of some of the rows, in this order.
    pub fn select(&self, rows: &[u32]) -> Self {
        let mut selection = Selection::default();
        loop {
            if let Some(table) = selection.step(self, rows) {
                return table;
            }
        }
    }

    /// The same rows with other labels, which the column of this name states. What was the target before is an answer.
    pub fn labeled(mut self, target: &str, labels: Vec<bool>) -> Self {
        for column in &mut self.columns {
            let role = match column.field.role {
                _ if column.field.name == target => Role::Target,
                Role::Target => Role::Truth,
                other => other,
            };
            if role != column.field.role {
                column.field = Arc::new(Field { role, ..(*column.field).clone() });
            }
        }
        self.labels = labels;
        self.population = None;
        self
    }

    /// A table of the columns that files have.
    pub fn of_files(mut self) -> Self {
        let kept: Vec<Option<usize>> = self
            .columns
            .iter()
            .scan(0, |next, column| {
                let place = column.field.in_files.then_some(*next);
                *next += usize::from(column.field.in_files);
                Some(place)
            })
            .collect();
        self.columns.retain(|column| column.field.in_files);
        let moved = |pair: &[usize; 2]| {
            let [first, second] = pair.map(|place| kept.get(place).copied().flatten());
            Some([first?, second?])
        };
        self.orders = self.orders.iter().filter_map(moved).collect();
        self
    }

    /// Finds the columns of timestamps whose order is declared.
    fn keep_order(&mut self) {
        let place = |id| {
            let place = self.place(id)?;
            matches!(self.columns.get(place)?.values, Values::Timestamps(_)).then_some(place)
        };
        let pairs = ORDERS.iter().filter_map(|[first, second]| Some([place(*first)?, place(*second)?]));
        self.orders = pairs.collect();
    }
}

/// Some of a table's rows that become a table of their own, a column a step: of many rows, all columns would take long.
#[derive(Debug, Default)]
pub struct Selection {
    columns: Vec<Column>,
}

impl Selection {
    /// Takes the rows of one more column; the table, once it has all of them. The table and the rows are the same at
    /// every step.
    pub fn step(&mut self, table: &Table, rows: &[u32]) -> Option<Table> {
        if let Some(column) = table.columns.get(self.columns.len()) {
            self.columns.push(Column {
                field: Arc::clone(&column.field),
                values: column.values.at(rows),
                unreadable: column.unreadable,
                decimals: column.decimals,
            });
            return None;
        }
        let label = |&row: &u32| table.labels.get(row as usize).copied();
        Some(Table {
            columns: std::mem::take(&mut self.columns),
            labels: rows.iter().filter_map(label).collect(),
            first_row: table.first_row + rows.first().map_or(0, |&row| u64::from(row)),
            orders: table.orders.clone(),
            population: Some(table.population()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Generator;
    use crate::engine::configuration::{Configuration, Preset};
    use crate::engine::dataset::schema::SWITCHED_COUNT;
    use crate::engine::dataset::values::Numbers;
    use proptest::prelude::*;

    #[test]
    fn a_table_holds_what_the_rows_hold() {
        for preset in [Preset::Classic, Preset::Realistic] {
            let configuration = Configuration { rows: 300, ..preset.configuration() };
            let mut generator = Generator::new(&configuration).unwrap();
            let table = generator.rows(0..300).unwrap();
            let anomalous = configuration.anomalous_rows();
            let counts = [300 - anomalous, anomalous];
            assert_eq!((table.rows(), table.population()), (300, counts));
            for index in 0..300 {
                let record = generator.record(index as u64);
                let issue = record.issue;
                let number = |id| table.column(id).unwrap().number(index);
                let text = |id| table.column(id).unwrap().text(index);
                assert_eq!(number(ColumnId::Cost), issue.cost);
                assert_eq!(number(ColumnId::DateReported), issue.reported as f64);
                assert_eq!(number(ColumnId::IssueId), index as f64 + 1.0);
                assert_eq!(text(ColumnId::IssueKey), format!("KEY-{:04}", index + 1));
                let place = usize::from(issue.ip_location);
                assert_eq!(text(ColumnId::IpLocation), configuration.world.locations[place]);
                assert_eq!(table.labels()[index], Table::label(issue.class));
                let closed = configuration.issues.statuses[usize::from(issue.status)].closed;
                assert_eq!(issue.resolved(closed).is_none(), number(ColumnId::DateResolved).is_nan());
                assert_eq!(
                    text(ColumnId::AttackType),
                    record.attack(&configuration.realistic).map_or("", |attack| attack.name.as_ref())
                );
                assert_eq!(
                    text(ColumnId::Phase),
                    record.phase(&configuration.realistic).map_or("", |phase| phase.name.as_ref())
                );
                assert_eq!(text(ColumnId::Color), record.scenario().color.name);
                let action = configuration.response.action(record.scenario(), record.fired);
                assert_eq!(text(ColumnId::DefenseAction), action);
            }
            assert_eq!(table.orders().len(), 2);
        }
    }

    /// A row took 117 bytes when the table held no derived columns, and some 340 beside that when it held all of them.
    #[test]
    fn a_row_takes_few_bytes() {
        let configuration = Configuration { rows: 5_000, ..Preset::Realistic.configuration() };
        let table = Generator::new(&configuration).unwrap().rows(0..5_000).unwrap();
        let bytes = table.bytes() / table.rows();
        assert!((60..=120).contains(&bytes), "{bytes} bytes a row");
        assert!(table.column(ColumnId::AttackType).is_some() && table.column(ColumnId::Noise1).is_none());

        let mut classic = Configuration { rows: 70_000, ..Preset::Classic.configuration() };
        let mut realistic = Configuration { rows: 70_000, ..Preset::Realistic.configuration() };
        for configuration in [&mut classic, &mut realistic] {
            for path in ["users", "reporters", "assignees"] {
                configuration.set(path, "70000").unwrap();
            }
        }
        realistic.set("defects.irrelevant", "4").unwrap();
        for configuration in [classic, realistic] {
            let table = Generator::new(&configuration).unwrap().rows(0..500).unwrap();
            let bytes = table.bytes() / table.rows();
            assert!(bytes <= MAX_BYTES_PER_ROW, "{bytes} bytes a row");
        }
    }

    /// All the memory is reserved at once: what cannot be held is known before any work is done.
    #[test]
    fn rows_that_were_reserved_move_nothing() {
        let configuration = Configuration { rows: 3_000, ..Preset::Realistic.configuration() };
        let mut generator = Generator::new(&configuration).unwrap();
        let mut table = generator.table();
        table.try_reserve(3_000).unwrap();
        generator.append(0..1, &mut table).unwrap();
        let place = |table: &Table| match &table.column(ColumnId::Cost).unwrap().values {
            Values::Numbers(Numbers::F64(cells)) => cells.as_ptr(),
            other => panic!("{other:?}"),
        };
        let before = place(&table);
        generator.append(1..3_000, &mut table).unwrap();
        assert_eq!((place(&table), table.rows()), (before, 3_000));
    }

    #[test]
    fn columns_that_files_do_not_have_are_marked_and_left_out() {
        let mut configuration = Configuration { rows: 300, ..Preset::Realistic.configuration() };
        configuration.dataset.columns_on = [true; SWITCHED_COUNT];
        for off in [ColumnId::IssueVolume, ColumnId::AttackType] {
            configuration.dataset.columns_on[off as usize] = false;
        }
        let table = Generator::new(&configuration).unwrap().rows(0..20).unwrap();
        assert!(!table.column(ColumnId::AttackType).unwrap().field.in_files);
        let files = table.clone().of_files();
        let names: Vec<&str> = files.columns().iter().map(|column| column.field.name.as_str()).collect();
        assert_eq!(names, configuration.columns().map(|column| column.name).collect::<Vec<_>>());
        for (whole, part) in table.orders().iter().zip(files.orders()) {
            let name = |table: &Table, place: usize| table.columns()[place].field.name.clone();
            assert_eq!(whole.map(|place| name(&table, place)), part.map(|place| name(&files, place)));
        }
    }

    #[test]
    fn selected_rows_are_those_that_a_generator_samples() {
        for preset in Preset::ALL {
            let configuration = Configuration { rows: 1_000, ..preset.configuration() };
            let mut generator = Generator::new(&configuration).unwrap();
            let rows = [3_u32, 4, 700, 999];
            let selected = generator.rows(0..1_000).unwrap().select(&rows);
            let sampled = generator.sample(&rows.map(u64::from));
            assert_eq!((selected.labels(), selected.rows()), (sampled.labels(), 4));
            assert_eq!((selected.population(), selected.orders()), (sampled.population(), sampled.orders()));
            assert_eq!((selected.first_row(), sampled.first_row()), (3, 3));
            for (selected, sampled) in selected.columns().iter().zip(sampled.columns()) {
                assert_eq!(selected.field, sampled.field);
                for row in 0..4 {
                    assert_eq!(selected.text(row), sampled.text(row), "{}", selected.field.name);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Any range of rows alone equals that range of the whole.
        #[test]
        fn any_range_alone_equals_that_range_of_the_whole(seed in 0..1_000_u64, start in 0..700_u64, length in 0..300_u64, realistic: bool) {
            let preset = if realistic { Preset::Realistic } else { Preset::Classic };
            let configuration = Configuration { seed, rows: 1_000, ..preset.configuration() };
            let mut generator = Generator::new(&configuration).unwrap();
            let whole = generator.rows(0..1_000).unwrap();
            let part = generator.rows(start..start + length).unwrap();
            prop_assert_eq!(part.rows() as u64, length);
            for (part, whole) in part.columns().iter().zip(whole.columns()) {
                for row in 0..length as usize {
                    prop_assert_eq!(part.text(row), whole.text(start as usize + row));
                }
            }
        }
    }

    /// A second target, which marked benign outliers, was once taken for the label.
    #[test]
    fn the_first_target_is_the_label() {
        let field = |name| Field::new(name, Type::Flag, Role::Target);
        let mut table = Builder::new(vec![field("Is Anomaly"), field("Is Benign Outlier")]);
        for row in [["1", "0"], ["0", "1"], ["0", "0"]] {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        assert_eq!(table.build().labels(), [true, false, false]);
    }

    #[test]
    fn cells_that_cannot_be_read_are_counted_and_left_out() {
        let mut table = Builder::new(vec![
            Field::new("n", Type::Decimal, Role::Feature),
            Field::new("t", Type::DateTime, Role::Feature),
            Field::new("c", Type::Category, Role::Feature),
            Field::new("y", Type::Flag, Role::Target),
        ]);
        for row in [
            ["1.5", "2024-02-29 12:00:00.25", "a", "0"],
            ["", "", "", "1"],
            ["many", "2024-02-30 12:00:00", "b", "1"],
            ["2", "2024-02-29 24:00:00", "a", "0"],
        ] {
            table.push(|index, cell| cell.extend(row[index].bytes()));
        }
        let table = table.build();
        let numbers = table.columns()[0].numbers();
        assert!(numbers[0] == 1.5 && numbers[1].is_nan() && numbers[2].is_nan() && numbers[3] == 2.0);
        assert_eq!((table.columns()[0].unreadable, table.columns()[1].unreadable), (1, 2));
        let categories = table.columns()[2].categories().unwrap();
        assert_eq!(categories.codes().collect::<Vec<u32>>(), [0, MISSING, 1, 0]);
        assert_eq!((categories.name(1).as_ref(), categories.name(MISSING).as_ref()), ("b", ""));
        assert_eq!((table.counts(), table.population()), ([2, 2], [2, 2]));
    }
}
