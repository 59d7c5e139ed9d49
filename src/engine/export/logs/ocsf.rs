//! Open Cybersecurity Schema Framework 1.7: one JSON object a line, of the classes Authentication, File System Activity, Process
//! Activity, Network Activity and Detection Finding. What a process used has no attribute there; it stands under `unmapped`.

use super::super::formats::{FileFormat, Kind, Shape};
use super::LogWriter;
use super::json_text::JsonText;
use super::prepared::{FileNames, extension, write_file_name};
use crate::engine::configuration::Configuration;
use crate::engine::configuration::file::quoted;
use crate::engine::events::addresses::SERVICES;
use crate::engine::events::log::text;
use crate::engine::events::{
    Action, Event, FileEvent, Flow, Host, Log, Login, Operation, PROGRAMS, ProcessEvent, Texts,
};

/// The version of OCSF.
pub const VERSION: &str = "1.7.0";

/// OCSF among the formats.
pub const FORMAT: FileFormat = FileFormat {
    key: "ocsf",
    name: "OCSF",
    extension: "ocsf.ndjson",
    media_type: "application/x-ndjson",
    help: words!("Events in the Open Cybersecurity Schema Framework 1.7, one JSON object a line."),
    kind: Kind::Events,
    shape: Shape::Lines,
};

/// A class: its category, its number.
type Class = [u64; 2];
const FILE_SYSTEM: Class = [1, 1_001];
const PROCESS: Class = [1, 1_007];
const FINDING: Class = [2, 2_004];
const AUTHENTICATION: Class = [3, 3_002];
const NETWORK: Class = [4, 4_001];

const SUCCESS: u64 = 1;
const FAILURE: u64 = 2;
const INFORMATIONAL: u64 = 1;

/// The writer of a file.
pub fn writer(configuration: &Configuration) -> Box<dyn LogWriter> {
    let processes = PROGRAMS.iter().map(|program| {
        let [executable, command_line, parent] =
            [program.executable(), program.command_line(), program.parent_executable()]
                .map(|text| quoted(&text));
        let file =
            |name: &str, path: &str| format!(r#""file":{{"name":"{name}","path":{path},"type_id":1}}"#);
        [
            format!(
                r#""name":"{}","cmd_line":{command_line},{}"#,
                program.name,
                file(program.name, &executable)
            ),
            format!(r#""name":"{}",{}"#, program.parent[1], file(program.parent[1], &parent)),
        ]
    });
    Box::new(Ocsf {
        texts: Texts::new(configuration, quoted),
        files: FileNames::new(|text| quoted(text).trim_matches('"').to_owned()),
        processes: processes.collect(),
        metadata: format!(
            r#""version":"{VERSION}","product":{{"name":"CyberDataGen","vendor_name":"CyberDataGen","version":"{}"}}"#,
            env!("CARGO_PKG_VERSION")
        ),
        user: Vec::new(),
        device: Vec::new(),
    })
}

struct Ocsf {
    /// Names as JSON strings.
    texts: Texts,
    files: FileNames,
    /// By program: what is said of its process and of the parent.
    processes: Vec<[String; 2]>,
    metadata: String,
    /// The row's user, and the device, as members that begin with a comma.
    user: Vec<u8>,
    device: Vec<u8>,
}

impl LogWriter for Ocsf {
    fn log(&mut self, log: &Log, output: &mut Vec<u8>) {
        self.prepare(log);
        for (place, event) in log.events.iter().enumerate() {
            self.event(log, event, log.id(place), output);
            output.push(b'\n');
        }
    }
}

impl Ocsf {
    /// Writes what all events of a row share.
    fn prepare(&mut self, log: &Log) {
        let Ocsf { user, device, texts, .. } = self;
        user.clear();
        let mut json = JsonText::within(user);
        json.open("user");
        json.plain("name", |output| output.extend_from_slice(log.user_name().as_bytes()));
        json.further(b",\"groups\":[{\"name\":");
        json.further(text(&texts.departments, log.department.into()).as_bytes());
        json.further(b"}]");
        json.close();
        device.clear();
        let mut json = JsonText::within(device);
        json.open("device");
        // 2: a desktop.
        json.number("type_id", 2);
        json.plain("name", |output| output.extend_from_slice(log.device_name().as_bytes()));
        json.plain("hostname", |output| log.device.write_name(output));
        json.plain("ip", |output| log.device.write_v4(output));
        json.close();
    }

    fn event(&self, log: &Log, event: &Event, id: u64, output: &mut Vec<u8>) {
        let ([category, class], activity, severity) = class_of(log, event);
        let mut json = JsonText::new(output);
        json.number("category_uid", category);
        json.number("class_uid", class);
        json.number("activity_id", activity);
        json.number("type_uid", class * 100 + activity);
        json.number("severity_id", severity);
        json.number("time", event.time_ms.max(0) as u64);
        json.open("metadata");
        json.ready(&self.metadata);
        json.id("uid", id);
        json.close();
        match &event.action {
            Action::Login(login) => self.login(log, login, &mut json),
            Action::File(file) => self.file(file, &mut json),
            Action::Flow(flow) => flow_members(log, event, flow, &mut json),
            Action::Process(process) => self.process(process, &mut json),
            Action::Alert => self.alert(log, id, &mut json),
        }
        json.close();
    }

    fn login(&self, log: &Log, login: &Login, json: &mut JsonText) {
        json.number("status_id", if login.succeeds { SUCCESS } else { FAILURE });
        json.further(&self.user);
        json.ready(r#""service":{"name":"sso"}"#);
        json.value("is_remote", if matches!(log.origin, Host::Away { .. }) { "true" } else { "false" });
        json.open("src_endpoint");
        json.plain("ip", |output| log.origin.write_address(log.is_v6, output));
        json.number("port", login.source_port.into());
        json.open("location");
        json.value("region", text(&self.texts.locations, log.location.into()));
        json.close();
        json.close();
        json.open("dst_endpoint");
        json.plain("hostname", |output| log.device.write_name(output));
        json.close();
    }

    fn file(&self, file: &FileEvent, json: &mut JsonText) {
        json.number("status_id", SUCCESS);
        json.open("actor");
        json.first(&self.user);
        json.close();
        json.further(&self.device);
        json.open("file");
        json.plain("name", |output| write_file_name(file, output));
        json.plain("path", |output| self.files.write_path(file, output));
        json.plain("ext", |output| output.extend_from_slice(extension(file).as_bytes()));
        json.number("size", file.size.into());
        json.number("type_id", 1);
        json.close();
    }

    fn process(&self, process: &ProcessEvent, json: &mut JsonText) {
        let Some([program, parent]) = self.processes.get(usize::from(process.program)) else { return };
        json.number("status_id", SUCCESS);
        json.open("actor");
        json.first(&self.user);
        json.close();
        json.further(&self.device);
        json.open("process");
        json.number("pid", process.pid.into());
        json.ready(program);
        json.open("parent_process");
        json.number("pid", process.parent_pid.into());
        json.ready(parent);
        json.close();
        json.close();
        if let Some(usage) = process.usage {
            json.open("unmapped");
            if let Some(hundredths) = usage.cpu_hundredths {
                json.decimal("cpu_percent", f64::from(hundredths) / 100.0, 2);
            }
            if let Some(bytes) = usage.memory_bytes {
                json.number("memory_bytes", bytes);
            }
            json.close();
        }
    }

    fn alert(&self, log: &Log, id: u64, json: &mut JsonText) {
        // 1: new.
        json.number("status_id", 1);
        json.ready(r#""is_alert":true"#);
        json.number("risk_level_id", log.level as u64 + 1);
        json.number("risk_score", log.score.round().max(0.0) as u64);
        json.open("finding_info");
        json.id("uid", id);
        json.value("title", text(&self.texts.names, log.name));
        json.further(b",\"types\":[");
        json.further(text(&self.texts.categories, log.category.into()).as_bytes());
        json.further(b"]");
        json.close();
        json.further(&self.device);
        json.further(b",\"evidences\":[{\"actor\":{");
        json.further(self.user.get(1..).unwrap_or_default());
        json.further(b"}}]");
    }
}

/// The class, the activity and the severity of an event.
fn class_of(log: &Log, event: &Event) -> (Class, u64, u64) {
    match &event.action {
        Action::Login(_) => (AUTHENTICATION, 1, INFORMATIONAL),
        Action::File(file) => {
            let activity = match file.operation {
                Operation::Create => 1,
                Operation::Read => 2,
                Operation::Change => 3,
                Operation::Delete => 4,
                Operation::Rename => 5,
            };
            (FILE_SYSTEM, activity, INFORMATIONAL)
        }
        // 4: failed; 6: traffic.
        Action::Flow(flow) => (NETWORK, if flow.is_answered { 6 } else { 4 }, INFORMATIONAL),
        Action::Process(process) => (PROCESS, if process.usage.is_some() { 2 } else { 1 }, INFORMATIONAL),
        Action::Alert => (FINDING, 1, log.level as u64 + 2),
    }
}

fn flow_members(log: &Log, event: &Event, flow: &Flow, json: &mut JsonText) {
    let service = &SERVICES[usize::from(flow.service) % SERVICES.len()];
    let start = event.time_ms.max(0) as u64;
    json.number("status_id", if flow.is_answered { SUCCESS } else { FAILURE });
    json.number("start_time", start);
    json.number("end_time", start + u64::from(flow.duration_ms));
    json.number("duration", flow.duration_ms.into());
    json.open("src_endpoint");
    json.plain("hostname", |output| log.device.write_name(output));
    json.plain("ip", |output| log.device.write_address(flow.is_v6, output));
    json.number("port", flow.source_port.into());
    json.close();
    json.open("dst_endpoint");
    json.plain("hostname", |output| flow.peer.write_name(output));
    json.plain("ip", |output| flow.peer.write_address(flow.is_v6, output));
    json.number("port", service.port.into());
    json.plain("svc_name", |output| output.extend_from_slice(service.protocol.as_bytes()));
    json.close();
    json.open("connection_info");
    // 2: outbound; 3: lateral.
    json.number("direction_id", if flow.peer.is_inside() { 3 } else { 2 });
    json.number("protocol_num", if service.transport == "udp" { 17 } else { 6 });
    json.plain("protocol_name", |output| output.extend_from_slice(service.transport.as_bytes()));
    json.number("protocol_ver_id", if flow.is_v6 { 6 } else { 4 });
    json.close();
    json.open("traffic");
    json.number("bytes", flow.bytes_out + flow.bytes_in);
    json.number("bytes_out", flow.bytes_out);
    json.number("bytes_in", flow.bytes_in);
    json.number("packets", flow.packets_out() + flow.packets_in());
    json.number("packets_out", flow.packets_out());
    json.number("packets_in", flow.packets_in());
    json.close();
}
