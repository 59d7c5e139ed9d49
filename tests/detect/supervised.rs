//! The supervised detectors against scikit-learn and shap (`supervised.py`, what it printed in `supervised.json`).

use std::ops::ControlFlow;

use cyberdatagen::engine::Problem;
use cyberdatagen::engine::models::decision_tree::{self, DecisionTree};
use cyberdatagen::engine::models::importance::importance;
use cyberdatagen::engine::models::logistic::{self, LogisticRegression};
use cyberdatagen::engine::models::supervised::{Classifier, Supervised};
use cyberdatagen::engine::models::{Matrix, gradient_boosting, random_forest, rank};
use serde_json::Value as Json;

fn reference() -> Json {
    serde_json::from_str(include_str!("supervised.json")).unwrap()
}

fn numbers(json: &Json) -> Vec<f64> {
    json.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

/// The rows of a stored case, and their labels.
fn rows(case: &Json, scale: &Json) -> (Matrix, Vec<bool>) {
    let scale = scale.as_f64().unwrap();
    let values = numbers(&case["values"]).into_iter().map(|value| value / scale).collect();
    let labels = numbers(&case["labels"]).into_iter().map(|label| label == 1.0).collect();
    (Matrix::new(case["columns"].as_u64().unwrap() as usize, values), labels)
}

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn auc(scores: &[f64], labels: &[bool]) -> f64 {
    rank::auc(&rank::groups(scores, labels)).unwrap()
}

#[track_caller]
fn assert_near(values: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(values.len(), expected.len());
    for (value, expected) in values.iter().zip(expected) {
        assert!((value - expected).abs() <= tolerance, "{value} in place of {expected}");
    }
}

#[test]
fn coefficients_are_scikit_learns() {
    let reference = reference();
    for (name, case) in reference["logistic"].as_object().unwrap() {
        let (matrix, labels) = rows(case, &reference["scale"]);
        let options = logistic::Options { c: case["c"].as_f64().unwrap() };
        let regression = LogisticRegression::fit(&matrix, &labels, &options, &mut go_on).unwrap();
        println!("{name}");
        assert_near(regression.coefficients(), &numbers(&case["coefficients"]), 1e-6);
        assert_near(&[regression.intercept()], &[case["intercept"].as_f64().unwrap()], 1e-6);
        let row = matrix.row(0);
        let sum: f64 = regression.contributions(row).iter().sum();
        assert_near(&[regression.intercept() + sum], &[regression.log_odds(row)], 1e-9);
    }
}

fn assert_node(tree: &DecisionTree, place: usize, expected: &Json) {
    let node = tree.nodes()[place];
    assert_near(&node.rows.map(f64::from), &numbers(&expected["rows"]), 0.0);
    match node.split {
        None => assert!(expected["children"].is_null()),
        Some(split) => {
            assert_eq!(u64::from(split.column), expected["column"].as_u64().unwrap());
            assert_near(&[split.threshold], &[expected["threshold"].as_f64().unwrap()], 0.0);
            for (side, child) in split.children().into_iter().enumerate() {
                assert_node(tree, child, &expected["children"][side]);
            }
        }
    }
}

#[test]
fn the_decision_tree_is_scikit_learns_and_its_shapley_values_are_shaps() {
    let reference = reference();
    let case = &reference["tree"];
    let (matrix, labels) = rows(case, &reference["scale"]);
    let classifier = Supervised::find("tree").unwrap().fit(&matrix, &labels, 0, &mut go_on).unwrap();
    let Classifier::Tree(tree) = &classifier else { panic!("no tree") };
    assert_node(tree, 0, &case["root"]);
    let probabilities = classifier.probabilities(&matrix);
    assert_near(&probabilities[..40], &numbers(&case["probabilities"]), 1e-12);
    let mut values = Vec::new();
    for row in matrix.iter().take(40) {
        let explanation = classifier.explain(row);
        assert_near(&[explanation.base], &[case["shapley_base"].as_f64().unwrap()], 1e-9);
        values.extend(explanation.values);
        // A row's path ends in its leaf.
        let path = tree.path(row);
        let last = path.last().unwrap();
        assert_eq!(last.split.children()[usize::from(!last.at_most)], tree.leaf(row));
        assert!(
            path.iter().all(|decision| decision.at_most
                == (row[decision.split.column as usize] <= decision.split.threshold))
        );
    }
    assert_near(&values, &numbers(&case["shapley"]), 1e-9);
}

/// SplitMix64's mix of a whole number.
fn mixing(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The table of `shifted` in `supervised.py`: training and test rows with their labels.
fn shifted(seed: u64, rows: usize) -> [(Matrix, Vec<bool>); 2] {
    let (mut values, mut labels) = (Vec::new(), Vec::new());
    for row in 0..2 * rows as u64 {
        let place = row * 16 + (seed << 32) + 1;
        let label = mixing(place + 8).is_multiple_of(10);
        let start = mixing(place + 9) % 8;
        for column in 0..8 {
            let bits = mixing(place + column);
            let mut value: i64 = (0..4).map(|part| (bits >> (16 * part) & 0xFFFF) as i64).sum();
            value -= 2 * 65_535;
            if label && (column + 8 - start) % 8 < 3 {
                value += 40_000;
            }
            if label && column == 2 {
                value = values.last().map_or(0, |&last: &f64| last as i64) + value.div_euclid(2);
            }
            values.push(value as f64);
        }
        labels.push(label);
    }
    let matrix = Matrix::new(8, values);
    let part = |from: usize| {
        let places: Vec<u32> = (from as u32..(from + rows) as u32).collect();
        (matrix.at(&places), labels[from..from + rows].to_vec())
    };
    [part(0), part(rows)]
}

#[test]
fn aucs_are_near_scikit_learns_on_twenty_tables() {
    let reference = &reference()["aucs"];
    let count = reference["rows"].as_u64().unwrap() as usize;
    for supervised in Supervised::all() {
        let expected = numbers(&reference["models"][supervised.key()]);
        let mut difference = 0.0;
        for (seed, expected) in (0..).zip(&expected) {
            let [(train, train_labels), (test, labels)] = shifted(seed, count);
            let classifier = supervised.fit(&train, &train_labels, seed, &mut go_on).unwrap();
            let probabilities = classifier.probabilities(&test);
            assert!(probabilities.iter().all(|probability| (0.0..=1.0).contains(probability)));
            let found = auc(&probabilities, &labels);
            println!("{} {seed}: {found:.4}, scikit-learn {expected:.4}", supervised.key());
            assert!((found - expected).abs() < 0.04, "{} {seed}: {found} {expected}", supervised.key());
            difference += (found - expected) / 20.0;
        }
        println!("{}: {difference:+.4} on average", supervised.key());
        assert!(difference.abs() < 0.01, "{}: {difference}", supervised.key());
    }
}

#[test]
fn permutation_importance_is_scikit_learns() {
    let reference = &reference()["aucs"];
    let [(train, train_labels), (test, labels)] = shifted(0, reference["rows"].as_u64().unwrap() as usize);
    let classifier = Supervised::find("logistic").unwrap().fit(&train, &train_labels, 0, &mut go_on).unwrap();
    let groups: Vec<Vec<usize>> = (0..8).map(|column| vec![column]).collect();
    let score = |rows: &Matrix| classifier.probabilities(rows);
    let found = importance(&test, &labels, &groups, 40, 0, &score, &mut go_on).unwrap();
    let means: Vec<f64> = found.iter().map(|importance| importance.mean).collect();
    assert_near(&means, &numbers(&reference["logistic_importance"]), 0.006);
    assert!(found.iter().all(|importance| (0.0..0.02).contains(&importance.deviation)));
}

#[test]
fn explanations_sum_to_the_answer() {
    let [(train, labels), (test, _)] = shifted(3, 400);
    for supervised in Supervised::all() {
        let classifier = supervised.fit(&train, &labels, 3, &mut go_on).unwrap();
        for (row, probability) in test.iter().zip(classifier.probabilities(&test)).take(10) {
            let answer = classifier.explain(row).answer();
            let answer = match classifier.unit() {
                cyberdatagen::engine::models::supervised::Unit::Probability => answer,
                cyberdatagen::engine::models::supervised::Unit::LogOdds => logistic::probability(answer),
            };
            assert!((answer - probability).abs() < 1e-9, "{}: {answer} {probability}", supervised.key());
        }
    }
}

#[test]
fn little_or_unhelpful_data_is_no_trouble() {
    let few = Matrix::new(2, vec![1.0, 5.0, 2.0, 5.0, 3.0, 5.0]);
    let constant = Matrix::new(1, vec![7.0; 50]);
    let huge = Matrix::new(1, (0..50).map(|row| if row % 2 == 0 { 1e308 } else { -1e308 }).collect());
    let labels: Vec<bool> = (0..50).map(|row| row % 5 == 0).collect();
    for supervised in Supervised::all() {
        for (matrix, labels) in [(&few, &[false, true, true][..]), (&constant, &labels), (&huge, &labels)] {
            let classifier = supervised.fit(matrix, labels, 0, &mut go_on).unwrap();
            for (row, probability) in matrix.iter().zip(classifier.probabilities(matrix)) {
                assert!((0.0..=1.0).contains(&probability), "{}: {probability}", supervised.key());
                assert!(classifier.explain(row).answer().is_finite());
            }
            assert_eq!(classifier.probabilities(&Matrix::new(matrix.columns(), Vec::new())), [0.0; 0]);
        }
        // All that a constant says is the share of anomalies.
        let share = supervised.fit(&constant, &labels, 0, &mut go_on).unwrap().probabilities(&constant)[0];
        assert!((share - 0.2).abs() < 0.02, "{}: {share}", supervised.key());
        let reason = |problem: Result<Classifier, Problem>| problem.unwrap_err().reason;
        assert_eq!(
            reason(supervised.fit(&few, &[true; 3], 0, &mut go_on)),
            "all 3 training rows are anomalous"
        );
        assert_eq!(
            reason(supervised.fit(&few, &[true, false, true], 0, &mut |_, _| ControlFlow::Break(()))),
            "the training was stopped"
        );
    }
}

#[test]
fn wide_rows_are_fitted_in_few_steps() {
    let columns = 400;
    let values = (0..300 * columns).map(|place| (mixing(place) % 5 / 4) as f64).collect();
    let matrix = Matrix::new(columns as usize, values);
    let labels: Vec<bool> = matrix.iter().map(|row| row[..9].iter().sum::<f64>() >= 2.0).collect();
    let mut calls = 0;
    let mut pace = |_, _| {
        calls += 1;
        ControlFlow::Continue(())
    };
    let options = logistic::Options::default();
    let regression = LogisticRegression::fit(&matrix, &labels, &options, &mut pace).unwrap();
    let scores: Vec<f64> = matrix.iter().map(|row| regression.log_odds(row)).collect();
    assert!(auc(&scores, &labels) > 0.999);
    assert!(calls < 500, "{calls}");
}

#[test]
fn options_out_of_range_are_refused() {
    let (matrix, labels) = (Matrix::new(1, vec![1.0, 2.0]), [false, true]);
    for supervised in [
        Supervised::Logistic(logistic::Options { c: 0.0 }),
        Supervised::Logistic(logistic::Options { c: f64::NAN }),
        Supervised::Forest(random_forest::Options { trees: 0, min_leaf: 1 }),
        Supervised::Boosting(gradient_boosting::Options { rate: -1.0, ..Default::default() }),
        Supervised::Boosting(gradient_boosting::Options { depth: 40, ..Default::default() }),
        Supervised::Boosting(gradient_boosting::Options { trees: 0, ..Default::default() }),
    ] {
        let problem = supervised.fit(&matrix, &labels, 0, &mut go_on).unwrap_err();
        assert!(!problem.reason.is_empty() && problem.hint.contains("choose"), "{problem}");
    }
    let tree = Supervised::Tree(decision_tree::Options { max_depth: 0, min_leaf: 0 });
    assert_eq!(tree.fit(&matrix, &labels, 0, &mut go_on).unwrap().probabilities(&matrix), [0.5, 0.5]);
}

#[test]
fn the_seed_decides_the_forest_alone() {
    let [(train, labels), (test, _)] = shifted(1, 300);
    for supervised in Supervised::all() {
        let scores = |seed| supervised.fit(&train, &labels, seed, &mut go_on).unwrap().probabilities(&test);
        assert_eq!(scores(1), scores(1));
        assert_eq!(scores(1) != scores(2), supervised.key() == "forest");
        assert_eq!(Supervised::find(supervised.key()), Some(supervised));
    }
    assert_eq!(Supervised::find("perceptron"), None);
}
