//! The bookkeeping of requests and workers, without the browser: what was asked of which worker, and what follows from
//! what happens to it. Every event gives [`Effect`]s, which the client carries out.
//!
//! `F` is a file, and `W` whoever waits for an answer.

use std::collections::BTreeMap;

use crate::engine::{Problem, Text};
use crate::protocol::dataset::{Close, TableId};
use crate::protocol::{Answer, FromWorker, JobId, Progress, Request, Role, ToWorker, VERSION};

/// Crashes in a row, without a dataset in between that the visitor asked for, after which no fresh worker is started by
/// itself.
pub const MAX_CRASHES: u32 = 2;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Failure {
    /// It cannot be done, with the reasons and what to do.
    Problems(Vec<Problem>),
    /// It was cancelled, or a later request of its lane took its place: nothing is to be said or shown.
    Cancelled,
    /// The worker was lost; the client says so itself, and starts a fresh one.
    Lost,
}

/// Whether the worker that holds the tables is there.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It is loading.
    Starting,
    /// It takes requests.
    Ready,
    /// It is not there, and will not be without the visitor.
    Broken(Problem),
}

/// How a request ended: an answer with its files, or why there is none.
pub type Outcome<F> = Result<(Answer, Vec<F>), Failure>;

/// Something for the client to do.
#[derive(Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "some at a time")]
pub enum Effect<F, W> {
    /// Start a worker; what it says comes with this incarnation.
    Spawn {
        /// Which.
        role: Role,
        /// Counts the workers of the role, so that a late message of a dead one is known as such.
        incarnation: u32,
    },
    /// End a worker.
    Terminate(Role),
    /// Send a message to a worker.
    Post {
        /// Which.
        role: Role,
        /// The message.
        message: ToWorker,
        /// The file beside it.
        file: Option<F>,
    },
    /// Give whoever waits the outcome.
    Settle(W, Outcome<F>),
    /// A job is so far; [`Jobs::waiting`] says who wants to know.
    Progress(JobId, Progress),
    /// The state of the worker that holds the tables is another one.
    State(State),
    /// Tell the visitor that a worker was lost.
    Lost(Problem),
    /// A file's table was made again by a fresh worker, under another id: see [`Jobs::current`].
    Moved,
}

/// A request to be sent.
#[derive(Debug)]
pub struct Asked<F, W> {
    /// Which worker answers.
    pub role: Role,
    /// The request.
    pub request: Request,
    /// The file beside it.
    pub file: Option<F>,
    /// Whoever waits for the answer.
    pub waiting: W,
    /// The earlier request whose place it takes.
    pub replaces: Option<JobId>,
    /// Whether it brings a fresh worker to where the one before was. Its success says nothing about what crashed that.
    pub is_replay: bool,
    /// Whether a fresh worker does it again where the one before was lost.
    pub repeats: bool,
}

/// The requests under way, and the workers.
#[derive(Debug)]
pub struct Jobs<F, W> {
    last: JobId,
    workers: BTreeMap<Role, Worker>,
    pending: BTreeMap<JobId, Pending<F, W>>,
    /// The files that are open, by the table that was made of each, to be opened again by a fresh worker.
    open: BTreeMap<TableId, (Request, F)>,
    moved: BTreeMap<TableId, TableId>,
    effects: Vec<Effect<F, W>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Worker {
    incarnation: u32,
    stage: Stage,
    crashes: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Absent,
    Starting,
    Ready,
    Broken,
}

#[derive(Debug)]
struct Pending<F, W> {
    role: Role,
    request: Request,
    file: Option<F>,
    /// None where the request is the client's own.
    waiting: Option<W>,
    is_posted: bool,
    is_replay: bool,
    repeats: bool,
    /// The table of a file that is opened again.
    reopens: Option<TableId>,
}

impl<F, W> Default for Jobs<F, W> {
    fn default() -> Self {
        Jobs {
            last: 0,
            workers: BTreeMap::new(),
            pending: BTreeMap::new(),
            open: BTreeMap::new(),
            moved: BTreeMap::new(),
            effects: Vec::new(),
        }
    }
}

impl<F: Clone, W> Jobs<F, W> {
    /// What there is to do since it was asked last.
    pub fn effects(&mut self) -> Vec<Effect<F, W>> {
        std::mem::take(&mut self.effects)
    }

    /// Who waits for a job.
    pub fn waiting(&self, job: JobId) -> Option<&W> {
        self.pending.get(&job)?.waiting.as_ref()
    }

    /// Starts the worker that holds the tables, for the first time or after it broke down.
    pub fn start(&mut self) {
        if matches!(self.worker(Role::Dataset).stage, Stage::Absent | Stage::Broken) {
            self.worker_mut(Role::Dataset).crashes = 0;
            self.spawn(Role::Dataset);
            self.reopen();
        }
    }

    /// Sends a request, or lines it up where the worker is still starting.
    pub fn ask(&mut self, asked: Asked<F, W>) -> JobId {
        if let Some(job) = asked.replaces {
            self.cancel(job);
        }
        let mut request = asked.request;
        if let Request::Close(Close { table }) = &mut request {
            *table = self.current(*table);
            self.open.remove(table);
        }
        let role = asked.role;
        let job = self.next();
        match self.worker(role).stage {
            Stage::Broken => {
                self.effects.push(Effect::Settle(asked.waiting, Err(Failure::Lost)));
                return job;
            }
            Stage::Absent => self.spawn(role),
            Stage::Starting | Stage::Ready => {}
        }
        self.insert(
            job,
            Pending {
                role,
                request,
                file: asked.file,
                waiting: Some(asked.waiting),
                is_posted: false,
                is_replay: asked.is_replay,
                repeats: asked.repeats,
                reopens: None,
            },
        );
        job
    }

    /// Stops a request; one that has ended is left alone.
    pub fn cancel(&mut self, job: JobId) {
        let Some(pending) = self.pending.get(&job) else { return };
        let (role, is_posted) = (pending.role, pending.is_posted);
        if !is_posted {
            return self.settle(job, Err(Failure::Cancelled));
        }
        match role {
            Role::Dataset | Role::Export(_) => {
                self.effects.push(Effect::Post { role, message: ToWorker::Cancel { job }, file: None });
                // Whether the old dataset or the new one is there, the worker says.
                if !matches!(pending.request, Request::Generate(_)) {
                    self.settle(job, Err(Failure::Cancelled));
                }
            }
            // A job of many seconds in one piece: nothing but its end is noticed at once.
            Role::Jobs(_) => {
                self.settle(job, Err(Failure::Cancelled));
                self.end(role);
                self.begin_again(role);
            }
        }
    }

    /// Ends a worker that has nothing to do.
    pub fn dismiss(&mut self, role: Role) {
        let is_there = matches!(self.worker(role).stage, Stage::Starting | Stage::Ready);
        if is_there && self.pending.values().all(|pending| pending.role != role) {
            self.end(role);
        }
    }

    /// A worker said something, or what cannot be read.
    pub fn received(
        &mut self,
        role: Role,
        incarnation: u32,
        message: Result<FromWorker, Text>,
        files: Vec<F>,
    ) {
        if !self.is_current(role, incarnation) {
            return;
        }
        match message {
            Err(reason) => self.lose(role, reason),
            Ok(FromWorker::Panicked { message }) => self.lose(role, message.into()),
            Ok(FromWorker::Ready { version }) if version == VERSION => self.ready(role),
            Ok(FromWorker::Ready { .. }) => {
                let reason = text!("the page and its engine are of different versions");
                self.break_down(role, Problem::new("", reason, text!("reload the page")));
            }
            Ok(FromWorker::Progress { job, progress }) => {
                if self.pending.contains_key(&job) {
                    self.effects.push(Effect::Progress(job, progress));
                }
            }
            Ok(FromWorker::Done { job, answer }) => self.done(job, answer, files),
            Ok(FromWorker::Failed { job, problems }) => {
                self.settle(job, Err(Failure::Problems(problems)));
            }
            Ok(FromWorker::Cancelled { job }) => self.settle(job, Err(Failure::Cancelled)),
        }
    }

    /// A worker failed outside of its own code: its script is missing, or the browser ended it.
    pub fn failed(&mut self, role: Role, incarnation: u32, reason: impl Into<Text>) {
        if self.is_current(role, incarnation) {
            self.lose(role, reason.into());
        }
    }

    /// The time is over in which a worker has to announce itself.
    pub fn waited(&mut self, role: Role, incarnation: u32) {
        if self.is_current(role, incarnation) && self.worker(role).stage == Stage::Starting {
            self.lose(role, text!("it did not answer in time"));
        }
    }

    /// The id that a file's table has now.
    pub fn current(&self, mut table: TableId) -> TableId {
        while let Some(&next) = self.moved.get(&table) {
            table = next;
        }
        table
    }

    fn done(&mut self, job: JobId, answer: Answer, files: Vec<F>) {
        let table = match &answer {
            Answer::OpenFile(opened) => Some(opened.table),
            _ => None,
        };
        let Some(pending) = self.pending.get(&job) else {
            // Nobody wants the file any more.
            return table.into_iter().for_each(|table| self.close(table));
        };
        let (role, reopens) = (pending.role, pending.reopens);
        let is_success = match role {
            Role::Jobs(_) | Role::Export(_) => true,
            Role::Dataset => matches!(answer, Answer::Generate(_)) && !pending.is_replay,
        };
        let source = pending.file.clone().map(|file| (pending.request.clone(), file));
        if is_success {
            self.worker_mut(role).crashes = 0;
        }
        if let Some(table) = table {
            match (reopens, source) {
                // It was closed while it was opened again.
                (Some(from), _) if !self.open.contains_key(&from) => self.close(table),
                (Some(from), source) => {
                    self.open.remove(&from);
                    self.open.extend(source.map(|source| (table, source)));
                    self.moved.insert(from, table);
                    self.effects.push(Effect::Moved);
                }
                (None, source) => self.open.extend(source.map(|source| (table, source))),
            }
        }
        self.settle(job, Ok((answer, files)));
    }

    fn ready(&mut self, role: Role) {
        self.worker_mut(role).stage = Stage::Ready;
        if role == Role::Dataset {
            self.effects.push(Effect::State(State::Ready));
        }
        let waiting: Vec<JobId> = self
            .pending
            .iter()
            .filter(|(_, pending)| pending.role == role && !pending.is_posted)
            .map(|(&job, _)| job)
            .collect();
        waiting.into_iter().for_each(|job| self.post(job));
    }

    /// A worker is lost, with its jobs. A fresh one takes the place of the one that holds the tables, and of one whose jobs can be
    /// done again; others are started when they are needed.
    fn lose(&mut self, role: Role, reason: Text) {
        let hint = text!("check the connection and try again; if it stays, reload the page");
        if self.worker(role).stage == Stage::Starting {
            let reason = text!("the engine could not be loaded ({reason})", reason);
            return self.break_down(role, Problem::new("", reason, hint));
        }
        let worker = self.worker_mut(role);
        worker.crashes += 1;
        let crashes = worker.crashes;
        if role == Role::Dataset && crashes > MAX_CRASHES {
            let reason = text!("the engine stopped again and again ({reason})", reason);
            return self.break_down(role, Problem::new("", reason, hint));
        }
        self.end(role);
        let mut jobs = self.pending.values().filter(|pending| pending.role == role).peekable();
        if crashes <= MAX_CRASHES && jobs.peek().is_some() && jobs.all(|pending| pending.repeats) {
            return self.begin_again(role);
        }
        if self.hand_over(role) {
            return;
        }
        self.settle_all(role, &Failure::Lost);
        let hint = match role {
            Role::Dataset => {
                text!(
                    "a fresh one has been started; what you typed and the last complete dataset are still there"
                )
            }
            Role::Jobs(_) | Role::Export(_) => {
                text!("what you typed and the dataset are still there; start the job again")
            }
        };
        let reason = text!("the engine stopped: {reason}", reason);
        self.effects.push(Effect::Lost(Problem::new("", reason, hint)));
        if role == Role::Dataset {
            self.spawn(role);
            self.reopen();
        }
    }

    /// A worker is lost, and starting another one would not help.
    fn break_down(&mut self, role: Role, problem: Problem) {
        self.end(role);
        match role {
            Role::Jobs(_) | Role::Export(_) if self.hand_over(role) => {}
            Role::Dataset => {
                self.worker_mut(role).stage = Stage::Broken;
                self.settle_all(role, &Failure::Lost);
                self.effects.push(Effect::State(State::Broken(problem)));
            }
            Role::Jobs(_) | Role::Export(_) => self.settle_all(role, &Failure::Problems(vec![problem])),
        }
    }

    /// Gives the jobs of a further worker that cannot be had to the first one of its kind. Whether it has taken them.
    fn hand_over(&mut self, role: Role) -> bool {
        let first = role.numbered(0);
        if role == first {
            return false;
        }
        let mut jobs = Vec::new();
        for (&job, pending) in self.pending.iter_mut().filter(|(_, pending)| pending.role == role) {
            (pending.role, pending.is_posted) = (first, false);
            jobs.push(job);
        }
        match self.worker(first).stage {
            Stage::Ready => jobs.into_iter().for_each(|job| self.post(job)),
            Stage::Starting => {}
            Stage::Absent | Stage::Broken => self.begin_again(first),
        }
        true
    }

    fn spawn(&mut self, role: Role) {
        let worker = self.worker_mut(role);
        worker.incarnation += 1;
        worker.stage = Stage::Starting;
        let incarnation = worker.incarnation;
        // In this order: a browser may refuse at once.
        if role == Role::Dataset {
            self.effects.push(Effect::State(State::Starting));
        }
        self.effects.push(Effect::Spawn { role, incarnation });
    }

    fn end(&mut self, role: Role) {
        let worker = self.worker_mut(role);
        worker.incarnation += 1;
        worker.stage = Stage::Absent;
        self.effects.push(Effect::Terminate(role));
    }

    /// Starts a fresh worker where jobs wait for one, and sends it all of them.
    fn begin_again(&mut self, role: Role) {
        let mut is_needed = false;
        for pending in self.pending.values_mut().filter(|pending| pending.role == role) {
            pending.is_posted = false;
            is_needed = true;
        }
        if is_needed {
            self.spawn(role);
        }
    }

    /// Opens again, in a fresh worker, what is open.
    fn reopen(&mut self) {
        let open: Vec<_> = self
            .open
            .iter()
            .map(|(&table, (request, file))| (table, request.clone(), file.clone()))
            .collect();
        for (table, request, file) in open {
            let job = self.next();
            self.insert(
                job,
                Pending {
                    role: Role::Dataset,
                    request,
                    file: Some(file),
                    waiting: None,
                    is_posted: false,
                    is_replay: true,
                    repeats: false,
                    reopens: Some(table),
                },
            );
        }
    }

    fn close(&mut self, table: TableId) {
        let job = self.next();
        let message = ToWorker::Start { job, request: Close { table }.into() };
        self.effects.push(Effect::Post { role: Role::Dataset, message, file: None });
    }

    fn insert(&mut self, job: JobId, pending: Pending<F, W>) {
        let is_ready = self.worker(pending.role).stage == Stage::Ready;
        self.pending.insert(job, pending);
        if is_ready {
            self.post(job);
        }
    }

    fn post(&mut self, job: JobId) {
        if let Some(pending) = self.pending.get_mut(&job) {
            pending.is_posted = true;
            self.effects.push(Effect::Post {
                role: pending.role,
                message: ToWorker::Start { job, request: pending.request.clone() },
                file: pending.file.clone(),
            });
        }
    }

    /// Ends a request; one that has ended already is left alone.
    fn settle(&mut self, job: JobId, outcome: Outcome<F>) {
        if let Some(pending) = self.pending.remove(&job)
            && let Some(waiting) = pending.waiting
        {
            self.effects.push(Effect::Settle(waiting, outcome));
        }
    }

    fn settle_all(&mut self, role: Role, failure: &Failure) {
        let jobs: Vec<JobId> =
            self.pending.iter().filter(|(_, pending)| pending.role == role).map(|(&job, _)| job).collect();
        jobs.into_iter().for_each(|job| self.settle(job, Err(failure.clone())));
    }

    fn next(&mut self) -> JobId {
        self.last += 1;
        self.last
    }

    fn is_current(&self, role: Role, incarnation: u32) -> bool {
        let worker = self.worker(role);
        worker.incarnation == incarnation && matches!(worker.stage, Stage::Starting | Stage::Ready)
    }

    fn worker(&self, role: Role) -> Worker {
        self.workers.get(&role).copied().unwrap_or_default()
    }

    fn worker_mut(&mut self, role: Role) -> &mut Worker {
        self.workers.entry(role).or_default()
    }
}

#[cfg(test)]
mod tests;
