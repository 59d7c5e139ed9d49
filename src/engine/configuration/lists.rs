//! The editable lists: their items, their weights, and the entries that stand for them in a setting.

use super::value::Entry;
use crate::engine::issues::catalog;

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

/// A list whose items are drawn by weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// The categories.
    Categories,
    /// The statuses.
    Statuses,
    /// The departments.
    Departments,
    /// The locations.
    Locations,
    /// The activity types.
    ActivityTypes,
}

/// How many such lists there are.
pub const LIST_COUNT: usize = 5;

/// The weights of a list's items, in their order. None at all: every item has the weight 1.
pub type Weights = Vec<f64>;

/// The entries that stand for items and their weights.
pub fn entries<T: Item>(items: &[T], weights: &Weights) -> Vec<Entry> {
    let weight = |index: usize| weights.get(index).copied().unwrap_or(1.0);
    items.iter().enumerate().map(|(index, item)| Entry { weight: weight(index), ..item.entry() }).collect()
}

/// The items and weights that entries stand for.
pub fn items<T: Item>(entries: Vec<Entry>) -> (Vec<T>, Weights) {
    let usual = entries.iter().all(|entry| entry.weight == 1.0);
    let weights = if usual { Vec::new() } else { entries.iter().map(|entry| entry.weight).collect() };
    (entries.into_iter().map(T::item).collect(), weights)
}

/// An item of a list that can be written as an entry and read back.
pub trait Item: Sized {
    /// The tags that an entry can carry.
    const TAGS: &'static [&'static str];
    /// The tag of a name that is given without one.
    fn default_tag(name: &str) -> &'static str;
    /// The entry that stands for the item, with the weight 1.
    fn entry(&self) -> Entry;
    /// The item that an entry stands for.
    fn item(entry: Entry) -> Self;
}

impl Item for String {
    const TAGS: &'static [&'static str] = &[];
    fn default_tag(_: &str) -> &'static str {
        ""
    }
    fn entry(&self) -> Entry {
        Entry { name: self.clone(), tag: String::new(), weight: 1.0 }
    }
    fn item(entry: Entry) -> Self {
        entry.name
    }
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

impl Item for Status {
    const TAGS: &'static [&'static str] = &["open", "closed"];
    fn default_tag(name: &str) -> &'static str {
        if matches!(name, "Resolved" | "Closed") { "closed" } else { "open" }
    }
    fn entry(&self) -> Entry {
        Entry {
            name: self.name.clone(),
            tag: if self.closed { "closed" } else { "open" }.to_owned(),
            weight: 1.0,
        }
    }
    fn item(entry: Entry) -> Self {
        Status { closed: entry.tag == "closed", name: entry.name }
    }
}
