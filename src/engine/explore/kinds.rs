//! The kinds of charts, each declared once: what it is called, which columns it needs, which options it takes. Form,
//! link, command line and report follow from here.

mod declarations;

use serde::{Deserialize, Serialize};

use super::scope::Scope;
use crate::engine::Text;
use crate::engine::dataset::ColumnId;
use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;

use declarations::{
    BARS, BOXES, CALENDAR, COMBINED, CORRELATION, GRID, HISTOGRAM, LINES, MATRIX, SCATTER, WEEK,
};
pub use declarations::{MAX_COLUMNS, UNEXPORTED};

/// A kind of chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Lines over time.
    Lines,
    /// Histograms.
    Histogram,
    /// Box plots and violins.
    Boxes,
    /// Bars for the names of a category.
    Bars,
    /// Two columns against each other.
    Scatter,
    /// Correlations of all pairs of columns.
    Correlation,
    /// Threat level by severity.
    Matrix,
    /// Hour by day of the week.
    Week,
    /// Days of years.
    Calendar,
    /// Scatters and correlations together.
    Combined,
    /// Any number of columns, a small panel each.
    Grid,
}

impl Kind {
    /// All of them, in the order of the page.
    pub const ALL: [Kind; 11] = [
        Kind::Histogram,
        Kind::Boxes,
        Kind::Bars,
        Kind::Scatter,
        Kind::Correlation,
        Kind::Lines,
        Kind::Calendar,
        Kind::Week,
        Kind::Matrix,
        Kind::Combined,
        Kind::Grid,
    ];

    /// The kind with the given key.
    pub fn from_key(key: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.declared().key == key)
    }

    /// What is declared of it.
    pub fn declared(self) -> &'static Declared {
        match self {
            Kind::Lines => &LINES,
            Kind::Histogram => &HISTOGRAM,
            Kind::Boxes => &BOXES,
            Kind::Bars => &BARS,
            Kind::Scatter => &SCATTER,
            Kind::Correlation => &CORRELATION,
            Kind::Matrix => &MATRIX,
            Kind::Week => &WEEK,
            Kind::Calendar => &CALENDAR,
            Kind::Combined => &COMBINED,
            Kind::Grid => &GRID,
        }
    }
}

/// The question that a kind of chart answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Which values occur, and how often.
    Distribution,
    /// What goes together.
    Relationship,
    /// When it happens.
    Time,
    /// How bad it is.
    Risk,
    /// What there is.
    Overview,
}

impl Question {
    /// All of them, in the order of the page.
    pub const ALL: [Question; 5] =
        [Question::Distribution, Question::Relationship, Question::Time, Question::Risk, Question::Overview];

    /// How a reader sees it: declared words.
    pub fn name(self) -> &'static str {
        match self {
            Question::Distribution => words!("Distribution"),
            Question::Relationship => words!("Relationship"),
            Question::Time => words!("Time"),
            Question::Risk => words!("Risk"),
            Question::Overview => words!("Overview"),
        }
    }

    /// The kinds that answer it, in the order of the page.
    pub fn kinds(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |kind| kind.declared().question == self)
    }
}

/// What is declared of a kind of chart.
#[derive(Debug)]
pub struct Declared {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// The same in a word or two, for a small place.
    pub short: &'static str,
    /// The question that it answers.
    pub question: Question,
    /// When to use it, in a line.
    pub use_when: &'static str,
    /// What it shows, in a sentence.
    pub description: &'static str,
    /// The columns that it shows.
    pub needs: &'static [Need],
    /// The options that it takes.
    pub options: &'static [Choice],
}

/// Columns that a chart shows.
#[derive(Debug)]
pub struct Need {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// What they may hold.
    pub accepts: Accepts,
    /// The smallest number of columns; 0 where the chart does without.
    pub min: usize,
    /// The largest number of columns.
    pub most: usize,
    /// The columns that are taken where none is named.
    pub defaults: Defaults,
}

/// The columns that are taken where none is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defaults {
    /// All that are accepted.
    All,
    /// The first of these that the table has; where it has none of them and one is needed, the first that is accepted.
    FirstOf(&'static [ColumnId]),
}

impl Need {
    /// The columns that are taken where none is named, of those with the given names, types and roles, which are those of
    /// a scope.
    pub fn default_columns<'a>(
        &self,
        columns: impl Iterator<Item = (&'a str, Type, Role)> + Clone,
        scope: Scope,
    ) -> Vec<String> {
        let accepted = columns.filter(|(_, kind, role)| self.accepts.takes(*kind, *role));
        let name = |column: (&str, Type, Role)| column.0.to_owned();
        let Defaults::FirstOf(ids) = self.defaults else {
            // Ids among the names, and what says the truth, are taken when they are asked for.
            let is_worth_showing = |kind: Type, role: Role| match role {
                Role::Id => false,
                Role::Truth => scope == Scope::All && kind != Type::Text,
                _ => kind != Type::Text,
            };
            let worth_showing = accepted.filter(|(_, kind, role)| is_worth_showing(*kind, *role));
            return worth_showing.take(self.most).map(name).collect();
        };
        let known = ids.iter().find_map(|&id| accepted.clone().find(|column| column.0 == id.name()));
        let first = || accepted.clone().find(|_| self.min > 0);
        known.or_else(first).map(name).into_iter().collect()
    }
}

/// What a column has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Numbers, but no ids and flags.
    Numbers,
    /// Moments.
    Timestamps,
    /// Names or flags.
    Groups,
    /// Numbers, flags or names, but no ids.
    Features,
}

impl Accepts {
    /// Whether a column of this type and role is accepted.
    pub fn takes(self, kind: Type, role: Role) -> bool {
        let is_id = role == Role::Id;
        match self {
            Accepts::Timestamps => kind == Type::DateTime,
            Accepts::Numbers => matches!(kind, Type::Integer | Type::Decimal) && !is_id,
            // The text of an id is a number behind letters.
            Accepts::Groups => match kind {
                Type::Category | Type::Flag => true,
                Type::Text => !is_id,
                Type::Integer | Type::Decimal | Type::DateTime => false,
            },
            Accepts::Features => kind != Type::DateTime && !is_id,
        }
    }

    /// In declared words.
    pub fn name(self) -> &'static str {
        match self {
            Accepts::Numbers => words!("numbers"),
            Accepts::Timestamps => words!("dates"),
            Accepts::Groups => words!("names or flags"),
            Accepts::Features => words!("numbers, names or flags"),
        }
    }
}

/// An option of a chart.
#[derive(Debug)]
pub struct Choice {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
    /// What it may be; the default is among it.
    pub form: ChoiceForm,
    /// Whether it is a detail that few readers change.
    pub is_detail: bool,
}

/// What an option may be. Its text form is a key, a whole number, or `yes` and `no`.
#[derive(Debug)]
pub enum ChoiceForm {
    /// One of some: its key, and how a reader sees it. The first is the default.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A whole number.
    Whole {
        /// The smallest one.
        min: u32,
        /// The largest one.
        max: u32,
        /// The default.
        default: u32,
        /// What 0 means, where it is more than a number; it is then allowed below the smallest.
        zero: Option<&'static str>,
    },
    /// Yes or no; the default.
    Switch(bool),
}

impl Choice {
    /// The default as text.
    pub fn default_text(&self) -> String {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.first().map_or(String::new(), |key| key.0.to_owned()),
            ChoiceForm::Whole { default, .. } => default.to_string(),
            ChoiceForm::Switch(default) => if *default { "yes" } else { "no" }.to_owned(),
        }
    }

    /// Whether a text is one that the option takes.
    pub fn takes(&self, text: &str) -> bool {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.iter().any(|key| key.0 == text),
            ChoiceForm::Whole { min, max, zero, .. } => text
                .parse::<u32>()
                .is_ok_and(|number| (*min..=*max).contains(&number) || (number == 0 && zero.is_some())),
            ChoiceForm::Switch(_) => matches!(text, "yes" | "no"),
        }
    }

    /// What the option takes, in words.
    pub fn range(&self) -> Text {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.iter().map(|key| key.0).collect::<Vec<_>>().join(", ").into(),
            ChoiceForm::Whole { min, max, zero: None, .. } => {
                text!("{min} to {max}", min = *min, max = *max)
            }
            ChoiceForm::Whole { min, max, zero: Some(zero), .. } => {
                text!("{min} to {max}, or 0: {zero}", min = *min, max = *max, zero = Text::declared(zero))
            }
            ChoiceForm::Switch(_) => "yes, no".into(),
        }
    }
}
