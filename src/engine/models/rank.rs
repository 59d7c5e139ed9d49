//! What the order of a column's values says about the label: one sort of the column, then sums over groups of
//! equal values.

use crate::engine::statistics::order::rising;

/// The rows that share a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// The value.
    pub value: f64,
    /// Normal and anomalous rows.
    pub counts: [u64; 2],
}

/// The groups of equal values, in rising order. Rows without a value are left out.
pub fn groups(values: &[f64], labels: &[bool]) -> Vec<Group> {
    let present = values.iter().zip(labels).filter(|(value, _)| !value.is_nan());
    let (values, labels): (Vec<f64>, Vec<bool>) = present.unzip();
    let mut groups: Vec<Group> = Vec::new();
    for place in rising(&values) {
        let (value, label) = (values[place], labels[place]);
        match groups.last_mut() {
            Some(group) if group.value == value => group.counts[usize::from(label)] += 1,
            _ => groups.push(Group { value, counts: [u64::from(!label), u64::from(label)] }),
        }
    }
    groups
}

/// Normal and anomalous rows of all groups.
pub fn totals(groups: &[Group]) -> [u64; 2] {
    groups.iter().fold([0, 0], |sum, group| [sum[0] + group.counts[0], sum[1] + group.counts[1]])
}

/// The area under the ROC curve: the share of pairs of an anomalous and a normal row in which the anomalous one has
/// the greater value, ties counting half (Mann and Whitney, 1947). None where a class has no row.
pub fn auc(groups: &[Group]) -> Option<f64> {
    let (mut twice, mut below) = (0_u64, 0_u64);
    for Group { counts: [normal, anomalous], .. } in groups {
        twice += anomalous * (2 * below + normal);
        below += normal;
    }
    let [normal, anomalous] = totals(groups);
    let pairs = normal * anomalous;
    (pairs > 0).then(|| twice as f64 / (2.0 * pairs as f64))
}

/// The largest distance of an AUC from 0.5 that chance alone makes, in 999 of 1,000 cases.
pub fn chance([normal, anomalous]: [u64; 2]) -> f64 {
    let (normal, anomalous) = (normal as f64, anomalous as f64);
    3.29 * ((normal + anomalous + 1.0) / (12.0 * normal * anomalous)).sqrt()
}

/// How likely an AUC of 0 or 1 is by chance.
pub fn perfect_by_chance([normal, anomalous]: [u64; 2]) -> f64 {
    let fewer = normal.min(anomalous);
    let orders = (0..fewer)
        .fold(1.0, |orders, drawn| orders * (normal + anomalous - drawn) as f64 / (drawn + 1) as f64);
    2.0 / orders
}

/// A rule with one threshold: rows on one side of it are called anomalous.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stump {
    /// The harmonic mean of precision and recall.
    pub f1: f64,
    /// The value at the threshold, itself called anomalous.
    pub value: f64,
    /// Whether greater values are called anomalous, else smaller ones.
    pub above: bool,
    /// Rows called anomalous, those that are normal and those that are.
    pub called: [u64; 2],
}

/// F1 where `called` rows of the two classes are called anomalous and `anomalous` are.
pub fn f1(called: [u64; 2], anomalous: u64) -> f64 {
    let denominator = called[0] + called[1] + anomalous;
    if denominator == 0 { 0.0 } else { 2.0 * called[1] as f64 / denominator as f64 }
}

/// The stump with the best F1 over all thresholds and both sides, where the whole table has `anomalous` anomalous
/// rows. None without a value.
pub fn stump(groups: &[Group], anomalous: u64) -> Option<Stump> {
    let all = totals(groups);
    let mut below = [0, 0];
    let mut best: Option<Stump> = None;
    for &Group { value, counts } in groups {
        let from_here = [all[0] - below[0], all[1] - below[1]];
        below = [below[0] + counts[0], below[1] + counts[1]];
        for (above, called) in [(true, from_here), (false, below)] {
            let f1 = f1(called, anomalous);
            if best.is_none_or(|best| f1 > best.f1) {
                best = Some(Stump { f1, value, above, called });
            }
        }
    }
    best
}

/// The share of normal and of anomalous rows whose value lies in the range that both classes reach. None where a
/// class has no value.
pub fn overlap(groups: &[Group]) -> Option<[f64; 2]> {
    let reach = |class: usize| {
        let mut reached = groups.iter().filter(|group| group.counts[class] > 0).map(|group| group.value);
        let first = reached.next()?;
        Some((first, reached.next_back().unwrap_or(first)))
    };
    let (normal, anomalous) = (reach(0)?, reach(1)?);
    let (min, max) = (normal.0.max(anomalous.0), normal.1.min(anomalous.1));
    let shared = |group: &&Group| (min..=max).contains(&group.value);
    let inside = groups
        .iter()
        .filter(shared)
        .fold([0, 0], |sum: [u64; 2], group| [sum[0] + group.counts[0], sum[1] + group.counts[1]]);
    let all = totals(groups);
    Some([inside[0] as f64 / all[0] as f64, inside[1] as f64 / all[1] as f64])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(values: &[f64], labels: &[u8]) -> Vec<Group> {
        groups(values, &labels.iter().map(|&label| label == 1).collect::<Vec<_>>())
    }

    #[test]
    fn auc_is_scikit_learns() {
        assert_eq!(auc(&of(&[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1])), Some(0.75));
        assert_eq!(auc(&of(&[1.0, 1.0, 0.0, 2.0], &[0, 1, 0, 1])), Some(0.875));
        assert_eq!(auc(&of(&[1.0, 2.0], &[1, 1])), None);
        assert_eq!(auc(&of(&[0.0, -0.0, 5.0], &[0, 1, 1])), Some(0.75));
    }

    #[test]
    fn a_stump_calls_one_side_and_counts_rows_without_a_value_as_missed() {
        let best = stump(&of(&[1.0, 2.0, 3.0, 4.0, f64::NAN], &[0, 0, 1, 1, 1]), 3).unwrap();
        assert_eq!(best, Stump { f1: 0.8, value: 3.0, above: true, called: [0, 2] });
        let best = stump(&of(&[1.0, 2.0, 3.0, 4.0], &[1, 0, 0, 0]), 1).unwrap();
        assert_eq!((best.f1, best.value, best.above), (1.0, 1.0, false));
        assert_eq!(stump(&[], 3), None);
    }

    #[test]
    fn overlap_is_of_the_range_that_both_reach() {
        assert_eq!(overlap(&of(&[1.0, 2.0, 3.0, 4.0], &[0, 0, 1, 1])), Some([0.0, 0.0]));
        assert_eq!(overlap(&of(&[1.0, 2.0, 3.0, 4.0], &[0, 1, 0, 1])), Some([0.5, 0.5]));
        assert_eq!(overlap(&of(&[7.0, 7.0], &[0, 1])), Some([1.0, 1.0]));
        assert_eq!(overlap(&of(&[7.0, 7.0], &[1, 1])), None);
    }

    proptest! {
        #[test]
        fn auc_is_the_share_of_pairs(rows in prop::collection::vec((-4_i8..4, any::<bool>()), 0..60)) {
            let values: Vec<f64> = rows.iter().map(|row| f64::from(row.0)).collect();
            let labels: Vec<bool> = rows.iter().map(|row| row.1).collect();
            let (mut sum, mut pairs) = (0.0, 0.0);
            for (a, _) in values.iter().zip(&labels).filter(|row| *row.1) {
                for (b, _) in values.iter().zip(&labels).filter(|row| !*row.1) {
                    sum += if a > b { 1.0 } else if a == b { 0.5 } else { 0.0 };
                    pairs += 1.0;
                }
            }
            let groups = groups(&values, &labels);
            match auc(&groups) {
                None => prop_assert_eq!(pairs, 0.0),
                Some(auc) => prop_assert!((auc - sum / pairs).abs() < 1e-12 && (0.0..=1.0).contains(&auc)),
            }
            let anomalous = labels.iter().filter(|label| **label).count() as u64;
            for &threshold in &values {
                for above in [true, false] {
                    let calls = |value: f64| if above { value >= threshold } else { value <= threshold };
                    let mut called = [0, 0];
                    for (value, label) in values.iter().zip(&labels) {
                        called[usize::from(*label)] += u64::from(calls(*value));
                    }
                    prop_assert!(stump(&groups, anomalous).unwrap().f1 >= f1(called, anomalous));
                }
            }
        }
    }
}
