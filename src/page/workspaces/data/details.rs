//! Details: one row, with what made its threat score and what is done about it.

use leptos::html::Section;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::engine::dataset::{COLUMNS, ColumnId};
use crate::engine::decimal;
use crate::engine::response::{RULE_COUNT, RULES, SCENARIOS};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::Notices;
use crate::page::engine::Engine;
use crate::protocol::dataset::{Details, RowDetails};

/// The details of the selected row.
#[component]
pub fn DetailsView(
    client: Client,
    engine: Engine,
    notices: Notices,
    /// The number of the row.
    selected: RwSignal<Option<u64>>,
) -> impl IntoView {
    let details = RwSignal::new(None::<RowDetails>);
    let section = NodeRef::<Section>::new();
    let lane = Lane::new();
    Effect::new(move || {
        let table = engine.made.with(|made| made.as_ref().map(|made| made.table));
        let (Some(row), Some(table)) = (selected.get(), table) else {
            lane.cancel(client);
            return details.set(None);
        };
        // What is there stays in sight while a fresh worker makes the dataset again.
        if !engine.held.get() {
            return;
        }
        spawn_local(async move {
            match client.ask(Details { table, row }).latest(lane).send().await {
                Ok(reply) => {
                    details.set(Some(reply.answer));
                    show(section);
                }
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    });
    let close = move || {
        selected.set(None);
        // The button goes away: the focus returns to the table.
        if let Ok(Some(table)) = document().query_selector("[role=grid]") {
            let _ = table.unchecked_into::<HtmlElement>().focus();
        }
    };
    let announcement = move || {
        details.with(|details| {
            details.as_ref().map(|details| {
                let cell = |id| cell(details, id);
                format!(
                    "{}: threat score {}, {}.",
                    cell(ColumnId::IssueId),
                    cell(ColumnId::ThreatScore),
                    cell(ColumnId::ThreatLevel)
                )
            })
        })
    };
    view! {
        <section class="card details" id="details" node_ref=section aria-labelledby="details-heading">
            <p class="visually-hidden" role="status">{announcement}</p>
            <div class="heading">
                <h2 id="details-heading">"Row details"</h2>
                {move || selected.get().map(|_| view! {
                    <button type="button" class="quiet" on:click=move |_| close()>"Close"</button>
                })}
            </div>
            {move || match details.get() {
                Some(details) => {
                    let limits = engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.response.limits));
                    about(&details, limits.unwrap_or_default()).into_any()
                }
                None => view! {
                    <p class="help">
                        "Choose a row of the table, by click or with the arrow keys and Enter, to see what made its \
                        threat score."
                    </p>
                }.into_any(),
            }}
        </section>
    }
}

/// Scrolls the page as little as shows the details.
fn show(section: NodeRef<Section>) {
    request_animation_frame(move || {
        let Some(section) = section.get_untracked() else { return };
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        section.scroll_into_view_with_scroll_into_view_options(&options);
    });
}

/// The text of a row's cell.
fn cell(details: &RowDetails, id: ColumnId) -> String {
    details.row.cells.get(id.column().place()).cloned().unwrap_or_default()
}

fn about(details: &RowDetails, limits: [f64; RULE_COUNT]) -> impl IntoView + use<> {
    let cell = |id| cell(details, id);
    let scenario = &SCENARIOS[usize::from(details.scenario.clamp(1, 16)) - 1];
    let score = cell(ColumnId::ThreatScore);
    let indicators = details.contributions.clone();
    let max = indicators.iter().map(|part| part.contribution).fold(0.0, f64::max);
    let rules = RULES.iter().zip(limits).zip(details.fired.clone());
    let rules: Vec<_> = rules.filter(|(_, fired)| *fired).map(|(rule, _)| rule).collect();
    let cells = COLUMNS.iter().zip(details.row.cells.clone());
    view! {
        <p class="scenario">
            <span class="swatch large" aria-hidden="true" style:background-color=scenario.color.hex></span>
            <strong>{cell(ColumnId::IssueId)}</strong>
            {format!(" · {} · ", if details.row.anomalous { "anomalous" } else { "normal" })}
            {format!("threat {} × severity {}", scenario.threat_level.name(), scenario.severity.name())}
            {format!(" · scenario {}, {}", scenario.number, scenario.color.name)}
        </p>
        <p class="help">{scenario.rationale}</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Threat score">
            <table class="indicators">
                <caption>"What each indicator added to the threat score"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Indicator"</th>
                        <th scope="col">"Value"</th>
                        <th scope="col" class="number">"Score"</th>
                        <th scope="col" class="number">"Weight"</th>
                        <th scope="col" class="number">"Adds"</th>
                        <td class="meter"></td>
                    </tr>
                </thead>
                <tbody>
                    {indicators.into_iter().map(|part| {
                        let width = if max > 0.0 { part.contribution / max * 100.0 } else { 0.0 };
                        view! {
                            <tr class:none=part.weight == 0.0>
                                <th scope="row">{part.name}</th>
                                <td>{part.value}</td>
                                <td class="number">{decimal::text(part.score)}</td>
                                <td class="number">{if part.weight > 0.0 { decimal::text(part.weight) } else { "–".to_owned() }}</td>
                                <td class="number">{decimal::fixed(part.contribution, 3)}</td>
                                <td class="meter" aria-hidden="true">
                                    <span class="track"><span class="fill" style:width=format!("{}%", decimal::fixed(width, 1))></span></span>
                                </td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">"Threat score"</th>
                        <td>{scenario.threat_level.name()}</td>
                        <td></td>
                        <td></td>
                        <td class="number"><strong>{score}</strong></td>
                        <td class="meter"></td>
                    </tr>
                </tfoot>
            </table>
        </div>
        <h3>"Defense action"</h3>
        <ul class="actions">
            <li>{scenario.action} <span class="help">" by scenario"</span></li>
            {rules.into_iter().map(|(rule, limit)| view! {
                <li>{rule.action} <span class="help">" because " {rule.condition(limit)}</span></li>
            }).collect_view()}
        </ul>
        <details>
            <summary>{format!("All {} columns", COLUMNS.len())}</summary>
            <dl class="cells">
                {cells.map(|(column, text)| view! {
                    <div><dt>{column.name}</dt><dd>{if text.is_empty() { "–".to_owned() } else { text }}</dd></div>
                }).collect_view()}
            </dl>
        </details>
    }
}
