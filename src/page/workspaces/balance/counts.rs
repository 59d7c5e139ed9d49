//! The rows of each class: as bars, and as a table.

use leptos::prelude::*;

use super::bars::{Bar, MAX_BARS};
use crate::engine::balance::{ClassCounts, class_paint};
use crate::engine::explore::chart::Paint;
use crate::page::language::grouped;

/// The class of style that gives a class the color that it has in charts.
fn color(name: &str, place: usize) -> String {
    match class_paint(name, place) {
        Paint::Normal => "class-normal".to_owned(),
        Paint::Series(series) => format!("class-{series}"),
        _ => "class-anomalous".to_owned(),
    }
}

/// A bar a class.
#[component]
pub fn Bars(bars: Vec<Bar>) -> impl IntoView {
    let part = |class: &'static str, length: f64| {
        (length > 0.0).then(|| view! { <i class=class style:width=format!("{length}%")></i> })
    };
    let row = |(place, bar): (usize, Bar)| {
        let class = color(&bar.name, place);
        view! {
            <li class=class>
                <span class="name">{bar.name}</span>
                <span class="length" aria-hidden="true">
                    {part("real", bar.real)}
                    {part("synthetic", bar.synthetic)}
                    {part("removed", bar.removed)}
                </span>
                <span class="amount" aria-hidden="true">{bar.figure}</span>
                <span class="visually-hidden">{bar.words}</span>
            </li>
        }
    };
    view! { <ul class="bars">{bars.into_iter().take(MAX_BARS).enumerate().map(row).collect_view()}</ul> }
}

/// Rows by class: before, asked for, synthetic, removed, reached, and of the test part.
#[component]
pub fn CountsTable(
    /// The column whose classes they are.
    target: String,
    /// The counts, as the report has them.
    classes: Vec<ClassCounts>,
) -> impl IntoView {
    let row = |class: ClassCounts| {
        let numbers = [class.before, class.asked, class.made, class.removed, class.reached, class.test];
        view! {
            <tr>
                <th scope="row">{class.name}</th>
                {numbers.map(|number| view! { <td class="number">{grouped(number)}</td> }).into_iter().collect_view()}
            </tr>
        }
    };
    let head = [t!("Before"), t!("Target"), t!("Synthetic"), t!("Removed"), t!("Actual"), t!("Test")];
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=t!("Rows by class")>
            <table class="indicators" id="balance-counts">
                <caption>{t!("Rows of the training part by {target}; the last column is the test part.", target)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!("Class")}</th>
                        {head.map(|name| view! { <th scope="col" class="number">{name}</th> }).into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{classes.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
