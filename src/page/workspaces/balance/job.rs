//! The state of the view: what is balanced, with which options, and what came of it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use web_sys::{Blob, File};

use super::form::{self, Draft, Fields};
use crate::engine::Problem;
use crate::engine::balance::{BalanceOption, Report, file_name};
use crate::engine::configuration::Override;
use crate::page::client::{Client, Failure, Lane};
use crate::page::engine::Engine;
use crate::page::store::Store;
use crate::protocol::Progress;
use crate::protocol::balance::{Balance, Balanced, Inspect};

/// What the files of the dataset are named after.
const STEM: &str = "cybersecurity_dataset";

/// The visitor's own file, once it was read.
#[derive(Clone, Debug)]
pub struct Own {
    /// The file.
    pub file: SendWrapper<File>,
    /// Its number of rows.
    pub rows: u64,
    /// Its number of columns.
    pub columns: u64,
    /// Names of the columns that can be the target.
    pub targets: Vec<String>,
    /// The options; a link does not carry them, since it is the dataset's.
    pub settings: Vec<Override>,
}

/// A file of balanced rows.
#[derive(Clone, Debug)]
pub struct PartFile {
    /// Its name.
    pub name: String,
    /// Its number of rows.
    pub rows: u64,
    /// Its bytes.
    pub blob: SendWrapper<Blob>,
}

/// What came of the last balancing, or of the last file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// None was asked for, or it was cancelled.
    None,
    /// Rows were balanced.
    Done(Box<Report>, Vec<PartFile>),
    /// It could not be done.
    Failed(Vec<Problem>),
}

/// What is balanced, how, and what came of it.
#[derive(Clone, Copy)]
pub struct Balancing {
    client: Client,
    engine: Engine,
    store: Store,
    lane: Lane,
    drafts: RwSignal<Vec<Draft>>,
    /// The visitor's file; without one the dataset is balanced.
    pub own: RwSignal<Option<Own>>,
    /// What the form shows.
    pub fields: Memo<Fields>,
    /// The number of the job under way.
    running: RwSignal<Option<u32>>,
    last: StoredValue<u32>,
    /// Whether the last job was about the dataset, not about a file.
    of_dataset: StoredValue<bool>,
    progress: RwSignal<Option<Progress>>,
    /// What came of it.
    pub outcome: RwSignal<Outcome>,
}

impl Balancing {
    /// Of the dataset at first.
    pub fn new(client: Client, engine: Engine, store: Store) -> Self {
        let own = RwSignal::new(None::<Own>);
        let drafts = RwSignal::new(Vec::new());
        let fields = Memo::new(move |_| {
            drafts.with(|drafts: &Vec<Draft>| {
                own.with(|own| match own {
                    Some(own) => Fields::of(&own.settings, drafts),
                    None => store.look().with(|look| Fields::of(&look.balance, drafts)),
                })
            })
        });
        let balancing = Balancing {
            client,
            engine,
            store,
            lane: Lane::new(),
            drafts,
            own,
            fields,
            running: RwSignal::new(None),
            last: StoredValue::new(0),
            of_dataset: StoredValue::new(false),
            progress: RwSignal::new(None),
            outcome: RwSignal::new(Outcome::None),
        };
        // Another dataset has other rows: what is being balanced, or was, is not of them.
        Effect::watch(
            move || engine.configuration(),
            move |now, before, _| {
                if before != Some(now) && balancing.of_dataset.get_value() {
                    balancing.cancel();
                }
            },
            false,
        );
        balancing
    }

    /// Whether a job is under way.
    pub fn is_running(self) -> bool {
        self.running.with(Option::is_some)
    }

    /// How far the job under way is.
    pub fn percent(self) -> u64 {
        self.progress.get().map_or(0, Progress::percent)
    }

    /// Whether there is something to balance, and every option can be used.
    pub fn is_ready(self) -> bool {
        let has_rows = self.own.with(Option::is_some) || self.engine.made.with(Option::is_some);
        has_rows && self.fields.with(Fields::are_usable)
    }

    /// Rows of the dataset, once there is one.
    pub fn dataset_rows(self) -> Option<u64> {
        self.engine.configuration().map(|configuration| configuration.rows)
    }

    /// Names of the columns that can be the target.
    pub fn targets(self) -> Vec<String> {
        self.own.with(|own| own.as_ref().map_or_else(form::generated_targets, |own| own.targets.clone()))
    }

    /// What was chosen.
    fn settings(self) -> Vec<Override> {
        self.own.with_untracked(|own| match own {
            Some(own) => own.settings.clone(),
            None => self.store.look().with_untracked(|look| look.balance.clone()),
        })
    }

    /// Takes what was typed into a field.
    pub fn enter(self, option: &'static BalanceOption, typed: &str) {
        let before = self.settings();
        let mut drafts = self.drafts.get_untracked();
        let settings = form::enter(&before, &mut drafts, option, typed);
        self.drafts.set(drafts);
        let Some(settings) = settings.filter(|settings| *settings != before) else { return };
        if self.own.with_untracked(Option::is_none) {
            self.store.update(|look| look.balance = settings);
        } else {
            self.own.update(|own| {
                if let Some(own) = own {
                    own.settings = settings;
                }
            });
        }
    }

    /// Starts a job; whatever was under way ends. Its number says later whether it is still the one that counts.
    fn start(self, of_dataset: bool) -> u32 {
        self.of_dataset.set_value(of_dataset);
        let job = self.last.get_value().wrapping_add(1);
        self.last.set_value(job);
        self.running.set(Some(job));
        self.outcome.set(Outcome::None);
        job
    }

    /// Ends a job, if it is the one that counts.
    fn end(self, job: u32) -> bool {
        let counts = self.running.get_untracked() == Some(job);
        if counts {
            self.running.set(None);
        }
        counts
    }

    /// Shows why a job could not be done. A worker that was lost is the client's to speak of.
    fn fail(self, failure: Failure) {
        if let Failure::Problems(problems) = failure {
            self.outcome.set(Outcome::Failed(problems));
        }
    }

    /// Stops what is under way. What is typed stays.
    pub fn cancel(self) {
        self.lane.cancel(self.client);
        self.running.set(None);
        self.outcome.set(Outcome::None);
    }

    /// Reads a file of the visitor's. What was balanced before stays the source until it is read.
    pub fn open(self, file: File) {
        let job = self.start(false);
        spawn_local(async move {
            let asking = self.client.ask(Inspect).with_file(&file).progress(self.progress).latest(self.lane);
            let reply = asking.send().await;
            if !self.end(job) {
                return;
            }
            match reply {
                Ok(reply) => {
                    let inspected = reply.answer;
                    let settings = form::with_targets(&self.settings(), &inspected.targets);
                    self.drafts.set(Vec::new());
                    self.own.set(Some(Own {
                        file: SendWrapper::new(file),
                        rows: inspected.rows,
                        columns: inspected.columns.len() as u64,
                        targets: inspected.targets,
                        settings,
                    }));
                }
                Err(failure) => self.fail(failure),
            }
        });
    }

    /// Back to the dataset.
    pub fn forget_file(self) {
        self.cancel();
        self.drafts.set(Vec::new());
        self.own.set(None);
    }

    /// Splits the rows and balances the classes.
    pub fn balance(self) {
        if self.running.get_untracked().is_some() || !untrack(|| self.is_ready()) {
            return;
        }
        let own = self.own.get_untracked();
        let configuration = match own {
            Some(_) => None,
            None => untrack(|| self.engine.configuration()),
        };
        let stem =
            own.as_ref().map_or_else(|| STEM.to_owned(), |own| form::stem(&own.file.name()).to_owned());
        let request = Balance { configuration, options: self.settings() };
        let job = self.start(own.is_none());
        spawn_local(async move {
            let mut asking = self.client.ask(request).progress(self.progress).latest(self.lane);
            if let Some(own) = &own {
                asking = asking.with_file(&own.file);
            }
            let reply = asking.send().await;
            if !self.end(job) {
                return;
            }
            match reply {
                Ok(reply) => {
                    let Balanced { report, parts } = reply.answer;
                    let files = parts.into_iter().zip(reply.files).map(|((part, rows), blob)| PartFile {
                        name: file_name(&stem, part),
                        rows,
                        blob: SendWrapper::new(blob),
                    });
                    self.outcome.set(Outcome::Done(Box::new(report), files.collect()));
                }
                Err(failure) => self.fail(failure),
            }
        });
    }
}
