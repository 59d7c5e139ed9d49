//! Balancing against imbalanced-learn on the same rows and the same machine:
//! `cargo bench --bench balance`. The search of neighbors uses all cores that the process may use, imbalanced-learn one: with
//! `taskset -c 0` in front, both use one. Each figure is the best of five runs.
//!
//! imbalanced-learn is timed where there is a Python that has it: `CYBERDATAGEN_PYTHON`, or else `python3`.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

#[path = "support/imbalanced.rs"]
mod imbalanced;

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use cyberdatagen::engine::balance::{
    Cleaning, Cleanup, Labels, Method, Sampling, Scaling, Seeded, Space, Strategy, clean, resample,
};
use imbalanced::{Data, compared};

const RUNS: usize = 5;

fn best_secs(mut work: impl FnMut()) -> f64 {
    (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

fn space(data: &Data) -> Space {
    Space::new(&data.numbers, &data.codes, Scaling::None).unwrap()
}

/// Time of the space, the neighbors and the rows.
fn ours(data: &Data, method: Method) -> f64 {
    let names = ["large", "small"].map(str::to_owned);
    let labels = Labels::new(&data.classes, &names).unwrap();
    let wanted = Strategy::Auto.wanted(labels).unwrap();
    let sampling = Sampling { method, ..Sampling::default() };
    best_secs(|| {
        let mut pace = |_, _| ControlFlow::Continue(());
        let made =
            resample(&space(data), labels, &wanted, &sampling, &mut Seeded::new(1), &mut pace).unwrap();
        assert_eq!(made.len(), wanted.iter().sum::<usize>());
    })
}

fn compare(directory: &Path, rows: usize, numeric: usize, categorical: usize, method: Method) {
    let data = Data::new(rows, numeric, categorical);
    let path = directory.join(format!("{}-{rows}.csv", method.key()));
    std::fs::write(&path, data.text()).unwrap();
    let secs = ours(&data, method);
    println!(
        "{}, {rows} rows ({} of the smaller class), {numeric} numeric, {categorical} categorical: {:.1} ms",
        method.name(),
        rows / 5,
        secs * 1e3
    );
    println!("{}", compared(&path, method, secs));
}

fn main() {
    let directory = tempfile::tempdir().unwrap();
    compare(directory.path(), 10_000, 10, 6, Method::SmoteNc);
    compare(directory.path(), 100_000, 10, 0, Method::Smote);
    compare(directory.path(), 10_000, 0, 6, Method::SmoteN);
    let data = Data::new(50_000, 10, 6);
    println!("SMOTE-NC, 50000 rows: {:.1} ms", ours(&data, Method::SmoteNc) * 1e3);
    let names = ["large", "small"].map(str::to_owned);
    let labels = Labels::new(&data.classes, &names).unwrap();
    let cleanup = Cleanup::new(Cleaning::EditedNearest);
    let secs = best_secs(|| {
        let mut pace = |_, _| ControlFlow::Continue(());
        assert!(!clean(&space(&data), labels, &cleanup, &mut Seeded::new(1), &mut pace).unwrap().is_empty());
    });
    println!("edited nearest neighbors, 50000 rows: {:.1} ms", secs * 1e3);
}
