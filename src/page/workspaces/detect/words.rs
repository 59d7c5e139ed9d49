//! What the view says, from what is known.

use crate::engine::detect::Scored;
use crate::engine::detect::report::Giveaway;
use crate::engine::explore::text::significant;
use crate::engine::models::bootstrap::Estimate;
use crate::engine::text::number;
use crate::page::language::{self, grouped};
use crate::page::runs::run::{Difference, Job};
use crate::protocol::detect::is_input;

/// What stands where a figure is undefined.
pub const NONE: &str = "–";

/// What is done at so many percent of a job.
pub fn stage(job: Job, percent: u64) -> &'static str {
    match job {
        Job::Open => t!("Reading the file"),
        Job::File if is_input(percent) => t!("Reading the file"),
        Job::Dataset if is_input(percent) => t!("Generating the rows"),
        Job::File | Job::Dataset => t!("Trying detectors"),
    }
}

/// In what a comparison differs from what is chosen now.
pub fn difference(difference: Difference) -> &'static str {
    match difference {
        Difference::Source => t!("The dataset changed."),
        Difference::Options => t!("Other options are chosen."),
    }
}

/// That columns give the label away.
pub fn giveaway(giveaways: &[Giveaway]) -> Option<String> {
    Some(match giveaways {
        [] => return None,
        [only] => t!(
            "{feature} alone tells the classes apart (AUC {auc}): the scores below say little.",
            feature = only.feature.clone(),
            auc = number(format!("{:.2}", only.auc))
        ),
        [one, other] => t!(
            "{one} and {other} each tell the classes apart: the scores below say little.",
            one = one.feature.clone(),
            other = other.feature.clone()
        ),
        [one, other, third, ..] => t!(
            "{one}, {other} and {third} each tell the classes apart: the scores below say little.",
            one = one.feature.clone(),
            other = other.feature.clone(),
            third = third.feature.clone()
        ),
    })
}

/// A figure from 0 to 1 with so many decimals; a dash where it is undefined.
pub fn figure(value: Option<f64>, decimals: usize) -> String {
    value
        .filter(|value| value.is_finite())
        .map_or_else(|| NONE.to_owned(), |value| language::number(&format!("{value:.decimals$}")))
}

/// The interval of a figure.
pub fn interval(estimate: Option<&Estimate>) -> Option<String> {
    estimate.map(|estimate| language::number(&format!("{:.2}–{:.2}", estimate.low, estimate.high)))
}

/// The same in words, or why there is no figure.
pub fn interval_title(estimate: Option<&Estimate>) -> String {
    match estimate {
        Some(estimate) => t!(
            "95 % of resamples lie between {low} and {high}",
            low = number(format!("{:.3}", estimate.low)),
            high = number(format!("{:.3}", estimate.high))
        ),
        None => t!("Undefined: a class has no row in the test part").to_owned(),
    }
}

/// A threshold; what it means where no row reaches it.
pub fn threshold(value: f64) -> String {
    if value.is_finite() {
        t!("score ≥ {threshold}", threshold = number(significant(value, 3)))
    } else {
        t!("above every score").to_owned()
    }
}

/// The length of the bar of an area, in percent: from chance to perfection.
pub fn bar(auc: f64) -> f64 {
    ((auc - 0.5) / 0.5).clamp(0.0, 1.0) * 100.0
}

/// How a detector learns, and from what.
pub fn learning(scored: &Scored) -> String {
    let learning = language::words(scored.learning.name());
    if scored.balanced { t!("{learning}, balanced", learning) } else { learning.to_owned() }
}

/// The name of a row: its id where rows were generated, else its number in the file.
pub fn row_name(generated_rows: Option<u64>, row: u32) -> String {
    match generated_rows {
        Some(rows) => crate::engine::dataset::schema::issue_id(rows, row.into()),
        None => t!("row {number}", number = grouped(u64::from(row) + 1)),
    }
}

/// An explained row: what it is, and whether that is predicted.
pub fn explained(row: &str, attack: &str, is_anomalous: bool, is_called: bool) -> String {
    let outcome = match (is_anomalous, is_called) {
        (true, true) => t!("a row" => "found"),
        (true, false) => t!("a row" => "missed"),
        (false, true) => t!("false alarm"),
        (false, false) => t!("a row" => "normal"),
    };
    let parts = [row, attack, outcome];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Rows with their attacks, by attack: the one with the most rows first, and rows without one last.
pub fn by_attack(rows: &[(u32, String)]) -> Vec<(String, Vec<u32>)> {
    let mut groups: Vec<(String, Vec<u32>)> = Vec::new();
    for (row, attack) in rows {
        match groups.iter_mut().find(|(name, _)| name == attack) {
            Some((_, rows)) => rows.push(*row),
            None => groups.push((attack.clone(), vec![*row])),
        }
    }
    groups.sort_by_key(|(name, rows)| (name.is_empty(), std::cmp::Reverse(rows.len())));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undefined_is_a_dash() {
        assert_eq!(
            (figure(None, 3), figure(Some(f64::NAN), 3), figure(Some(0.5), 3)),
            ("–".into(), "–".into(), "0.500".into())
        );
        assert!(interval_title(None).contains("Undefined") && interval(None).is_none());
        assert_eq!(
            (threshold(f64::INFINITY), threshold(0.4217)),
            ("above every score".into(), "score ≥ 0.422".into())
        );
        assert_eq!((bar(0.926).round(), bar(0.4), bar(1.0)), (85.0, 0.0, 100.0));
    }

    #[test]
    fn a_column_that_gives_the_label_away_is_named() {
        let one = |name: &str| Giveaway { feature: name.into(), auc: 1.0 };
        assert_eq!(giveaway(&[]), None);
        assert!(giveaway(&[one("Login Attempts")]).unwrap().starts_with("Login Attempts alone tells"));
        assert!(giveaway(&[one("a"), one("b")]).unwrap().starts_with("a and b each tell"));
    }

    #[test]
    fn explained_rows_say_what_became_of_them_and_missed_ones_stand_by_attack() {
        assert_eq!(explained("ISSUE-00003", "Ransomware", true, false), "ISSUE-00003, Ransomware, missed");
        assert_eq!(explained("row 3", "", false, true), "row 3, false alarm");
        let row = |row, attack: &str| (row, attack.to_owned());
        let groups = by_attack(&[row(4, ""), row(7, "a"), row(8, "b"), row(9, "b"), row(11, "")]);
        assert_eq!(groups, [("b".into(), vec![8, 9]), ("a".into(), vec![7]), (String::new(), vec![4, 11])]);
    }

    #[test]
    fn rows_are_named_as_in_their_data() {
        assert_eq!((row_name(Some(10_000), 2), row_name(None, 2)), ("ISSUE-00003".into(), "row 3".into()));
        assert_eq!(
            (stage(Job::Dataset, 1), stage(Job::File, 50)),
            ("Generating the rows", "Trying detectors")
        );
    }
}
