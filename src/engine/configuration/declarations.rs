//! Every setting of the configuration, gathered from the phases that declare them, in the groups of a form.

use std::sync::LazyLock;

use super::{Configuration, Override};
use crate::engine::dataset;
use crate::engine::export::format::Format;
use crate::engine::issues::{self, Model, classic, realistic};
use crate::engine::problem::Problem;
use crate::engine::settings::{self, MAX_SEED, Value};
use crate::engine::{response, threat, world};

/// The declaration of one setting of the configuration.
pub type Setting = settings::Setting<Configuration>;

/// The maximum number of rows: on the page, which holds them, those that a tab has memory for.
pub const MAX_ROWS: u64 = if cfg!(target_family = "wasm") { MAX_ROWS_IN_MEMORY } else { 10_000_000_000 };

/// The maximum number of rows that are held in memory, or whose order is planned there.
pub const MAX_ROWS_IN_MEMORY: u64 = 10_000_000;

/// The groups of a form, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Seed, rows and the share of anomalies.
    Dataset,
    /// The campaigns of the realistic model.
    Attacks,
    /// The people and the calendar of the realistic model.
    World,
    /// What the realistic model damages on purpose.
    Defects,
    /// The days that the data covers, and whether its rows follow them.
    Time,
    /// Users, reporters and assignees.
    People,
    /// The names that categorical columns draw from.
    Lists,
    /// What users and departments differ by.
    Profiles,
    /// The distributions of normal rows.
    Normal,
    /// The distributions of anomalous rows.
    Anomalous,
    /// How the threat score is computed.
    Threat,
    /// When the defense rules fire.
    Response,
    /// Which columns the files have.
    Columns,
    /// The form of the files.
    Files,
}

impl Group {
    /// All groups, in the order of a form.
    pub const ALL: [Group; 14] = [
        Group::Dataset,
        Group::Attacks,
        Group::World,
        Group::Defects,
        Group::Time,
        Group::People,
        Group::Lists,
        Group::Profiles,
        Group::Normal,
        Group::Anomalous,
        Group::Threat,
        Group::Response,
        Group::Columns,
        Group::Files,
    ];

    /// The heading.
    pub fn name(self) -> &'static str {
        match self {
            Group::Dataset => words!("Dataset"),
            Group::Time => words!("Time"),
            Group::People => words!("People"),
            Group::Lists => words!("Lists"),
            Group::Profiles => words!("Profiles"),
            Group::Normal => words!("Normal rows"),
            Group::Anomalous => words!("Anomalous rows"),
            Group::Threat => words!("Threat"),
            Group::Response => words!("Response"),
            Group::Columns => words!("Columns"),
            Group::Files => words!("Files"),
            Group::World => words!("World"),
            Group::Attacks => words!("Attacks"),
            Group::Defects => words!("Defects"),
        }
    }

    /// What it is about, in a few words.
    pub fn hint(self) -> &'static str {
        match self {
            Group::Dataset => words!("seed, rows, anomalies"),
            Group::Attacks => words!("campaigns, mix, patterns"),
            Group::World => words!("homes, roles, volatility"),
            Group::Defects => words!("labels, missing values"),
            Group::Time => words!("days, order of rows"),
            Group::People => words!("users, reporters"),
            Group::Lists => words!("names and weights"),
            Group::Profiles => words!("users and departments"),
            Group::Normal => words!("distributions"),
            Group::Anomalous => words!("distributions"),
            Group::Threat => words!("weights, bands"),
            Group::Response => words!("rules, limits"),
            Group::Columns => words!("what is exported"),
            Group::Files => words!("format"),
        }
    }

    /// The one model that the group's settings matter to; none where they matter to all.
    pub fn model(self) -> Option<Model> {
        match self {
            Group::World | Group::Attacks | Group::Defects => Some(Model::Realistic),
            Group::Profiles | Group::Normal | Group::Anomalous => Some(Model::Classic),
            _ => None,
        }
    }

    /// The paths, or the starts of the paths, of its settings, in the order of a form.
    fn paths(self) -> &'static [&'static str] {
        match self {
            Group::Dataset => &["seed", "rows", "anomaly_share"],
            Group::Attacks => &["attacks"],
            Group::World => &["world.home", "world.roles", "world.volatility", "world"],
            Group::Defects => &["defects"],
            Group::Time => &["start_date", "reference_date", "order"],
            Group::People => &["users", "reporters", "assignees"],
            Group::Lists => &["lists.categories", "lists.statuses", "lists"],
            Group::Profiles => &["profiles"],
            Group::Normal => &["normal"],
            Group::Anomalous => &["anomalous"],
            Group::Threat => &["scoring"],
            Group::Response => &["response"],
            Group::Columns => &["columns"],
            Group::Files => &["files"],
        }
    }
}

/// Whether a path is another one or begins with it, part by part.
pub(super) fn begins_with(path: &str, start: &str) -> bool {
    path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Where a form shows a path: the place of its group, and its place there.
fn place(path: &str) -> Option<(usize, usize)> {
    Group::ALL.iter().enumerate().find_map(|(index, group)| {
        group.paths().iter().position(|start| begins_with(path, start)).map(|place| (index, place))
    })
}

/// Those that every phase needs.
fn own() -> Vec<Setting> {
    vec![
        Setting::new(
            "seed",
            text!("Seed"),
            "",
            text!("The same seed and settings give the same bytes, on every device."),
            0..=MAX_SEED,
            |c: &Configuration| &c.seed,
            |c: &mut Configuration| &mut c.seed,
        ),
        Setting::new(
            "rows",
            text!("Rows"),
            words!("rows"),
            text!(
                "Rows of the combined dataset, normal and anomalous together; the page holds up to 10,000,000."
            ),
            1..=MAX_ROWS,
            |c: &Configuration| &c.rows,
            |c: &mut Configuration| &mut c.rows,
        ),
        Setting::new(
            "anomaly_share",
            text!("Anomaly share"),
            "%",
            text!("The share of anomalous rows (contamination); the count is exact."),
            0.0..=50.0,
            |c: &Configuration| &c.anomaly_share_percent,
            |c: &mut Configuration| &mut c.anomaly_share_percent,
        ),
    ]
}

/// Every setting, in the order of a form. Those that bring others with them come before those.
pub fn settings() -> &'static [Setting] {
    /// The settings of a phase, whose parameters stand in a field of the configuration.
    macro_rules! of {
        ($field:ident: $type:ty) => {
            <$type>::settings()
                .into_iter()
                .map(|setting| setting.within(|c: &Configuration| &c.$field, |c| &mut c.$field))
        };
    }
    static SETTINGS: LazyLock<Vec<Setting>> = LazyLock::new(|| {
        let mut settings = own();
        settings.extend(of!(world: world::Parameters));
        settings.extend(of!(issues: issues::Parameters));
        settings.extend(of!(classic: classic::Parameters));
        settings.extend(of!(realistic: realistic::Parameters));
        settings.extend(of!(threat: threat::Parameters));
        settings.extend(of!(response: response::Parameters));
        settings.extend(of!(dataset: dataset::Parameters));
        settings.extend(of!(format: Format));
        settings.sort_by_key(|setting| place(&setting.path));
        settings
    });
    &SETTINGS
}

impl Setting {
    /// The setting at a path.
    ///
    /// # Errors
    /// There is none; the hint names the nearest.
    pub fn find(path: &str) -> Result<&'static Setting, Problem> {
        settings().iter().find(|setting| setting.path == path).ok_or_else(|| {
            let nearest = settings().iter().min_by_key(|setting| edit_distance(&setting.path, path));
            let count = settings().len();
            let hint = match nearest {
                Some(near) => text!(
                    "did you mean '{path}'? `cyberdatagen settings` lists all {count}",
                    path = near.path.as_ref(),
                    count
                ),
                None => text!("`cyberdatagen settings` lists all {count}", count),
            };
            Problem::new(path, text!("there is no such setting"), hint)
        })
    }

    /// Where a form shows it.
    pub fn group(&self) -> Group {
        place(&self.path).and_then(|(group, _)| Group::ALL.get(group)).copied().unwrap_or(Group::Dataset)
    }

    /// The setting and its value in a configuration, as text.
    pub fn as_override(&self, configuration: &Configuration) -> Override {
        Override { path: self.path.to_string(), value: self.value(configuration).to_string() }
    }
}

/// What a form would show had nothing been changed in it: a configuration with the values that the leading settings
/// (today the scoring profile) have in `chosen`, and what those bring with them.
pub(super) fn led(mut base: Configuration, chosen: impl Fn(&Setting) -> Option<Value>) -> Configuration {
    for setting in settings().iter().filter(|setting| setting.leads) {
        if let Some(value) = chosen(setting) {
            setting.assign(&mut base, value);
        }
    }
    base
}

/// The number of insertions, deletions and replacements between two texts (Levenshtein).
fn edit_distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (index, left) in from.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, right) in to.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_a_group_a_path_of_its_own_and_a_sentence() {
        for setting in settings() {
            assert!(place(&setting.path).is_some(), "{} stands in no group", setting.path);
            let help = setting.help.english();
            assert!(help.ends_with('.') && !setting.name.is_empty(), "{}", setting.path);
        }
        let mut paths: Vec<&str> = settings().iter().map(|setting| setting.path.as_ref()).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), settings().len());
    }

    #[test]
    fn what_a_setting_brings_with_it_comes_after_it() {
        for (index, leader) in settings().iter().enumerate().filter(|(_, setting)| setting.leads) {
            let before = Configuration::default();
            let settings::Kind::Choice(choices) = leader.kind else { panic!("{}", leader.path) };
            for choice in choices {
                let mut after = before.clone();
                leader.assign(&mut after, Value::Choice(choice.key));
                let changed = settings().iter().position(|other| other.value(&after) != other.value(&before));
                assert!(
                    changed.is_none_or(|first| first >= index),
                    "{} changes an earlier setting",
                    leader.path
                );
            }
        }
    }
}
