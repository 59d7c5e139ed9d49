//! What every model of the issues shares: how many are drawn, and the lists that they draw from.

use super::catalog::{self, CATEGORIES};
use crate::engine::problem::Problem;
use crate::engine::settings::{Entry, Item, List, Setting, parameters};

parameters! {
    /// The lists that issues draw from.
    Parameters, Paths {
        categories: List<Category> = known_categories(), 1..=200, "lists.categories", words!("Categories"), "", words!("What issues are about, each a performance indicator (KPI) or a risk indicator (KRI).");
        statuses: List<Status> = known_statuses(), 1..=20, "lists.statuses", words!("Statuses"), "", words!("The states of an issue; one that is closed has a date of resolution.");
        activity_types: List<String> = ["login", "file_access", "data_modification"].into(), 1..=20, "lists.activity_types", words!("Activity types"), "", words!("What users do; login, file_access and data_modification have distributions of their own.");
    }
}

impl Parameters {
    /// The settings, in the order of a form.
    pub fn settings() -> Vec<Setting<Parameters>> {
        Parameters::fields()
    }

    /// Adds what contradicts itself.
    pub fn check(&self, problems: &mut Vec<Problem>) {
        self.categories.check(Parameters::PATHS.categories, 1, problems);
        self.statuses.check(Parameters::PATHS.statuses, 1, problems);
        self.activity_types.check(Parameters::PATHS.activity_types, 1, problems);
    }
}

/// How many rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Rows of both classes.
    pub rows: u64,
    /// The share of anomalous rows, in percent.
    pub anomaly_share_percent: f64,
}

impl Size {
    /// The number of anomalous rows: the share of the rows, rounded to the nearest whole number.
    pub fn anomalous(&self) -> u64 {
        (self.rows as f64 * self.anomaly_share_percent / 100.0).round() as u64
    }

    /// The number of normal rows.
    pub fn normal(&self) -> u64 {
        self.rows - self.anomalous()
    }
}

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// By the notebook's distributions: [`classic`](super::classic).
    Classic,
    /// By people, sessions and campaigns: [`realistic`](super::realistic).
    Realistic,
}

/// What is known of an activity type by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// `login`.
    Login,
    /// `file_access`.
    FileAccess,
    /// `data_modification`.
    DataModification,
    /// One that the configuration adds.
    Other,
}

impl Activity {
    /// The activity of a name.
    pub fn of(name: &str) -> Self {
        match name {
            "login" => Activity::Login,
            "file_access" => Activity::FileAccess,
            "data_modification" => Activity::DataModification,
            _ => Activity::Other,
        }
    }
}

/// What a category measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CategoryKind {
    /// KPI: how well security work is done.
    PerformanceIndicator,
    /// KRI: how much is at risk.
    RiskIndicator,
}

impl CategoryKind {
    /// As the column `KPI/KRI` writes it.
    pub fn name(self) -> &'static str {
        match self {
            CategoryKind::PerformanceIndicator => "KPI",
            CategoryKind::RiskIndicator => "KRI",
        }
    }
}

/// A category of issues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The name.
    pub name: String,
    /// KPI or KRI.
    pub kind: CategoryKind,
}

/// A status of an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The name.
    pub name: String,
    /// Whether the issue is done, so that it has a date of resolution.
    pub closed: bool,
}

fn known_categories() -> List<Category> {
    let categories = CATEGORIES.iter();
    categories
        .map(|known| Category { name: known.name.to_owned(), kind: known.kind })
        .collect::<Vec<_>>()
        .into()
}

fn known_statuses() -> List<Status> {
    let status = |name: &str| Status { name: name.to_owned(), closed: Status::default_tag(name) == CLOSED };
    ["Open", "In Progress", "Resolved", "Closed"].map(status).to_vec().into()
}

impl Item for Category {
    const TAGS: &'static [&'static str] = &["KPI", "KRI"];
    fn default_tag(name: &str) -> &'static str {
        catalog::find(name).map_or(CategoryKind::RiskIndicator, |known| known.kind).name()
    }
    fn entry(&self) -> Entry {
        Entry { name: self.name.clone(), tag: self.kind.name().to_owned(), weight: 1.0 }
    }
    fn item(entry: Entry) -> Self {
        let performance = entry.tag == CategoryKind::PerformanceIndicator.name();
        let kind = if performance { CategoryKind::PerformanceIndicator } else { CategoryKind::RiskIndicator };
        Category { name: entry.name, kind }
    }
}

/// The tags of statuses.
const OPEN: &str = "open";
const CLOSED: &str = "closed";

impl Item for Status {
    const TAGS: &'static [&'static str] = &[OPEN, CLOSED];
    fn default_tag(name: &str) -> &'static str {
        if matches!(name, "Resolved" | "Closed") { CLOSED } else { OPEN }
    }
    fn entry(&self) -> Entry {
        let tag = if self.closed { CLOSED } else { OPEN };
        Entry { name: self.name.clone(), tag: tag.to_owned(), weight: 1.0 }
    }
    fn item(entry: Entry) -> Self {
        Status { closed: entry.tag == CLOSED, name: entry.name }
    }
}
