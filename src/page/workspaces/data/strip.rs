//! The strip of figures: rows, anomalies, threat levels, scenarios, and what the audit says.

use leptos::prelude::*;

use crate::engine::audit::Verdict;
use crate::engine::decimal;
use crate::engine::level::Level;
use crate::engine::response::{self, Scenario};
use crate::page::components::dialog::Dialog;
use crate::page::engine::{Engine, Made, State};
use crate::page::language::{self, grouped};
use crate::page::look::Workspace;
use crate::page::store::Store;
use crate::page::workspaces::audit::{Auditing, Outcome};

/// The figures of the dataset.
#[component]
pub fn Strip(
    engine: Engine,
    store: Store,
    /// The audit of the dataset.
    auditing: Auditing,
    /// Whether there will be a dataset once a student has given a name.
    waits_for_name: Signal<bool>,
) -> impl IntoView {
    let are_scenarios_open = RwSignal::new(false);
    let missing = move || {
        let broken = engine.state.with(|state| matches!(state, State::Broken(_)));
        let is_running = engine.running.with(Option::is_some);
        let text = match (broken, is_running) {
            (true, _) => t!("There is no dataset: the engine is not running."),
            (_, true) => t!("Generating the first dataset…"),
            _ if waits_for_name.get() => t!("Your data is made once you have given your name or number."),
            _ => t!("There is no dataset yet: press Generate."),
        };
        view! { <p class="placeholder">{text}</p> }
    };
    let scenarios = move || {
        engine.made.with(|made| {
            made.as_ref().map(|made| matrix(made.summary.scenarios, &made.configuration.response))
        })
    };
    view! {
        <section class="strip" aria-label=t!("Summary") aria-busy=move || engine.running.with(Option::is_some).to_string()>
            <p class="visually-hidden" role="status">{move || engine.made.get().map(|made| announcement(&made))}</p>
            {move || match engine.made.get() {
                Some(made) => figures(&made, are_scenarios_open).into_any(),
                None => missing().into_any(),
            }}
            <Show when=move || engine.made.with(Option::is_some)>
                <AuditFigure store auditing/>
            </Show>
            <Dialog
                id="scenarios-dialog"
                title=Signal::stored(t!("Scenarios").to_owned())
                is_open=are_scenarios_open.into()
                on_close=move |()| are_scenarios_open.set(false)
            >
                <p class="help">{t!("Threat level and severity together decide the scenario, its color and its action.")}</p>
                <div class="scroll" tabindex="0" role="region" aria-label=t!("Rows by scenario")>{scenarios}</div>
            </Dialog>
        </section>
    }
}

/// What the audit says, and the way to it.
#[component]
fn AuditFigure(store: Store, auditing: Auditing) -> impl IntoView {
    let open = move |_| store.update(|look| look.workspace = Workspace::Audit);
    let last = auditing.last();
    let value = move || match last.get() {
        Some(audited) => {
            let report = audited.report;
            let (fails, warns) = (report.count(Verdict::Fail), report.count(Verdict::Warn));
            let (class, words) = match (fails, warns) {
                (0, 0) => ("pass", t!("Pass").to_owned()),
                (0, warns) => ("warn", t!("{count} warn" | "{count} warn" % warns, count = warns)),
                (fails, _) => ("fail", t!("{count} fail" | "{count} fail" % fails, count = fails)),
            };
            let checks = report.checks.len() - report.count(Verdict::NotApplicable);
            let passed = t!("{passed} of {checks} checks", passed = report.count(Verdict::Pass), checks);
            (class, words, passed)
        }
        None if auditing.outcome().with(|outcome| *outcome == Outcome::Running) => {
            ("none", "…".to_owned(), t!("being checked").to_owned())
        }
        None => ("none", "–".to_owned(), t!("not checked yet").to_owned()),
    };
    view! {
        <div class="figure audit-figure" aria-busy=move || auditing.is_busy().to_string()>
            <h3>{t!("Audit")}</h3>
            <button type="button" class="quiet" id="audit-figure" title=t!("Open the audit") on:click=open>
                <span class=move || format!("value {}", value().0)>{move || value().1}</span>
                <span class="help">{move || value().2}</span>
            </button>
        </div>
    }
}

fn announcement(made: &Made) -> String {
    let summary = made.summary;
    t!(
        "{rows} rows are ready: {normal} normal and {anomalous} anomalous.",
        rows = grouped(summary.rows()),
        normal = grouped(summary.normal),
        anomalous = grouped(summary.anomalous)
    )
}

/// A share in percent.
fn percent(count: u64, total: u64) -> String {
    language::number(&format!("{} %", decimal::fixed(count as f64 / total.max(1) as f64 * 100.0, 1)))
}

fn figures(made: &Made, are_scenarios_open: RwSignal<bool>) -> impl IntoView + use<> {
    let summary = made.summary;
    let (rows, levels) = (summary.rows(), summary.levels());
    let share = percent(summary.anomalous, rows);
    let share = match made.campaigns {
        0 => share,
        campaigns => t!(
            "{share} in {count} campaign" | "{share} in {count} campaigns" % campaigns,
            share,
            count = grouped(campaigns.into())
        ),
    };
    let unit = t!("row" | "rows" % rows);
    let part = move |level: Level| {
        let count = level.of(levels);
        (count > 0).then(|| {
            let class = format!("fill level-{}", level.name().to_ascii_lowercase());
            view! { <span class=class style:flex-grow=count.to_string()></span> }
        })
    };
    let entry = move |level: Level| {
        let count = level.of(levels);
        view! {
            <div title=percent(count, rows)>
                <dt><span class=format!("dot level-{}", level.name().to_ascii_lowercase())></span>{level.name()}</dt>
                <dd>{grouped(count)}</dd>
            </div>
        }
    };
    view! {
        <div class="figure">
            <h3>{t!("Rows")}</h3>
            <p class="value" data-testid="row-count">
                {grouped(rows)}<span class="visually-hidden">" " {unit}</span>
            </p>
            <p class="help">{t!("{count} columns", count = made.configuration.columns().count())}</p>
        </div>
        <div class="figure">
            <h3>{t!("Anomalous")}</h3>
            <p class="value">{grouped(summary.anomalous)}</p>
            <p class="help">{share}</p>
        </div>
        <div class="figure wide">
            <h3>{t!("Threat level")}</h3>
            <div class="stacked" aria-hidden="true">{Level::ALL.map(part).collect_view()}</div>
            <dl class="key-list">{Level::ALL.map(entry).collect_view()}</dl>
        </div>
        <div class="figure scenarios">
            <h3>{t!("Scenarios")}</h3>
            <button
                type="button"
                class="quiet"
                id="scenarios"
                aria-label=t!("Rows by scenario")
                title=t!("Rows by threat level and severity")
                on:click=move |_| are_scenarios_open.set(true)
            >
                {miniature(summary.scenarios)}
            </button>
        </div>
    }
}

/// The scenarios as a small picture: the colors of those that have rows.
fn miniature(scenarios: [[u64; 4]; 4]) -> impl IntoView {
    let cells = Level::ALL.into_iter().rev().flat_map(move |threat_level| {
        Level::ALL.map(move |severity| {
            let color = Scenario::of(threat_level, severity).color.hex;
            let is_empty = severity.of(threat_level.of(scenarios)) == 0;
            view! { <span class:empty=is_empty style:background-color=color></span> }
        })
    });
    view! { <span class="miniature" aria-hidden="true">{cells.collect_view()}</span> }
}

/// Counts by threat level (rows) and severity (columns), in the scenarios' colors.
fn matrix(scenarios: [[u64; 4]; 4], response: &response::Parameters) -> impl IntoView + use<> {
    let head = Level::ALL.map(|severity| view! { <th scope="col">{severity.name()}</th> });
    let body = Level::ALL.into_iter().rev().map(move |threat_level| {
        let cells = Level::ALL.map(|severity| {
            let scenario = Scenario::of(threat_level, severity);
            let count = severity.of(threat_level.of(scenarios));
            let title = format!("{}: {}", scenario.color.name, response.base_action(scenario));
            view! {
                <td class:none=count == 0 title=title>
                    <span class="swatch" aria-hidden="true" style:background-color=scenario.color.hex></span>
                    {grouped(count)}
                </td>
            }
        });
        view! { <tr><th scope="row">{threat_level.name()}</th>{cells.collect_view()}</tr> }
    });
    view! {
        <table class="matrix">
            <caption>{t!("Threat level (rows) by severity (columns)")}</caption>
            <thead><tr><td></td>{head.collect_view()}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
}
