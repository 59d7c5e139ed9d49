//! The workspace: the figures of the dataset, its rows, and the details of one.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cache::{Cache, Key};
use super::chosen::Chosen;
use super::column_menu::column_menu;
use super::columns::columns_dialog;
use super::details::details_view;
use super::dictionary::dictionary_dialog;
use super::hidden::Hidden;
use super::strip::Strip;
use super::table::Table;
use super::timeline::TimelineView;
use crate::engine::Configuration;
use crate::engine::configuration::Preset;
use crate::engine::dataset::schema::Column;
use crate::engine::explore::filter::Filter;
use crate::engine::explore::mini::Mini;
use crate::engine::explore::query::Query;
use crate::engine::export::View;
use crate::page::client::{Client, Lane};
use crate::page::components::chips::FilterChips;
use crate::page::components::controls::choice;
use crate::page::components::notices::Notices;
use crate::page::engine::{Engine, Made};
use crate::page::language::grouped;
use crate::page::later::later;
use crate::page::store::Store;
use crate::page::workspaces::audit::Auditing;
use crate::protocol::dataset::Headers;

/// The workspace: figures and table, and at their side the details of a row.
#[component]
pub fn DataView(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    /// The audit of the dataset, for the strip of figures.
    auditing: Auditing,
    /// Whether there will be a dataset once a student has given a name.
    waits_for_name: Signal<bool>,
    /// The row of the dataset that another workspace wants to be shown.
    wanted: RwSignal<Option<u64>>,
    /// Whether it is in sight.
    active: Signal<bool>,
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
    let chosen = Chosen::new();
    // Another dataset has other rows: the one that was looked at is not among them.
    Effect::watch(
        move || engine.configuration(),
        move |now, before, _| {
            if before != Some(now) {
                chosen.clear();
            }
        },
        false,
    );
    // Without filter and order a row stands at the place of its number.
    Effect::new(move || {
        let is_plain = look.with(|look| look.filter.is_empty() && look.sort.is_none());
        let Some(row) = wanted.get().filter(|_| is_plain && key.with(Option::is_some)) else { return };
        shown.set(View::Combined);
        chosen.choose(cache, row);
        wanted.set(None);
    });
    let is_chosen = move || chosen.number.with(Option::is_some);
    view! {
        <section class="data" aria-labelledby="data-heading">
            <h2 id="data-heading" class="visually-hidden">{t!("Data")}</h2>
            <div class="data-main">
                <Strip engine store auditing waits_for_name/>
                <TimelineView client engine store notices active/>
                <Rows client engine store notices shown cache chosen/>
            </div>
            {later(is_chosen, move || details_view(client, engine, store, notices, cache, chosen))}
        </section>
    }
}

/// The rows: a switch between the classes, the filter, the table, and the dialogs of its columns.
#[component]
fn Rows(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    /// The class that is shown.
    shown: RwSignal<View>,
    /// The rows that were fetched.
    cache: Cache,
    /// The row whose details are shown.
    chosen: Chosen,
) -> impl IntoView {
    let (look, made) = (store.look(), engine.made);
    // How many rows there are without a filter is known before any is fetched.
    let of_class = move || made.with(|made| made.as_ref().map_or(0, |made| count(made, shown.get())));
    let is_filtered = move || look.with(|look| !look.filter.is_empty());
    let rows =
        Memo::new(
            move |before: Option<&u64>| {
                if is_filtered() { cache.total().or(before.copied()).unwrap_or(0) } else { of_class() }
            },
        );

    // By their places in `COLUMNS`.
    let places = |of: &Configuration| of.columns().map(Column::place).collect::<Vec<usize>>();
    let columns = Memo::new(move |_| {
        let places_of_made = made.with(|made| made.as_ref().map(|made| places(&made.configuration)));
        places_of_made.unwrap_or_else(|| places(&Preset::ALL[0].configuration()))
    });
    let hidden = RwSignal::new(Hidden::default());
    let visible = Memo::new(move |_| columns.with(|columns| hidden.with(|hidden| hidden.shown(columns))));
    let show = Callback::new(move |(place, is_shown): (usize, bool)| {
        let mut changed = hidden.get_untracked();
        match columns.with_untracked(|columns| changed.show(place, is_shown, columns)) {
            Ok(()) => hidden.set(changed),
            Err(problem) => notices.error(&problem),
        }
    });
    let hide = Callback::new(move |place: usize| show.run((place, false)));
    let show_all = Callback::new(move |()| hidden.update(Hidden::clear));
    let (menu, is_list_open, is_dictionary_open) =
        (RwSignal::new(None::<usize>), RwSignal::new(false), RwSignal::new(false));
    let open_dictionary = Callback::new(move |()| is_dictionary_open.set(true));
    let open_menu = Callback::new(move |place: usize| menu.set(Some(place)));
    let minis = headers(client, engine, cache);
    let configuration =
        Signal::derive(move || made.with(|made| made.as_ref().map(|made| made.configuration.clone())));
    let switch = move |view: View| {
        let face = match view {
            View::Combined => t!("All"),
            View::Normal => t!("Normal"),
            View::Anomalous => t!("Anomalous"),
        };
        choice("view", view.name(), face, move || shown.get() == view, || false, move || shown.set(view))
    };
    let size = move || {
        let all = of_class();
        match (is_filtered(), cache.total()) {
            (false, _) => t!("{count} row" | "{count} rows" % all, count = grouped(all)),
            (true, Some(passing)) => t!(
                "{passing} of {count} row" | "{passing} of {count} rows" % all,
                passing = grouped(passing),
                count = grouped(all)
            ),
            (true, None) => t!("… of {count} row" | "… of {count} rows" % all, count = grouped(all)),
        }
    };
    view! {
        <section class="card rows" aria-labelledby="rows-heading">
            <h3 id="rows-heading" class="visually-hidden">{t!("Rows")}</h3>
            <div class="toolbar">
                <fieldset class="switch">
                    <legend class="visually-hidden">{t!("Rows to show")}</legend>
                    {View::ALL.map(switch).into_iter().collect_view()}
                </fieldset>
                <FilterChips
                    id="table-chips"
                    filter=Signal::derive(move || look.with(|look| look.filter.clone()))
                    rows=Signal::stored(None)
                    on_change=move |filter: Filter| store.update(|look| look.filter = filter)
                />
                <span class="size" role="status" class:whole=move || !is_filtered() id="table-size">{size}</span>
                <button
                    type="button"
                    id="columns"
                    title=t!("Show and hide, sort and filter columns")
                    disabled=move || !engine.held.get()
                    on:click=move |_| is_list_open.set(true)
                >
                    {t!("Columns")}
                </button>
            </div>
            <Table engine store notices shown cache rows columns=visible minis chosen_row=chosen on_menu=open_menu/>
            {later(move || menu.with(Option::is_some), move || column_menu(client, engine, store, notices, menu, hide))}
            {later(move || is_list_open.get(), move || {
                columns_dialog(is_list_open, columns, visible, show, show_all, open_menu, open_dictionary)
            })}
            {later(move || is_dictionary_open.get(), move || dictionary_dialog(is_dictionary_open, configuration))}
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
