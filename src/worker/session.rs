//! The worker without the browser: requests in, replies and bytes out, long jobs a slice at a time, so that
//! a cancel is heard between two slices.

use std::rc::Rc;

use crate::engine::configuration::{Override, Preset};
use crate::engine::dataset::{COLUMNS, Dataset, Record, Summary, Texts};
use crate::engine::export::{Download, Export, View};
use crate::engine::issues::Class;
use crate::engine::response::RULES;
use crate::engine::threat::INDICATORS;
use crate::engine::{Configuration, Generator, Problem};
use crate::protocol::{Command, Details, Event, Indicated, JobId, MOST_ROWS, Reply, Request, Row};

/// Rows that a slice of a generating job makes: some ten milliseconds.
const ROWS_PER_SLICE: u64 = 8_192;

/// What a row takes in the worker's memory, in bytes: its columns, and its place in the view of its class.
pub const BYTES_PER_ROW: usize = Dataset::BYTES_PER_ROW + size_of::<u32>();

/// Something for the page.
#[derive(Debug)]
pub enum Output {
    /// A message.
    Reply(Reply),
    /// The next bytes of a file; [`Event::File`] follows the last.
    Bytes(JobId, Download, Vec<u8>),
}

/// The state of a worker: the dataset that it holds, and the jobs under way.
#[derive(Default)]
pub struct Session {
    made: Option<Rc<Made>>,
    generating: Option<Generating>,
    exports: Vec<Exporting>,
}

/// A complete dataset.
struct Made {
    generator: Generator,
    dataset: Dataset,
    texts: Texts,
    /// The rows of the normal and of the anomalous view.
    views: [Vec<u32>; 2],
}

struct Generating {
    job: JobId,
    made: Made,
    summary: Summary,
}

struct Exporting {
    job: JobId,
    download: Download,
    made: Rc<Made>,
    export: Export,
}

impl Session {
    /// Takes a request. Short ones are answered at once; long ones begin, and [`Session::step`] carries on.
    pub fn handle(&mut self, request: Request) -> Vec<Output> {
        let job = request.job;
        let event = match request.command {
            Command::Generate { preset, settings } => {
                self.generate(job, &preset, &settings).err().map(Event::Failed)
            }
            Command::Rows { view, first, count } => Some(Event::Rows(self.rows(view, first, count))),
            Command::RowsAt { rows } => Some(Event::Rows(self.rows_at(&rows))),
            Command::Details { row } => Some(match self.details(row) {
                Some(details) => Event::Details(Box::new(details)),
                None => failed(format!("there is no row {}", row + 1), "choose a row of the table"),
            }),
            Command::Export { download } => {
                self.export(job, download).err().map(|problem| Event::Failed(vec![problem]))
            }
            Command::Cancel { job } => return self.cancel(job),
            #[expect(clippy::panic, reason = "the drill")]
            Command::Panic => panic!("a drill was asked for"),
        };
        event.into_iter().map(|event| reply(job, event)).collect()
    }

    /// Whether a job is under way.
    pub fn is_busy(&self) -> bool {
        self.generating.is_some() || !self.exports.is_empty()
    }

    /// Does one slice of every job under way.
    pub fn step(&mut self) -> Vec<Output> {
        let mut outputs = Vec::new();
        if let Some(generating) = self.generating.take() {
            self.step_generating(generating, &mut outputs);
        }
        for exporting in std::mem::take(&mut self.exports) {
            self.step_exporting(exporting, &mut outputs);
        }
        outputs
    }

    fn generate(&mut self, job: JobId, preset: &str, settings: &[Override]) -> Result<(), Vec<Problem>> {
        if self.generating.is_some() {
            let reason = "a dataset is being made already";
            return Err(vec![Problem::new("", reason, "wait until it is done, or cancel it")]);
        }
        let preset = Preset::from_key(preset).ok_or_else(|| {
            vec![Problem::new("", format!("there is no preset '{preset}'"), "reload the page")]
        })?;
        let configuration = Configuration::from_overrides(preset, settings)?;
        let generator = Generator::new(&configuration)?;
        let made = Made {
            generator,
            dataset: Dataset::new(0),
            texts: Texts::plain(&configuration),
            views: Default::default(),
        };
        self.generating = Some(Generating { job, made, summary: Summary::default() });
        Ok(())
    }

    fn step_generating(&mut self, mut generating: Generating, outputs: &mut Vec<Output>) {
        let job = generating.job;
        let total = generating.made.generator.configuration().rows;
        if let Err(problem) = generating.slice() {
            outputs.push(reply(job, Event::Failed(vec![problem])));
            return;
        }
        let done = generating.made.dataset.len() as u64;
        if done < total {
            outputs.push(reply(job, Event::Progress { done, total }));
            self.generating = Some(generating);
        } else {
            outputs.push(reply(job, Event::Generated(generating.summary)));
            self.made = Some(Rc::new(generating.made));
        }
    }

    fn export(&mut self, job: JobId, download: Download) -> Result<(), Problem> {
        let made = self
            .made
            .clone()
            .ok_or_else(|| Problem::new("", "there is no dataset yet", "generate one first"))?;
        let export = Export::new(made.generator.configuration(), download);
        self.exports.push(Exporting { job, download, made, export });
        Ok(())
    }

    fn step_exporting(&mut self, mut exporting: Exporting, outputs: &mut Vec<Output>) {
        let (job, download) = (exporting.job, exporting.download);
        match exporting.export.step(&exporting.made.dataset) {
            Err(problem) => outputs.push(reply(job, Event::Failed(vec![problem]))),
            Ok(None) => outputs.push(reply(job, Event::File)),
            Ok(Some(bytes)) => {
                outputs.push(Output::Bytes(job, download, bytes));
                let (done, total) = exporting.export.progress();
                outputs.push(reply(job, Event::Progress { done, total }));
                self.exports.push(exporting);
            }
        }
    }

    fn cancel(&mut self, job: JobId) -> Vec<Output> {
        let generating = self.generating.take_if(|generating| generating.job == job).is_some();
        let exports = self.exports.len();
        self.exports.retain(|exporting| exporting.job != job);
        if generating || self.exports.len() < exports {
            vec![reply(job, Event::Cancelled)]
        } else {
            Vec::new()
        }
    }

    fn rows(&self, view: View, first: u64, count: u32) -> Vec<Row> {
        let Some(made) = &self.made else { return Vec::new() };
        let range = first..first.saturating_add(count.min(MOST_ROWS).into());
        range.filter_map(|index| made.row(made.dataset.record(made.index(view, index)?)?)).collect()
    }

    fn rows_at(&self, rows: &[u32]) -> Vec<Row> {
        let Some(made) = &self.made else { return Vec::new() };
        let rows = rows.iter().take(MOST_ROWS as usize);
        rows.filter_map(|&row| made.row(made.dataset.record(row as usize)?)).collect()
    }

    fn details(&self, row: u64) -> Option<Details> {
        let made = self.made.as_ref()?;
        let record = made.dataset.record(usize::try_from(row).ok()?)?;
        let text = |name: &str| {
            let column = COLUMNS.iter().find(|column| column.name == name);
            column.map_or_else(String::new, |column| column.text(&record, &made.texts))
        };
        let contributions = made.generator.scorer().explain(&record.issue).map(|part| {
            let indicator = &INDICATORS[part.indicator];
            Indicated {
                name: indicator.name.to_owned(),
                value: text(indicator.column),
                score: part.score,
                weight: part.weight,
                contribution: part.contribution,
            }
        });
        Some(Details {
            row: made.row(record)?,
            contributions: contributions.into(),
            scenario: record.scenario().number,
            fired: (0..RULES.len()).map(|rule| record.fired >> rule & 1 == 1).collect(),
        })
    }
}

impl Generating {
    /// Makes the next rows, counts them and puts each into the view of its class.
    fn slice(&mut self) -> Result<(), Problem> {
        let made = &mut self.made;
        let (total, first) = (made.generator.configuration().rows, made.dataset.len());
        if first == 0 {
            // All the memory at once: what cannot be held is known before any work is done.
            let anomalous = made.generator.configuration().anomalous_rows();
            let memory = made.dataset.try_reserve(total as usize);
            let memory = memory.and_then(|()| made.views[0].try_reserve((total - anomalous) as usize));
            memory
                .and_then(|()| made.views[1].try_reserve(anomalous as usize))
                .map_err(|_| no_memory(total))?;
        }
        let rows = first as u64..first as u64 + ROWS_PER_SLICE;
        made.generator.append(rows, &mut made.dataset).map_err(|_| no_memory(total))?;
        for record in (first..made.dataset.len()).filter_map(|index| made.dataset.record(index)) {
            self.summary.add(&record);
            made.views[record.issue.class as usize].push(record.row as u32);
        }
        Ok(())
    }
}

impl Made {
    /// The place in the dataset of a view's row.
    fn index(&self, view: View, index: u64) -> Option<usize> {
        let index = usize::try_from(index).ok()?;
        let class = match view {
            View::Combined => return Some(index),
            View::Normal => Class::Normal,
            View::Anomalous => Class::Anomalous,
        };
        self.views[class as usize].get(index).map(|&row| row as usize)
    }

    fn row(&self, record: Record) -> Option<Row> {
        Some(Row {
            number: record.row,
            anomalous: record.issue.class == Class::Anomalous,
            color: record.scenario().color.hex.to_owned(),
            cells: COLUMNS.iter().map(|column| column.text(&record, &self.texts)).collect(),
        })
    }
}

fn reply(job: JobId, event: Event) -> Output {
    Output::Reply(Reply { job, event })
}

fn failed(reason: impl Into<String>, hint: impl Into<String>) -> Event {
    Event::Failed(vec![Problem::new("", reason, hint)])
}

fn no_memory(rows: u64) -> Problem {
    let reason = format!("there is no memory for {rows} rows");
    Problem::new(
        "rows",
        reason,
        "ask for fewer rows, close other tabs, or use the command line, which needs no memory for them",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::export::File;

    fn generate(rows: u64) -> Command {
        let settings = vec![Override { path: "rows".into(), value: rows.to_string() }];
        Command::Generate { preset: "classic".into(), settings }
    }

    /// Sends a request and runs its jobs to the end.
    fn run(session: &mut Session, job: JobId, command: Command) -> Vec<Output> {
        let mut outputs = session.handle(Request { job, command });
        while session.is_busy() {
            outputs.extend(session.step());
        }
        outputs
    }

    fn last(outputs: &[Output]) -> &Event {
        match outputs.last() {
            Some(Output::Reply(reply)) => &reply.event,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_dataset_is_made_with_progress_and_its_rows_are_found_by_view() {
        let mut session = Session::default();
        let outputs = run(&mut session, 1, generate(20_000));
        assert!(
            outputs.len() == 3
                && matches!(last(&outputs), Event::Generated(summary) if summary.normal == 16_000)
        );
        let outputs = run(&mut session, 2, Command::Rows { view: View::Anomalous, first: 3_999, count: 10 });
        let Event::Rows(rows) = last(&outputs) else { panic!() };
        assert!(
            rows.len() == 1
                && rows[0].anomalous
                && rows[0].cells.len() == COLUMNS.len()
                && rows[0].cells[32] == "1"
        );
        let outputs = run(&mut session, 3, Command::Rows { view: View::Combined, first: 19_990, count: 100 });
        let Event::Rows(rows) = last(&outputs) else { panic!() };
        assert_eq!((rows.len(), rows[9].number), (10, 19_999));
    }

    #[test]
    fn details_explain_the_score_that_the_table_shows() {
        let mut session = Session::default();
        run(&mut session, 1, generate(100));
        for row in 0..100 {
            let outputs = run(&mut session, 2, Command::Details { row });
            let Event::Details(details) = last(&outputs) else { panic!() };
            let sum: f64 = details.contributions.iter().map(|part| part.contribution).sum();
            let shown: f64 = details.row.cells[29].parse().unwrap();
            assert!((sum - shown).abs() < 0.001);
            for (rule, fired) in RULES.iter().zip(&details.fired) {
                assert_eq!(details.row.cells[31].contains(rule.action), *fired);
            }
        }
        assert!(matches!(last(&run(&mut session, 3, Command::Details { row: 100 })), Event::Failed(_)));
    }

    #[test]
    fn a_cancel_keeps_the_dataset_that_was_there() {
        let mut session = Session::default();
        run(&mut session, 1, generate(10));
        session.handle(Request { job: 2, command: generate(100_000) });
        session.step();
        let outputs = session.handle(Request { job: 3, command: Command::Cancel { job: 2 } });
        assert!(!session.is_busy() && matches!(last(&outputs), Event::Cancelled));
        let outputs = run(&mut session, 4, Command::Rows { view: View::Combined, first: 0, count: 100 });
        assert!(matches!(last(&outputs), Event::Rows(rows) if rows.len() == 10));
    }

    #[test]
    fn a_second_dataset_at_a_time_is_refused_and_the_first_goes_on() {
        let mut session = Session::default();
        session.handle(Request { job: 1, command: generate(20_000) });
        let outputs = session.handle(Request { job: 2, command: generate(5) });
        assert!(matches!(last(&outputs), Event::Failed(problems) if problems[0].hint.contains("cancel")));
        let mut outputs = Vec::new();
        while session.is_busy() {
            outputs.extend(session.step());
        }
        assert!(matches!(last(&outputs), Event::Generated(summary) if summary.rows() == 20_000));
    }

    #[test]
    fn a_file_is_exported_from_the_dataset_it_was_asked_of() {
        let mut session = Session::default();
        run(&mut session, 1, generate(5_000));
        let download = Download::File(File::Dataset(View::Combined));
        session.handle(Request { job: 2, command: Command::Export { download } });
        session.handle(Request { job: 3, command: generate(10) });
        let mut text = Vec::new();
        while session.is_busy() {
            for output in session.step() {
                if let Output::Bytes(2, _, bytes) = output {
                    text.extend(bytes);
                }
            }
        }
        assert_eq!(text.iter().filter(|&&byte| byte == b'\n').count(), 5_001);
    }

    #[test]
    fn rows_come_by_number_in_the_order_asked_for() {
        let mut session = Session::default();
        run(&mut session, 1, generate(100));
        let outputs = run(&mut session, 2, Command::RowsAt { rows: vec![7, 99, 100, 0] });
        let Event::Rows(rows) = last(&outputs) else { panic!() };
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [7, 99, 0]);
        assert_eq!(rows[1].cells[0], "ISSUE-0100");
    }

    #[test]
    fn bad_requests_are_answered_with_hints() {
        let mut session = Session::default();
        for command in [
            generate(0),
            Command::Generate { preset: "none".into(), settings: Vec::new() },
            Command::Details { row: 0 },
            Command::Export { download: Download::Archive },
        ] {
            let outputs = run(&mut session, 1, command);
            assert!(matches!(last(&outputs), Event::Failed(problems) if !problems[0].hint.is_empty()));
        }
    }
}
