//! How large files will be, as far as it was asked.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::Configuration;
use crate::engine::decimal;
use crate::engine::export::{Encoding, File};
use crate::engine::text::number;
use crate::page::client::{Client, Lane};
use crate::page::engine::Engine;
use crate::protocol::export::Sizes;

/// The sizes of a dataset's files.
#[derive(Clone, Copy)]
pub struct Estimates {
    client: Client,
    engine: Engine,
    lane: Lane,
    known: RwSignal<Known>,
}

/// Which dataset, by the number of its generation, and how many of its rows.
type Key = (u32, u64);

/// What is known of a dataset.
#[derive(Clone, Default)]
struct Known {
    /// Which one.
    key: Key,
    sizes: Vec<((File, Encoding), u64)>,
    events: Option<u64>,
}

impl Estimates {
    /// Nothing is known yet.
    pub fn new(client: Client, engine: Engine) -> Self {
        Estimates { client, engine, lane: Lane::new(), known: RwSignal::new(Known::default()) }
    }

    /// Asks for the sizes among these that are not known; what was asked before is not waited for any more.
    pub fn ask(self, configuration: Configuration, wanted: &[(File, Encoding)]) {
        let Some(key) = self.key(configuration.rows) else { return };
        let missing = self.known.with_untracked(|known| {
            let is_known = |file: &&(File, Encoding)| {
                known.key == key && known.sizes.iter().any(|(other, _)| other == *file)
            };
            wanted.iter().filter(|file| !is_known(file)).copied().collect::<Vec<_>>()
        });
        if missing.is_empty() && self.events(key.1).is_some() {
            return;
        }
        let request = Sizes { configuration, files: missing.clone() };
        let asking = self.client.ask(request).latest(self.lane);
        spawn_local(async move {
            let Ok(reply) = asking.send().await else { return };
            self.known.update(|known| {
                if known.key != key {
                    *known = Known { key, ..Known::default() };
                }
                known.sizes.extend(missing.into_iter().zip(reply.answer.bytes));
                known.events = Some(reply.answer.events);
            });
        });
    }

    /// Asks no more.
    pub fn stop(self) {
        self.lane.cancel(self.client);
    }

    /// The size of files of so many rows together; none until all are known.
    pub fn of(self, rows: u64, files: &[(File, Encoding)]) -> Option<u64> {
        let size = |known: &Known, file: &(File, Encoding)| {
            known.sizes.iter().find(|(other, _)| other == file).map(|(_, bytes)| *bytes)
        };
        self.current(rows, |known| files.iter().map(|file| size(known, file)).sum())
    }

    /// How many events so many rows unfold into.
    pub fn events(self, rows: u64) -> Option<u64> {
        self.current(rows, |known| known.events)
    }

    fn current<T>(self, rows: u64, read: impl FnOnce(&Known) -> Option<T>) -> Option<T> {
        let key = self.key(rows);
        self.known.with(|known| if Some(known.key) == key { read(known) } else { None })
    }

    fn key(self, rows: u64) -> Option<Key> {
        self.engine.made.with(|made| made.as_ref().map(|made| (made.generation, rows)))
    }
}

/// A number of bytes as people say it.
pub fn megabytes(bytes: u64) -> String {
    let megabytes = bytes as f64 / 1e6;
    match bytes {
        0..1_000_000 => t!("{size} kB", size = bytes.div_ceil(1_000)),
        1_000_000..10_000_000 => t!("{size} MB", size = number(decimal::fixed(megabytes, 1))),
        10_000_000..1_000_000_000 => t!("{size} MB", size = number(decimal::fixed(megabytes, 0))),
        _ => t!("{size} GB", size = number(decimal::fixed(megabytes / 1e3, 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::megabytes;

    #[test]
    fn sizes_are_said_in_the_unit_that_fits() {
        for (bytes, expected) in [
            (1, "1 kB"),
            (450_100, "451 kB"),
            (3_940_000, "3.9 MB"),
            (96_400_000, "96 MB"),
            (9_640_000_000, "9.6 GB"),
        ] {
            assert_eq!(megabytes(bytes), expected);
        }
    }
}
