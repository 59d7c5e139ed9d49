//! The writing of a download; it goes on where the dialog is closed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::save::{has_picker, joined, pick, save};
use crate::engine::dataset::RowOrder;
use crate::engine::export::{Download, File};
use crate::engine::shard::Shard;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Lane, Parts, workers};
use crate::page::components::notices::Notices;
use crate::protocol::Progress;
use crate::protocol::export::Export;

/// As many bytes are held in memory until the file is complete.
const LARGE: u64 = 200_000_000;
/// Bytes that a row takes in a table, and as events, where nothing better is known.
const BYTES_PER_ROW: [u64; 2] = [1_000, 12_000];

/// How large a download may be, before that was estimated.
fn guess(configuration: &Configuration, download: &Download) -> u64 {
    let of = |file: &File| BYTES_PER_ROW[usize::from(file.has_events())];
    let bytes: u64 = match download {
        Download::File(file, _) => of(file),
        Download::Archive(files) => {
            files.iter().filter(|(file, _)| file.has_rows()).map(|(file, _)| of(file)).sum()
        }
    };
    configuration.rows.saturating_mul(bytes)
}

/// Rows of a table, and rows that unfold into events, for which a further worker is worth its start.
const ROWS_PER_WRITER: [u64; 2] = [25_000, 2_500];

/// How many workers write a download: of one that has parts, one for each core at most. An order has to be planned first, by each
/// of them for all rows.
fn writers(configuration: &Configuration, download: &Download) -> u64 {
    let Download::File(file, _) = download else { return 1 };
    if !download.has_parts() || configuration.dataset.order != RowOrder::Random {
        return 1;
    }
    workers(configuration.rows / ROWS_PER_WRITER[usize::from(file.has_events())]) as u64
}

/// The download that is being written, if any.
#[derive(Clone, Copy)]
pub struct Writing {
    client: Client,
    notices: Notices,
    progress: RwSignal<Option<Progress>>,
    name: RwSignal<String>,
    /// The name of the file that the browser got last; empty while there is none.
    pub handed: RwSignal<String>,
    /// The writing to a file of the visitor's.
    lane: Lane,
    /// The writing of a file that the browser holds.
    parts: Parts,
}

impl Writing {
    /// Nothing is written yet.
    pub fn new(client: Client, notices: Notices) -> Self {
        let (progress, name) = (RwSignal::new(None), RwSignal::new(String::new()));
        Writing {
            client,
            notices,
            progress,
            name,
            handed: RwSignal::new(String::new()),
            lane: Lane::new(),
            parts: Parts::new(client),
        }
    }

    /// The name of the file that is being written, and how far it is.
    pub fn now(self) -> Option<(String, Progress)> {
        self.progress.get().map(|progress| (self.name.get(), progress))
    }

    /// Writes a download of a configuration of about so many bytes, unless another one is being written. A large one goes straight
    /// to a file that the visitor chooses, where the browser can do that; it then takes no memory.
    pub fn start(self, configuration: Configuration, download: Download, bytes: Option<u64>) {
        if self.progress.with_untracked(Option::is_some) {
            return;
        }
        let name = download.name();
        let is_large = bytes.unwrap_or_else(|| guess(&configuration, &download)) > LARGE;
        spawn_local(async move {
            let handle = match is_large && has_picker() {
                false => None,
                true => match pick(&name).await {
                    Ok(Some(handle)) => Some(handle),
                    Ok(None) => {
                        let told = t!("No file was chosen for {name}: nothing was saved.", name);
                        return self.notices.tell(told);
                    }
                    Err(problem) => return self.notices.error(&problem),
                },
            };
            self.name.set(name.clone());
            self.handed.set(String::new());
            self.progress.set(Some(Progress::default()));
            let written = match handle {
                Some(handle) => self.write_into(handle, configuration, download).await.map(|()| None),
                None => self.write(configuration, download).await.map(Some),
            };
            self.progress.set(None);
            match written {
                Ok(Some(file)) => match file.and_then(|file| save(&file, &name)) {
                    Err(problem) => self.notices.error(&problem),
                    // Whether the browser lets it through, a page is not told.
                    Ok(()) => self.handed.set(name),
                },
                Ok(None) => self.notices.tell(t!("Saved {name}.", name)),
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled) => self.notices.tell(t!("Cancelled {name}.", name)),
                Err(Failure::Lost) => {}
            }
        });
    }

    /// Writes straight to a file of the visitor's.
    async fn write_into(
        self,
        handle: JsValue,
        configuration: Configuration,
        download: Download,
    ) -> Result<(), Failure> {
        let request = Export { configuration, download, shard: Shard::WHOLE };
        let asking = self.client.ask(request).into_file(handle).progress(self.progress).latest(self.lane);
        asking.send().await.map(|_| ())
    }

    /// Writes a file that the browser holds, its parts side by side.
    async fn write(
        self,
        configuration: Configuration,
        download: Download,
    ) -> Result<Result<Blob, Problem>, Failure> {
        let media_type = download.media_type();
        let shards = Shard::all(writers(&configuration, &download));
        let of = |shard| Export { configuration: configuration.clone(), download: download.clone(), shard };
        let listener = move |progress| {
            self.progress.try_set(Some(progress));
        };
        let parts = self.parts.ask(shards.map(of).collect(), None, listener).await?;
        Ok(joined(parts.into_iter().flat_map(|part| part.files).collect(), media_type))
    }

    /// Stops it.
    pub fn cancel(self) {
        self.lane.cancel(self.client);
        self.parts.cancel();
    }
}
