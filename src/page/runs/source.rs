//! What rows are from: the dataset, or a CSV file of the visitor's.

use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;

use super::runner::Runs;
use crate::engine::decimal::grouped;
use crate::engine::text::number;
use crate::page::components::problems::Problems;

/// Chooses between the dataset and a file.
#[component]
pub fn SourceField(
    runs: Runs,
    /// What the ids of its elements begin with.
    id: &'static str,
    /// What the file is for: `CSV file to balance`.
    purpose: &'static str,
) -> impl IntoView {
    let own = runs.own();
    let is_own = move || own.with(Option::is_some);
    let chosen = move || {
        own.with(|own| match own {
            Some(own) => {
                let count = own.columns.len() as u64;
                let columns =
                    text!("{count} column" | "{count} columns" % count, count = number(grouped(count)));
                let rows =
                    text!("{count} row" | "{count} rows" % own.rows, count = number(grouped(own.rows)));
                Some(t!("{file}: {rows}, {columns}", file = own.name(), rows, columns))
            }
            None => runs.dataset_rows().map(|rows| {
                t!(
                    "{count} row, as generated." | "{count} rows, as generated." % rows,
                    count = number(grouped(rows))
                )
            }),
        })
    };
    let input = NodeRef::<Input>::new();
    let picked = move |_: Event| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            runs.open(file);
        }
        // The same file can be chosen again.
        input.set_value("");
    };
    let pick = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let forget = move |_| {
        if untrack(is_own) {
            runs.forget_file();
        }
    };
    let (label_id, chosen_id) = (format!("{id}-data"), format!("{id}-source"));
    let (labelled_by, described_by) = (label_id.clone(), chosen_id.clone());
    view! {
        <div class="field source" role="group" aria-labelledby=labelled_by>
            <span class="label" id=label_id>{t!("Data")}</span>
            <div class="sources">
                <button
                    type="button"
                    id=format!("{id}-dataset")
                    aria-pressed=move || (!is_own()).to_string()
                    on:click=forget
                >
                    {t!("This dataset")}
                </button>
                <button
                    type="button"
                    id=format!("{id}-own")
                    aria-pressed=move || is_own().to_string()
                    aria-describedby=described_by
                    title=t!("Choose a CSV file, or drop one here. It never leaves this tab.")
                    on:click=pick
                >
                    {t!("Own CSV…")}
                </button>
            </div>
            <input
                id=format!("{id}-own-file")
                class="hidden"
                type="file"
                accept=".csv,.tsv,.txt,text/csv"
                aria-label=purpose
                node_ref=input
                on:change=picked
            />
            <p class="help" id=chosen_id>{chosen}</p>
            <Problems problems=Signal::derive(move || runs.problems_of_file())/>
        </div>
    }
}
