//! What came of a balancing: counts, quality with the distance to the closest real record, a picture, and the files.

use std::sync::Arc;

use leptos::prelude::*;

use super::bars;
use super::counts::{Bars, CountsTable};
use super::figures::{Figure, figures};
use super::job::{Balancing, Made, PartFile};
use super::words;
use crate::engine::balance::quality::{Combinations, Quality};
use crate::engine::balance::{ClassCounts, Part, Report};
use crate::engine::decimal;
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::text::percent;
use crate::page::components::chart::{ChartNumbers, ChartView, SharedChart};
use crate::page::components::figures::FiguresTable;
use crate::page::components::notices::Notices;
use crate::page::download::save;
use crate::page::language::{self, grouped};

/// The result.
#[component]
pub fn BalanceReport(
    made: Arc<Made>,
    balancing: Balancing,
    notices: Notices,
    /// Opens a file of balanced rows in Explore: its name and its bytes.
    explore: Callback<(String, web_sys::Blob)>,
    /// Tries detectors on such a file.
    detect: Callback<(String, web_sys::Blob)>,
) -> impl IntoView {
    let stale = move || {
        let difference = balancing.difference()?;
        Some(view! {
            <p class="stale" id="balance-stale">
                <strong>{difference}</strong>
                " "
                {t!("Balance again for a result of what is chosen now.")}
            </p>
        })
    };
    let Report { target, classes, quality, notes, numeric, categorical, .. } = made.report.clone();
    let columns =
        |count: usize| text!("{count} column" | "{count} columns" % count, count = grouped(count as u64));
    let distances = t!(
        "Distances use {numeric} of numbers and {categorical} of categories.",
        numeric = columns(numeric.len()),
        categorical = columns(categorical.len())
    );
    let notes = notes.iter().map(language::told).chain([distances]).collect();
    view! {
        {stale}
        <TrainingPart made=made.clone() notices explore detect/>
        {match quality.clone() {
            Some(quality) => view! { <Figures quality/> }.into_any(),
            None => view! {
                <p class="card help">{t!("No synthetic rows were made, so there is nothing to compare.")}</p>
            }
            .into_any(),
        }}
        <Components chart=made.chart.clone()/>
        <Details target classes quality notes/>
    }
}

/// The rows of each class, and the files.
#[component]
fn TrainingPart(
    made: Arc<Made>,
    notices: Notices,
    explore: Callback<(String, web_sys::Blob)>,
    detect: Callback<(String, web_sys::Blob)>,
) -> impl IntoView {
    let classes = &made.report.classes;
    let balanced = made.files.iter().find(|file| file.part != Part::Test).cloned();
    view! {
        <section class="card training" aria-labelledby="balance-part">
            <div class="top">
                <h3 id="balance-part">{words::title(made.split)}</h3>
                <div class="files">
                    {made.files.iter().cloned().map(|file| view! { <ExploreButton file explore/> }).collect_view()}
                    {balanced.map(|file| view! { <DetectButton file detect/> })}
                    {made.files.iter().cloned().map(|file| view! { <SaveButton file notices/> }).collect_view()}
                </div>
            </div>
            <p class="help" id="balance-verdict">{words::parts(&made.report, made.split)}</p>
            <Bars bars=bars::after(classes)/>
            <p class="help" id="balance-legend">{bars::legend(classes)}</p>
        </section>
    }
}

/// Opens a part in Explore.
#[component]
fn ExploreButton(file: PartFile, explore: Callback<(String, web_sys::Blob)>) -> impl IntoView {
    let PartFile { part, name, blob, .. } = file;
    let (id, face, label) = match part {
        Part::Test => ("balance-explore-test", t!("Explore test"), t!("Explore test: {name}", name = &name)),
        Part::Train | Part::Whole => ("balance-explore", t!("Explore"), t!("Explore: {name}", name = &name)),
    };
    view! {
        <button
            type="button"
            id=id
            aria-label=label
            on:click=move |_| explore.run((name.clone(), (*blob).clone()))
        >
            {face}
        </button>
    }
}

/// Tries detectors on the balanced part.
#[component]
fn DetectButton(file: PartFile, detect: Callback<(String, web_sys::Blob)>) -> impl IntoView {
    let PartFile { name, blob, .. } = file;
    let label = t!("Try detectors: {name}", name = &name);
    view! {
        <button
            type="button"
            id="balance-detect"
            aria-label=label
            on:click=move |_| detect.run((name.clone(), (*blob).clone()))
        >
            {t!("Try detectors")}
        </button>
    }
}

/// Saves the file of a part.
#[component]
fn SaveButton(file: PartFile, notices: Notices) -> impl IntoView {
    let PartFile { part, name, rows, blob } = file;
    let (file, count) = (&name, grouped(rows));
    let (id, face, label) = match part {
        Part::Train => (
            "balance-train",
            t!("Train CSV"),
            t!("Train CSV: {file}, {count} row" | "Train CSV: {file}, {count} rows" % rows, file, count),
        ),
        Part::Test => (
            "balance-test",
            t!("Test CSV"),
            t!("Test CSV: {file}, {count} row" | "Test CSV: {file}, {count} rows" % rows, file, count),
        ),
        Part::Whole => (
            "balance-whole",
            t!("CSV"),
            t!("CSV: {file}, {count} row" | "CSV: {file}, {count} rows" % rows, file, count),
        ),
    };
    let title = label.clone();
    let press = move |_| {
        if let Err(problem) = save(&blob, &name) {
            notices.error(&problem);
        }
    };
    view! { <button type="button" id=id aria-label=label title=title on:click=press>{face}</button> }
}

/// How similar the synthetic rows are to the real ones, beside how close they come to them.
#[component]
fn Figures(quality: Quality) -> impl IntoView {
    let figure = |figure: Figure| {
        view! {
            <div id=figure.id class:concern=figure.concern.is_some()>
                <dt>{figure.name}</dt>
                <dd>
                    <strong>{figure.value}</strong>
                    <span class="help">{figure.meaning}</span>
                    {figure.concern.map(|concern| view! { <span class="warning">{concern}</span> })}
                </dd>
            </div>
        }
    };
    view! {
        <dl class="card quality" id="balance-quality" aria-label=t!("Quality of the synthetic rows")>
            {figures(&quality).map(figure).into_iter().collect_view()}
        </dl>
    }
}

/// Real and synthetic rows by their first two principal components, before and after.
#[component]
fn Components(chart: SharedChart) -> impl IntoView {
    let explanation = chart.as_ref().and_then(|chart| chart.explanation.clone());
    let content = match explanation {
        Some(explanation) => view! { <p class="help">{language::told(&explanation)}</p> }.into_any(),
        None => {
            let chart = Signal::stored(chart);
            view! {
                <ChartView chart id="balance-chart"/>
                <details id="balance-chart-table">
                    <summary>{t!("The numbers of this chart")}</summary>
                    <ChartNumbers chart/>
                </details>
            }
            .into_any()
        }
    };
    view! { <div class="card components">{content}</div> }
}

/// What does not fit in a figure, folded.
#[component]
fn Details(
    target: String,
    classes: Vec<ClassCounts>,
    quality: Option<Quality>,
    notes: Vec<String>,
) -> impl IntoView {
    let notes_count = notes.len();
    view! {
        <div class="card more">
            <details id="balance-counts-details">
                <summary>{t!("Counts by class")}</summary>
                <CountsTable target classes/>
            </details>
            {quality.map(|quality| view! {
                <details id="balance-distances">
                    <summary>{t!("Distance of each column")}</summary>
                    <FiguresTable numbers=distances(&quality)/>
                </details>
                <Pairs combinations=quality.combinations/>
            })}
            <details id="balance-notes">
                <summary>{t!("Notes ({count})", count = notes_count)}</summary>
                <ul class="notes">{notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}</ul>
            </details>
        </div>
    }
}

/// The distance of each column, the largest first.
fn distances(quality: &Quality) -> Numbers {
    let title = t!("From the values of real rows of the same class: 0 the same, 1 nothing in common");
    let mut numbers = Numbers::new(title, &[t!("Column"), t!("Measure"), t!("Distance")]);
    let mut columns: Vec<_> = quality.columns.iter().collect();
    columns.sort_by(|left, right| right.distance.total_cmp(&left.distance));
    for column in columns {
        numbers.push([
            column.name.clone(),
            language::told(&column.measure),
            language::number(&decimal::text_rounded(column.distance, 3)),
        ]);
    }
    numbers
}

/// Pairs of categories that synthetic rows have and no real row.
#[component]
fn Pairs(combinations: Combinations) -> impl IntoView {
    // The unit stays on the line of its number.
    let share = language::number(&percent(combinations.rows)).replace(' ', "\u{a0}");
    let title = t!("Pairs of columns where it happens most");
    let mut numbers = Numbers::new(title, &[t!("Pair"), t!("Synthetic rows")]);
    for (first, second, share) in &combinations.pairs {
        numbers.push([t!("{first} with {second}", first, second), language::number(&percent(*share))]);
    }
    let has_pairs = !combinations.pairs.is_empty();
    view! {
        <details id="balance-pairs">
            <summary>{t!("Pairs of categories that no real row has: {share}", share = &share)}</summary>
            <p class="help">
                {t!("{share} of the synthetic rows have at least one: each category is chosen column by column.", share)}
            </p>
            {has_pairs.then(|| view! { <FiguresTable numbers/> })}
        </details>
    }
}
