//! Weights as a stacked bar: the share of each.

use leptos::prelude::*;

use super::weights::{percent, shares, words};
use crate::engine::decimal;

/// How many colors a bar has before they come again.
const COLORS: usize = 8;

/// A part that is wider than this has room for its number.
const MIN_LABELED: f64 = 0.12;

/// The bar of named weights.
#[component]
pub fn WeightBar(
    /// Name and weight of each part; a weight that cannot be read counts 0.
    #[prop(into)]
    parts: Signal<Vec<(String, f64)>>,
) -> impl IntoView {
    let shares = Memo::new(move |_| shares(parts.get()));
    let part = |(index, (name, share)): (usize, (String, f64))| {
        view! {
            <span
                class=format!("part part-{}", index % COLORS)
                style:width=format!("{}%", decimal::fixed(share * 100.0, 3))
                title=t!("{name}: {share}", name, share = percent(share))
            >
                {(share > MIN_LABELED).then(|| decimal::fixed(share * 100.0, 0))}
            </span>
        }
    };
    let bar = move || {
        let shares = shares.get().into_iter().enumerate();
        shares.filter(|(_, (_, share))| *share > 0.0).map(part).collect_view()
    };
    view! { <div class="stack" role="img" aria-label=move || shares.with(|shares| words(shares))>{bar}</div> }
}
