//! An index template for Elasticsearch and OpenSearch: which fields of the events are numbers, addresses and times. All others are
//! keywords, as in the Elastic Common Schema.

use serde_json::{Map, Value, json};

use super::Packed;

pub const NAME: &str = "elastic_index_template.json";

/// The fields that are no keywords, by type.
const TYPES: [(&str, &[&str]); 6] = [
    ("date", &["@timestamp"]),
    ("ip", &["source.ip", "destination.ip"]),
    (
        "long",
        &[
            "cyberdatagen.process_memory_bytes",
            "destination.bytes",
            "destination.packets",
            "destination.port",
            "event.duration",
            "event.severity",
            "file.size",
            "network.bytes",
            "network.packets",
            "process.parent.pid",
            "process.pid",
            "source.bytes",
            "source.packets",
            "source.port",
        ],
    ),
    ("float", &["event.risk_score"]),
    ("double", &["cyberdatagen.process_cpu_percent"]),
    ("wildcard", &["process.command_line"]),
];

/// The template, for the data stream that the events name.
pub fn text(_: &Packed) -> String {
    let mut properties = Map::new();
    for (kind, fields) in TYPES {
        for field in fields {
            place(&mut properties, field, json!({ "type": kind }));
        }
    }
    let keywords =
        json!({ "match_mapping_type": "string", "mapping": { "type": "keyword", "ignore_above": 8191 } });
    let template = json!({
        "index_patterns": ["logs-cyberdatagen.events-*"],
        "data_stream": {},
        "priority": 500,
        "template": { "mappings": { "dynamic_templates": [{ "strings": keywords }], "properties": properties } },
        "_meta": { "description": "Events of CyberDataGen, with fields of ECS" },
    });
    format!("{template:#}\n")
}

/// Puts the mapping of a field where its dotted name says.
fn place(properties: &mut Map<String, Value>, field: &str, mapping: Value) {
    match field.split_once('.') {
        None => {
            properties.insert(field.to_owned(), mapping);
        }
        Some((object, rest)) => {
            let object = properties.entry(object).or_insert_with(|| json!({ "properties": {} }));
            if let Some(inner) = object.get_mut("properties").and_then(Value::as_object_mut) {
                place(inner, rest, mapping);
            }
        }
    }
}
