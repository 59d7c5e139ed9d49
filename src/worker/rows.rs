//! The rows of a long job: generated from a configuration, or read from a CSV file, in steps.

use std::ops::ControlFlow;

use super::session::Sink;
use crate::engine::balance::Input;
use crate::engine::dataset::Record;
use crate::engine::dataset::csv::{Limits, Reader};
use crate::engine::generator::Drawing;
use crate::engine::{Configuration, Problem};
use crate::protocol::Progress;

/// Rows that are not all there yet.
pub(super) enum Rows {
    /// With the place of the pattern of each row so far.
    Generate(Box<Drawing>, Vec<u8>),
    Read(Box<Reader>),
}

/// What a step came to.
pub(super) enum Step {
    /// There are more rows.
    More(Rows),
    /// All rows, and where they are generated the place of the pattern of each.
    Done(Box<Input>, Option<Vec<u8>>),
}

impl Rows {
    /// The rows of a configuration.
    ///
    /// # Errors
    /// The configuration is not sound, or there is no memory for its rows.
    pub(super) fn generated(configuration: &Configuration) -> Result<Self, Vec<Problem>> {
        Ok(Rows::Generate(Box::new(Drawing::new(configuration)?), Vec::new()))
    }

    /// The rows of a CSV file.
    ///
    /// # Errors
    /// It is too large, or begins as no CSV does.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, Problem> {
        Ok(Rows::Read(Box::new(Reader::new(bytes, Limits::PAGE)?)))
    }

    /// Goes on for some milliseconds.
    ///
    /// # Errors
    /// A row cannot be read, or there is no memory for it.
    pub(super) fn step(self) -> Result<Step, Problem> {
        Ok(match self {
            Rows::Generate(mut drawing, mut patterns) => {
                let seen = |record: &Record| patterns.push(record.issue.mark.pattern);
                match drawing.step(seen)? {
                    Some((generator, table)) => {
                        let input = Input::of(generator.configuration(), table);
                        Step::Done(Box::new(input), Some(patterns))
                    }
                    None => Step::More(Rows::Generate(drawing, patterns)),
                }
            }
            Rows::Read(mut reader) => match reader.step()? {
                Some(file) => Step::Done(Box::new(Input::file(file)), None),
                None => Step::More(Rows::Read(reader)),
            },
        })
    }

    /// How far the job is, where the rows are so many percent of it.
    pub(super) fn progress(&self, share: u64) -> Progress {
        let (done, total) = match self {
            Rows::Generate(drawing, _) => drawing.progress(),
            Rows::Read(reader) => reader.progress(),
        };
        Progress { done: share * done / total.max(1), total: 100 }
    }
}

/// Tells the page each percent of the job after its rows, which are so many percent of it.
pub(super) fn pace(sink: &mut Sink, share: u64) -> impl FnMut(u64, u64) -> ControlFlow<()> {
    let mut last = None;
    move |done, total| {
        let percent = share + (100 - share) * done.min(total) / total.max(1);
        if last != Some(percent) {
            last = Some(percent);
            sink.progress(Progress { done: percent, total: 100 });
        }
        ControlFlow::Continue(())
    }
}
