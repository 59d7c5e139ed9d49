//! The 16 scenarios, threat level × severity: color, base action and rationale, each declared once.

use crate::engine::level::Level;
use crate::engine::text::Text;

/// A scenario.
#[derive(Debug)]
pub struct Scenario {
    /// Its number, 1 to 16.
    pub number: u8,
    /// The threat level.
    pub threat_level: Level,
    /// The severity.
    pub severity: Level,
    /// The color.
    pub color: Color,
    /// What is done first, unless a setting says otherwise.
    pub action: &'static str,
    /// Why the color and the action fit.
    pub rationale: &'static str,
}

/// A named color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    /// The name, as the column `Color` writes it.
    pub name: &'static str,
    /// `#rrggbb`.
    pub hex: &'static str,
}

const fn color(name: &'static str, hex: &'static str) -> Color {
    Color { name, hex }
}

const DARK_RED: Color = color("Dark Red", "#8b0000");
const RED: Color = color("Red", "#d62828");
const ORANGE_RED: Color = color("Orange-Red", "#f0562e");
const ORANGE: Color = color("Orange", "#f98e1d");
const YELLOW_ORANGE: Color = color("Yellow-Orange", "#fbb13c");
const YELLOW: Color = color("Yellow", "#fdd835");
const LIGHT_YELLOW: Color = color("Light Yellow", "#fff2a1");
const GREEN_YELLOW: Color = color("Green-Yellow", "#b9d94c");
const GREEN: Color = color("Green", "#3fa34d");

const fn scenario(
    number: u8,
    threat_level: Level,
    severity: Level,
    color: Color,
    action: &'static str,
    rationale: &'static str,
) -> Scenario {
    Scenario { number, threat_level, severity, color, action, rationale }
}

use Level::{Critical, High, Low, Medium};

/// How many scenarios there are.
pub const COUNT: usize = 16;

/// All 16, by falling threat level and, within it, falling severity.
#[rustfmt::skip]
pub static SCENARIOS: [Scenario; COUNT] = [
    scenario(1, Critical, Critical, DARK_RED, "Shut affected systems down and start a full investigation",
        words!("Threat and severity both stand at their highest: act at once.")),
    scenario(2, Critical, High, RED, "Isolate affected systems and call the incident team",
        words!("The threat is critical and the damage would be large: ahead of all other work.")),
    scenario(3, Critical, Medium, ORANGE_RED, "Block the source and examine the affected systems",
        words!("A critical threat to something of medium weight: stop it before it spreads.")),
    scenario(4, Critical, Low, ORANGE, "Block the source and watch for escalation",
        words!("Little is at stake yet, but the threat itself could grow quickly.")),
    scenario(5, High, Critical, RED, "Contain affected systems and inform management",
        words!("A high threat meets a critical issue: contain it today.")),
    scenario(6, High, High, ORANGE_RED, "Restrict the user's rights and review the logs",
        words!("Threat and severity are both high: among the first in the queue.")),
    scenario(7, High, Medium, ORANGE, "Raise the log level and open an investigation",
        words!("The threat is raised while the damage would be moderate: look into it soon.")),
    scenario(8, High, Low, YELLOW_ORANGE, "Watch the user's activity closely",
        words!("A high threat with little effect so far: keep it in sight.")),
    scenario(9, Medium, Critical, ORANGE, "Fix the issue first and watch for an attack",
        words!("The issue is critical even though the threat is moderate: mend the weakness.")),
    scenario(10, Medium, High, YELLOW_ORANGE, "Schedule the fix for this week and raise the log level",
        words!("A moderate threat to something of high weight: settle it soon.")),
    scenario(11, Medium, Medium, YELLOW, "Assign to an analyst for review",
        words!("Both are moderate: plan the work in the usual order.")),
    scenario(12, Medium, Low, LIGHT_YELLOW, "Keep a log entry and review it weekly",
        words!("A moderate threat with hardly any effect: look again from time to time.")),
    scenario(13, Low, Critical, YELLOW, "Fix the issue in the next maintenance window",
        words!("Nobody seems to attack, but the issue is critical: remove the cause.")),
    scenario(14, Low, High, LIGHT_YELLOW, "Plan the fix and keep a log entry",
        words!("Low threat, high severity: put the remedy into the plan.")),
    scenario(15, Low, Medium, GREEN_YELLOW, "Keep a log entry",
        words!("A low threat and a moderate issue: routine monitoring is enough.")),
    scenario(16, Low, Low, GREEN, "No action needed",
        words!("Both are at their lowest: nothing to be done now.")),
];

/// How the paths of the settings of base actions begin.
pub const PATHS: &str = "response.action.";

impl Scenario {
    /// In words: `High threat, Low severity`.
    pub fn name(&self) -> Text {
        let [threat_level, severity] = [self.threat_level, self.severity].map(|level| level.name());
        text!("{threat_level} threat, {severity} severity", threat_level, severity)
    }

    /// The path of the setting that says what is done first.
    pub fn path(&self) -> String {
        let [threat_level, severity] =
            [self.threat_level, self.severity].map(|level| level.name().to_ascii_lowercase());
        format!("{PATHS}{threat_level}.{severity}")
    }

    /// The scenario of a threat level and a severity.
    pub fn of(threat_level: Level, severity: Level) -> &'static Scenario {
        &SCENARIOS[(3 - threat_level.index()) * 4 + (3 - severity.index())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_levels_finds_its_own_scenario() {
        let mut numbers = Vec::new();
        for threat_level in Level::ALL {
            for severity in Level::ALL {
                let found = Scenario::of(threat_level, severity);
                assert_eq!((found.threat_level, found.severity), (threat_level, severity));
                numbers.push(found.number);
            }
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=16).collect::<Vec<u8>>());
    }

    #[test]
    fn a_color_name_has_one_value_and_a_value_one_name() {
        for one in &SCENARIOS {
            for other in &SCENARIOS {
                assert_eq!(one.color.name == other.color.name, one.color.hex == other.color.hex);
            }
        }
    }

    #[test]
    fn base_actions_are_all_different() {
        let mut actions: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.action).collect();
        actions.sort_unstable();
        actions.dedup();
        assert_eq!(actions.len(), 16);
    }
}
