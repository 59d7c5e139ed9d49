//! The moving chart: how many rows came, by threat level. A bar is half a second of the page.

use leptos::prelude::*;

use super::feed::{BARS, Feed};
use super::monitoring::Monitoring;
use super::words;
use crate::page::language::grouped;

/// The size of the drawing, in its own units.
const SIZE: [f64; 2] = [960.0, 150.0];

/// The path of the bars of a level, above the levels before it.
fn path(feed: &Feed, level: usize, most: u64) -> String {
    let (step, scale) = (SIZE[0] / BARS as f64, SIZE[1] / most.max(1) as f64);
    // The newest bar stands at the right.
    let first = BARS - feed.bars.len().min(BARS);
    let mut path = String::new();
    for (place, bar) in feed.bars.iter().enumerate() {
        let count = bar.levels.get(level).copied().unwrap_or_default();
        if count == 0 {
            continue;
        }
        let below: u64 = bar.levels.iter().take(level).sum();
        let (left, height) = ((first + place) as f64 * step, count as f64 * scale);
        let top = SIZE[1] - below as f64 * scale - height;
        let width = step - 1.0;
        path += &format!("M{left:.1} {top:.1}h{width:.1}v{height:.1}h-{width:.1}Z");
    }
    path
}

/// The chart.
#[component]
pub fn Moving(monitoring: Monitoring) -> impl IntoView {
    let feed = monitoring.feed;
    let most = Memo::new(move |_| {
        let rows = feed.with(|feed| feed.bars.iter().map(super::feed::Bar::rows).max().unwrap_or(0));
        // Steps of a scale that does not jump with every bar.
        let mut scale = 4_u64;
        while scale < rows {
            scale = if scale.to_string().starts_with('4') { scale / 4 * 10 } else { scale * 2 };
        }
        scale
    });
    let level = move |level: usize| {
        let d = move || feed.with(|feed| path(feed, level, most.get()));
        view! { <path class=format!("bars {}", words::level_class(level as u8)) d=d/> }
    };
    let launched = move || {
        feed.with(|feed| {
            let first = BARS - feed.bars.len().min(BARS);
            let of = feed.bars.iter().enumerate().filter(|(_, bar)| bar.launched > 0);
            let step = SIZE[0] / BARS as f64;
            of.map(|(place, _)| (first + place) as f64 * step).collect::<Vec<f64>>()
        })
    };
    let launches = move || {
        let line = |x: f64| view! { <line class="launched" x1=x x2=x y1="0" y2=SIZE[1]/> };
        launched().into_iter().map(line).collect_view()
    };
    let ends = move || {
        feed.with(|feed| {
            let time = |bar: Option<&super::feed::Bar>| bar.and_then(|bar| bar.time).map(words::minute);
            [time(feed.bars.front()), time(feed.bars.back())].map(Option::unwrap_or_default)
        })
    };
    let label = move || {
        let [from, to] = ends();
        let rows: u64 = feed.with(|feed| feed.bars.iter().map(super::feed::Bar::rows).sum());
        t!(
            "Rows by threat level: {rows} rows from {from} to {to}. Alerts and users by state are listed below.",
            rows = grouped(rows),
            from,
            to
        )
    };
    let entry = |level: u8| {
        view! {
            <li><span class=format!("dot {}", words::level_class(level)) aria-hidden="true"></span>{words::level(level)}</li>
        }
    };
    view! {
        <section class="card moving" aria-labelledby="moving-heading">
            <header class="heading">
                <h3 id="moving-heading">{t!("Rows as they come")}</h3>
                <ul class="legend">{(0..4).map(entry).collect_view()}</ul>
                <span class="help">{move || (!launched().is_empty()).then(|| t!("dashed: an attack was launched"))}</span>
            </header>
            <div class="moving-plot">
                <span class="scale help" aria-hidden="true">{move || grouped(most.get())}</span>
                <svg viewBox=format!("0 0 {} {}", SIZE[0], SIZE[1]) preserveAspectRatio="none" role="img" aria-label=label>
                    {(0..4).map(level).collect_view()}
                    {launches}
                </svg>
            </div>
            <p class="ends help"><span>{move || ends()[0].clone()}</span><span>{move || ends()[1].clone()}</span></p>
        </section>
    }
}
