//! Balance: reads or generates rows in steps, splits and balances them, and writes a file for each part. The balancing
//! itself goes in one piece; whoever wants it to stop ends the worker.

use super::dataset::{Tables, infos};
use super::rows::{Rows, Step, pace};
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::balance::{Balanced, Input, Line, Options, targets};
use crate::engine::dataset::csv::{Limits, Reader};
use crate::protocol::balance::{self as asked, INPUT_SHARE, Inspected};
use crate::protocol::{Answer, Progress};

/// Bytes of a file that a slice writes.
const BYTES_PER_SLICE: usize = 1 << 20;

/// Bytes that balancing may take: 1.5 GB for the tab's process, less what the page and the other worker hold at 1,000,000
/// rows.
const MAX_MEMORY: u64 = 1_200_000_000;

/// Begins to read a file to know what can be balanced in it.
///
/// # Errors
/// It is too large, or begins as no CSV does.
pub(super) fn inspect(bytes: Vec<u8>) -> Result<Box<dyn Work>, Problem> {
    Ok(Box::new(Inspecting { reader: Reader::new(bytes, Limits::PAGE)? }))
}

struct Inspecting {
    reader: Reader,
}

impl Work for Inspecting {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        let Some(file) = self.reader.step()? else { return Ok(None) };
        let table = file.table;
        Ok(Some(Answer::Inspect(Inspected {
            rows: table.rows() as u64,
            columns: infos(&table),
            targets: targets(&table).into_iter().map(str::to_owned).collect(),
        })))
    }
}

/// Begins to balance.
///
/// # Errors
/// An option that cannot be used, no rows, or more than there is memory for.
pub(super) fn balance(request: asked::Balance, file: Option<Vec<u8>>) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (options, problems) = Options::of(&request.options);
    if !problems.is_empty() {
        return Err(problems);
    }
    let stage = match (request.configuration, file) {
        (Some(configuration), _) => {
            Balanced::foresee(&configuration, &options, MAX_MEMORY)?;
            Stage::Rows(Rows::generated(&configuration)?)
        }
        (None, Some(bytes)) => Stage::Rows(Rows::read(bytes)?),
        (None, None) => {
            let reason = text!("there are no rows to balance");
            return Err(vec![Problem::new("", reason, text!("choose a file"))]);
        }
    };
    Ok(Box::new(Balancing { options, stage }))
}

struct Balancing {
    options: Options,
    stage: Stage,
}

/// What comes next.
enum Stage {
    Rows(Rows),
    Balance(Box<Input>),
    Write(Box<Writing>),
    Done,
}

/// Balanced rows that are written, a part after another.
struct Writing {
    balanced: Balanced,
    part: usize,
    lines: Vec<Line>,
    next: usize,
}

impl Work for Balancing {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.stage = match stage {
            Stage::Rows(rows) => match rows.step()? {
                Step::More(rows) => Stage::Rows(rows),
                Step::Done(input, _) => Stage::Balance(input),
            },
            Stage::Balance(input) => {
                let mut pace = pace(sink, INPUT_SHARE);
                let balanced = Balanced::within(*input, &self.options, Some(MAX_MEMORY), &mut pace)?;
                let lines = balanced.parts().first().map(|&part| balanced.lines(part).collect());
                let lines = lines.unwrap_or_default();
                Stage::Write(Box::new(Writing { balanced, part: 0, lines, next: 0 }))
            }
            Stage::Write(mut writing) => {
                if let Some(answer) = writing.slice(sink) {
                    return Ok(Some(Answer::Balance(answer)));
                }
                Stage::Write(writing)
            }
            Stage::Done => Stage::Done,
        };
        Ok(None)
    }

    fn progress(&self) -> Option<Progress> {
        match &self.stage {
            Stage::Rows(rows) => Some(rows.progress(INPUT_SHARE)),
            // It reports its own progress.
            _ => None,
        }
    }
}

impl Writing {
    /// Writes some more; the answer, once everything is written.
    fn slice(&mut self, sink: &mut Sink) -> Option<asked::Balanced> {
        let parts = self.balanced.parts();
        let Some(&part) = parts.get(self.part) else {
            let parts = parts.iter().map(|&part| (part, self.balanced.rows(part)));
            return Some(asked::Balanced { report: self.balanced.report.clone(), parts: parts.collect() });
        };
        let mut bytes = Vec::new();
        while let Some(&line) = self.lines.get(self.next).filter(|_| bytes.len() < BYTES_PER_SLICE) {
            self.balanced.write(part, line, &mut bytes);
            self.next += 1;
        }
        sink.write(self.part, "text/csv;charset=utf-8", bytes);
        if self.next >= self.lines.len() {
            self.part += 1;
            self.next = 0;
            self.lines = parts.get(self.part).map_or(Vec::new(), |&part| self.balanced.lines(part).collect());
        }
        None
    }
}
