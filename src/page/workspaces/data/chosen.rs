//! The row whose details are shown.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cache::Cache;

/// The row whose details are shown, as the table and the details know it.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Its number in the dataset; none where no row is chosen.
    pub number: RwSignal<Option<u64>>,
    /// Its place in the order of the table; none where it is not among the table's rows any more.
    pub place: RwSignal<Option<u64>>,
    /// Counts the choices: a row that comes late is not chosen any more.
    count: StoredValue<u32>,
}

impl Chosen {
    /// No row.
    pub fn new() -> Self {
        Chosen { number: RwSignal::new(None), place: RwSignal::new(None), count: StoredValue::new(0) }
    }

    /// Chooses the row at a place of the table, once it is there.
    pub fn choose(self, cache: Cache, place: u64) {
        let number = self.next();
        if let Some(row) = cache.row(place) {
            return self.set(place, row.number);
        }
        spawn_local(async move {
            // A row that cannot be fetched is not chosen; the table says why.
            let rows = cache.gather(place..place + 1).await.unwrap_or_default();
            if let Some(row) = rows.first().filter(|_| self.count.try_get_value() == Some(number)) {
                self.set(place, row.number);
            }
        });
    }

    /// Chooses the row so many places on, or back.
    pub fn step(self, cache: Cache, by: i64) {
        if let Some(place) = self.place.get_untracked().and_then(|place| place.checked_add_signed(by)) {
            self.choose(cache, place);
        }
    }

    /// Chooses none.
    pub fn clear(self) {
        self.lose_place();
        self.number.set(None);
    }

    /// The table has other rows, or another order.
    pub fn lose_place(self) {
        self.next();
        self.place.set(None);
    }

    fn next(self) -> u32 {
        let number = self.count.get_value().wrapping_add(1);
        self.count.set_value(number);
        number
    }

    fn set(self, place: u64, number: u64) {
        self.place.set(Some(place));
        self.number.set(Some(number));
    }
}
