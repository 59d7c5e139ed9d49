//! What is balanced: the dataset, or a file of the visitor's.

use leptos::prelude::*;

use super::job::Balancing;
use crate::engine::explore::text::count;
use crate::page::components::source::SourceField;

/// Chooses what is balanced.
#[component]
pub fn Source(balancing: Balancing) -> impl IntoView {
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
        <SourceField
            id="balance"
            purpose="CSV file to balance"
            is_own=Signal::derive(move || balancing.own.with(Option::is_some))
            chosen=Signal::derive(name)
            problems=Signal::derive(move || balancing.problems_of_file())
            on_open=Callback::new(move |file| balancing.open(file))
            on_forget=Callback::new(move |()| balancing.forget_file())
        />
    }
}
