//! How strongly two columns go together, whatever their types: correlations of numbers, Cramér's V of names, and the
//! correlation ratio of numbers by names. All over the rows that have both values.

use std::borrow::Cow;
use std::ops::Range;

use super::sorting::ranks;
use super::{Middle, sum};
use crate::engine::dataset::MISSING;

/// Values whose products are summed before they are added to those of others.
const TOGETHER: usize = 1_024;

/// Pearson's correlation over the rows that have both values, as pandas' `corr`. None where fewer than two rows have
/// both, or one column is constant.
pub fn pearson(first: &[f64], second: &[f64]) -> Option<f64> {
    of_full(&with_both(first, second), &with_both(second, first))
}

fn of_full(first: &[f64], second: &[f64]) -> Option<f64> {
    let (a, b) = (varying(first)?, varying(second)?);
    let (mut both, mut squares) = (0.0, [0.0, 0.0]);
    for (first, second) in first.chunks(TOGETHER).zip(second.chunks(TOGETHER)) {
        let mut part = [0.0; 3];
        for (x, y) in first.iter().zip(second) {
            let (x, y) = (a.distance(*x), b.distance(*y));
            part = [part[0] + x * y, part[1] + x * x, part[2] + y * y];
        }
        both += part[0];
        squares = [squares[0] + part[1], squares[1] + part[2]];
    }
    coefficient(both, squares)
}

/// The middle of values that are not all the same.
fn varying(values: &[f64]) -> Option<Middle> {
    let varies = values.iter().any(|value| Some(value) != values.first());
    varies.then(|| Middle::of(values)).flatten()
}

/// Pearson's correlation, of the sums of the distances' products and squares.
fn coefficient(both: f64, squares: [f64; 2]) -> Option<f64> {
    let scale = squares[0].sqrt() * squares[1].sqrt();
    (scale > 0.0).then(|| (both / scale).clamp(-1.0, 1.0))
}

/// [`pearson`] of each pair of columns that have a value in each of so many rows, row by row; none where one has not. Of each column,
/// `read` gives the values of some rows: they are read twice, and those of one column alone are held at once.
pub fn pearsons(
    columns: usize,
    rows: usize,
    read: impl Fn(usize, Range<usize>) -> Vec<f64>,
) -> Option<Vec<Vec<Option<f64>>>> {
    let mut middles = Vec::new();
    for column in 0..columns {
        let values = read(column, 0..rows);
        if values.iter().any(|value| value.is_nan()) {
            return None;
        }
        middles.push(varying(&values));
    }
    let mut sums = vec![vec![0.0; columns]; columns];
    for start in (0..rows).step_by(TOGETHER) {
        let distances = |(column, middle): (usize, &Option<Middle>)| -> Vec<f64> {
            let values = read(column, start..rows.min(start + TOGETHER));
            middle.map_or_else(Vec::new, |middle| {
                values.into_iter().map(|value| middle.distance(value)).collect()
            })
        };
        let distances: Vec<Vec<f64>> = middles.iter().enumerate().map(distances).collect();
        for (place, (first, sums)) in distances.iter().zip(&mut sums).enumerate() {
            for (second, sum) in distances.iter().zip(sums).skip(place) {
                *sum += first.iter().zip(second).fold(0.0, |sum, (x, y)| sum + x * y);
            }
        }
    }
    let value = |i: usize, j: usize| match (i == j, middles[i].and(middles[j])) {
        (true, _) => Some(1.0),
        (false, Some(_)) => coefficient(sums[i.min(j)][i.max(j)], [sums[i][i], sums[j][j]]),
        (false, None) => None,
    };
    Some((0..columns).map(|i| (0..columns).map(|j| value(i, j)).collect()).collect())
}

/// Spearman's rank correlation over the rows that have both values: Pearson's of the ranks among these rows, equal
/// values sharing the mean of their ranks. None where [`pearson`] has none.
pub fn spearman(first: &[f64], second: &[f64]) -> Option<f64> {
    let [first, second] = [with_both(first, second), with_both(second, first)].map(|values| ranks(&values));
    of_full(&first, &second)
}

/// The values of rows that have the other value as well. They are not copied where all have.
fn with_both<'a>(own: &'a [f64], other: &[f64]) -> Cow<'a, [f64]> {
    let both = || own.iter().zip(other).filter(|(own, other)| !own.is_nan() && !other.is_nan());
    match both().count() == own.len() {
        true => Cow::Borrowed(own),
        false => both().map(|(own, _)| *own).collect(),
    }
}

/// The area under the ROC curve of a value that tells two groups apart: the share of pairs, one of each group, in which the
/// second has the greater value, ties counting half (Mann and Whitney, 1947). Both in rising order; none where one is empty.
pub fn auc(first: &[f64], second: &[f64]) -> Option<f64> {
    let (mut below, mut up_to, mut twice) = (0_usize, 0_usize, 0_u64);
    for value in second {
        while first.get(below).is_some_and(|other| other < value) {
            below += 1;
        }
        while first.get(up_to).is_some_and(|other| other <= value) {
            up_to += 1;
        }
        twice += (below + up_to) as u64;
    }
    let pairs = first.len() as f64 * second.len() as f64;
    (pairs > 0.0).then(|| twice as f64 / (2.0 * pairs))
}

/// Cramér's V of two columns of names, without correction for bias: √(χ² / (n (min(r, c) - 1))), with the r and c names
/// that occur in rows that have both (Cramér, 1946; SciPy's `association` with `method="cramer"`). None where one of the
/// two has fewer than two names.
pub fn cramers_v(first: &[u32], second: &[u32]) -> Option<f64> {
    let size = |codes: &[u32]| {
        codes.iter().filter(|&&code| code != MISSING).max().map_or(0, |&code| code as usize + 1)
    };
    let (rows, columns) = (size(first), size(second));
    let both = || first.iter().zip(second).filter(|(a, b)| **a != MISSING && **b != MISSING);
    let (mut up, mut across) = (vec![0_u64; rows], vec![0_u64; columns]);
    for (&a, &b) in both() {
        up[a as usize] += 1;
        across[b as usize] += 1;
    }
    let n = up.iter().sum::<u64>() as f64;
    let names = |counts: &[u64]| counts.iter().filter(|count| **count > 0).count();
    let min = names(&up).min(names(&across));
    if min < 2 {
        return None;
    }
    // χ² + n is n times the sum of squares over the product of both margins.
    let share = |count: u64, a: usize, b: usize| {
        let (count, expected) = (count as f64, up[a] as f64 * across[b] as f64);
        count * count / expected
    };
    let total: f64 = pairs(both(), rows, columns).into_iter().map(|(a, b, count)| share(count, a, b)).sum();
    Some(((total - 1.0).max(0.0) / (min as f64 - 1.0)).sqrt().min(1.0)).filter(|_| n > 0.0)
}

/// The pairs of codes that occur, with their rows.
fn pairs<'a>(
    both: impl Iterator<Item = (&'a u32, &'a u32)>,
    rows: usize,
    columns: usize,
) -> Vec<(usize, usize, u64)> {
    /// A table of up to this many cells is counted directly; a larger one by sorting.
    const DIRECT: usize = 1 << 20;
    if rows.saturating_mul(columns) <= DIRECT {
        let mut counts = vec![0_u64; rows * columns];
        for (&a, &b) in both {
            counts[a as usize * columns + b as usize] += 1;
        }
        let found = counts.into_iter().enumerate().filter(|(_, count)| *count > 0);
        return found.map(|(index, count)| (index / columns, index % columns, count)).collect();
    }
    let mut found: Vec<u64> = both.map(|(&a, &b)| u64::from(a) << 32 | u64::from(b)).collect();
    found.sort_unstable();
    let count = |group: &[u64]| ((group[0] >> 32) as usize, group[0] as u32 as usize, group.len() as u64);
    found.chunk_by(|a, b| a == b).map(count).collect()
}

/// The correlation ratio η of numbers by names: the square root of the share of their variance that lies between the
/// means of the names (Pearson, 1905). None where the numbers are constant or fewer than two rows have both.
pub fn correlation_ratio(codes: &[u32], values: &[f64]) -> Option<f64> {
    let both = || codes.iter().zip(values).filter(|(code, value)| **code != MISSING && !value.is_nan());
    let names = both().map(|(code, _)| *code as usize + 1).max()?;
    let (mut sums, mut counts) = (vec![0.0; names], vec![0_u64; names]);
    let present: Vec<f64> = both().map(|(_, value)| *value).collect();
    let first = present.first().copied()?;
    if present.len() < 2 || present.iter().all(|value| *value == first) {
        return None;
    }
    let middle = Middle::of(&present)?;
    for (&code, value) in both() {
        sums[code as usize] += middle.distance(*value);
        counts[code as usize] += 1;
    }
    let between: f64 = sums
        .iter()
        .zip(&counts)
        .filter(|(_, count)| **count > 0)
        .map(|(sum, count)| sum * sum / *count as f64)
        .sum();
    let all = sum(&present, |value| middle.distance(value) * middle.distance(value));
    (all > 0.0).then(|| (between / all).sqrt().clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::random::{Purpose, Streams};

    #[test]
    fn correlations_of_all_pairs_are_those_of_each() {
        let mut stream = Streams::new(1).stream(Purpose::Row);
        let mut columns: Vec<Vec<f64>> =
            (0..4).map(|_| (0..3_000).map(|_| stream.normal(1e6, 1.0)).collect()).collect();
        columns[1] = columns[0].iter().zip(&columns[1]).map(|(a, b)| a + 0.5 * b).collect();
        columns[2] = vec![7.0; 3_000];
        let read = |columns: &[Vec<f64>], column: usize, rows: Range<usize>| columns[column][rows].to_vec();
        let found = pearsons(4, 3_000, |column, rows| read(&columns, column, rows)).unwrap();
        for (i, found) in found.iter().enumerate() {
            for (j, found) in found.iter().enumerate() {
                let expected = if i == j { Some(1.0) } else { pearson(&columns[i], &columns[j]) };
                assert_eq!(*found, expected, "{i} {j}");
            }
        }
        assert!(found[0][1] > Some(0.8) && found[0][2].is_none());
        columns[3][2_999] = f64::NAN;
        assert_eq!(pearsons(4, 3_000, |column, rows| read(&columns, column, rows)), None);
        assert_eq!(
            pearsons(2, 0, |_, _| Vec::new()),
            Some(vec![vec![Some(1.0), None], vec![None, Some(1.0)]])
        );
    }

    #[test]
    fn spearman_is_scipys() {
        // scipy.stats.spearmanr([1, 2, 2, 4, 5], [3, 1, 4, 4, 9])
        let rho = spearman(&[1.0, 2.0, 2.0, 4.0, 5.0], &[3.0, 1.0, 4.0, 4.0, 9.0]).unwrap();
        assert!((rho - 0.763_157_894_736_842).abs() < 1e-12, "{rho}");
        assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), None);
        assert_eq!(spearman(&[1.0, f64::NAN], &[1.0, 2.0]), None);
    }
}
