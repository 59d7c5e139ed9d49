//! Details: one row at the side of the table, with who it was, what made its threat score and what is done about it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::wasm_split;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::cache::Cache;
use super::chosen::Chosen;
use crate::engine::dataset::{COLUMNS, ColumnId};
use crate::engine::decimal;
use crate::engine::explore::filter::Test;
use crate::engine::level::Level;
use crate::engine::response::{RULE_COUNT, RULES, SCENARIOS};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::notices::Notices;
use crate::page::components::waterfall::Waterfall;
use crate::page::engine::Engine;
use crate::page::language::{self, number};
use crate::page::later::Loaded;
use crate::page::shell::focus_on;
use crate::page::store::Store;
use crate::protocol::dataset::{Contribution, Details, RowDetails};

/// The details of the chosen row.
#[wasm_split(later, fallible)]
pub fn details_view(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    // The rows of the table, for the next and the previous one.
    cache: Cache,
    // The row.
    chosen: Chosen,
) -> Loaded {
    let details = RwSignal::new(None::<RowDetails>);
    let lane = Lane::new();
    Effect::new(move || {
        let table = engine.made.with(|made| made.as_ref().map(|made| made.table));
        let (Some(row), Some(table)) = (chosen.number.get(), table) else {
            lane.cancel(client);
            return details.set(None);
        };
        // What is there stays in sight while a fresh worker makes the dataset again.
        if !engine.held.get() {
            return;
        }
        spawn_local(async move {
            match client.ask(Details { table, row }).latest(lane).send().await {
                Ok(reply) => details.set(Some(reply.answer)),
                Err(Failure::Problems(problems)) => {
                    problems.iter().for_each(|problem| notices.error(problem));
                }
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    });
    // The details, or the foot of the page, may cover the row that they are about.
    Effect::new(move || {
        if details.with(Option::is_some) {
            request_animation_frame(show_chosen);
        }
    });
    let close = move || {
        chosen.clear();
        // The button goes away: the focus returns to the table.
        focus_on("rows");
    };
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            close();
        }
    };
    let announcement = move || {
        details.with(|details| {
            let details = details.as_ref()?;
            let cell = |id| cell(details, id);
            Some(t!(
                "{row}: threat score {score}, {level}.",
                row = cell(ColumnId::IssueId),
                score = cell(ColumnId::ThreatScore),
                level = cell(ColumnId::ThreatLevel)
            ))
        })
    };
    let is_first = move || chosen.place.get().is_none_or(|place| place == 0);
    let is_last = move || match (chosen.place.get(), cache.total()) {
        (Some(place), Some(total)) => place + 1 >= total,
        _ => true,
    };
    let title =
        move || details.with(|details| details.as_ref().map(|details| cell(details, ColumnId::IssueId)));
    let is_anomalous =
        move || details.with(|details| details.as_ref().is_some_and(|details| details.row.anomalous));
    let view = view! {
        <p class="visually-hidden" role="status">{announcement}</p>
        <aside
            class="details"
            id="details"
            aria-labelledby="details-heading"
            hidden=move || details.with(Option::is_none)
            on:keydown=keyed
        >
            <div class="heading">
                <h3 id="details-heading">{title}</h3>
                {move || if is_anomalous() {
                    view! { <span class="pill anomalous">{t!("Anomalous")}</span> }
                } else {
                    view! { <span class="pill normal">{t!("Normal")}</span> }
                }}
                <div class="steps">
                    <button type="button" class="quiet square" id="previous-row" aria-label=t!("Previous row") title=t!("Previous row") disabled=is_first on:click=move |_| chosen.step(cache, -1)>"↑"</button>
                    <button type="button" class="quiet square" id="next-row" aria-label=t!("Next row") title=t!("Next row") disabled=is_last on:click=move |_| chosen.step(cache, 1)>"↓"</button>
                    <button type="button" class="quiet square" id="close-details" aria-label=t!("Close the details") title=t!("Close (Esc)") on:click=move |_| close()>"✕"</button>
                </div>
            </div>
            {move || details.get().map(|details| {
                let limits = engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.response.limits));
                view! {
                    <About store details=details.clone()/>
                    <Score details=details.clone()/>
                    <Action details=details.clone() limits=limits.unwrap_or_default()/>
                    <Cells details/>
                }
            })}
        </aside>
    };
    Ok(view.into_any())
}

/// Brings the chosen row into the part of the page that is in sight.
fn show_chosen() {
    if let Ok(Some(row)) = document().query_selector("#rows .row.selected") {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        row.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The text of a row's cell.
fn cell(details: &RowDetails, id: ColumnId) -> String {
    details.row.cells.get(id.column().place()).cloned().unwrap_or_default()
}

/// Who and when it was, and the attack behind it.
#[component]
fn About(store: Store, details: RowDetails) -> impl IntoView {
    let cell = |id| cell(&details, id);
    let present = |texts: Vec<String>| {
        texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<String>>().join(" · ")
    };
    let user = present(vec![
        cell(ColumnId::UserId),
        cell(ColumnId::DepartmentAffected),
        cell(ColumnId::UserLocation),
        cell(ColumnId::Device),
    ]);
    let session = present(vec![cell(ColumnId::Timestamps), duration(&cell(ColumnId::SessionSecs))]);
    let phase = match cell(ColumnId::Phase) {
        phase if phase.is_empty() => phase,
        phase => t!("{phase} phase", phase),
    };
    let attack = present(vec![cell(ColumnId::AttackType), cell(ColumnId::Technique), phase]);
    let campaign = cell(ColumnId::CampaignId);
    let campaign_row = (!campaign.is_empty()).then(|| {
        let name = campaign.clone();
        let show = move |_| {
            let test = Test::Names(vec![name.clone()]);
            store.update(|look| look.filter.set(ColumnId::CampaignId.name(), test));
        };
        view! {
            <dt>{t!("Campaign")}</dt>
            <dd>
                <button type="button" class="link" id="show-campaign" title=t!("Show the rows of this campaign") on:click=show>
                    {campaign}
                </button>
            </dd>
        }
    });
    view! {
        <p class="lead">{cell(ColumnId::IssueName)}</p>
        <dl class="about">
            <dt>{t!("User")}</dt>
            <dd>{user}</dd>
            <dt>{t!("Session")}</dt>
            <dd>{session}</dd>
            {(!attack.is_empty()).then(|| view! { <dt>{t!("Attack")}</dt><dd id="row-attack">{attack}</dd> })}
            {campaign_row}
        </dl>
    }
}

/// A number of seconds in words: `4 h 26 min`.
fn duration(seconds: &str) -> String {
    let Some(seconds) = decimal::parse(seconds).filter(|seconds| *seconds >= 0.0) else {
        return String::new();
    };
    let minutes = (seconds / 60.0).round() as u64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => t!("{minutes} min", minutes),
        (hours, 0) => t!("{hours} h", hours),
        (hours, minutes) => t!("{hours} h {minutes} min", hours, minutes),
    }
}

/// What each indicator added to the threat score.
#[component]
fn Score(details: RowDetails) -> impl IntoView {
    let (score, level) = (cell(&details, ColumnId::ThreatScore), cell(&details, ColumnId::ThreatLevel));
    let parts = details.contributions;
    let row = |part: Contribution| {
        view! {
            <tr class:none=part.weight == 0.0>
                <th scope="row">{part.name}</th>
                <td class="number">{part.value}</td>
                <td class="number">{number(&decimal::text(part.score))}</td>
                <td class="number">{if part.weight > 0.0 { number(&decimal::text(part.weight)) } else { "–".to_owned() }}</td>
                <td class="number">{number(&decimal::fixed(part.contribution, 3))}</td>
            </tr>
        }
    };
    view! {
        <h4>
            {t!("Threat score")} " " <span id="row-score">{score.clone()}</span> " · "
            <span class=format!("dot level-{}", level.to_ascii_lowercase()) aria-hidden="true"></span>
            {level}
        </h4>
        <Waterfall parts=parts.clone()/>
        <details>
            <summary>{t!("Values, scores and weights")}</summary>
            <div class="scroll" tabindex="0" role="region" aria-label=t!("Threat score")>
                <table class="indicators" id="row-indicators">
                    <caption class="visually-hidden">{t!("What each indicator added to the threat score")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!("Indicator")}</th>
                            <th scope="col" class="number">{t!("Value")}</th>
                            <th scope="col" class="number">{t!("Score")}</th>
                            <th scope="col" class="number">{t!("Weight")}</th>
                            <th scope="col" class="number">{t!("Adds")}</th>
                        </tr>
                    </thead>
                    <tbody>{parts.into_iter().map(row).collect_view()}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row" colspan="4">{t!("Threat score")}</th>
                            <td class="number"><strong>{score}</strong></td>
                        </tr>
                    </tfoot>
                </table>
            </div>
        </details>
    }
}

/// The scenario's action, and those of the rules that fired.
#[component]
fn Action(details: RowDetails, limits: [f64; RULE_COUNT]) -> impl IntoView {
    let scenario = &SCENARIOS[usize::from(details.scenario.clamp(1, 16)) - 1];
    let rules = RULES.iter().zip(limits).zip(details.fired);
    let rules: Vec<_> = rules.filter(|(_, fired)| *fired).map(|(rule, _)| rule).collect();
    let words = t!(
        "Scenario {number}, {color}: {level} threat, {severity} severity.",
        number = scenario.number,
        color = scenario.color.name,
        level = small(scenario.threat_level),
        severity = small(scenario.severity)
    );
    view! {
        <h4>{t!("Action")}</h4>
        <ul class="actions">
            <li>{details.base_action}</li>
            {rules.into_iter().map(|(rule, limit)| view! {
                <li>{rule.action} <span class="help">" " {t!("because {condition}", condition = rule.condition(limit))}</span></li>
            }).collect_view()}
        </ul>
        <p class="scenario help">
            <span class="swatch" aria-hidden="true" style:background-color=scenario.color.hex></span>
            " " {words} " " {language::words(scenario.rationale)}
        </p>
    }
}

/// A level among words.
fn small(level: Level) -> &'static str {
    match level {
        Level::Low => t!("low"),
        Level::Medium => t!("medium"),
        Level::High => t!("high"),
        Level::Critical => t!("critical"),
    }
}

/// Every cell of the row.
#[component]
fn Cells(details: RowDetails) -> impl IntoView {
    let cells = COLUMNS.iter().zip(details.row.cells);
    view! {
        <details>
            <summary>{t!("All {count} columns", count = COLUMNS.len())}</summary>
            <dl class="cells">
                {cells.map(|(column, text)| view! {
                    <dt>{column.name}</dt><dd>{if text.is_empty() { "–".to_owned() } else { text }}</dd>
                }).collect_view()}
            </dl>
        </details>
    }
}
