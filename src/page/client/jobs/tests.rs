use super::*;
use crate::engine::configuration::Preset;
use crate::engine::dataset::Summary;
use crate::engine::export::{Download, Encoding, File, View};
use crate::engine::shard::Shard;
use crate::protocol::dataset::{Generate, Generated, Headers, OpenFile, Opened};
use crate::protocol::export::Export;
use crate::protocol::{Ask, balance};

/// A file and whoever waits are names.
type Desk = Jobs<&'static str, &'static str>;
type Event = Effect<&'static str, &'static str>;

const DATASET: Role = Role::Dataset;
const LONG: Role = Role::JOBS;

fn ask<A: Ask>(
    request: A,
    waiting: &'static str,
    replaces: Option<JobId>,
) -> Asked<&'static str, &'static str> {
    let (file, is_replay, repeats) = (None, false, false);
    Asked { role: A::ROLE, request: request.into(), file, waiting, replaces, is_replay, repeats }
}

fn generate() -> Generate {
    Generate { configuration: Preset::Classic.configuration() }
}

fn headers(table: JobId) -> Headers {
    Headers { table: TableId(table) }
}

fn balance() -> balance::Balance {
    balance::Balance { configuration: Some(Preset::Classic.configuration()), options: Vec::new() }
}

fn generated(job: JobId) -> FromWorker {
    let answer = Generated { table: TableId(job), summary: Summary::default(), campaigns: 0 };
    FromWorker::Done { job, answer: Answer::Generate(answer) }
}

fn opened(job: JobId) -> FromWorker {
    let answer = Opened { table: TableId(job), rows: 1, columns: Vec::new() };
    FromWorker::Done { job, answer: Answer::OpenFile(answer) }
}

fn ready() -> FromWorker {
    FromWorker::Ready { version: VERSION.to_owned() }
}

fn panicked() -> FromWorker {
    FromWorker::Panicked { message: "a drill".to_owned() }
}

/// What a worker of the present incarnation says, and what follows.
fn say(desk: &mut Desk, role: Role, message: FromWorker) -> Vec<Event> {
    let incarnation = desk.worker(role).incarnation;
    desk.received(role, incarnation, Ok(message), Vec::new());
    desk.effects()
}

/// A desk whose worker takes requests.
fn running() -> Desk {
    let mut desk = Desk::default();
    desk.start();
    desk.effects();
    say(&mut desk, DATASET, ready());
    desk
}

/// The jobs that are started, with their files.
fn started(effects: &[Event]) -> Vec<(JobId, Option<&'static str>)> {
    let start = |effect: &Event| match effect {
        Effect::Post { message: ToWorker::Start { job, .. }, file, .. } => Some((*job, *file)),
        _ => None,
    };
    effects.iter().filter_map(start).collect()
}

/// Who got an answer, and whether it was one.
fn settled(effects: &[Event]) -> Vec<(&'static str, Option<Failure>)> {
    let settled = |effect: &Event| match effect {
        Effect::Settle(waiting, outcome) => Some((*waiting, outcome.as_ref().err().cloned())),
        _ => None,
    };
    effects.iter().filter_map(settled).collect()
}

fn is_spawned(effects: &[Event], wanted: Role) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Spawn { role, .. } if *role == wanted))
}

fn broken(effects: &[Event]) -> Option<&Problem> {
    effects.iter().find_map(|effect| match effect {
        Effect::State(State::Broken(problem)) => Some(problem),
        _ => None,
    })
}

#[test]
fn requests_wait_until_the_worker_is_ready() {
    let mut desk = Desk::default();
    desk.start();
    desk.ask(ask(generate(), "dataset", None));
    let effects = desk.effects();
    assert!(is_spawned(&effects, DATASET) && started(&effects).is_empty());
    let effects = say(&mut desk, DATASET, ready());
    assert_eq!(started(&effects), [(1, None)]);
    assert!(effects.contains(&Effect::State(State::Ready)));
    assert_eq!(settled(&say(&mut desk, DATASET, generated(1))), [("dataset", None)]);
}

#[test]
fn a_crash_in_mid_job_fails_what_is_under_way_and_starts_a_fresh_worker() {
    let mut desk = running();
    desk.ask(ask(generate(), "dataset", None));
    desk.ask(ask(headers(1), "headers", None));
    desk.effects();
    let effects = say(&mut desk, DATASET, panicked());
    assert_eq!(settled(&effects), [("dataset", Some(Failure::Lost)), ("headers", Some(Failure::Lost))]);
    assert!(effects.contains(&Effect::Terminate(DATASET)) && is_spawned(&effects, DATASET));
    let told = effects.iter().any(|effect| matches!(effect, Effect::Lost(problem) if problem.reason.contains("a drill") && !problem.hint.is_empty()));
    assert!(told && effects.contains(&Effect::State(State::Starting)));
    // What is asked meanwhile is sent to the fresh one, under a number that was never used.
    let job = desk.ask(ask(generate(), "again", None));
    assert!(job > 2 && started(&desk.effects()).is_empty());
    assert_eq!(started(&say(&mut desk, DATASET, ready())), [(job, None)]);
}

#[test]
fn after_crashes_in_a_row_no_worker_is_started_until_the_visitor_asks() {
    let mut desk = running();
    for crash in 0..=MAX_CRASHES {
        // What brings the worker to where it was does not count as a success.
        let job = desk.ask(Asked { is_replay: true, ..ask(generate(), "dataset", None) });
        say(&mut desk, DATASET, generated(job));
        let effects = say(&mut desk, DATASET, panicked());
        assert_eq!(is_spawned(&effects, DATASET), crash < MAX_CRASHES, "crash {crash}");
        assert_eq!(broken(&effects).is_some(), crash == MAX_CRASHES);
        say(&mut desk, DATASET, ready());
    }
    desk.ask(ask(headers(1), "headers", None));
    assert_eq!(settled(&desk.effects()), [("headers", Some(Failure::Lost))]);
    desk.start();
    assert!(is_spawned(&desk.effects(), DATASET));
    say(&mut desk, DATASET, ready());
    // A dataset that was asked for begins the count anew.
    for _ in 0..5 {
        let job = desk.ask(ask(generate(), "dataset", None));
        say(&mut desk, DATASET, generated(job));
        assert!(is_spawned(&say(&mut desk, DATASET, panicked()), DATASET));
        say(&mut desk, DATASET, ready());
    }
}

#[test]
fn a_worker_that_cannot_be_started_is_explained() {
    for how in 0..3 {
        let mut desk = Desk::default();
        desk.start();
        desk.ask(ask(generate(), "dataset", None));
        desk.effects();
        match how {
            0 => desk.failed(DATASET, 1, "its script is missing"),
            1 => desk.waited(DATASET, 1),
            _ => desk.received(DATASET, 1, Err("no message".into()), Vec::new()),
        }
        let effects = desk.effects();
        assert!(broken(&effects).unwrap().reason.contains("could not be loaded"));
        assert_eq!(settled(&effects), [("dataset", Some(Failure::Lost))]);
    }
    let mut desk = running();
    desk.waited(DATASET, 1);
    assert!(desk.effects().is_empty());
}

#[test]
fn a_worker_of_another_version_is_refused() {
    let mut desk = Desk::default();
    desk.start();
    desk.ask(ask(generate(), "dataset", None));
    let effects = say(&mut desk, DATASET, FromWorker::Ready { version: "0.0.9/1".to_owned() });
    let problem = broken(&effects).unwrap();
    assert!(problem.reason.contains("different versions") && problem.hint.contains("reload"));
    assert!(effects.contains(&Effect::Terminate(DATASET)) && started(&effects).is_empty());
    assert_eq!(settled(&effects), [("dataset", Some(Failure::Lost))]);
}

#[test]
fn what_a_dead_worker_says_is_ignored() {
    let mut desk = running();
    let dead = desk.worker(DATASET).incarnation;
    say(&mut desk, DATASET, panicked());
    say(&mut desk, DATASET, ready());
    let job = desk.ask(ask(generate(), "dataset", None));
    desk.effects();
    for message in [generated(job), panicked(), ready()] {
        desk.received(DATASET, dead, Ok(message), Vec::new());
    }
    desk.failed(DATASET, dead, "late");
    assert!(desk.effects().is_empty());
    assert_eq!(settled(&say(&mut desk, DATASET, generated(job))), [("dataset", None)]);
}

#[test]
fn of_ten_requests_in_a_lane_the_last_is_answered() {
    let mut desk = running();
    let mut latest = None;
    for _ in 0..10 {
        latest = Some(desk.ask(ask(headers(1), "headers", latest)));
    }
    let effects = desk.effects();
    assert_eq!(settled(&effects), vec![("headers", Some(Failure::Cancelled)); 9]);
    let cancelled = |effect: &&Event| matches!(effect, Effect::Post { message: ToWorker::Cancel { .. }, .. });
    assert_eq!(effects.iter().filter(cancelled).count(), 9);
    let mut answers = Vec::new();
    for job in 1..=10 {
        let effects = say(&mut desk, DATASET, FromWorker::Done { job, answer: Answer::Headers(Vec::new()) });
        answers.extend(settled(&effects));
    }
    assert_eq!(answers, [("headers", None)]);
}

#[test]
fn whether_a_cancelled_dataset_was_complete_says_the_worker() {
    let mut desk = running();
    for (message, failure) in
        [(FromWorker::Cancelled { job: 1 }, Some(Failure::Cancelled)), (generated(2), None)]
    {
        let job = desk.ask(ask(generate(), "dataset", None));
        desk.effects();
        desk.cancel(job);
        assert!(settled(&desk.effects()).is_empty());
        assert_eq!(settled(&say(&mut desk, DATASET, message)), [("dataset", failure)]);
    }
    // One that was not sent yet is simply not sent.
    let mut desk = Desk::default();
    desk.start();
    let job = desk.ask(ask(generate(), "dataset", None));
    desk.cancel(job);
    assert_eq!(settled(&desk.effects()), [("dataset", Some(Failure::Cancelled))]);
    assert!(started(&say(&mut desk, DATASET, ready())).is_empty());
}

#[test]
fn a_long_job_is_cancelled_by_ending_its_worker_and_others_begin_again() {
    let mut desk = running();
    let job = desk.ask(ask(balance(), "balance", None));
    assert!(is_spawned(&desk.effects(), LONG));
    say(&mut desk, LONG, ready());
    let other = desk.ask(Asked { file: Some("own.csv"), ..ask(balance::Inspect, "inspect", None) });
    desk.effects();
    desk.cancel(job);
    let effects = desk.effects();
    assert_eq!(settled(&effects), [("balance", Some(Failure::Cancelled))]);
    assert!(effects.contains(&Effect::Terminate(LONG)) && is_spawned(&effects, LONG));
    assert_eq!(started(&say(&mut desk, LONG, ready())), [(other, Some("own.csv"))]);
    // The last one leaves no worker behind, and the next starts one.
    desk.cancel(other);
    let effects = desk.effects();
    assert!(effects.contains(&Effect::Terminate(LONG)) && !is_spawned(&effects, LONG));
    desk.ask(ask(balance(), "balance", None));
    assert!(is_spawned(&desk.effects(), LONG));
}

#[test]
fn a_crash_of_a_long_job_leaves_the_tables_alone() {
    let mut desk = running();
    desk.ask(ask(headers(1), "headers", None));
    desk.ask(ask(balance(), "balance", None));
    say(&mut desk, LONG, ready());
    let effects = say(&mut desk, LONG, panicked());
    assert_eq!(settled(&effects), [("balance", Some(Failure::Lost))]);
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::State(_) | Effect::Spawn { .. })));
    // It is started again when it is needed.
    desk.ask(ask(balance(), "balance", None));
    assert!(is_spawned(&desk.effects(), LONG));
    // One that cannot be started is told to whoever asked.
    desk.failed(LONG, desk.worker(LONG).incarnation, "its script is missing");
    let effects = desk.effects();
    assert!(matches!(settled(&effects).as_slice(), [("balance", Some(Failure::Problems(_)))]));
    assert_eq!(broken(&effects), None);
}

#[test]
fn an_open_file_is_opened_again_by_a_fresh_worker_under_another_id() {
    let mut desk = running();
    let open =
        |waiting| Asked { file: Some("own.csv"), ..ask(OpenFile { name: "own.csv".into() }, waiting, None) };
    let first = desk.ask(open("first"));
    let second = desk.ask(open("second"));
    let third = desk.ask(open("third"));
    for job in [first, second, third] {
        say(&mut desk, DATASET, opened(job));
    }
    let close = Close { table: TableId(second) };
    desk.ask(ask(close, "closed", None));
    say(&mut desk, DATASET, panicked());
    let again = started(&say(&mut desk, DATASET, ready()));
    assert_eq!(again.iter().map(|job| job.1).collect::<Vec<_>>(), [Some("own.csv"); 2]);
    assert_eq!(desk.current(TableId(first)), TableId(first));
    let effects = say(&mut desk, DATASET, opened(again[0].0));
    assert_eq!(effects, [Effect::Moved]);
    assert_eq!(desk.current(TableId(first)), TableId(again[0].0));
    // One that is closed meanwhile is closed when it is there.
    desk.ask(ask(Close { table: TableId(third) }, "closed", None));
    desk.effects();
    let effects = say(&mut desk, DATASET, opened(again[1].0));
    let table = TableId(again[1].0);
    let closed = |effect: &Event| matches!(effect, Effect::Post { message: ToWorker::Start { request, .. }, .. } if *request == Close { table }.into());
    assert!(effects.iter().any(closed), "{effects:?}");
    // A second crash while nothing but the first is open, and the old name still leads to it.
    say(&mut desk, DATASET, panicked());
    let again = started(&say(&mut desk, DATASET, ready()));
    assert_eq!(again.len(), 1);
    say(&mut desk, DATASET, opened(again[0].0));
    assert_eq!(desk.current(TableId(first)), TableId(again[0].0));
}

#[test]
fn a_file_that_nobody_waits_for_is_closed() {
    let mut desk = running();
    let job =
        desk.ask(Asked { file: Some("own.csv"), ..ask(OpenFile { name: "own.csv".into() }, "file", None) });
    desk.cancel(job);
    assert_eq!(settled(&desk.effects()), [("file", Some(Failure::Cancelled))]);
    let effects = say(&mut desk, DATASET, opened(job));
    let request = Close { table: TableId(job) }.into();
    assert!(
        matches!(effects.as_slice(), [Effect::Post { message: ToWorker::Start { request: posted, .. }, .. }] if *posted == request)
    );
}

/// A part of a download, asked of a writer.
fn part(number: u8, waiting: &'static str) -> Asked<&'static str, &'static str> {
    let download = Download::File(File::Dataset(View::Combined), Encoding::default());
    let shard = Shard::new(u64::from(number) + 1, 3).unwrap();
    let request = Export { configuration: Preset::Classic.configuration(), download, shard };
    Asked { role: Role::Export(number), repeats: true, ..ask(request, waiting, None) }
}

#[test]
fn a_writer_that_dies_is_replaced_and_its_part_written_again() {
    let mut desk = running();
    let jobs = [0, 1, 2].map(|number| desk.ask(part(number, "part")));
    let effects = desk.effects();
    assert!((0..3).all(|number| is_spawned(&effects, Role::Export(number))));
    let posted = [0, 1, 2].map(|number| started(&say(&mut desk, Role::Export(number), ready())));
    assert_eq!(posted, jobs.map(|job| vec![(job, None)]));
    for _ in 0..MAX_CRASHES {
        // Nobody has to be told, and the others go on.
        let effects = say(&mut desk, Role::Export(1), panicked());
        assert!(settled(&effects).is_empty() && is_spawned(&effects, Role::Export(1)));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Lost(_))));
        assert_eq!(started(&say(&mut desk, Role::Export(1), ready())), [(jobs[1], None)]);
    }
    let done = |job| FromWorker::Done { job, answer: Answer::Export(()) };
    assert_eq!(settled(&say(&mut desk, Role::Export(0), done(jobs[0]))), [("part", None)]);
    // The part of one that dies again and again is the first one's, and then told of.
    assert_eq!(started(&say(&mut desk, Role::Export(1), panicked())), [(jobs[1], None)]);
    for _ in 0..MAX_CRASHES {
        assert!(is_spawned(&say(&mut desk, Role::Export(0), panicked()), Role::Export(0)));
        assert_eq!(started(&say(&mut desk, Role::Export(0), ready())), [(jobs[1], None)]);
    }
    let effects = say(&mut desk, Role::Export(0), panicked());
    assert_eq!(settled(&effects), [("part", Some(Failure::Lost))]);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Lost(_))));
    // A part that is cancelled is not written again.
    desk.cancel(jobs[2]);
    assert_eq!(settled(&desk.effects()), [("part", Some(Failure::Cancelled))]);
    assert!(!is_spawned(&say(&mut desk, Role::Export(2), panicked()), Role::Export(2)));
    // One that is at work stays; one that is not can be done without, and comes back when it is needed.
    let job = desk.ask(part(1, "part"));
    say(&mut desk, Role::Export(1), ready());
    desk.dismiss(Role::Export(1));
    desk.dismiss(Role::Export(7));
    assert!(desk.effects().is_empty());
    say(&mut desk, Role::Export(1), done(job));
    desk.dismiss(Role::Export(1));
    assert_eq!(desk.effects(), [Effect::Terminate(Role::Export(1))]);
    desk.ask(part(1, "part"));
    assert!(is_spawned(&desk.effects(), Role::Export(1)));
    // A file of the visitor's is not begun again behind their back.
    let job = desk.ask(Asked { repeats: false, ..part(0, "file") });
    assert_eq!(started(&say(&mut desk, Role::Export(0), ready())), [(job, None)]);
    assert_eq!(settled(&say(&mut desk, Role::Export(0), panicked())), [("file", Some(Failure::Lost))]);
}

#[test]
fn a_part_of_a_long_job_is_done_again_and_its_cancel_ends_its_worker_alone() {
    let mut desk = running();
    let [first, second] = [Role::Jobs(0), Role::Jobs(1)];
    let jobs =
        [first, second].map(|role| desk.ask(Asked { role, repeats: true, ..ask(balance(), "part", None) }));
    desk.effects();
    assert_eq!(started(&say(&mut desk, first, ready())), [(jobs[0], None)]);
    assert_eq!(started(&say(&mut desk, second, ready())), [(jobs[1], None)]);
    let effects = say(&mut desk, second, panicked());
    assert!(settled(&effects).is_empty() && is_spawned(&effects, second));
    assert_eq!(started(&say(&mut desk, second, ready())), [(jobs[1], None)]);
    desk.cancel(jobs[1]);
    let effects = desk.effects();
    assert_eq!(settled(&effects), [("part", Some(Failure::Cancelled))]);
    assert!(effects.contains(&Effect::Terminate(second)) && !effects.contains(&Effect::Terminate(first)));
    assert!(desk.waiting(jobs[0]).is_some());
}

#[test]
fn the_part_of_a_writer_that_cannot_be_started_is_the_first_ones() {
    let mut desk = running();
    let jobs = [0, 1, 2].map(|number| desk.ask(part(number, "part")));
    desk.effects();
    // One that fails while the first is starting, and one that fails after that.
    let incarnation = desk.worker(Role::Export(1)).incarnation;
    desk.failed(Role::Export(1), incarnation, "no memory");
    assert_eq!(settled(&desk.effects()), []);
    let posted = started(&say(&mut desk, Role::Export(0), ready())).into_iter().map(|(job, _)| job);
    assert_eq!(posted.collect::<Vec<_>>(), jobs[..2]);
    let incarnation = desk.worker(Role::Export(2)).incarnation;
    desk.failed(Role::Export(2), incarnation, "no memory");
    let effects = desk.effects();
    assert_eq!((started(&effects), settled(&effects)), (vec![(jobs[2], None)], vec![]));
    // Without any the download fails, and says why.
    let mut desk = running();
    let last = [0, 1].map(|number| desk.ask(part(number, "part")))[1];
    for number in [1, 0] {
        let incarnation = desk.worker(Role::Export(number)).incarnation;
        desk.failed(Role::Export(number), incarnation, "no memory");
    }
    let effects = desk.effects();
    let failures: Vec<_> = settled(&effects).into_iter().filter_map(|(_, failure)| failure).collect();
    assert!(matches!(&failures[..], [Failure::Problems(_), Failure::Problems(_)]), "{failures:?}");
    assert!(desk.waiting(last).is_none());
}
