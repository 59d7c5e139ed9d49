//! A model card of one detector of a report, in Markdown: Mitchell et al., "Model cards for model reporting", 2019. Its
//! sections are those of the paper.

mod analyses;

use super::markdown::{escaped, list, table};
use super::options::{Options, THREAT_SCORE};
use super::origin::Origin;
use super::report::{Counts, Learning, Report, Scored};
use crate::engine::DATA_VERSION;
use crate::engine::decimal::{fixed, grouped};
use crate::engine::explore::text::{count, percent, significant};
use crate::engine::models::bootstrap::{Estimate, RESAMPLES};
use crate::engine::models::breakdown::Breakdown;
use crate::engine::models::detector::Detector;
use crate::engine::models::split::Split;
use crate::engine::models::supervised::Supervised;

/// The name under which a card is saved.
pub const NAME: &str = "model-card.md";

/// What stands where a figure is undefined.
const UNDEFINED: &str = "undefined";

/// Features that are named.
const NAMED: usize = 10;

/// What a card is about.
struct Card<'a> {
    report: &'a Report,
    options: &'a Options,
    origin: &'a Origin,
    scored: &'a Scored,
    /// The point of its ROC curve where the threshold stands.
    point: usize,
    breakdown: Breakdown,
}

/// The card of the detector at a place of the report, with its threshold at a point of its ROC curve; none where there is no
/// such detector.
pub fn text(
    report: &Report,
    options: &Options,
    origin: &Origin,
    place: usize,
    point: usize,
) -> Option<String> {
    let scored = report.detectors.get(place)?;
    let breakdown = report.breakdown(scored, point);
    let card = Card { report, options, origin, scored, point, breakdown };
    let sections = [
        ("Model details", card.details()),
        ("Intended use", card.use_()),
        ("Factors", card.factors()),
        ("Metrics", card.metrics()),
        ("Evaluation data", card.evaluation()),
        ("Training data", card.training()),
        ("Quantitative analyses", card.analyses()),
        ("Ethical considerations", card.ethics()),
        ("Caveats and recommendations", card.caveats()),
    ];
    let title =
        format!("# Model card: {} on {}\n", escaped(&scored.title().english()), escaped(&origin.name()));
    let section = |(name, body): (&str, String)| format!("\n## {name}\n\n{}\n", body.trim_end());
    Some([title].into_iter().chain(sections.map(section)).collect())
}

impl Card<'_> {
    fn details(&self) -> String {
        let Card { scored, options, report, .. } = self;
        let parameters = Supervised::find(&scored.key)
            .map(Supervised::parameters)
            .or_else(|| Detector::of_key(&scored.key).map(Detector::parameters));
        let baseline = match &report.recipe.baseline {
            Some(column) => format!("numbers against what is usual for each value of {}", escaped(column)),
            None => "numbers against all rows".to_owned(),
        };
        let learning = match (scored.learning, scored.balanced) {
            (Learning::Supervised, true) => "from labels, on a training part with synthetic rows",
            (Learning::Supervised, false) => "from labels",
            (Learning::Unsupervised, _) => "without labels",
            (Learning::Rules, _) => "not at all: rules",
        };
        let row = |name: &str, value: String| vec![name.to_owned(), value];
        let mut rows = vec![
            row("Detector", escaped(&scored.name.english())),
            row("Description", escaped(&scored.about.english())),
            row("Learning", learning.to_owned()),
            row(
                "Parameters",
                parameters.unwrap_or_else(|| "the scores and weights of the configuration".to_owned()),
            ),
        ];
        if scored.key != THREAT_SCORE {
            rows.push(row("Baseline", baseline));
            rows.push(row("Seed", options.seed.to_string()));
        }
        rows.push(row(
            "Made by",
            format!("CyberDataGen {}, version {DATA_VERSION} of its data", env!("CARGO_PKG_VERSION")),
        ));
        table(&["", ""], &rows)
    }

    fn use_(&self) -> String {
        let data = match self.origin {
            Origin::Dataset(_) => "synthetic data",
            Origin::File(_) => "the rows of one file",
        };
        list([
            format!("For teaching and research: to compare detectors on {data}, and to see what each of them misses."),
            "For students, teachers and researchers.".to_owned(),
            "Not for production, and not for decisions about people: nothing here says how the detector does on the data of a \
             real organization."
                .to_owned(),
        ])
    }

    fn factors(&self) -> String {
        let Breakdown { attacks, campaigns, patterns, benign_outliers } = &self.breakdown;
        let groups = [
            (attacks.len(), "kind of attack", "kinds of attack"),
            (campaigns.len(), "campaign", "campaigns"),
            (patterns.len(), "pattern of attack", "patterns of attack"),
        ];
        let groups = groups.into_iter().filter(|(number, ..)| *number > 0);
        let mut groups: Vec<String> = groups
            .map(|(number, one, many)| format!("{number} {}", if number == 1 { one } else { many }))
            .collect();
        groups.extend(benign_outliers.filter(|benign| benign.rows > 0).map(|_| "benign outliers".to_owned()));
        let known = match groups.is_empty() {
            true => "The data has no answer key, so that the figures are of all test rows together. How well the detector does may \
                     differ between kinds of attack, users and times."
                .to_owned(),
            false => format!(
                "The answer key names groups among the test rows, and each has its own figures below: {}. How well the detector \
                 does may also differ between users and times, which are not reported here.",
                groups.join(", ")
            ),
        };
        format!("{known}\n\n{}", self.split())
    }

    /// How the rows were split, and what that asks of the detector.
    fn split(&self) -> String {
        let split = Split::CHOICES.iter().find(|choice| choice.key == self.options.split.key());
        format!("Split: {}. {}", self.report.split, split.map_or("", |split| split.help))
    }

    fn metrics(&self) -> String {
        let Card { scored, report, .. } = self;
        let figure = |value: Option<f64>| value.map_or_else(|| UNDEFINED.to_owned(), |value| fixed(value, 3));
        let estimate = |name: &str, estimate: Option<Estimate>, nothing: Option<f64>| {
            let interval = estimate.map(|it| format!("{} to {}", fixed(it.low, 3), fixed(it.high, 3)));
            let interval = interval.unwrap_or_else(|| UNDEFINED.to_owned());
            vec![name.to_owned(), figure(estimate.map(|it| it.value)), interval, figure(nothing)]
        };
        let prevalence = report.test.prevalence();
        let overall = table(
            &["Figure", "Value", "95 % interval", "Without skill"],
            &[
                estimate("ROC AUC", scored.auc, Some(0.5)),
                estimate("Average precision", scored.average_precision, prevalence),
                vec![
                    format!("Precision among the {} highest scores", grouped(report.test.anomalous)),
                    figure(scored.precision_at_n),
                    "not estimated".to_owned(),
                    figure(prevalence),
                ],
            ],
        );
        let confusion = scored.confusion(self.point, report.test);
        let threshold = scored.threshold(self.point);
        let rule = match threshold.is_finite() {
            true => {
                format!("A row is called anomalous where its score is at least {}", significant(threshold, 3))
            }
            false => "No row is called anomalous".to_owned(),
        };
        let chosen = match self.point == scored.best_f1 {
            true => "the threshold with the highest F1 on the test rows",
            false => "a threshold chosen by hand",
        };
        let counts = table(
            &["", "Predicted normal", "Predicted anomalous"],
            &[
                vec![
                    "Normal".to_owned(),
                    grouped(confusion.true_negatives),
                    grouped(confusion.false_positives),
                ],
                vec![
                    "Anomalous".to_owned(),
                    grouped(confusion.false_negatives),
                    grouped(confusion.true_positives),
                ],
            ],
        );
        let at = table(
            &["Precision", "Recall", "F1", "False-positive rate"],
            &[[confusion.precision(), confusion.recall(), confusion.f1(), confusion.false_positive_rate()]
                .map(figure)
                .to_vec()],
        );
        format!(
            "ROC AUC and average precision say how well scores put anomalous rows first, whatever the threshold. Intervals hold 95 % \
             of {RESAMPLES} resamples of the test rows.\n\n{overall}\n\
             ### Decision threshold\n\n{rule}: {chosen}.\n\n{counts}\n{at}"
        )
    }

    fn evaluation(&self) -> String {
        let recipe = &self.report.recipe;
        let source = match self.origin {
            Origin::File(name) => format!("The file {}.", escaped(name)),
            Origin::Dataset(dataset) => format!(
                "{} synthetic rows of CyberDataGen, from the preset {}. Their {}:\n\n```sh\n{}\n```",
                grouped(dataset.configuration.rows),
                dataset.configuration.preset.name(),
                dataset.named(),
                dataset.command()
            ),
        };
        format!(
            "{source}\n\nThe test part: {}. The label is the column {}; anomalous are its values {}.",
            part(self.report.test),
            escaped(&recipe.target),
            recipe.anomalous.iter().map(|label| escaped(&label.text())).collect::<Vec<_>>().join(", ")
        )
    }

    fn training(&self) -> String {
        let Card { report, scored, .. } = self;
        if scored.learning == Learning::Rules {
            return "None: the score follows from rules.".to_owned();
        }
        let balanced = match scored.balanced {
            true => " Synthetic rows were added to it, or rows left out, by the options of Balance.",
            false => "",
        };
        let labels = match scored.learning {
            Learning::Unsupervised => {
                " The detector does not see the labels and, of the features, only numbers, times and whether two columns agree."
            }
            _ => "",
        };
        let features: Vec<String> =
            report.features.iter().map(|feature| escaped(&feature.english())).collect();
        format!(
            "The training part of the same data, which shares no row with the test part: {}.{balanced} All preprocessing was \
             learned from it alone.{labels}\n\nFeatures: {}.",
            part(report.train),
            features.join("; ")
        )
    }

    fn ethics(&self) -> String {
        let data = match self.origin {
            Origin::Dataset(_) => "The data is synthetic: no row describes a person or an organization.",
            Origin::File(_) => {
                "Nothing is known here of how the file came about. It may describe people: see that you may use it for this."
            }
        };
        let watched = self.report.recipe.baseline.is_some().then(|| {
            "The detector compares what people do with what they usually do. On real data that is monitoring of employees, which law \
             and agreements limit in many places."
                .to_owned()
        });
        list([data.to_owned()].into_iter().chain(watched).chain([
            "A false alarm falls on someone. A score is a reason to look, not a finding, and a person has to decide.".to_owned(),
        ]))
    }

    fn caveats(&self) -> String {
        let Card { report, scored, .. } = self;
        let giveaways = report.giveaways.iter().map(|giveaway| {
            format!("{} The figures above say little.", escaped(&giveaway.sentence().english()))
        });
        let lesson = report.lesson.as_ref().map(|lesson| escaped(&lesson.sentence().english()));
        let missed = (!report.missed_by_all.is_empty()).then(|| {
            let rows = count(report.missed_by_all.len() as u64, "anomalous test row");
            format!("No detector of the comparison finds {rows}.")
        });
        let together = ["ecod", "copod"].contains(&scored.key.as_str()).then(|| {
            "A row's score depends on the rows that are scored with it: new rows have to be scored in parts of a like size.".to_owned()
        });
        let always = [
            "The threshold was set on the test rows, so that the figures at it are a little too good. Set it on rows of their own \
             before you rely on it.",
            "The intervals tell how much the test rows matter, and nothing of other training rows or seeds.",
            "Before any other use, fit and test the detector on data of that use.",
        ];
        let prevalence = report.rows.prevalence().map(|share| {
            format!(
                "Precision holds where {} of the rows are anomalous; where fewer are, it is lower.",
                percent(share)
            )
        });
        let notes = report.notes.iter().map(|note| escaped(&note.english()));
        list(
            giveaways
                .chain(notes)
                .chain(lesson)
                .chain(missed)
                .chain(together)
                .chain(prevalence)
                .chain(always.map(str::to_owned)),
        )
    }
}

/// Rows and the share of them that is anomalous.
fn part(rows: Counts) -> String {
    let share = rows.prevalence().map_or_else(|| UNDEFINED.to_owned(), percent);
    format!("{}, {} of them anomalous ({share})", count(rows.rows, "row"), grouped(rows.anomalous))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::fixture;

    const SECTIONS: [&str; 9] = [
        "Model details",
        "Intended use",
        "Factors",
        "Metrics",
        "Evaluation data",
        "Training data",
        "Quantitative analyses",
        "Ethical considerations",
        "Caveats and recommendations",
    ];

    /// Every section is there and says something, and every figure is a number.
    fn check(card: &str) {
        let mut headings = Vec::new();
        for section in card.split("\n## ").skip(1) {
            let (heading, body) = section.split_once('\n').unwrap();
            headings.push(heading);
            assert!(!body.trim().is_empty(), "{heading}");
            // Before the first of several parts nothing needs to stand.
            for part in body.split("\n### ").filter(|part| !part.is_empty()) {
                assert!(
                    part.lines().any(|line| line.len() > 20 && !line.starts_with('#')),
                    "{heading}: {part}"
                );
            }
        }
        assert_eq!(headings, SECTIONS);
        assert!(!card.contains("| |"), "an empty cell in {card}");
        for wrong in ["NaN", "inf", "None", "{", "}"] {
            let is_wrong = |word: &str| word.trim_matches([',', '.', '|']) == wrong;
            assert!(!card.split_whitespace().any(is_wrong), "{wrong} in {card}");
        }
        // Every row of a table has as many cells as its header.
        let cells = |line: &str| line.replace("\\|", "").matches('|').count();
        for pair in card.lines().collect::<Vec<_>>().windows(2) {
            let are_of_a_table = pair.iter().all(|line| line.starts_with('|'));
            assert!(!are_of_a_table || cells(pair[0]) == cells(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn a_card_says_what_the_report_says() {
        let (report, options, origin) = fixture::of_preset(&[("detectors", "forest,ecod,score")], "2000");
        for (place, scored) in report.detectors.iter().enumerate() {
            let card = text(&report, &options, &origin, place, scored.best_f1).unwrap();
            check(&card);
            assert!(card.starts_with(&format!("# Model card: {} on the Realistic dataset\n", scored.name)));
            let auc = scored.auc.unwrap();
            let interval =
                format!("| ROC AUC | {:.3} | {:.3} to {:.3} | 0.500 |", auc.value, auc.low, auc.high);
            assert!(card.contains(&interval), "{interval}: {card}");
            let confusion = scored.confusion(scored.best_f1, report.test);
            assert!(card.contains(&format!(
                "| Anomalous | {} | {} |",
                confusion.false_negatives, confusion.true_positives
            )));
            for found in report.breakdown(scored, scored.best_f1).attacks {
                let recall = found.found as f64 / found.rows as f64;
                let line = format!("| {} | {} | {} | {recall:.3} |", found.name, found.rows, found.found);
                assert!(card.contains(&line), "{line}: {card}");
            }
            assert!(card.contains(
                "(https://example.org/#v1.realistic&rows=2000&detect.detectors=forest,ecod,score&view=detect)"
            ));
            assert!(
                card.contains("1,400 rows, 70 of them anomalous (5 %)") || scored.learning == Learning::Rules
            );
            assert!(card.contains("600 rows, 30 of them anomalous (5 %). The label is the column Is Anomaly; anomalous are its values 1."));
            assert_eq!(card.contains("Brier"), scored.key == "forest");
            assert_eq!(card.contains("| Parameters | 100 trees"), scored.key == "forest");
            assert!(card.contains("highest F1"));
        }
    }

    #[test]
    fn a_threshold_that_nothing_reaches_and_a_file_without_answers_are_said() {
        let mut text_of_file = "a|b,<c>,label".to_owned();
        for row in 0..300 {
            text_of_file +=
                &format!("\n{},{},{}", row * 7919 % 300, row * 104_729 % 307, u8::from(row % 10 == 0));
        }
        let (report, options, origin) =
            fixture::of_file(&[("target", "label"), ("detectors", "logistic,knn")], &text_of_file);
        for place in 0..report.detectors.len() {
            let card = text(&report, &options, &origin, place, 0).unwrap();
            check(&card);
            assert!(card.contains("No row is called anomalous") && card.contains("| undefined | 0.000 |"));
            assert!(card.contains("chosen by hand") && card.contains("no answer key"));
            assert!(card.contains("The file own.csv.") && card.contains("a\\|b; \\<c\\>"));
        }
        assert_eq!(text(&report, &options, &origin, 9, 0), None);
    }

    #[test]
    fn what_balancing_did_is_said() {
        let settings = [("detectors", "forest"), ("balance", "on")];
        let (report, options, origin) = fixture::of_preset(&settings, "1500");
        let place = report.detectors.iter().position(|scored| scored.balanced).unwrap();
        let card = text(&report, &options, &origin, place, 1).unwrap();
        check(&card);
        assert!(
            card.contains("with synthetic rows")
                && card.contains("Had the rows been balanced before the split")
        );
    }
}
