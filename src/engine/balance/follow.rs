//! Columns that follow from others: a synthetic row, which combines two real ones, is a row of the domain only when its
//! score, level, action, color, risk level, dates and names fit its other cells.
//!
//! No rule is taken for granted: each is tried on real rows first, and used only where it gives their values. So a file
//! with other settings, or of another program, is never changed by rules that are not its own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::draft::{Cell, Draft};
use super::input::Input;
use crate::engine::configuration::{Configuration, Preset};
use crate::engine::dataset::{ColumnId, MISSING, Record, Table, Values};
use crate::engine::issues::{self, Class, DAY, Issue, Mark, Seconds, rounded};
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

/// A score is rounded to one part of so many.
const SCORE_STEPS: f64 = 1_000.0;

/// The rules that hold for a table.
#[derive(Debug)]
pub struct Followers {
    /// By identifier: the column's place in the table.
    places: BTreeMap<ColumnId, usize>,
    companions: Vec<Companions>,
    scores: Option<Box<Scores>>,
    risk: bool,
    resolved: Option<(Closed, Resolution)>,
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

/// By code of a status: whether its issues are resolved.
type Closed = BTreeMap<u32, bool>;

/// When an issue is resolved, by when it was reported and how many days the response took.
type Resolution = fn(Seconds, u32) -> Seconds;

/// The rules that data of ours follows.
const RESOLUTIONS: [Resolution; 2] = [issues::resolution_in_working_hours, issues::resolution_to_the_second];

/// What a rule gives for a row: a cell for each of its columns.
type Given = Vec<(ColumnId, Cell)>;

impl Followers {
    /// Tries every rule on real rows of a table.
    pub fn of(input: &Input, real: &[u32]) -> Self {
        let table = input.table();
        let columns = table.columns().iter().enumerate();
        let places: BTreeMap<ColumnId, usize> =
            columns.filter_map(|(place, column)| Some((column.field.id?, place))).collect();
        let tried: Vec<u32> = spaced(real, TRIED).collect();
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
        followers.risk = followers.reproduces(table, &tried, &[ColumnId::ImpactScore], &|draft| {
            Some(vec![(ColumnId::RiskLevel, followers.risk(draft)?)])
        });
        followers.resolved = followers.closed(table).and_then(|closed| {
            let needed = [ColumnId::DateReported, ColumnId::ResponseDays, ColumnId::Status];
            let fits = |rule: &Resolution| {
                followers.reproduces(table, &tried, &needed, &|draft| {
                    let resolved = followers.resolution(draft, &closed, *rule)?;
                    Some(vec![(ColumnId::DateResolved, Cell::Timestamp(resolved))])
                })
            };
            let rule = RESOLUTIONS.into_iter().find(fits)?;
            Some((closed, rule))
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

    /// The places of all columns that [`Self::settle`] may change.
    pub fn changed(&self) -> impl Iterator<Item = usize> {
        let scores = SCORES.into_iter().filter(|_| self.scores.is_some());
        let risk = [ColumnId::RiskLevel].into_iter().filter(|_| self.risk);
        let dates =
            [ColumnId::DateResolved, ColumnId::Timestamps].into_iter().filter(|_| self.resolved.is_some());
        let taken = self.companions.iter().flat_map(|companions| companions.taken.iter().copied());
        scores.chain(risk).chain(dates).filter_map(|id| self.places.get(&id).copied()).chain(taken)
    }

    /// Brings the cells of a synthetic row into line. `parents` are the real rows that it stands between, the nearest
    /// first; `number` is its own number, by which rows beyond them are chosen evenly.
    pub fn settle(&self, table: &Table, draft: &mut Draft, parents: &[u32], number: usize) {
        for companions in &self.companions {
            companions.settle(table, draft, parents, number);
        }
        if self.risk
            && let Some(level) = self.risk(draft)
        {
            self.put(draft, ColumnId::RiskLevel, level);
        }
        if let Some(scores) = &self.scores
            && let Some(given) = self.scored(draft, scores)
        {
            for (id, cell) in given {
                self.put(draft, id, cell);
            }
        }
        if let Some((closed, rule)) = &self.resolved
            && let Some(resolved) = self.resolution(draft, closed, *rule)
        {
            self.keep_activity_before(draft, resolved);
            self.put(draft, ColumnId::DateResolved, Cell::Timestamp(resolved));
        }
    }

    /// The activity is no later than the resolution: it moves back by whole days, which keeps its hour, and not before
    /// the report.
    fn keep_activity_before(&self, draft: &mut Draft, resolved: Option<Seconds>) {
        let (Some(reported), Some(activity), Some(resolved)) = (
            self.timestamp(draft, ColumnId::DateReported),
            self.timestamp(draft, ColumnId::Timestamps),
            resolved,
        ) else {
            return;
        };
        if resolved < activity {
            let late = activity - resolved;
            let days = late / DAY + Seconds::from(late % DAY > 0);
            let moved = (activity - days * DAY).max(reported);
            self.put(draft, ColumnId::Timestamps, Cell::Timestamp(Some(moved)));
        }
    }

    /// The number of a column; none where the table has no such column or the cell is empty.
    fn number(&self, draft: &Draft, id: ColumnId) -> Option<f64> {
        Some(draft.number(*self.places.get(&id)?)).filter(|number| !number.is_nan())
    }

    fn timestamp(&self, draft: &Draft, id: ColumnId) -> Option<Seconds> {
        draft.timestamp(*self.places.get(&id)?)
    }

    /// The name of a category, empty where there is none; none where the table has no such column.
    fn name<'a>(&self, draft: &Draft<'a>, id: ColumnId) -> Option<Cow<'a, str>> {
        Some(draft.name(*self.places.get(&id)?))
    }

    fn put(&self, draft: &mut Draft, id: ColumnId, cell: Cell) {
        let Some(&place) = self.places.get(&id) else { return };
        match cell {
            Cell::Name(name) => draft.set_name(place, name),
            cell => draft.set(place, cell),
        }
    }

    /// Whether a rule gives the values of the real rows that have all it needs; where there are none, it is not known.
    fn reproduces(
        &self,
        table: &Table,
        tried: &[u32],
        needed: &[ColumnId],
        rule: &dyn Fn(&Draft) -> Option<Given>,
    ) -> bool {
        let needed: Option<Vec<usize>> = needed.iter().map(|id| self.places.get(id).copied()).collect();
        let Some(needed) = needed else { return false };
        let (mut real, mut computed) = (Draft::new(table), Draft::new(table));
        let mut is_proven = false;
        for &row in tried {
            real.begin(row);
            if needed.iter().any(|&place| real.is_missing(place)) {
                continue;
            }
            computed.begin(row);
            let Some(given) = rule(&real) else { return false };
            for (id, cell) in given {
                let Some(&place) = self.places.get(&id) else { continue };
                self.put(&mut computed, id, cell);
                if computed.cell(place) != real.cell(place)
                    && !(computed.is_missing(place) && real.is_missing(place))
                {
                    return false;
                }
                is_proven = true;
            }
        }
        is_proven
    }

    /// The scoring that gives the scores of the real rows: that of the input's own configuration, or of a preset with
    /// any profile.
    fn scores(&self, input: &Input, tried: &[u32]) -> Option<Scores> {
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
        let needed = INDICATORS.each_ref().map(|indicator| indicator.column);
        candidates.into_iter().find_map(|configuration| {
            let scores =
                Scores { scorer: Scorer::new(&configuration.issues, &configuration.threat), configuration };
            self.reproduces(input.table(), tried, &needed, &|draft| self.scored(draft, &scores))
                .then_some(scores)
        })
    }

    /// Score, level, action and color of a row.
    fn scored(&self, draft: &Draft, scores: &Scores) -> Option<Given> {
        let issue = self.issue(draft, &scores.configuration)?;
        let score = scores.scorer.score(&issue);
        let activity_type = self.name(draft, ColumnId::ActivityType).unwrap_or_default();
        let fired =
            response::fired(&issue, score.level, &activity_type, scores.configuration.response.limits);
        let scenario = Record { row: 0, drawn: 0, issue, score, fired }.scenario();
        let name = |name: &'static str| Cell::Name(Cow::Borrowed(name));
        let [value, level, action, color] = SCORES;
        Some(vec![
            (value, Cell::Number(rounded(score.value, SCORE_STEPS))),
            (level, name(score.level.name())),
            (action, Cell::Name(Cow::Owned(scores.configuration.response.action(scenario, fired)))),
            (color, name(scenario.color.name)),
        ])
    }

    /// What of a row the score looks at.
    fn issue(&self, draft: &Draft, configuration: &Configuration) -> Option<Issue> {
        let whole = |name| Some(self.number(draft, name)?.max(0.0) as u32);
        let category = self.name(draft, ColumnId::Category)?;
        let severity = self.name(draft, ColumnId::Severity)?;
        let activity_type = self.name(draft, ColumnId::ActivityType).unwrap_or_default();
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
            resolution: 0,
            impact: whole(ColumnId::ImpactScore)?.min(255) as u8,
            department: 0,
            cost: 0.0,
            user: 0,
            activity_type: code(
                configuration.issues.activity_types.iter().position(|known| *known == activity_type),
            )
            .unwrap_or(u16::MAX),
            user_location: 0,
            ip_location: 0,
            session_secs: 0,
            files: whole(ColumnId::FilesAccessed)?,
            login_attempts: whole(ColumnId::LoginAttempts)?,
            transfer_mb: self.number(draft, ColumnId::TransferMb)?,
            cpu_percent: self.number(draft, ColumnId::CpuPercent)?,
            memory_mb: self.number(draft, ColumnId::MemoryMb)?,
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
        Some(by_code)
    }

    /// When the issue is resolved by a rule; none where it is open.
    fn resolution(&self, draft: &Draft, closed: &Closed, rule: Resolution) -> Option<Option<Seconds>> {
        if !*closed.get(&draft.code(*self.places.get(&ColumnId::Status)?)?)? {
            return Some(None);
        }
        let reported = self.timestamp(draft, ColumnId::DateReported)?;
        let days = self.number(draft, ColumnId::ResponseDays)?;
        Some(Some(rule(reported, days.max(0.0) as u32)))
    }

    /// The level of the impact score; none where it is no score.
    fn risk(&self, draft: &Draft) -> Option<Cell> {
        let impact = self.number(draft, ColumnId::ImpactScore)?;
        let is_score = (0.0..=255.0).contains(&impact) && impact.fract() == 0.0;
        is_score.then(|| Cell::Name(Cow::Borrowed(issues::risk_level(impact as u8).name())))
    }
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

    fn settle(&self, table: &Table, draft: &mut Draft, parents: &[u32], number: usize) {
        let wanted = self.keys.iter().map(|&place| draft.code(place)).collect::<Option<Vec<u32>>>();
        let Some(wanted) = wanted else { return };
        let parent = parents.iter().copied().find(|&row| key(table, &self.keys, row) == wanted);
        let companion = parent.or_else(|| {
            let rows = self.rows.get(&wanted)?;
            rows.get(number % rows.len().max(1)).copied()
        });
        let Some(companion) = companion else { return };
        self.taken.iter().for_each(|&place| draft.copy(place, companion));
    }
}

fn key(table: &Table, places: &[usize], row: u32) -> Vec<u32> {
    let code =
        |&place: &usize| table.columns().get(place).map_or(MISSING, |column| column.code(row as usize));
    places.iter().map(code).collect()
}
