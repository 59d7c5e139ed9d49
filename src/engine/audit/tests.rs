use super::*;
use crate::engine::Configuration;
use crate::engine::configuration::{Override, Preset, Setting};
use crate::engine::dataset::Role;
use crate::engine::models::fixture;
use proptest::prelude::*;

fn report(table: Table) -> Report {
    Audit::new(table, Declarations::default()).run_to_end()
}

fn classic(seed: u64, rows: u64) -> Report {
    let configuration = Configuration { seed, rows, ..Preset::Classic.configuration() };
    Audit::of(&mut Generator::new(&configuration).unwrap()).run_to_end()
}

fn verdict(report: &Report, rule: Rule) -> Verdict {
    report.check(rule).unwrap().verdict
}

#[test]
fn classic_fails_with_the_reasons() {
    let report = classic(7, 1_000);
    assert!(!report.passes());
    assert_eq!((report.rows, report.anomalous, report.rows_examined), (1_000, 200, 1_000));
    for (rule, column, setting) in [
        (Rule::SingleFeature, Some("Issue Name"), None),
        (Rule::Stump, Some("Login Attempts"), None),
        (Rule::ExclusiveValues, Some("Issue Name"), None),
        (Rule::RangeOverlap, Some("Login Attempts"), None),
        (Rule::TimeWindow, Some("Date Reported"), Some("reference_date")),
        (Rule::TimeQuarters, Some("Timestamps"), Some("reference_date")),
        (Rule::Contamination, None, Some("anomaly_share")),
    ] {
        let check = report.check(rule).unwrap();
        assert_eq!(check.verdict, Verdict::Fail, "{check:?}");
        if rule != Rule::TimeQuarters && rule != Rule::TimeWindow {
            assert_eq!(check.column.as_deref(), column);
        }
        assert_eq!(check.setting.as_deref(), setting, "{check:?}");
        assert!(check.reason.english().ends_with('.') && check.remedy.is_some() && check.fix.is_some());
        assert_eq!(check.picture.is_some(), rule != Rule::Contamination, "{check:?}");
    }
    for rule in [Rule::TwoLevels, Rule::ThreeLevels, Rule::Probe, Rule::WithoutStrongest] {
        assert_eq!(verdict(&report, rule), Verdict::Fail);
    }
    for rule in [Rule::RowOrder, Rule::DerivedColumns, Rule::Domain] {
        assert_eq!(verdict(&report, rule), Verdict::Pass);
        assert!(report.check(rule).unwrap().picture.is_none());
    }
    for rule in [Rule::Baseline, Rule::UnseenCampaigns, Rule::Correlation, Rule::LabelErrors] {
        assert_eq!(verdict(&report, rule), Verdict::NotApplicable);
    }
    assert!(
        report
            .checks
            .iter()
            .all(|check| check.setting.as_ref().is_none_or(|setting| Setting::find(setting).is_ok()))
    );
    let text = report.to_string();
    assert!(
        text.starts_with("1,000 rows, 200 anomalous\n") && text.contains("--set anomaly_share=5\n"),
        "{text}"
    );
}

#[test]
fn no_derived_column_and_no_id_is_ever_a_feature() {
    let report = classic(1, 500);
    for name in
        ["Threat Score", "Threat Level", "Defense Action", "Color", "Risk Level", "User ID", "Is Anomaly"]
    {
        for rule in [Rule::SingleFeature, Rule::Stump, Rule::ExclusiveValues, Rule::Probe] {
            assert!(!report.check(rule).unwrap().measures.iter().any(|measure| measure.name == name));
        }
    }
    let derived = &report.check(Rule::DerivedColumns).unwrap().reason;
    assert!(["Threat Score", "Color", "Remediation Steps"].iter().all(|name| derived.contains(name)));
}

#[test]
fn steps_lead_to_the_same_report_with_rising_progress() {
    let configuration = Preset::Classic.configuration();
    let mut audit = Audit::of(&mut Generator::new(&configuration).unwrap());
    let (mut last, mut steps) = (0, 0);
    let report = loop {
        if let Some(report) = audit.step() {
            break report;
        }
        let (done, total) = audit.progress();
        assert!(done > last && done <= total);
        (last, steps) = (done, steps + 1);
    };
    assert!(steps > 20);
    assert_eq!(audit.progress().0, audit.progress().1);
    assert_eq!(report, classic(7, 1_000));
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&json).unwrap().checks.len(), Rule::COUNT);
}

/// The probe's AUC is the mean of scikit-learn 1.9.1's `HistGradientBoostingClassifier` on three such tables, with 60
/// trees of depth 3, a rate of 0.1 and three folds as well; between tables it varies by 0.015.
#[test]
fn the_probe_sees_what_no_single_feature_shows() {
    let mut before = 0.0;
    for (shift, probe) in [(0.0, 0.521), (0.5, 0.580), (1.0, 0.727), (1.5, 0.870), (2.0, 0.946), (3.0, 0.996)]
    {
        let report = report(fixture::shifted(4_000, 200, shift, 3));
        let value = |rule| report.check(rule).unwrap().value.unwrap();
        assert_eq!(verdict(&report, Rule::SingleFeature), Verdict::Pass);
        assert!((value(Rule::Probe) - probe).abs() < 0.04, "{shift}: {} for {probe}", value(Rule::Probe));
        assert!(value(Rule::Probe) > before);
        before = value(Rule::Probe);
    }
}

#[test]
fn noise_is_found_to_be_noise() {
    for index in 0..5 {
        let report = report(fixture::shifted(2_000, 100, 0.0, 100 + index));
        for rule in [
            Rule::SingleFeature,
            Rule::Stump,
            Rule::TwoLevels,
            Rule::ThreeLevels,
            Rule::RangeOverlap,
            Rule::RowOrder,
        ] {
            assert_eq!(verdict(&report, rule), Verdict::Pass, "{:?}", report.check(rule));
        }
        let probe = report.check(Rule::Probe).unwrap();
        assert_eq!(probe.verdict, Verdict::Fail);
        assert!((probe.value.unwrap() - 0.5).abs() < 0.08 && probe.setting.is_none(), "{probe:?}");
    }
}

#[test]
fn the_same_is_said_of_a_sample_of_very_many_rows() {
    let report = classic(7, 150_000);
    assert_eq!((report.rows, report.anomalous, report.rows_examined), (150_000, 30_000, MAX_ROWS));
    assert_eq!(report.check(Rule::Contamination).unwrap().value, Some(0.2));
    assert_eq!(verdict(&report, Rule::Probe), Verdict::Fail);
}

#[test]
fn too_few_rows_are_said_to_be_too_few() {
    for (labels, part) in [
        (vec![], "no row"),
        (vec![true], "No row is normal"),
        (vec![false, true], "Only 1 row is normal"),
        (vec![false; 100], "No row is anomalous"),
        ([vec![false; 100], vec![true; 5]].concat(), "Only 5 rows are anomalous"),
    ] {
        let x: Vec<Option<f64>> = (0..labels.len()).map(|row| Some(row as f64)).collect();
        let report = report(fixture::table(vec![fixture::numbers("x", Role::Feature, &x)], &labels));
        let check = report.check(Rule::Probe).unwrap();
        assert_eq!(check.verdict, Verdict::NotApplicable);
        assert!(check.reason.contains(part), "{}", check.reason);
        assert_eq!(report.checks.len(), Rule::COUNT);
    }
}

#[test]
fn constant_empty_and_missing_columns_are_no_trouble() {
    let labels: Vec<bool> = (0..400).map(|row| row % 10 == 0).collect();
    let same = vec![Some(1.0); 400];
    let none = vec![None; 400];
    let leaking: Vec<Option<f64>> = labels.iter().map(|&label| (!label).then_some(2.0)).collect();
    let report = report(fixture::table(
        vec![
            fixture::numbers("same", Role::Feature, &same),
            fixture::numbers("none", Role::Feature, &none),
            fixture::numbers("leaking", Role::Feature, &leaking),
            fixture::categories("one", &["a"], &["a"; 400]),
        ],
        &labels,
    ));
    let check = report.check(Rule::SingleFeature).unwrap();
    assert_eq!((check.column.as_deref(), check.value), (Some("leaking"), Some(1.0)));
    assert!(check.reason.english().starts_with("leaking is empty alone"), "{}", check.reason);
    assert_eq!(report.check(Rule::Probe).unwrap().value, Some(1.0));
    assert_eq!(verdict(&report, Rule::RangeOverlap), Verdict::Pass);
}

#[test]
fn a_table_of_nothing_but_constants_or_without_features_is_no_trouble() {
    let labels: Vec<bool> = (0..100).map(|row| row % 3 == 0).collect();
    for columns in [vec![], vec![fixture::numbers("same", Role::Feature, &[Some(1.0); 100])]] {
        let features = columns.len();
        let report = report(fixture::table(columns, &labels));
        assert_eq!(report.check(Rule::SingleFeature).unwrap().value.is_some(), features > 0);
        assert_eq!(report.check(Rule::Probe).unwrap().value, Some(0.5));
        assert_eq!(verdict(&report, Rule::WithoutStrongest), Verdict::NotApplicable);
    }
}

#[test]
fn all_categories_are_no_trouble() {
    let labels: Vec<bool> = (0..600).map(|row| row % 6 == 0).collect();
    let pick = |row: usize, names: [&'static str; 3]| names[(row / 2) % 3];
    let a: Vec<&str> = (0..600).map(|row| pick(row, ["x", "y", "z"])).collect();
    let b: Vec<&str> =
        (0..600).map(|row| if labels[row] { pick(row, ["x", "y", "z"]) } else { "x" }).collect();
    let names = ["x", "y", "z"];
    let report = report(fixture::table(
        vec![fixture::categories("a", &names, &a), fixture::categories("b", &names, &b)],
        &labels,
    ));
    assert_eq!(verdict(&report, Rule::ExclusiveValues), Verdict::Fail);
    assert_eq!(verdict(&report, Rule::RangeOverlap), Verdict::NotApplicable);
    assert!(report.check(Rule::Probe).unwrap().value.unwrap() > 0.8);
}

/// Twenty tables whose labels are drawn with dice: whatever says that they give something away is wrong.
#[test]
fn labels_by_chance_give_nothing_away() {
    for index in 0..20 {
        let mut stream = fixture::stream(200 + index);
        let labels: Vec<bool> = (0..2_000).map(|_| stream.chance(0.05)).collect();
        let names: Vec<String> = (0..40).map(|name| format!("name {name}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut pick = |count: u32| -> Vec<&str> {
            labels.iter().map(|_| names[stream.below(count) as usize]).collect()
        };
        let columns = vec![
            fixture::categories("few", &names, &pick(4)),
            fixture::categories("many", &names, &pick(40)),
        ];
        let timestamps: Vec<String> =
            labels.iter().map(|_| time::timestamp_text(f64::from(stream.below(100_000_000)))).collect();
        let timestamps: Vec<&str> = timestamps.iter().map(String::as_str).collect();
        let table =
            fixture::table([columns, vec![fixture::timestamps("when", &timestamps)]].concat(), &labels);
        for check in [
            categories::exclusive(&table),
            time::window(&time::Column::all(&table)),
            time::quarters(&time::Column::all(&table)),
            integrity::row_order(&table),
        ] {
            assert_eq!(check.verdict, Verdict::Pass, "{index}: {check:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_small_table_is_any_trouble(
        rows in prop::collection::vec((prop::option::of(-3_i8..4), 0_u8..4, 0_u32..2_000, any::<bool>()), 0..120),
    ) {
        let labels: Vec<bool> = rows.iter().map(|row| row.3).collect();
        let x: Vec<Option<f64>> = rows.iter().map(|row| row.0.map(f64::from)).collect();
        let names: Vec<&str> = rows.iter().map(|row| ["", "a", "b", "undeclared"][usize::from(row.1)]).collect();
        let timestamps: Vec<String> = rows.iter().map(|row| time::timestamp_text(f64::from(row.2) * 7_200.0)).collect();
        let timestamps: Vec<&str> = timestamps.iter().map(String::as_str).collect();
        let table = fixture::table(
            vec![
                fixture::numbers("x", Role::Feature, &x),
                fixture::numbers("key", Role::Id, &x),
                fixture::categories("c", &["a", "b"], &names),
                fixture::timestamps("t", &timestamps),
                fixture::timestamps("u", &timestamps),
            ],
            &labels,
        );
        let report = report(table);
        prop_assert_eq!(report.checks.len(), Rule::COUNT);
        for check in &report.checks {
            prop_assert!(check.value.is_none_or(f64::is_finite) && check.measures.iter().all(|m| m.value.is_finite()));
            prop_assert!(check.reason.english().ends_with('.'));
        }
        for rule in [Rule::SingleFeature, Rule::Stump, Rule::Probe, Rule::RangeOverlap] {
            let value = report.check(rule).unwrap().value;
            prop_assert!(value.is_none_or(|value| (0.0..=1.0).contains(&value)));
        }
        prop_assert!(!report.to_string().contains("NaN"));
    }
}

fn realistic(settings: &[(&str, &str)]) -> Report {
    let setting = |&(path, value): &(&str, &str)| Override { path: path.to_owned(), value: value.to_owned() };
    let settings: Vec<Override> = settings.iter().map(setting).collect();
    let configuration = Configuration::from_overrides(Preset::Realistic, &settings).unwrap();
    Audit::of(&mut Generator::new(&configuration).unwrap()).run_to_end()
}

/// The more users differ, the more it helps to know what is usual for each; where they do not, nothing is gained.
#[test]
fn the_gain_by_a_users_baseline_is_that_of_the_setting() {
    let gains: Vec<f64> = ["0", "0.2", "0.5", "0.9"]
        .iter()
        .map(|individuality| {
            let report = realistic(&[("world.individuality", individuality)]);
            let check = report.check(Rule::Baseline).unwrap();
            let [gain, own, all] = [0, 1, 2].map(|place| check.measures[place].value);
            assert!((own - all - gain).abs() < 1e-12 && check.value > Some(gain), "{check:?}");
            let expected = if *individuality == "0" { Verdict::Warn } else { Verdict::Pass };
            assert_eq!((check.verdict, check.picture.is_some()), (expected, expected == Verdict::Warn));
            gain
        })
        .collect();
    assert!(gains.is_sorted_by(|one, next| one + 0.01 < *next), "{gains:?}");
    assert!(gains[0].abs() < 0.02 && gains[2] > 0.07, "{gains:?}");
    let report = realistic(&[("world.individuality", "0")]);
    let fix = report.check(Rule::Baseline).unwrap().fix.clone().unwrap();
    assert_eq!(fix.label, "Set individual users to 0.5");
}

/// A few large campaigns are learned by heart: on others the model finds much less.
#[test]
fn few_campaigns_are_learned_by_heart() {
    let check =
        |rows: &str| realistic(&[("attacks.rows", rows)]).check(Rule::UnseenCampaigns).unwrap().clone();
    let [many, few] = ["5", "60"].map(check);
    assert_eq!(many.verdict, Verdict::Pass, "{many:?}");
    assert!(few.verdict >= Verdict::Warn, "{few:?}");
    assert!(few.measures[0].value > many.measures[0].value + 0.1 && few.value < Some(few.measures[0].value));
    let (random, unseen) = (few.measures[2].value, few.measures[1].value);
    assert!((random - unseen - few.measures[0].value).abs() < 1e-12 && random > unseen);
    assert!(few.picture.is_some() && few.fix.unwrap().setting() == Some("attacks.rows"));
    let two = check("260");
    assert_eq!(two.verdict, Verdict::NotApplicable);
    assert!(two.reason.contains("3 are needed"), "{}", two.reason);
}

#[test]
fn data_without_users_or_with_strangers_alone_has_no_baseline() {
    let labels: Vec<bool> = (0..900).map(|row| row % 10 == 0).collect();
    let x: Vec<Option<f64>> = (0..900).map(|row| Some(f64::from(row * 7 % 31))).collect();
    let x = || fixture::numbers("x", Role::Feature, &x);
    let users =
        |count: usize| -> Vec<String> { (0..900).map(|row| format!("u{}", row * 13 % count)).collect() };
    let column = |users: &[String]| {
        let users: Vec<&str> = users.iter().map(String::as_str).collect();
        fixture::categories("User ID", &[], &users)
    };
    for (columns, part) in [
        (vec![x()], "No column User ID"),
        (vec![x(), column(&users(900))], "a user has 1 on average; 5 are needed"),
        (vec![column(&users(30))], "no column says anything"),
    ] {
        let report = report(fixture::table(columns, &labels));
        let check = report.check(Rule::Baseline).unwrap();
        assert_eq!(check.verdict, Verdict::NotApplicable);
        assert!(check.reason.contains(part), "{}", check.reason);
    }
    let report = report(fixture::table(vec![x(), column(&users(30))], &labels));
    let check = report.check(Rule::Baseline).unwrap();
    assert!(check.value.is_some_and(|gain| gain.abs() < 0.2), "{check:?}");
    assert_eq!(report.check(Rule::UnseenCampaigns).unwrap().verdict, Verdict::NotApplicable);
}

/// The audit of all rows of a configuration that a table holds already.
fn held(configuration: &Configuration) -> Report {
    let mut generator = Generator::new(configuration).unwrap();
    let table = Rc::new(generator.rows(0..configuration.rows).unwrap());
    let mut preparation = Preparation::of_generated(table, &generator);
    loop {
        if let Some(audit) = preparation.step() {
            return audit.run_to_end();
        }
    }
}

/// The rows were once generated a second time to be audited, beside a table that held them.
#[test]
fn the_audit_of_a_held_table_is_that_of_its_generator() {
    for preset in Preset::ALL {
        let configuration = Configuration { rows: 2_500, ..preset.configuration() };
        let expected = Audit::of(&mut Generator::new(&configuration).unwrap()).run_to_end();
        assert_eq!(held(&configuration), expected, "{preset:?}");
    }
    let large = Configuration { rows: MAX_ROWS + 20_000, ..Preset::MessyLogs.configuration() };
    let expected = Audit::of(&mut Generator::new(&large).unwrap()).run_to_end();
    assert_eq!(held(&large), expected);
    assert_eq!((expected.rows, expected.rows_examined), (MAX_ROWS + 20_000, MAX_ROWS));
}

#[test]
fn a_large_file_is_audited_on_a_sample_of_its_rows() {
    let rows = MAX_ROWS as usize + 5_000;
    let labels: Vec<bool> = (0..rows).map(|row| row % 25 == 0).collect();
    let values: Vec<Option<f64>> = (0..rows).map(|row| Some((row % 97) as f64)).collect();
    let table = fixture::table(vec![fixture::numbers("x", Role::Feature, &values)], &labels);
    let mut preparation = Preparation::of_file(Rc::new(table));
    let audit = std::iter::repeat_with(|| preparation.step()).flatten().next().unwrap();
    let report = audit.report();
    assert_eq!((report.rows, report.anomalous, report.rows_examined), (105_000, 4_200, MAX_ROWS));
}
