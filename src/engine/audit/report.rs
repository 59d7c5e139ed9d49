//! What an audit says.

use std::fmt::{self, Write};

use super::fixes::Fix;
use super::pictures::Picture;
use super::rules::Rule;
use crate::engine::configuration::Preset;
use crate::engine::decimal::grouped;
use crate::engine::text::Text;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// There is nothing to check, or too little.
    NotApplicable,
    /// As it should be.
    Pass,
    /// Not as it should be, yet no reason to reject the data.
    Warn,
    /// A fault.
    Fail,
}

impl Verdict {
    /// As a report writes it.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "n/a",
            Verdict::Pass => "pass",
            Verdict::Warn => "warn",
            Verdict::Fail => "FAIL",
        }
    }
}

/// One of the figures that a check looked at.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Measure {
    /// Of what: a feature, a column, a quarter.
    pub name: String,
    /// The figure.
    pub value: f64,
}

/// One check with its verdict.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Check {
    /// How programs name it.
    pub key: String,
    /// How a reader sees it.
    pub name: Text,
    /// How it went.
    pub verdict: Verdict,
    /// The column that decided, if one did.
    pub column: Option<String>,
    /// The figure that decided.
    pub value: Option<f64>,
    /// What the figure is to be, in words.
    pub limit: Text,
    /// What was found, in a sentence.
    pub reason: Text,
    /// What to do, where it does not pass.
    pub remedy: Option<Text>,
    /// The path of the setting that fixes it, where it does not pass and one is known.
    pub setting: Option<String>,
    /// What sets it, where it does not pass and something does.
    #[serde(default)]
    pub fix: Option<Fix>,
    /// All figures that it looked at, the deciding one first.
    pub measures: Vec<Measure>,
    /// A small picture of what was found, where it does not pass and asks for the label. The report as JSON has none.
    #[serde(default)]
    pub picture: Option<Picture>,
}

impl Check {
    /// A check without a column, figures or a remedy yet.
    pub fn new(rule: Rule, verdict: Verdict, reason: impl Into<Text>) -> Self {
        let declared = rule.declared();
        Check {
            key: declared.key.to_owned(),
            name: Text::declared(declared.name),
            verdict,
            column: None,
            value: None,
            limit: declared.limit(),
            reason: reason.into(),
            remedy: None,
            setting: None,
            fix: None,
            measures: Vec::new(),
            picture: None,
        }
    }

    /// A check of which a figure decides by the bounds that are declared.
    pub fn judged(rule: Rule, value: f64, reason: impl Into<Text>) -> Self {
        Check { value: Some(value), ..Check::new(rule, rule.declared().bounds.judge(value), reason) }
    }

    /// The same check, with its column.
    pub fn of(self, column: &str) -> Self {
        Check { column: Some(column.to_owned()), ..self }
    }

    /// Whether there is something to fix.
    pub fn needs_fixing(&self) -> bool {
        matches!(self.verdict, Verdict::Warn | Verdict::Fail)
    }
}

/// The verdicts on a table.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// Rows of the data.
    pub rows: u64,
    /// Anomalous rows of the data.
    pub anomalous: u64,
    /// Rows that were looked at: all, or a sample where there are very many.
    pub rows_examined: u64,
    /// The checks, in the order of [`Rule::ALL`].
    pub checks: Vec<Check>,
}

impl Report {
    /// The worst verdict.
    pub fn verdict(&self) -> Verdict {
        self.checks.iter().map(|check| check.verdict).max().unwrap_or(Verdict::NotApplicable)
    }

    /// Whether no check fails.
    pub fn passes(&self) -> bool {
        self.verdict() < Verdict::Fail
    }

    /// The check of a rule.
    pub fn check(&self, rule: Rule) -> Option<&Check> {
        self.checks.iter().find(|check| check.key == rule.declared().key)
    }

    /// The number of checks with a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.checks.iter().filter(|check| check.verdict == verdict).count()
    }
}

/// The report as text for a terminal.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} rows, {} anomalous", grouped(self.rows), grouped(self.anomalous))?;
        if self.rows_examined < self.rows {
            write!(formatter, "; {} drawn at random were examined", grouped(self.rows_examined))?;
        }
        formatter.write_str("\n\n")?;
        for check in &self.checks {
            write!(formatter, "{:<5}{}", check.verdict.name(), check.name)?;
            if let Some(column) = &check.column {
                write!(formatter, ": {column}")?;
            }
            writeln!(formatter, "\n     {}", check.reason)?;
            if check.verdict != Verdict::NotApplicable {
                writeln!(formatter, "     Limit: {}.", check.limit)?;
            }
            if let Some(remedy) = &check.remedy {
                write!(formatter, "     To fix it: {remedy}")?;
                for change in check.fix.iter().flat_map(|fix| &fix.settings) {
                    if change.path == Preset::PATH {
                        write!(formatter, " --preset {}", change.value)?;
                    } else {
                        write!(formatter, " --set {}={}", change.path, change.value)?;
                    }
                }
                formatter.write_char('\n')?;
            }
        }
        let count = |verdict| self.count(verdict);
        writeln!(
            formatter,
            "\n{} pass, {} warn, {} fail, {} not applicable",
            count(Verdict::Pass),
            count(Verdict::Warn),
            count(Verdict::Fail),
            count(Verdict::NotApplicable)
        )
    }
}
