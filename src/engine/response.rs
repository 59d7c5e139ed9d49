//! Response: what is done about a row. A base action and a color by scenario (threat level × severity), and
//! rules that add actions.

mod parameters;
pub mod rules;
pub mod scenarios;

pub use parameters::Parameters;
pub use rules::{RULE_COUNT, RULES, Rule};
pub use scenarios::{SCENARIOS, Scenario};

use super::issues::Issue;
use super::level::Level;

/// What separates the actions of one row.
pub const SEPARATOR: &str = " | ";

/// Which of the rules fire for a row, as bits in the order of [`RULES`].
pub fn fired(issue: &Issue, threat_level: Level, activity_type: &str, limits: [f64; RULE_COUNT]) -> u8 {
    RULES.iter().zip(limits).enumerate().fold(0, |bits, (index, (rule, limit))| {
        bits | u8::from(rule.fires(issue, threat_level, activity_type, limit)) << index
    })
}
