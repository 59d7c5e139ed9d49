//! What a session answers, by phase, and how jobs follow each other.

mod dataset;
mod explore;
mod jobs;
mod later;
mod learn;
mod respond;

use super::*;
use crate::engine::configuration::{Override, Preset};
use crate::engine::dataset::COLUMNS;
use crate::engine::dataset::RowOrder;
use crate::engine::dataset::schema::SWITCHED_COUNT;
use crate::engine::explore::filter::{Filter, Test};
use crate::engine::explore::period::Period;
use crate::engine::explore::query::{Query, Sort};
use crate::engine::explore::timeline::TIME;
use crate::engine::explore::{Kind, Request as Wanted, Scope};
use crate::engine::export::{Download, Encoding, File, FileFormat, View};
use crate::engine::response::RULES;
use crate::engine::shard::Shard;
use crate::engine::{Configuration, audit::Verdict};
use crate::protocol::dataset::{
    Close, Details, Facts, Generate, Headers, OpenFile, Page, Preview, Rows, TableId, ValueFacts,
};
use crate::protocol::{
    audit as audits, balance as balances, dataset as datasets, detect as detects, explore as asked,
    export as exports,
};
use crate::report::{Figures, html};

const OWN: &[u8] = b"a,b\n1,x\n2,y\n2.5,x\n";

/// A session, and what it has said.
struct Desk {
    session: Session,
    outputs: Vec<Output>,
}

/// A session that answers for both modules.
impl Default for Desk {
    fn default() -> Self {
        let mut session = Session::new(begin);
        session.arrived(Ok(later), &mut |_| ());
        Desk { session, outputs: Vec::new() }
    }
}

fn begin(
    tables: &mut Tables,
    job: JobId,
    request: Request,
    file: Option<Vec<u8>>,
) -> Result<Begun, Vec<Problem>> {
    match request {
        Request::Inspect(_)
        | Request::Balance(_)
        | Request::Detect(_)
        | Request::Sweep(_)
        | Request::Solve(_)
        | Request::Export(_)
        | Request::Sizes(_)
        | Request::SaveLog(_)
        | Request::ReadSigma(_) => crate::worker::jobs::begin(tables, job, request, file),
        _ => engine(tables, job, request, file),
    }
}

impl Desk {
    fn start(&mut self, job: JobId, request: impl Into<Request>, file: Option<&[u8]>) {
        let message = ToWorker::Start { job, request: request.into() };
        self.session.handle(message, file.map(<[u8]>::to_vec), &mut |output| self.outputs.push(output));
    }

    fn cancel(&mut self, job: JobId) {
        self.session.handle(ToWorker::Cancel { job }, None, &mut |output| self.outputs.push(output));
    }

    fn step(&mut self) {
        self.session.step(&mut |output| self.outputs.push(output));
    }

    fn finish(&mut self) {
        while self.session.is_busy() {
            self.step();
        }
    }

    /// Does a job to its end.
    fn run(&mut self, job: JobId, request: impl Into<Request>) -> Result<Answer, Vec<Problem>> {
        self.start(job, request, None);
        self.finish();
        self.outcome(job).unwrap()
    }

    /// How a job ended; none where it has not.
    fn outcome(&self, wanted: JobId) -> Option<Result<Answer, Vec<Problem>>> {
        let ends: Vec<_> = self
            .outputs
            .iter()
            .filter_map(|output| match output {
                Output::Message(FromWorker::Done { job, answer }) if *job == wanted => {
                    Some(Ok(answer.clone()))
                }
                Output::Message(FromWorker::Failed { job, problems }) if *job == wanted => {
                    Some(Err(problems.clone()))
                }
                Output::Message(FromWorker::Cancelled { job }) if *job == wanted => Some(Err(Vec::new())),
                _ => None,
            })
            .collect();
        assert!(ends.len() <= 1, "a job ends once: {ends:?}");
        ends.into_iter().next()
    }

    fn was_cancelled(&self, wanted: JobId) -> bool {
        self.outputs
            .iter()
            .any(|output| matches!(output, Output::Message(FromWorker::Cancelled { job }) if *job == wanted))
    }

    fn file(&self, wanted: JobId, place: usize) -> Vec<u8> {
        let bytes = self.outputs.iter().filter_map(|output| match output {
            Output::Bytes { job, file, bytes, .. } if (*job, *file) == (wanted, place) => {
                Some(bytes.as_slice())
            }
            _ => None,
        });
        bytes.collect::<Vec<_>>().concat()
    }

    fn page(&mut self, job: JobId, table: JobId, query: Query, first: u64, count: u32) -> Page {
        let rows = Rows { table: TableId(table), query, first, count };
        match self.run(job, rows) {
            Ok(Answer::Rows(page)) => page,
            other => panic!("{other:?}"),
        }
    }
}

fn configuration(rows: u64) -> Configuration {
    Configuration { rows, ..Preset::Classic.configuration() }
}

fn generate(rows: u64) -> Generate {
    Generate { configuration: configuration(rows) }
}

/// A session that holds a dataset, made by job 1.
fn holding(rows: u64) -> Desk {
    let mut desk = Desk::default();
    assert!(matches!(desk.run(1, generate(rows)), Ok(Answer::Generate(_))));
    desk
}

fn chart(table: JobId, kind: Kind) -> asked::Chart {
    asked::Chart { table: TableId(table), filter: Filter::default(), request: Wanted::new(kind) }
}

fn class(anomalous: bool) -> Query {
    Query { class: Some(anomalous), ..Query::default() }
}

#[test]
fn a_cancel_is_noticed_in_every_phase_and_changes_nothing() {
    let mut desk = holding(2_000);
    let table = TableId(1);
    let (made_of, combined) = (configuration(2_000), File::Dataset(View::Combined));
    let download = Download::Archive(File::in_formats(&made_of, &[Encoding::default()]));
    let export = exports::Export { configuration: made_of.clone(), download, shard: Shard::WHOLE };
    let sizes = exports::Sizes { configuration: made_of, files: vec![(combined, Encoding::default()); 3] };
    let report = asked::Report {
        table,
        name: "Generated".into(),
        filter: Filter::default(),
        request: None,
        configuration: Some(configuration(2_000)),
    };
    let balance = balances::Balance { configuration: Some(configuration(2_000)), options: Vec::new() };
    let requests: [(Request, u32); 11] = [
        (generate(100_000).into(), 2),
        (OpenFile { name: "own.csv".into() }.into(), 0),
        (Headers { table }.into(), 3),
        (datasets::Timeline { table, filter: Filter::default(), period: None }.into(), 0),
        (chart(1, Kind::Histogram).into(), 0),
        (asked::Describe { table, filter: Filter::default(), scope: Scope::default() }.into(), 0),
        (audits::Audit { table }.into(), 2),
        (report.into(), 2),
        (export.into(), 1),
        (sizes.into(), 2),
        (balance.into(), 1),
    ];
    for (job, (request, steps)) in (10..).zip(requests) {
        desk.start(job, request.clone(), Some(OWN));
        (0..steps).for_each(|_| desk.step());
        assert_eq!(desk.outcome(job), None, "{request:?}");
        desk.cancel(job);
        assert!(desk.was_cancelled(job) && !desk.session.is_busy(), "{request:?}");
        // A second one finds nothing.
        let count = desk.outputs.len();
        desk.cancel(job);
        desk.step();
        assert_eq!(desk.outputs.len(), count);
    }
    assert_eq!(desk.page(30, 1, Query::default(), 0, 5).total, 2_000);
}

#[test]
fn a_made_ofthat_is_not_sound_is_refused_with_a_hint() {
    let problems = Desk::default().run(1, generate(0)).unwrap_err();
    assert!(!problems[0].hint.is_empty());
}

#[test]
#[should_panic(expected = "a drill was asked for")]
fn the_drill_panics() {
    Desk::default().start(1, Request::Panic, None);
}
