//! The order of the engine's modules: each imports those before it alone, so that no two import each other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the engine, from the lowest layer to the highest. A module may import what stands in an earlier line;
/// those that share a line do not import each other. A longer path is a module of its own.
const LAYERS: &[&[&str]] = &[
    &["column", "cores", "decimal", "level", "pace", "text"],
    &["problem"],
    &["shard"],
    &["settings"],
    &["random"],
    &["world"],
    &["issues"],
    &["threat"],
    &["response"],
    &["dataset", "export::format"],
    &["configuration", "statistics"],
    &["generator", "models"],
    &["events"],
    &["explore"],
    &["audit"],
    &["export"],
    &["balance", "respond"],
    &["detect"],
    &["learn"],
];

/// The parts of the crate that the engine must not know.
const ABOVE: &[&str] = &["page", "worker", "protocol", "cli", "charts", "report"];

/// Rust files under a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module path of a file, below the engine: `world::people`.
fn module(file: &Path) -> String {
    let path = file.strip_prefix("src/engine").unwrap().with_extension("");
    path.components().map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("::")
}

/// What a text names behind `crate::`, with `super` resolved for a module, and lists in braces written out. Tests are left
/// out: they may make configurations.
fn imports(text: &str, module: &str) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]").next().unwrap();
    let code: String =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
    let mut found = BTreeSet::new();
    let mut rest = code.as_str();
    while let Some(place) = rest.find("crate::").into_iter().chain(rest.find("super::")).min() {
        let starts_a_word = !rest[..place].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        rest = &rest[place..];
        let mut base: Vec<&str> = Vec::new();
        if let Some(after) = rest.strip_prefix("crate::") {
            rest = after;
        } else {
            base = ["engine"].into_iter().chain(module.split("::")).collect();
            while let Some(after) = rest.strip_prefix("super::") {
                base.pop();
                rest = after;
            }
        }
        if starts_a_word {
            expand(&base.join("::"), rest, &mut found);
        }
    }
    found
}

/// Adds the paths that a use tree stands for, behind what stands before it.
fn expand(base: &str, tree: &str, found: &mut BTreeSet<String>) {
    let end = tree.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(tree.len());
    let path = [base, tree[..end].trim_end_matches(':')];
    let path = path.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::");
    let Some(list) = tree[end..].strip_prefix('{') else {
        found.insert(path);
        return;
    };
    let mut depth = 0;
    let mut start = 0;
    for (place, character) in list.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let item = list[start..place].trim();
                if !item.is_empty() {
                    expand(&path, item, found);
                }
                start = place + 1;
                if character == '}' {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// The layer of a path below the engine, and the module that it belongs to: the longest that begins the path.
fn layer(path: &str) -> Option<(usize, &'static str)> {
    let begins = |module: &&str| {
        path.strip_prefix(*module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    LAYERS
        .iter()
        .enumerate()
        .flat_map(|(index, modules)| {
            modules.iter().copied().filter(begins).map(move |module| (index, module))
        })
        .max_by_key(|(_, module)| module.len())
}

/// What is re-exported by the engine itself, by the module that it comes from.
fn real(path: &str) -> &str {
    match path {
        "Configuration" => "configuration",
        "Table" => "dataset",
        "Generator" => "generator",
        "Level" => "level",
        "Problem" => "problem",
        "Text" => "text",
        other => other,
    }
}

#[test]
fn modules_import_lower_ones_alone() {
    let mut faults = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files(Path::new("src/engine")) {
        let module = module(&file);
        // A file of tests alone may make configurations.
        if module.ends_with("tests") {
            continue;
        }
        let (own, name) = layer(&module).unwrap_or_else(|| panic!("{module} stands in no layer"));
        seen.insert(name);
        for path in imports(&fs::read_to_string(&file).unwrap(), &module) {
            let Some(inner) = path.strip_prefix("engine::") else {
                if ABOVE.iter().any(|above| path == *above || path.starts_with(&format!("{above}::"))) {
                    faults.push(format!("{module} imports {path}: the engine knows nothing above it"));
                }
                continue;
            };
            // A constant of the engine as a whole.
            if inner == "DATA_VERSION" {
                continue;
            }
            let Some((of, other)) = layer(real(inner)) else {
                faults.push(format!("{module} imports {inner}, which stands in no layer"));
                continue;
            };
            if other != name && of >= own {
                faults.push(format!("{module} imports {inner}: {other} is not below {name}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let stated: BTreeSet<&str> = LAYERS.concat().into_iter().collect();
    assert_eq!(seen, stated, "a layer without files");
}

#[test]
fn imports_are_found_however_they_are_written() {
    let text = "
        use super::super::issues::{self, Class};
        use crate::engine::{Problem, world::{people::{People, Person}, calendar}};
        // use crate::page::App;
        fn f() { crate::charts::draw(); }
        #[cfg(test)]
        use crate::worker::session;
    ";
    let found: Vec<String> = imports(text, "threat::scorer").into_iter().collect();
    assert_eq!(
        found,
        [
            "charts::draw",
            "engine::Problem",
            "engine::issues::Class",
            "engine::issues::self",
            "engine::world::calendar",
            "engine::world::people::People",
            "engine::world::people::Person",
        ]
    );
    assert_eq!(layer("export::format::Format").unwrap().1, "export::format");
    assert_eq!(layer("export::csv").unwrap().1, "export");
    assert!(layer("threat").unwrap().0 > layer("issues").unwrap().0);
}
