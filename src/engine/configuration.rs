//! The configuration: everything that the data depends on, in one typed value.
//!
//! Each phase declares its own parameters ([`crate::engine::settings`]); the configuration holds them all and gathers
//! their declarations in [`settings()`]. Forms, `--set`, validation and the text form of a setting follow from there.
//! A configuration's fields may hold anything; [`Configuration::check`] says whether an engine can run it,
//! and [`crate::engine::Generator::new`] runs nothing that was not checked.

mod declarations;
pub mod file;
pub mod link;
pub mod presets;
mod recipe;

pub use declarations::{Group, MAX_ROWS, MAX_ROWS_IN_MEMORY, Setting, settings};
pub use presets::Preset;

use super::dataset::{self, Context, RowOrder, schema::Column};
use super::decimal::grouped;
use super::export::format::Format;
use super::issues::{self, Model, Size, classic, realistic};
use super::problem::Problem;
use super::settings::{Kind, Value};
use super::text::number;
use super::{response, threat, world};

/// The maximum number of bytes that all lists and texts take that differ from the preset's, written as settings: what a link of
/// 8,000 characters can carry.
pub const MAX_LIST_BYTES: usize = 4_000;

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
    /// The days, the people, where they are, and what they differ by.
    pub world: world::Parameters,
    /// The lists that issues draw from.
    pub issues: issues::Parameters,
    /// The classic distributions, for both classes.
    pub classic: classic::Parameters,
    /// The realistic model.
    pub realistic: realistic::Parameters,
    /// How the threat score is computed.
    pub threat: threat::Parameters,
    /// The limits of the defense rules.
    pub response: response::Parameters,
    /// In which order the rows come, and which columns the files have.
    pub dataset: dataset::Parameters,
    /// The form of the files.
    pub format: Format,
}

/// One value that differs from its preset, in the text form that `--set` takes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Override {
    /// The setting's path.
    pub path: String,
    /// Its value as text.
    pub value: String,
}

impl Configuration {
    /// The preset with the overrides applied, checked as a whole. They are applied in the order of [`settings()`], so
    /// that a scoring profile comes before what is changed of it; of two overrides of one setting the last counts.
    ///
    /// # Errors
    /// Every problem found: unknown paths, values that cannot be read or are out of range, and values that
    /// contradict each other.
    pub fn from_overrides(preset: Preset, overrides: &[Override]) -> Result<Configuration, Vec<Problem>> {
        let mut configuration = preset.configuration();
        let mut problems = Vec::new();
        let known = |it: &&Override| settings().iter().any(|setting| setting.path == it.path);
        let unknown = overrides.iter().filter(|it| !known(it));
        let in_order =
            settings().iter().flat_map(|setting| overrides.iter().filter(move |it| setting.path == it.path));
        for it in in_order.chain(unknown) {
            problems.extend(configuration.set(&it.path, &it.value).err());
        }
        if problems.is_empty() { configuration.check().map(|()| configuration) } else { Err(problems) }
    }

    /// What a form would show had nothing been changed in it: the preset, with the scoring of the chosen profile,
    /// which brings its own weights, thresholds and bands.
    pub fn base(&self) -> Configuration {
        declarations::led(self.preset.configuration(), |leader| Some(leader.value(self)))
    }

    /// What differs from the preset, in the order of [`settings()`]; of a scoring profile, what differs from it.
    pub fn overrides(&self) -> Vec<Override> {
        let (preset, base) = (self.preset.configuration(), self.base());
        let differs = |setting: &&Setting| {
            let base = if setting.leads { &preset } else { &base };
            setting.value(self) != setting.value(base)
        };
        settings().iter().filter(differs).map(|setting| setting.as_override(self)).collect()
    }

    /// Sets one setting from its text form.
    ///
    /// # Errors
    /// The path is unknown, or the text is not a value in the setting's range; nothing is changed then.
    pub fn set(&mut self, path: &str, text: &str) -> Result<(), Problem> {
        let setting = Setting::find(path)?;
        let value = setting.parse(text)?;
        setting.assign(self, value);
        Ok(())
    }

    /// Whether every value is in its range and no two contradict each other.
    ///
    /// # Errors
    /// Every problem found.
    pub fn check(&self) -> Result<(), Vec<Problem>> {
        let mut problems: Vec<Problem> =
            settings().iter().filter_map(|setting| setting.check(&setting.value(self)).err()).collect();
        self.world.check(&mut problems);
        self.classic.check(&self.issues, &mut problems);
        self.threat.check(&mut problems);
        self.response.check(&mut problems);
        self.issues.check(&mut problems);
        self.check_lists(&mut problems);
        self.dataset.check(&mut problems);
        self.check_order(&mut problems);
        if self.model == Model::Realistic {
            self.realistic.check(self.size(), &self.world, &self.issues, &mut problems);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Whether there is memory to plan the order of the rows.
    fn check_order(&self, problems: &mut Vec<Problem>) {
        if self.dataset.order == RowOrder::Time && self.rows > MAX_ROWS_IN_MEMORY {
            let reason = text!(
                "the order of time is planned in memory, for at most {most} rows",
                most = number(grouped(MAX_ROWS_IN_MEMORY))
            );
            let hint = text!("ask for fewer rows, or for no order (order=random), which needs no memory");
            problems.push(Problem::new(dataset::Parameters::PATHS.order, reason, hint));
        }
    }

    /// Whether all lists and texts together fit into a link, which carries those that differ from the preset's.
    fn check_lists(&self, problems: &mut Vec<Problem>) {
        let preset = self.preset.configuration();
        let lists = settings().iter().filter(|setting| {
            let is_long = matches!(setting.kind, Kind::List { .. } | Kind::Lines { .. } | Kind::Text);
            is_long && setting.value(self) != setting.value(&preset)
        });
        let lengths: Vec<(&str, usize)> =
            lists.map(|list| (list.path.as_ref(), list.value(self).to_string().len())).collect();
        let bytes: usize = lengths.iter().map(|(_, length)| length).sum();
        if bytes > MAX_LIST_BYTES
            && let Some((path, longest)) = lengths.iter().max_by_key(|(_, length)| length)
        {
            let reason = text!(
                "the lists take {bytes} bytes, more than a link can carry ({most})",
                bytes,
                most = MAX_LIST_BYTES
            );
            let hint = text!("shorten this one, the longest, which takes {longest}", longest = *longest);
            problems.push(Problem::new(*path, reason, hint));
        }
    }

    /// The same rows in no order: of these the first are a sample, and no order is planned before they can be made.
    pub fn unordered(&self) -> Configuration {
        let dataset = dataset::Parameters { order: RowOrder::Random, ..self.dataset.clone() };
        Configuration { dataset, ..self.clone() }
    }

    /// The same rows in the order of time.
    pub fn in_time(&self) -> Configuration {
        let dataset = dataset::Parameters { order: RowOrder::Time, ..self.dataset.clone() };
        Configuration { dataset, ..self.clone() }
    }

    /// The columns that the files have, in their order.
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.dataset.columns()
    }

    /// How many rows are drawn.
    pub fn size(&self) -> Size {
        Size { rows: self.rows, anomaly_share_percent: self.anomaly_share_percent }
    }

    /// The number of anomalous rows: the share of the rows, rounded to the nearest whole number.
    pub fn anomalous_rows(&self) -> u64 {
        self.size().anomalous()
    }
}

impl Default for Configuration {
    /// That of the first preset.
    fn default() -> Self {
        Preset::ALL[0].configuration()
    }
}

impl<'a> From<&'a Configuration> for Context<'a> {
    fn from(configuration: &'a Configuration) -> Self {
        let c = configuration;
        Context {
            seed: c.seed,
            rows: c.rows,
            model: c.model,
            world: &c.world,
            lists: &c.issues,
            classic: &c.classic,
            realistic: &c.realistic,
            threat: &c.threat,
            response: &c.response,
        }
    }
}

impl Preset {
    /// What a form shows of the preset had nothing been changed but its leading settings, given as text by the
    /// function: with the values that those bring with them.
    pub fn base(self, leader: impl Fn(&Setting) -> Option<String>) -> Configuration {
        let parsed = |setting: &Setting| -> Option<Value> { setting.parse(&leader(setting)?).ok() };
        declarations::led(self.configuration(), parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn classic() -> Configuration {
        Preset::Classic.configuration()
    }

    #[test]
    fn every_preset_is_valid_and_differs_from_itself_in_nothing() {
        for preset in Preset::ALL {
            let configuration = preset.configuration();
            assert_eq!(configuration.check(), Ok(()));
            assert_eq!(configuration.overrides(), []);
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
    fn values_out_of_range_name_the_setting_the_range_and_a_way_out() {
        for (path, text, part) in [
            ("rows", "0", "1 to 10,000,000,000"),
            ("rows", "10000000001", "1 to 10,000,000,000"),
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
        let setting = |path: &str, value: &str| Override { path: path.to_owned(), value: value.to_owned() };
        let settings = [setting("scoring.weight.cpu", "0.5"), setting("scoring.profile", "calibrated")];
        let configuration = Configuration::from_overrides(Preset::Classic, &settings).unwrap();
        assert_eq!(configuration.threat.weights[9], 0.5);
        assert_eq!(configuration.threat.weights[0], 0.08);
        let mut again = configuration.overrides();
        again.reverse();
        assert_eq!(again, settings);
    }

    #[test]
    fn an_order_that_is_planned_in_memory_has_fewer_rows() {
        let mut configuration = Configuration { rows: MAX_ROWS, ..classic() };
        assert_eq!(configuration.check(), Ok(()));
        configuration.set("order", "time").unwrap();
        let problems = configuration.check().unwrap_err();
        assert_eq!((problems.len(), problems[0].path.as_str()), (1, "order"));
        configuration.rows = MAX_ROWS_IN_MEMORY;
        assert_eq!(configuration.check(), Ok(()));
    }

    #[test]
    fn contradictions_name_the_setting() {
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
    fn thousands_may_be_separated_and_a_share_may_bear_its_sign() {
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
        assert_eq!(*configuration.world.departments, ["R, D: labs", "Sales"]);
        configuration.set("lists.categories", "Phishing Attack, Zero Day:KPI").unwrap();
        assert_eq!(configuration.issues.categories[0].kind, issues::CategoryKind::RiskIndicator);
        assert_eq!(configuration.issues.categories[1].kind, issues::CategoryKind::PerformanceIndicator);
        let again = Configuration::from_overrides(Preset::Classic, &configuration.overrides()).unwrap();
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
        fn overrides_round_trip(
            seed in 0..=9_007_199_254_740_991_u64,
            rows in 1..=MAX_ROWS_IN_MEMORY,
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
                world: world::Parameters {
                start_date: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(day),
                reference_date: NaiveDate::from_ymd_opt(2099, 12, 31).unwrap(),
                    departments: names.clone().into(),
                    locations: names.into(),
                    ..world::Parameters::default()
                },
                ..classic()
            };
            let again = Configuration::from_overrides(Preset::Classic, &configuration.overrides()).unwrap();
            prop_assert_eq!(again, configuration);
        }

        #[test]
        fn no_text_makes_a_setting_panic(text in "\\PC{0,40}") {
            for setting in settings() {
                let _ = classic().set(&setting.path, &text);
            }
        }
    }
}
