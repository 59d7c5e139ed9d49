//! The Audit view.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::Problem;
use crate::engine::audit::{Check, Report, Verdict};
use crate::engine::decimal::grouped;
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::busy::BusyBar;
use crate::page::components::notices::sentence;
use crate::page::engine::Engine;
use crate::protocol::Progress;
use crate::protocol::audit::Audit;

/// What there is to show.
#[derive(Clone, Debug)]
enum Outcome {
    /// No audit was asked for, or it was cancelled.
    None,
    /// One is under way.
    Running,
    /// It is done.
    Done(Arc<Report>),
    /// It could not be done.
    Failed(Vec<Problem>),
}

/// The audits of this page.
#[derive(Clone, Copy)]
struct Auditing {
    client: Client,
    engine: Engine,
    lane: Lane,
    progress: RwSignal<Option<Progress>>,
    outcome: RwSignal<Outcome>,
}

impl Auditing {
    fn new(client: Client, engine: Engine) -> Self {
        let auditing = Auditing {
            client,
            engine,
            lane: Lane::new(),
            progress: RwSignal::new(None),
            outcome: RwSignal::new(Outcome::None),
        };
        // Another dataset has another audit.
        Effect::watch(
            move || engine.configuration(),
            move |now, before, _| {
                if before != Some(now) {
                    auditing.cancel();
                }
            },
            false,
        );
        auditing
    }

    /// Audits the dataset.
    fn start(self) {
        let Some(table) = self.engine.made.with_untracked(|made| made.as_ref().map(|made| made.table)) else {
            return;
        };
        self.outcome.set(Outcome::Running);
        let asking = self.client.ask(Audit { table }).progress(self.progress).latest(self.lane);
        spawn_local(async move {
            let outcome = match asking.send().await {
                Ok(reply) => Outcome::Done(Arc::new(reply.answer)),
                Err(Failure::Problems(problems)) => Outcome::Failed(problems),
                // Whoever cancelled it has said what stands there now.
                Err(Failure::Cancelled) => return,
                Err(Failure::Lost) => Outcome::None,
            };
            self.outcome.set(outcome);
        });
    }

    /// Stops the audit under way, and forgets the one before.
    fn cancel(self) {
        self.lane.cancel(self.client);
        self.outcome.set(Outcome::None);
    }
}

/// The audit of the dataset.
#[component]
pub fn AuditView(client: Client, engine: Engine) -> impl IntoView {
    let auditing = Auditing::new(client, engine);
    // Between the press of the button and the first news the bar stands at its start.
    let progress = Signal::derive(move || Some(auditing.progress.get().unwrap_or_default()));
    let start = move |id: &'static str, text: &'static str| {
        view! {
            <button type="button" id=id disabled=move || !engine.held.get() on:click=move |_| auditing.start()>
                {text}
            </button>
        }
    };
    let body = move || match auditing.outcome.get() {
        Outcome::None => start("audit", "Audit this dataset").into_any(),
        Outcome::Running => {
            view! { <BusyBar progress label="Auditing" on_cancel=move |()| auditing.cancel()/> }.into_any()
        }
        Outcome::Done(report) => view! { <Verdicts report/> }.into_any(),
        Outcome::Failed(problems) => {
            let line = |problem: Problem| {
                view! { <p class="problem" role="alert">{sentence(&problem.reason)} " " {sentence(&problem.hint)}</p> }
            };
            view! {
                {problems.into_iter().map(line).collect_view()}
                {start("audit-again", "Try again")}
            }
            .into_any()
        }
    };
    view! {
        <section class="card audit" aria-labelledby="audit-heading">
            <h2 id="audit-heading">"Audit"</h2>
            <p class="help">
                "Is the label hard enough to find, and not given away? Each check says its verdict, the column, the reason, and the setting that fixes it. Derived columns and ids are never features."
            </p>
            {body}
        </section>
    }
}

/// The class of a verdict, and its word.
fn shown(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Pass => ("pass", "passes"),
        Verdict::Warn => ("warn", "warns"),
        Verdict::Fail => ("fail", "fails"),
        Verdict::NotApplicable => ("none", "does not apply"),
    }
}

/// The report: how many checks pass, and each of them.
#[component]
fn Verdicts(report: Arc<Report>) -> impl IntoView {
    let count = |verdict| report.count(verdict);
    let headline = format!(
        "{}: of {} checks {} pass, {} warn, {} fail; {} do not apply. {} rows were looked at.",
        if report.passes() { "Passed" } else { "Failed" },
        report.checks.len(),
        count(Verdict::Pass),
        count(Verdict::Warn),
        count(Verdict::Fail),
        count(Verdict::NotApplicable),
        grouped(report.rows_examined),
    );
    let row = |check: &Check| {
        let (class, word) = shown(check.verdict);
        let setting = check.setting.as_ref().map(|path| format!("Setting: {path}."));
        let fix: Vec<String> = [check.remedy.clone(), setting].into_iter().flatten().collect();
        view! {
            <tr>
                <th scope="row">{check.name.clone()}</th>
                <td><span class=format!("verdict {class}")>{word}</span></td>
                <td>{sentence(&check.reason)} " " <span class="help">{fix.join(" ")}</span></td>
            </tr>
        }
    };
    view! {
        <p role="status" id="audit-verdict">{headline}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Checks">
            <table class="indicators">
                <thead><tr><th scope="col">"Check"</th><th scope="col">"Verdict"</th><th scope="col">"What was found"</th></tr></thead>
                <tbody>{report.checks.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
