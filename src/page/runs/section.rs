//! The section of a workspace with runs: it takes a file that is dropped on it, and follows runs as they begin and end.

use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::runner::Runs;
use crate::page::components::notices::Notices;
use crate::page::shell::{focus_on, focused};

/// The section, with its heading and its status for those who do not see it.
#[component]
pub fn RunSection(
    runs: Runs,
    /// Its class, and what the ids of its elements begin with.
    id: &'static str,
    /// Its heading.
    heading: &'static str,
    /// What is being done, or what came of it.
    #[prop(into)]
    status: Signal<String>,
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Section>::new();
    let is_over = RwSignal::new(false);
    let over = move |event: DragEvent| {
        event.prevent_default();
        is_over.maybe_update(|is_over| !std::mem::replace(is_over, true));
    };
    let left = move |event: DragEvent| {
        let into = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        // From one element of the section to another it is still over the section.
        if !root.get_untracked().is_some_and(|root| root.contains(into.as_ref())) {
            is_over.set(false);
        }
    };
    let dropped = move |event: DragEvent| {
        is_over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        let file = files.and_then(|files| files.get(0));
        // A configuration is the page's to open.
        if let Some(file) = file.filter(|file| !file.name().ends_with(".json")) {
            event.prevent_default();
            event.stop_propagation();
            runs.open(file);
        }
    };
    let heading_id = format!("{id}-heading");
    let labelled_by = heading_id.clone();
    view! {
        <section
            class=format!("runs {id}")
            class:over=is_over
            node_ref=root
            aria-labelledby=labelled_by
            aria-busy=move || runs.is_running().to_string()
            on:dragover=over
            on:dragleave=left
            on:drop=dropped
        >
            <h2 id=heading_id class="visually-hidden">{heading}</h2>
            <p id=format!("{id}-status") class="visually-hidden" role="status">{status}</p>
            {children()}
        </section>
    }
}

/// Follows jobs as they begin and end: the focus stays where the button was, and a visitor who is elsewhere is told.
pub fn follow(
    runs: Runs,
    notices: Notices,
    active: Signal<bool>,
    // The ids of the buttons that start, with which those of the ones that cancel begin.
    starters: &'static [&'static str],
    // What is told a visitor who is elsewhere, if the last job was a run that is done.
    news: impl Fn() -> Option<&'static str> + 'static,
    // Called once the outcome is shown.
    shown: impl Fn() + Copy + 'static,
) {
    // The button that had the focus when it was pressed.
    let pressed = StoredValue::new(None::<&'static str>);
    let moved = move |is_running: &bool, before: Option<&bool>, _| {
        if before == Some(is_running) {
            return;
        }
        let is_running = *is_running;
        if is_running {
            let focused = runs.pressed();
            pressed.set_value(starters.iter().copied().find(|id| focused.as_deref() == Some(id)));
        } else if !active.get_untracked() {
            untrack(|| runs.problems_of_rows()).iter().for_each(|problem| notices.error(problem));
            if let Some(news) = untrack(&news) {
                notices.tell(news);
            }
            return;
        }
        // Once what is shown has changed.
        request_animation_frame(move || {
            if let Some(id) = pressed.get_value() {
                let cancel_id = format!("{id}-cancel");
                if focused().is_none_or(|focused| focused == id || focused == cancel_id) {
                    focus_on(if is_running { &cancel_id } else { id });
                }
            }
            if !is_running {
                shown();
            }
        });
    };
    Effect::watch(move || runs.is_running(), moved, false);
}
