//! The workbench: what another scoring makes of a configuration's rows, beside the one that they have.

use serde::{Deserialize, Serialize};

use super::calibration::Calibration;
use crate::engine::configuration::Configuration;
use crate::engine::generator::Generator;
use crate::engine::issues::Class;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::engine::threat::{INDICATORS, Scorer};

/// Rows that are looked at of larger data.
pub const MOST_ROWS: u64 = 100_000;

/// Rows that a step looks at.
const ROWS_PER_STEP: u64 = 8_192;

/// What an indicator does to the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndicatorFacts {
    /// The share of all weights that is its own.
    pub share: f64,
    /// The scores that it gives, from low to high, each with its share of the rows.
    pub scores: Vec<(f64, f64)>,
    /// What it adds to a score in the mean.
    pub mean: f64,
    /// What it adds at most.
    pub max: f64,
}

/// Rows that are called alerts (level High or Critical) against what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alerts {
    /// Anomalous rows that are alerts.
    pub found: u64,
    /// Normal rows that are alerts.
    pub false_alarms: u64,
    /// Anomalous rows that are none.
    pub missed: u64,
    /// Normal rows that are none.
    pub quiet: u64,
}

impl Alerts {
    fn add(&mut self, level: Level, class: Class) {
        *match (level >= Level::High, class) {
            (true, Class::Anomalous) => &mut self.found,
            (true, Class::Normal) => &mut self.false_alarms,
            (false, Class::Anomalous) => &mut self.missed,
            (false, Class::Normal) => &mut self.quiet,
        } += 1;
    }
}

/// What another scoring makes of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workbench {
    /// The rows that were looked at, and all of them.
    pub rows: [u64; 2],
    /// In the order of [`INDICATORS`], by the other scoring.
    pub indicators: Vec<IndicatorFacts>,
    /// The lowest and the highest score that a row can have by it.
    pub range: [f64; 2],
    /// Levels that no row can reach by it.
    pub unreachable: Vec<u8>,
    /// Rows by level before (first index) and after (second).
    pub moved: [[u64; 4]; 4],
    /// Alerts before and after.
    pub alerts: [Alerts; 2],
    /// Rows by threat level and severity, before and after.
    pub scenarios: [[[u64; 4]; 4]; 2],
    /// The other score as a detector.
    pub calibration: Calibration,
}

/// A comparison under way.
#[derive(Debug)]
pub struct Work {
    generator: Generator,
    after: Configuration,
    scorers: [Scorer; 2],
    rows: u64,
    done: u64,
    scores: Vec<f64>,
    labels: Vec<bool>,
    counts: Vec<Vec<(f64, u64)>>,
    sums: Vec<f64>,
    moved: [[u64; 4]; 4],
    alerts: [Alerts; 2],
    scenarios: [[[u64; 4]; 4]; 2],
}

impl Work {
    /// Compares the scoring of another configuration on the rows of one.
    ///
    /// # Errors
    /// One of them is not sound.
    pub fn new(before: &Configuration, after: &Configuration) -> Result<Self, Vec<Problem>> {
        after.check()?;
        let generator = Generator::new(&before.unordered())?;
        let scorers = [&before.threat, &after.threat].map(|threat| Scorer::new(&before.issues, threat));
        Ok(Work {
            rows: before.rows.min(MOST_ROWS),
            after: Configuration { threat: after.threat.clone(), ..before.clone() },
            generator,
            scorers,
            done: 0,
            scores: Vec::new(),
            labels: Vec::new(),
            counts: vec![Vec::new(); INDICATORS.len()],
            sums: vec![0.0; INDICATORS.len()],
            moved: Default::default(),
            alerts: Default::default(),
            scenarios: Default::default(),
        })
    }

    /// How far it is.
    pub fn progress(&self) -> (u64, u64) {
        (self.done, self.rows)
    }

    /// Looks at some more rows. The comparison, once it has seen all.
    pub fn step(&mut self) -> Option<Workbench> {
        let end = (self.done + ROWS_PER_STEP).min(self.rows);
        for row in self.done..end {
            let issue = self.generator.record(row).issue;
            let scores = [0, 1].map(|place| self.scorers[place].score(&issue));
            self.scores.push(scores[1].value);
            self.labels.push(issue.class == Class::Anomalous);
            self.moved[scores[0].level.index()][scores[1].level.index()] += 1;
            for (place, score) in scores.iter().enumerate() {
                self.alerts[place].add(score.level, issue.class);
                self.scenarios[place][score.level.index()][issue.severity.index()] += 1;
            }
            for part in self.scorers[1].explain(&issue) {
                self.sums[part.indicator] += part.contribution;
                let counts = &mut self.counts[part.indicator];
                match counts.iter_mut().find(|(score, _)| *score == part.score) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((part.score, 1)),
                }
            }
        }
        self.done = end;
        (self.done == self.rows).then(|| self.finish())
    }

    fn finish(&mut self) -> Workbench {
        let threat = &self.after.threat;
        let weights: f64 = threat.weights.iter().sum();
        let rows = self.rows.max(1) as f64;
        let facts = INDICATORS.iter().enumerate().map(|(place, indicator)| {
            let mut scores: Vec<(f64, f64)> =
                self.counts[place].iter().map(|(score, count)| (*score, *count as f64 / rows)).collect();
            scores.sort_by(|left, right| left.0.total_cmp(&right.0));
            IndicatorFacts {
                share: threat.weights[place] / weights,
                scores,
                mean: self.sums[place] / rows,
                max: threat.contribution(place, indicator.range().1, indicator.range()),
            }
        });
        let end = |of: fn((f64, f64)) -> f64| -> f64 {
            let ends = INDICATORS.iter().enumerate();
            let sum: f64 =
                ends.map(|(place, it)| threat.contribution(place, of(it.range()), it.range())).sum();
            (sum * 1_000.0).round() / 1_000.0
        };
        let range = [end(|(min, _)| min), end(|(_, max)| max)];
        let [lowest, highest] = range.map(|score| threat.level(score));
        let unreachable = Level::ALL.into_iter().filter(|level| {
            // A level whose threshold is that of the next one has no room.
            let [medium, high, critical] = threat.thresholds;
            let is_empty = match level {
                Level::Low => medium <= range[0],
                Level::Medium => medium == high,
                Level::High => high == critical,
                Level::Critical => false,
            };
            is_empty || *level < lowest || *level > highest
        });
        let days = (self.after.world.reference_date - self.after.world.start_date).num_days() + 1;
        Workbench {
            rows: [self.rows, self.after.rows],
            indicators: facts.collect(),
            range,
            unreachable: unreachable.map(|level| level.index() as u8).collect(),
            moved: self.moved,
            alerts: self.alerts,
            scenarios: self.scenarios,
            calibration: Calibration::new(&self.scores, &self.labels, self.after.rows, days as f64),
        }
    }
}
