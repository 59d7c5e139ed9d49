//! The page's side of the engine: starts the worker, sends requests, keeps the answers, and starts a fresh
//! worker where one died.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Blob;

use super::notices::Notices;
use super::worker;
use crate::browser::{decode, encode};
use crate::engine::configuration::link::Link;
use crate::engine::dataset::Summary;
use crate::engine::decimal::grouped;
use crate::engine::{Configuration, Problem};
use crate::protocol::{Command, Event, JobId, Reply, Request, VERSION};

/// How long a worker may take to announce itself.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// Crashes in a row, without a dataset between them, after which no fresh worker is started by itself.
const MOST_CRASHES: u32 = 2;

/// The engine, as every view knows it.
#[derive(Clone, Copy)]
pub struct Engine {
    connection: StoredValue<Connection, LocalStorage>,
    /// Whether a worker is there.
    pub state: RwSignal<State>,
    /// The last complete dataset.
    pub made: RwSignal<Option<Made>>,
    /// Whether the worker holds it: a fresh one does not, until it has made it again.
    pub held: RwSignal<bool>,
    /// The dataset that is being made.
    pub running: RwSignal<Option<Running>>,
    notices: Notices,
}

/// Whether a worker is there.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// It is loading.
    Starting,
    /// It takes requests.
    Ready,
    /// It is not there, and will not be without the visitor.
    Broken(Problem),
}

/// A complete dataset.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// A new number for every dataset, so that views know when to ask again.
    pub generation: u32,
    /// The link that stands for it.
    pub link: Link,
    /// What it was made of: the link's configuration, with the seed of the student who opened it.
    pub configuration: Configuration,
    /// Its counts.
    pub summary: Summary,
}

/// A dataset that is being made.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    job: JobId,
    /// Rows done.
    pub done: u64,
    /// Rows in all.
    pub total: u64,
    /// Why it is made.
    pub wish: Wish,
}

/// Why a dataset is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// The visitor pressed a button, or followed a link; it can be cancelled.
    Asked,
    /// The visitor changed something in the form, and the dataset is small; what comes next takes its place.
    Typed,
    /// A fresh worker makes again what the one before held.
    Restored,
}

/// What is called with every event of a job.
type Handler = Rc<dyn Fn(Event, Option<Blob>)>;

#[derive(Default)]
struct Connection {
    worker: Option<web_sys::Worker>,
    ready: bool,
    /// Counts the workers, so that a late event of a dead one is known as such.
    incarnation: u32,
    crashes: u32,
    last_job: JobId,
    handlers: BTreeMap<JobId, Handler>,
    /// What the visitor asked for last, to be tried again.
    wanted: Option<Link>,
    outbox: Vec<Request>,
}

impl Engine {
    /// Starts a worker.
    pub fn start(notices: Notices) -> Self {
        let engine = Engine {
            connection: StoredValue::new_local(Connection::default()),
            state: RwSignal::new(State::Starting),
            made: RwSignal::new(None),
            held: RwSignal::new(false),
            running: RwSignal::new(None),
            notices,
        };
        engine.spawn();
        engine
    }

    /// Makes a dataset. The one before stays until it is complete.
    pub fn generate(self, link: Link, wish: Wish) {
        match (self.running.get_untracked(), wish) {
            (None, _) => {}
            // The latest wins.
            (Some(Running { job, wish: Wish::Typed, .. }), _) => self.cancel(job),
            (Some(_), Wish::Typed) => return,
            (Some(running), _) => {
                let reason = format!("a dataset of {} rows is being made", grouped(running.total));
                return self.notices.busy(&Problem::new(
                    "",
                    reason,
                    "wait until it is done, or cancel it first",
                ));
            }
        }
        self.connection.update_value(|connection| connection.wanted = Some(link.clone()));
        self.make(link, wish);
    }

    /// Whether this is what the visitor wanted last, whatever became of it.
    pub fn was_wanted(self, configuration: &Configuration) -> bool {
        self.connection.with_value(|connection| {
            connection.wanted.as_ref().is_some_and(|link| link.effective() == *configuration)
        })
    }

    fn is_running(self, job: JobId) -> bool {
        self.running.with_untracked(|running| running.as_ref().is_some_and(|running| running.job == job))
    }

    fn make(self, link: Link, wish: Wish) {
        let configuration = link.effective();
        let command = Command::Generate {
            preset: configuration.preset.key().to_owned(),
            settings: configuration.overrides(),
        };
        let total = configuration.rows;
        let number = self.next_job();
        let job = self.send(command, move |event, _| match event {
            Event::Progress { done, total } => self.running.update(|running| {
                if let Some(running) = running.as_mut().filter(|running| running.job == number) {
                    (running.done, running.total) = (done, total);
                }
            }),
            Event::Generated(summary) => self.complete(number, link.clone(), summary, wish),
            // Another one took its place.
            Event::Cancelled if !self.is_running(number) => {}
            Event::Cancelled => {
                self.running.set(None);
                self.notices.job_ended();
                let kept = if self.made.with_untracked(Option::is_some) {
                    " What was there before is still there."
                } else {
                    ""
                };
                self.notices.tell(format!("Cancelled.{kept}"));
            }
            Event::Failed(problems) => {
                if self.is_running(number) {
                    self.running.set(None);
                }
                if wish == Wish::Restored && !problems.is_empty() {
                    // What was there before cannot be made again: nothing of it is left to look at.
                    self.made.set(None);
                }
                problems.iter().for_each(|problem| self.notices.error(problem));
            }
            _ => {}
        });
        self.running.set(Some(Running { job, done: 0, total, wish }));
    }

    fn complete(self, job: JobId, link: Link, summary: Summary, wish: Wish) {
        if self.is_running(job) {
            self.running.set(None);
        }
        self.notices.job_ended();
        if wish != Wish::Restored {
            self.connection.update_value(|connection| connection.crashes = 0);
        }
        let generation = self.made.with_untracked(|made| made.as_ref().map_or(1, |made| made.generation + 1));
        self.held.set(true);
        let configuration = link.effective();
        self.made.set(Some(Made { generation, link, configuration, summary }));
    }

    /// What the last complete dataset was made of.
    pub fn configuration(self) -> Option<Configuration> {
        self.made.with(|made| made.as_ref().map(|made| made.configuration.clone()))
    }

    /// Stops making a dataset.
    pub fn cancel_generate(self) {
        if let Some(running) = self.running.get_untracked()
            && running.wish == Wish::Asked
        {
            self.cancel(running.job);
        }
    }

    /// Stops a job.
    pub fn cancel(self, job: JobId) {
        self.send(Command::Cancel { job }, |_, _| {});
    }

    /// The number of the job that is sent next.
    fn next_job(self) -> JobId {
        self.connection.with_value(|connection| connection.last_job + 1)
    }

    /// Sends a command, and has `handler` called with every event of its job, a last one that ends it
    /// included: where the worker dies, that is [`Event::Failed`].
    pub fn send(self, command: Command, handler: impl Fn(Event, Option<Blob>) + 'static) -> JobId {
        let mut job = 0;
        let is_cancel = matches!(command, Command::Cancel { .. });
        self.connection.update_value(|connection| {
            connection.last_job += 1;
            job = connection.last_job;
            if !is_cancel {
                connection.handlers.insert(job, Rc::new(handler));
            }
            let request = Request { job, command };
            match &connection.worker {
                Some(worker) if connection.ready => {
                    let _ = worker.post_message(&encode(&request));
                }
                _ => connection.outbox.push(request),
            }
        });
        job
    }

    /// Starts a worker again after it could not be started, or crashed too often.
    pub fn restart(self) {
        let mut wanted = None;
        self.connection.update_value(|connection| {
            connection.crashes = 0;
            wanted = connection.wanted.clone();
        });
        self.spawn();
        match wanted {
            Some(wanted) if self.made.with_untracked(Option::is_none) => self.make(wanted, Wish::Asked),
            _ => self.remake(),
        }
    }

    fn spawn(self) {
        self.state.set(State::Starting);
        let mut incarnation = 0;
        self.connection.update_value(|connection| {
            connection.incarnation += 1;
            connection.ready = false;
            incarnation = connection.incarnation;
        });
        let heard = move |data: JsValue| {
            if self.is_current(incarnation) {
                self.receive(&data);
            }
        };
        let failed = move |reason: String| {
            if self.is_current(incarnation) {
                self.fail(&reason);
            }
        };
        let worker = match worker::start("engine-worker", heard, failed) {
            Ok(worker) => worker,
            Err(reason) => return self.break_down(&reason),
        };
        // The worker runs this very module.
        if worker.post_message(&wasm_bindgen::module()).is_err() {
            return self.break_down("this browser does not hand compiled code to workers");
        }
        self.connection.update_value(|connection| connection.worker = Some(worker));
        set_timeout(
            move || {
                let waiting = self.state.try_get_untracked() == Some(State::Starting);
                if waiting && self.is_current(incarnation) {
                    self.break_down("the engine did not answer in time");
                }
            },
            READY_WITHIN,
        );
    }

    fn is_current(self, incarnation: u32) -> bool {
        self.connection.try_with_value(|connection| connection.incarnation) == Some(incarnation)
    }

    fn receive(self, data: &JsValue) {
        let message: Array = data.clone().unchecked_into();
        let blob = message.get(1).dyn_into::<Blob>().ok();
        let reply: Reply = match decode(&message.get(0)) {
            Ok(reply) => reply,
            Err(reason) => return self.fail(&reason),
        };
        match reply.event {
            Event::Ready { version } if version == VERSION => self.ready(),
            Event::Ready { .. } => self.break_down("the page and its engine are of different versions"),
            Event::Panicked { message } => self.fail(&message),
            Event::Failed(problems) if reply.job == 0 => {
                if let Some(problem) = problems.first() {
                    self.fail(&problem.reason);
                }
            }
            event => {
                let mut handler = None;
                self.connection.update_value(|connection| {
                    handler = match event {
                        Event::Progress { .. } => connection.handlers.get(&reply.job).cloned(),
                        _ => connection.handlers.remove(&reply.job),
                    };
                });
                // Called with the connection free: a handler may send.
                if let Some(handler) = handler {
                    handler(event, blob);
                }
            }
        }
    }

    fn ready(self) {
        self.connection.update_value(|connection| {
            connection.ready = true;
            if let Some(worker) = &connection.worker {
                for request in connection.outbox.drain(..) {
                    let _ = worker.post_message(&encode(&request));
                }
            }
        });
        self.state.set(State::Ready);
    }

    /// The worker is lost: its jobs fail, and a fresh one takes its place and makes the same dataset again.
    fn fail(self, reason: &str) {
        let was_ready = self.state.get_untracked() == State::Ready;
        if !was_ready {
            return self.break_down(&format!("the engine could not be loaded ({reason})"));
        }
        let crashes = self.drop_worker() + 1;
        self.connection.update_value(|connection| connection.crashes = crashes);
        if crashes > MOST_CRASHES {
            return self.break_down(&format!("the engine stopped again and again ({reason})"));
        }
        let hint =
            "a fresh one has been started; what you typed and the last complete dataset are still there";
        self.notices.error(&Problem::new("", format!("the engine stopped: {reason}"), hint));
        self.spawn();
        self.remake();
    }

    /// Makes the last complete dataset again, in a fresh worker.
    fn remake(self) {
        if let Some(made) = self.made.get_untracked() {
            self.make(made.link, Wish::Restored);
        }
    }

    fn break_down(self, reason: &str) {
        self.drop_worker();
        let hint = "check the connection and try again; if it stays, reload the page";
        self.state.set(State::Broken(Problem::new("", reason, hint)));
    }

    /// Ends the worker and all its jobs. The crashes so far.
    fn drop_worker(self) -> u32 {
        let mut crashes = 0;
        let mut handlers = BTreeMap::new();
        self.connection.update_value(|connection| {
            if let Some(worker) = connection.worker.take() {
                worker.terminate();
            }
            connection.ready = false;
            connection.incarnation += 1;
            connection.outbox.clear();
            crashes = connection.crashes;
            handlers = std::mem::take(&mut connection.handlers);
        });
        self.held.set(false);
        self.running.set(None);
        for handler in handlers.into_values() {
            handler(Event::Failed(Vec::new()), None);
        }
        crashes
    }
}
