//! The monitor: takes rows in the order of their times, and says of each what fired and what is done.
//!
//! What it keeps grows with the number of users and with the rules, and not with the number of rows.

use std::collections::VecDeque;

use super::compiled::{Around, Compiled, NearMiss};
use super::options::Options;
use super::rule::Rule;
use super::rules::RuleSet;
use super::state::{Standing, State, Transition};
use crate::engine::column::ColumnId;
use crate::engine::dataset::{MISSING, Table};
use crate::engine::issues::Seconds;
use crate::engine::level::Level;
use crate::engine::problem::Problem;

/// Rows of a user before there is a baseline.
pub const ROWS_OF_BASELINE: u32 = 5;

/// The smallest spread of a baseline: where all rows of a user were alike, a small difference is not taken for a large one.
const MIN_SPREAD: f64 = 0.05;

/// The changes of a user's state that are remembered.
const HISTORY: usize = 20;

/// What is usual for a user in a column: mean and spread of the rows so far (Welford, 1962), on the scale of the inverse
/// hyperbolic sine, which is that of the logarithm for large numbers and bears zeros and negative ones.
#[derive(Clone, Copy, Debug, Default)]
struct Baseline {
    rows: u32,
    mean: f64,
    squares: f64,
}

impl Baseline {
    /// How far a number is from it, in standard deviations; not a number without a baseline.
    fn deviation(&self, value: f64) -> f64 {
        if self.rows < ROWS_OF_BASELINE {
            return f64::NAN;
        }
        let spread = (self.squares / f64::from(self.rows - 1)).sqrt().max(MIN_SPREAD);
        (libm::asinh(value) - self.mean) / spread
    }

    fn add(&mut self, value: f64) {
        let value = libm::asinh(value);
        if value.is_nan() {
            return;
        }
        self.rows += 1;
        let before = value - self.mean;
        self.mean += before / f64::from(self.rows);
        self.squares += before * (value - self.mean);
    }
}

/// What is known of a user.
#[derive(Clone, Debug, Default)]
struct User {
    standing: Standing,
    baselines: Vec<Baseline>,
    /// The times of the latest rows that count, for each count.
    recent: Vec<VecDeque<Seconds>>,
    history: VecDeque<Transition>,
}

/// What the monitor says of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// When the activity took place.
    pub time: Seconds,
    /// The code of the user; [`MISSING`] where there is none.
    pub user: u32,
    /// The threat level.
    pub level: Level,
    /// The rules that fired, as bits.
    pub fired: u32,
    /// The state of the user after the row.
    pub state: State,
    /// The points of the user after the row.
    pub points: f64,
    /// The minutes between two entries of the user's log from now on.
    pub log_minutes: u32,
    /// Whether an alert opens.
    pub is_alert: bool,
    /// Where one does: the rules that nearly fired.
    pub near: Vec<NearMiss>,
}

/// The places of the columns that a monitor reads.
#[derive(Clone, Copy, Debug)]
struct Places {
    user: Option<usize>,
    time: Option<usize>,
    level: Option<usize>,
}

/// Takes rows as they come.
#[derive(Clone, Debug)]
pub struct Monitor {
    rules: RuleSet,
    compiled: Compiled,
    options: Options,
    places: Places,
    /// By the code of the level's name.
    levels: Vec<Level>,
    users: Vec<User>,
    now: Seconds,
    deviations: Vec<f64>,
    counts: Vec<u32>,
}

impl Monitor {
    /// A monitor of rows with the columns of a table. Users are told apart by `User ID`, times read from `Timestamps`; without
    /// either, rows are checked by what stands in them, and no state is kept.
    ///
    /// # Errors
    /// A rule does not fit the columns.
    pub fn new(path: &str, rules: RuleSet, options: &Options, table: &Table) -> Result<Self, Vec<Problem>> {
        let compiled = Compiled::new(path, &rules, table)?;
        let places = Places {
            user: table.place(ColumnId::UserId),
            time: table.place(ColumnId::Timestamps),
            level: table.place(ColumnId::ThreatLevel),
        };
        let names = places.level.and_then(|place| table.columns().get(place)?.categories());
        let levels = names.map_or(Vec::new(), |names| {
            let level = |code: u32| {
                let name = names.name(code);
                Level::ALL.into_iter().find(|level| level.name() == name).unwrap_or(Level::Low)
            };
            (0..names.names.len() as u32).map(level).collect()
        });
        Ok(Monitor {
            deviations: vec![f64::NAN; compiled.deviations.len()],
            counts: vec![0; compiled.counts.len()],
            rules,
            compiled,
            options: options.clone(),
            places,
            levels,
            users: Vec::new(),
            now: Seconds::MIN,
        })
    }

    /// The rules.
    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Takes the next row of a table.
    pub fn take(&mut self, table: &Table, row: usize) -> Reading {
        let column = |place: Option<usize>| table.columns().get(place?);
        let time = column(self.places.time).map_or(f64::NAN, |column| column.number(row));
        let time = if time.is_nan() { self.now.max(0) } else { (time as Seconds).max(self.now) };
        self.now = time;
        let code = column(self.places.user).map_or(MISSING, |column| column.code(row));
        let level = column(self.places.level)
            .and_then(|column| self.levels.get(column.code(row) as usize))
            .copied()
            .unwrap_or(Level::Low);
        let mut nobody = User::default();
        let user = match code {
            MISSING => &mut nobody,
            code => {
                let place = code as usize;
                if self.users.len() <= place {
                    self.users.resize_with(place + 1, User::default);
                }
                self.users.get_mut(place).unwrap_or(&mut nobody)
            }
        };
        user.baselines.resize_with(self.compiled.deviations.len(), Baseline::default);
        user.recent.resize_with(self.compiled.counts.len(), VecDeque::new);

        let history = &mut user.history;
        user.standing.settle(time, &self.options, |ended| history.push_back(ended));
        let numbers = self
            .compiled
            .deviations
            .iter()
            .map(|&place| column(Some(place)).map_or(f64::NAN, |c| c.number(row)));
        for ((number, baseline), deviation) in numbers.zip(&mut user.baselines).zip(&mut self.deviations) {
            *deviation = baseline.deviation(number);
            baseline.add(number);
        }
        let state = user.standing.state;
        let around = Around { deviations: &self.deviations, counts: &[], state };
        for ((counted, recent), count) in
            self.compiled.counts.iter().zip(&mut user.recent).zip(&mut self.counts)
        {
            if counted.counts(table, row, &around) {
                recent.push_back(time);
            }
            let since = time - Seconds::from(counted.within);
            while recent.len() > counted.most || recent.front().is_some_and(|first| *first <= since) {
                recent.pop_front();
            }
            *count = recent.len() as u32;
        }
        let around = Around { deviations: &self.deviations, counts: &self.counts, state };
        let fired = self.compiled.fired(table, row, &around);
        let of_fired = || self.rules.of(fired);
        let alert = self.options.alert.level();
        let is_alert = level >= alert || of_fired().any(|rule| rule.priority >= alert);
        let near = if is_alert { self.compiled.near(table, row, &around) } else { Vec::new() };
        let points = of_fired().map(|rule| rule.points).sum();
        if code != MISSING {
            user.history.extend(user.standing.add(time, points, fired, &self.options));
        }
        while user.history.len() > HISTORY {
            user.history.pop_front();
        }
        let state = user.standing.state;
        Reading {
            time,
            user: code,
            level,
            fired,
            state,
            points: user.standing.points(time, &self.options),
            log_minutes: of_fired()
                .filter_map(|rule| rule.log_minutes)
                .chain([state.log_minutes()])
                .min()
                .unwrap_or_default(),
            is_alert,
            near,
        }
    }

    /// How many users are in each state at the time of the last row; of so many users in all.
    pub fn states(&mut self, all: usize) -> [u64; 4] {
        let mut states = [0; 4];
        for user in &mut self.users {
            let history = &mut user.history;
            user.standing.settle(self.now, &self.options, |ended| history.push_back(ended));
            states[user.standing.state.index()] += 1;
        }
        states[0] += all.saturating_sub(self.users.len()) as u64;
        states
    }

    /// The latest changes of a user's state, the oldest first.
    pub fn history(&self, user: u32) -> impl Iterator<Item = &Transition> {
        self.users.get(user as usize).into_iter().flat_map(|user| &user.history)
    }

    /// The users that are not normal, the one with the most points first: code, state and points.
    pub fn suspects(&self, most: usize) -> Vec<(u32, State, f64)> {
        let users = (0..).zip(&self.users).filter(|(_, user)| user.standing.state > State::Normal);
        let mut suspects: Vec<(u32, State, f64)> = users
            .map(|(code, user)| (code, user.standing.state, user.standing.points(self.now, &self.options)))
            .collect();
        suspects.sort_by(|left, right| right.2.total_cmp(&left.2).then(left.0.cmp(&right.0)));
        suspects.truncate(most);
        suspects
    }

    /// What is done about a row beside its scenario's action: what its rules say, and what the state of its user asks for.
    pub fn answers<'a>(&'a self, reading: &Reading) -> impl Iterator<Item = &'a str> {
        let rules = self.rules.of(reading.fired).map(|rule: &Rule| rule.action.as_str());
        rules.chain(reading.state.action())
    }
}
