//! Which data is looked at, which rows of it, and a way to open a file.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::explorer::{Explorer, Source};
use crate::engine::explore::filter::Filter;
use crate::page::components::busy::BusyBar;
use crate::page::components::chips::FilterChips;
use crate::page::language::grouped;

/// The line above everything: the data, its filter, and how many rows are left.
#[component]
pub fn Sources(explorer: Explorer) -> impl IntoView {
    let subject = explorer.subject;
    let filter = Signal::derive(move || {
        subject.with(|subject| subject.as_ref().map(|subject| subject.filter.clone())).unwrap_or_default()
    });
    let refilter = move |changed: Filter| explorer.update_filter(|filter| *filter = changed);
    let rows = move || {
        let all = subject.with(|subject| subject.as_ref().map(|subject| subject.rows))?;
        if filter.with(Filter::is_empty) {
            return Some(t!("{count} row" | "{count} rows" % all, count = grouped(all)));
        }
        let passing = explorer.passing.get()?;
        Some(t!("{passing} of {all} rows", passing = grouped(passing), all = grouped(all)))
    };
    view! {
        <div class="explore-sources" id="explore-source">
            <fieldset class="switch">
                <legend class="visually-hidden">{t!("Data to explore")}</legend>
                {Source::ALL.map(|source| view! { <SourceChoice explorer source/> }).into_iter().collect_view()}
            </fieldset>
            <Show when=move || explorer.source() == Source::File>
                <button
                    type="button"
                    class="quiet small"
                    id="close-file"
                    on:click=move |_| explorer.close(Source::File)
                >
                    {t!("Close file")}
                </button>
            </Show>
            <OpenFile explorer/>
            <BusyBar
                progress=explorer.reading
                label=t!("Reading the file")
                on_cancel=move |()| explorer.cancel_reading()
            />
            <FilterChips id="explore-chips" filter rows=Signal::stored(None) on_change=refilter/>
            <p class="row-count" id="explore-rows" role="status">{rows}</p>
        </div>
    }
}

/// One of the data that can be looked at; nothing while there is none.
#[component]
fn SourceChoice(explorer: Explorer, source: Source) -> impl IntoView {
    let id = match source {
        Source::Generated => "source-generated",
        Source::Balanced => "source-balanced",
        Source::File => "source-file",
    };
    let name = move || explorer.name(source);
    view! {
        <Show when=move || name().is_some()>
            <label title=name>
                <input
                    type="radio"
                    name="source"
                    id=id
                    prop:checked=move || explorer.source() == source
                    on:change=move |_| explorer.choose_source(source)
                />
                <span>{name}</span>
            </label>
        </Show>
    }
}

/// Opens a file of the visitor's own.
#[component]
fn OpenFile(explorer: Explorer) -> impl IntoView {
    let opened = move |input: HtmlInputElement| {
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            explorer.open_file(&file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    view! {
        <label class="pick-file">
            <input
                type="file"
                id="explore-file"
                accept=".csv,.tsv,.txt,text/csv"
                class="visually-hidden"
                on:change:target=move |event| opened(event.target())
            />
            <span>{t!("Open a CSV")}</span>
        </label>
    }
}
