//! The data dictionary: what each column of the files is.

use leptos::prelude::*;

use crate::engine::Configuration;
use crate::engine::dataset::schema::{Column, Range};
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::text;
use crate::page::components::dialog::Dialog;
use crate::page::components::figures::FiguresTable;

/// Names of a column that are listed; of more, only the first ones.
const MAX_NAMES: usize = 8;

/// The data dictionary of a configuration, in a dialog.
#[component]
pub fn DictionaryDialog(
    /// Whether it is open.
    is_open: RwSignal<bool>,
    /// What the dataset is made of.
    configuration: Signal<Option<Configuration>>,
) -> impl IntoView {
    let table = move || {
        let numbers = configuration.with(|configuration| configuration.as_ref().map(dictionary))?;
        Some(view! { <FiguresTable numbers/> })
    };
    view! {
        <Dialog
            id="dictionary-dialog"
            title=Signal::stored("Data dictionary".to_owned())
            is_open=is_open.into()
            on_close=move |()| is_open.set(false)
        >
            {table}
        </Dialog>
    }
}

fn dictionary(configuration: &Configuration) -> Numbers {
    let head = ["Column", "Type", "Role", "Unit", "Range", "Description"];
    let mut numbers = Numbers::new("What each column is", &head);
    for column in configuration.columns() {
        let range = range_text(column, configuration);
        let cells =
            [column.name, column.kind.name(), column.role.name(), column.unit, &range, column.description];
        numbers.push(cells.map(str::to_owned));
    }
    numbers
}

fn range_text(column: &Column, configuration: &Configuration) -> String {
    match column.range(configuration) {
        Range::Numbers(min, Some(max)) => format!("{} to {}", text::number(min), text::number(max)),
        Range::Numbers(min, None) => format!("from {}", text::number(min)),
        Range::Values(names) if names.len() > MAX_NAMES => {
            let listed = MAX_NAMES - 2;
            format!("{} and {} more", names[..listed].join(", "), names.len() - listed)
        }
        Range::Values(names) => names.join(", "),
        other => other.form().unwrap_or_default(),
    }
}
