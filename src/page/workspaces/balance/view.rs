//! The view as a whole: source, options, and what came of it.

use leptos::ev::DragEvent;
use leptos::prelude::*;
use web_sys::Blob;

use super::fields::OptionsForm;
use super::job::{Balancing, Outcome, PartFile};
use super::report::BalanceReport;
use super::source::Source;
use crate::engine::Problem;
use crate::engine::explore::text::count;
use crate::page::client::Client;
use crate::page::components::notices::{Notices, sentence};
use crate::page::download::save;
use crate::page::engine::Engine;
use crate::page::store::Store;

/// The balancing of the dataset, or of a file.
#[component]
pub fn BalanceView(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    /// Opens a file of balanced rows in Explore: its name and its bytes.
    explore: Callback<(String, Blob)>,
) -> impl IntoView {
    let balancing = Balancing::new(client, engine, store);
    let dropped = move |event: DragEvent| {
        let files = event.data_transfer().and_then(|data| data.files());
        let file = files.and_then(|files| files.get(0));
        // A configuration is the page's to open.
        if let Some(file) = file.filter(|file| !file.name().ends_with(".json")) {
            event.prevent_default();
            event.stop_propagation();
            balancing.open(file);
        }
    };
    let outcome = move || {
        if balancing.is_running() {
            return view! { <Running balancing/> }.into_any();
        }
        match balancing.outcome.get() {
            Outcome::None => ().into_any(),
            Outcome::Failed(problems) => view! { <Problems problems/> }.into_any(),
            Outcome::Done(report, files) => view! {
                <Downloads files notices explore/>
                <BalanceReport report=*report/>
            }
            .into_any(),
        }
    };
    view! {
        <section
            class="card balance"
            aria-labelledby="balance-heading"
            aria-busy=move || balancing.is_running().to_string()
            on:dragover=move |event| event.prevent_default()
            on:drop=dropped
        >
            <h2 id="balance-heading">"Balance"</h2>
            <p class="help">
                "A detector learns little from a class of few rows. This splits the rows, then adds synthetic ones to the smaller classes, in the training part alone. Weak learners gain by it, strong ones hardly: compare before you trust it. A CSV of your own is read in this tab and never leaves it."
            </p>
            <Source balancing/>
            <OptionsForm balancing/>
            <div class="outcome">{outcome}</div>
        </section>
    }
}

/// How far the job under way is, and a way to stop it.
#[component]
fn Running(balancing: Balancing) -> impl IntoView {
    view! {
        <div class="progress">
            <progress max="100" prop:value=move || balancing.percent().to_string() aria-label="Balancing"></progress>
            <button type="button" id="balance-cancel" on:click=move |_| balancing.cancel()>"Cancel"</button>
        </div>
    }
}

/// Why it could not be done, and what to do.
#[component]
fn Problems(problems: Vec<Problem>) -> impl IntoView {
    let problem = |problem: Problem| {
        view! {
            <p class="problem" role="alert">{sentence(&problem.reason)} " " {sentence(&problem.hint)}</p>
        }
    };
    problems.into_iter().map(problem).collect_view()
}

/// The files of the parts, to be saved or looked at.
#[component]
fn Downloads(files: Vec<PartFile>, notices: Notices, explore: Callback<(String, Blob)>) -> impl IntoView {
    let file = move |PartFile { name, rows, blob }: PartFile| {
        let face = format!("{name}, {}", count(rows, "row"));
        let label = format!("Explore {name}");
        let look = {
            let (name, blob) = (name.clone(), blob.clone());
            move |_| explore.run((name.clone(), (*blob).clone()))
        };
        let press = move |_| {
            if save(&blob, &name).is_err() {
                let reason = format!("the browser did not save {name}");
                notices.error(&Problem::new("", reason, "allow downloads for this page and try again"));
            }
        };
        view! {
            <li>
                <button type="button" on:click=press>{face}</button>
                <button type="button" class="small" aria-label=label on:click=look>"Explore"</button>
            </li>
        }
    };
    view! { <ul class="downloads">{files.into_iter().map(file).collect_view()}</ul> }
}
