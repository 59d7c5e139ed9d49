//! Events: logs add up to their rows, any row unfolds alone, no log tells a label, golden values of every format, and the files as
//! other tools read them (`export/events.py`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "support/python.rs"]
mod python;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::dataset::{Record, RowOrder};
use cyberdatagen::engine::events::{Action, Log, Unfolder};
use cyberdatagen::engine::export::formats::Kind;
use cyberdatagen::engine::export::{Download, Encoding, Export, FORMATS, File};
use cyberdatagen::engine::issues::campaigns::ATTACKS;
use cyberdatagen::engine::issues::realistic::defects::MISSABLE;
use cyberdatagen::engine::level::Level;
use cyberdatagen::engine::world::measures::Measure;
use cyberdatagen::engine::{Configuration, Generator};
use python::python;
use sha2::{Digest, Sha256};

/// Whether a row has a measure.
fn has(record: &Record, measure: Measure) -> bool {
    let bit = MISSABLE.iter().position(|other| *other == measure).unwrap();
    record.issue.mark.missing >> bit & 1 == 0
}

/// What the events of a row add up to.
#[derive(Debug, Default, PartialEq)]
struct Sums {
    logins: u64,
    files: u64,
    flows: u64,
    bytes: u128,
    cpu_hundredths: u64,
    memory_bytes: u64,
    alerts: u64,
    starts: u64,
    ends: u64,
}

fn sums(log: &Log) -> Sums {
    let mut sums = Sums::default();
    for event in &log.events {
        match event.action {
            Action::Login(_) => sums.logins += 1,
            Action::File(_) => sums.files += 1,
            Action::Flow(flow) => {
                sums.flows += 1;
                sums.bytes += u128::from(flow.bytes_out) + u128::from(flow.bytes_in);
            }
            Action::Process(process) => match process.usage {
                None => sums.starts += 1,
                Some(usage) => {
                    sums.ends += 1;
                    sums.cpu_hundredths += u64::from(usage.cpu_hundredths.unwrap_or(0));
                    sums.memory_bytes += usage.memory_bytes.unwrap_or(0);
                }
            },
            Action::Alert => sums.alerts += 1,
        }
    }
    sums
}

/// The megabytes of a cell as the files write them, times a million: from the text of its decimals, not from its binary form.
fn millions(megabytes: f64) -> u128 {
    let text = format!("{megabytes:.3}");
    text.replace('.', "").parse::<u128>().unwrap() * 1_000
}

#[test]
fn for_every_row_the_events_add_up_to_its_columns() {
    let mut missing = 0;
    for preset in Preset::ALL {
        let configuration = Configuration { rows: 10_000, ..preset.configuration() };
        let mut generator = Generator::new(&configuration).unwrap();
        let mut unfolder = Unfolder::new(&configuration);
        for row in 0..configuration.rows {
            let record = generator.record(row);
            let issue = &record.issue;
            let log = unfolder.unfold(&record);
            let found = sums(log);
            let if_there = |measure, value: u128| if has(&record, measure) { value } else { 0 };
            let expected = [
                if_there(Measure::Logins, issue.login_attempts.into()),
                if_there(Measure::Files, issue.files.into()),
                if_there(Measure::Transfer, millions(issue.transfer_mb)),
                if_there(Measure::Cpu, millions(issue.cpu_percent) / 10_000),
                if_there(Measure::Memory, millions(issue.memory_mb)),
                u128::from(record.score.level >= Level::High),
            ];
            let sums = [
                found.logins.into(),
                found.files.into(),
                found.bytes,
                found.cpu_hundredths.into(),
                found.memory_bytes.into(),
                found.alerts.into(),
            ];
            assert_eq!(sums, expected, "{preset:?}, row {row}");
            assert_eq!(found.flows > 0, has(&record, Measure::Transfer), "{preset:?}, row {row}");
            assert!(found.starts > 0 && found.starts == found.ends, "{preset:?}, row {row}");
            missing += u32::from(issue.mark.missing != 0);

            // Times are in order, and within the session.
            let secs = if has(&record, Measure::Session) { issue.session_secs } else { 1_200 };
            let start = issue.activity_time * 1_000;
            let end = start + i64::from(secs) * 1_000;
            let mut before = start;
            for event in &log.events {
                assert!(event.time_ms >= before && event.time_ms <= end, "{preset:?}, row {row}: {event:?}");
                before = event.time_ms;
                if let Action::Flow(flow) = event.action {
                    assert!(event.time_ms + i64::from(flow.duration_ms) <= end, "{preset:?}, row {row}");
                }
            }
            processes_start_before_they_end(log);
        }
    }
    assert!(missing > 1_000, "rows with missing cells were among them: {missing}");
}

fn processes_start_before_they_end(log: &Log) {
    let mut running = BTreeSet::new();
    for event in &log.events {
        if let Action::Process(process) = event.action {
            match process.usage {
                None => assert!(running.insert(process.pid), "one process has a number at a time"),
                Some(_) => assert!(running.remove(&process.pid), "it started before"),
            }
        }
    }
    assert!(running.is_empty());
}

#[test]
fn the_order_of_the_rows_moves_logs_and_changes_none() {
    let mut configuration = Configuration { rows: 2_000, ..Preset::Realistic.configuration() };
    let mut logs = |order: RowOrder| {
        configuration.dataset.order = order;
        let mut generator = Generator::new(&configuration).unwrap();
        let mut unfolder = Unfolder::new(&configuration);
        let log = |row| {
            let record = generator.record(row);
            let log = unfolder.unfold(&record);
            let ids: Vec<u64> = (0..log.events.len()).map(|place| log.id(place)).collect();
            (record.drawn, (ids, log.user_name(), format!("{:?}", log.events)))
        };
        (0..configuration.rows).map(log).collect::<BTreeMap<_, _>>()
    };
    let (random, by_time) = (logs(RowOrder::Random), logs(RowOrder::Time));
    assert_eq!((random.len(), by_time.len()), (2_000, 2_000));
    assert!(random == by_time);
}

#[test]
fn any_row_unfolds_alone_and_no_two_events_have_one_id() {
    let configuration = Configuration { rows: 3_000, ..Preset::MessyLogs.configuration() };
    let mut generator = Generator::new(&configuration).unwrap();
    let mut unfolder = Unfolder::new(&configuration);
    let mut ids = BTreeSet::new();
    let mut events = 0;
    for row in 0..configuration.rows {
        let record = generator.record(row);
        let log = unfolder.unfold(&record);
        events += log.events.len();
        ids.extend((0..log.events.len()).map(|place| log.id(place)));
        if row % 100 == 0 {
            let alone = Generator::new(&configuration).unwrap().record(row);
            let mut other = Unfolder::new(&configuration);
            assert_eq!(other.unfold(&alone).events, log.events, "row {row}");
        }
    }
    assert_eq!(ids.len(), events);
    assert!(events > 10 * configuration.rows as usize);
}

/// What techniques leave is found where the techniques are, and rarely elsewhere.
#[test]
fn techniques_leave_their_traces() {
    let configuration = Configuration { rows: 40_000, ..Preset::Realistic.configuration() };
    let mut generator = Generator::new(&configuration).unwrap();
    let mut unfolder = Unfolder::new(&configuration);
    let (mut with, mut without) = (BTreeMap::new(), BTreeMap::new());
    for row in 0..configuration.rows {
        let record = generator.record(row);
        let category = &configuration.issues.categories[usize::from(record.issue.category)].name;
        let technique = record.technique(&configuration.realistic, category);
        let log = unfolder.unfold(&record);
        let traces = log.events.iter().filter(|event| event.is_trace).count();
        let Some(technique) = technique else {
            assert_eq!(traces, 0, "row {row} has no technique");
            continue;
        };
        *if traces > 0 { &mut with } else { &mut without }.entry(technique).or_insert(0_u32) += 1;
        let failed = |event: &&cyberdatagen::engine::events::Event| matches!(event.action, Action::Login(login) if !login.succeeds);
        if technique == "T1110.001" && traces > 0 {
            let failures = log.events.iter().filter(failed).count() as u32;
            assert!(failures + 1 >= record.issue.login_attempts);
        }
    }
    let techniques: BTreeSet<&str> = ATTACKS
        .iter()
        .flat_map(|attack| attack.phases.iter())
        .map(|phase| phase.technique.as_ref())
        .collect();
    for technique in techniques {
        let (with, without) = (f64::from(with[technique]), f64::from(without[technique]));
        let share = with / (with + without);
        assert!((0.6..0.99).contains(&share), "{technique}: {share} of the rows have traces");
    }
}

fn bytes(configuration: &Configuration, file: File, encoding: Encoding) -> Vec<u8> {
    let mut export = Export::new(Generator::new(configuration).unwrap(), &Download::File(file, encoding));
    let mut bytes = Vec::new();
    while let Some(chunk) = export.step().unwrap() {
        bytes.extend(chunk);
    }
    bytes
}

/// Lists of a few names, without and with what readers stumble over: more than a configuration takes. The last name is long.
fn hostile() -> [Configuration; 2] {
    let long = "ä".repeat(10_000);
    let mut named = Configuration { rows: 200, ..Preset::MessyLogs.configuration() };
    let names = [
        "say \"hi\", O'Brien",
        "two\nlines\r\nand more",
        "pipe|equals=back\\slash\\n",
        "tab\tbell\u{7}escape\u{1b}[31m",
        "\u{202e}right to left שלום",
        "null\u{0}byte",
        "] end [of=\"data\"",
        "CEF:0|a|b|c|d|e|f|g=h",
        &long,
    ]
    .map(str::to_owned)
    .to_vec();
    let mut plain = named.clone();
    let letters: Vec<String> =
        (b'A'..).take(names.len()).map(|letter| char::from(letter).to_string()).collect();
    for (configuration, names) in [(&mut plain, &letters), (&mut named, &names)] {
        configuration.world.locations = names.clone().into();
        configuration.world.departments = names.clone().into();
        for (category, name) in configuration.issues.categories.iter_mut().zip(names) {
            category.name.clone_from(name);
        }
    }
    [plain, named]
}

/// The events of the rows of one configuration, with the names of another one.
fn hostile_events([plain, named]: &[Configuration; 2], encoding: Encoding) -> Vec<u8> {
    let mut generator = Generator::new(plain).unwrap();
    let mut unfolder = Unfolder::new(plain);
    let mut writer = encoding.log_writer(named).unwrap();
    let mut output = Vec::new();
    writer.begin(&mut output);
    for row in 0..plain.rows {
        writer.log(unfolder.unfold(&generator.record(row)), &mut output);
    }
    writer.end(&mut output);
    output
}

fn event_encodings() -> impl Iterator<Item = Encoding> {
    FORMATS.iter().filter(|format| format.kind != Kind::Table).map(|format| Encoding::new(format, false))
}

fn file_of(encoding: Encoding) -> File {
    if encoding.format().kind == Kind::Events { File::Events } else { File::Attacks }
}

#[test]
fn no_log_tells_a_label() {
    let configuration = Configuration { rows: 2_000, ..Preset::Realistic.configuration() };
    for encoding in event_encodings().filter(|encoding| encoding.format().kind == Kind::Events) {
        let text = String::from_utf8(bytes(&configuration, File::Events, encoding)).unwrap();
        let told = ["CAMPAIGN-", "Anomal", "anomal", "T1110", "TA00", "T1486", "attack", "Attack "];
        // Categories and issue names are no labels: rows of both classes have them.
        let text = text.replace("Phishing Attack", "");
        for word in told {
            assert!(!text.contains(word), "{}: {word}", encoding.format().key);
        }
    }
}

#[test]
fn lines_stay_lines_whatever_the_names_hold() {
    let configurations = hostile();
    let mut generator = Generator::new(&configurations[0]).unwrap();
    let mut unfolder = Unfolder::new(&configurations[0]);
    let rows = 0..configurations[0].rows;
    let events: usize = rows.map(|row| unfolder.unfold(&generator.record(row)).events.len()).sum();
    for key in ["ocsf", "splunk", "cef", "leef", "syslog"] {
        let encoding = Encoding::of_keys(key, false).unwrap()[0];
        let text = String::from_utf8(hostile_events(&configurations, encoding)).unwrap();
        assert_eq!(text.matches('\n').count(), events, "{key}");
        let allowed = |character: char| !character.is_control() || "\n\t".contains(character);
        assert!(text.chars().all(allowed), "{key} has a control character");
        assert!(text.contains(&"ä".repeat(10_000)), "{key}");
    }
}

#[test]
fn the_bytes_of_every_format_are_the_golden_ones() {
    let configuration = Configuration { rows: 500, ..Preset::Realistic.configuration() };
    let key = Encoding::default();
    let files = event_encodings()
        .map(|encoding| (file_of(encoding), encoding))
        .chain([(File::EventKey, key), (File::RuleMatches, key)]);
    let found: Vec<[String; 2]> = files
        .map(|(file, encoding)| {
            let digest = Sha256::digest(bytes(&configuration, file, encoding));
            [file.name(encoding), digest.iter().map(|byte| format!("{byte:02x}")).collect()]
        })
        .collect();
    let expected = GOLDEN.map(|golden| golden.map(str::to_owned));
    assert_eq!(found, expected);
}

/// By file, its SHA-256.
const GOLDEN: [[&str; 2]; 13] = [
    ["events.ecs.ndjson", "a2ec00cc712d7f8e208ff1066e15b5a65b9288ec78cdfdebe0de18246868be17"],
    ["events.ocsf.ndjson", "7fae2d7f85b61c9a5b5cfda282991dde80abfb2b273a4a739c51d79527063328"],
    ["events.hec.ndjson", "6364f1665d28b2b225817397128e0caa81af4b58ce54f0c174fb3618cce5a955"],
    ["events.cef.log", "b78c3c93cc687b4fcef1066a0d52c76801d02c92f911dd1a5f5db76c404108ac"],
    ["events.leef.log", "f6513f04f20acd4ea1dd395035887bd4c88570669b373838da1e72852265fed6"],
    ["events.syslog.log", "aa6c539688f566196ec5c646fab3325010299cf60c92b310290c35048c7e8a7b"],
    ["events.conn.log", "426bc800e1dfa411cc6d9da39226d4e4d3800e3eafbe11412ba39310d4dad2b3"],
    ["events.conn.ndjson", "bb6218cf6a24e2396720f7ae2b9f758bd49f65b9f3899fe1cc1c6747e40ab5ed"],
    ["attacks.navigator.json", "53637c2c3ff5f896628efb3945d9e6c6eabc214d6d1126d9d45f1ef68606171c"],
    ["attacks.stix.json", "14e9f30339cf0d2629f8fc67170afd3aa271ffb75a88796fa41e46ce00b2a6e3"],
    ["attacks.sigma.yml", "e960abff98a375e11137af9732c48b4a1d19f397fc0243eaa617503b53dc37c1"],
    ["event_answer_key.csv", "5d485bc39a08089d9624a18ec73142295229a964c66d91b46e3830c7419a2c73"],
    ["sigma_matches.csv", "1bd504c2980a3b3d5e873d4377835e028ec78ebfac851241856deced2090688a"],
];

fn write_all(folder: &Path, configuration: &Configuration) {
    fs::create_dir_all(folder).unwrap();
    for encoding in event_encodings() {
        let file = file_of(encoding);
        fs::write(folder.join(file.name(encoding)), bytes(configuration, file, encoding)).unwrap();
    }
    for file in
        [File::EventKey, File::RuleMatches, File::Dataset(cyberdatagen::engine::export::View::Combined)]
    {
        let encoding = Encoding::of_keys("jsonl", false).unwrap()[0];
        fs::write(folder.join(file.name(encoding)), bytes(configuration, file, encoding)).unwrap();
    }
}

#[test]
fn the_files_are_what_other_tools_take() {
    let needed = "cefp, py_ocsf_models, sigma, stix2, syslog_rfc5424_parser, zat";
    let Some(python) = python(needed, "the events beside other tools") else { return };
    let keep = tempfile::tempdir().unwrap();
    let hostile = hostile();
    let configurations = [
        ("realistic", Configuration { rows: 1_500, ..Preset::Realistic.configuration() }),
        ("classic", Configuration { rows: 200, ..Preset::Classic.configuration() }),
        ("messy-logs", Configuration { rows: 600, ..Preset::MessyLogs.configuration() }),
        ("hostile", hostile[0].clone()),
    ];
    let mut folders = Vec::new();
    for (name, configuration) in &configurations {
        let folder = keep.path().join(name);
        write_all(&folder, configuration);
        if *name == "hostile" {
            for encoding in event_encodings().filter(|encoding| encoding.format().kind == Kind::Events) {
                fs::write(folder.join(File::Events.name(encoding)), hostile_events(&hostile, encoding))
                    .unwrap();
            }
            let names: Vec<&str> = hostile[1].world.locations.iter().map(String::as_str).collect();
            fs::write(folder.join("names.json"), serde_json::json!(names).to_string()).unwrap();
        }
        folders.push(folder);
    }
    let output = Command::new(python).arg("tests/export/events.py").args(&folders).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    print!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{errors}");
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(lines.lines().count(), folders.len(), "a report for each folder");
}
