//! The writing of a download; it goes on where the dialog is closed.

use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::save::{has_picker, joined, pick, save};
use crate::engine::dataset::RowOrder;
use crate::engine::export::{Download, File};
use crate::engine::shard::Shard;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Client, Failure, Lane};
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

/// The most workers that write parts of one file.
const MAX_WRITERS: usize = 8;
/// Rows of a table, and rows that unfold into events, for which a further worker is worth its start.
const ROWS_PER_WRITER: [u64; 2] = [25_000, 2_500];

/// How many workers write a download: of one that has parts, one for each core at most. An order has to be planned first, by each
/// of them for all rows.
fn writers(configuration: &Configuration, download: &Download) -> u64 {
    let Download::File(file, _) = download else { return 1 };
    if !download.has_parts() || configuration.dataset.order != RowOrder::Random {
        return 1;
    }
    let cores = window().navigator().hardware_concurrency() as u64;
    let worth = configuration.rows / ROWS_PER_WRITER[usize::from(file.has_events())];
    worth.min(cores).clamp(1, MAX_WRITERS as u64)
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
    lanes: [Lane; MAX_WRITERS],
    /// How far each part is.
    parts: StoredValue<Vec<Progress>>,
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
            lanes: std::array::from_fn(|_| Lane::new()),
            parts: StoredValue::new(Vec::new()),
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
        let asking = self.client.ask(request).into_file(handle).progress(self.progress).latest(self.lanes[0]);
        asking.send().await.map(|_| ())
    }

    /// Writes a file that the browser holds, its parts side by side.
    async fn write(
        self,
        configuration: Configuration,
        download: Download,
    ) -> Result<Result<Blob, Problem>, Failure> {
        let shards: Vec<Shard> = Shard::all(writers(&configuration, &download)).collect();
        let media_type = download.media_type();
        self.parts.set_value(vec![Progress::default(); shards.len()]);
        let asking = shards.into_iter().zip(self.lanes).enumerate().map(|(part, (shard, lane))| {
            let request = Export { configuration: configuration.clone(), download: download.clone(), shard };
            let asking = self.client.ask(request).by_writer(part as u8).latest(lane);
            let asking = asking.on_progress(move |progress| self.follow(part, progress)).send();
            let (answer, answered) = oneshot::channel();
            spawn_local(async move {
                let written = asking.await;
                // The other parts are of no use without it.
                if written.is_err() {
                    self.cancel();
                }
                let _ = answer.send(written);
            });
            answered
        });
        let asking: Vec<_> = asking.collect();
        let (mut parts, mut failed) = (Vec::new(), None);
        for part in asking {
            match part.await.unwrap_or(Err(Failure::Lost)) {
                Ok(reply) => parts.extend(reply.files),
                // What was cancelled for another part's sake says nothing.
                Err(failure) if failed.is_none() || failed == Some(Failure::Cancelled) => {
                    failed = Some(failure)
                }
                Err(_) => {}
            }
        }
        (1..MAX_WRITERS as u8).for_each(|writer| self.client.dismiss_writer(writer));
        failed.map_or_else(|| Ok(joined(parts, media_type)), Err)
    }

    /// A part is so far; with none it has ended.
    fn follow(self, part: usize, progress: Option<Progress>) {
        let Some(progress) = progress else { return };
        let sum = self.parts.try_update_value(|parts| {
            if let Some(part) = parts.get_mut(part) {
                *part = progress;
            }
            let sum = |of: fn(&Progress) -> u64| parts.iter().map(of).sum();
            Progress { done: sum(|part| part.done), total: sum(|part| part.total) }
        });
        self.progress.try_set(sum);
    }

    /// Stops it.
    pub fn cancel(self) {
        self.lanes.iter().for_each(|lane| lane.cancel(self.client));
    }
}
