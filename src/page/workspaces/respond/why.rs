//! Why an alert opened: what made the score, which rules fired and which nearly did, what is done, and what the user did before.

use leptos::prelude::*;

use super::monitoring::Monitoring;
use super::sentence::with_elements;
use super::words;
use crate::engine::decimal;
use crate::engine::response::SCENARIOS;
use crate::page::components::controls::button;
use crate::page::components::waterfall::Waterfall;
use crate::page::language;
use crate::protocol::respond::{Explained, Past};

/// The panel; nothing while no alert is explained.
#[component]
pub fn WhyPanel(monitoring: Monitoring) -> impl IntoView {
    let explained = monitoring.explained;
    let row = Memo::new(move |_| explained.with(|explained| explained.as_ref().map(|(row, _)| *row)));
    let item = move || {
        let row = row.get()?;
        monitoring.feed.with_untracked(|feed| {
            let mut known = feed.lists.alerts.iter().chain(&feed.alerts);
            known.find(|item| item.alert.row == row).cloned()
        })
    };
    let title = move || item().map(|item| item.alert.name);
    let about = move || {
        let alert = item()?.alert;
        Some(t!(
            "{time} · {user} · score {score}, {level}",
            time = words::minute(alert.time),
            user = alert.user,
            score = language::number(&decimal::text_rounded(alert.score, 2)),
            level = words::level(alert.level)
        ))
    };
    let in_table = move || item().and_then(|item| item.alert.in_table);
    let keyed = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            monitoring.close_explanation();
        }
    };
    view! {
        <aside class="details why" id="why" aria-labelledby="why-heading" hidden=move || row.get().is_none() on:keydown=keyed>
            <div class="heading">
                <h3 id="why-heading" tabindex="-1">{title}</h3>
                {button("quiet square", "✕").id("close-why").name(t!("Close")).does(move || monitoring.close_explanation())}
            </div>
            <p class="help">{about}</p>
            {move || explained.get().and_then(|(_, explained)| explained).map(|explained| view! { <Reasons explained/> })}
            {move || in_table().map(|row| {
                button("", t!("Show the row in Data")).id("show-in-data").does(move || monitoring.show_row(row))
            })}
        </aside>
    }
}

#[component]
fn Reasons(explained: Explained) -> impl IntoView {
    let scenario = &SCENARIOS[usize::from(explained.scenario.clamp(1, 16)) - 1];
    let fired = |[name, condition, action]: [String; 3]| {
        let elements =
            [view! { <strong>{name}</strong> }.into_any(), view! { <code>{condition}</code> }.into_any()];
        let why =
            with_elements(elements, |[rule, condition]| t!("because {rule}: {condition}", rule, condition));
        view! { <li>{action} " " <span class="help">{why}</span></li> }
    };
    let near = |[name, unmet]: [String; 2]| {
        let elements = [view! { <code>{unmet}</code> }.into_any()];
        let why = with_elements(elements, |[condition]| t!("but for {condition}", condition));
        view! { <li><strong>{name}</strong> " " <span class="help">{why}</span></li> }
    };
    let has_near = !explained.near.is_empty();
    let change = |(time, from, to, because): (i64, u8, u8, Vec<String>)| {
        let why = if because.is_empty() { t!("the points fell").to_owned() } else { because.join(", ") };
        view! {
            <li>
                <span class="help">{words::minute(time)}</span>
                {format!(" {} → {} ", words::state(from), words::state(to))}
                <span class="help">{why}</span>
            </li>
        }
    };
    let has_changes = !explained.changes.is_empty();
    let in_scenario =
        t!("(scenario {number}, {color})", number = scenario.number, color = scenario.color.name);
    view! {
        <h4>{t!("Threat score")}</h4>
        <Waterfall parts=explained.contributions/>
        <h4>{t!("What is done")}</h4>
        <ul class="actions">
            <li>{explained.base_action} " " <span class="help">{in_scenario}</span></li>
            {explained.fired.into_iter().map(fired).collect_view()}
        </ul>
        <p class="help">{language::words(scenario.rationale)}</p>
        {has_near.then(|| view! {
            <h4>{t!("Nearly fired")}</h4>
            <ul class="actions" id="why-near">{explained.near.into_iter().map(near).collect_view()}</ul>
        })}
        <h4>{t!("The user until then")}</h4>
        <Before past=explained.past/>
        {has_changes.then(|| view! { <ul class="changes">{explained.changes.into_iter().map(change).collect_view()}</ul> })}
    }
}

/// The user's rows so far.
#[component]
fn Before(past: Vec<Past>) -> impl IntoView {
    let row = |past: Past| {
        view! {
            <tr>
                <th scope="row">{words::minute(past.time)}</th>
                <td>{past.activity}</td>
                <td class="number">
                    <span class=format!("dot {}", words::level_class(past.level)) aria-hidden="true"></span>
                    {language::number(&decimal::text_rounded(past.score, 1))}
                </td>
                <td>{past.is_alert.then(|| t!("alert"))}</td>
            </tr>
        }
    };
    view! {
        <table class="indicators past">
            <caption class="visually-hidden">{t!("The user's rows up to this one")}</caption>
            <thead>
                <tr><th scope="col">{t!("When")}</th><th scope="col">{t!("Activity")}</th><th scope="col" class="number">{t!("Score")}</th><th scope="col">{t!("Alert")}</th></tr>
            </thead>
            <tbody>{past.into_iter().rev().map(row).collect_view()}</tbody>
        </table>
    }
}
