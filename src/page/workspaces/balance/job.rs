//! The state of the view: what is balanced, with which options, and what came of it. The page makes it once, so that a
//! result is still there when the visitor comes back.

use std::sync::Arc;

use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::Blob;

use super::form::{self, Fields};
use super::words;
use crate::engine::balance::{
    BalanceOption, Options, Part, Report, Split, feature_counts, file_name, picture,
};
use crate::page::client::{Client, Reply};
use crate::page::components::chart::SharedChart;
use crate::page::engine::Engine;
use crate::page::runs::run::Run;
use crate::page::runs::runner::{OptionSet, Runs};
use crate::page::store::Store;
use crate::protocol::balance::{Balance, Balanced};

/// What the files of the dataset are named after.
const STEM: &str = "cybersecurity_dataset";

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

/// Balanced rows.
#[derive(Debug)]
pub struct Made {
    /// The run that balanced them.
    run: Run,
    /// How they were split.
    pub split: Split,
    /// The report.
    pub report: Report,
    /// Its picture.
    pub chart: SharedChart,
    /// The file of each part.
    pub files: Vec<PartFile>,
}

/// What is balanced, how, and what came of it.
#[derive(Clone, Copy)]
pub struct Balancing {
    engine: Engine,
    /// The runs: what would be balanced now, and what is under way.
    pub runs: Runs,
    /// What the form shows.
    pub fields: Memo<Fields>,
    /// What came of the last balancing. It stays until another one is done.
    pub made: RwSignal<Option<Arc<Made>>>,
}

impl Balancing {
    /// Of the dataset at first.
    pub fn new(client: Client, engine: Engine, store: Store) -> Self {
        let runs = Runs::new(
            client,
            engine,
            store,
            OptionSet {
                of: |look| &look.balance,
                of_mut: |look| &mut look.balance,
                beside: |_, _| Vec::new(),
                with_targets: form::with_targets,
            },
        );
        let fields = Memo::new(move |_| {
            let refused = runs.problems_of_rows();
            runs.asked()
                .with(|asked| runs.drafts().with(|drafts| Fields::of(&asked.settings, drafts, &refused)))
        });
        Balancing { engine, runs, fields, made: RwSignal::new(None) }
    }

    /// Whether there is something to balance, and every option can be used.
    pub fn is_ready(self) -> bool {
        self.runs.has_rows() && self.fields.with(Fields::are_usable)
    }

    /// What was chosen.
    pub fn options(self) -> Options {
        self.runs.asked().with(|asked| Options::of(&asked.settings).0)
    }

    /// How many columns of numbers and of categories are features.
    pub fn feature_counts(self) -> (usize, usize) {
        let options = self.options();
        self.runs.own().with(|own| match own {
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
        if self.runs.own().with(Option::is_some) {
            return None;
        }
        let target = self.options().target;
        self.engine.made.with(|made| form::known_classes(&target, &made.as_ref()?.summary))
    }

    /// In what the last result differs from what is shown.
    pub fn difference(self) -> Option<&'static str> {
        self.made.with(|made| self.runs.difference(&made.as_ref()?.run).map(words::difference))
    }

    /// Whether the last job that ended balanced rows.
    pub fn has_just_made(self) -> bool {
        self.made.with_untracked(|made| made.as_ref().is_some_and(|made| self.runs.is_last(&made.run)))
    }

    /// Takes what was typed into a field.
    pub fn enter(self, option: &'static BalanceOption, typed: &str) {
        self.runs.enter(|settings, drafts| form::enter(settings, drafts, option, typed));
    }

    /// Splits the rows and balances the classes.
    pub fn balance(self) {
        if !untrack(|| self.is_ready()) {
            return;
        }
        self.runs.start(
            |configuration, asked| vec![Balance { configuration, options: asked.settings.clone() }],
            move |run, replies| {
                let made = replies.into_iter().next().map(|reply| Arc::new(Made::of(run, reply)));
                self.made.set(made);
            },
        );
    }
}

impl Made {
    /// What a worker answered.
    fn of(run: Run, reply: Reply<Balanced>) -> Self {
        let Balanced { report, parts } = reply.answer;
        let stem = run.asked.file().map_or(STEM, form::stem);
        let files = parts.into_iter().zip(reply.files).map(|((part, rows), blob)| PartFile {
            part,
            name: file_name(stem, part),
            rows,
            blob: SendWrapper::new(blob),
        });
        Made {
            files: files.collect(),
            split: Options::of(&run.asked.settings).0.split,
            run,
            chart: Some(Arc::new(picture(&report))),
            report,
        }
    }
}
