//! A chart on the page: drawn on a canvas by the page itself, with its title, legend, and numbers in HTML. Pointing at it
//! and walking through it ask no worker. It stands anywhere and is as wide as its place.

use std::sync::Arc;

use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use leptos_use_device_pixel_ratio::use_device_pixel_ratio;
use leptos_use_resize_observer::use_resize_observer;

use super::figures::FiguresTables;
use super::notices::told;
use crate::charts::pointer::Key;
use crate::charts::shapes::{self, Part};
use crate::charts::{Pointer, Theme, canvas};
use crate::engine::Text;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::{Entry, Paint, Ramp, Selection, Shape};
use crate::page::language;
pub use crate::page::theme::use_theme;

/// Rows of a chart's numbers that stand on the page at most: more would hold it up for longer than a blink.
const MAX_ROWS: usize = 200;

/// The steps of a ramp in a legend, and the width of each in pixels.
const RAMP_STEPS: usize = 9;
const RAMP_STEP: usize = 8;

/// The type of a pointer that is a finger.
const TOUCH: &str = "touch";

/// A chart, as several views share it.
pub type SharedChart = Option<Arc<Chart>>;

/// A chart with title, finding and legend.
#[component]
pub fn ChartView(
    /// The chart; none while there is none yet: its place is kept.
    #[prop(into)]
    chart: Signal<SharedChart>,
    /// Takes the rows that a reader chooses by a click, by Enter, or in the legend; without it nothing can be chosen.
    #[prop(optional, into)]
    on_select: Option<Callback<Vec<Selection>>>,
    /// The canvas' id, with which the other ids begin.
    #[prop(into, default = "chart".to_owned())]
    id: String,
    /// When charts of this kind are used.
    #[prop(into, default = Signal::stored(String::new()))]
    use_when: Signal<String>,
) -> impl IntoView {
    let text = move |part: fn(&Chart) -> &Text| {
        chart.with(|chart| chart.as_ref().map(|chart| language::told(part(chart))).unwrap_or_default())
    };
    let theme = use_theme();
    view! {
        <figure class="chart" class:skeleton=move || chart.with(Option::is_none)>
            <figcaption>
                <h3 id=format!("{id}-title")>{move || text(|chart| &chart.title)}</h3>
                <p class="use-when">{use_when}</p>
                <p class="finding" id=format!("{id}-finding")>{move || text(|chart| &chart.finding)}</p>
            </figcaption>
            <div id=format!("{id}-legend")><Legend chart theme on_select/></div>
            <ChartCanvas chart theme on_select id/>
        </figure>
    }
}

/// The picture alone: what it shows is read out where a reader points at it or goes through it with the arrow keys.
#[component]
pub fn ChartCanvas(
    /// The chart; none while there is none yet.
    #[prop(into)]
    chart: Signal<SharedChart>,
    /// The colors.
    theme: Signal<Theme>,
    /// Takes the rows that a reader chooses; without it nothing can be chosen.
    on_select: Option<Callback<Vec<Selection>>>,
    /// The canvas' id, with which the other ids begin. Title and finding have theirs beside it.
    #[prop(into)]
    id: String,
) -> impl IntoView {
    let surface = NodeRef::<Div>::new();
    let canvas = NodeRef::<Canvas>::new();
    let width = RwSignal::new(0_u32);
    let height = RwSignal::new(None::<u32>);
    let pointer = RwSignal::new(Pointer::default());
    let problem = RwSignal::new(String::new());
    // The surface's height follows from its width: only another width is news.
    use_resize_observer(surface, move |_, _| {
        let measured = surface.get_untracked().map_or(0, |surface| surface.client_width().unsigned_abs());
        if measured > 0 && measured != width.get_untracked() {
            width.set(measured);
        }
    });
    let ratio = use_device_pixel_ratio();
    Effect::new(move || {
        ratio.track();
        let (theme, width) = (theme.get(), width.get());
        let Some(canvas) = canvas.get().filter(|_| width > 0) else { return };
        let Some(chart) = chart.get() else { return };
        let ratio = window().device_pixel_ratio();
        match canvas::paint_body(&chart, &canvas, width, ratio, theme, language::telling()) {
            Ok((drawn, hits)) => {
                height.set(Some(drawn));
                pointer.set(Pointer::new(hits));
                problem.set(String::new());
            }
            Err(refused) => {
                pointer.set(Pointer::default());
                problem.set(told(&refused));
            }
        }
    });

    let choose = move || {
        let selection = pointer.with_untracked(|pointer| pointer.selection().to_vec());
        if let Some(on_select) = on_select.filter(|_| !selection.is_empty()) {
            on_select.run(selection);
        }
    };
    let pressed = move |key: Key| match key {
        Key::Next => pointer.maybe_update(Pointer::go_on),
        Key::Previous => pointer.maybe_update(Pointer::go_back),
        Key::Choose => choose(),
    };
    let frame = move |side: fn(&crate::charts::Hit) -> i32| {
        pointer.with(|pointer| pointer.hit().map(|hit| format!("{}px", side(hit))))
    };
    let readout = move || {
        let problem = problem.get();
        if problem.is_empty() { pointer.with(|pointer| pointer.label().to_owned()) } else { problem }
    };
    let [by_key, by_touch] = match on_select {
        Some(_) => [
            t!("Point at the chart or use the arrow keys to read it; click or press Enter to filter."),
            t!("Tap the chart to read it; tap the same place again to filter."),
        ],
        None => [t!("Point at the chart or use the arrow keys to read it."), t!("Tap the chart to read it.")],
    };
    // A finger reads with its first tap, and chooses with the next one at the same place.
    let was_read_by_touch = StoredValue::new(false);
    let touched = move |event: web_sys::PointerEvent| {
        let before = pointer.with_untracked(|pointer| pointer.hit().cloned());
        pointer.maybe_update(|pointer| pointer.point(event.offset_x(), event.offset_y()));
        let is_same = before.is_some() && pointer.with_untracked(|pointer| pointer.hit().cloned()) == before;
        was_read_by_touch.set_value(event.pointer_type() == TOUCH && !is_same);
    };
    view! {
        <div class="surface" node_ref=surface>
            <canvas
                node_ref=canvas
                id=id.clone()
                role="img"
                tabindex="0"
                aria-labelledby=format!("{id}-title {id}-finding")
                aria-describedby=format!("{id}-help")
                style:height=move || height.get().map(|height| format!("{height}px"))
                on:pointermove=move |event| {
                    pointer.maybe_update(|pointer| pointer.point(event.offset_x(), event.offset_y()))
                }
                on:pointerdown=touched
                on:pointerleave=move |event| {
                    // A finger that is lifted leaves, and its reader reads on.
                    if event.pointer_type() != TOUCH {
                        pointer.maybe_update(Pointer::leave);
                    }
                }
                on:click=move |event| {
                    pointer.maybe_update(|pointer| pointer.point(event.offset_x(), event.offset_y()));
                    if !was_read_by_touch.get_value() {
                        choose();
                    }
                }
                on:keydown=move |event| {
                    if let Some(key) = Key::named(&event.key()) {
                        event.prevent_default();
                        pressed(key);
                    }
                }
            ></canvas>
            <div
                class="mark"
                hidden=move || pointer.with(|pointer| pointer.hit().is_none())
                style:left=move || frame(|hit| hit.left)
                style:top=move || frame(|hit| hit.top)
                style:width=move || frame(|hit| hit.width)
                style:height=move || frame(|hit| hit.height)
            ></div>
        </div>
        <div class="reading" class:read=move || !readout().is_empty()>
            <p id=format!("{id}-readout") class="readout" role="status">{readout}</p>
            <p class="help" id=format!("{id}-help")>
                <span class="by-key">{by_key}</span>
                <span class="by-touch">{by_touch}</span>
            </p>
        </div>
    }
}

/// What colors, shapes and shades of a chart mean. Entries that stand for rows are buttons that choose them.
#[component]
pub fn Legend(
    /// The chart; none while there is none yet.
    #[prop(into)]
    chart: Signal<SharedChart>,
    /// The colors.
    theme: Signal<Theme>,
    /// Takes the rows that an entry stands for; without it nothing can be chosen.
    on_select: Option<Callback<Vec<Selection>>>,
) -> impl IntoView {
    let entry = move |entry: Entry, theme: Theme| {
        let count = entry.count.map(|count| view! { <b>{language::grouped(count)}</b> });
        let face =
            view! { {sample(entry.shape, theme.css(entry.paint))}{language::told(&entry.name)}{count} };
        match on_select.filter(|_| !entry.selection.is_empty()) {
            Some(on_select) => view! {
                <li>
                    <button
                        type="button"
                        class="quiet small"
                        on:click=move |_| on_select.run(entry.selection.clone())
                    >
                        {face}
                    </button>
                </li>
            }
            .into_any(),
            None => view! { <li>{face}</li> }.into_any(),
        }
    };
    move || {
        let (chart, theme) = (chart.get()?, theme.get());
        let has_legend = !chart.legend.is_empty() || chart.ramp.is_some();
        has_legend.then(|| {
            view! {
                <ul class="legend" aria-label=t!("Legend")>
                    {chart.legend.iter().map(|one| entry(one.clone(), theme)).collect_view()}
                    {chart.ramp.as_ref().map(|ramp| ramp_entry(ramp, theme))}
                </ul>
            }
        })
    }
}

/// The numbers of a chart as tables, and what a reader should know of how it was made.
#[component]
pub fn ChartNumbers(#[prop(into)] chart: Signal<SharedChart>) -> impl IntoView {
    move || {
        let chart = chart.get()?;
        let notes = chart.notes.iter().map(|note| view! { <li>{language::told(note)}</li> }).collect_view();
        let notes = (!chart.notes.is_empty()).then(|| view! { <ul class="help chart-notes">{notes}</ul> });
        let tables = if chart.tables.is_empty() {
            view! { <p class="help">{t!("This chart has no numbers.")}</p> }.into_any()
        } else {
            view! { <FiguresTables tables=chart.tables.clone() max_rows=MAX_ROWS/> }.into_any()
        };
        Some((tables, notes))
    }
}

/// The sample of a shape in a color.
fn sample(shape: Shape, color: String) -> impl IntoView {
    let parts = shapes::sample(shape).into_iter().map(|part| sample_part(part, color.clone())).collect_view();
    view! { <svg class="sample" viewBox="-10 -6 20 12" aria-hidden="true">{parts}</svg> }
}

fn sample_part(part: Part, color: String) -> AnyView {
    match part {
        Part::Disc(radius) => view! { <circle r=radius.to_string() fill=color/> }.into_any(),
        Part::Ring(radius) => view! {
            <circle r=radius.to_string() fill="none" stroke=color stroke-width=shapes::RING.to_string()/>
        }
        .into_any(),
        Part::Rectangle([(left, top), (right, bottom)]) => view! {
            <rect
                x=left.to_string()
                y=top.to_string()
                width=(right - left).to_string()
                height=(bottom - top).to_string()
                fill=color
            />
        }
        .into_any(),
        Part::Polygon(corners) => {
            let corners: Vec<String> = corners.iter().map(|(x, y)| format!("{x},{y}")).collect();
            view! { <polygon points=corners.join(" ") fill=color/> }.into_any()
        }
        Part::Line([(x1, y1), (x2, y2)], stroke) => view! {
            <line
                x1=x1.to_string()
                y1=y1.to_string()
                x2=x2.to_string()
                y2=y2.to_string()
                stroke=color
                stroke-width=shapes::stroke_width(stroke).to_string()
                stroke-dasharray=shapes::dashes(stroke).map(|[dash, gap]| format!("{dash} {gap}"))
            />
        }
        .into_any(),
    }
}

/// What the shades of a heat map mean.
fn ramp_entry(ramp: &Ramp, theme: Theme) -> impl IntoView {
    let step = |(index, paint): (usize, Paint)| {
        let (x, width) = ((index * RAMP_STEP).to_string(), RAMP_STEP.to_string());
        view! { <rect x=x width=width height="10" fill=theme.css(paint)/> }
    };
    let steps = shapes::shades(ramp, RAMP_STEPS).enumerate().map(step).collect_view();
    let size = format!("0 0 {} 10", RAMP_STEPS * RAMP_STEP);
    view! {
        <li>
            {t!("{title}: {min}", title = ramp.title.clone(), min = ramp.min.clone())}
            " "
            <svg class="ramp" viewBox=size aria-hidden="true">{steps}</svg>
            " "
            {language::told(&ramp.max)}
        </li>
    }
}
