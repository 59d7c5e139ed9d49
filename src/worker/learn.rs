//! Learn: reads lessons, and answers their questions one after another, each on the rows of its configuration.

use std::ops::ControlFlow;

use super::dataset::Tables;
use super::rows::{Rows, Step};
use super::session::{Sink, Slice, Work};
use crate::engine::Problem;
use crate::engine::balance::Input;
use crate::engine::configuration::Configuration;
use crate::engine::learn::{Lesson, Solving, Task, packed, shelf};
use crate::protocol::learn::{self as asked, Solved};
use crate::protocol::{Answer, Progress};

/// The lessons that come with the page.
pub(super) fn on_the_shelf() -> Answer {
    Answer::Shelf(shelf::lessons())
}

/// Reads a lesson.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(request: asked::ReadLesson) -> Result<Answer, Vec<Problem>> {
    let text = match request {
        asked::ReadLesson::Shelf(key) => shelf::text(&key)?.to_owned(),
        asked::ReadLesson::Packed(packed) => packed::unpack(&packed)?,
        asked::ReadLesson::Text(text) => text,
    };
    let lesson = Lesson::read(&text)?;
    Ok(Answer::ReadLesson(asked::Read { lesson, packed: packed::pack(&text)?, text }))
}

/// Begins to answer questions.
pub(super) fn solve(request: asked::Solve) -> Box<dyn Work> {
    Box::new(Answering { tasks: request.tasks, answers: Vec::new(), rows: Held::None })
}

struct Answering {
    tasks: Vec<Task>,
    answers: Vec<Solved>,
    rows: Held,
}

/// The rows that there are.
enum Held {
    None,
    Coming(Box<Configuration>, Rows),
    There(Box<Configuration>, Box<Input>, Option<Vec<u8>>),
}

impl Work for Answering {
    fn step(&mut self, _: &mut Tables, _: &mut Sink) -> Slice {
        let Some(task) = self.tasks.get(self.answers.len()) else {
            return Ok(Some(Answer::Solve(std::mem::take(&mut self.answers))));
        };
        self.rows = match std::mem::replace(&mut self.rows, Held::None) {
            Held::There(configuration, input, patterns) if *configuration == task.configuration => {
                let rows = Solving { input: &input, patterns: patterns.as_deref() };
                self.answers.push(rows.solve(task, &mut |_, _| ControlFlow::Continue(())));
                Held::There(configuration, input, patterns)
            }
            Held::Coming(configuration, rows) => match rows.step()? {
                Step::More(rows) => Held::Coming(configuration, rows),
                Step::Done(input, patterns) => Held::There(configuration, input, patterns),
            },
            Held::None | Held::There(..) => {
                let configuration = Box::new(task.configuration.clone());
                let rows = Rows::generated(&configuration)?;
                Held::Coming(configuration, rows)
            }
        };
        Ok(None)
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress { done: self.answers.len() as u64, total: self.tasks.len() as u64 })
    }
}
