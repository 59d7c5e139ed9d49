//! The report as text for a terminal.

use std::fmt;

use super::report::{Giveaway, Lesson, Report, Scored, Skipped};
use crate::engine::decimal::{fixed, grouped};
use crate::engine::models::bootstrap::Estimate;
use crate::engine::models::breakdown::{Breakdown, Found};

/// Kinds of attack that are listed.
const LISTED: usize = 5;

impl Report {
    /// What was found, in a sentence without a full stop.
    pub fn finding(&self) -> String {
        let best = self.detectors.iter().find_map(|scored| Some((scored, scored.auc?)));
        match best {
            Some((scored, auc)) => format!("{} leads with an AUC of {}", scored.title(), fixed(auc.value, 2)),
            None => "No detector could be tried".to_owned(),
        }
    }

    /// On what it was found, in a sentence.
    pub fn basis(&self) -> String {
        format!(
            "{} test rows, {} anomalous; {}; fitted on the {} rows of the training part alone.",
            grouped(self.test.rows),
            grouped(self.test.anomalous),
            self.split,
            grouped(self.train.rows),
        )
    }

    /// What a detector finds and misses at a point of its ROC curve.
    pub fn breakdown(&self, scored: &Scored, point: usize) -> Breakdown {
        let false_alarms = scored.confusion(point, self.test).false_positives;
        Breakdown::of(&self.answers, &scored.scores, scored.threshold(point), false_alarms)
    }
}

impl Giveaway {
    /// That the feature gives the label away, in a sentence.
    pub fn sentence(&self) -> String {
        format!("{} alone tells the classes apart: AUC {}.", self.feature, fixed(self.auc, 3))
    }
}

impl Lesson {
    /// What is so and what is claimed, in a sentence.
    pub fn sentence(&self) -> String {
        format!(
            "{} on rows balanced by {}: AUC {} where the split came first, {} where balancing did: the second is wrong.",
            self.detector,
            self.method,
            fixed(self.honest.value, 3),
            fixed(self.inflated.value, 3)
        )
    }
}

impl Skipped {
    /// What was not tried, why, and what to do, in a sentence.
    pub fn sentence(&self) -> String {
        format!("{} was not tried: {}; {}.", self.name, self.reason, self.hint)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}.", self.finding())?;
        writeln!(formatter, "{}", self.basis())?;
        for giveaway in &self.giveaways {
            writeln!(formatter, "{} See `cyberdatagen audit`.", giveaway.sentence())?;
        }
        for note in &self.notes {
            writeln!(formatter, "{note}")?;
        }
        let width =
            self.detectors.iter().map(|scored| scored.title().chars().count()).max().unwrap_or(0).max(8);
        let baseline = self.test.prevalence().map_or_else(|| "-".to_owned(), |share| fixed(share, 3));
        writeln!(
            formatter,
            "\n{:width$}  ROC AUC                 Avg. precision (baseline {baseline})",
            "Detector"
        )?;
        for scored in &self.detectors {
            let [auc, precision] = [scored.auc, scored.average_precision].map(estimate);
            writeln!(
                formatter,
                "{:width$}  {auc:<22}  {precision:<22}  {}",
                scored.title(),
                scored.learning.name()
            )?;
        }
        for skipped in &self.skipped {
            writeln!(formatter, "{}", skipped.sentence())?;
        }
        if let Some(lesson) = &self.lesson {
            writeln!(formatter, "\n{}", lesson.sentence())?;
        }
        let Some(best) = self.detectors.first() else { return Ok(()) };
        let confusion = best.confusion(best.best_f1, self.test);
        let figure = |figure: Option<f64>| figure.map_or_else(|| "-".to_owned(), |figure| fixed(figure, 3));
        writeln!(
            formatter,
            "\n{} at its best F1: precision {}, recall {}, F1 {}; {} found, {} missed, {} false alarms.",
            best.title(),
            figure(confusion.precision()),
            figure(confusion.recall()),
            figure(confusion.f1()),
            grouped(confusion.true_positives),
            grouped(confusion.false_negatives),
            grouped(confusion.false_positives)
        )?;
        let breakdown = self.breakdown(best, best.best_f1);
        let missed = |found: &Found| format!("{} {} of {}", found.name, found.rows - found.found, found.rows);
        if !breakdown.attacks.is_empty() {
            let listed: Vec<String> = breakdown.attacks.iter().take(LISTED).map(missed).collect();
            writeln!(formatter, "Missed the most: {}.", listed.join(", "))?;
        }
        if let Some(benign) = breakdown.benign_outliers.filter(|benign| benign.false_alarms > 0) {
            let (alarms, all) = (grouped(benign.alarms), grouped(benign.false_alarms));
            writeln!(formatter, "{alarms} of {all} false alarms are benign outliers.")?;
        }
        let used: Vec<String> = best
            .importance
            .iter()
            .filter(|part| part.mean > 0.0)
            .take(LISTED)
            .map(|part| part.feature.clone())
            .collect();
        if !used.is_empty() {
            writeln!(formatter, "It uses {} the most.", used.join(", "))?;
        }
        Ok(())
    }
}

/// A figure with its interval.
fn estimate(estimate: Option<Estimate>) -> String {
    estimate.map_or_else(
        || "-".to_owned(),
        |Estimate { value, low, high }| {
            format!("{} ({} to {})", fixed(value, 3), fixed(low, 3), fixed(high, 3))
        },
    )
}
