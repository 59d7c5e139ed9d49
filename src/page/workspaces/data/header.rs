//! The header of a column: its name, a small picture of its values, and the button of its menu.

use leptos::prelude::*;

use crate::engine::dataset::COLUMNS;
use crate::engine::dataset::schema::{Column, ColumnId, Type};
use crate::engine::explore::mini::Mini;
use crate::page::language;
use crate::page::store::Store;

/// The size of a picture, in its own units.
const WIDTH: usize = 96;
const HEIGHT: f64 = 20.0;

/// The header of a column, by its place in [`COLUMNS`].
#[component]
pub fn HeaderCell(
    /// Its place among the columns that are shown.
    order: usize,
    /// Its place in [`COLUMNS`].
    place: usize,
    store: Store,
    /// A small picture of each column, by place.
    minis: RwSignal<Vec<Mini>>,
    /// Opens the menu of a column.
    on_menu: Callback<usize>,
) -> impl IntoView {
    let look = store.look();
    COLUMNS.get(place).map(|column| {
        let [description, role, unit] =
            [column.description, column.role.name(), column.unit].map(language::words);
        let title = if unit.is_empty() {
            format!("{description} ({role})")
        } else {
            t!("{description} ({role}) Unit: {unit}.", description, role, unit)
        };
        let is_descending = move || {
            look.with(|look| {
                let sort = look.sort.as_ref().filter(|sort| sort.column == column.name)?;
                Some(sort.descending)
            })
        };
        let order_name = move || is_descending().map(|is| if is { "descending" } else { "ascending" });
        let sign = move || match is_descending() {
            Some(false) => "▲",
            Some(true) => "▼",
            None => "▾",
        };
        let is_filtered = move || look.with(|look| look.filter.on(column.name).is_some());
        let picture = move || minis.with(|minis| minis.get(place).and_then(|mini| bars(&mini.bars)));
        view! {
            <div
                class=format!("cell c{place} {}", width(column))
                class:first=order == 0
                class:number=column.kind.is_number()
                class:filtered=is_filtered
                role="columnheader"
                aria-label=column.name
                aria-colindex=(order + 1).to_string()
                aria-sort=order_name
                title=title
            >
                <span class="name">{column.name}</span>
                <button
                    type="button"
                    class="quiet"
                    tabindex="-1"
                    aria-label=t!("Sort or filter {column}", column = column.name)
                    on:click=move |_| on_menu.run(place)
                >
                    {sign}
                </button>
                <span class="picture">
                    {move || picture().map(|path| view! {
                        <svg viewBox="0 0 96 20" aria-hidden="true" focusable="false"><path d=path/></svg>
                    })}
                </span>
            </div>
        }
    })
}

/// The path of bars of these heights; none where there is nothing to show.
fn bars(counts: &[u64]) -> Option<String> {
    let max = counts.iter().copied().max().filter(|max| *max > 0)?;
    let width = WIDTH / counts.len().max(4);
    let bars = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let bar = |(index, count): (usize, &u64)| {
        // What is there at all is at least a line.
        let height = (*count as f64 / max as f64 * HEIGHT).ceil() as u64;
        format!("M{} 20v-{height}h{}v{height}z", index * width, width.saturating_sub(1).max(1))
    };
    Some(bars.map(bar).collect())
}

/// The class of a column's width: what its cells usually hold.
pub fn width(column: &Column) -> &'static str {
    use ColumnId as Id;
    match (column.id, column.kind) {
        (Id::DefenseAction, _) => "width-4",
        (Id::IssueName | Id::RemediationSteps, _) => "width-3",
        (Id::Category | Id::ResponseDays | Id::SessionSecs, _) => "width-2",
        (Id::IssueKey | Id::KpiKri | Id::UserId | Id::Severity | Id::Status, _) => "width-0",
        (_, Type::DateTime) | (Id::DepartmentAffected, _) => "width-1",
        _ => "",
    }
}
