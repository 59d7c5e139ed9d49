//! Summary: the counts of the dataset by class, threat level and scenario.

use leptos::prelude::*;

use crate::engine::decimal;
use crate::engine::decimal::grouped;
use crate::engine::level::Level;
use crate::engine::response::Scenario;
use crate::page::engine::{Engine, Made, State};

/// The tiles.
#[component]
pub fn SummaryView(engine: Engine) -> impl IntoView {
    let state = move || {
        let broken = engine.state.with(|state| matches!(state, State::Broken(_)));
        let text = if engine.running.with(Option::is_some) {
            "Generating the first dataset…"
        } else {
            "There is no dataset yet: press Generate."
        };
        (!broken).then(|| view! { <p class="card placeholder">{text}</p> })
    };
    view! {
        <section class="summary" aria-label="Summary" aria-busy=move || engine.running.with(Option::is_some).to_string()>
            <p class="visually-hidden" role="status">{move || engine.made.get().map(|made| announcement(&made))}</p>
            {move || match engine.made.get() {
                Some(made) => tiles(&made).into_any(),
                None => state().into_any(),
            }}
        </section>
    }
}

/// What the dataset was generated from, in a line.
fn made_of(made: &Made) -> String {
    let configuration = &made.configuration;
    let others = configuration
        .overrides()
        .iter()
        .filter(|setting| !matches!(setting.path.as_str(), "seed" | "rows" | "anomaly_share"))
        .count();
    let others = match others {
        0 => String::new(),
        1 => " · 1 other setting".to_owned(),
        others => format!(" · {others} other settings"),
    };
    format!("{} · seed {}{others}", configuration.preset.name(), configuration.seed)
}

fn announcement(made: &Made) -> String {
    let summary = made.summary;
    format!(
        "{} rows are ready: {} normal and {} anomalous.",
        grouped(summary.rows()),
        grouped(summary.normal),
        grouped(summary.anomalous)
    )
}

fn tiles(made: &Made) -> impl IntoView + use<> {
    let summary = made.summary;
    let rows = summary.rows();
    let levels = summary.levels();
    let classes = [("Normal", summary.normal, "normal"), ("Anomalous", summary.anomalous, "anomalous")];
    let level_bars = Level::ALL.into_iter().rev().map(move |level| {
        bar(level.name(), level.of(levels), rows, format!("level-{}", level.name().to_ascii_lowercase()))
    });
    view! {
        <section class="card tile">
            <h2>"Classes"</h2>
            <p class="figure" data-testid="row-count">{grouped(rows)} <span class="unit">{if rows == 1 { " row" } else { " rows" }}</span></p>
            <p class="help" id="made-of">{made_of(made)}</p>
            <dl class="bars">
                {classes.map(|(name, count, class)| bar(name, count, rows, class.to_owned())).collect_view()}
            </dl>
        </section>
        <section class="card tile">
            <h2>"Threat levels"</h2>
            <dl class="bars">{level_bars.collect_view()}</dl>
        </section>
        <section class="card tile">
            <h2>"Scenarios"</h2>
            {matrix(summary.scenarios)}
        </section>
    }
}

/// A count as a number and a bar.
fn bar(name: &'static str, count: u64, total: u64, class: String) -> impl IntoView {
    let share = if total == 0 { 0.0 } else { count as f64 / total as f64 };
    view! {
        <div class="bar">
            <dt>{name}</dt>
            <dd>
                <span class="count">{grouped(count)}</span>
                <span class="share">{format!("{} %", decimal::fixed(share * 100.0, 1))}</span>
                <span class="track" aria-hidden="true">
                    <span class=format!("fill {class}") style:width=format!("{}%", decimal::fixed(share * 100.0, 2))></span>
                </span>
            </dd>
        </div>
    }
}

/// Counts by threat level (down) and severity (across), in the scenarios' colors.
fn matrix(scenarios: [[u64; 4]; 4]) -> impl IntoView {
    let head = Level::ALL.map(|severity| view! { <th scope="col">{severity.name()}</th> });
    let body = Level::ALL.into_iter().rev().map(move |threat_level| {
        let cells = Level::ALL.map(|severity| {
            let scenario = Scenario::of(threat_level, severity);
            let count = severity.of(threat_level.of(scenarios));
            let title = format!("{}: {}", scenario.color.name, scenario.action);
            view! {
                <td class:none=count == 0 title=title>
                    <span class="swatch" aria-hidden="true" style:background-color=scenario.color.hex></span>
                    {grouped(count)}
                </td>
            }
        });
        view! { <tr><th scope="row">{threat_level.name()}</th>{cells.collect_view()}</tr> }
    });
    view! {
        <table class="matrix">
            <caption>"Threat level (down) by severity (across)"</caption>
            <thead><tr><td></td>{head.collect_view()}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
}
