//! From rows and options to a report, or to a part of one.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::comparison::{Comparison, Seen};
use super::data::Data;
use super::options::{Options, THREAT_SCORE, title};
use super::pace::{WHOLE, part, portion, rising, stopped};
use super::part::{Part, Scores};
use super::recipe::Recipe;
use super::report::{Calibration, Counts, Explained, Giveaway, Learning, Lesson, Report, Scored, Skipped};
use super::training::Training;
use super::why;
use crate::engine::balance::{self, Input};
use crate::engine::cores;
use crate::engine::models::bootstrap::{Bootstrap, Estimate, RESAMPLES};
use crate::engine::models::breakdown::Answers;
use crate::engine::models::calibration::{BINS, Binning, brier, reliability};
use crate::engine::models::curves::{self, MAX_POINTS};
use crate::engine::models::detector::Detector;
use crate::engine::models::split::{Split, order_key};
use crate::engine::models::supervised::{Classifier, Supervised, Unit};
use crate::engine::models::{Matrix, metrics, rank};
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;
use crate::engine::text::Text;

/// What fitting the detectors takes of the whole.
const FITTED: u64 = 950;

/// An area under the ROC curve from which a single feature gives the label away.
const GIVEN_AWAY: f64 = 0.95;

/// The detector that shows what balancing before the split claims: trees remember the rows that they saw.
pub const OF_LESSON: &str = "forest";

impl Report {
    /// Compares the detectors. `patterns`: of each row of generated data, its place in
    /// [`PATTERNS`](crate::engine::issues::campaigns::PATTERNS); `balancing`: what is done to the training part where the options
    /// ask for it. `pace` is the progress callback, in parts of [`WHOLE`].
    ///
    /// # Errors
    /// Nothing can be said about the data; or `pace` stopped it.
    pub fn of(
        input: &Input,
        patterns: Option<&[u8]>,
        options: &Options,
        balancing: &balance::Options,
        pace: Pace,
    ) -> Result<Self, Problem> {
        Part::of(input, patterns, options, balancing, pace).map(|part| part.join([]))
    }
}

impl Part {
    /// Tries the detectors of some options, as [`Report::of`] does.
    ///
    /// # Errors
    /// Nothing can be said about the data; or `pace` stopped it.
    pub fn of(
        input: &Input,
        patterns: Option<&[u8]>,
        options: &Options,
        balancing: &balance::Options,
        pace: Pace,
    ) -> Result<Self, Problem> {
        let data = Data::of(input, patterns, options)?;
        // What comes next may begin before what was told last: a detector is skipped, or fitted a second time.
        Comparison::new(&data, options)?.tried(balancing, &mut rising(pace))
    }
}

/// A detector that was tried, before its figures are known.
struct Tried {
    scored: Scored,
    /// The scores of the test rows.
    scores: Vec<f64>,
    /// What is explained, by places among the test rows.
    explained: Vec<Explained>,
}

impl Comparison<'_> {
    fn tried(mut self, balancing: &balance::Options, pace: Pace) -> Result<Part, Problem> {
        let keys: Vec<&str> = self.options.detectors.iter().map(String::as_str).collect();
        self.options.check()?;
        let learns_from_labels = keys.iter().any(|key| Supervised::find(key).is_some());
        let balanced = (self.options.balance && learns_from_labels)
            .then(|| self.balanced(balancing, &mut part(pace, 0, 100)));
        let from = if balanced.is_some() { 100 } else { 0 };
        let share = (FITTED - from) / keys.len() as u64;
        let (mut tried, mut skipped) = (Vec::new(), Vec::new());
        for (place, key) in keys.iter().enumerate() {
            let begins = from + share * place as u64;
            let mut pace = part(pace, begins, begins + share);
            let trainings = [
                Some(&self.full.train),
                balanced.as_ref().and_then(|made| made.as_ref().ok()).map(|made| &made.0),
            ];
            let trainings =
                trainings.into_iter().enumerate().filter_map(|(place, of)| Some((place == 1, of?)));
            match (Supervised::find(key), Detector::of_key(key)) {
                (Some(supervised), _) => {
                    for (is_balanced, training) in trainings {
                        match self.supervised(supervised, training, is_balanced, &mut pace) {
                            Ok(one) => tried.push(one),
                            Err(problem) => skipped.push(skip(key, problem, &mut pace)?),
                        }
                    }
                }
                (None, Some(detector)) => match self.unsupervised(detector, &mut pace) {
                    Ok(one) => tried.push(one),
                    Err(problem) => skipped.push(skip(key, problem, &mut pace)?),
                },
                (None, None) => match self.threat_score() {
                    Ok(one) => tried.push(one),
                    Err(problem) => skipped.push(skip(key, problem, &mut pace)?),
                },
            }
        }
        let lesson = match &balanced {
            Some(Ok((_, method))) => self.lesson(&tried, method, balancing, &mut part(pace, FITTED, WHOLE)),
            Some(Err(problem)) => Err(problem.clone()),
            None => Ok(None),
        };
        let lesson = match lesson {
            Ok(lesson) => lesson,
            Err(problem) => {
                stopped(pace)?;
                let Problem { reason, hint, .. } = problem;
                self.notes.push(match balanced {
                    Some(Ok(_)) => text!("All rows could not be balanced: {reason}; {hint}.", reason, hint),
                    _ => text!("The training part could not be balanced: {reason}; {hint}.", reason, hint),
                });
                None
            }
        };
        Ok(self.finish(tried, skipped, lesson))
    }

    /// The balanced training part, and the method.
    fn balanced(&self, options: &balance::Options, pace: Pace) -> Result<(Training, String), Problem> {
        let Comparison { data, parts, full, .. } = self;
        Training::balanced(data, &parts.train, &full.encoding, options, pace)
    }

    fn supervised(
        &self,
        supervised: Supervised,
        training: &Training,
        balanced: bool,
        pace: Pace,
    ) -> Result<Tried, Problem> {
        let Seen { encoding, test, .. } = &self.full;
        let seed = self.options.seed;
        let classifier =
            supervised.fit(&training.matrix, &training.labels, seed, &mut portion(pace, 0, 60))?;
        let scores = classifier.probabilities(test);
        let importance = why::importances(
            test,
            &self.labels,
            encoding,
            seed,
            &|rows| classifier.probabilities(rows),
            &mut portion(pace, 60, 100),
        )?;
        let unit = match classifier.unit() {
            Unit::Probability => text!("probability"),
            Unit::LogOdds => text!("log-odds"),
        };
        let mut explained = Vec::new();
        let explain = |places: &[usize]| {
            places.iter().map(|&place| classifier.explain(test.row(place))).collect::<Vec<_>>()
        };
        cores::in_chunks(&why::telling(&scores, &self.labels), 1, explain, |places, explanations| {
            stopped(pace)?;
            explained.extend(places.iter().zip(explanations).map(|(&place, explanation)| {
                why::explained(place, explanation.base, &explanation.values, encoding, unit.clone())
            }));
            Ok::<(), Problem>(())
        })?;
        let anomalous = self.labels.iter().filter(|label| **label).count() as f64;
        let prevalence = anomalous / self.labels.len() as f64;
        let calibration = brier(&scores, &self.labels).map(|brier| Calibration {
            brier,
            baseline: prevalence * (1.0 - prevalence),
            bins: reliability(&scores, &self.labels, BINS, Binning::Quantile),
        });
        let tree = match &classifier {
            Classifier::Tree(tree) => why::tree(tree, encoding),
            _ => Vec::new(),
        };
        let scored = Scored {
            key: supervised.key().to_owned(),
            name: Text::declared(supervised.name()),
            about: Text::declared(supervised.about()),
            learning: Learning::Supervised,
            balanced,
            calibration,
            importance,
            tree,
            ..Scored::default()
        };
        Ok(Tried { scored, scores, explained })
    }

    fn unsupervised(&self, detector: Detector, pace: Pace) -> Result<Tried, Problem> {
        let Seen { encoding, train, test } = self.plain.as_ref().map_err(Clone::clone)?;
        let seed = self.options.seed;
        let matrix = Arc::new(train.matrix.clone());
        let fitted = detector.fit(&matrix, seed, &mut portion(pace, 0, 40))?;
        let scores = fitted.scores(test, &mut portion(pace, 40, 80))?;
        let importance = match detector {
            Detector::IsolationForest => {
                let score = |rows: &Matrix| {
                    fitted.scores(rows, &mut |_, _| ControlFlow::Continue(())).unwrap_or_default()
                };
                let mut pace = portion(pace, 80, 100);
                why::importances(test, &self.labels, encoding, seed, &score, &mut pace)?
            }
            _ => Vec::new(),
        };
        let explained = why::telling(&scores, &self.labels).into_iter().filter_map(|place| {
            let columns = fitted.explain(test, place)?;
            Some(why::explained(place, 0.0, &columns, encoding, text!("score")))
        });
        let explained = explained.collect();
        let scored = Scored {
            key: detector.key().to_owned(),
            name: Text::declared(detector.name()),
            about: Text::declared(detector.description()),
            learning: Learning::Unsupervised,
            importance,
            ..Scored::default()
        };
        Ok(Tried { scored, scores, explained })
    }

    fn threat_score(&self) -> Result<Tried, Problem> {
        let scores = self.threat_scores()?;
        let scored = Scored {
            key: THREAT_SCORE.to_owned(),
            name: title(THREAT_SCORE),
            about: text!("Adds up key threat indicators by the rules of the configuration; learns nothing."),
            learning: Learning::Rules,
            ..Scored::default()
        };
        Ok(Tried { scored, scores, explained: Vec::new() })
    }

    /// What a detector reaches that learned from a balanced training part, beside what it seems to reach where all rows were
    /// balanced first and split then.
    fn lesson(
        &self,
        tried: &[Tried],
        method: &str,
        balancing: &balance::Options,
        pace: Pace,
    ) -> Result<Option<Lesson>, Problem> {
        let honest = tried.iter().find(|one| one.scored.balanced && one.scored.key == OF_LESSON);
        let (Some(honest), Some(supervised)) = (honest, Supervised::find(OF_LESSON)) else { return Ok(None) };
        let Comparison { data, parts, full, options, .. } = self;
        let all: Vec<u32> = (0..data.table.rows() as u32).collect();
        let (whole, _) =
            Training::balanced(data, &all, &full.encoding, balancing, &mut portion(pace, 0, 50))?;
        // As many rows are kept apart as before, drawn from real and synthetic ones alike.
        let mut order: Vec<u32> = (0..whole.labels.len() as u32).collect();
        order.sort_by_key(|&place| order_key(options.seed, u64::from(place)));
        let (test, train) = order.split_at(parts.test.len().min(order.len()));
        let (train, test) = (whole.at(train), whole.at(test));
        let classifier =
            supervised.fit(&train.matrix, &train.labels, options.seed, &mut portion(pace, 50, 100))?;
        let estimate = |scores: &[f64], labels: &[bool]| -> Option<Estimate> {
            Bootstrap::new(labels, &[scores], options.seed)?.run(RESAMPLES).auc(0)
        };
        let inflated = estimate(&classifier.probabilities(&test.matrix), &test.labels);
        let honest = estimate(&honest.scores, &self.labels);
        Ok(honest.zip(inflated).map(|(honest, inflated)| Lesson {
            detector: Text::declared(supervised.name()),
            method: method.to_owned(),
            honest,
            inflated,
        }))
    }

    /// The figures of the detectors.
    fn finish(self, tried: Vec<Tried>, skipped: Vec<(String, Skipped)>, lesson: Option<Lesson>) -> Part {
        let Comparison { data, options, parts, full, labels, notes, .. } = self;
        let mut answers = Answers::of(&data.table, &parts.test, data.patterns.as_deref());
        answers.rows = parts.test.iter().filter_map(|&row| data.rows.get(row as usize).copied()).collect();
        let scores: Vec<&[f64]> = tried.iter().map(|one| one.scores.as_slice()).collect();
        let intervals =
            Bootstrap::new(&labels, &scores, options.seed).map(|bootstrap| bootstrap.run(RESAMPLES));
        let test = Counts::of(&labels);
        let tried = tried.into_iter().enumerate().map(|(index, one)| {
            let groups = rank::groups(&one.scores, &labels);
            let intervals = intervals.as_ref();
            let called = |point: &metrics::OperatingPoint| {
                point.confusion.true_positives + point.confusion.false_positives
            };
            let lowest_called = metrics::operating_points(&groups)
                .take_while(|point| called(point) <= test.anomalous)
                .last()
                .map_or(f64::INFINITY, |point| point.threshold);
            let mut scored = Scored {
                auc: intervals.and_then(|intervals| intervals.auc(index)),
                average_precision: intervals.and_then(|intervals| intervals.average_precision(index)),
                precision_at_n: metrics::precision_at_n(&groups),
                precision_recall: curves::precision_recall(&groups, MAX_POINTS).unwrap_or_default(),
                roc: curves::roc(&groups, MAX_POINTS).unwrap_or_default(),
                scores: one.scores,
                explained: one.explained,
                ..one.scored
            };
            scored.best_f1 = scored.point_of_best_f1(test);
            Scores { scored, lowest_called }
        });
        let tried = tried.collect();
        let giveaways = why::giveaways(&full.test, &labels, &full.encoding, GIVEN_AWAY);
        let report = Report {
            rows: Counts { rows: data.population.iter().sum(), anomalous: data.population[1] },
            train: Counts::of(&full.train.labels),
            test,
            split: in_words(options.split),
            features: full.encoding.groups().iter().map(|group| group.feature.name.clone()).collect(),
            answers,
            giveaways: giveaways.into_iter().map(|(feature, auc)| Giveaway { feature, auc }).collect(),
            lesson,
            notes,
            recipe: Box::new(Recipe::of(data, options, &full.encoding)),
            ..Report::default()
        };
        Part { report, tried, skipped }
    }
}

/// How the rows were split, in words.
fn in_words(split: Split) -> Text {
    match split {
        Split::Stratified => text!("stratified split"),
        Split::Time => text!("split by time"),
        Split::User => text!("split by user"),
        Split::Campaign => text!("split by campaign"),
    }
}

/// A detector that could not be tried, unless the work is to stop.
fn skip(key: &str, problem: Problem, pace: Pace) -> Result<(String, Skipped), Problem> {
    stopped(pace)?;
    Ok((key.to_owned(), Skipped::of(title(key), &problem)))
}
