//! A selection of the table: rows by columns, copied as text with a tabulator between two cells, as spreadsheets take it.

use std::ops::Range;

use js_sys::futures::JsFuture;
use leptos::prelude::*;

use super::Cell;
use super::cache::Cache;
use crate::engine::Problem;
use crate::engine::dataset::COLUMNS;
use crate::engine::decimal::grouped;
use crate::page::notices::Notices;
use crate::protocol::Row;

/// The most rows that are copied at a time.
const MOST_ROWS: u64 = 20_000;

/// What is selected: rows of the view, and places of columns on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The rows.
    pub rows: Range<u64>,
    /// The columns.
    pub columns: Range<usize>,
}

impl Selection {
    /// From one corner to the other; one cell without a first corner.
    pub fn between(anchor: Option<Cell>, active: Cell, columns: &[usize]) -> Self {
        let anchor = anchor.unwrap_or(active);
        let place = |cell: Cell| columns.iter().position(|&column| column == cell.column).unwrap_or(0);
        let (first, last) = (place(anchor).min(place(active)), place(anchor).max(place(active)));
        Selection {
            rows: anchor.row.min(active.row)..anchor.row.max(active.row) + 1,
            columns: first..last + 1,
        }
    }

    /// Its size in words.
    pub fn words(&self) -> String {
        let rows = self.rows.end - self.rows.start;
        format!("{} rows by {} columns are selected. ", grouped(rows), self.columns.len())
    }

    /// Puts the selected cells into the clipboard.
    pub fn copy(self, cache: Cache, columns: Vec<usize>, notices: Notices) {
        let count = self.rows.end - self.rows.start;
        if count > MOST_ROWS {
            let reason = format!("{} rows are too many to copy", grouped(count));
            let hint = format!("select at most {}, or download the file", grouped(MOST_ROWS));
            return notices.error(&Problem::new("", reason, hint));
        }
        let places: Vec<usize> = columns.get(self.columns).unwrap_or_default().to_vec();
        let written = move |rows: Vec<Row>| {
            let text = text(&rows, &places);
            let count = rows.len() as u64;
            let navigator = window().navigator();
            // Pages that are not served over https have no clipboard.
            let has_clipboard =
                js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
            let refused = move || {
                let hint = "allow the clipboard for this page, or download the file";
                notices.error(&Problem::new("", "the browser did not copy the cells", hint));
            };
            if !has_clipboard {
                return refused();
            }
            let written = navigator.clipboard().write_text(&text);
            leptos::task::spawn_local(async move {
                match JsFuture::from(written).await {
                    Ok(_) => notices.tell(format!("Copied {} rows.", grouped(count))),
                    Err(_) => refused(),
                }
            });
        };
        cache.gather(self.rows, Vec::new(), Box::new(written));
    }
}

/// The names of the columns where more than one row is copied, then the cells.
fn text(rows: &[Row], places: &[usize]) -> String {
    let line = |cells: Vec<&str>| cells.join("\t").replace(['\n', '\r'], " ");
    let names = places.iter().filter_map(|&place| COLUMNS.get(place)).map(|column| column.name).collect();
    let head = (rows.len() > 1).then(|| line(names));
    let cells = |row: &Row| -> String {
        line(places.iter().map(|&place| row.cells.get(place).map_or("", String::as_str)).collect())
    };
    head.into_iter().chain(rows.iter().map(cells)).collect::<Vec<String>>().join("\n")
}
