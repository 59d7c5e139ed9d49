//! The notebook's 34 columns and those that follow them, each declared once: name, type, unit, role, range, description, and how a cell is
//! written. Files, views and the data dictionary follow from here.

use super::{Context, Record, Texts};
use crate::engine::decimal::{write_integer, write_trimmed};
use crate::engine::issues::campaigns::{ATTACKS, Phase};
use crate::engine::issues::classic::Parameter;
use crate::engine::issues::realistic::BOUNDS;
use crate::engine::issues::realistic::defects::MISSABLE;
use crate::engine::issues::{CategoryKind, Class, Model, Seconds, date_time};
use crate::engine::level::Level;
use crate::engine::random::mix;
use crate::engine::response::SCENARIOS;
use crate::engine::threat::INDICATORS;
use crate::engine::world::measures::{COLUMNS as MEASURE_COLUMNS, Measure};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
            Role::Id => "id",
            Role::Feature => "feature",
            Role::Target => "target",
            Role::Derived => "derived",
            Role::Truth => "truth",
        }
    }
}

/// The type of a column's cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
            Type::Text => "text",
            Type::Category => "category",
            Type::Integer => "integer",
            Type::Decimal => "decimal",
            Type::DateTime => "datetime",
            Type::Flag => "flag",
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
    /// Text of this form.
    Form(String),
}

/// A column.
#[derive(Debug)]
pub struct Column {
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
    /// The place among [`COLUMNS`].
    index: usize,
}

impl Column {
    /// What the cells can hold under a configuration.
    pub fn range<'a>(&self, context: impl Into<Context<'a>>) -> Range {
        RANGES[self.index](&context.into())
    }

    /// Which of the columns of noise it is, from 0; far beyond them for every other column.
    pub fn noise(&self) -> usize {
        self.index.wrapping_sub(COLUMN_COUNT + FURTHER_COLUMN_COUNT)
    }

    /// Whether a row's cell is missing.
    pub fn is_missing(&self, record: &Record) -> bool {
        let missing = record.issue.mark.missing;
        let is_own = |measure: &Measure| MEASURE_COLUMNS[*measure as usize] == self.name;
        missing != 0 && MISSABLE.iter().position(is_own).is_some_and(|bit| missing >> bit & 1 == 1)
    }

    /// Appends the text of a row's cell: nothing where it is missing.
    pub fn write(&self, record: &Record, texts: &Texts, output: &mut Vec<u8>) {
        if self.is_missing(record) {
            return;
        }
        WRITERS[self.index](record, texts, output);
    }

    /// Its place among [`COLUMNS`].
    pub fn place(&self) -> usize {
        self.index
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

    /// The text of a row's cell.
    pub fn text(&self, record: &Record, texts: &Texts) -> String {
        let mut bytes = Vec::new();
        self.write(record, texts, &mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Declares every column once: name, type, unit, role, description, range and how a cell is written. The facts
/// and the two kinds of functions go to three tables, so that a program that shows names alone, as the page
/// does, carries no code that writes cells.
macro_rules! columns {
    ($(column($name:expr, $kind:expr, $unit:expr, $role:expr, $description:expr, $range:expr, $write:expr)),* $(,)?) => {
        /// All columns, in their order.
        pub static COLUMNS: [Column; ALL_COLUMN_COUNT] = {
            let mut columns = [$(Column {
                name: $name, kind: $kind, unit: $unit, role: $role, description: $description, index: 0,
            }),*];
            let mut index = 0;
            while index < ALL_COLUMN_COUNT {
                columns[index].index = index;
                index += 1;
            }
            columns
        };
        static RANGES: [fn(&Context) -> Range; ALL_COLUMN_COUNT] = [$($range),*];
        static WRITERS: [fn(&Record, &Texts, &mut Vec<u8>); ALL_COLUMN_COUNT] = [$($write),*];
    };
}

use Role::{Derived, Feature, Id, Target, Truth};
use Type::{Category, DateTime, Decimal, Flag, Integer, Text};

#[rustfmt::skip]
columns! {
    column("Issue ID", Text, "", Id, "Number of the row; says nothing about its class.",
        |c| form(c, "ISSUE-"), |r, t, out| write_id("ISSUE-", r, t, out)),
    column("Issue Key", Text, "", Id, "The same number as a key.",
        |c| form(c, "KEY-"), |r, t, out| write_id("KEY-", r, t, out)),
    column("Issue Name", Category, "", Feature, "What happened, in words; one of two names of its category.",
        |c| Range::Values(Texts::plain(c).issue_names.concat()),
        |r, t, out| by_name(&t.issue_names, r, out)),
    column("Issue Volume", Integer, "issues", Feature, "Issues that the row stands for; always 1.",
        |_| Range::Numbers(1.0, Some(1.0)), |_, _, out| out.push(b'1')),
    column("Category", Category, "", Feature, "What the issue is about.",
        |c| Range::Values(Texts::plain(c).categories), |r, t, out| by_code(&t.categories, r.issue.category, out)),
    column("Severity", Category, "", Feature, "How serious the issue is.",
        |_| levels(), |r, _, out| out.extend(r.issue.severity.name().bytes())),
    column("Status", Category, "", Feature, "State of the issue.",
        |c| Range::Values(Texts::plain(c).statuses), |r, t, out| by_code(&t.statuses, r.issue.status, out)),
    column("Reporters", Category, "", Feature, "Who reported the issue.",
        |c| numbered("Reporter ", c.world.reporters), |r, _, out| write_numbered("Reporter ", r.issue.reporter, out)),
    column("Assignees", Category, "", Feature, "Who works on the issue.",
        |c| numbered("Assignee ", c.world.assignees), |r, _, out| write_numbered("Assignee ", r.issue.assignee, out)),
    column("Date Reported", DateTime, "", Feature, "When the issue was reported.",
        |c| Range::Form(format!("from {} 00:00:00", c.world.start_date)), |r, _, out| write_moment(r.issue.reported, out)),
    column("Date Resolved", DateTime, "", Derived, "When the issue was resolved: reported plus response days; empty while it is open.",
        |c| Range::Form(format!("from {} 00:00:00, or empty", c.world.start_date)), write_resolved),
    column("Issue Response Time Days", Integer, "days", Feature, "Days from report to response.",
        |_| Range::Numbers(1.0, None), |r, _, out| write_integer(r.issue.response_days.into(), out)),
    column("Impact Score", Integer, "", Feature, "Potential damage, 1 to 10.",
        |_| Range::Numbers(1.0, Some(10.0)), |r, _, out| write_integer(r.issue.impact.into(), out)),
    column("Risk Level", Category, "", Derived, "From the impact score: above 8 Critical, above 5 High, above 3 Medium.",
        |_| levels(), |r, _, out| out.extend(r.issue.risk_level().name().bytes())),
    column("Department Affected", Category, "", Feature, "The department that the issue affects.",
        |c| Range::Values(Texts::plain(c).departments), |r, t, out| by_code(&t.departments, r.issue.department, out)),
    column("Remediation Steps", Text, "", Derived, "What to do; follows from the issue name.",
        |c| Range::Values(Texts::plain(c).remediations.concat()), |r, t, out| by_name(&t.remediations, r, out)),
    column("Cost", Decimal, "currency units", Feature, "Cost of the issue.",
        |c| least(c, Parameter::CostMin, Measure::Cost), |r, _, out| write_trimmed(r.issue.cost, 2, out)),
    column("KPI/KRI", Category, "", Derived, "Whether the category is a performance or a risk indicator.",
        |_| Range::Values([CategoryKind::PerformanceIndicator, CategoryKind::RiskIndicator].map(|kind| kind.name().to_owned()).into()),
        |r, t, out| out.extend(t.kinds.get(usize::from(r.issue.category)).unwrap_or(&"").bytes())),
    column("User ID", Category, "", Id, "Who acted.",
        |c| numbered("User_", c.world.users), |r, _, out| write_numbered("User_", r.issue.user, out)),
    column("Timestamps", DateTime, "", Feature, "When the activity took place.",
        |c| Range::Form(format!("from {} 00:00:00", c.world.start_date)), |r, _, out| write_moment(r.issue.activity_time, out)),
    column("Activity Type", Category, "", Feature, "What the user did.",
        |c| Range::Values(Texts::plain(c).activity_types), |r, t, out| by_code(&t.activity_types, r.issue.activity_type, out)),
    column("User Location", Category, "", Feature, "Where the user is.",
        |c| Range::Values(Texts::plain(c).locations), |r, t, out| by_code(&t.locations, r.issue.user_location, out)),
    column("IP Location", Category, "", Feature, "Where the IP address is.",
        |c| Range::Values(Texts::plain(c).locations), |r, t, out| by_code(&t.locations, r.issue.ip_location, out)),
    column("Session Duration in Second", Integer, "s", Feature, "Length of the session.",
        |c| least(c, Parameter::SessionMin, Measure::Session), |r, _, out| write_integer(r.issue.session_secs.into(), out)),
    column("Num Files Accessed", Integer, "files", Feature, "Files accessed in the session.",
        |c| least(c, Parameter::FilesMin, Measure::Files), |r, _, out| write_integer(r.issue.files.into(), out)),
    column("Login Attempts", Integer, "attempts", Feature, "Login attempts.",
        |c| least(c, Parameter::LoginsMin, Measure::Logins), |r, _, out| write_integer(r.issue.login_attempts.into(), out)),
    column("Data Transfer MB", Decimal, "MB", Feature, "Data transferred in the session.",
        |c| least(c, Parameter::TransferMin, Measure::Transfer), |r, _, out| write_trimmed(r.issue.transfer_mb, 3, out)),
    column("CPU Usage %", Decimal, "%", Feature, "Processor load during the session.",
        |_| Range::Numbers(1.0, Some(100.0)), |r, _, out| write_trimmed(r.issue.cpu_percent, 2, out)),
    column("Memory Usage MB", Decimal, "MB", Feature, "Memory used during the session.",
        |c| least(c, Parameter::MemoryMin, Measure::Memory), |r, _, out| write_trimmed(r.issue.memory_mb, 2, out)),
    column("Threat Score", Decimal, "", Derived, "Weighted sum of the key threat indicators.",
        score_range, |r, _, out| write_trimmed(r.score.value, 3, out)),
    column("Threat Level", Category, "", Derived, "From the threat score, by the profile's thresholds.",
        |_| levels(), |r, _, out| out.extend(r.score.level.name().bytes())),
    column("Defense Action", Text, "", Derived, "Base action of the scenario, then what the defense rules add.",
        |_| Range::Form("base action, then added actions, parted by ' | '".to_owned()),
        |r, t, out| out.extend(t.action(r.scenario(), r.fired).bytes())),
    column("Is Anomaly", Flag, "", Target, "The label: 1 for anomalous rows.",
        |_| Range::Numbers(0.0, Some(1.0)), |r, _, out| out.push(b'0' + r.issue.class as u8)),
    column("Color", Category, "", Derived, "Color of the scenario: threat level by severity.",
        |_| colors(), |r, _, out| out.extend(r.scenario().color.name.bytes())),
    column("Attack Type", Category, "", Truth, "The kind of campaign that the row belongs to; empty for others.",
        |_| Range::Values(ATTACKS.iter().map(|attack| attack.name.to_owned()).collect()),
        |r, _, out| out.extend(r.attack().map_or("", |attack| attack.name).bytes())),
    column("ATT&CK Technique", Category, "", Truth, "Technique of MITRE ATT&CK 18.1; empty for governance categories.",
        |_| Range::Values(techniques()), |r, t, out| out.extend(t.technique(r).bytes())),
    column("Campaign ID", Category, "", Truth, "The campaign that the row belongs to; empty for others.",
        |_| Range::Form("CAMPAIGN- and a number, or empty".to_owned()), |r, _, out| write_campaign(r, out)),
    column("Phase", Category, "", Truth, "The phase of the campaign; empty for others.",
        |_| Range::Values(phases().map(|phase| phase.name.to_owned()).collect()),
        |r, _, out| out.extend(r.phase().map_or("", |phase| phase.name).bytes())),
    column("Device", Category, "", Id, "The device that was used: the user's own, or a shared one.",
        |c| Range::Form(format!("WS-1 to WS-{}, SHARED-1 to SHARED-9", c.world.users)), |r, _, out| match r.issue.mark.device {
            0 => write_numbered("WS-", r.issue.user, out),
            shared => write_numbered("SHARED-", u32::from(shared) - 1, out),
        }),
    column("Is Benign Outlier", Flag, "", Truth, "1 for a normal row that looks like an attack.",
        |_| Range::Numbers(0.0, Some(1.0)), |r, _, out| out.push(b'0' + u8::from(r.issue.mark.benign > 0))),
    column("Noise 1", Decimal, "", Feature, NOISE, |_| SHARES, |r, t, out| write_noise(1, r, t, out)),
    column("Noise 2", Decimal, "", Feature, NOISE, |_| SHARES, |r, t, out| write_noise(2, r, t, out)),
    column("Noise 3", Decimal, "", Feature, NOISE, |_| SHARES, |r, t, out| write_noise(3, r, t, out)),
    column("Noise 4", Decimal, "", Feature, NOISE, |_| SHARES, |r, t, out| write_noise(4, r, t, out)),
}

const NOISE: &str = "Uniform from 0 to 1; says nothing about anything.";
const SHARES: Range = Range::Numbers(0.0, Some(1.0));

fn phases() -> impl Iterator<Item = &'static Phase> {
    ATTACKS.iter().flat_map(|attack| attack.phases)
}

fn techniques() -> Vec<String> {
    let mut techniques: Vec<String> = phases().map(|phase| phase.technique.to_owned()).collect();
    techniques.sort_unstable();
    techniques.dedup();
    techniques
}

/// Appends the id of the campaign that a row belongs to, if there is one.
pub fn write_campaign(record: &Record, output: &mut Vec<u8>) {
    if let Some(number) = record.issue.mark.campaign.checked_sub(1) {
        write_numbered("CAMPAIGN-", number, output);
    }
}

fn write_noise(number: u64, record: &Record, texts: &Texts, output: &mut Vec<u8>) {
    let bits = mix(texts.noise_key ^ mix(record.row * NOISE_COLUMNS as u64 + number));
    write_trimmed((bits >> 44) as f64 / f64::from(1 << 20), 3, output);
}

fn levels() -> Range {
    Range::Values(Level::ALL.map(|level| level.name().to_owned()).into())
}

fn colors() -> Range {
    let mut names = Vec::new();
    for scenario in &SCENARIOS {
        let name = scenario.color.name.to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Range::Values(names)
}

fn score_range(context: &Context) -> Range {
    let (mut least, mut greatest) = (0.0, 0.0);
    for (index, indicator) in INDICATORS.iter().enumerate() {
        let range = indicator.range();
        least += context.threat.contribution(index, range.0, range);
        greatest += context.threat.contribution(index, range.1, range);
    }
    let rounded = |value| crate::engine::issues::rounded(value, 1_000.0);
    Range::Numbers(rounded(least), Some(rounded(greatest)))
}

/// From the least value of either class, without an upper end, or by the realistic model's bounds.
fn least(context: &Context, parameter: Parameter, measure: Measure) -> Range {
    if context.model == Model::Realistic {
        let (least, greatest) = BOUNDS[measure as usize];
        return Range::Numbers(least, Some(greatest));
    }
    let of = |class| context.classic.get(class, parameter);
    Range::Numbers(of(Class::Normal).min(of(Class::Anomalous)), None)
}

fn form(context: &Context, prefix: &str) -> Range {
    let digits = Texts::plain(context).id_digits;
    Range::Form(format!("{prefix} and {digits} digits"))
}

fn numbered(prefix: &str, count: u32) -> Range {
    Range::Form(format!("{prefix}1 to {prefix}{count}"))
}

fn by_code(texts: &[String], code: u16, output: &mut Vec<u8>) {
    output.extend_from_slice(texts.get(usize::from(code)).map_or(b"", |text| text.as_bytes()));
}

fn by_name(texts: &[[String; 2]], record: &Record, output: &mut Vec<u8>) {
    let pair = texts.get(usize::from(record.issue.category));
    let text = pair.map_or("", |[usual, serious]| if record.issue.mark.name == 0 { usual } else { serious });
    output.extend_from_slice(text.as_bytes());
}

fn write_resolved(record: &Record, texts: &Texts, output: &mut Vec<u8>) {
    let closed = texts.closed.get(usize::from(record.issue.status)).copied().unwrap_or(false);
    if let Some(moment) = record.issue.resolved(closed) {
        write_moment(moment, output);
    }
}

fn write_numbered(prefix: &str, index: u32, output: &mut Vec<u8>) {
    output.extend_from_slice(prefix.as_bytes());
    write_integer(u64::from(index) + 1, output);
}

fn write_id(prefix: &str, record: &Record, texts: &Texts, output: &mut Vec<u8>) {
    output.extend_from_slice(prefix.as_bytes());
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(record.row + 1).as_bytes();
    output.extend(std::iter::repeat_n(b'0', texts.id_digits.saturating_sub(digits.len())));
    output.extend_from_slice(digits);
}

/// Appends a moment as `YYYY-MM-DD HH:MM:SS`.
pub fn write_moment(moment: Seconds, output: &mut Vec<u8>) {
    use chrono::{Datelike, Timelike};
    let time = date_time(moment);
    let mut text = *b"0000-00-00 00:00:00";
    let mut put = |place: usize, value: u32| {
        text[place] = b'0' + (value / 10 % 10) as u8;
        text[place + 1] = b'0' + (value % 10) as u8;
    };
    let year = time.year().unsigned_abs();
    put(0, year / 100);
    put(2, year % 100);
    put(5, time.month());
    put(8, time.day());
    put(11, time.hour());
    put(14, time.minute());
    put(17, time.second());
    output.extend_from_slice(&text);
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
    fn moments_are_written_with_seconds() {
        let mut output = Vec::new();
        write_moment(1_709_164_799, &mut output);
        assert_eq!(output, b"2024-02-28 23:59:59");
    }
}
