//! Detect: reads or generates rows in steps, and compares detectors on them. The comparison goes in one piece; whoever
//! wants it to stop ends the worker.

use super::dataset::Tables;
use super::rows::{Rows, Step, pace};
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::balance::{self, Input};
use crate::engine::detect::{Options, Report};
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
        (Some(configuration), _) => Stage::Rows(Rows::generated(&configuration)?),
        (None, Some(bytes)) => Stage::Rows(Rows::read(bytes)?),
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
    Rows(Rows),
    /// The rows, and the pattern of each.
    Compare(Box<Input>, Option<Vec<u8>>),
    Done,
}

impl Work for Detecting {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.stage = match stage {
            Stage::Rows(rows) => match rows.step()? {
                Step::More(rows) => Stage::Rows(rows),
                Step::Done(input, patterns) => Stage::Compare(input, patterns),
            },
            Stage::Compare(input, patterns) => {
                let mut pace = pace(sink, INPUT_SHARE);
                let report =
                    Report::of(&input, patterns.as_deref(), &self.options, &self.balancing, &mut pace)?;
                return Ok(Some(Answer::Detect(report)));
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
