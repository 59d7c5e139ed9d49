//! What follows from typing: a step that can be undone, unsaved edits that survive a reload, and, where the dataset is
//! small, the dataset itself.

use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;
use leptos_use_watch_with_options::{WatchOptions, watch_with_options};

use super::configuration::Form;
use super::engine::{Engine, State, Wish};
use super::storage;
use super::store::fragment;
use crate::engine::configuration::link::Student;

/// How long nothing is typed before it counts, in milliseconds.
const PAUSE: f64 = 400.0;

/// Up to this many rows a change makes the dataset anew by itself; beyond it, the visitor is asked.
pub const SMALL: u64 = 50_000;

/// The name of the draft in the tab's storage.
const DRAFT: &str = "cyberdatagen draft";

/// Follows what is typed, from now on; first of all, takes up what was typed before a reload.
pub fn follow(form: Form, engine: Engine) {
    resume(form);
    let paused = move || {
        form.settle();
        save(form);
        make(form, engine);
    };
    let _ = watch_with_options(
        move || (form.snapshot(), engine.running.with(Option::is_none), engine.made.with(Option::is_some)),
        move |_, _, _| paused(),
        WatchOptions::default().debounce(PAUSE),
    );
    let pagehide = leptos::ev::Custom::<web_sys::Event>::new("pagehide");
    let _ = use_event_listener(window(), pagehide, move |_| save(form));
}

/// Makes the dataset that is typed, if it is sound, small, and another one than there is.
fn make(form: Form, engine: Engine) {
    let Ok(link) = untrack(|| form.link()) else { return };
    let configuration = link.effective();
    let made = engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.clone()));
    let wanted = made.is_some_and(|made| made != configuration) && !engine.was_wanted(&configuration);
    let ready = engine.state.get_untracked() == State::Ready && link.classroom.student != Student::Unnamed;
    if wanted && ready && configuration.rows <= SMALL {
        engine.generate(link, Wish::Typed);
    }
}

/// Keeps what is typed and not made, with the address that it was typed over.
fn save(form: Form) {
    let fields = form.fields().into_iter();
    let fields = fields.flat_map(|(setting, text)| [setting.path.to_string(), text.get_untracked()]);
    storage::keep(DRAFT, [fragment(), form.preset_key().to_owned()].into_iter().chain(fields));
}

/// Takes up the draft, if it was typed over this very address.
fn resume(form: Form) {
    let mut parts = storage::kept(DRAFT).into_iter();
    if parts.next() == Some(fragment()) {
        let preset = parts.next().unwrap_or_default();
        form.retype(&preset, std::iter::from_fn(|| parts.next().zip(parts.next())));
    }
}
