//! The dataset: rows, timeline, details, files of anyone's.

use super::*;

#[test]
fn a_dataset_is_made_with_progress_and_its_rows_are_found_by_class() {
    let mut desk = Desk::default();
    let Ok(Answer::Generate(generated)) = desk.run(7, generate(20_000)) else { panic!() };
    assert_eq!((generated.table, generated.summary.normal), (TableId(7), 16_000));
    let told = desk.outputs.iter().filter_map(|output| match output {
        Output::Message(FromWorker::Progress { progress, .. }) => Some(progress.done),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [8_192, 16_384]);
    let page = desk.page(8, 7, class(true), 3_999, 10);
    assert_eq!((page.rows.len(), page.total), (1, 4_000));
    assert!(
        page.rows[0].anomalous && page.rows[0].cells.len() == SWITCHED_COUNT && page.rows[0].cells[32] == "1"
    );
    let page = desk.page(9, 7, Query::default(), 19_990, 100);
    assert_eq!((page.rows.len(), page.rows[9].number, page.total), (10, 19_999, 20_000));
    // Beyond the end there is nothing, and nothing goes wrong.
    assert!(desk.page(10, 7, class(true), u64::MAX, u32::MAX).rows.is_empty());
}

#[test]
fn rows_are_sorted_and_filtered() {
    let mut desk = holding(300);
    let place = COLUMNS.iter().position(|column| column.name == "Cost").unwrap();
    let cost = |row: &crate::protocol::dataset::Row| row.cells[place].parse::<f64>().unwrap();
    let sort = Some(Sort { column: "Cost".into(), descending: true });
    let page = desk.page(2, 1, Query { sort: sort.clone(), ..Query::default() }, 0, 256);
    assert_eq!(page.rows.len(), 256);
    assert!(page.rows.windows(2).all(|pair| cost(&pair[0]) >= cost(&pair[1])));
    let mut filter = Filter::default();
    filter.set("Cost", Test::Numbers { min: Some(1_000.0), max: None, closed: true });
    let expected =
        desk.page(3, 1, Query::default(), 0, 256).rows.iter().filter(|row| cost(row) >= 1_000.0).count();
    let query = Query { filter, class: None, sort };
    let page = desk.page(4, 1, query.clone(), 0, 256);
    assert!(page.rows.iter().all(|row| cost(row) >= 1_000.0) && page.rows.len() >= expected);
    // What is in order already is answered at once, while a long job goes on.
    desk.start(5, generate(100_000), None);
    desk.start(6, Rows { table: TableId(1), query, first: 1, count: 1 }, None);
    let Some(Ok(Answer::Rows(again))) = desk.outcome(6) else { panic!() };
    assert_eq!(again.rows[0], page.rows[1]);
}

#[test]
fn a_timeline_counts_what_the_filter_leaves_around_the_chosen_time() {
    let mut desk = Desk::default();
    let Ok(Answer::Generate(generated)) = desk.run(1, generate(2_000)) else { panic!() };
    let table = generated.table;
    let mut count = |job, filter: &Filter, period| {
        let request = datasets::Timeline { table, filter: filter.clone(), period };
        match desk.run(job, request) {
            Ok(Answer::Timeline(timeline)) => timeline,
            other => panic!("{other:?}"),
        }
    };
    let whole = count(2, &Filter::default(), None);
    let sum = whole.sum(0, whole.bars.len() - 1).unwrap();
    assert_eq!((sum.normal(), sum.anomalous), (generated.summary.normal, generated.summary.anomalous));
    assert_eq!(sum.levels, generated.summary.levels());
    assert_eq!(
        (whole.period, count(3, &Filter::default(), Some(Period::Week)).period),
        (Period::Month, Period::Week)
    );
    let bar = whole.bars[3];
    let mut filter = Filter::default();
    let chosen = Test::Timestamps { from: Some(bar.from as f64), until: Some(bar.until as f64) };
    filter.set(TIME.name(), chosen);
    assert_eq!(count(4, &filter, None), whole);
    // The table shows what the bar says.
    assert_eq!(desk.page(5, 1, Query { filter: filter.clone(), ..Query::default() }, 0, 1).total, bar.rows);
    filter.set("nothing", Test::Text("x".into()));
    assert!(desk.run(6, datasets::Timeline { table, filter, period: None }).is_err());
}

#[test]
fn rows_by_time_are_planned_with_progress_before_they_are_made() {
    let mut by_time = configuration(40_000);
    by_time.set("order", "time").unwrap();
    let mut desk = Desk::default();
    let Ok(Answer::Generate(generated)) = desk.run(1, Generate { configuration: by_time.clone() }) else {
        panic!()
    };
    assert_eq!((generated.summary.normal, generated.summary.anomalous), (32_000, 8_000));
    let told = desk.outputs.iter().filter_map(|output| match output {
        Output::Message(FromWorker::Progress { progress, .. }) => Some((progress.done, progress.total)),
        _ => None,
    });
    let told: Vec<(u64, u64)> = told.collect();
    assert!(
        told.is_sorted() && told.iter().all(|&(done, total)| done < total && total == 40_000),
        "{told:?}"
    );
    // A quarter of the work is done before the first row is made.
    assert!(told.iter().filter(|(done, _)| *done < 10_000).count() >= 2, "{told:?}");
    let times: Vec<String> = desk
        .page(2, 1, Query::default(), 39_000, 200)
        .rows
        .into_iter()
        .map(|row| row.cells[19].clone())
        .collect();
    assert!(times.len() == 200 && times.is_sorted() && times[0].starts_with("202"), "{times:?}");
    // Another order moves no column.
    let preview = Preview { before: configuration(40_000), after: by_time };
    let Ok(Answer::Preview(moved)) = desk.run(3, preview) else { panic!() };
    assert_eq!(moved, []);
}

#[test]
fn details_explain_the_score_that_the_table_shows() {
    for order in ["random", "time"] {
        details_explain(order);
    }
}

fn details_explain(order: &str) {
    let mut configuration = configuration(100);
    configuration.set("order", order).unwrap();
    let mut desk = Desk::default();
    assert!(matches!(desk.run(1, Generate { configuration }), Ok(Answer::Generate(_))));
    for row in 0..100 {
        let details = Details { table: TableId(1), row };
        let Ok(Answer::Details(details)) = desk.run(row as JobId + 2, details) else { panic!() };
        let sum: f64 = details.contributions.iter().map(|part| part.contribution).sum();
        let shown: f64 = details.row.cells[29].parse().unwrap();
        assert!((sum - shown).abs() < 0.001);
        for (rule, fired) in RULES.iter().zip(&details.fired) {
            assert_eq!(details.row.cells[31].contains(rule.action), *fired);
        }
    }
    assert!(desk.run(200, Details { table: TableId(1), row: 100 }).is_err());
}

#[test]
fn the_size_of_a_file_is_that_of_its_bytes() {
    let mut desk = Desk::default();
    let combined = File::Dataset(View::Combined);
    let files: Vec<_> =
        FileFormat::of_tables().map(|format| (combined, Encoding::new(format, false))).collect();
    let sizes = exports::Sizes { configuration: configuration(2_000), files: files.clone() };
    let Ok(Answer::Sizes(sized)) = desk.run(2, sizes) else { panic!() };
    assert_eq!(sized.bytes.len(), files.len());
    for (job, (&(file, encoding), size)) in (3..).zip(files.iter().zip(sized.bytes)) {
        desk.outputs.clear();
        let download = Download::File(file, encoding);
        desk.run(job, exports::Export { configuration: configuration(2_000), download, shard: Shard::WHOLE })
            .unwrap();
        let bytes = desk.outputs.iter().map(|output| match output {
            Output::Bytes { bytes, .. } => bytes.len() as u64,
            Output::Message(_) => 0,
        });
        assert_eq!(bytes.sum::<u64>(), size, "{encoding:?}");
    }
    assert!(sized.events > 10_000);
}

#[test]
fn a_module_says_what_it_is_not_asked() {
    for (begin, request) in [
        (engine as Begin, exports::Sizes { configuration: configuration(9), files: Vec::new() }.into()),
        (crate::worker::jobs::begin, generate(9).into()),
    ] {
        let mut session = Session::new(begin);
        session.arrived(Ok(crate::worker::session::later), &mut |_| ());
        let mut desk = Desk { session, outputs: Vec::new() };
        let request: Request = request;
        let problems = desk.run(1, request).unwrap_err();
        assert!(problems[0].reason.contains("another part") && !problems[0].hint.is_empty());
    }
}

#[test]
fn a_second_dataset_at_a_time_is_refused_and_the_first_goes_on() {
    let mut desk = Desk::default();
    desk.start(1, generate(20_000), None);
    let problems = desk.run(2, generate(5)).unwrap_err();
    assert!(problems[0].hint.contains("cancel"));
    assert!(matches!(desk.outcome(1), Some(Ok(Answer::Generate(made))) if made.summary.rows() == 20_000));
}

#[test]
fn a_table_that_was_replaced_or_closed_is_refused_with_a_hint() {
    let mut desk = holding(500);
    desk.start(2, OpenFile { name: "own.csv".into() }, Some(OWN));
    desk.finish();
    desk.run(3, generate(50)).unwrap();
    desk.run(4, Close { table: TableId(2) }).unwrap();
    let requests = |table| -> [Request; 7] {
        [
            Rows { table, query: Query::default(), first: 0, count: 1 }.into(),
            Details { table, row: 0 }.into(),
            Headers { table }.into(),
            Facts { table, column: "a".into() }.into(),
            chart(table.0, Kind::Histogram).into(),
            asked::Alerts { table, filter: Filter::default(), scope: Scope::default() }.into(),
            audits::Audit { table }.into(),
        ]
    };
    for (job, request) in (10..).zip([1, 2, 99].map(TableId).into_iter().flat_map(requests)) {
        let problems = desk.run(job, request.clone()).unwrap_err();
        assert!(
            problems[0].reason.contains("no longer there") && !problems[0].hint.is_empty(),
            "{request:?}"
        );
    }
    assert_eq!(desk.page(50, 3, Query::default(), 0, 100).total, 50);
    // Closing once more is no fault: a fresh worker has never had the table.
    desk.run(51, Close { table: TableId(2) }).unwrap();
}

#[test]
fn a_file_is_opened_twice_or_refused_with_a_remedy() {
    let mut desk = holding(50);
    for job in [2, 3] {
        desk.start(job, OpenFile { name: "own.csv".into() }, Some(OWN));
        desk.finish();
        let Some(Ok(Answer::OpenFile(opened))) = desk.outcome(job) else { panic!() };
        assert_eq!((opened.table, opened.rows, opened.columns.len()), (TableId(job), 3, 2));
    }
    desk.run(4, Close { table: TableId(2) }).unwrap();
    let page = desk.page(5, 3, Query::default(), 0, 10);
    assert_eq!(
        (page.rows[2].cells.as_slice(), page.total),
        (["2.5".to_owned(), "x".to_owned()].as_slice(), 3)
    );
    let Ok(Answer::Facts(facts)) = desk.run(6, Facts { table: TableId(3), column: "a".into() }) else {
        panic!()
    };
    assert_eq!(facts.values, ValueFacts::Numbers(Some([1.0, 2.5])));
    for (job, (bytes, part)) in
        (10..).zip([(&b"a,b\n1\n"[..], "1 cells"), (b"\xff\xfea", "UTF-16"), (b"", "empty")])
    {
        desk.start(job, OpenFile { name: "bad.csv".into() }, Some(bytes));
        desk.finish();
        let problems = desk.outcome(job).unwrap().unwrap_err();
        assert!(
            problems[0].reason.contains("'bad.csv'") && problems[0].reason.contains(part),
            "{problems:?}"
        );
    }
    // What was there is still there.
    assert_eq!(desk.page(20, 3, Query::default(), 0, 10).total, 3);
    assert!(desk.run(21, OpenFile { name: "none.csv".into() }).is_err());
}

/// A large file was once read in one piece: no row was shown meanwhile, and no cancel noticed.
#[test]
fn rows_are_given_while_a_large_file_is_read_and_a_cancel_is_noticed() {
    let mut desk = holding(500);
    let mut text = "when,kind,size,note,label\n".to_owned();
    let mut rows = 0;
    while text.len() < 30_000_000 {
        let (day, kind) = (rows % 28 + 1, ["scan", "login", "upload"][rows % 3]);
        text +=
            &format!("2024-01-{day:02} 12:00:00,{kind},{rows}.25,note {},{}\n", rows % 999, rows % 20 / 19);
        rows += 1;
    }
    desk.start(2, OpenFile { name: "large.csv".into() }, Some(text.as_bytes()));
    let mut job = 10;
    while desk.outcome(2).is_none() {
        desk.step();
        // In the table's order at once, in another one after the next slice.
        let sort = Some(Sort { column: "Cost".into(), descending: job % 2 == 0 });
        for (job, query) in [(job, Query::default()), (job + 1, Query { sort, ..Query::default() })] {
            desk.start(job, Rows { table: TableId(1), query, first: 0, count: 10 }, None);
        }
        assert!(matches!(desk.outcome(job), Some(Ok(Answer::Rows(page))) if page.rows.len() == 10));
        desk.step();
        desk.step();
        assert!(desk.outcome(job + 1).is_some());
        job += 2;
        // Whatever was said of these rows is not looked at again.
        desk.outputs
            .retain(|output| !matches!(output, Output::Message(FromWorker::Done { job, .. }) if *job > 2));
    }
    assert!(job > 100, "{job}");
    assert!(matches!(desk.outcome(2), Some(Ok(Answer::OpenFile(opened))) if opened.rows == rows as u64));
    assert_eq!(desk.page(3, 2, Query::default(), rows as u64 - 1, 10).rows.len(), 1);

    for (job, steps) in [(4, 0), (5, 20), (6, 200)] {
        desk.start(job, OpenFile { name: "large.csv".into() }, Some(text.as_bytes()));
        (0..steps).for_each(|_| desk.step());
        assert_eq!(desk.outcome(job), None);
        desk.cancel(job);
        assert!(desk.was_cancelled(job) && !desk.session.is_busy());
        let rows = Rows { table: TableId(job), query: Query::default(), first: 0, count: 1 };
        assert!(desk.run(100_000 + job, rows).unwrap_err()[0].reason.contains("no longer there"));
    }
    desk.start(7, balances::Inspect, Some(text.as_bytes()));
    (0..20).for_each(|_| desk.step());
    desk.cancel(7);
    assert!(desk.was_cancelled(7) && !desk.session.is_busy());
}
