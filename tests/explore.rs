//! Explore against pandas and SciPy on the same cells (`explore/reference.py`, what it printed in
//! `explore/reference.json`), every kind of chart as SVG against the pictures in `explore/`, and the commands `describe`
//! and `report` as a shell sees them.
//!
//! `EXPLORE_UPDATE=1 cargo test --test explore pictures` writes the pictures anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use cyberdatagen::charts::timeline::By;
use cyberdatagen::charts::{Theme, svg};
use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::dataset::Role;
use cyberdatagen::engine::dataset::schema::Type;
use cyberdatagen::engine::dataset::{Builder, Column, Field, Table};
use cyberdatagen::engine::explore::alerts::{Concern, alerts, imbalance};
use cyberdatagen::engine::explore::bins::Bins;
use cyberdatagen::engine::explore::boxes::Summary;
use cyberdatagen::engine::explore::cells::{Groups, codes, numbers, present};
use cyberdatagen::engine::explore::change::moved;
use cyberdatagen::engine::explore::chart::{Form, Paint};
use cyberdatagen::engine::explore::correlation::{Matrix, Method};
use cyberdatagen::engine::explore::density::{Density, Rule};
use cyberdatagen::engine::explore::describe::describe;
use cyberdatagen::engine::explore::filter::Filter;
use cyberdatagen::engine::explore::period::Period;
use cyberdatagen::engine::explore::timeline::Timeline;
use cyberdatagen::engine::explore::{Chart, Kind, Request, Scope, chart};
use cyberdatagen::engine::statistics::association::{correlation_ratio, cramers_v, pearson, spearman};
use cyberdatagen::engine::statistics::kolmogorov_smirnov;
use cyberdatagen::engine::statistics::sorting::sorted;
use cyberdatagen::engine::{Configuration, Generator};
use serde_json::Value as Json;

const CELLS: &str = include_str!("explore/cells.csv");

fn reference(name: &str) -> Json {
    serde_json::from_str::<Json>(include_str!("explore/reference.json")).unwrap()[name].clone()
}

/// A file of cells without quotes: names of colors and shapes, a timestamp, a label, and numbers.
fn read(text: &str) -> Table {
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let field = |name: &&str| {
        let kind = match *name {
            "color" | "shape" | "one" => Type::Category,
            "time" => Type::DateTime,
            "Is Anomaly" => Type::Flag,
            "ties" => Type::Integer,
            _ => Type::Decimal,
        };
        Field::new(*name, kind, if *name == "Is Anomaly" { Role::Target } else { Role::Feature })
    };
    let mut table = Builder::new(lines.next().unwrap().iter().map(field).collect());
    for line in lines {
        table.push(|column, cell| cell.extend(line[column].bytes()));
    }
    table.build()
}

fn column<'a>(table: &'a Table, name: &str) -> &'a Column {
    &table.columns()[table.find(name).unwrap()]
}

/// A figure is the reference's to 1e-9 of its size, or both are none.
fn same(found: Option<f64>, expected: &Json, what: &str) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => {
            let scale = expected.abs().max(1.0);
            assert!((found - expected).abs() <= 1e-9 * scale, "{what}: {found} for {expected}");
        }
        (found, expected) => assert_eq!(found, expected, "{what}"),
    }
}

fn all_same(found: &[f64], expected: &Json, what: &str) {
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        same(Some(*found).filter(|value| !value.is_nan()), expected, what);
    }
}

#[test]
fn describe_is_pandas() {
    let table = read(CELLS);
    let rows = all(&table);
    for (name, rows) in [("all", rows.as_slice()), ("one", &rows[..1]), ("none", &[])] {
        let expected = reference("describe")[name].clone();
        let described = describe(&table, rows, Scope::All);
        assert_eq!(described.rows, rows.len() as u64);
        for column in described.columns {
            let json = serde_json::to_value(&column).unwrap();
            let figures = json["figures"].as_object().unwrap().values().next().unwrap();
            let expected = expected[&column.name].as_object().unwrap();
            assert!(expected.len() > 4);
            for (key, value) in expected {
                let found = if key == "count" || key == "missing" { &json[key] } else { &figures[key] };
                let what = format!("{key} of {} of {name}", column.name);
                if value.is_number() || found.is_number() {
                    same(found.as_f64(), value, &what);
                } else {
                    assert_eq!(found, value, "{what}");
                }
            }
        }
    }
}

#[test]
fn correlations_are_pandas_and_scipys() {
    let table = read(CELLS);
    let rows = all(&table);
    let expected = reference("correlations");
    let numeric: Vec<&str> = expected["pearson"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(numeric.len(), 10);
    let columns: Vec<&Column> = table.columns().iter().collect();
    let matrices = [("pearson", Method::Pearson), ("spearman", Method::Spearman)]
        .map(|(name, method)| (name, Matrix::new(&columns, &rows, method)));
    for first in &numeric {
        for second in numeric.iter().filter(|second| *second != first) {
            let [a, b] = [first, second].map(|name| numbers(column(&table, name), &rows).unwrap());
            let what = format!("{first}, {second}");
            same(pearson(&a, &b), &expected["pearson"][first][second], &what);
            same(spearman(&a, &b), &expected["spearman"][first][second], &what);
            for (name, matrix) in &matrices {
                let place = |name: &str| matrix.names.iter().position(|other| other == name).unwrap();
                same(matrix.values[place(first)][place(second)], &expected[*name][first][second], &what);
            }
        }
    }
    for (pair, value) in expected["cramer"].as_object().unwrap() {
        let (first, second) = pair.split_once(", ").unwrap();
        let [a, b] = [first, second].map(|name| codes(column(&table, name), &rows).unwrap().0);
        same(cramers_v(&a, &b), value, pair);
    }
    for (pair, value) in expected["ratio"].as_object().unwrap() {
        let (first, second) = pair.split_once(", ").unwrap();
        let codes = codes(column(&table, first), &rows).unwrap().0;
        same(correlation_ratio(&codes, &numbers(column(&table, second), &rows).unwrap()), value, pair);
    }
}

#[test]
fn densities_are_scipys() {
    let table = read(CELLS);
    for (name, expected) in reference("densities").as_object().unwrap() {
        let values = sorted(&present(column(&table, name), &all(&table)));
        for (key, rule) in [("scott", Rule::Scott), ("silverman", Rule::Silverman)] {
            let density = Density::new(&values, rule).unwrap();
            let places = expected["places"].as_array().unwrap().iter().map(|place| place.as_f64().unwrap());
            let found: Vec<f64> = places.map(|place| density.at(place)).collect();
            all_same(&found, &expected[key], &format!("{key} of {name}"));
        }
    }
}

#[test]
fn histograms_are_numpys_and_boxes_are_matplotlibs() {
    let table = read(CELLS);
    let rows = all(&table);
    let counts = |bins: &Bins, values: &[f64]| -> Vec<f64> {
        bins.counts(values).into_iter().map(|count| count as f64).collect()
    };
    for (name, expected) in reference("histograms").as_object().unwrap() {
        let values = sorted(&present(column(&table, name), &rows));
        let bins = Bins::new(&values, 0, false).unwrap();
        all_same(&bins.edges, &expected["edges"], name);
        all_same(&counts(&bins, &values), &expected["counts"], name);
        all_same(&counts(&Bins::new(&values, 13, false).unwrap(), &values), &expected["given"], name);
    }
    for (name, expected) in reference("boxes").as_object().unwrap() {
        let summary = Summary::of(&sorted(&present(column(&table, name), &rows))).unwrap();
        all_same(&summary.whiskers, &expected["whiskers"], name);
        assert_eq!(Json::from(summary.beyond[0] + summary.beyond[1]), expected["outliers"], "{name}");
    }
    // Whole numbers have bins around them.
    let ties = sorted(&present(column(&table, "ties"), &rows));
    let bins = Bins::new(&ties, 0, true).unwrap();
    assert_eq!(bins.edges, [-0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
    assert_eq!(bins.counts(&ties).iter().sum::<u64>(), 400);
}

/// The points of the first line of a panel.
fn points(chart: &Chart, panel: usize) -> Vec<f64> {
    let marks = &chart.panels[panel].marks;
    let line = marks.iter().find_map(|marks| match &marks.form {
        Form::Line { points, .. } => Some(points.iter().map(|point| point[1]).collect()),
        _ => None,
    });
    line.unwrap()
}

#[test]
fn lines_are_pandas_resampled() {
    let table = read(CELLS);
    let expected = reference("lines");
    for period in ["day", "week", "month", "quarter"] {
        for statistic in ["mean", "median", "sum", "count"] {
            let request = Request::new(Kind::Lines)
                .column("columns", "tail")
                .option("period", period)
                .option("statistic", statistic);
            let chart = chart(&table, &all(&table), &request).unwrap();
            all_same(&points(&chart, 0), &expected[period][statistic], &format!("{statistic} by {period}"));
            if (period, statistic) == ("month", "mean") {
                all_same(&points(&chart, 1), &expected["normalized"], "normalized");
            }
        }
    }
}

#[test]
fn distances_imbalance_and_duplicates_are_the_references() {
    let table = read(CELLS);
    let rows = all(&table);
    let values = numbers(column(&table, "tail"), &rows).unwrap();
    let parts = Groups::by(Some(column(&table, "Is Anomaly")), &rows, 6).split(&values);
    let expected = reference("distances");
    same(kolmogorov_smirnov(&sorted(&parts[0]), &sorted(&parts[1])), &expected["anomaly"], "by class");
    let ties = numbers(column(&table, "ties"), &rows).unwrap();
    same(kolmogorov_smirnov(&sorted(&ties[..150]), &sorted(&ties[150..])), &expected["ties"], "ties");
    assert_eq!(kolmogorov_smirnov(&[], &[1.0]), None);
    let counts: Vec<u64> =
        Groups::new(column(&table, "color"), &rows, 9).unwrap().list.iter().map(|g| g.count).collect();
    same(Some(imbalance(&counts)), &reference("imbalance"), "imbalance");
    let found = alerts(&table, &rows, Scope::All);
    let duplicates = found.iter().find(|alert| alert.concern == Concern::Duplicates).unwrap();
    assert_eq!(Json::from(duplicates.figure as u64), reference("duplicates"));
    let concerns = |name: &str| -> Vec<Concern> {
        found
            .iter()
            .filter(|alert| alert.columns.iter().any(|column| column == name))
            .map(|alert| alert.concern)
            .collect()
    };
    assert_eq!(concerns("empty"), [Concern::Empty]);
    assert_eq!(concerns("constant"), [Concern::Constant]);
    assert_eq!(concerns("one"), [Concern::Constant]);
    assert!(concerns("holes").contains(&Concern::Missing));
    // With the same numbers a milliard higher.
    assert_eq!(concerns("normal"), [Concern::Correlated]);
    assert!(alerts(&table, &[], Scope::All).is_empty());
}

/// A table, a chart and an SVG of every kind: on rows without values, constants, one row and none.
#[test]
fn nothing_to_show_is_explained() {
    let table = read(CELLS);
    let rows = all(&table);
    let requests = [
        "lines?columns=empty",
        "lines?columns=constant",
        "lines?columns=tail&columns=single",
        "histogram?columns=empty",
        "histogram?columns=constant",
        "histogram?columns=single&by=color",
        "histogram?columns=tail&log=yes&by=shape",
        "histogram?columns=pair&columns=empty",
        "boxes?columns=empty",
        "boxes?columns=constant&by=color",
        "boxes?columns=pair&by=shape&shape=violin",
        "bars?columns=one&columns=shape",
        "bars?columns=color&by=shape",
        "scatter?x=empty&y=tail",
        "scatter?x=constant&y=single",
        "scatter?x=pair&y=tail&by=color",
        "scatter?x=constant&y=constant&marks=hexagons",
        "scatter?x=pair&y=tail&marks=rectangles&log-y=yes",
        "correlation",
        "correlation?columns=empty&columns=constant&order=clustered",
        "correlation?method=association",
        "matrix?level=color&severity=shape",
        "week?time=time",
        "calendar?time=time&show=share",
        "combined",
        "grid",
        "grid?columns=empty&columns=constant&columns=one",
    ];
    for request in requests {
        for rows in [rows.as_slice(), &rows[..2], &rows[..1], &[]] {
            let chart = chart(&table, rows, &Request::read(request).unwrap()).unwrap();
            let what = format!("{request} of {} rows", rows.len());
            assert!(!chart.title.is_empty() && !chart.finding.is_empty(), "{what}");
            assert!(chart.explanation.is_some() || !chart.panels.is_empty(), "{what}");
            assert!(chart.explanation.is_none() || chart.panels.is_empty(), "{what}");
            for panel in &chart.panels {
                let ends = [panel.x.scale.ends(), panel.y.scale.ends()];
                let is_broken =
                    |[min, max]: &[f64; 2]| max.is_nan() || min >= max || !(max - min).is_finite();
                assert!(panel.explanation.is_some() || !ends.iter().any(is_broken), "{what}: {ends:?}");
            }
            for width in [360, 900] {
                let (picture, _) = svg::whole(&chart, width, Theme::LIGHT).unwrap();
                assert!(!picture.contains("NaN") && !picture.contains("inf"), "{what}");
            }
            let message = cyberdatagen::protocol::encode(&chart);
            assert_eq!(cyberdatagen::protocol::decode::<Chart>(&message).unwrap().title, chart.title);
        }
    }
}

#[test]
fn requests_are_written_as_they_are_read_and_refused_with_a_hint() {
    let table = read(CELLS);
    for kind in Kind::ALL {
        let request = Request::new(kind);
        assert_eq!(Request::read(&request.write()), Ok(request.clone()));
        if let Ok(checked) = request.checked(&table) {
            assert_eq!(Request::read(&checked.write()), Ok(checked));
        }
    }
    for (text, path) in [
        ("pie", "pie"),
        ("histogram?bins=1", "bins"),
        ("histogram?bins=many", "bins"),
        ("histogram?color=red", "color"),
        ("lines?period=year", "period"),
    ] {
        let problem = Request::read(text).unwrap_err();
        assert!(problem.path == path && !problem.hint.is_empty(), "{text}: {problem:?}");
    }
    for (text, path) in [
        ("histogram?columns=color", "columns"),
        ("histogram?columns=nothing", "columns"),
        ("correlation?columns=tail", "columns"),
        ("scatter?x=tail&x=ties", "x"),
        ("matrix?level=tail", "level"),
    ] {
        let problem = chart(&table, &[], &Request::read(text).unwrap()).unwrap_err();
        assert!(problem.path == path && !problem.hint.is_empty(), "{text}: {problem:?}");
    }
    // An empty name is a choice: no groups.
    let request = Request::read("combined?by=").unwrap();
    let legend = chart(&table, &all(&table), &request).unwrap().legend;
    assert!(legend.is_empty());
}

#[test]
fn a_change_shows_what_moved() {
    let before = table(Preset::ALL[0], 400);
    let configuration =
        Configuration { rows: 400, anomaly_share_percent: 20.0, ..Preset::ALL[0].configuration() };
    let mut generator = Generator::new(&configuration).unwrap();
    let after = generator.rows(0..400).unwrap();
    assert!(moved(&before, &before).is_empty());
    let found = moved(&before, &after);
    assert!(found.is_sorted_by(|a, b| a.distance >= b.distance));
    let label = found.iter().find(|moved| moved.column == "Is Anomaly").unwrap();
    assert!((label.distance - 0.15).abs() < 1e-9, "{}", label.distance);
    let score = found.iter().find(|moved| moved.column == "Threat Score").unwrap();
    let [old, new] =
        [&before, &after].map(|table| sorted(&present(column(table, "Threat Score"), &all(table))));
    assert_eq!(Some(score.distance), kolmogorov_smirnov(&old, &new));
    for moved in &found {
        assert!(moved.chart.legend.iter().any(|entry| entry.paint == Paint::Accent));
        svg::whole(&moved.chart, 360, Theme::DARK).unwrap();
    }
}

/// The rows of a preset.
fn table(preset: Preset, rows: u64) -> Table {
    let configuration = Configuration { rows, ..preset.configuration() };
    let mut generator = Generator::new(&configuration).unwrap();
    generator.rows(0..rows).unwrap()
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
    ("lines", "lines?columns=Cost&columns=Data%20Transfer%20MB&columns=CPU%20Usage%20%25&period=week", 960),
    ("lines-one", "lines?columns=Login%20Attempts&statistic=sum", 360),
    ("boxes", "boxes?columns=Data%20Transfer%20MB&by=Severity&log=yes", 720),
    ("violins", "boxes?columns=Threat%20Score&columns=CPU%20Usage%20%25&by=Is%20Anomaly&shape=violin", 720),
    ("correlation", "correlation?method=spearman&order=clustered", 720),
    ("correlation-narrow", "correlation?method=association", 360),
    ("week", "week", 720),
    ("calendar", "calendar?show=anomalous", 720),
    (
        "combined",
        "combined?columns=Cost&columns=Session%20Duration%20in%20Second&columns=Login%20Attempts&columns=Data%20Transfer%20MB",
        720,
    ),
    (
        "grid",
        "grid?columns=Cost&columns=Severity&columns=Threat%20Score&columns=Issue%20Volume&columns=Is%20Anomaly",
        960,
    ),
];

#[test]
fn pictures_are_as_they_were() {
    let table = table(Preset::ALL[0], 300);
    let rows = all(&table);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explore/pictures");
    for (name, request, width) in PICTURES {
        let chart = chart(&table, &rows, &Request::read(request).unwrap()).unwrap();
        // Dark ones where more differs than the ground.
        let dark = matches!(*name, "histogram" | "correlation" | "matrix" | "boxes").then_some(Theme::DARK);
        for theme in [Some(Theme::LIGHT), dark].into_iter().flatten() {
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

/// The timelines: a name, a period, what the bars' parts are, the size.
const TIMELINES: [(&str, Period, By, (u32, u32)); 4] = [
    ("months", Period::Month, By::Level, (984, 150)),
    ("classes", Period::Month, By::Class, (984, 150)),
    ("weeks-narrow", Period::Week, By::Level, (342, 110)),
    ("days", Period::Day, By::Level, (984, 150)),
];

#[test]
fn pictures_of_timelines_are_as_they_were() {
    let table = table(Preset::ALL[0], 10_000);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explore/pictures");
    for (name, period, by, size) in TIMELINES {
        let timeline = Timeline::new(&table, &Filter::default(), Some(period)).unwrap();
        let dark = (name == "months" || name == "classes").then_some(Theme::DARK);
        for theme in [Some(Theme::LIGHT), dark].into_iter().flatten() {
            let (picture, plot) = svg::timeline(&timeline, by, size, theme).unwrap();
            assert!(plot.right > plot.left && plot.bottom > plot.top, "{plot:?}");
            let path = folder.join(format!("timeline-{name}-{}.svg", theme.name));
            if std::env::var_os("EXPLORE_UPDATE").is_some() {
                std::fs::write(&path, &picture).unwrap();
            }
            let expected = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(picture == expected, "{} differs; look at it, and write it anew", path.display());
        }
    }
}

fn run(arguments: &[&str], input: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cyberdatagen"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    // A process that refuses its arguments may be gone already.
    let _ = process.stdin.take().unwrap().write_all(input.unwrap_or_default().as_bytes());
    process.wait_with_output().unwrap()
}

#[test]
fn describe_prints_a_file_from_a_name_and_from_standard_input() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explore/cells.csv");
    let named = run(&["describe", path.to_str().unwrap(), "--json"], None);
    assert!(named.status.success(), "{named:?}");
    let piped = run(&["describe", "--stdin", "--json"], Some(CELLS));
    assert_eq!(named.stdout, piped.stdout);
    let json: Json = serde_json::from_slice(&named.stdout).unwrap();
    let expected = reference("describe")["all"].clone();
    let columns = json["columns"].as_array().unwrap();
    let of = |name: &str| columns.iter().find(|column| column["name"] == name).unwrap();
    for name in ["normal", "ties", "tail", "holes"] {
        for key in ["mean", "std", "25%", "skewness", "kurtosis"] {
            same(
                of(name)["figures"]["numbers"][key].as_f64(),
                &expected[name][key],
                &format!("{key} of {name}"),
            );
        }
    }
    assert_eq!(json["head"]["rows"].as_array().unwrap().len(), 5);
    assert!(json["alerts"].as_array().unwrap().iter().any(|alert| alert["concern"] == "duplicates"));
    let text = run(&["describe", "--stdin"], Some(CELLS));
    let text = String::from_utf8(text.stdout).unwrap();
    for part in ["400 rows, 14 columns", "Skewness", "Frequency", "First rows", "Duplicate rows: 5 rows"] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    let refused = run(&["describe", "--stdin"], Some("a,b\n1\n"));
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("hint:"));
    assert_eq!(run(&["describe"], None).status.code(), Some(2));
}

#[test]
fn a_report_stands_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.html");
    let out = out.to_str().unwrap();
    let written = run(&["report", "--rows", "500", "--seed", "9", "--out", out], None);
    assert!(written.status.success(), "{written:?}");
    let page = std::fs::read_to_string(out).unwrap();
    for part in [
        "<h2>Alerts</h2>",
        "<h2>Statistics</h2>",
        "<h2>Charts</h2>",
        "<h2>Audit</h2>",
        "<h2>Configuration</h2>",
        "seed=9",
    ] {
        assert!(page.contains(part), "{part}");
    }
    // Every chart stands there in both themes, of which the style shows one.
    let pictures = ["light", "dark"].map(|theme| page.matches(&format!("<div class=\"{theme}\"")).count());
    assert!(pictures[0] >= 8 && pictures[0] == pictures[1], "{pictures:?}");
    assert_eq!(page.matches("<svg").count(), pictures[0] + pictures[1]);
    // Nothing is run and nothing is asked for; the name space of SVG is none that is fetched.
    let addresses = page.replace("http://www.w3.org/2000/svg", "");
    assert!(!addresses.contains("http://") && !addresses.contains("https://") && !page.contains("<script"));
    // Columns that the files do not have are not in the report.
    assert!(!page.contains("<tr><td>Campaign ID<") && !page.contains("<tr><td>Noise 1<"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);

    let cells = folder.path().join("<cells>.csv");
    std::fs::write(&cells, CELLS.replace("violet", "<b>violet</b>")).unwrap();
    let cells = cells.to_str().unwrap();
    let again = run(
        &[
            "report",
            "--input",
            cells,
            "--charts",
            "bars?columns=color",
            "--charts",
            "histogram?columns=tail&log=yes",
            "--out",
            out,
        ],
        None,
    );
    assert!(again.status.success(), "{again:?}");
    let page = std::fs::read_to_string(out).unwrap();
    assert!(page.contains("&lt;b&gt;violet&lt;/b&gt;") && !page.contains("<b>") && !page.contains("<cells>"));
    assert_eq!(page.matches("<svg").count(), 4);
    let refused =
        run(&["report", "--input", cells, "--charts", "histogram?columns=color", "--out", out], None);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(out).unwrap(), page);
}

#[test]
fn the_report_compares_detectors_where_it_is_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("report.html");
    let out = out.to_str().unwrap();
    let written = run(
        &[
            "report",
            "--rows",
            "500",
            "--detect",
            "--detectors",
            "tree,hbos",
            "--charts",
            "bars",
            "--out",
            out,
        ],
        None,
    );
    assert!(written.status.success(), "{written:?}");
    let page = std::fs::read_to_string(out).unwrap();
    for part in ["<h2>Detectors</h2>", "Decision tree", "HBOS", "Baseline: knows nothing", "ROC curves"] {
        assert!(page.contains(part), "{part}");
    }
    // The bars and the curves, each in both themes.
    assert_eq!(page.matches("<svg").count(), 4);

    // A column that gives the label away, with a name that is no markup.
    let own = folder.path().join("own.csv");
    let rows = (0..400)
        .map(|row| format!("{},{},{}\n", row % 7, u8::from(row % 9 == 0) * 3, u8::from(row % 9 == 0)));
    std::fs::write(&own, format!("x,<i>told</i>,label\n{}", rows.collect::<String>())).unwrap();
    let own = own.to_str().unwrap();
    let arguments = ["report", "--input", own, "--target", "label", "--detectors", "logistic", "--out", out];
    let refused = run(&arguments, None);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("--detect"));
    assert_eq!(std::fs::read_to_string(out).unwrap(), page);
    let written = run(&[&arguments[..], &["--detect"]].concat(), None);
    assert!(written.status.success(), "{written:?}");
    let page = std::fs::read_to_string(out).unwrap();
    assert!(page.contains("&lt;i&gt;told&lt;/i&gt; alone tells the classes apart") && !page.contains("<i>"));
    assert!(!page.contains("<script"));
}
