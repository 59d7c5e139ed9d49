//! Detect: reads or generates rows in steps, and compares detectors on them. The comparison goes in one piece; whoever
//! wants it to stop ends the worker.

use super::balance::pace;
use super::dataset::Tables;
use super::session::{Sink, Slice, Work};
use crate::engine::balance::{self, Drawing, Input};
use crate::engine::dataset::csv::{Limits, Reader};
use crate::engine::detect::{Options, Report};
use crate::engine::{Generator, Problem};
use crate::protocol::detect::{self as asked, INPUT_SHARE};
use crate::protocol::{Answer, Progress};

/// Begins to compare detectors.
///
/// # Errors
/// An option that cannot be used, or no rows.
pub(super) fn detect(request: asked::Detect, file: Option<Vec<u8>>) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (options, mut problems) = Options::of(&request.options);
    let (balancing, of_balancing) = balance::Options::of(&request.balancing);
    problems.extend(of_balancing);
    if !problems.is_empty() {
        return Err(problems);
    }
    let stage = match (request.configuration, file) {
        (Some(configuration), _) => Stage::Generate(Box::new(Drawing::new(Generator::new(&configuration)?)?)),
        (None, Some(bytes)) => Stage::Read(Box::new(Reader::new(bytes, Limits::PAGE)?)),
        (None, None) => {
            return Err(vec![Problem::new("", "there are no rows to try detectors on", "choose a file")]);
        }
    };
    Ok(Box::new(Detecting { options, balancing, stage }))
}

struct Detecting {
    options: Options,
    balancing: balance::Options,
    stage: Stage,
}

/// What comes next.
enum Stage {
    Generate(Box<Drawing>),
    Read(Box<Reader>),
    /// The rows, and the pattern of each.
    Compare(Box<Input>, Option<Vec<u8>>),
    Done,
}

impl Work for Detecting {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.stage = match stage {
            Stage::Generate(mut drawing) => match drawing.step()? {
                Some(input) => Stage::Compare(Box::new(input), Some(drawing.into_patterns())),
                None => Stage::Generate(drawing),
            },
            Stage::Read(mut reader) => match reader.step()? {
                Some(file) => Stage::Compare(Box::new(Input::file(file)), None),
                None => Stage::Read(reader),
            },
            Stage::Compare(input, patterns) => {
                let mut pace = pace(sink, INPUT_SHARE, 100);
                let report =
                    Report::of(&input, patterns.as_deref(), &self.options, &self.balancing, &mut pace)?;
                return Ok(Some(Answer::Detect(report)));
            }
            Stage::Done => Stage::Done,
        };
        Ok(None)
    }

    fn progress(&self) -> Option<Progress> {
        let (done, total) = match &self.stage {
            Stage::Generate(drawing) => drawing.progress(),
            Stage::Read(reader) => reader.progress(),
            // It reports its own progress.
            _ => return None,
        };
        Some(Progress { done: INPUT_SHARE * done / total.max(1), total: 100 })
    }
}
