//! Streams into log servers as users have them: rsyslog and syslog-ng, which the set-up unpacks beside its tools. Nothing may be
//! lost, and each message is to be taken apart as RFC 5424 has it.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::lines;
use super::running::{PATIENCE, free_port, libraries, start, unpacked};

/// Rows that make some 5,000 messages a second.
const ROWS_PER_SECOND: &str = "300";

/// Streams into a server, and compares what it wrote of each message, id and action, with what was sent.
fn compare(name: &str, port: u16, written: &Path) {
    let sent = lines(&["--format", "syslog"]);
    let expected: Vec<String> = sent
        .iter()
        .map(|line| {
            let id = line.split("id=\"").nth(1).unwrap().split('"').next().unwrap();
            let action = line.split(' ').nth(5).unwrap();
            format!("{id} {action}")
        })
        .collect();
    assert!(expected.len() > 15_000);
    let address = format!("tcp://127.0.0.1:{port}");
    let status = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args([
            "stream",
            "--rows",
            super::ROWS,
            "--rate",
            ROWS_PER_SECOND,
            "--format",
            "syslog",
            "--to",
            &address,
        ])
        .status()
        .unwrap();
    assert!(status.success());
    let begun = Instant::now();
    loop {
        let found = std::fs::read_to_string(written).unwrap_or_default();
        let found: Vec<&str> = found.lines().collect();
        if found.len() >= expected.len() {
            assert!(found == expected, "{name}: the messages differ");
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "{name}: {} of {} messages", found.len(), expected.len());
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn rsyslog_takes_every_message() {
    let root = unpacked();
    if !root.join("usr/sbin/rsyslogd").exists() {
        return eprintln!("NOT RUN: no rsyslog in {} (`make test` sets it up)", root.display());
    }
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let (configuration, written) = (folder.path().join("rsyslog.conf"), folder.path().join("written.log"));
    let work = folder.path().display();
    let text = format!(
        r#"global(workDirectory="{work}" maxMessageSize="64k" net.enableDNS="off")
module(load="imtcp")
input(type="imtcp" address="127.0.0.1" port="{port}")
module(load="mmpstrucdata")
action(type="mmpstrucdata")
template(name="known" type="string" string="%$!rfc5424-sd!event@32473!id% %msgid%\n")
action(type="omfile" file="{}" template="known")
"#,
        written.display()
    );
    std::fs::write(&configuration, text).unwrap();
    let modules = root.join(format!("usr/lib/{}-linux-gnu/rsyslog", std::env::consts::ARCH));
    let pid = folder.path().join("pid");
    let paths = [&configuration, &modules, &pid].map(|path| path.to_str().unwrap().to_owned());
    let arguments = ["-n", "-f", &paths[0], "-M", &paths[1], "-i", &paths[2]];
    let _server = start(&root, "usr/sbin/rsyslogd", &arguments, &[], port);
    compare("rsyslog", port, &written);
}

#[test]
fn syslog_ng_takes_every_message() {
    let root = unpacked();
    if !root.join("usr/sbin/syslog-ng").exists() {
        return eprintln!("NOT RUN: no syslog-ng in {} (`make test` sets it up)", root.display());
    }
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let (configuration, written) = (folder.path().join("syslog-ng.conf"), folder.path().join("written.log"));
    let version = Command::new(root.join("usr/sbin/syslog-ng"))
        .arg("--version")
        .env("LD_LIBRARY_PATH", libraries(&root))
        .output()
        .unwrap();
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    // `syslog-ng 3 (3.38.1)`: the configuration names the first two numbers.
    let version =
        version.split('(').nth(1).and_then(|rest| rest.split(')').next()).unwrap_or("3.38.1").to_owned();
    let version = version.rsplit_once('.').map_or(version.as_str(), |(short, _)| short).to_owned();
    let text = format!(
        r#"@version: {version}
source tcp {{ network(transport("tcp") ip("127.0.0.1") port({port}) flags(syslog-protocol) log-iw-size(100000)); }};
destination known {{ file("{}" template("${{.SDATA.event@32473.id}} ${{MSGID}}\n")); }};
log {{ source(tcp); destination(known); }};
"#,
        written.display()
    );
    std::fs::write(&configuration, text).unwrap();
    let modules =
        std::fs::read_dir(root.join("usr/lib/syslog-ng")).unwrap().flatten().map(|entry| entry.path());
    let modules = modules.into_iter().find(|path| path.is_dir()).unwrap();
    let own = |name: &str| folder.path().join(name).display().to_string();
    let arguments = [
        "-F".to_owned(),
        "--no-caps".to_owned(),
        format!("--cfgfile={}", configuration.display()),
        format!("--module-path={}", modules.display()),
        format!("--persist-file={}", own("persist")),
        format!("--pidfile={}", own("pid")),
        format!("--control={}", own("control")),
    ];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let _server = start(&root, "usr/sbin/syslog-ng", &arguments, &[], port);
    compare("syslog-ng", port, &written);
}
