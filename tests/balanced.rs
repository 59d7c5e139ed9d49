//! Balanced files as a reader gets them: real rows untouched, made rows of the domain, nothing of the test part in the
//! training part, and a message with a remedy for what cannot be done.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use cyberdatagen::engine::balance::{BalanceOption, Balanced, Input, Method, Options, Part, Report, targets};
use cyberdatagen::engine::configuration::Preset;
use cyberdatagen::engine::dataset::csv::{CsvFile, Limits};
use cyberdatagen::engine::export::Csv;
use cyberdatagen::engine::issues::risk_level;
use cyberdatagen::engine::level::Level;
use cyberdatagen::engine::response::Scenario;
use cyberdatagen::engine::{Configuration, Generator, Problem};
use sha2::{Digest, Sha256};

fn go(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn options(settings: &[(&str, &str)]) -> Options {
    let mut options = Options::default();
    for (key, text) in settings {
        BalanceOption::find(key).unwrap().set(&mut options, text).unwrap();
    }
    options
}

fn generated(preset: Preset, rows: u64) -> (Configuration, Input) {
    let configuration = Configuration { rows, ..preset.configuration() };
    let input = Input::generated(&configuration, &mut go).unwrap();
    (configuration, input)
}

fn file(text: &str) -> Input {
    Input::file(CsvFile::read(text.as_bytes().to_vec(), Limits::PAGE, &mut go).unwrap())
}

fn balance(input: Input, settings: &[(&str, &str)]) -> Result<Balanced, Problem> {
    Balanced::of(input, &options(settings), &mut go)
}

fn text(balanced: &Balanced, part: Part) -> String {
    let mut output = Vec::new();
    balanced.lines(part).for_each(|line| balanced.write(part, line, &mut output));
    String::from_utf8(output).unwrap()
}

/// The rows of a file, by column name.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |record: csv::StringRecord| {
        names.iter().zip(&record).map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect()
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn real_rows_are_as_they_were_and_the_test_part_is_not_among_them() {
    let (configuration, input) = generated(Preset::Realistic, 3_000);
    let balanced = balance(input, &[]).unwrap();
    let table = Generator::new(&configuration).unwrap().rows(0..3_000).unwrap();
    let (csv, mut all) = (Csv::new(&table, configuration.format), Vec::new());
    csv.header(&mut all);
    (0..3_000).for_each(|row| csv.row(&table, row, &mut all));
    let all = String::from_utf8(all).unwrap();
    let lines: BTreeSet<&str> = all.lines().collect();

    let (train, test) = (text(&balanced, Part::Train), text(&balanced, Part::Test));
    let real: Vec<&str> = train.lines().filter_map(|line| line.strip_suffix(",0,,")).collect();
    assert_eq!(
        train.lines().next(),
        Some(format!("{},Is Synthetic,Parent 1,Parent 2", all.lines().next().unwrap()).as_str())
    );
    assert_eq!(test.lines().next(), all.lines().next());
    assert_eq!((real.len(), test.lines().count()), (2_400, 601));
    let parts: BTreeSet<&str> = real.iter().copied().chain(test.lines()).collect();
    assert_eq!(parts, lines);
    assert_eq!(train.lines().count(), 1 + 2 * 2_280);
    assert_eq!(balanced.report.classes.iter().map(|class| class.reached).collect::<Vec<_>>(), [2_280, 2_280]);
    assert_eq!(balanced.report.classes.iter().map(|class| class.test).collect::<Vec<_>>(), [570, 30]);
}

fn check_domain(preset: Preset, settings: &[(&str, &str)]) {
    let (_, input) = generated(preset, 2_000);
    let balanced = balance(input, settings).unwrap();
    let all = rows(&text(&balanced, Part::Train));
    let made: Vec<_> = all.iter().filter(|row| row["Is Synthetic"] == "1").collect();
    assert!(made.len() > 500, "{settings:?}");
    let ids: BTreeSet<&str> = all.iter().map(|row| row["Issue ID"].as_str()).collect();
    assert_eq!(ids.len(), all.len(), "{settings:?}: ids are their own");
    let real: BTreeMap<&str, _> = all
        .iter()
        .filter(|row| row["Is Synthetic"] == "0")
        .map(|row| (row["Issue ID"].as_str(), row))
        .collect();
    let names: BTreeSet<[&str; 4]> = real
        .values()
        .map(|row| ["Category", "Issue Name", "KPI/KRI", "Remediation Steps"].map(|name| row[name].as_str()))
        .collect();
    for row in &made {
        let cell = |name: &str| row[name].as_str();
        for name in [
            "Issue Response Time Days",
            "Impact Score",
            "Session Duration in Second",
            "Num Files Accessed",
            "Login Attempts",
        ] {
            assert!(
                cell(name).parse::<u32>().is_ok_and(|value| value >= 1 || name == "Num Files Accessed"),
                "{settings:?}: {name} {}",
                cell(name)
            );
        }
        let cpu: f64 = cell("CPU Usage %").parse().unwrap();
        assert!((1.0..=100.0).contains(&cpu));
        let impact: u8 = cell("Impact Score").parse().unwrap();
        assert!((1..=10).contains(&impact));
        assert_eq!(cell("Risk Level"), risk_level(impact).name());
        let level = |name: &str| Level::ALL.into_iter().find(|level| level.name() == cell(name)).unwrap();
        let scenario = Scenario::of(level("Threat Level"), level("Severity"));
        assert_eq!(cell("Color"), scenario.color.name, "{settings:?}");
        assert!(cell("Defense Action").starts_with(scenario.action), "{settings:?}");
        let limited = cell("Defense Action").contains("Limit data transfer");
        let transfer: f64 = cell("Data Transfer MB").parse().unwrap();
        assert_eq!(limited, transfer > 100.0, "{settings:?}: {transfer}");
        // Text in the order of time.
        assert!(cell("Date Reported") <= cell("Timestamps"), "{settings:?}");
        assert!(
            cell("Date Resolved").is_empty() || cell("Timestamps") <= cell("Date Resolved"),
            "{settings:?}"
        );
        assert_eq!(cell("Date Resolved").is_empty(), ["Open", "In Progress"].contains(&cell("Status")));
        assert!(names.contains(&["Category", "Issue Name", "KPI/KRI", "Remediation Steps"].map(cell)));
        let base = real[cell("Parent 1")];
        assert_eq!(base["Date Reported"], cell("Date Reported"));
    }
}

#[test]
fn made_rows_are_rows_of_the_domain() {
    check_domain(Preset::Realistic, &[]);
    check_domain(Preset::Classic, &[]);
    check_domain(Preset::Classic, &[("method", "random-over"), ("shrinkage", "1")]);
    check_domain(Preset::Realistic, &[("target", "Severity")]);
    check_domain(Preset::ClassicCalibrated, &[("target", "Threat Level"), ("method", "smote"), ("k", "1")]);
    check_domain(Preset::Realistic, &[("method", "smote-n")]);
}

#[test]
fn the_score_of_a_made_row_is_that_of_its_own_cells() {
    let (configuration, input) = generated(Preset::Classic, 1_000);
    let balanced = balance(input, &[]).unwrap();
    // Read back, the file is one of ours whose scores follow from its cells: rules are tried on real rows alone, and here
    // the made ones are taken for real.
    let train = text(&balanced, Part::Train);
    let again =
        Balanced::of(file(&train), &options(&[("strategy", "Anomalous=700"), ("split", "none")]), &mut go)
            .unwrap();
    assert!(again.report.notes.iter().all(|note| !note.contains("Threat Score")), "{:?}", again.report.notes);
    assert!(configuration.rows > 0 && again.report.classes[1].reached == 700);
}

/// The bytes of balanced files: the same link gives the same file in every version.
#[test]
fn balanced_files_keep_their_bytes() {
    let sha256 = |preset, settings: &[(&str, &str)]| {
        let balanced = balance(generated(preset, 2_000).1, settings).unwrap();
        let files: Vec<u8> =
            balanced.parts().iter().flat_map(|part| text(&balanced, *part).into_bytes()).collect();
        Sha256::digest(files).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let cases = [
        (Preset::Realistic, vec![], "f61a2b00c8e19c9c9e84d836ddc3d1f35ceb76c381470669834092b63ffcbeaf"),
        (
            Preset::Classic,
            vec![("clean", "edited-nearest"), ("clean-classes", "all")],
            "08303870c8fb6a344db841c11d1fa7e143f0e4f08f6edda248a70572a4f5475b",
        ),
        (
            Preset::Realistic,
            vec![("target", "Severity"), ("clean", "tomek"), ("split", "time")],
            "534d0fdb79bbea5c13d77e048fa7080fc9e751c3898f249817879ed1741bdf96",
        ),
        (
            Preset::Classic,
            vec![("target", "Threat Level"), ("method", "borderline-1"), ("k", "2")],
            "4394532727220ad1b4daa4d79c88040c025f3a6fdfe2f2c06a720dbbb8a6d1fa",
        ),
        (
            Preset::Realistic,
            vec![("method", "random-over"), ("shrinkage", "0.5"), ("split", "none")],
            "268346e543f4efb47ac861e73438da8ec75ade44495d3674370339bfecfcddcd",
        ),
    ];
    let found: Vec<String> = cases.iter().map(|(preset, settings, _)| sha256(*preset, settings)).collect();
    assert_eq!(found, cases.map(|(_, _, expected)| expected));
}

#[test]
fn every_method_balances_every_target() {
    for target in ["Is Anomaly", "Threat Level", "Severity", "Attack Type"] {
        for method in Method::ALL {
            let (_, input) = generated(Preset::Realistic, 4_000);
            let settings = [("target", target), ("method", method.key()), ("k", "2"), ("missing", "fill")];
            match balance(input, &settings) {
                Ok(balanced) => {
                    let report = &balanced.report;
                    assert!(report.classes.len() > 1, "{settings:?}");
                    for class in &report.classes {
                        // ADASYN rounds per row; a level that follows from other cells may not be reached.
                        let is_exact = *method != Method::Adasyn && target != "Threat Level";
                        assert!(!is_exact || class.reached == class.asked, "{settings:?}: {class:?}");
                        assert!(class.reached <= class.asked + class.before, "{settings:?}: {class:?}");
                    }
                    assert!(report.quality.is_some());
                }
                Err(problem) => {
                    // A class that is too small, or has no row in danger, is told.
                    assert!(
                        problem.reason.contains("class") && !problem.hint.is_empty(),
                        "{settings:?}: {problem}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_same_options_give_the_same_bytes_and_another_seed_others() {
    let bytes = |settings: &[(&str, &str)]| {
        text(&balance(generated(Preset::Realistic, 1_000).1, settings).unwrap(), Part::Train)
    };
    let usual = bytes(&[]);
    assert_eq!(usual, bytes(&[]));
    assert_ne!(usual, bytes(&[("seed", "8")]));
    // The same rows from a file give the same rows.
    let configuration = Configuration { rows: 1_000, ..Preset::Realistic.configuration() };
    let table = Generator::new(&configuration).unwrap().rows(0..1_000).unwrap();
    let (csv, mut all) = (Csv::new(&table, configuration.format), Vec::new());
    csv.header(&mut all);
    (0..1_000).for_each(|row| csv.row(&table, row, &mut all));
    let from_file = text(&balance(file(std::str::from_utf8(&all).unwrap()), &[]).unwrap(), Part::Train);
    assert_eq!(usual.lines().count(), from_file.lines().count());
    let is_real = |line: &&str| line.ends_with(",0,,");
    assert!(usual.lines().filter(is_real).eq(from_file.lines().filter(is_real)));
}

#[test]
fn cleaning_takes_away_and_is_counted() {
    for clean in ["tomek", "edited-nearest", "random-under"] {
        let settings = [("clean", clean), ("clean-classes", "all"), ("strategy", "0.5"), ("split", "none")];
        let Report { classes, notes, rows, .. } =
            balance(generated(Preset::Realistic, 1_000).1, &settings).unwrap().report;
        assert!(classes.iter().map(|class| class.removed).sum::<u64>() > 0, "{clean}");
        assert!(classes.iter().all(|class| class.before + class.made == class.reached + class.removed));
        assert_eq!(rows, 1_000);
        assert!(
            notes.iter().any(|note| note.contains("too good")),
            "the whole table is balanced behind a warning"
        );
    }
    let alone =
        balance(generated(Preset::Realistic, 1_000).1, &[("method", "none"), ("clean", "random-under")])
            .unwrap();
    assert_eq!(alone.report.classes.iter().map(|class| class.reached).collect::<Vec<_>>(), [40, 40]);
    assert!(alone.synthetic.rows() == 0 && alone.report.quality.is_none());
}

#[test]
fn a_file_of_anyones_is_balanced_in_its_own_form() {
    let mut lines = "id;size;kind;when;note;label\n".to_owned();
    for row in 0..200 {
        let kind = ["a", "b", "\"c;d\""][row % 3];
        lines += &format!(
            "{row};{}.{row:03};{kind};2024-01-{:02};n{};{}\n",
            row % 7,
            row % 28 + 1,
            row % 5,
            if row % 10 == 0 { "evil" } else { "fine" }
        );
    }
    let input = file(&lines);
    assert_eq!(targets(input.table()), ["label", "note", "kind"]);
    let balanced = balance(input, &[("target", "label"), ("k", "3")]).unwrap();
    let train = text(&balanced, Part::Train);
    assert!(train.starts_with("id;size;kind;when;note;label;Is Synthetic;Parent 1;Parent 2\n"));
    let made: Vec<Vec<&str>> = train
        .lines()
        .filter(|line| line.contains(";1;"))
        .map(|line| line.split(';').collect())
        .filter(|cells: &Vec<&str>| cells[cells.len() - 3] == "1")
        .collect();
    assert_eq!(made.len(), 144 - 16);
    assert!(made.iter().all(|cells| cells[0].parse::<u32>().unwrap() >= 200 && cells.contains(&"evil")));
    assert!(made.iter().any(|cells| cells[2] == "\"c"), "a name with a delimiter is quoted again");
    assert!(
        made.iter().all(|cells| cells[1].split_once('.').is_none_or(|(_, decimals)| decimals.len() <= 3))
    );
}

#[test]
fn what_cannot_be_balanced_is_told_with_a_remedy() {
    let table = |anomalous: usize, header: &str, row: &dyn Fn(usize) -> String| {
        let mut lines = format!("{header},label\n");
        for index in 0..60 {
            lines += &format!("{},{}\n", row(index), u8::from(index < anomalous));
        }
        lines
    };
    let numbers = |row: usize| format!("{}.5,{}", row * 7 % 31, row * 3 % 17);
    let names = |row: usize| format!("{},{}", ["a", "b", "c"][row % 3], ["x", "y"][row % 2]);
    let whole = ("split", "none");
    let target = ("target", "label");
    for (lines, settings, reason, hint) in [
        (table(4, "a,b", &numbers), vec![("method", "smote")], "4 rows", "k = 3"),
        (table(1, "a,b", &numbers), vec![("method", "smote")], "1 row", "andom over-sampling"),
        (table(0, "a,b", &numbers), vec![("method", "smote")], "60 rows are of class 0", "two classes"),
        (table(20, "a,b", &names), vec![("method", "smote")], "SMOTE", "SMOTE-N"),
        (table(20, "a,b", &names), vec![("method", "smote-nc")], "SMOTE-NC", "SMOTE-N"),
        (table(20, "a,b", &numbers), vec![("method", "smote-nc")], "SMOTE-NC", "SMOTE"),
        (table(20, "a,b", &numbers), vec![("method", "smote"), ("strategy", "0.5")], "0.5", "more than 0.5"),
        (
            table(20, "a,b", &numbers),
            vec![("method", "smote"), ("strategy", "1=10")],
            "20 rows",
            "20 or more",
        ),
        (table(20, "a,b", &numbers), vec![("method", "smote"), ("strategy", "z=90")], "no class z", "0, 1"),
        (
            table(20, "a,b", &|row| if row % 9 == 0 { format!(",{row}") } else { numbers(row) }),
            vec![("method", "smote")],
            "a (7)",
            "fill",
        ),
        (table(20, "a,b", &numbers), vec![("ignored", "zzz")], "no column 'zzz'", "header"),
        (
            table(20, "a,b", &numbers),
            vec![("split", "time"), ("method", "smote")],
            "no timestamps",
            "at random",
        ),
    ] {
        let mut all = vec![target, whole];
        all.extend(settings.iter().copied());
        let problem = balance(file(&lines), &all).unwrap_err();
        assert!(problem.reason.contains(reason), "{settings:?}: {problem}");
        assert!(problem.hint.contains(hint), "{settings:?}: {problem}");
    }
    let lines = table(20, "a,b", &numbers);
    let problem = balance(file(&lines), &[("target", "nothing")]).unwrap_err();
    assert!(problem.reason.contains("no column 'nothing'") && problem.hint.contains("label"), "{problem}");
    // Missing values: filled, or their rows dropped.
    let gaps = table(20, "a,b", &|row| if row % 9 == 0 { format!(",{row}") } else { numbers(row) });
    let filled = balance(file(&gaps), &[target, whole, ("method", "smote"), ("missing", "fill")]).unwrap();
    assert_eq!((filled.report.filled, filled.report.train_rows), (7, 80));
    let dropped = balance(file(&gaps), &[target, whole, ("method", "smote"), ("missing", "drop")]).unwrap();
    assert_eq!((dropped.report.left_out, dropped.report.rows), (7, 60));
    // A constant column and a class whose columns are all constant are no trouble.
    let constant = table(20, "a,b", &|_| "1,2".to_owned());
    assert_eq!(
        balance(file(&constant), &[target, whole, ("method", "smote")]).unwrap().report.train_rows,
        80
    );
}

/// SMOTE-NC was the default whatever the columns, so that a table of numbers alone was refused unless one knew better.
#[test]
fn the_default_method_is_chosen_by_the_columns() {
    let lines = |cells: [&dyn Fn(usize) -> String; 2]| {
        let row = |row: usize| format!("{},{},{}\n", cells[0](row), cells[1](row), u8::from(row < 20));
        format!("a,b,label\n{}", (0..60).map(row).collect::<String>())
    };
    let number = |row: usize| format!("{}.5", row * 7 % 31);
    let name = |row: usize| ["x", "y", "z"][row % 7 % 3].to_owned();
    for (cells, key, said) in [
        ([&number as &dyn Fn(usize) -> String, &number], "smote", "all features are numeric"),
        ([&name, &name], "smote-n", "all features are categorical"),
        ([&number, &name], "smote-nc", "numeric and categorical"),
    ] {
        let text = lines(cells);
        let report = balance(file(&text), &[("target", "label"), ("split", "none")]).unwrap().report;
        assert_eq!((report.method.as_str(), report.train_rows), (key, 80));
        assert!(report.notes.iter().any(|note| note.contains(said)), "{:?}", report.notes);
        let explicit =
            balance(file(&text), &[("target", "label"), ("split", "none"), ("method", key)]).unwrap();
        assert!(explicit.report.notes.iter().all(|note| !note.contains(said)));
    }
}

#[test]
fn what_needs_more_memory_than_there_is_is_refused_beforehand() {
    let mut calls = 0;
    let mut within = |memory| {
        let input = generated(Preset::Realistic, 3_000).1;
        Balanced::within(input, &Options::default(), Some(memory), &mut |_, _| {
            calls += 1;
            ControlFlow::Continue(())
        })
    };
    let problem = within(1_500_000).unwrap_err();
    assert!(problem.reason.contains("2,400 real and 2,160 synthetic rows"), "{problem}");
    assert!(problem.reason.contains("and 2 MB are available") && problem.hint.contains("fewer"), "{problem}");
    assert_eq!(within(100_000_000).unwrap().report.train_rows, 4_560);
    assert!(calls > 2);
}

#[test]
fn a_stop_is_heard_at_every_stage() {
    let mut calls = 0;
    let input = generated(Preset::Realistic, 1_000).1;
    Balanced::of(input, &Options::default(), &mut |_, _| {
        calls += 1;
        ControlFlow::Continue(())
    })
    .unwrap();
    for stop in [1, calls / 4, calls / 2, calls - 1] {
        let mut heard = 0;
        let problem =
            Balanced::of(generated(Preset::Realistic, 1_000).1, &Options::default(), &mut |_, _| {
                heard += 1;
                if heard == stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        assert!(problem.err().is_some_and(|problem| problem.reason.contains("stopped")), "{stop} of {calls}");
        assert_eq!(heard, stop);
    }
}

#[test]
fn copies_have_the_better_quality_and_no_protection() {
    let closest = |method: &str| {
        let report = balance(generated(Preset::Realistic, 3_000).1, &[("method", method)]).unwrap().report;
        let quality = report.quality.unwrap();
        let mean =
            quality.columns.iter().map(|column| column.distance).sum::<f64>() / quality.columns.len() as f64;
        (mean, quality.closest)
    };
    let ((copied, copies), (made, between)) = (closest("random-over"), closest("smote-nc"));
    assert!(copied < made, "{copied} {made}");
    assert!(copies.copies > 0.99 && copies.protection < 0.001 && between.protection > copies.protection);
    assert!(between.copies < 0.1 && (0.1..0.9).contains(&between.protection), "{between:?}");
}

/// `tests/balanced/reference.py` measured the same rows with SciPy and scikit-learn.
#[test]
fn the_report_says_what_scipy_and_scikit_learn_say() {
    let reference: serde_json::Value = serde_json::from_str(include_str!("balanced/reference.json")).unwrap();
    let balanced = balance(generated(Preset::Realistic, 1_500).1, &[]).unwrap();
    let report = &balanced.report;
    let quality = report.quality.as_ref().unwrap();
    let near = |value: f64, expected: &serde_json::Value, name: &str| {
        let expected = expected.as_f64().unwrap();
        assert!((value - expected).abs() < 1e-9, "{name}: {value}, not {expected}");
    };
    assert_eq!(Some(balanced.synthetic.rows() as u64), reference["made"].as_u64());
    assert_eq!(Some(balanced.train.len() as u64), reference["real"].as_u64());
    assert_eq!(quality.columns.len(), reference["columns"].as_object().unwrap().len());
    for column in &quality.columns {
        near(column.distance, &reference["columns"][&column.name], &column.name);
    }
    near(quality.correlation_similarity.unwrap(), &reference["correlation_similarity"], "correlations");
    near(quality.combinations.rows, &reference["new_combinations"], "combinations");
    near(quality.closest.median, &reference["closest_median"], "closest");
    // Other random rows.
    let random = quality.closest.random_median / reference["random_median"].as_f64().unwrap();
    assert!((0.97..1.03).contains(&random), "{random}");
    for (value, expected) in report.explained.iter().zip(reference["explained"].as_array().unwrap()) {
        near(*value, expected, "explained variance");
    }
    let first = report.points.iter().find(|point| point.is_synthetic).unwrap();
    near(first.x, &reference["first_made"][0], "first component");
    near(first.y, &reference["first_made"][1], "second component");
}
