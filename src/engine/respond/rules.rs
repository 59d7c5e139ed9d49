//! A set of rules, and those that are shipped.

use super::compiled::{Compiled, NearMiss};
use super::condition::{Comparison, Condition};
use super::parse::{self, Fault, Tokens};
use super::rule::Rule;
use crate::engine::dataset::Table;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::response::{self, RULE_COUNT};

/// The maximum number of rules: a bit of a number each.
pub const MAX_RULES: usize = 32;

/// Rules, in the order in which their actions are taken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

/// What is declared here of the rules of the response: their priority, the minutes of the log, and points.
const SHIPPED: [(Level, u32, f64); RULE_COUNT] =
    [(Level::Critical, 5, 3.0), (Level::Medium, 15, 1.0), (Level::Medium, 15, 1.0), (Level::Low, 30, 0.5)];

impl RuleSet {
    /// The rules that are shipped: those of the column `Defense Action`, with their limits.
    pub fn shipped(limits: &response::Parameters) -> Self {
        let rules = response::RULES.iter().zip(limits.limits).zip(SHIPPED);
        let rules = rules.filter_map(|((rule, limit), (priority, minutes, points))| {
            let measure = Condition::Number {
                column: rule.column.name().to_owned(),
                comparison: Comparison::Above,
                value: limit,
            };
            let query = match rule.query {
                "" => Vec::new(),
                // What is declared can be read: a test says so.
                query => vec![Tokens::new(query).and_then(|mut tokens| parse::condition(&mut tokens)).ok()?],
            };
            Some(Rule {
                name: rule.key.to_owned(),
                condition: Condition::all(query.into_iter().chain([measure]).collect()),
                action: rule.action.to_owned(),
                priority,
                log_minutes: Some(minutes),
                points,
                is_off: false,
            })
        });
        RuleSet { rules: rules.collect() }
    }

    /// The rules.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Reads rules, with line ends or semicolons between them. What follows `#` at the start of a line is a comment.
    ///
    /// # Errors
    /// Every rule that cannot be read, two of one name, or too many.
    pub fn read(path: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut rules: Vec<Rule> = Vec::new();
        for (number, line) in (1..).zip(lines(text)) {
            match Rule::read(line) {
                Ok(rule) if rules.iter().any(|other| other.name == rule.name) => {
                    let reason =
                        text!("rule {number}: another rule is called '{name}'", number, name = rule.name);
                    problems.push(Problem::new(path, reason, text!("give each rule a name of its own")));
                }
                Ok(rule) => rules.push(rule),
                Err(Fault { reason, hint }) => {
                    problems.push(Problem::new(path, text!("rule {number}: {reason}", number, reason), hint));
                }
            }
        }
        let set = RuleSet { rules };
        set.check(path, &mut problems);
        if problems.is_empty() { Ok(set) } else { Err(problems) }
    }

    /// The rules as text, as [`read`](RuleSet::read) reads it, in one line.
    pub fn write(&self) -> String {
        self.rules.iter().map(Rule::to_string).collect::<Vec<String>>().join("; ")
    }

    /// The rules as text, a line each.
    pub fn lines(&self) -> String {
        self.rules.iter().map(|rule| format!("{rule}\n")).collect()
    }

    /// Adds what cannot be.
    pub fn check(&self, path: &str, problems: &mut Vec<Problem>) {
        let count = self.rules.len();
        if count > MAX_RULES {
            let reason = text!("there are {count} rules", count);
            problems.push(Problem::new(path, reason, text!("write at most {most}", most = MAX_RULES)));
        }
    }

    /// The rules that fit the columns of a table, and the names of the others.
    pub fn fitting(self, table: &Table) -> (Self, Vec<String>) {
        let fits = |rule: &Rule| Compiled::new("", &RuleSet { rules: vec![rule.clone()] }, table).is_ok();
        let (rules, others): (Vec<Rule>, Vec<Rule>) = self.rules.into_iter().partition(fits);
        (RuleSet { rules }, others.into_iter().map(|rule| rule.name).collect())
    }

    /// A rule that nearly fired, and what alone was not met.
    pub fn near(&self, near: NearMiss) -> Option<(&Rule, &Condition)> {
        let rule = self.rules.get(near.rule)?;
        let condition = match (&rule.condition, near.part) {
            (Condition::All(parts), Some(part)) => parts.get(part)?,
            (condition, _) => condition,
        };
        Some((rule, condition))
    }

    /// The names of the rules that stand for bits.
    pub fn names(&self, bits: u32) -> Vec<&str> {
        self.of(bits).map(|rule| rule.name.as_str()).collect()
    }

    /// The rules that stand for bits.
    pub fn of(&self, bits: u32) -> impl Iterator<Item = &Rule> {
        self.rules.iter().enumerate().filter(move |(place, _)| bits >> place & 1 == 1).map(|(_, rule)| rule)
    }
}

impl From<Vec<Rule>> for RuleSet {
    fn from(rules: Vec<Rule>) -> Self {
        RuleSet { rules }
    }
}

/// The lines of a text, and what stands between semicolons outside of quotes, without comments.
fn lines(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
        let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
        for (place, character) in line.char_indices() {
            match character {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => is_quoted = !is_quoted,
                ';' if !is_quoted => {
                    found.push(&line[start..place]);
                    start = place + 1;
                }
                _ => {}
            }
        }
        found.push(&line[start..]);
    }
    found.into_iter().map(str::trim).filter(|line| !line.is_empty()).collect()
}
