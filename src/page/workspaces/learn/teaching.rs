//! What whoever teaches has typed, and the answers that were worked out: they stay while other parts are shown.

use leptos::prelude::*;

use crate::engine::Problem;
use crate::page::client::Lane;
use crate::protocol::Progress;

/// Words in English, for a file, and as the page tells them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// In English.
    pub english: String,
    /// In the language of the page.
    pub told: String,
}

/// The right answers of a lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What tells the lesson from others.
    pub lesson: String,
    /// The titles of the steps that ask something.
    pub questions: Vec<Said>,
    /// Each student's name, seed and answers.
    pub students: Vec<(Said, u64, Vec<Said>)>,
}

/// The answers for a class.
#[derive(Clone, Copy)]
pub struct Teaching {
    /// What tells the chosen lesson from others; empty for the first one.
    pub lesson: RwSignal<String>,
    /// Whether each student has a seed of their own.
    pub own_seeds: RwSignal<bool>,
    /// The names, one a line.
    pub names: RwSignal<String>,
    /// The answers that were worked out.
    pub sheet: RwSignal<Option<Sheet>>,
    /// How far they are; none where none are under way.
    pub progress: RwSignal<Option<Progress>>,
    /// Why there are none.
    pub problems: RwSignal<Vec<Problem>>,
    /// The request for them.
    pub lane: Lane,
}

impl Teaching {
    /// Nothing typed yet.
    pub fn new() -> Self {
        Teaching {
            lesson: RwSignal::new(String::new()),
            own_seeds: RwSignal::new(true),
            names: RwSignal::new(String::new()),
            sheet: RwSignal::new(None),
            progress: RwSignal::new(None),
            problems: RwSignal::new(Vec::new()),
            lane: Lane::new(),
        }
    }
}
