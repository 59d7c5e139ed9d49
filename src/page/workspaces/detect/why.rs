//! Why: what each feature adds to the score of a row that is explained.

use leptos::prelude::*;

use super::bars::{self, Added};
use super::shown::Shown;
use super::words;
use crate::engine::detect::report::Explained;
use crate::engine::detect::{Report, Scored};

/// The rows that the chosen detector explains, one at a time.
#[component]
pub fn Why(shown: Shown, is_stale: Memo<bool>) -> impl IntoView {
    let picked = RwSignal::new(0_usize);
    let generated_rows = shown.generated_rows();
    // Another detector may explain fewer rows.
    let place = Memo::new(move |_| {
        let count = shown.scored(|scored, _| scored.explained.len()).unwrap_or_default();
        picked.get().min(count.saturating_sub(1))
    });
    let explained = move || {
        shown.scored(|scored, report| {
            let explained = scored.explained.get(place.get())?.clone();
            let row = report.answers.rows.get(explained.place as usize).copied()?;
            Some((explained, row))
        })
    };
    // Names change where the threshold passes a row: until then, a list that is open stays.
    let names = Memo::new(move |_| {
        let threshold = shown.point.get();
        let named = |scored: &Scored, report: &Report| {
            let threshold = scored.threshold(threshold);
            let is_called = |one: &Explained| {
                scored.scores.get(one.place as usize).is_some_and(|score| *score >= threshold)
            };
            let name = |one: &Explained| name(report, one, is_called(one), generated_rows);
            scored.explained.iter().map(name).collect::<Vec<String>>()
        };
        shown.scored(named).unwrap_or_default()
    });
    let options = move || {
        let option = move |(index, name): (usize, String)| {
            view! { <option value=index.to_string() prop:selected=move || place.get() == index>{name}</option> }
        };
        names.get().into_iter().enumerate().map(option).collect_view()
    };
    let changed = move |event| picked.set(event_target_value(&event).parse().unwrap_or_default());
    let content = move || match explained().flatten() {
        Some((explained, row)) => {
            let title = words::row_name(generated_rows, row);
            let show = (generated_rows.is_some() && !is_stale.get()).then(|| {
                view! {
                    <button type="button" class="link" on:click=move |_| shown.detecting.show_row(row)>
                        {t!("Show {row} in Data", row = title)}
                    </button>
                }
            });
            view! { <Bars explained/> {show} }.into_any()
        }
        None => {
            let name = shown.scored(|scored, _| scored.title()).unwrap_or_default();
            view! { <p class="help">{t!("{detector} explains no row.", detector = name)}</p> }.into_any()
        }
    };
    let has_rows = move || shown.scored(|scored, _| !scored.explained.is_empty()).unwrap_or_default();
    view! {
        <section class="card why" aria-labelledby="why-heading">
            <header class="heading">
                <h3 id="why-heading">{t!("Why")}</h3>
                <select aria-label=t!("Row that is explained") hidden=move || !has_rows() on:change=changed>
                    {options}
                </select>
            </header>
            {content}
        </section>
    }
}

/// The name of an explained row: its id, what it is, and whether that is predicted.
fn name(report: &Report, explained: &Explained, is_called: bool, generated_rows: Option<u64>) -> String {
    let place = explained.place as usize;
    let row = report.answers.rows.get(place).copied().unwrap_or_default();
    let attack = report.answers.attacks.as_ref().map(|attacks| attacks.name(place)).unwrap_or_default();
    let is_anomalous = report.answers.labels.get(place) == Some(&true);
    words::explained(&words::row_name(generated_rows, row), attack, is_anomalous, is_called)
}

/// The bars of an explanation.
#[component]
fn Bars(explained: Explained) -> impl IntoView {
    let bar = |added: Added| {
        view! {
            <li>
                <span class="name">{added.name}</span>
                <span class="span" aria-hidden="true">
                    <i
                        class=if added.is_more { "more" } else { "less" }
                        style:left=format!("{:.1}%", added.left)
                        style:width=format!("{:.1}%", added.length)
                    ></i>
                </span>
                <span class="amount">{added.figure}</span>
            </li>
        }
    };
    let sum = t!(
        "From {base} without any feature to {total}, in {unit}.",
        base = words::figure(Some(explained.base), 2),
        total = words::figure(Some(bars::total(&explained)), 2),
        unit = explained.unit.clone()
    );
    view! {
        <ul class="figure-bars added-bars">{bars::added(&explained).into_iter().map(bar).collect_view()}</ul>
        <p class="help">{sum}</p>
    }
}
