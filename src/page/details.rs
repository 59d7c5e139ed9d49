//! Details: one row, with what made its threat score and what is done about it.

use crate::page::controls::button;
use crate::page::erased::{maybe, part};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use super::engine::Engine;
use crate::engine::dataset::COLUMNS;
use crate::engine::decimal;
use crate::engine::response::{RULE_COUNT, RULES, SCENARIOS};
use crate::protocol::{Command, Details, Event};

/// The details of the selected row.
#[component]
pub fn DetailsView(engine: Engine, selected: RwSignal<Option<u64>>) -> impl IntoView {
    let details = RwSignal::new(None::<Details>);
    Effect::new(move || match selected.get() {
        None => details.set(None),
        Some(_) if !engine.held.get() => {}
        Some(row) => {
            engine.send(Command::Details { row }, move |event, _| {
                if let Event::Details(answer) = event
                    && selected.get_untracked() == Some(row)
                {
                    details.set(Some(*answer));
                    show();
                }
            });
        }
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
                let cell = |name| cell(details, name);
                format!(
                    "{}: threat score {}, {}.",
                    cell("Issue ID"),
                    cell("Threat Score"),
                    cell("Threat Level")
                )
            })
        })
    };
    view! {
        <section class="card details" id="details" aria-labelledby="details-heading">
            <p class="visually-hidden" role="status">{maybe(announcement)}</p>
            <div class="heading">
                <h2 id="details-heading">"Row details"</h2>
                {part(move || selected.get().map(|_| button("quiet", "Close").does(close)))}
            </div>
            {part(move || match details.get() {
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
            })}
        </section>
    }
}

/// Scrolls the page as little as shows the details.
fn show() {
    request_animation_frame(|| {
        let Some(details) = document().get_element_by_id("details") else { return };
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        details.scroll_into_view_with_scroll_into_view_options(&options);
    });
}

/// The text of a row's cell.
fn cell(details: &Details, name: &str) -> String {
    let place = COLUMNS.iter().position(|column| column.name == name);
    place.and_then(|place| details.row.cells.get(place)).cloned().unwrap_or_default()
}

fn about(details: &Details, limits: [f64; RULE_COUNT]) -> impl IntoView + use<> {
    let cell = |name| cell(details, name);
    let scenario = &SCENARIOS[usize::from(details.scenario.clamp(1, 16)) - 1];
    let score = cell("Threat Score");
    let indicators = details.contributions.clone();
    let greatest = indicators.iter().map(|part| part.contribution).fold(0.0, f64::max);
    let rules = RULES.iter().zip(limits).zip(details.fired.clone());
    let rules: Vec<_> = rules.filter(|(_, fired)| *fired).map(|(rule, _)| rule).collect();
    let cells = COLUMNS.iter().zip(details.row.cells.clone());
    view! {
        <p class="scenario">
            <span class="swatch large" aria-hidden="true" style:background-color=scenario.color.hex></span>
            <strong>{cell("Issue ID")}</strong>
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
                        let width = if greatest > 0.0 { part.contribution / greatest * 100.0 } else { 0.0 };
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
