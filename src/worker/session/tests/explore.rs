//! Explore: charts, statistics, alerts.

use super::*;

#[test]
fn of_ten_charts_asked_for_and_cancelled_one_is_made() {
    let mut desk = holding(2_000);
    for job in 10..20 {
        desk.start(job, chart(1, Kind::Histogram), None);
        if job > 10 {
            desk.cancel(job - 1);
        }
    }
    desk.step();
    assert!(!desk.session.is_busy());
    assert!((10..19).all(|job| desk.was_cancelled(job)));
    let Some(Ok(Answer::Chart(charted))) = desk.outcome(19) else { panic!() };
    assert_eq!((charted.rows, charted.request.kind), (2_000, Kind::Histogram));
    assert!(!charted.request.columns.is_empty() && !charted.chart.panels.is_empty());
}

#[test]
fn a_chart_is_made_while_a_dataset_is_generated() {
    let mut desk = holding(1_000);
    desk.start(2, generate(100_000), None);
    desk.start(3, chart(1, Kind::Bars), None);
    desk.step();
    desk.step();
    assert_eq!(desk.outcome(2), None);
    assert!(matches!(desk.outcome(3), Some(Ok(Answer::Chart(_)))));
    desk.finish();
    assert!(matches!(desk.outcome(2), Some(Ok(Answer::Generate(_)))));
}

#[test]
fn a_chart_that_the_table_has_no_columns_for_says_so() {
    let mut desk = Desk::default();
    desk.start(1, OpenFile { name: "own.csv".into() }, Some(OWN));
    desk.finish();
    let Ok(Answer::Chart(charted)) = desk.run(2, chart(1, Kind::Calendar)) else { panic!() };
    assert_eq!(charted.request, Wanted::new(Kind::Calendar));
    assert!(
        charted.chart.panels.is_empty() && charted.chart.finding.contains("needs a column"),
        "{charted:?}"
    );
    let mut filter = Filter::default();
    filter.set("Cost", Test::Text("1".into()));
    let problems = desk.run(3, asked::Chart { filter, ..chart(1, Kind::Bars) }).unwrap_err();
    assert!(problems[0].reason.contains("Cost"));
}

#[test]
fn columns_have_pictures_statistics_and_alerts() {
    let mut desk = holding(500);
    let (table, filter) = (TableId(1), Filter::default());
    let Ok(Answer::Headers(minis)) = desk.run(2, Headers { table }) else { panic!() };
    assert_eq!(minis.len(), SWITCHED_COUNT);
    assert!(minis.iter().filter(|mini| !mini.bars.is_empty()).count() > 20);
    // Columns that no file has are described where they are asked for.
    let exported = configuration(500).columns().count();
    assert!(exported < SWITCHED_COUNT);
    for (job, scope, columns) in [(3, Scope::Exported, exported), (7, Scope::All, SWITCHED_COUNT)] {
        let describe = asked::Describe { table, filter: filter.clone(), scope };
        let Ok(Answer::Describe(described)) = desk.run(job, describe) else { panic!() };
        assert_eq!((described.info.rows.len(), described.head.rows.len()), (columns, 5));
        assert_eq!(described.head.head.len(), columns);
    }
    let Ok(Answer::Alerts(alerts)) = desk.run(4, asked::Alerts { table, filter, scope: Scope::default() })
    else {
        panic!()
    };
    assert!(!alerts.is_empty());
    let facts = Facts { table, column: "Severity".into() };
    let Ok(Answer::Facts(facts)) = desk.run(5, facts) else { panic!() };
    let ValueFacts::Categories(Some(names)) = facts.values else { panic!() };
    assert_eq!(names.iter().map(|name| name.1).sum::<u64>(), 500);
    let mut after = configuration(500);
    after.set("anomaly_share", "40").unwrap();
    let Ok(Answer::Preview(moved)) = desk.run(6, Preview { before: configuration(500), after }) else {
        panic!()
    };
    assert!(moved.iter().any(|moved| moved.column == "Is Anomaly"));
}
