//! What a run is doing, how far it is, and a way to stop it.

use leptos::prelude::*;

use super::run::Job;
use super::runner::Runs;

/// The progress of the job under way.
#[component]
pub fn RunProgress(
    runs: Runs,
    /// What the ids of its elements begin with.
    id: &'static str,
    /// What is done at so many percent of a job.
    stage: fn(Job, u64) -> &'static str,
) -> impl IntoView {
    let percent = move || runs.percent();
    let doing = move || runs.job().map(|job| stage(job, percent()));
    let stage_id = format!("{id}-stage");
    view! {
        <div class="run-progress">
            <div class="progress">
                <progress max="100" prop:value=move || percent().to_string() aria-labelledby=stage_id.clone()>
                </progress>
                <button type="button" id=format!("{id}-cancel") class="small" on:click=move |_| runs.cancel()>
                    {t!("Cancel")}
                </button>
            </div>
            <p class="help doing">
                <span id=stage_id>{doing}</span>
                <span>{move || format!("{} %", percent())}</span>
            </p>
        </div>
    }
}
