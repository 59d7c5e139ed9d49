//! Explore against pandas and SciPy on the same cells (`explore/reference.py`, what it printed in
//! `explore/reference.json`), every kind of chart as SVG against the pictures in `explore/`, and the commands `describe`
//! and `report` as a shell sees them.
//!
//! `EXPLORE_UPDATE=1 cargo test --test explore pictures` writes the pictures anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::path::Path;

use cyberdatagen::charts::{Theme, svg};
use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::explore::{Request, chart};
use cyberdatagen::engine::table::Table;
use cyberdatagen::engine::{Configuration, Generator};

/// The rows of a preset.
fn table(preset: Preset, rows: u64) -> Table {
    let configuration = Configuration { rows, ..preset.configuration() };
    let mut generator = Generator::new(&configuration).unwrap();
    Table::of(&configuration, (0..rows).map(|row| generator.record(row)))
}

fn all(table: &Table) -> Vec<u32> {
    (0..table.rows() as u32).collect()
}

/// The pictures: a name, a request, a width.
const PICTURES: &[(&str, &str, u32)] = &[
    ("histogram", "histogram", 720),
    ("histogram-groups", "histogram?columns=Data%20Transfer%20MB&by=Is%20Anomaly&log=yes", 720),
    ("histogram-narrow", "histogram?columns=Impact%20Score", 360),
    ("bars", "bars?columns=Severity&columns=Category", 720),
    ("bars-groups", "bars?columns=Department%20Affected&by=Severity", 360),
    ("scatter", "scatter?by=Activity%20Type&log-y=yes", 720),
    ("scatter-hexagons", "scatter?marks=hexagons&log-x=yes&log-y=yes", 720),
    ("matrix", "matrix", 480),
];

#[test]
fn pictures_are_as_they_were() {
    let table = table(Preset::ALL[0], 600);
    let rows = all(&table);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explore/pictures");
    for (name, request, width) in PICTURES {
        let chart = chart(&table, &rows, &Request::read(request).unwrap()).unwrap();
        for theme in [Theme::LIGHT, Theme::DARK] {
            let (picture, hits) = svg::whole(&chart, *width, theme).unwrap();
            assert!(!hits.is_empty(), "{name}");
            let path = folder.join(format!("{name}-{}.svg", theme.name));
            if std::env::var_os("EXPLORE_UPDATE").is_some() {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &picture).unwrap();
            }
            let expected = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(picture == expected, "{} differs; look at it, and write it anew", path.display());
        }
    }
}
