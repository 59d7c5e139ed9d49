//! The order of time: rows rise by it in every file, are the same rows as in no order, and each is made alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::ops::ControlFlow;
use std::rc::Rc;

use cyberdatagen::engine::audit::{Audit, Preparation, Rule, Verdict};
use cyberdatagen::engine::balance::Input;
use cyberdatagen::engine::configuration::link::Link;
use cyberdatagen::engine::configuration::{Override, Preset};
use cyberdatagen::engine::dataset::{ColumnId, Record, RowOrder, Table};
use cyberdatagen::engine::export::{Download, Encoding, Export, File, View};
use cyberdatagen::engine::issues::Class;
use cyberdatagen::engine::models::split::{Parts, Split, SplitOptions};
use cyberdatagen::engine::{Configuration, Generator};
use proptest::prelude::*;

const ROWS: u64 = 5_000;

fn configuration(preset: Preset, settings: &[(&str, &str)]) -> Configuration {
    let setting = |(path, value): &(&str, &str)| Override { path: (*path).into(), value: (*value).into() };
    let rows = [("rows", "5000")];
    let all: Vec<Override> = rows.iter().chain(settings).map(setting).collect();
    Configuration::from_overrides(preset, &all).unwrap()
}

/// Two configurations that differ in their order alone: none, and that of time. Every column is on, label noise and
/// missing values are there.
fn both(preset: Preset) -> [Configuration; 2] {
    ["random", "time"].map(|order| {
        let settings = [("order", order), ("columns.campaign_id", "on"), ("defects.irrelevant", "2")];
        let defects = [("defects.label_noise", "2"), ("defects.missing.mcar", "2")];
        let defects = if preset == Preset::Realistic { &defects[..] } else { &[] };
        configuration(preset, &[&settings[..], defects].concat())
    })
}

fn by_time(preset: Preset) -> Configuration {
    let [_, by_time] = both(preset);
    by_time
}

fn records(configuration: &Configuration) -> Vec<Record> {
    let mut generator = Generator::new(configuration).unwrap();
    (0..configuration.rows).map(|row| generator.record(row)).collect()
}

fn table(configuration: &Configuration) -> Table {
    Generator::new(configuration).unwrap().rows(0..configuration.rows).unwrap()
}

/// The cells of the lines of a file, without the header.
fn lines(configuration: &Configuration, file: File) -> Vec<Vec<String>> {
    let download = Download::File(file, Encoding::default());
    let mut export = Export::new(Generator::new(configuration).unwrap(), &download);
    let mut bytes = Vec::new();
    while let Some(chunk) = export.step().unwrap() {
        bytes.extend(chunk);
    }
    csv::Reader::from_reader(bytes.as_slice()).deserialize().map(Result::unwrap).collect()
}

/// The place of a column in the files.
fn place(configuration: &Configuration, id: ColumnId) -> usize {
    configuration.columns().position(|column| column.id == id).unwrap()
}

#[test]
fn timestamps_and_ids_rise_in_every_file() {
    for preset in [Preset::Classic, Preset::Realistic] {
        let configuration = by_time(preset);
        let [time, id] =
            [ColumnId::Timestamps, ColumnId::IssueId].map(|column| place(&configuration, column));
        let ids: Vec<String> = (1..=ROWS).map(|number| format!("ISSUE-{number:04}")).collect();
        for view in View::ALL {
            let lines = lines(&configuration, File::Dataset(view));
            assert!(lines.len() > 100 && lines.is_sorted_by_key(|line| &line[time]), "{view:?}");
            assert!(lines.is_sorted_by(|one, other| one[id] < other[id]), "{view:?}");
        }
        let combined = lines(&configuration, File::Dataset(View::Combined));
        assert!(combined.iter().map(|line| &line[id]).eq(&ids));
        if preset == Preset::Realistic {
            let key = lines(&configuration, File::AnswerKey);
            assert!(key.iter().map(|line| &line[0]).eq(&ids));
        }
    }
}

#[test]
fn without_an_order_the_rows_are_not_in_that_of_time() {
    let [random, _] = both(Preset::Realistic);
    assert_eq!(random, random.unordered());
    let rising = records(&random)
        .windows(2)
        .filter(|pair| pair[0].issue.activity_time <= pair[1].issue.activity_time)
        .count();
    assert!((2_350..2_650).contains(&rising), "{rising}");
}

/// But for the two columns of ids, the lines of both orders are the same ones.
#[test]
fn the_order_changes_no_row_but_its_id() {
    for preset in [Preset::Classic, Preset::Realistic] {
        let sorted = |configuration: &Configuration, view: View| {
            let [id, key] =
                [ColumnId::IssueId, ColumnId::IssueKey].map(|column| place(configuration, column));
            assert_eq!((id, key), (0, 1));
            let mut all = lines(configuration, File::Dataset(view));
            all.iter_mut().for_each(|line| drop(line.drain(..2)));
            all.sort();
            all
        };
        let [random, time] = both(preset);
        for view in View::ALL {
            let (random, time) = (sorted(&random, view), sorted(&time, view));
            assert!(random == time, "{preset:?}, {view:?}");
        }
        assert_eq!(Configuration { dataset: random.dataset.clone(), ..time.clone() }, random);
    }
}

#[test]
fn rows_of_one_time_come_as_they_do_in_no_order() {
    let mut ties = 0;
    for preset in [Preset::Classic, Preset::Realistic] {
        let [random, time] = both(preset);
        let in_no_order = records(&random);
        let records = records(&time);
        for pair in records.windows(2) {
            let order = |record: &Record| (record.issue.activity_time, record.drawn);
            assert!(order(&pair[0]) < order(&pair[1]), "{pair:?}");
            ties += usize::from(pair[0].issue.activity_time == pair[1].issue.activity_time);
        }
        for record in &records {
            let same = Record { row: record.drawn, ..*record };
            assert_eq!(in_no_order[record.drawn as usize], same);
        }
    }
    assert!(ties > 0, "no two rows have the same time");
}

#[test]
fn whoever_refers_to_a_row_means_the_same_one() {
    let configuration = by_time(Preset::Realistic);
    let records = records(&configuration);
    let (input, patterns) =
        Input::with_patterns(&configuration, &mut |_, _| ControlFlow::Continue(())).unwrap();
    let generator = Generator::new(&configuration).unwrap();
    let another = generator.another();
    let campaigns = input.table().column(ColumnId::CampaignId).unwrap();
    let answers = lines(&configuration, File::AnswerKey);
    let mut of_campaigns = 0;
    for (row, record) in records.iter().enumerate() {
        let mark = record.issue.mark;
        assert_eq!(patterns[row], mark.pattern);
        assert_eq!(generator.place(row as u64), another.place(row as u64));
        assert_eq!(generator.place(row as u64).0, mark.truth);
        assert_eq!(input.table().class(row), record.issue.class);
        let campaign = match mark.campaign {
            0 => String::new(),
            number => format!("CAMPAIGN-{number}"),
        };
        assert_eq!(campaigns.text(row), campaign);
        let truth = if mark.truth == Class::Anomalous { "1" } else { "0" };
        assert_eq!(answers[row][1..4], [truth.to_owned(), mark.session.to_string(), campaign]);
        of_campaigns += usize::from(mark.campaign > 0);
    }
    assert_eq!(of_campaigns as u64, configuration.anomalous_rows());
}

#[test]
fn a_split_by_time_cuts_the_rows_in_two() {
    for preset in [Preset::Classic, Preset::Realistic] {
        let table = table(&by_time(preset));
        let options = SplitOptions { split: Split::Time, ..SplitOptions::default() };
        let parts = Parts::of(&table, &options).unwrap();
        let rows = ROWS as u32;
        assert_eq!(
            parts,
            Parts { train: (0..rows * 7 / 10).collect(), test: (rows * 7 / 10..rows).collect() }
        );
    }
}

#[test]
fn the_audit_knows_the_wrong_labels_and_asks_for_no_order_where_the_classes_have_other_days() {
    let configuration = by_time(Preset::Realistic);
    let report = Audit::of(&mut Generator::new(&configuration).unwrap()).run_to_end();
    let verdict =
        |rule: Rule| report.checks.iter().find(|check| check.key == rule.declared().key).unwrap().verdict;
    assert_eq!([verdict(Rule::LabelErrors), verdict(Rule::RowOrder)], [Verdict::Pass; 2]);
    let generator = Generator::new(&configuration).unwrap();
    let mut preparation = Preparation::of_generated(Rc::new(table(&configuration)), &generator);
    let audit = loop {
        if let Some(audit) = preparation.step() {
            break audit;
        }
    };
    assert_eq!(audit.run_to_end(), report);

    // Normal rows of so small a classic dataset end before the anomalous ones.
    let classic = Configuration { rows: 1_000, ..by_time(Preset::Classic) };
    let report = Audit::of(&mut Generator::new(&classic).unwrap()).run_to_end();
    let check = report.checks.iter().find(|check| check.key == Rule::RowOrder.declared().key).unwrap();
    assert_eq!((check.verdict, check.setting.as_deref()), (Verdict::Fail, Some("order")));
}

#[test]
fn the_order_goes_through_a_link() {
    let configuration = configuration(Preset::Realistic, &[("order", "time")]);
    let link = Link::of(configuration.clone()).write();
    assert_eq!(link, "v1.realistic&rows=5000&order=time");
    let (again, problems) = Link::read(&link).unwrap();
    assert_eq!((again.configuration, problems), (configuration, vec![]));
    let (usual, _) = Link::read("v1.realistic").unwrap();
    assert_eq!(usual.configuration.dataset.order, RowOrder::Random);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any row alone, and any range of rows, equal those of the whole, which rises.
    #[test]
    fn rows_alone_equal_rows_in_ranges(seed in 0..1_000_u64, realistic: bool, rows in 1..900_u64, share in 0..50_u32, start in 0..900_u64, length in 0..300_u64) {
        let preset = if realistic { Preset::Realistic } else { Preset::Classic };
        let mut configuration = Configuration { seed, rows, anomaly_share_percent: f64::from(share), ..preset.configuration() };
        configuration.dataset.order = RowOrder::Time;
        configuration.world.users = configuration.world.users.min(rows as u32);
        let whole = records(&configuration);
        prop_assert!(whole.is_sorted_by_key(|record| record.issue.activity_time));
        let mut drawn: Vec<u64> = whole.iter().map(|record| record.drawn).collect();
        drawn.sort_unstable();
        prop_assert!(drawn.into_iter().eq(0..rows));
        let table = table(&configuration);
        let mut generator = Generator::new(&configuration).unwrap();
        let end = (start + length).min(rows);
        let part = generator.rows(start..end).unwrap();
        prop_assert_eq!(part.rows() as u64, end.saturating_sub(start));
        for row in (start..end).rev() {
            prop_assert_eq!(&generator.record(row), &whole[row as usize]);
            for (part, whole) in part.columns().iter().zip(table.columns()) {
                prop_assert_eq!(part.text((row - start) as usize), whole.text(row as usize));
            }
        }
    }
}
