//! Calibration: what a team can handle, the thresholds that follow, and precision and recall along alerts a day.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

use super::score::takes_over_button;
use super::scoring::Scoring;
use super::words;
use crate::engine::decimal;
use crate::engine::respond::calibration::{Calibration, Point};
use crate::page::components::controls::{Line, labeled};
use crate::page::language;

/// The size of the drawing, in its own units, and the room at its left and its foot.
const SIZE: [f64; 2] = [480.0, 200.0];
const LEFT: f64 = 30.0;
const FOOT: f64 = 20.0;

/// Alerts a day along the axis, on a logarithmic scale.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    min: f64,
    max: f64,
}

impl Scale {
    fn of(calibration: &Calibration) -> Self {
        let alerts = |point: Option<&Point>| point.map_or(1.0, |point| point.alerts_per_day.max(1e-6));
        let (min, max) = (alerts(calibration.points.first()), alerts(calibration.points.last()));
        Scale { min, max: max.max(min * 1.001) }
    }

    fn x(self, alerts: f64) -> f64 {
        let share = libm::log(alerts.max(self.min) / self.min) / libm::log(self.max / self.min);
        LEFT + share.min(1.0) * (SIZE[0] - LEFT)
    }

    fn alerts(self, x: f64) -> f64 {
        let share = ((x - LEFT) / (SIZE[0] - LEFT)).clamp(0.0, 1.0);
        self.min * libm::exp(share * libm::log(self.max / self.min))
    }
}

fn y(share: f64) -> f64 {
    (1.0 - share) * (SIZE[1] - FOOT)
}

fn path(calibration: &Calibration, scale: Scale, value: fn(&Point) -> f64) -> String {
    let mut path = String::new();
    for point in &calibration.points {
        let sign = if path.is_empty() { 'M' } else { 'L' };
        path += &format!("{sign}{:.1} {:.1}", scale.x(point.alerts_per_day), y(value(point)));
    }
    path
}

/// The card.
#[component]
pub fn CalibrationView(
    scoring: Scoring,
    /// The AUC of the audit's probe on the dataset, if it is known.
    probe: Signal<Option<f64>>,
) -> impl IntoView {
    let calibration =
        Memo::new(move |_| scoring.workbench.with(|it| it.as_ref().map(|it| it.calibration.clone())));
    let scale = Memo::new(move |_| calibration.with(|it| it.as_ref().map(Scale::of)));
    let thresholds = Signal::derive(move || {
        let alerts = scoring.alerts_per_day()?;
        calibration.with(|it| it.as_ref()?.thresholds_for(alerts))
    });
    let point = Memo::new(move |_| {
        let [_, high, _] = thresholds.get()?;
        calibration.with(|it| it.as_ref()?.at(high).copied())
    });
    let invalid = Signal::derive(move || scoring.alerts_per_day().is_none());
    let field = Line {
        id: "alert-budget".to_owned(),
        class: "short",
        keyboard: "decimal",
        described_by: "alert-budget-problem".to_owned(),
        invalid,
        ..Line::text()
    };
    let said = move || {
        let point = point.get()?;
        let [medium, high, critical] = thresholds.get()?;
        let of = |value: f64| language::number(&decimal::text(value));
        Some(t!(
            "Medium from {medium}, High from {high}, Critical from {critical}: {alerts} alerts a day, of which {precision} are anomalous; they are {recall} of the anomalous rows.",
            medium = of(medium),
            high = of(high),
            critical = of(critical),
            alerts = language::number(&decimal::text_rounded(point.alerts_per_day, 1)),
            precision = words::percent(point.precision, 1.0),
            recall = words::percent(point.recall, 1.0)
        ))
    };
    let as_detector = move || {
        calibration.with(|it| {
            let it = it.as_ref()?;
            let figure = |value: f64| language::number(&decimal::fixed(value, 2));
            let known = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), figure);
            let (auc, precision) = (known(it.auc), known(it.average_precision));
            Some(match probe.get() {
                Some(probe) => t!(
                    "As a detector the score has an AUC of {auc} and an average precision of {precision}. The audit's probe, which learns from the labels, reaches an AUC of {probe} on the dataset. Detect compares more detectors.",
                    auc,
                    precision,
                    probe = figure(probe)
                ),
                None => t!(
                    "As a detector the score has an AUC of {auc} and an average precision of {precision}. Detect compares more detectors.",
                    auc,
                    precision
                ),
            })
        })
    };
    view! {
        <section class="card calibration" aria-labelledby="calibration-heading">
            <header class="heading">
                <h3 id="calibration-heading">{t!("What a team can handle")}</h3>
                {labeled("alert-budget", t!("Alerts a day"), field.of(scoring.budget))}
                {takes_over_button(scoring, thresholds)}
            </header>
            <p class="problem" id="alert-budget-problem" aria-live="polite">
                {move || invalid.get().then(|| t!("Use a number above 0, for instance {example}.", example = 20))}
            </p>
            <p id="calibration-said">{said}</p>
            <Plot scoring calibration scale point/>
            <p class="help" id="calibration-as-detector">{as_detector}</p>
        </section>
    }
}

/// The curves, and the point between them, which can be dragged.
#[component]
fn Plot(
    scoring: Scoring,
    calibration: Memo<Option<Calibration>>,
    scale: Memo<Option<Scale>>,
    point: Memo<Option<Point>>,
) -> impl IntoView {
    let surface = NodeRef::<Div>::new();
    let is_dragged = StoredValue::new(false);
    let set = move |alerts: f64| {
        let decimals = if alerts < 10.0 { 2 } else { 0 };
        scoring.budget.set(decimal::text_rounded(alerts, decimals));
    };
    let follow = move |event: &PointerEvent| {
        let (Some(surface), Some(scale)) = (surface.get_untracked(), scale.get_untracked()) else { return };
        let edges = surface.get_bounding_client_rect();
        let x = (f64::from(event.client_x()) - edges.left()) / edges.width().max(1.0) * SIZE[0];
        set(scale.alerts(x));
    };
    let down = move |event: PointerEvent| {
        if event.button() == 0 {
            if let Some(surface) = surface.get_untracked() {
                let _ = surface.set_pointer_capture(event.pointer_id());
            }
            is_dragged.set_value(true);
            follow(&event);
        }
    };
    let moved = move |event: PointerEvent| {
        if is_dragged.get_value() {
            follow(&event);
        }
    };
    let end = move |_: PointerEvent| is_dragged.set_value(false);
    let keyed = move |event: KeyboardEvent| {
        let factor = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1.1,
            "ArrowLeft" | "ArrowDown" => 1.0 / 1.1,
            "PageUp" => 2.0,
            "PageDown" => 0.5,
            _ => return,
        };
        event.prevent_default();
        let (now, scale) = (untrack(|| scoring.alerts_per_day()).unwrap_or(1.0), scale.get_untracked());
        if let Some(scale) = scale {
            set((now * factor).clamp(scale.min, scale.max));
        }
    };
    let curves = move || {
        let scale = scale.get()?;
        calibration.with(|it| {
            let it = it.as_ref()?;
            Some((path(it, scale, |point| point.precision), path(it, scale, |point| point.recall), scale))
        })
    };
    let drawn = move || {
        let (precision, recall, scale) = curves()?;
        let tick = |alerts: f64| {
            let x = scale.x(alerts);
            view! {
                <line class="grid" x1=x x2=x y1="0" y2=y(0.0)/>
                <text class="tick-text" x=x y=SIZE[1] - 4.0 text-anchor="middle">{language::number(&decimal::text(alerts))}</text>
            }
        };
        let powers = [0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0];
        let ticks = powers.into_iter().filter(|alerts| (scale.min * 1.2..scale.max / 1.2).contains(alerts));
        let side = |(share, text): (f64, &'static str)| {
            view! {
                <line class="grid" x1=LEFT x2=SIZE[0] y1=y(share) y2=y(share)/>
                <text class="tick-text" x=LEFT - 4.0 y=y(share) + 4.0 text-anchor="end">{language::number(text)}</text>
            }
        };
        let at = point.get().map(|point| {
            let x = scale.x(point.alerts_per_day);
            view! {
                <line class="operating" x1=x x2=x y1="0" y2=y(0.0)/>
                <circle class="precision-dot" cx=x cy=y(point.precision) r="4"/>
                <circle class="recall-dot" cx=x cy=y(point.recall) r="4"/>
            }
        });
        Some(view! {
            {ticks.map(tick).collect_view()}
            {[(0.0, "0"), (0.5, "0.5"), (1.0, "1")].map(side).into_iter().collect_view()}
            <path class="precision-line" d=precision/>
            <path class="recall-line" d=recall/>
            {at}
        })
    };
    let value = move || {
        point.get().map(|point| {
            t!(
                "{alerts} alerts a day, precision {precision}, recall {recall}",
                alerts = language::number(&decimal::text_rounded(point.alerts_per_day, 1)),
                precision = words::percent(point.precision, 1.0),
                recall = words::percent(point.recall, 1.0)
            )
        })
    };
    let now = move || point.get().map_or(0.0, |point| point.alerts_per_day).to_string();
    let end_of = move |of: fn(Scale) -> f64| move || scale.get().map(of).unwrap_or(0.0).to_string();
    view! {
        <ul class="legend">
            <li><span class="key precision-key" aria-hidden="true"></span>{t!("Precision")}</li>
            <li><span class="key recall-key" aria-hidden="true"></span>{t!("Recall")}</li>
            <li class="help">{t!("Alerts a day, on a logarithmic scale; drag to choose")}</li>
        </ul>
        <div
            class="calibration-plot"
            id="calibration-plot"
            node_ref=surface
            role="slider"
            tabindex="0"
            aria-label=t!("Alerts a day")
            aria-valuemin=end_of(|scale| scale.min)
            aria-valuemax=end_of(|scale| scale.max)
            aria-valuenow=now
            aria-valuetext=value
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=end
            on:pointercancel=end
            on:keydown=keyed
        >
            <svg viewBox=format!("0 0 {} {}", SIZE[0], SIZE[1]) aria-hidden="true">{drawn}</svg>
        </div>
    }
}
