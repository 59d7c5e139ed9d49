//! What the command line lists: presets, settings, the data dictionary.

use serde_json::{Value as Json, json};

use crate::engine::DATA_VERSION;
use crate::engine::configuration::{self, Configuration, Group, Preset};
use crate::engine::dataset::COLUMNS;
use crate::engine::dataset::schema::{ADDED, COLUMN_COUNT, Column, Range};
use crate::engine::export::formats::Shape;
use crate::engine::export::{FORMATS, FileFormat};

/// The presets with their purposes.
pub fn presets(as_json: bool) -> String {
    if as_json {
        let presets = Preset::ALL.map(|preset| {
            let configuration = preset.configuration();
            let values = configuration::settings()
                .iter()
                .map(|setting| (setting.path.to_string(), setting.value(&configuration).to_string().into()));
            json!({
                "preset": preset.key(),
                "name": preset.name(),
                "purpose": preset.purpose(),
                "settings": values.collect::<serde_json::Map<String, Json>>(),
            })
        });
        return pretty(&json!(presets));
    }
    Preset::ALL.map(|preset| format!("{:<20} {}\n", preset.key(), preset.purpose())).concat()
}

/// The formats of files: as lines, as JSON, or as the reference page.
pub fn formats(as_json: bool, as_markdown: bool) -> String {
    if as_json {
        let formats = FORMATS.iter().map(|format| {
            json!({
                "format": format.key,
                "name": format.name,
                "extension": format.extension,
                "media_type": format.media_type,
                "kind": format.kind.name(),
                "gzip": format.shape != Shape::Binary,
                "help": format.help,
            })
        });
        return pretty(&json!(formats.collect::<Vec<Json>>()));
    }
    if as_markdown {
        let line = |format: &FileFormat| {
            let FileFormat { key, name, extension, media_type, kind, help, .. } = format;
            let gzip = if format.shape == Shape::Binary { "no" } else { "yes" };
            format!(
                "| `{key}` | {name} | `.{extension}` | `{media_type}` | {} | {gzip} | {help} |\n",
                kind.name()
            )
        };
        let lines: String = FORMATS.iter().map(line).collect();
        return format!(
            "| `--format` | Name | Extension | Media type | Kind | gzip | What it is |\n|---|---|---|---|---|---|---|\n{lines}"
        );
    }
    FORMATS.iter().map(|format| format!("{:<10} {:<22} {}\n", format.key, format.name, format.help)).collect()
}

/// Every setting with its value, range and help: as lines, or as the reference page.
pub fn settings(configuration: &Configuration, as_markdown: bool) -> String {
    if as_markdown {
        return reference(configuration);
    }
    let lines = configuration::settings().iter().map(|setting| {
        let value = setting.value(configuration);
        format!("{} = {value}\n    {} Use {}.\n", setting.path, setting.help, setting.kind.range())
    });
    lines.collect()
}

/// The text of a cell of a table in Markdown.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The reference page of all settings, in Markdown.
fn reference(configuration: &Configuration) -> String {
    let mut page = format!(
        "# Settings\n\nEvery setting, as `--set path=value`, links and configuration files write it, with its value in the \
         preset {}. Written by `cyberdatagen settings --markdown`.\n",
        configuration.preset.name()
    );
    for group in Group::ALL {
        page +=
            &format!("\n## {}\n\n| Setting | Value | Range | Meaning |\n|---|---|---|---|\n", group.name());
        for setting in configuration::settings().iter().filter(|setting| setting.group() == group) {
            let unit = if setting.unit.is_empty() { String::new() } else { format!(" ({})", setting.unit) };
            page += &format!(
                "| `{}` | {} | {} | {}{unit}: {} |\n",
                setting.path,
                cell(&setting.value(configuration).to_string()),
                cell(&setting.kind.range().english()),
                setting.name,
                cell(&setting.help.english()),
            );
        }
    }
    page
}

/// The data dictionary: as lines, as JSON, or as the reference page.
pub fn schema(configuration: &Configuration, as_json: bool, as_markdown: bool) -> String {
    if as_markdown {
        return columns_page(configuration);
    }
    if as_json {
        let columns = configuration.columns().map(|column| {
            json!({
                "name": column.name,
                "type": column.kind.name(),
                "unit": column.unit,
                "role": column.role.name(),
                "range": range_json(&column.range(configuration)),
                "description": column.description,
            })
        });
        return pretty(&json!({
            "data_version": DATA_VERSION,
            "preset": configuration.preset.key(),
            "columns": columns.collect::<Vec<Json>>(),
        }));
    }
    let lines = configuration.columns().map(|column| {
        let unit = if column.unit.is_empty() { String::new() } else { format!(" in {}", column.unit) };
        let range = range_text(&column.range(configuration));
        let (kind, role) = (column.kind.name(), column.role.name());
        format!("{:<28} {kind:<9} {role:<8} {}\n{:<47} {range}{unit}\n", column.name, column.description, "")
    });
    lines.collect()
}

/// The reference page of all columns, in Markdown.
fn columns_page(configuration: &Configuration) -> String {
    let line = |column: &Column| {
        let unit = if column.unit.is_empty() { String::new() } else { format!(" {}", column.unit) };
        format!(
            "| {} | {} | {} | {}{unit} | {} |\n",
            column.name,
            column.kind.name(),
            column.role.name(),
            cell(&range_text(&column.range(configuration))),
            cell(column.description),
        )
    };
    let table = |columns: &mut dyn Iterator<Item = &Column>| {
        format!(
            "| Column | Type | Role | Range | Meaning |\n|---|---|---|---|---|\n{}",
            columns.map(line).collect::<String>()
        )
    };
    let further = configuration.columns().filter(|column| column.place() >= COLUMN_COUNT);
    let on: Vec<&str> = further.map(|column| column.name).collect();
    format!(
        "# Columns\n\nEvery column with its type, role and range in the preset {}. Written by `cyberdatagen schema --markdown`.\n\n\
         Only columns of the role *feature* are for a model. An *id* names a row or a user, the *target* is the label, a *derived* column \
         is computed from others, and the *truth* says more than the label does.\n\n\
         ## The notebook's columns\n\nThey come first in every file, in this order; each can be switched off (`columns.*`).\n\n{}\n\
         ## Further columns\n\nThey come after those and can be switched on: the columns of noise by `defects.irrelevant`, the others by \
         `columns.*`. On in this preset: {}.\n\n{}\n\
         ## Columns of balanced data\n\nBalancing adds them.\n\n{}",
        configuration.preset.name(),
        table(&mut COLUMNS.iter().take(COLUMN_COUNT)),
        if on.is_empty() { "none".to_owned() } else { on.join(", ") },
        table(&mut COLUMNS.iter().skip(COLUMN_COUNT)),
        table(&mut ADDED.iter()),
    )
}

fn range_json(range: &Range) -> Json {
    match range {
        Range::Numbers(min, max) => json!({ "least": min, "greatest": max }),
        Range::Values(values) => json!({ "values": values }),
        Range::Numbered(_) | Range::Form(_) => json!({ "form": range.form() }),
    }
}

fn range_text(range: &Range) -> String {
    match range {
        Range::Numbers(min, Some(max)) => format!("{min} to {max}"),
        Range::Numbers(min, None) => format!("{min} or more"),
        Range::Values(values) if values.len() > 12 => {
            let first: Vec<&str> = values.iter().take(3).map(String::as_str).collect();
            format!("{} values: {}, …", values.len(), first.join(", "))
        }
        Range::Values(values) => values.join(", "),
        Range::Numbered(_) | Range::Form(_) => range.form().unwrap_or_default().english(),
    }
}

fn pretty(value: &Json) -> String {
    format!("{value:#}\n")
}
