//! The notebook's 34 columns and those that follow them, each declared once: name, type, unit, role, range, description, and what a row
//! has of it. Files, views and the data dictionary follow from here.

use super::cells::write_id;
use super::derived::{CATEGORY_KINDS, DerivedFacts, action_code, name_code};
use super::values::{Dictionary, Values};
use super::{Context, Record};
pub use crate::engine::column::ColumnId;
use crate::engine::issues::Model;
use crate::engine::issues::campaigns::Phase;
use crate::engine::issues::classic::Parameter;
use crate::engine::issues::realistic::defects::MISSABLE;
use crate::engine::issues::realistic::{BOUNDS, SHARED_DEVICES};
use crate::engine::issues::{Class, catalog, rounded};
use crate::engine::level::Level;
use crate::engine::response::{RULES, SCENARIOS};
use crate::engine::text;
use crate::engine::threat::INDICATORS;
use crate::engine::world::measures::Measure;

/// The number of the notebook's columns, which every file has.
pub const COLUMN_COUNT: usize = 34;

/// The number of columns after them that can be switched on, one by one.
pub const FURTHER_COLUMN_COUNT: usize = 6;

/// The columns that are switched on and off one by one.
pub const SWITCHED_COUNT: usize = COLUMN_COUNT + FURTHER_COLUMN_COUNT;

/// The number of columns of noise after those.
pub(super) const NOISE_COLUMNS: usize = 4;

/// The number of all columns that there are.
pub const ALL_COLUMN_COUNT: usize = COLUMN_COUNT + FURTHER_COLUMN_COUNT + NOISE_COLUMNS;

/// What a column is to someone who trains a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Role {
    /// Names a row or a user.
    Id,
    /// Says something about the row.
    Feature,
    /// The label.
    Target,
    /// Computed from other columns: no feature.
    Derived,
    /// Says more about the truth than the label does: no feature.
    Truth,
}

impl Role {
    /// As the data dictionary writes it.
    pub fn name(self) -> &'static str {
        match self {
            Role::Id => words!("id"),
            Role::Feature => words!("feature"),
            Role::Target => words!("target"),
            Role::Derived => words!("derived"),
            Role::Truth => words!("truth"),
        }
    }
}

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Type {
    /// Free text.
    Text,
    /// One of a list of names.
    Category,
    /// A whole number.
    Integer,
    /// A number with decimals.
    Decimal,
    /// `YYYY-MM-DD HH:MM:SS`, without a time zone.
    DateTime,
    /// 0 or 1.
    Flag,
}

impl Type {
    /// As the data dictionary writes it.
    pub fn name(self) -> &'static str {
        match self {
            Type::Text => words!("text"),
            Type::Category => words!("category"),
            Type::Integer => words!("integer"),
            Type::Decimal => words!("decimal"),
            Type::DateTime => words!("datetime"),
            Type::Flag => words!("flag"),
        }
    }

    /// Whether a view aligns the cells as numbers.
    pub fn is_number(self) -> bool {
        matches!(self, Type::Integer | Type::Decimal | Type::Flag)
    }
}

/// What a column's cells can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Range {
    /// Numbers between two ends, included; no end where the distribution has none.
    Numbers(f64, Option<f64>),
    /// Names of a list.
    Values(Vec<String>),
    /// Prefixes, each with the last of the numbers that come after it, from 1.
    Numbered(Vec<(&'static str, u32)>),
    /// Text of this form.
    Form(text::Text),
}

impl Range {
    /// The form of text: of numbered names, and of what has no list.
    pub fn form(&self) -> Option<text::Text> {
        match self {
            Range::Numbers(..) | Range::Values(_) => None,
            Range::Numbered(parts) => {
                let part = |(prefix, last): &(&str, u32)| {
                    text!("{first} to {last}", first = format!("{prefix}1"), last = format!("{prefix}{last}"))
                };
                let listed = |list, part| text!("{list}, {part}", list, part);
                parts.iter().map(part).reduce(listed)
            }
            Range::Form(form) => Some(form.clone()),
        }
    }
}

/// What is declared of a column.
#[derive(Debug)]
pub struct Column {
    /// What code calls it.
    pub id: ColumnId,
    /// The name, as files and views write it.
    pub name: &'static str,
    /// The type.
    pub kind: Type,
    /// The unit; empty where it has none.
    pub unit: &'static str,
    /// What it is to a model.
    pub role: Role,
    /// One sentence.
    pub description: &'static str,
}

impl Column {
    /// What the cells can hold under a context.
    pub fn range<'a>(&self, context: impl Into<Context<'a>>) -> Range {
        range_of(self.id, &context.into())
    }

    /// Which of the columns of noise it is, from 0; far beyond them for every other column.
    pub fn noise(&self) -> usize {
        self.place().wrapping_sub(SWITCHED_COUNT)
    }

    /// Its place among [`COLUMNS`].
    pub fn place(&self) -> usize {
        self.id as usize
    }

    /// How settings name it: small letters and digits, with `_` for everything between.
    pub fn key(&self) -> String {
        let mut key = String::with_capacity(self.name.len());
        for character in self.name.chars() {
            if character.is_ascii_alphanumeric() {
                key.push(character.to_ascii_lowercase());
            } else if !key.ends_with('_') {
                key.push('_');
            }
        }
        key.trim_end_matches('_').to_owned()
    }

    /// The names of its codes, where it holds categories; of campaigns there are so many.
    pub(super) fn dictionary(&self, context: &Context, campaigns: u32) -> Dictionary {
        match (self.id, self.range(context)) {
            (ColumnId::DefenseAction, _) => {
                let rules = 0..1 << RULES.len();
                let actions = SCENARIOS.iter().flat_map(|scenario| {
                    rules.clone().map(move |fired| context.response.action(scenario, fired))
                });
                Dictionary::List(actions.collect())
            }
            (ColumnId::CampaignId, _) => Dictionary::Numbered(vec![(CAMPAIGN, campaigns)]),
            (_, Range::Values(names)) => Dictionary::List(names),
            (_, Range::Numbered(parts)) => Dictionary::Numbered(parts),
            _ => Dictionary::default(),
        }
    }

    /// How the text of a row's number is made, in data of so many rows: what stands before it, and how many digits it has
    /// at least. None for other columns.
    pub fn id_form(&self, rows: u64) -> Option<(&'static str, usize)> {
        let prefix = match self.id {
            ColumnId::IssueId => ISSUE,
            ColumnId::IssueKey => KEY,
            _ => return None,
        };
        Some((prefix, id_digits(rows)))
    }
}

impl ColumnId {
    /// What is declared of it.
    pub fn column(self) -> &'static Column {
        let place = self as usize;
        if place < ALL_COLUMN_COUNT { &COLUMNS[place] } else { &ADDED[place - ALL_COLUMN_COUNT] }
    }

    /// Its name, as files and views write it.
    pub fn name(self) -> &'static str {
        self.column().name
    }

    /// The column of this name, as files write it.
    pub fn find(name: &str) -> Option<Self> {
        COLUMNS.iter().chain(&ADDED).find(|column| column.name == name).map(|column| column.id)
    }

    /// The most decimals that a cell is written with.
    pub fn decimals(self) -> u8 {
        match self {
            ColumnId::Cost | ColumnId::CpuPercent | ColumnId::MemoryMb => 2,
            ColumnId::TransferMb | ColumnId::ThreatScore => 3,
            ColumnId::Noise1 | ColumnId::Noise2 | ColumnId::Noise3 | ColumnId::Noise4 => 3,
            _ => 0,
        }
    }
}

/// Pairs of columns of timestamps, the second of which is never before the first.
pub const ORDERS: [[ColumnId; 2]; 2] =
    [[ColumnId::DateReported, ColumnId::Timestamps], [ColumnId::Timestamps, ColumnId::DateResolved]];

/// Declares every column once: its identifier, name, type, unit, role, description and range, and how its cells follow from drawn
/// rows: by which kind of value ([`Values`] has a method for each) and by which expression. Columns after `--` are not
/// generated: balancing adds them.
macro_rules! columns {
    (
        $($id:ident: ($name:expr, $kind:expr, $unit:expr, $role:expr, $description:expr, $range:expr),
            $method:ident |$record:pat_param, $derived:pat_param| $value:expr;)*
        --
        $($added:ident: ($added_name:expr, $added_kind:expr, $added_unit:expr, $added_role:expr, $added_description:expr, $added_range:expr);)*
    ) => {
        /// All columns that are generated, in their order.
        pub static COLUMNS: [Column; ALL_COLUMN_COUNT] = [$(Column {
            id: ColumnId::$id, name: $name, kind: $kind, unit: $unit, role: $role, description: $description,
        }),*];

        /// The columns that balancing adds.
        pub static ADDED: [Column; 3] = [$(Column {
            id: ColumnId::$added, name: $added_name, kind: $added_kind, unit: $added_unit, role: $added_role,
            description: $added_description,
        }),*];

        fn range_of(id: ColumnId, context: &Context) -> Range {
            let range: fn(&Context) -> Range = match id {
                $(ColumnId::$id => $range,)*
                $(ColumnId::$added => $added_range,)*
            };
            range(context)
        }

        /// Appends the cells of drawn rows to a column.
        pub(super) fn fill(id: ColumnId, records: &[Record], derived: &DerivedFacts, values: &mut Values) {
            match id {
                $(ColumnId::$id => {
                    let $derived = derived;
                    values.$method(records, |$record: &Record| $value);
                })*
                $(ColumnId::$added => debug_assert!(false, "{} is not generated", $added_name),)*
            }
        }
    };
}

use Role::{Derived, Feature, Id, Target, Truth};
use Type::{Category, DateTime, Decimal, Flag, Integer, Text};

#[rustfmt::skip]
columns! {
    IssueId: ("Issue ID", Text, "", Id, words!("Number of the row; in no order it says nothing about its class, by time it rises with Timestamps."),
        |c| form(c, ISSUE)), rows |r, _| r.row + 1;
    IssueKey: ("Issue Key", Text, "", Id, words!("The same number as a key."),
        |c| form(c, KEY)), rows |r, _| r.row + 1;
    IssueName: ("Issue Name", Category, "", Feature, words!("What happened, in words; one of two names of its category."),
        |c| Range::Values(issue_names(c))), codes |r, _| Some(name_code(r));
    IssueVolume: ("Issue Volume", Integer, words!("issues"), Feature, words!("Issues that the row stands for; always 1."),
        |_| Range::Numbers(1.0, Some(1.0))), whole |_, _| Some(1);
    Category: ("Category", Category, "", Feature, words!("What the issue is about."),
        |c| Range::Values(c.lists.categories.iter().map(|category| category.name.clone()).collect())),
        codes |r, _| Some(r.issue.category.into());
    Severity: ("Severity", Category, "", Feature, words!("How serious the issue is."),
        |_| levels()), codes |r, _| Some(r.issue.severity as u32);
    Status: ("Status", Category, "", Feature, words!("State of the issue."),
        |c| Range::Values(c.lists.statuses.iter().map(|status| status.name.clone()).collect())),
        codes |r, _| Some(r.issue.status.into());
    Reporters: ("Reporters", Category, "", Feature, words!("Who reported the issue."),
        |c| numbered("Reporter ", c.world.reporters)), codes |r, _| Some(r.issue.reporter);
    Assignees: ("Assignees", Category, "", Feature, words!("Who works on the issue."),
        |c| numbered("Assignee ", c.world.assignees)), codes |r, _| Some(r.issue.assignee);
    DateReported: ("Date Reported", DateTime, "", Feature, words!("When the issue was reported."),
        |c| Range::Form(text!("from {date}", date = midnight_of(c)))), timestamps |r, _| Some(r.issue.reported);
    DateResolved: ("Date Resolved", DateTime, "", Derived, words!("When the issue was resolved: so many days after the report, in working hours (in the classic preset at the time of day of the report); empty while it is open."),
        |c| Range::Form(text!("from {date}, or empty", date = midnight_of(c)))),
        timestamps |r, d| r.issue.resolved(d.is_closed(r));
    ResponseDays: ("Issue Response Time Days", Integer, words!("days"), Feature, words!("Days from report to response."),
        |c| bounds(c, Measure::Response, |_| 1.0)), whole |r, _| Some(r.issue.response_days);
    ImpactScore: ("Impact Score", Integer, "", Feature, words!("Potential damage, 1 to 10."),
        |_| Range::Numbers(1.0, Some(10.0))), whole |r, _| present(r, Measure::Impact, r.issue.impact.into());
    RiskLevel: ("Risk Level", Category, "", Derived, words!("From the impact score: above 8 Critical, above 5 High, above 3 Medium."),
        |_| levels()), codes |r, _| Some(r.issue.risk_level() as u32);
    DepartmentAffected: ("Department Affected", Category, "", Feature, words!("The department that the issue affects."),
        |c| Range::Values(c.world.departments.to_vec())), codes |r, _| Some(r.issue.department.into());
    RemediationSteps: ("Remediation Steps", Text, "", Derived, words!("What to do; follows from the issue name."),
        |c| Range::Values(remedies(c))),
        codes |r, _| Some(name_code(r));
    Cost: ("Cost", Decimal, words!("currency units"), Feature, words!("Cost of the issue."),
        |c| bounds(c, Measure::Cost, |c| min(c, Parameter::CostMin))),
        decimals |r, _| present(r, Measure::Cost, r.issue.cost);
    KpiKri: ("KPI/KRI", Category, "", Derived, words!("Whether the category is a performance or a risk indicator."),
        |_| Range::Values(CATEGORY_KINDS.map(|kind| kind.name().to_owned()).into())),
        codes |r, d| d.kind(r);
    UserId: ("User ID", Category, "", Id, words!("Who acted."),
        |c| numbered("User_", c.world.users)), codes |r, _| Some(r.issue.user);
    Timestamps: ("Timestamps", DateTime, "", Feature, words!("When the activity took place."),
        |c| Range::Form(text!("from {date}", date = midnight_of(c)))), timestamps |r, _| Some(r.issue.activity_time);
    ActivityType: ("Activity Type", Category, "", Feature, words!("What the user did."),
        |c| Range::Values(c.lists.activity_types.to_vec())), codes |r, _| Some(r.issue.activity_type.into());
    UserLocation: ("User Location", Category, "", Feature, words!("Where the user is."),
        |c| Range::Values(c.world.locations.to_vec())), codes |r, _| Some(r.issue.user_location.into());
    IpLocation: ("IP Location", Category, "", Feature, words!("Where the IP address is."),
        |c| Range::Values(c.world.locations.to_vec())), codes |r, _| Some(r.issue.ip_location.into());
    SessionSecs: ("Session Duration in Second", Integer, "s", Feature, words!("Length of the session."),
        |c| bounds(c, Measure::Session, |c| min(c, Parameter::SessionMin))),
        whole |r, _| present(r, Measure::Session, r.issue.session_secs);
    FilesAccessed: ("Num Files Accessed", Integer, words!("files"), Feature, words!("Files accessed in the session."),
        |c| bounds(c, Measure::Files, |c| min(c, Parameter::FilesMin))),
        whole |r, _| present(r, Measure::Files, r.issue.files);
    LoginAttempts: ("Login Attempts", Integer, words!("attempts"), Feature, words!("Login attempts."),
        |c| bounds(c, Measure::Logins, |c| min(c, Parameter::LoginsMin))),
        whole |r, _| present(r, Measure::Logins, r.issue.login_attempts);
    TransferMb: ("Data Transfer MB", Decimal, words!("MB"), Feature, words!("Data transferred in the session."),
        |c| bounds(c, Measure::Transfer, |c| min(c, Parameter::TransferMin))),
        decimals |r, _| present(r, Measure::Transfer, r.issue.transfer_mb);
    CpuPercent: ("CPU Usage %", Decimal, "%", Feature, words!("Processor load during the session."),
        |_| Range::Numbers(1.0, Some(100.0))), decimals |r, _| present(r, Measure::Cpu, r.issue.cpu_percent);
    MemoryMb: ("Memory Usage MB", Decimal, words!("MB"), Feature, words!("Memory used during the session."),
        |c| bounds(c, Measure::Memory, |c| min(c, Parameter::MemoryMin))),
        decimals |r, _| present(r, Measure::Memory, r.issue.memory_mb);
    ThreatScore: ("Threat Score", Decimal, "", Derived, words!("Weighted sum of the key threat indicators."),
        score_range), decimals |r, _| Some(rounded(r.score.value, 1_000.0));
    ThreatLevel: ("Threat Level", Category, "", Derived, words!("From the threat score, by the profile's thresholds."),
        |_| levels()), codes |r, _| Some(r.score.level as u32);
    DefenseAction: ("Defense Action", Text, "", Derived, words!("Base action of the scenario, then what the defense rules add."),
        |_| Range::Form(text!("base action, then added actions, parted by ' | '"))),
        codes |r, _| Some(action_code(r));
    IsAnomaly: ("Is Anomaly", Flag, "", Target, words!("The label: 1 for anomalous rows."),
        |_| Range::Numbers(0.0, Some(1.0))), whole |r, _| Some(r.issue.class as u32);
    Color: ("Color", Category, "", Derived, words!("Color of the scenario: threat level by severity."),
        |_| Range::Values(colors())), codes |r, d| Some(d.color(r));
    AttackType: ("Attack Type", Category, "", Truth, words!("The kind of campaign that the row belongs to; empty for others."),
        |c| Range::Values(c.realistic.attacks().map(|attack| attack.name.to_string()).collect())),
        codes |r, _| u32::from(r.issue.mark.attack).checked_sub(1);
    Technique: ("ATT&CK Technique", Category, "", Truth, words!("Technique of MITRE ATT&CK 18.1; empty for governance categories."),
        |c| Range::Values(techniques(c))), codes |r, d| d.technique_code(r);
    CampaignId: ("Campaign ID", Category, "", Truth, words!("The campaign that the row belongs to; empty for others."),
        |_| Range::Form(text!("CAMPAIGN- and a number, or empty"))),
        codes |r, _| r.issue.mark.campaign.checked_sub(1);
    Phase: ("Phase", Category, "", Truth, words!("The phase of the campaign; empty for others."),
        |c| Range::Values(phase_names(c))), codes |r, d| d.phase_code(r);
    Device: ("Device", Category, "", Id, words!("The device that was used: the user's own, or a shared one."),
        |c| Range::Numbered(vec![("WS-", c.world.users), ("SHARED-", SHARED_DEVICES)])),
        codes |r, d| Some(d.device(r));
    IsBenignOutlier: ("Is Benign Outlier", Flag, "", Truth, words!("1 for a normal row that looks like an attack."),
        |_| Range::Numbers(0.0, Some(1.0))), whole |r, _| Some((r.issue.mark.benign > 0).into());
    Noise1: ("Noise 1", Decimal, "", Feature, NOISE, |_| SHARES), decimals |r, d| Some(d.noise(1, r));
    Noise2: ("Noise 2", Decimal, "", Feature, NOISE, |_| SHARES), decimals |r, d| Some(d.noise(2, r));
    Noise3: ("Noise 3", Decimal, "", Feature, NOISE, |_| SHARES), decimals |r, d| Some(d.noise(3, r));
    Noise4: ("Noise 4", Decimal, "", Feature, NOISE, |_| SHARES), decimals |r, d| Some(d.noise(4, r));
    --
    IsSynthetic: ("Is Synthetic", Flag, "", Truth, words!("1 for a row that balancing added."), |_| Range::Numbers(0.0, Some(1.0)));
    Parent1: ("Parent 1", Category, "", Id, words!("The real row that a synthetic one was made from."), |_| Range::Form(text!("id of a row, or empty")));
    Parent2: ("Parent 2", Category, "", Id, words!("The other real row that a synthetic one was made from."), |_| Range::Form(text!("id of a row, or empty")));
}

const NOISE: &str = words!("Uniform from 0 to 1; independent of every other column.");
const SHARES: Range = Range::Numbers(0.0, Some(1.0));

/// What stands before the number of an id.
const ISSUE: &str = "ISSUE-";
const KEY: &str = "KEY-";
/// What stands before the number of a campaign.
pub const CAMPAIGN: &str = "CAMPAIGN-";

/// The value of a measure, if the row has it.
pub fn present<T>(record: &Record, measure: Measure, value: T) -> Option<T> {
    let missing = record.issue.mark.missing;
    let is_missing = missing != 0
        && MISSABLE.iter().position(|other| *other == measure).is_some_and(|bit| missing >> bit & 1 == 1);
    (!is_missing).then_some(value)
}

fn phases<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Phase> {
    context.realistic.attacks().flat_map(|attack| attack.phases.iter())
}

/// The names of the phases, each once, in the order in which attacks have them.
pub(super) fn phase_names(context: &Context) -> Vec<String> {
    once(phases(context).map(|phase| phase.name.as_ref()))
}

pub(super) fn techniques(context: &Context) -> Vec<String> {
    let mut techniques: Vec<String> = phases(context).map(|phase| phase.technique.to_string()).collect();
    techniques.sort_unstable();
    techniques.dedup();
    techniques
}

/// The names of the colors, each once, in the order of the scenarios.
pub(super) fn colors() -> Vec<String> {
    once(SCENARIOS.iter().map(|scenario| scenario.color.name))
}

fn once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if found.iter().all(|known| known != name) {
            found.push(name.to_owned());
        }
    }
    found
}

/// By category, its name for everyday rows and for serious ones.
fn issue_names(context: &Context) -> Vec<String> {
    context.lists.categories.iter().flat_map(|category| catalog::issue_names(&category.name)).collect()
}

/// The remediation steps, in the order of the issue names.
fn remedies(context: &Context) -> Vec<String> {
    match context.model {
        Model::Classic => issue_names(context).iter().map(|name| catalog::runbook(name)).collect(),
        Model::Realistic => {
            context.lists.categories.iter().flat_map(|category| catalog::remedies(&category.name)).collect()
        }
    }
}

fn levels() -> Range {
    Range::Values(Level::ALL.map(|level| level.name().to_owned()).into())
}

fn score_range(context: &Context) -> Range {
    let (mut min, mut max) = (0.0, 0.0);
    for (index, indicator) in INDICATORS.iter().enumerate() {
        let range = indicator.range();
        min += context.threat.contribution(index, range.0, range);
        max += context.threat.contribution(index, range.1, range);
    }
    Range::Numbers(rounded(min, 1_000.0), Some(rounded(max, 1_000.0)))
}

/// The realistic model's bounds of a measure; of the classic model from its min on, without an upper end.
fn bounds(context: &Context, measure: Measure, min: impl Fn(&Context) -> f64) -> Range {
    if context.model == Model::Realistic {
        let (min, max) = BOUNDS[measure as usize];
        return Range::Numbers(min, Some(max));
    }
    Range::Numbers(min(context), None)
}

/// The smaller value of a parameter of both classes.
fn min(context: &Context, parameter: Parameter) -> f64 {
    let of = |class| context.classic.get(class, parameter);
    of(Class::Normal).min(of(Class::Anomalous))
}

fn form(context: &Context, prefix: &str) -> Range {
    Range::Form(text!("{prefix} and {count} digits", prefix, count = id_digits(context.rows)))
}

/// The first midnight of the data.
fn midnight_of(context: &Context) -> text::Value {
    text::date(format!("{} 00:00:00", context.world.start_date))
}

fn numbered(prefix: &'static str, count: u32) -> Range {
    Range::Numbered(vec![(prefix, count)])
}

/// How many digits the number of an id has at least.
pub fn id_digits(rows: u64) -> usize {
    rows.to_string().len().max(4)
}

/// The id of a row.
pub fn issue_id(rows: u64, row: u64) -> String {
    let mut output = Vec::new();
    write_id(ISSUE, id_digits(rows), row + 1, &mut output);
    String::from_utf8(output).unwrap_or_default()
}

/// The id of a campaign, by its number from 1.
pub fn campaign_id(number: u32) -> String {
    format!("{CAMPAIGN}{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_the_notebooks_in_its_order() {
        let names: Vec<&str> = COLUMNS.iter().take(COLUMN_COUNT).map(|column| column.name).collect();
        let header =
            include_str!("../../../tests/original/cybersecurity_dataset_combined.csv").lines().next();
        assert_eq!(Some(names.join(",").as_str()), header);
    }

    #[test]
    fn a_column_is_found_by_its_name_and_has_the_place_of_its_identifier() {
        for (place, column) in COLUMNS.iter().chain(&ADDED).enumerate() {
            assert_eq!((ColumnId::find(column.name), column.id as usize), (Some(column.id), place));
            assert_eq!(column.id.column().name, column.name);
        }
    }
}
