//! Where a table's rows come from: they are made when they are asked for, some at a time and on several threads, or they are there.

use std::borrow::Cow;
use std::ops::Range;
use std::thread;

use cyberdatagen::engine::dataset::csv::CsvFile;
use cyberdatagen::engine::export::formats::Contents;
use cyberdatagen::engine::export::{AnswerKey, Encoding, File, Format, Listing, View, Writer};
use cyberdatagen::engine::issues::realistic::Realistic;
use cyberdatagen::engine::{Configuration, Generator, Problem, Table};
use pyo3::PyResult;

use crate::pulse::Pulse;

/// Rows that are made at once by a thread.
pub const ROWS_PER_BATCH: u64 = 65_536;

/// Rows of a file of a configuration, or of a text.
#[derive(Debug)]
pub enum Source {
    /// Rows of the dataset, or the answers to them.
    Made(Box<Made>),
    /// A list: the users, the campaigns.
    List(Box<List>),
    /// What was read from CSV, and its text.
    Read {
        /// The cells.
        file: Box<CsvFile>,
        /// The bytes of the file.
        text: Vec<u8>,
    },
}

/// Rows that are made when they are asked for.
#[derive(Debug)]
pub struct Made {
    generator: Generator,
    file: File,
    range: Range<u64>,
    threads: usize,
}

impl Made {
    /// A range of the rows of a file that has those of the dataset.
    pub fn new(generator: Generator, file: File, range: Range<u64>, threads: usize) -> Self {
        Made { generator, file, range, threads }
    }

    /// The configuration.
    pub fn configuration(&self) -> &Configuration {
        self.generator.configuration()
    }

    /// Whether it is the whole dataset.
    pub fn is_whole_dataset(&self) -> bool {
        self.file == File::Dataset(View::Combined) && self.range == (0..self.configuration().rows)
    }
}

/// The lines of a list, which are made when they are asked for.
#[derive(Debug)]
pub struct List {
    file: File,
    configuration: Configuration,
    /// A table without lines.
    columns: Table,
    lines: u64,
}

impl List {
    /// The list of a configuration that has the file. Users are gone through once, to count their lines.
    ///
    /// # Errors
    /// A signal came.
    pub fn new(configuration: Configuration, file: File, pulse: Pulse) -> PyResult<Self> {
        let mut listing = pulse.work(|| Listing::new(&configuration, file))?;
        let columns = listing.as_ref().map(Listing::table).unwrap_or_default();
        let mut lines = 0;
        if file == File::Campaigns {
            let c = &configuration;
            let world =
                || Realistic::new(c.seed, c.size(), &c.world, &c.issues, &c.realistic).campaign_count();
            lines = u64::from(pulse.work(world)?);
        } else if let Some(listing) = &mut listing {
            while let Some(table) = pulse.work(|| listing.next_table())? {
                lines += table.rows() as u64;
            }
        }
        Ok(List { file, configuration, columns, lines })
    }
}

impl Source {
    /// The columns, in a table that may be without rows.
    pub fn columns(&self) -> Cow<'_, Table> {
        match self {
            Source::Made(made) if made.file == File::AnswerKey => {
                Cow::Owned(AnswerKey::new(&made.generator).take())
            }
            Source::Made(made) => Cow::Owned(made.generator.table()),
            Source::List(list) => Cow::Borrowed(&list.columns),
            Source::Read { file, .. } => Cow::Borrowed(&file.table),
        }
    }

    /// The number of rows.
    pub fn rows(&self) -> u64 {
        match self {
            Source::Made(made) => made.range.end - made.range.start,
            Source::List(list) => list.lines,
            Source::Read { file, .. } => file.table.rows() as u64,
        }
    }

    /// The configuration that the rows are of; none of what was read.
    pub fn configuration(&self) -> Option<&Configuration> {
        match self {
            Source::Made(made) => Some(made.configuration()),
            Source::List(list) => Some(&list.configuration),
            Source::Read { .. } => None,
        }
    }

    /// Goes through the rows.
    pub fn pieces(&self) -> Pieces {
        match self {
            Source::Made(made) => {
                let rows = made.range.end - made.range.start;
                let makers = (made.threads as u64).min(rows.div_ceil(ROWS_PER_BATCH)).max(1);
                let makers = (0..makers).map(|_| made.generator.another());
                Pieces { makers: makers.collect(), next: made.range.clone(), ..Pieces::default() }
            }
            Source::List(list) => {
                Pieces { listing: Listing::new(&list.configuration, list.file), ..Pieces::default() }
            }
            Source::Read { .. } => Pieces::default(),
        }
    }

    /// What is made of the tables of the next rows, in their order; nothing after the last.
    ///
    /// # Errors
    /// There is no memory for the rows, or nothing can be made of them.
    pub fn next<T: Send>(
        &self,
        pieces: &mut Pieces,
        make: impl Fn(&Table) -> Result<T, Problem> + Sync,
    ) -> Result<Vec<T>, Problem> {
        match self {
            Source::Made(made) => made.next(pieces, make),
            Source::List(_) => pieces.next_lines().as_ref().map(make).into_iter().collect(),
            Source::Read { file, .. } => {
                let table = (!std::mem::replace(&mut pieces.is_read, true)).then_some(&file.table);
                table.map(make).into_iter().collect()
            }
        }
    }

    /// Appends what stands before the rows in a CSV file, in the form of the configuration or in another.
    ///
    /// # Errors
    /// As the writer's.
    pub fn begin(&self, form: Option<Format>, output: &mut Vec<u8>) -> Result<(), Problem> {
        if let Source::Read { text, .. } = self {
            output.extend_from_slice(text);
        }
        self.writer(&self.columns(), form).map_or(Ok(()), |mut writer| writer.begin(output))
    }

    /// The rows of a table as lines of the file; those of a text stand in it already.
    ///
    /// # Errors
    /// As the writer's.
    pub fn lines(&self, table: &Table, form: Option<Format>) -> Result<Vec<u8>, Problem> {
        let mut output = Vec::new();
        if let Some(mut writer) = self.writer(table, form) {
            let rows: Vec<u32> = (0..table.rows() as u32).collect();
            writer.rows(table, &rows, &mut output)?;
        }
        Ok(output)
    }

    /// The writer of tables with these columns; none of a text.
    fn writer(&self, columns: &Table, form: Option<Format>) -> Option<Box<dyn Writer>> {
        let configuration = self.configuration()?;
        let contents = Contents::of(self.file(), columns, configuration);
        let contents = Contents { form: form.unwrap_or(contents.form), ..contents };
        Some(Encoding::default().writer(&contents))
    }

    /// Which file it is.
    pub fn file(&self) -> File {
        match self {
            Source::Made(made) => made.file,
            Source::List(list) => list.file,
            Source::Read { .. } => File::Dataset(View::Combined),
        }
    }
}

/// Where someone is who goes through the rows.
#[derive(Debug, Default)]
pub struct Pieces {
    /// One for each thread.
    makers: Vec<Generator>,
    next: Range<u64>,
    /// What makes the lines of a list.
    listing: Option<Listing>,
    /// Whether the one table of what was read was given.
    is_read: bool,
}

impl Pieces {
    /// The next lines of a list; none after the last.
    fn next_lines(&mut self) -> Option<Table> {
        self.listing.as_mut()?.next_table()
    }
}

impl Made {
    fn next<T: Send>(
        &self,
        pieces: &mut Pieces,
        make: impl Fn(&Table) -> Result<T, Problem> + Sync,
    ) -> Result<Vec<T>, Problem> {
        let Pieces { makers, next, .. } = pieces;
        let mut tasks = Vec::new();
        for maker in makers {
            if next.is_empty() {
                break;
            }
            let end = next.end.min(next.start + ROWS_PER_BATCH);
            tasks.push((maker, next.start..end));
            next.start = end;
        }
        let make = |(maker, rows): (&mut Generator, Range<u64>)| make(&self.table(maker, rows)?);
        if tasks.len() < 2 {
            return tasks.into_iter().map(make).collect();
        }
        thread::scope(|scope| {
            let make = &make;
            let handles: Vec<_> = tasks.into_iter().map(|task| scope.spawn(move || make(task))).collect();
            let joined = handles.into_iter().map(|handle| handle.join().unwrap_or_else(|_| Err(broken())));
            // All of them end before the first failure is told.
            joined.collect::<Vec<_>>().into_iter().collect()
        })
    }

    /// The table of a range of rows.
    fn table(&self, maker: &mut Generator, rows: Range<u64>) -> Result<Table, Problem> {
        if self.file == File::AnswerKey {
            // A key of its own for each piece: what it knows depends on the piece's rows alone.
            let mut key = AnswerKey::new(maker);
            rows.for_each(|row| key.push(&maker.record(row)));
            return Ok(key.take());
        }
        let count = rows.end - rows.start;
        maker.rows(rows).map_err(|_| {
            Problem::new("rows", format!("there is no memory for {count} rows"), "use fewer threads")
        })
    }
}

/// What is said of a panic, whose message was printed.
pub fn broken() -> Problem {
    Problem::new("", "a fault of the engine ended the work", "report it with the settings, please")
}
