//! The view as a whole: the finding, the curves beside the table of detectors, and what follows from the threshold.

use std::sync::Arc;

use leptos::ev::DragEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::chart::Curves;
use super::comparison::Comparison;
use super::features::Features;
use super::header::Header;
use super::job::{Detecting, Made};
use super::lesson::Rest;
use super::missed::{Missed, MissedByAll};
use super::options::OptionsDialog;
use super::shown::Shown;
use super::threshold::AtTheThreshold;
use super::why::Why;
use super::words;
use crate::page::components::notices::Notices;
use crate::page::shell::focus_on;

/// The comparison of detectors on the dataset, or on a file.
#[component]
pub fn DetectView(
    /// What detectors are tried on, which and how, and what came of it.
    detecting: Detecting,
    notices: Notices,
    /// Whether the view is in sight.
    active: Signal<bool>,
) -> impl IntoView {
    Effect::new(move || detecting.visit(active.get()));
    let root = NodeRef::<html::Section>::new();
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
            detecting.open(file);
        }
    };
    follow(detecting, notices, active);
    let status = move || {
        if detecting.is_running() {
            return "Trying detectors…".to_owned();
        }
        detecting.made.with(|made| {
            made.as_ref().map(|made| format!("{}.", words::headline(&made.report))).unwrap_or_default()
        })
    };
    let is_stale = Memo::new(move |_| detecting.difference().is_some());
    let result = move || {
        let made = detecting.made.get()?;
        Some(view! { <Result made detecting is_stale/> })
    };
    view! {
        <section
            class="detect"
            class:over=is_over
            node_ref=root
            aria-labelledby="detect-heading"
            aria-busy=move || detecting.is_running().to_string()
            on:dragover=over
            on:dragleave=left
            on:drop=dropped
        >
            <h2 id="detect-heading" class="visually-hidden">"Detect"</h2>
            <p id="detect-status" class="visually-hidden" role="status">{status}</p>
            <Header detecting notices/>
            {result}
            <OptionsDialog detecting/>
        </section>
    }
}

/// A report.
#[component]
fn Result(made: Arc<Made>, detecting: Detecting, is_stale: Memo<bool>) -> impl IntoView {
    let shown = Shown::new(detecting, made);
    let has_detectors = shown.with(|report| !report.detectors.is_empty());
    let compared = has_detectors.then(|| {
        view! {
            <div class="compared">
                <Curves shown/>
                <Comparison shown/>
            </div>
            <div class="follows">
                <AtTheThreshold shown/>
                <Missed shown/>
                <Why shown is_stale/>
                <Features shown/>
                <MissedByAll shown is_stale/>
            </div>
        }
    });
    view! {
        <div class="report" class:stale-report=is_stale>
            {compared}
            <Rest shown/>
        </div>
    }
}

/// Follows jobs as they begin and end: the focus stays where the button was, and a visitor who is elsewhere is told.
fn follow(detecting: Detecting, notices: Notices, active: Signal<bool>) {
    // Whether the button had the focus when it was pressed.
    let had_focus = StoredValue::new(false);
    let is_lost = move || {
        document().active_element().is_none_or(|element| {
            element.tag_name() == "BODY" || matches!(element.id().as_str(), "detect" | "detect-cancel")
        })
    };
    let moved = move |is_running: &bool, before: Option<&bool>, _| {
        if before == Some(is_running) {
            return;
        }
        let is_running = *is_running;
        let was_at_button = document().active_element().is_some_and(|element| element.id() == "detect");
        if is_running {
            had_focus.set_value(was_at_button);
        } else if !active.get_untracked() {
            return tell(detecting, notices);
        }
        // Once what is shown has changed.
        request_animation_frame(move || {
            if had_focus.get_value() && is_lost() {
                focus_on(if is_running { "detect-cancel" } else { "detect" });
            }
        });
    };
    Effect::watch(move || detecting.is_running(), moved, false);
}

/// Tells a visitor who is elsewhere what came of a job.
fn tell(detecting: Detecting, notices: Notices) {
    let problems = untrack(|| detecting.problems_of_rows());
    problems.iter().for_each(|problem| notices.error(problem));
    let is_done = untrack(|| detecting.made.with(Option::is_some) && detecting.difference().is_none());
    if problems.is_empty() && is_done {
        notices.tell("The detectors are compared: see Detect.");
    }
}
