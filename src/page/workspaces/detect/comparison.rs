//! The table of the detectors, the best first.

use leptos::prelude::*;

use super::marks::{Mark, mark};
use super::shown::Shown;
use super::words;
use crate::engine::detect::Scored;
use crate::page::components::controls::button;
use crate::page::language;

/// The detectors with their figures; one is chosen.
#[component]
pub fn Comparison(shown: Shown) -> impl IntoView {
    let rows = shown.with(|report| {
        let rows = report.detectors.iter().enumerate();
        rows.map(|(place, scored)| row(shown, place, scored)).collect_view()
    });
    let baseline = shown.with(|report| words::figure(report.test.prevalence(), 3));
    view! {
        <section class="card detectors" aria-labelledby="detectors-heading">
            <header class="heading">
                <h3 id="detectors-heading">{t!("Detectors")}</h3>
                <span class="help">{t!("average precision: baseline {baseline}", baseline)}</span>
                {button("", t!("Choose"))
                    .id("detect-choose")
                    .title(t!("Which detectors are tried, on what, and how"))
                    .does(move || shown.detecting.is_choosing.set(true))}
            </header>
            <table class="detectors-table" id="detectors">
                <caption class="visually-hidden">{t!("Detectors on the test part, the best first")}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!("Line")}</span></th>
                        <th scope="col">{t!("Detector")}</th>
                        <th scope="col" class="number">{t!("ROC AUC")}</th>
                        <th scope="col"><span class="visually-hidden">{t!("From chance to 1")}</span></th>
                        <th scope="col" class="number">{t!("Avg. precision")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn row(shown: Shown, place: usize, scored: &Scored) -> impl IntoView + use<> {
    let is_chosen = move || shown.chosen.get() == place;
    let auc = scored.auc;
    let interval = words::interval(auc.as_ref());
    let drawn = auc.map(|auc| bar([auc.value, auc.low, auc.high].map(words::bar)));
    view! {
        <tr class:chosen=is_chosen data-detector=scored.key.clone() on:click=move |_| shown.choose(place)>
            <td class="line-cell">{sample(mark(scored))}</td>
            <th scope="row">
                <button type="button" class="quiet" aria-pressed=move || is_chosen().to_string() title=language::told(&scored.about)>
                    {language::told(&scored.name)}
                </button>
                <span class="help">{words::learning(scored)}</span>
            </th>
            <td class="number" title=words::interval_title(auc.as_ref())>
                <b>{words::figure(auc.map(|auc| auc.value), 3)}</b>
                <span class="help interval">{interval}</span>
            </td>
            <td class="bar-cell">{drawn}</td>
            <td class="number" title=words::interval_title(scored.average_precision.as_ref())>
                {words::figure(scored.average_precision.map(|one| one.value), 3)}
            </td>
        </tr>
    }
}

/// A piece of the line of a detector.
pub fn sample(mark: Mark) -> impl IntoView + use<> {
    view! {
        <svg class="line-sample" viewBox="0 0 24 6" aria-hidden="true">
            <line class=mark.class() x1="0" x2="24" y1="3" y2="3" stroke-dasharray=mark.dashes/>
        </svg>
    }
}

/// A bar with its interval, in percent of the room from chance to perfection.
fn bar([value, low, high]: [f64; 3]) -> impl IntoView + use<> {
    let [low, high] = [low, high].map(|end| format!("{end:.1}"));
    view! {
        <svg class="auc-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="room" width="100" height="10"/>
            <rect class="length" width=format!("{value:.1}") height="10"/>
            <line class="interval" x1=low x2=high y1="5" y2="5"/>
        </svg>
    }
}
