//! A lesson: what it is made of, and which configuration each of its steps has.

use serde::{Deserialize, Serialize};

use super::formula::Formula;
use crate::engine::configuration::link::{Link, is_view};
use crate::engine::configuration::{Configuration, Override, Preset};
use crate::engine::problem::Problem;

/// The most steps of a lesson.
pub const MAX_STEPS: usize = 10;

/// The longest lesson, in bytes.
pub const MAX_BYTES: usize = 20_000;

/// The longest title, in characters.
pub const MAX_TITLE: usize = 80;

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// Its title.
    pub title: String,
    /// How many minutes it takes; none where it does not say.
    pub minutes: Option<u32>,
    /// What stands before the first step; its first paragraph says what the lesson is about.
    pub introduction: Vec<Block>,
    /// Its steps: at least one.
    pub steps: Vec<Step>,
}

/// A step of a lesson.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Its title.
    pub title: String,
    /// What is opened, in the paths of links: settings, and what is looked at.
    pub open: Vec<Override>,
    /// What to do and to look at.
    pub text: Vec<Block>,
    /// What is asked.
    pub question: Option<Question>,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list.
    List {
        /// Whether its items are numbered.
        is_ordered: bool,
        /// Its items.
        items: Vec<Vec<Span>>,
    },
    /// Lines of code.
    Code(String),
}

/// Words in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they stand out.
    pub is_strong: bool,
    /// Whether they are stressed.
    pub is_emphasized: bool,
    /// Whether they are code.
    pub is_code: bool,
    /// Where they lead.
    pub link: Option<String>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// What is asked.
    pub text: String,
    /// What is right.
    pub answer: Answer,
    /// What helps; empty where nothing is said.
    pub hint: String,
    /// Why it is so; empty where nothing is said.
    pub because: String,
}

/// What is right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// One of several choices.
    Choice {
        /// The choices.
        choices: Vec<String>,
        /// The place of the right one.
        right: usize,
    },
    /// What follows from the rows.
    Formula {
        /// What is computed.
        formula: Formula,
        /// What stands behind a number; empty where it has no unit.
        unit: String,
        /// How far a number may be off; none for what is usual.
        tolerance: Option<f64>,
    },
}

impl Lesson {
    /// A seed for what is the same for every seed.
    pub const ANY_SEED: u64 = 1;

    /// The configuration of a step for a seed: what this step and those before it open, one after another.
    ///
    /// # Errors
    /// A step opens what there is not.
    pub fn configuration(&self, step: usize, seed: u64) -> Result<Configuration, Vec<Problem>> {
        let first = Configuration { seed, ..Preset::ALL[0].configuration() };
        self.steps.iter().take(step + 1).try_fold(first, |before, step| step.configuration(&before))
    }
}

impl Step {
    /// Whether it changes the data.
    pub fn changes_data(&self) -> bool {
        self.open.iter().any(|setting| !is_view(&setting.path))
    }

    /// What is looked at, by path.
    pub fn views(&self) -> Vec<Override> {
        self.open.iter().filter(|setting| is_view(&setting.path)).cloned().collect()
    }

    /// The configuration that it opens after another one, with the same seed.
    ///
    /// # Errors
    /// It opens what there is not.
    pub fn configuration(&self, before: &Configuration) -> Result<Configuration, Vec<Problem>> {
        let preset = self.open.iter().find(|setting| setting.path == Preset::PATH);
        let (preset, kept) = match preset {
            None => (before.preset, before.overrides()),
            Some(named) => {
                let found = Preset::from_key(&named.value);
                let found = found.ok_or_else(|| {
                    let keys = Preset::ALL.map(Preset::key).join(", ");
                    let reason = text!("there is no preset '{name}'", name = &named.value);
                    Problem::new(Preset::PATH, reason, text!("it is one of {keys}", keys))
                })?;
                (found, Vec::new())
            }
        };
        let settings = self.open.iter().filter(|setting| setting.path != Preset::PATH);
        // A later setting of a path takes the place of an earlier one.
        let overrides = kept.into_iter().chain(settings.cloned()).collect();
        let (link, mut problems) = Link::from_overrides(preset, overrides);
        problems.extend(link.unknown.iter().map(|setting| {
            let hint = text!("docs/settings.md lists all settings; views have the paths of the page's links");
            Problem::new(
                setting.path.clone(),
                text!("there is no setting '{path}'", path = &setting.path),
                hint,
            )
        }));
        // What a link tells of something that it keeps is said above.
        problems.retain(|problem| !problem.path.is_empty());
        if problems.is_empty() {
            Ok(Configuration { seed: before.seed, ..link.configuration })
        } else {
            Err(problems)
        }
    }
}
