//! The section of a report on detectors, from what their comparison says.

use serde::{Deserialize, Serialize};

use crate::engine::decimal::{fixed, grouped};
use crate::engine::detect::{Report, Scored, picture};
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::{Chart, text};
use crate::engine::models::bootstrap::Estimate;

/// What stands where a figure is undefined.
const NONE: &str = "–";

/// How detectors compare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detectors {
    /// What was found, in a sentence.
    pub finding: String,
    /// On what it was found.
    pub basis: String,
    /// Columns that give the label away, a sentence each.
    pub giveaways: Vec<String>,
    /// The detectors with their figures, the best first.
    pub table: Numbers,
    /// The ROC curves.
    pub chart: Chart,
    /// What the best detector misses by attack where its F1 is the highest; empty where attacks are not known.
    pub missed: Numbers,
    /// How true the probabilities of the best detector are that gives any.
    pub calibration: Option<String>,
    /// What balancing before the split would have claimed.
    pub lesson: Option<String>,
    /// What a reader should know before using the figures, a sentence each.
    pub notes: Vec<String>,
}

impl Detectors {
    /// What there is to say of a comparison.
    pub fn of(report: &Report) -> Self {
        let skipped = report.skipped.iter().map(|skipped| skipped.sentence());
        Detectors {
            finding: format!("{}.", report.finding()),
            basis: format!("{}.", report.basis()),
            giveaways: report.giveaways.iter().map(|giveaway| giveaway.sentence().english()).collect(),
            table: table(report),
            chart: picture::roc(report),
            missed: missed(report),
            calibration: report.detectors.iter().find_map(calibration),
            lesson: report.lesson.as_ref().map(|lesson| lesson.sentence().english()),
            notes: report.notes.iter().cloned().chain(skipped).map(|note| note.english()).collect(),
        }
    }
}

fn table(report: &Report) -> Numbers {
    let head = ["Detector", "Learning", "ROC AUC", "95 % interval", "Average precision", "95 % interval"];
    let mut table = Numbers::new("Detectors by the area under their ROC curves", &head);
    for scored in &report.detectors {
        let [auc, precision] = [scored.auc, scored.average_precision].map(figures);
        let learning = scored.learning.name().to_owned();
        table.push([scored.title().english(), learning].into_iter().chain(auc).chain(precision));
    }
    if let Some(share) = report.test.prevalence() {
        let none = || NONE.to_owned();
        let baseline = "Baseline: knows nothing".to_owned();
        table.push([baseline, none(), fixed(0.5, 3), none(), fixed(share, 3), none()]);
    }
    table
}

/// A figure and its interval.
fn figures(estimate: Option<Estimate>) -> [String; 2] {
    let text =
        |Estimate { value, low, high }| [fixed(value, 3), format!("{} to {}", fixed(low, 3), fixed(high, 3))];
    estimate.map_or_else(|| [NONE, NONE].map(str::to_owned), text)
}

fn missed(report: &Report) -> Numbers {
    let Some(best) = report.detectors.first() else { return Numbers::default() };
    let confusion = best.confusion(best.best_f1, report.test);
    let title = format!(
        "Missed by {} at its highest F1: {} of {}; {}",
        best.title(),
        grouped(confusion.false_negatives),
        text::count(report.test.anomalous, "anomalous row"),
        text::count(confusion.false_positives, "false alarm"),
    );
    let mut table = Numbers::new(&title, &["Attack", "Missed", "Rows", "Share"]);
    for attack in report.breakdown(best, best.best_f1).attacks {
        let missed = attack.rows.saturating_sub(attack.found);
        let share = text::percent(attack.missed_share());
        table.push([attack.name, grouped(missed), grouped(attack.rows), share]);
    }
    table
}

fn calibration(scored: &Scored) -> Option<String> {
    let calibration = scored.calibration.as_ref()?;
    Some(format!("The scores of {} are probabilities. {}", scored.title(), calibration.sentence()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Text;
    use crate::engine::balance::{self, Input};
    use crate::engine::configuration::{Configuration, Override, Preset};
    use crate::engine::detect::Options;
    use crate::engine::detect::report::{Giveaway, Skipped};
    use crate::report::{Contents, Figures, html};
    use std::ops::ControlFlow;

    const HOSTILE: &str = "<script>alert(1)</script> & \"quoted\"";

    fn compared(options: &[(&str, &str)]) -> Report {
        let options: Vec<Override> = options
            .iter()
            .map(|&(path, value)| Override { path: path.to_owned(), value: value.to_owned() })
            .collect();
        let configuration = Configuration { rows: 1_500, ..Preset::Realistic.configuration() };
        let pace = &mut |_, _| ControlFlow::Continue(());
        let (input, patterns) = Input::with_patterns(&configuration, pace).unwrap();
        let (options, problems) = Options::of(&options);
        assert_eq!(problems, []);
        Report::of(&input, Some(&patterns), &options, &balance::Options::default(), pace).unwrap()
    }

    fn page(detectors: Detectors) -> String {
        let table = crate::engine::dataset::Table::default();
        let contents = Contents {
            detectors: Some(Box::new(detectors)),
            ..Contents::of("own", &table, &[], Default::default())
        };
        html(&contents, &Figures::of(&contents).unwrap())
    }

    #[test]
    fn the_section_says_what_the_comparison_found() {
        let report = compared(&[("detect.detectors", "forest,iforest,score"), ("detect.balance", "on")]);
        let detectors = Detectors::of(&report);
        let best = &report.detectors[0];
        assert_eq!(detectors.finding, format!("{}.", report.finding()));
        // Each detector, the forest twice, and the baseline.
        assert_eq!((report.detectors.len(), detectors.table.rows.len()), (4, 5));
        assert!(detectors.table.rows.iter().all(|row| row.len() == detectors.table.head.len()));
        assert_eq!(detectors.table.rows[0][2], fixed(best.auc.unwrap().value, 3));
        assert_eq!(detectors.table.rows[4][4], fixed(report.test.prevalence().unwrap(), 3));
        let missed = |row: &Vec<Text>| row[1].english().parse::<u64>().unwrap();
        let confusion = best.confusion(best.best_f1, report.test);
        assert_eq!(detectors.missed.rows.iter().map(missed).sum::<u64>(), confusion.false_negatives);
        let lesson = report.lesson.as_ref().unwrap();
        assert!(
            detectors
                .lesson
                .as_ref()
                .unwrap()
                .contains(&format!("would claim {}.", fixed(lesson.inflated.value, 2)))
        );
        let calibrated = report.detectors.iter().find(|scored| scored.calibration.is_some()).unwrap();
        assert!(detectors.calibration.as_ref().unwrap().contains(&calibrated.title().english()));
        assert_eq!((detectors.chart.legend.len(), detectors.chart.panels.len()), (4, 1));

        let page = page(detectors);
        assert!(page.contains("<h2>Detectors</h2>") && page.contains("Random forest, balanced"));
        // The curves in both themes; no other chart was asked for.
        assert_eq!(page.matches("<svg").count(), 2);
        assert!(
            page.contains("The Brier score is")
                && page.contains("Had the rows been balanced before the split")
        );
    }

    #[test]
    fn names_of_a_file_are_text() {
        let mut report = compared(&[("detect.detectors", "logistic")]);
        report.giveaways.push(Giveaway { feature: HOSTILE.into(), auc: 1.0 });
        report.notes.push(HOSTILE.into());
        report.detectors[0].name = HOSTILE.into();
        report.skipped.push(Skipped { name: HOSTILE.into(), reason: HOSTILE.into(), hint: HOSTILE.into() });
        for name in &mut report.answers.attacks.as_mut().unwrap().names {
            name.clone_from(&HOSTILE.to_owned());
        }
        let page = page(Detectors::of(&report));
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; "));
        assert!(page.matches("&lt;script&gt;").count() > 8);
    }

    #[test]
    fn nothing_tried_is_said_and_drawn_as_nothing() {
        let mut report = compared(&[("detect.detectors", "logistic")]);
        report.detectors.clear();
        let detectors = Detectors::of(&report);
        assert!(detectors.chart.explanation.is_some() && detectors.missed == Numbers::default());
        let page = page(detectors);
        assert!(page.contains("No detector could be tried."));
    }
}
