//! What is balanced: the dataset, or a file of the visitor's.

use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;

use super::job::Balancing;
use crate::engine::explore::text::count;

/// Chooses what is balanced.
#[component]
pub fn Source(balancing: Balancing) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let chosen = move |_: Event| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            balancing.open(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let name = move || {
        balancing.own.with(|own| match own {
            Some(own) => Some(format!(
                "{}: {}, {}",
                own.file.name(),
                count(own.rows, "row"),
                count(own.columns, "column")
            )),
            None => balancing.dataset_rows().map(|rows| format!("This dataset: {}", count(rows, "row"))),
        })
    };
    let is_own = move || balancing.own.with(Option::is_some);
    view! {
        <div class="source">
            <p id="balance-source">{name}</p>
            <button type="button" id="own-csv" on:click=choose>"A CSV of your own"</button>
            <Show when=is_own>
                <button type="button" id="balance-dataset" class="quiet" on:click=move |_| balancing.forget_file()>
                    "Back to the dataset"
                </button>
            </Show>
            <input
                id="own-csv-file"
                class="hidden"
                type="file"
                accept=".csv,.tsv,.txt,text/csv"
                aria-label="CSV file to balance"
                node_ref=input
                on:change=chosen
            />
        </div>
    }
}
