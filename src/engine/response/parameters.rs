//! The parameters of the response: the base actions, and the limits of the rules.

use super::rules::{RULE_COUNT, RULES, Rule};
use super::scenarios::{SCENARIOS, Scenario};
use super::{SEPARATOR, scenarios};
use crate::engine::problem::Problem;
use crate::engine::settings::Setting;
use crate::engine::text::Text;

/// The parameters of the response.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// The limits of the rules, in the order of [`RULES`].
    pub limits: [f64; RULE_COUNT],
    /// What is done first in each scenario, in the order of [`SCENARIOS`].
    pub actions: [String; scenarios::COUNT],
}

impl Default for Parameters {
    fn default() -> Self {
        Parameters {
            limits: RULES.each_ref().map(|rule| rule.notebook),
            actions: SCENARIOS.each_ref().map(|scenario| scenario.action.to_owned()),
        }
    }
}

impl Parameters {
    /// The settings, in the order of a form.
    pub fn settings() -> Vec<Setting<Parameters>> {
        let limit = |(index, rule): (usize, &Rule)| {
            Setting::new(
                format!("response.{}", rule.key),
                text!("{action}, above", action = rule.action),
                "",
                text!(
                    "{action} if: {condition}.",
                    action = rule.action,
                    condition = rule.condition(rule.notebook)
                ),
                0.0..=1_000_000.0,
                move |parameters: &Parameters| &parameters.limits[index],
                move |parameters: &mut Parameters| &mut parameters.limits[index],
            )
        };
        let action = |(index, scenario): (usize, &Scenario)| {
            let [threat_level, severity] =
                [scenario.threat_level, scenario.severity].map(|level| level.name());
            Setting::new(
                scenario.path(),
                scenario.name(),
                "",
                text!(
                    "What is done first where the threat level is {threat_level} and the severity {severity}.",
                    threat_level,
                    severity
                ),
                (),
                move |parameters: &Parameters| &parameters.actions[index],
                move |parameters: &mut Parameters| &mut parameters.actions[index],
            )
        };
        let limits = RULES.iter().enumerate().map(limit);
        limits.chain(SCENARIOS.iter().enumerate().map(action)).collect()
    }

    /// Whether each action says which scenario or rule it is of.
    pub fn check(&self, problems: &mut Vec<Problem>) {
        let of_rules = RULES
            .iter()
            .map(|rule| (rule.action, text!("the rule on {column}", column = rule.column.name())));
        let mut known: Vec<(&str, Text)> = of_rules.collect();
        // Those that were changed come last: one of them is the one to change again.
        let actions = || self.actions.iter().map(String::as_str).zip(&SCENARIOS);
        let shipped = actions().filter(|(action, scenario)| *action == scenario.action);
        let changed = actions().filter(|(action, scenario)| *action != scenario.action);
        for (action, scenario) in shipped.chain(changed) {
            let mut refuse = |reason: Text, hint: Text| {
                problems.push(Problem::new(scenario.path(), reason, hint));
            };
            if action.contains(SEPARATOR.trim()) {
                let reason = text!(
                    "'{action}' holds '{separator}', which stands between two actions",
                    action,
                    separator = SEPARATOR.trim()
                );
                refuse(reason, text!("write 'and' in its place"));
            }
            match known.iter().find(|(other, _)| *other == action) {
                Some((_, whose)) => refuse(
                    text!("'{action}' is the action of {whose} as well", action, whose = whose.clone()),
                    text!("write another one, so that an action says where it comes from"),
                ),
                None => known.push((action, scenario.name())),
            }
        }
    }

    /// What is done first in a scenario.
    pub fn base_action(&self, scenario: &Scenario) -> &str {
        self.actions.get(usize::from(scenario.number) - 1).map_or(scenario.action, String::as_str)
    }

    /// The defense action: the scenario's base action, then those of the rules that fired.
    pub fn action(&self, scenario: &Scenario, fired: u8) -> String {
        let added = RULES
            .iter()
            .enumerate()
            .filter(|(index, _)| fired >> index & 1 == 1)
            .map(|(_, rule)| rule.action);
        std::iter::once(self.base_action(scenario)).chain(added).collect::<Vec<_>>().join(SEPARATOR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_action_is_that_of_its_setting_and_the_rules_come_behind_it() {
        let mut parameters = Parameters::default();
        let setting =
            Parameters::settings().into_iter().find(|it| it.path == "response.action.high.low").unwrap();
        setting.assign(&mut parameters, setting.parse("Call the night shift").unwrap());
        let scenario = &SCENARIOS[7];
        assert_eq!(parameters.action(scenario, 0), "Call the night shift");
        assert_eq!(
            parameters.action(scenario, 0b1010),
            "Call the night shift | Restrict file access | Limit data transfer"
        );
        assert_eq!(parameters.action(&SCENARIOS[15], 0), "No action needed");
    }

    #[test]
    fn actions_that_nobody_could_tell_apart_are_refused() {
        let mut parameters = Parameters::default();
        let problems = |parameters: &Parameters| {
            let mut problems = Vec::new();
            parameters.check(&mut problems);
            problems.into_iter().map(|problem| problem.path).collect::<Vec<_>>()
        };
        assert!(problems(&parameters).is_empty());
        // Whichever was changed is the one that is told of.
        parameters.actions[0] = parameters.actions[15].clone();
        parameters.actions[2] = "Call | write".to_owned();
        parameters.actions[3] = "Limit data transfer".to_owned();
        assert_eq!(
            problems(&parameters),
            [
                "response.action.critical.critical",
                "response.action.critical.medium",
                "response.action.critical.low"
            ]
        );
        let mut told = Vec::new();
        parameters.check(&mut told);
        assert_eq!(told[0].reason, "'No action needed' is the action of Low threat, Low severity as well");
    }
}
