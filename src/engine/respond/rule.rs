//! A rule: what a row has to be, and what is done then. Its text is one line:
//!
//! ```text
//! lock_account: threat_level >= High and login_attempts > 5 -> "Lock account and alert" priority=critical log=5 points=3
//! ```

use std::fmt;

use super::condition::{Comparison, Condition, word};
use super::parse::{Fault, Token, Tokens, condition, for_instance};
use super::state::State;
use crate::engine::column::ColumnId;
use crate::engine::decimal;
use crate::engine::level::Level;
use crate::engine::text::Text;

/// The maximum number of points that a rule adds.
pub const MAX_POINTS: f64 = 100.0;

/// The maximum number of minutes between two entries of a log.
pub const MAX_LOG_MINUTES: u32 = 1_440;

/// The maximum length of a name and of an action, in characters.
const MAX_LENGTH: usize = 80;

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its name; no other rule of its set has it.
    pub name: String,
    /// What a row has to be.
    pub condition: Condition,
    /// What is done.
    pub action: String,
    /// How urgent it is.
    pub priority: Level,
    /// The minutes between two entries of the user's log; none where the rule changes nothing of it.
    pub log_minutes: Option<u32>,
    /// What is added to the user's points.
    pub points: f64,
    /// Whether it is switched off.
    pub is_off: bool,
}

impl Default for Rule {
    /// A rule that a form begins with.
    fn default() -> Self {
        Rule {
            name: "new_rule".to_owned(),
            condition: Condition::Level {
                column: ColumnId::ThreatLevel.name().to_owned(),
                comparison: Comparison::AtLeast,
                level: Level::High,
            },
            action: "Look into it".to_owned(),
            priority: Level::Medium,
            log_minutes: None,
            points: 1.0,
            is_off: false,
        }
    }
}

impl Rule {
    /// Reads a rule from its line.
    ///
    /// # Errors
    /// The line is none.
    pub fn read(line: &str) -> Result<Self, Fault> {
        let mut tokens = Tokens::new(line)?;
        let shape = || {
            for_instance(
                "many_files: num_files_accessed > 50 -> \"Restrict file access\" priority=high points=2",
            )
        };
        let name = match tokens.take() {
            Some(Token::Word(name) | Token::Quoted(name)) if tokens.takes(":") => name,
            _ => {
                return Err(Fault {
                    reason: text!("a rule begins with its name and a colon"),
                    hint: shape(),
                });
            }
        };
        let condition = condition(&mut tokens)?;
        if !tokens.takes("->") {
            return Err(tokens.expected(text!("'->' and an action"), shape()));
        }
        let action = match tokens.peek().cloned() {
            Some(Token::Word(action) | Token::Quoted(action)) => action,
            _ => return Err(tokens.expected(text!("an action"), text!("write what is done between quotes"))),
        };
        tokens.take();
        let mut rule = Rule { name, condition, action, ..Rule::default() };
        while tokens.peek().is_some() {
            rule.part(&mut tokens)?;
        }
        rule.check()?;
        Ok(rule)
    }

    /// Reads what follows the action: `priority=high`, `log=5`, `points=2`, `off`.
    fn part(&mut self, tokens: &mut Tokens) -> Result<(), Fault> {
        if tokens.takes_word("off") {
            self.is_off = true;
        } else if tokens.takes_word("priority") && tokens.takes("=") {
            let found = match tokens.peek() {
                Some(Token::Word(word)) => {
                    Level::ALL.into_iter().find(|level| level.name().eq_ignore_ascii_case(word))
                }
                _ => None,
            };
            self.priority = found.ok_or_else(|| {
                let hint = text!("the priorities are {levels}", levels = "low, medium, high, critical");
                tokens.expected(text!("a priority"), hint)
            })?;
            tokens.take();
        } else if tokens.takes_word("log") && tokens.takes("=") {
            let minutes = number(tokens)?;
            if minutes.fract() != 0.0 || !(1.0..=f64::from(MAX_LOG_MINUTES)).contains(&minutes) {
                return Err(Fault {
                    reason: text!(
                        "a log cannot be written every {minutes} minutes",
                        minutes = decimal::text(minutes)
                    ),
                    hint: text!("use a whole number from 1 to {most}", most = MAX_LOG_MINUTES),
                });
            }
            self.log_minutes = Some(minutes as u32);
        } else if tokens.takes_word("points") && tokens.takes("=") {
            self.points = number(tokens)?;
        } else {
            let hint = text!("after the action stand priority=…, log=…, points=… and off");
            return Err(tokens.expected(text!("'priority', 'log', 'points' or 'off'"), hint));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Fault> {
        let fault = |reason: Text, hint: Text| Err(Fault { reason, hint });
        let is_empty = |text: &str| text.trim().is_empty();
        let is_unusable =
            |text: &str| text.chars().count() > MAX_LENGTH || text.chars().any(char::is_control);
        let shorter = || text!("use at most {most} letters, digits and signs", most = MAX_LENGTH);
        if is_empty(&self.name) {
            return fault(text!("the name is empty"), text!("write the name of the rule"));
        }
        if is_unusable(&self.name) {
            return fault(text!("the name cannot be used"), shorter());
        }
        if is_empty(&self.action) {
            return fault(text!("the action is empty"), text!("write the action of the rule"));
        }
        if is_unusable(&self.action) {
            return fault(text!("the action cannot be used"), shorter());
        }
        if !(0.0..=MAX_POINTS).contains(&self.points) {
            let reason = text!("{points} points are out of range", points = decimal::text(self.points));
            return fault(reason, text!("use 0 to {most}", most = decimal::text(MAX_POINTS)));
        }
        if self.points > 0.0 && self.feeds_itself() {
            return fault(
                text!(
                    "it adds points to users because of the state that points have brought them into, so that they never leave it"
                ),
                text!("give it points=0, or leave the state out of its condition"),
            );
        }
        Ok(())
    }

    /// Whether a state above normal alone is enough for it to fire.
    fn feeds_itself(&self) -> bool {
        let mut asks_for_state = false;
        self.condition.each(&mut |part| {
            if let Condition::State { comparison, state } = part {
                asks_for_state |= match comparison {
                    Comparison::AtLeast | Comparison::Equal => *state > State::Normal,
                    Comparison::Above | Comparison::Different => true,
                    Comparison::Below | Comparison::AtMost => false,
                };
            }
        });
        asks_for_state
    }
}

fn number(tokens: &mut Tokens) -> Result<f64, Fault> {
    match tokens.peek().cloned() {
        Some(Token::Number(number)) => {
            tokens.take();
            Ok(number)
        }
        _ => {
            Err(tokens
                .expected(text!("a number"), text!("write for instance {example}", example = "points=2")))
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, action) = (word(&self.name), word(&self.action));
        write!(formatter, "{name}: {} -> {action}", self.condition)?;
        write!(formatter, " priority={}", self.priority.name().to_ascii_lowercase())?;
        if let Some(minutes) = self.log_minutes {
            write!(formatter, " log={minutes}")?;
        }
        if self.points != 1.0 {
            write!(formatter, " points={}", decimal::text(self.points))?;
        }
        if self.is_off {
            formatter.write_str(" off")?;
        }
        Ok(())
    }
}
