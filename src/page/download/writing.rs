//! The writing of a download; it goes on where the dialog is closed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::save::{has_picker, pick, save};
use crate::engine::Configuration;
use crate::engine::export::{Download, File};
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

/// The download that is being written, if any.
#[derive(Clone, Copy)]
pub struct Writing {
    client: Client,
    notices: Notices,
    progress: RwSignal<Option<Progress>>,
    name: RwSignal<String>,
    /// The name of the file that the browser got last; empty while there is none.
    pub handed: RwSignal<String>,
    lane: Lane,
}

impl Writing {
    /// Nothing is written yet.
    pub fn new(client: Client, notices: Notices) -> Self {
        let (progress, name) = (RwSignal::new(None), RwSignal::new(String::new()));
        Writing { client, notices, progress, name, handed: RwSignal::new(String::new()), lane: Lane::new() }
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
        let request = Export { configuration, download };
        spawn_local(async move {
            let asking = self.client.ask(request).progress(self.progress).latest(self.lane);
            let asking = match is_large && has_picker() {
                false => asking,
                true => match pick(&name).await {
                    Ok(Some(handle)) => asking.into_file(handle),
                    Ok(None) => {
                        return self
                            .notices
                            .tell(format!("No file was chosen for {name}: nothing was saved."));
                    }
                    Err(problem) => return self.notices.error(&problem),
                },
            };
            self.name.set(name.clone());
            self.handed.set(String::new());
            match asking.send().await {
                Ok(reply) => match reply.files.first().map(|file| save(file, &name)) {
                    Some(Err(problem)) => self.notices.error(&problem),
                    // Whether the browser lets it through, a page is not told.
                    Some(Ok(())) => self.handed.set(name),
                    None => self.notices.tell(format!("Saved {name}.")),
                },
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| self.notices.error(problem));
                }
                Err(Failure::Cancelled) => self.notices.tell(format!("Cancelled {name}.")),
                Err(Failure::Lost) => {}
            }
        });
    }

    /// Stops it.
    pub fn cancel(self) {
        self.lane.cancel(self.client);
    }
}
