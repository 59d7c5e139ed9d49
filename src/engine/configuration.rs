//! The configuration: everything the data depends on, in one typed value.
//!
//! Each parameter is declared once, as a [`Knob`] in [`mod@knobs`]: its path, name, group, unit, help, range and
//! place in [`Configuration`]. Forms, `--set`, validation and the text form of a setting follow from there.
//! A configuration's fields may hold anything; [`Configuration::check`] says whether an engine can run it,
//! and [`crate::engine::Generator::new`] runs nothing that was not checked.

pub mod file;
pub mod knobs;
pub mod link;
pub mod lists;
pub mod presets;
mod problem;
mod recipe;
pub mod value;

use chrono::NaiveDate;

pub use knobs::{Group, Knob, knobs};
pub use lists::{Category, CategoryKind, List, Status};
use lists::{LIST_COUNT, Weights};
pub use presets::Model;
pub use presets::Preset;
pub use problem::Problem;
pub use value::{Choice, Entry, Kind, Value, grouped};

use super::dataset::schema::{COLUMNS, Column, SWITCHED_COUNT};
use super::decimal;
use super::export::Format;
use super::issues::classic::laws::{LAWS, Laws, Parameter};
use super::issues::classic::{activity_sum, severity_sum};
use super::issues::realistic::dials::{Dials, Turn};
use super::issues::{Class, campaigns};
use super::random::Picker;
use super::response::RULE_COUNT;
use super::threat::{INDICATORS, Scoring};
use super::world::{PROFILE_COUNT, PROFILES};

/// How many bytes all lists take at most, written as settings: what a link of 8,000 characters can carry.
pub const MOST_LIST_BYTES: usize = 4_000;

/// Everything that the data depends on. The same value gives the same bytes, everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// What the other values started from.
    pub preset: Preset,
    /// How rows are drawn; the preset decides.
    pub model: Model,
    /// The seed of every stream of random numbers.
    pub seed: u64,
    /// Rows of the combined dataset.
    pub rows: u64,
    /// The share of anomalous rows in percent: the contamination.
    pub anomaly_share_percent: f64,
    /// The first day.
    pub start_date: NaiveDate,
    /// The day that stands for today; nothing in the data asks a clock.
    pub reference_date: NaiveDate,
    /// Number of users.
    pub users: u32,
    /// Number of reporters.
    pub reporters: u32,
    /// Number of assignees.
    pub assignees: u32,
    /// The categories and whether each is a KPI or a KRI.
    pub categories: Vec<Category>,
    /// The statuses and whether each means that the issue is closed.
    pub statuses: Vec<Status>,
    /// The departments.
    pub departments: Vec<String>,
    /// The locations of users and of IP addresses.
    pub locations: Vec<String>,
    /// The activity types.
    pub activity_types: Vec<String>,
    /// The weights of the lists' items, in the order of [`List`].
    pub list_weights: [Weights; LIST_COUNT],
    /// The parameters of the classic distributions, for both classes.
    pub laws: Laws,
    /// The values of the realistic model.
    pub dials: Dials,
    /// The ranges of the users' and departments' profiles, in the order of [`crate::engine::world::PROFILES`].
    pub profile_ranges: [[f64; 2]; PROFILE_COUNT],
    /// How the threat score is computed.
    pub scoring: Scoring,
    /// The limits of the defense rules, in the order of [`crate::engine::response::RULES`].
    pub rule_limits: [f64; RULE_COUNT],
    /// Which columns the files have, in the order of [`crate::engine::dataset::COLUMNS`].
    pub columns_on: [bool; SWITCHED_COUNT],
    /// The form of the files.
    pub format: Format,
}

/// One value that differs from its preset, in the text form that `--set` takes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Setting {
    /// The knob's path.
    pub path: String,
    /// Its value as text.
    pub value: String,
}

impl Configuration {
    /// The preset with the settings applied, checked as a whole. They are applied in the order of [`knobs()`], so
    /// that a scoring profile comes before what is changed of it; of two settings of one knob the last counts.
    ///
    /// # Errors
    /// Every problem found: unknown paths, values that cannot be read or are out of range, and values that
    /// contradict each other.
    pub fn from_settings(preset: Preset, settings: &[Setting]) -> Result<Configuration, Vec<Problem>> {
        let mut configuration = preset.configuration();
        let mut problems = Vec::new();
        let known = |setting: &&Setting| knobs().iter().any(|knob| knob.path == setting.path);
        let unknown = settings.iter().filter(|setting| !known(setting));
        let in_order =
            knobs().iter().flat_map(|knob| settings.iter().filter(move |setting| knob.path == setting.path));
        for setting in in_order.chain(unknown) {
            if let Err(problem) = configuration.set(&setting.path, &setting.value) {
                problems.push(problem);
            }
        }
        if problems.is_empty() { configuration.check().map(|()| configuration) } else { Err(problems) }
    }

    /// What a form would show had nothing been changed in it: the preset, with the scoring of the chosen profile,
    /// which brings its own weights, thresholds and bands.
    pub fn base(&self) -> Configuration {
        let mut base = self.preset.configuration();
        if base.scoring.profile != self.scoring.profile {
            base.scoring = Scoring::new(self.scoring.profile);
        }
        base
    }

    /// What differs from the preset, in the order of [`knobs()`]; of a scoring profile, what differs from it.
    pub fn settings(&self) -> Vec<Setting> {
        let preset = self.preset.configuration();
        let base = self.base();
        let differs = |knob: &&Knob| {
            let base = if knob.path == knobs::SCORING_PROFILE { &preset } else { &base };
            knob.value(self) != knob.value(base)
        };
        let setting =
            |knob: &Knob| Setting { path: knob.path.to_string(), value: knob.value(self).to_string() };
        knobs().iter().filter(differs).map(setting).collect()
    }

    /// Sets one knob from its text form.
    ///
    /// # Errors
    /// The path is unknown, or the text is not a value in the knob's range; nothing is changed then.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), Problem> {
        let knob = Knob::find(path)?;
        let value = knob.parse(text)?;
        knob.assign(self, value);
        Ok(())
    }

    /// Whether every value is in its range and no two contradict each other.
    ///
    /// # Errors
    /// Every problem found.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems: Vec<Problem> =
            knobs().iter().filter_map(|knob| knob.check(&knob.value(self)).err()).collect();
        if self.start_date > self.reference_date {
            problems.push(Problem::new(
                "start_date",
                format!(
                    "the start date {} is after the reference date {}",
                    self.start_date, self.reference_date
                ),
                "choose a start date on or before the reference date",
            ));
        }
        for (path, least, greatest) in self.ranges() {
            if least > greatest {
                let (least, greatest) = (decimal::text(least), decimal::text(greatest));
                let reason = format!("the range begins at {least}, above its end {greatest}");
                problems.push(Problem::new(
                    path,
                    reason,
                    format!("choose at most {greatest}, or raise the end"),
                ));
            }
        }
        for (class, key) in Class::ALL.into_iter().zip(["normal", "anomalous"]) {
            for (what, sum) in [
                ("severity.low", severity_sum(&self.laws, class)),
                ("activity.login", activity_sum(self, class)),
            ] {
                if sum <= 0.0 {
                    let hint = "give at least one of them a weight above 0";
                    problems.push(Problem::new(format!("{key}.{what}"), "the weights sum to 0", hint));
                }
            }
        }
        if self.scoring.weights.iter().sum::<f64>() <= 0.0 {
            let hint = "give at least one indicator a weight above 0";
            problems.push(Problem::new("scoring.weight.severity", "the weights sum to 0", hint));
        }
        self.check_lists(&mut problems);
        if self.columns().next().is_none() {
            let hint = "switch at least one column on";
            problems.push(Problem::new("columns.issue_id", "the files have no column", hint));
        }
        if self.model == Model::Realistic {
            campaigns::check(self, &mut problems);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Whether every list has items to draw, and all of them together fit into a link.
    fn check_lists(&self, problems: &mut Vec<Problem>) {
        let lists = knobs().iter().filter(|knob| matches!(knob.kind, Kind::List { .. }));
        let text: Vec<(&str, String)> =
            lists.map(|knob| (knob.path.as_ref(), knob.value(self).to_string())).collect();
        for ((path, _), (list, weights)) in text.iter().zip(self.list_weights.iter().enumerate()) {
            let drawn = weights.iter().filter(|weight| **weight > 0.0).count();
            let needed = if list == List::Locations as usize { 2 } else { 1 };
            if !weights.is_empty() && drawn < needed {
                let reason = format!("{drawn} of the list's names have a weight above 0");
                problems.push(Problem::new(
                    *path,
                    reason,
                    format!("give at least {needed} a weight above 0"),
                ));
            }
        }
        let bytes: usize = text.iter().map(|(_, text)| text.len()).sum();
        if bytes > MOST_LIST_BYTES
            && let Some((path, longest)) = text.iter().max_by_key(|(_, text)| text.len())
        {
            let reason =
                format!("the lists take {bytes} bytes, more than a link can carry ({MOST_LIST_BYTES})");
            let hint = format!("shorten this one, the longest, which takes {}", longest.len());
            problems.push(Problem::new(*path, reason, hint));
        }
    }

    /// What draws an item of a list.
    pub fn picker(&self, list: List) -> Picker {
        let count = match list {
            List::Categories => self.categories.len(),
            List::Statuses => self.statuses.len(),
            List::Departments => self.departments.len(),
            List::Locations => self.locations.len(),
            List::ActivityTypes => self.activity_types.len(),
        };
        Picker::new(count, &self.list_weights[list as usize])
    }

    /// Every pair of knobs that are the two ends of a range: the path of the first, and both values.
    fn ranges(&self) -> Vec<(String, f64, f64)> {
        let mut ranges = Vec::new();
        for (range, values) in PROFILES.iter().zip(self.profile_ranges) {
            ranges.push((format!("profiles.{}.least", range.key), values[0], values[1]));
        }
        for (class, key) in Class::ALL.into_iter().zip(["normal", "anomalous"]) {
            let law = |parameter: Parameter| self.laws.get(class, parameter as usize);
            for (least, greatest) in [
                (Parameter::LateLeast, Parameter::LateGreatest),
                (Parameter::MorningLeast, Parameter::MorningGreatest),
                (Parameter::ResponseWorkLeast, Parameter::ResponseWorkGreatest),
                (Parameter::BurstLeast, Parameter::BurstGreatest),
            ] {
                ranges.push((format!("{key}.{}", LAWS[least as usize].key), law(least), law(greatest)));
            }
        }
        for (index, indicator) in INDICATORS.iter().enumerate() {
            let bands = self.scoring.bands[index];
            ranges.push((format!("scoring.band.{}.medium", indicator.key), bands.medium, bands.high));
        }
        let [medium, high, critical] = self.scoring.thresholds;
        ranges.push(("scoring.threshold.medium".to_owned(), medium, high));
        ranges.push(("scoring.threshold.high".to_owned(), high, critical));
        ranges
    }

    /// The columns that the files have, in their order: those that are switched on, then as many of noise as a dial
    /// says.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        let irrelevant = self.dials.get(Turn::Irrelevant) as usize;
        let on = self.columns_on;
        let is_on = move |(index, column): &(usize, &Column)| {
            on.get(*index).copied().unwrap_or_else(|| column.noise() < irrelevant)
        };
        COLUMNS.iter().enumerate().filter(is_on).map(|(_, column)| column)
    }

    /// The number of anomalous rows: the share of the rows, rounded to the nearest whole number.
    pub fn anomalous_rows(&self) -> u64 {
        (self.rows as f64 * self.anomaly_share_percent / 100.0).round() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn classic() -> Configuration {
        Preset::Classic.configuration()
    }

    #[test]
    fn every_preset_is_valid_and_differs_from_itself_in_nothing() {
        for preset in Preset::ALL {
            let configuration = preset.configuration();
            assert_eq!(configuration.check(), Ok(()));
            assert_eq!(configuration.settings(), []);
            assert_eq!(configuration.preset, preset);
        }
    }

    #[test]
    fn a_start_after_the_reference_date_is_refused_with_both_dates() {
        let mut configuration = classic();
        configuration.set("start_date", "2027-01-01").unwrap();
        let problems = configuration.check().unwrap_err();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].reason.contains("2027-01-01") && problems[0].reason.contains("2026-11-07"));
    }

    #[test]
    fn values_out_of_range_name_the_knob_the_range_and_a_way_out() {
        for (path, text, part) in [
            ("rows", "0", "1 to 10,000,000"),
            ("rows", "-5", "1 to 10,000,000"),
            ("rows", "many", "whole number"),
            ("rows", "12.5", "whole number"),
            ("rows", "1,5", "whole number"),
            ("rows", "1__0", "whole number"),
            ("seed", "99999999999999999999", "too large"),
            ("anomaly_share", "20%%", "number"),
            ("anomaly_share", "50.1", "0 to 50"),
            ("anomaly_share", "NaN", "number"),
            ("start_date", "yesterday", "YYYY-MM-DD"),
            ("start_date", "2026-02-30", "YYYY-MM-DD"),
            ("start_date", "1969-12-31", "1970-01-01"),
            ("scoring.profile", "best", "calibrated"),
            ("lists.departments", "", "1 to"),
            ("lists.departments", "IT, IT", "twice"),
            ("lists.locations", "USA", "2 to"),
            ("lists.statuses", "Open:ajar", "open"),
        ] {
            let before = classic();
            let mut configuration = before.clone();
            let problem = configuration.set(path, text).unwrap_err();
            assert_eq!(problem.path, path);
            let message = format!("{} {}", problem.reason, problem.hint);
            assert!(message.contains(part), "{path}={text}: {message}");
            assert_eq!(configuration, before);
        }
    }

    #[test]
    fn a_profile_brings_its_weights_whatever_the_order_and_keeps_what_is_changed_of_it() {
        let setting = |path: &str, value: &str| Setting { path: path.to_owned(), value: value.to_owned() };
        let settings = [setting("scoring.weight.cpu", "0.5"), setting("scoring.profile", "calibrated")];
        let configuration = Configuration::from_settings(Preset::Classic, &settings).unwrap();
        assert_eq!(configuration.scoring.weights[9], 0.5);
        assert_eq!(configuration.scoring.weights[0], 0.08);
        let mut again = configuration.settings();
        again.reverse();
        assert_eq!(again, settings);
    }

    #[test]
    fn contradictions_name_the_knob() {
        for (path, value) in [
            ("normal.late.least", "7"),
            ("anomalous.burst.least", "0.6"),
            ("profiles.user.risk.least", "1.5"),
            ("scoring.band.cpu.medium", "90"),
            ("scoring.threshold.medium", "8"),
        ] {
            let mut configuration = classic();
            configuration.set(path, value).unwrap();
            let problems = configuration.check().unwrap_err();
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert_eq!(problems[0].path, path);
        }
        let mut configuration = classic();
        configuration.set("lists.activity_types", "login").unwrap();
        configuration.set("normal.activity.login", "0").unwrap();
        assert_eq!(configuration.check().unwrap_err()[0].path, "normal.activity.login");
    }

    #[test]
    fn every_knob_has_a_path_of_its_own_and_a_sentence() {
        let mut paths: Vec<&str> = knobs().iter().map(|knob| knob.path.as_ref()).collect();
        assert!(knobs().iter().all(|knob| knob.help.ends_with('.') && !knob.name.is_empty()));
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), knobs().len());
    }

    #[test]
    fn thousands_may_be_parted_and_a_share_may_bear_its_sign() {
        let mut configuration = classic();
        for text in ["1000000", "1,000,000", "1 000 000", "1_000_000", " 1000000 "] {
            configuration.rows = 1;
            configuration.set("rows", text).unwrap();
            assert_eq!(configuration.rows, 1_000_000);
        }
        configuration.set("anomaly_share", "12.5 %").unwrap();
        assert_eq!(configuration.anomaly_share_percent, 12.5);
    }

    #[test]
    fn an_unknown_path_names_the_nearest_one() {
        let problem = classic().set("row", "5").unwrap_err();
        assert!(problem.hint.contains("rows"), "{}", problem.hint);
    }

    #[test]
    fn lists_keep_commas_colons_and_tags() {
        let mut configuration = classic();
        configuration.set("lists.departments", r"R\, D\: labs, Sales").unwrap();
        assert_eq!(configuration.departments, ["R, D: labs", "Sales"]);
        configuration.set("lists.categories", "Phishing Attack, Zero Day:KPI").unwrap();
        assert_eq!(configuration.categories[0].kind, CategoryKind::RiskIndicator);
        assert_eq!(configuration.categories[1].kind, CategoryKind::PerformanceIndicator);
        let again = Configuration::from_settings(Preset::Classic, &configuration.settings()).unwrap();
        assert_eq!(again, configuration);
    }

    #[test]
    fn the_number_of_anomalous_rows_is_rounded_to_the_nearest() {
        let mut configuration = classic();
        for (rows, share, expected) in
            [(1_000, "20", 200), (3, "50", 2), (10, "0", 0), (1, "20", 0), (999, "0.1", 1)]
        {
            configuration.rows = rows;
            configuration.set("anomaly_share", share).unwrap();
            assert_eq!(configuration.anomalous_rows(), expected, "{rows} rows, {share} %");
        }
    }

    proptest! {
        #[test]
        fn settings_round_trip(
            seed in 0..=9_007_199_254_740_991_u64,
            rows in 1..=10_000_000_u64,
            share in 0..=500_000_u32,
            day in 0..40_000_u64,
            names in proptest::collection::btree_set("[ -~äé€]{1,20}", 2..6),
        ) {
            let names: Vec<String> = names.into_iter().map(|name| name.trim().to_owned()).collect();
            let mut unique = names.clone();
            unique.sort();
            unique.dedup();
            prop_assume!(unique.len() == names.len() && names.iter().all(|name| !name.is_empty()));
            let configuration = Configuration {
                seed,
                rows,
                anomaly_share_percent: f64::from(share) / 1e4,
                start_date: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(day),
                reference_date: NaiveDate::from_ymd_opt(2099, 12, 31).unwrap(),
                departments: names.clone(),
                locations: names,
                ..classic()
            };
            let again = Configuration::from_settings(Preset::Classic, &configuration.settings()).unwrap();
            prop_assert_eq!(again, configuration);
        }

        #[test]
        fn no_text_makes_a_knob_panic(text in "\\PC{0,40}") {
            for knob in knobs() {
                let _ = classic().set(&knob.path, &text);
            }
        }
    }
}
