//! Balance: reads or generates rows, splits and balances them, and writes a file for each part. The balancing itself
//! goes in one piece; whoever wants it to stop ends the worker.

use std::ops::ControlFlow;

use super::dataset::{Tables, infos};
use super::session::{Sink, Slice, Work, once};
use crate::engine::balance::{Balanced, Input, Line, Options, targets};
use crate::engine::dataset::csv::{CsvFile, Limits};
use crate::engine::{Configuration, Problem};
pub(super) use crate::protocol::balance::Inspect;
use crate::protocol::balance::{self as asked, Inspected};
use crate::protocol::{Answer, Progress};

/// Bytes of a file that a slice writes.
const BYTES_PER_SLICE: usize = 1 << 20;

/// How much of the progress, in percent, is the making or reading of the rows.
const INPUT_SHARE: u64 = 20;

/// Reads a file to know what can be balanced in it.
pub(super) fn inspect(bytes: Vec<u8>) -> Box<dyn Work> {
    once(move |_| {
        let file = CsvFile::read(bytes, Limits::PAGE, &mut |_, _| ControlFlow::Continue(()));
        let table = file.map_err(Vec::from)?.table;
        Ok(Answer::Inspect(Inspected {
            rows: table.rows() as u64,
            columns: infos(&table),
            targets: targets(&table).into_iter().map(str::to_owned).collect(),
        }))
    })
}

/// Begins to balance.
///
/// # Errors
/// An option that cannot be used, or no rows.
pub(super) fn balance(request: asked::Balance, file: Option<Vec<u8>>) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (options, problems) = Options::of(&request.options);
    if !problems.is_empty() {
        return Err(problems);
    }
    let stage = match (request.configuration, file) {
        (Some(configuration), _) => Stage::Generate(Box::new(configuration)),
        (None, Some(bytes)) => Stage::Read(bytes),
        (None, None) => {
            return Err(vec![Problem::new("", "there are no rows to balance", "choose a file")]);
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
    Generate(Box<Configuration>),
    Read(Vec<u8>),
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
        let done = match stage {
            Stage::Generate(configuration) => {
                let input = Input::generated(&configuration, &mut pace(sink, 0, INPUT_SHARE));
                input.map(|input| Stage::Balance(Box::new(input)))
            }
            Stage::Read(bytes) => {
                let file = CsvFile::read(bytes, Limits::PAGE, &mut pace(sink, 0, INPUT_SHARE));
                file.map(|file| Stage::Balance(Box::new(Input::file(file))))
            }
            Stage::Balance(input) => {
                let balanced = Balanced::of(*input, &self.options, &mut pace(sink, INPUT_SHARE, 100));
                balanced.map(|balanced| {
                    let lines = balanced.parts().first().map(|&part| balanced.lines(part).collect());
                    let lines = lines.unwrap_or_default();
                    Stage::Write(Box::new(Writing { balanced, part: 0, lines, next: 0 }))
                })
            }
            Stage::Write(mut writing) => {
                if let Some(answer) = writing.slice(sink) {
                    return Ok(Some(Answer::Balance(answer)));
                }
                Ok(Stage::Write(writing))
            }
            Stage::Done => Ok(Stage::Done),
        };
        self.stage = done?;
        Ok(None)
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

/// Tells the page each percent of a part of the work.
fn pace<'a>(sink: &'a mut Sink, from: u64, to: u64) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'a {
    let mut last = None;
    move |done, total| {
        let percent = from + (to - from) * done.min(total) / total.max(1);
        if last != Some(percent) {
            last = Some(percent);
            sink.progress(Progress { done: percent, total: 100 });
        }
        ControlFlow::Continue(())
    }
}
