//! The rows that the table has fetched from the worker, by page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use leptos::prelude::*;

use crate::engine::export::View;
use crate::page::engine::Engine;
use crate::protocol::{Command, Event, Row};

/// Rows of a page.
const PAGE: u64 = 64;

/// Pages that are kept.
const MOST_PAGES: usize = 48;

/// Requests that may be under way at once: with more, a quick scroll would queue up work nobody waits for.
const MOST_REQUESTS: usize = 3;

/// What the pages belong to: a dataset and a view of it.
type Source = (u32, View);

/// The fetched rows.
#[derive(Clone, Copy)]
pub struct Cache {
    engine: Engine,
    shown: RwSignal<View>,
    /// One signal for all pages: a row reads its own, and only what changed is drawn.
    pages: RwSignal<BTreeMap<u64, Vec<Row>>>,
    source: StoredValue<Option<Source>>,
    pending: StoredValue<BTreeSet<u64>>,
    wanted: StoredValue<Range<u64>>,
}

impl Cache {
    /// An empty cache of the view that is shown.
    pub fn new(engine: Engine, shown: RwSignal<View>) -> Self {
        let cache = Cache {
            engine,
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
            cache.source.set_value(generation.map(|generation| (generation, shown)));
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
        let command =
            Command::Rows { view: self.shown.get_untracked(), first: page * PAGE, count: PAGE as u32 };
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
