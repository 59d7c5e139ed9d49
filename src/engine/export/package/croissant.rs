//! The dataset for machine learning's catalogs and loaders, in Croissant 1.0: <https://docs.mlcommons.org/croissant/docs/croissant-spec.html>.

use serde_json::{Value, json};

use super::{Described, LICENSE, Packed};
use crate::engine::DATA_VERSION;
use crate::engine::configuration::link::Link;
use crate::engine::dataset::schema::Type;

/// The description.
pub fn text(packed: &Packed) -> String {
    let files: Vec<Value> = packed.each().map(|described| file(&described)).collect();
    let records: Vec<Value> = packed.each().filter_map(|described| records(packed, &described)).collect();
    let configuration = packed.configuration();
    let link = Link::of(configuration.clone()).write();
    let dataset = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "cyberdatagen",
        "alternateName": packed.title(),
        "description": format!("Made by CyberDataGen; its configuration is #{link}. No row describes a person or an organization."),
        "license": LICENSE[1],
        "url": format!("#{link}"),
        "version": format!("{DATA_VERSION}.0.0"),
        "datePublished": configuration.world.reference_date.to_string(),
        "creator": { "@type": "sc:Organization", "name": "CyberDataGen", "url": format!("#{link}") },
        "citeAs": format!("{}, data version {DATA_VERSION}, #{link}", packed.title()),
        "keywords": ["cybersecurity", "synthetic data", "anomaly detection"],
        "distribution": files,
        "recordSet": records,
    });
    format!("{dataset:#}\n")
}

fn file(described: &Described) -> Value {
    let name = described.fingerprint.name();
    json!({
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": described.description(),
        "contentUrl": name,
        "contentSize": format!("{} B", described.fingerprint.bytes()),
        "encodingFormat": encoding_format(described),
        "sha256": described.fingerprint.sha256(),
    })
}

/// The format as the standard's loader knows it.
fn encoding_format(described: &Described) -> &'static str {
    match described.encoding.format().key {
        _ if described.encoding.is_gzip() => "application/gzip",
        "csv" => "text/csv",
        "jsonl" => "application/jsonlines",
        "json" => "application/json",
        "parquet" => "application/x-parquet",
        _ => described.encoding.media_type(),
    }
}

/// The records of a table's file, where the standard's loader reads its format.
fn records(packed: &Packed, described: &Described) -> Option<Value> {
    let key = described.encoding.format().key;
    let form = packed.configuration().format;
    let is_plain = form.header && form.delimiter.text() == "," && !described.encoding.is_gzip();
    if !(key == "csv" && is_plain || matches!(key, "jsonl" | "parquet") && !described.encoding.is_gzip()) {
        return None;
    }
    let table = packed.columns(described)?;
    let name = described.fingerprint.name();
    let id = plain(name);
    let columns = table.columns().iter().filter(|column| column.field.in_files);
    let fields: Vec<Value> = columns
        .map(|column| {
            let of = &column.field;
            let kind = match of.kind {
                Type::Text | Type::Category => "sc:Text",
                Type::Integer | Type::Flag => "sc:Integer",
                Type::Decimal => "sc:Float",
                Type::DateTime => "sc:DateTime",
            };
            json!({
                "@type": "cr:Field",
                "@id": format!("{id}/{}", plain(&of.name)),
                "name": of.name,
                "description": of.description,
                "dataType": kind,
                "source": { "fileObject": { "@id": name }, "extract": { "column": of.name } },
            })
        })
        .collect();
    Some(json!({
        "@type": "cr:RecordSet",
        "@id": id,
        "name": id,
        "description": described.description(),
        "field": fields,
    }))
}

/// A name as an id can have it.
fn plain(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}

/// What the names stand for, as the standard gives it.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "equivalentProperty": "cr:equivalentProperty",
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
