//! A word with its meaning from the glossary: shown to a pointer that rests on it and to a focus, and put away by Escape.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;

/// Counts the words that are explained, so that each has an id of its own.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A word and what it means.
pub fn term(word: &str, meaning: &'static str) -> AnyView {
    let id = format!("term-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    let is_away = RwSignal::new(false);
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && !is_away.get_untracked() {
            event.stop_propagation();
            is_away.set(true);
        }
    };
    view! {
        <span class="term" class:away=is_away on:pointerenter=move |_| is_away.set(false)>
            <button
                type="button"
                class="term-word"
                aria-describedby=id.clone()
                on:focus=move |_| is_away.set(false)
                on:click=move |_| is_away.set(false)
                on:keydown=keyed
            >
                {word.to_owned()}
            </button>
            <span class="term-meaning" role="tooltip" id=id>{meaning}</span>
        </span>
    }
    .into_any()
}
