//! `cyberdatagen stream` and `score`, as a shell, a log server and a spreadsheet see them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]
#![allow(clippy::disallowed_methods, reason = "it waits")]

#[path = "support/python.rs"]
mod python;
#[path = "support/servers.rs"]
mod running;
#[path = "respond/servers.rs"]
mod servers;

use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, UdpSocket};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

const ROWS: &str = "1200";

/// A stream's arguments, as fast as can be.
fn stream(more: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
    command.args(["stream", "--rows", ROWS, "--rate", "max"]).args(more);
    command
}

fn output(more: &[&str]) -> Output {
    stream(more).output().unwrap()
}

fn lines(more: &[&str]) -> Vec<String> {
    let output = output(more);
    assert!(output.status.success(), "{more:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

const ATTACK: &str = "bulk_exfiltration at=300 user=7 rows=40 difficulty=0.2";

#[test]
fn a_stream_that_is_resumed_goes_on_as_if_nothing_had_happened() {
    let whole = lines(&["--launch", ATTACK]);
    assert_eq!(whole.len(), 1_240);
    for cut in ["1", "300", "301", "777"] {
        let mut parts = lines(&["--launch", ATTACK, "--until-row", cut]);
        parts.extend(lines(&["--launch", ATTACK, "--from-row", cut]));
        assert!(parts == whole, "cut at {cut}");
    }
    let json: serde_json::Value = serde_json::from_str(&whole[0]).unwrap();
    assert!(
        json.get("User State").is_some() && json.get("Answer").is_some() && json.get("Is Anomaly").is_none()
    );
    let labeled: serde_json::Value =
        serde_json::from_str(&lines(&["--labels", "--until-row", "1"])[0]).unwrap();
    assert!(labeled.get("Is Anomaly").is_some());
    let times: Vec<String> = whole
        .iter()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["Timestamps"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert!(times.is_sorted());
}

#[test]
fn a_reader_on_tcp_gets_every_line() {
    for (form, framing) in [("jsonl", "lines"), ("syslog", "lines"), ("syslog", "octets"), ("ecs", "lines")] {
        let expected = lines(&["--format", form]);
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = format!("tcp://{}", listener.local_addr().unwrap());
        let mut child = stream(&["--format", form, "--to", &address, "--framing", framing]).spawn().unwrap();
        let (mut socket, _) = listener.accept().unwrap();
        let mut text = Vec::new();
        socket.read_to_end(&mut text).unwrap();
        assert!(child.wait().unwrap().success());
        let found: Vec<String> = match framing {
            "lines" => String::from_utf8(text).unwrap().lines().map(str::to_owned).collect(),
            _ => octets(&text),
        };
        assert!(found == expected, "{form} {framing}: {} of {}", found.len(), expected.len());
    }
}

/// Messages behind their lengths (RFC 6587, 3.4.1).
fn octets(mut text: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(space) = text.iter().position(|&byte| byte == b' ') {
        let length: usize = std::str::from_utf8(&text[..space]).unwrap().parse().unwrap();
        found.push(String::from_utf8(text[space + 1..space + 1 + length].to_vec()).unwrap());
        text = &text[space + 1 + length..];
    }
    assert!(text.is_empty());
    found
}

#[test]
fn a_reader_on_udp_gets_a_message_a_datagram() {
    let expected = lines(&["--until-row", "150"]);
    let socket = UdpSocket::bind(("127.0.0.1", 0)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let address = format!("udp://{}", socket.local_addr().unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
    let mut child = command
        .args(["stream", "--rows", ROWS, "--rate", "1000", "--until-row", "150", "--to", &address])
        .spawn()
        .unwrap();
    let mut datagram = vec![0; 65_536];
    let found: Vec<String> = (0..expected.len())
        .map(|_| {
            let length = socket.recv(&mut datagram).unwrap();
            String::from_utf8(datagram[..length].to_vec()).unwrap()
        })
        .collect();
    assert!(child.wait().unwrap().success());
    assert_eq!(found, expected);
}

#[test]
fn a_reader_that_goes_away_is_no_crash_and_says_where_to_go_on() {
    // Of a pipe: whoever reads has seen enough.
    let mut child = stream(&[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");

    // Of a connection: the rows that follow can be sent later.
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = format!("tcp://{}", listener.local_addr().unwrap());
    let child = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["stream", "--rows", "200000", "--rate", "max", "--to", &address])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut socket, _) = listener.accept().unwrap();
    socket.read_exact(&mut [0; 4_096]).unwrap();
    drop(socket);
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code() == Some(1) && said.contains("--from-row"), "{said}");

    // Nobody is there.
    drop(listener);
    let nobody = output(&["--to", &address]);
    assert_eq!(nobody.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("cannot be reached"));
}

#[test]
fn what_cannot_be_asked_is_told_with_a_hint() {
    for (arguments, reason) in [
        (vec!["--format", "xml"], "no form 'xml'"),
        (vec!["--rate", "0"], "out of range"),
        (vec!["--rate", "2000000"], "out of range"),
        (vec!["--speed", "-1"], "out of range"),
        (vec!["--to", "http://x"], "no address of ours"),
        (vec!["--framing", "tabs"], "no framing"),
        (vec!["--from-row", "5000"], "there are 1200 rows"),
        (vec!["--launch", "flood"], "no attack 'flood'"),
        (vec!["--launch", "ransomware user=900"], "no user 900"),
        (vec!["--launch", "ransomware rows=0"], "out of range"),
        (vec!["--labels", "--format", "ecs"], "never say what they are"),
        (vec!["--rules", "a: cost > x -> y"], "compares numbers"),
        (vec!["--rules", "a: is_anomaly = 1 -> y"], "the answer"),
        (vec!["--block", "1"], "above its end"),
        (vec!["--rules-file", "/nowhere"], "cannot be read"),
        (vec!["--set", "columns.cost=off", "--rules", "a: cost > 5 -> y"], "switched off"),
        (vec!["--rules", "a: state >= watched -> y"], "never leave"),
    ] {
        // The rate is given once.
        let mut command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
        let output = command.args(["stream", "--rows", ROWS]).args(&arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(reason) && said.contains("hint:"), "{arguments:?}: {said}");
    }
}

#[test]
fn a_link_of_the_page_is_streamed_with_its_rules() {
    let link = "https://example.org/#v1.realistic&rows=1200&respond.part=rules&respond.rules=all:%20cost%20%3E%200%20-%3E%20act&view=respond";
    let found = lines(&["--link", link, "--until-row", "5"]);
    assert!(
        found.len() == 5 && found.iter().all(|line| line.contains(r#""Fired Rules":"all""#)),
        "{found:?}"
    );
}

#[test]
fn rules_of_a_file_act_in_a_stream() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.txt");
    std::fs::write(&file, "# Two rules\nbusy: num_files_accessed > 8 -> \"Ask why\" points=4\nagain: state >= watched -> escalate points=0 priority=critical\n").unwrap();
    let file = file.to_str().unwrap();
    let found = lines(&["--rules-file", file]);
    let json: Vec<serde_json::Value> = found.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |rule: &str| {
        json.iter().filter(|row| row["Fired Rules"].as_str().unwrap_or_default().contains(rule)).count()
    };
    assert!(of("busy") > 50 && of("again") > 20);
    for row in &json {
        assert_eq!(
            row["Fired Rules"].as_str().unwrap_or_default().contains("busy"),
            row["Num Files Accessed"].as_u64().unwrap() > 8
        );
        assert_eq!(
            row["Answer"].as_str().unwrap().contains("Ask why"),
            row["Num Files Accessed"].as_u64().unwrap() > 8
        );
    }
}

#[test]
fn a_file_of_anyones_is_scored_and_otherwise_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.csv");
    let text = "\u{feff}who;when;sev;tries;note\nann;2024-01-01 10:00:00;Critical;12;\"a; \"\"b\"\"\"\nbob;2024-01-01 09:00:00;low;1;\nann;2024-01-01 11:00:00;high;;x\n";
    std::fs::write(&file, text).unwrap();
    let run = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
        command.arg("score").arg(&file).args(more).output().unwrap()
    };
    let mapped = [
        "--map",
        "Severity=sev",
        "--map",
        "login_attempts=tries",
        "--map",
        "User ID=who",
        "--map",
        "Timestamps=when",
    ];
    let scored = run(&mapped);
    assert!(scored.status.success(), "{scored:?}");
    let found = String::from_utf8(scored.stdout).unwrap();
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(
        found[0],
        "who;when;sev;tries;note;Threat Score;Threat Level;Defense Action;Color;Fired Rules;User State;Alert"
    );
    assert!(
        found[1].starts_with("ann;2024-01-01 10:00:00;Critical;12;\"a; \"\"b\"\"\";") && found.len() == 4,
        "{found:?}"
    );
    assert!(String::from_utf8(scored.stderr).unwrap().contains("are not in the file"));
    let out = folder.path().join("scored.csv");
    let more: Vec<&str> = mapped.into_iter().chain(["--out", out.to_str().unwrap()]).collect();
    let told = String::from_utf8(run(&more).stdout).unwrap();
    assert!(told.starts_with("3 rows\n") && told.contains("scored.csv"), "{told}");
    assert_eq!(std::fs::read_to_string(&out).unwrap().lines().collect::<Vec<_>>(), found);
    for (arguments, reason) in [
        (vec!["--map", "Severity"], "has no '='"),
        (vec!["--map", "Severity=gravity"], "no column 'gravity'"),
        (vec!["--map", "Gravity=sev"], "no column 'Gravity' of ours"),
        (vec![], "none of the columns"),
        (vec!["--map", "Severity=sev", "--rules", "a: cost > 5 -> x"], "no column 'Cost'"),
    ] {
        let refused = run(&arguments);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            refused.status.code() == Some(2) && said.contains(reason) && said.contains("hint:"),
            "{arguments:?}: {said}"
        );
    }
}

/// Rules of every kind of condition that Sigma knows.
const RULES: &str = "many: login_attempts > 3 and (severity = Critical or cost >= 3000.5) -> \"lock, or watch\" priority=high; \
    odd: not user_location in (EU, US) -> look; \
    often: count(login_attempts > 2, 1 d) >= 3 -> slow; \
    rows: count(2 h) > 2 -> slow; \
    short: category is missing or session_duration_in_second <= 600 -> note; \
    other: login_attempts != 2 and activity_type = login -> note";

#[test]
fn saved_sigma_rules_say_of_the_rows_what_the_stream_says() {
    let Some(python) = python::python("sigma", "saved rules beside pySigma") else { return };
    let keep = tempfile::tempdir().unwrap();
    for (name, more) in [("shipped", &[][..]), ("own", &["--rules", RULES][..])] {
        let [rules, rows] =
            ["rules.yml", "stream.jsonl"].map(|file| keep.path().join(format!("{name}-{file}")));
        let messy = ["--preset", "messy-logs", "--rows", ROWS];
        let mut written = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
        let written = written.args(["rules", "--sigma"]).args(messy).args(more).output().unwrap();
        assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
        std::fs::write(&rules, written.stdout).unwrap();
        std::fs::write(&rows, lines(&[&messy[..2], more].concat()).join("\n")).unwrap();
        let checked =
            Command::new(&python).arg("tests/respond/saved_rules.py").args([&rules, &rows]).output().unwrap();
        assert!(checked.status.success(), "{name}: {}", String::from_utf8_lossy(&checked.stderr));
        let counts: std::collections::BTreeMap<String, u64> =
            serde_json::from_slice(&checked.stdout).unwrap();
        assert_eq!(counts.len(), if name == "own" { 6 } else { 4 });
        assert!(counts.values().all(|&count| count > 0 && count < 1_200), "{name}: {counts:?}");
    }
}
