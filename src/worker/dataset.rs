//! The tables: generating the dataset in slices, reading files, and answering for rows and columns.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::respond::Watching;
use super::session::{Sink, Slice, Work};
use crate::engine::dataset::csv::{Limits, Reader};
use crate::engine::dataset::{Column, ColumnId, Summary, Table, Values};
use crate::engine::explore::change::{Moved, moved};
use crate::engine::explore::filter::{EMPTY, Filter};
use crate::engine::explore::mini::{Mini, mini};
use crate::engine::explore::query::Query;
use crate::engine::explore::timeline::Timeline;
use crate::engine::generator::Drawing;
use crate::engine::issues::Class;
use crate::engine::response::{RULES, Scenario};
use crate::engine::threat::INDICATORS;
use crate::engine::{Configuration, Generator, Level, Problem};
use crate::protocol::dataset::{
    ColumnFacts, ColumnInfo, Contribution, Details, Facts, Generate, Generated, MAX_ROWS, OpenFile, Opened,
    Page, Preview, Row, RowDetails, Rows, TableId, ValueFacts,
};
use crate::protocol::{Answer, JobId, Progress, dataset as asked};

/// Rows that are compared before and after a change.
const SAMPLE_ROWS: u64 = 1_000;

/// As many categories are listed with their counts; of more, a text is searched for.
const MAX_CATEGORIES: usize = 60;

/// The tables that a worker holds.
#[derive(Default)]
pub struct Tables {
    dataset: Option<TableId>,
    held: BTreeMap<TableId, Held>,
    /// The stream that is watched.
    pub(super) watching: Option<Watching>,
}

/// A table with where it came from, and the latest answers of what is asked again and again.
pub(super) struct Held {
    /// The data. A job that goes on after the table was replaced keeps it.
    pub table: Rc<Table>,
    /// How a reader knows it, where it is a file.
    pub source: Source,
    order: Option<(Query, Vec<u32>)>,
    filtered: Option<(Filter, Vec<u32>)>,
}

/// Where a table came from.
pub(super) enum Source {
    /// It was generated: what draws any of its rows again, where more of it is asked for than the table holds.
    Generated(Box<Generator>),
    /// A file.
    File,
}

impl Tables {
    /// A table.
    ///
    /// # Errors
    /// It was replaced or closed.
    pub(super) fn get(&mut self, table: TableId) -> Result<&mut Held, Problem> {
        self.held.get_mut(&table).ok_or_else(|| {
            let reason = text!("the data that was asked for is no longer there");
            Problem::new("", reason, text!("look at what is shown now, or open the file again"))
        })
    }

    /// Drops a table; one that is not held is left alone.
    pub fn close(&mut self, table: TableId) {
        self.held.remove(&table);
    }

    /// Puts a dataset in the place of the one before.
    fn replace(&mut self, table: TableId, held: Held) {
        if let Some(before) = self.dataset.replace(table) {
            self.close(before);
        }
        self.held.insert(table, held);
    }

    /// Whether rows can be given without any being put in order first.
    pub fn is_ready(&self, request: &Rows) -> bool {
        self.held.get(&request.table).is_none_or(|held| held.is_ordered(&request.query))
    }

    /// A range of the rows that a query leaves.
    ///
    /// # Errors
    /// The table is gone, or has no such column.
    pub fn rows(&mut self, request: &Rows) -> Result<Page, Problem> {
        let held = self.get(request.table)?;
        let (first, count) = (request.first, u64::from(request.count.min(MAX_ROWS)));
        let range = |total: u64| first.min(total)..first.saturating_add(count).min(total);
        let (numbers, total): (Vec<u64>, u64) = if request.query == Query::default() {
            let total = held.table.rows() as u64;
            (range(total).collect(), total)
        } else {
            let order = held.ordered(&request.query)?;
            let total = order.len() as u64;
            let range = range(total);
            let rows = order.get(range.start as usize..range.end as usize).unwrap_or_default();
            (rows.iter().map(|&row| row.into()).collect(), total)
        };
        Ok(Page { rows: numbers.into_iter().map(|row| row_of(&held.table, row)).collect(), total })
    }

    /// The rows of each day, week or month that a filter leaves.
    ///
    /// # Errors
    /// The table is gone, or the filter cannot be applied to it.
    pub fn timeline(&mut self, request: &asked::Timeline) -> Result<Timeline, Problem> {
        let held = self.get(request.table)?;
        Timeline::new(&held.table, &request.filter, request.period)
    }

    /// Everything about a row of a generated dataset.
    ///
    /// # Errors
    /// The table is gone or a file's, or has no such row.
    pub fn details(&mut self, request: &Details) -> Result<RowDetails, Problem> {
        let held = self.get(request.table)?;
        let rows = held.table.rows() as u64;
        let Source::Generated(generator) = &mut held.source else {
            let reason = text!("only generated rows have a threat score that can be explained");
            return Err(Problem::new("", reason, text!("choose a row of the generated dataset")));
        };
        if request.row >= rows {
            let reason = text!("there is no row {row}", row = request.row.saturating_add(1));
            return Err(Problem::new("", reason, text!("choose a row of the table")));
        }
        let record = generator.record(request.row);
        let table = &held.table;
        let contributions = generator.scorer().explain(&record.issue).map(|part| {
            let indicator = &INDICATORS[part.indicator];
            Contribution {
                name: indicator.name.to_owned(),
                value: text(table, indicator.column, request.row),
                score: part.score,
                weight: part.weight,
                contribution: part.contribution,
            }
        });
        Ok(RowDetails {
            row: row_of(table, request.row),
            contributions: contributions.into(),
            scenario: record.scenario().number,
            base_action: generator.configuration().response.base_action(record.scenario()).to_owned(),
            fired: (0..RULES.len()).map(|rule| record.fired >> rule & 1 == 1).collect(),
        })
    }

    /// What a filter's form needs to know of a column.
    ///
    /// # Errors
    /// The table is gone, or has no such column.
    pub fn facts(&mut self, request: &Facts) -> Result<ColumnFacts, Problem> {
        let table = &self.get(request.table)?.table;
        let column = table.find(&request.column).and_then(|index| table.columns().get(index));
        let column = column.ok_or_else(|| {
            let reason = text!("there is no column '{column}'", column = &request.column);
            Problem::new("", reason, text!("choose a column of the table"))
        })?;
        let values = match &column.values {
            Values::Categories(categories) => {
                if categories.names.len() > MAX_CATEGORIES {
                    return Ok(ColumnFacts { column: info(column), values: ValueFacts::Categories(None) });
                }
                let mut counts = vec![0_u64; categories.names.len()];
                let mut empty = 0;
                for row in 0..categories.len() {
                    match counts.get_mut(categories.code(row) as usize) {
                        Some(count) => *count += 1,
                        None => empty += 1,
                    }
                }
                let name = |code: usize| categories.names.name(code as u32).into_owned();
                let names = counts.into_iter().enumerate().map(|(code, count)| (name(code), count));
                let names = names.chain((empty > 0).then(|| (EMPTY.to_owned(), empty)));
                ValueFacts::Categories(Some(names.collect()))
            }
            Values::Numbers(values) => ValueFacts::Numbers(ends(values.iter())),
            Values::Timestamps(values) => ValueFacts::Timestamps(ends(values.iter())),
        };
        Ok(ColumnFacts { column: info(column), values })
    }
}

impl Held {
    fn new(table: Table, source: Source) -> Self {
        Held { table: Rc::new(table), source, order: None, filtered: None }
    }

    /// The rows that a filter leaves, in the table's order.
    ///
    /// # Errors
    /// The table has no such column.
    pub fn filtered(&mut self, filter: &Filter) -> Result<&[u32], Problem> {
        let rows = match self.filtered.take().filter(|(before, _)| before == filter) {
            Some((_, rows)) => rows,
            None => filter.rows(&self.table, None)?,
        };
        Ok(&self.filtered.insert((filter.clone(), rows)).1)
    }

    fn is_ordered(&self, query: &Query) -> bool {
        *query == Query::default() || self.order.as_ref().is_some_and(|(before, _)| before == query)
    }

    fn ordered(&mut self, query: &Query) -> Result<&[u32], Problem> {
        let rows = match self.order.take().filter(|(before, _)| before == query) {
            Some((_, rows)) => rows,
            None => query.rows(&self.table)?,
        };
        Ok(&self.order.insert((query.clone(), rows)).1)
    }
}

/// The text of a row's cell; empty where the table has no such column.
fn text(table: &Table, id: ColumnId, row: u64) -> String {
    table.column(id).map_or_else(String::new, |column| column.text(row as usize))
}

/// A row as a table view shows it.
fn row_of(table: &Table, row: u64) -> Row {
    let place = row as usize;
    let level = |id| Level::ALL.get(table.column(id)?.code(place) as usize).copied();
    let scenario = level(ColumnId::ThreatLevel).zip(level(ColumnId::Severity));
    let color = scenario.map(|(level, severity)| Scenario::of(level, severity).color.hex.to_owned());
    let is_generated = table.column(ColumnId::Color).is_some();
    Row {
        number: row,
        anomalous: table.class(place) == Class::Anomalous,
        color: color.filter(|_| is_generated).unwrap_or_default(),
        cells: table.columns().iter().map(|column| column.text(place)).collect(),
    }
}

/// What a form needs to know of the columns of a table.
pub(super) fn infos(table: &Table) -> Vec<ColumnInfo> {
    table.columns().iter().map(info).collect()
}

fn info(column: &Column) -> ColumnInfo {
    ColumnInfo { name: column.field.name.clone(), kind: column.field.kind, role: column.field.role }
}

fn ends(values: impl Iterator<Item = f64>) -> Option<[f64; 2]> {
    values.filter(|value| value.is_finite()).fold(None, |ends, value| {
        Some(ends.map_or([value, value], |[min, max]: [f64; 2]| [min.min(value), max.max(value)]))
    })
}

/// Begins to generate a dataset.
///
/// # Errors
/// The configuration is not sound, or there is no memory for its rows.
pub(super) fn generate(job: JobId, request: &Generate) -> Result<Box<dyn Work>, Vec<Problem>> {
    let drawing = Drawing::new(&request.configuration)?;
    Ok(Box::new(Generating { id: TableId(job), drawing, summary: Summary::default() }))
}

struct Generating {
    id: TableId,
    drawing: Drawing,
    summary: Summary,
}

impl Work for Generating {
    fn step(&mut self, tables: &mut Tables, _: &mut Sink) -> Slice {
        let summary = &mut self.summary;
        Ok(self.drawing.step(|record| summary.add(record))?.map(|(generator, table)| {
            let campaigns = generator.campaigns();
            tables.replace(self.id, Held::new(table, Source::Generated(generator)));
            Answer::Generate(Generated { table: self.id, summary: self.summary, campaigns })
        }))
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.drawing.progress();
        Some(Progress { done, total })
    }
}

/// Begins to read a file.
///
/// # Errors
/// It is too large, or begins as no CSV does.
pub(super) fn open(job: JobId, request: OpenFile, bytes: Vec<u8>) -> Result<Box<dyn Work>, Problem> {
    let reader = Reader::new(bytes, Limits::PAGE).map_err(|problem| of_file(&request.name, problem))?;
    Ok(Box::new(Opening { table: TableId(job), name: request.name, reader }))
}

/// A problem of a file, with the file's name.
fn of_file(name: &str, problem: Problem) -> Problem {
    Problem { reason: text!("'{name}': {reason}", name, reason = problem.reason), ..problem }
}

struct Opening {
    table: TableId,
    name: String,
    reader: Reader,
}

impl Work for Opening {
    fn step(&mut self, tables: &mut Tables, _: &mut Sink) -> Slice {
        let Some(file) = self.reader.step().map_err(|problem| of_file(&self.name, problem))? else {
            return Ok(None);
        };
        let (rows, columns) = (file.table.rows() as u64, infos(&file.table));
        tables.held.insert(self.table, Held::new(file.table, Source::File));
        Ok(Some(Answer::OpenFile(Opened { table: self.table, rows, columns })))
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = self.reader.progress();
        Some(Progress { done, total })
    }
}

/// Begins to make the small pictures of all columns, a column a slice.
pub(super) fn headers(table: TableId) -> Box<dyn Work> {
    Box::new(Pictures { table, rows: Vec::new(), made: Vec::new() })
}

struct Pictures {
    table: TableId,
    rows: Vec<u32>,
    made: Vec<Mini>,
}

impl Work for Pictures {
    fn step(&mut self, tables: &mut Tables, _: &mut Sink) -> Slice {
        let table = &tables.get(self.table)?.table;
        if self.made.is_empty() {
            self.rows = (0..table.rows() as u32).collect();
        }
        match table.columns().get(self.made.len()) {
            Some(column) => {
                self.made.push(mini(column, &self.rows));
                Ok(None)
            }
            None => Ok(Some(Answer::Headers(std::mem::take(&mut self.made)))),
        }
    }
}

/// What another configuration would change, on a sample of the rows.
///
/// # Errors
/// One of the two is not sound.
pub(super) fn preview(request: &Preview) -> Result<Vec<Moved>, Vec<Problem>> {
    Ok(moved(&sample(&request.before)?, &sample(&request.after)?))
}

fn sample(configuration: &Configuration) -> Result<Table, Vec<Problem>> {
    // An order would change which rows they are, and has to be planned.
    let mut generator = Generator::new(&configuration.unordered())?;
    let count = configuration.rows.min(SAMPLE_ROWS);
    let rows: Vec<u64> = (0..count).map(|place| place * configuration.rows / count).collect();
    Ok(generator.sample(&rows))
}
