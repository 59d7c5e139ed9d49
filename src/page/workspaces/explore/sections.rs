//! What stands below the chart, and is computed when it is unfolded: statistics, alerts, types and first rows.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::explorer::Explorer;
use crate::engine::Problem;
use crate::engine::explore::alerts::Alert;
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::filter::Filter;
use crate::page::client::{Failure, Lane};
use crate::page::components::figures::FiguresTables;
use crate::protocol::dataset::TableId;
use crate::protocol::explore::{Alerts, Describe};

/// The rows that a section looks at.
type Rows = Option<(TableId, Filter)>;

/// A section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    /// What pandas' `describe` gives.
    Statistics,
    /// What a reader should know.
    Alerts,
    /// Types and missing cells, as pandas' `info` gives them, and the first rows.
    Data,
}

impl Section {
    fn id(self) -> &'static str {
        match self {
            Section::Statistics => "section-statistics",
            Section::Alerts => "section-alerts",
            Section::Data => "section-data",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Section::Statistics => "Statistics of all columns",
            Section::Alerts => "Alerts",
            Section::Data => "Types and first rows",
        }
    }

    /// What stands in the section; none where there is no answer and nothing to say.
    async fn body(self, explorer: Explorer, table: TableId, filter: Filter, lane: Lane) -> Option<Body> {
        let client = explorer.client;
        let found = match self {
            Section::Alerts => {
                let asking = client.ask(Alerts { table, filter }).latest(lane);
                asking.send().await.map(|reply| alerts(&reply.answer))
            }
            Section::Statistics | Section::Data => {
                let asking = client.ask(Describe { table, filter }).latest(lane);
                asking.send().await.map(|reply| match self {
                    Section::Statistics => reply.answer.statistics,
                    _ => vec![reply.answer.info, reply.answer.head],
                })
            }
        };
        match found {
            Ok(tables) => Some(Body::Tables(tables)),
            Err(Failure::Problems(problems)) => Some(Body::Problems(problems)),
            Err(Failure::Cancelled | Failure::Lost) => None,
        }
    }
}

/// What stands in a section.
#[derive(Clone)]
enum Body {
    Tables(Vec<Numbers>),
    Problems(Vec<Problem>),
}

fn alerts(found: &[Alert]) -> Vec<Numbers> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut numbers = Numbers::new("Alerts", &["About", "What was found"]);
    for alert in found {
        numbers.push([alert.concern.name().to_owned(), alert.sentence.clone()]);
    }
    vec![numbers]
}

/// All sections.
#[component]
pub fn Sections(explorer: Explorer) -> impl IntoView {
    let rows = Memo::new(move |_| {
        explorer
            .subject
            .with(|subject| subject.as_ref().map(|subject| (subject.table, subject.filter.clone())))
    });
    let section = move |section| view! { <SectionView explorer section rows/> };
    view! {
        <div id="explore-sections">
            {[Section::Statistics, Section::Alerts, Section::Data].map(section).into_iter().collect_view()}
        </div>
    }
}

#[component]
fn SectionView(explorer: Explorer, section: Section, rows: Memo<Rows>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let body = RwSignal::new(None::<Body>);
    let lane = Lane::new();
    Effect::new(move || {
        let Some((table, filter)) = rows.get().filter(|_| is_open.get()) else { return };
        spawn_local(async move {
            if let Some(found) = section.body(explorer, table, filter, lane).await {
                // The view may be gone by now.
                let _ = body.try_set(Some(found));
            }
        });
    });
    let shown = move || {
        let body = body.get().filter(|_| is_open.get())?;
        Some(match body {
            Body::Tables(tables) if tables.is_empty() => view! { <p>"Nothing stands out."</p> }.into_any(),
            Body::Tables(tables) => view! { <FiguresTables tables/> }.into_any(),
            Body::Problems(problems) => {
                let line =
                    |problem: Problem| view! { <p>{format!("{}: {}.", problem.reason, problem.hint)}</p> };
                problems.into_iter().map(line).collect_view().into_any()
            }
        })
    };
    let sign = move || if is_open.get() { "▾ " } else { "▸ " };
    view! {
        <section class="section">
            <button
                type="button"
                class="quiet small"
                id=section.id()
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
            >
                {sign}
                {section.name()}
            </button>
            {shown}
        </section>
    }
}
