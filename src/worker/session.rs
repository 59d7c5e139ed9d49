//! The worker without the browser: messages in; messages and bytes of files out. Long jobs go a slice at a time, so that
//! a cancel is noticed between two slices and short requests are answered meanwhile.

use std::collections::VecDeque;

use super::dataset::Tables;
use super::{audit, dataset, explore, learn, respond};
use crate::engine::Problem;
use crate::protocol::{Answer, FromWorker, JobId, Progress, Request, ToWorker};

/// Something for the page.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one at a time")]
pub enum Output {
    /// A message.
    Message(FromWorker),
    /// The next bytes of a file. The files of a job are complete when it is [`FromWorker::Done`].
    Bytes {
        /// The job.
        job: JobId,
        /// The place of the file among the job's, from 0.
        file: usize,
        /// What the file holds.
        media_type: &'static str,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// What a job gives while it is under way.
pub struct Sink<'a> {
    job: JobId,
    outputs: &'a mut dyn FnMut(Output),
}

impl Sink<'_> {
    /// The next bytes of one of the job's files.
    pub fn write(&mut self, file: usize, media_type: &'static str, bytes: Vec<u8>) {
        (self.outputs)(Output::Bytes { job: self.job, file, media_type, bytes });
    }

    /// How far the job is.
    pub fn progress(&mut self, progress: Progress) {
        (self.outputs)(Output::Message(FromWorker::Progress { job: self.job, progress }));
    }
}

/// What a slice of a job gives: the answer with the last one, and none before.
pub type Slice = Result<Option<Answer>, Vec<Problem>>;

/// A job under way.
pub trait Work {
    /// Does some milliseconds of it, where it can be divided.
    ///
    /// # Errors
    /// It cannot be done.
    fn step(&mut self, tables: &mut Tables, sink: &mut Sink) -> Slice;

    /// How far it is; none where it is short.
    fn progress(&self) -> Option<Progress> {
        None
    }
}

/// A job of one slice. It waits for its turn, so that a cancel that came meanwhile saves it.
struct Once<F>(Option<F>);

impl<F: FnOnce(&mut Tables) -> Result<Answer, Vec<Problem>>> Work for Once<F> {
    fn step(&mut self, tables: &mut Tables, _: &mut Sink) -> Slice {
        self.0.take().map(|work| work(tables)).transpose()
    }
}

/// A job of one slice.
pub(super) fn once(
    work: impl FnOnce(&mut Tables) -> Result<Answer, Vec<Problem>> + 'static,
) -> Box<dyn Work> {
    Box::new(Once(Some(work)))
}

struct Running {
    job: JobId,
    makes_dataset: bool,
    work: Box<dyn Work>,
}

/// Begins a request, with the file beside it: what a module can be asked.
pub type Begin = fn(&mut Tables, JobId, Request, Option<Vec<u8>>) -> Result<Begun, Vec<Problem>>;

/// A request that has not begun, with the file beside it.
type Waiting = (JobId, Request, Option<Vec<u8>>);

/// The state of a worker: the tables that it holds, and the jobs under way.
pub struct Session {
    begin: Begin,
    /// What begins the requests whose code comes later; none until it is there.
    later: Option<Begin>,
    /// The requests that wait for it.
    waiting: Vec<Waiting>,
    tables: Tables,
    jobs: VecDeque<Running>,
}

impl Session {
    /// Without tables and jobs.
    pub fn new(begin: Begin) -> Self {
        Session { begin, later: None, waiting: Vec::new(), tables: Tables::default(), jobs: VecDeque::new() }
    }

    /// Whether requests wait for code that comes later.
    pub fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// That code is there, or could not be had: what waited for it begins, or cannot be done.
    pub fn arrived(&mut self, later: Result<Begin, Problem>, outputs: &mut dyn FnMut(Output)) {
        let waiting = std::mem::take(&mut self.waiting);
        match later {
            Ok(later) => {
                self.later = Some(later);
                waiting.into_iter().for_each(|request| self.start(later, request, outputs));
            }
            Err(problem) => waiting.into_iter().for_each(|(job, ..)| {
                let problems = vec![problem.clone()];
                outputs(Output::Message(FromWorker::Failed { job, problems }));
            }),
        }
    }

    /// Takes a message, with the bytes of the file beside it. What is short is answered at once; everything else begins,
    /// and [`Session::step`] carries on.
    pub fn handle(&mut self, message: ToWorker, file: Option<Vec<u8>>, outputs: &mut dyn FnMut(Output)) {
        match message {
            ToWorker::Cancel { job } => {
                let count = self.jobs.len() + self.waiting.len();
                self.jobs.retain(|running| running.job != job);
                self.waiting.retain(|(waiting, ..)| *waiting != job);
                if self.jobs.len() + self.waiting.len() < count {
                    outputs(Output::Message(FromWorker::Cancelled { job }));
                }
            }
            ToWorker::Start { job, request } => self.start(self.begin, (job, request, file), outputs),
        }
    }

    fn start(&mut self, begin: Begin, waiting: Waiting, outputs: &mut dyn FnMut(Output)) {
        let (job, request, file) = waiting;
        let makes_dataset = matches!(request, Request::Generate(_));
        let work = if makes_dataset && self.jobs.iter().any(|running| running.makes_dataset) {
            let hint = text!("wait until it is complete, or cancel it");
            Err(vec![Problem::new("", text!("a dataset is being generated already"), hint)])
        } else {
            begin(&mut self.tables, job, request, file)
        };
        match work {
            Err(problems) => outputs(Output::Message(FromWorker::Failed { job, problems })),
            Ok(Begun::Answered(answer)) => outputs(Output::Message(FromWorker::Done { job, answer })),
            Ok(Begun::Work(work)) => self.jobs.push_back(Running { job, makes_dataset, work }),
            Ok(Begun::Later(request, file)) => match self.later {
                Some(later) => self.start(later, (job, request, file), outputs),
                None => self.waiting.push((job, request, file)),
            },
        }
    }

    /// Whether a job is under way.
    pub fn is_busy(&self) -> bool {
        !self.jobs.is_empty()
    }

    /// Does one slice of the job whose turn it is.
    pub fn step(&mut self, outputs: &mut dyn FnMut(Output)) {
        let Some(mut running) = self.jobs.pop_front() else { return };
        let job = running.job;
        let slice = running.work.step(&mut self.tables, &mut Sink { job, outputs });
        match slice {
            Err(problems) => outputs(Output::Message(FromWorker::Failed { job, problems })),
            Ok(Some(answer)) => outputs(Output::Message(FromWorker::Done { job, answer })),
            Ok(None) => {
                if let Some(progress) = running.work.progress() {
                    outputs(Output::Message(FromWorker::Progress { job, progress }));
                }
                self.jobs.push_back(running);
            }
        }
    }
}

/// Begins what the engine module is asked first: the dataset, and what of it the table shows.
///
/// # Errors
/// It cannot be done.
pub fn engine(
    tables: &mut Tables,
    job: JobId,
    request: Request,
    file: Option<Vec<u8>>,
) -> Result<Begun, Vec<Problem>> {
    Ok(Begun::Work(match request {
        Request::Rows(request) if tables.is_ready(&request) => {
            return Ok(Begun::Answered(Answer::Rows(tables.rows(&request)?)));
        }
        Request::Details(request) => {
            return Ok(Begun::Answered(Answer::Details(tables.details(&request)?)));
        }
        Request::Close(request) => {
            tables.close(request.table);
            return Ok(Begun::Answered(Answer::Close(())));
        }
        Request::Rows(request) => once(move |tables| Ok(Answer::Rows(tables.rows(&request)?))),
        Request::Timeline(request) => once(move |tables| Ok(Answer::Timeline(tables.timeline(&request)?))),
        Request::Facts(request) => once(move |tables| Ok(Answer::Facts(tables.facts(&request)?))),
        Request::Generate(request) => dataset::generate(job, &request)?,
        Request::Headers(request) => dataset::headers(request.table),
        #[expect(clippy::panic, reason = "the drill")]
        Request::Panic => panic!("a drill was asked for"),
        other => return Ok(Begun::Later(other, file)),
    }))
}

/// Begins everything else that the engine module is asked, but long jobs and files.
///
/// # Errors
/// It cannot be done, or is none of this module.
pub fn later(
    tables: &mut Tables,
    job: JobId,
    request: Request,
    file: Option<Vec<u8>>,
) -> Result<Begun, Vec<Problem>> {
    Ok(Begun::Work(match request {
        Request::Advance(request) => {
            return Ok(Begun::Answered(Answer::Advance(respond::advance(tables, &request)?)));
        }
        Request::Launch(request) => {
            return Ok(Begun::Answered(Answer::Launch(respond::launch(tables, &request)?)));
        }
        Request::Why(request) => {
            return Ok(Begun::Answered(Answer::Why(respond::why(tables, &request)?)));
        }
        Request::Watch(request) => respond::watch(job, &request)?,
        Request::Rescore(request) => respond::rescore(&request)?,
        Request::Review(request) => respond::review(&request)?,
        Request::Shelf(_) => return Ok(Begun::Answered(learn::on_the_shelf())),
        Request::ReadLesson(request) => return Ok(Begun::Answered(learn::read(request)?)),
        Request::OpenFile(request) => dataset::open(job, request, needed(file)?)?,
        Request::Preview(request) => once(move |_| Ok(Answer::Preview(dataset::preview(&request)?))),
        Request::Chart(request) => once(move |tables| Ok(Answer::Chart(explore::chart(tables, &request)?))),
        Request::Describe(request) => {
            once(move |tables| Ok(Answer::Describe(explore::describe(tables, &request)?)))
        }
        Request::Alerts(request) => {
            once(move |tables| Ok(Answer::Alerts(explore::alerts(tables, &request)?)))
        }
        Request::Report(request) => explore::report(tables, request)?,
        Request::Audit(request) => audit::audit(tables, &request)?,
        Request::TryAttack(request) => audit::try_attack(&request)?,
        _ => return Err(asked_elsewhere()),
    }))
}

/// What is said of a request that another module answers.
pub(super) fn asked_elsewhere() -> Vec<Problem> {
    let hint = text!("reload the page, and report this as a bug");
    vec![Problem::new("", text!("another part of the engine was to be asked"), hint)]
}

/// What became of a request.
#[allow(clippy::large_enum_variant, reason = "one at a time")]
pub enum Begun {
    /// It is answered.
    Answered(Answer),
    /// It goes on in slices.
    Work(Box<dyn Work>),
    /// Its code comes later.
    Later(Request, Option<Vec<u8>>),
}

/// The file that a request cannot do without.
pub(super) fn needed(file: Option<Vec<u8>>) -> Result<Vec<u8>, Vec<Problem>> {
    let missing = || Problem::new("", text!("there is no file with the request"), text!("choose a file"));
    file.ok_or_else(|| vec![missing()])
}

#[cfg(test)]
mod tests;
