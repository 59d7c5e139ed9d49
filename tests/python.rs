//! The wheel for Python: built and installed as `docs/python.md` says, and tried by the tests in `python/tests`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "support/golden.rs"]
mod golden;
#[path = "support/python.rs"]
mod python;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use golden::GOLDEN;
use python::python;
use serde_json::{Map, Value as Json, json};

/// Where the wheel is installed: not among the packages of the Python that is used.
const SITE: &str = "target/python/site";

/// The first block of commands in a page.
fn commands(page: &str) -> String {
    let text = fs::read_to_string(page).unwrap();
    let (_, block) = text.split_once("```sh\n").expect("a block of commands");
    block.split_once("```").unwrap().0.to_owned()
}

/// The golden values as the tests in Python read them.
fn golden() -> Json {
    let cases = GOLDEN.iter().map(|golden| {
        let settings: Map<String, Json> =
            golden.settings.iter().map(|(path, value)| ((*path).to_owned(), (*value).into())).collect();
        json!({ "preset": golden.preset, "settings": settings, "sha256": golden.sha256[0] })
    });
    cases.collect()
}

#[test]
fn the_wheel_is_built_and_does_what_its_tests_say() {
    let needed = "maturin, pytest, pyarrow, pandas, polars, duckdb, sklearn";
    let Some(python) = python(needed, "the tests of the wheel for Python") else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Its own `python3` comes first.
    let programs = Path::new(&python).parent().filter(|folder| !folder.as_os_str().is_empty());
    let others = env::var_os("PATH").unwrap_or_default();
    let path =
        env::join_paths(programs.map(Path::to_owned).into_iter().chain(env::split_paths(&others))).unwrap();
    let site = root.join(SITE);
    let _ = fs::remove_dir_all(&site);
    let installed = Command::new("bash")
        .args(["-euo", "pipefail", "-c", &commands("docs/python.md")])
        .env("PATH", &path)
        .env("PIP_TARGET", &site)
        .env("PIP_NO_DEPS", "1")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .output()
        .unwrap();
    assert!(installed.status.success(), "{}", String::from_utf8_lossy(&installed.stderr));

    let keep = tempfile::tempdir().unwrap();
    let values = keep.path().join("golden.json");
    fs::write(&values, golden().to_string()).unwrap();
    // What is skipped is told, past the test harness, with the reason.
    let status = Command::new(python)
        .args(["-P", "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "python/tests"])
        .env("PATH", &path)
        .env("PYTHONPATH", &site)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("CYBERDATAGEN_COMMAND", env!("CARGO_BIN_EXE_cyberdatagen"))
        .env("CYBERDATAGEN_GOLDEN", &values)
        .status()
        .unwrap();
    assert!(status.success(), "pytest: {status}");
}

/// The versions of each package in a lock file.
fn locked(path: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in text.split("[[package]]").skip(1) {
        let member = |name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = \""));
            line.unwrap().trim_end_matches('"').to_owned()
        };
        found.entry(member("name")).or_default().insert(member("version"));
    }
    found
}

/// Other versions might give other bytes.
#[test]
fn the_wheel_is_built_of_the_crates_of_the_command_line() {
    let (own, of_wheel) = (locked("Cargo.lock"), locked("python/Cargo.lock"));
    let shared: Vec<&String> = of_wheel.keys().filter(|name| own.contains_key(*name)).collect();
    assert!(shared.len() > 50, "{shared:?}");
    for name in shared {
        assert!(
            of_wheel[name].is_subset(&own[name]),
            "{name}: run `cp Cargo.lock python/Cargo.lock`, then `cargo fetch --manifest-path python/Cargo.toml`"
        );
    }
}
