//! Learn: lessons, as Markdown files, and answers that are computed from the data.
//!
//! A [`Lesson`] is a sequence of steps. Each names what is opened, says what to look at, and may ask a question. What the right
//! answer is follows from the rows ([`Formula`]), so that every seed has its own: [`solve`] computes it, and
//! [`answer::is_right`] compares it with what was typed.

pub mod answer;
pub mod formula;
pub mod glossary;
pub mod lesson;
pub mod packed;
mod read;
pub mod shelf;
pub mod solve;
mod told;

#[cfg(test)]
mod tests;

pub use answer::Given;
pub use formula::Formula;
pub use lesson::{Answer, Block, Lesson, Question, Span, Step};
pub use solve::{Solving, Task};
