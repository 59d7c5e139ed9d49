//! The report as JSON: what `cyberdatagen detect --json` prints and what the page saves. A figure that is undefined is null.

use serde::Serialize;

use crate::engine::DATA_VERSION;

/// The name under which a report is saved.
pub const NAME: &str = "detectors.json";

/// A report with the version of the data.
#[derive(Serialize)]
struct File<'a, R> {
    data_version: u32,
    #[serde(flatten)]
    report: &'a R,
}

/// A report, or the curves of a sweep.
pub fn text(report: &impl Serialize) -> String {
    // Nothing in a report has no form in JSON: numbers that are not finite are null.
    let file = File { data_version: DATA_VERSION, report };
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}
