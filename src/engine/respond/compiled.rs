//! Rules made ready for the columns of a table: names have become codes, and columns places.

use super::condition::{Comparison, Condition};
use super::rules::RuleSet;
use super::state::State;
use crate::engine::dataset::{Column, MISSING, Role, Table, Values};
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::text::Text;

/// Why a condition does not fit the columns, and what to do.
type Misfit = (Text, Text);

/// A condition for a table's columns.
#[derive(Clone, Debug)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Number(usize, Comparison, f64),
    /// Whether each code is one of those that are asked for.
    Codes(usize, Vec<bool>),
    Missing(usize),
    State(Comparison, State),
    /// The place among the deviations.
    Deviation(usize, Comparison, f64),
    /// The place among the counts.
    Count(usize, Comparison, u32),
}

/// What is counted of a user's rows.
#[derive(Clone, Debug)]
pub struct Counted {
    of: Option<Node>,
    /// The time in seconds.
    pub within: u32,
    /// More rows than these need not be told apart.
    pub most: usize,
}

/// What is known of a row beside its cells.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// How far its numbers are from what is usual, by the place of the deviation.
    pub deviations: &'a [f64],
    /// How many rows there were, by the place of the count.
    pub counts: &'a [u32],
    /// The state of its user.
    pub state: State,
}

/// A rule that nearly fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// Its place.
    pub rule: usize,
    /// The place of what alone is not met; none where the rule is a single condition.
    pub part: Option<usize>,
}

/// Rules for a table's columns.
#[derive(Clone, Debug, Default)]
pub struct Compiled {
    /// None where a rule is switched off.
    rules: Vec<Option<Node>>,
    /// The places of the columns whose deviations are looked at.
    pub deviations: Vec<usize>,
    /// What is counted.
    pub counts: Vec<Counted>,
}

impl Compiled {
    /// Rules for the columns of a table.
    ///
    /// # Errors
    /// A rule looks at a column that there is not, that is switched off, or that says what the answer is.
    pub fn new(path: &str, rules: &RuleSet, table: &Table) -> Result<Self, Vec<Problem>> {
        let (mut compiled, mut problems) = (Compiled::default(), Vec::new());
        for rule in rules.rules() {
            let node = match rule.is_off {
                true => None,
                false => match compiled.node(&rule.condition, table) {
                    Ok(node) => Some(node),
                    Err((reason, hint)) => {
                        let reason = text!("rule '{name}': {reason}", name = &rule.name, reason);
                        problems.push(Problem::new(path, reason, hint));
                        None
                    }
                },
            };
            compiled.rules.push(node);
        }
        if problems.is_empty() { Ok(compiled) } else { Err(problems) }
    }

    /// The rules that fire on a row, as bits.
    pub fn fired(&self, table: &Table, row: usize, around: &Around) -> u32 {
        self.rules.iter().enumerate().fold(0, |bits, (place, rule)| {
            let fires = rule.as_ref().is_some_and(|rule| rule.holds(table, row, around));
            bits | u32::from(fires) << place
        })
    }

    /// The rules that nearly fire on a row: of several conditions all but one hold, or one number lacks at most a quarter of its
    /// limit, or one count a single row.
    pub fn near(&self, table: &Table, row: usize, around: &Around) -> Vec<NearMiss> {
        let near = self.rules.iter().enumerate().filter_map(|(rule, node)| match node.as_ref()? {
            Node::All(parts) => {
                let mut unmet = (0..).zip(parts).filter(|(_, part)| !part.holds(table, row, around));
                let (first, second) = (unmet.next(), unmet.next());
                first.filter(|_| second.is_none()).map(|(part, _)| NearMiss { rule, part: Some(part) })
            }
            node => {
                let is_close = node.lowered().is_some_and(|lowered| lowered.holds(table, row, around));
                (is_close && !node.holds(table, row, around)).then_some(NearMiss { rule, part: None })
            }
        });
        near.collect()
    }

    fn node(&mut self, condition: &Condition, table: &Table) -> Result<Node, Misfit> {
        let mut parts = |parts: &[Condition]| -> Result<Vec<Node>, Misfit> {
            parts.iter().map(|part| self.node(part, table)).collect()
        };
        Ok(match condition {
            Condition::All(inner) => Node::All(parts(inner)?),
            Condition::Any(inner) => Node::Any(parts(inner)?),
            Condition::Not(inner) => Node::Not(Box::new(self.node(inner, table)?)),
            Condition::Number { column, comparison, value } => {
                Node::Number(numeric(table, column)?, *comparison, *value)
            }
            Condition::Level { column, comparison, level } => {
                let is_asked = |name: &str| {
                    let found = Level::ALL.into_iter().find(|level| level.name().eq_ignore_ascii_case(name));
                    found.is_some_and(|found| comparison.holds(found, *level))
                };
                codes(table, column, is_asked)?
            }
            Condition::OneOf { column, names } => {
                let place = place(table, column)?;
                match &table.columns()[place].values {
                    // A name that is a number, in a column of numbers.
                    Values::Numbers(_) => {
                        let numbers = names.iter().map(|name| {
                            crate::engine::decimal::parse(name).ok_or_else(|| {
                                let hint = text!("{column} holds numbers: compare it with a number", column);
                                (text!("'{text}' is no number", text = name), hint)
                            })
                        });
                        let numbers = numbers.map(|number| {
                            number.map(|number| Node::Number(place, Comparison::Equal, number))
                        });
                        Node::Any(numbers.collect::<Result<Vec<Node>, _>>()?)
                    }
                    _ => codes(table, column, |name| names.iter().any(|known| known == name))?,
                }
            }
            Condition::Missing { column } => Node::Missing(place(table, column)?),
            Condition::State { comparison, state } => Node::State(*comparison, *state),
            Condition::Deviation { column, comparison, value } => {
                let place = numeric(table, column)?;
                let known = self.deviations.iter().position(|other| *other == place);
                let number = known.unwrap_or_else(|| {
                    self.deviations.push(place);
                    self.deviations.len() - 1
                });
                Node::Deviation(number, *comparison, *value)
            }
            Condition::Count { of, within, comparison, value } => {
                let of = of.as_ref().map(|of| self.node(of, table)).transpose()?;
                self.counts.push(Counted { of, within: *within, most: *value as usize + 1 });
                Node::Count(self.counts.len() - 1, *comparison, *value)
            }
        })
    }
}

impl Counted {
    /// Whether a row counts.
    pub fn counts(&self, table: &Table, row: usize, around: &Around) -> bool {
        self.of.as_ref().is_none_or(|of| of.holds(table, row, around))
    }
}

impl Node {
    /// The same with three quarters of its limit, where something has to be above one that is greater than zero.
    fn lowered(&self) -> Option<Node> {
        let is_limit =
            |comparison: &Comparison| matches!(comparison, Comparison::Above | Comparison::AtLeast);
        match *self {
            Node::Number(place, comparison, value) if is_limit(&comparison) && value > 0.0 => {
                Some(Node::Number(place, comparison, value * 0.75))
            }
            Node::Deviation(place, comparison, value) if is_limit(&comparison) && value > 0.0 => {
                Some(Node::Deviation(place, comparison, value * 0.75))
            }
            Node::Count(place, comparison, value) if is_limit(&comparison) && value > 1 => {
                Some(Node::Count(place, comparison, (value - (value / 4).max(1)).max(1)))
            }
            _ => None,
        }
    }

    fn holds(&self, table: &Table, row: usize, around: &Around) -> bool {
        let column = |place: &usize| table.columns().get(*place);
        match self {
            Node::All(parts) => parts.iter().all(|part| part.holds(table, row, around)),
            Node::Any(parts) => parts.iter().any(|part| part.holds(table, row, around)),
            Node::Not(part) => !part.holds(table, row, around),
            Node::Number(place, comparison, value) => {
                column(place).is_some_and(|column| comparison.holds(column.number(row), *value))
            }
            Node::Codes(place, wanted) => column(place).is_some_and(|column| {
                let code = column.code(row);
                code != MISSING && wanted.get(code as usize).copied().unwrap_or(false)
            }),
            Node::Missing(place) => column(place).is_some_and(|column| column.is_missing(row)),
            Node::State(comparison, state) => comparison.holds(around.state, *state),
            Node::Deviation(place, comparison, value) => {
                around.deviations.get(*place).is_some_and(|found| comparison.holds(*found, *value))
            }
            Node::Count(place, comparison, value) => {
                around.counts.get(*place).is_some_and(|found| comparison.holds(*found, *value))
            }
        }
    }
}

/// The place of a column that a rule may look at.
fn place(table: &Table, name: &str) -> Result<usize, Misfit> {
    let found = table.find(name);
    let column = found.and_then(|place| table.columns().get(place));
    let Some((place, column)) = found.zip(column) else {
        let hint = text!("name a column of the data, or say which one it is there");
        return Err((text!("there is no column '{name}'", name), hint));
    };
    match column.field.role {
        Role::Target | Role::Truth => {
            let hint = text!("rules see what a defender sees: choose another column");
            Err((text!("'{name}' is the answer, not evidence", name), hint))
        }
        _ if !column.field.in_files => {
            let hint = text!("switch it on under Columns, or choose another one");
            Err((text!("the column '{name}' is switched off", name), hint))
        }
        _ => Ok(place),
    }
}

/// The place of a column of numbers.
fn numeric(table: &Table, name: &str) -> Result<usize, Misfit> {
    let place = place(table, name)?;
    match table.columns().get(place).map(|column| &column.values) {
        Some(Values::Numbers(_)) => Ok(place),
        _ => {
            let hint = text!("compare it with names: = or in (…)");
            Err((text!("the column '{name}' holds no numbers", name), hint))
        }
    }
}

/// The codes of a column's names that are asked for.
fn codes(table: &Table, name: &str, is_asked: impl Fn(&str) -> bool) -> Result<Node, Misfit> {
    let place = place(table, name)?;
    let column: Option<&Column> = table.columns().get(place);
    let Some(categories) = column.and_then(Column::categories) else {
        return Err((text!("the column '{name}' holds no names", name), text!("compare it with a number")));
    };
    let names = 0..categories.names.len() as u32;
    let wanted = names.map(|code| is_asked(categories.name(code).as_ref() as &str)).collect();
    Ok(Node::Codes(place, wanted))
}
