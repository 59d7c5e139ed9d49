//! Files that the command line reads: configurations and cards.

use std::ops::ControlFlow;
use std::path::Path;

use serde_json::Value as Json;

use super::Failure;
use crate::engine::Problem;
use crate::engine::configuration::link::Link;
use crate::engine::configuration::{Override, Preset, file};
use crate::engine::dataset::csv::{CsvFile, Limits};

/// A file larger than this is no configuration of ours.
const LARGEST: u64 = 1 << 20;

/// Reads a configuration file; what of it cannot be used is told beside the rest.
pub fn configuration(path: &Path) -> Result<(Link, Vec<Problem>), Failure> {
    link(path, &json(path)?)
}

/// The link that the members `preset` and `settings` of a file stand for.
pub fn link(path: &Path, json: &Json) -> Result<(Link, Vec<Problem>), Failure> {
    let shown = path.display();
    let hint = "write one with `cyberdatagen config`, or save one on the page";
    let refuse = |reason: String| Failure::input("", reason, hint);
    let kind = json.get("cyberdatagen").and_then(Json::as_str);
    if kind.is_none() {
        return Err(refuse(format!("'{shown}' is no {} of ours", file::FORMAT)));
    }
    let preset = json.get("preset").and_then(Json::as_str).unwrap_or_default();
    let preset = Preset::from_key(preset)
        .ok_or_else(|| refuse(format!("'{shown}' names no known preset: '{preset}'")))?;
    let settings = match json.get("settings") {
        None => Vec::new(),
        Some(Json::Object(settings)) => {
            settings.iter().map(|(path, value)| Override { path: path.clone(), value: text(value) }).collect()
        }
        Some(_) => return Err(refuse(format!("the settings of '{shown}' are no object"))),
    };
    Ok(Link::from_overrides(preset, settings))
}

/// Reads a file as JSON.
pub fn json(path: &Path) -> Result<Json, Failure> {
    let shown = path.display();
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if size > LARGEST {
        return Err(Failure::input(
            "",
            format!("'{shown}' has {size} bytes"),
            "name a file of at most a megabyte",
        ));
    }
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::input(
            "",
            format!("'{shown}' cannot be read: {error}"),
            "check the name and the rights of the file",
        )
    })?;
    serde_json::from_str(&text).map_err(|error| {
        Failure::input("", format!("'{shown}' is no JSON: {error}"), "mend the place that is named")
    })
}

/// The text form of a setting's value: that of a list stands between commas.
fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(entries) => entries.iter().map(text).collect::<Vec<String>>().join(", "),
        other => other.to_string(),
    }
}

/// Reads a CSV file of anyone's.
///
/// # Errors
/// It cannot be read, or is no CSV.
pub fn csv(path: &Path, pace: &mut dyn FnMut(u64, u64) -> ControlFlow<()>) -> Result<CsvFile, Failure> {
    let shown = path.display();
    let hint = "check the name and the rights of the file";
    let unreadable =
        |error: std::io::Error| Failure::input("", format!("'{shown}' cannot be read: {error}"), hint);
    let size = std::fs::metadata(path).map_err(unreadable)?.len();
    let limits = Limits::COMMAND_LINE;
    let named = |problem: Problem| {
        Failure::Input(vec![Problem {
            reason: text!("'{shown}': {reason}", shown = shown.to_string(), reason = problem.reason),
            ..problem
        }])
    };
    limits.check_bytes(usize::try_from(size).unwrap_or(usize::MAX)).map_err(named)?;
    CsvFile::read(std::fs::read(path).map_err(unreadable)?, limits, pace).map_err(named)
}
