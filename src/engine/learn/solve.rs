//! The right answers: what a formula comes to on the rows of a configuration.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::answer::Given;
use super::formula::{DetectorFigure, Figure, Formula, Inflation, Statistic};
use crate::engine::audit::{Audit, Rule, Verdict};
use crate::engine::balance::{self, Input};
use crate::engine::configuration::{Configuration, Override};
use crate::engine::dataset::{Column, Table, Values};
use crate::engine::detect;
use crate::engine::explore::filter::Filter;
use crate::engine::generator::Generator;
use crate::engine::pace::Pace;
use crate::engine::problem::Problem;
use crate::engine::statistics::{Middle, association, quantile, sorting};

/// A question to be answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The data that it is about.
    pub configuration: Configuration,
    /// What is computed.
    pub formula: Formula,
    /// The options of balancing and of comparing detectors that differ from the default.
    pub options: Vec<Override>,
}

/// The rows that questions are answered with.
pub struct Solving<'a> {
    /// The rows of the task's configuration.
    pub input: &'a Input,
    /// Of each row the place of its pattern.
    pub patterns: Option<&'a [u8]>,
}

impl Solving<'_> {
    /// What a task comes to. `pace` is the progress callback of a comparison of detectors.
    ///
    /// # Errors
    /// It is about a column that there is not, or about no row.
    pub fn solve(&self, task: &Task, pace: Pace) -> Result<Given, Vec<Problem>> {
        let table = self.input.table();
        Ok(match &task.formula {
            Formula::Count(filter) => Given::Number(filter.rows(table, None)?.len() as f64),
            Formula::Share(of, among) => {
                let among = flags(table, among)?;
                let both = flags(table, of)?.iter().zip(&among).filter(|(of, among)| **of && **among).count();
                percent(both, among.iter().filter(|among| **among).count())?
            }
            Formula::Statistic(statistic, column, among) => {
                let values = numbers(table, column, &among.rows(table, None)?)?;
                let sorted = sorting::sorted(&values);
                let found = match statistic {
                    Statistic::Mean => Middle::of(&values).map(Middle::mean),
                    Statistic::Median => quantile(&sorted, 0.5),
                    Statistic::Min => sorted.first().copied(),
                    Statistic::Max => sorted.last().copied(),
                };
                Given::Number(found.ok_or_else(no_rows)?)
            }
            Formula::Most(column, among) => {
                let counts = counts(table, column, among)?;
                let most = counts.values().max().copied().ok_or_else(no_rows)?;
                Given::Texts(
                    counts.into_iter().filter(|(_, count)| *count == most).map(|(text, _)| text).collect(),
                )
            }
            Formula::Distinct(column, among) => Given::Number(counts(table, column, among)?.len() as f64),
            Formula::Rule(figure, filter) => {
                let called = flags(table, filter)?;
                let of = |called_so: bool, is_so: bool| {
                    let pairs = called.iter().zip(table.labels());
                    pairs.filter(|(called, label)| **called == called_so && **label == is_so).count()
                };
                let found = of(true, true);
                match figure {
                    Figure::Accuracy => percent(found + of(false, false), table.rows())?,
                    Figure::Precision => percent(found, found + of(true, false))?,
                    Figure::Recall => percent(found, found + of(false, true))?,
                }
            }
            Formula::Auc(column) => {
                let of = |class: bool| {
                    let rows = Filter::default().rows(table, Some(class))?;
                    numbers(table, column, &rows)
                };
                let auc = association::auc(&of(false)?, &of(true)?).ok_or_else(no_rows)?;
                Given::Number(auc.max(1.0 - auc))
            }
            Formula::Audit(key) => {
                let report = Audit::of(&mut Generator::new(&task.configuration)?).run_to_end();
                let verdict = Rule::find(key).and_then(|rule| report.check(rule).map(|check| check.verdict));
                Given::Verdict(verdict.unwrap_or(Verdict::NotApplicable))
            }
            Formula::Giveaway => {
                let report = Audit::of(&mut Generator::new(&task.configuration)?).run_to_end();
                let column = report.check(Rule::SingleFeature).and_then(|check| check.column.clone());
                Given::Texts(vec![column.ok_or_else(no_rows)?])
            }
            Formula::Detector(key, figure) => {
                let report = self.detect(task, &[key], false, pace)?;
                let scored = report.detectors.first().ok_or_else(no_rows)?;
                let figure = match figure {
                    DetectorFigure::Auc => scored.auc.map(|estimate| estimate.value),
                    DetectorFigure::AveragePrecision => {
                        scored.average_precision.map(|estimate| estimate.value)
                    }
                    DetectorFigure::PrecisionAtN => scored.precision_at_n,
                };
                Given::Number(figure.ok_or_else(no_rows)?)
            }
            Formula::Inflation(which) => {
                let report = self.detect(task, &[detect::OF_LESSON], true, pace)?;
                let lesson = report.lesson.ok_or_else(no_rows)?;
                Given::Number(match which {
                    Inflation::Honest => lesson.honest.value,
                    Inflation::Inflated => lesson.inflated.value,
                })
            }
        })
    }

    fn detect(
        &self,
        task: &Task,
        keys: &[&str],
        is_balanced: bool,
        pace: Pace,
    ) -> Result<detect::Report, Vec<Problem>> {
        let is_of_detect = |option: &&Override| option.path.starts_with(detect::options::PREFIX);
        let of_detect: Vec<Override> = task.options.iter().filter(is_of_detect).cloned().collect();
        let (mut options, mut problems) = detect::Options::of(&of_detect);
        let (balancing, of_balancing) = balance::Options::of(&task.options);
        problems.extend(of_balancing);
        if !problems.is_empty() {
            return Err(problems);
        }
        options.detectors = keys.iter().map(|key| (*key).to_owned()).collect();
        options.balance = is_balanced;
        Ok(detect::Report::of(self.input, self.patterns, &options, &balancing, pace)?)
    }
}

/// Whether each row of a table passes a filter.
fn flags(table: &Table, filter: &Filter) -> Result<Vec<bool>, Problem> {
    let mut flags = vec![false; table.rows()];
    for row in filter.rows(table, None)? {
        if let Some(flag) = flags.get_mut(row as usize) {
            *flag = true;
        }
    }
    Ok(flags)
}

fn column<'t>(table: &'t Table, name: &str) -> Result<&'t Column, Problem> {
    table.find(name).and_then(|place| table.columns().get(place)).ok_or_else(|| {
        Problem::new(
            "answer",
            text!("there is no column '{name}'", name),
            text!("name a column of the data, as files name it"),
        )
    })
}

/// The numbers of a column in some rows, but those that are missing.
fn numbers(table: &Table, name: &str, rows: &[u32]) -> Result<Vec<f64>, Problem> {
    let column = column(table, name)?;
    if !matches!(column.values, Values::Numbers(_)) {
        let hint = text!("ask for its most frequent value, or for a share of rows");
        return Err(Problem::new("answer", text!("the column '{name}' holds no numbers", name), hint));
    }
    Ok(rows.iter().map(|&row| column.number(row as usize)).filter(|value| !value.is_nan()).collect())
}

/// How often each value of a column stands in the rows that pass a filter.
fn counts(table: &Table, name: &str, among: &Filter) -> Result<BTreeMap<String, usize>, Problem> {
    let column = column(table, name)?;
    let mut counts = BTreeMap::new();
    for row in among.rows(table, None)? {
        if !column.is_missing(row as usize) {
            *counts.entry(column.text(row as usize)).or_insert(0) += 1;
        }
    }
    Ok(counts)
}

fn percent(some: usize, all: usize) -> Result<Given, Problem> {
    if all == 0 { Err(no_rows()) } else { Ok(Given::Number(100.0 * some as f64 / all as f64)) }
}

/// What is said of an answer that there is not.
fn no_rows() -> Problem {
    Problem::new(
        "answer",
        text!("there is no row to answer with"),
        text!("set the step up again, or ask about other rows"),
    )
}
