//! The strategy: one of some words, a ratio, or rows by class.

use leptos::ev::Event;
use leptos::prelude::*;

use super::form::{self, COUNTS, RATIO};
use super::job::Balancing;
use crate::engine::balance::BalanceOption;

/// The choice of a strategy, and the line where a ratio or rows by class are typed.
#[component]
pub fn StrategyControl(
    /// The option.
    option: &'static BalanceOption,
    balancing: Balancing,
    /// Its text.
    text: Memo<String>,
    /// Whether something is wrong with it.
    is_invalid: Signal<bool>,
    /// The id of the choice, with which that of the line begins.
    id: String,
    /// The ids of what describes both.
    described_by: String,
) -> impl IntoView {
    // What is typed may be of no kind: it stays the one that was chosen.
    let kind = Memo::new(move |before: Option<&&'static str>| {
        text.with(|text| form::strategy_of(text)).or(before.copied()).unwrap_or(COUNTS)
    });
    let is_typed = move || matches!(kind.get(), RATIO | COUNTS);
    let chosen = move |event: Event| {
        let key = event_target_value(&event);
        let classes = untrack(|| balancing.classes()).unwrap_or_default();
        let train_share = untrack(|| balancing.options()).train_share;
        balancing.enter(option, &form::strategy_start(&key, &classes, train_share));
    };
    let typed = move |event: Event| balancing.enter(option, &event_target_value(&event));
    let choice = move |(key, name, _): (&'static str, &'static str, &'static str)| {
        view! { <option value=key prop:selected=move || kind.get() == key>{name}</option> }
    };
    view! {
        <select id=id.clone() aria-describedby=described_by.clone() on:change=chosen>
            {form::strategies().map(choice).collect_view()}
        </select>
        <input
            id=format!("{id}-text")
            type="text"
            hidden=move || !is_typed()
            aria-label=move || if kind.get() == RATIO { t!("Ratio") } else { t!("Rows by class") }
            placeholder=move || if kind.get() == RATIO { "0.5" } else { "Anomalous=500" }
            aria-describedby=described_by
            aria-invalid=move || is_invalid.get().to_string()
            autocomplete="off"
            spellcheck="false"
            prop:value=text
            on:change=typed
        />
    }
}
