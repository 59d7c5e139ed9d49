//! The data dictionary as a Frictionless Data Package: <https://datapackage.org/standard/data-package/>.

use serde_json::{Map, Value, json};

use super::super::csv::is_neutralized;
use super::super::files::File;
use super::{Described, LICENSE, Packed};
use crate::engine::DATA_VERSION;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::schema::{Range, Type};
use crate::engine::dataset::{Column, ColumnId};

/// As many names are listed of what a column can hold.
const MAX_NAMES: usize = 64;

/// The package.
pub fn text(packed: &Packed) -> String {
    let resources: Vec<Value> = packed.each().map(|described| resource(packed, &described)).collect();
    let [license, address] = LICENSE;
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "cyberdatagen",
        "title": packed.title(),
        "description": "Made by CyberDataGen. No row describes a person or an organization.",
        "version": format!("{DATA_VERSION}.0.0"),
        "keywords": ["cybersecurity", "synthetic data", "anomaly detection"],
        "licenses": [{ "name": license, "path": address }],
        "resources": resources,
    });
    format!("{package:#}\n")
}

fn resource(packed: &Packed, described: &Described) -> Value {
    let format = described.encoding.format();
    let name = described.fingerprint.name();
    let mut resource = json!({
        "name": name.to_lowercase().replace('.', "-"),
        "path": name,
        "title": described.stem().replace('_', " "),
        "description": described.description(),
        "format": format.extension,
        "mediatype": described.encoding.media_type(),
        "bytes": described.fingerprint.bytes(),
        "hash": format!("sha256:{}", described.fingerprint.sha256()),
    });
    let Some(members) = resource.as_object_mut() else { return resource };
    if format.key != "parquet" {
        members.insert("encoding".to_owned(), "utf-8".into());
    }
    let Some(table) =
        packed.columns(described).filter(|_| matches!(format.key, "csv" | "jsonl" | "json" | "parquet"))
    else {
        return resource;
    };
    let (configuration, is_dataset) = (packed.configuration(), matches!(described.file, File::Dataset(_)));
    let columns = table.columns().iter().filter(|column| column.field.in_files);
    let fields: Vec<Value> = columns.map(|column| field(configuration, column, is_dataset)).collect();
    let form = configuration.format;
    let missing = if is_dataset && format.key == "csv" { form.missing.text() } else { "" };
    let missing: Vec<&str> = if missing.is_empty() { vec![""] } else { vec!["", missing] };
    members.insert("type".to_owned(), "table".into());
    members.insert("schema".to_owned(), json!({ "fields": fields, "missingValues": missing }));
    if format.key == "csv" {
        let mut dialect = json!({ "delimiter": form.delimiter.text(), "header": form.header });
        if form.byte_order_mark {
            members.insert("encoding".to_owned(), "utf-8-sig".into());
        }
        dialect["lineTerminator"] = form.line_end.text().into();
        members.insert("dialect".to_owned(), dialect);
    }
    resource
}

/// What is declared of a column.
fn field(configuration: &Configuration, column: &Column, is_dataset: bool) -> Value {
    let of = &column.field;
    let mut members = Map::new();
    members.insert("name".to_owned(), of.name.as_str().into());
    let kind = match of.kind {
        Type::Text | Type::Category => "string",
        Type::Integer | Type::Flag => "integer",
        Type::Decimal => "number",
        Type::DateTime => "datetime",
    };
    members.insert("type".to_owned(), kind.into());
    if of.kind == Type::DateTime {
        members.insert("format".to_owned(), "%Y-%m-%d %H:%M:%S".into());
    }
    if !of.description.is_empty() {
        members.insert("description".to_owned(), of.description.into());
    }
    if !of.unit.is_empty() {
        members.insert("unit".to_owned(), of.unit.as_str().into());
    }
    members.insert("role".to_owned(), of.role.name().into());
    let range =
        of.id.filter(|_| is_dataset).and_then(|id| constraints(id.column().range(configuration), of.id));
    members.extend(range.map(|range| ("constraints".to_owned(), range)));
    Value::Object(members)
}

/// What the cells can hold, as far as the standard has a word for it.
fn constraints(range: Range, id: Option<ColumnId>) -> Option<Value> {
    match range {
        Range::Numbers(min, max) if id.is_some_and(|id| id.decimals() == 0) => {
            let whole = |value: f64| Value::from(value.floor() as i64);
            let mut range = json!({ "minimum": whole(min) });
            if let Some(max) = max {
                range["maximum"] = Value::from(max.ceil() as i64);
            }
            Some(range)
        }
        Range::Numbers(min, max) => Some(match max {
            Some(max) => json!({ "minimum": min, "maximum": max }),
            None => json!({ "minimum": min }),
        }),
        // Of names that CSV writes in another way, nothing is said.
        Range::Values(names)
            if names.len() <= MAX_NAMES && !names.iter().any(|name| is_neutralized(name)) =>
        {
            Some(json!({ "enum": names }))
        }
        _ => None,
    }
}
