//! Detect: reads or generates rows in steps, and compares detectors on them. The comparison goes in one piece; whoever
//! wants it to stop ends the worker.

use super::dataset::Tables;
use super::rows::{Rows, Step, pace};
use super::session::{Sink, Slice, Work};
use crate::engine::balance::{self, Input};
use crate::engine::detect::{Axis, Options, Part, sweep};
use crate::engine::{Configuration, Problem};
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
    let rows = rows(request.configuration.as_ref(), file)?;
    Ok(Box::new(Detecting { task: Task::Compare(Box::new(balancing)), options, stage: Stage::Rows(rows) }))
}

/// Begins to compare them along a curve.
///
/// # Errors
/// As [`detect`].
pub(super) fn sweep(request: asked::Sweep, file: Option<Vec<u8>>) -> Result<Box<dyn Work>, Vec<Problem>> {
    let (options, problems) = Options::of(&request.options);
    if !problems.is_empty() {
        return Err(problems);
    }
    let stage = match (request.configuration, request.axis) {
        (None, Axis::Rows) => Stage::Rows(rows(None, file)?),
        (Some(configuration), _) => Stage::Generate(Box::new(configuration)),
        (None, axis) => return Err(axis.refusal(None).into_iter().collect()),
    };
    Ok(Box::new(Detecting { task: Task::Sweep(request.axis), options, stage }))
}

/// The rows of a configuration, or of a file.
fn rows(configuration: Option<&Configuration>, file: Option<Vec<u8>>) -> Result<Rows, Vec<Problem>> {
    match (configuration, file) {
        (Some(configuration), _) => Rows::generated(configuration),
        (None, Some(bytes)) => Ok(Rows::read(bytes)?),
        (None, None) => {
            let reason = text!("there are no rows to try detectors on");
            Err(vec![Problem::new("", reason, text!("choose a file"))])
        }
    }
}

struct Detecting {
    task: Task,
    options: Options,
    stage: Stage,
}

/// What is asked of the rows.
enum Task {
    /// A comparison, with the options of balancing.
    Compare(Box<balance::Options>),
    /// The figures along a curve.
    Sweep(Axis),
}

/// What comes next.
enum Stage {
    Rows(Rows),
    /// The rows, and the pattern of each.
    Compare(Box<Input>, Option<Vec<u8>>),
    /// Datasets that differ from a configuration's in one setting.
    Generate(Box<Configuration>),
    Done,
}

impl Work for Detecting {
    fn step(&mut self, _: &mut Tables, sink: &mut Sink) -> Slice {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.stage = match (stage, &self.task) {
            (Stage::Rows(rows), _) => match rows.step()? {
                Step::More(rows) => Stage::Rows(rows),
                Step::Done(input, patterns) => Stage::Compare(input, patterns),
            },
            (Stage::Compare(input, patterns), Task::Compare(balancing)) => {
                let mut pace = pace(sink, INPUT_SHARE);
                let part = Part::of(&input, patterns.as_deref(), &self.options, balancing, &mut pace)?;
                return Ok(Some(Answer::Detect(part)));
            }
            (Stage::Compare(input, _), Task::Sweep(_)) => {
                let part = sweep::Part::of_rows(&input, &self.options, &mut pace(sink, INPUT_SHARE))?;
                return Ok(Some(Answer::Sweep(part)));
            }
            (Stage::Generate(configuration), Task::Sweep(axis)) => {
                let mut pace = pace(sink, INPUT_SHARE);
                let part = sweep::Part::of_configuration(&configuration, *axis, &self.options, &mut pace)?;
                return Ok(Some(Answer::Sweep(part)));
            }
            (Stage::Generate(_) | Stage::Done, _) => Stage::Done,
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
