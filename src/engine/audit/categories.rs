//! What the names of a category say about the label.

use super::report::{Check, Measure, Verdict};
use super::rules::Rule;
use crate::engine::dataset::{Categories, Table};
use crate::engine::decimal::grouped;
use crate::engine::explore::text::percent;
use crate::engine::models::folds::FOLDS;
use crate::engine::models::rank::{self, Group, Stump};
use crate::engine::statistics::order::largest_first;
use crate::engine::text::{Text, number};

/// Names with fewer rows say nothing.
const MIN_ROWS: u64 = 5;

/// A name counts as one class's own only where chance would leave out the other class in fewer cases than this.
const BY_CHANCE: f64 = 1e-4;

/// Normal and anomalous rows of each name; rows without one come last.
fn counts(categories: &Categories, labels: &[bool]) -> Vec<[u64; 2]> {
    let mut counts = vec![[0, 0]; categories.names.len() + 1];
    let last = categories.names.len();
    for (code, &label) in categories.codes().zip(labels) {
        counts[last.min(code as usize)][usize::from(label)] += 1;
    }
    counts
}

/// The AUC of a category: every row is ranked by how often its name is anomalous in the other folds, so that rare
/// names do not tell their own label.
pub fn auc(categories: &Categories, labels: &[bool], folds: &[u8]) -> Option<f64> {
    rank::auc(&groups(categories, labels, folds))
}

/// The rows in the order of that rank.
pub fn groups(categories: &Categories, labels: &[bool], folds: &[u8]) -> Vec<Group> {
    let last = categories.names.len();
    let mut all = vec![[0_u64; 2]; last + 1];
    let mut own = vec![[[0_u64; 2]; FOLDS as usize]; last + 1];
    for ((code, &label), &fold) in categories.codes().zip(labels).zip(folds) {
        let code = last.min(code as usize);
        all[code][usize::from(label)] += 1;
        own[code][usize::from(fold)][usize::from(label)] += 1;
    }
    let anomalous = labels.iter().filter(|label| **label).count() as f64;
    let prior = anomalous / (labels.len() as f64).max(1.0);
    let score = |(code, &fold): (u32, &u8)| {
        let code = last.min(code as usize);
        let [normal, anomalous] = [0, 1].map(|class| all[code][class] - own[code][usize::from(fold)][class]);
        (anomalous as f64 + prior) / ((normal + anomalous) as f64 + 1.0)
    };
    let scores: Vec<f64> = categories.codes().zip(folds).map(score).collect();
    rank::groups(&scores, labels)
}

/// The best rule that calls one name, or all others, anomalous: the code stands in for the value, and `above` for
/// "is".
pub fn stump(categories: &Categories, labels: &[bool]) -> Option<Stump> {
    let counts = counts(categories, labels);
    let all = counts.iter().fold([0, 0], |sum: [u64; 2], count| [sum[0] + count[0], sum[1] + count[1]]);
    let mut best: Option<Stump> = None;
    for (code, &count) in counts.iter().enumerate().filter(|(_, count)| count[0] + count[1] > 0) {
        let others = [all[0] - count[0], all[1] - count[1]];
        for (above, called) in [(true, count), (false, others)] {
            let f1 = rank::f1(called, all[1]);
            if best.is_none_or(|best| f1 > best.f1) {
                best = Some(Stump { f1, value: code as f64, above, called });
            }
        }
    }
    best
}

/// The rows whose name in some feature column only one class has.
pub fn exclusive(table: &Table) -> Check {
    let [normal, anomalous] = table.counts();
    let rows = (normal + anomalous) as f64;
    let shares = [normal as f64 / rows, anomalous as f64 / rows];
    let mut found: Vec<(f64, &str, Text)> = Vec::new();
    for column in table.columns().iter().filter(|column| column.is_feature()) {
        let Some(categories) = column.categories() else { continue };
        let (mut inside, mut max) = (0, (0, Text::default()));
        for (code, count) in counts(categories, table.labels()).into_iter().enumerate() {
            let size = count[0] + count[1];
            let class = usize::from(count[0] == 0);
            let exclusive = count[0] == 0 || count[1] == 0;
            let chance = libm::pow(shares[class], size as f64);
            if exclusive && size >= MIN_ROWS && chance < BY_CHANCE {
                inside += size;
                if size > max.0 {
                    let name = categories.name(code as u32).into_owned();
                    let count = number(grouped(size));
                    let example = if class == 0 {
                        text!("'{name}' has {count} rows, all normal", name, count)
                    } else {
                        text!("'{name}' has {count} rows, all anomalous", name, count)
                    };
                    max = (size, example);
                }
            }
        }
        found.push((inside as f64 / rows, &column.field.name, max.1));
    }
    let found = largest_first(found, |found| found.0);
    let measures =
        found.iter().map(|(share, name, _)| Measure { name: (*name).to_owned(), value: *share }).collect();
    match found.first() {
        None => Check::new(
            Rule::ExclusiveValues,
            Verdict::NotApplicable,
            text!("No feature column holds categories."),
        ),
        Some((0.0, ..)) => Check {
            measures,
            ..Check::judged(
                Rule::ExclusiveValues,
                0.0,
                text!(
                    "Each of the {count} columns of categories shares its values between the classes.",
                    count = found.len()
                ),
            )
        },
        Some((share, name, example)) => Check {
            measures,
            ..Check::judged(
                Rule::ExclusiveValues,
                *share,
                text!(
                    "{share} of the rows bear a value of {name} that only one class has: {example}.",
                    share = number(percent(*share)),
                    name = *name,
                    example = example.clone()
                ),
            )
        }
        .of(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::{fixture, folds};

    fn column(names: &[&str], labels: &[bool]) -> Table {
        fixture::table(vec![fixture::categories("c", &[], names)], labels)
    }

    #[test]
    fn values_of_one_class_are_found_and_those_by_chance_are_not() {
        let labels: Vec<bool> = (0..400).map(|row| row % 20 == 0).collect();
        // 'odd' has 40 of the 380 normal rows: without an anomaly in 13 % of cases. 'even' has the others.
        let odd = |row: usize| if row % 10 == 1 { "odd" } else { "even" };
        let names: Vec<&str> = (0..400).map(|row| if row % 20 == 0 { "bad" } else { odd(row) }).collect();
        let check = exclusive(&column(&names, &labels));
        assert_eq!((check.verdict, check.column.as_deref()), (Verdict::Fail, Some("c")));
        assert!((check.value.unwrap() - 0.9).abs() < 1e-12 && check.reason.contains("340 rows"), "{check:?}");
        let names: Vec<&str> = (0..400).map(odd).collect();
        assert_eq!(exclusive(&column(&names, &labels)).verdict, Verdict::Pass);
    }

    #[test]
    fn rare_names_do_not_tell_their_own_label() {
        let labels: Vec<bool> = (0..400).map(|row| row % 4 == 0).collect();
        let names: Vec<String> = (0..400).map(|row| format!("name {row}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let table = column(&names, &labels);
        let categories = table.columns()[0].categories().unwrap();
        assert_eq!(auc(categories, &labels, &folds::folds(&labels)), Some(0.5));
        let halves: Vec<&str> = (0..400).map(|row| if row % 4 == 0 { "a" } else { "b" }).collect();
        let table = column(&halves, &labels);
        let categories = table.columns()[0].categories().unwrap();
        assert_eq!(auc(categories, &labels, &folds::folds(&labels)), Some(1.0));
        assert_eq!(
            stump(categories, &labels).unwrap(),
            Stump { f1: 1.0, value: 0.0, above: true, called: [0, 100] }
        );
    }
}
