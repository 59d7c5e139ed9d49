//! Rows of two classes, and imbalanced-learn's time for them.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use cyberdatagen::engine::balance::Method;
use cyberdatagen::engine::random::{Purpose, Streams};

/// Normal numbers, the hardest for a search tree, and skewed categories; a fifth of the rows is of the smaller class.
pub struct Data {
    pub numbers: Vec<Vec<f64>>,
    pub codes: Vec<Vec<u32>>,
    pub classes: Vec<u32>,
}

impl Data {
    pub fn new(rows: usize, numeric: usize, categorical: usize) -> Self {
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

    /// As CSV, columns n0, n1, … and c0, c1, …, then the class.
    pub fn text(&self) -> String {
        let mut text: String = (0..self.numbers.len()).map(|column| format!("n{column},")).collect();
        text.extend((0..self.codes.len()).map(|column| format!("c{column},")));
        text.push_str("class\n");
        for (row, class) in self.classes.iter().enumerate() {
            self.numbers.iter().for_each(|column| write!(text, "{},", column[row]).unwrap());
            self.codes.iter().for_each(|column| write!(text, "{},", column[row]).unwrap());
            writeln!(text, "{class}").unwrap();
        }
        text
    }
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

/// What imbalanced-learn takes beside what we do, in words.
pub fn compared(path: &Path, method: Method, secs: f64) -> String {
    match theirs(path, method) {
        Ok((version, other)) => {
            format!(
                "    imbalanced-learn {version}: {:.1} ms, {:.1} times as long",
                other * 1e3,
                other / secs
            )
        }
        Err(reason) => {
            format!("    no imbalanced-learn to compare with ({reason}); `make bench` installs it")
        }
    }
}
