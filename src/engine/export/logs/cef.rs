//! ArcSight's Common Event Format, version 0 (also of Microsoft Sentinel): one line an event.
//!
//! In values, `\` and `=` are escaped by `\`, and line ends are written as `\n` and `\r`; in the header, `\` and `|`. There, and
//! for all other control characters, which CEF has no way to write, stands a space. Nothing is cut to the lengths of its dictionary.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::actions::facts;
use super::fields::{Fields, Value, severity};
use super::prepared::write_id;
use crate::engine::configuration::Configuration;
use crate::engine::decimal::{write_integer, write_trimmed};
use crate::engine::events::{Action, Log};

/// CEF among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "cef",
    name: "CEF",
    extension: "cef.log",
    media_type: "text/plain;charset=utf-8",
    help: words!("Events in the Common Event Format of ArcSight and Microsoft Sentinel, one line each."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    Box::new(Cef(Fields::new(configuration, value)))
}

/// A text as a value of the extension.
pub fn value(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '=' => escaped.extend(['\\', character]),
            '\n' => escaped += "\\n",
            '\r' => escaped += "\\r",
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

struct Cef(Fields);

impl LogWriter for Cef {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        self.0.prepare(log);
        for (place, event) in log.events.iter().enumerate() {
            let facts = facts(event);
            // Keys and titles have nothing that the header would escape.
            output.extend_from_slice(
                concat!("CEF:0|CyberDataGen|Generator|", env!("CARGO_PKG_VERSION"), "|").as_bytes(),
            );
            output.extend_from_slice(facts.key.as_bytes());
            output.push(b'|');
            output.extend_from_slice(facts.title.as_bytes());
            output.push(b'|');
            write_integer(severity(log, event), output);
            output.extend_from_slice(b"|rt=");
            write_integer(event.time_ms.max(0) as u64, output);
            output.extend_from_slice(b" externalId=");
            write_id(log.id(place), output);
            for (key, text) in [
                (" cat=", Action::KINDS[event.action.kind()]),
                (" act=", facts.key),
                (" outcome=", facts.outcome),
            ] {
                output.extend_from_slice(key.as_bytes());
                output.extend_from_slice(text.as_bytes());
            }
            self.0.visit(log, event, |key, value| {
                let field = key.field();
                output.push(b' ');
                if !field.cef_label.is_empty() {
                    output.extend_from_slice(field.cef.as_bytes());
                    output.extend_from_slice(b"Label=");
                    output.extend_from_slice(field.cef_label.as_bytes());
                    output.push(b' ');
                }
                output.extend_from_slice(field.cef.as_bytes());
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
    fn what_cef_reads_as_its_own_is_escaped() {
        assert_eq!(super::value("a=b\\c|d\r\ne\tf\0g\"h\u{202e}"), "a\\=b\\\\c|d\\r\\ne f g\"h\u{202e}");
    }
}
