//! Why something could not be done, in its place.

use leptos::prelude::*;

use super::notices::told;
use crate::engine::Problem;

/// Why something could not be done, and what to do.
#[component]
pub fn Problems(problems: Signal<Vec<Problem>>) -> impl IntoView {
    let problem = |problem: Problem| {
        view! {
            <p class="problem" role="alert">{told(&problem)}</p>
        }
    };
    move || problems.get().into_iter().map(problem).collect_view()
}
