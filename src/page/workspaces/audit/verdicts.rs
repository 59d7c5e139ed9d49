//! The words of the verdict, and the order of the checks. Without the browser.

use crate::engine::Configuration;
use crate::engine::audit::{Check, Report, Rule, Verdict};
use crate::page::language;

/// The class and the word of a verdict's pill.
pub fn pill(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Pass => ("pass", t!("Pass")),
        Verdict::Warn => ("warn", t!("Warn")),
        Verdict::Fail => ("fail", t!("Fail")),
        Verdict::NotApplicable => ("none", t!("Does not apply")),
    }
}

/// The checks that say something: failed ones first, then warnings, then those that pass; each in the report's order.
pub fn ordered(report: &Report) -> Vec<&Check> {
    let of = |verdict| report.checks.iter().filter(move |check| check.verdict == verdict);
    [Verdict::Fail, Verdict::Warn, Verdict::Pass].into_iter().flat_map(of).collect()
}

/// The checks that do not apply.
pub fn not_applicable(report: &Report) -> Vec<&Check> {
    report.checks.iter().filter(|check| check.verdict == Verdict::NotApplicable).collect()
}

/// The verdict in a line.
pub fn headline(report: &Report) -> String {
    let [fail, warn] = [Verdict::Fail, Verdict::Warn].map(|verdict| report.count(verdict));
    let total = report.checks.len() - report.count(Verdict::NotApplicable);
    match (fail, warn) {
        (0, 0) if total == 1 => t!("The one check passes").to_owned(),
        (0, 0) => t!("All {total} checks pass", total),
        (0, _) => {
            t!("No check fails, {count} warning" | "No check fails, {count} warnings" % warn, count = warn)
        }
        _ => t!(
            "{count} of {total} checks fails" | "{count} of {total} checks fail" % fail,
            count = fail,
            total
        ),
    }
}

/// Which data was audited.
pub fn subject(configuration: &Configuration, report: &Report) -> String {
    let (preset, seed) = (configuration.preset.name(), configuration.seed);
    let rows = language::grouped(report.rows);
    if report.rows_examined < report.rows {
        let examined = language::grouped(report.rows_examined);
        return t!(
            "{preset} · seed {seed} · {rows} rows, {examined} of them examined",
            preset,
            seed,
            rows,
            examined
        );
    }
    t!(
        "{preset} · seed {seed} · {rows} row" | "{preset} · seed {seed} · {rows} rows" % report.rows,
        preset,
        seed,
        rows
    )
}

/// What the verdict means for whoever trains a model on the data.
pub fn meaning(report: &Report) -> String {
    let verdict = |rule: Rule| report.check(rule).map_or(Verdict::NotApplicable, |check| check.verdict);
    let is_of = |rules: &[Rule], of: Verdict| rules.iter().any(|rule| verdict(*rule) == of);
    let probe = report.check(Rule::Probe);
    let one_column = [Rule::SingleFeature, Rule::Stump, Rule::RangeOverlap];
    let easy = [Rule::TwoLevels, Rule::ThreeLevels, Rule::Probe, Rule::WithoutStrongest];
    let read = [Rule::ExclusiveValues, Rule::TimeWindow, Rule::TimeQuarters, Rule::RowOrder];
    let is_hard = |of: Verdict| {
        probe.is_some_and(|probe| probe.verdict == of && probe.value.is_some_and(|auc| auc < 0.9))
    };
    let text = if verdict(Rule::Probe) == Verdict::NotApplicable {
        t!("There are too few rows of one class to say how hard the anomalous rows are to find.")
    } else if is_of(&one_column, Verdict::Fail) {
        t!("A model trained on this data learns one column. Good for a lesson, not for training.")
    } else if is_hard(Verdict::Fail) {
        t!("Even a model that sees every column finds hardly any anomalous rows.")
    } else if is_of(&easy, Verdict::Fail) {
        t!("The anomalous rows are so easy to find that good and bad models score alike.")
    } else if is_of(&read, Verdict::Fail) {
        t!(
            "A model can read the label from names, dates or the order of rows, which says nothing about new data."
        )
    } else if verdict(Rule::Contamination) == Verdict::Fail {
        t!("Anomalous rows are far more frequent than in practice, so scores look better than they are.")
    } else if verdict(Rule::UnseenCampaigns) == Verdict::Fail {
        t!("A model learns the few campaigns by heart, which says nothing about attacks that are new to it.")
    } else if verdict(Rule::Baseline) == Verdict::Fail {
        t!("What is usual for a user hides the anomalous rows from whoever compares users with themselves.")
    } else if report.count(Verdict::Fail) > 0 {
        t!("Something in the data is not as declared. Fix it before you train a model.")
    } else if is_hard(Verdict::Warn) {
        t!("Fit for training, but the anomalous rows are hard to find.")
    } else if report.count(Verdict::Warn) > 0 {
        t!("Fit for training. Keep the warnings in mind when you compare scores.")
    } else {
        t!("No column gives the label away, and a good model can still find it. Fit for training.")
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    fn report(verdicts: &[(Rule, Verdict)]) -> Report {
        let check = |(rule, verdict): &(Rule, Verdict)| Check::new(*rule, *verdict, "So it is.");
        Report {
            rows: 1_000,
            anomalous: 50,
            rows_examined: 1_000,
            checks: verdicts.iter().map(check).collect(),
        }
    }

    #[test]
    fn failed_checks_come_first_and_those_that_do_not_apply_stand_apart() {
        use Verdict::{Fail, NotApplicable, Pass, Warn};
        let report = report(&[
            (Rule::SingleFeature, Pass),
            (Rule::Stump, Warn),
            (Rule::TwoLevels, Fail),
            (Rule::ThreeLevels, NotApplicable),
            (Rule::ExclusiveValues, Fail),
            (Rule::RangeOverlap, Pass),
        ]);
        let keys: Vec<&str> = ordered(&report).iter().map(|check| check.key.as_str()).collect();
        assert_eq!(keys, ["tree-2", "exclusive-values", "stump", "single-feature", "range-overlap"]);
        assert_eq!(not_applicable(&report).len(), 1);
        assert_eq!(headline(&report), "2 of 5 checks fail");
    }

    #[test]
    fn the_headline_counts_the_checks_that_apply() {
        use Verdict::{Fail, NotApplicable, Pass, Warn};
        let headline = |verdicts: &[(Rule, Verdict)]| headline(&report(verdicts));
        assert_eq!(
            headline(&[(Rule::Stump, Pass), (Rule::Probe, Pass), (Rule::Domain, NotApplicable)]),
            "All 2 checks pass"
        );
        assert_eq!(headline(&[(Rule::Stump, Fail), (Rule::Probe, Pass)]), "1 of 2 checks fails");
        assert_eq!(headline(&[(Rule::Stump, Warn), (Rule::Probe, Pass)]), "No check fails, 1 warning");
        assert_eq!(headline(&[(Rule::Stump, Pass)]), "The one check passes");
    }

    #[test]
    fn the_meaning_follows_the_gravest_fault() {
        use Verdict::{Fail, NotApplicable, Pass, Warn};
        for (verdicts, part) in [
            (
                &[(Rule::SingleFeature, Fail), (Rule::Probe, Fail), (Rule::Contamination, Fail)][..],
                "learns one column",
            ),
            (&[(Rule::ThreeLevels, Fail), (Rule::Probe, Pass)], "good and bad models"),
            (&[(Rule::ExclusiveValues, Fail), (Rule::Probe, Pass)], "read the label"),
            (&[(Rule::Contamination, Fail), (Rule::Stump, Warn), (Rule::Probe, Pass)], "more frequent"),
            (&[(Rule::UnseenCampaigns, Fail), (Rule::Probe, Pass)], "campaigns by heart"),
            (&[(Rule::Baseline, Fail), (Rule::Probe, Pass)], "compares users with themselves"),
            (&[(Rule::Domain, Fail), (Rule::Probe, Pass)], "not as declared"),
            (&[(Rule::Stump, Warn), (Rule::Probe, Pass)], "warnings in mind"),
            (&[(Rule::Stump, Pass), (Rule::Probe, Pass)], "Fit for training."),
            (&[(Rule::Probe, NotApplicable)], "too few rows"),
        ] {
            let meaning = meaning(&report(verdicts));
            assert!(meaning.contains(part), "{verdicts:?}: {meaning}");
        }
    }

    #[test]
    fn the_subject_says_when_only_a_sample_was_examined() {
        let configuration = Preset::Classic.configuration();
        let mut report = report(&[]);
        assert_eq!(subject(&configuration, &report), "Classic · seed 7 · 1,000 rows");
        report.rows = 150_000;
        assert_eq!(
            subject(&configuration, &report),
            "Classic · seed 7 · 150,000 rows, 1,000 of them examined"
        );
    }
}
