//! Permutation importance: how much of a detector's ROC AUC is lost when the values of a column are exchanged between the
//! rows, so that they say nothing any more (Breiman, "Random forests", 2001, section 10; as scikit-learn's
//! `permutation_importance` with `scoring="roc_auc"`). It asks any detector, as it asks for scores alone.

use super::training;
use super::{Matrix, rank};
use crate::engine::Problem;
use crate::engine::cores;
use crate::engine::pace::Pace;
use crate::engine::random::{Purpose, Stream, Streams};

/// How much ROC AUC is lost without a group of columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// The mean over the repeats; below 0 where the detector does better without the columns.
    pub mean: f64,
    /// The standard deviation over the repeats, with their number below the stroke.
    pub deviation: f64,
}

/// Groups of columns that a core takes at once.
const TOGETHER: usize = 1;

impl Importance {
    fn of(losses: &[f64]) -> Self {
        let count = losses.len() as f64;
        let mean = losses.iter().sum::<f64>() / count;
        let squares: f64 = losses.iter().map(|loss| (loss - mean) * (loss - mean)).sum();
        Importance { mean, deviation: (squares / count).sqrt() }
    }
}

/// The importance of groups of columns, such as all columns of one category, which are exchanged together. `score` gives
/// each row a score, greater where an anomaly is likelier. Test rows say what helps on new data, training rows what the
/// detector relies on.
///
/// # Errors
/// As [`training::classes`]; no repeat; or `pace` stopped it.
pub fn importance(
    rows: &Matrix,
    labels: &[bool],
    groups: &[Vec<usize>],
    repeats: u32,
    seed: u64,
    score: &(dyn Fn(&Matrix) -> Vec<f64> + Sync),
    pace: Pace,
) -> Result<Vec<Importance>, Problem> {
    training::classes(rows, labels)?;
    if repeats == 0 {
        let hint = text!("choose at least 1; 5 are usual");
        return Err(Problem::new("", text!("there is no mean of 0 repeats"), hint));
    }
    let auc = |rows: &Matrix| rank::auc(&rank::groups(&score(rows), labels)).unwrap_or(0.5);
    let whole = auc(rows);
    let losses = |groups: &[(u64, &Vec<usize>)]| {
        let mut stream = Streams::new(seed).stream(Purpose::Models);
        let of = |&(number, columns): &(u64, &Vec<usize>)| {
            let loss = |repeat| {
                stream.seek(number << 32 | u64::from(repeat));
                whole - auc(&exchanged(rows, columns, &mut stream))
            };
            Importance::of(&(0..repeats).map(loss).collect::<Vec<f64>>())
        };
        groups.iter().map(of).collect::<Vec<_>>()
    };
    let mut importances = Vec::new();
    let groups: Vec<(u64, &Vec<usize>)> = (1..).zip(groups).collect();
    cores::in_chunks(&groups, TOGETHER, losses, |_, found| {
        importances.extend(found);
        training::advance(pace, importances.len() as u64, groups.len() as u64)
    })?;
    Ok(importances)
}

/// The rows with the values of some columns from other rows, in a random order (Fisher and Yates).
fn exchanged(rows: &Matrix, columns: &[usize], stream: &mut Stream) -> Matrix {
    let mut order: Vec<usize> = (0..rows.rows()).collect();
    for place in (1..order.len()).rev() {
        order.swap(place, stream.below(place as u32 + 1) as usize);
    }
    let mut values = Vec::with_capacity(rows.rows() * rows.columns());
    for (row, other) in rows.iter().zip(order) {
        let start = values.len();
        values.extend_from_slice(row);
        let other = rows.row(other);
        for &column in columns.iter().filter(|&&column| column < rows.columns()) {
            values[start + column] = other[column];
        }
    }
    Matrix::new(rows.columns(), values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn of(groups: &[Vec<usize>], repeats: u32) -> Result<Vec<Importance>, Problem> {
        let rows: Vec<f64> = (0..400).flat_map(|row| [f64::from(row), f64::from(row), 1.0]).collect();
        let labels: Vec<bool> = (0..400).map(|row| row >= 300).collect();
        let score = |rows: &Matrix| rows.iter().map(|row| row[0] + row[1]).collect();
        importance(&Matrix::new(3, rows), &labels, groups, repeats, 7, &score, &mut |_, _| {
            ControlFlow::Continue(())
        })
    }

    #[test]
    fn a_group_is_exchanged_together_and_what_is_not_used_has_no_importance() {
        let importances = of(&[vec![0], vec![0, 1], vec![2], vec![]], 20).unwrap();
        // One of two equal columns leaves the other.
        assert!((0.05..0.2).contains(&importances[0].mean), "{importances:?}");
        assert!((importances[1].mean - 0.5).abs() < 0.03 && importances[1].deviation > 0.01);
        assert_eq!(importances[2..], [Importance { mean: 0.0, deviation: 0.0 }; 2]);
        assert_eq!(of(&[vec![0, 1]], 20).unwrap()[0].mean, of(&[vec![1, 0]], 20).unwrap()[0].mean);
    }

    #[test]
    fn no_repeat_is_refused() {
        assert_eq!(of(&[vec![0]], 0).unwrap_err().reason, "there is no mean of 0 repeats");
    }
}
