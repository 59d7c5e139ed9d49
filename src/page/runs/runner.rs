//! The runs of a workspace: what is asked for, what is under way, and why something could not be done. The page makes
//! one for each workspace, so that its state is still there when the visitor comes back.

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use web_sys::{Blob, File};

use super::columns::generated_targets;
use super::draft::Draft;
use super::run::{Asked, Difference, Job, Run, Source};
use crate::engine::configuration::Override;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Parts, Reply};
use crate::page::engine::Engine;
use crate::page::look::Look;
use crate::page::shell::focused;
use crate::page::store::Store;
use crate::protocol::balance::Inspect;
use crate::protocol::dataset::ColumnInfo;
use crate::protocol::{Answer, Ask, Progress, Request, Role};

/// The visitor's own file, once it was read.
#[derive(Clone, Debug)]
pub struct Own {
    file: SendWrapper<File>,
    number: u32,
    /// Its number of rows.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnInfo>,
    /// Names of the columns that can be the target.
    targets: Vec<String>,
    /// The options; a link does not carry them, since it is the dataset's.
    settings: Vec<Override>,
}

impl Own {
    /// Its name.
    pub fn name(&self) -> String {
        self.file.name()
    }
}

/// The options of a workspace.
#[derive(Clone, Copy)]
pub struct OptionSet {
    /// Those that a link carries.
    pub of: fn(&Look) -> &Vec<Override>,
    /// The same, to be changed.
    pub of_mut: fn(&mut Look) -> &mut Vec<Override>,
    /// Those of another workspace, where they matter beside these.
    pub beside: fn(&[Override], &Look) -> Vec<Override>,
    /// These for data whose columns can be these targets.
    pub with_targets: fn(&[Override], &[String]) -> Vec<Override>,
}

/// A job that could not be done.
#[derive(Clone, Debug)]
struct Failed {
    job: Job,
    asked: Asked,
    problems: Vec<Problem>,
}

/// The runs of a workspace.
#[derive(Clone, Copy)]
pub struct Runs {
    engine: Engine,
    store: Store,
    parts: Parts,
    options: OptionSet,
    drafts: RwSignal<Vec<Draft>>,
    own: RwSignal<Option<Own>>,
    asked: Memo<Asked>,
    /// The job under way, and its number.
    running: RwSignal<Option<(u32, Job)>>,
    last: StoredValue<u32>,
    /// The element that had the focus as it began: a button that hides loses it.
    pressed: StoredValue<Option<String>>,
    progress: RwSignal<Option<Progress>>,
    failed: RwSignal<Option<Failed>>,
    is_settled: RwSignal<bool>,
    /// Whether the end of the last job counts for that.
    settles: StoredValue<bool>,
}

impl Runs {
    /// Of the dataset at first.
    pub fn new(client: Client, engine: Engine, store: Store, options: OptionSet) -> Self {
        let own = RwSignal::new(None::<Own>);
        let asked = Memo::new(move |_| {
            let (source, settings) = own.with(|own| match own {
                Some(own) => (Source::File { number: own.number, name: own.name() }, own.settings.clone()),
                None => (
                    Source::Dataset(engine.configuration().map(Box::new)),
                    store.look().with(|look| (options.of)(look).clone()),
                ),
            });
            let beside = store.look().with(|look| (options.beside)(&settings, look));
            Asked { source, settings, beside }
        });
        let runs = Runs {
            engine,
            store,
            parts: Parts::new(client),
            options,
            drafts: RwSignal::new(Vec::new()),
            own,
            asked,
            running: RwSignal::new(None),
            last: StoredValue::new(0),
            pressed: StoredValue::new(None),
            progress: RwSignal::new(None),
            failed: RwSignal::new(None),
            is_settled: RwSignal::new(false),
            settles: StoredValue::new(true),
        };
        // Another dataset has other rows: what is under way is not of them.
        Effect::watch(
            move || engine.configuration(),
            move |now, before, _| {
                let is_running = runs.running.get_untracked();
                if before != Some(now) && is_running.is_some_and(|(_, job)| job == Job::Dataset) {
                    runs.stop();
                }
            },
            false,
        );
        runs
    }

    /// The visitor's file; without one it is the dataset.
    pub fn own(self) -> ReadSignal<Option<Own>> {
        self.own.read_only()
    }

    /// What a run would be asked now.
    pub fn asked(self) -> Memo<Asked> {
        self.asked
    }

    /// What is being typed and cannot be used.
    pub fn drafts(self) -> ReadSignal<Vec<Draft>> {
        self.drafts.read_only()
    }

    /// The job under way.
    pub fn job(self) -> Option<Job> {
        self.running.get().map(|(_, job)| job)
    }

    /// Whether a job is under way.
    pub fn is_running(self) -> bool {
        self.running.with(Option::is_some)
    }

    /// How far the job under way is.
    pub fn percent(self) -> u64 {
        self.progress.get().map_or(0, Progress::percent)
    }

    /// Whether there are rows.
    pub fn has_rows(self) -> bool {
        self.own.with(Option::is_some) || self.engine.made.with(Option::is_some)
    }

    /// Rows of the dataset, once there is one.
    pub fn dataset_rows(self) -> Option<u64> {
        self.engine.made.with(|made| made.as_ref().map(|made| made.configuration.rows))
    }

    /// Names of the columns that can be the target.
    pub fn targets(self) -> Vec<String> {
        self.own.with(|own| own.as_ref().map_or_else(generated_targets, |own| own.targets.clone()))
    }

    /// Whether a run has ended, or the visitor stopped one or chose a file. What another dataset stops does not count.
    pub fn is_settled(self) -> bool {
        self.is_settled.get()
    }

    /// In what a result differs from what is asked now.
    pub fn difference(self, run: &Run) -> Option<Difference> {
        self.asked.with(|asked| run.asked.difference(asked))
    }

    /// Whether a run is the job that was begun last.
    pub fn is_last(self, run: &Run) -> bool {
        run.number == self.last.get_value()
    }

    /// Why a file could not be read.
    pub fn problems_of_file(self) -> Vec<Problem> {
        self.problems(|failed| failed.job == Job::Open)
    }

    /// Why what is asked now could not be done.
    pub fn problems_of_rows(self) -> Vec<Problem> {
        let asked = self.asked.get();
        self.problems(|failed| failed.job != Job::Open && failed.asked == asked)
    }

    fn problems(self, counts: impl Fn(&Failed) -> bool) -> Vec<Problem> {
        self.failed.with(|failed| {
            let failed = failed.as_ref().filter(|failed| counts(failed));
            failed.map(|failed| failed.problems.clone()).unwrap_or_default()
        })
    }

    /// Takes what was typed into a field: `enter` gives the settings with it, or none where it became a draft.
    pub fn enter(self, enter: impl FnOnce(&[Override], &mut Vec<Draft>) -> Option<Vec<Override>>) {
        let before = self.asked.get_untracked().settings;
        let mut drafts = self.drafts.get_untracked();
        let settings = enter(&before, &mut drafts);
        self.drafts.set(drafts);
        let Some(settings) = settings.filter(|settings| *settings != before) else { return };
        if self.own.with_untracked(Option::is_none) {
            self.store.update(|look| *(self.options.of_mut)(look) = settings);
        } else {
            self.own.update(|own| {
                if let Some(own) = own {
                    own.settings = settings;
                }
            });
        }
    }

    /// A job begins; whatever was under way ends. Its number says later whether it is still the one that counts.
    fn begin(self, job: Job, settles: bool) -> u32 {
        self.settles.set_value(settles);
        self.pressed.set_value(focused());
        let number = self.last.get_value().wrapping_add(1);
        self.last.set_value(number);
        self.failed.set(None);
        self.running.set(Some((number, job)));
        number
    }

    /// The id of the element that had the focus as the last job began.
    pub fn pressed(self) -> Option<String> {
        self.pressed.get_value()
    }

    /// Whether a job is still the one that counts.
    fn counts(self, number: u32) -> bool {
        self.running.get_untracked().is_some_and(|(running, _)| running == number)
    }

    /// Ends a job that could not be done. A worker that was lost is the client's to speak of.
    fn fail(self, job: Job, asked: Asked, failure: Failure) {
        self.settle();
        if let Failure::Problems(problems) = failure {
            self.failed.set(Some(Failed { job, asked, problems }));
        }
        self.running.set(None);
    }

    fn settle(self) {
        if self.settles.get_value() {
            self.is_settled.set(true);
        }
    }

    fn stop(self) {
        self.parts.cancel();
        self.running.set(None);
        self.failed.set(None);
    }

    /// Stops what is under way, as the visitor wants. What is typed, and what was done before, stays.
    pub fn cancel(self) {
        self.settle();
        self.stop();
    }

    /// Reads a file of the visitor's. What was chosen before stays until it is read.
    pub fn open(self, file: File) {
        self.open_then(file, || ());
    }

    /// The same; `opened` is called once it is read and its columns are known.
    pub fn open_then(self, file: File, opened: impl FnOnce() + 'static) {
        let number = self.begin(Job::Open, true);
        self.settle();
        spawn_local(async move {
            let listener = self.listener();
            let listener = move |progress| listener(progress);
            let reply = self.parts.ask(vec![Inspect], Some(Blob::clone(&file)), listener).await;
            if !self.counts(number) {
                return;
            }
            let asked = self.asked.get_untracked();
            match reply {
                Ok(replies) => {
                    let Some(Reply { answer: inspected, .. }) = replies.into_iter().next() else { return };
                    self.drafts.set(Vec::new());
                    self.own.set(Some(Own {
                        file: SendWrapper::new(file),
                        number,
                        rows: inspected.rows,
                        columns: inspected.columns,
                        settings: (self.options.with_targets)(&asked.settings, &inspected.targets),
                        targets: inspected.targets,
                    }));
                    self.running.set(None);
                    opened();
                }
                Err(failure) => self.fail(Job::Open, asked, failure),
            }
        });
    }

    /// Says why there is no file to read.
    pub fn refuse_file(self, problem: Problem) {
        let asked = self.asked.get_untracked();
        self.failed.set(Some(Failed { job: Job::Open, asked, problems: vec![problem] }));
    }

    /// Back to the dataset.
    pub fn forget_file(self) {
        self.cancel();
        self.drafts.set(Vec::new());
        self.own.set(None);
    }

    /// Starts a run: `requests` puts what is asked for, whole or in parts, with the configuration of the rows where they are
    /// generated, and `done` takes the answers.
    pub fn start<A: Ask + 'static>(
        self,
        requests: impl FnOnce(Option<Configuration>, &Asked) -> Vec<A>,
        done: impl FnOnce(Run, Vec<Reply<A::Answer>>) + 'static,
    ) {
        self.run(true, requests, done);
    }

    /// The same, for a run whose end says nothing of those that start by themselves.
    pub fn start_aside<A: Ask + 'static>(
        self,
        requests: impl FnOnce(Option<Configuration>, &Asked) -> Vec<A>,
        done: impl FnOnce(Run, Vec<Reply<A::Answer>>) + 'static,
    ) {
        self.run(false, requests, done);
    }

    fn run<A: Ask + 'static>(
        self,
        settles: bool,
        requests: impl FnOnce(Option<Configuration>, &Asked) -> Vec<A>,
        done: impl FnOnce(Run, Vec<Reply<A::Answer>>) + 'static,
    ) {
        if self.running.with_untracked(Option::is_some) {
            return;
        }
        let asked = self.asked.get_untracked();
        let requests = requests(asked.configuration().cloned(), &asked);
        let requests = requests.into_iter().map(Into::into).collect();
        let done = move |run, replies: Vec<Reply<Answer>>| {
            // An answer to another request is none.
            done(run, replies.into_iter().filter_map(|reply| Reply::of::<A>(reply).ok()).collect());
        };
        self.run_any(settles, asked, requests, A::ROLE, Box::new(done));
    }

    /// The same for requests of any kind.
    fn run_any(
        self,
        settles: bool,
        asked: Asked,
        requests: Vec<Request>,
        role: Role,
        done: Box<dyn FnOnce(Run, Vec<Reply<Answer>>)>,
    ) {
        let file = self.own.with_untracked(|own| own.as_ref().map(|own| Blob::clone(&own.file)));
        let number = self.begin(asked.job(), settles);
        spawn_local(async move {
            let replies = self.parts.ask_all(requests, role, file, self.listener()).await;
            if !self.counts(number) {
                return;
            }
            match replies {
                Ok(replies) => {
                    self.settle();
                    done(Run { number, asked }, replies);
                    self.running.set(None);
                }
                Err(failure) => self.fail(asked.job(), asked, failure),
            }
        });
    }

    /// Takes the progress of what is under way, from its beginning.
    fn listener(self) -> Rc<dyn Fn(Progress)> {
        self.progress.set(Some(Progress::default()));
        Rc::new(move |progress| {
            self.progress.try_set(Some(progress));
        })
    }
}
