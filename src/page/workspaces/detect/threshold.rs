//! What the threshold makes of the test rows, and what wrong calls cost.

use leptos::prelude::*;

use super::points;
use super::shown::Shown;
use super::words;
use crate::engine::detect::card;
use crate::engine::explore::text::{fixed, percent};
use crate::engine::models::metrics::{Confusion, Costs};
use crate::page::components::controls::{Line, button};
use crate::page::components::notices::Notices;
use crate::page::download::save_text;
use crate::page::language::{self, grouped};

/// Confusion, figures and costs.
#[component]
pub fn AtTheThreshold(shown: Shown, notices: Notices) -> impl IntoView {
    let threshold =
        move || shown.scored(|scored, _| scored.threshold(shown.point.get())).map(words::threshold);
    let title = move || shown.scored(|scored, _| language::told(&scored.title()));
    let cell = move |part: fn(&Confusion) -> u64| {
        move || shown.confusion.get().map(|confusion| grouped(part(&confusion)))
    };
    let best = move || {
        if let Some(best) = untrack(|| shown.scored(|scored, _| scored.best_f1)) {
            shown.move_to(best);
        }
    };
    let save = move || {
        let saved = shown.card().map(|card| save_text(&card, "text/markdown;charset=utf-8", card::NAME));
        if let Some(Err(problem)) = saved {
            notices.error(&problem);
        }
    };
    view! {
        <section class="card at-threshold" aria-labelledby="threshold-heading">
            <header class="heading">
                <h3 id="threshold-heading">{t!("At the threshold")}</h3>
                {button("small", t!("Best F1")).id("best-f1").title(t!("Moves the threshold to the highest F1")).does(best)}
                {button("small", t!("Model card"))
                    .id("detect-card")
                    .title(t!("What this detector is and does at this threshold, as Markdown"))
                    .does(save)}
            </header>
            <p class="help">{title} ", " {threshold}</p>
            <table class="confusion" id="confusion">
                <caption class="visually-hidden">{t!("Test rows by what they are and what is predicted")}</caption>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col" class="number">{t!("Predicted normal")}</th>
                        <th scope="col" class="number">{t!("Predicted anomalous")}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">{t!("Normal")}</th>
                        <td class="number" id="true-negatives">{cell(|confusion| confusion.true_negatives)}</td>
                        <td class="number wrong" id="false-positives">{cell(|confusion| confusion.false_positives)}</td>
                    </tr>
                    <tr>
                        <th scope="row">{t!("Anomalous")}</th>
                        <td class="number wrong" id="false-negatives">{cell(|confusion| confusion.false_negatives)}</td>
                        <td class="number right" id="true-positives">{cell(|confusion| confusion.true_positives)}</td>
                    </tr>
                </tbody>
            </table>
            <Figures shown/>
            <CostFields shown/>
        </section>
    }
}

/// The figures that follow from the confusion.
#[component]
fn Figures(shown: Shown) -> impl IntoView {
    type Share = fn(&Confusion) -> Option<f64>;
    let figure = |name: &'static str, part: Share, written: fn(f64) -> String, none: &'static str| {
        let value = move || shown.confusion.get().and_then(|confusion| part(&confusion));
        let text = move || value().map_or_else(|| words::NONE.to_owned(), written);
        let title = move || value().is_none().then_some(none);
        view! { <div><dt>{name}</dt><dd title=title>{text}</dd></div> }
    };
    let decimals = |share: f64| words::figure(Some(share), 2);
    // Small shares are easier to compare in percent.
    let in_percent = |share: f64| language::number(&percent(share));
    view! {
        <dl class="figures-row">
            {figure(t!("Precision"), Confusion::precision, decimals, t!("Undefined: no row is called anomalous"))}
            {figure(t!("Recall"), Confusion::recall, decimals, t!("Undefined: no test row is anomalous"))}
            {figure(t!("F1"), Confusion::f1, decimals, t!("Undefined: no row is anomalous or called so"))}
            {figure(
                t!("False-positive rate"),
                Confusion::false_positive_rate,
                in_percent,
                t!("Undefined: no test row is normal"),
            )}
        </dl>
    }
}

/// What wrong calls cost, and the threshold with the minimum cost.
#[component]
fn CostFields(shown: Shown) -> impl IntoView {
    let texts = shown.detecting.costs;
    let costs = Memo::new(move |_| {
        let [false_alarm, missed] = texts.map(|text| text.with(|text| points::cost(text)));
        Some(Costs { false_alarm: false_alarm?, missed: missed? })
    });
    let total = move || match (costs.get(), shown.confusion.get()) {
        (Some(costs), Some(confusion)) => language::number(&fixed(confusion.cost(costs), 2)),
        _ => words::NONE.to_owned(),
    };
    let cheapest = move || {
        let Some(costs) = costs.get_untracked() else { return };
        let find = || shown.scored(|scored, report| points::min_cost(scored, report.test, costs));
        if let Some(point) = untrack(find).flatten() {
            shown.move_to(point);
        }
    };
    let field = move |id: &'static str, label: &'static str, text: RwSignal<String>| {
        let invalid = Signal::derive(move || text.with(|text| points::cost(text).is_none()));
        let line = Line { id: id.to_owned(), keyboard: "decimal", invalid, ..Line::text() };
        view! {
            <div class="field" class:invalid=invalid>
                <label class="label" for=id>{label}</label>
                {line.of(text)}
            </div>
        }
    };
    let title = move || costs.get().is_none().then_some(t!("A cost is a number of at least 0"));
    view! {
        <div class="costs">
            {field("cost-false-alarm", t!("A false alarm costs"), texts[0])}
            {field("cost-missed", t!("A missed anomaly"), texts[1])}
            <p class="total" title=title>{t!("Total")} " " <b id="total-cost">{total}</b></p>
            {button("small", t!("Minimum cost")).id("least-cost").disabled(move || costs.get().is_none()).does(cheapest)}
        </div>
    }
}
