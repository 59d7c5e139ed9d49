//! How to load the files, with commands that work in their folder.

use super::super::files::File;
use super::super::formats::{Encoding, Kind};
use super::pandas::{READ_SQL, read};
use super::{Companion, Packed, elastic, splunk};
use crate::engine::configuration::Configuration;
use crate::engine::configuration::link::Link;

/// The text, in Markdown.
pub fn text(packed: &Packed) -> String {
    let configuration = packed.configuration();
    let mut text = format!(
        "# How to load the files\n\n{}, made by CyberDataGen. Its configuration: `#{}`.\n\n| File | What it holds |\n|---|---|\n",
        packed.title(),
        Link::of(configuration.clone()).write()
    );
    let mut told: Vec<File> = Vec::new();
    for described in packed.each().filter(|described| described.file != File::Attacks) {
        if told.contains(&described.file) {
            continue;
        }
        told.push(described.file);
        let same = packed.each().filter(|other| other.file == described.file);
        let names: Vec<String> = same.map(|other| format!("`{}`", other.fingerprint.name())).collect();
        text += &format!("| {} | {} |\n", names.join(", "), described.description());
    }
    for described in packed.each().filter(|described| described.file == File::Attacks) {
        text += &format!("| `{}` | {} |\n", described.fingerprint.name(), described.encoding.format().help);
    }
    for companion in Companion::of(packed.files) {
        text += &format!("| `{}` | {} |\n", companion.name, companion.about);
    }
    text += "\nThe data is synthetic, and no rights are claimed in it (CC0 1.0).\n";
    let mut told: Vec<&str> = Vec::new();
    for &(file, encoding) in packed.files {
        let format = encoding.format();
        if told.contains(&format.key) {
            continue;
        }
        told.push(format.key);
        let section = match format.kind {
            Kind::Table => table(file, encoding, configuration),
            _ => other(file, encoding),
        };
        text += &format!("\n## {}\n\n{section}", format.name);
    }
    text
}

fn code(language: &str, code: &str) -> String {
    format!("```{language}\n{}\n```\n", code.trim_end())
}

/// A table's file: pandas, Polars and DuckDB, or a database.
fn table(file: File, encoding: Encoding, configuration: &Configuration) -> String {
    let name = file.name(encoding);
    let form = configuration.format;
    let python = |head: &str, line: &str| code("python", &format!("{head}\n{line}"));
    let pandas = |head: &str| {
        python(
            &format!("import pandas as pd\n{head}"),
            &format!("rows = {}", read((file, encoding), configuration)),
        )
    };
    let polars = |call: &str| python("import polars as pl\n", &format!("rows = pl.{call}"));
    let duckdb = |source: &str| {
        python("import duckdb\n", &format!("print(duckdb.sql(\"SELECT count(*) FROM {source}\"))"))
    };
    match encoding.format().key {
        "jsonl" => {
            pandas("")
                + &polars(&format!("read_ndjson(\"{name}\", infer_schema_length=None)"))
                + &duckdb(&format!("read_json('{name}')"))
        }
        "json" => pandas("") + &duckdb(&format!("read_json('{name}')")),
        "parquet" => {
            pandas("") + &polars(&format!("read_parquet(\"{name}\")")) + &duckdb(&format!("'{name}'"))
        }
        "sql" => {
            let open = if encoding.is_gzip() { "gunzip -c" } else { "cat" };
            let commands = format!(
                "{open} {name} | sqlite3 -bail data.db\n{open} {name} | psql --set ON_ERROR_STOP=1 DATABASE"
            );
            code("sh", &commands) + &pandas(&format!("{READ_SQL}\n"))
        }
        _ => {
            let delimiter = form.delimiter.text().replace('\t', "\\t");
            let has_header = if form.header { "" } else { ", has_header=False" };
            let nulls = if matches!(file, File::Dataset(_)) { form.missing.text() } else { "" };
            let nulls = if nulls.is_empty() { String::new() } else { format!(", null_values=\"{nulls}\"") };
            let call = format!(
                "read_csv(\"{name}\", separator=\"{delimiter}\", infer_schema_length=None{has_header}{nulls})"
            );
            pandas("")
                + &polars(&call)
                + &duckdb(&format!("read_csv('{name}', delim='{delimiter}', header={})", form.header))
        }
    }
}

/// A file of events or of attacks.
fn other(file: File, encoding: Encoding) -> String {
    let name = file.name(encoding);
    let cat = if encoding.is_gzip() { format!("gunzip -c {name}") } else { format!("cat {name}") };
    let compressed = if encoding.is_gzip() { format!("First `gunzip {name}`. ") } else { String::new() };
    match encoding.format().key {
        "ecs" => {
            let template = format!(
                "curl -fsS -X PUT \"$ELASTIC/_index_template/cyberdatagen\" -H 'Content-Type: application/json' \\\n  --data-binary @{}\n",
                elastic::NAME
            );
            let bulk = format!(
                "{cat} | split -l 20000 - bulk-\nfor part in bulk-*; do\n  \
                 curl -fsS \"$ELASTIC/_bulk?filter_path=errors\" -H 'Content-Type: application/x-ndjson' --data-binary \"@$part\"\ndone"
            );
            format!(
                "`ELASTIC` is the address of Elasticsearch or OpenSearch, with user and password where it asks for them. Each event comes with \
                 its id, so that sending it twice makes no event twice.\n\n{}",
                code("sh", &(template + &bulk))
            )
        }
        "ocsf" => code(
            "python",
            &format!(
                "import duckdb\n\nprint(duckdb.sql(\"SELECT class_uid, count(*) FROM read_json('{name}', union_by_name=true, sample_size=-1) GROUP BY ALL\"))"
            ),
        ),
        "splunk" => {
            let send = format!(
                "{cat} | split -l 10000 - hec-\nfor part in hec-*; do\n  \
                 curl -fsS \"$SPLUNK/services/collector/event\" -H \"Authorization: Splunk $TOKEN\" --data-binary \"@$part\"\ndone"
            );
            format!(
                "`SPLUNK` is the address of the HTTP Event Collector, and `TOKEN` its token. Where files are uploaded or monitored instead, \
                 `{}` says when each event took place.\n\n{}",
                splunk::NAME,
                code("sh", &send)
            )
        }
        "cef" | "leef" | "syslog" => format!(
            "One line an event. `COLLECTOR` takes them over TCP.\n\n{}",
            code("sh", &format!("{cat} | nc -q 1 COLLECTOR 514"))
        ),
        "zeek" => format!(
            "{compressed}With Zeek's own tool:\n\n{}",
            code("sh", &format!("{cat} | zeek-cut ts id.orig_h id.resp_h orig_bytes resp_bytes"))
        ),
        "zeek-json" => code(
            "python",
            &format!(
                "import duckdb\n\nprint(duckdb.sql(\"SELECT proto, service, count(*) FROM read_json('{name}') GROUP BY ALL\"))"
            ),
        ),
        "navigator" => format!(
            "{compressed}Open `{name}` as a layer in <https://mitre-attack.github.io/attack-navigator/>.\n"
        ),
        "stix" => code(
            "python",
            &format!(
                "import stix2\n\nwith {} as file:\n    bundle = stix2.parse(file, allow_custom=True)",
                opened(&name, encoding)
            ),
        ),
        "sigma" => format!(
            "{compressed}Sigma's command line turns the rules into queries; their fields are those of ECS. Some rules count events, \
             which not every target can: ES|QL can.\n\n{}\nIt comes with `pip install sigma-cli pysigma-backend-elasticsearch`.\n",
            code(
                "sh",
                &format!("sigma convert --target esql --without-pipeline {}", name.trim_end_matches(".gz"))
            )
        ),
        _ => String::new(),
    }
}

/// Python that opens a file of text.
fn opened(name: &str, encoding: Encoding) -> String {
    match encoding.is_gzip() {
        true => format!("__import__(\"gzip\").open(\"{name}\", \"rt\", encoding=\"utf-8\")"),
        false => format!("open(\"{name}\", encoding=\"utf-8\")"),
    }
}
