//! One file that is being written, whatever it holds: where its rows or events come from, and what writes them.

use std::ops::Range;

use super::answers::AnswerKey;
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
    /// The rows that the caller hands over.
    Dataset(View),
    /// Rows that are drawn again: the answer key tells more than the table holds.
    Key(Box<AnswerKey>),
    /// The lines of a list.
    Listing(Box<Listing>),
}

impl Open {
    /// Begins a file; `table` has the columns of the dataset.
    pub fn new(
        generator: &Generator,
        file: File,
        encoding: Encoding,
        table: &Table,
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
        let (source, own) = match (file, Listing::new(configuration, file)) {
            (_, Some(listing)) => {
                let table = listing.table();
                (Source::Listing(Box::new(listing)), Some(table))
            }
            (File::Dataset(view), None) => (Source::Dataset(view), None),
            (_, None) => {
                let mut key = AnswerKey::new(generator);
                let table = key.take();
                (Source::Key(Box::new(key)), Some(table))
            }
        };
        let contents = Contents::of(file, own.as_ref().unwrap_or(table), configuration);
        let mut writer = encoding.writer(&contents);
        writer.begin(output)?;
        Ok(Open::Table(writer, source))
    }

    /// Writes the next rows, those that the step needs of so many; whether they were the last.
    pub fn step(
        &mut self,
        table: &Table,
        needs: Range<u64>,
        generator: &mut Generator,
        output: &mut Vec<u8>,
    ) -> Result<bool, Problem> {
        let rows = generator.configuration().rows;
        let (writer, source) = match self {
            Open::Table(writer, source) => (writer, source),
            Open::Unfolded(unfolded) => {
                unfolded.rows(generator, needs.clone(), output)?;
                return Ok(needs.end >= rows);
            }
            Open::Document => return Ok(true),
        };
        match source {
            Source::Dataset(view) => {
                let start = needs.start.saturating_sub(table.first_row()) as usize;
                let end = needs.end.saturating_sub(table.first_row()) as usize;
                debug_assert!(
                    needs.is_empty() || needs.start >= table.first_row() && end <= table.rows(),
                    "the rows that were asked for"
                );
                writer.rows(table, &view.rows(table, start..end.min(table.rows())), output)?;
            }
            Source::Key(key) => {
                needs.clone().for_each(|row| key.push(&generator.record(row)));
                let table = key.take();
                writer.rows(&table, &all(&table), output)?;
            }
            Source::Listing(listing) => {
                let Some(table) = listing.next_table() else { return Ok(true) };
                writer.rows(&table, &all(&table), output)?;
                return Ok(false);
            }
        }
        Ok(needs.end >= rows)
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

/// The places of all rows.
pub fn all(table: &Table) -> Vec<u32> {
    (0..table.rows() as u32).collect()
}
