//! Every format: golden values, chunks that leave no trace, and the files as pandas, polars, DuckDB, SQLite and PostgreSQL read
//! them (`export/formats.py`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "support/python.rs"]
mod python;
#[path = "support/servers.rs"]
#[allow(dead_code, clippy::disallowed_methods, reason = "shared with tests that use the rest, and a clock")]
mod servers;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use cyberdatagen::engine::configuration::{Override, Preset};
use cyberdatagen::engine::dataset::{Builder, Field, Role, Type};
use cyberdatagen::engine::export::{Contents, Download, Encoding, Export, File, FileFormat, Format, View};
use cyberdatagen::engine::issues::Model;
use cyberdatagen::engine::{Configuration, Generator, Table};
use python::python;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

const COMBINED: File = File::Dataset(View::Combined);

/// Names that readers stumble over, as far as a configuration takes them.
const HOSTILE: &[(&str, &str)] = &[
    ("rows", "2000"),
    ("lists.departments", r#"R\, D, say "hi", =HYPERLINK("http://x"), O'Brien; Sons, </script>, NULL"#),
    ("lists.locations", "Zürich 安全, \u{202e}right to left שלום, 👩‍👩‍👧‍👦 family, -1, back\\\\slash\\\\n, @here"),
    ("defects.missing.mcar", "5"),
    ("defects.irrelevant", "2"),
];

fn hostile() -> Configuration {
    let settings: Vec<Override> = HOSTILE
        .iter()
        .map(|(path, value)| Override { path: (*path).to_owned(), value: (*value).to_owned() })
        .collect();
    Configuration::from_overrides(Preset::Realistic, &settings).unwrap()
}

/// Every format, and those of text compressed.
fn encodings() -> impl Iterator<Item = Encoding> {
    let both = |format| [false, true].map(|gzip| (Encoding::new(format, gzip), gzip));
    FileFormat::of_tables()
        .flat_map(both)
        .filter(|(encoding, gzip)| encoding.is_gzip() == *gzip)
        .map(|(encoding, _)| encoding)
}

fn bytes(configuration: &Configuration, file: File, encoding: Encoding) -> Vec<u8> {
    let mut export = Export::new(Generator::new(configuration).unwrap(), &Download::File(file, encoding));
    let mut bytes = Vec::new();
    while let Some(chunk) = export.step().unwrap() {
        bytes.extend(chunk);
    }
    bytes
}

fn written(table: &Table, encoding: Encoding, rows_per_chunk: usize) -> Vec<u8> {
    let contents = Contents { name: "hostile", table, form: Format::default(), is_dataset: true };
    let (mut writer, mut output) = (encoding.writer(&contents), Vec::new());
    writer.begin(&mut output).unwrap();
    let rows: Vec<u32> = (0..table.rows() as u32).collect();
    for chunk in rows.chunks(rows_per_chunk) {
        writer.rows(table, chunk, &mut output).unwrap();
    }
    writer.end(&mut output).unwrap();
    output
}

#[test]
fn chunks_leave_no_trace_in_the_bytes() {
    let configuration = Configuration { rows: 70_000, ..Preset::Realistic.configuration() };
    let table = Generator::new(&configuration).unwrap().rows(0..70_000).unwrap();
    for encoding in encodings() {
        let whole = written(&table, encoding, 70_000);
        for rows_per_chunk in [97, 2_048, 65_536] {
            assert!(written(&table, encoding, rows_per_chunk) == whole, "{encoding:?}, {rows_per_chunk}");
        }
    }
}

/// Tables of several generators have equal dictionaries, and those of lists have others in each chunk.
#[test]
fn a_list_is_the_same_however_its_names_are_numbered() {
    let configuration = Configuration { rows: 4_000, ..Preset::Realistic.configuration() };
    for file in [File::AnswerKey, File::Users] {
        let lines = bytes(&configuration, file, Encoding::of_keys("jsonl", false).unwrap()[0]);
        let csv = bytes(&configuration, file, Encoding::default());
        let mut csv = csv::Reader::from_reader(csv.as_slice());
        let header = csv.headers().unwrap().clone();
        let records: Vec<csv::StringRecord> = csv.into_records().map(Result::unwrap).collect();
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(lines.lines().count(), records.len());
        for (line, record) in lines.lines().zip(&records) {
            let object: BTreeMap<String, Json> = serde_json::from_str(line).unwrap();
            let text = |value: &Json| match value {
                Json::Null => String::new(),
                Json::String(text) if text.starts_with('-') => format!("'{text}"),
                Json::String(text) => text.clone(),
                other => other.to_string(),
            };
            let cells: BTreeMap<&str, String> =
                object.iter().map(|(name, value)| (name.as_str(), text(value))).collect();
            let expected: BTreeMap<&str, String> =
                header.iter().zip(record.iter().map(str::to_owned)).collect();
            assert_eq!(cells, expected);
        }
        assert!(records.len() > 200, "{} lines", records.len());
    }
}

#[test]
fn the_bytes_of_every_format_are_the_golden_ones() {
    let classic = Preset::Classic.configuration();
    let found: Vec<[String; 3]> = encodings()
        .filter(|encoding| !encoding.is_gzip())
        .chain([Encoding::of_keys("csv", true).unwrap()[0]])
        .map(|encoding| {
            let sha256 = |configuration| -> String {
                let digest = Sha256::digest(bytes(configuration, COMBINED, encoding));
                digest.iter().map(|byte| format!("{byte:02x}")).collect()
            };
            [encoding.file_name(""), sha256(&classic), sha256(&hostile())]
        })
        .collect();
    let expected = GOLDEN.map(|golden| golden.map(str::to_owned));
    assert_eq!(found, expected);
}

/// By format, the SHA-256 of the combined dataset of the preset Classic, and of the hostile configuration.
const GOLDEN: [[&str; 3]; 6] = [
    [
        ".csv",
        "e048d06c25dbcbd0e1515f132f475c4cb181cf04013111dd57c9e55cfcae5573",
        "51af4373340e17cbb2d53512533bad87308b7d753f4c2f8da2305efad1d9324a",
    ],
    [
        ".jsonl",
        "c5e9badf0e38eeb1de4817915a96482d14f519c64cd2a7d7ce0895bcf4a182f7",
        "6786f88c00a3b18e670237e7b8ac9b4436e75437d03799a5d9b12a554a039ec9",
    ],
    [
        ".json",
        "ae7815bc851bc0e6b494783bb827f3ff6c7db2271466e8d0638bbdf4ee1395cf",
        "d4da38de8b093f5ceecc3b93ccd495fa497603a33aeba261ec3da63453de3f08",
    ],
    [
        ".sql",
        "6ebd26016d231391aed7a09c40e895f217387335ef575b14d256dd13b6f42d7a",
        "eea5a128e319825359d1899f45839918e6ecf173d38f9de593248efcbd615668",
    ],
    [
        ".parquet",
        "df1bac95014b2daa7ed7db74282d13be57f33af10b82ecdfb09d870bf92856e3",
        "6a801b049faf9150812bfd10935145574d0309bf454515cc8ac95d9c73b484b9",
    ],
    [
        ".csv.gz",
        "7769ede141e11dcb5ae8d0a9b87c8144816304e8ceea0cb2051e4072d3419819",
        "cba7e757e66c3db7f3a481371b0aaec487b387d513fa9e666857d213b643b1ca",
    ],
];

/// A table of someone else's, with what no configuration takes: control characters, long text, negative numbers.
fn foreign() -> (Table, Json) {
    let texts = [
        "say \"hi\"",
        "a,b;c\td|e",
        "two\nlines",
        "carriage\r\nreturn",
        "=HYPERLINK(\"http://example.org\")",
        "</script><!--",
        "null\0character",
        "it's; DROP TABLE hostile; --",
        "back\\slash\\n",
        "👩‍👩‍👧‍👦 \u{1f512}",
        "\u{202e}שלום עולם\u{202c}",
        "NULL",
        "NaN",
        "true",
        "1e5",
        " spaces ",
        "line\u{2028}separator",
        "\u{feff}mark",
        "-1",
        "'quoted'",
        "",
    ];
    let long = "ä".repeat(10_000);
    let rows = texts.len() + 1;
    let text = |row: usize| texts.get(row).copied().unwrap_or(&long);
    let names = ["text", "say \"hi\", they", "n", "=x", "when", "on"];
    let kinds = [Type::Category, Type::Text, Type::Integer, Type::Decimal, Type::DateTime, Type::Flag];
    let fields = names.iter().zip(kinds).map(|(name, kind)| Field::new(*name, kind, Role::Feature));
    let mut table = Builder::new(fields.collect());
    let mut columns = vec![Vec::new(); names.len()];
    for row in 0..rows {
        let missing = row % 7 == 3;
        let whole = (row as i64 - 9) * 123_456_789_012;
        let decimal = (row as f64 - 11.0) * 0.375 + 0.000001;
        let day = row % 28 + 1;
        let cells = [
            text(row).to_owned(),
            text(rows - 1 - row).to_owned(),
            if missing { String::new() } else { whole.to_string() },
            if missing { String::new() } else { format!("{decimal:.6}") },
            if missing { String::new() } else { format!("1970-01-{day:02} 23:59:5{}", row % 10) },
            (row % 2).to_string(),
        ];
        table.push(|column, cell| cell.extend(cells[column].bytes()));
        let number: Option<f64> = cells[3].parse().ok();
        let whole = (!missing).then_some(whole);
        let values =
            [json!(cells[0]), json!(cells[1]), json!(whole), json!(number), json!(cells[4]), json!(row % 2)];
        for (column, value) in columns.iter_mut().zip(values) {
            column.push(if value == "" { Json::Null } else { value });
        }
    }
    let types = ["text", "text", "int", "float", "time", "int"];
    (table.build(), json!({ "names": names, "types": types, "columns": columns }))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn every_format_is_read_to_the_same_values_by_the_tools_that_users_have() {
    let Some(python) = python("pandas, pyarrow, polars, duckdb", "the formats beside other tools") else {
        return;
    };
    let keep = tempfile::tempdir().unwrap();
    let mut folders = Vec::new();
    let (table, expected) = foreign();
    let folder = keep.path().join("foreign");
    for encoding in encodings() {
        write(&folder, &encoding.file_name("hostile"), &written(&table, encoding, 5));
    }
    write(&folder, "hostile.expected.json", expected.to_string().as_bytes());
    folders.push(folder);
    let realistic = Preset::ALL.into_iter().filter(|preset| preset.configuration().model == Model::Realistic);
    let mut configurations: Vec<(&str, Configuration)> = realistic
        .map(|preset| (preset.key(), Configuration { rows: 2_000, ..preset.configuration() }))
        .collect();
    configurations.push(("hostile", hostile()));
    for (name, configuration) in &configurations {
        let folder = keep.path().join(name);
        for &file in File::of(configuration) {
            // The command line compresses in another way.
            for encoding in encodings().filter(|encoding| !encoding.is_gzip() || *name == "hostile") {
                write(&folder, &file.name(encoding), &bytes(configuration, file, encoding));
            }
        }
        folders.push(folder);
    }
    let output = Command::new(python)
        .arg("tests/export/formats.py")
        .args(&folders)
        .env("SERVERS", servers::unpacked())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let lines = String::from_utf8(output.stdout).unwrap();
    let reports: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    println!("{lines}");
    assert_eq!(reports.len(), folders.len() + 1);
    for report in &reports[..folders.len()] {
        let tools = report["tools"].as_array().unwrap();
        let usual = [
            "csv:csv",
            "csv:pandas",
            "csv:polars",
            "csv:duckdb",
            "jsonl:json",
            "jsonl:pandas",
            "jsonl:polars",
        ];
        let further = [
            "jsonl:duckdb",
            "json:json",
            "sql:sqlite",
            "parquet:pyarrow",
            "parquet:polars",
            "parquet:duckdb",
        ];
        assert!(usual.iter().chain(&further).all(|tool| tools.contains(&json!(tool))), "{report}");
        assert!(report["values"].as_u64().unwrap() > 1_000, "{report}");
    }
}
