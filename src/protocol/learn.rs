//! Learn: lessons, and the right answers to their questions.

use serde::{Deserialize, Serialize};

use crate::engine::Problem;
use crate::engine::learn::{Given, Lesson, Task};

/// The lessons that come with the page, with their keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shelf;

/// A lesson, from where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadLesson {
    /// One that comes with the page, by its key.
    Shelf(String),
    /// One of somebody's own, packed as links carry it.
    Packed(String),
    /// A text, as Markdown.
    Text(String),
}

/// A lesson that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Read {
    /// The lesson.
    pub lesson: Lesson,
    /// Its text.
    pub text: String,
    /// The text as links carry it.
    pub packed: String,
}

/// The right answers to some questions, in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Solve {
    /// The questions. Those of one configuration stand together.
    pub tasks: Vec<Task>,
}

/// The right answer, or why there is none.
pub type Solved = Result<Given, Vec<Problem>>;
