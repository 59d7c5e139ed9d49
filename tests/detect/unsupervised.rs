//! Unsupervised detectors against PyOD and scikit-learn: `unsupervised.py` makes `unsupervised.json`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use cyberdatagen::engine::models::Matrix;
use cyberdatagen::engine::models::detector::Detector;
use cyberdatagen::engine::models::rank;
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    tables: Vec<Table>,
    forest: Forest,
}

#[derive(Deserialize)]
struct Table {
    name: String,
    training: Vec<Vec<f64>>,
    new: Vec<Vec<f64>>,
    /// By detector: the scores of the training rows and of the new ones.
    scores: BTreeMap<String, [Vec<f64>; 2]>,
}

#[derive(Deserialize)]
struct Forest {
    sum: f64,
    areas: Vec<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("unsupervised.json")).unwrap()
}

fn matrix(rows: &[Vec<f64>]) -> Matrix {
    Matrix::new(rows[0].len(), rows.concat())
}

fn go(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn scores_are_pyods() {
    let mut compared = BTreeMap::new();
    for table in reference().tables {
        let (training, new) = (Arc::new(matrix(&table.training)), matrix(&table.new));
        for (key, [expected_training, expected_new]) in &table.scores {
            let fitted = Detector::of_key(key).unwrap().fit(&training, 0, &mut go).unwrap();
            for (expected, found) in [
                (expected_training, fitted.training_scores(&mut go).unwrap()),
                (expected_new, fitted.scores(&new, &mut go).unwrap()),
            ] {
                assert_eq!(expected.len(), found.len());
                for (row, (expected, found)) in expected.iter().zip(&found).enumerate() {
                    let difference = (expected - found).abs() / expected.abs().max(1.0);
                    assert!(difference < 1e-9, "{}, {key}, row {row}: {found}, not {expected}", table.name);
                    *compared.entry(key.clone()).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(compared.len() == 6 && compared.values().all(|count| *count > 500), "{compared:?}");
}

/// The table of `unsupervised.py`, whose random numbers are a linear congruential generator's.
fn table() -> (Matrix, Vec<bool>) {
    const ROWS: usize = 1_000;
    const COLUMNS: usize = 6;
    let mut state = 1_u64;
    let mut unit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / 2_147_483_648.0
    };
    let mut values = Vec::new();
    for row in 0..ROWS {
        let mut numbers: Vec<f64> =
            (0..COLUMNS).map(|_| (0..12).map(|_| unit()).sum::<f64>() - 6.0).collect();
        if row % 20 == 0 {
            numbers[row % COLUMNS] += 2.5;
            numbers[(row + 1) % COLUMNS] -= 2.0;
        }
        values.extend(numbers);
    }
    (Matrix::new(COLUMNS, values), (0..ROWS).map(|row| row % 20 == 0).collect())
}

#[test]
fn the_isolation_forest_separates_as_scikit_learns() {
    let Forest { sum, areas } = reference().forest;
    let (training, labels) = table();
    assert!((training.values().iter().sum::<f64>() - sum).abs() < 1e-6, "another table");
    let training = Arc::new(training);
    let found: Vec<f64> = (0..20)
        .map(|seed| {
            let fitted = Detector::IsolationForest.fit(&training, seed, &mut go).unwrap();
            let scores = fitted.training_scores(&mut go).unwrap();
            rank::auc(&rank::groups(&scores, &labels)).unwrap()
        })
        .collect();
    let mean = |areas: &[f64]| areas.iter().sum::<f64>() / areas.len() as f64;
    assert!((mean(&found) - mean(&areas)).abs() < 0.005, "{found:?}");
    let range = |areas: &[f64]| areas.iter().fold([1.0_f64, 0.0_f64], |[a, b], x| [a.min(*x), b.max(*x)]);
    let ([low, high], [their_low, their_high]) = (range(&found), range(&areas));
    assert!(low > their_low - 0.02 && high < their_high + 0.02, "{found:?}");
}
