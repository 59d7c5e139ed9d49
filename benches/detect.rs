//! The unsupervised detectors against PyOD on the same rows and the same machine:
//! `cargo bench --bench detect`. The search of neighbors uses all cores that the process may use, PyOD one: with `taskset -c 0` in front,
//! both use one. Each figure is the best of three runs, of fitting and of the scores of the training rows.
//!
//! PyOD is timed where there is a Python that has it: `CYBERDATAGEN_PYTHON`, or else `python3`.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use cyberdatagen::engine::models::Matrix;
use cyberdatagen::engine::models::detector::Detector;
use cyberdatagen::engine::random::{Purpose, Stream, Streams};

const RUNS: usize = 3;

const ROWS: usize = 10_000;

const COLUMNS: usize = 20;

/// Columns that follow from five factors and a little noise, as those of a log do.
fn related(stream: &mut Stream) -> Vec<f64> {
    let mut normals = |count: usize, deviation: f64| -> Vec<f64> {
        (0..count).map(|_| stream.normal(0.0, deviation)).collect()
    };
    let weights = normals(COLUMNS * 5, 1.0);
    let row = |_| {
        let factors = normals(5, 1.0);
        let mut row = normals(COLUMNS, 0.2);
        for (value, weights) in row.iter_mut().zip(weights.chunks(5)) {
            *value += weights.iter().zip(&factors).map(|(weight, factor)| weight * factor).sum::<f64>();
        }
        row
    };
    (0..ROWS).flat_map(row).collect()
}

/// Columns that have nothing to do with each other: the hardest for a search tree.
fn unrelated(stream: &mut Stream) -> Vec<f64> {
    (0..ROWS * COLUMNS).map(|_| stream.normal(0.0, 1.0)).collect()
}

fn ours(detector: Detector, training: &Arc<Matrix>) -> f64 {
    let mut go = |_, _| ControlFlow::Continue(());
    let mut secs = || {
        let start = Instant::now();
        let scores = detector.fit(training, 1, &mut go).unwrap().training_scores(&mut go).unwrap();
        assert_eq!(scores.len(), ROWS);
        start.elapsed().as_secs_f64()
    };
    (0..RUNS).map(|_| secs()).fold(f64::INFINITY, f64::min)
}

/// PyOD's version, and its seconds by detector; or why there is none.
fn theirs(path: &Path) -> Result<(String, BTreeMap<String, f64>), String> {
    let python = std::env::var("CYBERDATAGEN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/detect/speed.py");
    let output = Command::new(&python)
        .arg(script)
        .arg(path)
        .envs(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"].map(|name| (name, "1")))
        .output()
        .map_err(|error| format!("{python}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = text.lines();
    let version = lines.next().filter(|_| output.status.success()).ok_or_else(|| {
        let error = String::from_utf8_lossy(&output.stderr);
        format!("{python}: {}", error.lines().last().unwrap_or("no answer"))
    })?;
    let secs = lines.filter_map(|line| {
        let (key, secs) = line.split_once(' ')?;
        Some((key.to_owned(), secs.parse().ok()?))
    });
    Ok((version.to_owned(), secs.collect()))
}

fn compare(name: &str, values: &[f64], directory: &Path) {
    let path = directory.join("rows.csv");
    let line = |row: &[f64]| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",") + "\n";
    std::fs::write(&path, values.chunks(COLUMNS).map(line).collect::<String>()).unwrap();
    let theirs = theirs(&path);
    println!("{name}, {ROWS} rows, {COLUMNS} columns");
    match &theirs {
        Ok((version, _)) => println!("    beside PyOD {version}"),
        Err(reason) => println!("    no PyOD to compare with ({reason}); `make bench` installs it"),
    }
    let training = Arc::new(Matrix::new(COLUMNS, values.to_vec()));
    let mut total = 0.0;
    for detector in Detector::ALL {
        let secs = ours(detector, &training);
        total += secs;
        let other = theirs.as_ref().ok().and_then(|(_, secs)| secs.get(detector.key()));
        let beside = other.map_or_else(String::new, |other| {
            format!("; PyOD {:.1} ms, {:.1} times as long", other * 1e3, other / secs)
        });
        println!("    {}: {:.1} ms{beside}", detector.name(), secs * 1e3);
    }
    println!("    all: {:.1} ms", total * 1e3);
}

fn main() {
    let directory = tempfile::tempdir().unwrap();
    let mut stream = Streams::new(20).stream(Purpose::Detect);
    compare("related columns", &related(&mut stream), directory.path());
    compare("unrelated columns", &unrelated(&mut stream), directory.path());
}
