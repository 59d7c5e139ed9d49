//! The small pictures beside a check: its gauge, and the deciding column by class or the ROC curve.

use leptos::prelude::*;

use super::gauge::{Gauge, Zone, value_text};
use super::shapes::{HEIGHT, WIDTH, description, shapes};
use super::verdicts::pill;
use crate::engine::audit::{Check, Picture, Rule};
use crate::page::language;

/// The height of a gauge, and that of its zones.
const GAUGE: (f64, f64) = (16.0, 7.0);

/// The radius of the dot that is the value.
const DOT: f64 = 6.0;

/// The value of a check against its limits.
pub fn gauge(check: &Check) -> impl IntoView + use<> {
    let rule = Rule::find(&check.key)?;
    let value = check.value?;
    let Gauge { zones, dot } = Gauge::new(rule, value)?;
    let text = value_text(rule, value);
    let limit = t!("Limit: {limit}.", limit = check.limit.clone());
    let title = limit.clone();
    let inner = WIDTH - 2.0 * DOT;
    let x = move |part: f64| DOT + part * inner;
    let zone = move |zone: Zone| {
        // Between two zones is a gap, so that they are apart without their colors.
        view! {
            <rect
                class=format!("zone {}", pill(zone.verdict).0)
                x=x(zone.from) + 0.5
                y=(GAUGE.0 - GAUGE.1) / 2.0
                width=((zone.to - zone.from) * inner - 1.0).max(0.0)
                height=GAUGE.1
                rx="1.5"
            />
        }
    };
    let drawn = view! {
        <svg class="gauge" viewBox=format!("0 0 {WIDTH} {}", GAUGE.0) aria-hidden="true">
            {zones.into_iter().map(zone).collect_view()}
            <circle class="dot-of-value" cx=x(dot) cy=GAUGE.0 / 2.0 r=DOT/>
        </svg>
    };
    Some(view! {
        <div class="against" title=title>
            {drawn}
            <span class="value">{text}</span>
            <span class="visually-hidden">{format!(". {limit}")}</span>
        </div>
    })
}

/// The deciding column by class, or the ROC curve.
pub fn picture(picture: &Picture) -> impl IntoView + use<> {
    let drawn = shapes(picture);
    let class = match picture {
        Picture::Distribution(_) => "picture distribution",
        Picture::Roc { .. } => "picture roc",
    };
    let words = match picture {
        Picture::Distribution(distribution) => {
            let [first, last] = distribution.ends.each_ref().map(language::told);
            view! { <span class="ends"><span>{first}</span><span>{last}</span></span> }.into_any()
        }
        Picture::Roc { .. } => view! { <span class="ends"><span>{t!("ROC curve")}</span></span> }.into_any(),
    };
    let words_are_for_eyes = view! { <span aria-hidden="true">{words}</span> };
    view! {
        <div class=class>
            <svg
                viewBox=format!("0 0 {WIDTH} {HEIGHT}")
                preserveAspectRatio="none"
                role="img"
                aria-label=description(picture)
            >
                <path class="filled" d=drawn.filled/>
                <path class="chance" d=drawn.chance/>
                <path class="line" d=drawn.line/>
            </svg>
            {words_are_for_eyes}
        </div>
    }
}
