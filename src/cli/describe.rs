//! `cyberdatagen describe`: the statistics of a CSV file as pandas gives them, with alerts, as text or JSON.

use std::io::Read;

use super::progress::Progress;
use super::{DescribeArguments, Failure, files, print};
use crate::engine::dataset::csv::{CsvFile, Limits};
use crate::engine::explore::profile::Profile;

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
    let profile = Profile::of(&file);
    if arguments.json {
        return print(&format!("{:#}\n", profile.json()));
    }
    let Profile { description, alerts, head } = &profile;
    let mut text = format!("{description}\n{}\n{}\n{}\n{head}", "Columns", description.info(), head.title);
    text.push_str("\nAlerts\n");
    for alert in alerts {
        text.push_str(&format!("{}: {}\n", alert.concern.name(), alert.sentence));
    }
    if alerts.is_empty() {
        text.push_str("none\n");
    }
    print(&text)
}
