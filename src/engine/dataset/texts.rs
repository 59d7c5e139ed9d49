//! The dictionaries: the text of every code that a row holds.

use super::{Context, Record};
use crate::engine::issues::catalog;
use crate::engine::random::mix;
use crate::engine::response::{self, RULES, SCENARIOS, Scenario};

/// The text of every code, once as it is shown and once as a CSV file writes it.
#[derive(Clone, Debug)]
pub struct Texts {
    pub(super) categories: Vec<String>,
    pub(super) kinds: Vec<&'static str>,
    /// By category: for normal and anomalous rows.
    pub(super) issue_names: Vec<[String; 2]>,
    pub(super) remediations: Vec<[String; 2]>,
    pub(super) statuses: Vec<String>,
    pub(super) closed: Vec<bool>,
    pub(super) departments: Vec<String>,
    pub(super) locations: Vec<String>,
    pub(super) activity_types: Vec<String>,
    /// By scenario and fired rules.
    actions: Vec<String>,
    /// By category: whether it is about attacks, so that a row can carry a technique.
    technical: Vec<bool>,
    pub(super) noise_key: u64,
    /// How many digits the number of an id has at least.
    pub(super) id_digits: usize,
}

/// The categories that are about attacks; the others are governance and carry no technique.
const TECHNICAL: [&str; 8] = [
    "Network Security",
    "Access Control",
    "Data Breach",
    "Phishing Attack",
    "Malware",
    "Data Leak",
    "Unauthorized Access",
    "DDOS",
];

const RULE_SETS: usize = 1 << RULES.len();

impl Texts {
    /// The texts as a page shows them.
    pub fn plain<'a>(context: impl Into<Context<'a>>) -> Self {
        Texts::with(context, |text| text)
    }

    /// The texts, each passed through an encoder, once.
    pub fn with<'a>(context: impl Into<Context<'a>>, encode: impl Fn(String) -> String) -> Self {
        let c: Context = context.into();
        let list = |names: &[String]| names.iter().map(|name| encode(name.clone())).collect::<Vec<String>>();
        let issue_names: Vec<[String; 2]> =
            c.lists.categories.iter().map(|category| catalog::issue_names(&category.name)).collect();
        let actions = SCENARIOS
            .iter()
            .flat_map(|scenario| (0..RULE_SETS).map(move |fired| response::action(scenario, fired as u8)));
        Texts {
            categories: c.lists.categories.iter().map(|category| encode(category.name.clone())).collect(),
            kinds: c.lists.categories.iter().map(|category| category.kind.name()).collect(),
            remediations: issue_names
                .iter()
                .map(|names| names.each_ref().map(|name| encode(catalog::remediation(name))))
                .collect(),
            issue_names: issue_names.into_iter().map(|names| names.map(&encode)).collect(),
            statuses: c.lists.statuses.iter().map(|status| encode(status.name.clone())).collect(),
            closed: c.lists.statuses.iter().map(|status| status.closed).collect(),
            departments: list(&c.world.departments),
            locations: list(&c.world.locations),
            activity_types: list(&c.lists.activity_types),
            actions: actions.map(&encode).collect(),
            technical: c
                .lists
                .categories
                .iter()
                .map(|category| TECHNICAL.contains(&category.name.as_str()))
                .collect(),
            noise_key: mix(c.seed),
            id_digits: c.rows.to_string().len().max(4),
        }
    }

    /// The ATT&CK technique of a row; empty where it has none.
    pub fn technique(&self, record: &Record) -> &'static str {
        let technical = self.technical.get(usize::from(record.issue.category)).copied().unwrap_or(false);
        record.phase().filter(|_| technical).map_or("", |phase| phase.technique)
    }

    /// The defense action of a scenario and the rules that fired.
    pub(super) fn action(&self, scenario: &Scenario, fired: u8) -> &str {
        let index = usize::from(scenario.number - 1) * RULE_SETS + usize::from(fired);
        self.actions.get(index).map_or("", String::as_str)
    }
}
