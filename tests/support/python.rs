//! A Python with the packages that a comparison needs.

use std::io::Write;
use std::process::Command;

/// The Python that `make test` has, or the one on the path, if it has every package. Else it is said what was not run, past the
/// test harness, which shows nothing of what passes.
pub fn python(packages: &str, not_run: &str) -> Option<String> {
    let python = std::env::var("CYBERDATAGEN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let reason = match Command::new(&python).args(["-c", &format!("import {packages}")]).output() {
        Ok(output) if output.status.success() => return Some(python),
        Ok(output) => {
            String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or("no answer").to_owned()
        }
        Err(error) => error.to_string(),
    };
    let told = format!(
        "NOT RUN: {not_run}, for want of a Python with {packages} ({python}: {reason}). `make test` installs one.\n"
    );
    let _ = std::io::stderr().write_all(told.as_bytes());
    None
}
