//! The state of the view: what is balanced, with which options, and what came of it. The page makes it once, so that a
//! result is still there when the visitor comes back.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use web_sys::{Blob, File};

use super::form::{self, Draft, Fields};
use super::words::Job;
use crate::engine::balance::{
    BalanceOption, Options, Part, Report, Split, feature_counts, file_name, picture,
};
use crate::engine::configuration::Override;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::chart::SharedChart;
use crate::page::engine::Engine;
use crate::page::store::Store;
use crate::protocol::Progress;
use crate::protocol::balance::{Balance, Balanced, Inspect};
use crate::protocol::dataset::ColumnInfo;

/// What the files of the dataset are named after.
const STEM: &str = "cybersecurity_dataset";

/// The visitor's own file, once it was read.
#[derive(Clone, Debug)]
pub struct Own {
    /// The file.
    pub file: SendWrapper<File>,
    /// Tells it from other files, even of the same name.
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

/// A file of balanced rows.
#[derive(Clone, Debug)]
pub struct PartFile {
    /// The part.
    pub part: Part,
    /// Its name.
    pub name: String,
    /// Its number of rows.
    pub rows: u64,
    /// Its bytes.
    pub blob: SendWrapper<Blob>,
}

/// What rows are from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    /// The dataset, or none yet.
    Dataset(Option<Box<Configuration>>),
    /// The visitor's file of this number.
    File(u32),
}

/// What rows were balanced, and how.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    source: Source,
    settings: Vec<Override>,
}

/// Balanced rows.
#[derive(Debug)]
pub struct Made {
    /// The number of the job that made them.
    job: u32,
    asked: Asked,
    /// How they were split.
    pub split: Split,
    /// The report.
    pub report: Report,
    /// Its picture.
    pub chart: SharedChart,
    /// The file of each part.
    pub files: Vec<PartFile>,
}

/// A job that could not be done.
#[derive(Clone, Debug)]
struct Failed {
    job: Job,
    asked: Asked,
    problems: Vec<Problem>,
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
    /// What would be balanced now, and how.
    asked: Memo<Asked>,
    /// What the form shows.
    pub fields: Memo<Fields>,
    /// The job under way, and its number.
    running: RwSignal<Option<(u32, Job)>>,
    last: StoredValue<u32>,
    progress: RwSignal<Option<Progress>>,
    failed: RwSignal<Option<Failed>>,
    /// What came of the last balancing. It stays until another one is done.
    pub made: RwSignal<Option<Arc<Made>>>,
}

impl Balancing {
    /// Of the dataset at first.
    pub fn new(client: Client, engine: Engine, store: Store) -> Self {
        let own = RwSignal::new(None::<Own>);
        let drafts = RwSignal::new(Vec::new());
        let failed = RwSignal::new(None::<Failed>);
        let asked = Memo::new(move |_| {
            own.with(|own| match own {
                Some(own) => Asked { source: Source::File(own.number), settings: own.settings.clone() },
                None => Asked {
                    source: Source::Dataset(engine.configuration().map(Box::new)),
                    settings: store.look().with(|look| look.balance.clone()),
                },
            })
        });
        let fields = Memo::new(move |_| {
            let asked = asked.get();
            let refused = failed.with(|failed| {
                let failed = failed.as_ref().filter(|failed| failed.asked == asked);
                failed.map(|failed| failed.problems.clone()).unwrap_or_default()
            });
            drafts.with(|drafts: &Vec<Draft>| Fields::of(&asked.settings, drafts, &refused))
        });
        let balancing = Balancing {
            client,
            engine,
            store,
            lane: Lane::new(),
            drafts,
            own,
            asked,
            fields,
            running: RwSignal::new(None),
            last: StoredValue::new(0),
            progress: RwSignal::new(None),
            failed,
            made: RwSignal::new(None),
        };
        // Another dataset has other rows: what is being balanced is not of them.
        Effect::watch(
            move || engine.configuration(),
            move |now, before, _| {
                let is_running = balancing.running.get_untracked();
                if before != Some(now) && is_running.is_some_and(|(_, job)| job == Job::Dataset) {
                    balancing.cancel();
                }
            },
            false,
        );
        balancing
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

    /// Whether there is something to balance.
    pub fn has_rows(self) -> bool {
        self.own.with(Option::is_some) || self.engine.made.with(Option::is_some)
    }

    /// Whether there is something to balance, and every option can be used.
    pub fn is_ready(self) -> bool {
        self.has_rows() && self.fields.with(Fields::are_usable)
    }

    /// Rows of the dataset, once there is one.
    pub fn dataset_rows(self) -> Option<u64> {
        self.engine.made.with(|made| made.as_ref().map(|made| made.configuration.rows))
    }

    /// Names of the columns that can be the target.
    pub fn targets(self) -> Vec<String> {
        self.own.with(|own| own.as_ref().map_or_else(form::generated_targets, |own| own.targets.clone()))
    }

    /// What was chosen.
    pub fn options(self) -> Options {
        self.asked.with(|asked| Options::of(&asked.settings).0)
    }

    /// How many columns of numbers and of categories are features.
    pub fn feature_counts(self) -> (usize, usize) {
        let options = self.options();
        self.own.with(|own| match own {
            Some(own) => {
                let columns = own.columns.iter();
                feature_counts(
                    columns.map(|column| (column.name.as_str(), column.kind, column.role)),
                    &options,
                )
            }
            None => {
                let columns = self.engine.configuration().into_iter().flat_map(|made| made.columns());
                feature_counts(columns.map(|column| (column.name, column.kind, column.role)), &options)
            }
        })
    }

    /// The classes of all rows with their numbers, where they are known without asking.
    pub fn classes(self) -> Option<Vec<(String, u64)>> {
        if self.own.with(Option::is_some) {
            return None;
        }
        let target = self.options().target;
        self.engine.made.with(|made| form::known_classes(&target, &made.as_ref()?.summary))
    }

    /// In what the last result differs from what is shown.
    pub fn difference(self) -> Option<&'static str> {
        let asked = self.asked.get();
        self.made.with(|made| {
            let made = &made.as_ref()?.asked;
            if made.source != asked.source {
                return Some("Made from other data.");
            }
            (made.settings != asked.settings).then_some("Made with other options.")
        })
    }

    /// Whether the last job that ended balanced rows.
    pub fn has_just_made(self) -> bool {
        let last = self.last.get_value();
        self.made.with_untracked(|made| made.as_ref().is_some_and(|made| made.job == last))
    }

    /// Why a file could not be read.
    pub fn problems_of_file(self) -> Vec<Problem> {
        self.problems(|failed, _| failed.job == Job::Open)
    }

    /// Why what is shown could not be balanced.
    pub fn problems_of_rows(self) -> Vec<Problem> {
        self.problems(|failed, asked| failed.job != Job::Open && failed.asked == *asked)
    }

    fn problems(self, counts: impl Fn(&Failed, &Asked) -> bool) -> Vec<Problem> {
        let asked = self.asked.get();
        self.failed.with(|failed| {
            let failed = failed.as_ref().filter(|failed| counts(failed, &asked));
            failed.map(|failed| failed.problems.clone()).unwrap_or_default()
        })
    }

    /// Takes what was typed into a field.
    pub fn enter(self, option: &'static BalanceOption, typed: &str) {
        let before = self.asked.get_untracked().settings;
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
    fn start(self, job: Job) -> u32 {
        let number = self.last.get_value().wrapping_add(1);
        self.last.set_value(number);
        self.failed.set(None);
        self.running.set(Some((number, job)));
        number
    }

    /// Whether a job is still the one that counts.
    fn counts(self, number: u32) -> bool {
        self.running.get_untracked().is_some_and(|(running, _)| running == number)
    }

    /// Ends a job that could not be done. A worker that was lost is the client's to speak of.
    fn fail(self, job: Job, asked: Asked, failure: Failure) {
        if let Failure::Problems(problems) = failure {
            self.failed.set(Some(Failed { job, asked, problems }));
        }
        self.running.set(None);
    }

    /// Stops what is under way. What is typed, and what was made before, stays.
    pub fn cancel(self) {
        self.lane.cancel(self.client);
        self.running.set(None);
        self.failed.set(None);
    }

    /// Reads a file of the visitor's. What was balanced before stays the source until it is read.
    pub fn open(self, file: File) {
        let number = self.start(Job::Open);
        spawn_local(async move {
            let asking = self.client.ask(Inspect).with_file(&file).progress(self.progress).latest(self.lane);
            let reply = asking.send().await;
            if !self.counts(number) {
                return;
            }
            let asked = self.asked.get_untracked();
            match reply {
                Ok(reply) => {
                    let inspected = reply.answer;
                    self.drafts.set(Vec::new());
                    self.own.set(Some(Own {
                        file: SendWrapper::new(file),
                        number,
                        rows: inspected.rows,
                        columns: inspected.columns,
                        settings: form::with_targets(&asked.settings, &inspected.targets),
                        targets: inspected.targets,
                    }));
                    self.running.set(None);
                }
                Err(failure) => self.fail(Job::Open, asked, failure),
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
        let asked = self.asked.get_untracked();
        let own = self.own.get_untracked();
        let (job, configuration) = match &asked.source {
            Source::File(_) => (Job::File, None),
            Source::Dataset(configuration) => (Job::Dataset, configuration.as_deref().cloned()),
        };
        let stem =
            own.as_ref().map_or_else(|| STEM.to_owned(), |own| form::stem(&own.file.name()).to_owned());
        let request = Balance { configuration, options: asked.settings.clone() };
        let number = self.start(job);
        spawn_local(async move {
            let mut asking = self.client.ask(request).progress(self.progress).latest(self.lane);
            if let Some(own) = &own {
                asking = asking.with_file(&own.file);
            }
            let reply = asking.send().await;
            if !self.counts(number) {
                return;
            }
            match reply {
                Ok(reply) => {
                    let Balanced { report, parts } = reply.answer;
                    let files = parts.into_iter().zip(reply.files).map(|((part, rows), blob)| PartFile {
                        part,
                        name: file_name(&stem, part),
                        rows,
                        blob: SendWrapper::new(blob),
                    });
                    let made = Made {
                        job: number,
                        split: Options::of(&asked.settings).0.split,
                        asked,
                        chart: Some(Arc::new(picture(&report))),
                        report,
                        files: files.collect(),
                    };
                    self.made.set(Some(Arc::new(made)));
                    self.running.set(None);
                }
                Err(failure) => self.fail(job, asked, failure),
            }
        });
    }
}
