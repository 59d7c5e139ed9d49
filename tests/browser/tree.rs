//! What a screen reader says, in order: the accessibility tree of each workspace, as Chromium gives it, beside a written one in
//! `trees/`. `TREES_UPDATE=1` writes them anew; read the difference before you commit it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::{Browser, Kind, Site};

/// Roles that only hold others together, or repeat the text of what holds them.
const SILENT: [&str; 14] = [
    "generic",
    "none",
    "StaticText",
    "InlineTextBox",
    "RootWebArea",
    "LineBreak",
    "paragraph",
    "listitem",
    "ListMarker",
    "LabelText",
    "DescriptionListTerm",
    "DescriptionListDetail",
    "MenuListPopup",
    "strong",
];

/// The most lines of a tree: the beginning tells the order.
const MAX_LINES: usize = 250;

/// The rows of a part of a table whose cells are read as they stand.
const ROLES_OF_CELLS: [&str; 5] = ["gridcell", "cell", "row", "rowgroup", "option"];

fn text<'t>(node: &'t Json, field: &str) -> &'t str {
    node[field]["value"].as_str().unwrap_or_default()
}

/// A property of a node.
fn property<'t>(node: &'t Json, name: &str) -> Option<&'t Json> {
    node["properties"].as_array()?.iter().find(|it| it["name"] == name).map(|it| &it["value"]["value"])
}

/// Times differ from run to run.
fn without_times(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let is_time = |place: usize| matches!(words.get(place + 1), Some(&"ms" | &"ms." | &"s" | &"s."));
    let word =
        |(place, word): (usize, &&str)| if is_time(place) { "…".to_owned() } else { (*word).to_owned() };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Writes a node and what it holds, indented by what is said around it.
fn write(nodes: &[Json], id: &Json, depth: usize, tree: &mut String) {
    let Some(node) = nodes.iter().find(|node| node["nodeId"] == *id) else { return };
    let role = text(node, "role");
    let is_said =
        node["ignored"] != json!(true) && !SILENT.contains(&role) && !ROLES_OF_CELLS.contains(&role);
    if is_said {
        let name = without_times(text(node, "name").trim());
        let mut state = String::new();
        for (name, word) in [
            ("disabled", "disabled"),
            ("expanded", "expanded"),
            ("checked", "checked"),
            ("invalid", "invalid"),
        ] {
            match property(node, name) {
                Some(Json::Bool(true)) => write!(state, ", {word}").unwrap(),
                Some(Json::Bool(false)) if name == "expanded" => state += ", collapsed",
                Some(Json::String(value)) if value == "true" => write!(state, ", {word}").unwrap(),
                _ => {}
            }
        }
        let level = property(node, "level")
            .filter(|_| role == "heading")
            .map(|level| format!(" {level}"))
            .unwrap_or_default();
        let name = if name.is_empty() { String::new() } else { format!(": {name}") };
        writeln!(tree, "{}{role}{level}{name}{state}", "  ".repeat(depth)).unwrap();
    }
    let children: Vec<Json> = node["childIds"].as_array().cloned().unwrap_or_default();
    for child in &children {
        write(nodes, child, depth + usize::from(is_said), tree);
    }
}

/// The tree of the page, as text.
async fn tree(browser: &Browser) -> String {
    let found =
        browser.driver.cdp().send_raw("Accessibility.getFullAXTree", json!({})).await.expect("a tree");
    let nodes = found["nodes"].as_array().cloned().unwrap_or_default();
    let mut tree = String::new();
    if let Some(root) = nodes.first() {
        write(&nodes, &root["nodeId"], 0, &mut tree);
    }
    tree.lines().take(MAX_LINES).map(|line| line.to_owned() + "\n").collect()
}

/// What is there once a workspace is complete.
const COMPLETE: [(&str, &str); 8] = [
    ("lesson", "document.querySelector('#lesson-answer') !== null"),
    ("data", "document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true"),
    ("explore", "(document.querySelector('#chart-title')?.textContent ?? '') !== ''"),
    (
        "audit",
        "document.querySelectorAll('#audit-verdict').length === 1 && document.querySelector('#workspace-audit progress') === null",
    ),
    ("balance", "document.querySelector('#balance-form') !== null"),
    (
        "detect",
        "document.querySelector('#detect-verdict') !== null && document.querySelector('#workspace-detect progress') === null",
    ),
    ("respond", "document.querySelector('#monitor-start') !== null"),
    ("learn", "document.querySelectorAll('.lesson-card').length === 5"),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_workspace_is_read_in_its_order() {
    let site = Site::start().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/trees");
    let mut differences = String::new();
    for (workspace, complete) in COMPLETE {
        let browser = Browser::start(Kind::Chromium, false).await;
        // The first one is a lesson, beside Data.
        let view = if workspace == "lesson" { "data&learn.lesson=leak" } else { workspace };
        let address = format!("{}#v1.classic&seed=1&rows=600&view={view}", site.page());
        browser.driver.goto(address).await.unwrap();
        browser.until(workspace, &format!("return {complete}")).await;
        // What is told of jobs goes when they are done: the tree has come to rest when it is the same twice.
        let mut before = tree(&browser).await;
        for _ in 0..40 {
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let now = tree(&browser).await;
            if now == before {
                break;
            }
            before = now;
        }
        let path = folder.join(format!("{workspace}.txt"));
        if std::env::var_os("TREES_UPDATE").is_some() {
            fs::write(&path, &before).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default();
        // The first line that differs, from each.
        if let Some(line) = (0..MAX_LINES).find(|&line| written.lines().nth(line) != before.lines().nth(line))
        {
            let of = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
            writeln!(
                differences,
                "{workspace}, line {}: written '{}', found '{}'",
                line + 1,
                of(&written),
                of(&before)
            )
            .unwrap();
        }
        browser.end().await;
    }
    assert!(differences.is_empty(), "{differences}TREES_UPDATE=1 writes them anew");
}
