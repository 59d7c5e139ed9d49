//! The report as text for a terminal.

use std::fmt;

use super::report::{Calibration, Giveaway, Lesson, Report, Scored, Skipped};
use crate::engine::decimal::{fixed, grouped};
use crate::engine::models::bootstrap::Estimate;
use crate::engine::models::breakdown::{Breakdown, Found};
use crate::engine::text::{Text, number};

/// Kinds of attack that are listed.
const LISTED: usize = 5;

/// An area below this is hardly more than chance.
const LITTLE: f64 = 0.6;

impl Report {
    /// What was found, in a sentence without a full stop.
    pub fn finding(&self) -> Text {
        let Some(first) = self.detectors.first() else { return text!("No detector could be tried") };
        let Some(auc) = first.auc else { return text!("The test part has rows of one class alone") };
        let shown = number(fixed(auc.value, 2));
        if auc.value < LITTLE {
            text!("No detector does much better than chance: the best AUC is {auc}", auc = shown)
        } else {
            text!("{detector} leads with an AUC of {auc}", detector = first.title(), auc = shown)
        }
    }

    /// On what it was found, without a full stop.
    pub fn basis(&self) -> Text {
        let (test, train) = (self.test.rows, self.train.rows);
        text!(
            "{test}, {anomalous} anomalous · {split} · fitted on the {train} of the training part alone",
            test = text!("{count} test row" | "{count} test rows" % test, count = number(grouped(test))),
            anomalous = number(grouped(self.test.anomalous)),
            split = self.split.clone(),
            train = text!("{count} row" | "{count} rows" % train, count = number(grouped(train)))
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
    pub fn sentence(&self) -> Text {
        text!(
            "{feature} alone tells the classes apart: AUC {auc}.",
            feature = self.feature.clone(),
            auc = number(fixed(self.auc, 3))
        )
    }
}

impl Lesson {
    /// What is so and what is claimed, in a sentence.
    pub fn sentence(&self) -> Text {
        text!(
            "{detector} reaches an AUC of {honest} with a training part balanced by {method}. Had the rows been balanced before the \
             split, with synthetic rows of test rows in the training part and of training rows in the test part, it would claim \
             {inflated}.",
            detector = self.detector.clone(),
            honest = number(fixed(self.honest.value, 2)),
            method = &self.method,
            inflated = number(fixed(self.inflated.value, 2))
        )
    }
}

impl Skipped {
    /// What was not tried, why, and what to do, in a sentence.
    pub fn sentence(&self) -> Text {
        text!(
            "{detector} was not tried: {reason}; {hint}.",
            detector = self.name.clone(),
            reason = self.reason.clone(),
            hint = self.hint.clone()
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "{}.", self.finding())?;
        writeln!(formatter, "{}.", self.basis())?;
        for giveaway in &self.giveaways {
            writeln!(formatter, "{} See `cyberdatagen audit`.", giveaway.sentence())?;
        }
        for note in &self.notes {
            writeln!(formatter, "{note}")?;
        }
        let width = self
            .detectors
            .iter()
            .map(|scored| scored.title().english().chars().count())
            .max()
            .unwrap_or(0)
            .max(8);
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
            .map(|part| part.feature.english())
            .collect();
        if !used.is_empty() {
            writeln!(formatter, "It uses {} the most.", used.join(", "))?;
        }
        Ok(())
    }
}

impl Calibration {
    /// How true the probabilities are, as a sentence.
    pub fn sentence(&self) -> Text {
        text!(
            "The Brier score is {brier}; saying the share of anomalous rows of every row has {baseline}.",
            brier = number(fixed(self.brier, 4)),
            baseline = number(fixed(self.baseline, 4))
        )
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::Counts;

    fn report(auc: Option<f64>) -> Report {
        let auc = auc.map(|value| Estimate { value, low: value - 0.02, high: value + 0.02 });
        let first = Scored { name: "Random forest".into(), auc, ..Scored::default() };
        Report {
            rows: Counts { rows: 400, anomalous: 40 },
            train: Counts { rows: 290, anomalous: 30 },
            test: Counts { rows: 110, anomalous: 10 },
            split: "stratified split".into(),
            detectors: vec![first],
            ..Report::default()
        }
    }

    #[test]
    fn the_finding_says_what_leads_or_why_nothing_does() {
        assert_eq!(report(Some(0.926)).finding(), "Random forest leads with an AUC of 0.93");
        assert!(report(Some(0.55)).finding().contains("chance"));
        assert!(report(None).finding().contains("one class"));
        assert!(Report { detectors: Vec::new(), ..report(None) }.finding().contains("No detector"));
        assert_eq!(
            report(None).basis(),
            "110 test rows, 10 anomalous · stratified split · fitted on the 290 rows of the training part alone"
        );
    }
}
