//! `cyberdatagen describe`: the statistics of a CSV file as pandas gives them, with alerts, as text or JSON.

use std::io::Read;

use serde_json::json;

use super::progress::Progress;
use super::{DescribeArguments, Failure, files, print};
use crate::engine::dataset::csv::{CsvFile, Limits};
use crate::engine::explore::Scope;
use crate::engine::explore::alerts::alerts;
use crate::engine::explore::describe::{describe, head};

/// Rows that are shown as they are.
const HEAD_ROWS: usize = 5;

/// Describes the file and prints it.
///
/// # Errors
/// The file cannot be read, or is no CSV.
pub fn run(arguments: &DescribeArguments) -> Result<(), Failure> {
    let mut progress = Progress::new(1);
    let mut pace = |done, total| progress.reach(done, total);
    let file = match &arguments.file {
        Some(path) => files::csv(path, &mut pace)?,
        None => {
            let mut text = Vec::new();
            std::io::stdin().lock().read_to_end(&mut text).map_err(|error| {
                Failure::machine(format!("cannot read standard input: {error}"), "check where it comes from")
            })?;
            CsvFile::read(text, Limits::COMMAND_LINE, &mut pace)
                .map_err(|problem| Failure::Input(vec![problem]))?
        }
    };
    drop(progress);
    let table = &file.table;
    let rows: Vec<u32> = (0..table.rows() as u32).collect();
    let (description, alerts) = (describe(table, &rows, Scope::All), alerts(table, &rows, Scope::All));
    // The first rows as the file has them.
    let mut head = head(table, &[], 0, Scope::All);
    (0..table.rows().min(HEAD_ROWS)).for_each(|row| head.push(file.cells(row)));
    if arguments.json {
        let json = json!({
            "rows": description.rows,
            "columns": description.columns,
            "alerts": alerts,
            "head": head,
        });
        return print(&format!("{json:#}\n"));
    }
    let mut text = format!("{description}\n{}\n{}\n{}\n{head}", "Columns", description.info(), head.title);
    text.push_str("\nAlerts\n");
    for alert in &alerts {
        text.push_str(&format!("{}: {}\n", alert.concern.name(), alert.sentence));
    }
    if alerts.is_empty() {
        text.push_str("none\n");
    }
    print(&text)
}
