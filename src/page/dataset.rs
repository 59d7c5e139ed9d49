//! Dataset: the table of all rows. Only the rows in sight are in the document, and only pages around them
//! are fetched, so it is as smooth with ten million rows as with ten.

mod cache;
mod selection;
mod viewport;

use crate::page::erased::{click, flag, key, maybe, on, part, string};
use leptos::ev::{KeyboardEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

use super::controls::button;
use super::engine::Engine;
use super::explore::{Explorer, progress};
use super::notices::Notices;
use crate::engine::Configuration;
use crate::engine::configuration::Preset;
use crate::engine::dataset::{COLUMNS, Column, schema};
use crate::engine::decimal;
use crate::engine::decimal::grouped;
use crate::engine::export::View;
use cache::Cache;
use selection::Selection;
use viewport::{ROW_HEIGHT, TALL_HEADER, Viewport};

/// The cell that the keyboard is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cell {
    row: u64,
    column: usize,
}

/// The dataset.
#[component]
pub fn DatasetView(
    engine: Engine,
    explorer: Explorer,
    notices: Notices,
    selected: RwSignal<Option<u64>>,
) -> impl IntoView {
    let shown = RwSignal::new(View::Combined);
    let rows = Memo::new(move |_| {
        let summary = engine.made.with(|made| made.as_ref().map(|made| made.summary));
        if let Some(rows) = explorer.shown.with(|shown| shown.rows) {
            return rows;
        }
        summary.map_or(0, |summary| match shown.get() {
            View::Combined => summary.rows(),
            View::Normal => summary.normal,
            View::Anomalous => summary.anomalous,
        })
    });
    Effect::new(move || {
        explorer.class(match shown.get() {
            View::Combined => None,
            View::Normal => Some(false),
            View::Anomalous => Some(true),
        });
    });
    view! {
        <section class="card dataset" aria-labelledby="dataset-heading">
            <div class="heading">
                <h2 id="dataset-heading">"Dataset"</h2>
                <fieldset class="switch">
                    <legend class="visually-hidden">"Rows to show"</legend>
                    {View::ALL.map(|view| view! {
                        <label>
                            <input
                                type="radio"
                                name="view"
                                value=view.name()
                                prop:checked=flag(move || shown.get() == view)
                                on:change=on(move |_| shown.set(view))
                            />
                            <span>{view.name()}</span>
                        </label>
                    }).collect_view()}
                </fieldset>
                <button type="button" class="small" data-do="columns" disabled=flag(move || !engine.held.get())>"Columns, sort, filter"</button>
            </div>
            {progress(explorer)}
            <div id="table-chips"></div>
            <Table engine explorer notices shown rows selected/>
        </section>
    }
}

/// The table: a grid in which the arrow keys move, and Enter shows a row's details.
#[component]
fn Table(
    engine: Engine,
    explorer: Explorer,
    notices: Notices,
    shown: RwSignal<View>,
    rows: Memo<u64>,
    selected: RwSignal<Option<u64>>,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let viewport = RwSignal::new(Viewport::default());
    let active = RwSignal::new(Cell::default());
    let anchor = RwSignal::new(None::<Cell>);
    let cache = Cache::new(engine, explorer, shown);

    // The columns that the files have, by their places in `COLUMNS`.
    let columns = Memo::new(move |_| {
        let places = |of: &Configuration| of.columns().map(schema::Column::place).collect::<Vec<usize>>();
        let made = engine.made.with(|made| made.as_ref().map(|made| places(&made.configuration)));
        let mut places = made.unwrap_or_else(|| places(&Preset::ALL[0].configuration()));
        explorer.shown.with(|shown| places.retain(|&place| !shown.hidden.contains(&(place as u32))));
        places
    });
    let is_tall = Memo::new(move |_| explorer.headers.with(|headers| !headers.is_empty()));
    Effect::new(move || {
        let header = if is_tall.get() { TALL_HEADER } else { ROW_HEIGHT };
        viewport.update(|viewport| viewport.header = header);
    });
    Effect::new(move || {
        let rows = rows.get();
        viewport.update(|viewport| viewport.rows = rows);
        active.update(|cell| cell.row = cell.row.min(rows.saturating_sub(1)));
    });
    // Another view, or another dataset, begins at its top.
    Effect::watch(
        move || {
            let version = explorer.shown.with(|shown| (shown.rows, shown.choice.sort.clone()));
            (shown.get(), engine.configuration(), version)
        },
        move |now, before, _| {
            if before != Some(now) {
                active.set(Cell::default());
                anchor.set(None);
                if let Some(scroller) = scroller.get_untracked() {
                    scroller.set_scroll_top(0);
                }
            }
        },
        false,
    );
    Effect::new(move || {
        let Some(scroller) = scroller.get() else { return };
        let element = scroller.clone();
        let measure = move || {
            viewport.update(|viewport| {
                viewport.height = f64::from(element.client_height());
                viewport.scrolled(f64::from(element.scroll_top()));
            });
        };
        let observed = Closure::<dyn FnMut()>::new(measure).into_js_value();
        if let Ok(observer) = ResizeObserver::new(observed.unchecked_ref()) {
            observer.observe(&scroller);
        }
    });
    let visible = Memo::new(move |_| viewport.get().visible());
    // Rows are not made anew while one scrolls: each line shows another row.
    let lines = Memo::new(move |_| viewport.get().lines());
    Effect::new(move || cache.want(visible.get()));

    let scrolled = move |_| {
        if let Some(scroller) = scroller.get_untracked() {
            viewport.update(|viewport| viewport.scrolled(f64::from(scroller.scroll_top())));
        }
    };
    // With millions of rows a pixel of the scroll bar is many rows: the wheel goes by pixels of its own.
    let wheeled = move |event: WheelEvent| {
        let Some(scroller) = scroller.get_untracked() else { return };
        if event.delta_y() == 0.0 || !viewport.with_untracked(Viewport::is_scaled) {
            return;
        }
        event.prevent_default();
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL { 1.0 } else { ROW_HEIGHT };
        let mut top = 0.0;
        viewport.update(|viewport| top = viewport.go_by(event.delta_y() * unit));
        scroller.set_scroll_top(top as i32);
    };
    let go = move |cell: Cell| {
        active.set(cell);
        let Some(scroller) = scroller.get_untracked() else { return };
        if let Some(place) = viewport.get_untracked().place_of(cell.row) {
            let mut top = 0.0;
            viewport.update(|viewport| top = viewport.go_to(place));
            scroller.set_scroll_top(top as i32);
        }
        show_column(&scroller, cell.column);
    };
    let choose = move |row: u64| {
        if let Some(number) = cache.row(row).map(|row| row.number) {
            selected.set(Some(number));
        }
    };
    let chosen = move || Selection::between(anchor.get(), active.get(), &columns.get());
    let copy = move || untrack(chosen).copy(cache, columns.get_untracked(), notices);
    let keyed = move |event: KeyboardEvent| {
        let here = active.get_untracked();
        match event.key().as_str() {
            "Enter" | " " => {
                event.prevent_default();
                return choose(here.row);
            }
            "c" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                return copy();
            }
            "Escape" => return anchor.set(None),
            "f" if !event.ctrl_key() && !event.meta_key() => {
                return explorer.act(&format!("menu/{}", here.column), Vec::new());
            }
            _ => {}
        }
        let columns = columns.get_untracked();
        if let Some(cell) = moved(here, &event, &viewport.get_untracked(), &columns) {
            event.prevent_default();
            anchor.update(|anchor| *anchor = event.shift_key().then(|| anchor.unwrap_or(here)));
            go(cell);
        }
    };
    let active_id = move || {
        let cell = active.get();
        visible.get().contains(&cell.row).then(|| cell_id(cell))
    };

    view! {
        <p class="help" id="table-help">
            {string(move || format!("{} {} of {} columns. ", grouped(rows.get()), if rows.get() == 1 { "row" } else { "rows" }, columns.with(Vec::len)))}
            <span class="key" aria-hidden="true"></span>
            " marks anomalous rows. Arrow keys, Page Up, Page Down, Home and End move, with Shift they select, Ctrl+C copies; Enter shows what made a row's threat score, F sorts or filters by the column."
        </p>
        {part(move || anchor.get().is_some().then(|| view! {
            <p class="actions-row selection" role="status">
                {string(move || chosen().words())}
                {button("small", "Copy").id("copy-selection").does(copy)}
            </p>
        }))}
        <div
            class="table"
            node_ref=scroller
            role="grid"
            tabindex="0"
            aria-label="Rows of the dataset"
            aria-describedby="table-help"
            aria-rowcount=string(move || (rows.get() + 1).to_string())
            aria-colcount=string(move || columns.with(Vec::len).to_string())
            aria-activedescendant=maybe(active_id)
            on:scroll=on(scrolled)
            on:wheel=wheeled
            on:keydown=key(keyed)
        >
            <div class="header row" class:tall=is_tall role="row" aria-rowindex="1">
                {part(move || columns.get().into_iter().enumerate().filter_map(|place| header_cell(place, explorer)).collect_view())}
            </div>
            <div class="body" role="rowgroup" style:height=string(move || format!("{}px", decimal::text(viewport.get().body_height())))>
                <For each=move || 0..lines.get() key=|line| *line let:line>
                    <TableRow line viewport cache columns active anchor selected choose=Callback::new(move |(row, column, extends): (u64, usize, bool)| {
                        let before = active.get_untracked();
                        active.set(Cell { row, column });
                        anchor.update(|anchor| *anchor = extends.then(|| anchor.unwrap_or(before)));
                        if !extends {
                            choose(row);
                        }
                    })/>
                </For>
            </div>
        </div>
    }
}

/// The class of a column's width: what its cells usually hold.
fn width(column: &Column) -> &'static str {
    match (column.name, column.kind) {
        ("Defense Action", _) => "width-4",
        ("Issue Name" | "Remediation Steps", _) => "width-3",
        ("Category" | "Issue Response Time Days" | "Session Duration in Second", _) => "width-2",
        ("Issue Key" | "KPI/KRI" | "User ID" | "Severity" | "Status", _) => "width-0",
        (_, schema::Type::DateTime) | ("Department Affected", _) => "width-1",
        _ => "",
    }
}

/// The header of a column, by its places on the screen and in `COLUMNS`.
fn header_cell((place, index): (usize, usize), explorer: Explorer) -> Option<impl IntoView> {
    let column = COLUMNS.get(index)?;
    let unit = if column.unit.is_empty() { String::new() } else { format!(" Unit: {}.", column.unit) };
    let sort = move || {
        let sort = explorer.shown.with(|shown| shown.sort)?;
        (sort.0 as usize == index).then_some(if sort.1 { "descending" } else { "ascending" })
    };
    let sign = move || match sort() {
        Some("ascending") => "▲",
        Some(_) => "▼",
        None => "▾",
    };
    Some(view! {
        <div
            class=format!("cell c{index} {}", width(column))
            class:first=place == 0
            class:number=column.kind.is_number()
            class:filtered=flag(move || explorer.shown.with(|shown| shown.filtered.contains(&(index as u32))))
            role="columnheader"
            aria-colindex=(place + 1).to_string()
            aria-sort=maybe(sort)
            title=format!("{} ({}){unit}", column.description, column.role.name())
        >
            <span class="name">{column.name}</span>
            <button type="button" class="quiet" tabindex="-1" data-do=format!("menu/{index}") aria-label=format!("Sort or filter {}", column.name)>{string(sign)}</button>
            <span class="picture" inner_html=string(move || explorer.headers.with(|headers| headers.get(index).cloned().unwrap_or_default()))></span>
        </div>
    })
}

#[component]
fn TableRow(
    /// The number of the line, from 0.
    line: u64,
    viewport: RwSignal<Viewport>,
    cache: Cache,
    /// The places in `COLUMNS` of the columns that are shown.
    columns: Memo<Vec<usize>>,
    active: RwSignal<Cell>,
    /// The other corner of what is selected.
    anchor: RwSignal<Option<Cell>>,
    selected: RwSignal<Option<u64>>,
    /// Called with row and column of a click, and whether it extends what is selected.
    choose: Callback<(u64, usize, bool)>,
) -> impl IntoView {
    let row = Memo::new(move |_| viewport.get().row_of_line(line));
    let content = Memo::new(move |_| row.get().and_then(|row| cache.row(row)));
    let is_selected = move || {
        let number = content.with(|content| content.as_ref().map(|content| content.number));
        number.is_some() && number == selected.get()
    };
    let is_anomalous =
        move || content.with(|content| content.as_ref().is_some_and(|content| content.anomalous));
    let active_column = Memo::new(move |_| {
        Some(active.get()).filter(|cell| Some(cell.row) == row.get()).map(|cell| cell.column)
    });
    // The places on the screen of the columns that are selected in this row.
    let chosen = Memo::new(move |_| {
        anchor.get()?;
        let selection = Selection::between(anchor.get(), active.get(), &columns.get());
        row.get().filter(|row| selection.rows.contains(row)).map(|_| selection.columns)
    });
    let cell = move |(place, index): (usize, usize)| {
        let column = COLUMNS.get(index)?;
        let text = move || {
            content.with(|content| match content {
                Some(content) => content.cells.get(index).cloned().unwrap_or_default(),
                None => "…".to_owned(),
            })
        };
        let swatch = (index == schema::COLUMN_COUNT - 1).then(|| view! {
            <span
                class="swatch"
                aria-hidden="true"
                style:background-color=string(move || content.with(|content| content.as_ref().map(|content| content.color.clone()).unwrap_or_default()))
            ></span>
        });
        Some(view! {
            <div
                class=format!("cell c{index} {}", width(column))
                class:first=place == 0
                class:number=column.kind.is_number()
                class:chosen=flag(move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.contains(&place))))
                class:active=flag(move || active_column.get() == Some(index))
                id=maybe(move || row.get().map(|row| cell_id(Cell { row, column: index })))
                role="gridcell"
                aria-colindex=(place + 1).to_string()
                on:click=click(move |event| {
                    if let Some(row) = row.get_untracked() {
                        choose.run((row, index, event.shift_key()));
                    }
                })
            >
                {swatch}
                {string(text)}
            </div>
        })
    };
    view! {
        <div
            class="row"
            class:anomalous=flag(is_anomalous)
            class:selected=flag(is_selected)
            role="row"
            aria-rowindex=maybe(move || row.get().map(|row| (row + 2).to_string()))
            aria-selected=string(move || is_selected().to_string())
            hidden=flag(move || row.get().is_none())
            style:top=string(move || format!("{}px", decimal::fixed(row.get().map_or(0.0, |row| viewport.get().row_top(row)), 2)))>
            {part(move || columns.get().into_iter().enumerate().filter_map(cell).collect_view())}
        </div>
    }
}

fn cell_id(cell: Cell) -> String {
    format!("cell-{}-{}", cell.row, cell.column)
}

/// Where a key moves to among the columns that are shown, if it moves at all.
fn moved(cell: Cell, event: &KeyboardEvent, viewport: &Viewport, columns: &[usize]) -> Option<Cell> {
    let (last_row, last_column) = (viewport.rows.checked_sub(1)?, columns.len().checked_sub(1)?);
    let page = ((viewport.height / ROW_HEIGHT).floor() as u64).saturating_sub(2).max(1);
    let whole = event.ctrl_key() || event.meta_key();
    let row = cell.row;
    let column = columns.iter().position(|&column| column == cell.column).unwrap_or(0);
    let (row, column) = match event.key().as_str() {
        "ArrowDown" => (row + 1, column),
        "ArrowUp" => (row.saturating_sub(1), column),
        "ArrowRight" => (row, column + 1),
        "ArrowLeft" => (row, column.saturating_sub(1)),
        "PageDown" => (row + page, column),
        "PageUp" => (row.saturating_sub(page), column),
        "Home" if whole => (0, 0),
        "End" if whole => (last_row, last_column),
        "Home" => (row, 0),
        "End" => (row, last_column),
        _ => return None,
    };
    Some(Cell { row: row.min(last_row), column: *columns.get(column.min(last_column))? })
}

/// Scrolls sideways so that a column is in sight, beside the first one, which stays.
fn show_column(scroller: &web_sys::HtmlElement, column: usize) {
    let find = |class: &str| scroller.query_selector(&format!(".header .{class}")).ok().flatten();
    let (Some(target), Some(fixed)) = (find(&format!("c{column}")), find("first")) else { return };
    if target == fixed {
        return scroller.set_scroll_left(0);
    }
    let (frame, target, fixed) = (
        scroller.get_bounding_client_rect(),
        target.get_bounding_client_rect(),
        fixed.get_bounding_client_rect(),
    );
    let before = target.left() - fixed.right();
    let after = target.right() - frame.left() - f64::from(scroller.client_width());
    if before < 0.0 {
        scroller.set_scroll_left(scroller.scroll_left() + before.floor() as i32);
    } else if after > 0.0 {
        scroller.set_scroll_left(scroller.scroll_left() + after.ceil() as i32);
    }
}
