//! The state of the view: what detectors are tried on, which and how, and what came of it. The page makes it once, so
//! that a result is still there when the visitor comes back.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use web_sys::File;

use super::bars::By;
use super::form::{self, Draft, Fields};
use super::plot::Kind;
use super::words::Job;
use crate::engine::configuration::Override;
use crate::engine::dataset::ColumnId;
use crate::engine::detect::{Options, Report};
use crate::engine::explore::filter::{Filter, Test};
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Lane};
use crate::page::engine::Engine;
use crate::page::look::Workspace;
use crate::page::store::Store;
use crate::page::workspaces::balance::form::generated_targets;
use crate::protocol::Progress;
use crate::protocol::balance::Inspect;
use crate::protocol::detect::Detect;

/// Up to this many rows detectors are tried by themselves when the workspace is opened first.
const BY_ITSELF: u64 = 20_000;

/// The visitor's own file, once it was read.
#[derive(Clone, Debug)]
pub struct Own {
    /// The file.
    pub file: SendWrapper<File>,
    /// Tells it from other files, even of the same name.
    number: u32,
    /// Its number of rows.
    pub rows: u64,
    /// Names of the columns that can be the label.
    targets: Vec<String>,
    /// The options; a link does not carry them, since it is the dataset's.
    settings: Vec<Override>,
}

/// What rows are from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    /// The dataset, or none yet.
    Dataset(Option<Box<Configuration>>),
    /// The visitor's file of this number.
    File(u32),
}

/// What detectors are tried on, which and how.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    source: Source,
    settings: Vec<Override>,
    /// The options of balancing, where they matter.
    balancing: Vec<Override>,
}

/// A comparison.
#[derive(Debug)]
pub struct Made {
    asked: Asked,
    /// The number of rows, where they were generated.
    pub generated_rows: Option<u64>,
    /// The name of the file, where they were not.
    pub file: Option<String>,
    /// What it says.
    pub report: Report,
}

/// A job that could not be done.
#[derive(Clone, Debug)]
struct Failed {
    job: Job,
    asked: Asked,
    problems: Vec<Problem>,
}

/// What detectors are tried on, which and how, and what came of it.
#[derive(Clone, Copy)]
pub struct Detecting {
    client: Client,
    engine: Engine,
    store: Store,
    lane: Lane,
    drafts: RwSignal<Vec<Draft>>,
    /// The visitor's file; without one it is the dataset.
    pub own: RwSignal<Option<Own>>,
    asked: Memo<Asked>,
    /// What the form shows.
    pub fields: Memo<Fields>,
    /// The job under way, and its number.
    running: RwSignal<Option<(u32, Job)>>,
    last: StoredValue<u32>,
    progress: RwSignal<Option<Progress>>,
    failed: RwSignal<Option<Failed>>,
    /// The last comparison. It stays until another one is done.
    pub made: RwSignal<Option<Arc<Made>>>,
    is_visited: RwSignal<bool>,
    /// Whether it may still begin without being asked.
    begins_by_itself: RwSignal<bool>,
    /// Whether the options are open.
    pub is_choosing: RwSignal<bool>,
    /// The chart that is shown.
    pub kind: RwSignal<Kind>,
    /// What missed rows are grouped by.
    pub by: RwSignal<By>,
    /// What a false alarm and a missed anomaly cost, as typed.
    pub costs: [RwSignal<String>; 2],
    /// Key and balancing of the detector that was chosen last.
    pub wanted: StoredValue<Option<(String, bool)>>,
}

impl Detecting {
    /// Of the dataset at first.
    pub fn new(client: Client, engine: Engine, store: Store) -> Self {
        let own = RwSignal::new(None::<Own>);
        let drafts = RwSignal::new(Vec::new());
        let failed = RwSignal::new(None::<Failed>);
        let asked = Memo::new(move |_| {
            let (source, settings) = own.with(|own| match own {
                Some(own) => (Source::File(own.number), own.settings.clone()),
                None => (
                    Source::Dataset(engine.configuration().map(Box::new)),
                    store.look().with(|look| look.detect.clone()),
                ),
            });
            let balances = Options::of(&settings).0.balance;
            let balancing =
                store.look().with(|look| if balances { look.balance.clone() } else { Vec::new() });
            Asked { source, settings, balancing }
        });
        let fields = Memo::new(move |_| {
            let asked = asked.get();
            let refused = failed.with(|failed| {
                let failed = failed.as_ref().filter(|failed| failed.asked == asked);
                failed.map(|failed| failed.problems.clone()).unwrap_or_default()
            });
            drafts.with(|drafts: &Vec<Draft>| Fields::of(&asked.settings, drafts, &refused))
        });
        let detecting = Detecting {
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
            is_visited: RwSignal::new(false),
            begins_by_itself: RwSignal::new(true),
            is_choosing: RwSignal::new(false),
            kind: RwSignal::new(Kind::default()),
            by: RwSignal::new(By::default()),
            costs: ["1", "10"].map(|cost| RwSignal::new(cost.to_owned())),
            wanted: StoredValue::new(None),
        };
        // Another dataset has other rows: what is being tried is not of them.
        Effect::watch(
            move || engine.configuration(),
            move |now, before, _| {
                let is_running = detecting.running.get_untracked();
                if before != Some(now) && is_running.is_some_and(|(_, job)| job == Job::Dataset) {
                    detecting.stop();
                }
            },
            false,
        );
        Effect::new(move || {
            let is_small = engine.configuration().is_some_and(|made| made.rows <= BY_ITSELF);
            let is_wanted = detecting.is_visited.get() && detecting.begins_by_itself.get();
            let is_ready = engine.held.get() && is_small && !detecting.is_running();
            if is_wanted && is_ready && detecting.own.with(Option::is_none) {
                detecting.start();
            }
        });
        detecting
    }

    /// Says whether the workspace is in sight.
    pub fn visit(self, is_visited: bool) {
        if self.is_visited.get_untracked() != is_visited {
            self.is_visited.set(is_visited);
        }
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

    /// Whether there is something to try detectors on, and every option can be used.
    pub fn is_ready(self) -> bool {
        let has_rows = self.own.with(Option::is_some) || self.engine.made.with(Option::is_some);
        has_rows && self.fields.with(Fields::are_usable)
    }

    /// Rows of the dataset, once there is one.
    pub fn dataset_rows(self) -> Option<u64> {
        self.engine.made.with(|made| made.as_ref().map(|made| made.configuration.rows))
    }

    /// Names of the columns that can be the label.
    pub fn targets(self) -> Vec<String> {
        self.own.with(|own| own.as_ref().map_or_else(generated_targets, |own| own.targets.clone()))
    }

    /// In what the last comparison differs from what is chosen now.
    pub fn difference(self) -> Option<&'static str> {
        let asked = self.asked.get();
        self.made.with(|made| {
            let made = &made.as_ref()?.asked;
            if made.source != asked.source {
                return Some("The dataset changed.");
            }
            (*made != asked).then_some("Other options are chosen.")
        })
    }

    /// Why a file could not be read.
    pub fn problems_of_file(self) -> Vec<Problem> {
        self.problems(|failed, _| failed.job == Job::Open)
    }

    /// Why detectors could not be tried on what is chosen.
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
    pub fn enter(self, path: &str, typed: &str) {
        let before = self.asked.get_untracked().settings;
        let mut drafts = self.drafts.get_untracked();
        let settings = form::enter(&before, &mut drafts, path, typed);
        self.drafts.set(drafts);
        let Some(settings) = settings.filter(|settings| *settings != before) else { return };
        if self.own.with_untracked(Option::is_none) {
            self.store.update(|look| look.detect = settings);
        } else {
            self.own.update(|own| {
                if let Some(own) = own {
                    own.settings = settings;
                }
            });
        }
    }

    /// Opens the audit.
    pub fn show_audit(self) {
        self.store.update(|look| look.workspace = Workspace::Audit);
    }

    /// Shows a row of the dataset alone in its table.
    pub fn show_row(self, row: u32) {
        let number = f64::from(row) + 1.0;
        self.store.update(|look| {
            look.filter = Filter::default();
            let test = Test::Numbers { min: Some(number), max: Some(number), closed: true };
            look.filter.set(ColumnId::IssueId.name(), test);
            look.workspace = Workspace::Data;
        });
    }

    /// A job begins; whatever was under way ends. Its number says later whether it is still the one that counts.
    fn begin(self, job: Job) -> u32 {
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
        self.begins_by_itself.set(false);
        if let Failure::Problems(problems) = failure {
            self.failed.set(Some(Failed { job, asked, problems }));
        }
        self.running.set(None);
    }

    fn stop(self) {
        self.lane.cancel(self.client);
        self.running.set(None);
        self.failed.set(None);
    }

    /// Stops what is under way, as the visitor wants. What was found before stays.
    pub fn cancel(self) {
        self.begins_by_itself.set(false);
        self.stop();
    }

    /// Reads a file of the visitor's. What was chosen before stays until it is read.
    pub fn open(self, file: File) {
        let number = self.begin(Job::Open);
        self.begins_by_itself.set(false);
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

    /// Tries the detectors.
    pub fn start(self) {
        if self.running.get_untracked().is_some() || !untrack(|| self.is_ready()) {
            return;
        }
        let asked = self.asked.get_untracked();
        let own = self.own.get_untracked();
        let (job, configuration) = match &asked.source {
            Source::File(_) => (Job::File, None),
            Source::Dataset(configuration) => (Job::Dataset, configuration.as_deref().cloned()),
        };
        let generated_rows = configuration.as_ref().map(|configuration| configuration.rows);
        let (options, balancing) = (asked.settings.clone(), asked.balancing.clone());
        let number = self.begin(job);
        spawn_local(async move {
            let request = Detect { configuration, options, balancing };
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
                    let file = own.map(|own| own.file.name());
                    let made = Made { asked, generated_rows, file, report: reply.answer };
                    self.begins_by_itself.set(false);
                    self.made.set(Some(Arc::new(made)));
                    self.running.set(None);
                }
                Err(failure) => self.fail(job, asked, failure),
            }
        });
    }
}
