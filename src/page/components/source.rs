//! What a workspace looks at: the dataset, or a CSV file of the visitor's.

use leptos::ev::Event;
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::File;

use super::problems::Problems;
use crate::engine::Problem;

/// Chooses between the dataset and a file.
#[component]
pub fn SourceField(
    /// What the ids of its elements begin with.
    id: &'static str,
    /// What the file is for: `CSV file to balance`.
    purpose: &'static str,
    /// Whether a file is chosen.
    is_own: Signal<bool>,
    /// What is chosen, in a line.
    chosen: Signal<Option<String>>,
    /// Why a file could not be read.
    problems: Signal<Vec<Problem>>,
    /// Takes a file.
    on_open: Callback<File>,
    /// Back to the dataset.
    on_forget: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let picked = move |_: Event| {
        let Some(input) = input.get_untracked() else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            on_open.run(file);
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
        if is_own.get_untracked() {
            on_forget.run(());
        }
    };
    let (label_id, chosen_id) = (format!("{id}-data"), format!("{id}-source"));
    let (labelled_by, described_by) = (label_id.clone(), chosen_id.clone());
    view! {
        <div class="field source" role="group" aria-labelledby=labelled_by>
            <span class="label" id=label_id>"Data"</span>
            <div class="sources">
                <button
                    type="button"
                    id=format!("{id}-dataset")
                    aria-pressed=move || (!is_own.get()).to_string()
                    on:click=forget
                >
                    "This dataset"
                </button>
                <button
                    type="button"
                    id=format!("{id}-own")
                    aria-pressed=move || is_own.get().to_string()
                    aria-describedby=described_by
                    title="Choose a CSV file, or drop one here. It never leaves this tab."
                    on:click=pick
                >
                    "Own CSV…"
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
            <Problems problems/>
        </div>
    }
}
