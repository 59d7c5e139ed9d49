//! The dataset: a switch between its classes, its filter, the table, and the dialogs of its columns.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cache::{Cache, Key};
use super::column_menu::ColumnMenu;
use super::columns::ColumnsDialog;
use super::dictionary::DictionaryDialog;
use super::hidden::Hidden;
use super::table::Table;
use crate::engine::Configuration;
use crate::engine::configuration::Preset;
use crate::engine::dataset::schema::Column;
use crate::engine::explore::filter::Filter;
use crate::engine::explore::mini::Mini;
use crate::engine::explore::query::Query;
use crate::engine::export::View;
use crate::page::client::{Client, Lane};
use crate::page::components::chips::FilterChips;
use crate::page::components::notices::Notices;
use crate::page::engine::{Engine, Made};
use crate::page::store::Store;
use crate::protocol::dataset::Headers;

/// The dataset.
#[component]
pub fn DatasetView(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    /// The number of the row whose details are shown.
    selected: RwSignal<Option<u64>>,
) -> impl IntoView {
    let shown = RwSignal::new(View::Combined);
    let (look, made) = (store.look(), engine.made);
    let key = Memo::new(move |_| {
        let table = made.with(|made| made.as_ref().map(|made| made.table)).filter(|_| engine.held.get())?;
        let class = match shown.get() {
            View::Combined => None,
            View::Normal => Some(false),
            View::Anomalous => Some(true),
        };
        let query = look.with(|look| Query { filter: look.filter.clone(), class, sort: look.sort.clone() });
        Some(Key { table, query })
    });
    let cache = Cache::new(client, notices, key);
    // How many rows there are without a filter is known before any is fetched.
    let of_class = move || made.with(|made| made.as_ref().map_or(0, |made| count(made, shown.get())));
    let is_filtered = move || look.with(|look| !look.filter.is_empty());
    let rows =
        Memo::new(
            move |before: Option<&u64>| {
                if is_filtered() { cache.total().or(before.copied()).unwrap_or(0) } else { of_class() }
            },
        );
    let passing = Signal::derive(move || Some([cache.total()?, of_class()]));

    // By their places in `COLUMNS`.
    let places = |of: &Configuration| of.columns().map(Column::place).collect::<Vec<usize>>();
    let columns = Memo::new(move |_| {
        let places_of_made = made.with(|made| made.as_ref().map(|made| places(&made.configuration)));
        places_of_made.unwrap_or_else(|| places(&Preset::ALL[0].configuration()))
    });
    let hidden = RwSignal::new(Hidden::default());
    let visible = Memo::new(move |_| columns.with(|columns| hidden.with(|hidden| hidden.shown(columns))));
    let show = move |(place, is_shown): (usize, bool)| {
        let mut changed = hidden.get_untracked();
        match columns.with_untracked(|columns| changed.show(place, is_shown, columns)) {
            Ok(()) => hidden.set(changed),
            Err(problem) => notices.error(&problem),
        }
    };
    let (menu, is_list_open, is_dictionary_open) =
        (RwSignal::new(None::<usize>), RwSignal::new(false), RwSignal::new(false));
    let open_menu = Callback::new(move |place: usize| menu.set(Some(place)));
    let minis = headers(client, engine, cache);
    let configuration =
        Signal::derive(move || made.with(|made| made.as_ref().map(|made| made.configuration.clone())));
    let switch = move |view: View| {
        view! {
            <label>
                <input
                    type="radio"
                    name="view"
                    value=view.name()
                    prop:checked=move || shown.get() == view
                    on:change=move |_| shown.set(view)
                />
                <span>{view.name()}</span>
            </label>
        }
    };
    view! {
        <section class="card dataset" aria-labelledby="dataset-heading">
            <div class="heading">
                <h2 id="dataset-heading">"Dataset"</h2>
                <fieldset class="switch">
                    <legend class="visually-hidden">"Rows to show"</legend>
                    {View::ALL.map(switch).into_iter().collect_view()}
                </fieldset>
                <button
                    type="button"
                    class="small"
                    id="columns"
                    disabled=move || !engine.held.get()
                    on:click=move |_| is_list_open.set(true)
                >
                    "Columns, sort, filter"
                </button>
            </div>
            <FilterChips
                id="table-chips"
                filter=Signal::derive(move || look.with(|look| look.filter.clone()))
                rows=passing
                on_change=move |filter: Filter| store.update(|look| look.filter = filter)
            />
            <Table engine store notices shown cache rows columns=visible minis selected on_menu=open_menu/>
            <ColumnMenu client engine store notices column=menu on_hide=move |place| show((place, false))/>
            <ColumnsDialog
                is_open=is_list_open
                columns
                shown=visible
                on_show=show
                on_show_all=move |()| hidden.update(Hidden::clear)
                on_menu=open_menu
                on_dictionary=move |()| is_dictionary_open.set(true)
            />
            <DictionaryDialog is_open=is_dictionary_open configuration/>
        </section>
    }
}

/// Rows of a view of the dataset.
fn count(made: &Made, view: View) -> u64 {
    match view {
        View::Combined => made.summary.rows(),
        View::Normal => made.summary.normal,
        View::Anomalous => made.summary.anomalous,
    }
}

/// Small pictures of the columns of the dataset, asked for once its first rows are there.
fn headers(client: Client, engine: Engine, cache: Cache) -> RwSignal<Vec<Mini>> {
    let minis = RwSignal::new(Vec::new());
    let lane = Lane::new();
    let table = Memo::new(move |_| {
        let table = engine.made.with(|made| made.as_ref().map(|made| made.table));
        table.filter(|_| engine.held.get() && cache.has_rows())
    });
    Effect::new(move || {
        let Some(table) = table.get() else { return };
        spawn_local(async move {
            // Without pictures the table is still a table.
            if let Ok(reply) = client.ask(Headers { table }).latest(lane).send().await {
                minis.set(reply.answer);
            }
        });
    });
    minis
}
