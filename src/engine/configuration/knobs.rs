//! Every parameter of the engine, declared once. A new knob is a field of [`Configuration`] and an entry
//! of [`KNOBS`]; forms, `--set`, validation and `cyberdatagen settings` show it by themselves.

use super::lists::Item;
use super::value::{Choice, Kind, Value};
use super::{Category, Configuration, Problem, Status};
use crate::engine::threat::Profile;

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
    /// How the threat score is computed.
    Threat,
}

impl Group {
    /// All groups, in the order of a form.
    pub const ALL: [Group; 5] = [Group::Dataset, Group::Time, Group::People, Group::Lists, Group::Threat];

    /// The heading.
    pub fn name(self) -> &'static str {
        match self {
            Group::Dataset => "Dataset",
            Group::Time => "Time",
            Group::People => "People",
            Group::Lists => "Lists",
            Group::Threat => "Threat",
        }
    }
}

/// One parameter.
#[derive(Debug)]
pub struct Knob {
    /// How settings name it; part of the format of links and files.
    pub path: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// Where a form puts it.
    pub group: Group,
    /// The unit of its number; empty where it has none.
    pub unit: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// Type and range.
    pub kind: Kind,
    get: fn(&Configuration) -> Value,
    put: fn(&mut Configuration, Value),
}

/// The greatest seed: the greatest whole number that every reader of JSON keeps exact.
pub const GREATEST_SEED: u64 = 9_007_199_254_740_991;

/// The greatest number of rows.
pub const GREATEST_ROWS: u64 = 10_000_000;

const FIRST_DAY: (i32, u32, u32) = (1970, 1, 1);
const LAST_DAY: (i32, u32, u32) = (2099, 12, 31);

/// Every parameter, in the order of a form.
pub static KNOBS: [Knob; 14] = [
    Knob {
        path: "seed",
        name: "Seed",
        group: Group::Dataset,
        unit: "",
        help: "The same seed and settings give the same bytes, on every device.",
        kind: Kind::Integer { least: 0, greatest: GREATEST_SEED },
        get: |c| Value::Integer(c.seed),
        put: |c, value| integer(value, |n| c.seed = n),
    },
    Knob {
        path: "rows",
        name: "Rows",
        group: Group::Dataset,
        unit: "rows",
        help: "Rows of the combined dataset, normal and anomalous together.",
        kind: Kind::Integer { least: 1, greatest: GREATEST_ROWS },
        get: |c| Value::Integer(c.rows),
        put: |c, value| integer(value, |n| c.rows = n),
    },
    Knob {
        path: "anomaly_share",
        name: "Anomaly share",
        group: Group::Dataset,
        unit: "%",
        help: "The share of anomalous rows (contamination); the count is exact.",
        kind: Kind::Decimal { least: 0.0, greatest: 50.0 },
        get: |c| Value::Decimal(c.anomaly_share_percent),
        put: |c, value| {
            if let Value::Decimal(share) = value {
                c.anomaly_share_percent = share;
            }
        },
    },
    Knob {
        path: "start_date",
        name: "Start date",
        group: Group::Time,
        unit: "",
        help: "The first day on which an issue is reported.",
        kind: Kind::Date { first: FIRST_DAY, last: LAST_DAY },
        get: |c| Value::Date(c.start_date),
        put: |c, value| {
            if let Value::Date(date) = value {
                c.start_date = date;
            }
        },
    },
    Knob {
        path: "reference_date",
        name: "Reference date",
        group: Group::Time,
        unit: "",
        help: "The day that stands for today, the last that is drawn; a late report of it can fall into the next morning.",
        kind: Kind::Date { first: FIRST_DAY, last: LAST_DAY },
        get: |c| Value::Date(c.reference_date),
        put: |c, value| {
            if let Value::Date(date) = value {
                c.reference_date = date;
            }
        },
    },
    Knob {
        path: "users",
        name: "Users",
        group: Group::People,
        unit: "users",
        help: "How many users act, User_1 to User_n.",
        kind: Kind::Integer { least: 1, greatest: 100_000 },
        get: |c| Value::Integer(c.users.into()),
        put: |c, value| integer(value, |n| c.users = n as u32),
    },
    Knob {
        path: "reporters",
        name: "Reporters",
        group: Group::People,
        unit: "people",
        help: "How many people report issues.",
        kind: Kind::Integer { least: 1, greatest: 100_000 },
        get: |c| Value::Integer(c.reporters.into()),
        put: |c, value| integer(value, |n| c.reporters = n as u32),
    },
    Knob {
        path: "assignees",
        name: "Assignees",
        group: Group::People,
        unit: "people",
        help: "How many people issues are assigned to.",
        kind: Kind::Integer { least: 1, greatest: 100_000 },
        get: |c| Value::Integer(c.assignees.into()),
        put: |c, value| integer(value, |n| c.assignees = n as u32),
    },
    Knob {
        path: "lists.categories",
        name: "Categories",
        group: Group::Lists,
        unit: "",
        help: "What issues are about, each a performance indicator (KPI) or a risk indicator (KRI).",
        kind: list_kind::<Category>(1, 200),
        get: |c| list(&c.categories),
        put: |c, value| items(value, &mut c.categories),
    },
    Knob {
        path: "lists.statuses",
        name: "Statuses",
        group: Group::Lists,
        unit: "",
        help: "The states of an issue; one that is closed has a date of resolution.",
        kind: list_kind::<Status>(1, 20),
        get: |c| list(&c.statuses),
        put: |c, value| items(value, &mut c.statuses),
    },
    Knob {
        path: "lists.departments",
        name: "Departments",
        group: Group::Lists,
        unit: "",
        help: "The departments that issues affect.",
        kind: list_kind::<String>(1, 200),
        get: |c| list(&c.departments),
        put: |c, value| items(value, &mut c.departments),
    },
    Knob {
        path: "lists.locations",
        name: "Locations",
        group: Group::Lists,
        unit: "",
        help: "Where users and IP addresses are; at least two, so that they can differ.",
        kind: list_kind::<String>(2, 250),
        get: |c| list(&c.locations),
        put: |c, value| items(value, &mut c.locations),
    },
    Knob {
        path: "lists.activity_types",
        name: "Activity types",
        group: Group::Lists,
        unit: "",
        help: "What users do; login, file_access and data_modification have distributions of their own.",
        kind: list_kind::<String>(1, 20),
        get: |c| list(&c.activity_types),
        put: |c, value| items(value, &mut c.activity_types),
    },
    Knob {
        path: "scoring.profile",
        name: "Scoring profile",
        group: Group::Threat,
        unit: "",
        help: "Which indicators the threat score counts, how much each weighs, and where the levels begin.",
        kind: Kind::Choice(&PROFILES),
        get: |c| Value::Choice(c.scoring_profile.key()),
        put: |c, value| {
            if let Value::Choice(key) = value
                && let Some(profile) = Profile::ALL.into_iter().find(|profile| profile.key() == key)
            {
                c.scoring_profile = profile;
            }
        },
    },
];

const PROFILES: [Choice; 3] =
    [Profile::Notebook.choice(), Profile::Document.choice(), Profile::Calibrated.choice()];

const fn list_kind<T: Item>(least: usize, greatest: usize) -> Kind {
    Kind::List { least, greatest, tags: T::TAGS, default_tag: T::default_tag }
}

fn integer(value: Value, put: impl FnOnce(u64)) {
    if let Value::Integer(number) = value {
        put(number);
    }
}

fn list<T: Item>(items: &[T]) -> Value {
    Value::List(items.iter().map(Item::entry).collect())
}

fn items<T: Item>(value: Value, items: &mut Vec<T>) {
    if let Value::List(entries) = value {
        *items = entries.into_iter().map(T::item).collect::<Vec<_>>();
    }
}

impl Knob {
    /// The knob at a path.
    ///
    /// # Errors
    /// There is none; the hint names the nearest.
    pub fn find(path: &str) -> Result<&'static Knob, Problem> {
        KNOBS.iter().find(|knob| knob.path == path).ok_or_else(|| {
            let nearest = KNOBS.iter().min_by_key(|knob| edit_distance(knob.path, path));
            let paths: Vec<&str> = KNOBS.iter().map(|knob| knob.path).collect();
            let guess = nearest.map_or_else(String::new, |knob| format!("did you mean '{}'? ", knob.path));
            Problem::new(
                path,
                "there is no such setting",
                format!("{guess}the settings are {}", paths.join(", ")),
            )
        })
    }

    /// The knob's value in a configuration.
    pub fn value(&self, configuration: &Configuration) -> Value {
        (self.get)(configuration)
    }

    /// Reads a value from its text form and checks its range.
    ///
    /// # Errors
    /// The text is no such value, or one out of range.
    pub fn parse(&self, text: &str) -> Result<Value, Problem> {
        let value = self.kind.parse(self.path, text)?;
        self.check(&value).map(|()| value)
    }

    /// Whether the value is in range.
    ///
    /// # Errors
    /// It is not; the hint names the range.
    pub fn check(&self, value: &Value) -> Result<(), Problem> {
        self.kind.check(self.path, value)
    }

    /// Puts a value of the knob's own kind into a configuration; any other changes nothing.
    pub fn assign(&self, configuration: &mut Configuration, value: Value) {
        (self.put)(configuration, value);
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
