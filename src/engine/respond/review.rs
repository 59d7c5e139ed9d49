//! A review of rules: what they do on a configuration's rows, from the first to the last. Which fire, on what; which never do,
//! always do, or do nothing that another does not; what is done how often and for whom; and what it may be worth.

use serde::{Deserialize, Serialize};

use super::monitor::Reading;
use super::options::Options;
use super::rules::RuleSet;
use super::state::State;
use super::stream::{Chunk, Starting, Stream};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::{MISSING, Record};
use crate::engine::issues::{Class, DAY, Seconds};
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::response::{self, SCENARIOS};

/// Rows that are looked at of larger data: the first by time.
pub const MOST_ROWS: u64 = 100_000;

/// Rows that a step looks at.
const ROWS_PER_STEP: u64 = 4_096;

/// What a rule does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleHits {
    /// Its name.
    pub name: String,
    /// The rows that it fires on.
    pub rows: u64,
    /// Those of them that are anomalous.
    pub anomalous: u64,
    /// The users that it fires on.
    pub users: u64,
    /// What is to be said of it; none for a rule that does its work.
    pub finding: Option<Finding>,
}

/// What is to be said of a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// It is switched off.
    Off,
    /// It fires on no row.
    Never,
    /// It fires on every row.
    Always,
    /// Wherever it fires, the rule of this name has fired as well, with the same action.
    Shadowed(String),
}

/// How often something is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionCount {
    /// What is done.
    pub action: String,
    /// On how many rows.
    pub rows: u64,
    /// For how many users.
    pub users: u64,
    /// The mean of the days until a row was responded to.
    pub response_days: f64,
}

/// A review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// The rows that were looked at, and all of them.
    pub rows: [u64; 2],
    /// The days that they cover.
    pub days: f64,
    /// The anomalous rows among them.
    pub anomalous: u64,
    /// The rows that open an alert, and the anomalous ones of these.
    pub alerts: [u64; 2],
    /// By rule.
    pub rules: Vec<RuleHits>,
    /// The most frequent action first.
    pub actions: Vec<ActionCount>,
    /// Users by the highest state that they came to.
    pub reached: [u64; 4],
    /// What the anomalous rows cost, and what of it is assumed to be avoided.
    pub cost: [f64; 2],
}

/// Counts of one thing that is done.
#[derive(Clone, Debug, Default)]
struct Tally {
    rows: u64,
    anomalous: u64,
    days: u64,
    users: Vec<bool>,
}

impl Tally {
    fn add(&mut self, record: &Record, user: u32) {
        self.rows += 1;
        self.anomalous += u64::from(record.issue.class == Class::Anomalous);
        self.days += u64::from(record.issue.response_days);
        if user != MISSING {
            let place = user as usize;
            if self.users.len() <= place {
                self.users.resize(place + 1, false);
            }
            if let Some(seen) = self.users.get_mut(place) {
                *seen = true;
            }
        }
    }

    fn users(&self) -> u64 {
        self.users.iter().filter(|seen| **seen).count() as u64
    }
}

/// A review under way.
#[derive(Debug)]
pub struct Work {
    stage: Stage,
    rows: u64,
    all: u64,
    options: Options,
    rule_set: RuleSet,
    response: response::Parameters,
    rules: Vec<Tally>,
    /// By rule: how often each other fired on the same row.
    together: Vec<Vec<u64>>,
    scenarios: Vec<Tally>,
    states: Vec<Tally>,
    reached: Vec<State>,
    anomalous: u64,
    alerts: [u64; 2],
    cost: [f64; 2],
    ends: [Seconds; 2],
}

#[derive(Debug)]
enum Stage {
    Plan(Box<Starting>),
    Stream(Box<Stream>),
}

impl Work {
    /// Reviews rules on a configuration's rows.
    ///
    /// # Errors
    /// The configuration is not sound.
    pub fn new(configuration: &Configuration, options: &Options) -> Result<Self, Vec<Problem>> {
        let options = Options { beside: None, ..options.clone() };
        Ok(Work {
            stage: Stage::Plan(Box::new(Starting::new(configuration, &options)?)),
            rows: configuration.rows.min(MOST_ROWS),
            all: configuration.rows,
            rule_set: options.rules(&configuration.response),
            response: configuration.response.clone(),
            options,
            rules: Vec::new(),
            together: Vec::new(),
            scenarios: vec![Tally::default(); SCENARIOS.len()],
            states: vec![Tally::default(); State::ALL.len()],
            reached: vec![State::Normal; configuration.world.users as usize],
            anomalous: 0,
            alerts: [0; 2],
            cost: [0.0; 2],
            ends: [Seconds::MAX, Seconds::MIN],
        })
    }

    /// How far it is.
    pub fn progress(&self) -> (u64, u64) {
        match &self.stage {
            Stage::Plan(starting) => {
                let (done, total) = starting.progress();
                (done, total + self.rows)
            }
            Stage::Stream(stream) => {
                let planned = self.all / 3;
                (planned + stream.progress().0, planned + self.rows)
            }
        }
    }

    /// Goes on for some milliseconds. The review, once all rows were looked at.
    ///
    /// # Errors
    /// A rule does not fit the columns.
    pub fn step(&mut self) -> Result<Option<Review>, Vec<Problem>> {
        match &mut self.stage {
            Stage::Plan(starting) => {
                if let Some(stream) = starting.step()? {
                    let count = self.rule_set.rules().len();
                    self.rules = vec![Tally::default(); count];
                    self.together = vec![vec![0; count]; count];
                    self.stage = Stage::Stream(Box::new(stream));
                }
                Ok(None)
            }
            Stage::Stream(stream) => {
                let left = self.rows - stream.progress().0;
                let chunk = stream.advance(ROWS_PER_STEP.min(left));
                let is_done = chunk.records.is_empty() || left <= ROWS_PER_STEP;
                self.add(&chunk);
                Ok(is_done.then(|| self.finish()))
            }
        }
    }

    fn add(&mut self, chunk: &Chunk) {
        let empty: Vec<Reading> = Vec::new();
        let readings = chunk.readings.first().unwrap_or(&empty);
        for (record, reading) in chunk.records.iter().zip(readings) {
            let is_anomalous = record.issue.class == Class::Anomalous;
            self.anomalous += u64::from(is_anomalous);
            self.ends = [self.ends[0].min(reading.time), self.ends[1].max(reading.time)];
            if reading.is_alert {
                self.alerts[0] += 1;
                self.alerts[1] += u64::from(is_anomalous);
            }
            if let Some(scenario) = self.scenarios.get_mut(usize::from(record.scenario().number) - 1) {
                scenario.add(record, reading.user);
            }
            if reading.state > State::Normal
                && let Some(state) = self.states.get_mut(reading.state.index())
            {
                state.add(record, reading.user);
            }
            if let Some(reached) = self.reached.get_mut(reading.user as usize) {
                *reached = (*reached).max(reading.state);
            }
            for (place, tally) in self.rules.iter_mut().enumerate() {
                if reading.fired >> place & 1 == 1 {
                    tally.add(record, reading.user);
                    for (other, count) in self.together.get_mut(place).into_iter().flatten().enumerate() {
                        *count += u64::from(reading.fired >> other & 1);
                    }
                }
            }
            if is_anomalous {
                let is_answered = reading.state >= State::Restricted
                    || self.rule_set.of(reading.fired).any(|rule| rule.priority >= Level::High);
                let avoided = if is_answered { self.options.avoided_percent / 100.0 } else { 0.0 };
                self.cost[0] += record.issue.cost;
                self.cost[1] += record.issue.cost * avoided;
            }
        }
    }

    fn finish(&self) -> Review {
        let rules = self.rule_set.rules();
        let hits = rules.iter().zip(&self.rules).enumerate().map(|(place, (rule, tally))| {
            let shadow = || {
                let together = self.together.get(place)?;
                let others = rules.iter().zip(together).enumerate();
                others
                    .filter(|(other, (it, count))| {
                        // Of two that always fire together, the later one is in the shadow.
                        let is_less = self.rules.get(*other).is_some_and(|it| it.rows > tally.rows);
                        *other != place
                            && it.action == rule.action
                            && **count == tally.rows
                            && (is_less || *other < place)
                    })
                    .map(|(_, (it, _))| Finding::Shadowed(it.name.clone()))
                    .next()
            };
            let finding = match tally.rows {
                _ if rule.is_off => Some(Finding::Off),
                0 => Some(Finding::Never),
                all if all == self.rows => Some(Finding::Always),
                _ => shadow(),
            };
            RuleHits {
                name: rule.name.clone(),
                rows: tally.rows,
                anomalous: tally.anomalous,
                users: tally.users(),
                finding,
            }
        });
        let action = |action: &str, tally: &Tally| ActionCount {
            action: action.to_owned(),
            rows: tally.rows,
            users: tally.users(),
            response_days: tally.days as f64 / tally.rows.max(1) as f64,
        };
        let of_rules = rules.iter().zip(&self.rules).map(|(rule, tally)| action(&rule.action, tally));
        let of_scenarios = SCENARIOS.iter().zip(&self.scenarios);
        let of_scenarios = of_scenarios.map(|(it, tally)| action(self.response.base_action(it), tally));
        let of_states = State::ALL.iter().zip(&self.states);
        let of_states = of_states.filter_map(|(state, tally)| Some(action(state.action()?, tally)));
        let mut actions: Vec<ActionCount> = Vec::new();
        for counted in of_rules.chain(of_scenarios).chain(of_states).filter(|counted| counted.rows > 0) {
            match actions.iter_mut().find(|known| known.action == counted.action) {
                Some(known) => {
                    // Of two rules with one action, the one that fires more often stands for both.
                    if counted.rows > known.rows {
                        *known = counted;
                    }
                }
                None => actions.push(counted),
            }
        }
        actions
            .sort_by(|left, right| right.rows.cmp(&left.rows).then_with(|| left.action.cmp(&right.action)));
        let mut reached = [0; 4];
        self.reached.iter().for_each(|state| reached[state.index()] += 1);
        let secs = self.ends[1].saturating_sub(self.ends[0]).max(0);
        Review {
            rows: [self.rows, self.all],
            days: (secs as f64 / DAY as f64).max(1.0),
            anomalous: self.anomalous,
            alerts: self.alerts,
            rules: hits.collect(),
            actions,
            reached,
            cost: self.cost,
        }
    }
}
