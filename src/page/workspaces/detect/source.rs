//! What detectors are tried on: the dataset, or a file of the visitor's.

use leptos::prelude::*;

use super::job::Detecting;
use crate::engine::explore::text::count;
use crate::page::components::source::SourceField;

/// Chooses what detectors are tried on.
#[component]
pub fn Source(detecting: Detecting) -> impl IntoView {
    let name = move || {
        detecting.own.with(|own| match own {
            Some(own) => Some(format!("{}: {}", own.file.name(), count(own.rows, "row"))),
            None => detecting.dataset_rows().map(|rows| format!("{}, as generated.", count(rows, "row"))),
        })
    };
    view! {
        <SourceField
            id="detect"
            purpose="CSV file to try detectors on"
            is_own=Signal::derive(move || detecting.own.with(Option::is_some))
            chosen=Signal::derive(name)
            problems=Signal::derive(move || detecting.problems_of_file())
            on_open=Callback::new(move |file| detecting.open(file))
            on_forget=Callback::new(move |()| detecting.forget_file())
        />
    }
}
