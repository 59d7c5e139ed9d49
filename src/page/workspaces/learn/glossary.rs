//! The glossary, whole.

use leptos::prelude::*;

use crate::engine::learn::glossary::terms;

/// The glossary.
#[component]
pub fn GlossaryView() -> impl IntoView {
    let terms = terms();
    view! {
        <dl class="glossary" id="glossary">
            {terms.into_iter().map(|term| view! { <div><dt>{term.name}</dt><dd>{term.meaning}</dd></div> }).collect_view()}
        </dl>
    }
}
