//! Zeek's conn.log as JSON, as Zeek writes it with `LogAscii::use_json`: the connections alone, one object a line.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::json_text::JsonText;
use super::prepared::{write_seconds, write_thousandths};
use super::zeek_conn::{Connection, write_uid};
use crate::engine::configuration::Configuration;
use crate::engine::events::{Action, Event, Flow, Log};

/// Zeek's JSON among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "zeek-json",
    name: words!("Zeek conn.log as JSON"),
    extension: "conn.ndjson",
    media_type: "application/x-ndjson",
    help: words!("The network flows as Zeek's conn.log in JSON, one object a line."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// The writer of a file.
pub fn writer(_: &Configuration) -> Box<dyn LogWriter> {
    Box::new(ZeekJson)
}

struct ZeekJson;

impl LogWriter for ZeekJson {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        for (place, event) in log.events.iter().enumerate() {
            if let Action::Flow(flow) = &event.action {
                line(log, event, flow, log.id(place), output);
            }
        }
    }
}

fn line(log: &Log, event: &Event, flow: &Flow, id: u64, output: &mut Vec<u8>) {
    let connection = Connection::new(flow);
    output.extend_from_slice(b"{\"ts\":");
    write_seconds(event.time_ms, output);
    let mut json = JsonText::within(output);
    json.plain("uid", |output| write_uid(id, output));
    json.plain("id.orig_h", |output| log.device.write_address(flow.is_v6, output));
    json.number("id.orig_p", flow.source_port.into());
    json.plain("id.resp_h", |output| flow.peer.write_address(flow.is_v6, output));
    json.number("id.resp_p", connection.service.port.into());
    json.plain("proto", |output| output.extend_from_slice(connection.service.transport.as_bytes()));
    if flow.is_answered {
        json.plain("service", |output| output.extend_from_slice(connection.spoken.as_bytes()));
    }
    json.further(b",\"duration\":");
    json.written(|output| write_thousandths(flow.duration_ms.into(), output));
    json.number("orig_bytes", flow.bytes_out);
    json.number("resp_bytes", flow.bytes_in);
    json.plain("conn_state", |output| output.extend_from_slice(connection.state.as_bytes()));
    json.ready(r#""local_orig":true"#);
    json.value("local_resp", if flow.peer.is_inside() { "true" } else { "false" });
    json.ready(r#""missed_bytes":0"#);
    json.plain("history", |output| output.extend_from_slice(connection.history.as_bytes()));
    for (key, number) in
        ["orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes"].into_iter().zip(connection.counts)
    {
        json.number(key, number);
    }
    json.number("ip_proto", connection.ip_protocol);
    json.close();
    output.push(b'\n');
}
