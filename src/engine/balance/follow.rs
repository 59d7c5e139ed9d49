//! What follows from other columns: a row that was put together from two others is a row of the domain only when its
//! score, level, action, color, risk level, dates and names fit its other cells.
//!
//! No rule is believed: each is tried on real rows first, and used where it gives what they hold. So a file of other
//! settings, or of another program, is never mended by rules that are not its own.

use std::collections::BTreeMap;

use super::input::Input;
use crate::engine::configuration::{Configuration, Preset};
use crate::engine::dataset::schema::timestamp_text;
use crate::engine::dataset::{Categories, ColumnId, MISSING, Record, Table, Values, number, timestamp};
use crate::engine::decimal;
use crate::engine::issues::{self, Class, DAY, Issue, Mark};
use crate::engine::level::Level;
use crate::engine::response;
use crate::engine::threat::{self, INDICATORS, Profile, Scorer};

/// Real rows that a rule is tried on.
const TRIED: usize = 500;

/// Columns that are taken together from one real row with the same cells in the key columns: what happened follows
/// from the category, and who acted from where they belong.
const COMPANIONS: [(&[ColumnId], &[ColumnId]); 2] = [
    (&[ColumnId::Category], &[ColumnId::IssueName, ColumnId::KpiKri, ColumnId::RemediationSteps]),
    (&[ColumnId::DepartmentAffected, ColumnId::UserLocation], &[ColumnId::UserId, ColumnId::Device]),
];

/// Columns that follow from others and are therefore no features, whatever their role.
pub const DEPENDENT: [ColumnId; 1] = [ColumnId::IssueName];

/// What follows from the columns of the key threat indicators.
const SCORES: [ColumnId; 4] =
    [ColumnId::ThreatScore, ColumnId::ThreatLevel, ColumnId::DefenseAction, ColumnId::Color];

/// The rules that hold for a table.
#[derive(Debug)]
pub struct Followers {
    /// By identifier: the column's place in the table.
    places: BTreeMap<ColumnId, usize>,
    companions: Vec<Companions>,
    scores: Option<Box<Scores>>,
    risk: bool,
    resolved: Option<Closed>,
    /// Columns that usually follow from others, and of which no rule gave what the real rows hold.
    pub unknown: Vec<String>,
}

/// Real rows by the codes of their key cells.
#[derive(Debug)]
struct Companions {
    keys: Vec<usize>,
    taken: Vec<usize>,
    rows: BTreeMap<Vec<u32>, Vec<u32>>,
}

/// Computes scores as one configuration does.
#[derive(Debug)]
struct Scores {
    configuration: Configuration,
    scorer: Scorer,
}

/// Whether issues of a status are resolved.
type Closed = BTreeMap<String, bool>;

impl Followers {
    /// Tries every rule on real rows of a table.
    pub fn of(input: &Input, real: &[u32]) -> Self {
        let table = input.table();
        let columns = table.columns().iter().enumerate();
        let places: BTreeMap<ColumnId, usize> =
            columns.filter_map(|(place, column)| Some((column.field.id?, place))).collect();
        let tried: Vec<Vec<String>> = spaced(real, TRIED).map(|row| input.cells(row)).collect();
        let mut followers = Followers {
            places,
            companions: Vec::new(),
            scores: None,
            risk: false,
            resolved: None,
            unknown: Vec::new(),
        };
        followers.companions =
            COMPANIONS.iter().filter_map(|(keys, taken)| Companions::of(table, real, keys, taken)).collect();
        followers.scores = followers.scores(input, &tried).map(Box::new);
        followers.risk =
            followers.reproduces(&tried, &[ColumnId::ImpactScore], &[ColumnId::RiskLevel], |cells| {
                Some(vec![risk_level(followers.number(cells, ColumnId::ImpactScore)?)?])
            });
        followers.resolved = followers.closed(table).filter(|closed| {
            let needed = [ColumnId::DateReported, ColumnId::ResponseDays, ColumnId::Status];
            followers.reproduces(&tried, &needed, &[ColumnId::DateResolved], |cells| {
                Some(vec![followers.resolution(cells, closed)?])
            })
        });
        let mut unknown: Vec<ColumnId> = Vec::new();
        unknown.extend(SCORES.iter().filter(|_| followers.scores.is_none()));
        unknown.extend([ColumnId::RiskLevel].iter().filter(|_| !followers.risk));
        unknown.extend([ColumnId::DateResolved].iter().filter(|_| followers.resolved.is_none()));
        let unknown = unknown.into_iter().filter(|id| followers.places.contains_key(id));
        followers.unknown = unknown.map(|id| id.name().to_owned()).collect();
        followers
    }

    /// Whether a rule computes the column, so that a row's class may turn out to be another than was asked for.
    pub fn computes(&self, id: ColumnId) -> bool {
        self.scores.is_some() && SCORES.contains(&id) && self.places.contains_key(&id)
            || self.risk && id == ColumnId::RiskLevel
    }

    /// Brings the cells of a synthetic row into line. `parents` are the real rows that it stands between, the nearest
    /// first; `number` is its own number, by which rows beyond them are chosen evenly.
    pub fn settle(&self, input: &Input, cells: &mut [String], parents: &[u32], number: usize) {
        for companions in &self.companions {
            companions.settle(input.table(), cells, parents, number);
        }
        if self.risk
            && let Some(level) = self.number(cells, ColumnId::ImpactScore).and_then(risk_level)
        {
            self.put(cells, ColumnId::RiskLevel, level);
        }
        if let Some(scores) = &self.scores
            && let Some(values) = self.scored(cells, scores)
        {
            for (id, value) in SCORES.into_iter().zip(values) {
                self.put(cells, id, value);
            }
        }
        if let Some(closed) = &self.resolved
            && let Some(resolved) = self.resolution(cells, closed)
        {
            self.keep_activity_before(cells, &resolved);
            self.put(cells, ColumnId::DateResolved, resolved);
        }
    }

    /// The activity is no later than the resolution: it moves back by whole days, which keeps its hour, and not before
    /// the report.
    fn keep_activity_before(&self, cells: &mut [String], resolved: &str) {
        let (Some(reported), Some(activity)) =
            (self.timestamp(cells, ColumnId::DateReported), self.timestamp(cells, ColumnId::Timestamps))
        else {
            return;
        };
        let Some(resolved) = timestamp(resolved.as_bytes()).filter(|resolved| *resolved < activity) else {
            return;
        };
        let days = ((activity - resolved) / DAY as f64).ceil();
        let moved = (activity - days * DAY as f64).max(reported);
        self.put(cells, ColumnId::Timestamps, date_text(moved));
    }

    fn cell<'a>(&self, cells: &'a [String], id: ColumnId) -> Option<&'a str> {
        cells.get(*self.places.get(&id)?).map(String::as_str)
    }

    fn number(&self, cells: &[String], id: ColumnId) -> Option<f64> {
        number(self.cell(cells, id)?)
    }

    fn timestamp(&self, cells: &[String], id: ColumnId) -> Option<f64> {
        timestamp(self.cell(cells, id)?.as_bytes())
    }

    fn put(&self, cells: &mut [String], id: ColumnId, value: String) {
        if let Some(cell) = self.places.get(&id).and_then(|&place| cells.get_mut(place)) {
            *cell = value;
        }
    }

    /// Whether a rule gives what the real rows hold that have all it needs; none of them is no proof.
    fn reproduces(
        &self,
        tried: &[Vec<String>],
        needed: &[ColumnId],
        given: &[ColumnId],
        rule: impl Fn(&[String]) -> Option<Vec<String>>,
    ) -> bool {
        let given: Vec<(usize, ColumnId)> =
            given.iter().copied().enumerate().filter(|(_, id)| self.places.contains_key(id)).collect();
        let has = |cells: &[String], id: ColumnId| self.cell(cells, id).is_some_and(|cell| !cell.is_empty());
        let mut complete = tried.iter().filter(|cells| needed.iter().all(|&id| has(cells, id))).peekable();
        !given.is_empty()
            && complete.peek().is_some()
            && complete.all(|cells| {
                rule(cells).is_some_and(|values| {
                    given
                        .iter()
                        .all(|(place, id)| values.get(*place).map(String::as_str) == self.cell(cells, *id))
                })
            })
    }

    /// The scoring that gives the scores of the real rows: that of the input's own configuration, or of a preset with
    /// any profile.
    fn scores(&self, input: &Input, tried: &[Vec<String>]) -> Option<Scores> {
        let candidates: Vec<Configuration> = match input.configuration() {
            Some(configuration) => vec![configuration.clone()],
            None => Preset::ALL
                .into_iter()
                .map(Preset::configuration)
                .chain(Profile::ALL.iter().map(|&profile| Configuration {
                    threat: threat::Parameters::new(profile),
                    ..Preset::Classic.configuration()
                }))
                .collect(),
        };
        candidates.into_iter().find_map(|configuration| {
            let scores =
                Scores { scorer: Scorer::new(&configuration.issues, &configuration.threat), configuration };
            let given = |cells: &[String]| self.scored(cells, &scores);
            self.reproduces(tried, &INDICATORS.each_ref().map(|indicator| indicator.column), &SCORES, given)
                .then_some(scores)
        })
    }

    /// Score, level, action and color of a row.
    fn scored(&self, cells: &[String], scores: &Scores) -> Option<Vec<String>> {
        let issue = self.issue(cells, &scores.configuration)?;
        let score = scores.scorer.score(&issue);
        let activity_type = self.cell(cells, ColumnId::ActivityType).unwrap_or_default();
        let fired = response::fired(&issue, score.level, activity_type, scores.configuration.response.limits);
        let record = Record { row: 0, issue, score, fired };
        let mut value = Vec::new();
        decimal::write_trimmed(score.value, ColumnId::ThreatScore.decimals().into(), &mut value);
        let scenario = record.scenario();
        Some(vec![
            String::from_utf8(value).ok()?,
            score.level.name().to_owned(),
            response::action(scenario, fired),
            scenario.color.name.to_owned(),
        ])
    }

    /// What of a row the score looks at.
    fn issue(&self, cells: &[String], configuration: &Configuration) -> Option<Issue> {
        let whole = |name| Some(self.number(cells, name)?.max(0.0) as u32);
        let category = self.cell(cells, ColumnId::Category)?;
        let severity = self.cell(cells, ColumnId::Severity)?;
        let activity_type = self.cell(cells, ColumnId::ActivityType).unwrap_or_default();
        let code = |place: Option<usize>| place.and_then(|place| u16::try_from(place).ok());
        Some(Issue {
            class: Class::Normal,
            category: code(configuration.issues.categories.iter().position(|known| known.name == category))?,
            severity: Level::ALL.into_iter().find(|level| level.name() == severity)?,
            status: 0,
            reporter: 0,
            assignee: 0,
            reported: 0,
            activity_time: 0,
            response_days: whole(ColumnId::ResponseDays)?,
            impact: whole(ColumnId::ImpactScore)?.min(255) as u8,
            department: 0,
            cost: 0.0,
            user: 0,
            activity_type: code(
                configuration.issues.activity_types.iter().position(|known| known == activity_type),
            )
            .unwrap_or(u16::MAX),
            user_location: 0,
            ip_location: 0,
            session_secs: 0,
            files: whole(ColumnId::FilesAccessed)?,
            login_attempts: whole(ColumnId::LoginAttempts)?,
            transfer_mb: self.number(cells, ColumnId::TransferMb)?,
            cpu_percent: self.number(cells, ColumnId::CpuPercent)?,
            memory_mb: self.number(cells, ColumnId::MemoryMb)?,
            mark: Mark::default(),
        })
    }

    /// Which statuses are closed: those whose issues have a resolution. None where one status has both.
    fn closed(&self, table: &Table) -> Option<Closed> {
        let column = |id| table.column(id).map(|column| &column.values);
        let (Values::Categories(statuses), Values::Timestamps(resolved)) =
            (column(ColumnId::Status)?, column(ColumnId::DateResolved)?)
        else {
            return None;
        };
        // By code, so that each name is looked at once.
        let mut by_code: BTreeMap<u32, bool> = BTreeMap::new();
        for (status, resolved) in statuses.codes().zip(resolved.iter()) {
            if *by_code.entry(status).or_insert(!resolved.is_nan()) == resolved.is_nan() {
                return None;
            }
        }
        Some(by_code.into_iter().map(|(code, closed)| (statuses.name(code).into_owned(), closed)).collect())
    }

    /// The report plus the response days; empty where the issue is open.
    fn resolution(&self, cells: &[String], closed: &Closed) -> Option<String> {
        if !*closed.get(self.cell(cells, ColumnId::Status)?)? {
            return Some(String::new());
        }
        let reported = self.timestamp(cells, ColumnId::DateReported)?;
        Some(date_text(reported + self.number(cells, ColumnId::ResponseDays)? * DAY as f64))
    }
}

fn date_text(seconds: f64) -> String {
    String::from_utf8_lossy(&timestamp_text(seconds as i64)).into_owned()
}

/// The level of an impact score; none where it is no score.
fn risk_level(impact: f64) -> Option<String> {
    let whole = (0.0..=255.0).contains(&impact) && impact.fract() == 0.0;
    whole.then(|| issues::risk_level(impact as u8).name().to_owned())
}

/// At most `most` of the rows, evenly spaced.
fn spaced(rows: &[u32], most: usize) -> impl Iterator<Item = u32> + '_ {
    rows.iter().copied().step_by(rows.len().div_ceil(most).max(1))
}

impl Companions {
    fn of(table: &Table, real: &[u32], keys: &[ColumnId], taken: &[ColumnId]) -> Option<Self> {
        let find = |ids: &[ColumnId]| ids.iter().filter_map(|&id| table.place(id)).collect::<Vec<usize>>();
        let (found, taken) = (find(keys), find(taken));
        if found.len() < keys.len() || taken.is_empty() {
            return None;
        }
        let mut rows: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for &row in real {
            rows.entry(key(table, &found, row)).or_default().push(row);
        }
        Some(Companions { keys: found, taken, rows })
    }

    fn settle(&self, table: &Table, cells: &mut [String], parents: &[u32], number: usize) {
        let code = |&place: &usize| {
            let categories = table.columns().get(place).and_then(|column| column.categories())?;
            code_of(categories, cells.get(place)?)
        };
        let Some(wanted) = self.keys.iter().map(code).collect::<Option<Vec<u32>>>() else { return };
        let parent = parents.iter().copied().find(|&row| key(table, &self.keys, row) == wanted);
        let companion = parent.or_else(|| {
            let rows = self.rows.get(&wanted)?;
            rows.get(number % rows.len().max(1)).copied()
        });
        let Some(companion) = companion else { return };
        for &place in &self.taken {
            if let (Some(cell), Some(column)) = (cells.get_mut(place), table.columns().get(place)) {
                *cell = column.text(companion as usize);
            }
        }
    }
}

fn code_of(categories: &Categories, name: &str) -> Option<u32> {
    if name.is_empty() { Some(MISSING) } else { categories.names.find(name) }
}

fn key(table: &Table, places: &[usize], row: u32) -> Vec<u32> {
    let code =
        |&place: &usize| table.columns().get(place).map_or(MISSING, |column| column.code(row as usize));
    places.iter().map(code).collect()
}
