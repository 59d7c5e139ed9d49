//! The kinds of charts, each declared once: what it is called, which columns it needs, which options it takes. Form,
//! link, command line and report follow from here.

mod declarations;

use serde::{Deserialize, Serialize};

use crate::engine::dataset::Role;
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, ColumnId, Values};

pub use declarations::MOST_COLUMNS;
use declarations::{
    BARS, BOXES, CALENDAR, COMBINED, CORRELATION, GRID, HISTOGRAM, LINES, MATRIX, SCATTER, WEEK,
};

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
        Kind::Lines,
        Kind::Histogram,
        Kind::Boxes,
        Kind::Bars,
        Kind::Scatter,
        Kind::Correlation,
        Kind::Matrix,
        Kind::Week,
        Kind::Calendar,
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

/// What is declared of a kind of chart.
#[derive(Debug)]
pub struct Declared {
    /// How links and commands name it.
    pub key: &'static str,
    /// How a reader sees it.
    pub name: &'static str,
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
    /// The least number of columns; 0 where the chart does without.
    pub least: usize,
    /// The greatest number of columns.
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

/// What a column has to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// Numbers, but no ids and flags.
    Numbers,
    /// Moments.
    Moments,
    /// Names or flags.
    Groups,
    /// Numbers, flags or names, but no ids.
    Features,
}

impl Accepts {
    /// Whether a column is of this type.
    pub fn takes(self, column: &Column) -> bool {
        let (kind, role) = (column.field.kind, column.field.role);
        match (self, &column.values) {
            (Accepts::Moments, Values::Timestamps(_)) => true,
            (Accepts::Numbers, Values::Numbers(_)) => role != Role::Id && kind != Type::Flag,
            (Accepts::Groups, Values::Numbers(_)) => kind == Type::Flag,
            (Accepts::Groups, Values::Categories(_)) => true,
            (Accepts::Features, Values::Numbers(_) | Values::Categories(_)) => role != Role::Id,
            _ => false,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Accepts::Numbers => "numbers",
            Accepts::Moments => "dates",
            Accepts::Groups => "names or flags",
            Accepts::Features => "numbers, names or flags",
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
}

/// What an option may be. Its text form is a key, a whole number, or `yes` and `no`.
#[derive(Debug)]
pub enum ChoiceForm {
    /// One of some: its key, and how a reader sees it. The first is the default.
    OneOf(&'static [(&'static str, &'static str)]),
    /// A whole number.
    Whole {
        /// The least one.
        least: u32,
        /// The greatest one.
        greatest: u32,
        /// The default.
        usual: u32,
        /// What 0 means, where it is more than a number; it is then allowed below the least.
        zero: Option<&'static str>,
    },
    /// Yes or no; the default.
    Switch(bool),
}

impl Choice {
    /// The default as text.
    pub fn usual(&self) -> String {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.first().map_or(String::new(), |key| key.0.to_owned()),
            ChoiceForm::Whole { usual, .. } => usual.to_string(),
            ChoiceForm::Switch(usual) => if *usual { "yes" } else { "no" }.to_owned(),
        }
    }

    /// Whether a text is one that the option takes.
    pub fn takes(&self, text: &str) -> bool {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.iter().any(|key| key.0 == text),
            ChoiceForm::Whole { least, greatest, zero, .. } => text.parse::<u32>().is_ok_and(|number| {
                (*least..=*greatest).contains(&number) || (number == 0 && zero.is_some())
            }),
            ChoiceForm::Switch(_) => matches!(text, "yes" | "no"),
        }
    }

    /// What the option takes, in words.
    pub fn range(&self) -> String {
        match &self.form {
            ChoiceForm::OneOf(keys) => keys.iter().map(|key| key.0).collect::<Vec<_>>().join(", "),
            ChoiceForm::Whole { least, greatest, zero: None, .. } => format!("{least} to {greatest}"),
            ChoiceForm::Whole { least, greatest, zero: Some(zero), .. } => {
                format!("{least} to {greatest}, or 0: {zero}")
            }
            ChoiceForm::Switch(_) => "yes, no".to_owned(),
        }
    }
}
