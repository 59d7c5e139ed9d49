//! Rows that are split and encoded, and the scores that detectors give them.

use std::sync::Arc;

use super::data::Data;
use super::options::{Baseline, Options, THREAT_SCORE};
use super::pace::portion;
use super::training::Training;
use crate::engine::dataset::{Column, ColumnId, Table};
use crate::engine::models::detector::Detector;
use crate::engine::models::encoding::{self, Encoding, EncodingOptions};
use crate::engine::models::split::{Parts, SplitOptions};
use crate::engine::models::supervised::Supervised;
use crate::engine::models::{Matrix, entity};
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;
use crate::engine::text::Text;

/// Rows that are split and encoded.
pub(super) struct Comparison<'a> {
    pub(super) data: &'a Data,
    pub(super) options: &'a Options,
    pub(super) parts: Parts,
    /// Of numbers alone, for detectors without labels; where there is no number, why.
    pub(super) plain: Result<Seen, Problem>,
    /// With categories, for detectors that learn from labels.
    pub(super) full: Seen,
    /// The labels of the test rows.
    pub(super) labels: Vec<bool>,
    pub(super) notes: Vec<Text>,
}

/// What detectors see.
pub(super) struct Seen {
    pub(super) encoding: Encoding,
    pub(super) train: Training,
    pub(super) test: Matrix,
}

impl Seen {
    fn of(table: &Table, parts: &Parts, options: &EncodingOptions) -> Result<Self, Problem> {
        let encoding = Encoding::fit(table, &parts.train, options)?;
        let train = Training::of(table, &parts.train, &encoding);
        let test = encoding.matrix(table, &parts.test);
        Ok(Seen { encoding, train, test })
    }
}

impl<'a> Comparison<'a> {
    /// Splits the rows as the options say.
    ///
    /// # Errors
    /// They cannot be split or encoded so.
    pub(super) fn new(data: &'a Data, options: &'a Options) -> Result<Self, Problem> {
        Comparison::on(data, options, Comparison::split(data, options)?)
    }

    /// The training and the test part, as the options say.
    ///
    /// # Errors
    /// The rows cannot be split so.
    pub(super) fn split(data: &Data, options: &Options) -> Result<Parts, Problem> {
        let split = SplitOptions {
            split: options.split,
            share: options.train_share / 100.0,
            seed: options.seed,
            entity: options.user().map(str::to_owned),
        };
        match &data.synthetic {
            Some(synthetic) => synthetic.split(&data.table, &split),
            None => Parts::of(&data.table, &split),
        }
    }

    /// Of rows that are split already.
    ///
    /// # Errors
    /// They cannot be encoded as the options say.
    pub(super) fn on(data: &'a Data, options: &'a Options, parts: Parts) -> Result<Self, Problem> {
        let table = &data.table;
        let of_synthetic = data.synthetic.as_ref().map(|synthetic| synthetic.note(&parts));
        let mut notes: Vec<Text> = data.note().into_iter().chain(of_synthetic).collect();
        let mut baseline = match options.baseline {
            Baseline::Overall => encoding::Baseline::Overall,
            Baseline::User => match (entity::place(table, options.user()), options.user()) {
                (Ok(_), None) => encoding::Baseline::User,
                (Ok(_), Some(user)) => encoding::Baseline::Column(user.to_owned()),
                // A column that was named and is not there is a mistake; data without users is none.
                (Err(problem), Some(_)) => return Err(problem),
                (Err(_), None) => {
                    let column = ColumnId::UserId.name();
                    notes.push(text!(
                        "The data has no column '{column}': numbers are compared with all rows.",
                        column
                    ));
                    encoding::Baseline::Overall
                }
            },
        };
        let seen = |categories, baseline: &encoding::Baseline| {
            let (ignored, baseline) = (options.ignored.clone(), baseline.clone());
            Seen::of(table, &parts, &EncodingOptions { categories, ignored, baseline })
        };
        let full = match seen(true, &baseline) {
            // Users who act once have nothing that is usual for them.
            Err(problem) if baseline != encoding::Baseline::Overall => {
                notes.push(text!("Numbers are compared with all rows: {reason}.", reason = problem.reason));
                baseline = encoding::Baseline::Overall;
                seen(true, &baseline)
            }
            other => other,
        }?;
        let plain = seen(false, &baseline);
        let label = |&row: &u32| table.labels().get(row as usize).copied().unwrap_or(false);
        let labels = parts.test.iter().map(label).collect();
        Ok(Comparison { data, options, parts, plain, full, labels, notes })
    }

    /// The scores that a detector gives the test rows once it has learned from the training rows.
    ///
    /// # Errors
    /// It can make nothing of these rows; or `pace` stopped it.
    pub(super) fn scores(&self, key: &str, pace: Pace) -> Result<Vec<f64>, Problem> {
        let seed = self.options.seed;
        if let Some(supervised) = Supervised::find(key) {
            let Seen { train, test, .. } = &self.full;
            return Ok(supervised.fit(&train.matrix, &train.labels, seed, pace)?.probabilities(test));
        }
        if let Some(detector) = Detector::of_key(key) {
            let Seen { train, test, .. } = self.plain.as_ref().map_err(Clone::clone)?;
            let fitted = detector.fit(&Arc::new(train.matrix.clone()), seed, &mut portion(pace, 0, 50))?;
            return fitted.scores(test, &mut portion(pace, 50, 100));
        }
        self.threat_scores()
    }

    /// The threat scores of the test rows.
    ///
    /// # Errors
    /// The data has none.
    pub(super) fn threat_scores(&self) -> Result<Vec<f64>, Problem> {
        let score = |column: &Column| -> Vec<f64> {
            self.parts.test.iter().map(|&row| column.number(row as usize)).collect()
        };
        let scores = self.data.table.column(ColumnId::ThreatScore).map(score);
        scores.filter(|scores| scores.iter().all(|score| !score.is_nan())).ok_or_else(|| {
            let reason = text!("the data has no threat score");
            Problem::new(THREAT_SCORE, reason, text!("use generated data, or leave it out"))
        })
    }
}
