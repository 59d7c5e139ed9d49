//! The neighbors of rows of a matrix, for detectors.

use std::borrow::Cow;

use super::{Points, search};
use crate::engine::Problem;
use crate::engine::models::Matrix;
use crate::engine::models::training::{check_columns, go_on, out_of_memory};
use crate::engine::pace::{Pace, Progress};

/// Finds the `k` training rows nearest to each training row, itself left out, by Euclid's distance. Hands over, in an
/// order of its own, the number of a row and its neighbors with their squared distances, nearest first.
///
/// # Errors
/// A break by `pace`.
pub fn of_training(
    training: &Matrix,
    k: usize,
    pace: Pace,
    mut found: impl FnMut(usize, &[(f64, u32)]),
) -> Result<(), Problem> {
    let points = Points::euclidean(training.columns(), Cow::Borrowed(training.values()));
    let all: Vec<u32> = (0..training.rows() as u32).collect();
    let mut progress = Progress::new(pace, training.rows() as u64);
    search(&points, all.clone(), &all, k, |row, nearest, operations| {
        found(row, nearest);
        go_on(progress.did(1, operations))
    })
}

/// Finds the `k` training rows nearest to each of `rows`, as [`of_training`] does.
///
/// # Errors
/// Another number of columns; a break by `pace`; memory that runs out.
pub fn of_new(
    training: &Matrix,
    rows: &Matrix,
    k: usize,
    pace: Pace,
    mut found: impl FnMut(usize, &[(f64, u32)]),
) -> Result<(), Problem> {
    check_columns(training.columns(), rows)?;
    let mut numbers = Vec::new();
    let size = training.values().len() + rows.values().len();
    numbers.try_reserve_exact(size).map_err(|_| out_of_memory())?;
    numbers.extend_from_slice(training.values());
    numbers.extend_from_slice(rows.values());
    let points = Points::euclidean(training.columns(), Cow::Owned(numbers));
    let known = training.rows() as u32;
    let queries: Vec<u32> = (known..known + rows.rows() as u32).collect();
    let mut progress = Progress::new(pace, rows.rows() as u64);
    search(&points, (0..known).collect(), &queries, k, |row, nearest, operations| {
        found(row, nearest);
        go_on(progress.did(1, operations))
    })
}
