//! Which rows an audit looks at where there are very many, and which rows are kept apart while a model learns.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::engine::random::{Permutation, Purpose, Streams};
use crate::engine::statistics::order::rising;

/// The number of folds of a cross-validation.
pub const FOLDS: u8 = 3;

/// The seed of the audit's own draws. It is fixed, so that the same data is always judged in the same way.
const SEED: u64 = 0;

fn permutation(count: u64) -> Permutation {
    Permutation::new(Streams::new(SEED), Purpose::Audit, count)
}

/// The keys of the permutation that [`sample`] draws with.
pub fn keys(total: u64) -> Vec<u64> {
    permutation(total).keys().to_vec()
}

/// Numbers below `total` in rising order: all of them, or `most` drawn at random where there are more.
pub fn sample(total: u64, most: u64) -> Vec<u64> {
    if total <= most {
        return (0..total).collect();
    }
    let permutation = permutation(total);
    // Exact: no data has 2⁵³ rows.
    let rows: Vec<f64> = (0..most).map(|place| permutation.of(place) as f64).collect();
    rising(&rows).into_iter().map(|place| rows[place] as u64).collect()
}

/// The fold of every row: drawn at random, with as many rows of each class in each as can be.
pub fn folds(labels: &[bool]) -> Vec<u8> {
    let count = |label: bool| labels.iter().filter(|&&other| other == label).count() as u64;
    let permutations = [permutation(count(false)), permutation(count(true))];
    let mut next = [0, 0];
    let fold = |&label: &bool| {
        let class = usize::from(label);
        let place = permutations[class].of(next[class]);
        next[class] += 1;
        (place % u64::from(FOLDS)) as u8
    };
    labels.iter().map(fold).collect()
}

/// The same folds, but with all rows of a group in one: the largest groups first, each goes to the fold with the fewest
/// such rows. Rows without a group stay where they are. None where there are fewer groups than folds.
pub fn with_groups(folds: &[u8], groups: &[Option<u64>]) -> Option<Vec<u8>> {
    let mut rows: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (row, group) in groups.iter().enumerate() {
        if let Some(group) = group {
            rows.entry(*group).or_default().push(row);
        }
    }
    if rows.len() < usize::from(FOLDS) {
        return None;
    }
    let mut rows: Vec<Vec<usize>> = rows.into_values().collect();
    rows.sort_by_key(|rows| (Reverse(rows.len()), rows.first().copied()));
    let mut folds = folds.to_vec();
    let mut counts = [0; FOLDS as usize];
    for rows in rows {
        let fold = (0..FOLDS).min_by_key(|&fold| counts[usize::from(fold)]).unwrap_or(0);
        counts[usize::from(fold)] += rows.len();
        for row in rows {
            if let Some(place) = folds.get_mut(row) {
                *place = fold;
            }
        }
    }
    Some(folds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stay_whole_and_folds_are_filled_evenly() {
        let groups: Vec<Option<u64>> =
            [7, 7, 7, 7, 5, 5, 5, 9, 9, 8].map(Some).into_iter().chain([None; 3]).collect();
        let before = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 2, 1, 0];
        let folds = with_groups(&before, &groups).unwrap();
        // Four rows, three rows, and two with one more.
        assert_eq!(folds, [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 1, 0]);
        assert_eq!(with_groups(&before, &[Some(1), Some(2), None]), None);
    }

    #[test]
    fn every_fold_has_its_share_of_both_classes() {
        let labels: Vec<bool> = (0..1_000).map(|row| row % 20 == 0).collect();
        let folds = folds(&labels);
        let mut counts = [[0; 2]; FOLDS as usize];
        for (&fold, &label) in folds.iter().zip(&labels) {
            counts[usize::from(fold)][usize::from(label)] += 1;
        }
        assert!(
            counts
                .iter()
                .all(|&[normal, anomalous]| (316..=317).contains(&normal) && (16..=17).contains(&anomalous))
        );
    }

    #[test]
    fn a_sample_is_spread_over_all_rows_and_has_none_twice() {
        assert_eq!(sample(4, 5), [0, 1, 2, 3]);
        assert_eq!(sample(0, 5), [0; 0]);
        let rows = sample(1_000_000, 10_000);
        assert!(rows.len() == 10_000 && rows.windows(2).all(|pair| pair[0] < pair[1]));
        let first_half = rows.partition_point(|&row| row < 500_000);
        assert!((4_800..5_200).contains(&first_half), "{first_half}");
    }
}
