//! The header: the finding, on what it was found, and what can be done.

use leptos::prelude::*;

use super::job::{Detecting, Made};
use super::words;
use crate::engine::detect::{json, notebook};
use crate::page::components::controls::button;
use crate::page::components::notices::Notices;
use crate::page::components::problems::Problems;
use crate::page::download::save_text;
use crate::page::language;
use crate::page::runs::progress::RunProgress;

/// The header.
#[component]
pub fn Header(detecting: Detecting, notices: Notices) -> impl IntoView {
    let runs = detecting.runs;
    let title = move || {
        detecting.made.with(|made| match made {
            Some(made) => language::told(&made.report.finding()),
            None => t!("How well do detectors find the anomalies?").to_owned(),
        })
    };
    let basis = move || {
        detecting.made.with(|made| match made {
            Some(made) => {
                let file = made.file().map(|file| format!("{file} · ")).unwrap_or_default();
                file + &language::told(&made.report.basis())
            }
            None => t!("Rows are split first. Detectors learn from the training part alone and are judged on the test part, which they never saw.").to_owned(),
        })
    };
    let stale = move || {
        let difference = detecting.difference().filter(|_| !runs.is_running())?;
        Some(view! {
            <p class="stale" id="detect-stale"><strong>{difference}</strong> " " {t!("Run again for what is chosen now.")}</p>
        })
    };
    let giveaway = move || {
        let told = detecting.made.with(|made| words::giveaway(&made.as_ref()?.report.giveaways))?;
        Some(view! {
            <p class="stale" id="detect-giveaway">
                {told} " "
                <button type="button" class="link" on:click=move |_| detecting.show_audit()>{t!("See the audit")}</button>
            </p>
        })
    };
    let save = move |text: fn(&Made) -> String, kind: &'static str, name: &'static str| {
        move || {
            let text = detecting.made.with_untracked(|made| made.as_ref().map(|made| text(made)));
            if let Some(Err(problem)) = text.map(|text| save_text(&text, kind, name)) {
                notices.error(&problem);
            }
        }
    };
    let save_notebook = save(Made::notebook, "application/x-ipynb+json", notebook::NAME);
    let save_json = save(|made| json::text(&made.report), "application/json", json::NAME);
    let has_made = move || detecting.made.with(Option::is_some);
    let is_comparing = move || runs.is_running() && !detecting.is_drawing();
    let problems = Signal::derive(move || detecting.problems());
    let face = move || {
        let has_failed = !problems.with(Vec::is_empty);
        if has_failed { t!("Try again") } else { t!("Run") }
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
                    hidden=is_comparing
                    disabled=move || runs.is_running() || !detecting.is_ready()
                    on:click=move |_| detecting.start()
                >
                    {face}
                </button>
                <Show when=is_comparing>
                    <RunProgress runs id="detect" stage=words::stage/>
                </Show>
                <Show when=move || !has_made()>
                    {button("", t!("Choose")).id("detect-choose-first").title(t!("Which detectors are tried, on what, and how")).does(move || detecting.is_choosing.set(true))}
                </Show>
                <Show when=has_made>
                    {button("", t!("Notebook")).id("detect-notebook").title(t!("The same with scikit-learn and PyOD, as a Jupyter notebook")).does(save_notebook)}
                    {button("", "JSON").id("detect-json").title(json::NAME).does(save_json)}
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
