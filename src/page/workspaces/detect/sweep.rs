//! Learning and difficulty curves: what detectors reach with more training rows, and on datasets that differ in one setting.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::PointerEvent;

use super::along::{Figure, Scales, nearest};
use super::comparison::sample;
use super::job::{Detecting, Swept};
use super::marks::mark_of;
use super::plot::{self, Frame, Pointed};
use super::{surface, words};
use crate::engine::detect::sweep::Line;
use crate::engine::detect::{Axis, Sweep, json};
use crate::engine::models::bootstrap::Estimate;
use crate::engine::text::number;
use crate::page::components::controls::{button, choice};
use crate::page::components::notices::{Notices, told};
use crate::page::components::problems::Problems;
use crate::page::download::save_text;
use crate::page::language::{self, grouped};
use crate::page::runs::progress::RunProgress;

/// The card with the curves, or with what would draw them.
#[component]
pub fn Sweeps(detecting: Detecting, notices: Notices) -> impl IntoView {
    let runs = detecting.runs;
    let axis = move |axis: Axis| {
        choice(
            "detect-axis",
            axis.key(),
            language::words(axis.short_title()),
            move || detecting.axis.get() == axis,
            || false,
            move || detecting.axis.set(axis),
        )
    };
    let figure = move |figure: Figure| {
        choice(
            "detect-figure",
            figure.name(),
            language::words(figure.name()),
            move || detecting.figure.get() == figure,
            || false,
            move || detecting.figure.set(figure),
        )
    };
    let curves = Signal::derive(move || detecting.curves());
    let has_curves = move || curves.with(Option::is_some);
    let stale = move || {
        let difference = curves.with(|swept| detecting.difference_of(swept.as_ref()?))?;
        let can_draw = !runs.is_running() && detecting.refusal(detecting.axis.get()).is_none();
        can_draw.then(|| {
            view! { <p class="stale" id="sweep-stale"><strong>{difference}</strong> " " {t!("Draw again for what is chosen now.")}</p> }
        })
    };
    let is_drawing = move || detecting.is_drawing();
    let face = move || if has_curves() { t!("Draw again") } else { t!("Draw") };
    let is_off = move || runs.is_running() || !detecting.can_sweep();
    let save = move || {
        let Some(swept) = curves.get_untracked() else { return };
        let name = format!("detectors-by-{}.json", swept.sweep.axis.key());
        if let Err(problem) = save_text(&json::text(&swept.sweep), "application/json", &name) {
            notices.error(&problem);
        }
    };
    let problems = Signal::derive(move || detecting.problems_of_curves());
    let about = move || {
        let axis = detecting.axis.get();
        detecting
            .refusal(axis)
            .map_or_else(|| language::words(axis.help()).to_owned(), |refusal| told(&refusal))
    };
    view! {
        <section class="card sweep" aria-labelledby="sweep-heading">
            <header class="heading">
                <h3 id="sweep-heading">{t!("Learning and difficulty curves")}</h3>
                <div class="switch" role="radiogroup" aria-label=t!("Against")>
                    {Axis::ALL.map(axis).into_iter().collect_view()}
                </div>
                <Show when=has_curves>
                    <div class="switch" role="radiogroup" aria-label=t!("Figure")>
                        {Figure::ALL.map(figure).into_iter().collect_view()}
                    </div>
                </Show>
            </header>
            <div class="actions-row">
                <p class="help">{about}</p>
                <button type="button" id="sweep" hidden=is_drawing disabled=is_off on:click=move |_| detecting.sweep()>
                    {face}
                </button>
                <Show when=is_drawing>
                    <RunProgress runs id="sweep" stage=words::stage/>
                </Show>
                <Show when=has_curves>
                    {button("", "JSON").id("sweep-json").title(t!("The figures as JSON")).does(save)}
                </Show>
            </div>
            <div class="told">{stale} <Problems problems/></div>
            {move || curves.get().map(|swept| view! { <Curves swept detecting/> })}
        </section>
    }
}

/// The plot beside the table of its figures.
#[component]
fn Curves(swept: Arc<Swept>, detecting: Detecting) -> impl IntoView {
    let swept = StoredValue::new(swept);
    let chosen = RwSignal::new(swept.with_value(|swept| swept.sweep.best()));
    let (finding, notes) = swept.with_value(|swept| {
        let notes: Vec<String> = swept.sweep.notes.iter().map(language::told).collect();
        (language::told(&swept.sweep.finding()), notes.join(" "))
    });
    view! {
        <p class="finding" id="sweep-finding">{format!("{finding}.")}</p>
        <div class="compared">
            <Plot swept detecting chosen/>
            <Figures swept detecting chosen/>
        </div>
        <p class="help">{notes}</p>
    }
}

/// The lines, the chosen one with its intervals.
#[component]
fn Plot(swept: StoredValue<Arc<Swept>>, detecting: Detecting, chosen: RwSignal<usize>) -> impl IntoView {
    let surface = NodeRef::<Div>::new();
    let frame = surface::frame(surface);
    let figure = detecting.figure;
    let scales = Memo::new(move |_| swept.with_value(|swept| Scales::of(&swept.sweep, figure.get())));
    let lines = Memo::new(move |_| {
        let (scales, figure) = (scales.get(), figure.get());
        let line = |sweep: &Sweep, line: &Line| scales.line(sweep, figure.of(line));
        swept.with_value(|swept| {
            swept.sweep.lines.iter().map(|one| line(&swept.sweep, one)).collect::<Vec<_>>()
        })
    });
    let pointed = RwSignal::new(None::<Pointed>);
    let find = move |event: &PointerEvent| {
        let at = surface::place(surface, event)?;
        lines.with_untracked(|lines| plot::pointed(frame.get_untracked(), lines, chosen.get_untracked(), at))
    };
    let moved = move |event: PointerEvent| {
        let found = find(&event);
        pointed.maybe_update(|pointed| std::mem::replace(pointed, found) != found);
    };
    let clicked = move |event: PointerEvent| {
        if let Some(found) = find(&event).filter(|_| event.button() == 0) {
            chosen.set(found.detector);
        }
    };
    let readout = move || {
        let Some(pointed) = pointed.get() else {
            return swept.with_value(|swept| match swept.sweep.now_within() {
                Some(now) => t!(
                    "The band holds 95 % of resamples of the test part for the chosen detector · dotted: this dataset, {value}",
                    value = number(swept.sweep.axis.text(now))
                ),
                None => {
                    t!("The band holds 95 % of resamples of the test part for the chosen detector").to_owned()
                }
            });
        };
        swept.with_value(|swept| {
            let sweep = &swept.sweep;
            let said = sweep.lines.get(pointed.detector).and_then(|line| {
                let (value, estimate) = nearest(sweep, figure.get().of(line), scales.get(), pointed.at[0])?;
                Some(t!(
                    "{detector}: {figure} {value} ({low} to {high}) {place}",
                    detector = line.name.clone(),
                    figure = language::words(figure.get().name()),
                    value = number(format!("{:.3}", estimate.value)),
                    low = number(format!("{:.2}", estimate.low)),
                    high = number(format!("{:.2}", estimate.high)),
                    place = sweep.axis.in_words(value)
                ))
            });
            said.unwrap_or_default()
        })
    };
    let height = move || format!("{}px", frame.get().height);
    view! {
        <div>
            <div
                class="curve-plot"
                node_ref=surface
                style:height=height
                on:pointermove=moved
                on:pointerdown=clicked
                on:pointerleave=move |_| pointed.set(None)
            >
                {move || drawn(swept, scales.get(), figure.get(), &lines.get(), frame.get(), chosen)}
                {move || pointed.get().map(|pointed| surface::dot(frame.get(), pointed.at))}
            </div>
            <p class="help curve-readout">{readout}</p>
        </div>
    }
}

/// Axes, lines and the band of the chosen line.
fn drawn(
    swept: StoredValue<Arc<Swept>>,
    scales: Scales,
    figure: Figure,
    lines: &[Vec<[f64; 2]>],
    frame: Frame,
    chosen: RwSignal<usize>,
) -> impl IntoView + use<> {
    let [bottom, top] = [frame.at([0.0, 0.0])[1], frame.at([0.0, 1.0])[1]];
    let rows = scales.ticks().into_iter().enumerate().map(|(place, tick)| {
        let ([left, y], [right, _]) = (frame.at([0.0, scales.y(tick)]), frame.at([1.0, 0.0]));
        let text = (place % 2 == 0 || tick == 1.0).then(|| language::number(&format!("{tick:.1}")));
        view! {
            <line class="grid" x1=left x2=right y1=y y2=y/>
            <text class="tick-text" x=left - 6.0 y=y + 4.0 text-anchor="end">{text}</text>
        }
    });
    let rows = rows.collect_view();
    let (axis, now, points, marks) = swept.with_value(|swept| {
        let sweep = &swept.sweep;
        let points: Vec<f64> = sweep.points.iter().map(|point| point.value).collect();
        let marks: Vec<_> = sweep.lines.iter().map(|line| mark_of(&line.key, false)).collect();
        (sweep.axis, sweep.now_within(), points, marks)
    });
    let column = |&value: &f64| {
        let x = frame.at([scales.x(value), 0.0])[0];
        view! {
            <line class="grid" x1=x x2=x y1=top y2=bottom/>
            <text class="tick-text" x=x y=bottom + 15.0 text-anchor="middle">{language::number(&axis.text(value))}</text>
        }
    };
    let columns = points.iter().map(column).collect_view();
    let now = now.map(|now| {
        let x = frame.at([scales.x(now), 0.0])[0];
        view! { <path class="baseline" d=format!("M{x:.1} {top:.1}L{x:.1} {bottom:.1}")/> }
    });
    let paths: Vec<String> = lines.iter().map(|line| frame.path(line)).collect();
    let dots = lines.to_vec();
    let all = paths
        .iter()
        .zip(&marks)
        .enumerate()
        .map(|(place, (path, mark))| {
            let is_chosen = move || chosen.get() == place;
            view! {
                <g class="detector" class:chosen=is_chosen>
                    <path class=mark.class() stroke-dasharray=mark.dashes d=path.clone()/>
                </g>
            }
        })
        .collect_view();
    let on_top = move || {
        let place = chosen.get();
        let mark = marks.get(place)?;
        let band = swept.with_value(|swept| {
            let line = swept.sweep.lines.get(place)?;
            Some(frame.path(&scales.band(&swept.sweep, figure.of(line))))
        });
        let dot = |&point: &[f64; 2]| {
            let [x, y] = frame.at(point);
            view! { <circle class=mark.class() cx=x cy=y r="3"/> }
        };
        Some(view! {
            <path class=format!("band {}", mark.class()) d=band.map(|band| band + "Z")/>
            <path class=format!("on-top {}", mark.class()) stroke-dasharray=mark.dashes d=paths.get(place).cloned()/>
            {dots.get(place).map(|dots| dots.iter().map(dot).collect_view())}
        })
    };
    let [figure, horizontal] = [figure.name(), axis.title()].map(language::words);
    let label =
        t!("{figure} of each detector over {horizontal}. The table has the figures.", figure, horizontal);
    let middle = frame.at([0.5, 0.5])[0];
    view! {
        <svg viewBox=format!("0 0 {} {}", frame.width, frame.height) role="img" aria-label=label>
            {rows}
            {columns}
            {now}
            {all}
            {on_top}
            <text class="axis-text" x=middle y=frame.height - 3.0 text-anchor="middle">{horizontal}</text>
            <text class="axis-text" x="0" y="10">{figure}</text>
        </svg>
    }
}

/// The same figures as a table; a detector can be chosen there.
#[component]
fn Figures(swept: StoredValue<Arc<Swept>>, detecting: Detecting, chosen: RwSignal<usize>) -> impl IntoView {
    let row = move |place: usize, line: &Line| {
        let mark = mark_of(&line.key, false);
        let is_chosen = move || chosen.get() == place;
        let key = line.key.clone();
        let figures = line.clone();
        let cells = move || {
            let cell = |estimate: &Option<_>| {
                let value = estimate.map(|estimate: Estimate| estimate.value);
                view! { <td class="number">{words::figure(value, 2)}</td> }
            };
            detecting.figure.get().of(&figures).iter().map(cell).collect_view()
        };
        view! {
            <tr class:chosen=is_chosen data-detector=key on:click=move |_| chosen.set(place)>
                <td class="line-cell">{sample(mark)}</td>
                <th scope="row">
                    <button type="button" class="quiet" aria-pressed=move || is_chosen().to_string()>
                        {language::told(&line.name)}
                    </button>
                </th>
                {cells}
            </tr>
        }
    };
    let (head, rows, axis) = swept.with_value(|swept| {
        let sweep = &swept.sweep;
        let head = sweep.points.iter().map(|point| {
            let title = t!(
                "{count} test row, {anomalous} anomalous"
                    | "{count} test rows, {anomalous} anomalous" % point.test.rows,
                count = grouped(point.test.rows),
                anomalous = grouped(point.test.anomalous)
            );
            let value = language::number(&sweep.axis.text(point.value));
            view! { <th scope="col" class="number" title=title>{value}</th> }
        });
        let rows = sweep.lines.iter().enumerate().map(|(place, line)| row(place, line));
        (head.collect_view(), rows.collect_view(), sweep.axis)
    });
    let caption = move || {
        t!(
            "{figure} of each detector over {horizontal}",
            figure = language::words(detecting.figure.get().name()),
            horizontal = language::words(axis.title())
        )
    };
    view! {
        <div class="sweep-figures" tabindex="0" role="group" aria-label=t!("Figures of the curves")>
            <table class="detectors-table" id="sweep-table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!("Line")}</span></th>
                        <th scope="col">{t!("Detector")}</th>
                        {head}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
