//! Python that reads a file of a table with pandas.

use super::super::files::File;
use super::super::format::Format;
use super::super::formats::Encoding;
use crate::engine::configuration::file::quoted;

/// The expression that reads a file, in the form that the dataset's CSV files have; `sqlite3` and `gzip` are to be imported for SQL.
pub fn read((file, encoding): (File, Encoding), form: Format) -> String {
    let name = quoted(&file.name(encoding));
    match encoding.format().key {
        "jsonl" => format!("pd.read_json({name}, lines=True, precise_float=True)"),
        "json" => format!("pd.read_json({name}, precise_float=True)"),
        "parquet" => format!("pd.read_parquet({name})"),
        "sql" => {
            let table = quoted(&format!("SELECT * FROM {}", file.stem()));
            format!("read_sql({name}, {table})")
        }
        _ => format!("pd.read_csv({name}{})", arguments(form)),
    }
}

/// What pandas would not expect of CSV.
fn arguments(form: Format) -> String {
    let delimiter = form.delimiter.text();
    let delimiter = (delimiter != ",").then(|| format!(", sep={}", quoted(delimiter)));
    let mark = form.byte_order_mark.then(|| ", encoding=\"utf-8-sig\"".to_owned());
    // "None" among them is a name like any other.
    let missing = format!(", keep_default_na=False, na_values=[\"\", {}]", quoted(form.missing.text()));
    let missing = if form.missing.text().is_empty() {
        ", keep_default_na=False, na_values=[\"\"]".to_owned()
    } else {
        missing
    };
    [delimiter, mark, Some(missing)].into_iter().flatten().collect()
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
