//! A report as HTML: a file that stands alone, needs no script, is light or dark as its reader's device is, and prints.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use super::{Contents, Detectors};
use crate::charts::{Theme, svg};
use crate::engine::Problem;
use crate::engine::audit;
use crate::engine::configuration::Override;
use crate::engine::decimal::grouped;
use crate::engine::explore::alerts::Alert;
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::{Chart, text};

/// The width of a chart in pixels; a narrower page makes it smaller.
const WIDTH: u32 = 920;

/// The most rows of a table of numbers.
const MAX_ROWS: usize = 400;

/// How it looks: `light-dark` follows the device, and paper is white.
const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#17212b;--quiet:#52606d;--line:#d5dce3;--ground:#fff;--stripe:#f7f9fb}\
@media(prefers-color-scheme:dark){:root{--ink:#e6ecf1;--quiet:#a0aebc;--line:#343f4a;--ground:#182129;--stripe:#1d2831}}\
@media print{:root{color-scheme:light;--ink:#000;--quiet:#444;--line:#bbb;--ground:#fff;--stripe:#fff}}\
body{margin:0 auto;max-width:60rem;padding:1.5rem 1rem 4rem;background:var(--ground);color:var(--ink);\
font:0.9375rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',sans-serif}\
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.125rem;margin:2rem 0 .5rem}h3{font-size:.9375rem;margin:1rem 0 .25rem}\
p{margin:.25rem 0}.quiet,caption,figcaption{color:var(--quiet);font-size:.8125rem}a{color:inherit}\
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.8125rem;font-variant-numeric:tabular-nums}\
caption{text-align:left;padding:.25rem 0}th,td{padding:.2rem .6rem .2rem 0;text-align:right;white-space:nowrap;\
border-bottom:1px solid var(--line)}th:first-child,td:first-child{text-align:left}tbody tr:nth-child(even){background:var(--stripe)}\
table.words td,table.words th{text-align:left;white-space:normal;vertical-align:top}\
figure{margin:1rem 0;break-inside:avoid}svg{display:block;max-width:100%;height:auto}.dark{display:none}\
@media screen and (prefers-color-scheme:dark){.light{display:none}.dark{display:block}}\
code{overflow-wrap:anywhere}ul{padding-left:1.25rem;margin:.25rem 0}";

/// A chart of a report as it stands there. Drawing takes time: one chart after another can be drawn with pauses between.
#[derive(Clone, Debug)]
pub struct Figure(Markup);

/// The charts of a report as they were drawn.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Those of the data.
    pub charts: Vec<Figure>,
    /// The curves of the detectors, where these were compared.
    pub detectors: Option<Figure>,
}

impl Figures {
    /// Draws all charts of a report.
    ///
    /// # Errors
    /// One of them cannot be drawn.
    pub fn of(contents: &Contents) -> Result<Self, Problem> {
        let charts = contents.charts.iter().map(figure).collect::<Result<_, _>>()?;
        let detectors = contents.detectors.as_ref().map(|detectors| figure(&detectors.chart));
        Ok(Figures { charts, detectors: detectors.transpose()? })
    }
}

/// The report, with its charts as they were drawn.
pub fn html(contents: &Contents, figures: &Figures) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (contents.name) ": report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (contents.name) }
                p class="quiet" { (size(contents)) ". Made by CyberDataGen." }
                h2 { "Alerts" }
                (list(&contents.alerts))
                h2 { "Statistics" }
                @for numbers in &contents.statistics {
                    (numbers_table(numbers, None))
                }
                h2 { "Columns" }
                (numbers_table(&contents.info, None))
                (numbers_table(&contents.head, None))
                @if !figures.charts.is_empty() {
                    h2 { "Charts" }
                }
                @for figure in &figures.charts {
                    (figure.0)
                }
                @if let Some(report) = &contents.audit {
                    (checks(report))
                }
                @if let Some(detectors) = &contents.detectors {
                    (compared(detectors, figures.detectors.as_ref()))
                }
                @if let Some((link, settings)) = &contents.configuration {
                    (configuration(link, settings))
                }
            }
        }
    };
    page.into_string()
}

/// The numbers of rows, of columns and of anomalous rows.
fn size(contents: &Contents) -> String {
    let Contents { rows, columns, anomalous, .. } = *contents;
    let size = [text::count(rows, "row"), text::count(columns, "column")].join(", ");
    if anomalous == 0 {
        return size;
    }
    let share = text::percent(anomalous as f64 / rows.max(1) as f64);
    format!("{size}, {} of them anomalous ({share})", grouped(anomalous))
}

fn list(alerts: &[Alert]) -> Markup {
    markup! {
        @if alerts.is_empty() {
            p { "There are none." }
        } @else {
            ul {
                @for alert in alerts {
                    li { strong { (alert.concern.name()) } ": " (alert.sentence.english()) }
                }
            }
        }
    }
}

fn numbers_table(table: &Numbers, class: Option<&str>) -> Markup {
    let left_out = table.rows.len().saturating_sub(MAX_ROWS) as u64;
    markup! {
        div class="wide" {
            table class=[class] {
                caption { (table.title.english()) }
                thead {
                    tr {
                        @for name in &table.head {
                            th scope="col" { (name.english()) }
                        }
                    }
                }
                tbody {
                    @for row in table.rows.iter().take(MAX_ROWS) {
                        tr {
                            @for cell in row {
                                td { (cell.english()) }
                            }
                        }
                    }
                }
            }
        }
        @if left_out > 0 {
            p class="quiet" { (text::count(left_out, "more row")) " are left out." }
        }
    }
}

/// A chart in both themes, of which the style shows one, and its numbers.
///
/// # Errors
/// It cannot be drawn.
pub fn figure(chart: &Chart) -> Result<Figure, Problem> {
    let label = format!("{}. {}", chart.title, chart.finding);
    let mut pictures = Vec::new();
    for theme in [Theme::LIGHT, Theme::DARK] {
        let (picture, _) = svg::whole(chart, WIDTH, theme)?;
        pictures.push((theme.name, picture));
    }
    let tables: Vec<&Numbers> = chart.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    Ok(Figure(markup! {
        figure {
            @for (theme, picture) in &pictures {
                // What is drawn is a document of its own, whose text plotters has escaped.
                div class=(theme) role="img" aria-label=(label) { (PreEscaped(picture)) }
            }
            @for note in &chart.notes {
                figcaption { (note.english()) }
            }
            @if !tables.is_empty() {
                details {
                    summary class="quiet" { "Numbers" }
                    @for table in tables {
                        (numbers_table(table, None))
                    }
                }
            }
        }
    }))
}

fn checks(report: &audit::Report) -> Markup {
    let mut table = Numbers::new("Checks", &["Verdict", "Check", "Column", "What was found"]);
    for check in &report.checks {
        table.push([
            check.verdict.name().to_owned(),
            check.name.english(),
            check.column.clone().unwrap_or_default(),
            match &check.remedy {
                Some(remedy) => format!("{} To fix it: {remedy}", check.reason),
                None => check.reason.english(),
            },
        ]);
    }
    markup! {
        h2 { "Audit" }
        p {
            @if report.passes() { "No check fails" } @else { "A check fails" }
            "; " (text::count(report.rows_examined, "row")) " were examined."
        }
        (numbers_table(&table, Some("words")))
    }
}

fn compared(detectors: &Detectors, curves: Option<&Figure>) -> Markup {
    let Detectors { finding, basis, giveaways, table, missed, calibration, lesson, notes, .. } = detectors;
    let sentences = giveaways.iter().chain(calibration).chain(lesson);
    markup! {
        h2 { "Detectors" }
        p { (finding) " " (basis) }
        @for sentence in sentences {
            p { (sentence) }
        }
        (numbers_table(table, None))
        @if let Some(curves) = curves {
            (curves.0)
        }
        @if !missed.rows.is_empty() {
            (numbers_table(missed, None))
        }
        @if !notes.is_empty() {
            ul class="quiet" {
                @for note in notes {
                    li { (note) }
                }
            }
        }
    }
}

fn configuration(link: &str, settings: &[Override]) -> Markup {
    let mut table = Numbers::new("Settings that differ from the preset's", &["Setting", "Value"]);
    for setting in settings {
        table.push([setting.path.clone(), setting.value.clone()]);
    }
    markup! {
        h2 { "Configuration" }
        p {
            "This link makes the same data again, behind the address of the page or with "
            code { "cyberdatagen generate --link" } ":"
        }
        p { code { (link) } }
        @if settings.is_empty() {
            p { "All settings are the preset's." }
        } @else {
            (numbers_table(&table, Some("words")))
        }
    }
}
