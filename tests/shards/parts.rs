//! The parts in order are the whole, in every format.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value as Json;

use super::{Draws, PROGRAM, assert_equal, contents, errors, run, text};

/// The parts of a file of the whole, in order.
fn parts(folder: &Path, name: &str, of: u64) -> Vec<Vec<u8>> {
    let (stem, extension) = name.split_once('.').unwrap();
    let part = |index| folder.join(format!("{stem}-{index:05}-of-{of:05}.{extension}"));
    (1..=of).map(|index| fs::read(part(index)).unwrap()).collect()
}

/// What a file holds, whatever part of it is written once a file: so that those of parts can be put after each other.
fn rows(name: &str, bytes: Vec<u8>) -> Vec<String> {
    let lines = |text: &[u8]| String::from_utf8(text.to_vec()).unwrap().lines().map(str::to_owned).collect();
    match name.split_once('.').unwrap().1 {
        "csv" => {
            let mut lines: Vec<String> = lines(&bytes);
            assert!(!lines.remove(0).is_empty(), "{name} has a header");
            lines
        }
        "json" => serde_json::from_slice::<Vec<Json>>(&bytes).unwrap().iter().map(Json::to_string).collect(),
        "sql" => {
            let all: Vec<String> = lines(&bytes);
            assert!(all.first().unwrap() == "BEGIN;" && all.last().unwrap() == "COMMIT;", "{name}");
            let rows = all.into_iter().filter(|line| line.starts_with('('));
            rows.map(|line| line.trim_end_matches([',', ';']).to_owned()).collect()
        }
        "conn.log" => lines(&bytes).into_iter().filter(|line: &String| !line.starts_with('#')).collect(),
        "parquet" => {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&bytes).unwrap();
            let reader = SerializedFileReader::new(file).unwrap();
            reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect()
        }
        _ => lines(&bytes),
    }
}

/// Formats whose parts are put after each other as they are.
const PLAIN: [&str; 8] =
    ["jsonl", "ecs.ndjson", "ocsf.ndjson", "hec.ndjson", "conn.ndjson", "cef.log", "leef.log", "syslog.log"];

#[test]
fn the_parts_in_order_are_the_whole() {
    let mut draws = Draws(17);
    let formats = "csv,jsonl,json,sql,parquet,ecs,ocsf,cef,leef,syslog,zeek,zeek-json,splunk,stix,sigma";
    for (case, preset) in ["classic", "realistic", "realistic", "messy-logs"].into_iter().enumerate() {
        let seed = draws.below(1_000).to_string();
        let (rows_all, of) = (100 + draws.below(900), [7, 1, 130, 3][case]);
        let (rows_text, of_text) = (rows_all.to_string(), of.to_string());
        let keep = tempfile::tempdir().unwrap();
        let folder = |name: &str| keep.path().join(name).to_str().unwrap().to_owned();
        let [whole, in_parts, in_shards] = ["whole", "parts", "shards"].map(folder);
        let formats = if of > 100 { "csv,parquet,ecs" } else { formats };
        let order = if case == 2 { "order=time" } else { "order=random" };
        let generate =
            ["generate", "--preset", preset, "--seed", &seed, "--rows", &rows_text, "--set", order];
        let generate = [&generate[..], &["--set", "users=50", "--format", formats, "--out"]].concat();
        text(&[&generate[..], &[&whole]].concat());
        text(&[&generate[..], &[&in_parts, "--parts", &of_text]].concat());
        let parted = contents(Path::new(&in_parts));
        for (name, bytes) in contents(Path::new(&whole)) {
            let (stem, extension) = name.split_once('.').unwrap();
            if !parted.contains_key(&format!("{stem}-00001-of-{of:05}.{extension}")) {
                // A list comes with the first part, as a whole; what comes with whole files does not.
                assert!(parted.get(&name).is_none_or(|part| *part == bytes), "{name}");
                continue;
            }
            assert!(!parted.contains_key(&name), "{name}");
            let all = parts(Path::new(&in_parts), &name, of);
            if PLAIN.contains(&extension) {
                assert!(all.concat() == bytes, "{name}: seed {seed}, {rows_all} rows in {of}");
            }
            let joined: Vec<String> = all.into_iter().flat_map(|part| rows(&name, part)).collect();
            assert!(joined == rows(&name, bytes), "{name}: seed {seed}, {rows_all} rows in {of}");
        }
        let lists = ["key_threat_indicators.csv", "scenarios_with_colors.csv"];
        assert!(lists.iter().all(|name| parted.contains_key(*name)));

        // The same from several machines, in any order.
        let mut left: Vec<u64> = (1..=of).collect();
        while !left.is_empty() && of < 100 {
            let shard = left.swap_remove(draws.below(left.len() as u64) as usize);
            text(&[&generate[..], &[&in_shards, "--shard", &format!("{shard}/{of}")]].concat());
        }
        if of < 100 {
            assert_equal(Path::new(&in_shards), Path::new(&in_parts));
        }
    }
}

#[test]
fn a_card_says_which_rows_a_part_has() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().to_str().unwrap();
    let report = text(&["generate", "--rows", "1001", "--format", "csv,ecs", "--shard", "2/3", "--out", out]);
    let card = fs::read(keep.path().join("manifest-00002-of-00003.json")).unwrap();
    let card: Json = serde_json::from_slice(&card).unwrap();
    assert_eq!(
        (&card["shard"], &card["first_row"], &card["rows"]),
        (&"2/3".into(), &333.into(), &334.into())
    );
    assert_eq!(card["link"], "#v1.realistic&rows=1001");
    let file = |name: &str| {
        let files = card["files"].as_array().unwrap();
        files.iter().find(|file| file["name"].as_str().unwrap().starts_with(name)).unwrap().clone()
    };
    assert_eq!(file("cybersecurity_dataset_combined")["rows"], 334);
    let rows = |view: &str| file(&format!("cybersecurity_dataset_{view}"))["rows"].as_u64().unwrap();
    assert_eq!(rows("normal") + rows("anomalous"), 334);
    assert!(rows("anomalous") > 0 && file("event_answer_key")["rows"].as_u64().unwrap() > 334);
    assert!(file("events")["rows"].is_null() && file("events")["bytes"].as_u64().unwrap() > 0);
    for listed in card["files"].as_array().unwrap() {
        let name = listed["name"].as_str().unwrap();
        assert!(
            report.contains(&format!("{}  ", listed["sha256"].as_str().unwrap())) && report.contains(name)
        );
        assert_eq!(fs::metadata(keep.path().join(name)).unwrap().len(), listed["bytes"].as_u64().unwrap());
    }
}

#[test]
fn rows_beyond_32_bits_are_like_others() {
    let keep = tempfile::tempdir().unwrap();
    for preset in ["classic", "realistic"] {
        let out = keep.path().join(preset);
        let rows = ["generate", "--preset", preset, "--rows", "10000000000", "--shard", "1000000/1000000"];
        text(&[&rows[..], &["--format", "jsonl,ecs", "--out", out.to_str().unwrap()]].concat());
        let part = |stem: &str, extension: &str| {
            let name = format!("{stem}-1000000-of-1000000.{extension}");
            fs::read_to_string(out.join(name)).unwrap().lines().map(str::to_owned).collect::<Vec<String>>()
        };
        let rows = part("cybersecurity_dataset_combined", "jsonl");
        assert_eq!(rows.len(), 10_000);
        let first: Json = serde_json::from_str(&rows[0]).unwrap();
        let last: Json = serde_json::from_str(&rows[9_999]).unwrap();
        assert_eq!(
            (&first["Issue ID"], &last["Issue Key"]),
            (&"ISSUE-09999990001".into(), &"KEY-10000000000".into())
        );
        let anomalous =
            rows.iter().filter(|row| row.contains("\"Is Anomaly\": 1") || row.contains("\"Is Anomaly\":1"));
        // A fifth and a twentieth, with standard deviations of 40 and 22.
        let (share, anomalous) = (if preset == "classic" { 2_000 } else { 500 }, anomalous.count());
        assert!(anomalous.abs_diff(share) < 200, "{anomalous}");
        assert!(part("events", "ecs.ndjson").len() > 10_000);
        if preset == "realistic" {
            let key = part("answer_key", "jsonl");
            let sessions = key
                .iter()
                .map(|line| serde_json::from_str::<Json>(line).unwrap()["Session"].as_u64().unwrap());
            assert!(sessions.max().unwrap() > u64::from(u32::MAX));
        }
    }
}

#[test]
fn what_is_no_shard_is_refused_with_a_hint() {
    let keep = tempfile::tempdir().unwrap();
    let out = keep.path().join("data");
    for (arguments, part) in [
        (&["--shard", "0/3"][..], "--shard: there is no shard 0 of 3"),
        (&["--shard", "4/3"], "1/3 to 3/3"),
        (&["--shard", "2"], "write 2/5"),
        (&["--parts", "0"], "--parts: '0' is not a number of parts"),
        (&["--parts", "1000001"], "1 to 1,000,000"),
    ] {
        let output = run(&[&["generate", "--out", out.to_str().unwrap()], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(errors(&output).contains(part) && errors(&output).contains("hint: "), "{}", errors(&output));
        assert!(!out.exists());
    }
    for arguments in [["--shard", "1/2", "--parts", "2"], ["--shard", "1/2", "--zip", "--gzip"]] {
        let output = run(&[&["generate", "--out", out.to_str().unwrap()], &arguments[..]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
}

/// The line of the documentation for several processes at once.
#[cfg(unix)]
#[test]
fn shards_are_made_by_several_processes_at_once() {
    let keep = tempfile::tempdir().unwrap();
    let [parallel, one] = ["parallel", "one"].map(|name| keep.path().join(name));
    let script = format!(
        "seq 5 | xargs -P 3 -I{{}} '{PROGRAM}' generate --rows 3000 --format csv --shard {{}}/5 --out '{}'",
        parallel.display()
    );
    let status = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert!(status.status.success(), "{}", errors(&status));
    text(&["generate", "--rows", "3000", "--format", "csv", "--parts", "5", "--out", one.to_str().unwrap()]);
    assert_equal(&parallel, &one);
    text(&["verify", parallel.to_str().unwrap()]);
}
