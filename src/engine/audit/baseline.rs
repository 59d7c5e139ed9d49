//! How much it helps a detector to know what is usual for each user. An isolation forest learns from normal rows alone,
//! once with numbers compared with all of them and once with those of the same user, and is judged on rows that it has
//! not seen. What the second adds is small where users do not differ, or where attacks do not depend on who is attacked.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::Declarations;
use super::pictures::{self, Picture};
use super::report::{Check, Measure, Verdict};
use super::rules::Rule;
use crate::engine::dataset::{ColumnId, Table};
use crate::engine::decimal::{fixed, text_rounded};
use crate::engine::issues::Model;
use crate::engine::models::bootstrap::{Bootstrap, RESAMPLES};
use crate::engine::models::encoding::{self, Encoding, EncodingOptions};
use crate::engine::models::isolation_forest::{IsolationForest, Options};
use crate::engine::models::{Matrix, entity, folds, rank};
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

/// The most rows of each class that the forests are judged on.
const MAX_JUDGED: u64 = 500;

/// As many normal rows of a user, on average, say what is usual.
const MIN_ROWS_OF_USER: f64 = 5.0;

/// The fold whose normal rows nothing is learned from.
const HELD_OUT: u8 = 0;

/// What a number is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// All rows.
    WithAll,
    /// The rows of the same user.
    WithUser,
}

/// The measurement under way.
#[derive(Debug, Default)]
pub struct Baseline {
    /// Normal rows that are learned from.
    learned: Vec<u32>,
    /// Rows that the forests are judged on, and whether each is anomalous.
    judged: Vec<u32>,
    labels: Vec<bool>,
    /// Both as numbers.
    matrices: Option<[Matrix; 2]>,
    /// The scores of the judged rows, by what numbers were compared with.
    scores: Vec<Vec<f64>>,
    /// Why nothing can be said.
    problem: Option<Problem>,
}

impl Baseline {
    /// Prepares to look at some rows of a table, whose labels and folds are given.
    ///
    /// # Errors
    /// In a sentence, why nothing is usual for a user.
    pub fn new(
        table: &Table,
        declared: &Declarations,
        rows: &[u32],
        labels: &[bool],
        folds: &[u8],
    ) -> Result<Self, Text> {
        if declared.configuration.as_ref().is_some_and(|of| of.model == Model::Classic) {
            return Err(text!("Users of the classic model have no habits of their own."));
        }
        let column = entity::place(table, None).ok().and_then(|place| table.columns().get(place));
        let Some(column) = column else {
            return Err(text!("No column {name} says who acted.", name = ColumnId::UserId.name()));
        };
        let (mut learned, mut normal, mut anomalous) = (Vec::new(), Vec::new(), Vec::new());
        for ((&row, &label), &fold) in rows.iter().zip(labels).zip(folds) {
            match (label, fold) {
                (true, _) => anomalous.push(row),
                (false, HELD_OUT) => normal.push(row),
                _ => learned.push(row),
            }
        }
        let known: Vec<u64> = learned.iter().filter_map(|&row| entity::key(column, row as usize)).collect();
        let users: BTreeSet<u64> = known.iter().copied().collect();
        let of_user = known.len() as f64 / users.len().max(1) as f64;
        if of_user < MIN_ROWS_OF_USER {
            return Err(text!(
                "Of the normal rows that are learned from, a user has {rows} on average; {needed} are needed to say what is usual.",
                rows = number(text_rounded(of_user, 1)),
                needed = number(text_rounded(MIN_ROWS_OF_USER, 1))
            ));
        }
        let drawn = |rows: &[u32]| -> Vec<u32> {
            let places = folds::sample(rows.len() as u64, MAX_JUDGED);
            places.into_iter().filter_map(|place| rows.get(place as usize).copied()).collect()
        };
        let (normal, anomalous) = (drawn(&normal), drawn(&anomalous));
        let labels = normal.iter().map(|_| false).chain(anomalous.iter().map(|_| true)).collect();
        let judged = [normal, anomalous].concat();
        Ok(Baseline { learned, judged, labels, ..Baseline::default() })
    }

    /// Turns the rows into numbers.
    pub fn encode(&mut self, table: &Table, compared: Compared) {
        let baseline = match compared {
            Compared::WithAll => encoding::Baseline::Overall,
            Compared::WithUser => encoding::Baseline::User,
        };
        let options = EncodingOptions { baseline, ..EncodingOptions::default() };
        match Encoding::fit(table, &self.learned, &options) {
            Ok(encoding) => {
                self.matrices = Some([&self.learned, &self.judged].map(|rows| encoding.matrix(table, rows)));
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Learns from the rows that were encoded last, and scores those that are judged.
    pub fn isolate(&mut self) {
        let Some([learned, judged]) = self.matrices.take() else { return };
        let pace = &mut |_, _| ControlFlow::Continue(());
        let scores = IsolationForest::fit(&learned, &Options::default(), pace)
            .and_then(|forest| forest.scores(&judged, pace));
        match scores {
            Ok(scores) => self.scores.push(scores),
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// The check, and its picture where it finds a fault.
    pub fn check(&self) -> (Check, Option<Picture>) {
        let rule = Rule::Baseline;
        let none = |reason: Text| (Check::new(rule, Verdict::NotApplicable, reason), None);
        if let Some(problem) = &self.problem {
            let reason = problem.reason.clone();
            return none(text!("Nothing can be learned from the rows: {reason}.", reason));
        }
        let [all, user] = self.scores.as_slice() else {
            return none(text!("Nothing was learned from the rows."));
        };
        let bootstrap = Bootstrap::new(&self.labels, &[all, user], 0).map(|of| of.run(RESAMPLES));
        let estimates = bootstrap.and_then(|of| Some((of.auc_difference(1, 0)?, of.auc(0)?, of.auc(1)?)));
        let Some((gain, all, own)) = estimates else { return none(text!("One of the classes has no row.")) };
        let [gained, low, high] = [gain.value, gain.low, gain.high].map(|value| number(fixed(value, 3)));
        let reason = text!(
            "Without labels, an isolation forest reaches an AUC of {own} where numbers are compared with what is usual for their user, and of {all} where they are compared with all rows: a gain of {gained}, with chance {low} to {high}.",
            own = number(fixed(own.value, 3)),
            all = number(fixed(all.value, 3)),
            gained,
            low,
            high
        );
        let measure = |(name, value): (&str, f64)| Measure { name: name.to_owned(), value };
        let measures = [
            ("Gain", gain.value),
            ("AUC compared with the same user", own.value),
            ("AUC compared with all rows", all.value),
        ];
        let measures = measures.map(measure).into();
        // What chance explains is no fault.
        let check = Check { measures, ..Check::judged(rule, gain.high, reason) };
        let curve = check.needs_fixing().then(|| rank::groups(user, &self.labels));
        let curve = curve.and_then(|groups| pictures::true_positive_rates(&groups));
        let picture = curve.and_then(|curve| pictures::roc(&[curve], own.value));
        (check, picture)
    }
}
