//! The knobs with a field of their own in the configuration.

use super::super::Configuration;
use super::super::lists::{self, Category, Item, List, Status, Weights};
use super::super::value::{Choice, Kind, Value};
use super::place::Place;
use super::{FIRST_DAY, GREATEST_ROWS, GREATEST_SEED, Group, Knob, LAST_DAY, SCORING_PROFILE};
use crate::engine::export::{Delimiter, LineEnd, Missing};
use crate::engine::threat::{Profile, Scoring};

/// A knob with a field of its own.
#[expect(clippy::too_many_arguments, reason = "a declaration: each stands on a line of its own")]
fn field(
    path: &'static str,
    name: &'static str,
    group: Group,
    unit: &'static str,
    help: &'static str,
    kind: Kind,
    get: fn(&Configuration) -> Value,
    put: fn(&mut Configuration, Value),
) -> Knob {
    let place = Place::Field { get, put };
    Knob { path: path.into(), name: name.into(), group, unit, help: help.into(), kind, place }
}

/// The knobs with a field of their own.
pub(super) fn fields() -> Vec<Knob> {
    vec![
        field(
            "seed",
            "Seed",
            Group::Dataset,
            "",
            "The same seed and settings give the same bytes, on every device.",
            Kind::Integer { least: 0, greatest: GREATEST_SEED },
            |c| Value::Integer(c.seed),
            |c, value| integer(value, |n| c.seed = n),
        ),
        field(
            "rows",
            "Rows",
            Group::Dataset,
            "rows",
            "Rows of the combined dataset, normal and anomalous together.",
            Kind::Integer { least: 1, greatest: GREATEST_ROWS },
            |c| Value::Integer(c.rows),
            |c, value| integer(value, |n| c.rows = n),
        ),
        field(
            "anomaly_share",
            "Anomaly share",
            Group::Dataset,
            "%",
            "The share of anomalous rows (contamination); the count is exact.",
            Kind::Decimal { least: 0.0, greatest: 50.0 },
            |c| Value::Decimal(c.anomaly_share_percent),
            |c, value| {
                if let Value::Decimal(share) = value {
                    c.anomaly_share_percent = share;
                }
            },
        ),
        field(
            "start_date",
            "Start date",
            Group::Time,
            "",
            "The first day on which an issue is reported.",
            Kind::Date { first: FIRST_DAY, last: LAST_DAY },
            |c| Value::Date(c.start_date),
            |c, value| {
                if let Value::Date(date) = value {
                    c.start_date = date;
                }
            },
        ),
        field(
            "reference_date",
            "Reference date",
            Group::Time,
            "",
            "The day that stands for today, the last that is drawn; a late report of it can fall into the next morning.",
            Kind::Date { first: FIRST_DAY, last: LAST_DAY },
            |c| Value::Date(c.reference_date),
            |c, value| {
                if let Value::Date(date) = value {
                    c.reference_date = date;
                }
            },
        ),
        field(
            "users",
            "Users",
            Group::People,
            "users",
            "How many users act, User_1 to User_n.",
            Kind::Integer { least: 1, greatest: 100_000 },
            |c| Value::Integer(c.users.into()),
            |c, value| integer(value, |n| c.users = n as u32),
        ),
        field(
            "reporters",
            "Reporters",
            Group::People,
            "people",
            "How many people report issues.",
            Kind::Integer { least: 1, greatest: 100_000 },
            |c| Value::Integer(c.reporters.into()),
            |c, value| integer(value, |n| c.reporters = n as u32),
        ),
        field(
            "assignees",
            "Assignees",
            Group::People,
            "people",
            "How many people issues are assigned to.",
            Kind::Integer { least: 1, greatest: 100_000 },
            |c| Value::Integer(c.assignees.into()),
            |c, value| integer(value, |n| c.assignees = n as u32),
        ),
        field(
            "lists.categories",
            "Categories",
            Group::Lists,
            "",
            "What issues are about, each a performance indicator (KPI) or a risk indicator (KRI).",
            list_kind::<Category>(1, 200),
            |c| list(c, &c.categories, List::Categories),
            |c, value| items(value, &mut c.categories, &mut c.list_weights[List::Categories as usize]),
        ),
        field(
            "lists.statuses",
            "Statuses",
            Group::Lists,
            "",
            "The states of an issue; one that is closed has a date of resolution.",
            list_kind::<Status>(1, 20),
            |c| list(c, &c.statuses, List::Statuses),
            |c, value| items(value, &mut c.statuses, &mut c.list_weights[List::Statuses as usize]),
        ),
        field(
            "lists.departments",
            "Departments",
            Group::Lists,
            "",
            "The departments that issues affect.",
            list_kind::<String>(1, 200),
            |c| list(c, &c.departments, List::Departments),
            |c, value| items(value, &mut c.departments, &mut c.list_weights[List::Departments as usize]),
        ),
        field(
            "lists.locations",
            "Locations",
            Group::Lists,
            "",
            "Where users and IP addresses are; at least two, so that they can differ.",
            list_kind::<String>(2, 250),
            |c| list(c, &c.locations, List::Locations),
            |c, value| items(value, &mut c.locations, &mut c.list_weights[List::Locations as usize]),
        ),
        field(
            "lists.activity_types",
            "Activity types",
            Group::Lists,
            "",
            "What users do; login, file_access and data_modification have distributions of their own.",
            list_kind::<String>(1, 20),
            |c| list(c, &c.activity_types, List::ActivityTypes),
            |c, value| items(value, &mut c.activity_types, &mut c.list_weights[List::ActivityTypes as usize]),
        ),
        field(
            SCORING_PROFILE,
            "Scoring profile",
            Group::Threat,
            "",
            "Which indicators the threat score counts, how much each weighs, and where the levels begin.",
            Kind::Choice(&CHOICES),
            |c| Value::Choice(c.scoring.profile.key()),
            |c, value| {
                if let Value::Choice(key) = value
                    && let Some(profile) = Profile::ALL.into_iter().find(|profile| profile.key() == key)
                    && profile != c.scoring.profile
                {
                    c.scoring = Scoring::new(profile);
                }
            },
        ),
    ]
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

fn list<T: Item>(configuration: &Configuration, items: &[T], list: List) -> Value {
    Value::List(lists::entries(items, &configuration.list_weights[list as usize]))
}

fn items<T: Item>(value: Value, items: &mut Vec<T>, weights: &mut Weights) {
    if let Value::List(entries) = value {
        (*items, *weights) = lists::items(entries);
    }
}

/// A knob of the files' form that is one of several choices.
macro_rules! format_choice {
    ($path:literal, $name:literal, $help:literal, $field:ident, $type:ty) => {
        field(
            $path,
            $name,
            Group::Files,
            "",
            $help,
            Kind::Choice(<$type>::CHOICES),
            |c| Value::Choice(c.format.$field.key()),
            |c, value| {
                if let Value::Choice(key) = value
                    && let Some(choice) = <$type>::from_key(key)
                {
                    c.format.$field = choice;
                }
            },
        )
    };
}

/// A knob of the files' form that is on or off.
macro_rules! format_toggle {
    ($path:literal, $name:literal, $help:literal, $field:ident) => {
        field(
            $path,
            $name,
            Group::Files,
            "",
            $help,
            Kind::Toggle,
            |c| Value::Toggle(c.format.$field),
            |c, value| {
                if let Value::Toggle(on) = value {
                    c.format.$field = on;
                }
            },
        )
    };
}

/// The knobs of the files' form.
pub(super) fn format() -> Vec<Knob> {
    vec![
        format_choice!(
            "files.delimiter",
            "Delimiter",
            "What stands between two cells.",
            delimiter,
            Delimiter
        ),
        format_choice!("files.line_end", "Line end", "What ends a line.", line_end, LineEnd),
        format_choice!(
            "files.missing",
            "Missing value",
            "What stands for a missing value.",
            missing,
            Missing
        ),
        format_toggle!("files.header", "Header line", "A first line with the columns' names.", header),
        format_toggle!(
            "files.byte_order_mark",
            "Byte order mark",
            "Three bytes at the start, by which Excel knows UTF-8.",
            byte_order_mark
        ),
    ]
}
