//! What is asked of the monitor: its rules, when states begin, and what opens an alert. Each option is declared once: form, link
//! and command line follow from here.

use super::rules::RuleSet;
use super::state::State;
use crate::engine::configuration::Override;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::response;
use crate::engine::settings::{Setting, check_range, choices, parameters};

/// What stands before the key of an option in links.
pub const PREFIX: &str = "respond.";

/// The path of the rules.
pub const RULES: &str = "respond.rules";

/// The path, in a link, of the part of the workspace that is open: the page's own, and no option.
pub const PART: &str = "respond.part";

/// The path of the rules that run beside them.
pub const BESIDE: &str = "respond.beside";

choices! {
    /// From which level on a row, or the rule that fired on it, opens an alert.
    AlertFrom {
        Medium: "medium", "Medium", "Rows and rules of level Medium, High and Critical open an alert.";
        High: "high", "High", "Rows and rules of level High and Critical open an alert.";
        Critical: "critical", "Critical", "Rows and rules of level Critical open an alert.";
    }
}

impl AlertFrom {
    /// The level.
    pub fn level(self) -> Level {
        match self {
            AlertFrom::Medium => Level::Medium,
            AlertFrom::High => Level::High,
            AlertFrom::Critical => Level::Critical,
        }
    }
}

/// The range of points.
const POINTS: std::ops::RangeInclusive<f64> = 0.1..=100.0;

parameters! {
    /// What is asked of the monitor.
    Options, Paths {
        alert: AlertFrom = AlertFrom::High, (), "respond.alert", words!("Alert from"), "", words!("From which level on a row, or a rule that fires on it, opens an alert.");
        watch: f64 = 2.0, POINTS, "respond.watch", words!("Watched from"), words!("points"), words!("A user is watched from this many points on.");
        restrict: f64 = 4.0, POINTS, "respond.restrict", words!("Restricted from"), words!("points"), words!("A user is restricted from this many points on.");
        block: f64 = 8.0, POINTS, "respond.block", words!("Blocked from"), words!("points"), words!("A user is blocked from this many points on.");
        half_life_hours: f64 = 72.0, 0.1..=10_000.0, "respond.half-life", words!("Half-life of points"), words!("h"), words!("After this time, half of a user's points are left.");
        avoided_percent: f64 = 50.0, 0.0..=100.0, "respond.avoided", words!("Cost avoided"), "%", words!("The share of an anomalous row's cost that is assumed to be avoided where its user is restricted or blocked, or a rule of priority High or Critical fires.");
    } tables {
        rules: Option<RuleSet> = None, "The rules; none for those that are shipped, with the limits of the configuration.";
        beside: Option<RuleSet> = None, "Other rules that run beside them on the same rows, to be compared.";
    }
}

impl Options {
    /// The options of a form that are no rules.
    pub fn settings() -> Vec<Setting<Options>> {
        Options::fields()
    }

    /// The points at which a state begins.
    pub fn threshold(&self, state: State) -> f64 {
        match state {
            State::Normal => f64::MIN,
            State::Watched => self.watch,
            State::Restricted => self.restrict,
            State::Blocked => self.block,
        }
    }

    /// The rules: those that are shipped where there are no others.
    pub fn rules(&self, limits: &response::Parameters) -> RuleSet {
        self.rules.clone().unwrap_or_else(|| RuleSet::shipped(limits))
    }

    /// Sets an option from its text form; its path may lack [`PREFIX`].
    ///
    /// # Errors
    /// There is no such option, or the text is none of its values; nothing changed.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), Vec<Problem>> {
        let path = format!("{PREFIX}{}", path.strip_prefix(PREFIX).unwrap_or(path));
        let rules = |text: &str| match text.trim().is_empty() {
            true => Ok(None),
            false => RuleSet::read(&path, text).map(Some),
        };
        match path.as_str() {
            RULES => self.rules = rules(text)?,
            BESIDE => self.beside = rules(text)?,
            _ => {
                let Some(setting) = Options::settings().into_iter().find(|setting| setting.path == path)
                else {
                    let hint = text!("see `cyberdatagen stream --help` for the options");
                    return Err(Problem::new(
                        &path,
                        text!("there is no option '{path}'", path = &path),
                        hint,
                    )
                    .into());
                };
                let value = setting.parse(text)?;
                setting.assign(self, value);
            }
        }
        Ok(())
    }

    /// The options of a link, defaults where it has none, and the problems of those that cannot be used.
    pub fn of(settings: &[Override]) -> (Self, Vec<Problem>) {
        let mut options = Options::default();
        let mut problems = Vec::new();
        for setting in settings.iter().filter(|setting| setting.path != PART) {
            problems.extend(options.set(&setting.path, &setting.value).err().unwrap_or_default());
        }
        options.check(&mut problems);
        (options, problems)
    }

    /// Adds what contradicts itself.
    pub fn check(&self, problems: &mut Vec<Problem>) {
        check_range(Options::PATHS.watch, self.watch, self.restrict, problems);
        check_range(Options::PATHS.restrict, self.restrict, self.block, problems);
        for (path, rules) in [(RULES, &self.rules), (BESIDE, &self.beside)] {
            rules.iter().for_each(|rules| rules.check(path, problems));
        }
    }

    /// The options that differ from the defaults, in their text form, by path as a link has them.
    pub fn changed(&self) -> Vec<Override> {
        let defaults = Options::default();
        let settings = Options::settings().into_iter();
        let fields = settings.filter(|setting| setting.value(self) != setting.value(&defaults));
        let fields = fields.map(|setting| Override {
            path: setting.path.to_string(),
            value: setting.value(self).to_string(),
        });
        let rules = [(RULES, &self.rules), (BESIDE, &self.beside)].into_iter().filter_map(|(path, rules)| {
            Some(Override { path: path.to_owned(), value: rules.as_ref()?.write() })
        });
        let mut changed: Vec<Override> = fields.chain(rules).collect();
        changed.sort_by(|left, right| left.path.cmp(&right.path));
        changed
    }
}
