//! Export: the files of the dataset.

use crate::page::controls::button;
use crate::page::erased::{click, flag, maybe, part};
use leptos::html::Button;
use leptos::prelude::*;

use super::download::save;
use super::engine::Engine;
use super::notices::Notices;
use crate::engine::Problem;
use crate::engine::configuration::Preset;
use crate::engine::dataset::Summary;
use crate::engine::decimal::grouped;
use crate::engine::export::{Download, File, View};
use crate::engine::response::SCENARIOS;
use crate::engine::threat::indicators;
use crate::protocol::{Command, Event, JobId};

/// A file in the making.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Making {
    job: JobId,
    percent: u64,
}

/// The downloads.
#[component]
pub fn ExportView(engine: Engine, notices: Notices) -> impl IntoView {
    // Which files there are, the model says.
    let files = Memo::new(move |_| {
        let made = engine.made.with(|made| made.as_ref().map(|made| File::of(&made.configuration)));
        made.unwrap_or(File::of(&Preset::ALL[0].configuration()))
    });
    let downloads = move || {
        let files = files.get().iter().copied().map(Download::File);
        let downloads = [Download::Archive].into_iter().chain(files).chain([Download::Card]);
        downloads.map(|download| view! { <li><DownloadButton engine notices download/></li> }).collect_view()
    };
    view! {
        <section class="card export" aria-labelledby="export-heading">
            <h2 id="export-heading">"Export"</h2>
            <p class="help">
                "CSV in UTF-8, dates as YYYY-MM-DD HH:MM:SS. The command line writes the same bytes, and `cyberdatagen verify` proves it by the card."
            </p>
            <ul class="downloads">
                {part(downloads)}
            </ul>
        </section>
    }
}

#[component]
fn DownloadButton(engine: Engine, notices: Notices, download: Download) -> impl IntoView {
    let making = RwSignal::new(None::<Making>);
    let contents =
        move || engine.made.with(|made| made.as_ref().map(|made| contents(download, &made.summary)));
    let start = move |_| {
        if making.get_untracked().is_some() {
            return;
        }
        let job = engine.send(Command::Export { download }, move |event, blob| match (event, blob) {
            (Event::Progress { done, total }, _) => making.update(|making| {
                if let Some(making) = making {
                    making.percent = done * 100 / total.max(1);
                }
            }),
            (event, blob) => {
                making.set(None);
                finish(download, event, blob, notices);
            }
        });
        making.set(Some(Making { job, percent: 0 }));
    };
    let starter = NodeRef::<Button>::new();
    let cancel = move || {
        if let Some(making) = making.get_untracked() {
            engine.cancel(making.job);
        }
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
            disabled=flag(move || !engine.held.get())
            on:click=click(start)
        >
            <span class="file">{download.name()}</span>
            <span class="contents">{maybe(contents)}</span>
        </button>
        {part(move || making.get().map(|making| view! {
            <div class="progress">
                <progress max="100" value=making.percent.to_string() aria-label=format!("Making {}", download.name())></progress>
                {button("", "Cancel").does(cancel)}
            </div>
        }))}
    }
}

fn finish(download: Download, event: Event, blob: Option<web_sys::Blob>, notices: Notices) {
    match (event, blob) {
        (Event::File, Some(blob)) if save(&blob, download.name()).is_err() => {
            let reason = format!("the browser did not save {}", download.name());
            notices.error(&Problem::new("", reason, "allow downloads for this page and try again"));
        }
        (Event::Failed(problems), _) => problems.iter().for_each(|problem| notices.error(problem)),
        (Event::Cancelled, _) => notices.tell(format!("Cancelled {}.", download.name())),
        _ => {}
    }
}

/// What a download holds.
fn contents(download: Download, summary: &Summary) -> String {
    let rows = |count| format!("{} {}", grouped(count), if count == 1 { "row" } else { "rows" });
    match download {
        Download::Archive => "all files and the card".to_owned(),
        Download::Card => "link and SHA-256 of each file".to_owned(),
        Download::File(File::Dataset(View::Combined)) => rows(summary.rows()),
        Download::File(File::Dataset(View::Normal)) => rows(summary.normal),
        Download::File(File::Dataset(View::Anomalous)) => rows(summary.anomalous),
        Download::File(File::Indicators) => format!("{} indicators", indicators::COUNT),
        Download::File(File::AnswerKey) => "the truth of each row".to_owned(),
        Download::File(File::Users) => "who is who, and when".to_owned(),
        Download::File(File::Campaigns) => "every attack".to_owned(),
        Download::File(File::Scenarios) => format!("{} scenarios", SCENARIOS.len()),
    }
}
