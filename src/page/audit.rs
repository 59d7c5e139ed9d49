//! Audit: whether the dataset is worth training on, check by check, with what mends it.

use std::sync::Arc;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use super::controls::button;
use super::engine::Engine;
use super::erased::part;
use super::notices::sentence;
use super::worker;
use crate::browser::{decode, encode};
use crate::engine::Problem;
use crate::engine::audit::{Report, Verdict};
use crate::engine::decimal::grouped;
use crate::protocol::{AuditReply, AuditRequest};

/// How far an audit is.
#[derive(Clone, Debug)]
enum State {
    /// None was asked for.
    Idle,
    /// Under way: how much is done, in percent.
    Running(u64),
    /// Done.
    Done(Arc<Report>),
    /// It could not be done.
    Failed(Problem),
}

/// The audits of this page.
#[derive(Clone, Copy)]
struct Auditor {
    state: RwSignal<State>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
}

impl Auditor {
    /// Ends an audit that is under way.
    fn stop(self) {
        self.worker.update_value(|worker| {
            if let Some(worker) = worker.take() {
                worker.terminate();
            }
        });
        self.state.set(State::Idle);
    }

    fn fail(self, reason: &str) {
        self.stop();
        let hint = "check the connection and try again; the command line audits as well";
        self.state.set(State::Failed(Problem::new("", format!("the audit did not run: {reason}"), hint)));
    }

    /// Audits what was made.
    fn start(self, engine: Engine) {
        let Some(configuration) = engine.configuration() else { return };
        self.stop();
        let request = AuditRequest {
            preset: configuration.preset.key().to_owned(),
            settings: configuration.overrides(),
        };
        let heard = move |data: JsValue| match decode(&data) {
            Ok(AuditReply::Ready) => self.worker.with_value(|worker| {
                if let Some(worker) = worker {
                    let _ = worker.post_message(&encode(&request));
                }
            }),
            Ok(AuditReply::Progress { done, total }) => {
                self.state.set(State::Running(done * 100 / total.max(1)));
            }
            Ok(AuditReply::Report(report)) => {
                self.stop();
                self.state.set(State::Done(Arc::new(report)));
            }
            Ok(AuditReply::Failed(problems)) => {
                self.fail(problems.first().map_or("", |problem| problem.reason.as_str()));
            }
            Err(reason) => self.fail(&reason),
        };
        let worker = match worker::start("audit-worker", heard, move |reason| self.fail(&reason)) {
            Ok(worker) => worker,
            Err(reason) => return self.fail(&reason),
        };
        self.worker.set_value(Some(worker));
        self.state.set(State::Running(0));
    }
}

/// The audit of the dataset.
#[component]
pub fn AuditView(engine: Engine) -> impl IntoView {
    let auditor = Auditor { state: RwSignal::new(State::Idle), worker: StoredValue::new_local(None) };
    // Another dataset has another audit.
    Effect::watch(
        move || engine.configuration(),
        move |now, before, _| {
            if before != Some(now) {
                auditor.stop();
            }
        },
        false,
    );
    let body = move || match auditor.state.get() {
        State::Idle => button("", "Audit this dataset").id("audit").does(move || auditor.start(engine)),
        State::Running(percent) => view! {
            <div class="progress">
                <progress max="100" value=percent.to_string() aria-label="Auditing"></progress>
                {button("", "Cancel").does(move || auditor.stop())}
            </div>
        }
        .into_any(),
        State::Done(report) => verdicts(&report),
        State::Failed(problem) => view! {
            <p class="problem" role="alert">{sentence(&problem.reason)} " " {sentence(&problem.hint)}</p>
            {button("", "Try again").does(move || auditor.start(engine))}
        }
        .into_any(),
    };
    view! {
        <section class="card audit" aria-labelledby="audit-heading">
            <h2 id="audit-heading">"Audit"</h2>
            <p class="help">
                "Is the label hard enough to find, and not given away? Each check says its verdict, the column, the reason, and the setting that mends it. Derived columns and ids are never features."
            </p>
            {part(body)}
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

fn verdicts(report: &Report) -> AnyView {
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
    let row = |check: &crate::engine::audit::Check| {
        let (class, word) = shown(check.verdict);
        let mend =
            [check.remedy.clone(), check.setting.as_ref().map(|setting| format!("Setting: {setting}."))];
        let mend: Vec<String> = mend.into_iter().flatten().collect();
        view! {
            <tr>
                <th scope="row">{check.name.clone()}</th>
                <td><span class=format!("verdict {class}")>{word}</span></td>
                <td>{sentence(&check.reason)} " " <span class="help">{mend.join(" ")}</span></td>
            </tr>
        }
        .into_any()
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
    .into_any()
}
