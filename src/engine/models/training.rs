//! What every detector asks of the rows that it learns from, and of those that it scores.

use std::ops::ControlFlow;

use super::Matrix;
use crate::engine::Problem;
use crate::engine::decimal::grouped;
use crate::engine::pace::Pace;
use crate::engine::text::number;

/// Numbers up to this size have distances that are finite.
const MAX_SIZE: f64 = 1e100;

/// Checks the rows that a detector learns from.
///
/// # Errors
/// No column, fewer than two rows, or a number that is missing, infinite or larger than 1e100.
pub fn check(training: &Matrix) -> Result<(), Problem> {
    if training.rows() < 2 {
        let reason = match training.rows() {
            0 => text!("there is no row to learn from"),
            _ => text!("there is 1 row to learn from, and what is normal shows in two or more"),
        };
        return Err(Problem::new("", reason, text!("use more rows, and at least one column")));
    }
    let is_fine = |value: &f64| value.abs() <= MAX_SIZE;
    match training.values().iter().position(|value| !is_fine(value)) {
        None => Ok(()),
        Some(place) => {
            let (row, column) = (place / training.columns(), place % training.columns());
            Err(Problem::new(
                "",
                text!(
                    "column {column} of row {row} is missing, infinite or larger than 1e100",
                    column = number(grouped(column as u64 + 1)),
                    row = number(grouped(row as u64 + 1))
                ),
                text!("fill missing values and scale the column, or leave it out"),
            ))
        }
    }
}

/// Checks that each of the training rows has `k` others as neighbors.
///
/// # Errors
/// A `k` of 0, or too few rows.
pub fn check_neighbors(training: &Matrix, k: usize) -> Result<(), Problem> {
    check(training)?;
    let others = training.rows() - 1;
    if k == 0 {
        return Err(Problem::new("k", text!("k = 0 asks for no neighbor"), text!("use k = 1 or more")));
    }
    if k > others {
        let reason = text!(
            "k = {k} needs at least {least} rows to learn from, and there are {rows}",
            k = number(grouped(k as u64)),
            least = number(grouped(k as u64 + 1)),
            rows = number(grouped(training.rows() as u64))
        );
        let hint = text!("use k = {most} or less, or more rows", most = number(grouped(others as u64)));
        return Err(Problem::new("k", reason, hint));
    }
    Ok(())
}

/// Checks that rows have the columns that a detector learned from. No rows fit any detector.
///
/// # Errors
/// Another number of columns.
pub fn check_columns(columns: usize, rows: &Matrix) -> Result<(), Problem> {
    if rows.rows() > 0 && rows.columns() != columns {
        let reason = text!(
            "the rows have {columns} columns, those learned from {learned}",
            columns = rows.columns(),
            learned = columns
        );
        return Err(Problem::new("", reason, text!("encode both in the same way")));
    }
    Ok(())
}

/// A break as a problem.
///
/// # Errors
/// The work is to stop.
pub fn go_on(flow: ControlFlow<()>) -> Result<(), Problem> {
    match flow {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => {
            let hint = text!("start it again; the data is as it was");
            Err(Problem::new("", text!("the detector was stopped"), hint))
        }
    }
}

/// What is said where memory does not suffice.
pub fn out_of_memory() -> Problem {
    Problem::new(
        "",
        text!("there is not enough memory for the detector"),
        text!("use fewer rows or columns, or a smaller k"),
    )
}

/// Normal and anomalous rows.
///
/// # Errors
/// No row or no column; not as many labels as rows; a number that is not finite; rows of one class alone.
pub fn classes(rows: &Matrix, labels: &[bool]) -> Result<[usize; 2], Problem> {
    let count = rows.rows();
    if count == 0 {
        let hint = text!("choose a larger training part");
        return Err(Problem::new("", text!("there are no rows to learn from"), hint));
    }
    if labels.len() != count {
        let reason = text!("there are {labels} labels for {rows} rows", labels = labels.len(), rows = count);
        return Err(Problem::new("", reason, text!("give one label a row")));
    }
    let unusable = rows.iter().find_map(|row| row.iter().position(|value| !value.is_finite()));
    if let Some(column) = unusable {
        let reason = text!("column {column} has a value that is no finite number", column = column + 1);
        return Err(Problem::new("", reason, text!("fill missing values, or leave the column out")));
    }
    let anomalous = labels.iter().filter(|label| **label).count();
    let reason = match anomalous {
        0 => text!("all {rows} training rows are normal", rows = count),
        all if all == count => text!("all {rows} training rows are anomalous", rows = count),
        _ => return Ok([count - anomalous, anomalous]),
    };
    let hint = text!("a supervised detector needs rows of both classes: choose a larger training part");
    Err(Problem::new("", reason, hint))
}

/// Tells how far the training is.
///
/// # Errors
/// `pace` stopped it.
pub fn advance(pace: Pace, done: u64, total: u64) -> Result<(), Problem> {
    match pace(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => {
            let hint = text!("start it again; the data is as it was");
            Err(Problem::new("", text!("the training was stopped"), hint))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_learned_from_is_named() {
        let reason = |rows: Vec<f64>| check(&Matrix::new(2, rows)).map_err(|problem| problem.reason);
        assert_eq!(reason(vec![1.0, 2.0, 3.0, 4.0]), Ok(()));
        assert_eq!(
            reason(vec![1.0, 2.0]).unwrap_err(),
            "there is 1 row to learn from, and what is normal shows in two or more"
        );
        assert_eq!(reason(Vec::new()).unwrap_err(), "there is no row to learn from");
        for bad in [f64::NAN, f64::INFINITY, -1e101] {
            let expected = "column 2 of row 2 is missing, infinite or larger than 1e100";
            assert_eq!(reason(vec![1.0, 2.0, 3.0, bad]).unwrap_err(), expected);
        }
    }

    #[test]
    fn the_largest_usable_k_is_said() {
        let training = Matrix::new(1, vec![1.0, 2.0, 3.0]);
        assert_eq!(check_neighbors(&training, 2), Ok(()));
        let problem = check_neighbors(&training, 5).unwrap_err();
        assert_eq!(problem.reason, "k = 5 needs at least 6 rows to learn from, and there are 3");
        assert_eq!(
            (problem.path.as_str(), problem.hint.english().as_str()),
            ("k", "use k = 2 or less, or more rows")
        );
        assert!(check_neighbors(&training, 0).is_err());
    }

    #[test]
    fn other_columns_are_refused() {
        assert!(check_columns(2, &Matrix::new(3, vec![0.0; 3])).is_err());
        assert_eq!(check_columns(2, &Matrix::new(2, vec![0.0; 4])), Ok(()));
        assert_eq!(check_columns(2, &Matrix::default()), Ok(()));
    }

    #[test]
    fn unusable_rows_are_refused_with_the_reason() {
        let reason = |matrix: &Matrix, labels: &[bool]| classes(matrix, labels).unwrap_err().reason;
        let matrix = Matrix::new(1, vec![1.0, 2.0]);
        assert_eq!(reason(&Matrix::default(), &[]), "there are no rows to learn from");
        assert_eq!(reason(&matrix, &[true]), "there are 1 labels for 2 rows");
        assert_eq!(reason(&matrix, &[true, true]), "all 2 training rows are anomalous");
        assert_eq!(reason(&matrix, &[false, false]), "all 2 training rows are normal");
        let matrix = Matrix::new(1, vec![1.0, f64::NAN]);
        assert_eq!(reason(&matrix, &[true, false]), "column 1 has a value that is no finite number");
        assert_eq!(classes(&Matrix::new(1, vec![1.0, 2.0]), &[true, false]), Ok([1, 1]));
    }
}
