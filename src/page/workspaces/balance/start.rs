//! The button that starts; in its place, while a job is under way, how far it is and a way to stop it.

use leptos::prelude::*;

use super::job::Balancing;
use super::words;
use crate::page::components::problems::Problems;
use crate::page::runs::progress::RunProgress;

/// Starts a balancing, shows how far it is, and why it could not be done.
#[component]
pub fn Start(balancing: Balancing) -> impl IntoView {
    let runs = balancing.runs;
    let waiting = move || {
        if runs.is_running() || balancing.is_ready() {
            return None;
        }
        Some(if runs.has_rows() {
            t!("Fix the marked option first.")
        } else {
            t!("Waiting for the dataset.")
        })
    };
    view! {
        <div class="start">
            <button
                type="submit"
                id="balance"
                class="primary"
                hidden=move || runs.is_running()
                disabled=move || runs.is_running() || !balancing.is_ready()
                aria-describedby="balance-waiting"
            >
                {t!("Split and balance")}
            </button>
            <Show when=move || runs.is_running()>
                <RunProgress runs id="balance" stage=words::stage/>
            </Show>
            <p class="help" id="balance-waiting">{waiting}</p>
            <Problems problems=Signal::derive(move || runs.problems_of_rows())/>
        </div>
    }
}
