//! The rows that the table has fetched from the worker, by page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use leptos::prelude::*;

use crate::engine::export::View;
use crate::old_protocol::{Command, Event, MOST_ROWS, Row};
use crate::page::engine::Engine;
use crate::page::explore::Explorer;

/// Rows of a page.
const PAGE: u64 = 64;

/// Pages that are kept.
const MOST_PAGES: usize = 48;

/// Requests that may be under way at once: with more, a quick scroll would queue up work nobody waits for.
const MOST_REQUESTS: usize = 3;

/// What the pages belong to: a dataset, a view of it, and the order of its rows where it is not the dataset's own.
type Source = (u32, View, Option<u32>);

/// The fetched rows.
#[derive(Clone, Copy)]
pub struct Cache {
    engine: Engine,
    explorer: Explorer,
    shown: RwSignal<View>,
    /// One signal for all pages: a row reads its own, and only what changed is drawn.
    pages: RwSignal<BTreeMap<u64, Vec<Row>>>,
    source: StoredValue<Option<Source>>,
    pending: StoredValue<BTreeSet<u64>>,
    wanted: StoredValue<Range<u64>>,
}

impl Cache {
    /// An empty cache of the view that is shown.
    pub fn new(engine: Engine, explorer: Explorer, shown: RwSignal<View>) -> Self {
        let cache = Cache {
            engine,
            explorer,
            shown,
            pages: RwSignal::new(BTreeMap::new()),
            source: StoredValue::new(None),
            pending: StoredValue::new(BTreeSet::new()),
            wanted: StoredValue::new(0..0),
        };
        Effect::new(move || {
            let generation = engine.made.with(|made| made.as_ref().map(|made| made.generation));
            let shown = shown.get();
            // While a fresh worker makes the dataset again, the rows that are here stay in sight.
            if !engine.held.get() {
                return cache.source.set_value(None);
            }
            let order = explorer.shown.with(|order| order.rows.map(|_| (order.generation, order.version)));
            // While the explorer puts another dataset's rows in order, nothing is known of them.
            if order.is_some_and(|(of, _)| Some(of) != generation) {
                return cache.source.set_value(None);
            }
            let source = generation.map(|generation| (generation, shown, order.map(|order| order.1)));
            if source == cache.source.get_value() {
                return;
            }
            cache.source.set_value(source);
            cache.pages.update(BTreeMap::clear);
            cache.pending.set_value(BTreeSet::new());
            cache.fetch();
        });
        cache
    }

    /// A row of the view, if it is here.
    pub fn row(self, row: u64) -> Option<Row> {
        self.pages
            .with(|pages| pages.get(&(row / PAGE)).and_then(|page| page.get((row % PAGE) as usize)).cloned())
    }

    /// Says which rows are in sight, so that they are fetched.
    pub fn want(self, rows: Range<u64>) {
        self.wanted.set_value(rows);
        self.fetch();
    }

    /// Gathers rows of the view, one page after another, and calls `done` with what is there of them.
    pub fn gather(self, rows: Range<u64>, mut taken: Vec<Row>, done: Box<dyn FnOnce(Vec<Row>)>) {
        let here = rows.clone().skip(taken.len()).map_while(|row| untrack(|| self.row(row)));
        taken.extend(here);
        let first = rows.start + taken.len() as u64;
        let Some(source) = self.source.get_value().filter(|_| first < rows.end) else { return done(taken) };
        let count = (rows.end - first).min(u64::from(MOST_ROWS)) as u32;
        let next = StoredValue::new_local(Some((taken, done)));
        let received = move |event, _| {
            let Some((mut taken, done)) = next.try_update_value(Option::take).flatten() else { return };
            match event {
                Event::Rows(more) if !more.is_empty() => {
                    taken.extend(more);
                    self.gather(rows.clone(), taken, done);
                }
                _ => done(taken),
            }
        };
        match source.2 {
            None => {
                let view = self.shown.get_untracked();
                self.engine.send(Command::Rows { view, first, count }, received);
            }
            Some(version) => self.explorer.rows(version, first, count, move |rows| {
                self.engine.send(Command::RowsAt { rows }, received);
            }),
        }
    }

    fn fetch(self) {
        let (Some(source), wanted) = (self.source.get_value(), self.wanted.get_value()) else { return };
        if wanted.is_empty() {
            return;
        }
        for page in wanted.start / PAGE..=(wanted.end - 1) / PAGE {
            let here = self.pages.with_untracked(|pages| pages.contains_key(&page));
            let pending =
                self.pending.with_value(|pending| pending.contains(&page) || pending.len() >= MOST_REQUESTS);
            if !here && !pending {
                self.request(source, page);
            }
        }
    }

    fn request(self, source: Source, page: u64) {
        self.pending.update_value(|pending| {
            pending.insert(page);
        });
        let first = page * PAGE;
        match source.2 {
            None => {
                let view = self.shown.get_untracked();
                self.ask(source, page, Command::Rows { view, first, count: PAGE as u32 });
            }
            Some(version) => self.explorer.rows(version, first, PAGE as u32, move |rows| {
                self.ask(source, page, Command::RowsAt { rows });
            }),
        }
    }

    fn ask(self, source: Source, page: u64, command: Command) {
        self.engine.send(command, move |event, _| {
            // An answer about an earlier dataset or view is of no use.
            if self.source.try_get_value().flatten() != Some(source) {
                return;
            }
            self.pending.update_value(|pending| {
                pending.remove(&page);
            });
            if let Event::Rows(rows) = event {
                let wanted = self.wanted.get_value();
                self.pages.update(|pages| {
                    pages.insert(page, rows);
                    while pages.len() > MOST_PAGES
                        && let Some(far) = farthest(pages, wanted.start / PAGE)
                    {
                        pages.remove(&far);
                    }
                });
                self.fetch();
            }
        });
    }
}

/// The page that is farthest from a place.
fn farthest(pages: &BTreeMap<u64, Vec<Row>>, place: u64) -> Option<u64> {
    pages.keys().copied().max_by_key(|page| page.abs_diff(place))
}
