//! What each indicator adds to a threat score, from left to right.

use leptos::prelude::*;

use crate::engine::decimal;
use crate::page::language;
use crate::protocol::dataset::Contribution;

/// The bars; indicators that add nothing have none.
#[component]
pub fn Waterfall(
    /// What each adds.
    parts: Vec<Contribution>,
) -> impl IntoView {
    let total: f64 = parts.iter().map(|part| part.contribution).sum();
    let share = move |value: f64| {
        let share = if total > 0.0 { value / total * 100.0 } else { 0.0 };
        format!("{}%", decimal::fixed(share, 2))
    };
    let mut before = 0.0;
    let bars: Vec<_> = parts
        .into_iter()
        .filter(|part| part.contribution > 0.0)
        .map(|part| {
            let start = before;
            before += part.contribution;
            view! {
                <div>
                    <dt>{part.name}</dt>
                    <dd>
                        <span class="track" aria-hidden="true">
                            <span class="fill" style:margin-inline-start=share(start) style:width=share(part.contribution)></span>
                        </span>
                        <span class="number">{format!("+{}", language::number(&decimal::fixed(part.contribution, 2)))}</span>
                    </dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="contributions">{bars}</dl> }
}
