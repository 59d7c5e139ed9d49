//! The layers of the source: the engine is pure, workers return values, and only the page writes markup, as Leptos views.
//! The HTML report is a file format of its own and is written in `src/report`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Ways around the views: markup that is put into a document as text.
const WAYS_AROUND: [&str; 6] = [
    "inner_html",
    "outer_html",
    "insert_adjacent_html",
    "create_contextual_fragment",
    "DomParser",
    "document.write",
];

/// What the engine must not know.
const ABOVE_THE_ENGINE: [&str; 7] = ["page", "worker", "protocol", "protocol", "charts", "cli", "report"];

/// Every Rust file below a folder, by its path from the root of the package.
fn files(folder: &str) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found): (Vec<PathBuf>, Vec<PathBuf>) = (vec![root.join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"), text)
    };
    found.into_iter().map(read).collect()
}

/// The lines of code, with their numbers: without comments, and without the tests at the end of a file, which may hold
/// markup as what must not come through.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let begins_tests =
        |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{');
    let end = lines.windows(2).position(begins_tests).unwrap_or(lines.len());
    let numbered = lines.into_iter().take(end).enumerate().map(|(place, line)| (place + 1, line));
    numbered.filter(|(_, line)| !line.starts_with("//"))
}

/// Whether a string literal on a line begins with a tag: `"<p class…"`, `r#"</p>"#`, `"<!doctype html>"`.
fn holds_markup(line: &str) -> bool {
    line.match_indices('"').any(|(place, _)| {
        let Some(rest) = line[place + 1..].strip_prefix('<') else { return false };
        let rest = rest.strip_prefix(['/', '!']).unwrap_or(rest);
        // Tags are small letters here; `<NA>` is a missing value.
        rest.starts_with(|letter: char| letter.is_ascii_lowercase())
    })
}

/// The places, as `path:line`, where code of a folder does what it must not.
fn places(folder: &str, is_wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let files = files(folder);
    assert!(!files.is_empty(), "{folder} has files");
    files
        .iter()
        .flat_map(|(path, text)| code(text).map(move |(number, line)| (path, number, line)))
        .filter(|(_, _, line)| is_wrong(line))
        .map(|(path, number, line)| format!("{path}:{number}: {line}"))
        .collect()
}

/// Whether a line names a module of the crate that lies above the engine.
fn reaches_up(line: &str) -> bool {
    let names = |path: &str| {
        let name: String =
            path.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
        ABOVE_THE_ENGINE.contains(&name.as_str())
    };
    line.match_indices("crate::").any(|(place, start)| {
        let rest = &line[place + start.len()..];
        match rest.strip_prefix('{') {
            Some(group) => group.split([',', '}']).any(|part| names(part.trim())),
            None => names(rest),
        }
    })
}

#[test]
fn engine_and_workers_hold_no_markup() {
    for folder in ["src/engine", "src/worker"] {
        assert_eq!(places(folder, holds_markup), Vec::<String>::new());
    }
}

#[test]
fn no_markup_is_put_into_the_page_as_text() {
    let is_wrong = |line: &str| WAYS_AROUND.iter().any(|way| line.contains(way));
    assert_eq!(places("src", is_wrong), Vec::<String>::new());
}

#[test]
fn the_engine_knows_nothing_of_what_is_built_on_it() {
    assert_eq!(places("src/engine", reaches_up), Vec::<String>::new());
}

#[test]
fn the_rules_find_what_they_look_for() {
    for line in
        [r#"out.push_str("<ul>")"#, r##"format!(r#"</p>{x}"#)"##, r#"x("<!doctype html>")"#, r#"f(a, "<b")"#]
    {
        assert!(holds_markup(line), "{line}");
    }
    for line in
        [r#"if a < b { "x" }"#, r#"let less = "<";"#, r#"let text = "< 5 %";"#, r#"["<NA>"]"#, "Vec<u8>"]
    {
        assert!(!holds_markup(line), "{line}");
    }
    for line in ["use crate::charts::Theme;", "use crate::{engine::Problem, report};", "crate::page::start()"]
    {
        assert!(reaches_up(line), "{line}");
    }
    for line in ["use crate::engine::audit::report::Check;", "use super::report;", "crate::reporting()"] {
        assert!(!reaches_up(line), "{line}");
    }
    // A module of tests at the beginning does not hide what follows it.
    let text = "#[cfg(test)]\nmod fixture;\n/// `<p>`\n  // \"<p>\"\nlet x = 1;\n#[cfg(test)]\nmod tests {\n\"<p>\"}";
    let lines: Vec<&str> = code(text).map(|(_, line)| line).collect();
    assert_eq!(lines, ["#[cfg(test)]", "mod fixture;", "let x = 1;"]);
}
