//! The Audit view: the verdict, and every check with what was found, its limits and what fixes it.

use leptos::prelude::*;

use super::auditing::{Audited, Auditing, Outcome};
use super::pictures::{gauge, picture};
use super::verdicts::{headline, meaning, not_applicable, ordered, pill, subject};
use crate::engine::Problem;
use crate::engine::audit::{Check, Fix, fixes, json};
use crate::engine::configuration::Override;
use crate::page::components::busy::BusyBar;
use crate::page::components::controls::button;
use crate::page::components::notices::{Notices, sentence, told};
use crate::page::download::save_text;
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::shell::focus_on;
use crate::page::typing::SMALL;
use crate::protocol::Progress;

/// What a fix does: paths and values as text.
type Apply = Callback<Vec<(String, String)>>;

/// The audit of the dataset.
#[component]
pub fn AuditView(
    auditing: Auditing,
    engine: Engine,
    notices: Notices,
    /// Changes settings, given with paths and values as text, and generates.
    on_apply: Apply,
    /// Shows the setting with a path in the form.
    on_show_setting: Callback<String>,
    /// Whether the workspace is in sight.
    #[prop(into)]
    active: Signal<bool>,
) -> impl IntoView {
    Effect::new(move || auditing.visit(active.get()));
    let outcome = auditing.outcome();
    let is_busy = Memo::new(move |_| auditing.is_busy());
    let is_current = Memo::new(move |_| auditing.is_current());
    let is_there = Memo::new(move |_| auditing.last().with(Option::is_some));
    // The button that was pressed goes away with its report: the focus goes to the verdict on what it did.
    let was_applied = StoredValue::new(false);
    let on_apply = Callback::new(move |changes: Vec<(String, String)>| {
        was_applied.set_value(true);
        on_apply.run(changes);
    });
    Effect::watch(
        move || auditing.last().track(),
        move |(), _, _| {
            if was_applied.try_update_value(std::mem::take).unwrap_or(false) {
                request_animation_frame(focus_on_verdict);
            }
        },
        false,
    );
    let announcement = move || match outcome.get() {
        Outcome::Done(report) => format!("{}.", headline(&report)),
        _ => String::new(),
    };
    let report = move || {
        let audited = auditing.last().get()?;
        Some(view! {
            <div class="report" class:stale=move || !is_current.get()>
                <VerdictCard auditing audited=audited.clone() is_current notices on_apply/>
                <Checks audited is_current on_apply on_show_setting/>
            </div>
        })
    };
    view! {
        <section class="audit" aria-labelledby="audit-heading" aria-busy=move || is_busy.get().to_string()>
            <h2 id="audit-heading" class="visually-hidden">{t!("Audit")}</h2>
            <p class="visually-hidden" role="status">{announcement}</p>
            <Show when=move || !is_there.get()>
                <div class="card empty">
                    <p>{t!("Is the label hard enough to find, or does a column, a name or a date give it away? The audit checks this, and offers a fix for what it finds.")}</p>
                    <State auditing engine is_quiet=false/>
                </div>
            </Show>
            {report}
        </section>
    }
}

/// Moves the focus to the verdict, unless the visitor has moved it elsewhere.
fn focus_on_verdict() {
    let is_elsewhere = document().active_element().is_some_and(|active| {
        active.tag_name() != "BODY" && !active.closest(".audit").is_ok_and(|section| section.is_some())
    });
    if !is_elsewhere {
        focus_on("audit-verdict");
    }
}

/// How far the audit is, or how to begin it; nothing where its report is there.
#[component]
fn State(
    auditing: Auditing,
    engine: Engine,
    /// Whether a report is there already: then an audit that takes a second shows a thin line alone, and nothing moves.
    is_quiet: bool,
) -> impl IntoView {
    // Between the press of the button and the first news the bar stands at its start.
    let progress = Signal::derive(move || Some(auditing.progress.get().unwrap_or_default()));
    let start = move |face: &'static str| {
        let is_disabled = move || !engine.held.get();
        button("primary", face).id("audit").disabled(is_disabled).does(move || auditing.start())
    };
    let is_small =
        move || engine.made.with(|made| made.as_ref().is_none_or(|made| made.configuration.rows <= SMALL));
    move || match auditing.outcome().get() {
        Outcome::Done(_) => ().into_any(),
        Outcome::None if auditing.is_busy() => ().into_any(),
        Outcome::None => start(t!("Audit this dataset")).into_any(),
        Outcome::Running if is_quiet && is_small() => {
            let percent = move || progress.get().map_or(0, Progress::percent).to_string();
            view! { <progress class="thin" max="100" prop:value=percent aria-label=t!("Auditing")></progress> }
                .into_any()
        }
        Outcome::Running => {
            view! { <BusyBar progress label=t!("Auditing") on_cancel=move |()| auditing.cancel()/> }
                .into_any()
        }
        Outcome::Failed(problems) => {
            let line = |problem: Problem| {
                view! { <p class="problem" role="alert">{told(&problem)}</p> }
            };
            view! { {problems.into_iter().map(line).collect_view()} {start(t!("Try again"))} }.into_any()
        }
    }
}

/// The verdict, in a line and in a sentence.
#[component]
fn VerdictCard(
    auditing: Auditing,
    audited: Audited,
    is_current: Memo<bool>,
    notices: Notices,
    on_apply: Apply,
) -> impl IntoView {
    let Audited { report, configuration } = audited;
    let class = format!("verdict {}", pill(report.verdict()).0);
    let all = fixes::all(&report);
    let fix_all = (!all.is_empty()).then(|| {
        let is_disabled = move || !is_current.get();
        button("primary", t!("Fix all"))
            .id("fix-all")
            .disabled(is_disabled)
            .does(move || on_apply.run(pairs(&all)))
    });
    let (headline, subject, meaning) =
        (headline(&report), subject(&configuration, &report), meaning(&report));
    let download = move || {
        let text = json::text(&configuration, &report);
        if let Err(problem) = save_text(&text, "application/json", json::NAME) {
            notices.error(&problem);
        }
    };
    view! {
        <div class="card summary">
            <p class=class id="audit-verdict" tabindex="-1">{headline}</p>
            <p class="meaning"><span class="subject">{subject}</span> " " {meaning}</p>
            <div class="actions-row">
                <State auditing engine=auditing.engine() is_quiet=true/>
                {fix_all}
                {button("", "JSON").id("audit-json").title(json::NAME).does(download)}
            </div>
        </div>
    }
}

fn pairs(settings: &[Override]) -> Vec<(String, String)> {
    settings.iter().map(|setting| (setting.path.clone(), setting.value.clone())).collect()
}

/// Every check: failed ones first, those that do not apply folded at the end.
#[component]
fn Checks(
    audited: Audited,
    is_current: Memo<bool>,
    on_apply: Apply,
    on_show_setting: Callback<String>,
) -> impl IntoView {
    let report = audited.report;
    let rows = ordered(&report).into_iter().map(|check| row(check, is_current, on_apply, on_show_setting));
    let rows = rows.collect_view();
    let others = not_applicable(&report);
    let other = |check: &&Check| {
        let (name, reason) = (language::told(&check.name), language::told(&check.reason));
        view! { <li><strong>{name}</strong> " " {reason}</li> }
    };
    let count = others.len();
    let summary = t!("{count} check does not apply" | "{count} checks do not apply" % count, count);
    let has_pictures = report.checks.iter().any(|check| check.picture.is_some());
    let key = has_pictures.then(|| {
        view! {
            <span class="key" aria-hidden="true">
                <span class="key-normal">{t!("Normal")}</span>
                <span class="key-anomalous">{t!("Anomalous")}</span>
            </span>
        }
    });
    let others = (!others.is_empty()).then(|| {
        view! {
            <details class="others">
                <summary>{summary}</summary>
                <ul>{others.iter().map(other).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <div class="card checks-card">
            <table class="checks">
                <caption class="visually-hidden">{t!("Checks, failed ones first")}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!("Verdict")}</span></th>
                        <th scope="col">{t!("Check")}</th>
                        <th scope="col">{t!("What was found")}</th>
                        <th scope="col">{t!("Value against limits")} {key}</th>
                        <th scope="col"><span class="visually-hidden">{t!("Fix")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {others}
        </div>
    }
}

fn row(
    check: &Check,
    is_current: Memo<bool>,
    on_apply: Apply,
    on_show_setting: Callback<String>,
) -> impl IntoView + use<> {
    let (class, word) = pill(check.verdict);
    // What a button does needs no second sentence; to a pointer it says why.
    let (remedy, fix) = (check.remedy.as_ref().map(language::told), check.fix.clone());
    let (advice, fix) = match fix {
        Some(fix) => {
            let why = remedy.unwrap_or_default();
            (None, Some(fix_buttons(&check.key, fix, why, is_current, on_apply, on_show_setting)))
        }
        None => (remedy.map(|remedy| view! { <span class="advice">{remedy}</span> }), None),
    };
    view! {
        <tr class=class data-check=check.key.clone()>
            <td class="verdict-cell"><span class=format!("pill {class}")>{word}</span></td>
            <th scope="row">{language::told(&check.name)}</th>
            <td class="found">{sentence(&check.reason)} {advice}</td>
            <td class="gauge-cell">{check.picture.as_ref().map(picture)} {gauge(check)}</td>
            <td class="fix-cell">{fix}</td>
        </tr>
    }
}

/// The button that applies a fix, and the one that shows its setting.
fn fix_buttons(
    key: &str,
    fix: Fix,
    advice: String,
    is_current: Memo<bool>,
    on_apply: Apply,
    on_show_setting: Callback<String>,
) -> impl IntoView + use<> {
    let path = fix.settings.first().map(|setting| setting.path.clone()).unwrap_or_default();
    // A screen reader hears which setting, and of which check.
    let name = t!("Show the setting {path} in the configuration", path = &path);
    let id = format!("fix-{key}");
    let settings = fix.settings;
    view! {
        <button
            type="button"
            class="fix"
            id=id
            title=advice
            disabled=move || !is_current.get()
            on:click=move |_| on_apply.run(pairs(&settings))
        >
            {language::told(&fix.label)}
        </button>
        <button
            type="button"
            class="link small"
            aria-label=name
            on:click=move |_| on_show_setting.run(path.clone())
        >
            {t!("Show the setting")}
        </button>
    }
}
