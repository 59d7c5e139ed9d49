//! The view as a whole: options left, and what came of them right.

use leptos::html;
use leptos::prelude::*;
use web_sys::Blob;

use super::before::Before;
use super::fields::OptionsForm;
use super::job::Balancing;
use super::report::BalanceReport;
use super::words;
use crate::page::components::notices::Notices;
use crate::page::runs::section::{RunSection, follow};

/// The balancing of the dataset, or of a file.
#[component]
pub fn BalanceView(
    /// What is balanced, how, and what came of it.
    balancing: Balancing,
    notices: Notices,
    /// Opens a file of balanced rows in Explore: its name and its bytes.
    explore: Callback<(String, Blob)>,
    /// Tries detectors on such a file.
    detect: Callback<(String, Blob)>,
    /// Whether the view is in sight.
    active: Signal<bool>,
) -> impl IntoView {
    let runs = balancing.runs;
    let result = NodeRef::<html::Div>::new();
    let news = move || balancing.has_just_made().then_some(t!("The rows are balanced: see Balance."));
    let shown = move || {
        if balancing.has_just_made() {
            show(result);
        }
    };
    follow(runs, notices, active, &["balance"], news, shown);
    let status = move || {
        if runs.is_running() {
            return t!("Balancing…").to_owned();
        }
        balancing.made.with(|made| made.as_ref().map(|made| words::outcome(&made.report)).unwrap_or_default())
    };
    let content = move || match balancing.made.get() {
        Some(made) => view! { <BalanceReport made balancing notices explore detect/> }.into_any(),
        None => view! { <Before balancing/> }.into_any(),
    };
    view! {
        <RunSection runs id="balance" heading=t!("Balance") status=Signal::derive(status)>
            <div class="sides">
                <OptionsForm balancing/>
                <div class="result" node_ref=result>{content}</div>
            </div>
        </RunSection>
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
