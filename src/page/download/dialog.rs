//! The dialog: what is downloaded, in which formats, how large it is, and how far it is.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::choice::{Choice, formats};
use super::estimates::{Estimates, megabytes};
use super::items::Item;
use super::save_text;
use super::writing::Writing;
use crate::engine::configuration::{MAX_ROWS, Preset};
use crate::engine::export::formats::Kind;
use crate::engine::export::package::starter;
use crate::engine::export::{Download, Encoding, File, FileFormat};
use crate::engine::{Configuration, Problem};
use crate::page::client::Client;
use crate::page::components::controls::{button, choice, select, tick};
use crate::page::components::dialog::Dialog;
use crate::page::components::notices::{Notices, told};
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::later::Loaded;
use crate::page::shell::focus_on;

/// About how many bytes come with the files of an archive.
const COMPANIONS: u64 = 12_000;

/// What the parts of the dialog share.
#[derive(Clone, Copy)]
struct Downloads {
    engine: Engine,
    choice: Choice,
    estimates: Estimates,
}

impl Downloads {
    /// What is written: the dataset's settings, with as many rows as are asked for.
    fn configuration(self) -> Configuration {
        let dataset = self.dataset();
        self.choice.with_rows(&dataset).unwrap_or(dataset)
    }

    fn dataset(self) -> Configuration {
        self.engine.configuration().unwrap_or_else(|| Preset::ALL[0].configuration())
    }

    /// What is wrong with the number of rows.
    fn problem(self) -> Option<Problem> {
        self.choice.with_rows(&self.dataset()).err()
    }

    /// The files whose size is shown, or makes up one that is.
    fn wanted(self) -> Vec<(File, Encoding)> {
        let configuration = self.configuration();
        let tables = formats(Kind::Table).flat_map(|format| self.choice.tables_in(&configuration, format));
        let chosen = self.choice.files(&configuration);
        let packed = packed(&chosen);
        let mut wanted: Vec<(File, Encoding)> = tables.chain(chosen).chain(packed).collect();
        if self.choice.has(Item::Events) {
            wanted.extend(formats(Kind::Events).flat_map(|format| self.choice.events_in(format)));
        }
        // A document is small, and written of all rows.
        wanted.retain(|(file, _)| *file != File::Attacks);
        let mut each: Vec<(File, Encoding)> = Vec::new();
        for file in wanted {
            if !each.contains(&file) {
                each.push(file);
            }
        }
        each
    }

    /// The size of files in words; empty until it is known.
    fn size(self, files: &[(File, Encoding)]) -> String {
        let files: Vec<_> = files.iter().filter(|(file, _)| *file != File::Attacks).copied().collect();
        if files.is_empty() {
            return String::new();
        }
        self.estimates
            .of(self.configuration().rows, &files)
            .map_or_else(String::new, |bytes| format!("≈ {}", megabytes(bytes)))
    }

    /// About how many bytes a download has; none until it is known.
    fn bytes(self, download: &Download) -> Option<u64> {
        let (mut files, more) = match download {
            Download::File(file, encoding) => (vec![(*file, *encoding)], 0),
            Download::Archive(files) => (packed(files), COMPANIONS),
        };
        files.retain(|(file, _)| *file != File::Attacks);
        self.estimates.of(self.configuration().rows, &files).map(|bytes| bytes + more)
    }

    /// What is about to be downloaded.
    fn summary(self) -> String {
        let Some(download) = self.choice.download(&self.configuration()) else {
            return t!("Choose what to download.").to_owned();
        };
        let size = self.bytes(&download).filter(|bytes| *bytes > 0).map(megabytes);
        match (download, size) {
            (Download::File(file, encoding), None) => file.name(encoding),
            (Download::File(file, encoding), Some(size)) => {
                t!("{name}, about {size}", name = file.name(encoding), size)
            }
            (Download::Archive(_), None) => {
                t!("One ZIP, with the reproducibility card, the data dictionary and how to load the files")
                    .to_owned()
            }
            (Download::Archive(_), Some(size)) => t!(
                "One ZIP, about {size}, with the reproducibility card, the data dictionary and how to load the files",
                size
            ),
        }
    }
}

/// Files as an archive holds them: compressed.
fn packed(files: &[(File, Encoding)]) -> Vec<(File, Encoding)> {
    files.iter().map(|(file, encoding)| (*file, Encoding::new(encoding.format(), true))).collect()
}

/// The downloads.
#[wasm_split(later, fallible)]
pub fn download_dialog(
    client: Client,
    engine: Engine,
    notices: Notices,
    // The file that is written.
    writing: Writing,
    // Whether it is open.
    is_open: RwSignal<bool>,
) -> Loaded {
    let downloads = Downloads { engine, choice: Choice::new(), estimates: Estimates::new(client, engine) };
    Effect::new(move |_| match is_open.get() {
        true => downloads.estimates.ask(downloads.configuration(), &downloads.wanted()),
        false => downloads.estimates.stop(),
    });
    let start = move || {
        let configuration = untrack(|| downloads.configuration());
        if let Some(download) = untrack(|| downloads.choice.download(&configuration)) {
            let bytes = untrack(|| downloads.bytes(&download));
            writing.start(configuration, download, bytes);
            request_animation_frame(|| focus_on("download-cancel"));
        }
    };
    let cancel = move || {
        writing.cancel();
        // The button that was pressed goes away: the focus returns to where it came from.
        request_animation_frame(|| focus_on("download-start"));
    };
    let save_starter = move || {
        let configuration = untrack(|| downloads.configuration());
        let files = untrack(|| downloads.choice.files(&configuration));
        let text = starter::text(&configuration, &files);
        if let Err(problem) = save_text(&text, "application/x-ipynb+json", starter::NAME) {
            notices.error(&problem);
        }
    };
    let handed = move || {
        let name = writing.handed.get();
        (!name.is_empty()).then(|| {
            t!(
                "{name} went to the browser's downloads. If it is not there, allow downloads for this page and download it again.",
                name
            )
        })
    };
    let is_writing = Memo::new(move |_| writing.now().is_some());
    let is_off = move || {
        engine.made.with(Option::is_none)
            || downloads.problem().is_some()
            || downloads.choice.files(&downloads.configuration()).is_empty()
    };
    let view = view! {
        <Dialog
            id="download-dialog"
            title=Signal::stored(t!("Download").to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            <div class="download-choices">
                <Items downloads/>
                <Formats downloads/>
            </div>
            <p class="help" id="download-handed" role="status">{handed}</p>
            <div class="download-actions">
                <p class="help" id="download-summary" role="status">{move || downloads.summary()}</p>
                <Show
                    when=move || is_writing.get()
                    fallback=move || view! {
                        {button("", t!("Starter notebook"))
                            .id("download-starter")
                            .title(t!("A Jupyter notebook that loads the dataset and trains a first model"))
                            .does(save_starter)}
                        {button("primary", t!("Download")).id("download-start").disabled(is_off).does(start)}
                    }
                >
                    <Progress writing/>
                    {button("", t!("Cancel")).id("download-cancel").does(cancel)}
                </Show>
            </div>
        </Dialog>
    };
    Ok(view.into_any())
}

/// How far the file is that is written.
#[component]
fn Progress(writing: Writing) -> impl IntoView {
    let percent = move || writing.now().map_or(0, |(_, progress)| progress.percent()).to_string();
    let name = move || writing.now().map(|(name, _)| t!("Making {name}", name));
    view! { <progress max="100" prop:value=percent aria-label=name></progress> }
}

/// What there is, to be ticked.
#[component]
fn Items(downloads: Downloads) -> impl IntoView {
    let items = Memo::new(move |_| Item::of(&downloads.configuration()));
    let line = move |item: Item| {
        let contents = move || {
            let rows = downloads.configuration().rows;
            let events = downloads.estimates.events(rows);
            downloads.engine.made.with(|made| {
                let made = made.as_ref()?;
                let counted = (rows == made.configuration.rows).then_some((&made.summary, made.campaigns));
                Some(item.contents(rows, counted, events))
            })
        };
        let choice = downloads.choice;
        view! {
            <li>
                <label>
                    {tick(format!("download-{}", item.key()), String::new(), move || choice.has(item), move |_| choice.toggle(item))}
                    <span>{language::words(item.name())}</span>
                    <span class="contents">{contents}</span>
                </label>
            </li>
        }
    };
    view! {
        <fieldset>
            <legend class="label">{t!("Data")}</legend>
            <ul>{move || items.get().into_iter().map(line).collect_view()}</ul>
            <Rows downloads/>
        </fieldset>
    }
}

/// How many rows are written: more than the page could hold, if need be.
#[component]
fn Rows(downloads: Downloads) -> impl IntoView {
    let rows = downloads.choice.rows;
    let problem = Memo::new(move |_| downloads.problem());
    let help = move || match problem.get() {
        Some(problem) => told(&problem),
        None => t!(
            "As many as the dataset has, or up to {max}: they are drawn as they are written, and none are held.",
            max = language::grouped(MAX_ROWS)
        ),
    };
    let placeholder = move || downloads.dataset().rows.to_string();
    view! {
        <label class="download-rows">
            <span>{t!("Rows to write")}</span>
            <input
                type="text"
                inputmode="numeric"
                id="download-rows"
                autocomplete="off"
                aria-describedby="download-rows-help"
                aria-invalid=move || problem.with(Option::is_some).to_string()
                placeholder=placeholder
                prop:value=move || rows.get()
                on:input=move |event| rows.set(event_target_value(&event))
            />
        </label>
        <p class="help" id="download-rows-help">{help}</p>
    }
}

/// The formats of tables and of events, compression, and the archive.
#[component]
fn Formats(downloads: Downloads) -> impl IntoView {
    let Choice { table, events, gzip, is_archive, .. } = downloads.choice;
    let size = move |format: &'static FileFormat| {
        let configuration = downloads.configuration();
        downloads.size(&downloads.choice.tables_in(&configuration, format))
    };
    let tables = formats(Kind::Table).map(|format| {
        let chosen = move || table.get().key == format.key;
        let choose = move || table.set(format);
        view! {
            <li>
                {choice("download-format", format.key, language::words(format.name), chosen, || false, choose)}
                <span class="contents">{move || size(format)}</span>
            </li>
        }
    });
    let known: Vec<&'static FileFormat> = formats(Kind::Events).collect();
    let names = known.iter().map(|format| (format.key, language::words(format.name))).collect();
    let choose_events = move |key: String| {
        if let Some(format) = formats(Kind::Events).find(|format| format.key == key) {
            events.set(format);
        }
    };
    let has_events = Memo::new(move |_| downloads.choice.has(Item::Events));
    let help = move || language::words(if has_events.get() { events.get().help } else { table.get().help });
    let is_single = Memo::new(move |_| downloads.choice.files(&downloads.configuration()).len() == 1);
    let names = StoredValue::new(names);
    let events_size = move || downloads.size(&downloads.choice.events_in(events.get()));
    view! {
        <fieldset aria-describedby="download-format-help">
            <legend class="label">{t!("Format")}</legend>
            <ul>{tables.collect_view()}</ul>
            <Show when=move || has_events.get()>
                <div class="events-format">
                    <label class="label" for="download-events-format">{t!("Events as")}</label>
                    {select(
                        "download-events-format".to_owned(),
                        None,
                        String::new(),
                        names.get_value(),
                        Signal::derive(move || events.get().key.to_owned()),
                        choose_events,
                    )}
                    <span class="contents">{events_size}</span>
                </div>
            </Show>
            <p class="help" id="download-format-help">{help}</p>
            <label>
                {tick("download-gzip".to_owned(), String::new(), move || gzip.get(), move |on| gzip.set(on))}
                <span>{t!("Compress each file with gzip")}</span>
            </label>
            <Show when=move || is_single.get()>
                <label>
                    {tick("download-zip".to_owned(), String::new(), move || is_archive.get(), move |zip| is_archive.set(zip))}
                    <span>{t!("As a ZIP, with what comes with it")}</span>
                </label>
            </Show>
        </fieldset>
    }
}
