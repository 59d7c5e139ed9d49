//! Events as flat lists of fields: Splunk, CEF, LEEF and syslog have the same ones under names of their own. A field and its names
//! are declared once.

use super::prepared::{FileNames, write_file_name};
use crate::engine::configuration::Configuration;
use crate::engine::events::addresses::SERVICES;
use crate::engine::events::log::text;
use crate::engine::events::{Action, Event, Log, PROGRAMS, Texts};

/// The names of a field.
#[derive(Debug)]
pub struct Field {
    /// In Splunk's common information model, where it has one.
    pub splunk: &'static str,
    /// In CEF's extension dictionary.
    pub cef: &'static str,
    /// The label that CEF wants beside a custom field; nothing for others.
    pub cef_label: &'static str,
    /// In LEEF.
    pub leef: &'static str,
    /// As a parameter of syslog's structured data.
    pub syslog: &'static str,
}

/// Declares the fields: `Name: splunk, cef, label, leef, syslog;`.
macro_rules! fields {
    ($($name:ident: $splunk:literal, $cef:literal, $label:literal, $leef:literal, $syslog:literal;)*) => {
        /// A field.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented by its names")]
        pub enum Key { $($name),* }

        /// All fields.
        pub static FIELDS: &[Field] = &[$(Field {
            splunk: $splunk, cef: $cef, cef_label: $label, leef: $leef, syslog: $syslog,
        }),*];
    };
}

#[rustfmt::skip]
fields! {
    User: "user", "suser", "", "usrName", "user";
    Department: "user_bunit", "cs2", "department", "department", "department";
    Device: "dvc", "shost", "", "identHostName", "device";
    Source: "src_ip", "src", "", "src", "srcIp";
    Source6: "src_ip", "c6a2", "Source IPv6 Address", "src", "srcIp";
    SourcePort: "src_port", "spt", "", "srcPort", "srcPort";
    SourceLocation: "src_location", "cs1", "sourceLocation", "srcLocation", "srcLocation";
    Destination: "dest_ip", "dst", "", "dst", "dstIp";
    Destination6: "dest_ip", "c6a3", "Destination IPv6 Address", "dst", "dstIp";
    DestinationPort: "dest_port", "dpt", "", "dstPort", "dstPort";
    DestinationHost: "dest", "dhost", "", "dstHost", "dstHost";
    Transport: "transport", "proto", "", "proto", "transport";
    Protocol: "app", "app", "", "protocol", "protocol";
    BytesOut: "bytes_out", "out", "", "srcBytes", "bytesOut";
    BytesIn: "bytes_in", "in", "", "dstBytes", "bytesIn";
    PacketsOut: "packets_out", "cn2", "packetsOut", "srcPackets", "packetsOut";
    PacketsIn: "packets_in", "cn3", "packetsIn", "dstPackets", "packetsIn";
    DurationMs: "duration_ms", "cn1", "durationMs", "durationMs", "durationMs";
    FileName: "file_name", "fname", "", "fileName", "fileName";
    FilePath: "file_path", "filePath", "", "filePath", "filePath";
    FileSize: "file_size", "fsize", "", "fileSize", "fileSize";
    Process: "process_exec", "sproc", "", "process", "process";
    Pid: "process_id", "spid", "", "pid", "pid";
    CommandLine: "process", "cs3", "commandLine", "commandLine", "commandLine";
    Parent: "parent_process_exec", "cs4", "parentProcess", "parentProcess", "parentProcess";
    ParentPid: "parent_process_id", "cn3", "parentPid", "parentPid", "parentPid";
    CpuPercent: "cpu_load_percent", "cfp1", "cpuPercent", "cpuPercent", "cpuPercent";
    MemoryBytes: "mem_used", "cn2", "memoryBytes", "memoryBytes", "memoryBytes";
    Signature: "signature", "msg", "", "policy", "signature";
    Category: "category", "cs5", "issueCategory", "issueCategory", "category";
    Score: "risk_score", "cfp2", "threatScore", "threatScore", "threatScore";
}

impl Key {
    /// Its names.
    pub fn field(self) -> &'static Field {
        &FIELDS[self as usize]
    }
}

/// The value of a field.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// Text that is written as the format writes text already.
    Ready(&'a [u8]),
    /// A whole number.
    Number(u64),
    /// A number and its decimals.
    Decimal(f64, usize),
}

/// The kinds of numbers that say how serious an event is, from 0 to 10: an alert's threat level, 1 or 3 for others.
pub fn severity(log: &Log, event: &Event) -> u64 {
    match &event.action {
        Action::Alert => log.level.of([4, 6, 8, 10]),
        Action::Login(login) if !login.succeeds => 3,
        _ => 1,
    }
}

/// Makes the fields of events, with text as a format writes it.
pub struct Fields {
    texts: Texts,
    files: FileNames,
    /// By program: its file, its command line, the parent's file.
    programs: Vec<[String; 3]>,
    /// The row's user, device and address of its login.
    user: Vec<u8>,
    device: Vec<u8>,
    buffer: Vec<u8>,
}

impl Fields {
    /// Those of a configuration's events, in a format that escapes text in some way.
    pub fn new(configuration: &Configuration, escape: fn(&str) -> String) -> Self {
        let programs = PROGRAMS.iter().map(|program| {
            [program.executable(), program.command_line(), program.parent_executable()]
                .map(|text| escape(&text))
        });
        Fields {
            texts: Texts::new(configuration, escape),
            files: FileNames::new(escape),
            programs: programs.collect(),
            user: Vec::new(),
            device: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// Goes over to the log of another row.
    pub fn prepare(&mut self, log: &Log) {
        self.user = log.user_name().into_bytes();
        self.device = log.device_name().into_bytes();
    }

    /// The row's device.
    pub fn device(&self) -> &[u8] {
        &self.device
    }

    /// The fields of an event, in order.
    pub fn visit(&mut self, log: &Log, event: &Event, mut field: impl FnMut(Key, Value)) {
        let Fields { texts, files, programs, user, device, buffer } = self;

        field(Key::User, Value::Ready(user));
        field(Key::Department, Value::Ready(text(&texts.departments, log.department.into()).as_bytes()));
        field(Key::Device, Value::Ready(device));
        let mut written =
            |write: &mut dyn FnMut(&mut Vec<u8>), key: Key, field: &mut dyn FnMut(Key, Value)| {
                buffer.clear();
                write(buffer);
                if !buffer.is_empty() {
                    field(key, Value::Ready(buffer));
                }
            };
        match &event.action {
            Action::Login(login) => {
                let key = if log.is_v6 { Key::Source6 } else { Key::Source };
                written(&mut |output| log.origin.write_address(log.is_v6, output), key, &mut field);
                field(Key::SourcePort, Value::Number(login.source_port.into()));
                let location = text(&texts.locations, log.location.into());
                field(Key::SourceLocation, Value::Ready(location.as_bytes()));
            }
            Action::File(file) => {
                written(&mut |output| write_file_name(file, output), Key::FileName, &mut field);
                written(&mut |output| files.write_path(file, output), Key::FilePath, &mut field);
                field(Key::FileSize, Value::Number(file.size.into()));
            }
            Action::Flow(flow) => {
                let service = &SERVICES[usize::from(flow.service) % SERVICES.len()];
                let keys = if flow.is_v6 {
                    [Key::Source6, Key::Destination6]
                } else {
                    [Key::Source, Key::Destination]
                };
                written(&mut |output| log.device.write_address(flow.is_v6, output), keys[0], &mut field);
                field(Key::SourcePort, Value::Number(flow.source_port.into()));
                written(&mut |output| flow.peer.write_address(flow.is_v6, output), keys[1], &mut field);
                field(Key::DestinationPort, Value::Number(service.port.into()));
                written(&mut |output| flow.peer.write_name(output), Key::DestinationHost, &mut field);
                field(Key::Transport, Value::Ready(service.transport.as_bytes()));
                field(Key::Protocol, Value::Ready(service.protocol.as_bytes()));
                field(Key::BytesOut, Value::Number(flow.bytes_out));
                field(Key::BytesIn, Value::Number(flow.bytes_in));
                field(Key::PacketsOut, Value::Number(flow.packets_out()));
                field(Key::PacketsIn, Value::Number(flow.packets_in()));
                field(Key::DurationMs, Value::Number(flow.duration_ms.into()));
            }
            Action::Process(process) => {
                if let Some([file, command_line, parent]) = programs.get(usize::from(process.program)) {
                    field(Key::Process, Value::Ready(file.as_bytes()));
                    field(Key::Pid, Value::Number(process.pid.into()));
                    field(Key::CommandLine, Value::Ready(command_line.as_bytes()));
                    field(Key::Parent, Value::Ready(parent.as_bytes()));
                    field(Key::ParentPid, Value::Number(process.parent_pid.into()));
                }
                let usage = process.usage.unwrap_or_default();
                if let Some(hundredths) = usage.cpu_hundredths {
                    field(Key::CpuPercent, Value::Decimal(f64::from(hundredths) / 100.0, 2));
                }
                if let Some(bytes) = usage.memory_bytes {
                    field(Key::MemoryBytes, Value::Number(bytes));
                }
            }
            Action::Alert => {
                field(Key::Signature, Value::Ready(text(&texts.names, log.name).as_bytes()));
                let category = text(&texts.categories, log.category.into());
                field(Key::Category, Value::Ready(category.as_bytes()));
                field(Key::Score, Value::Decimal(log.score, 3));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_the_formats_take() {
        for field in FIELDS {
            let is_name = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            assert!(
                [field.splunk, field.cef, field.leef, field.syslog].into_iter().all(is_name),
                "{field:?}"
            );
            // RFC 5424: a name has at most 32 characters.
            assert!(field.syslog.len() <= 32);
            let is_custom = ["cs", "cn", "cfp", "c6a"].iter().any(|kind| {
                field
                    .cef
                    .strip_prefix(kind)
                    .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            });
            assert_eq!(is_custom, !field.cef_label.is_empty(), "{field:?}");
        }
    }
}
