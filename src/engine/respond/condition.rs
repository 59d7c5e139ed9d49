//! What a row has to be for a rule to fire, and how that is written: `threat_level >= High and login_attempts > 5`.
//!
//! Columns are named as settings name them, or between quotes as files name them. Beside what stands in the row itself, a
//! condition can ask how far a number is from the user's own baseline (`deviation(data_transfer_mb) > 3`, in standard deviations),
//! how many of the user's rows there were within a time (`count(1 h) >= 5`, `count(login_attempts > 3, 1 d) >= 4`, the row itself
//! included), and in which state the user is (`state >= watched`). No comparison holds for a missing value.

use std::fmt;

use super::state::State;
use crate::engine::column::ColumnId;
use crate::engine::dataset::schema::COLUMNS;
use crate::engine::decimal;
use crate::engine::level::Level;

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Comparison {
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    Different,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

impl Comparison {
    /// All of them, longer signs first.
    pub const ALL: [Comparison; 6] = [
        Comparison::AtMost,
        Comparison::AtLeast,
        Comparison::Different,
        Comparison::Below,
        Comparison::Above,
        Comparison::Equal,
    ];

    /// Its sign.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Below => "<",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
            Comparison::Different => "!=",
            Comparison::AtLeast => ">=",
            Comparison::Above => ">",
        }
    }

    /// Whether it holds; never for what is not a number.
    #[inline]
    pub fn holds<T: PartialOrd>(self, left: T, right: T) -> bool {
        match left.partial_cmp(&right) {
            None => false,
            Some(order) => match self {
                Comparison::Below => order.is_lt(),
                Comparison::AtMost => order.is_le(),
                Comparison::Equal => order.is_eq(),
                Comparison::Different => order.is_ne(),
                Comparison::AtLeast => order.is_ge(),
                Comparison::Above => order.is_gt(),
            },
        }
    }
}

/// What a row has to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds, or several.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// A number of the row.
    Number {
        /// The column, as files name it.
        column: String,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        value: f64,
    },
    /// A level of the row: levels have an order.
    Level {
        /// The column.
        column: String,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        level: Level,
    },
    /// A name of the row is one of these.
    OneOf {
        /// The column.
        column: String,
        /// The names.
        names: Vec<String>,
    },
    /// The row has no value there.
    Missing {
        /// The column.
        column: String,
    },
    /// The state of the row's user, before the row.
    State {
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        state: State,
    },
    /// How far a number is from what is usual for the row's user, in standard deviations.
    Deviation {
        /// The column.
        column: String,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        value: f64,
    },
    /// How many rows of the user there were within a time, this one included.
    Count {
        /// Which rows count; none for all.
        of: Option<Box<Condition>>,
        /// The time in seconds.
        within: u32,
        /// How it is compared.
        comparison: Comparison,
        /// With what.
        value: u32,
    },
}

/// The columns whose names are levels.
pub const LEVELS: [ColumnId; 3] = [ColumnId::Severity, ColumnId::RiskLevel, ColumnId::ThreatLevel];

/// Words that mean something in a condition.
pub(super) const KEYWORDS: [&str; 10] =
    ["and", "or", "not", "in", "is", "missing", "present", "deviation", "count", "state"];

impl Condition {
    /// All of some conditions; what is nested without need is not.
    pub fn all(conditions: Vec<Condition>) -> Condition {
        joined(conditions, Condition::All, |condition| match condition {
            Condition::All(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// Any of some conditions; what is nested without need is not.
    pub fn any(conditions: Vec<Condition>) -> Condition {
        joined(conditions, Condition::Any, |condition| match condition {
            Condition::Any(inner) => Ok(inner),
            other => Err(other),
        })
    }

    /// Calls a function with the condition and everything that it is made of.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        visit(self);
        match self {
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.each(visit)),
            Condition::Not(part) | Condition::Count { of: Some(part), .. } => part.each(visit),
            _ => {}
        }
    }

    /// The columns that it looks at, each once.
    pub fn columns(&self) -> Vec<&str> {
        let mut columns = Vec::new();
        self.each(&mut |part| {
            if let Condition::Number { column, .. }
            | Condition::Level { column, .. }
            | Condition::OneOf { column, .. }
            | Condition::Missing { column }
            | Condition::Deviation { column, .. } = part
                && !columns.contains(&column.as_str())
            {
                columns.push(column);
            }
        });
        columns
    }
}

/// Conditions as one, with those inside of the same kind taken out of their brackets.
fn joined(
    conditions: Vec<Condition>,
    of: impl Fn(Vec<Condition>) -> Condition,
    inside: impl Fn(Condition) -> Result<Vec<Condition>, Condition>,
) -> Condition {
    let mut flat = Vec::new();
    for condition in conditions {
        match inside(condition) {
            Ok(inner) => flat.extend(inner),
            Err(other) => flat.push(other),
        }
    }
    if flat.len() == 1
        && let Some(only) = flat.pop()
    {
        return only;
    }
    of(flat)
}

/// The name of a column, as conditions write it: ours by its key, others between quotes.
pub fn column_text(name: &str) -> String {
    match COLUMNS.iter().find(|column| column.name == name) {
        Some(column) if is_word(&column.key()) => column.key(),
        _ => quoted(name),
    }
}

/// A text that stands as it is where it is one word, and between quotes where it is not.
pub fn word(text: &str) -> String {
    if is_word(text) { text.to_owned() } else { quoted(text) }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && text.chars().all(is_part_of_word)
        && !KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(text))
}

/// Whether a character can stand in a word.
pub(super) fn is_part_of_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '/' | '-')
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted + "\""
}

/// A time as conditions write it: `30 min`, `2 h`, `7 d`.
pub(super) fn duration(seconds: u32) -> String {
    match seconds {
        days if days % 86_400 == 0 => format!("{} d", days / 86_400),
        hours if hours % 3_600 == 0 => format!("{} h", hours / 3_600),
        minutes if minutes % 60 == 0 => format!("{} min", minutes / 60),
        other => format!("{other} s"),
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |formatter: &mut fmt::Formatter<'_>, parts: &[Condition], between: &str| {
            for (place, part) in parts.iter().enumerate() {
                if place > 0 {
                    formatter.write_str(between)?;
                }
                match part {
                    Condition::Any(_) => write!(formatter, "({part})")?,
                    _ => write!(formatter, "{part}")?,
                }
            }
            Ok(())
        };
        match self {
            Condition::All(parts) => list(formatter, parts, " and "),
            Condition::Any(parts) => list(formatter, parts, " or "),
            Condition::Not(part) => match part.as_ref() {
                Condition::OneOf { column, names } => {
                    let names: Vec<String> = names.iter().map(|name| word(name)).collect();
                    write!(formatter, "{} not in ({})", column_text(column), names.join(", "))
                }
                Condition::Missing { column } => write!(formatter, "{} is present", column_text(column)),
                _ => write!(formatter, "not ({part})"),
            },
            Condition::Number { column, comparison, value } => {
                write!(formatter, "{} {} {}", column_text(column), comparison.sign(), decimal::text(*value))
            }
            Condition::Level { column, comparison, level } => {
                write!(formatter, "{} {} {}", column_text(column), comparison.sign(), level.name())
            }
            Condition::OneOf { column, names } => match names.as_slice() {
                [name] => write!(formatter, "{} = {}", column_text(column), word(name)),
                names => {
                    let names: Vec<String> = names.iter().map(|name| word(name)).collect();
                    write!(formatter, "{} in ({})", column_text(column), names.join(", "))
                }
            },
            Condition::Missing { column } => write!(formatter, "{} is missing", column_text(column)),
            Condition::State { comparison, state } => {
                write!(formatter, "state {} {}", comparison.sign(), state.key())
            }
            Condition::Deviation { column, comparison, value } => {
                let (column, value) = (column_text(column), decimal::text(*value));
                write!(formatter, "deviation({column}) {} {value}", comparison.sign())
            }
            Condition::Count { of, within, comparison, value } => {
                let of = of.as_ref().map(|of| format!("{of}, ")).unwrap_or_default();
                write!(formatter, "count({of}{}) {} {value}", duration(*within), comparison.sign())
            }
        }
    }
}
