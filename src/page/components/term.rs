//! A word with its meaning from the glossary: shown to a pointer that rests on it and to a focus, and put away by Escape.

use std::sync::atomic::{AtomicU32, Ordering};

use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;

/// Counts the words that are explained, so that each has an id of its own.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A word and what it means.
pub fn term(word: &str, meaning: &'static str) -> AnyView {
    let id = format!("term-{}", COUNT.fetch_add(1, Ordering::Relaxed));
    // Whether it is shown, and was put away since.
    let (is_near, is_away) = (RwSignal::new(false), RwSignal::new(false));
    let show = move || {
        is_near.set(true);
        is_away.set(false);
    };
    let _ = use_event_listener(document(), leptos::ev::keydown, move |event| {
        if event.key() == "Escape" && is_near.get_untracked() {
            is_away.set(true);
        }
    });
    view! {
        <span
            class="term"
            class:away=is_away
            on:pointerenter=move |_| show()
            on:pointerleave=move |_| is_near.set(false)
        >
            <button
                type="button"
                class="term-word"
                aria-describedby=id.clone()
                on:focus=move |_| show()
                on:click=move |_| show()
                on:blur=move |_| is_near.set(false)
            >
                {word.to_owned()}
            </button>
            <span class="term-meaning" role="tooltip" id=id>{meaning}</span>
        </span>
    }
    .into_any()
}
