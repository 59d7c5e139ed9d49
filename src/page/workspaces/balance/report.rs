//! What came of a balancing: counts, quality with the distance to the closest real record, and a picture.

use leptos::prelude::*;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::charts::{Theme, svg};
use crate::engine::balance::quality::{ColumnDistance, Quality};
use crate::engine::balance::{ClassCounts, Report, picture};
use crate::engine::decimal;
use crate::engine::decimal::grouped;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::text::{count, percent};

/// The width of the picture in pixels; a narrower page makes it smaller.
const WIDTH: u32 = 720;

/// The report.
#[component]
pub fn BalanceReport(report: Report) -> impl IntoView {
    let verdict = format!(
        "{} training rows, {} test rows. {} of numbers and {} of categories say how near two rows are.",
        grouped(report.train_rows),
        grouped(report.test_rows),
        count(report.numeric.len() as u64, "column"),
        count(report.categorical.len() as u64, "column"),
    );
    let chart = picture(&report);
    let Report { target, classes, quality, notes, .. } = report;
    view! {
        <div class="report">
            <p role="status" id="balance-verdict">{verdict}</p>
            {notes.into_iter().map(|note| view! { <p class="note">{note}</p> }).collect_view()}
            <Counts target classes/>
            {quality.map(|quality| view! { <QualityReport quality/> })}
            <ReportPicture chart/>
        </div>
    }
}

/// Rows by class: before, asked for, synthetic, removed, reached, and of the test part.
#[component]
fn Counts(target: String, classes: Vec<ClassCounts>) -> impl IntoView {
    let row = |class: ClassCounts| {
        let numbers = [class.before, class.asked, class.made, class.removed, class.reached, class.test];
        view! {
            <tr>
                <th scope="row">{class.name}</th>
                {numbers.map(|number| view! { <td class="number">{grouped(number)}</td> }).into_iter().collect_view()}
            </tr>
        }
    };
    let head = ["Before", "Target", "Synthetic", "Removed", "Actual", "Test"];
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="Rows by class">
            <table class="indicators" id="balance-counts">
                <caption>{format!("Rows of the training part by {target}")}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Class"</th>
                        {head.map(|name| view! { <th scope="col" class="number">{name}</th> }).into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{classes.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// How like the real rows the synthetic ones are; never without the distance to the closest real record.
#[component]
fn QualityReport(quality: Quality) -> impl IntoView {
    let Quality { columns, correlation_similarity, combinations, closest } = quality;
    let pairs = combinations
        .pairs
        .iter()
        .map(|(first, second, share)| format!("{first} with {second} ({})", percent(*share)))
        .collect::<Vec<String>>()
        .join(", ");
    let distance = |column: ColumnDistance| {
        view! {
            <tr>
                <th scope="row">{column.name}</th>
                <td>{column.measure}</td>
                <td class="number">{three(column.distance)}</td>
            </tr>
        }
    };
    view! {
        <h3>"Quality"</h3>
        <dl class="facts">
            <Fact
                name="Distance to the closest real row"
                value=format!("{} (random rows: {})", three(closest.median), three(closest.random_median))
                help="Median over synthetic rows: the mean distance between two cells, 0 to 1. Near 0, the synthetic rows are the real ones again."
            />
            <Fact
                name="Protection"
                value=three(closest.protection)
                help="The first distance by that of random rows, at most 1."
            />
            <Fact name="Copies" value=percent(closest.copies) help="Synthetic rows that equal a real one."/>
            {correlation_similarity.map(|similarity| view! {
                <Fact
                    name="Correlation similarity"
                    value=three(similarity)
                    help="1 where the correlations of numbers are the real ones."
                />
            })}
            <Fact
                name="Pairs of categories that no real row has"
                value=percent(combinations.rows)
                help="Synthetic rows with at least one: categories are voted for column by column."
            />
        </dl>
        {(!pairs.is_empty()).then(|| view! { <p class="help">{format!("Most of them: {pairs}.")}</p> })}
        <details>
            <summary>"Distance of each column"</summary>
            <div class="scroll" tabindex="0" role="region" aria-label="Distance of each column">
                <table class="indicators">
                    <caption>"From the values of real rows of the same class: 0 the same, 1 nothing in common"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Column"</th>
                            <th scope="col">"Measure"</th>
                            <th scope="col" class="number">"Distance"</th>
                        </tr>
                    </thead>
                    <tbody>{columns.into_iter().map(distance).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}

/// A figure with what it means.
#[component]
fn Fact(name: &'static str, value: String, help: &'static str) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>
                <strong>{value}</strong>
                " "
                <span class="help">{help}</span>
            </dd>
        </div>
    }
}

/// The picture, light or dark as the visitor's device is, and the table of its numbers.
#[component]
fn ReportPicture(chart: Chart) -> impl IntoView {
    if let Some(explanation) = chart.explanation {
        return view! { <p class="help">{explanation}</p> }.into_any();
    }
    let source = |theme: Theme| {
        // What is drawn knows no error of its own; without a picture the words and the table are still there.
        let (picture, _) = svg::whole(&chart, WIDTH, theme).unwrap_or_default();
        format!("data:image/svg+xml,{}", utf8_percent_encode(&picture, NON_ALPHANUMERIC))
    };
    let (light, dark) = (source(Theme::LIGHT), source(Theme::DARK));
    let table = |numbers: Numbers| {
        view! {
            <table class="indicators">
                <caption>{numbers.title}</caption>
                <thead>
                    <tr>{numbers.head.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    {numbers.rows.into_iter().map(|row| view! {
                        <tr>{row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr>
                    }).collect_view()}
                </tbody>
            </table>
        }
    };
    view! {
        <figure class="components">
            <picture>
                <source media="(prefers-color-scheme: dark)" srcset=dark/>
                <img src=light alt=chart.finding.clone()/>
            </picture>
            <details>
                <summary>"Numbers of the picture"</summary>
                {chart.tables.into_iter().map(table).collect_view()}
            </details>
        </figure>
    }
    .into_any()
}

/// A measure from 0 to 1 with three decimals at most.
fn three(value: f64) -> String {
    decimal::text_rounded(value, 3)
}
