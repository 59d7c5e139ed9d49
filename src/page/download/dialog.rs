//! The files of the dataset, in a dialog.

use leptos::html::Button;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::format::{Estimates, FormatChoice};
use super::save;
use crate::engine::configuration::Preset;
use crate::engine::dataset::Summary;
use crate::engine::decimal::grouped;
use crate::engine::export::{Download, Encoding, File, View};
use crate::engine::response::SCENARIOS;
use crate::engine::threat::indicators;
use crate::page::client::{Client, Failure, Lane, Reply};
use crate::page::components::controls::button;
use crate::page::components::dialog::Dialog;
use crate::page::components::notices::Notices;
use crate::page::engine::Engine;
use crate::protocol::Progress;
use crate::protocol::export::Export;

/// The downloads.
#[component]
pub fn DownloadDialog(
    client: Client,
    engine: Engine,
    notices: Notices,
    /// The files that are written.
    writing: Writing,
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    // Which files there are, the model says.
    let files = Memo::new(move |_| {
        let made = engine.made.with(|made| made.as_ref().map(|made| File::of(&made.configuration)));
        made.unwrap_or(File::of(&Preset::ALL[0].configuration()))
    });
    let encoding = RwSignal::new(Encoding::default());
    let estimates = Estimates::new(client, engine, is_open);
    let downloads = move || {
        let files = files.get().iter().copied().map(Download::File);
        let downloads = [Download::Archive].into_iter().chain(files).chain([Download::Card]);
        downloads
            .filter_map(|download| Some((download, writing.job(download)?)))
            .map(|(download, job)| {
                view! { <li><DownloadButton client engine notices download encoding job/></li> }
            })
            .collect_view()
    };
    view! {
        <Dialog
            id="download-dialog"
            title=Signal::stored("Download".to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            <FormatChoice estimates encoding/>
            <p class="help">
                "UTF-8, timestamps as YYYY-MM-DD HH:MM:SS. The command line writes the same bytes, and Parquet as well; `cyberdatagen verify` checks them against the card."
            </p>
            <ul class="downloads">{downloads}</ul>
        </Dialog>
    }
}

/// The writing of a file; it goes on where the dialog is closed.
#[derive(Clone, Copy)]
struct Job {
    progress: RwSignal<Option<Progress>>,
    /// What the file that is written is called.
    name: RwSignal<String>,
    lane: Lane,
}

/// The writing of all files.
#[derive(Clone, Copy)]
pub struct Writing(StoredValue<Vec<(Download, Job)>>);

impl Writing {
    /// Of each download that there is, whatever the model; nothing is written yet.
    pub fn new() -> Self {
        let mut downloads = vec![Download::Archive, Download::Card];
        for preset in Preset::ALL {
            let files = File::of(&preset.configuration()).iter().copied().map(Download::File);
            let missing: Vec<Download> = files.filter(|file| !downloads.contains(file)).collect();
            downloads.extend(missing);
        }
        let job = |download| {
            let (progress, name) = (RwSignal::new(None), RwSignal::new(String::new()));
            (download, Job { progress, name, lane: Lane::new() })
        };
        Writing(StoredValue::new(downloads.into_iter().map(job).collect()))
    }

    /// The name of a file that is being written, and how far it is: the first of several.
    pub fn now(self) -> Option<(String, Progress)> {
        self.0.with_value(|jobs| {
            jobs.iter().find_map(|(_, job)| job.progress.get().map(|progress| (job.name.get(), progress)))
        })
    }

    fn job(self, download: Download) -> Option<Job> {
        self.0.with_value(|jobs| jobs.iter().find(|(other, _)| *other == download).map(|(_, job)| *job))
    }
}

#[component]
fn DownloadButton(
    client: Client,
    engine: Engine,
    notices: Notices,
    download: Download,
    /// The chosen format.
    encoding: RwSignal<Encoding>,
    job: Job,
) -> impl IntoView {
    let Job { progress, name, lane } = job;
    let contents = move || {
        engine.made.with(|made| made.as_ref().map(|made| contents(download, encoding.get(), &made.summary)))
    };
    // While a file is written, the button names that one.
    let face =
        move || if progress.with(Option::is_some) { name.get() } else { download.name(encoding.get()) };
    let start = move |_| {
        let table = engine.made.with_untracked(|made| made.as_ref().map(|made| made.table));
        let Some(table) = table.filter(|_| progress.get_untracked().is_none()) else { return };
        let encoding = encoding.get_untracked();
        name.set(download.name(encoding));
        let asking = client.ask(Export { table, download, encoding }).progress(progress).latest(lane);
        spawn_local(async move { finish(&name.get_untracked(), asking.send().await, notices) });
    };
    let starter = NodeRef::<Button>::new();
    let cancel = move || {
        lane.cancel(client);
        // The button that was pressed goes away: the focus returns to where it came from.
        if let Some(starter) = starter.get_untracked() {
            let _ = starter.focus();
        }
    };
    view! {
        <button
            type="button"
            class:primary=download == Download::Archive
            node_ref=starter
            disabled=move || !engine.held.get()
            on:click=start
        >
            <span class="file">{face}</span>
            <span class="contents">{contents}</span>
        </button>
        {move || progress.get().map(|progress| view! {
            <div class="progress">
                <progress max="100" value=progress.percent().to_string() aria-label=format!("Making {}", name.get())></progress>
                {button("", "Cancel").does(cancel)}
            </div>
        })}
    }
}

fn finish(name: &str, outcome: Result<Reply<()>, Failure>, notices: Notices) {
    match outcome {
        Ok(reply) => {
            let saved = reply.files.first().map(|file| save(file, name));
            if let Some(Err(problem)) = saved {
                notices.error(&problem);
            }
        }
        Err(Failure::Problems(problems)) => problems.iter().for_each(|problem| notices.error(problem)),
        Err(Failure::Cancelled) => notices.tell(format!("Cancelled {name}.")),
        Err(Failure::Lost) => {}
    }
}

/// What a download holds.
fn contents(download: Download, encoding: Encoding, summary: &Summary) -> String {
    let rows = |count| format!("{} {}", grouped(count), if count == 1 { "row" } else { "rows" });
    match download {
        Download::Archive => format!("all files as {}, and the card", encoding.format().name),
        Download::Card => "link and SHA-256 of each file".to_owned(),
        Download::File(File::Dataset(View::Combined)) => rows(summary.rows()),
        Download::File(File::Dataset(View::Normal)) => rows(summary.normal),
        Download::File(File::Dataset(View::Anomalous)) => rows(summary.anomalous),
        Download::File(File::Indicators) => format!("{} indicators", indicators::COUNT),
        Download::File(File::AnswerKey) => "the truth of each row".to_owned(),
        Download::File(File::Users) => "who is who, and when".to_owned(),
        Download::File(File::Campaigns) => "every attack".to_owned(),
        Download::File(File::Events) => "the events of the rows".to_owned(),
        Download::File(File::EventKey) => "the truth of each event".to_owned(),
        Download::File(File::Attacks) => "the attacks as a whole".to_owned(),
        Download::File(File::RuleMatches) => "what the rules should match".to_owned(),
        Download::File(File::Scenarios) => format!("{} scenarios", SCENARIOS.len()),
    }
}
