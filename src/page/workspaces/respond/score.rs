//! The threat score at work: the indicators as a table that can be edited, and what that makes of the rows.

use leptos::prelude::*;

use super::calibration::CalibrationView;
use super::field::field;
use super::scoring::Scoring;
use super::words;
use crate::engine::decimal;
use crate::engine::level::Level;
use crate::engine::respond::workbench::{Alerts, Workbench};
use crate::engine::response::Scenario;
use crate::engine::threat::{INDICATORS, Indicator, Profile};
use crate::page::components::controls::{Line, button, labeled, select};
use crate::page::components::problems::Problems;
use crate::page::configuration::Form;
use crate::page::language::{self, grouped};

/// The paths of the settings, which the engine declares.
const PROFILE: &str = "scoring.profile";
const THRESHOLDS: [&str; 3] =
    ["scoring.threshold.medium", "scoring.threshold.high", "scoring.threshold.critical"];

/// The threat score at work.
#[component]
pub fn ScoreView(
    scoring: Scoring,
    form: Form,
    /// The AUC of the audit's probe on the dataset, if it is known.
    probe: Signal<Option<f64>>,
) -> impl IntoView {
    view! {
        <div class="score-work">
            <Indicators scoring form/>
            <Thresholds scoring/>
            <Comparison scoring/>
            <CalibrationView scoring probe/>
        </div>
    }
}

/// A field for a number of the configuration.
fn number(scoring: Scoring, path: String, name: String) -> AnyView {
    field(scoring, path, Line { class: "short", keyboard: "decimal", name: Some(name), ..Line::text() })
}

/// The indicators: weight, bands, and what each does to the rows.
#[component]
fn Indicators(scoring: Scoring, form: Form) -> impl IntoView {
    let profiles = Profile::CHOICES.iter().map(|choice| (choice.key, language::words(choice.name))).collect();
    let profile =
        Signal::derive(move || scoring.field(PROFILE).map(|(_, text)| text.get()).unwrap_or_default());
    let choose = move |key: String| scoring.apply(&[(PROFILE.to_owned(), key)]);
    let lists = Memo::new(move |_| form.configuration().ok());
    let row = move |(place, indicator): (usize, &'static Indicator)| {
        let facts = Memo::new(move |_| {
            scoring.workbench.with(|workbench| workbench.as_ref()?.indicators.get(place).cloned())
        });
        let bands = indicator.bands().map(|(_, unit)| {
            let path = |band: &str| format!("scoring.band.{}.{band}", indicator.key);
            let medium = number(scoring, path("medium"), t!("{indicator}: 3 above", indicator = indicator.name));
            let high = number(scoring, path("high"), t!("{indicator}: 5 above", indicator = indicator.name));
            view! {
                <span class="bands"><span class="help">{t!("3 above")}</span> {medium} <span class="help">{t!("5 above")}</span> {high} <span class="help">{language::words(unit)}</span></span>
            }
        });
        let has_bands = bands.is_some();
        let condition = move || {
            (!has_bands).then(|| {
                lists.with(|configuration| {
                    configuration.as_ref().map(|c| language::told(&indicator.condition(&c.issues, &c.threat)))
                })
            })
        };
        let share = move || facts.with(|facts| facts.as_ref().map(|facts| words::percent(facts.share, 1.0)));
        let adds = move || {
            facts.with(|facts| {
                let facts = facts.as_ref()?;
                let [mean, max] = [facts.mean, facts.max].map(|it| language::number(&decimal::fixed(it, 2)));
                Some(t!("{mean} of {max}", mean, max))
            })
        };
        let parts = move || {
            let scores =
                facts.with(|facts| facts.as_ref().map(|facts| facts.scores.clone())).unwrap_or_default();
            let last = scores.len().saturating_sub(1).max(1);
            let part = |(place, (score, share)): (usize, (f64, f64))| {
                let shade = 25.0 + 75.0 * place as f64 / last as f64;
                let title = t!(
                    "score {score}: {share} of the rows",
                    score = language::number(&decimal::text(score)),
                    share = words::percent(share, 1.0)
                );
                view! { <i style:flex-grow=format!("{share:.4}") style:opacity=format!("{:.2}", shade / 100.0) title=title></i> }
            };
            scores.into_iter().enumerate().map(part).collect_view()
        };
        let said = move || {
            let scores =
                facts.with(|facts| facts.as_ref().map(|facts| facts.scores.clone())).unwrap_or_default();
            let one = |(score, share): &(f64, f64)| {
                format!("{}: {}", language::number(&decimal::text(*score)), words::percent(*share, 1.0))
            };
            scores.iter().map(one).collect::<Vec<String>>().join(", ")
        };
        view! {
            <tr>
                <th scope="row">{indicator.name}</th>
                <td class="weight">
                    {number(scoring, format!("scoring.weight.{}", indicator.key), t!("Weight of {indicator}", indicator = indicator.name))}
                </td>
                <td class="number">{share}</td>
                <td class="condition">{bands} {condition}</td>
                <td class="spread"><span class="parts" aria-hidden="true">{parts}</span><span class="visually-hidden">{said}</span></td>
                <td class="number">{adds}</td>
            </tr>
        }
    };
    let basis = move || {
        scoring.workbench.with(|workbench| {
            let [looked, all] = workbench.as_ref()?.rows;
            let rows = grouped(all);
            Some(if looked < all {
                t!(
                    "On the first {looked} of {rows} rows. What is changed here stands in the configuration, and can be undone there.",
                    looked = grouped(looked),
                    rows
                )
            } else {
                t!(
                    "On {rows} rows. What is changed here stands in the configuration, and can be undone there.",
                    rows
                )
            })
        })
    };
    // Not the word that stands on what shares a link.
    let share = t!("of the weights" => "Share");
    view! {
        <section class="card indicators-card" aria-labelledby="indicators-heading" aria-busy=move || scoring.progress.with(Option::is_some).to_string()>
            <header class="heading">
                <h3 id="indicators-heading">{t!("Key threat indicators")}</h3>
                {labeled("score-profile", t!("Profile"), select("score-profile".to_owned(), None, String::new(), profiles, profile, choose))}
            </header>
            <p class="help">{basis}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=t!("Weights, scores and their effect")>
                <table class="indicators" id="score-indicators">
                    <thead>
                        <tr>
                            <th scope="col">{t!("Indicator")}</th>
                            <th scope="col">{t!("Weight")}</th>
                            <th scope="col" class="number">{share}</th>
                            <th scope="col">{t!("Scores")}</th>
                            <th scope="col">{t!("Rows by score")}</th>
                            <th scope="col" class="number">{t!("Adds, of at most")}</th>
                        </tr>
                    </thead>
                    <tbody>{INDICATORS.iter().enumerate().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Problems problems=scoring.problems.into()/>
        </section>
    }
}

/// Where the levels begin, and which cannot be reached.
#[component]
fn Thresholds(scoring: Scoring) -> impl IntoView {
    let one = move |(path, level): (&'static str, Level)| {
        let name = t!("{level} from", level = level.name());
        view! {
            <label class="threshold-field">
                <span class=format!("dot level-{}", level.name().to_ascii_lowercase()) aria-hidden="true"></span>
                {name.clone()}
                {number(scoring, path.to_owned(), name)}
            </label>
        }
    };
    let levels = [Level::Medium, Level::High, Level::Critical];
    let range = move || {
        scoring.workbench.with(|workbench| {
            let [lowest, highest] = workbench.as_ref()?.range;
            let of = |score: f64| language::number(&decimal::text(score));
            Some(t!("A row can score {lowest} to {highest}.", lowest = of(lowest), highest = of(highest)))
        })
    };
    let unreachable = move || {
        let levels =
            scoring.workbench.with(|workbench| workbench.as_ref().map(|it| it.unreachable.clone()))?;
        let names = levels.into_iter().map(|level| words::level(level).to_owned());
        let names = names.reduce(|before, level| t!("{before} or {level}", before, level))?;
        Some(view! {
            <p class="stale" id="score-unreachable">
                {t!("No row can be {levels}.", levels = names)}
                " "
                {t!(
                    "Lower its threshold, or choose the profile {profile}.",
                    profile = language::words(Profile::Calibrated.name())
                )}
            </p>
        })
    };
    view! {
        <section class="card thresholds-card" aria-labelledby="thresholds-heading">
            <header class="heading">
                <h3 id="thresholds-heading">{t!("Levels")}</h3>
                {THRESHOLDS.into_iter().zip(levels).map(one).collect_view()}
                <span class="help" id="score-range">{range}</span>
            </header>
            {unreachable}
        </section>
    }
}

/// What the scoring makes of the rows, beside that of the preset.
#[component]
fn Comparison(scoring: Scoring) -> impl IntoView {
    let shown = move || {
        let workbench = scoring.workbench.get()?;
        Some(view! {
            <div class="effects">
                {moved(&workbench)}
                {alerts(&workbench)}
                {scenarios(scoring, t!("Scenarios before"), workbench.scenarios[0])}
                {scenarios(scoring, t!("Scenarios now"), workbench.scenarios[1])}
            </div>
        })
    };
    view! {
        <section class="card" aria-labelledby="effect-heading">
            <h3 id="effect-heading">{t!("What it changes, beside the preset's own score")}</h3>
            {shown}
        </section>
    }
}

/// Rows by level before and after.
fn moved(workbench: &Workbench) -> impl IntoView + use<> {
    let moved = workbench.moved;
    let all: u64 = moved.iter().flatten().sum();
    let same: u64 = Level::ALL.iter().map(|level| moved[level.index()][level.index()]).sum();
    let row = |before: Level| {
        let cell = |after: Level| {
            let count = moved[before.index()][after.index()];
            view! { <td class="number" class:none=count == 0 class:changed=before != after && count != 0>{grouped(count)}</td> }
        };
        view! { <tr><th scope="row">{before.name()}</th>{Level::ALL.map(cell).into_iter().collect_view()}</tr> }
    };
    let sentence =
        t!("{changed} of {all} rows change level.", changed = grouped(all - same), all = grouped(all));
    view! {
        <div>
            <h4 id="score-moved">{sentence}</h4>
            <table class="indicators">
                <caption>{t!("Level before (rows) and now (columns)")}</caption>
                <thead>
                    <tr><td></td>{Level::ALL.map(|level| view! { <th scope="col" class="number">{level.name()}</th> }).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{Level::ALL.map(row).into_iter().collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Alerts against the labels, before and after.
fn alerts(workbench: &Workbench) -> impl IntoView + use<> {
    type Count = fn(&Alerts) -> u64;
    let rows: [(&str, Count); 4] = [
        (t!("Anomalous, alert"), |it| it.found),
        (t!("Normal, alert: false alarm"), |it| it.false_alarms),
        (t!("Anomalous, no alert: missed"), |it| it.missed),
        (t!("Normal, no alert"), |it| it.quiet),
    ];
    let [before, after] = workbench.alerts;
    let precision = |it: &Alerts| words::percent(it.found as f64, (it.found + it.false_alarms) as f64);
    let recall = |it: &Alerts| words::percent(it.found as f64, (it.found + it.missed) as f64);
    let figures = [
        (t!("Precision"), precision(&before), precision(&after)),
        (t!("Recall"), recall(&before), recall(&after)),
    ];
    let count = |(name, of): (&'static str, Count)| {
        view! { <tr><th scope="row">{name}</th><td class="number">{grouped(of(&before))}</td><td class="number">{grouped(of(&after))}</td></tr> }
    };
    let figure = |(name, before, after): (&'static str, String, String)| {
        view! { <tr><th scope="row">{name}</th><td class="number">{before}</td><td class="number">{after}</td></tr> }
    };
    view! {
        <div>
            <h4>{t!("Alerts against the true label")}</h4>
            <table class="indicators" id="score-alerts">
                <caption>{t!("An alert is a row of level High or Critical")}</caption>
                <thead><tr><th scope="col">{t!("Rows")}</th><th scope="col" class="number">{t!("Before")}</th><th scope="col" class="number">{t!("Now")}</th></tr></thead>
                <tbody>{rows.map(count).into_iter().collect_view()} {figures.map(figure).into_iter().collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Rows by threat level and severity, in the scenarios' colors.
fn scenarios(scoring: Scoring, title: &'static str, scenarios: [[u64; 4]; 4]) -> impl IntoView {
    let row = |threat_level: Level| {
        let cell = |severity: Level| {
            let scenario = Scenario::of(threat_level, severity);
            let count = scenarios[threat_level.index()][severity.index()];
            let action = scoring.field(&scenario.path()).map(|(_, text)| text.get_untracked());
            view! {
                <td class="number" class:none=count == 0 title=action>
                    <span class="swatch" aria-hidden="true" style:background-color=scenario.color.hex></span> {grouped(count)}
                </td>
            }
        };
        view! { <tr><th scope="row">{threat_level.name()}</th>{Level::ALL.map(cell).into_iter().collect_view()}</tr> }
    };
    let mut levels = Level::ALL;
    levels.reverse();
    view! {
        <div>
            <h4>{title}</h4>
            <table class="indicators">
                <caption>{t!("Threat level (rows) by severity (columns)")}</caption>
                <thead>
                    <tr><td></td>{Level::ALL.map(|level| view! { <th scope="col" class="number">{level.name()}</th> }).into_iter().collect_view()}</tr>
                </thead>
                <tbody>{levels.map(row).into_iter().collect_view()}</tbody>
            </table>
        </div>
    }
}

/// The button that takes thresholds over.
pub(super) fn takes_over_button(scoring: Scoring, thresholds: Signal<Option<[f64; 3]>>) -> AnyView {
    button("primary", t!("Use these thresholds"))
        .id("calibrate")
        .disabled(move || thresholds.with(Option::is_none))
        .does(move || {
            if let Some(thresholds) = thresholds.get_untracked() {
                let changes = THRESHOLDS.into_iter().zip(thresholds);
                let changes = changes.map(|(path, value)| (path.to_owned(), decimal::text(value)));
                scoring.apply(&changes.collect::<Vec<(String, String)>>());
            }
        })
}
