//! Syslog (RFC 5424): one line an event, with its fields as structured data.
//!
//! The identifier of the structured data has the enterprise number for documentation, 32473 (RFC 5612). In values, `"`, `\` and `]`
//! are escaped by `\`. A file has a message a line, so control characters are written as rsyslog does: `#` and three octal digits.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::actions::facts;
use super::fields::{Fields, Value, severity};
use super::prepared::{write_id, write_time};
use crate::engine::configuration::Configuration;
use crate::engine::decimal::{write_integer, write_trimmed};
use crate::engine::events::{Action, Log};

/// Syslog among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "syslog",
    name: "Syslog",
    extension: "syslog.log",
    media_type: "text/plain;charset=utf-8",
    help: words!("Events as syslog messages by RFC 5424, with structured data, one line each."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// Security messages, and the first of the facilities for local use.
const SECURITY: u64 = 4;
const LOCAL: u64 = 16;

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    Box::new(Syslog(Fields::new(configuration, value)))
}

/// A text as the value of a parameter.
pub fn value(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\\' | ']' => escaped.extend(['\\', character]),
            control if control.is_control() => escaped += &format!("#{:03o}", u32::from(control)),
            other => escaped.push(other),
        }
    }
    escaped
}

struct Syslog(Fields);

impl LogWriter for Syslog {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        self.0.prepare(log);
        for (place, event) in log.events.iter().enumerate() {
            let facts = facts(event);
            let facility = if matches!(event.action, Action::Login(_)) { SECURITY } else { LOCAL };
            // 2 critical, 4 warning, 6 informational.
            let level = match severity(log, event) {
                0..=2 => 6,
                3..=7 => 4,
                _ => 2,
            };
            output.push(b'<');
            write_integer(facility * 8 + level, output);
            output.extend_from_slice(b">1 ");
            write_time(event.time_ms, output);
            output.push(b' ');
            log.device.write_name(output);
            output.extend_from_slice(b" cyberdatagen - ");
            output.extend_from_slice(facts.key.as_bytes());
            output.extend_from_slice(b" [event@32473 id=\"");
            write_id(log.id(place), output);
            output.extend_from_slice(b"\" outcome=\"");
            output.extend_from_slice(facts.outcome.as_bytes());
            output.push(b'"');
            self.0.visit(log, event, |key, value| {
                output.push(b' ');
                output.extend_from_slice(key.field().syslog.as_bytes());
                output.extend_from_slice(b"=\"");
                match value {
                    Value::Ready(text) => output.extend_from_slice(text),
                    Value::Number(number) => write_integer(number, output),
                    Value::Decimal(number, decimals) => write_trimmed(number, decimals, output),
                }
                output.push(b'"');
            });
            output.extend_from_slice(b"] ");
            output.extend_from_slice(facts.title.as_bytes());
            output.push(b'\n');
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_ends_a_value_or_a_message_is_escaped() {
        assert_eq!(super::value("a\"b]c\\d\ne\tf\0g|="), "a\\\"b\\]c\\\\d#012e#011f#000g|=");
    }
}
