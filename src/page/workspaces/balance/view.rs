//! The view as a whole: options left, and what came of them right.

use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, Node};

use super::before::Before;
use super::fields::OptionsForm;
use super::job::Balancing;
use super::report::BalanceReport;
use super::words;
use crate::page::components::notices::Notices;
use crate::page::shell::focus_on;

/// The balancing of the dataset, or of a file.
#[component]
pub fn BalanceView(
    /// What is balanced, how, and what came of it.
    balancing: Balancing,
    notices: Notices,
    /// Opens a file of balanced rows in Explore: its name and its bytes.
    explore: Callback<(String, Blob)>,
    /// Whether the view is in sight.
    active: Signal<bool>,
) -> impl IntoView {
    let root = NodeRef::<html::Section>::new();
    let result = NodeRef::<html::Div>::new();
    let is_over = RwSignal::new(false);
    let over = move |event: DragEvent| {
        event.prevent_default();
        is_over.maybe_update(|is_over| !std::mem::replace(is_over, true));
    };
    let left = move |event: DragEvent| {
        let into = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
        // From one element of the view to another it is still over the view.
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
            balancing.open(file);
        }
    };
    follow(balancing, notices, active, result);
    let status = move || {
        if balancing.is_running() {
            return "Balancing…".to_owned();
        }
        balancing.made.with(|made| made.as_ref().map(|made| words::outcome(&made.report)).unwrap_or_default())
    };
    let shown = move || match balancing.made.get() {
        Some(made) => view! { <BalanceReport made balancing notices explore/> }.into_any(),
        None => view! { <Before balancing/> }.into_any(),
    };
    view! {
        <section
            class="balance"
            class:over=is_over
            node_ref=root
            aria-labelledby="balance-heading"
            aria-busy=move || balancing.is_running().to_string()
            on:dragover=over
            on:dragleave=left
            on:drop=dropped
        >
            <h2 id="balance-heading" class="visually-hidden">"Balance"</h2>
            <p id="balance-status" class="visually-hidden" role="status">{status}</p>
            <div class="sides">
                <OptionsForm balancing/>
                <div class="result" node_ref=result>{shown}</div>
            </div>
        </section>
    }
}

/// Follows jobs as they begin and end: the focus stays where the button was, a result that is out of sight is brought
/// into it, and a visitor who is elsewhere is told.
fn follow(balancing: Balancing, notices: Notices, active: Signal<bool>, result: NodeRef<html::Div>) {
    // Whether the button had the focus when it was pressed.
    let had_focus = StoredValue::new(false);
    let moved = move |is_running: &bool, before: Option<&bool>, _| {
        if before == Some(is_running) {
            return;
        }
        let is_running = *is_running;
        let is_lost = move || {
            let focused = document().active_element();
            focused.is_none_or(|element| {
                matches!(element.tag_name().as_str(), "BODY")
                    || matches!(element.id().as_str(), "balance" | "balance-cancel")
            })
        };
        let is_focused = is_lost();
        if is_running {
            had_focus.set_value(is_focused);
        } else if !active.get_untracked() {
            return tell(balancing, notices);
        }
        // Once what is shown has changed.
        request_animation_frame(move || {
            if had_focus.get_value() && is_focused && is_lost() {
                focus_on(if is_running { "balance-cancel" } else { "balance" });
            }
            if !is_running && balancing.has_just_made() {
                show(result);
            }
        });
    };
    Effect::watch(move || balancing.is_running(), moved, false);
}

/// Tells a visitor who is elsewhere what came of a job.
fn tell(balancing: Balancing, notices: Notices) {
    let problems = untrack(|| balancing.problems_of_rows());
    problems.iter().for_each(|problem| notices.error(problem));
    if problems.is_empty() && balancing.has_just_made() {
        notices.tell("The rows are balanced: see Balance.");
    }
}

/// Brings the result into sight where it stands below the options.
fn show(result: NodeRef<html::Div>) {
    let form = document().get_element_by_id("balance-form").map(|form| form.get_bounding_client_rect());
    let (Some(form), Some(result)) = (form, result.get_untracked()) else { return };
    if result.get_bounding_client_rect().top() >= form.bottom() {
        result.scroll_into_view();
    }
}
