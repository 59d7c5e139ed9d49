//! The writing of a download; it goes on where the dialog is closed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::save;
use crate::engine::Configuration;
use crate::engine::export::Download;
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::Notices;
use crate::protocol::Progress;
use crate::protocol::export::Export;

/// The download that is being written, if any.
#[derive(Clone, Copy)]
pub struct Writing {
    client: Client,
    notices: Notices,
    progress: RwSignal<Option<Progress>>,
    name: RwSignal<String>,
    lane: Lane,
}

impl Writing {
    /// Nothing is written yet.
    pub fn new(client: Client, notices: Notices) -> Self {
        let (progress, name) = (RwSignal::new(None), RwSignal::new(String::new()));
        Writing { client, notices, progress, name, lane: Lane::new() }
    }

    /// The name of the file that is being written, and how far it is.
    pub fn now(self) -> Option<(String, Progress)> {
        self.progress.get().map(|progress| (self.name.get(), progress))
    }

    /// Writes a download of a configuration, unless another one is being written.
    pub fn start(self, configuration: Configuration, download: Download) {
        if self.progress.with_untracked(Option::is_some) {
            return;
        }
        let name = download.name();
        self.name.set(name.clone());
        let request = Export { configuration, download };
        let asking = self.client.ask(request).progress(self.progress).latest(self.lane);
        let notices = self.notices;
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => {
                    let saved = reply.files.first().map(|file| save(file, &name));
                    if let Some(Err(problem)) = saved {
                        notices.error(&problem);
                    }
                }
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| notices.error(problem))
                }
                Err(Failure::Cancelled) => notices.tell(format!("Cancelled {name}.")),
                Err(Failure::Lost) => {}
            }
        });
    }

    /// Stops it.
    pub fn cancel(self) {
        self.lane.cancel(self.client);
    }
}
