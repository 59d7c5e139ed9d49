//! Elastic Common Schema: NDJSON for the bulk interface of Elasticsearch, two lines an event. The first line says `create`, which
//! data streams want; it has the event's id, so that a file sent twice makes no event twice.
//!
//! Field names and types are those of ECS 8.17, and categories and types of events are combined as it allows. What a process used
//! has no field there; it stands under `cyberdatagen`.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::actions::{ACTIONS, place};
use super::json_text::JsonText;
use super::prepared::{FileNames, extension, write_file_name, write_id, write_time};
use crate::engine::configuration::Configuration;
use crate::engine::configuration::file::quoted;
use crate::engine::events::addresses::SERVICES;
use crate::engine::events::log::text;
use crate::engine::events::{Action, Event, Flow, Log, PROGRAMS, ProcessEvent, Texts};

/// The version of ECS.
pub const VERSION: &str = "8.17.0";

/// ECS among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "ecs",
    name: "Elastic Common Schema",
    extension: "ecs.ndjson",
    media_type: "application/x-ndjson",
    help: words!("Events for Elasticsearch and OpenSearch: NDJSON for _bulk, with ECS 8.17 fields."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// Where the events go.
const CREATE: &str = r#"{"create":{"_index":"logs-cyberdatagen.events-default","_id":""#;

/// Kind, category and type by action, in the order of [`ACTIONS`].
const CATEGORIES: [[&str; 3]; ACTIONS.len()] = [
    ["event", "authentication", "start"],
    ["event", "authentication", "start"],
    ["event", "file", "access"],
    ["event", "file", "change"],
    ["event", "file", "creation"],
    ["event", "file", "change"],
    ["event", "file", "deletion"],
    ["event", "network", "connection"],
    ["event", "network", "connection"],
    ["event", "process", "start"],
    ["event", "process", "end"],
    ["alert", "intrusion_detection", "info"],
];

/// The number of a level, as Elastic's detection rules have it.
const SEVERITIES: [u64; 4] = [21, 47, 73, 99];

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    let events = ACTIONS.iter().zip(CATEGORIES).map(|(action, [kind, category, of_type])| {
        format!(
            r#""kind":"{kind}","category":["{category}"],"type":["{of_type}"],"action":"{}","outcome":"{}","dataset":"cyberdatagen.events""#,
            action.key, action.outcome
        )
    });
    let processes = PROGRAMS.iter().map(|program| {
        let [executable, command_line, parent] =
            [program.executable(), program.command_line(), program.parent_executable()]
                .map(|text| quoted(&text));
        [
            format!(r#""name":"{}","executable":{executable},"command_line":{command_line}"#, program.name),
            format!(r#""name":"{}","executable":{parent}"#, program.parent[1]),
        ]
    });
    let escaped = |text: &str| quoted(text).trim_matches('"').to_owned();
    Box::new(Ecs {
        texts: Texts::new(configuration, quoted),
        files: FileNames::new(escaped),
        events: events.collect(),
        processes: processes.collect(),
        common: Vec::new(),
        origin: Vec::new(),
        device: [Vec::new(), Vec::new()],
    })
}

struct Ecs {
    /// Names as JSON strings.
    texts: Texts,
    files: FileNames,
    /// By action: what its `event` says.
    events: Vec<String>,
    /// By program: what `process` and `process.parent` say.
    processes: Vec<[String; 2]>,
    /// What all events of a row share.
    common: Vec<u8>,
    /// Where the row's user logs in from, and the addresses of the device by version.
    origin: Vec<u8>,
    device: [Vec<u8>; 2],
}

impl LogWriter for Ecs {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        self.prepare(log);
        for (place, event) in log.events.iter().enumerate() {
            let id = log.id(place);
            output.extend_from_slice(CREATE.as_bytes());
            write_id(id, output);
            output.extend_from_slice(b"\"}}\n{\"@timestamp\":\"");
            write_time(event.time_ms, output);
            output.push(b'"');
            self.event(log, event, id, output);
            output.extend_from_slice(b"}\n");
        }
    }
}

impl Ecs {
    /// Writes what all events of a row share.
    fn prepare(&mut self, log: &Log) {
        let Ecs { common, origin, device, texts, .. } = self;
        for (is_v6, address) in [false, true].into_iter().zip(device.iter_mut()) {
            address.clear();
            log.device.write_address(is_v6, address);
        }
        origin.clear();
        log.origin.write_address(log.is_v6, origin);
        common.clear();
        let mut json = JsonText::within(common);
        json.open("ecs");
        json.plain("version", |output| output.extend_from_slice(VERSION.as_bytes()));
        json.close();
        json.open("host");
        json.plain("name", |output| log.device.write_name(output));
        json.plain("hostname", |output| output.extend_from_slice(log.device_name().as_bytes()));
        json.close();
        json.open("user");
        json.plain("name", |output| output.extend_from_slice(log.user_name().as_bytes()));
        json.open("group");
        json.value("name", text(&texts.departments, log.department.into()));
        json.close();
        json.close();
    }

    fn event(&self, log: &Log, event: &Event, id: u64, output: &mut Vec<u8>) {
        let mut json = JsonText::within(output);
        json.open("event");
        json.id("id", id);
        json.ready(&self.events[place(event)]);
        match &event.action {
            Action::Flow(flow) => json.number("duration", u64::from(flow.duration_ms) * 1_000_000),
            Action::Alert => {
                json.number("severity", log.level.of(SEVERITIES));
                json.decimal("risk_score", log.score, 3);
            }
            _ => {}
        }
        json.close();
        json.further(&self.common);
        match &event.action {
            Action::Login(login) => {
                json.open("source");
                json.plain("ip", |output| output.extend_from_slice(&self.origin));
                json.number("port", login.source_port.into());
                json.open("geo");
                json.value("name", text(&self.texts.locations, log.location.into()));
                json.close();
                json.close();
            }
            Action::File(file) => {
                json.open("file");
                json.plain("name", |output| write_file_name(file, output));
                json.plain("path", |output| self.files.write_path(file, output));
                json.plain("directory", |output| self.files.write_folder(file, output));
                json.plain("extension", |output| output.extend_from_slice(extension(file).as_bytes()));
                json.number("size", file.size.into());
                json.ready(r#""type":"file""#);
                json.close();
            }
            Action::Flow(flow) => self.flow(flow, &mut json),
            Action::Process(process) => self.process(process, &mut json),
            Action::Alert => {
                json.open("rule");
                json.value("name", text(&self.texts.names, log.name));
                json.value("category", text(&self.texts.categories, log.category.into()));
                json.close();
            }
        }
    }

    fn flow(&self, flow: &Flow, json: &mut JsonText) {
        let service = &SERVICES[usize::from(flow.service) % SERVICES.len()];
        json.open("source");
        json.plain("ip", |output| output.extend_from_slice(&self.device[usize::from(flow.is_v6)]));
        json.number("port", flow.source_port.into());
        json.number("bytes", flow.bytes_out);
        json.number("packets", flow.packets_out());
        json.close();
        json.open("destination");
        json.plain("ip", |output| flow.peer.write_address(flow.is_v6, output));
        json.number("port", service.port.into());
        json.plain("domain", |output| flow.peer.write_name(output));
        json.number("bytes", flow.bytes_in);
        json.number("packets", flow.packets_in());
        json.close();
        json.open("network");
        json.value("transport", if service.transport == "udp" { "\"udp\"" } else { "\"tcp\"" });
        json.plain("protocol", |output| output.extend_from_slice(service.protocol.as_bytes()));
        json.value("type", if flow.is_v6 { "\"ipv6\"" } else { "\"ipv4\"" });
        json.value("direction", if flow.peer.is_inside() { "\"internal\"" } else { "\"outbound\"" });
        json.number("bytes", flow.bytes_out + flow.bytes_in);
        json.number("packets", flow.packets_out() + flow.packets_in());
        json.close();
    }

    fn process(&self, process: &ProcessEvent, json: &mut JsonText) {
        let Some([program, parent]) = self.processes.get(usize::from(process.program)) else { return };
        json.open("process");
        json.number("pid", process.pid.into());
        json.ready(program);
        json.open("parent");
        json.number("pid", process.parent_pid.into());
        json.ready(parent);
        json.close();
        json.close();
        if let Some(usage) = process.usage {
            json.open("cyberdatagen");
            if let Some(hundredths) = usage.cpu_hundredths {
                json.decimal("process_cpu_percent", f64::from(hundredths) / 100.0, 2);
            }
            if let Some(bytes) = usage.memory_bytes {
                json.number("process_memory_bytes", bytes);
            }
            json.close();
        }
    }
}
