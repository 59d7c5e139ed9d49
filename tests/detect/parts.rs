//! A comparison that several workers do side by side says what one says, to the last bit.

use std::ops::ControlFlow;

use cyberdatagen::engine::balance::{self, Input};
use cyberdatagen::engine::configuration::{Configuration, Override, Preset};
use cyberdatagen::engine::dataset::csv::{CsvFile, Limits};
use cyberdatagen::engine::detect::{Axis, Options, Part, Report, Sweep, shares, sweep};

use super::comparison::file;

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn settings(settings: &[(&str, &str)]) -> Vec<Override> {
    let setting = |(path, value): &(&str, &str)| Override { path: (*path).into(), value: (*value).into() };
    settings.iter().map(setting).collect()
}

/// The options of each of so many workers.
fn divided(settings: &[Override], count: usize) -> Vec<Options> {
    shares(settings, count).iter().map(|share| Options::of(share).0).collect()
}

/// Compares as a whole and in parts, those of the last worker first.
fn check(
    input: &Input,
    patterns: Option<&[u8]>,
    settings: &[Override],
    balancing: &balance::Options,
) -> Report {
    let whole = Report::of(input, patterns, &Options::of(settings).0, balancing, &mut go_on).unwrap();
    for count in [2, 3, 12] {
        let part = |options: Options| Part::of(input, patterns, &options, balancing, &mut go_on).unwrap();
        let mut parts = divided(settings, count).into_iter().rev().map(part);
        assert_eq!(parts.next().unwrap().join(parts), whole, "{count} workers");
    }
    whole
}

#[test]
fn a_comparison_in_parts_is_the_whole() {
    let configuration = Configuration { rows: 1_500, ..Preset::Realistic.configuration() };
    let (input, patterns) = Input::with_patterns(&configuration, &mut go_on).unwrap();
    let balancing = balance::Options::default();
    let report = check(&input, Some(&patterns), &[], &balancing);
    assert_eq!((report.detectors.len(), report.skipped.len()), (12, 0));
    // With what each of them says of balancing, once.
    let balanced =
        settings(&[("detect.balance", "on"), ("detect.detectors", "logistic,forest,ecod,lof,score")]);
    assert!(check(&input, Some(&patterns), &balanced, &balancing).lesson.is_some());
    let (refused, _) = balance::Options::of(&settings(&[("balance.k", "500")]));
    let report = check(&input, Some(&patterns), &balanced, &refused);
    let told = report.notes.iter().filter(|note| note.english().contains("could not be balanced")).count();
    assert_eq!((told, report.lesson), (1, None));
}

#[test]
fn detectors_that_cannot_be_tried_are_told_in_their_order() {
    let text = file("color,label", 300, |row| {
        format!("{},{}", ["red", "green", "blue"][row % 3], u8::from(row % 7 == 0))
    });
    let input = Input::file(CsvFile::read(text.into_bytes(), Limits::PAGE, &mut go_on).unwrap());
    let report = check(&input, None, &settings(&[("detect.target", "label")]), &balance::Options::default());
    assert_eq!((report.detectors.len(), report.skipped.len()), (4, 8));
    assert_eq!(report.skipped[0].name.english(), "ECOD");
}

#[test]
fn curves_in_parts_are_the_whole() {
    let configuration = Configuration { rows: 600, ..Preset::Realistic.configuration() };
    let chosen = settings(&[("detect.detectors", "logistic,tree,hbos,iforest,score")]);
    let (options, parts) = (Options::of(&chosen).0, divided(&chosen, 3));
    assert_eq!(parts.len(), 3);
    for axis in Axis::ALL {
        let whole = Sweep::of_configuration(&configuration, axis, &options, &mut go_on).unwrap();
        let part = |options: &Options| {
            sweep::Part::of_configuration(&configuration, axis, options, &mut go_on).unwrap()
        };
        let mut parts = parts.iter().rev().map(part);
        assert_eq!(parts.next().unwrap().join(parts), whole, "{axis:?}");
    }
}

#[test]
fn work_is_divided_evenly_and_what_cannot_be_used_is_not_divided() {
    let parts = divided(&[], 4);
    let detectors: Vec<usize> = parts.iter().map(|options| options.detectors.len()).collect();
    assert_eq!(
        (parts[0].detectors.as_slice(), detectors.iter().sum::<usize>()),
        (&["forest".to_owned()][..], 12)
    );
    assert_eq!(divided(&[], 100).len(), 12);
    let kept = settings(&[("detect.detectors", "ecod"), ("detect.seed", "3")]);
    for settings in [kept, settings(&[("detect.train-share", "many")]), Vec::new()] {
        assert_eq!(shares(&settings, 1), std::slice::from_ref(&settings));
    }
    assert_eq!(shares(&settings(&[("detect.train-share", "many")]), 4).len(), 1);
    let options = divided(&settings(&[("detect.seed", "3")]), 2);
    assert!(options.iter().all(|options| options.seed == 3));
}
