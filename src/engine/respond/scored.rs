//! Scoring anyone's rows: the columns of a table that mean what ours mean are scored by the same indicators, and the rules are
//! checked in the order of the rows' times.

use std::sync::Arc;

use super::monitor::Monitor;
use super::options::{Options, RULES};
use crate::engine::column::ColumnId;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{Categories, Column, Dictionary, Field, MISSING, Numbers, Table, Values};
use crate::engine::issues::{Issue, Seconds};
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::response::{SEPARATOR, Scenario};
use crate::engine::threat::{INDICATORS, Scorer};

/// What is written of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// The threat score.
    pub score: f64,
    /// The threat level.
    pub level: Level,
    /// The action of the scenario, those of the rules, and what the user's state asks for.
    pub answer: String,
    /// The color of the scenario.
    pub color: &'static str,
    /// The names of the rules that fired.
    pub rules: String,
    /// The user's state; empty where rows have no user.
    pub state: &'static str,
    /// Whether an alert opens.
    pub is_alert: bool,
}

/// The columns that are written of a row, in the order of [`Scored::cells`].
pub const COLUMNS: [&str; 7] =
    ["Threat Score", "Threat Level", "Defense Action", "Color", "Fired Rules", "User State", "Alert"];

impl Scored {
    /// The texts of the cells.
    pub fn cells(&self) -> [String; 7] {
        [
            crate::engine::decimal::text_rounded(self.score, 3),
            self.level.name().to_owned(),
            self.answer.clone(),
            self.color.to_owned(),
            self.rules.clone(),
            self.state.to_owned(),
            u8::from(self.is_alert).to_string(),
        ]
    }
}

/// The rows of a table as they were scored, and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scoring {
    /// By row.
    pub rows: Vec<Scored>,
    /// What could not be taken into account, as sentences.
    pub remarks: Vec<String>,
}

/// Gives columns of a table the meaning of ours: pairs of our name and theirs.
///
/// # Errors
/// There is no such column on one of the two sides.
pub fn mapped(table: &Table, pairs: &[(String, String)]) -> Result<Table, Vec<Problem>> {
    let mut columns: Vec<Column> = table.columns().to_vec();
    let mut problems = Vec::new();
    for (own, theirs) in pairs {
        let known = crate::engine::dataset::COLUMNS.iter().find(|it| it.name == own || it.key() == *own);
        let Some(known) = known else {
            let needed: Vec<&str> = INDICATORS.iter().map(|indicator| indicator.column.name()).collect();
            let hint = format!("the score looks at {}", needed.join(", "));
            problems.push(Problem::new("--map", format!("there is no column '{own}' of ours"), hint));
            continue;
        };
        let Some(column) = columns.iter_mut().find(|column| column.field.name == *theirs) else {
            let names: Vec<&str> = table.columns().iter().map(|column| column.field.name.as_str()).collect();
            let hint = format!("the file has {}", names.join(", "));
            problems.push(Problem::new("--map", format!("the file has no column '{theirs}'"), hint));
            continue;
        };
        let name = known.name.to_owned();
        column.field = Arc::new(Field { id: Some(known.id), name, ..(*column.field).clone() });
    }
    if problems.is_empty() { Ok(Table::of_columns(columns)) } else { Err(problems) }
}

/// Scores the rows of a table.
///
/// # Errors
/// None of the columns that the score looks at is there, or a rule does not fit the columns.
pub fn score(
    table: &Table,
    configuration: &Configuration,
    options: &Options,
) -> Result<Scoring, Vec<Problem>> {
    let reader = Reader::new(table, configuration);
    let missing: Vec<&str> =
        INDICATORS.iter().filter(|it| reader.place(it.column).is_none()).map(|it| it.column.name()).collect();
    if missing.len() == INDICATORS.len() {
        let hint = format!(
            "name the file's columns: --map \"Login Attempts=logins\"; the score looks at {}",
            missing.join(", ")
        );
        return Err(
            Problem::new("", "none of the columns that the threat score looks at is there", hint).into()
        );
    }
    let mut remarks = Vec::new();
    if !missing.is_empty() {
        remarks.push(format!(
            "{} {} not in the file: the lowest score of the indicator was taken.",
            missing.join(", "),
            if missing.len() == 1 { "is" } else { "are" }
        ));
    }
    let scorer = Scorer::new(&configuration.issues, &configuration.threat);
    let scores: Vec<_> =
        (0..table.rows()).map(|row| (scorer.score(&reader.issue(row)), reader.severity(row))).collect();

    // The rules see the score that was just computed.
    let numbers = scores.iter().map(|(score, _)| score.value).collect();
    let levels: Vec<u32> = scores.iter().map(|(score, _)| score.level.index() as u32).collect();
    let names = Level::ALL.iter().map(|level| level.name().to_owned()).collect();
    let levels = Categories::of(&levels, Arc::new(Dictionary::List(names)));
    let column = |id: ColumnId, values: Values| Column {
        field: Arc::new(Field::known(id)),
        values,
        unreadable: 0,
        decimals: id.decimals(),
    };
    let own = [
        column(ColumnId::ThreatScore, Values::Numbers(Numbers::F64(numbers))),
        column(ColumnId::ThreatLevel, Values::Categories(levels)),
    ];
    let others =
        table.columns().iter().filter(|column| own.iter().all(|own| own.field.name != column.field.name));
    let table = Table::of_columns(others.cloned().chain(own.iter().cloned()).collect());

    let mut rules = options.rules(&configuration.response);
    if options.rules.is_none() {
        let (fitting, left_out) = rules.fitting(&table);
        if !left_out.is_empty() {
            remarks.push(format!(
                "Rules that look at columns that are not in the file were left out: {}.",
                left_out.join(", ")
            ));
        }
        rules = fitting;
    }
    let mut monitor = Monitor::new(RULES, rules, options, &table)?;
    let has_user = table.column(ColumnId::UserId).is_some();
    let times = table.column(ColumnId::Timestamps).filter(|column| !column.numbers().is_empty());
    if !has_user || times.is_none() {
        let what = if has_user { "Timestamps" } else { "User ID" };
        remarks.push(format!("The file has no {what}: no state of users was kept."));
    }
    let mut order: Vec<usize> = (0..table.rows()).collect();
    if let Some(times) = times {
        let time = |row: &usize| {
            let seconds = times.number(*row);
            if seconds.is_nan() { Seconds::MIN } else { seconds as Seconds }
        };
        order.sort_by_key(|row| (time(row), *row));
    }
    let mut rows: Vec<Option<Scored>> = vec![None; table.rows()];
    for row in order {
        let (Some((score, severity)), Some(slot)) = (scores.get(row), rows.get_mut(row)) else { continue };
        let reading = monitor.take(&table, row);
        let scenario = Scenario::of(score.level, *severity);
        let answer: Vec<&str> = {
            let base = configuration.response.base_action(scenario);
            std::iter::once(base).chain(monitor.answers(&reading)).collect()
        };
        *slot = Some(Scored {
            score: score.value,
            level: score.level,
            answer: answer.join(SEPARATOR),
            color: scenario.color.name,
            rules: monitor.rules().names(reading.fired).join(SEPARATOR),
            state: if reading.user == MISSING { "" } else { reading.state.name() },
            is_alert: reading.is_alert,
        });
    }
    Ok(Scoring { rows: rows.into_iter().flatten().collect(), remarks })
}

/// Reads what the score looks at from a table's columns.
struct Reader<'a> {
    table: &'a Table,
    /// By indicator.
    columns: Vec<(ColumnId, Option<usize>)>,
    /// By code of the column: the code of the configuration's list, or the place of the level.
    codes: Vec<Vec<u32>>,
}

impl<'a> Reader<'a> {
    fn new(table: &'a Table, configuration: &Configuration) -> Self {
        let lists = &configuration.issues;
        let columns: Vec<(ColumnId, Option<usize>)> =
            INDICATORS.iter().map(|it| (it.column, table.place(it.column))).collect();
        let codes = columns.iter().map(|(id, place)| {
            let categories = place.and_then(|place| table.columns().get(place)?.categories());
            let Some(categories) = categories else { return Vec::new() };
            let code = |name: &str| match id {
                ColumnId::Category => lists.categories.iter().position(|category| category.name == name),
                ColumnId::ActivityType => lists.activity_types.iter().position(|known| known == name),
                _ => Level::ALL.iter().position(|level| level.name().eq_ignore_ascii_case(name)),
            };
            let names = 0..categories.names.len() as u32;
            names.map(|own| code(&categories.name(own)).map_or(MISSING, |code| code as u32)).collect()
        });
        let codes = codes.collect();
        Reader { table, columns, codes }
    }

    fn place(&self, id: ColumnId) -> Option<usize> {
        self.columns.iter().find(|(other, _)| *other == id)?.1
    }

    /// The code of a row in a column; [`MISSING`] where there is none.
    fn code(&self, id: ColumnId, row: usize) -> u32 {
        let found = self.columns.iter().zip(&self.codes).find(|((other, _), _)| *other == id);
        let code = found.and_then(|((_, place), codes)| {
            let code = self.table.columns().get((*place)?)?.code(row);
            codes.get(code as usize).copied()
        });
        code.unwrap_or(MISSING)
    }

    fn number(&self, id: ColumnId, row: usize, least: f64) -> f64 {
        let column = self.place(id).and_then(|place| self.table.columns().get(place));
        let number = column.map_or(f64::NAN, |column| column.number(row));
        if number.is_nan() { least } else { number }
    }

    fn level(&self, id: ColumnId, row: usize) -> Option<Level> {
        Level::ALL.get(self.code(id, row) as usize).copied()
    }

    fn severity(&self, row: usize) -> Level {
        self.level(ColumnId::Severity, row).unwrap_or(Level::Low)
    }

    /// A row, with the lowest value where a cell is missing or has a name that is not known.
    fn issue(&self, row: usize) -> Issue {
        let impact = self.number(ColumnId::ImpactScore, row, f64::NAN);
        // The risk level is the impact's; where it alone is given, an impact of that level stands for it.
        let of_risk = || self.level(ColumnId::RiskLevel, row).unwrap_or(Level::Low).of([1.0, 4.0, 6.0, 9.0]);
        let impact = if impact.is_nan() { of_risk() } else { impact };
        let whole = |id| self.number(id, row, 0.0).clamp(0.0, 1e9).round() as u32;
        let list = |id| u16::try_from(self.code(id, row)).unwrap_or(u16::MAX);
        Issue {
            severity: self.severity(row),
            impact: impact.clamp(1.0, 10.0).round() as u8,
            response_days: whole(ColumnId::ResponseDays),
            category: list(ColumnId::Category),
            activity_type: list(ColumnId::ActivityType),
            login_attempts: whole(ColumnId::LoginAttempts),
            files: whole(ColumnId::FilesAccessed),
            transfer_mb: self.number(ColumnId::TransferMb, row, 0.0),
            cpu_percent: self.number(ColumnId::CpuPercent, row, 0.0),
            memory_mb: self.number(ColumnId::MemoryMb, row, 0.0),
            ..Issue::default()
        }
    }
}
