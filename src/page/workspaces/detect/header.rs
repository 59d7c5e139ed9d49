//! The header: the finding, on what it was found, and what can be done.

use js_sys::Array;
use leptos::prelude::*;
use web_sys::{Blob, BlobPropertyBag};

use super::job::{Detecting, Made};
use super::words;
use crate::engine::Problem;
use crate::engine::detect::json;
use crate::page::components::controls::button;
use crate::page::components::notices::Notices;
use crate::page::components::problems::Problems;
use crate::page::download::save;

/// The header.
#[component]
pub fn Header(detecting: Detecting, notices: Notices) -> impl IntoView {
    let title = move || {
        detecting.made.with(|made| match made {
            Some(made) => words::headline(&made.report),
            None => "How well do detectors find the anomalies?".to_owned(),
        })
    };
    let basis = move || {
        detecting.made.with(|made| match made {
            Some(made) => {
                let basis = words::basis(&made.report);
                made.file.as_ref().map_or_else(|| basis.clone(), |file| format!("{file} · {basis}"))
            }
            None => "Rows are split first. Detectors learn from the training part alone and are judged on the test part, which they never saw.".to_owned(),
        })
    };
    let stale = move || {
        let difference = detecting.difference().filter(|_| !detecting.is_running())?;
        Some(view! {
            <p class="stale" id="detect-stale"><strong>{difference}</strong> " Run again for what is chosen now."</p>
        })
    };
    let giveaway = move || {
        let told = detecting.made.with(|made| words::giveaway(&made.as_ref()?.report.giveaways))?;
        Some(view! {
            <p class="stale" id="detect-giveaway">
                {told} " "
                <button type="button" class="link" on:click=move |_| detecting.show_audit()>"See the audit"</button>
            </p>
        })
    };
    let download = move || {
        let Some(made) = detecting.made.get_untracked() else { return };
        if write(&made).is_none() {
            notices.error(&Problem::new("", "the report cannot be saved", "allow downloads for this page"));
        }
    };
    let has_made = move || detecting.made.with(Option::is_some);
    let problems = Signal::derive(move || {
        let of_file = detecting.problems_of_file();
        if of_file.is_empty() { detecting.problems_of_rows() } else { of_file }
    });
    let face = move || {
        let has_failed = !problems.with(Vec::is_empty);
        if has_failed { "Try again" } else { "Run" }
    };
    view! {
        <div class="card summary">
            <p class="verdict" id="detect-verdict" tabindex="-1">{title}</p>
            <p class="meaning">{basis}</p>
            <div class="actions-row">
                <button
                    type="button"
                    id="detect"
                    class="primary"
                    hidden=move || detecting.is_running()
                    disabled=move || detecting.is_running() || !detecting.is_ready()
                    on:click=move |_| detecting.start()
                >
                    {face}
                </button>
                <Show when=move || detecting.is_running()>
                    <Running detecting/>
                </Show>
                <Show when=move || !has_made()>
                    {button("", "Choose").id("detect-choose-first").title("Which detectors are tried, on what, and how").does(move || detecting.is_choosing.set(true))}
                </Show>
                <Show when=has_made>
                    {button("", "JSON").id("detect-json").title(json::NAME).does(download)}
                </Show>
            </div>
            <div class="told">
                {stale}
                {giveaway}
                <Problems problems/>
            </div>
        </div>
    }
}

/// What is being done, how far it is, and a way to stop it.
#[component]
fn Running(detecting: Detecting) -> impl IntoView {
    let stage = move || detecting.job().map(|job| words::stage(job, detecting.percent()));
    view! {
        <div class="running">
            <span class="help" id="detect-stage">{stage} {move || format!(" · {} %", detecting.percent())}</span>
            <div class="progress">
                <progress max="100" prop:value=move || detecting.percent().to_string() aria-labelledby="detect-stage">
                </progress>
                <button type="button" id="detect-cancel" class="small" on:click=move |_| detecting.cancel()>
                    "Cancel"
                </button>
            </div>
        </div>
    }
}

/// Saves a report as a file.
fn write(made: &Made) -> Option<()> {
    let text = json::text(&made.report);
    let options = BlobPropertyBag::new();
    options.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()?;
    save(&blob, json::NAME).ok()
}
