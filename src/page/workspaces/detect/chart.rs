//! The curves of the detectors. The threshold is a dot on the chosen curve, which can be dragged and is a slider to the
//! keyboard.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::marks::mark;
use super::plot::{self, Frame, Kind, Lines, Pointed};
use super::points;
use super::shown::Shown;
use super::surface;
use super::words;
use crate::engine::models::metrics::Confusion;
use crate::page::components::controls::choice;
use crate::page::language;

/// Where lines of the grid are, and what stands at them.
const TICKS: [(f64, &str); 5] = [(0.0, "0"), (0.25, ""), (0.5, "0.5"), (0.75, ""), (1.0, "1")];

/// The chart with its control.
#[component]
pub fn Curves(shown: Shown) -> impl IntoView {
    let kind = shown.detecting.kind;
    let one = move |one: Kind| {
        choice(
            "detect-chart",
            one.name(),
            language::words(one.name()),
            move || kind.get() == one,
            || false,
            move || kind.set(one),
        )
    };
    view! {
        <section class="card curves" aria-labelledby="curves-heading">
            <header class="heading">
                <h3 id="curves-heading">{move || language::words(kind.get().name())}</h3>
                <div class="switch" role="radiogroup" aria-label=t!("Chart")>
                    {Kind::ALL.map(one).into_iter().collect_view()}
                </div>
            </header>
            <Plot shown/>
        </section>
    }
}

/// The plot, and a line on what is pointed at.
#[component]
fn Plot(shown: Shown) -> impl IntoView {
    let kind = shown.detecting.kind;
    let surface = NodeRef::<Div>::new();
    let frame = surface::frame(surface);
    let lines = Memo::new(move |_| shown.with(|report| Lines::of(kind.get(), &report.detectors)));
    let pointed = RwSignal::new(None::<Pointed>);
    let point = move |found: Option<Pointed>| {
        if pointed.get_untracked() != found {
            pointed.set(found);
        }
    };
    let at = move |event: &PointerEvent| surface::place(surface, event);
    let find = move |event: &PointerEvent| {
        let (place, chosen) = (at(event)?, shown.chosen.get_untracked());
        lines.with_untracked(|lines| plot::pointed(frame.get_untracked(), &lines.points, chosen, place))
    };
    let moved = move |event: PointerEvent| point(find(&event));
    // A curve that is clicked becomes the chosen one, and the threshold moves there.
    let clicked = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let found = find(&event);
        point(found);
        let (Some(found), Some(place)) = (found, at(&event)) else { return };
        shown.choose(found.detector);
        follow(shown, frame.get_untracked(), place);
    };
    let is_dragged = RwSignal::new(false);
    let height = move || format!("{}px", frame.get().height);
    let readout = move || {
        let kind = kind.get();
        if let Some(pointed) = pointed.get().filter(|_| !is_dragged.get()) {
            let title = shown.with(|report| report.detectors.get(pointed.detector).map(|one| one.title()));
            return kind.words(title.unwrap_or_default(), pointed.at);
        }
        match kind {
            Kind::Calibration => calibration(shown),
            _ => t!(
                "Drag the dot to move the threshold · {dotted}",
                dotted = language::words(kind.baseline_name())
            ),
        }
    };
    view! {
        <div
            class="curve-plot"
            class:dragged=is_dragged
            node_ref=surface
            style:height=height
            on:pointermove=moved
            on:pointerdown=clicked
            on:pointerleave=move |_| point(None)
        >
            {move || lines.with(|lines| drawn(shown, lines, frame.get()))}
            {move || {
                let pointed = pointed.get().filter(|_| !is_dragged.get())?;
                Some(surface::dot(frame.get(), pointed.at))
            }}
            <Handle shown frame is_dragged at=Callback::new(move |event: PointerEvent| at(&event))/>
        </div>
        <p class="help curve-readout">{readout}</p>
    }
}

/// Axes and lines, the chosen one on top.
fn drawn(shown: Shown, lines: &Lines, frame: Frame) -> impl IntoView + use<> {
    let kind = lines.kind;
    let paths: Vec<String> = lines.points.iter().map(|line| frame.path(line)).collect();
    let [x_axis, y_axis] = kind.axes().map(language::words);
    let grid = TICKS.map(|(value, text)| {
        let ([x, bottom], [right, y]) = (frame.at([value, 0.0]), frame.at([1.0, value]));
        let text = language::number(text);
        view! {
            <line class="grid" x1=x x2=x y1=frame.top y2=bottom/>
            <line class="grid" x1=frame.left x2=right y1=y y2=y/>
            <text class="tick-text" x=x y=bottom + 15.0 text-anchor="middle">{text.clone()}</text>
            <text class="tick-text" x=frame.left - 6.0 y=y + 4.0 text-anchor="end">{text}</text>
        }
    });
    let baseline = shown.with(|report| kind.baseline(report.test)).map(|line| frame.path(&line));
    let is_empty = lines.points.iter().all(Vec::is_empty);
    let lines = shown.with(|report| {
        let lines = report.detectors.iter().zip(&lines.points).zip(&paths).enumerate();
        let lines = lines.map(|(place, ((scored, line), path))| {
            let mark = mark(scored);
            let is_chosen = move || shown.chosen.get() == place;
            let bins = (kind == Kind::Calibration).then(|| {
                let dot = |point: &[f64; 2]| {
                    let [x, y] = frame.at(*point);
                    view! { <circle class=mark.class() cx=x cy=y r="3"/> }
                };
                line.iter().map(dot).collect_view()
            });
            view! {
                <g class="detector" class:chosen=is_chosen>
                    <path class=mark.class() stroke-dasharray=mark.dashes d=path.clone()/>
                    {bins}
                </g>
            }
        });
        lines.collect_view()
    });
    // The chosen line once more, above the others.
    let on_top = move || {
        shown.scored(|scored, _| {
            let mark = mark(scored);
            let d = paths.get(shown.chosen.get()).cloned();
            view! { <path class=format!("on-top {}", mark.class()) stroke-dasharray=mark.dashes d=d/> }
        })
    };
    let middle = frame.at([0.5, 0.5]);
    let none = is_empty.then(|| {
        let why = match kind {
            Kind::Calibration => t!("No detector here says probabilities"),
            _ => t!("No curve: a class has no row in the test part"),
        };
        view! { <text class="axis-text" x=middle[0] y=middle[1] text-anchor="middle">{why}</text> }
    });
    let label = t!(
        "{chart}: {vertical} over {horizontal}. The table of detectors has the figures.",
        chart = language::words(kind.name()),
        vertical = y_axis,
        horizontal = x_axis
    );
    view! {
        <svg viewBox=format!("0 0 {} {}", frame.width, frame.height) role="img" aria-label=label>
            {grid}
            <path class="baseline" d=baseline/>
            {lines}
            {on_top}
            <text class="axis-text" x=middle[0] y=frame.height - 3.0 text-anchor="middle">{x_axis}</text>
            <text class="axis-text" x="0" y="10">{y_axis}</text>
            {none}
        </svg>
    }
}

/// The dot that is the threshold.
#[component]
fn Handle(
    shown: Shown,
    frame: Memo<Frame>,
    is_dragged: RwSignal<bool>,
    /// Where a pointer is, in pixels of the plot.
    at: Callback<PointerEvent, Option<[f64; 2]>>,
) -> impl IntoView {
    let place = Memo::new(move |_| {
        let (kind, point) = (shown.detecting.kind.get(), shown.point.get());
        let place = shown.scored(|scored, report| kind.place(scored, point, report.test)).flatten()?;
        Some(frame.get().at(place))
    });
    let side = move |side: usize| place.get().map(|place| format!("{:.1}px", place[side]));
    let class = move || {
        let color = shown.scored(|scored, _| mark(scored).class()).unwrap_or_default();
        format!("threshold-dot {color}")
    };
    let count = move || shown.scored(|scored, _| scored.roc.len()).unwrap_or_default();
    let meaning = move || {
        let threshold = shown.scored(|scored, _| scored.threshold(shown.point.get()));
        let both = threshold.zip(shown.confusion.get());
        both.map(|(threshold, confusion)| said(threshold, &confusion)).unwrap_or_default()
    };
    let pressed = move |event: KeyboardEvent| {
        let moved = points::pressed(&event.key(), shown.point.get_untracked(), untrack(count));
        if let Some(point) = moved.filter(|_| !event.ctrl_key() && !event.meta_key() && !event.alt_key()) {
            event.prevent_default();
            shown.move_to(point);
        }
    };
    let handle = NodeRef::<Div>::new();
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        event.stop_propagation();
        if let Some(handle) = handle.get_untracked() {
            // Without it a fast pointer leaves the dot behind.
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
        is_dragged.set(true);
    };
    let moved = move |event: PointerEvent| {
        if is_dragged.get_untracked() {
            event.stop_propagation();
            if let Some(place) = at.run(event) {
                follow(shown, frame.get_untracked(), place);
            }
        }
    };
    let end = move |_: PointerEvent| is_dragged.set(false);
    view! {
        <div
            node_ref=handle
            id="detect-threshold"
            class=class
            role="slider"
            tabindex="0"
            hidden=move || place.get().is_none()
            aria-label=t!("Threshold")
            aria-valuemin="0"
            aria-valuemax=move || count().saturating_sub(1).to_string()
            aria-valuenow=move || shown.point.get().to_string()
            aria-valuetext=meaning
            style:left=move || side(0)
            style:top=move || side(1)
            on:keydown=pressed
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=end
            on:pointercancel=end
        >
            <i></i>
        </div>
    }
}

/// Moves the threshold to the point of the chosen curve that is nearest to a place.
fn follow(shown: Shown, frame: Frame, place: [f64; 2]) {
    let kind = shown.detecting.kind.get_untracked();
    let find = || shown.scored(|scored, report| plot::nearest(frame, kind, scored, report.test, place));
    if let Some(point) = untrack(find).flatten() {
        shown.move_to(point);
    }
}

/// A threshold and its figures.
fn said(threshold: f64, confusion: &Confusion) -> String {
    t!(
        "{threshold}, precision {precision}, recall {recall}",
        threshold = words::threshold(threshold),
        precision = words::figure(confusion.precision(), 2),
        recall = words::figure(confusion.recall(), 2)
    )
}

/// How true the probabilities of the chosen detector are.
fn calibration(shown: Shown) -> String {
    let told = shown.scored(|scored, _| match &scored.calibration {
        Some(calibration) => language::told(&calibration.sentence()),
        None => t!("The scores of {detector} are no probabilities.", detector = scored.title()),
    });
    told.unwrap_or_default()
}
