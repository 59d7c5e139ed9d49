//! The table: a grid in which the arrow keys move, and Enter shows a row's details. Only the rows in sight are in the
//! document, and only pages around them are fetched, so it is as smooth with ten million rows as with ten.

use js_sys::futures::JsFuture;
use leptos::ev::{KeyboardEvent, WheelEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_use_resize_observer::use_resize_observer;

use super::cache::Cache;
use super::chosen::Chosen;
use super::header::{HeaderCell, width};
use super::selection::{Cell, Selection, text};
use super::viewport::{ROW_HEIGHT, Viewport};
use crate::engine::dataset::{COLUMNS, ColumnId};
use crate::engine::decimal;
use crate::engine::explore::mini::Mini;
use crate::engine::export::View;
use crate::engine::level::Level;
use crate::engine::problem::Problem;
use crate::page::client::Failure;
use crate::page::components::notices::Notices;
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::marks::mark;
use crate::page::store::Store;

/// The table.
#[component]
pub fn Table(
    engine: Engine,
    store: Store,
    notices: Notices,
    /// The class that is shown.
    shown: RwSignal<View>,
    /// Its rows.
    cache: Cache,
    /// How many rows there are.
    rows: Memo<u64>,
    /// The places in [`COLUMNS`] of the columns that are shown.
    columns: Memo<Vec<usize>>,
    /// A small picture of each column, by place.
    minis: RwSignal<Vec<Mini>>,
    /// The row whose details are shown.
    chosen_row: Chosen,
    /// Opens the menu of a column.
    on_menu: Callback<usize>,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let viewport = RwSignal::new(Viewport::default());
    let active = RwSignal::new(Cell::default());
    let anchor = RwSignal::new(None::<Cell>);
    Effect::new(move || {
        let rows = rows.get();
        viewport.update(|viewport| viewport.rows = rows);
        active.update(|cell| cell.row = cell.row.min(rows.saturating_sub(1)));
    });
    // Other rows, or another order, begin at their top.
    let look = store.look();
    Effect::watch(
        move || {
            (shown.get(), engine.configuration(), look.with(|look| (look.filter.clone(), look.sort.clone())))
        },
        move |now, before, _| {
            if before != Some(now) {
                active.set(Cell::default());
                anchor.set(None);
                chosen_row.lose_place();
                if let Some(scroller) = scroller.get_untracked() {
                    scroller.set_scroll_top(0);
                }
            }
        },
        false,
    );
    use_resize_observer(scroller, move |_, _| {
        let Some(scroller) = scroller.get_untracked() else { return };
        viewport.update(|viewport| {
            viewport.height = f64::from(scroller.client_height());
            viewport.scrolled(f64::from(scroller.scroll_top()));
        });
    });
    Effect::new(move || {
        if cache.has_rows() {
            mark("first-table");
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
    let choose = move |row: u64| chosen_row.choose(cache, row);
    // The details go from row to row: the table follows.
    Effect::watch(
        move || chosen_row.place.get(),
        move |place, _, _| {
            if let Some(row) = *place {
                go(Cell { row, ..active.get_untracked() });
            }
        },
        false,
    );
    let chosen = move || Selection::between(anchor.get(), active.get(), &columns.get());
    let copy = move || copy(untrack(chosen), cache, columns.get_untracked(), notices);
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
                return on_menu.run(here.column);
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
        let Cell { row, column } = active.get();
        viewport.get().line_of_row(row).map(|line| cell_id(line, column))
    };

    let size = move || {
        let (rows, columns) = (rows.get(), columns.with(Vec::len));
        let count = language::grouped(rows);
        t!("{count} row of {columns} columns." | "{count} rows of {columns} columns." % rows, count, columns)
    };
    let pressed = Callback::new(move |(row, column, extends): (u64, usize, bool)| {
        let before = active.get_untracked();
        active.set(Cell { row, column });
        anchor.update(|anchor| *anchor = extends.then(|| anchor.unwrap_or(before)));
        if !extends {
            choose(row);
        }
    });
    let headers = move || {
        let columns = columns.get().into_iter().enumerate();
        columns.map(|(order, place)| view! { <HeaderCell order place store minis on_menu/> }).collect_view()
    };
    view! {
        <p class="visually-hidden" id="table-help">
            {size}
            " "
            {t!("Arrow keys, Page Up, Page Down, Home and End move, with Shift they select, Ctrl+C copies; Enter shows what made a row's threat score, F sorts or filters by the column.")}
        </p>
        <Show when=move || anchor.get().is_some()>
            <p class="actions-row selection" role="status">
                {move || chosen().words()}
                <button type="button" class="small" id="copy-selection" on:click=move |_| copy()>{t!("Copy")}</button>
            </p>
        </Show>
        <div
            class="table"
            id="rows"
            node_ref=scroller
            role="grid"
            tabindex="0"
            aria-label=t!("Rows of the dataset")
            aria-describedby="table-help"
            aria-rowcount=move || (rows.get() + 1).to_string()
            aria-colcount=move || columns.with(Vec::len).to_string()
            aria-activedescendant=active_id
            aria-busy=move || cache.total().is_none().to_string()
            on:scroll=scrolled
            on:wheel=wheeled
            on:keydown=keyed
        >
            <div class="header row" role="row" aria-rowindex="1">{headers}</div>
            <div
                class="body"
                role="rowgroup"
                style:height=move || format!("{}px", decimal::text(viewport.get().body_height()))
            >
                <For each=move || 0..lines.get() key=|line| *line let:line>
                    <TableRow line viewport cache columns active anchor selected=chosen_row.number pressed/>
                </For>
            </div>
        </div>
    }
}

/// Puts the selected cells into the clipboard.
fn copy(selection: Selection, cache: Cache, columns: Vec<usize>, notices: Notices) {
    if let Err(problem) = selection.check() {
        return notices.error(&problem);
    }
    let places: Vec<usize> = columns.get(selection.columns).unwrap_or_default().to_vec();
    spawn_local(async move {
        let rows = match cache.gather(selection.rows).await {
            Ok(rows) => rows,
            Err(Failure::Problems(problems)) => {
                return problems.iter().for_each(|problem| notices.error(problem));
            }
            Err(Failure::Cancelled | Failure::Lost) => return,
        };
        if write_clipboard(&text(&rows, &places)).await {
            notices.tell(t!("Copied {rows} rows.", rows = language::grouped(rows.len() as u64)));
        } else {
            let hint = text!("allow the clipboard for this page, or download the file");
            notices.error(&Problem::new("", text!("the browser did not copy the cells"), hint));
        }
    });
}

/// Whether the clipboard took a text. Pages that are not served over https have none.
async fn write_clipboard(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    has_clipboard && JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
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
    pressed: Callback<(u64, usize, bool)>,
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
    let cell = move |(order, place): (usize, usize)| {
        let column = COLUMNS.get(place)?;
        let text = move || {
            content.with(|content| match content {
                Some(content) => content.cells.get(place).cloned().unwrap_or_default(),
                None => "…".to_owned(),
            })
        };
        let color = move || {
            content.with(|content| content.as_ref().map(|content| content.color.clone())).unwrap_or_default()
        };
        let level = move || {
            content.with(|content| {
                let name = content.as_ref()?.cells.get(place)?;
                let level = Level::ALL.into_iter().find(|level| level.name() == name)?;
                Some(format!("dot level-{}", level.name().to_ascii_lowercase()))
            })
        };
        // The colors of the scenario and of levels stand before their names.
        let sign = match column.id {
            ColumnId::Color => Some(
                view! { <span class="swatch" aria-hidden="true" style:background-color=color></span> }
                    .into_any(),
            ),
            ColumnId::Severity | ColumnId::ThreatLevel => {
                Some(view! { <span class=level aria-hidden="true"></span> }.into_any())
            }
            _ => None,
        };
        let is_chosen =
            move || chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.contains(&order)));
        Some(view! {
            <div
                class=format!("cell c{place} {}", width(column))
                class:first=order == 0
                class:number=column.kind.is_number()
                class:chosen=is_chosen
                class:active=move || active_column.get() == Some(place)
                id=cell_id(line, place)
                role="gridcell"
                aria-colindex=(order + 1).to_string()
                on:click=move |event| {
                    if let Some(row) = row.get_untracked() {
                        pressed.run((row, place, event.shift_key()));
                    }
                }
            >
                {sign}
                {text}
            </div>
        })
    };
    let top = move || {
        let top = row.get().map_or(0.0, |row| viewport.get().row_top(row));
        format!("{}px", decimal::fixed(top, 2))
    };
    view! {
        <div
            class="row"
            class:anomalous=is_anomalous
            class:selected=is_selected
            role="row"
            aria-rowindex=move || row.get().map(|row| (row + 2).to_string())
            aria-selected=move || is_selected().to_string()
            hidden=move || row.get().is_none()
            style:top=top
        >
            {move || columns.get().into_iter().enumerate().filter_map(cell).collect_view()}
        </div>
    }
}

/// The id of the cell of a line and a column. It stays while the line shows one row after another: a thousand ids that
/// change make scrolling slow.
fn cell_id(line: u64, column: usize) -> String {
    format!("cell-{line}-{column}")
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
