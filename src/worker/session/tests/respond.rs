//! Streams that are watched, and what other scores and rules would make of the rows.

use super::*;
use crate::engine::respond::Options;
use crate::engine::respond::log::{Form, LogLines};
use crate::engine::respond::stream::{Launched, Script, Stream};
use crate::protocol::respond::{Advance, Launch, Rescore, Review, Tick, Watch, Watched, Why};

fn realistic(rows: u64) -> Configuration {
    Configuration { rows, ..Preset::Realistic.configuration() }
}

fn watch(came: u64, launches: &[&str]) -> Watch {
    Watch {
        configuration: realistic(3_000),
        options: Vec::new(),
        launches: launches.iter().map(|text| (*text).to_owned()).collect(),
        came,
    }
}

fn watched(desk: &mut Desk, job: JobId, request: Watch) -> Watched {
    match desk.run(job, request) {
        Ok(Answer::Watch(watched)) => watched,
        other => panic!("{other:?}"),
    }
}

fn advance(desk: &mut Desk, job: JobId, watch: JobId, rows: u32) -> Tick {
    match desk.run(job, Advance { watch, rows, until: None }) {
        Ok(Answer::Advance(tick)) => tick,
        other => panic!("{other:?}"),
    }
}

const ATTACK: &str = "bulk_exfiltration user=7 rows=30 difficulty=0.1";

#[test]
fn a_stream_that_a_fresh_worker_begins_again_goes_on_where_it_was() {
    let mut desk = Desk::default();
    let begun = watched(&mut desk, 1, watch(0, &[]));
    assert_eq!((begun.watch, begun.tick.rows, begun.rules[0].len()), (1, [0, 3_000], 4));
    advance(&mut desk, 2, 1, 700);
    let Ok(Answer::Launch(launched)) = desk.run(3, Launch { watch: 1, attack: ATTACK.to_owned() }) else {
        panic!()
    };
    assert_eq!(launched.rows, [700, 3_030]);
    let text = launched.attacks[0].text.clone();
    assert!(text.contains("at=700"), "{text}");
    let before = advance(&mut desk, 4, 1, 800);

    let mut fresh = Desk::default();
    let again = watched(&mut fresh, 9, watch(1_500, &[&text]));
    assert_eq!(
        (again.tick.rows, again.tick.states, &again.tick.attacks),
        (before.rows, before.states, &before.attacks)
    );
    let [one, other] = [advance(&mut desk, 5, 1, 900), advance(&mut fresh, 10, 9, 900)];
    assert_eq!(one, other);
    assert_eq!(one.levels.iter().sum::<u64>(), 900);
    assert!(one.opened[0][0] >= one.opened[0][1] && !one.alerts.is_empty() && !one.deeds.is_empty());
    // One launched at the very place is launched again.
    let at_the_end = watched(&mut fresh, 11, watch(1_500, &["ransomware at=1500 user=3 rows=10"]));
    assert_eq!(at_the_end.tick.rows, [1_500, 3_010]);
}

#[test]
fn rows_come_up_to_a_time() {
    let mut desk = Desk::default();
    let begun = watched(&mut desk, 1, watch(0, &[]));
    let until = begun.tick.times[1].unwrap() + 30 * 86_400;
    let Ok(Answer::Advance(tick)) = desk.run(2, Advance { watch: 1, rows: 5_000, until: Some(until) }) else {
        panic!()
    };
    assert!(
        tick.times[0].unwrap() <= until && tick.times[1].unwrap() > until && tick.rows[0] > 50,
        "{tick:?}"
    );
}

#[test]
fn an_alert_is_explained_while_it_is_known() {
    let mut desk = Desk::default();
    watched(&mut desk, 1, watch(0, &[]));
    let tick = advance(&mut desk, 2, 1, 2_000);
    let alert = tick.alerts.last().unwrap();
    let Ok(Answer::Why(why)) = desk.run(3, Why { watch: 1, row: alert.row }) else { panic!() };
    let sum: f64 = why.contributions.iter().map(|part| part.contribution).sum();
    assert!((sum - alert.score).abs() < 1e-3, "{sum} {}", alert.score);
    assert_eq!(why.past.last().map(|past| (past.time, past.level)), Some((alert.time, alert.level)));
    assert!(why.past.iter().all(|past| past.time <= alert.time));
    // In the table of the dataset, the row has the same score.
    let table = desk.run(4, Generate { configuration: realistic(3_000) });
    assert!(matches!(table, Ok(Answer::Generate(_))));
    let request = Details { table: TableId(4), row: alert.in_table.unwrap() };
    let Ok(Answer::Details(details)) = desk.run(5, request) else { panic!() };
    assert_eq!(details.contributions, why.contributions);
    // A stream that another one has replaced is not watched any more.
    watched(&mut desk, 6, watch(0, &[]));
    for request in
        [Request::from(Why { watch: 1, row: 0 }), Advance { watch: 1, rows: 1, until: None }.into()]
    {
        let problems = desk.run(7 + u32::from(matches!(request, Request::Why(_))), request).unwrap_err();
        assert!(!problems[0].hint.is_empty());
    }
}

#[test]
fn a_log_has_the_lines_of_the_command() {
    let mut desk = Desk::default();
    let launched = "bulk_exfiltration at=200 user=7 rows=30 difficulty=0.1";
    let done = desk.run(1, exports::SaveLog { watch: watch(1_200, &[launched]) });
    assert!(matches!(done, Ok(Answer::SaveLog(()))), "{done:?}");
    let mut stream = Stream::new(&realistic(3_000), &Options::default()).unwrap();
    let mut script = Script::new(vec![Launched::read(launched, &realistic(3_000).realistic).unwrap()]);
    let (mut lines, mut expected) = (LogLines::new(Form::JsonLines, &stream, false).unwrap(), Vec::new());
    while stream.progress().0 < 1_200 {
        let left = 1_200 - stream.progress().0;
        let chunk = script.advance(&mut stream, left).unwrap();
        lines.write(&chunk, &stream.monitors[0], &mut expected).unwrap();
    }
    assert!(desk.file(1, 0) == expected && expected.iter().filter(|byte| **byte == b'\n').count() == 1_200);
}

#[test]
fn what_cannot_be_watched_is_told() {
    let mut desk = Desk::default();
    let bad_rule = Override { path: "respond.rules".to_owned(), value: "a: nothing > 5 -> b".to_owned() };
    let on_labels = Override { path: "respond.rules".to_owned(), value: "a: is_anomaly = 1 -> b".to_owned() };
    for (job, options) in (1..).zip([bad_rule, on_labels]) {
        let request = Watch { options: vec![options], ..watch(0, &[]) };
        assert!(!desk.run(job, request).unwrap_err()[0].hint.is_empty());
    }
    assert!(desk.run(5, watch(0, &["a flood"])).unwrap_err()[0].hint.contains("the attacks are"));
    watched(&mut desk, 6, watch(0, &[]));
    for (job, attack) in (7..).zip(["ransomware user=9000", "ransomware rows=x", ""]) {
        let problems = desk.run(job, Launch { watch: 6, attack: attack.to_owned() }).unwrap_err();
        assert!(!problems[0].hint.is_empty(), "{problems:?}");
    }
}

#[test]
fn scores_and_rules_are_tried_and_can_be_cancelled() {
    let mut desk = Desk::default();
    let mut after = realistic(50_000);
    after.set("scoring.profile", "notebook").unwrap();
    let rescore = Rescore { before: realistic(50_000), after };
    let review = Review { configuration: realistic(50_000), options: Vec::new() };
    let Ok(Answer::Rescore(workbench)) = desk.run(1, rescore.clone()) else { panic!() };
    assert_eq!((workbench.rows, workbench.unreachable), ([50_000; 2], vec![3]));
    let Ok(Answer::Review(reviewed)) = desk.run(2, review.clone()) else { panic!() };
    assert_eq!((reviewed.rows, reviewed.rules.len()), ([50_000; 2], 4));
    let long = Watch { configuration: realistic(50_000), ..watch(40_000, &[]) };
    for (job, request) in (3..).zip([
        Request::from(rescore),
        review.into(),
        long.clone().into(),
        exports::SaveLog { watch: long }.into(),
    ]) {
        desk.start(job, request, None);
        desk.step();
        desk.step();
        assert_eq!(desk.outcome(job), None);
        desk.cancel(job);
        assert!(desk.was_cancelled(job) && !desk.session.is_busy());
    }
}

#[test]
fn sigma_rules_are_read_from_a_file() {
    let mut desk = Desk::default();
    let rules = crate::engine::respond::RuleSet::shipped(&realistic(10).response);
    let yaml = crate::engine::respond::sigma::text(&rules).unwrap();
    desk.start(1, exports::ReadSigma, Some(yaml.as_bytes()));
    desk.finish();
    assert_eq!(desk.outcome(1), Some(Ok(Answer::ReadSigma(rules.lines()))));
    desk.start(2, exports::ReadSigma, Some(b"title: ["));
    desk.finish();
    assert!(desk.outcome(2).unwrap().unwrap_err()[0].reason.contains("no YAML"));
}
