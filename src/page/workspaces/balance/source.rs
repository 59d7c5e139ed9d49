//! What is balanced: the dataset, or a file of the visitor's.

use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;

use super::job::Balancing;
use super::start::Problems;
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
    let is_own = move || balancing.own.with(Option::is_some);
    let name = move || {
        balancing.own.with(|own| match own {
            Some(own) => Some(format!(
                "{}: {}, {}",
                own.file.name(),
                count(own.rows, "row"),
                count(own.columns.len() as u64, "column")
            )),
            None => balancing.dataset_rows().map(|rows| format!("{}, as generated.", count(rows, "row"))),
        })
    };
    view! {
        <div class="field source" role="group" aria-labelledby="balance-data">
            <span class="label" id="balance-data">"Data"</span>
            <div class="sources">
                <button
                    type="button"
                    id="balance-dataset"
                    aria-pressed=move || (!is_own()).to_string()
                    on:click=move |_| {
                        if is_own() {
                            balancing.forget_file();
                        }
                    }
                >
                    "This dataset"
                </button>
                <button
                    type="button"
                    id="own-csv"
                    aria-pressed=move || is_own().to_string()
                    aria-describedby="balance-source"
                    title="Choose a CSV file, or drop one here. It never leaves this tab."
                    on:click=choose
                >
                    "Own CSV…"
                </button>
            </div>
            <input
                id="own-csv-file"
                class="hidden"
                type="file"
                accept=".csv,.tsv,.txt,text/csv"
                aria-label="CSV file to balance"
                node_ref=input
                on:change=chosen
            />
            <p class="help" id="balance-source">{name}</p>
            <Problems problems=Signal::derive(move || balancing.problems_of_file())/>
        </div>
    }
}
