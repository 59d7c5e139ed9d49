//! Metrics, curves and intervals against scikit-learn; encoding, splits and breakdown of a file of one's own against
//! pandas (`metrics.py`, what it wrote in `metrics.json`).

use std::ops::ControlFlow;

use cyberdatagen::engine::dataset::Table;
use cyberdatagen::engine::dataset::csv::{CsvFile, Limits};
use cyberdatagen::engine::models::bootstrap::Bootstrap;
use cyberdatagen::engine::models::breakdown::{Answers, Breakdown, Found};
use cyberdatagen::engine::models::calibration::{BINS, Binning, brier, brier_skill, reliability};
use cyberdatagen::engine::models::curves::{CurvePoint, MAX_POINTS, precision_recall, roc};
use cyberdatagen::engine::models::encoding::{Baseline, Encoding, EncodingOptions};
use cyberdatagen::engine::models::metrics::{
    Costs, average_precision, best_f1, confusion, least_cost, precision_at_n, top,
};
use cyberdatagen::engine::models::rank::{auc, groups};
use cyberdatagen::engine::models::split::{Parts, Split, SplitOptions};
use serde_json::Value as Json;

fn reference(name: &str) -> Json {
    serde_json::from_str::<Json>(include_str!("metrics.json")).unwrap()[name].clone()
}

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn rows(json: &Json) -> Vec<u32> {
    json.as_array().unwrap().iter().map(|value| value.as_u64().unwrap() as u32).collect()
}

fn table() -> Table {
    let text = include_bytes!("cells.csv").to_vec();
    CsvFile::read(text, Limits::PAGE, &mut |_, _| ControlFlow::Continue(())).unwrap().table
}

#[track_caller]
fn near(own: Option<f64>, expected: &Json, tolerance: f64, what: &str) {
    let (own, expected) = (own.unwrap(), expected.as_f64().unwrap());
    assert!((own - expected).abs() <= tolerance, "{what}: {own} is not {expected}");
}

/// The scores and labels of each case, with its figures.
fn cases() -> Vec<(String, Vec<f64>, Vec<bool>, Json)> {
    let reference = reference("metrics");
    let case = |(name, case): (&String, &Json)| {
        let labels = numbers(&case["labels"]).into_iter().map(|label| label == 1.0).collect();
        (name.clone(), numbers(&case["scores"]), labels, case.clone())
    };
    let cases: Vec<_> = reference.as_object().unwrap().iter().map(case).collect();
    assert_eq!(cases.len(), 11);
    cases
}

#[test]
fn figures_are_those_of_scikit_learn() {
    for (name, scores, labels, expected) in cases() {
        let groups = groups(&scores, &labels);
        let check = |own, figure: &str| near(own, &expected[figure], 1e-12, &format!("{name}, {figure}"));
        check(auc(&groups), "auc");
        check(average_precision(&groups), "average_precision");
        check(precision_at_n(&groups), "precision_at_n");
        let anomalous = labels.iter().filter(|label| **label).count() as u64;
        assert_eq!(top(&groups, anomalous).map(|top| top.recall), precision_at_n(&groups));
        if !expected["pyod"].is_null() {
            check(precision_at_n(&groups), "pyod");
        }

        let best = best_f1(&groups).unwrap();
        check(best.confusion.f1(), "best_f1");
        check(Some(best.threshold), "best_threshold");
        let costs = Costs { false_alarm: 1.0, missed: 7.0 };
        let cheapest = least_cost(&groups, costs).unwrap();
        check(Some(cheapest.confusion.cost(costs)), "least_cost");
        let threshold = Some(cheapest.threshold).filter(|threshold| threshold.is_finite());
        assert_eq!(threshold, expected["cheapest_threshold"].as_f64(), "{name}");

        let at = confusion(&groups, expected["confusion"]["threshold"].as_f64().unwrap());
        let counts = [at.true_positives, at.false_positives, at.true_negatives, at.false_negatives];
        assert_eq!(counts.map(|count| count as f64).to_vec(), numbers(&expected["confusion"]["counts"]));
        check(at.precision(), "precision");
        check(at.recall(), "recall");
        check(at.f1(), "f1");
    }
}

/// Every point of a curve is one of scikit-learn's, and every one of scikit-learn's lies on the curve.
#[test]
fn curves_are_those_of_scikit_learn() {
    for (name, scores, labels, expected) in cases() {
        let groups = groups(&scores, &labels);
        let check = |points: Vec<CurvePoint>, figure: &str| {
            let expected: Vec<Vec<f64>> = expected[figure].as_array().unwrap().iter().map(numbers).collect();
            assert_eq!(points[0].threshold, f64::INFINITY);
            for point in &points[1..] {
                let same = expected.iter().find(|other| other[2] == point.threshold).unwrap();
                assert!((point.x - same[0]).abs() < 1e-12 && (point.y - same[1]).abs() < 1e-12, "{name}");
            }
            for point in &expected {
                let on = |pair: &[CurvePoint]| {
                    let (x, y) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
                    let (a, b) = (point[0] - pair[0].x, point[1] - pair[0].y);
                    let part = ((a * x + b * y) / (x * x + y * y)).clamp(0.0, 1.0);
                    (a - part * x).abs() < 1e-9 && (b - part * y).abs() < 1e-9
                };
                assert!(points.windows(2).any(on), "{name}, {figure}: {point:?} is not on the curve");
            }
        };
        let points = roc(&groups, MAX_POINTS).unwrap();
        let area = |pair: &[CurvePoint]| (pair[1].x - pair[0].x) * (pair[1].y + pair[0].y) / 2.0;
        near(Some(points.windows(2).map(area).sum()), &expected["auc"], 1e-12, &name);
        check(points, "roc");
        check(precision_recall(&groups, MAX_POINTS).unwrap(), "precision_recall");
    }
}

#[test]
fn calibration_is_that_of_scikit_learn() {
    let mut checked = 0;
    for (name, probabilities, labels, expected) in cases() {
        if expected["brier"].is_null() {
            continue;
        }
        checked += 1;
        near(brier(&probabilities, &labels), &expected["brier"], 1e-12, &name);
        near(brier_skill(&probabilities, &labels), &expected["brier_skill"], 1e-12, &name);
        for (binning, key) in [(Binning::Uniform, "uniform"), (Binning::Quantile, "quantile")] {
            let bins = reliability(&probabilities, &labels, BINS, binning);
            let expected = expected[key].as_array().unwrap();
            assert_eq!(bins.len(), expected.len(), "{name}, {key}");
            for (bin, expected) in bins.iter().zip(expected) {
                near(Some(bin.predicted), &expected[0], 1e-12, &name);
                near(Some(bin.observed), &expected[1], 1e-12, &name);
            }
            assert_eq!(bins.iter().map(|bin| bin.rows).sum::<u64>(), labels.len() as u64);
        }
    }
    assert!(checked >= 4, "{checked}");
}

/// Both draw their resamples at random, so that the ends agree to some hundredths alone.
#[test]
fn intervals_are_those_of_resampling_with_scikit_learn() {
    let cases = cases();
    let scores = |name: &str| &cases.iter().find(|case| case.0 == name).unwrap().1;
    let labels = &cases.iter().find(|case| case.0 == "distinct").unwrap().2;
    let scores = [scores("distinct").as_slice(), scores("rules").as_slice()];
    let bootstrap = Bootstrap::new(labels, &scores, 1).unwrap().run(4_000);
    let own = [bootstrap.auc(0), bootstrap.average_precision(0), bootstrap.auc_difference(0, 1)];
    for (own, expected) in own.into_iter().zip(reference("bootstrap").as_array().unwrap()) {
        near(own.map(|estimate| estimate.low), &expected[0], 0.01, "lower end");
        near(own.map(|estimate| estimate.high), &expected[1], 0.01, "upper end");
    }
}

#[test]
fn splits_are_those_of_numpy() {
    let table = table();
    for (seed, share) in [(42, 0.7), ((1 << 53) - 1, 0.5)] {
        for &split in Split::ALL {
            let options = SplitOptions { split, share, seed, entity: Some("who".to_owned()) };
            let parts = Parts::of(&table, &options).unwrap();
            assert_eq!(parts.train, rows(&reference("splits")[seed.to_string()][split.key()]), "{split:?}");
        }
    }
}

#[test]
fn the_encoding_is_that_of_pandas() {
    let table = table();
    let (train, reference) = (rows(&reference("splits")["42"]["user"]), reference("encodings"));
    for (name, categories, by_user) in [
        ("unsupervised", false, false),
        ("unsupervised by user", false, true),
        ("supervised", true, false),
        ("supervised by user", true, true),
    ] {
        let baseline = if by_user { Baseline::Column("who".to_owned()) } else { Baseline::Overall };
        let options = EncodingOptions { categories, baseline, ..EncodingOptions::default() };
        let encoding = Encoding::fit(&table, &train, &options).unwrap();
        let expected = &reference["of"][name];
        let names: Vec<&str> =
            expected["names"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        assert_eq!(encoding.columns().iter().map(|column| &column.name).collect::<Vec<_>>(), names);
        let matrix = encoding.matrix(&table, &rows(&reference["rows"]));
        for (row, expected) in matrix.iter().zip(expected["rows"].as_array().unwrap()) {
            for ((own, expected), column) in row.iter().zip(numbers(expected)).zip(&names) {
                let tolerance = 1e-9 * expected.abs().max(1.0);
                assert!((own - expected).abs() < tolerance, "{name}, {column}: {own} is not {expected}");
            }
        }
    }
}

#[test]
fn the_breakdown_is_that_of_pandas() {
    let (table, expected) = (table(), reference("breakdown"));
    let train = rows(&reference("splits")["42"]["user"]);
    let test: Vec<u32> = (0..table.rows() as u32).filter(|row| !train.contains(row)).collect();
    let scores = numbers(&expected["scores"]);
    let answers = Answers::of(&table, &test, None);
    let alarms =
        answers.labels.iter().zip(&scores).filter(|(label, score)| !**label && **score >= 6.0).count();
    let breakdown = Breakdown::of(&answers, &scores, 6.0, alarms as u64);
    let counts = |part: &Found| vec![part.rows as f64, part.found as f64];
    assert_eq!(breakdown.attacks.len(), expected["attacks"].as_object().unwrap().len());
    for attack in &breakdown.attacks {
        assert_eq!(counts(attack), numbers(&expected["attacks"][&attack.name]));
    }
    assert_eq!(breakdown.campaigns.len(), expected["campaigns"].as_object().unwrap().len());
    for campaign in &breakdown.campaigns {
        let expected = expected["campaigns"][&campaign.found.name].as_array().unwrap();
        assert_eq!(counts(&campaign.found), numbers(&Json::from(expected[..2].to_vec())));
        match campaign.delay_hours {
            None => assert!(expected[2].is_null()),
            delay => near(delay, &expected[2], 1e-9, &campaign.found.name),
        }
    }
    let benign = breakdown.benign_outliers.unwrap();
    let counts = [benign.rows, benign.alarms, benign.false_alarms].map(|count| count as f64);
    assert_eq!(counts.to_vec(), numbers(&expected["benign"]));
}
