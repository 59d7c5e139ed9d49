//! Splunk's HTTP Event Collector: one JSON object an event, with fields named by Splunk's Common Information Model where it has
//! them. Times are seconds since 1970 with three decimals.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::actions::facts;
use super::fields::{Fields, Value, severity};
use super::json_text::JsonText;
use super::prepared::write_seconds;
use crate::engine::configuration::Configuration;
use crate::engine::configuration::file::quoted;
use crate::engine::events::{Action, Log};

/// Splunk's collector among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "splunk",
    name: "Splunk HEC",
    extension: "hec.ndjson",
    media_type: "application/x-ndjson",
    help: words!("Events for Splunk's HTTP Event Collector, one JSON object each."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    Box::new(Splunk(Fields::new(configuration, escaped)))
}

/// A text as it stands between the quotes of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = quoted(text);
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

struct Splunk(Fields);

impl LogWriter for Splunk {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        self.0.prepare(log);
        for (place, event) in log.events.iter().enumerate() {
            let facts = facts(event);
            output.extend_from_slice(b"{\"time\":");
            write_seconds(event.time_ms, output);
            let mut json = JsonText::within(output);
            json.plain("host", |output| output.extend_from_slice(self.0.device()));
            json.ready(r#""source":"cyberdatagen","sourcetype":"_json""#);
            json.open("event");
            json.id("event_id", log.id(place));
            json.value("kind", KINDS[event.action.kind()]);
            json.plain("name", |output| output.extend_from_slice(facts.key.as_bytes()));
            json.plain("action", |output| output.extend_from_slice(facts.common.as_bytes()));
            json.number("severity_id", severity(log, event));
            self.0.visit(log, event, |key, value| {
                let name = key.field().splunk;
                match value {
                    Value::Ready(text) => json.plain(name, |output| output.extend_from_slice(text)),
                    Value::Number(number) => json.number(name, number),
                    Value::Decimal(number, decimals) => json.decimal(name, number, decimals),
                }
            });
            json.close();
            json.close();
            output.push(b'\n');
        }
    }
}

/// The kinds of events as JSON strings, in the order of [`Action::kind`].
const KINDS: [&str; Action::KINDS.len()] =
    ["\"login\"", "\"file\"", "\"network\"", "\"process\"", "\"alert\""];
