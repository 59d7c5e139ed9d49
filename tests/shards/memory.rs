//! Memory does not grow with the number of rows.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{PROGRAM, errors, run};

/// The largest amount of memory that a command had, in kB.
fn peak(arguments: &[&str]) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let out = ["--out", folder.path().to_str().unwrap()];
    let mut child = Command::new(PROGRAM)
        .args([&["generate"], arguments, &out].concat())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    loop {
        let is_over = child.try_wait().unwrap();
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(kb.unwrap_or(0));
        if let Some(status) = is_over {
            assert!(status.success() && peak > 0, "{arguments:?}");
            return peak;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Ten billion rows planned the whole of their campaigns, which took gigabytes.
#[test]
fn the_far_end_of_many_rows_takes_no_more_memory_than_few() {
    for preset in ["classic", "realistic"] {
        let few = peak(&["--preset", preset, "--rows", "100000"]);
        for (rows, shard) in [("100000000", "500/1000"), ("10000000000", "100000/100000")] {
            let many = peak(&["--preset", preset, "--rows", rows, "--shard", shard]);
            assert!(many * 10 < few * 13, "{preset}, {rows} rows: {few} kB, then {many} kB");
        }
    }
}

#[test]
fn parts_one_after_the_other_take_no_more_memory_than_one() {
    let one = peak(&["--rows", "70000", "--format", "csv,parquet"]);
    let many = peak(&["--rows", "420000", "--format", "csv,parquet", "--parts", "6"]);
    assert!(many * 10 < one * 13, "{one} kB, then {many} kB");
}

#[test]
fn what_would_grow_with_the_rows_is_refused_with_a_way_out() {
    for (arguments, part) in [
        (&["--rows", "20000000", "--format", "stix"][..], "60,000 is the most"),
        // `--parts` does not go with `--stdout`.
        (
            &["--rows", "100000001", "--format", "parquet"],
            "hint: write parts, at least 3: --shard I/3 for each I",
        ),
        (&["--rows", "10000000000", "--shard", "7/199", "--format", "parquet"], "--shard I/200"),
        (&["--rows", "10000001", "--set", "order=time", "--shard", "1/1000"], "order=random"),
        (&["--rows", "10000000000", "--set", "attacks.rows=3"], "more than 5 rows a campaign"),
    ] {
        let output = run(&[&["generate", "--stdout"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let told = errors(&output);
        assert!(told.contains(part) && output.stdout.is_empty(), "{told}");
    }
}
