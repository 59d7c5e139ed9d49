//! The base actions: what is done first in each of the scenarios.

use leptos::prelude::*;

use super::field::field;
use super::scoring::Scoring;
use crate::engine::response::scenarios::PATHS;
use crate::engine::response::{SCENARIOS, Scenario};
use crate::page::components::controls::{Line, button};
use crate::page::components::problems::Problems;
use crate::page::language;

/// The base actions, which can be edited.
#[component]
pub fn BaseActions(scoring: Scoring) -> impl IntoView {
    let row = |scenario: &'static Scenario| {
        let [threat_level, severity] = [scenario.threat_level, scenario.severity].map(|level| level.name());
        let name = t!("Action at {threat_level} threat, {severity} severity", threat_level, severity);
        view! {
            <tr title=language::words(scenario.rationale)>
                <th scope="row">
                    <span class="swatch" aria-hidden="true" style:background-color=scenario.color.hex></span>
                    " " {threat_level}
                </th>
                <td>{severity}</td>
                <td class="base-action">{field(scoring, scenario.path(), Line { name: Some(name), ..Line::text() })}</td>
            </tr>
        }
    };
    let is_shipped = move |scenario: &Scenario| {
        scoring.field(&scenario.path()).is_none_or(|(_, text)| text.with(|text| text == scenario.action))
    };
    let are_shipped = move || SCENARIOS.iter().all(is_shipped);
    let reset = move || {
        let shipped = SCENARIOS.iter().map(|scenario| (scenario.path(), scenario.action.to_owned()));
        scoring.apply(&shipped.collect::<Vec<_>>());
    };
    view! {
        <section class="card" aria-labelledby="base-actions-heading">
            <header class="heading">
                <h3 id="base-actions-heading">{t!("Base actions")}</h3>
                <span class="help">{t!("What is done first in each scenario. They are part of the configuration, and the column Defense Action begins with them.")}</span>
                {button("", t!("Shipped actions")).id("reset-base-actions").disabled(are_shipped).does(reset)}
            </header>
            <div class="scroll" tabindex="0" role="region" aria-label=t!("Base actions by scenario")>
                <table class="indicators" id="base-actions">
                    <thead>
                        <tr>
                            <th scope="col">{t!("Threat level")}</th>
                            <th scope="col">{t!("Severity")}</th>
                            <th scope="col">{t!("Action")}</th>
                        </tr>
                    </thead>
                    <tbody>{SCENARIOS.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Problems problems=scoring.problems_of(PATHS)/>
        </section>
    }
}
