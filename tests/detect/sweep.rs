//! Learning and difficulty curves: each point is what a comparison of its own says.

use std::ops::ControlFlow;

use cyberdatagen::engine::balance::{self, Input};
use cyberdatagen::engine::configuration::{Configuration, Preset};
use cyberdatagen::engine::dataset::csv::{CsvFile, Limits};
use cyberdatagen::engine::detect::{Axis, Counts, Options, Report, Sweep, json};

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn options(detectors: &str) -> Options {
    let mut options = Options::default();
    options.set("detectors", detectors).unwrap();
    options
}

fn configuration(preset: Preset, settings: &[(&str, &str)]) -> Configuration {
    let mut configuration = preset.configuration();
    settings.iter().for_each(|(path, value)| configuration.set(path, value).unwrap());
    configuration
}

fn report(configuration: &Configuration, options: &Options) -> Report {
    let input = Input::generated(configuration, &mut go_on).unwrap();
    Report::of(&input, None, options, &balance::Options::default(), &mut go_on).unwrap()
}

/// The figures of a point, by key, equal those of a report.
fn check_point(sweep: &Sweep, place: usize, report: &Report) {
    assert_eq!((sweep.points[place].train, sweep.points[place].test), (report.train, report.test));
    for line in &sweep.lines {
        let scored = report.detectors.iter().find(|scored| scored.key == line.key).unwrap();
        let [auc, own] = [line.auc[place], scored.auc].map(|auc| auc.unwrap().value);
        assert_eq!(auc, own, "{}", line.key);
        let [precision, own] =
            [line.average_precision[place], scored.average_precision].map(|one| one.unwrap().value);
        assert_eq!(precision, own, "{}", line.key);
    }
}

#[test]
fn a_learning_curve_ends_where_the_whole_training_part_is_learned_from() {
    let configuration = configuration(Preset::Realistic, &[("rows", "4000")]);
    let options = options("logistic,boosting,ecod,score");
    let input = Input::generated(&configuration, &mut go_on).unwrap();
    let sweep = Sweep::of_rows(&input, &options, &mut go_on).unwrap();
    let rows: Vec<u64> = sweep.points.iter().map(|point| point.train.rows).collect();
    assert_eq!(rows, [176, 351, 700, 1_400, 2_800]);
    // Each part has the share of the whole.
    assert!(sweep.points.iter().all(|point| (0.045..0.06).contains(&point.train.prevalence().unwrap())));
    check_point(&sweep, 4, &report(&configuration, &options));
    let [boosting, score] = [1, 3].map(|line: usize| &sweep.lines[line].auc);
    assert!(boosting[4].unwrap().value > boosting[0].unwrap().value + 0.1, "more rows teach more");
    assert!(score.iter().all(|auc| *auc == score[0]), "rules learn nothing");
    let finding = sweep.finding().english();
    let best = &sweep.lines[sweep.best()];
    let ends = [0, 4].map(|place: usize| format!("{:.2}", best.auc[place].unwrap().value));
    let expected = format!("{} with 176 training rows to {} with 2,800 training rows", ends[0], ends[1]);
    assert!(finding.starts_with(&best.name.english()) && finding.ends_with(&expected), "{finding}");
    assert!(json::text(&sweep).contains("\"axis\": \"Rows\""));
}

#[test]
fn a_point_of_a_setting_is_the_dataset_with_that_setting() {
    let start = configuration(Preset::Realistic, &[("rows", "20000"), ("seed", "11")]);
    let options = options("boosting,copod,iforest");
    let sweep = Sweep::of_configuration(&start, Axis::Difficulty, &options, &mut go_on).unwrap();
    assert_eq!(
        sweep.points.iter().map(|point| point.value).collect::<Vec<_>>(),
        [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    );
    let mut easy = Configuration { rows: 6_000, ..start.clone() };
    easy.set("attacks.difficulty", "0.2").unwrap();
    check_point(&sweep, 1, &report(&easy, &options));
    // What difficulty is for: from nearly perfect to hardly more than chance, for each of them.
    for line in &sweep.lines {
        let aucs: Vec<f64> = line.auc.iter().map(|auc| auc.unwrap().value).collect();
        assert!(aucs[0] > 0.9 && aucs[5] < 0.65, "{}: {aucs:?}", line.key);
        assert!(aucs.windows(2).all(|pair| pair[1] < pair[0] + 0.02), "{}: {aucs:?}", line.key);
    }
    let shares = Sweep::of_configuration(&start, Axis::AnomalyShare, &options, &mut go_on).unwrap();
    for point in &shares.points {
        let share = point.test.prevalence().unwrap() * 100.0;
        assert!((share - point.value).abs() < 0.05 * point.value + 0.05, "{point:?}");
    }
    // The text has a row of each detector in both tables.
    assert_eq!(shares.to_string().matches("Gradient boosting  ").count(), 2);
}

#[test]
fn what_cannot_be_drawn_is_said() {
    let all = options("boosting,ecod,score");
    let classic = Preset::Classic.configuration();
    let problem = Sweep::of_configuration(&classic, Axis::Difficulty, &all, &mut go_on).unwrap_err();
    assert!(problem.reason.contains("no difficulty") && problem.hint.contains("Realistic"), "{problem:?}");
    // Half a percent of 200 rows is one row: nothing can be split, and the other shares are still there.
    let few = configuration(Preset::Realistic, &[("rows", "200")]);
    let sweep = Sweep::of_configuration(&few, Axis::AnomalyShare, &all, &mut go_on).unwrap();
    assert!(sweep.lines.iter().all(|line| line.auc[0].is_none() && line.auc[6].is_some()));
    assert_eq!(sweep.points[0].test, Counts::default());
    assert!(sweep.notes.iter().any(|note| note.contains("with 0.5 % anomalous rows")), "{:?}", sweep.notes);
    assert!(sweep.to_string().contains("      -"));
    // What is wrong at every point is a mistake, and not a table of dashes.
    for (path, value) in [("target", "Nope"), ("user", "Nobody"), ("ignored", "Nope")] {
        let mut wrong = all.clone();
        wrong.set(path, value).unwrap();
        let problem = Sweep::of_configuration(&few, Axis::Difficulty, &wrong, &mut go_on).unwrap_err();
        assert!(problem.reason.contains(value), "{problem:?}");
    }
    // What holds for every point is said once.
    let mut alone = all.clone();
    alone.set("user", "Issue Key").unwrap();
    let sweep = Sweep::of_configuration(&few, Axis::Difficulty, &alone, &mut go_on).unwrap();
    let told = sweep.notes.iter().filter(|note| note.contains("compared with all rows")).collect::<Vec<_>>();
    assert!(told.len() == 1 && !told[0].contains("Only"), "{:?}", sweep.notes);
    let none = options("");
    assert!(Sweep::of_configuration(&few, Axis::AnomalyShare, &none, &mut go_on).is_err());
}

#[test]
fn a_file_of_anyones_has_a_learning_curve() {
    let row = |row: usize| {
        let wild = |column: usize| ((row * 7_919 + column * 104_729 + 17) as f64 * 0.618_033_988_749).fract();
        let label = usize::from(row.is_multiple_of(10));
        format!("{},{},{label}\n", wild(1) + 0.4 * label as f64, wild(2))
    };
    let text = "x,y,label\n".to_owned() + &(0..1_000).map(row).collect::<String>();
    let file = CsvFile::read(text.into_bytes(), Limits::PAGE, &mut go_on).unwrap();
    let mut options = options("logistic,knn,score");
    options.set("target", "label").unwrap();
    let sweep = Sweep::of_rows(&Input::file(file), &options, &mut go_on).unwrap();
    assert_eq!(sweep.points.iter().map(|point| point.train.rows).collect::<Vec<_>>(), [176, 350, 700]);
    assert!(sweep.lines[0].auc.iter().all(Option::is_some) && sweep.lines[2].auc.iter().all(Option::is_none));
    assert!(
        sweep.notes.iter().any(|note| note.contains("the data has no threat score")),
        "{:?}",
        sweep.notes
    );
}

#[test]
fn it_stops_when_it_is_told_to_and_progress_never_falls() {
    let configuration = configuration(Preset::Realistic, &[("rows", "1500")]);
    let options = options("forest,ecod,score");
    let mut told = Vec::new();
    Sweep::of_configuration(&configuration, Axis::Difficulty, &options, &mut |done, total| {
        assert!(done <= total);
        told.push(done);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(told.len() > 20 && told.is_sorted());
    let mut left: usize = told.len() / 2;
    let stopped = Sweep::of_configuration(&configuration, Axis::Difficulty, &options, &mut |_, _| {
        left = left.saturating_sub(1);
        if left > 0 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert!(stopped.unwrap_err().reason.contains("stopped"));
}
