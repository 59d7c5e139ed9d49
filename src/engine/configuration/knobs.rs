//! Every parameter of the engine as a knob. A knob is declared once: in `fields`, or in the table of the engine's folder
//! that it belongs to (laws, profile ranges, indicators, rules). Forms, `--set`, validation and
//! `cyberdatagen settings` follow from [`knobs()`].

mod fields;
mod place;
mod tables;

use std::borrow::Cow;
use std::sync::LazyLock;

use super::value::{Kind, Value};
use super::{Configuration, Model, Problem};
use place::Place;

/// The groups of a form, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Seed, rows and the share of anomalies.
    Dataset,
    /// The days that the data covers.
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
    /// The people and the calendar of the realistic model.
    World,
    /// The campaigns of the realistic model.
    Attacks,
    /// What the realistic model spoils on purpose.
    Defects,
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
            Group::Dataset => "Dataset",
            Group::Time => "Time",
            Group::People => "People",
            Group::Lists => "Lists",
            Group::Profiles => "Profiles",
            Group::Normal => "Normal rows",
            Group::Anomalous => "Anomalous rows",
            Group::Threat => "Threat",
            Group::Response => "Response",
            Group::Columns => "Columns",
            Group::Files => "Files",
            Group::World => "World",
            Group::Attacks => "Attacks",
            Group::Defects => "Defects",
        }
    }

    /// The one model that the group's knobs matter to; none where they matter to all.
    pub fn model(self) -> Option<Model> {
        match self {
            Group::World | Group::Attacks | Group::Defects => Some(Model::Realistic),
            Group::Profiles | Group::Normal | Group::Anomalous => Some(Model::Classic),
            _ => None,
        }
    }
}

/// One parameter.
#[derive(Debug)]
pub struct Knob {
    /// How settings name it; part of the format of links and files.
    pub path: Cow<'static, str>,
    /// How a form names it.
    pub name: Cow<'static, str>,
    /// Where a form puts it.
    pub group: Group,
    /// The unit of its number; empty where it has none.
    pub unit: &'static str,
    /// One sentence on what it does.
    pub help: Cow<'static, str>,
    /// Type and range.
    pub kind: Kind,
    place: Place,
}

/// The path of the knob whose change brings values of other knobs with it.
pub const SCORING_PROFILE: &str = "scoring.profile";

/// The starts of the paths of weights: of the indicators, and of what rows draw from.
const WEIGHT_SETS: [&str; 7] = [
    "scoring.weight.",
    "attacks.mix.",
    "attacks.pattern.",
    "normal.severity.",
    "anomalous.severity.",
    "normal.activity.",
    "anomalous.activity.",
];

/// The greatest seed: the greatest whole number that every reader of JSON keeps exact.
pub const GREATEST_SEED: u64 = 9_007_199_254_740_991;

/// The greatest number of rows.
pub const GREATEST_ROWS: u64 = 10_000_000;

const FIRST_DAY: (i32, u32, u32) = (1970, 1, 1);
const LAST_DAY: (i32, u32, u32) = (2099, 12, 31);

/// Every knob, in the order of a form.
pub fn knobs() -> &'static [Knob] {
    static KNOBS: LazyLock<Vec<Knob>> = LazyLock::new(|| {
        let mut rest = fields::fields();
        rest.extend(tables::tables());
        rest.extend(fields::format());
        let mut knobs = Vec::with_capacity(rest.len());
        for group in Group::ALL {
            let (of_group, others) = rest.into_iter().partition(|knob| knob.group == group);
            knobs.extend::<Vec<Knob>>(of_group);
            rest = others;
        }
        knobs
    });
    &KNOBS
}

impl Knob {
    /// The knob at a path.
    ///
    /// # Errors
    /// There is none; the hint names the nearest.
    pub fn find(path: &str) -> Result<&'static Knob, Problem> {
        knobs().iter().find(|knob| knob.path == path).ok_or_else(|| {
            let nearest = knobs().iter().min_by_key(|knob| edit_distance(&knob.path, path));
            let guess = nearest.map_or_else(String::new, |knob| format!("did you mean '{}'? ", knob.path));
            let hint = format!("{guess}`cyberdatagen settings` lists all {}", knobs().len());
            Problem::new(path, "there is no such setting", hint)
        })
    }

    /// The start of the path that a knob shares with its siblings, where all of them are weights whose shares sum to 1.
    pub fn weight_set(&self) -> Option<&'static str> {
        WEIGHT_SETS.into_iter().find(|set| self.path.starts_with(set))
    }

    /// The knob's value in a configuration.
    pub fn value(&self, configuration: &Configuration) -> Value {
        self.place.value(configuration)
    }

    /// Reads a value from its text form and checks its range.
    ///
    /// # Errors
    /// The text is no such value, or one out of range.
    pub fn parse(&self, text: &str) -> Result<Value, Problem> {
        let value = self.kind.parse(&self.path, text)?;
        self.check(&value).map(|()| value)
    }

    /// Whether the value is in range.
    ///
    /// # Errors
    /// It is not; the hint names the range.
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        self.kind.check(&self.path, value)
    }

    /// Puts a value of the knob's own kind into a configuration; any other changes nothing.
    pub fn assign(&self, configuration: &mut Configuration, value: Value) {
        self.place.put(configuration, value);
    }
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
