//! The state of the view: what detectors are tried on, which and how, and what came of it. The page makes it once, so
//! that a result is still there when the visitor comes back.

use std::sync::Arc;

use js_sys::Array;
use leptos::prelude::*;
use web_sys::{Blob, File};

use super::along::Figure;
use super::bars::By;
use super::form::{self, Fields};
use super::plot::Kind;
use super::words;
use crate::engine::configuration::Override;
use crate::engine::dataset::ColumnId;
use crate::engine::detect::{Axis, Options, Origin, Report, Sweep, card, notebook, shares};
use crate::engine::explore::filter::{Filter, Test};
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, workers};
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::look::Workspace;
use crate::page::runs::run::{Asked, Job, Run, Source};
use crate::page::runs::runner::{OptionSet, Runs};
use crate::page::share::link::address;
use crate::page::store::Store;
use crate::protocol::detect::{self as asked, Detect};
use crate::report::Detectors;

/// Up to this many rows detectors are tried by themselves when the workspace is opened first.
const BY_ITSELF: u64 = 20_000;

/// Rows for which a further worker is worth its start.
const ROWS_PER_WORKER: u64 = 2_500;

/// More workers would wait for the one that tries the forest, which takes a third of the time.
const MAX_WORKERS: u64 = 4;

/// Rows that all workers together hold at most, where there are several: each generates or reads all rows, of which it then looks at 20,000.
const MAX_ROWS: u64 = 400_000;

/// A comparison.
#[derive(Debug)]
pub struct Made {
    run: Run,
    /// What it says.
    pub report: Report,
}

impl Made {
    /// The number of rows, where they were generated.
    pub fn generated_rows(&self) -> Option<u64> {
        self.run.asked.configuration().map(|configuration| configuration.rows)
    }

    /// The name of the file, where they were not.
    pub fn file(&self) -> Option<&str> {
        self.run.asked.file()
    }

    /// It as a notebook.
    pub fn notebook(&self) -> String {
        notebook::text(&self.report, &self.options(), &self.origin())
    }

    /// The model card of the detector at a place, with its threshold at a point of its ROC curve.
    pub fn card(&self, place: usize, point: usize) -> Option<String> {
        card::text(&self.report, &self.options(), &self.origin(), place, point)
    }

    fn options(&self) -> Options {
        Options::of(&self.run.asked.settings).0
    }

    fn origin(&self) -> Origin {
        let asked = &self.run.asked;
        match asked.configuration() {
            Some(configuration) => {
                Origin::dataset(configuration, &self.report, &self.options(), &asked.beside, address)
            }
            None => Origin::File(asked.file().unwrap_or_default().to_owned()),
        }
    }
}

/// Curves.
#[derive(Debug)]
pub struct Swept {
    run: Run,
    /// What they are.
    pub sweep: Sweep,
}

/// What detectors are tried on, which and how, and what came of it.
#[derive(Clone, Copy)]
pub struct Detecting {
    store: Store,
    /// The runs: what detectors would be tried on now, and what is under way.
    pub runs: Runs,
    /// What the form shows.
    pub fields: Memo<Fields>,
    /// The last comparison. It stays until another one is done.
    pub made: RwSignal<Option<Arc<Made>>>,
    is_visited: RwSignal<bool>,
    /// The axis of the last run that began; none where it compared detectors.
    drawn: RwSignal<Option<Axis>>,
    /// The last curves along each axis.
    swept: RwSignal<[Option<Arc<Swept>>; Axis::ALL.len()]>,
    /// The axis that is shown.
    pub axis: RwSignal<Axis>,
    /// The figure that is shown.
    pub figure: RwSignal<Figure>,
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
        let runs = Runs::new(
            client,
            engine,
            store,
            OptionSet {
                of: |look| &look.detect,
                of_mut: |look| &mut look.detect,
                beside: |settings, look| {
                    if Options::of(settings).0.balance { look.balance.clone() } else { Vec::new() }
                },
                with_targets: form::with_targets,
            },
        );
        let fields = Memo::new(move |_| {
            let refused = runs.problems_of_rows();
            runs.asked()
                .with(|asked| runs.drafts().with(|drafts| Fields::of(&asked.settings, drafts, &refused)))
        });
        let detecting = Detecting {
            store,
            runs,
            fields,
            made: RwSignal::new(None),
            is_visited: RwSignal::new(false),
            drawn: RwSignal::new(None),
            swept: RwSignal::new([const { None }; Axis::ALL.len()]),
            axis: RwSignal::new(Axis::default()),
            figure: RwSignal::new(Figure::default()),
            is_choosing: RwSignal::new(false),
            kind: RwSignal::new(Kind::default()),
            by: RwSignal::new(By::default()),
            costs: ["1", "10"].map(|cost| RwSignal::new(cost.to_owned())),
            wanted: StoredValue::new(None),
        };
        Effect::new(move || {
            let is_small = engine.configuration().is_some_and(|made| made.rows <= BY_ITSELF);
            let is_wanted = detecting.is_visited.get() && !runs.is_settled();
            let is_ready = engine.held.get() && is_small && !runs.is_running();
            if is_wanted && is_ready {
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

    /// Whether there is something to try detectors on, and every option can be used.
    pub fn is_ready(self) -> bool {
        self.runs.has_rows() && self.fields.with(Fields::are_usable)
    }

    /// In what the last comparison differs from what is chosen now.
    pub fn difference(self) -> Option<&'static str> {
        self.made.with(|made| self.runs.difference(&made.as_ref()?.run).map(words::difference))
    }

    /// Whether the last job that ended compared detectors.
    pub fn has_just_made(self) -> bool {
        self.made.with_untracked(|made| made.as_ref().is_some_and(|made| self.runs.is_last(&made.run)))
    }

    /// The section of a report on the last comparison; none where that was of other rows than this configuration's.
    pub fn section(self, configuration: &Configuration) -> Option<Box<Detectors>> {
        self.made.with_untracked(|made| {
            let made = made.as_ref()?;
            (made.run.asked.configuration() == Some(configuration))
                .then(|| Box::new(Detectors::of(&made.report)))
        })
    }

    /// Takes what was typed into a field.
    pub fn enter(self, path: &str, typed: &str) {
        self.runs.enter(|settings, drafts| form::enter(settings, drafts, path, typed));
    }

    /// Goes to the workspace and tries detectors on rows that were balanced, a CSV file that the page made.
    pub fn try_balanced(self, name: &str, file: &Blob) {
        self.store.update(|look| look.workspace = Workspace::Detect);
        match File::new_with_blob_sequence(&Array::of1(file), name) {
            Ok(file) => self.runs.open_then(file, move || self.start()),
            Err(_) => self.runs.refuse_file(Problem::new(
                "",
                text!("the browser cannot hand {name} on", name),
                text!("save it from Balance, and open it here under Own CSV"),
            )),
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

    /// The curves of the axis that is shown.
    pub fn curves(self) -> Option<Arc<Swept>> {
        self.swept.with(|swept| swept[self.axis.get() as usize].clone())
    }

    /// In what curves differ from what is chosen now. Balancing does not matter to them.
    pub fn difference_of(self, swept: &Swept) -> Option<&'static str> {
        let same_beside = |now: &Asked| Asked { beside: now.beside.clone(), ..swept.run.asked.clone() };
        let difference = self.runs.asked().with(|now| same_beside(now).difference(now));
        difference.map(words::difference)
    }

    /// Whether curves are being drawn.
    pub fn is_drawing(self) -> bool {
        self.drawn.with(Option::is_some) && self.runs.job().is_some_and(|job| job != Job::Open)
    }

    /// Why the last comparison failed, or a file could not be read.
    pub fn problems(self) -> Vec<Problem> {
        let of_file = self.runs.problems_of_file();
        let is_comparison = self.drawn.with(Option::is_none);
        if of_file.is_empty() && is_comparison { self.runs.problems_of_rows() } else { of_file }
    }

    /// Why the curves along the axis that is shown could not be drawn.
    pub fn problems_of_curves(self) -> Vec<Problem> {
        let is_shown = self.drawn.get() == Some(self.axis.get());
        if is_shown { self.runs.problems_of_rows() } else { Vec::new() }
    }

    /// What is being done, or what came of what was done last.
    pub fn status(self) -> String {
        match (self.runs.job(), self.drawn.get()) {
            (Some(Job::Open), _) => t!("Reading the file…").to_owned(),
            (Some(_), Some(_)) => t!("Drawing curves…").to_owned(),
            (Some(_), None) => t!("Trying detectors…").to_owned(),
            (None, Some(axis)) => self.swept.with(|swept| {
                let swept = swept[axis as usize].as_ref();
                swept.map(|swept| format!("{}.", language::told(&swept.sweep.finding()))).unwrap_or_default()
            }),
            (None, None) => self.made.with(|made| {
                made.as_ref()
                    .map(|made| format!("{}.", language::told(&made.report.finding())))
                    .unwrap_or_default()
            }),
        }
    }

    /// Whether the last job that ended drew curves.
    pub fn has_just_swept(self) -> bool {
        self.swept.with_untracked(|swept| swept.iter().flatten().any(|swept| self.runs.is_last(&swept.run)))
    }

    /// Why there can be no curves along an axis.
    pub fn refusal(self, axis: Axis) -> Option<Problem> {
        self.runs.asked().with(|asked| match &asked.source {
            Source::Dataset(None) => None,
            Source::Dataset(Some(configuration)) => axis.refusal(Some(configuration)),
            Source::File { .. } => axis.refusal(None),
        })
    }

    /// Whether curves can be drawn now.
    pub fn can_sweep(self) -> bool {
        self.is_ready() && self.refusal(self.axis.get()).is_none()
    }

    /// Draws the curves of the axis that is shown.
    pub fn sweep(self) {
        if untrack(|| self.runs.is_running() || !self.can_sweep()) {
            return;
        }
        let axis = self.axis.get_untracked();
        self.drawn.set(Some(axis));
        self.runs.start_aside(
            move |configuration, asked| {
                let share = |options| asked::Sweep { configuration: configuration.clone(), axis, options };
                self.shares(asked).into_iter().map(share).collect()
            },
            move |run, replies| {
                let mut parts = replies.into_iter().map(|reply| reply.answer);
                let sweep = parts.next().map(|part| part.join(parts));
                self.swept
                    .update(|all| all[axis as usize] = sweep.map(|sweep| Arc::new(Swept { run, sweep })));
            },
        );
    }

    /// Tries the detectors.
    pub fn start(self) {
        if untrack(|| self.runs.is_running() || !self.is_ready()) {
            return;
        }
        self.drawn.set(None);
        self.runs.start(
            move |configuration, asked| {
                let balancing = asked.beside.clone();
                let share = |options| Detect {
                    configuration: configuration.clone(),
                    options,
                    balancing: balancing.clone(),
                };
                self.shares(asked).into_iter().map(share).collect()
            },
            move |run, replies| {
                let mut parts = replies.into_iter().map(|reply| reply.answer);
                let report = parts.next().map(|part| part.join(parts));
                self.made.set(report.map(|report| Arc::new(Made { run, report })));
            },
        );
    }

    /// The options of the workers that try some of the detectors each.
    fn shares(self, asked: &Asked) -> Vec<Vec<Override>> {
        let own = self.runs.own().with_untracked(|own| own.as_ref().map(|own| own.rows));
        let rows = own.or(asked.configuration().map(|configuration| configuration.rows)).unwrap_or_default();
        let worth = (rows / ROWS_PER_WORKER).min(MAX_WORKERS).min(MAX_ROWS / rows.max(1));
        shares(&asked.settings, workers(worth))
    }
}
