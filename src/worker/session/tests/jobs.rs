//! What is made of the dataset's rows: audit, files, balanced rows, detectors.

use super::*;

#[test]
fn an_audit_says_its_verdict_and_the_report_has_it() {
    let mut desk = holding(2_000);
    let Ok(Answer::Audit(report)) = desk.run(2, audits::Audit { table: TableId(1) }) else { panic!() };
    assert!(report.rows_examined == 2_000 && report.count(Verdict::Fail) > 0);
    let report = asked::Report {
        table: TableId(1),
        name: "Generated <data>".into(),
        filter: Filter::default(),
        request: Some(Wanted::new(Kind::Bars)),
        configuration: Some(configuration(2_000)),
    };
    let Ok(Answer::Report(contents)) = desk.run(3, report) else { panic!("no report") };
    assert_eq!((contents.rows, contents.configuration.is_some()), (2_000, true));
    let page = html(&contents, &Figures::of(&contents).unwrap());
    assert!(
        page.contains("Audit") && page.contains("#v1.classic") && page.contains("Generated &lt;data&gt;")
    );
}

#[test]
fn a_file_is_exported_beside_another_job_and_in_the_order_of_time() {
    let mut desk = Desk::default();
    let mut by_time = Configuration { rows: 5_000, ..Preset::Realistic.configuration() };
    by_time.dataset.order = RowOrder::Time;
    let download = Download::File(File::Dataset(View::Combined), Encoding::default());
    desk.start(2, exports::Export { configuration: by_time, download, shard: Shard::WHOLE }, None);
    desk.run(3, generate(10)).unwrap();
    assert!(matches!(desk.outcome(2), Some(Ok(Answer::Export(())))));
    let mut file = csv::Reader::from_reader(std::io::Cursor::new(desk.file(2, 0)));
    let place = file.headers().unwrap().iter().position(|name| name == "Timestamps").unwrap();
    let times: Vec<String> = file.records().map(|record| record.unwrap()[place].to_owned()).collect();
    assert!(times.len() == 5_000 && times.is_sorted());
    let progress = desk.outputs.iter().filter_map(|output| match output {
        Output::Message(FromWorker::Progress { job: 2, progress }) => {
            Some(progress.done * 1_000 / progress.total)
        }
        _ => None,
    });
    let progress: Vec<u64> = progress.collect();
    assert!(progress.is_sorted() && progress.last() == Some(&1_000), "{progress:?}");
    // So it does for several files.
    let mut by_time = Configuration { rows: 5_000, ..Preset::Realistic.configuration() };
    by_time.dataset.order = RowOrder::Time;
    let download = Download::Archive(File::in_formats(&by_time, &[Encoding::default()]));
    desk.run(4, exports::Export { configuration: by_time, download, shard: Shard::WHOLE }).unwrap();
    let progress = desk.outputs.iter().filter_map(|output| match output {
        Output::Message(FromWorker::Progress { job: 4, progress }) => {
            Some(progress.done * 1_000 / progress.total)
        }
        _ => None,
    });
    assert!(progress.collect::<Vec<u64>>().is_sorted());
}

#[test]
fn rows_are_balanced_into_a_file_a_part() {
    let mut desk = Desk::default();
    let balance = balances::Balance { configuration: Some(configuration(500)), options: Vec::new() };
    let Ok(Answer::Balance(balanced)) = desk.run(1, balance) else { panic!() };
    assert_eq!(balanced.parts.len(), 2);
    for (place, (_, rows)) in balanced.parts.iter().enumerate() {
        assert_eq!(desk.file(1, place).iter().filter(|&&byte| byte == b'\n').count() as u64, rows + 1);
    }
    let setting = Override { path: "balance.neighbors".into(), value: "many".into() };
    let balance = balances::Balance { configuration: Some(configuration(500)), options: vec![setting] };
    assert!(!desk.run(2, balance).unwrap_err()[0].hint.is_empty());
    let csv = desk.file(1, 0);
    desk.start(3, balances::Inspect, Some(&csv));
    desk.finish();
    let Some(Ok(Answer::Inspect(inspected))) = desk.outcome(3) else { panic!() };
    assert!(inspected.rows == balanced.parts[0].1 && inspected.targets.contains(&"Is Anomaly".to_owned()));
    assert!(desk.run(4, balances::Balance { configuration: None, options: Vec::new() }).is_err());
}

/// A tab that runs out of memory ends without a word.
#[test]
fn balancing_more_rows_than_there_is_memory_for_is_refused_before_any_is_generated() {
    let mut desk = Desk::default();
    let mut balance = |job, rows, options: &[(&str, &str)]| {
        let configuration = Configuration { rows, ..Preset::Realistic.configuration() };
        let setting = |(path, value): &(&str, &str)| Override {
            path: format!("balance.{path}"),
            value: (*value).into(),
        };
        let options = options.iter().map(setting).collect();
        desk.start(job, balances::Balance { configuration: Some(configuration), options }, None);
        let outcome = desk.outcome(job);
        desk.step();
        desk.cancel(job);
        outcome
    };
    for (job, options) in
        (1..).zip([vec![], vec![("strategy", "all")], vec![("strategy", "Anomalous=6000000")]])
    {
        let Some(Err(problems)) = balance(job, 10_000_000, &options) else { panic!("{options:?}") };
        let Problem { reason, hint, .. } = &problems[0];
        assert!(reason.contains(" MB of memory, and 1,200 MB are available"), "{reason}");
        assert!(reason.contains("8,000,000 real"), "{reason}");
        assert!(hint.contains("fewer rows") && hint.contains("command line"), "{hint}");
    }
    assert_eq!(balance(11, 100_000, &[("strategy", "all")]), None);
    assert_eq!(balance(12, 1_000_000, &[]), None);
}

#[test]
fn detectors_are_compared_on_a_dataset_and_on_a_file() {
    let mut desk = Desk::default();
    let setting = |path: &str, value: &str| Override { path: path.into(), value: value.into() };
    let options = vec![setting("detect.detectors", "logistic,ecod")];
    let detect = |configuration, options: &[Override]| detects::Detect {
        configuration,
        options: options.to_vec(),
        balancing: Vec::new(),
    };
    let small = Configuration { rows: 800, ..Preset::Realistic.configuration() };
    let Ok(Answer::Detect(part)) = desk.run(1, detect(Some(small.clone()), &options)) else { panic!() };
    let report = part.join([]);
    assert_eq!((report.rows.rows, report.detectors.len()), (800, 2));
    assert!(report.answers.patterns.is_some(), "generated rows have patterns");
    // It goes on until the end, and says so.
    let percents = desk.outputs.iter().filter_map(|output| match output {
        Output::Message(FromWorker::Progress { progress, .. }) => Some(progress.percent()),
        _ => None,
    });
    let percents: Vec<u64> = percents.collect();
    assert!(percents.is_sorted() && percents.len() > 4, "{percents:?}");

    let Ok(Answer::Balance(_)) =
        desk.run(2, balances::Balance { configuration: Some(small), options: Vec::new() })
    else {
        panic!()
    };
    let csv = desk.file(2, 0);
    desk.start(3, detect(None, &options), Some(&csv));
    desk.finish();
    let Some(Ok(Answer::Detect(part))) = desk.outcome(3) else { panic!("{:?}", desk.outcome(3)) };
    let report = part.join([]);
    assert!(report.answers.patterns.is_none() && report.detectors.len() == 2);

    // What cannot be used is told before any row is drawn.
    let unusable = [setting("detect.train-share", "many")];
    assert!(!desk.run(4, detect(Some(configuration(500)), &unusable)).unwrap_err()[0].hint.is_empty());
    assert!(desk.run(5, detect(None, &options)).is_err());
    desk.start(6, detect(Some(configuration(500)), &options), None);
    desk.step();
    desk.cancel(6);
    assert!(desk.was_cancelled(6));
}
