//! The curves as text for a terminal.

use std::fmt;

use super::{Line, Sweep};
use crate::engine::decimal::fixed;
use crate::engine::models::bootstrap::Estimate;
use crate::engine::text::{Text, number};

impl Sweep {
    /// The place of the detector with the largest mean AUC; the first one where nothing was measured.
    pub fn best(&self) -> usize {
        let means = self.lines.iter().map(Line::mean).enumerate();
        means.reduce(|best, other| if other.1 > best.1 { other } else { best }).map_or(0, |(place, _)| place)
    }

    /// What the curves show, in a sentence without a full stop.
    pub fn finding(&self) -> Text {
        let Some(best) = self.lines.get(self.best()) else { return text!("No detector could be tried") };
        let mut found =
            self.points.iter().zip(&best.auc).filter_map(|(point, auc)| Some((point.value, (*auc)?)));
        let detector = best.name.clone();
        let told = |auc: Estimate| number(fixed(auc.value, 2));
        match (found.next(), found.next_back()) {
            (None, _) => text!("No detector could be tried"),
            (Some((value, auc)), None) => text!(
                "{detector} is best, with an AUC of {auc} {place}",
                detector,
                auc = told(auc),
                place = self.axis.in_words(value)
            ),
            (Some((first, first_auc)), Some((last, last_auc))) => text!(
                "{detector} is best on average: its AUC goes from {first_auc} {first} to {last_auc} {last}",
                detector,
                first_auc = told(first_auc),
                first = self.axis.in_words(first),
                last_auc = told(last_auc),
                last = self.axis.in_words(last)
            ),
        }
    }
}

impl Line {
    /// The mean AUC of the points where there is one.
    fn mean(&self) -> f64 {
        let aucs: Vec<f64> = self.auc.iter().flatten().map(|auc| auc.value).collect();
        if aucs.is_empty() { f64::NEG_INFINITY } else { aucs.iter().sum::<f64>() / aucs.len() as f64 }
    }
}

impl fmt::Display for Sweep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}.", self.finding())?;
        for note in &self.notes {
            writeln!(formatter, "{note}")?;
        }
        let values: Vec<String> = self.points.iter().map(|point| self.axis.text(point.value)).collect();
        let names = self.lines.iter().map(|line| line.name.english().chars().count());
        let width = names.max().unwrap_or(0).max(self.axis.title().chars().count());
        for (title, of) in TABLES {
            writeln!(formatter, "\n{title}")?;
            write!(formatter, "{:width$}", self.axis.title())?;
            values.iter().try_for_each(|value| write!(formatter, "  {value:>7}"))?;
            writeln!(formatter)?;
            for line in &self.lines {
                write!(formatter, "{:width$}", line.name)?;
                for figure in of(line) {
                    let figure = figure.map_or_else(|| "-".to_owned(), |figure| fixed(figure.value, 3));
                    write!(formatter, "  {figure:>7}")?;
                }
                writeln!(formatter)?;
            }
        }
        Ok(())
    }
}

/// The figures of a line.
type Figures = fn(&Line) -> &[Option<Estimate>];

/// The tables, with their titles.
const TABLES: [(&str, Figures); 2] =
    [("ROC AUC", |line| &line.auc), ("Average precision", |line| &line.average_precision)];
