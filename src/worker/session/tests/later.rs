//! Requests whose code comes later.

use super::*;

/// A desk whose later code has not come, with a dataset.
fn desk() -> Desk {
    let mut desk = Desk { session: Session::new(engine), outputs: Vec::new() };
    desk.run(1, generate(500)).unwrap();
    desk
}

fn arrive(desk: &mut Desk, code: Result<Begin, Problem>) {
    desk.session.arrived(code, &mut |output| desk.outputs.push(output));
}

fn audit() -> Request {
    audits::Audit { table: TableId(1) }.into()
}

fn rows() -> Request {
    Rows { table: TableId(1), query: Query::default(), first: 0, count: 5 }.into()
}

#[test]
fn they_wait_while_others_are_answered_and_begin_in_their_order() {
    let mut desk = desk();
    desk.start(2, Preview { before: configuration(50), after: configuration(60) }, None);
    desk.start(3, audit(), None);
    assert!(desk.session.waits() && !desk.session.is_busy());
    assert!(matches!(desk.run(4, rows()), Ok(Answer::Rows(page)) if page.rows.len() == 5));
    assert!(desk.outcome(2).is_none() && desk.outcome(3).is_none());
    arrive(&mut desk, Ok(later));
    assert!(!desk.session.waits() && desk.session.is_busy());
    desk.finish();
    let done = desk.outputs.iter().filter_map(|output| match output {
        Output::Message(FromWorker::Done { job, .. }) => Some(*job),
        _ => None,
    });
    assert_eq!(done.collect::<Vec<JobId>>(), [1, 4, 2, 3]);
    // From then on nothing waits.
    assert!(matches!(desk.run(5, audit()), Ok(Answer::Audit(_))));
}

#[test]
fn one_that_is_canceled_does_not_begin() {
    let mut desk = desk();
    desk.start(2, audit(), None);
    desk.cancel(2);
    assert!(!desk.session.waits());
    assert!(matches!(desk.outputs.last(), Some(Output::Message(FromWorker::Cancelled { job: 2 }))));
    arrive(&mut desk, Ok(later));
    assert!(!desk.session.is_busy());
}

#[test]
fn without_the_code_they_fail_with_a_hint_and_the_next_one_waits_again() {
    let mut desk = desk();
    desk.start(2, audit(), None);
    arrive(&mut desk, Err(needed(None).unwrap_err().remove(0)));
    let problems = desk.outcome(2).unwrap().unwrap_err();
    assert!(problems[0].hint.contains("choose a file"));
    desk.start(3, audit(), None);
    assert!(desk.session.waits());
    arrive(&mut desk, Ok(later));
    desk.finish();
    assert!(matches!(desk.outcome(3), Some(Ok(Answer::Audit(_)))));
}

#[test]
fn a_file_comes_along() {
    let mut desk = desk();
    desk.start(2, OpenFile { name: "own.csv".into() }, Some(OWN));
    assert!(desk.session.waits());
    arrive(&mut desk, Ok(later));
    desk.finish();
    assert!(matches!(desk.outcome(2), Some(Ok(Answer::OpenFile(opened))) if opened.rows == 3));
}
