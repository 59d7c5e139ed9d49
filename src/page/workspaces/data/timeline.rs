//! The timeline: rows per day, week, month or quarter. A range that is dragged over it filters the table.

use std::sync::Arc;

use leptos::html::{Canvas, Div};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_use_device_pixel_ratio::use_device_pixel_ratio;
use leptos_use_resize_observer::use_resize_observer;
use web_sys::{KeyboardEvent, PointerEvent};

use super::brush::{self, Change, Drag, End, Periods, Reach};
use crate::charts::canvas;
use crate::charts::timeline::{By, Plot};
use crate::engine::explore::filter::Filter;
use crate::engine::explore::period::Period;
use crate::engine::explore::timeline::{TIME, Timeline};
use crate::page::client::{Client, Failure, Lane};
use crate::page::components::chart::use_theme;
use crate::page::components::controls::choice;
use crate::page::components::figures::FiguresTable;
use crate::page::components::notices::{Notices, sentence};
use crate::page::engine::Engine;
use crate::page::language;
use crate::page::marks::mark;
use crate::page::store::Store;
use crate::protocol::dataset::{self, TableId};

/// How far from an end a pointer takes hold of it, in pixels: outside and inside; and what counts as no move.
const OUTSIDE: f64 = 12.0;
const INSIDE: f64 = 8.0;
const STILL: f64 = 3.0;

/// What a timeline belongs to.
type Key = (TableId, Filter, Option<Period>);

/// A timeline, as its parts share it.
type Shared = Option<Arc<Timeline>>;

/// The timeline.
#[component]
pub fn TimelineView(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    /// Whether the workspace is in sight: nothing is asked for while it is not.
    active: Signal<bool>,
) -> impl IntoView {
    let (by, wanted) = (RwSignal::new(By::Level), RwSignal::new(None::<Period>));
    let timeline = follow(client, engine, store, notices, wanted, active);
    let brush = Brush::new(store, timeline);
    let said = Memo::new(move |_| brush.said());
    let hint = move || {
        let is_there =
            timeline.with(|timeline| timeline.as_ref().is_some_and(|shown| !shown.bars.is_empty()));
        if is_there { t!("drag to filter the table") } else { "" }.to_owned()
    };
    let is_open = RwSignal::new(false);
    let period =
        move || timeline.with(|timeline| timeline.as_ref().map_or(Period::Month, |shown| shown.period));
    let color = move |(name, value): (&'static str, By)| {
        let face = language::words(name);
        choice("timeline-by", name, face, move || by.get() == value, || false, move || by.set(value))
    };
    // Quarters are for long spans alone.
    let lengths = move || {
        let has_quarters = period() == Period::Quarter;
        let lengths = Period::ALL.into_iter().filter(|&length| has_quarters || length != Period::Quarter);
        let is_offered = move |length: Period| {
            timeline.with(|timeline| timeline.as_ref().is_none_or(|shown| shown.offered.contains(&length)))
        };
        lengths
            .map(|length| {
                choice(
                    "timeline-period",
                    length.key(),
                    brush::length(length),
                    move || period() == length,
                    move || !is_offered(length),
                    move || wanted.set(Some(length)),
                )
            })
            .collect_view()
    };
    let has_quarters = Memo::new(move |_| period() == Period::Quarter);
    let table = move || {
        let timeline = timeline.get().filter(|_| is_open.get())?;
        Some(view! { <FiguresTable numbers=brush::numbers(&timeline)/> })
    };
    view! {
        <section class="card timeline" aria-labelledby="timeline-heading">
            <div class="heading" class:told=move || said.with(Option::is_some)>
                <h3 id="timeline-heading">{move || brush::title(period())}</h3>
                <p class="readout" id="timeline-readout">
                    {move || said.get().unwrap_or_else(hint)}
                </p>
                <ul class="key" aria-label=t!("Colors")>
                    <li class="normal" hidden=move || by.get() == By::Level>{t!("Normal")}</li>
                    <li class="anomalous" class:round=move || by.get() == By::Level>{t!("Anomalous")}</li>
                </ul>
                <div class="switches">
                    <fieldset class="switch">
                        <legend class="visually-hidden">{t!("Color by")}</legend>
                        {[(words!("Threat level"), By::Level), (words!("Class"), By::Class)].map(color).into_iter().collect_view()}
                    </fieldset>
                    <fieldset class="switch">
                        <legend class="visually-hidden">{t!("Period")}</legend>
                        {move || {
                            has_quarters.track();
                            untrack(lengths)
                        }}
                    </fieldset>
                </div>
                <button
                    type="button"
                    class="quiet small"
                    aria-controls="timeline-numbers"
                    aria-expanded=move || is_open.get().to_string()
                    disabled=move || timeline.with(Option::is_none)
                    on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                >
                    {t!("Numbers")}
                </button>
            </div>
            <Picture timeline brush by/>
            <div id="timeline-numbers" hidden=move || !is_open.get()>{table}</div>
        </section>
    }
}

/// Keeps a signal at the timeline of what is shown; the one before stays until the next one is there.
fn follow(
    client: Client,
    engine: Engine,
    store: Store,
    notices: Notices,
    wanted: RwSignal<Option<Period>>,
    active: Signal<bool>,
) -> RwSignal<Shared> {
    let (shown, look, lane) = (RwSignal::new(None), store.look(), Lane::new());
    let key: Memo<Option<Key>> = Memo::new(move |_| {
        let table =
            engine.made.with(|made| made.as_ref().map(|made| made.table)).filter(|_| engine.held.get())?;
        // What is chosen on the timeline does not change it.
        let mut filter = look.with(|look| look.filter.clone());
        filter.remove(TIME.name());
        Some((table, filter, wanted.get()))
    });
    let asked = StoredValue::new(None::<Key>);
    Effect::new(move || {
        // Where the dataset is lost for good, nothing of it is left to look at.
        if engine.made.with(Option::is_none) {
            asked.set_value(None);
            shown.set(None);
        }
        let Some(key) = key.get().filter(|_| active.get()) else { return };
        if asked.with_value(|asked| asked.as_ref() == Some(&key)) {
            return;
        }
        asked.set_value(Some(key.clone()));
        let (table, filter, period) = key;
        spawn_local(async move {
            match client.ask(dataset::Timeline { table, filter, period }).latest(lane).send().await {
                Ok(reply) => {
                    shown.try_set(Some(Arc::new(reply.answer)));
                }
                Err(Failure::Problems(problems)) => {
                    shown.try_set(None);
                    problems.iter().for_each(|problem| notices.error(problem));
                }
                // A later one is on its way, or a fresh worker, which is asked again.
                Err(Failure::Cancelled | Failure::Lost) => {}
            }
        });
    });
    shown
}

/// What is chosen on the timeline: the range of the filter, and what is being dragged.
#[derive(Clone, Copy)]
struct Brush {
    store: Store,
    timeline: RwSignal<Shared>,
    /// The edges of what the filter chooses, in periods.
    edges: Memo<Option<[f64; 2]>>,
    /// What a drag or the keys choose while they last.
    draft: RwSignal<Option<Periods>>,
    drag: StoredValue<Option<Drag>>,
    /// The period that a pointer is over.
    pointed: RwSignal<Option<usize>>,
    /// The end that has the focus.
    focused: RwSignal<Option<End>>,
}

impl Brush {
    fn new(store: Store, timeline: RwSignal<Shared>) -> Self {
        let look = store.look();
        let edges = Memo::new(move |_| {
            timeline.with(|timeline| look.with(|look| brush::edges(&look.filter, timeline.as_deref()?)))
        });
        let brush = Brush {
            store,
            timeline,
            edges,
            draft: RwSignal::new(None),
            drag: StoredValue::new(None),
            pointed: RwSignal::new(None),
            focused: RwSignal::new(None),
        };
        // Of another timeline, other periods were pointed at.
        Effect::new(move || {
            timeline.track();
            brush.drop_draft();
            brush.pointed.set(None);
        });
        brush
    }

    fn count(self) -> usize {
        self.timeline.with(|timeline| timeline.as_ref().map_or(0, |timeline| timeline.bars.len()))
    }

    /// The edges of what is chosen now.
    fn shown(self) -> Option<[f64; 2]> {
        self.draft.get().map(Periods::edges).or_else(|| self.edges.get())
    }

    /// What is chosen now, in whole periods; all where nothing is.
    fn periods(self) -> Periods {
        let count = self.count();
        self.shown().map_or(Periods::all(count), |edges| Periods::touching(edges, count))
    }

    /// Forgets a drag.
    fn drop_draft(self) {
        self.drag.set_value(None);
        if self.draft.with_untracked(Option::is_some) {
            self.draft.set(None);
        }
    }

    fn apply(self, change: Change) {
        let test =
            |periods| self.timeline.with_untracked(|timeline| brush::test(periods, timeline.as_deref()?));
        match change {
            Change::Keep => {}
            Change::Clear => self.store.update(|look| look.filter.remove(TIME.name())),
            Change::Set(periods) => {
                if let Some(test) = test(periods) {
                    self.store.update(|look| look.filter.set(TIME.name(), test));
                }
            }
        }
        // The filter shows it from now on.
        self.drop_draft();
    }

    fn clear(self) {
        let is_set = self.edges.with_untracked(Option::is_some);
        self.apply(if is_set { Change::Clear } else { Change::Keep });
    }

    fn key_down(self, end: End, event: &KeyboardEvent) {
        let Some(period) =
            self.timeline.with_untracked(|timeline| timeline.as_ref().map(|shown| shown.period))
        else {
            return;
        };
        let (periods, count) = untrack(|| (self.periods(), self.count()));
        if let Some(periods) = brush::pressed(&event.key(), end, periods, period, count) {
            event.prevent_default();
            // Whoever uses the keys has left the pointer somewhere.
            self.pointed.set(None);
            self.draft.set(Some(periods));
        }
    }

    /// The keys are up: what they chose counts.
    fn release(self) {
        let is_dragged = self.drag.with_value(Option::is_some);
        if let Some(periods) = self.draft.get_untracked().filter(|_| !is_dragged) {
            self.apply(brush::chosen(periods, untrack(|| self.count())));
        }
    }

    /// What is pointed at or chosen, in words; none while nothing is.
    fn said(self) -> Option<String> {
        self.timeline.with(|timeline| {
            let timeline = timeline.as_deref()?;
            if let Some(periods) = self.draft.get() {
                return Some(brush::said_of_range(periods, timeline));
            }
            let focused = self.focused.get().map(|end| self.periods().end(end));
            if let Some(place) = self.pointed.get().or(focused) {
                return Some(brush::said_of_period(place, timeline));
            }
            let periods = Periods::touching(self.edges.get()?, timeline.bars.len());
            Some(brush::said_of_range(periods, timeline))
        })
    }
}

/// The picture, and over it what is chosen.
#[component]
fn Picture(timeline: RwSignal<Shared>, brush: Brush, by: RwSignal<By>) -> impl IntoView {
    let surface = NodeRef::<Div>::new();
    let canvas = NodeRef::<Canvas>::new();
    let size = RwSignal::new((0_u32, 0_u32));
    let plot = RwSignal::new(Plot::default());
    let problem = RwSignal::new(String::new());
    use_resize_observer(surface, move |_, _| {
        let measured = surface
            .get_untracked()
            .map(|surface| (surface.client_width().unsigned_abs(), surface.client_height().unsigned_abs()));
        if let Some(measured) = measured.filter(|&measured| measured != size.get_untracked()) {
            size.set(measured);
        }
    });
    let (ratio, theme) = (use_device_pixel_ratio(), use_theme());
    Effect::new(move || {
        ratio.track();
        let (theme, by, size) = (theme.get(), by.get(), size.get());
        let Some(canvas) = canvas.get().filter(|_| size.0 > 0 && size.1 > 0) else { return };
        let Some(timeline) = timeline.get() else { return };
        let ratio = window().device_pixel_ratio();
        match canvas::paint_timeline(&timeline, by, &canvas, size, ratio, theme, language::telling()) {
            Ok(drawn) => {
                mark("first-timeline");
                plot.set(drawn);
                problem.set(String::new());
            }
            Err(refused) => problem.set(sentence(&refused.reason)),
        }
    });

    // Where the pointer is, in periods; none while there are none.
    let place = move |event: &PointerEvent| {
        let (surface, count) = (surface.get_untracked()?, untrack(|| brush.count()));
        let Plot { left, right, .. } = plot.get_untracked();
        let x = f64::from(event.client_x()) - surface.get_bounding_client_rect().left();
        (count > 0 && right > left).then(|| ((x - left) * count as f64 / (right - left), count))
    };
    let down = move |event: PointerEvent| {
        let Some((at, count)) = place(&event).filter(|_| event.is_primary() && event.button() == 0) else {
            return;
        };
        let Plot { left, right, .. } = plot.get_untracked();
        let pixel = count as f64 / (right - left);
        // A finger is wider than the tip of an arrow.
        let width = if event.pointer_type() == "mouse" { 1.0 } else { 2.0 };
        let reach = Reach {
            outside: OUTSIDE * width * pixel,
            inside: INSIDE * width * pixel,
            still: STILL * width * pixel,
        };
        if let Some(surface) = surface.get_untracked() {
            // Without it, a drag ends where it leaves the picture.
            let _ = surface.set_pointer_capture(event.pointer_id());
        }
        let chosen = untrack(|| brush.shown());
        brush.drag.set_value(Some(Drag::begin(at, chosen, reach, count)));
    };
    let moved = move |event: PointerEvent| {
        let Some((at, count)) = place(&event).filter(|_| event.is_primary()) else { return };
        let is_within = at >= 0.0 && at < count as f64;
        let pointed = is_within.then_some(at as usize);
        if brush.pointed.get_untracked() != pointed {
            brush.pointed.set(pointed);
        }
        let dragged = brush.drag.try_update_value(|drag| drag.as_mut().map(|drag| drag.to(at)));
        if let Some(Some(draft)) = dragged
            && draft != brush.draft.get_untracked()
        {
            // As long as nothing moved, the filter's own edges stay.
            let is_new = draft.map(Periods::edges) != brush.edges.get_untracked();
            if is_new || brush.draft.with_untracked(Option::is_some) {
                brush.draft.set(draft);
            }
        }
    };
    let up = move |event: PointerEvent| {
        // A second finger ends no drag of the first.
        if event.is_primary()
            && let Some(drag) = brush.drag.try_update_value(Option::take).flatten()
        {
            brush.apply(drag.end());
        }
        if event.pointer_type() != "mouse" {
            brush.pointed.set(None);
        }
    };
    let escaped = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            if brush.draft.with_untracked(Option::is_some) { brush.drop_draft() } else { brush.clear() }
        }
    };

    // From places to pixels.
    let x = move |at: f64| {
        let Plot { left, right, .. } = plot.get();
        left + at * (right - left) / brush.count().max(1) as f64
    };
    let pixels = |length: f64| format!("{length:.2}px");
    let left_of = move |edges: Option<[f64; 2]>| edges.map(|[from, _]| pixels(x(from)));
    let width_of = move |edges: Option<[f64; 2]>| edges.map(|[from, until]| pixels(x(until) - x(from)));
    let pointed = move || brush.pointed.get().map(|place| [place as f64, place as f64 + 1.0]);
    let height = move || pixels(plot.with(|plot| plot.bottom));
    let handle = move |end: End| {
        let is_first = end == End::First;
        let name = move || {
            let period =
                timeline.with(|timeline| timeline.as_ref().map_or(Period::Month, |shown| shown.period));
            brush::end_name(end, period)
        };
        let place = move || brush.periods().end(end);
        let said = move || {
            let name = timeline.with(|timeline| timeline.as_ref().map(|shown| shown.name(place())));
            name.as_ref().map(language::told).unwrap_or_default()
        };
        let left = move || {
            let [from, until] = brush.shown().unwrap_or([0.0, brush.count() as f64]);
            pixels(x(if is_first { from } else { until }))
        };
        view! {
            <div
                class=if is_first { "handle first" } else { "handle last" }
                role="slider"
                tabindex="0"
                aria-label=name
                aria-describedby="timeline-readout"
                aria-valuemin="0"
                aria-valuemax=move || brush.count().saturating_sub(1).to_string()
                aria-valuenow=move || place().to_string()
                aria-valuetext=said
                style:left=left
                style:height=height
                on:keydown=move |event| brush.key_down(end, &event)
                on:keyup=move |_| brush.release()
                on:focus=move |_| brush.focused.set(Some(end))
                on:blur=move |_| {
                    brush.release();
                    brush.focused.set(None);
                }
            ></div>
        }
    };
    let is_missing = move || brush.count() == 0;
    let said = move || {
        let said = timeline.with(|timeline| timeline.as_deref().map(brush::said_of_all));
        said.unwrap_or_else(|| t!("Timeline: there is no dataset yet").to_owned())
    };
    let empty = move || {
        let problem = problem.get();
        if !problem.is_empty() {
            return problem;
        }
        timeline.with(|timeline| {
            match timeline {
                Some(timeline) if timeline.bars.is_empty() => t!("No row has a timestamp."),
                Some(timeline) if brush::is_empty(timeline) => t!("No rows pass the filter."),
                _ => "",
            }
            .to_owned()
        })
    };
    view! {
        <div
            class="plot"
            class:chosen=move || brush.shown().is_some()
            node_ref=surface
            role="group"
            aria-label=t!("Range of time")
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=move |event| {
                if event.is_primary() {
                    brush.drop_draft();
                }
            }
            on:pointerleave=move |_| brush.pointed.set(None)
            on:dblclick=move |_| brush.clear()
            on:keydown=escaped
        >
            <canvas node_ref=canvas role="img" aria-label=said></canvas>
            <div
                class="pointed"
                hidden=move || pointed().is_none()
                style:left=move || left_of(pointed())
                style:width=move || width_of(pointed())
                style:height=height
            ></div>
            <div
                class="range"
                hidden=move || brush.shown().is_none()
                style:left=move || left_of(brush.shown())
                style:width=move || width_of(brush.shown())
                style:height=height
            ></div>
            <Show when=move || !is_missing()>{handle(End::First)} {handle(End::Last)}</Show>
            <p class="empty">{empty}</p>
        </div>
    }
}
