//! The key to the events: which row each belongs to, and what is true of it. It is apart from the logs, which tell no label. And the
//! list of what Sigma rules should match.

use std::sync::Arc;

use super::logs::write_event_id;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::schema::{self, Role, Type};
use crate::engine::dataset::{Categories, Column, ColumnId, Dictionary, Field, MISSING, Numbers, Record};
use crate::engine::dataset::{Table, Values};
use crate::engine::events::sigma::{Expected, RULES};
use crate::engine::events::{Action, Log};
use crate::engine::issues::Class;
use crate::engine::issues::realistic;

/// Collects what is true of events, and makes tables of it.
pub struct EventKey {
    rows: u64,
    campaigns: Arc<Dictionary>,
    categories: Vec<String>,
    realistic: realistic::Parameters,
    attacks: Arc<Dictionary>,
    phases: Arc<Dictionary>,
    techniques: Arc<Dictionary>,
    kinds: Arc<Dictionary>,
    ids: Vec<String>,
    cells: Cells,
}

/// What is collected since the last time.
#[derive(Default)]
struct Cells {
    issues: Vec<f64>,
    kinds: Vec<u32>,
    labels: Vec<f64>,
    campaigns: Vec<u32>,
    attacks: Vec<u32>,
    phases: Vec<u32>,
    techniques: Vec<u32>,
    traces: Vec<f64>,
}

/// A dictionary of some names, each once.
fn dictionary<'a>(names: impl Iterator<Item = &'a str>) -> Arc<Dictionary> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if found.iter().all(|known| known != name) {
            found.push(name.to_owned());
        }
    }
    Arc::new(Dictionary::List(found))
}

/// The code of a name; that of a missing value where there is none.
fn code(dictionary: &Dictionary, name: Option<&str>) -> u32 {
    let Dictionary::List(names) = dictionary else { return MISSING };
    name.and_then(|name| names.iter().position(|known| known == name)).map_or(MISSING, |code| code as u32)
}

impl EventKey {
    /// The key of a configuration's events, of which there are so many campaigns; without events yet.
    pub fn new(configuration: &Configuration, campaigns: u32) -> Self {
        let realistic = &configuration.realistic;
        let phases = || realistic.attacks().flat_map(|attack| attack.phases.iter());
        EventKey {
            rows: configuration.rows,
            campaigns: Arc::new(Dictionary::Numbered(vec![(schema::CAMPAIGN, campaigns)])),
            categories: configuration
                .issues
                .categories
                .iter()
                .map(|category| category.name.clone())
                .collect(),
            attacks: dictionary(realistic.attacks().map(|attack| attack.name.as_ref())),
            phases: dictionary(phases().map(|phase| phase.name.as_ref())),
            techniques: dictionary(phases().map(|phase| phase.technique.as_ref())),
            realistic: realistic.clone(),
            kinds: dictionary(Action::KINDS.into_iter()),
            ids: Vec::new(),
            cells: Cells::default(),
        }
    }

    /// Takes the events of a row.
    pub fn push(&mut self, record: &Record, log: &Log) {
        let mark = &record.issue.mark;
        let category = self.categories.get(usize::from(record.issue.category)).map_or("", String::as_str);
        let campaign = mark.campaign.checked_sub(1).unwrap_or(MISSING);
        let attack = code(&self.attacks, record.attack(&self.realistic).map(|attack| attack.name.as_ref()));
        let phase = code(&self.phases, record.phase(&self.realistic).map(|phase| phase.name.as_ref()));
        let technique = code(&self.techniques, record.technique(&self.realistic, category));
        // In the classic model, which has no campaigns, the label is the truth.
        let truth = if mark.campaign > 0 { mark.truth } else { self.truth(record) };
        let label = f64::from(u8::from(truth == Class::Anomalous));
        let cells = &mut self.cells;
        for (place, event) in log.events.iter().enumerate() {
            self.ids.push(event_id(log.id(place)));
            cells.issues.push((record.row + 1) as f64);
            cells.kinds.push(event.action.kind() as u32);
            cells.labels.push(label);
            cells.campaigns.push(campaign);
            cells.attacks.push(attack);
            cells.phases.push(phase);
            cells.techniques.push(technique);
            cells.traces.push(f64::from(u8::from(event.is_trace)));
        }
    }

    fn truth(&self, record: &Record) -> Class {
        // Rows of the realistic model are of a session; those of the classic one are not.
        if record.issue.mark.session > 0 { record.issue.mark.truth } else { record.issue.class }
    }

    /// The events since the last time, as a table.
    pub fn take(&mut self) -> Table {
        let cells = std::mem::take(&mut self.cells);
        let columns = [
            ("Event ID", Type::Text, ids(&mut self.ids)),
            (ColumnId::IssueId.name(), Type::Text, Values::Numbers(Numbers::F64(cells.issues))),
            ("Event Kind", Type::Category, categories(&cells.kinds, &self.kinds)),
            ("True Label", Type::Flag, Values::Numbers(Numbers::F64(cells.labels))),
            (ColumnId::CampaignId.name(), Type::Category, categories(&cells.campaigns, &self.campaigns)),
            (ColumnId::AttackType.name(), Type::Category, categories(&cells.attacks, &self.attacks)),
            (ColumnId::Phase.name(), Type::Category, categories(&cells.phases, &self.phases)),
            (ColumnId::Technique.name(), Type::Category, categories(&cells.techniques, &self.techniques)),
            ("Is Trace", Type::Flag, Values::Numbers(Numbers::F64(cells.traces))),
        ];
        table(columns, self.rows)
    }
}

/// Of events that do not match a rule, the list has one in so many, beside those of rows that look like an attack and are none.
const ONE_IN: u64 = 256;

/// Collects the events that Sigma rules should match, and some that they should not.
pub struct RuleMatches {
    rows: u64,
    titles: Arc<Dictionary>,
    attacks: Arc<Dictionary>,
    expected: Arc<Dictionary>,
    ids: Vec<String>,
    issues: Vec<f64>,
    rules: Vec<u32>,
    of_attacks: Vec<u32>,
    results: Vec<u32>,
}

impl RuleMatches {
    /// The list of a configuration's events, without any yet.
    pub fn new(configuration: &Configuration) -> Self {
        let expected = [Expected::Match, Expected::FalsePositive, Expected::NoMatch].map(Expected::name);
        RuleMatches {
            rows: configuration.rows,
            titles: dictionary(RULES.iter().map(|rule| rule.title)),
            attacks: dictionary(RULES.iter().map(|rule| rule.attack.facts().name.as_ref())),
            expected: dictionary(expected.into_iter()),
            ids: Vec::new(),
            issues: Vec::new(),
            rules: Vec::new(),
            of_attacks: Vec::new(),
            results: Vec::new(),
        }
    }

    /// Takes the events of a row.
    pub fn push(&mut self, record: &Record, log: &Log) {
        let looks_like_one = record.issue.mark.benign > 0;
        for (place, event) in log.events.iter().enumerate() {
            for (number, rule) in RULES.iter().enumerate().filter(|(_, rule)| rule.detection.reads(event)) {
                let id = log.id(place);
                let expected = match (rule.detection.matches(log, event), event.is_trace) {
                    (true, true) => Expected::Match,
                    (true, false) => Expected::FalsePositive,
                    (false, _) if looks_like_one || id.is_multiple_of(ONE_IN) => Expected::NoMatch,
                    (false, _) => continue,
                };
                self.ids.push(event_id(id));
                self.issues.push((record.row + 1) as f64);
                self.rules.push(number as u32);
                self.of_attacks.push(number as u32);
                self.results.push(expected as u32);
            }
        }
    }

    /// The events since the last time, as a table.
    pub fn take(&mut self) -> Table {
        let columns = [
            ("Rule", Type::Category, categories(&std::mem::take(&mut self.rules), &self.titles)),
            (
                ColumnId::AttackType.name(),
                Type::Category,
                categories(&std::mem::take(&mut self.of_attacks), &self.attacks),
            ),
            ("Event ID", Type::Text, ids(&mut self.ids)),
            (
                ColumnId::IssueId.name(),
                Type::Text,
                Values::Numbers(Numbers::F64(std::mem::take(&mut self.issues))),
            ),
            ("Expected", Type::Category, categories(&std::mem::take(&mut self.results), &self.expected)),
        ];
        table(columns, self.rows)
    }
}

/// An event's id as text.
fn event_id(id: u64) -> String {
    let mut text = Vec::new();
    write_event_id(id, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// A column of ids, each of which occurs once or so: they are taken away, so that memory stays flat.
fn ids(ids: &mut Vec<String>) -> Values {
    let ids = std::mem::take(ids);
    let codes: Vec<u32> = (0..ids.len() as u32).collect();
    categories(&codes, &Arc::new(Dictionary::List(ids)))
}

fn categories(codes: &[u32], names: &Arc<Dictionary>) -> Values {
    Values::Categories(Categories::of(codes, Arc::clone(names)))
}

/// What the columns hold that the dataset does not have.
const DESCRIPTIONS: [(&str, &str); 6] = [
    ("Event ID", "The id of the event, as the logs have it."),
    ("Event Kind", "What kind of event it is."),
    ("True Label", "1 where the event's row is anomalous, whatever its label says."),
    ("Is Trace", "1 where the event is a trace of the attack's technique."),
    ("Rule", "The title of the Sigma rule."),
    ("Expected", "Whether the rule should match the event, matches it by mistake, or should not match it."),
];

/// A table of these columns, where an id of a row has the digits of data with so many rows.
fn table<const COUNT: usize>(columns: [(&str, Type, Values); COUNT], rows: u64) -> Table {
    let id_form = ColumnId::IssueId.column().id_form(rows);
    let columns = columns.into_iter().map(|(name, kind, values)| {
        let id_form = id_form.filter(|_| name == ColumnId::IssueId.name());
        let told = DESCRIPTIONS
            .iter()
            .find(|told| told.0 == name)
            .map_or_else(|| ColumnId::find(name).map_or("", |id| id.column().description), |told| told.1);
        let field = Field { id_form, ..Field::described(name, kind, Role::Truth, told) };
        Column { field: Arc::new(field), values, unreadable: 0, decimals: 0 }
    });
    Table::of_columns(columns.collect())
}
