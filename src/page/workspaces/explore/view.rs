//! The Explore workspace: which data, the kinds of charts, the chart with its options, and what stands below it.

use std::time::Duration;

use leptos::prelude::*;

use super::chart_form::ChartForm;
use super::downloads::{Compared, Downloads};
use super::explorer::{Explorer, Outcome};
use super::gallery::Gallery;
use super::sources::Sources;
use super::tab_views::TabsView;
use crate::engine::explore::chart::Selection;
use crate::engine::explore::{Kind, Request};
use crate::page::components::busy::BusyBar;
use crate::page::components::chart::ChartView;
use crate::page::components::notices::told;
use crate::page::language;

/// How long a chart may take before its progress is shown: of what is done sooner, a reader would see a flash.
const PATIENCE: Duration = Duration::from_millis(300);

/// The view.
#[component]
pub fn ExploreView(
    explorer: Explorer,
    /// What its report says of detectors.
    compared: Compared,
    /// Whether the workspace is visible.
    #[prop(into)]
    active: Signal<bool>,
) -> impl IntoView {
    Effect::new(move || explorer.is_active.set(active.get()));
    let is_empty = Memo::new(move |_| {
        let engine = explorer.engine;
        explorer.subject.with(Option::is_none)
            && engine.made.with(Option::is_none)
            && engine.running.with(Option::is_none)
    });
    view! {
        <section class="explore" aria-labelledby="explore-heading">
            <h2 id="explore-heading" class="visually-hidden">{t!("Explore")}</h2>
            <Sources explorer/>
            <Show when=move || !is_empty.get() fallback=Empty>
                <Stage explorer compared/>
            </Show>
        </section>
    }
}

/// What stands there while there is no data.
#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="card explore-empty">
            <h3>{t!("Nothing to explore yet")}</h3>
            <p class="help">{t!("Generate a dataset, or open a CSV of your own: you can also drop it anywhere on the page.")}</p>
        </div>
    }
}

#[component]
fn Stage(explorer: Explorer, compared: Compared) -> impl IntoView {
    let subject = explorer.subject;
    let request = Memo::new(move |before: Option<&Request>| {
        let now = subject.with(|subject| subject.as_ref().map(|subject| subject.request.clone()));
        // While the data is made again, the chart stays what it was.
        now.or_else(|| before.cloned()).unwrap_or_else(|| Request::new(Kind::Histogram))
    });
    let kind = Memo::new(move |_| request.with(|request| request.kind));
    let choose = move |kind: Kind| {
        let scope = request.with_untracked(Request::scope);
        explorer.choose_chart(Request::new(kind).within(scope));
    };
    let is_pending = Signal::derive(move || explorer.outcome.with(|outcome| *outcome == Outcome::Pending));
    let is_slow = after(is_pending, PATIENCE);
    let progress = Signal::derive(move || explorer.charting.get().filter(|_| is_slow.get()));
    let select = move |selection: Vec<Selection>| explorer.select(&selection);
    let use_when = Signal::derive(move || language::words(kind.get().declared().use_when).to_owned());
    view! {
        <div id="explore-view" aria-busy=move || is_pending.get().to_string()>
            <Gallery kind on_choose=choose/>
            <div class="card chart-card">
                <ChartForm subject request on_change=move |request| explorer.choose_chart(request)>
                    <Downloads explorer compared/>
                </ChartForm>
                <div class="chart-stage" class:stale=is_slow>
                    <ChartView chart=explorer.chart on_select=select use_when/>
                    <BusyBar
                        progress
                        label=t!("Computing the chart")
                        on_cancel=move |()| explorer.cancel_chart()
                    />
                    <Failed explorer/>
                </div>
                <TabsView explorer/>
            </div>
        </div>
    }
}

/// What stands over the chart where it was stopped, or cannot be computed.
#[component]
fn Failed(explorer: Explorer) -> impl IntoView {
    let failed = move |title: &'static str, lines: Vec<String>| {
        view! {
            <div class="chart-failed" role="alert">
                <h3>{title}</h3>
                {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                <button type="button" id="chart-again" on:click=move |_| explorer.try_again()>{t!("Try again")}</button>
            </div>
        }
    };
    move || match explorer.outcome.get() {
        Outcome::Pending | Outcome::Shown => None,
        Outcome::Stopped => Some(failed(t!("The chart was stopped"), Vec::new())),
        Outcome::Failed(problems) => {
            Some(failed(t!("The chart cannot be shown"), problems.iter().map(told).collect()))
        }
    }
}

/// Whether something has been the case for a while.
fn after(is_so: Signal<bool>, a_while: Duration) -> Signal<bool> {
    let is_long = RwSignal::new(false);
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(waiting) = before.flatten() {
            waiting.clear();
        }
        is_long.set(false);
        let is_so = is_so.get();
        is_so
            .then(|| {
                set_timeout_with_handle(
                    move || {
                        is_long.try_set(true);
                    },
                    a_while,
                )
                .ok()
            })
            .flatten()
    });
    is_long.into()
}
