//! The requests as views write them: `client.ask(request).latest(lane).send().await`.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::Duration;

use futures_channel::oneshot;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Worker};

use super::jobs::{Asked, Effect, Failure, Jobs, Outcome, State};
use super::worker;
use crate::engine::Text;
use crate::page::components::notices::Notices;
use crate::protocol::dataset::TableId;
use crate::protocol::{Answer, Ask, JobId, Progress, Request, Role};

/// How long a worker may take to announce itself.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// The workers, as every view knows them.
#[derive(Clone, Copy)]
pub struct Client {
    jobs: StoredValue<Jobs<JsValue, Waiting>, LocalStorage>,
    workers: StoredValue<BTreeMap<Role, Worker>, LocalStorage>,
    state: RwSignal<State>,
    moved: Trigger,
    notices: Notices,
}

/// Called with the progress of a request, and with none at its end.
pub(super) type OnProgress = Rc<dyn Fn(Option<Progress>)>;

/// Whoever waits for an answer.
struct Waiting {
    reply: oneshot::Sender<Outcome<JsValue>>,
    progress: Option<OnProgress>,
}

/// An answer and the files beside it.
#[derive(Debug)]
pub struct Reply<T> {
    /// The answer.
    pub answer: T,
    /// The files, in the answer's order.
    pub files: Vec<Blob>,
}

/// Requests of which only the latest counts: sending one cancels the one before, whose answer is never seen.
#[derive(Clone, Copy)]
pub struct Lane(StoredValue<Option<JobId>>);

impl Lane {
    /// A lane without a request.
    #[expect(clippy::new_without_default, reason = "it is a reactive value")]
    pub fn new() -> Self {
        Lane(StoredValue::new(None))
    }

    /// Cancels the request under way.
    pub fn cancel(self, client: Client) {
        if let Some(Some(job)) = self.0.try_update_value(Option::take) {
            client.change(|jobs| jobs.cancel(job));
        }
    }
}

/// A request that is about to be sent, and what answers it.
pub struct Asking<A> {
    letter: Letter,
    answer: PhantomData<A>,
}

/// A request of any kind that is about to be sent.
pub(super) struct Letter {
    client: Client,
    request: Request,
    role: Role,
    file: Option<JsValue>,
    progress: Option<OnProgress>,
    lane: Option<Lane>,
    is_replay: bool,
    repeats: bool,
}

impl Client {
    /// Starts the worker that holds the tables. Others are started when they are needed.
    pub fn start(notices: Notices) -> Self {
        let client = Client {
            jobs: StoredValue::new_local(Jobs::default()),
            workers: StoredValue::new_local(BTreeMap::new()),
            state: RwSignal::new(State::Starting),
            moved: Trigger::new(),
            notices,
        };
        client.restart();
        client
    }

    /// Whether the worker that holds the tables is there. Each time that it is starting, it holds none.
    pub fn state(self) -> ReadSignal<State> {
        self.state.read_only()
    }

    /// Starts the worker that holds the tables again, after it broke down.
    pub fn restart(self) {
        self.change(Jobs::start);
    }

    /// The id that a file's table has now: a fresh worker opens the file again, under another one.
    pub fn current(self, table: TableId) -> TableId {
        self.moved.track();
        self.jobs.with_value(|jobs| jobs.current(table))
    }

    /// Ends a worker, unless it is at work: it takes memory.
    pub fn dismiss(self, role: Role) {
        self.change(|jobs| jobs.dismiss(role));
    }

    /// A request, to be sent with [`Asking::send`].
    pub fn ask<A: Ask>(self, request: A) -> Asking<A> {
        Asking { letter: self.letter(request.into(), A::ROLE), answer: PhantomData }
    }

    /// A request to a worker.
    pub(super) fn letter(self, request: Request, role: Role) -> Letter {
        // A writer's output comes with its answer, so that it can be done again.
        let repeats = matches!(role, Role::Export(_));
        let client = self;
        Letter { client, request, role, file: None, progress: None, lane: None, is_replay: false, repeats }
    }

    /// Changes the bookkeeping, and does what follows from it.
    fn change<T>(self, change: impl FnOnce(&mut Jobs<JsValue, Waiting>) -> T) -> Option<T> {
        let (result, effects) = self.jobs.try_update_value(|jobs| {
            let result = change(jobs);
            (result, jobs.effects())
        })?;
        // With the bookkeeping free: whoever gets an answer may ask again.
        effects.into_iter().for_each(|effect| self.carry_out(effect));
        Some(result)
    }

    fn carry_out(self, effect: Effect<JsValue, Waiting>) {
        match effect {
            Effect::Spawn { role, incarnation } => self.spawn(role, incarnation),
            Effect::Terminate(role) => {
                let ended = self.workers.try_update_value(|workers| workers.remove(&role)).flatten();
                if let Some(worker) = ended {
                    worker.terminate();
                }
            }
            Effect::Post { role, message, file } => {
                // One that carries no message is noticed where it should have answered.
                self.workers.with_value(|workers| {
                    if let Some(worker) = workers.get(&role) {
                        let _ = worker::post(worker, &message, file.as_ref());
                    }
                });
            }
            Effect::Settle(waiting, outcome) => {
                if let Some(progress) = &waiting.progress {
                    progress(None);
                }
                // Where the view is gone, nobody waits.
                let _ = waiting.reply.send(outcome);
            }
            Effect::Progress(job, progress) => {
                let listener = self
                    .jobs
                    .try_with_value(|jobs| jobs.waiting(job).and_then(|waiting| waiting.progress.clone()));
                if let Some(listener) = listener.flatten() {
                    listener(Some(progress));
                }
            }
            Effect::State(state) => self.state.set(state),
            Effect::Lost(problem) => self.notices.error(&problem),
            Effect::Moved => self.moved.notify(),
        }
    }

    fn spawn(self, role: Role, incarnation: u32) {
        let received = move |message, files| {
            self.change(|jobs| jobs.received(role, incarnation, message, files));
        };
        let failed = move |reason: Text| {
            self.change(|jobs| jobs.failed(role, incarnation, reason));
        };
        match worker::start(role, received, failed) {
            Ok(worker) => {
                self.workers.update_value(|workers| {
                    workers.insert(role, worker);
                });
            }
            Err(reason) => {
                self.change(|jobs| jobs.failed(role, incarnation, reason));
            }
        }
        let wait = move || {
            self.change(|jobs| jobs.waited(role, incarnation));
        };
        set_timeout(wait, READY_WITHIN);
    }
}

impl<A: Ask> Asking<A> {
    /// The file that goes with it.
    pub fn with_file(mut self, file: &Blob) -> Self {
        self.letter.file = Some(file.into());
        self
    }

    /// The handle of the visitor's file that the answer's file is written to; none comes beside the answer then.
    pub fn into_file(mut self, handle: JsValue) -> Self {
        self.letter.file = Some(handle);
        // What stands in the file is not begun again behind the visitor's back.
        self.letter.repeats = false;
        self
    }

    /// Keeps a signal at the progress while the request is under way, and at none afterwards.
    pub fn progress(self, progress: RwSignal<Option<Progress>>) -> Self {
        self.on_progress(move |now| {
            progress.try_set(now);
        })
    }

    /// Calls a function with the progress while the request is under way, and with none afterwards.
    pub fn on_progress(mut self, listener: impl Fn(Option<Progress>) + 'static) -> Self {
        self.letter.progress = Some(Rc::new(listener));
        self
    }

    /// Cancels the request before it in the lane.
    pub fn latest(mut self, lane: Lane) -> Self {
        self.letter.lane = Some(lane);
        self
    }

    /// Says that it brings a fresh worker to where the one before was: if that crashes as well, it counts as the same
    /// crash.
    pub fn replay(mut self, is_replay: bool) -> Self {
        self.letter.is_replay = is_replay;
        self
    }

    /// Sends it at once, and waits for the answer where that is awaited.
    ///
    /// # Errors
    /// Why there is none.
    pub fn send(self) -> impl Future<Output = Result<Reply<A::Answer>, Failure>> {
        let answer = self.letter.send();
        async move { answer.await.and_then(Reply::of::<A>) }
    }
}

impl<T> Reply<T> {
    /// What answers a request.
    ///
    /// # Errors
    /// It answers another one.
    pub fn of<A: Ask<Answer = T>>(reply: Reply<Answer>) -> Result<Self, Failure> {
        let Reply { answer, files } = reply;
        Ok(Reply { answer: A::answer(answer).ok_or(Failure::Lost)?, files })
    }
}

impl Letter {
    /// As a part of a job that the worker of this number does, with a file beside it: it is done again where that worker is lost.
    pub(super) fn part(self, number: u8, file: Option<&Blob>, lane: Lane, progress: OnProgress) -> Self {
        let (role, file) = (self.role.numbered(number), file.map(JsValue::from));
        Letter { role, file, lane: Some(lane), progress: Some(progress), ..self }
    }

    /// Has it done again where its worker is lost.
    pub(super) fn repeated(self) -> Self {
        Letter { repeats: true, ..self }
    }

    /// As [`Asking::send`].
    pub(super) fn send(self) -> impl Future<Output = Result<Reply<Answer>, Failure>> {
        let (reply, answered) = oneshot::channel();
        let replaces = self.lane.and_then(|lane| lane.0.try_get_value()).flatten();
        let progress = self.progress.clone();
        let asked = Asked {
            role: self.role,
            request: self.request,
            file: self.file,
            waiting: Waiting { reply, progress: self.progress },
            replaces,
            is_replay: self.is_replay,
            repeats: self.repeats,
        };
        let job = self.client.change(|jobs| jobs.ask(asked));
        if let Some(lane) = self.lane {
            lane.0.try_update_value(|latest| *latest = job);
        }
        let waits = |job| self.client.jobs.with_value(|jobs| jobs.waiting(job).is_some());
        if let Some(progress) = progress.filter(|_| job.is_some_and(waits)) {
            progress(Some(Progress::default()));
        }
        async move {
            job.ok_or(Failure::Cancelled)?;
            let (answer, files) = answered.await.unwrap_or(Err(Failure::Lost))?;
            let files = files.into_iter().filter_map(|file| file.dyn_into().ok()).collect();
            Ok(Reply { answer, files })
        }
    }
}
