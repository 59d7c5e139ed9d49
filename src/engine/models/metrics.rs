//! How well scores put anomalous rows first, and what a threshold makes of them. All of it reads the groups of equal
//! scores in rising order ([`rank::groups`](super::rank::groups)); the area under the ROC curve is [`rank::auc`](super::rank::auc).
//! A row is called anomalous where its score is at or above the threshold, as in scikit-learn. What is undefined, such
//! as a figure of rows of one class, is none.

use serde::{Deserialize, Serialize};

use super::rank::{Group, totals};

/// The share of anomalous rows; none without rows.
pub fn contamination(groups: &[Group]) -> Option<f64> {
    let [normal, anomalous] = totals(groups);
    share(anomalous, normal + anomalous)
}

/// Average precision: the precision at each score, weighted by the share of anomalous rows that have it. There is no
/// interpolation, and tied scores are one step, as in scikit-learn's `average_precision_score`. None where a class has
/// no row.
pub fn average_precision(groups: &[Group]) -> Option<f64> {
    let [_, all] = both_classes(groups)?;
    let (mut called, mut found, mut sum) = (0, 0, 0.0);
    for [normal, anomalous] in groups.iter().rev().map(|group| group.counts) {
        called += normal + anomalous;
        found += anomalous;
        sum += anomalous as f64 * (found as f64 / called as f64);
    }
    Some(sum / all as f64)
}

/// What the rows with the highest scores hold.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Top {
    /// The share of them that is anomalous.
    pub precision: f64,
    /// The share of all anomalous rows that is among them.
    pub recall: f64,
}

/// Precision and recall among the `rows` highest scores; of rows that are tied at the cut, the expected number is
/// taken. None where a class has no row, or of no rows.
///
/// With as many rows as are anomalous, both are precision at n; without a tie at the cut it is PyOD's
/// `precision_n_scores`, which leaves all rows of the tie out.
pub fn top(groups: &[Group], rows: u64) -> Option<Top> {
    let [normal, all] = both_classes(groups)?;
    let rows = rows.min(normal + all);
    let (mut left, mut found) = (rows, 0.0);
    for [normal, anomalous] in groups.iter().rev().map(|group| group.counts) {
        let taken = left.min(normal + anomalous);
        found += anomalous as f64 * taken as f64 / (normal + anomalous).max(1) as f64;
        left -= taken;
    }
    (rows > 0).then(|| Top { precision: found / rows as f64, recall: found / all as f64 })
}

/// Precision among as many rows as are anomalous; recall is the same. None where a class has no row.
pub fn precision_at_n(groups: &[Group]) -> Option<f64> {
    let [_, anomalous] = totals(groups);
    top(groups, anomalous).map(|top| top.precision)
}

/// A precision, or an average precision, on a scale where chance is 0 and perfection 1, so that data of different
/// contamination can be compared (Campos et al., "On the evaluation of unsupervised outlier detection", 2016). None
/// where all rows are anomalous.
pub fn adjusted(precision: f64, contamination: f64) -> Option<f64> {
    (contamination < 1.0).then(|| (precision - contamination) / (1.0 - contamination))
}

/// What calling rows anomalous costs, in any unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Costs {
    /// Of a normal row that is called anomalous.
    pub false_alarm: f64,
    /// Of an anomalous row that is not.
    pub missed: f64,
}

/// Rows by what they are called and what they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    /// Anomalous rows that are called so.
    pub true_positives: u64,
    /// Normal rows that are called anomalous.
    pub false_positives: u64,
    /// Normal rows that are called so.
    pub true_negatives: u64,
    /// Anomalous rows that are called normal.
    pub false_negatives: u64,
}

impl Confusion {
    /// Where `called` of `all` normal and anomalous rows are called anomalous.
    fn new(called: [u64; 2], all: [u64; 2]) -> Self {
        Confusion {
            true_positives: called[1],
            false_positives: called[0],
            true_negatives: all[0] - called[0],
            false_negatives: all[1] - called[1],
        }
    }

    /// The share of the rows called anomalous that are; none where none is called so.
    pub fn precision(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_positives)
    }

    /// The share of the anomalous rows that are called so; none where no row is anomalous.
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// The share of the normal rows that are called anomalous; none where no row is normal.
    pub fn false_positive_rate(&self) -> Option<f64> {
        share(self.false_positives, self.false_positives + self.true_negatives)
    }

    /// The harmonic mean of precision and recall; none where no row is anomalous or called so.
    pub fn f1(&self) -> Option<f64> {
        let wrong = self.false_positives + self.false_negatives;
        share(2 * self.true_positives, 2 * self.true_positives + wrong)
    }

    /// What the wrong calls cost.
    pub fn cost(&self, costs: Costs) -> f64 {
        self.false_positives as f64 * costs.false_alarm + self.false_negatives as f64 * costs.missed
    }
}

/// A threshold, and what it makes of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct OperatingPoint {
    /// The lowest score that is called anomalous; infinite where no row is.
    pub threshold: f64,
    /// The rows.
    pub confusion: Confusion,
}

/// Every threshold that makes a difference, in falling order: first an infinite one, then each score.
pub fn operating_points(groups: &[Group]) -> impl Iterator<Item = OperatingPoint> + '_ {
    let all = totals(groups);
    let mut called = [0, 0];
    let first = OperatingPoint { threshold: f64::INFINITY, confusion: Confusion::new(called, all) };
    let further = groups.iter().rev().map(move |group| {
        called = [called[0] + group.counts[0], called[1] + group.counts[1]];
        OperatingPoint { threshold: group.value, confusion: Confusion::new(called, all) }
    });
    std::iter::once(first).chain(further)
}

/// What a threshold makes of the rows.
pub fn confusion(groups: &[Group], threshold: f64) -> Confusion {
    let first = groups.partition_point(|group| group.value < threshold);
    Confusion::new(totals(groups.get(first..).unwrap_or_default()), totals(groups))
}

/// The threshold with the best F1; of several the highest. None where a class has no row.
pub fn best_f1(groups: &[Group]) -> Option<OperatingPoint> {
    best(groups, |confusion| confusion.f1().unwrap_or(0.0))
}

/// The threshold of the lowest cost; of several the highest, which is infinite where no alarm pays. None where a class
/// has no row.
pub fn least_cost(groups: &[Group], costs: Costs) -> Option<OperatingPoint> {
    best(groups, |confusion| -confusion.cost(costs))
}

/// The highest of the thresholds of the largest worth.
fn best(groups: &[Group], worth: impl Fn(&Confusion) -> f64) -> Option<OperatingPoint> {
    both_classes(groups)?;
    operating_points(groups)
        .reduce(|best, other| if worth(&other.confusion) > worth(&best.confusion) { other } else { best })
}

/// Normal and anomalous rows; none where there is none of a class.
pub(super) fn both_classes(groups: &[Group]) -> Option<[u64; 2]> {
    Some(totals(groups)).filter(|totals| totals.iter().all(|&count| count > 0))
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::rank::groups;

    fn of(scores: &[f64], labels: &[u8]) -> Vec<Group> {
        groups(scores, &labels.iter().map(|&label| label == 1).collect::<Vec<bool>>())
    }

    #[test]
    fn figures_of_four_rows() {
        let groups = of(&[0.1, 0.4, 0.35, 0.8], &[0, 0, 1, 1]);
        assert!((average_precision(&groups).unwrap() - 5.0 / 6.0).abs() < 1e-15);
        assert_eq!(precision_at_n(&groups), Some(0.5));
        assert_eq!(top(&groups, 1), Some(Top { precision: 1.0, recall: 0.5 }));
        assert_eq!(top(&groups, 99), Some(Top { precision: 0.5, recall: 1.0 }));
        assert_eq!(top(&groups, 0), None);
        let tied = of(&[1.0, 1.0, 0.0, 2.0], &[0, 1, 0, 1]);
        assert!((average_precision(&tied).unwrap() - 5.0 / 6.0).abs() < 1e-15);
        assert_eq!(precision_at_n(&tied), Some(0.75));
    }

    #[test]
    fn a_constant_score_is_worth_as_much_as_chance() {
        let groups = of(&[3.0; 5], &[0, 0, 1, 0, 0]);
        assert_eq!(average_precision(&groups), Some(0.2));
        assert_eq!(precision_at_n(&groups), Some(0.2));
        assert_eq!(adjusted(0.2, contamination(&groups).unwrap()), Some(0.0));
    }

    #[test]
    fn precision_is_adjusted_as_in_campos() {
        assert!((adjusted(0.191_49, 47.0 / 198.0).unwrap() + 0.060_17).abs() < 1e-4);
        assert_eq!(adjusted(1.0, 1.0), None);
    }

    #[test]
    fn rows_of_one_class_have_no_figures() {
        for groups in
            [of(&[1.0, 2.0], &[1, 1]), of(&[1.0, 2.0], &[0, 0]), of(&[], &[]), of(&[f64::NAN], &[1])]
        {
            assert_eq!((average_precision(&groups), precision_at_n(&groups)), (None, None));
            assert_eq!((best_f1(&groups), top(&groups, 1)), (None, None));
            assert_eq!(least_cost(&groups, Costs { false_alarm: 1.0, missed: 1.0 }), None);
        }
        assert_eq!(Confusion::default().precision(), None);
        assert_eq!(contamination(&[]), None);
    }

    #[test]
    fn thresholds_weigh_false_alarms_against_missed_anomalies() {
        let groups = of(&[5.0, 4.0, 3.0, 2.0, 1.0], &[0, 1, 0, 1, 0]);
        let threshold =
            |false_alarm, missed| least_cost(&groups, Costs { false_alarm, missed }).unwrap().threshold;
        assert_eq!(threshold(1.0, 0.5), f64::INFINITY);
        assert_eq!(threshold(1.0, 10.0), 2.0);
        assert_eq!(threshold(0.0, 1.0), 2.0);
        let best = best_f1(&groups).unwrap();
        assert_eq!((best.threshold, best.confusion.f1()), (2.0, Some(2.0 / 3.0)));
        assert_eq!(confusion(&groups, 3.5), Confusion::new([1, 1], [3, 2]));
        assert_eq!(confusion(&groups, f64::INFINITY), Confusion::new([0, 0], [3, 2]));
        assert_eq!(confusion(&groups, 4.0).cost(Costs { false_alarm: 2.0, missed: 5.0 }), 7.0);
    }
}
