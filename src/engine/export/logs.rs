//! Logs: the events of the rows in the formats of SIEM systems, each format in a file of its own.

mod actions;
pub mod cef;
pub mod ecs;
mod fields;
mod json_text;
pub mod leef;
pub mod ocsf;
mod prepared;
pub mod splunk_hec;
pub mod syslog;
pub mod zeek_conn;
pub mod zeek_json;

pub use prepared::write_id as write_event_id;

use crate::engine::events::Log;

/// Writes one file of events: [`begin`](LogWriter::begin), [`log`](LogWriter::log) for each row in turn, [`end`](LogWriter::end). A
/// row's events are written in the same way whatever stood before them, so that several threads can write parts of a file.
pub trait LogWriter: Send {
    /// Appends what stands before the first event.
    fn begin(&mut self, _output: &mut Vec<u8>) {}

    /// Appends the events of a row.
    fn log(&mut self, log: &Log, output: &mut Vec<u8>);

    /// Appends what follows the last event.
    fn end(&mut self, _output: &mut Vec<u8>) {}
}
