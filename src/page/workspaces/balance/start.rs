//! The button that starts; in its place, while a job is under way, how far it is and a way to stop it.

use leptos::prelude::*;

use super::job::Balancing;
use super::words;
use crate::page::components::problems::Problems;

/// Starts a balancing, shows how far it is, and why it could not be done.
#[component]
pub fn Start(balancing: Balancing) -> impl IntoView {
    let waiting = move || {
        if balancing.is_running() || balancing.is_ready() {
            return None;
        }
        Some(if balancing.has_rows() { "Fix the marked option first." } else { "Waiting for the dataset." })
    };
    view! {
        <div class="start">
            <button
                type="submit"
                id="balance"
                class="primary"
                hidden=move || balancing.is_running()
                disabled=move || balancing.is_running() || !balancing.is_ready()
                aria-describedby="balance-waiting"
            >
                "Split and balance"
            </button>
            <Show when=move || balancing.is_running()>
                <Running balancing/>
            </Show>
            <p class="help" id="balance-waiting">{waiting}</p>
            <Problems problems=Signal::derive(move || balancing.problems_of_rows())/>
        </div>
    }
}

/// What is being done, how far it is, and a way to stop it.
#[component]
fn Running(balancing: Balancing) -> impl IntoView {
    let stage = move || balancing.job().map(|job| words::stage(job, balancing.percent()));
    view! {
        <div class="progress">
            <progress max="100" prop:value=move || balancing.percent().to_string() aria-labelledby="balance-stage">
            </progress>
            <button type="button" id="balance-cancel" class="small" on:click=move |_| balancing.cancel()>
                "Cancel"
            </button>
        </div>
        <p class="help doing">
            <span id="balance-stage">{stage}</span>
            <span>{move || format!("{} %", balancing.percent())}</span>
        </p>
    }
}
