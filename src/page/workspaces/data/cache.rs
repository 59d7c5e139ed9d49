//! The rows that the table has fetched from the worker, by page.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::explore::query::Query;
use crate::page::client::{Client, Failure};
use crate::page::components::notices::Notices;
use crate::protocol::dataset::{MAX_ROWS, Page, Row, Rows, TableId};

/// Rows of a page.
const PAGE: u64 = 64;

/// Pages that are kept.
const MAX_PAGES: usize = 48;

/// Requests that may be under way at once: with more, a quick scroll would queue up work that nobody waits for.
const MAX_REQUESTS: usize = 3;

/// What rows belong to: a table, and a query of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The table.
    pub table: TableId,
    /// Filter, class and order.
    pub query: Query,
}

/// The fetched rows.
#[derive(Clone, Copy)]
pub struct Cache {
    client: Client,
    notices: Notices,
    /// What is shown; none while a fresh worker makes the dataset again.
    key: Memo<Option<Key>>,
    /// One signal for all pages: a row reads its own, and only what changed is drawn.
    pages: RwSignal<BTreeMap<u64, Vec<Arc<Row>>>>,
    /// How many rows the query leaves; none while that is not known.
    total: RwSignal<Option<u64>>,
    /// What the pages belong to. They stay in sight until the first one of another key is there.
    fetched: StoredValue<Option<Key>>,
    pending: StoredValue<BTreeSet<u64>>,
    wanted: StoredValue<Range<u64>>,
}

impl Cache {
    /// An empty cache of what is shown.
    pub fn new(client: Client, notices: Notices, key: Memo<Option<Key>>) -> Self {
        let cache = Cache {
            client,
            notices,
            key,
            pages: RwSignal::new(BTreeMap::new()),
            total: RwSignal::new(None),
            fetched: StoredValue::new(None),
            pending: StoredValue::new(BTreeSet::new()),
            wanted: StoredValue::new(0..0),
        };
        Effect::new(move || {
            if let Some(key) = key.get()
                && cache.fetched.with_value(|fetched| fetched.as_ref() != Some(&key))
            {
                cache.total.set(None);
                cache.pending.set_value(BTreeSet::new());
                // Whatever is in sight, the first page says how many rows there are.
                cache.request(key, 0);
            }
        });
        cache
    }

    /// A row of the query's answer, if it is here.
    pub fn row(self, row: u64) -> Option<Arc<Row>> {
        self.pages
            .with(|pages| pages.get(&(row / PAGE)).and_then(|page| page.get((row % PAGE) as usize)).cloned())
    }

    /// How many rows the query leaves; none while that is not known.
    pub fn total(self) -> Option<u64> {
        self.total.get()
    }

    /// Whether any row is here.
    pub fn has_rows(self) -> bool {
        self.pages.with(|pages| pages.values().any(|page| !page.is_empty()))
    }

    /// Says which rows are in sight, so that they are fetched.
    pub fn want(self, rows: Range<u64>) {
        self.wanted.set_value(rows);
        self.fetch();
    }

    /// All rows of a range, asked for on their own: pages come and go with what is in sight.
    ///
    /// # Errors
    /// The worker does not give them.
    pub async fn gather(self, rows: Range<u64>) -> Result<Vec<Row>, Failure> {
        let key = self.key.get_untracked().ok_or(Failure::Cancelled)?;
        let mut gathered = Vec::new();
        while rows.start + (gathered.len() as u64) < rows.end {
            let first = rows.start + gathered.len() as u64;
            let count = (rows.end - first).min(u64::from(MAX_ROWS)) as u32;
            let request = Rows { table: key.table, query: key.query.clone(), first, count };
            let page = self.client.ask(request).send().await?.answer;
            if page.rows.is_empty() {
                break;
            }
            gathered.extend(page.rows);
        }
        Ok(gathered)
    }

    fn fetch(self) {
        let (Some(key), wanted) = (self.key.get_untracked(), self.wanted.get_value()) else { return };
        // The first page of another query is on its way.
        if wanted.is_empty() || self.fetched.with_value(|fetched| fetched.as_ref() != Some(&key)) {
            return;
        }
        for page in wanted.start / PAGE..=(wanted.end - 1) / PAGE {
            let is_here = self.pages.with_untracked(|pages| pages.contains_key(&page));
            let is_pending =
                self.pending.with_value(|pending| pending.contains(&page) || pending.len() >= MAX_REQUESTS);
            if !is_here && !is_pending {
                self.request(key.clone(), page);
            }
        }
    }

    fn request(self, key: Key, page: u64) {
        self.pending.update_value(|pending| {
            pending.insert(page);
        });
        let request =
            Rows { table: key.table, query: key.query.clone(), first: page * PAGE, count: PAGE as u32 };
        spawn_local(async move {
            let answer = self.client.ask(request).send().await;
            // An answer about another table or query is of no use.
            if self.key.try_get_untracked().flatten() != Some(key.clone()) {
                return;
            }
            self.pending.update_value(|pending| {
                pending.remove(&page);
            });
            match answer {
                Ok(reply) => self.take(key, page, reply.answer),
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| self.notices.error(problem));
                    self.take(key, page, Page { rows: Vec::new(), total: 0 });
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    }

    fn take(self, key: Key, page: u64, answer: Page) {
        let is_other = self.fetched.with_value(|fetched| fetched.as_ref() != Some(&key));
        self.fetched.set_value(Some(key));
        self.total.set(Some(answer.total));
        let place = self.wanted.get_value().start / PAGE;
        self.pages.update(|pages| {
            if is_other {
                pages.clear();
            }
            pages.insert(page, answer.rows.into_iter().map(Arc::new).collect());
            while pages.len() > MAX_PAGES
                && let Some(farthest) = pages.keys().copied().max_by_key(|page| page.abs_diff(place))
            {
                pages.remove(&farthest);
            }
        });
        self.fetch();
    }
}
