//! The configuration: everything the data depends on, in one typed value.
//!
//! Each parameter is declared once, as a [`Knob`] in [`knobs`]: its path, name, group, unit, help, range and
//! place in [`Configuration`]. Forms, `--set`, validation and the text form of a setting follow from there.
//! A configuration's fields may hold anything; [`Configuration::check`] says whether an engine can run it,
//! and [`crate::engine::Generator::new`] runs nothing that was not checked.

pub mod knobs;
pub mod link;
pub mod lists;
pub mod presets;
mod problem;
mod value;

use chrono::NaiveDate;

pub use knobs::{Group, KNOBS, Knob};
pub use lists::{Category, CategoryKind, Status};
pub use presets::Preset;
pub use problem::Problem;
pub use value::{Choice, Entry, Kind, Value, grouped};

use super::threat::Profile;

/// Everything that the data depends on. The same value gives the same bytes, everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// What the other values started from.
    pub preset: Preset,
    /// The seed of every stream of random numbers.
    pub seed: u64,
    /// Rows of the combined dataset.
    pub rows: u64,
    /// The share of anomalous rows in per cent: the contamination.
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
    /// How the threat score is computed.
    pub scoring_profile: Profile,
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
    /// The preset with the settings applied, checked as a whole.
    ///
    /// # Errors
    /// Every problem found: unknown paths, values that cannot be read or are out of range, and values that
    /// contradict each other.
    pub fn from_settings(preset: Preset, settings: &[Setting]) -> Result<Configuration, Vec<Problem>> {
        let mut configuration = preset.configuration();
        let mut problems = Vec::new();
        for setting in settings {
            if let Err(problem) = configuration.set(&setting.path, &setting.value) {
                problems.push(problem);
            }
        }
        if problems.is_empty() { configuration.check().map(|()| configuration) } else { Err(problems) }
    }

    /// What differs from the preset, in the order of [`KNOBS`].
    pub fn settings(&self) -> Vec<Setting> {
        let default = self.preset.configuration();
        KNOBS
            .iter()
            .filter(|knob| knob.value(self) != knob.value(&default))
            .map(|knob| Setting { path: knob.path.to_owned(), value: knob.value(self).to_string() })
            .collect()
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
            KNOBS.iter().filter_map(|knob| knob.check(&knob.value(self)).err()).collect();
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
        if problems.is_empty() { Ok(()) } else { Err(problems) }
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
            share in 0..=50_000_000_u32,
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
                anomaly_share_percent: f64::from(share) / 1e6,
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
            for knob in &KNOBS {
                let _ = classic().set(knob.path, &text);
            }
        }
    }
}
