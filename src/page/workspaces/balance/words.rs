//! What the view says, from what is known.

use crate::engine::Text;
use crate::engine::balance::{Making, Method, Report, Split};
use crate::engine::explore::text::percent;
use crate::engine::text::number;
use crate::page::language::{self, grouped};
use crate::page::runs::run::{Difference, Job};
use crate::protocol::balance::step;

/// What is done at so many percent of a job.
pub fn stage(job: Job, percent: u64) -> &'static str {
    match (job, step(percent)) {
        (Job::Open, _) | (Job::File, None) => t!("Reading the file"),
        (Job::Dataset, None) => t!("Generating the rows"),
        (_, Some(_)) if percent >= 100 => t!("Writing the files"),
        (_, Some(step)) => language::words(step.words()),
    }
}

/// In what a result differs from what is shown.
pub fn difference(difference: Difference) -> &'static str {
    match difference {
        Difference::Source => t!("Made from other data."),
        Difference::Options => t!("Made with other options."),
    }
}

/// What the method that the columns choose does, and why it is that one; none where the columns do not tell.
pub fn automatic(numeric: usize, categorical: usize) -> Option<String> {
    if numeric + categorical == 0 {
        return None;
    }
    let method = Making::Auto.method(numeric, categorical)?;
    let name = method.name();
    Some(match method {
        Method::Smote => t!(
            "{name}: interpolates numbers between neighbors. Chosen because all features are numbers.",
            name
        ),
        Method::SmoteN => {
            t!("{name}: takes categories from neighbors. Chosen because all features are categories.", name)
        }
        _ => t!(
            "{name}: interpolates numbers, takes categories from neighbors. Chosen because the data has both.",
            name
        ),
    })
}

/// How a part that was balanced is called.
pub fn title(split: Split) -> &'static str {
    if split == Split::Whole { t!("Whole table") } else { t!("Training part") }
}

/// How the parts came about.
pub fn parts(report: &Report, split: Split) -> String {
    let (rows, test) = (rows(report.train_rows), test_part(report));
    match split {
        Split::Stratified => {
            t!("{rows}: split first, then balanced. The test part stays as it was: {test}.", rows, test)
        }
        Split::Time => {
            t!("{rows}: the earlier ones, balanced. The later ones are the test part: {test}.", rows, test)
        }
        Split::Whole => t!("{rows}. Not split, so a score on these rows is too good.", rows),
    }
}

fn rows(count: u64) -> Text {
    text!("{count} row" | "{count} rows" % count, count = grouped(count))
}

/// The rows of the test part, and the share of the class that is the smallest in the training part.
fn test_part(report: &Report) -> Text {
    let present = report.classes.iter().filter(|class| class.before > 0);
    match present.min_by_key(|class| class.before) {
        Some(class) if report.test_rows > 0 => text!(
            "{count} row, {share} {class}" | "{count} rows, {share} {class}" % report.test_rows,
            count = grouped(report.test_rows),
            share = number(percent(class.test as f64 / report.test_rows as f64)),
            class = &class.name
        ),
        _ => rows(report.test_rows),
    }
}

/// What a balancing came to, for those who do not see it.
pub fn outcome(report: &Report) -> String {
    let (train, test) = (report.train_rows, report.test_rows);
    t!(
        "Done: {train}, {test}.",
        train = text!("{count} training row" | "{count} training rows" % train, count = grouped(train)),
        test = text!("{count} test row" | "{count} test rows" % test, count = grouped(test))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::balance::ClassCounts;

    fn report() -> Report {
        let class = |name: &str, before, test| ClassCounts {
            name: name.to_owned(),
            before,
            asked: 7_600,
            made: 7_600 - before,
            removed: 0,
            reached: 7_600,
            synthetic: 7_600 - before,
            test,
        };
        Report {
            target: "Is Anomaly".to_owned(),
            method: "smote-nc".to_owned(),
            rows: 10_000,
            train_rows: 15_200,
            test_rows: 2_000,
            left_out: 0,
            filled: 0,
            numeric: Vec::new(),
            categorical: Vec::new(),
            classes: vec![class("Normal", 7_600, 1_900), class("Anomalous", 400, 100)],
            quality: None,
            explained: [0.0; 2],
            points: Vec::new(),
            notes: Vec::new(),
        }
    }

    #[test]
    fn the_stage_follows_the_progress() {
        assert_eq!(stage(Job::Open, 50), "Reading the file");
        assert_eq!(stage(Job::Dataset, 5), "Generating the rows");
        assert_eq!(stage(Job::File, 5), "Reading the file");
        assert_eq!(stage(Job::Dataset, 50), "Making synthetic rows");
        assert_eq!(stage(Job::File, 100), "Writing the files");
    }

    #[test]
    fn the_automatic_method_says_why() {
        assert!(automatic(10, 9).unwrap().starts_with("SMOTE-NC: interpolates numbers"));
        assert!(automatic(10, 0).unwrap().contains("all features are numbers"));
        assert!(automatic(0, 9).unwrap().starts_with("SMOTE-N: "));
        assert_eq!(automatic(0, 0), None);
    }

    #[test]
    fn the_test_part_is_said_to_be_untouched() {
        let report = report();
        assert_eq!(
            parts(&report, Split::Stratified),
            "15,200 rows: split first, then balanced. The test part stays as it was: 2,000 rows, 5 % Anomalous."
        );
        assert!(parts(&report, Split::Whole).contains("too good"));
        assert_eq!(title(Split::Whole), "Whole table");
        assert_eq!(outcome(&report), "Done: 15,200 training rows, 2,000 test rows.");
    }
}
