//! The pages of the documentation: what they refer to exists, the book lists them all, and what they say of attacks is declared so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cyberdatagen::engine::issues::campaigns::ATTACKS;

/// The names of the Markdown files of a folder, in their order.
fn markdown(folder: &str) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> = names.filter(|name| name.ends_with(".md")).collect();
    found.sort();
    found
}

/// The pages of the book, by their names.
fn pages() -> Vec<String> {
    markdown("docs").into_iter().filter(|name| name != "SUMMARY.md").collect()
}

/// The text without blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let lines = text.lines().filter(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What links and images lead to: the text in round brackets behind square ones. Code between backticks is left out.
fn targets(text: &str) -> Vec<String> {
    let prose = prose(text);
    // Every second part stands between backticks.
    let plain: String = prose.split('`').step_by(2).collect::<Vec<_>>().join("code");
    let after = plain.split("](").skip(1);
    after.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect()
}

/// The anchors of the headings, as GitHub and mdBook make them: small letters, digits, `-` and `_`, with `-` for a space; a second
/// heading of the same text has `-1` behind it.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in prose(text).lines().filter(|line| line.starts_with('#')) {
        let heading = line.trim_start_matches('#').trim();
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        let others = (1..).map(|number| format!("{anchor}-{number}"));
        let free = std::iter::once(anchor.clone()).chain(others).find(|anchor| !found.contains(anchor));
        found.extend(free);
    }
    found
}

/// What is wrong with the links of a file; inside the book, they stay inside it.
fn faults(file: &Path, in_book: bool) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap();
    let mut faults = Vec::new();
    for target in targets(&text).iter().filter(|target| !target.contains("://")) {
        let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
        let other: PathBuf =
            if path.is_empty() { file.to_owned() } else { file.parent().unwrap().join(path) };
        let fault = if in_book && path.contains('/') {
            "leads out of the book: name the file, without a link"
        } else if !other.exists() {
            "there is no such file"
        } else if !anchor.is_empty() && !anchors(&fs::read_to_string(&other).unwrap()).contains(anchor) {
            "there is no such heading"
        } else {
            continue;
        };
        faults.push(format!("{}: {target}: {fault}", file.display()));
    }
    faults
}

#[test]
fn every_link_leads_to_a_file_and_a_heading_that_exist() {
    let book = pages().into_iter().map(|page| faults(&Path::new("docs").join(page), true));
    let others =
        markdown(".").into_iter().chain(["docs/SUMMARY.md".to_owned(), "tests/README.md".to_owned()]);
    let found: Vec<String> =
        book.chain(others.map(|file| faults(Path::new(&file), false))).flatten().collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_page_stands_in_the_summary_once() {
    let mut listed = targets(&fs::read_to_string("docs/SUMMARY.md").unwrap());
    listed.sort();
    assert_eq!(listed, pages());
}

#[test]
fn the_page_of_attacks_has_those_that_are_declared() {
    let lines = ATTACKS.iter().map(|attack| {
        let phases = attack.phases.iter().map(|phase| format!("{} ({})", phase.name, phase.technique));
        let [min, max] = attack.users;
        let users = if min == max { min.to_string() } else { format!("{min} to {max}") };
        format!(
            "| {} | `{}` | {users} | {} | {} | {} |\n",
            attack.name,
            attack.key,
            attack.days,
            attack.category,
            phases.collect::<Vec<_>>().join(", "),
        )
    });
    let table: String = lines.collect();
    let page = fs::read_to_string("docs/attacks.md").unwrap();
    assert!(page.contains(&table), "put these lines into docs/attacks.md:\n{table}");
}

#[test]
fn links_and_anchors_are_found() {
    let text = "# What it *is*, and `why`\n[a](b.md#c) ![d](e.png) `[f](g)`\n```sh\n# no heading\n[h](i)\n```\n## Twice\n## Twice\n";
    assert_eq!(targets(text), ["b.md#c", "e.png"]);
    let expected = ["twice", "twice-1", "what-it-is-and-why"];
    assert_eq!(anchors(text), expected.map(str::to_owned).into());
}

/// The manifest for Kubernetes and the line for GNU parallel make each shard once.
#[test]
fn the_ways_to_run_shards_make_all_of_them() {
    let page = fs::read_to_string("docs/scale.md").unwrap();
    let yaml = page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let job = &yaml_rust2::YamlLoader::load_from_str(yaml).unwrap()[0];
    let spec = &job["spec"];
    assert_eq!((job["apiVersion"].as_str(), job["kind"].as_str()), (Some("batch/v1"), Some("Job")));
    assert_eq!(spec["completionMode"].as_str(), Some("Indexed"));
    let pod = &spec["template"]["spec"];
    let container = &pod["containers"][0];
    let command = container["args"][0].as_str().unwrap();
    let completions = spec["completions"].as_i64().unwrap();
    assert!(command.contains(&format!(" --shard $((JOB_COMPLETION_INDEX + 1))/{completions} ")), "{command}");
    assert!(!command.contains('\n'), "{command}");
    assert_eq!(container["volumeMounts"][0]["name"], pod["volumes"][0]["name"]);
    let mounted = container["volumeMounts"][0]["mountPath"].as_str().unwrap();
    assert!(command.ends_with(&format!("--out {mounted}")), "{command}");

    let line = page.split("seq ").nth(1).unwrap();
    let count = line.split(' ').next().unwrap();
    assert!(line.split("```").next().unwrap().contains(&format!("--shard {{}}/{count} ")), "{line}");
}
