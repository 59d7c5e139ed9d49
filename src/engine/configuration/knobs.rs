//! Every parameter of the engine as a knob. A knob is declared once: here, or in the table of the engine's folder
//! that it belongs to (laws, profile ranges, indicators, rules). Forms, `--set`, validation and
//! `cyberdatagen settings` follow from [`knobs`].

use std::borrow::Cow;
use std::sync::LazyLock;

use super::lists::Item;
use super::value::{Choice, Kind, Value};
use super::{Category, Configuration, Model, Problem, Status};
use crate::engine::issues::Class;
use crate::engine::issues::classic::laws::LAWS;
use crate::engine::issues::realistic::dials;
use crate::engine::level::Level;
use crate::engine::response::RULES;
use crate::engine::threat::{INDICATORS, Profile, Scoring};
use crate::engine::world::PROFILES;

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
    /// When the defence rules fire.
    Response,
    /// The people and the calendar of the realistic model.
    World,
    /// The campaigns of the realistic model.
    Attacks,
    /// What the realistic model spoils on purpose.
    Defects,
}

impl Group {
    /// All groups, in the order of a form.
    pub const ALL: [Group; 12] = [
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

/// Where a knob's value stands in a configuration.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// In a field of its own.
    Field { get: fn(&Configuration) -> Value, put: fn(&mut Configuration, Value) },
    /// Among the parameters of a class.
    Law(Class, usize),
    /// Among the profile ranges: which one, and which end.
    Profile(usize, usize),
    /// Among the weights of the indicators.
    Weight(usize),
    /// Among the scores at which levels begin.
    Threshold(usize),
    /// Above which an indicator scores 3.
    MediumBand(usize),
    /// Above which an indicator scores 5.
    HighBand(usize),
    /// Among the limits of the defence rules.
    RuleLimit(usize),
    /// Among the dials of the realistic model.
    Dial(usize),
}

impl Place {
    /// The value that stands there.
    fn value(self, configuration: &Configuration) -> Value {
        let c = configuration;
        let number = match self {
            Place::Field { get, .. } => return get(c),
            Place::Law(class, index) => Some(c.laws.get(class, index)),
            Place::Profile(index, end) => {
                c.profile_ranges.get(index).and_then(|range| range.get(end)).copied()
            }
            Place::Weight(index) => c.scoring.weights.get(index).copied(),
            Place::Threshold(index) => c.scoring.thresholds.get(index).copied(),
            Place::MediumBand(index) => c.scoring.bands.get(index).map(|bands| bands.medium),
            Place::HighBand(index) => c.scoring.bands.get(index).map(|bands| bands.high),
            Place::RuleLimit(index) => c.rule_limits.get(index).copied(),
            Place::Dial(index) => c.dials.values.get(index).copied(),
        };
        Value::Decimal(number.unwrap_or_default())
    }

    /// The number that stands there, to be changed, where it is one of a table.
    fn number(self, configuration: &mut Configuration) -> Option<&mut f64> {
        match self {
            Place::Field { .. } => None,
            Place::Law(class, index) => configuration.laws.value_mut(class, index),
            Place::Profile(index, end) => configuration.profile_ranges.get_mut(index)?.get_mut(end),
            Place::Weight(index) => configuration.scoring.weights.get_mut(index),
            Place::Threshold(index) => configuration.scoring.thresholds.get_mut(index),
            Place::MediumBand(index) => {
                configuration.scoring.bands.get_mut(index).map(|bands| &mut bands.medium)
            }
            Place::HighBand(index) => configuration.scoring.bands.get_mut(index).map(|bands| &mut bands.high),
            Place::RuleLimit(index) => configuration.rule_limits.get_mut(index),
            Place::Dial(index) => configuration.dials.values.get_mut(index),
        }
    }
}

/// The path of the knob whose change brings values of other knobs with it.
pub const SCORING_PROFILE: &str = "scoring.profile";

/// The greatest seed: the greatest whole number that every reader of JSON keeps exact.
pub const GREATEST_SEED: u64 = 9_007_199_254_740_991;

/// The greatest number of rows.
pub const GREATEST_ROWS: u64 = 10_000_000;

const FIRST_DAY: (i32, u32, u32) = (1970, 1, 1);
const LAST_DAY: (i32, u32, u32) = (2099, 12, 31);

/// Every knob, in the order of a form.
pub fn knobs() -> &'static [Knob] {
    static KNOBS: LazyLock<Vec<Knob>> = LazyLock::new(|| {
        let mut rest = fields();
        rest.extend(tables());
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

/// The knobs with a field of their own.
fn fields() -> Vec<Knob> {
    vec![
        Knob {
            path: Cow::Borrowed("seed"),
            name: Cow::Borrowed("Seed"),
            group: Group::Dataset,
            unit: "",
            help: Cow::Borrowed("The same seed and settings give the same bytes, on every device."),
            kind: Kind::Integer { least: 0, greatest: GREATEST_SEED },
            place: Place::Field {
                get: |c| Value::Integer(c.seed),
                put: |c, value| integer(value, |n| c.seed = n),
            },
        },
        Knob {
            path: Cow::Borrowed("rows"),
            name: Cow::Borrowed("Rows"),
            group: Group::Dataset,
            unit: "rows",
            help: Cow::Borrowed("Rows of the combined dataset, normal and anomalous together."),
            kind: Kind::Integer { least: 1, greatest: GREATEST_ROWS },
            place: Place::Field {
                get: |c| Value::Integer(c.rows),
                put: |c, value| integer(value, |n| c.rows = n),
            },
        },
        Knob {
            path: Cow::Borrowed("anomaly_share"),
            name: Cow::Borrowed("Anomaly share"),
            group: Group::Dataset,
            unit: "%",
            help: Cow::Borrowed("The share of anomalous rows (contamination); the count is exact."),
            kind: Kind::Decimal { least: 0.0, greatest: 50.0 },
            place: Place::Field {
                get: |c| Value::Decimal(c.anomaly_share_percent),
                put: |c, value| {
                    if let Value::Decimal(share) = value {
                        c.anomaly_share_percent = share;
                    }
                },
            },
        },
        Knob {
            path: Cow::Borrowed("start_date"),
            name: Cow::Borrowed("Start date"),
            group: Group::Time,
            unit: "",
            help: Cow::Borrowed("The first day on which an issue is reported."),
            kind: Kind::Date { first: FIRST_DAY, last: LAST_DAY },
            place: Place::Field {
                get: |c| Value::Date(c.start_date),
                put: |c, value| {
                    if let Value::Date(date) = value {
                        c.start_date = date;
                    }
                },
            },
        },
        Knob {
            path: Cow::Borrowed("reference_date"),
            name: Cow::Borrowed("Reference date"),
            group: Group::Time,
            unit: "",
            help: Cow::Borrowed(
                "The day that stands for today, the last that is drawn; a late report of it can fall into the next morning.",
            ),
            kind: Kind::Date { first: FIRST_DAY, last: LAST_DAY },
            place: Place::Field {
                get: |c| Value::Date(c.reference_date),
                put: |c, value| {
                    if let Value::Date(date) = value {
                        c.reference_date = date;
                    }
                },
            },
        },
        Knob {
            path: Cow::Borrowed("users"),
            name: Cow::Borrowed("Users"),
            group: Group::People,
            unit: "users",
            help: Cow::Borrowed("How many users act, User_1 to User_n."),
            kind: Kind::Integer { least: 1, greatest: 100_000 },
            place: Place::Field {
                get: |c| Value::Integer(c.users.into()),
                put: |c, value| integer(value, |n| c.users = n as u32),
            },
        },
        Knob {
            path: Cow::Borrowed("reporters"),
            name: Cow::Borrowed("Reporters"),
            group: Group::People,
            unit: "people",
            help: Cow::Borrowed("How many people report issues."),
            kind: Kind::Integer { least: 1, greatest: 100_000 },
            place: Place::Field {
                get: |c| Value::Integer(c.reporters.into()),
                put: |c, value| integer(value, |n| c.reporters = n as u32),
            },
        },
        Knob {
            path: Cow::Borrowed("assignees"),
            name: Cow::Borrowed("Assignees"),
            group: Group::People,
            unit: "people",
            help: Cow::Borrowed("How many people issues are assigned to."),
            kind: Kind::Integer { least: 1, greatest: 100_000 },
            place: Place::Field {
                get: |c| Value::Integer(c.assignees.into()),
                put: |c, value| integer(value, |n| c.assignees = n as u32),
            },
        },
        Knob {
            path: Cow::Borrowed("lists.categories"),
            name: Cow::Borrowed("Categories"),
            group: Group::Lists,
            unit: "",
            help: Cow::Borrowed(
                "What issues are about, each a performance indicator (KPI) or a risk indicator (KRI).",
            ),
            kind: list_kind::<Category>(1, 200),
            place: Place::Field {
                get: |c| list(&c.categories),
                put: |c, value| items(value, &mut c.categories),
            },
        },
        Knob {
            path: Cow::Borrowed("lists.statuses"),
            name: Cow::Borrowed("Statuses"),
            group: Group::Lists,
            unit: "",
            help: Cow::Borrowed("The states of an issue; one that is closed has a date of resolution."),
            kind: list_kind::<Status>(1, 20),
            place: Place::Field { get: |c| list(&c.statuses), put: |c, value| items(value, &mut c.statuses) },
        },
        Knob {
            path: Cow::Borrowed("lists.departments"),
            name: Cow::Borrowed("Departments"),
            group: Group::Lists,
            unit: "",
            help: Cow::Borrowed("The departments that issues affect."),
            kind: list_kind::<String>(1, 200),
            place: Place::Field {
                get: |c| list(&c.departments),
                put: |c, value| items(value, &mut c.departments),
            },
        },
        Knob {
            path: Cow::Borrowed("lists.locations"),
            name: Cow::Borrowed("Locations"),
            group: Group::Lists,
            unit: "",
            help: Cow::Borrowed("Where users and IP addresses are; at least two, so that they can differ."),
            kind: list_kind::<String>(2, 250),
            place: Place::Field {
                get: |c| list(&c.locations),
                put: |c, value| items(value, &mut c.locations),
            },
        },
        Knob {
            path: Cow::Borrowed("lists.activity_types"),
            name: Cow::Borrowed("Activity types"),
            group: Group::Lists,
            unit: "",
            help: Cow::Borrowed(
                "What users do; login, file_access and data_modification have distributions of their own.",
            ),
            kind: list_kind::<String>(1, 20),
            place: Place::Field {
                get: |c| list(&c.activity_types),
                put: |c, value| items(value, &mut c.activity_types),
            },
        },
        Knob {
            path: Cow::Borrowed(SCORING_PROFILE),
            name: Cow::Borrowed("Scoring profile"),
            group: Group::Threat,
            unit: "",
            help: Cow::Borrowed(
                "Which indicators the threat score counts, how much each weighs, and where the levels begin.",
            ),
            kind: Kind::Choice(&CHOICES),
            place: Place::Field {
                get: |c| Value::Choice(c.scoring.profile.key()),
                put: |c, value| {
                    if let Value::Choice(key) = value
                        && let Some(profile) = Profile::ALL.into_iter().find(|profile| profile.key() == key)
                        && profile != c.scoring.profile
                    {
                        c.scoring = Scoring::new(profile);
                    }
                },
            },
        },
    ]
}

/// The knobs that stand in tables.
fn tables() -> Vec<Knob> {
    let mut knobs = Vec::new();
    let mut add = |path: String, name: String, group, unit, help: String, (least, greatest), place| {
        let kind = Kind::Decimal { least, greatest };
        knobs.push(Knob {
            path: path.into(),
            name: name.into(),
            group,
            unit,
            help: help.into(),
            kind,
            place,
        });
    };
    for (index, range) in PROFILES.iter().enumerate() {
        for (end, (key, word)) in [("least", "from"), ("greatest", "to")].into_iter().enumerate() {
            let (path, name) = (format!("profiles.{}.{key}", range.key), format!("{}, {word}", range.name));
            let help = range.help.to_owned();
            add(path, name, Group::Profiles, "", help, (0.01, 100.0), Place::Profile(index, end));
        }
    }
    for (class, group, key) in
        [(Class::Normal, Group::Normal, "normal"), (Class::Anomalous, Group::Anomalous, "anomalous")]
    {
        for (index, law) in LAWS.iter().enumerate() {
            let (path, name) = (format!("{key}.{}", law.key), law.name.to_owned());
            add(path, name, group, law.unit, law.help.to_owned(), law.range, Place::Law(class, index));
        }
    }
    for index in 0..dials::COUNT {
        let (path, name, group, unit, range, help) = dials::facts(index);
        add(path, name, group, unit, help, range, Place::Dial(index));
    }
    for (index, indicator) in INDICATORS.iter().enumerate() {
        let help = format!("How much {} counts in the threat score.", indicator.name);
        let (path, name) =
            (format!("scoring.weight.{}", indicator.key), format!("Weight of {}", indicator.name));
        add(path, name, Group::Threat, "", help, (0.0, 1.0), Place::Weight(index));
    }
    for (index, level) in Level::ALL.into_iter().skip(1).enumerate() {
        let path = format!("scoring.threshold.{}", level.name().to_ascii_lowercase());
        let help = format!("The threat level is at least {} from this score on.", level.name());
        add(
            path,
            format!("{} from", level.name()),
            Group::Threat,
            "",
            help,
            (0.0, 100.0),
            Place::Threshold(index),
        );
    }
    for (index, indicator) in INDICATORS.iter().enumerate() {
        let Some((_, unit)) = indicator.bands() else { continue };
        let places = [("medium", 3, Place::MediumBand(index)), ("high", 5, Place::HighBand(index))];
        for (key, score, place) in places {
            let path = format!("scoring.band.{}.{key}", indicator.key);
            let help = format!("Above this, {} scores {score}.", indicator.name);
            add(
                path,
                format!("{}, {key} above", indicator.name),
                Group::Threat,
                unit,
                help,
                (0.0, 1_000_000.0),
                place,
            );
        }
    }
    for (index, rule) in RULES.iter().enumerate() {
        let (path, name) = (format!("response.{}", rule.key), format!("{}, above", rule.action));
        let help = format!("{} if: {}.", rule.action, rule.condition(rule.notebook));
        add(path, name, Group::Response, "", help, (0.0, 1_000_000.0), Place::RuleLimit(index));
    }
    knobs
}

const CHOICES: [Choice; 3] =
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
        knobs().iter().find(|knob| knob.path == path).ok_or_else(|| {
            let nearest = knobs().iter().min_by_key(|knob| edit_distance(&knob.path, path));
            let guess = nearest.map_or_else(String::new, |knob| format!("did you mean '{}'? ", knob.path));
            let hint = format!("{guess}`cyberdatagen settings` lists all {}", knobs().len());
            Problem::new(path, "there is no such setting", hint)
        })
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
        match (self.place, value) {
            (Place::Field { put, .. }, value) => put(configuration, value),
            (place, Value::Decimal(number)) => {
                if let Some(slot) = place.number(configuration) {
                    *slot = number;
                }
            }
            _ => {}
        }
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
