//! What follows from other columns: a row that was put together from two others is a row of the domain only when its
//! score, level, action, color, risk level, dates and names fit its other cells.
//!
//! No rule is believed: each is tried on real rows first, and used where it gives what they hold. So a file of other
//! settings, or of another program, is never mended by rules that are not its own.

use std::collections::BTreeMap;

use super::input::Input;
use crate::engine::configuration::{Configuration, Preset};
use crate::engine::dataset::schema::write_moment;
use crate::engine::dataset::{COLUMNS, Record, Texts};
use crate::engine::issues::{self, Class, DAY, Issue, Mark};
use crate::engine::level::Level;
use crate::engine::response;
use crate::engine::table::cells::{moment, number};
use crate::engine::table::{Table, Values};
use crate::engine::threat::{self, INDICATORS, Profile, Scorer};

/// Real rows that a rule is tried on.
const TRIED: usize = 500;

/// Columns that are taken together from one real row with the same cells in the key columns: what happened follows
/// from the category, and who acted from where they belong.
const COMPANIONS: [(&[&str], &[&str]); 2] = [
    (&["Category"], &["Issue Name", "KPI/KRI", "Remediation Steps"]),
    (&["Department Affected", "User Location"], &["User ID", "Device"]),
];

/// Columns that follow from others and are therefore no features, whatever their role.
pub const DEPENDENT: [&str; 1] = ["Issue Name"];

/// What follows from the columns of the key threat indicators.
const SCORES: [&str; 4] = ["Threat Score", "Threat Level", "Defense Action", "Color"];

/// The rules that hold for a table.
#[derive(Debug)]
pub struct Followers {
    places: BTreeMap<String, usize>,
    companions: Vec<Companions>,
    scores: Option<Box<Scores>>,
    risk: bool,
    resolved: Option<Closed>,
    /// Columns that usually follow from others, and of which no rule gave what the real rows hold.
    pub unknown: Vec<String>,
}

/// Real rows by the text of their key cells.
#[derive(Debug)]
struct Companions {
    keys: Vec<usize>,
    taken: Vec<usize>,
    rows: BTreeMap<Vec<String>, Vec<u32>>,
}

/// Computes scores as one configuration does.
#[derive(Debug)]
struct Scores {
    configuration: Configuration,
    scorer: Scorer,
    texts: Texts,
}

/// Whether issues of a status are resolved.
type Closed = BTreeMap<String, bool>;

impl Followers {
    /// Tries every rule on real rows of a table.
    pub fn of(input: &Input, real: &[u32]) -> Self {
        let table = input.table();
        let places: BTreeMap<String, usize> = table
            .columns()
            .iter()
            .enumerate()
            .map(|(place, column)| (column.field.name.clone(), place))
            .collect();
        let tried: Vec<Vec<String>> = spaced(real, TRIED).map(|row| input.cells(row)).collect();
        let mut followers = Followers {
            places,
            companions: Vec::new(),
            scores: None,
            risk: false,
            resolved: None,
            unknown: Vec::new(),
        };
        followers.companions = COMPANIONS
            .iter()
            .filter_map(|(keys, taken)| Companions::of(table, input, real, keys, taken))
            .collect();
        followers.scores = followers.scores(input, &tried).map(Box::new);
        followers.risk = followers.reproduces(&tried, &["Impact Score"], &["Risk Level"], |cells| {
            Some(vec![risk_level(followers.number(cells, "Impact Score")?)?])
        });
        followers.resolved = followers.closed(table).filter(|closed| {
            let needed = ["Date Reported", "Issue Response Time Days", "Status"];
            followers.reproduces(&tried, &needed, &["Date Resolved"], |cells| {
                Some(vec![followers.resolution(cells, closed)?])
            })
        });
        let mut unknown: Vec<&str> = Vec::new();
        unknown.extend(SCORES.iter().filter(|_| followers.scores.is_none()));
        unknown.extend(["Risk Level"].iter().filter(|_| !followers.risk));
        unknown.extend(["Date Resolved"].iter().filter(|_| followers.resolved.is_none()));
        followers.unknown = unknown
            .into_iter()
            .filter(|name| followers.places.contains_key(*name))
            .map(str::to_owned)
            .collect();
        followers
    }

    /// Whether a rule computes the column, so that a row's class may turn out to be another than was asked for.
    pub fn computes(&self, name: &str) -> bool {
        self.scores.is_some() && SCORES.contains(&name) && self.places.contains_key(name)
            || self.risk && name == "Risk Level"
    }

    /// Brings the cells of a synthetic row into line. `parents` are the real rows that it stands between, the nearest
    /// first; `number` is its own number, by which rows beyond them are chosen evenly.
    pub fn settle(&self, input: &Input, cells: &mut [String], parents: &[u32], number: usize) {
        for companions in &self.companions {
            companions.settle(input, cells, parents, number);
        }
        if self.risk
            && let Some(level) = self.number(cells, "Impact Score").and_then(risk_level)
        {
            self.put(cells, "Risk Level", level);
        }
        if let Some(scores) = &self.scores
            && let Some(values) = self.scored(cells, scores)
        {
            for (name, value) in SCORES.iter().zip(values) {
                self.put(cells, name, value);
            }
        }
        if let Some(closed) = &self.resolved
            && let Some(resolved) = self.resolution(cells, closed)
        {
            self.keep_activity_before(cells, &resolved);
            self.put(cells, "Date Resolved", resolved);
        }
    }

    /// The activity is no later than the resolution: it moves back by whole days, which keeps its hour, and not before
    /// the report.
    fn keep_activity_before(&self, cells: &mut [String], resolved: &str) {
        let (Some(reported), Some(activity)) =
            (self.moment(cells, "Date Reported"), self.moment(cells, "Timestamps"))
        else {
            return;
        };
        let Some(resolved) = moment(resolved.as_bytes()).filter(|resolved| *resolved < activity) else {
            return;
        };
        let days = ((activity - resolved) / DAY as f64).ceil();
        let moved = (activity - days * DAY as f64).max(reported);
        let mut text = Vec::new();
        write_moment(moved as i64, &mut text);
        self.put(cells, "Timestamps", String::from_utf8_lossy(&text).into_owned());
    }

    fn cell<'a>(&self, cells: &'a [String], name: &str) -> Option<&'a str> {
        cells.get(*self.places.get(name)?).map(String::as_str)
    }

    fn number(&self, cells: &[String], name: &str) -> Option<f64> {
        number(self.cell(cells, name)?)
    }

    fn moment(&self, cells: &[String], name: &str) -> Option<f64> {
        moment(self.cell(cells, name)?.as_bytes())
    }

    fn put(&self, cells: &mut [String], name: &str, value: String) {
        if let Some(cell) = self.places.get(name).and_then(|&place| cells.get_mut(place)) {
            *cell = value;
        }
    }

    /// Whether a rule gives what the real rows hold that have all it needs; none of them is no proof.
    fn reproduces(
        &self,
        tried: &[Vec<String>],
        needed: &[&str],
        given: &[&str],
        rule: impl Fn(&[String]) -> Option<Vec<String>>,
    ) -> bool {
        let given: Vec<(usize, &str)> = given
            .iter()
            .enumerate()
            .filter(|(_, name)| self.places.contains_key(**name))
            .map(|(place, name)| (place, *name))
            .collect();
        let has = |cells: &[String], name: &str| self.cell(cells, name).is_some_and(|cell| !cell.is_empty());
        let mut complete = tried.iter().filter(|cells| needed.iter().all(|name| has(cells, name))).peekable();
        !given.is_empty()
            && complete.peek().is_some()
            && complete.all(|cells| {
                rule(cells).is_some_and(|values| {
                    given
                        .iter()
                        .all(|(place, name)| values.get(*place).map(String::as_str) == self.cell(cells, name))
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
            let scores = Scores {
                scorer: Scorer::new(&configuration.issues, &configuration.threat),
                texts: Texts::plain(&configuration),
                configuration,
            };
            let given = |cells: &[String]| self.scored(cells, &scores);
            self.reproduces(tried, &INDICATORS.each_ref().map(|indicator| indicator.column), &SCORES, given)
                .then_some(scores)
        })
    }

    /// Score, level, action and color of a row.
    fn scored(&self, cells: &[String], scores: &Scores) -> Option<Vec<String>> {
        let issue = self.issue(cells, &scores.configuration)?;
        let score = scores.scorer.score(&issue);
        let activity_type = self.cell(cells, "Activity Type").unwrap_or_default();
        let fired = response::fired(&issue, score.level, activity_type, scores.configuration.response.limits);
        let record = Record { row: 0, issue, score, fired };
        SCORES
            .iter()
            .map(|name| {
                let column = COLUMNS.iter().find(|column| column.name == *name)?;
                let mut text = Vec::new();
                column.write(&record, &scores.texts, &mut text);
                String::from_utf8(text).ok()
            })
            .collect()
    }

    /// What of a row the score looks at.
    fn issue(&self, cells: &[String], configuration: &Configuration) -> Option<Issue> {
        let whole = |name| Some(self.number(cells, name)?.max(0.0) as u32);
        let category = self.cell(cells, "Category")?;
        let severity = self.cell(cells, "Severity")?;
        let activity_type = self.cell(cells, "Activity Type").unwrap_or_default();
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
            response_days: whole("Issue Response Time Days")?,
            impact: whole("Impact Score")?.min(255) as u8,
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
            files: whole("Num Files Accessed")?,
            login_attempts: whole("Login Attempts")?,
            transfer_mb: self.number(cells, "Data Transfer MB")?,
            cpu_percent: self.number(cells, "CPU Usage %")?,
            memory_mb: self.number(cells, "Memory Usage MB")?,
            mark: Mark::default(),
        })
    }

    /// Which statuses are closed: those whose issues have a resolution. None where one status has both.
    fn closed(&self, table: &Table) -> Option<Closed> {
        let column = |name: &str| table.columns().get(*self.places.get(name)?).map(|column| &column.values);
        let (Values::Categories(statuses), Values::Moments(resolved)) =
            (column("Status")?, column("Date Resolved")?)
        else {
            return None;
        };
        let mut closed = Closed::new();
        for (&status, moment) in statuses.codes.iter().zip(resolved) {
            let name = statuses.name(status).to_owned();
            if *closed.entry(name).or_insert(!moment.is_nan()) == moment.is_nan() {
                return None;
            }
        }
        Some(closed)
    }

    /// The report plus the response days; empty where the issue is open.
    fn resolution(&self, cells: &[String], closed: &Closed) -> Option<String> {
        if !*closed.get(self.cell(cells, "Status")?)? {
            return Some(String::new());
        }
        let reported = self.moment(cells, "Date Reported")?;
        let mut text = Vec::new();
        write_moment(
            (reported + self.number(cells, "Issue Response Time Days")? * DAY as f64) as i64,
            &mut text,
        );
        String::from_utf8(text).ok()
    }
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
    fn of(table: &Table, input: &Input, real: &[u32], keys: &[&str], taken: &[&str]) -> Option<Self> {
        let find = |names: &[&str]| names.iter().filter_map(|name| table.find(name)).collect::<Vec<usize>>();
        let (found, taken) = (find(keys), find(taken));
        if found.len() < keys.len() || taken.is_empty() {
            return None;
        }
        let mut rows: BTreeMap<Vec<String>, Vec<u32>> = BTreeMap::new();
        for &row in real {
            rows.entry(key(&input.cells(row), &found)).or_default().push(row);
        }
        Some(Companions { keys: found, taken, rows })
    }

    fn settle(&self, input: &Input, cells: &mut [String], parents: &[u32], number: usize) {
        let wanted = key(cells, &self.keys);
        let parent =
            parents.iter().map(|&row| input.cells(row)).find(|parent| key(parent, &self.keys) == wanted);
        let companion = parent.or_else(|| {
            let rows = self.rows.get(&wanted)?;
            Some(input.cells(*rows.get(number % rows.len().max(1))?))
        });
        let Some(companion) = companion else { return };
        for &place in &self.taken {
            if let (Some(cell), Some(text)) = (cells.get_mut(place), companion.get(place)) {
                cell.clone_from(text);
            }
        }
    }
}

fn key(cells: &[String], places: &[usize]) -> Vec<String> {
    places.iter().map(|&place| cells.get(place).cloned().unwrap_or_default()).collect()
}
