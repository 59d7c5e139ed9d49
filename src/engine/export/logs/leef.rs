//! IBM QRadar's Log Event Extended Format 2.0: one line an event, with a tab between two fields.
//!
//! LEEF has no way to escape the tab or a line end in a value: in place of each control character stands a space.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::actions::facts;
use super::fields::{Fields, Value, severity};
use super::prepared::write_id;
use crate::engine::configuration::Configuration;
use crate::engine::decimal::{write_integer, write_trimmed};
use crate::engine::events::{Action, Log};

/// LEEF among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "leef",
    name: "LEEF",
    extension: "leef.log",
    media_type: "text/plain;charset=utf-8",
    help: words!("Events in the Log Event Extended Format 2.0 of IBM QRadar, one line each."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    Box::new(Leef(Fields::new(configuration, value)))
}

/// A text as a value.
pub fn value(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

struct Leef(Fields);

impl LogWriter for Leef {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        self.0.prepare(log);
        for (place, event) in log.events.iter().enumerate() {
            let facts = facts(event);
            output.extend_from_slice(
                concat!("LEEF:2.0|CyberDataGen|Generator|", env!("CARGO_PKG_VERSION"), "|").as_bytes(),
            );
            output.extend_from_slice(facts.key.as_bytes());
            // The delimiter in hexadecimal, then milliseconds since 1970, which need no format.
            output.extend_from_slice(b"|x09|devTime=");
            write_integer(event.time_ms.max(0) as u64, output);
            output.extend_from_slice(b"\tcat=");
            output.extend_from_slice(Action::KINDS[event.action.kind()].as_bytes());
            output.extend_from_slice(b"\tsev=");
            write_integer(severity(log, event), output);
            output.extend_from_slice(b"\teventId=");
            write_id(log.id(place), output);
            output.extend_from_slice(b"\toutcome=");
            output.extend_from_slice(facts.outcome.as_bytes());
            self.0.visit(log, event, |key, value| {
                output.push(b'\t');
                output.extend_from_slice(key.field().leef.as_bytes());
                output.push(b'=');
                match value {
                    Value::Ready(text) => output.extend_from_slice(text),
                    Value::Number(number) => write_integer(number, output),
                    Value::Decimal(number, decimals) => write_trimmed(number, decimals, output),
                }
            });
            output.push(b'\n');
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_value_has_a_delimiter_or_a_line_end() {
        assert_eq!(super::value("a=b|c\\d\te\nf\0g\u{202e}"), "a=b|c\\d e f g\u{202e}");
    }
}
