//! One file that is being written, whatever it holds: where its rows or events come from, and what writes them.

use std::ops::Range;

use super::answers::AnswerKey;
use super::event_key::{EventKey, RuleMatches};
use super::files::{File, View};
use super::formats::{Contents, Encoding, Writer};
use super::lists::Listing;
use super::unfolded::Unfolded;
use crate::engine::dataset::Table;
use crate::engine::generator::Generator;
use crate::engine::problem::Problem;

/// A file that is being written.
pub enum Open {
    /// A table.
    Table(Box<dyn Writer>, Source),
    /// What is made of events.
    Unfolded(Box<Unfolded>),
    /// A document, which is written as it is begun.
    Document,
}

/// Where the rows of a table come from.
pub enum Source {
    /// Rows of the dataset.
    Dataset(View),
    /// What is true of each.
    Key(Box<AnswerKey>),
    /// The lines of a list.
    Listing(Box<Listing>),
}

impl Open {
    /// Begins a file.
    ///
    /// # Errors
    /// The format cannot hold it.
    pub fn new(
        generator: &Generator,
        file: File,
        encoding: Encoding,
        output: &mut Vec<u8>,
    ) -> Result<Self, Problem> {
        let configuration = generator.configuration();
        if let Some(bytes) = encoding.document(generator) {
            output.extend(bytes?);
            return Ok(Open::Document);
        }
        if let Some(unfolded) = Unfolded::new(generator, file, encoding, output)? {
            return Ok(Open::Unfolded(Box::new(unfolded)));
        }
        let source = match (file, Listing::new(configuration, file)) {
            (_, Some(listing)) => Source::Listing(Box::new(listing)),
            (File::Dataset(view), None) => Source::Dataset(view),
            (_, None) => Source::Key(Box::new(AnswerKey::new(generator))),
        };
        let columns = columns(generator, file).unwrap_or_default();
        let mut writer = encoding.writer(&Contents::of(file, &columns, configuration));
        writer.begin(output)?;
        Ok(Open::Table(writer, source))
    }

    /// Writes the next rows, which `generator` draws; whether they were the last. Of a list, which has no such rows, its next lines.
    ///
    /// # Errors
    /// The format cannot hold them, or there is no memory for them.
    pub fn step(
        &mut self,
        generator: &mut Generator,
        rows: Range<u64>,
        output: &mut Vec<u8>,
    ) -> Result<bool, Problem> {
        let is_last = rows.end >= generator.configuration().rows;
        let (writer, source) = match self {
            Open::Table(writer, source) => (writer, source),
            Open::Unfolded(unfolded) => {
                unfolded.rows(generator, rows, output)?;
                return Ok(is_last);
            }
            Open::Document => return Ok(true),
        };
        match source {
            Source::Dataset(view) => {
                let table = generator.rows(rows).map_err(|_| no_memory())?;
                writer.rows(&table, &view.rows(&table, 0..table.rows()), output)?;
            }
            Source::Key(key) => {
                rows.for_each(|row| key.push(&generator.record(row)));
                let table = key.take();
                writer.rows(&table, &all(&table), output)?;
            }
            Source::Listing(listing) => {
                let Some(table) = listing.next_table() else { return Ok(true) };
                writer.rows(&table, &all(&table), output)?;
                return Ok(false);
            }
        }
        Ok(is_last)
    }

    /// Writes what follows the last row.
    pub fn end(&mut self, output: &mut Vec<u8>) -> Result<(), Problem> {
        match self {
            Open::Table(writer, _) => writer.end(output),
            Open::Unfolded(unfolded) => unfolded.end(output),
            Open::Document => Ok(()),
        }
    }
}

/// A table with the columns of a file, without rows; none of what is no table.
pub fn columns(generator: &Generator, file: File) -> Option<Table> {
    let configuration = generator.configuration();
    if let Some(listing) = Listing::new(configuration, file) {
        return Some(listing.table());
    }
    match file {
        File::Dataset(_) => Some(generator.table()),
        File::AnswerKey => Some(AnswerKey::new(generator).take()),
        File::EventKey => Some(EventKey::new(configuration, generator.campaigns()).take()),
        File::RuleMatches => Some(RuleMatches::new(configuration).take()),
        _ => None,
    }
}

fn no_memory() -> Problem {
    let hint = text!("close other tabs or programs, and try again");
    Problem::new("", text!("there is no memory for the next rows"), hint)
}

/// The places of all rows.
pub fn all(table: &Table) -> Vec<u32> {
    (0..table.rows() as u32).collect()
}
