//! The command line, as a shell sees it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::export::{Download, Encoding, Export, File};
use cyberdatagen::engine::{Configuration, Generator};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cyberdatagen")).args(arguments).output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn text(output: &Output) -> String {
    assert!(output.status.success(), "{}", errors(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

const COMBINED: &str = "cybersecurity_dataset_combined.csv";

const FILES: [&str; 10] = [
    "croissant.json",
    "cybersecurity_dataset_anomalous.csv",
    COMBINED,
    "cybersecurity_dataset_normal.csv",
    "datapackage.json",
    "how_to_load.md",
    "key_threat_indicators.csv",
    "reproducibility_card.json",
    "scenarios_with_colors.csv",
    "starter.ipynb",
];

/// A folder that goes away with the test.
fn folder() -> (tempfile::TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data");
    let text = path.to_str().unwrap().to_owned();
    (folder, path, text)
}

#[test]
fn generate_writes_the_files_and_their_card_and_prints_their_sha256() {
    let (_keep, path, out) = folder();
    let report =
        text(&run(&["generate", "--preset", "classic", "--seed", "7", "--rows", "1000", "--out", &out]));
    assert_eq!(names(&path), FILES);
    assert_eq!(report.lines().count(), 10);
    let combined = fs::read_to_string(path.join(COMBINED)).unwrap();
    assert_eq!(combined.lines().count(), 1_001);
    assert!(combined.lines().all(|line| line.split(',').count() >= 34) && !combined.contains('\r'));
    assert_eq!(
        fs::read_to_string(path.join("cybersecurity_dataset_normal.csv")).unwrap().lines().count(),
        801
    );
    assert_eq!(fs::read_to_string(path.join("key_threat_indicators.csv")).unwrap().lines().count(), 12);
    assert_eq!(fs::read_to_string(path.join("scenarios_with_colors.csv")).unwrap().lines().count(), 17);
}

#[test]
fn threads_and_chunks_leave_no_trace_in_the_bytes() {
    for (preset, order) in [("classic", "random"), ("realistic", "time")] {
        let (_keep, path, out) = folder();
        let order = format!("order={order}");
        let set = ["--set", &order, "--rows", "40000", "--zip", "--out", &out];
        text(&run(&[&["generate", "--preset", preset][..], &set].concat()));
        let archive = fs::File::open(path.join("cybersecurity_data.zip")).unwrap();
        let mut archive = zip::ZipArchive::new(archive).unwrap();
        let further = ["answer_key.csv", "campaigns.csv", "users.csv"];
        let further = further.iter().filter(|_| preset == "realistic");
        for name in FILES.iter().chain(further) {
            let mut inside = Vec::new();
            std::io::copy(&mut archive.by_name(name).unwrap(), &mut inside).unwrap();
            assert_eq!(inside, fs::read(path.join(name)).unwrap(), "{name}");
        }
    }
}

#[test]
fn the_archive_is_the_one_that_the_page_makes() {
    let (_keep, path, out) = folder();
    text(&run(&["generate", "--rows", "3000", "--format", "csv,jsonl", "--zip", "--out", &out]));
    let configuration = Configuration { rows: 3_000, ..Preset::Realistic.configuration() };
    let encodings = Encoding::of_keys("csv,jsonl", false).unwrap();
    let mut export = Export::new(
        Generator::new(&configuration).unwrap(),
        &Download::Archive(File::in_formats(&configuration, &encodings)),
    );
    let mut expected = Vec::new();
    while let Some(chunk) = export.step().unwrap() {
        expected.extend(chunk);
    }
    assert!(fs::read(path.join("cybersecurity_data.zip")).unwrap() == expected);
}

#[test]
fn set_overrides_any_value_and_the_options_come_last() {
    let (_keep, path, out) = folder();
    let arguments = [
        "generate",
        "--preset",
        "classic",
        "--set",
        "users=2",
        "--set",
        "rows=7",
        "--rows",
        "50",
        "--anomaly-share",
        "50",
        "--out",
        &out,
    ];
    text(&run(&arguments));
    let combined = fs::read_to_string(path.join(COMBINED)).unwrap();
    assert_eq!(combined.lines().count(), 51);
    assert!(combined.lines().skip(1).all(|line| line.contains("User_1,") || line.contains("User_2,")));
    assert_eq!(
        fs::read_to_string(path.join("cybersecurity_dataset_anomalous.csv")).unwrap().lines().count(),
        26
    );
}

#[test]
fn bad_input_ends_with_code_2_a_reason_and_a_hint_and_writes_nothing() {
    for (arguments, part) in [
        (&["--rows", "0"][..], "1 to 10,000,000,000"),
        (&["--rows", "-1"], "1 to 10,000,000,000"),
        (&["--rows", "ten"], "whole number"),
        (&["--rows", "10000000001"], "1 to 10,000,000,000"),
        (&["--rows", "10000001", "--set", "order=time"], "at most 10,000,000 rows"),
        (&["--rows", "1000000000", "--format", "parquet"], "--parts 20"),
        (&["--anomaly-share", "51"], "0 to 50"),
        (&["--anomaly-share", "-1"], "0 to 50"),
        (&["--seed", "1e3"], "whole number"),
        (&["--preset", "clasic"], "classic"),
        (&["--set", "start_date=2027-01-01"], "start date"),
        (&["--set", "lists.departments="], "empty"),
        (&["--set", "rowz=5"], "did you mean 'rows'"),
        (&["--set", "rows"], "path=value"),
        (&["--rows", "100"], "at most 100 users"),
        (&["--set", "defects.label_noise=6"], "at most 5"),
    ] {
        let (_keep, path, out) = folder();
        let output = run(&[&["generate", "--out", &out], arguments].concat());
        let errors = errors(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(errors.contains(part) && errors.contains("hint: "), "{arguments:?}: {errors}");
        assert!(output.stdout.is_empty() && !path.exists());
    }
    assert_eq!(run(&["generate"]).status.code(), Some(2));
    assert_eq!(run(&["gen"]).status.code(), Some(2));
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_with_a_hint() {
    let (_keep, path, out) = folder();
    fs::write(&path, "a file stands here").unwrap();
    let output = run(&["generate", "--out", &out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("hint: name a folder"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "a file stands here");

    let (_keep, path, out) = folder();
    fs::create_dir_all(path.join(COMBINED)).unwrap();
    let output = run(&["generate", "--out", &out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("is a folder"));
    assert_eq!(names(&path), [COMBINED]);
}

/// A limit on the size of files stands for a disk that fills up.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there_before() {
    let (_keep, path, out) = folder();
    text(&run(&["generate", "--preset", "classic", "--rows", "10", "--out", &out]));
    let before: Vec<Vec<u8>> = FILES.iter().map(|name| fs::read(path.join(name)).unwrap()).collect();
    let script = format!(
        "trap '' XFSZ; ulimit -f 2048; exec '{}' generate --preset classic --rows 20000 --out '{out}'",
        env!("CARGO_BIN_EXE_cyberdatagen")
    );
    let output = Command::new("bash").args(["-c", &script]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let errors = errors(&output);
    assert!(errors.contains("cannot be written") && errors.contains("hint: free some space"), "{errors}");
    assert_eq!(names(&path), FILES, "no temporary file is left");
    let after: Vec<Vec<u8>> = FILES.iter().map(|name| fs::read(path.join(name)).unwrap()).collect();
    assert_eq!(before, after);
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing() {
    let (_keep, path, out) = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"))
        .args(["generate", "--preset", "classic", "--rows", "10000000", "--out", &out])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    while !path.is_dir() || names(&path).len() < FILES.len() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(names(&path), [""; 0]);
}

#[test]
fn a_link_stands_for_its_configuration() {
    let link =
        text(&run(&["link", "--preset", "classic", "--seed", "8", "--set", "users=5", "--rows", "40"]));
    assert_eq!(link, "#v1.classic&seed=8&rows=40&users=5\n");
    let (_keep, path, out) = folder();
    let address = format!("https://example.org/page/{}", link.trim());
    let by_link = text(&run(&["generate", "--link", &address, "--out", &out]));
    assert_eq!(fs::read_to_string(path.join(COMBINED)).unwrap().lines().count(), 41);
    let by_name = text(&run(&[
        "generate", "--preset", "classic", "--seed", "8", "--set", "users=5", "--rows", "40", "--out", &out,
    ]));
    assert_eq!(by_link, by_name);
    for bad in ["#v9.classic", "#v1.classic&rows=0", "#v1.classic&row=5"] {
        let output = run(&["generate", "--link", bad, "--out", &out]);
        assert_eq!(output.status.code(), Some(2), "{bad}");
        assert!(errors(&output).contains("hint: "));
    }
}

#[test]
fn the_realistic_preset_brings_answers_users_and_campaigns() {
    let (_keep, path, out) = folder();
    let report = text(&run(&["generate", "--rows", "3000", "--zip", "--out", &out]));
    assert_eq!(report.lines().count(), 14);
    let archive = fs::File::open(path.join("cybersecurity_data.zip")).unwrap();
    let mut archive = zip::ZipArchive::new(archive).unwrap();
    for name in ["answer_key.csv", "users.csv", "campaigns.csv"] {
        let mut inside = Vec::new();
        std::io::copy(&mut archive.by_name(name).unwrap(), &mut inside).unwrap();
        assert_eq!(inside, fs::read(path.join(name)).unwrap(), "{name}");
    }
    let answers = fs::read_to_string(path.join("answer_key.csv")).unwrap();
    assert_eq!(answers.lines().count(), 3_001);

    assert_eq!(answers.lines().filter(|line| line.split(',').nth(1) == Some("1")).count(), 150);
}

#[test]
fn presets_settings_and_schema_are_listed() {
    assert!(text(&run(&["presets"])).contains("classic"));
    let presets: serde_json::Value = serde_json::from_str(&text(&run(&["presets", "--json"]))).unwrap();
    assert_eq!(presets[0]["preset"], "realistic");
    assert_eq!(presets[0]["settings"]["rows"], "10000");
    assert!(text(&run(&["settings", "--set", "users=5"])).contains("users = 5"));
    let schema: serde_json::Value =
        serde_json::from_str(&text(&run(&["schema", "--preset", "classic", "--json"]))).unwrap();
    let columns = schema["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 34);
    let roles: Vec<&str> = columns.iter().map(|column| column["role"].as_str().unwrap()).collect();
    assert_eq!(roles.iter().filter(|role| **role == "target").count(), 1);
    assert_eq!(columns[32]["name"], "Is Anomaly");
    assert_eq!(columns[29]["range"], serde_json::json!({ "least": 1.4, "greatest": 8.0 }));
    assert_eq!(columns[5]["range"]["values"].as_array().unwrap().len(), 4);
}

#[test]
fn a_card_is_verified_and_a_changed_one_is_found_out() {
    let (_keep, path, out) = folder();
    text(&run(&["generate", "--rows", "3000", "--set", "files.line_end=crlf", "--out", &out]));
    let card = path.join("reproducibility_card.json");
    let verify = || run(&["verify", card.to_str().unwrap()]);
    let report = text(&verify());
    assert!(report.lines().count() == 8 && report.lines().all(|line| line.starts_with("same ")), "{report}");

    let whole = fs::read_to_string(&card).unwrap();
    let digest = whole.split("\"sha256\": \"").nth(1).unwrap().get(..64).unwrap();
    for (from, to, code, part) in [
        (digest, "0".repeat(64).as_str(), 3, "not every file is the same"),
        ("\"rows\": 3000", "\"rows\": 3001", 2, "different configurations"),
        // Once a card whose seed was changed was found to be the same as its link's data.
        ("\"seed\": 7", "\"seed\": 8", 2, "the card states the seed 8, its link the seed 7"),
        ("\"data_version\": ", "\"data_version\": 9", 2, "data version"),
        ("reproducibility card", "something", 2, "is no reproducibility card"),
        ("{", "", 2, "is no JSON"),
    ] {
        fs::write(&card, whole.replacen(from, to, 1)).unwrap();
        let output = verify();
        assert_eq!(output.status.code(), Some(code), "{from}: {}", errors(&output));
        assert!(errors(&output).contains(part), "{from}: {}", errors(&output));
    }
    assert_eq!(run(&["verify", "/nowhere/card.json"]).status.code(), Some(2));
}

#[test]
fn a_configuration_file_stands_for_its_configuration() {
    let (_keep, path, out) = folder();
    fs::create_dir(&path).unwrap();
    let file = path.join("configuration.json");
    let name = file.to_str().unwrap();
    let settings = ["--rows", "250", "--set", "lists.departments=IT*2, R\\, D", "--set", "columns.color=off"];
    fs::write(&file, text(&run(&[&["config"][..], &settings].concat()))).unwrap();
    let link = text(&run(&["link", "--config", name]));
    assert_eq!(link, text(&run(&[&["link"][..], &settings].concat())));
    text(&run(&["generate", "--config", name, "--out", &out]));
    assert_eq!(fs::read_to_string(path.join(COMBINED)).unwrap().lines().count(), 251);

    // By hand: a list as an array, a number as text, and what is not known.
    let json = r#"{ "cyberdatagen": "configuration", "preset": "classic", "settings": { "rows": "40", "lists.departments": ["A", "B"] } }"#;
    fs::write(&file, json).unwrap();
    assert_eq!(text(&run(&["link", "--config", name])), "#v1.classic&rows=40&lists.departments=A,%20B\n");
    for (json, part) in [
        ("{}", "is no configuration of ours"),
        (r#"{ "cyberdatagen": "configuration", "preset": "best" }"#, "no known preset"),
        (
            r#"{ "cyberdatagen": "configuration", "preset": "classic", "settings": { "color": 1 } }"#,
            "'color'",
        ),
        (
            r#"{ "cyberdatagen": "configuration", "preset": "classic", "settings": { "rows": 0 } }"#,
            "1 to 10,000,000,000",
        ),
        (r#"{ "cyberdatagen": "configuration", "preset": "classic", "settings": 5 }"#, "are no object"),
    ] {
        fs::write(&file, json).unwrap();
        let output = run(&["link", "--config", name]);
        assert_eq!(output.status.code(), Some(2), "{json}");
        assert!(errors(&output).contains(part), "{json}: {}", errors(&output));
    }
}

#[test]
fn each_student_has_a_seed_of_their_own() {
    let link = "#v1.classic&rows=20&student=";
    let output = run(&["generate", "--link", link, "--out", "/nowhere"]);
    assert!(output.status.code() == Some(2) && errors(&output).contains("--student NAME"));
    let combined = |arguments: &[&str]| {
        let (_keep, path, out) = folder();
        text(&run(&[&["generate", "--out", &out][..], arguments].concat()));
        fs::read(path.join(COMBINED)).unwrap()
    };
    let ada = combined(&["--link", link, "--student", "Ada Lovelace"]);
    assert_eq!(ada, combined(&["--link", link, "--student", " ada  lovelace"]));
    assert_eq!(ada, combined(&["--preset", "classic", "--rows", "20", "--seed", "731192421"]));
    assert_ne!(ada, combined(&["--link", link, "--student", "Alan Turing"]));
    assert_eq!(run(&["link", "--student", "Ada"]).status.code(), Some(2));
}

#[test]
fn the_reference_pages_are_those_of_this_version() {
    for (command, page) in [("settings", "docs/settings.md"), ("schema", "docs/columns.md")] {
        let hint = format!("write it anew: cargo run -- {command} --markdown > {page}");
        assert!(fs::read_to_string(page).unwrap() == text(&run(&[command, "--markdown"])), "{hint}");
    }
}

#[test]
fn the_page_of_formats_has_those_of_this_version() {
    let page = fs::read_to_string("docs/formats.md").unwrap();
    let table = text(&run(&["formats", "--markdown"]));
    assert!(page.contains(&table), "put the lines of `cargo run -- formats --markdown` into docs/formats.md");
    let formats: serde_json::Value = serde_json::from_str(&text(&run(&["formats", "--json"]))).unwrap();
    let lines = text(&run(&["formats"]));
    for (format, line) in formats.as_array().unwrap().iter().zip(lines.lines()) {
        assert!(line.starts_with(format["format"].as_str().unwrap()), "{line}");
        assert!(line.ends_with(format["help"].as_str().unwrap()), "{line}");
    }
}

#[test]
fn files_stand_beside_each_other_in_every_format_and_are_verified() {
    use std::io::Read;
    let (_keep, path, out) = folder();
    let generate = ["generate", "--rows", "5000", "--out", &out];
    let all = ["--format", "csv,jsonl,json,sql,parquet", "--zip"];
    let report = text(&run(&[&generate[..], &all].concat()));
    // Eight files in five formats, the card and four others, and the archive.
    assert_eq!(report.lines().count(), 46);
    let read = |name: &str| fs::read(path.join(name)).unwrap();
    let plain = read("cybersecurity_dataset_combined.jsonl");
    assert_eq!(plain.split(|&byte| byte == b'\n').count(), 5_001);
    let card = path.join("reproducibility_card.json");
    let verified = text(&run(&["verify", card.to_str().unwrap()]));
    assert_eq!(verified.lines().filter(|line| line.starts_with("same ")).count(), 40, "{verified}");
    let mut archive =
        zip::ZipArchive::new(fs::File::open(path.join("cybersecurity_data.zip")).unwrap()).unwrap();
    assert_eq!(archive.len(), 45);
    for name in ["users.parquet", "answer_key.sql", "cybersecurity_dataset_normal.json"] {
        let mut inside = Vec::new();
        archive.by_name(name).unwrap().read_to_end(&mut inside).unwrap();
        assert!(inside == read(name), "{name}");
    }

    let (_other, compressed, out) = folder();
    let gzip = ["--format", "jsonl,parquet", "--gzip", "--out", &out];
    text(&run(&[&["generate", "--rows", "5000"][..], &gzip].concat()));
    let written = names(&compressed);
    assert!(written.contains(&"answer_key.jsonl.gz".to_owned()), "{written:?}");
    assert!(written.contains(&"answer_key.parquet".to_owned()) && written.len() == 21, "{written:?}");
    let packed = fs::read(compressed.join("cybersecurity_dataset_combined.jsonl.gz")).unwrap();
    assert!(packed.len() * 4 < plain.len(), "{} of {} bytes", packed.len(), plain.len());
    let card = compressed.join("reproducibility_card.json");
    assert!(!text(&run(&["verify", card.to_str().unwrap()])).contains("different"));
}

#[test]
fn events_come_with_their_key_and_are_verified() {
    let (_keep, path, out) = folder();
    let formats = "ecs,cef,zeek,sigma,stix,navigator";
    text(&run(&["generate", "--rows", "700", "--format", formats, "--gzip", "--zip", "--out", &out]));
    let expected = [
        "attacks.navigator.json.gz",
        "attacks.sigma.yml.gz",
        "attacks.stix.json.gz",
        "croissant.json",
        "cybersecurity_data.zip",
        "datapackage.json",
        "elastic_index_template.json",
        "event_answer_key.csv.gz",
        "events.cef.log.gz",
        "events.conn.log.gz",
        "events.ecs.ndjson.gz",
        "how_to_load.md",
        "reproducibility_card.json",
        "sigma_matches.csv.gz",
    ];
    assert_eq!(names(&path), expected);
    let card = path.join("reproducibility_card.json");
    let verified = text(&run(&["verify", card.to_str().unwrap()]));
    assert_eq!(verified.lines().filter(|line| line.starts_with("same ")).count(), 8, "{verified}");
    let archive = fs::File::open(path.join("cybersecurity_data.zip")).unwrap();
    assert_eq!(zip::ZipArchive::new(archive).unwrap().len(), 13);

    // Beside tables, the key comes in their formats.
    let (_other, beside, out) = folder();
    text(&run(&["generate", "--rows", "700", "--format", "csv,ecs,jsonl", "--out", &out]));
    let written = names(&beside);
    assert!(written.contains(&"event_answer_key.jsonl".to_owned()) && written.len() == 25, "{written:?}");
    assert!(!written.contains(&"sigma_matches.csv".to_owned()), "{written:?}");
    let key = fs::read_to_string(beside.join("event_answer_key.csv")).unwrap();
    let events = fs::read_to_string(beside.join("events.ecs.ndjson")).unwrap();
    assert_eq!(events.lines().count(), 2 * (key.lines().count() - 1));
}

#[test]
fn formats_that_there_are_not_are_told() {
    for (arguments, part) in [
        (&["--format", "xlsx"][..], "--format: there is no format 'xlsx'"),
        (&["--format", ","], "--format: no format is named"),
        (&["--format", "parquet", "--gzip"], "--gzip: Parquet is compressed already"),
    ] {
        let (_keep, path, out) = folder();
        let output = run(&[&["generate", "--out", &out], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = errors(&output);
        assert!(errors.contains(part) && errors.contains("hint: "), "{arguments:?}: {errors}");
        assert!(!path.exists());
    }
}

#[test]
fn balance_writes_its_parts_and_their_report() {
    let (_keep, path, out) = folder();
    let shown = text(&run(&["balance", "--preset", "classic", "--rows", "500", "--k", "3", "--out", &out]));
    assert_eq!(
        names(&path),
        [
            "cybersecurity_dataset_balance_report.json",
            "cybersecurity_dataset_test.csv",
            "cybersecurity_dataset_train_balanced.csv"
        ]
    );
    assert!(
        shown.contains("640 training rows, 100 test rows") && shown.contains("closest real row"),
        "{shown}"
    );
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(path.join(&names(&path)[0])).unwrap()).unwrap();
    assert_eq!(report["classes"][1]["reached"], 320);
    // A link holds the options, and what the command says comes on top.
    let (_keep_other, other, out_other) = folder();
    text(&run(&["balance", "--link", "#v1.classic&rows=500&balance.k=7", "--k", "3", "--out", &out_other]));
    for name in names(&path) {
        assert_eq!(fs::read(path.join(&name)).unwrap(), fs::read(other.join(&name)).unwrap(), "{name}");
    }
    // A file, and the same with its own name.
    let input = path.join("cybersecurity_dataset_test.csv");
    let (_keep_third, third, out_third) = folder();
    text(&run(&[
        "balance",
        "--input",
        input.to_str().unwrap(),
        "--split",
        "none",
        "--k",
        "2",
        "--out",
        &out_third,
    ]));
    assert!(names(&third).contains(&"cybersecurity_dataset_test_balanced.csv".to_owned()));
}

/// A table of numbers alone was refused: SMOTE-NC was the default whatever the columns.
#[test]
fn a_table_of_numbers_is_balanced_without_naming_a_method() {
    let (keep, _, out) = folder();
    let lines: String =
        (0..60).map(|row| format!("{}.5,{},{}\n", row * 7 % 31, row * 3 % 17, u8::from(row < 20))).collect();
    let data = keep.path().join("numbers.csv");
    fs::write(&data, format!("a,b,label\n{lines}")).unwrap();
    let asked = ["balance", "--input", data.to_str().unwrap(), "--target", "label", "--out", &out];
    let shown = text(&run(&asked));
    assert!(shown.starts_with("label by smote:") && shown.contains("all features are numeric"), "{shown}");
    let refused = errors(&run(&[asked.as_slice(), &["--method", "smote-nc"]].concat()));
    assert!(refused.contains("SMOTE-NC is for numbers with categories"), "{refused}");
}

#[test]
fn what_balance_cannot_do_is_told() {
    let (_keep, path, out) = folder();
    for (arguments, part) in [
        (vec!["--k", "0"], "--k: 0 is out of range"),
        (vec!["--method", "magic"], "--method: 'magic' is not one of the choices"),
        (vec!["--rows", "200", "--anomaly-share", "2"], "k = "),
        (vec!["--input", "nowhere.csv"], "cannot be read"),
        (vec!["--balance-seed", "-1"], "--balance-seed"),
        (vec!["--target", "Cost"], "different values"),
    ] {
        let output = run(&[vec!["balance", "--out", &out], arguments.clone()].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", errors(&output));
        assert!(
            errors(&output).contains(part) && errors(&output).contains("hint"),
            "{arguments:?}: {}",
            errors(&output)
        );
    }
    assert!(!path.exists(), "nothing is written");
}

#[test]
fn detect_writes_a_notebook_and_a_model_card_beside_its_report() {
    let (_keep, path, out) = folder();
    let [notebook, card] = ["detectors.ipynb", "card.md"].map(|name| format!("{out}/{name}"));
    let detect = ["detect", "--rows", "800", "--detectors", "ecod,logistic"];
    let files = ["--notebook", &notebook, "--card", &card];
    let report = text(&run(&[&detect[..], &files].concat()));
    assert!(report.contains("Logistic regression") && report.trim_end().ends_with("card.md"));
    let written: serde_json::Value = serde_json::from_slice(&fs::read(&notebook).unwrap()).unwrap();
    assert_eq!((&written["nbformat"], &written["nbformat_minor"]), (&4.into(), &5.into()));
    assert!(fs::read_to_string(&card).unwrap().starts_with("# Model card: "));
    // What is there is replaced, and JSON stays JSON.
    fs::write(&card, "old").unwrap();
    let json = text(&run(&[&detect[..], &files, &["--json"]].concat()));
    assert!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["recipe"]["features"].is_array());
    assert!(fs::read_to_string(&card).unwrap().starts_with("# Model card: "));
    assert_eq!(names(&path), ["card.md", "detectors.ipynb"]);
    // Where no file can be, nothing is computed.
    let output = run(&[&detect[..], &["--card", &out]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("--card: ") && output.stdout.is_empty(), "{}", errors(&output));
}

#[test]
fn shells_complete_every_command_and_each_has_a_page_of_the_manual() {
    let help = text(&run(&["help"]));
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.contains(&"generate") && names.len() > 15, "{names:?}");
    let (_keep, path, out) = folder();
    text(&run(&["man", "--out", &out]));
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = text(&run(&["completions", shell]));
        assert!(script.contains("shard") && names.iter().all(|name| script.contains(name)), "{shell}");
    }
    for name in names.iter().filter(|name| **name != "help") {
        let page = fs::read_to_string(path.join(format!("cyberdatagen-{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH CYBERDATAGEN-{} 1", name.to_uppercase())), "{page}");
    }
    let page = fs::read_to_string(path.join("cyberdatagen-generate.1")).unwrap();
    // A hyphen of an option is written so that it can be searched for and copied.
    assert!(page.contains(r"\-\-shard") && page.contains("for instance 2/5"), "{page}");
    let bash = text(&run(&["completions", "bash"]));
    let script = format!("{bash}\ncomplete -p cyberdatagen");
    let output = Command::new("bash").args(["--norc", "-c", &script]).output().unwrap();
    assert!(text(&output).contains("_cyberdatagen"), "{}", errors(&output));
    let output = run(&["completions", "tcsh"]);
    assert_eq!(output.status.code(), Some(2));
    // One for the command itself, and none for `help`.
    assert_eq!(self::names(&path).len(), names.len());
}

#[test]
fn commands_that_hold_rows_take_fewer() {
    for arguments in [&["detect"][..], &["stream"], &["report", "--out", "x.html"]] {
        let output = run(&[arguments, &["--rows", "10000001"]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let errors = errors(&output);
        assert!(errors.contains("more than this command holds") && errors.contains("hint: "), "{errors}");
    }
}

/// It was refused as more rows than the audit holds, which draws a sample.
#[test]
fn audit_takes_as_many_rows_as_generate() {
    for rows in [10_000_001_u64, 10_000_000_000] {
        let output = run(&["audit", "--preset", "classic", "--rows", &rows.to_string(), "--json"]);
        // The classic preset gives its labels away, whatever its size.
        assert_eq!(output.status.code(), Some(3), "{}", errors(&output));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&report["rows"], &report["rows_examined"]), (&rows.into(), &100_000.into()));
    }
}
