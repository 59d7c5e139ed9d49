//! Downloads of Explore: the chart as SVG or PNG, which the page draws itself, and the report of the data.

use std::time::Duration;

use futures_channel::oneshot;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, HtmlCanvasElement};

use super::explorer::{Explorer, Source};
use crate::charts::{Theme, canvas, svg};
use crate::engine::explore::Chart;
use crate::engine::{Configuration, Problem};
use crate::page::client::{Failure, Lane};
use crate::page::components::notices::Notices;
use crate::page::download::{self, save_text};
use crate::protocol::Progress;
use crate::protocol::explore::Report;
use crate::report::{Contents, Detectors, Figures, figure, html};

/// The width of a chart in a file, in its own pixels, and how many of a PNG stand for each.
const WIDTH: u32 = 900;
const RATIO: f64 = 2.0;

/// What Detect says of the dataset of a configuration; none where it has compared nothing on it.
pub type Compared = Callback<Configuration, Option<Box<Detectors>>>;

/// The buttons.
#[component]
pub fn Downloads(explorer: Explorer, compared: Compared) -> impl IntoView {
    let (lane, writing) = (Lane::new(), RwSignal::new(None::<Progress>));
    let is_writing = move || writing.with(Option::is_some);
    let is_missing = move || explorer.chart.with(Option::is_none);
    let face = move || match writing.get() {
        Some(progress) => t!("Report {percent} %", percent = progress.percent()),
        None => t!("Report").to_owned(),
    };
    view! {
        <div class="chart-files" role="group" aria-label=t!("Download the chart, or a report of the data")>
            <button
                type="button"
                id="save-svg"
                title=t!("Download the chart as SVG")
                disabled=is_missing
                on:click=move |_| save(explorer, save_svg)
            >
                "SVG"
            </button>
            <button
                type="button"
                id="save-png"
                title=t!("Download the chart as PNG")
                disabled=is_missing
                on:click=move |_| save(explorer, save_png)
            >
                "PNG"
            </button>
            <button
                type="button"
                id="save-report"
                title=t!("Download an HTML report: charts, statistics, alerts, and of generated data the audit and the detectors that were compared")
                disabled=move || is_missing() || is_writing()
                on:click=move |_| spawn_local(save_report(explorer, compared, lane, writing))
            >
                {face}
            </button>
            <Show when=is_writing>
                <button type="button" class="quiet" on:click=move |_| lane.cancel(explorer.client)>
                    {t!("Cancel")}
                </button>
            </Show>
        </div>
    }
}

/// Saves the chart that is shown in a form.
fn save(explorer: Explorer, form: fn(&Chart, &str, Notices) -> Result<(), Problem>) {
    let Some(chart) = explorer.chart.get_untracked() else { return };
    let key = explorer.subject.with_untracked(|subject| {
        subject.as_ref().map_or("chart", |subject| subject.request.kind.declared().key)
    });
    if let Err(problem) = form(&chart, key, explorer.notices) {
        explorer.notices.error(&problem);
    }
}

fn save_svg(chart: &Chart, name: &str, _notices: Notices) -> Result<(), Problem> {
    let (text, _) = svg::whole(chart, WIDTH, Theme::LIGHT)?;
    save_text(&text, "image/svg+xml", &format!("{name}.svg"))
}

/// Draws the chart on a canvas of its own, and saves it when the browser has written it.
fn save_png(chart: &Chart, name: &str, notices: Notices) -> Result<(), Problem> {
    let canvas = document().create_element("canvas").ok();
    let canvas =
        canvas.and_then(|canvas| canvas.dyn_into::<HtmlCanvasElement>().ok()).ok_or_else(no_picture)?;
    canvas::paint_whole(chart, &canvas, WIDTH, RATIO, Theme::LIGHT)?;
    let name = format!("{name}.png");
    let written = Closure::once_into_js(move |blob: Option<Blob>| {
        let saved = match blob {
            Some(blob) => download::save(&blob, &name),
            None => Err(no_picture()),
        };
        if let Err(problem) = saved {
            notices.error(&problem);
        }
    });
    canvas.to_blob(written.unchecked_ref()).map_err(|_| no_picture())
}

async fn save_report(
    explorer: Explorer,
    compared: Compared,
    lane: Lane,
    writing: RwSignal<Option<Progress>>,
) {
    let Some(subject) = explorer.subject.get_untracked() else { return };
    let is_generated = explorer.source_untracked() == Source::Generated;
    let configuration =
        explorer.engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.clone()));
    let configuration = configuration.filter(|_| is_generated);
    let detectors = configuration.clone().and_then(|configuration| compared.run(configuration));
    let request = Report {
        table: subject.table,
        name: subject.name,
        filter: subject.filter,
        request: Some(subject.request),
        configuration,
    };
    match explorer.client.ask(request).latest(lane).progress(writing).send().await {
        Ok(reply) => {
            let contents = Contents { detectors, ..reply.answer };
            if let Err(problem) = write_report(&contents).await {
                explorer.notices.error(&problem);
            }
        }
        Err(Failure::Problems(problems)) => {
            problems.iter().for_each(|problem| explorer.notices.error(problem));
        }
        Err(Failure::Cancelled | Failure::Lost) => {}
    }
}

/// Writes a report and saves it, with a pause after each chart, so that the page goes on.
async fn write_report(contents: &Contents) -> Result<(), Problem> {
    let mut figures = Figures::default();
    for chart in &contents.charts {
        figures.charts.push(figure(chart)?);
        pause().await;
    }
    if let Some(detectors) = &contents.detectors {
        figures.detectors = Some(figure(&detectors.chart)?);
        pause().await;
    }
    save_text(&html(contents, &figures), "text/html;charset=utf-8", "report.html")
}

/// Lets the browser do what has come up.
async fn pause() {
    let (resume, resumed) = oneshot::channel();
    set_timeout(
        move || {
            let _ = resume.send(());
        },
        Duration::ZERO,
    );
    let _ = resumed.await;
}

fn no_picture() -> Problem {
    Problem::new("", text!("the browser does not write the file"), text!("free some memory and try again"))
}
