//! The Explore view: which data, its filter, the chart with its form, and what is unfolded below.

use leptos::prelude::*;
use web_sys::HtmlInputElement;

use super::chart_form::ChartForm;
use super::downloads::Downloads;
use super::explorer::{Explorer, Source};
use super::sections::Sections;
use crate::engine::explore::chart::Selection;
use crate::engine::explore::filter::Filter;
use crate::page::components::busy::BusyBar;
use crate::page::components::chart::ChartView;
use crate::page::components::chips::FilterChips;

/// The view.
#[component]
pub fn ExploreView(explorer: Explorer) -> impl IntoView {
    let is_missing = move || explorer.engine.made.with(Option::is_none);
    let intro = move || {
        view! {
            <p class="help">
                "Charts and statistics of this dataset, or of a CSV of your own: drop it anywhere on the page."
            </p>
            <button type="button" id="open-explore" disabled=is_missing on:click=move |_| explorer.open()>
                "Explore this dataset"
            </button>
        }
    };
    view! {
        <section class="card explore" aria-labelledby="explore-heading">
            <h2 id="explore-heading">"Explore"</h2>
            <Show when=move || explorer.is_open.get() fallback=intro>
                <OpenView explorer/>
            </Show>
        </section>
    }
}

#[component]
fn OpenView(explorer: Explorer) -> impl IntoView {
    let subject = explorer.subject;
    let filter = Signal::derive(move || {
        subject.with(|subject| subject.as_ref().map(|subject| subject.filter.clone())).unwrap_or_default()
    });
    let rows = Signal::derive(move || {
        let all = subject.with(|subject| subject.as_ref().map(|subject| subject.rows))?;
        Some([explorer.passing.get()?, all])
    });
    let is_busy = move || explorer.charting.with(Option::is_some) || explorer.reading.with(Option::is_some);
    let refilter = move |changed: Filter| explorer.update_filter(|filter| *filter = changed);
    let select = move |selection: Vec<Selection>| explorer.select(&selection);
    view! {
        <div id="explore-view" class="explore" aria-busy=move || is_busy().to_string()>
            <Sources explorer/>
            <BusyBar
                progress=explorer.reading
                label="Reading the file"
                on_cancel=move |()| explorer.cancel_reading()
            />
            <BusyBar
                progress=explorer.charting
                label="Computing the chart"
                on_cancel=move |()| explorer.cancel_chart()
            />
            <FilterChips id="explore-chips" filter rows on_change=refilter/>
            <ChartForm subject on_change=move |request| explorer.choose_chart(request)/>
            <ChartView chart=explorer.chart on_select=select>
                <Downloads explorer/>
            </ChartView>
            <Sections explorer/>
        </div>
    }
}

/// Where the data comes from, and a way to open a file.
#[component]
fn Sources(explorer: Explorer) -> impl IntoView {
    let id = |source: Source| match source {
        Source::Generated => "source-generated",
        Source::Balanced => "source-balanced",
        Source::File => "source-file",
    };
    let source = move |source: Source| {
        let name = move || explorer.name(source);
        view! {
            <Show when=move || name().is_some()>
                <label>
                    <input
                        type="radio"
                        name="source"
                        id=id(source)
                        prop:checked=move || explorer.source() == source
                        on:change=move |_| explorer.choose_source(source)
                    />
                    <span>{name}</span>
                </label>
            </Show>
        }
    };
    let opened = move |input: HtmlInputElement| {
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            explorer.open_file(&file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    view! {
        <div id="explore-source">
            <div class="heading">
                <fieldset class="switch">
                    <legend class="visually-hidden">"Data to explore"</legend>
                    {Source::ALL.map(source).into_iter().collect_view()}
                </fieldset>
                <label class="pick-file">
                    <input
                        type="file"
                        id="explore-file"
                        accept=".csv,.tsv,.txt,text/csv"
                        class="visually-hidden"
                        on:change:target=move |event| opened(event.target())
                    />
                    <span>"Explore a CSV of your own"</span>
                </label>
            </div>
        </div>
    }
}
