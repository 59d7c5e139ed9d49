//! `cyberdatagen audit`: the verdicts on a configuration's data, as text or JSON.

use super::{AuditArguments, Failure, print};
use crate::engine::Generator;
use crate::engine::audit::{Audit, json};

/// Audits the data and prints the report.
///
/// # Errors
/// [`Failure::Audit`] where a check fails; the report is printed all the same.
pub fn run(arguments: &AuditArguments) -> Result<(), Failure> {
    let configuration = arguments.configuration.configuration()?;
    let mut generator = Generator::new(&configuration).map_err(Failure::Input)?;
    let report = Audit::of(&mut generator).run_to_end();
    print(&if arguments.json { json::text(&configuration, &report) } else { report.to_string() })?;
    if report.passes() { Ok(()) } else { Err(Failure::Audit) }
}
