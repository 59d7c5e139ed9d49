//! Balancing against imbalanced-learn on the same rows and the same machine, on one core:
//! `cargo bench --bench balance`. Each figure is the best of five runs.
//!
//! imbalanced-learn is timed where there is a Python that has it: `CYBERDATAGEN_PYTHON`, or else `python3`.

#![allow(clippy::disallowed_methods, reason = "a bench needs a clock")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench may panic")]

use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use cyberdatagen::engine::balance::{
    Cleaning, Cleanup, Labels, Method, Sampling, Scaling, Seeded, Space, Strategy, clean, resample,
};
use cyberdatagen::engine::random::{Purpose, Streams};

const RUNS: usize = 5;

/// Normal numbers, the hardest for a search tree, and skewed categories; a fifth of the rows is of the smaller class.
struct Data {
    numbers: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
    classes: Vec<u32>,
}

impl Data {
    fn new(rows: usize, numeric: usize, categorical: usize) -> Self {
        let mut stream = Streams::new(20).stream(Purpose::Balance);
        let classes: Vec<u32> = (0..rows).map(|row| u32::from(row % 5 == 0)).collect();
        let mut number = |class: u32| {
            // As it will be read from the file.
            format!("{:.6}", stream.normal(f64::from(class), 1.0)).parse::<f64>().unwrap()
        };
        let numbers = (0..numeric).map(|_| classes.iter().map(|&class| number(class)).collect()).collect();
        let codes = (0..categorical as u32)
            .map(|column| {
                classes.iter().map(|_| stream.below(3 + column).min(stream.below(3 + column))).collect()
            })
            .collect();
        Data { numbers, codes, classes }
    }

    fn write(&self, path: &Path) {
        let mut text: String = (0..self.numbers.len()).map(|column| format!("n{column},")).collect();
        text.extend((0..self.codes.len()).map(|column| format!("c{column},")));
        text.push_str("class\n");
        for (row, class) in self.classes.iter().enumerate() {
            self.numbers.iter().for_each(|column| write!(text, "{},", column[row]).unwrap());
            self.codes.iter().for_each(|column| write!(text, "{},", column[row]).unwrap());
            writeln!(text, "{class}").unwrap();
        }
        std::fs::write(path, text).unwrap();
    }
}

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

/// Time of the space, the neighbours and the rows.
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

/// The version of imbalanced-learn and its time, or why there is none.
fn theirs(path: &Path, method: Method) -> Result<(String, f64), String> {
    let python = std::env::var("CYBERDATAGEN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/balance/speed.py");
    let output = Command::new(&python)
        .arg(script)
        .arg(method.key())
        .arg(path)
        .output()
        .map_err(|error| format!("{python}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let parts = text
        .split_once(' ')
        .and_then(|(version, secs)| Some((version.to_owned(), secs.trim().parse().ok()?)));
    parts.ok_or_else(|| {
        let error = String::from_utf8_lossy(&output.stderr);
        format!("{python}: {}", error.lines().last().unwrap_or("no answer"))
    })
}

fn compare(directory: &Path, rows: usize, numeric: usize, categorical: usize, method: Method) {
    let data = Data::new(rows, numeric, categorical);
    let path = directory.join(format!("{}-{rows}.csv", method.key()));
    data.write(&path);
    let secs = ours(&data, method);
    println!(
        "{}, {rows} rows ({} of the smaller class), {numeric} numeric, {categorical} categorical: {:.1} ms",
        method.name(),
        rows / 5,
        secs * 1e3
    );
    match theirs(&path, method) {
        Ok((version, other)) => {
            println!(
                "    imbalanced-learn {version}: {:.1} ms, {:.1} times as long",
                other * 1e3,
                other / secs
            );
        }
        Err(reason) => {
            println!("    no imbalanced-learn to compare with ({reason}); set CYBERDATAGEN_PYTHON")
        }
    }
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
    println!("edited nearest neighbours, 50000 rows: {:.1} ms", secs * 1e3);
}
