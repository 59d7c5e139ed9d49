//! What Explore looks at: which data, which rows of it, and which chart.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Blob, File};

use super::form::{self, Column, first_request};
use crate::engine::Problem;
use crate::engine::explore::chart::Selection;
use crate::engine::explore::filter::Filter;
use crate::engine::explore::{Kind, Request};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::chart::SharedChart;
use crate::page::components::notices::Notices;
use crate::page::engine::{Engine, State};
use crate::page::look::Workspace;
use crate::page::store::Store;
use crate::protocol::dataset::{Close, OpenFile, Opened, TableId};
use crate::protocol::{self, Progress};

/// Explore, as every view knows it.
#[derive(Clone, Copy)]
pub struct Explorer {
    /// The workers.
    pub client: Client,
    /// The dataset of the page.
    pub engine: Engine,
    /// What is said to the visitor.
    pub notices: Notices,
    /// Whether the workspace is visible: only then anything is asked for.
    pub is_active: RwSignal<bool>,
    /// What is looked at; none while there is no such table.
    pub subject: Signal<Option<Subject>>,
    /// The last chart that was computed.
    pub chart: RwSignal<SharedChart>,
    /// What became of the chart that was asked for last.
    pub outcome: RwSignal<Outcome>,
    /// How many rows pass the filter; none while that is not known.
    pub passing: RwSignal<Option<u64>>,
    /// How far the reading of a file is.
    pub reading: RwSignal<Option<Progress>>,
    /// How far the computing of a chart is.
    pub charting: RwSignal<Option<Progress>>,
    store: Store,
    asked: StoredValue<Option<Subject>>,
    source: RwSignal<Source>,
    balanced: RwSignal<Option<OwnData>, LocalStorage>,
    file: RwSignal<Option<OwnData>, LocalStorage>,
    reading_lane: Lane,
    chart_lane: Lane,
}

/// What became of a chart that was asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Outcome {
    /// It is being computed, or none was asked for yet.
    #[default]
    Pending,
    /// It is there.
    Shown,
    /// The visitor stopped it.
    Stopped,
    /// It cannot be computed, with the reasons.
    Failed(Vec<Problem>),
}

/// Where data comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The dataset of the page.
    Generated,
    /// What balancing made.
    Balanced,
    /// A file of the visitor's own.
    File,
}

impl Source {
    /// All of them, in the order of the page.
    pub const ALL: [Source; 3] = [Source::Generated, Source::Balanced, Source::File];
}

/// What is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The table.
    pub table: TableId,
    /// How a reader knows it.
    pub name: String,
    /// Its number of rows.
    pub rows: u64,
    /// Its columns.
    pub columns: Arc<[Column]>,
    /// Which rows.
    pub filter: Filter,
    /// The chart.
    pub request: Request,
}

/// Data that the page gave to the worker as a CSV file.
#[derive(Clone)]
struct OwnData {
    name: String,
    file: Blob,
    /// None where the worker that held it was lost.
    table: Option<TableId>,
    rows: u64,
    columns: Arc<[Column]>,
    filter: Filter,
    request: Request,
}

impl Explorer {
    /// Nothing is asked for before the workspace is visible.
    pub fn new(client: Client, engine: Engine, store: Store, notices: Notices) -> Self {
        let source = RwSignal::new(Source::Generated);
        let (balanced, file) = (RwSignal::new_local(None), RwSignal::new_local(None));
        let subject = Memo::new(move |_| match source.get() {
            Source::Generated => generated(engine, store),
            Source::Balanced => {
                balanced.with(|data: &Option<OwnData>| data.as_ref().and_then(OwnData::subject))
            }
            Source::File => file.with(|data: &Option<OwnData>| data.as_ref().and_then(OwnData::subject)),
        });
        let explorer = Explorer {
            client,
            engine,
            notices,
            is_active: RwSignal::new(false),
            subject: subject.into(),
            chart: RwSignal::new(None),
            outcome: RwSignal::new(Outcome::Pending),
            passing: RwSignal::new(None),
            reading: RwSignal::new(None),
            charting: RwSignal::new(None),
            store,
            asked: StoredValue::new(None),
            source,
            balanced,
            file,
            reading_lane: Lane::new(),
            chart_lane: Lane::new(),
        };
        explorer.follow();
        explorer
    }

    /// Asks anew where something else is looked at. Going away and coming back asks for nothing where nothing changed.
    fn follow(self) {
        let explorer = self;
        Effect::new(move || {
            let subject = explorer.subject.get().filter(|_| explorer.is_active.get());
            let is_new =
                |subject: &Subject| explorer.asked.with_value(|asked| asked.as_ref() != Some(subject));
            if let Some(subject) = subject.filter(is_new) {
                explorer.ask(subject);
            }
        });
        // What was balanced belongs to the dataset that it was made of.
        Effect::watch(
            move || explorer.engine.configuration(),
            move |now, before, _| {
                if before.is_some_and(|before| before != now) {
                    explorer.close(Source::Balanced);
                }
            },
            false,
        );
        // A fresh worker holds no file.
        Effect::watch(
            move || explorer.engine.state.get(),
            move |state, before, _| {
                if before == Some(&State::Ready) && *state != State::Ready {
                    for data in [explorer.balanced, explorer.file] {
                        data.update(|data| {
                            if let Some(data) = data {
                                data.table = None;
                            }
                        });
                    }
                }
            },
            false,
        );
        // It reads the file again when that is looked at.
        Effect::new(move || {
            let source = explorer.source.get();
            let is_ready = explorer.engine.state.get() == State::Ready;
            let Some(data) = explorer.own(source).filter(|_| is_ready) else { return };
            let lost = data.with(|data| data.clone().filter(|data| data.table.is_none()));
            if let Some(lost) = lost {
                spawn_local(explorer.read(source, lost.name, lost.file));
            }
        });
    }

    /// Goes to the workspace.
    fn open(self) {
        self.store.update(|look| look.workspace = Workspace::Explore);
    }

    /// Asks for the chart once more, after it was stopped or could not be computed.
    pub fn try_again(self) {
        if let Some(subject) = self.subject.get_untracked() {
            self.ask(subject);
        }
    }

    fn ask(self, subject: Subject) {
        self.asked.set_value(Some(subject.clone()));
        self.outcome.set(Outcome::Pending);
        spawn_local(self.compute(subject));
    }

    /// Looks at a file of the visitor's own.
    pub fn open_file(self, file: &File) {
        self.open();
        spawn_local(self.read(Source::File, file.name(), Blob::clone(file)));
    }

    /// Looks at balanced data, a CSV file that the page made.
    pub fn open_balanced(self, name: &str, file: &Blob) {
        self.open();
        spawn_local(self.read(Source::Balanced, name.to_owned(), file.clone()));
    }

    /// Where the data comes from that is looked at.
    pub fn source(self) -> Source {
        self.source.get()
    }

    /// As [`Explorer::source`], in an event.
    pub fn source_untracked(self) -> Source {
        self.source.get_untracked()
    }

    /// Looks at other data.
    pub fn choose_source(self, source: Source) {
        self.source.set(source);
    }

    /// How a reader knows the data of a source; none where there is none.
    pub fn name(self, source: Source) -> Option<String> {
        match self.own(source) {
            None => Some(t!("Generated data").to_owned()),
            Some(data) => {
                let name = data.with(|data| data.as_ref().map(|data| data.name.clone()))?;
                Some(if source == Source::Balanced { t!("Balanced data").to_owned() } else { name })
            }
        }
    }

    /// Changes which rows are looked at.
    pub fn update_filter(self, change: impl FnOnce(&mut Filter)) {
        match self.own(self.source.get_untracked()) {
            None => self.store.update(|look| change(&mut look.filter)),
            Some(data) => data.update(|data| {
                if let Some(data) = data {
                    change(&mut data.filter);
                }
            }),
        }
    }

    /// Filters by what was chosen in a chart; chosen once more, it is taken away.
    pub fn select(self, selections: &[Selection]) {
        self.update_filter(|filter| filter.toggle(selections));
    }

    /// Asks for another chart.
    pub fn choose_chart(self, request: Request) {
        match self.own(self.source.get_untracked()) {
            None => self.store.update(|look| look.chart = Some(request)),
            Some(data) => data.update(|data| {
                if let Some(data) = data {
                    data.request = request;
                }
            }),
        }
    }

    /// Stops the reading of a file.
    pub fn cancel_reading(self) {
        self.reading_lane.cancel(self.client);
    }

    /// Stops the computing of a chart.
    pub fn cancel_chart(self) {
        self.chart_lane.cancel(self.client);
    }

    /// The data of a source that is not the page's own.
    fn own(self, source: Source) -> Option<RwSignal<Option<OwnData>, LocalStorage>> {
        match source {
            Source::Generated => None,
            Source::Balanced => Some(self.balanced),
            Source::File => Some(self.file),
        }
    }

    async fn compute(self, subject: Subject) {
        let source = self.source.get_untracked();
        let asked = subject.clone();
        let is_latest = move || self.asked.with_value(|latest| latest.as_ref() == Some(&asked));
        let request = protocol::explore::Chart {
            table: subject.table,
            filter: subject.filter,
            request: subject.request,
        };
        let asking = self.client.ask(request).progress(self.charting).latest(self.chart_lane);
        match asking.send().await {
            Ok(reply) => {
                self.passing.set(Some(reply.answer.rows));
                self.chart.set(Some(Arc::new(reply.answer.chart)));
                self.outcome.set(Outcome::Shown);
            }
            Err(Failure::Problems(problems)) => {
                self.passing.set(None);
                self.outcome.set(Outcome::Failed(problems));
            }
            Err(Failure::Cancelled) if is_latest() => self.outcome.set(Outcome::Stopped),
            // Another one took its place.
            Err(Failure::Cancelled) => {}
            // It might be the file that the worker cannot bear: it is not read again and again.
            Err(Failure::Lost) => {
                self.asked.set_value(None);
                self.lose(source);
            }
        }
    }

    /// Reads a file, and looks at it.
    async fn read(self, source: Source, name: String, file: Blob) {
        let Some(data) = self.own(source) else { return };
        let request = OpenFile { name: name.clone() };
        let asking =
            self.client.ask(request).with_file(&file).progress(self.reading).latest(self.reading_lane);
        match asking.send().await {
            Ok(reply) => {
                let Opened { table, rows, columns } = reply.answer;
                let columns: Arc<[Column]> = columns.into_iter().map(Column::from).collect();
                let before = data.get_untracked();
                let again = before.as_ref().filter(|before| before.table.is_none());
                let (filter, request) = match again {
                    Some(before) => (before.filter.clone(), before.request.clone()),
                    None => {
                        let shown = self
                            .subject
                            .with_untracked(|subject| subject.clone().map(|subject| subject.request));
                        (Filter::default(), first_request(shown.as_ref(), &columns))
                    }
                };
                data.set(Some(OwnData { name, file, table: Some(table), rows, columns, filter, request }));
                self.source.set(source);
                self.drop_table(before);
            }
            Err(Failure::Problems(problems)) => {
                problems.iter().for_each(|problem| self.notices.error(problem));
                self.forget_lost(source);
            }
            Err(Failure::Cancelled | Failure::Lost) => self.forget_lost(source),
        }
    }

    /// Closes a file that cannot be read again. One that the worker still holds stays.
    fn forget_lost(self, source: Source) {
        let is_lost = |data: &Option<OwnData>| data.as_ref().is_some_and(|data| data.table.is_none());
        if self.own(source).is_some_and(|data| data.with_untracked(is_lost)) {
            self.lose(source);
        }
    }

    /// Closes a file that the worker held, and says so.
    fn lose(self, source: Source) {
        let name =
            self.own(source).and_then(|data| data.with_untracked(|data| Some(data.as_ref()?.name.clone())));
        if let Some(name) = name {
            self.close(source);
            let reason = text!("'{name}' is no longer open", name);
            self.notices.error(&Problem::new("", reason, text!("open it again")));
        }
    }

    /// Closes a file, or what is no longer there to look at.
    pub fn close(self, source: Source) {
        let Some(data) = self.own(source) else { return };
        let Some(closed) = data.get_untracked() else { return };
        data.set(None);
        if self.source.get_untracked() == source {
            self.source.set(Source::Generated);
        }
        self.drop_table(Some(closed));
    }

    /// Lets the worker forget a table.
    fn drop_table(self, data: Option<OwnData>) {
        if let Some(table) = data.and_then(|data| data.table) {
            spawn_local(async move {
                // Where it is not held any more, nothing is left to do.
                let _ = self.client.ask(Close { table }).send().await;
            });
        }
    }
}

impl OwnData {
    fn subject(&self) -> Option<Subject> {
        Some(Subject {
            table: self.table?,
            name: self.name.clone(),
            rows: self.rows,
            columns: Arc::clone(&self.columns),
            filter: self.filter.clone(),
            request: self.request.clone(),
        })
    }
}

/// The dataset of the page, looked at as the address says; none while no worker holds it.
fn generated(engine: Engine, store: Store) -> Option<Subject> {
    if !engine.held.get() {
        return None;
    }
    let look = store.look();
    engine.made.with(|made| {
        let made = made.as_ref()?;
        Some(Subject {
            table: made.table,
            name: "Generated data".to_owned(),
            rows: made.configuration.rows,
            columns: form::generated(&made.configuration).collect(),
            filter: look.with(|look| look.filter.clone()),
            request: look.with(|look| look.chart.clone()).unwrap_or_else(|| Request::new(Kind::Histogram)),
        })
    })
}
