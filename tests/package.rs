//! What comes with the files: the descriptions as their own validators and loaders take them, and every command and notebook as a
//! reader runs it (`export/package.py`): what is for Elasticsearch or Splunk towards a receiver, what is for Zeek not at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "support/python.rs"]
mod python;
#[path = "support/servers.rs"]
#[allow(dead_code, clippy::disallowed_methods, reason = "shared with tests that use the rest, and a clock")]
mod servers;

use std::fs;
use std::path::Path;
use std::process::Command;

use python::python;
use serde_json::Value as Json;

/// What is generated, and with how many records and Python cells the script has to come back.
const CASES: [(&str, &[&str]); 5] = [
    (
        "all",
        &[
            "--rows",
            "2500",
            "--format",
            "csv,jsonl,json,sql,parquet,ecs,ocsf,splunk,cef,leef,syslog,zeek,zeek-json,navigator,stix,sigma",
        ],
    ),
    ("classic", &["--preset", "classic", "--rows", "1500"]),
    ("compressed", &["--rows", "2500", "--format", "jsonl,sql,stix,ecs,splunk,syslog,sigma", "--gzip"]),
    (
        "other form",
        &[
            "--rows",
            "2500",
            "--set",
            "files.delimiter=semicolon",
            "--set",
            "files.missing=na",
            "--set",
            "files.quoting=all",
            "--set",
            "files.byte_order_mark=on",
            "--set",
            "files.line_end=crlf",
            "--set",
            "files.header=off",
            "--set",
            "defects.missing.mcar=5",
            "--set",
            "order=time",
        ],
    ),
    (
        "hostile",
        &[
            "--rows",
            "2500",
            "--format",
            "csv,parquet",
            "--set",
            r#"lists.departments=R\, D, say "hi", =HYPERLINK("http://x"), NULL"#,
            "--set",
            "lists.locations=Zürich 安全, 👩‍👩‍👧‍👦 family, -1, @here",
            "--set",
            "columns.device=on",
        ],
    ),
];

fn generate(arguments: &[&str], folder: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .arg("generate")
        .args(arguments)
        .arg("--out")
        .arg(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_comes_with_the_files_is_what_their_tools_take() {
    let keep = tempfile::tempdir().unwrap();
    let folders = CASES.map(|(name, arguments)| {
        let folder = keep.path().join(name);
        generate(arguments, &folder);
        folder
    });
    for (folder, (name, _)) in folders.iter().zip(CASES) {
        let guide = fs::read_to_string(folder.join("how_to_load.md")).unwrap();
        let listed =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        for file in listed.filter(|file| file != "how_to_load.md") {
            assert!(guide.contains(&format!("`{file}`")), "{name}: {file} is not told of");
        }
    }
    let needed = "frictionless, mlcroissant, pandas, polars, duckdb, pyarrow, sklearn, sigma.cli.main, stix2";
    let Some(python) = python(needed, "what comes with the files") else { return };
    let output = Command::new(python)
        .arg("tests/export/package.py")
        .args(&folders)
        .env("SERVERS", servers::unpacked())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}\n{}", String::from_utf8_lossy(&output.stdout));
    let reports: Vec<Json> = output
        .stdout
        .split(|&byte| byte == b'\n')
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect();
    assert_eq!(reports.len(), CASES.len() + 1, "{errors}");
    println!("{errors}{}", reports[CASES.len()]);
    for report in &reports[..CASES.len()] {
        let count = |member: &str| report[member].as_u64().unwrap();
        assert!(count("validated") >= 5 && count("blocks") >= 2, "{report}");
        // Loading, a description, the model, and where there are attacks what it finds of them.
        assert_eq!(count("cells"), if report["folder"] == "classic" { 3 } else { 4 }, "{report}");
        let reads = report["folder"] != "compressed" && report["folder"] != "other form";
        assert!(!reads || count("records") >= 5, "{report}");
        // Twice as good as a model without skill, on attacks that come later than those that it learned from.
        assert!(report["lift"].as_f64().unwrap() > 2.0, "{report}");
    }
    assert!(reports[0]["mapped"].as_u64().unwrap() >= 15, "{}", reports[0]);
}
