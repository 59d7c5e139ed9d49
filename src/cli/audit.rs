//! `cyberdatagen audit`: the verdicts on a configuration's data, as text or JSON.

use serde_json::{Value as Json, json};

use super::{AuditArguments, Failure, print};
use crate::engine::audit::{Audit, Report};
use crate::engine::configuration::link::Link;
use crate::engine::{Configuration, DATA_VERSION, Generator};

/// Audits the data and prints the report.
///
/// # Errors
/// [`Failure::Audit`] where a check fails; the report is printed all the same.
pub fn run(arguments: &AuditArguments) -> Result<(), Failure> {
    let configuration = arguments.configuration.configuration()?;
    let mut generator = Generator::new(&configuration).map_err(Failure::Input)?;
    let report = Audit::of(&mut generator).run_to_end();
    print(&if arguments.json { json_text(&configuration, &report) } else { report.to_string() })?;
    if report.passes() { Ok(()) } else { Err(Failure::Audit) }
}

/// The report as JSON, with what makes the same data again.
fn json_text(configuration: &Configuration, report: &Report) -> String {
    let mut json = json!({
        "data_version": DATA_VERSION,
        "link": format!("#{}", Link::of(configuration.clone()).write()),
        "passes": report.passes(),
        "verdict": report.verdict(),
    });
    if let (Some(json), Ok(Json::Object(report))) = (json.as_object_mut(), serde_json::to_value(report)) {
        json.extend(report);
    }
    format!("{json:#}\n")
}
