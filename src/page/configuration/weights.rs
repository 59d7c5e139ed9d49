//! Weights as a stacked bar: the share of each, which sum to 1.

use crate::page::erased::{part, string};
use leptos::prelude::*;

use crate::engine::decimal;

/// How many colors a bar has before they come again.
const COLORS: usize = 8;

/// The bar of named weights.
#[component]
pub fn WeightBar(
    /// Name and weight of each part; a weight that cannot be read counts 0.
    #[prop(into)]
    parts: Signal<Vec<(String, f64)>>,
) -> impl IntoView {
    let shares = Memo::new(move |_| {
        let parts = parts.get();
        let sum: f64 = parts.iter().map(|(_, weight)| weight.max(0.0)).sum();
        let share = |weight: f64| if sum > 0.0 { weight.max(0.0) / sum } else { 0.0 };
        parts.into_iter().map(|(name, weight)| (name, share(weight))).collect::<Vec<_>>()
    });
    let percent = |share: f64| format!("{} %", decimal::fixed(share * 100.0, 1));
    let said = move || {
        let parts: Vec<String> =
            shares.get().into_iter().map(|(name, share)| format!("{name} {}", percent(share))).collect();
        format!("Shares: {}", parts.join(", "))
    };
    view! {
        <div class="stack" role="img" aria-label=string(said)>
            {part(move || shares.get().into_iter().enumerate().filter(|(_, (_, share))| *share > 0.0).map(|(index, (name, share))| view! {
                <span
                    class=format!("part part-{}", index % COLORS)
                    style:width=format!("{}%", decimal::fixed(share * 100.0, 3))
                    title=format!("{name}: {}", percent(share))
                >
                    {(share > 0.12).then(|| decimal::fixed(share * 100.0, 0))}
                </span>
            }).collect_view())}
        </div>
    }
}
