//! Python that reads a file of a table with pandas.

use super::super::answers::AnswerKey;
use super::super::event_key::{EventKey, RuleMatches};
use super::super::files::File;
use super::super::format::Format;
use super::super::formats::Encoding;
use super::super::lists::Listing;
use crate::engine::configuration::Configuration;
use crate::engine::configuration::file::quoted;

/// The expression that reads a file of a configuration; for SQL it needs [`READ_SQL`].
pub fn read((file, encoding): (File, Encoding), configuration: &Configuration) -> String {
    let name = quoted(&file.name(encoding));
    match encoding.format().key {
        "jsonl" => format!("pd.read_json({name}, lines=True, precise_float=True)"),
        "json" => format!("pd.read_json({name}, precise_float=True)"),
        "parquet" => format!("pd.read_parquet({name})"),
        "sql" => {
            let table = quoted(&format!("SELECT * FROM {}", file.stem()));
            format!("read_sql({name}, {table})")
        }
        _ => {
            let form = arguments(configuration.format, || names(file, configuration));
            let form: String = form.into_iter().map(|(key, value)| format!(", {key}={value}")).collect();
            // Beside the dataset, a missing value is an empty cell whatever the form says.
            let missing =
                if matches!(file, File::Dataset(_)) { configuration.format.missing.text() } else { "" };
            let missing = if missing.is_empty() { String::new() } else { format!(", {}", quoted(missing)) };
            // "None" among the names of a list is one like any other.
            format!("pd.read_csv({name}{form}, keep_default_na=False, na_values=[\"\"{missing}])")
        }
    }
}

/// The arguments of `read_csv` where a form of CSV is not what pandas expects; `names` are those of the columns.
pub fn arguments(form: Format, names: impl FnOnce() -> Vec<String>) -> Vec<(&'static str, String)> {
    let delimiter = form.delimiter.text();
    let mut arguments = Vec::new();
    if delimiter != "," {
        arguments.push(("sep", quoted(delimiter)));
    }
    if form.byte_order_mark {
        arguments.push(("encoding", quoted("utf-8-sig")));
    }
    if !form.header {
        let names: Vec<String> = names().iter().map(|name| quoted(name)).collect();
        arguments.push(("header", "None".to_owned()));
        arguments.push(("names", format!("[{}]", names.join(", "))));
    }
    arguments
}

/// The names of a table's columns.
pub fn names(file: File, configuration: &Configuration) -> Vec<String> {
    if let File::Dataset(_) = file {
        return configuration.dataset.columns().map(|column| column.name.to_owned()).collect();
    }
    let table = match (Listing::new(configuration, file), file) {
        (Some(listing), _) => listing.table(),
        (None, File::EventKey) => EventKey::new(configuration, 0).take(),
        (None, File::RuleMatches) => RuleMatches::new(configuration).take(),
        _ => return AnswerKey::columns().iter().map(|column| column.0.to_owned()).collect(),
    };
    table.columns().iter().map(|column| column.field.name.clone()).collect()
}

/// Python that `read` needs for SQL: a database in memory, of which a query is answered.
pub const READ_SQL: &str = r#"import gzip
import sqlite3


def read_sql(name, query):
    database = sqlite3.connect(":memory:")
    with (gzip.open if name.endswith(".gz") else open)(name, "rt", encoding="utf-8") as file:
        database.executescript(file.read())
    return pd.read_sql_query(query, database)

"#;
