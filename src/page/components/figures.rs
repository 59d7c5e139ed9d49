//! Tables of figures.

use leptos::prelude::*;

use super::rows::{is_column_of_numbers, is_number, shares};
use crate::engine::explore::chart::Numbers;
use crate::page::language;

/// A table with a heading for each column; a row's first cell is its heading.
#[component]
pub fn FiguresTable(
    /// What stands in it.
    numbers: Numbers,
    /// The rows that are shown at most; a line says how many are left out.
    #[prop(default = usize::MAX)]
    max_rows: usize,
) -> impl IntoView {
    let left_out = numbers.rows.len().saturating_sub(max_rows);
    let title = language::told(&numbers.title);
    let columns = numbers.head.len();
    let rows = numbers.rows.iter().take(max_rows);
    let rows: Vec<Vec<String>> = rows.map(|cells| cells.iter().map(language::told).collect()).collect();
    let are_numbers: Vec<bool> = (0..columns).map(|place| is_column_of_numbers(&rows, place)).collect();
    let rows = rows.into_iter();
    let rows = rows.map(|cells| row(cells, &are_numbers)).collect_view();
    let head = numbers.head.into_iter().zip(are_numbers);
    let head = head
        .map(|(name, is_right)| view! { <th scope="col" class:number=is_right>{language::told(&name)}</th> });
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=title>
            <table class="indicators figures">
                <caption>{title.clone()}</caption>
                <thead>
                    <tr>
                        {head.collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {(left_out > 0).then(|| view! {
            <p class="help">{t!("{count} further rows are left out.", count = language::grouped(left_out as u64))}</p>
        })}
    }
}

/// Tables that show so many rows together.
#[component]
pub fn FiguresTables(
    /// What stands in them.
    tables: Vec<Numbers>,
    /// The rows that all of them show at most.
    #[prop(default = usize::MAX)]
    max_rows: usize,
) -> impl IntoView {
    let shares = shares(tables.iter().map(|numbers| numbers.rows.len()), max_rows);
    let tables = tables.into_iter().zip(shares);
    tables.map(|(numbers, max_rows)| view! { <FiguresTable numbers max_rows/> }).collect_view()
}

/// A row; `are_numbers` says which columns hold numbers.
fn row(cells: Vec<String>, are_numbers: &[bool]) -> impl IntoView + use<> {
    let mut cells = cells.into_iter().zip(are_numbers.iter().copied());
    let heading = cells.next().map(|(cell, _)| view! { <th scope="row">{cell}</th> });
    let cell = |(cell, is_of_numbers): (String, bool)| {
        // What stands for a number that there is none of stands where the number would.
        let is_number = is_number(&cell) || (is_of_numbers && cell == "–");
        view! { <td class:number=is_number>{cell}</td> }
    };
    let cells = cells.map(cell).collect_view();
    view! { <tr>{heading}{cells}</tr> }
}
