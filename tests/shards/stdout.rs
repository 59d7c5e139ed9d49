//! One file to standard output.

use std::fs;
use std::io::Read;
use std::process::{Command, Stdio};

use super::{PROGRAM, errors, run};

#[test]
fn standard_output_has_the_bytes_of_the_file() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().to_str().unwrap();
    let rows = ["generate", "--rows", "5000"];
    for (format, name) in [
        ("csv", "cybersecurity_dataset_combined.csv"),
        ("jsonl", "cybersecurity_dataset_combined.jsonl"),
        ("parquet", "cybersecurity_dataset_combined.parquet"),
        ("cef", "events.cef.log"),
        ("stix", "attacks.stix.json"),
    ] {
        super::text(&[&rows[..], &["--format", format, "--out", out]].concat());
        let output = run(&[&rows[..], &["--format", format, "--stdout"]].concat());
        assert!(output.status.success() && output.stderr.is_empty(), "{}", errors(&output));
        assert!(output.stdout == fs::read(keep.path().join(name)).unwrap(), "{name}");
    }
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().to_str().unwrap();
    super::text(&[&rows[..], &["--gzip", "--shard", "2/3", "--out", out]].concat());
    let output = run(&[&rows[..], &["--gzip", "--shard", "2/3", "--stdout"]].concat());
    let part = keep.path().join("cybersecurity_dataset_combined-00002-of-00003.csv.gz");
    assert!(output.stdout == fs::read(part).unwrap());
}

#[test]
fn a_reader_that_goes_away_has_seen_enough() {
    for format in ["jsonl", "parquet", "ecs"] {
        let mut child = Command::new(PROGRAM)
            .args(["generate", "--rows", "10000000", "--format", format, "--stdout"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = child.stdout.take().unwrap();
        output.read_exact(&mut [0; 100]).unwrap();
        drop(output);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}: {}", errors(&output));
        assert!(!errors(&output).contains("error"), "{format}: {}", errors(&output));
    }
}

#[test]
fn standard_output_takes_one_file() {
    for (arguments, part) in [
        (&["--stdout", "--format", "csv,jsonl"][..], "--format: standard output takes one file"),
        (&["--stdout", "--out", "x"], "cannot be used with"),
        // Every shard wrote the whole document.
        (&["--stdout", "--format", "stix", "--shard", "1/2"], "--shard: STIX bundle is one document"),
        (&["--stdout", "--format", "navigator", "--shard", "2/2"], "leave --shard out"),
        (&["--stdout", "--format", "sigma", "--shard", "1/1"], "--shard: Sigma rules"),
        (&["--stdout", "--zip"], "cannot be used with"),
        (&[], "--out"),
    ] {
        let output = run(&[&["generate"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(errors(&output).contains(part) && output.stdout.is_empty(), "{}", errors(&output));
    }
}

/// `/dev/full` takes no byte, as a full disk does.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_told() {
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let arguments = ["generate", "--rows", "1000", "--stdout"];
    let output = Command::new(PROGRAM).args(arguments).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(errors(&output).contains("cannot write to standard output"), "{}", errors(&output));
}
