//! The menu of a column: order, filter, hide.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::wasm_split;

use super::filter_form::{Typed, day, shown_name};
use crate::engine::dataset::COLUMNS;
use crate::engine::dataset::schema::{Column, Type};
use crate::engine::explore::filter::plain_number;
use crate::engine::explore::query::Sort;
use crate::engine::text::date;
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::dialog::Dialog;
use crate::page::components::notices::{Notices, told};
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::later::Loaded;
use crate::page::store::Store;
use crate::protocol::dataset::{ColumnFacts, Facts, ValueFacts};

/// The menu of the column that is chosen.
#[wasm_split(later, fallible)]
pub fn column_menu(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    // The place of the column in [`COLUMNS`]; none while the menu is closed.
    column: RwSignal<Option<usize>>,
    // Hides a column.
    on_hide: Callback<usize>,
) -> Loaded {
    let declared = move || column.get().and_then(|place| COLUMNS.get(place));
    let facts = RwSignal::new(None::<ColumnFacts>);
    let lane = Lane::new();
    Effect::new(move || {
        let table = engine.made.with_untracked(|made| made.as_ref().map(|made| made.table));
        facts.set(None);
        let (Some(column), Some(table)) = (declared(), table) else { return };
        let request = Facts { table, column: column.name.to_owned() };
        spawn_local(async move {
            match client.ask(request).latest(lane).send().await {
                Ok(reply) => facts.set(Some(reply.answer)),
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    });
    let title = Signal::derive(move || declared().map(|column| column.name.to_owned()).unwrap_or_default());
    let is_open = Signal::derive(move || column.with(Option::is_some));
    let close = move || column.set(None);
    let view = view! {
        <Dialog id="column-menu" title is_open on_close=move |()| close()>
            {move || declared().map(|column| view! { <Order store column on_done=move |()| close()/> })}
            {move || facts.get().map(|facts| view! { <FilterForm store facts on_done=move |()| close()/> })}
            <div class="actions-row">
                <button
                    type="button"
                    class="small"
                    id="hide-column"
                    on:click=move |_| {
                        if let Some(place) = column.get_untracked() {
                            close();
                            on_hide.run(place);
                        }
                    }
                >
                    {t!("Hide column")}
                </button>
            </div>
        </Dialog>
    };
    Ok(view.into_any())
}

/// What the two orders of a column are called: ascending, descending.
fn orders(column: &Column) -> [&'static str; 2] {
    match column.kind {
        Type::DateTime => [t!("Earliest first"), t!("Latest first")],
        Type::Text | Type::Category => [t!("A to Z"), t!("Z to A")],
        Type::Integer | Type::Decimal | Type::Flag => [t!("Smallest first"), t!("Largest first")],
    }
}

#[component]
fn Order(store: Store, column: &'static Column, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let look = store.look();
    let sorted = move || {
        look.with(|look| {
            let sort = look.sort.as_ref().filter(|sort| sort.column == column.name)?;
            Some(sort.descending)
        })
    };
    let sort = move |sort: Option<Sort>| {
        store.update(|look| look.sort = sort);
        on_done.run(());
    };
    let [ascending, descending] = orders(column);
    let button = move |id: &'static str, face: &'static str, is_descending: bool| {
        let is_sorted = move || sorted() == Some(is_descending);
        view! {
            <button
                type="button"
                class="small"
                id=id
                aria-pressed=move || is_sorted().to_string()
                on:click=move |_| sort(Some(Sort { column: column.name.to_owned(), descending: is_descending }))
            >
                {move || is_sorted().then_some("✓ ")}
                {face}
            </button>
        }
    };
    view! {
        <div class="actions-row" role="group" aria-label=t!("Order")>
            {button("sort-ascending", ascending, false)}
            {button("sort-descending", descending, true)}
            <Show when=move || sorted().is_some()>
                <button type="button" class="small" id="unsort" on:click=move |_| sort(None)>{t!("Original order")}</button>
            </Show>
        </div>
    }
}

#[component]
fn FilterForm(store: Store, facts: ColumnFacts, #[prop(into)] on_done: Callback<()>) -> impl IntoView {
    let name = facts.column.name.clone();
    let test = store.look().with_untracked(|look| look.filter.on(&name).cloned());
    let is_filtered = test.is_some();
    let typed = RwSignal::new(Typed::of(test.as_ref()));
    let problem = RwSignal::new(String::new());
    let fields = fields(&facts, typed);
    let column = name.clone();
    let sent = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        match typed.with_untracked(|typed| typed.test(&facts)) {
            Ok(test) => {
                store.update(|look| match test {
                    Some(test) => look.filter.set(&column, test),
                    None => look.filter.remove(&column),
                });
                on_done.run(());
            }
            Err(refused) => problem.set(told(&refused)),
        }
    };
    let remove = move |_| {
        store.update(|look| look.filter.remove(&name));
        on_done.run(());
    };
    view! {
        <form class="filter-form" on:submit=sent>
            {fields}
            <p class="problem" id="filter-problem" role="alert">{problem}</p>
            <div class="actions-row">
                <button type="submit" class="primary small">{t!("Filter")}</button>
                {is_filtered.then(|| view! {
                    <button type="button" class="small" id="unfilter" on:click=remove>{t!("No filter")}</button>
                })}
            </div>
        </form>
    }
}

/// The fields of a column's filter: names to tick and a text to look for, or two ends.
fn fields(facts: &ColumnFacts, typed: RwSignal<Typed>) -> AnyView {
    match &facts.values {
        ValueFacts::Categories(names) => {
            let ticks = names.clone().map(|names| {
                let ticks = names.into_iter().enumerate();
                let ticks =
                    ticks.map(|(index, (name, count))| tick(index, name, count, typed)).collect_view();
                view! {
                    <fieldset class="ticks"><legend class="label">{t!("Is one of")}</legend>{ticks}</fieldset>
                }
            });
            let field = Field {
                id: "filter-text",
                label: t!("Contains"),
                kind: "search",
                hint: t!("part of a name").to_owned(),
            };
            view! { {ticks}{line(field, typed, |typed| &mut typed.text)} }.into_any()
        }
        ValueFacts::Numbers(ends) => {
            let hint = |end: usize| ends.map(|ends| plain_number(ends[end])).unwrap_or_default();
            let min = Field { id: "filter-min", label: t!("Min"), kind: "text", hint: hint(0) };
            let max = Field { id: "filter-max", label: t!("Max"), kind: "text", hint: hint(1) };
            view! {
                <div class="range">
                    {line(min, typed, |typed| &mut typed.from)}{line(max, typed, |typed| &mut typed.to)}
                </div>
            }
            .into_any()
        }
        ValueFacts::Timestamps(ends) => {
            let from = Field { id: "filter-from", label: t!("From"), kind: "date", hint: String::new() };
            let until =
                Field { id: "filter-until", label: t!("To, included"), kind: "date", hint: String::new() };
            let ends = ends.map(|[first, last]| {
                t!("The data has {first} to {last}.", first = date(day(first)), last = date(day(last)))
            });
            view! {
                <div class="range">
                    {line(from, typed, |typed| &mut typed.from)}{line(until, typed, |typed| &mut typed.to)}
                </div>
                <p class="help">{ends}</p>
            }
            .into_any()
        }
    }
}

struct Field {
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    hint: String,
}

fn line(field: Field, typed: RwSignal<Typed>, part: fn(&mut Typed) -> &mut String) -> impl IntoView {
    let mut before = typed.get_untracked();
    let value = std::mem::take(part(&mut before));
    view! {
        <div class="field">
            <label class="label" for=field.id>{field.label}</label>
            <input
                id=field.id
                type=field.kind
                autocomplete="off"
                spellcheck="false"
                placeholder=field.hint
                prop:value=value
                aria-describedby="filter-problem"
                on:input:target=move |event| {
                    let text = event.target().value();
                    typed.update(|typed| *part(typed) = text);
                }
            />
        </div>
    }
}

fn tick(index: usize, name: String, count: u64, typed: RwSignal<Typed>) -> impl IntoView {
    let id = format!("filter-name-{index}");
    let face = format!("{} · {}", shown_name(&name), language::grouped(count));
    let is_ticked = typed.with_untracked(|typed| typed.names.contains(&name));
    view! {
        <label class="tick">
            <input
                id=id
                type="checkbox"
                prop:checked=is_ticked
                on:change:target=move |event| {
                    let is_ticked = event.target().checked();
                    typed.update(|typed| typed.tick(&name, is_ticked));
                }
            />
            <span>{face}</span>
        </label>
    }
}
