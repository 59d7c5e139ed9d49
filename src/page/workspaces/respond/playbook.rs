//! The playbook: what is done, how often and for whom, and what that may be worth.

use leptos::prelude::*;

use super::editing::Editing;
use super::words;
use crate::engine::decimal;
use crate::engine::respond::review::ActionCount;
use crate::page::language::{self, grouped};

/// The playbook.
#[component]
pub fn Playbook(editing: Editing) -> impl IntoView {
    let avoided =
        move || editing.options.with(|options| language::number(&decimal::text(options.avoided_percent)));
    let sentence = move || {
        editing.review.with(|review| {
            let review = review.as_ref()?;
            let [cost, saved] = review.cost;
            let [normal, watched, restricted, blocked] = review.reached.map(grouped);
            Some(t!(
                "The {rows} anomalous rows cost {cost}. Where their user was restricted or blocked, or a rule of priority High or Critical fired, {avoided} % are assumed to be avoided: {saved}. Of the users {normal} stayed normal; at most watched were {watched}, restricted {restricted}, blocked {blocked}.",
                rows = grouped(review.anomalous),
                cost = words::amount(cost),
                avoided = avoided(),
                saved = words::amount(saved),
                normal,
                watched,
                restricted,
                blocked
            ))
        })
    };
    let row = |counted: ActionCount| {
        view! {
            <tr>
                <th scope="row">{counted.action}</th>
                <td class="number">{grouped(counted.rows)}</td>
                <td class="number">{grouped(counted.users)}</td>
                <td class="number">{language::number(&decimal::fixed(counted.response_days, 1))}</td>
            </tr>
        }
    };
    let rows = move || {
        let actions = editing.review.with(|review| review.as_ref().map(|review| review.actions.clone()));
        actions.unwrap_or_default().into_iter().map(row).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="playbook-heading">
            <h3 id="playbook-heading">{t!("Playbook")}</h3>
            <p id="playbook-cost">{sentence}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t!("Actions by count")>
                <table class="indicators" id="playbook">
                    <caption class="visually-hidden">{t!("What is done, how often, and for how many users")}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!("Action")}</th>
                            <th scope="col" class="number">{t!("Rows")}</th>
                            <th scope="col" class="number">{t!("Users")}</th>
                            <th scope="col" class="number">{t!("Days to respond")}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
