//! Zeek's conn.log as tab-separated text, with the header that Zeek writes: the connections alone. All of its values are
//! addresses, numbers and names of protocols, in which nothing has to be escaped.

use chrono::Datelike;

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::prepared::{write_id, write_seconds, write_thousandths};
use crate::engine::configuration::Configuration;
use crate::engine::decimal::write_integer;
use crate::engine::events::addresses::{SERVICES, Service};
use crate::engine::events::{Action, Event, Flow, Log};

/// Zeek's text among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "zeek",
    name: "Zeek conn.log",
    extension: "conn.log",
    media_type: "text/tab-separated-values;charset=utf-8",
    help: words!("The network flows as Zeek's conn.log, tab-separated with Zeek's header."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// The columns, each with its type.
#[rustfmt::skip]
const COLUMNS: [[&str; 2]; 22] = [
    ["ts", "time"], ["uid", "string"], ["id.orig_h", "addr"], ["id.orig_p", "port"], ["id.resp_h", "addr"], ["id.resp_p", "port"],
    ["proto", "enum"], ["service", "string"], ["duration", "interval"], ["orig_bytes", "count"], ["resp_bytes", "count"],
    ["conn_state", "string"], ["local_orig", "bool"], ["local_resp", "bool"], ["missed_bytes", "count"], ["history", "string"],
    ["orig_pkts", "count"], ["orig_ip_bytes", "count"], ["resp_pkts", "count"], ["resp_ip_bytes", "count"],
    ["tunnel_parents", "set[string]"], ["ip_proto", "count"],
];

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    let day = configuration.world.reference_date;
    // The engine knows no clock: the log is opened and closed on the reference date.
    Box::new(Zeek { day: format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()) })
}

struct Zeek {
    day: String,
}

impl LogWriter for Zeek {
    fn begin(&mut self, output: &mut Vec<u8>) {
        let line = |place: usize| COLUMNS.map(|column| column[place]).join("\t");
        let header = format!(
            "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#open\t{}-00-00-00\n\
             #fields\t{}\n#types\t{}\n",
            self.day,
            line(0),
            line(1)
        );
        output.extend_from_slice(header.as_bytes());
    }

    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        for (place, event) in log.events.iter().enumerate() {
            if let Action::Flow(flow) = &event.action {
                line(log, event, flow, log.id(place), output);
            }
        }
    }

    fn end(&mut self, output: &mut Vec<u8>) {
        output.extend_from_slice(format!("#close\t{}-23-59-59\n", self.day).as_bytes());
    }
}

fn line(log: &Log, event: &Event, flow: &Flow, id: u64, output: &mut Vec<u8>) {
    let connection = Connection::new(flow);
    let service = connection.service;
    write_seconds(event.time_ms, output);
    output.push(b'\t');
    write_uid(id, output);
    output.push(b'\t');
    log.device.write_address(flow.is_v6, output);
    for (is_address, port) in [(false, flow.source_port), (true, service.port)] {
        if is_address {
            output.push(b'\t');
            flow.peer.write_address(flow.is_v6, output);
        }
        output.push(b'\t');
        write_integer(port.into(), output);
    }
    for text in [service.transport, connection.spoken] {
        output.push(b'\t');
        output.extend_from_slice(text.as_bytes());
    }
    output.push(b'\t');
    write_thousandths(flow.duration_ms.into(), output);
    output.push(b'\t');
    write_integer(flow.bytes_out, output);
    output.push(b'\t');
    write_integer(flow.bytes_in, output);
    for text in
        [connection.state, "T", if flow.peer.is_inside() { "T" } else { "F" }, "0", connection.history]
    {
        output.push(b'\t');
        output.extend_from_slice(text.as_bytes());
    }
    for number in connection.counts {
        output.push(b'\t');
        write_integer(number, output);
    }
    output.extend_from_slice(b"\t(empty)\t");
    write_integer(connection.ip_protocol, output);
    output.push(b'\n');
}

/// What Zeek says of a connection beside what the flow says.
pub struct Connection {
    /// What it goes to.
    pub service: &'static Service,
    /// What was spoken, as far as anyone answered.
    pub spoken: &'static str,
    /// `SF` for a connection that was opened and closed, `S0` for one without answer.
    pub state: &'static str,
    /// The letters of what happened.
    pub history: &'static str,
    /// Packets and bytes with their headers, sent and received.
    pub counts: [u64; 4],
    /// The number of the transport protocol.
    pub ip_protocol: u64,
}

impl Connection {
    /// That of a flow.
    pub fn new(flow: &Flow) -> Self {
        let service = &SERVICES[usize::from(flow.service) % SERVICES.len()];
        let is_udp = service.transport == "udp";
        let (state, history) = match (flow.is_answered, is_udp) {
            (true, true) => ("SF", "Dd"),
            (true, false) => ("SF", "ShADadFf"),
            (false, true) => ("S0", "D"),
            (false, false) => ("S0", "S"),
        };
        let header = if flow.is_v6 { 60 } else { 40 };
        let [sent, received] = [flow.packets_out(), flow.packets_in()];
        Connection {
            service,
            spoken: if flow.is_answered { service.zeek } else { "-" },
            state,
            history,
            counts: [sent, flow.bytes_out + header * sent, received, flow.bytes_in + header * received],
            ip_protocol: if is_udp { 17 } else { 6 },
        }
    }
}

/// Appends the uid of a connection: `C`, as Zeek has it, and the event's id.
pub fn write_uid(id: u64, output: &mut Vec<u8>) {
    output.push(b'C');
    write_id(id, output);
}
