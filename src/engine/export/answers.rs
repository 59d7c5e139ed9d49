//! The answer key: what is true of each row of the realistic model, whatever its label says.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::configuration::Configuration;
use crate::engine::dataset::schema::{self, Role, Type};
use crate::engine::dataset::{Categories, Column, ColumnId, Dictionary, Field, MISSING, Numbers, Record};
use crate::engine::dataset::{Table, Values};
use crate::engine::generator::Generator;
use crate::engine::issues::Class;
use crate::engine::issues::campaigns::{OUTLIERS, PATTERNS, Pattern, Phase};
use crate::engine::issues::realistic::defects::MISSABLE;
use crate::engine::world::measures::{COLUMNS, MEASURES, Measure};

/// What parts several names in one cell.
pub(super) const SEPARATOR: &str = "; ";

/// Collects what is true of rows, and makes tables of it.
#[derive(Clone, Debug)]
pub struct AnswerKey {
    configuration: Configuration,
    ids: Vec<f64>,
    labels: Vec<f64>,
    sessions: Vec<f64>,
    campaigns: Vec<u32>,
    campaign_names: Arc<Dictionary>,
    attacks: Names,
    phases: Names,
    techniques: Names,
    patterns: Names,
    shifted: Names,
    outliers: Names,
    defects: Names,
}

impl AnswerKey {
    /// The answer key of what a generator makes, without rows.
    pub fn new(generator: &Generator) -> Self {
        AnswerKey {
            configuration: generator.configuration().clone(),
            ids: Vec::new(),
            labels: Vec::new(),
            sessions: Vec::new(),
            campaigns: Vec::new(),
            campaign_names: Arc::new(Dictionary::Numbered(vec![(schema::CAMPAIGN, generator.campaigns())])),
            attacks: Names::default(),
            phases: Names::default(),
            techniques: Names::default(),
            patterns: Names::default(),
            shifted: Names::default(),
            outliers: Names::default(),
            defects: Names::default(),
        }
    }

    /// Its columns: name, type, and a sentence.
    pub fn columns() -> [(&'static str, Type, &'static str); 11] {
        let known = |id: ColumnId| (id.name(), Type::Category, id.column().description);
        let (id, _, told) = known(ColumnId::IssueId);
        [
            (id, Type::Text, told),
            ("True Label", Type::Flag, "1 where the row is anomalous, whatever its label says."),
            ("Session", Type::Integer, "The number of the session; rows of one session follow each other."),
            known(ColumnId::CampaignId),
            known(ColumnId::AttackType),
            known(ColumnId::Phase),
            known(ColumnId::Technique),
            ("Pattern", Type::Category, "How the campaign's rows show in the data."),
            ("Shifted", Type::Text, "The columns that the attack shifts, parted by semicolons."),
            ("Benign Outlier", Type::Category, "Why a normal row looks like an attack."),
            (
                "Defects",
                Type::Text,
                "What was made wrong of the row: its label, or columns whose value is missing.",
            ),
        ]
    }

    /// Takes a row.
    pub fn push(&mut self, record: &Record) {
        let mark = &record.issue.mark;
        let realistic = &self.configuration.realistic;
        let phase = record.phase(realistic);
        let outlier = usize::from(mark.benign).checked_sub(1).and_then(|outlier| OUTLIERS.get(outlier));
        let category = self.configuration.issues.categories.get(usize::from(record.issue.category));
        let technique = category.and_then(|category| record.technique(realistic, &category.name));
        let pattern = phase.and(PATTERNS.get(usize::from(mark.pattern)));
        self.ids.push((record.row + 1) as f64);
        self.labels.push(f64::from(u8::from(mark.truth == Class::Anomalous)));
        self.sessions.push(mark.session as f64);
        self.campaigns.push(mark.campaign.checked_sub(1).unwrap_or(MISSING));
        self.attacks.push(record.attack(realistic).map_or("", |attack| &attack.name));
        self.phases.push(phase.map_or("", |phase| &phase.name));
        self.techniques.push(technique.unwrap_or_default());
        self.patterns.push(pattern.map_or("", |pattern| pattern.key));
        self.shifted.push(&shifts(record, phase));
        self.outliers.push(outlier.map_or("", |outlier| outlier.name));
        self.defects.push(&defects(record));
    }

    /// The rows since the last time, as a table.
    pub fn take(&mut self) -> Table {
        let numbers = |cells: &mut Vec<f64>| Values::Numbers(Numbers::F64(std::mem::take(cells)));
        let campaigns =
            Categories::of(&std::mem::take(&mut self.campaigns), Arc::clone(&self.campaign_names));
        let id_form = ColumnId::IssueId.column().id_form(self.configuration.rows);
        let values = [
            numbers(&mut self.ids),
            numbers(&mut self.labels),
            numbers(&mut self.sessions),
            Values::Categories(campaigns),
            self.attacks.take(),
            self.phases.take(),
            self.techniques.take(),
            self.patterns.take(),
            self.shifted.take(),
            self.outliers.take(),
            self.defects.take(),
        ];
        let columns = AnswerKey::columns().into_iter().zip(values).map(|((name, kind, told), values)| {
            let id_form = id_form.filter(|_| name == ColumnId::IssueId.name());
            let field = Field { id_form, ..Field::described(name, kind, Role::Truth, told) };
            Column { field: Arc::new(field), values, unreadable: 0, decimals: 0 }
        });
        Table::of_columns(columns.collect())
    }
}

/// The measures that the row's attack shifts.
fn shifts(record: &Record, phase: Option<&Phase>) -> String {
    let Some(phase) = phase else { return String::new() };
    let pattern = Pattern::ALL.get(usize::from(record.issue.mark.pattern));
    let as_stated = pattern.is_some_and(|pattern| pattern.shifts_as_stated());
    let shifts = if as_stated { phase.behavior.shifts } else { [1; MEASURES] };
    names(COLUMNS.iter().zip(shifts).filter(|(_, shift)| *shift != 0).map(|(column, _)| column.name()))
}

/// What was made wrong of the row: its label, or columns whose value is missing.
fn defects(record: &Record) -> String {
    let mark = &record.issue.mark;
    let label = (record.issue.class != mark.truth).then_some("wrong label");
    let is_missing = |(bit, _): &(usize, &Measure)| mark.missing >> bit & 1 == 1;
    let missing = MISSABLE.iter().enumerate().filter(is_missing);
    names(label.into_iter().chain(missing.map(|(_, measure)| measure.column().name())))
}

/// Names in one cell.
pub(super) fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<&str>>().join(SEPARATOR)
}

/// A column of names that come up as rows are taken.
#[derive(Clone, Debug, Default)]
struct Names {
    codes: BTreeMap<String, u32>,
    cells: Vec<u32>,
    dictionary: Arc<Dictionary>,
}

impl Names {
    /// Takes the cell of a row; an empty one is missing.
    fn push(&mut self, name: &str) {
        if name.is_empty() {
            return self.cells.push(MISSING);
        }
        let code = self.codes.get(name).copied().unwrap_or_else(|| {
            let code = self.codes.len() as u32;
            self.codes.insert(name.to_owned(), code);
            code
        });
        self.cells.push(code);
    }

    /// The cells since the last time.
    fn take(&mut self) -> Values {
        if self.dictionary.len() < self.codes.len() {
            let mut names = vec![String::new(); self.codes.len()];
            for (name, &code) in &self.codes {
                names[code as usize].clone_from(name);
            }
            self.dictionary = Arc::new(Dictionary::List(names));
        }
        Values::Categories(Categories::of(&std::mem::take(&mut self.cells), Arc::clone(&self.dictionary)))
    }
}
