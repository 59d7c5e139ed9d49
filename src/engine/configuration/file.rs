//! A configuration as a file: JSON with the preset and what differs from it, for people to read and change.
//!
//! Writing is done here; reading JSON is left to whoever has a reader (the browser, `serde_json`), which hands over
//! the settings as text.

use super::link::Link;
use super::{Override, Setting};
use crate::engine::settings::Kind;

/// What the file's first member says it is.
pub const FORMAT: &str = "configuration";

/// The name under which a configuration is saved.
pub const NAME: &str = "cyberdatagen.json";

/// The file of a link: its configuration, and what it says to a class.
pub fn write(link: &Link) -> String {
    format!("{{\n  \"cyberdatagen\": \"{FORMAT}\",\n{}\n}}\n", members(link, "  "))
}

/// The members `preset` and `settings` of a JSON object, each line after an indent.
pub fn members(link: &Link, indent: &str) -> String {
    let settings: Vec<String> = link
        .overrides()
        .iter()
        .map(|it| format!("\n{indent}  {}: {}", quoted(&it.path), json_value(it)))
        .collect();
    let settings =
        if settings.is_empty() { String::new() } else { format!("{}\n{indent}", settings.join(",")) };
    let preset = quoted(link.configuration.preset.key());
    format!("{indent}\"preset\": {preset},\n{indent}\"settings\": {{{settings}}}")
}

/// A setting's value: a number or a truth value where its text is one in JSON as well, else text.
fn json_value(it: &Override) -> String {
    match (Setting::find(&it.path).map(|setting| setting.kind), it.value.as_str()) {
        (Ok(Kind::Integer { .. } | Kind::Decimal { .. }), number) => number.to_owned(),
        (Ok(Kind::Toggle), "on") => "true".to_owned(),
        (Ok(Kind::Toggle), "off") => "false".to_owned(),
        (_, text) => quoted(text),
    }
}

/// A JSON string (RFC 8259, section 7).
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control < ' ' => quoted += &format!("\\u{:04x}", u32::from(control)),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    #[test]
    fn the_file_is_json_that_people_can_change() {
        let mut configuration = Preset::Classic.configuration();
        for (path, value) in [
            ("rows", "500"),
            ("files.header", "off"),
            ("start_date", "2024-02-29"),
            ("lists.departments", "a\\, \"b\", ü"),
        ] {
            configuration.set(path, value).unwrap();
        }
        let mut link = Link::of(configuration);
        link.classroom.set("title", "Week 1").unwrap();
        let json: serde_json::Value = serde_json::from_str(&write(&link)).unwrap();
        assert_eq!(
            json,
            serde_json::json!({
                "cyberdatagen": "configuration",
                "preset": "classic",
                "settings": {
                    "rows": 500,
                    "start_date": "2024-02-29",
                    "lists.departments": "a\\, \"b\", ü",
                    "files.header": false,
                    "title": "Week 1",
                },
            })
        );
        let plain = write(&Link::of(Preset::Classic.configuration()));
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&plain).unwrap()["settings"],
            serde_json::json!({})
        );
    }
}
