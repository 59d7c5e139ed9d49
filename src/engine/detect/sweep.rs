//! Learning curve and difficulty curve: the same detectors on more and more rows, or on datasets that differ in one
//! setting.

mod axis;
mod text;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::comparison::Comparison;
use super::data::Data;
use super::options::{Options, place, title};
use super::pace::{WHOLE, part, rising, stopped};
use super::report::{Counts, Learning, Skipped};
use crate::engine::balance::Input;
use crate::engine::configuration::Configuration;
use crate::engine::decimal;
use crate::engine::models::bootstrap::{Bootstrap, Estimate, RESAMPLES};
use crate::engine::models::split::{Parts, order_key};
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;
use crate::engine::statistics::order::smallest_first;
use crate::engine::text::{Text, number};

pub use axis::Axis;

/// The most rows of a dataset that is generated for a point.
const MAX_ROWS: u64 = 6_000;

/// A training part is halved until it would have fewer rows.
const MIN_TRAINING: usize = 100;

/// The fewest anomalous rows of a training part.
const MIN_ANOMALOUS: usize = 3;

/// What generating the rows takes of the whole.
const GENERATED: u64 = 50;

/// The figures of detectors along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// What changes.
    pub axis: Axis,
    /// Its values, rising.
    pub points: Vec<Point>,
    /// The detectors, in the order in which they are shown.
    pub lines: Vec<Line>,
    /// Where the data is now, on the axis.
    pub now: f64,
    /// What a reader should know before using the figures.
    pub notes: Vec<Text>,
}

/// A place on the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The value, in the unit of the axis.
    pub value: f64,
    /// Rows that the detectors learned from.
    pub train: Counts,
    /// Rows that they were judged on.
    pub test: Counts,
}

/// A detector along the axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// The key of the detector.
    pub key: String,
    /// The name.
    pub name: Text,
    /// How it learns.
    pub learning: Learning,
    /// Of each point the area under the ROC curve; none where it could not be tried.
    pub auc: Vec<Option<Estimate>>,
    /// Of each point the average precision.
    pub average_precision: Vec<Option<Estimate>>,
}

impl Sweep {
    /// The learning curve: the test part stays, and detectors learn from halves of halves of the training part, each within the
    /// next larger one. `pace` is the progress callback, in parts of [`WHOLE`].
    ///
    /// # Errors
    /// Nothing can be said about the data; or `pace` stopped it.
    pub fn of_rows(input: &Input, options: &Options, pace: Pace) -> Result<Self, Problem> {
        Part::of_rows(input, options, pace).map(|part| part.join([]))
    }

    /// The curves of a configuration's data. Of each value of a setting a dataset is generated, of at most 6,000 rows, which
    /// differs from the others in that setting alone.
    ///
    /// # Errors
    /// The model of the configuration has no such setting, or nothing can be said about its data; or `pace` stopped it.
    pub fn of_configuration(
        configuration: &Configuration,
        axis: Axis,
        options: &Options,
        pace: Pace,
    ) -> Result<Self, Problem> {
        Part::of_configuration(configuration, axis, options, pace).map(|part| part.join([]))
    }

    /// Where the data is now, where that is within the values of a setting.
    pub fn now_within(&self) -> Option<f64> {
        let (first, last) = (self.points.first()?.value, self.points.last()?.value);
        Some(self.now).filter(|now| self.axis.setting().is_some() && (first..=last).contains(now))
    }

    fn new(axis: Axis, now: f64) -> Self {
        Sweep { axis, points: Vec::new(), lines: Vec::new(), now, notes: Vec::new() }
    }
}

/// The curves of some of the detectors: several workers can draw some each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What is said of the data, without detectors.
    sweep: Sweep,
    /// What is told of the points.
    told: Told,
    /// The detectors, each with what is told of it.
    lines: Vec<(Line, Told)>,
}

impl Part {
    /// The learning curves of the detectors of some options, as [`Sweep::of_rows`] draws them.
    ///
    /// # Errors
    /// Nothing can be said about the data; or `pace` stopped it.
    pub fn of_rows(input: &Input, options: &Options, pace: Pace) -> Result<Self, Problem> {
        let pace = &mut rising(pace);
        let data = Data::of(input, None, options)?;
        let Parts { train, test } = Comparison::split(&data, options)?;
        let mut drawn = Part::new(Sweep::new(Axis::Rows, train.len() as f64), options)?;
        let parts = halves(data.table.labels(), &train, options.seed);
        let count = parts.len() as u64;
        let mut problem = None;
        for (place, train) in parts.into_iter().enumerate() {
            let value = train.len() as f64;
            let comparison = Comparison::on(&data, options, Parts { train, test: test.clone() });
            let refused = drawn.add(value, comparison.as_ref(), &mut step(pace, place as u64, count))?;
            problem = problem.or(refused);
        }
        drawn.checked(problem)
    }

    /// The curves of the detectors of some options, as [`Sweep::of_configuration`] draws them.
    ///
    /// # Errors
    /// As there.
    pub fn of_configuration(
        configuration: &Configuration,
        axis: Axis,
        options: &Options,
        pace: Pace,
    ) -> Result<Self, Problem> {
        let pace = &mut rising(pace);
        let Some(setting) = axis.setting() else {
            let input = Input::generated(configuration, &mut part(pace, 0, GENERATED))?;
            return Part::of_rows(&input, options, &mut part(pace, GENERATED, WHOLE));
        };
        if let Some(refusal) = axis.refusal(Some(configuration)) {
            return Err(refusal);
        }
        let mut sweep = Sweep::new(axis, axis.value(configuration));
        let rows = configuration.rows.min(MAX_ROWS);
        sweep
            .notes
            .push(text!("Each value is a dataset of {count} rows.", count = number(decimal::grouped(rows))));
        let mut drawn = Part::new(sweep, options)?;
        let (values, mut problem) = (axis.values(), None);
        for (place, &value) in values.iter().enumerate() {
            let mut pace = step(pace, place as u64, values.len() as u64);
            let mut configuration = Configuration { rows, ..configuration.clone() };
            configuration.set(setting, &decimal::text(value))?;
            let data = Input::generated(&configuration, &mut part(&mut pace, 0, GENERATED))
                .and_then(|input| Data::of(&input, None, options));
            let comparison =
                data.as_ref().map_err(Clone::clone).and_then(|data| Comparison::new(data, options));
            let refused = drawn.add(value, comparison.as_ref(), &mut part(&mut pace, GENERATED, WHOLE))?;
            problem = problem.or(refused);
        }
        drawn.checked(problem)
    }

    fn new(sweep: Sweep, options: &Options) -> Result<Self, Problem> {
        options.check()?;
        let line = |key: &String| Line {
            key: key.clone(),
            name: title(key),
            learning: Learning::of(key),
            auc: Vec::new(),
            average_precision: Vec::new(),
        };
        let lines = options.detectors.iter().map(|key| (line(key), Told::default())).collect();
        Ok(Part { sweep, told: Told::default(), lines })
    }

    /// Adds a value of the axis. Why nothing could be compared on it, where that is so.
    fn add(
        &mut self,
        value: f64,
        comparison: Result<&Comparison, &Problem>,
        pace: Pace,
    ) -> Result<Option<Problem>, Problem> {
        let count = self.lines.len() as u64;
        let comparison = match comparison {
            Ok(comparison) => comparison,
            Err(problem) => {
                stopped(pace)?;
                let Problem { reason, hint, .. } = problem.clone();
                self.told.note(text!("Nothing can be compared: {reason}; {hint}.", reason, hint), value);
                self.sweep.points.push(Point { value, ..Point::default() });
                self.lines.iter_mut().for_each(|(line, _)| line.add(None));
                return Ok(Some(problem.clone()));
            }
        };
        comparison.notes.iter().for_each(|note| self.told.note(note.clone(), value));
        self.sweep.points.push(Point {
            value,
            train: Counts::of(&comparison.full.train.labels),
            test: Counts::of(&comparison.labels),
        });
        for (place, (line, told)) in self.lines.iter_mut().enumerate() {
            let scores = comparison.scores(&line.key, &mut step(pace, place as u64, count));
            if let Err(problem) = &scores {
                stopped(pace)?;
                told.note(Skipped::of(line.name.clone(), problem).sentence(), value);
            }
            let drawn = scores.ok().and_then(|scores| {
                let bootstrap = Bootstrap::new(&comparison.labels, &[&scores], comparison.options.seed)?;
                Some(bootstrap.run(RESAMPLES))
            });
            line.add(drawn.as_ref());
        }
        Ok(None)
    }

    /// It, unless no point could be compared on.
    fn checked(self, problem: Option<Problem>) -> Result<Self, Problem> {
        match problem.filter(|_| self.sweep.points.iter().all(|point| point.test.rows == 0)) {
            Some(problem) => Err(problem),
            None => Ok(self),
        }
    }

    /// The curves of it and of the other parts: the same however the detectors were divided.
    pub fn join(self, others: impl IntoIterator<Item = Part>) -> Sweep {
        let Part { mut sweep, told, mut lines } = self;
        lines.extend(others.into_iter().flat_map(|part| part.lines));
        let mut all = vec![told];
        for (line, told) in smallest_first(lines, |(line, _)| place(&line.key) as f64) {
            sweep.lines.push(line);
            all.push(told);
        }
        // Of every point alike, once.
        let count = sweep.points.len();
        for (note, values) in all.into_iter().flat_map(|told| told.0) {
            let places = values.iter().map(|&value| sweep.axis.in_words(value));
            let places = places.reduce(|places, next| text!("{places}, {next}", places, next));
            sweep.notes.push(match places.filter(|_| values.len() < count) {
                Some(places) => text!("{note} Only {places}.", note, places),
                None => note,
            });
        }
        sweep
    }
}

impl Line {
    /// Adds the figures of a point.
    fn add(&mut self, drawn: Option<&Bootstrap>) {
        self.auc.push(drawn.and_then(|drawn| drawn.auc(0)));
        self.average_precision.push(drawn.and_then(|drawn| drawn.average_precision(0)));
    }
}

/// What is told, each with the values of the axis that it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Told(Vec<(Text, Vec<f64>)>);

impl Told {
    fn note(&mut self, note: Text, value: f64) {
        match self.0.iter_mut().find(|(other, _)| *other == note) {
            Some((_, values)) => values.push(value),
            None => self.0.push((note, vec![value])),
        }
    }
}

/// The training parts of a learning curve, the smallest first: the first rows of each class in the order of a random split, so
/// that each part has the share of anomalous rows of the whole.
fn halves(labels: &[bool], train: &[u32], seed: u64) -> Vec<Vec<u32>> {
    let mut classes = [Vec::new(), Vec::new()];
    for &row in train {
        classes[usize::from(labels.get(row as usize).copied().unwrap_or(false))].push(row);
    }
    for rows in &mut classes {
        rows.sort_by_key(|&row| order_key(seed, u64::from(row)));
    }
    let part = |halved: u32| -> Vec<u32> {
        let first =
            |rows: &Vec<u32>| rows.get(..rows.len().div_ceil(1 << halved)).unwrap_or_default().to_vec();
        let mut rows = classes.iter().flat_map(first).collect::<Vec<u32>>();
        rows.sort_unstable();
        rows
    };
    let is_enough = |rows: &Vec<u32>, halved: u32| {
        rows.len() >= MIN_TRAINING && classes[1].len().div_ceil(1 << halved) >= MIN_ANOMALOUS
    };
    let mut parts: Vec<Vec<u32>> = (1..16)
        .map(|halved| (halved, part(halved)))
        .take_while(|(halved, rows)| is_enough(rows, *halved))
        .map(|(_, rows)| rows)
        .collect();
    parts.reverse();
    parts.push(train.to_vec());
    parts
}

/// The progress of one of so many steps.
fn step<'p>(pace: Pace<'p>, place: u64, count: u64) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'p {
    part(pace, WHOLE * place / count.max(1), WHOLE * (place + 1) / count.max(1))
}
