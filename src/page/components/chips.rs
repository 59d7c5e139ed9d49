//! The conditions of a filter as chips, each with a way to remove it.

use leptos::prelude::*;

use crate::engine::explore::filter::{Condition, Filter};
use crate::page::language;

/// The conditions of a filter, and how many rows pass it.
#[component]
pub fn FilterChips(
    /// The element's id.
    id: &'static str,
    /// The filter; without conditions nothing is shown.
    #[prop(into)]
    filter: Signal<Filter>,
    /// How many rows pass, of how many; none while that is not known.
    #[prop(into)]
    rows: Signal<Option<[u64; 2]>>,
    /// Takes the filter without a condition, or without any.
    #[prop(into)]
    on_change: Callback<Filter>,
) -> impl IntoView {
    let conditions = move || filter.with(|filter| filter.conditions().to_vec());
    let remove = move |column: &str| {
        let mut changed = filter.get_untracked();
        changed.remove(column);
        on_change.run(changed);
    };
    let chip = move |condition: Condition| {
        let words = language::told(&condition.words());
        let name = t!("Remove: {condition}", condition = &words);
        view! {
            <li class="chip">
                {words}
                <button
                    type="button"
                    class="quiet"
                    aria-label=name.clone()
                    title=name
                    on:click=move |_| remove(&condition.column)
                >
                    "✕"
                </button>
            </li>
        }
    };
    let passing = move || {
        let [passing, all] = rows.get()?;
        Some(t!(
            "{passing} of {all} rows",
            passing = language::grouped(passing),
            all = language::grouped(all)
        ))
    };
    view! {
        <div id=id class="filter" hidden=move || filter.with(Filter::is_empty)>
            <ul class="chips" aria-label=t!("Filter")>
                {move || conditions().into_iter().map(chip).collect_view()}
                <li>
                    <button type="button" class="quiet small" on:click=move |_| on_change.run(Filter::default())>
                        {t!("Clear filter")}
                    </button>
                </li>
            </ul>
            <p class="row-count" role="status">{passing}</p>
        </div>
    }
}
