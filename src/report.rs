//! The report: one HTML file that stands alone, with what a reader wants to know of a dataset: alerts, statistics,
//! charts, audit, and the configuration that makes it again. It needs no script, is light or dark as its reader's
//! device is, and prints.

use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

use crate::charts::{Theme, svg};
use crate::engine::Problem;
use crate::engine::audit;
use crate::engine::configuration::Override;
use crate::engine::dataset::Table;
use crate::engine::decimal::grouped;
use crate::engine::explore::alerts::{Alert, alerts};
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::describe::{describe, head};
use crate::engine::explore::{Chart, Kind, Request, Scope, chart, text};

/// The width of a chart in pixels; a narrower page makes it smaller.
const WIDTH: u32 = 920;

/// The most rows of a table of numbers.
const MAX_ROWS: usize = 400;

/// Rows of the table that are shown as they are.
const HEAD_ROWS: usize = 5;

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

/// What a report is about.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What the data is called.
    pub name: &'a str,
    /// The link that makes it again, and what its configuration sets apart from its preset; none of a file.
    pub configuration: Option<(&'a str, &'a [Override])>,
    /// What the audit says; none where it was not asked for.
    pub audit: Option<&'a audit::Report>,
}

/// The charts of a report for which none are named: those that the table has columns for.
pub fn usual_charts(table: &Table, scope: Scope) -> Vec<Request> {
    let kinds = [
        Kind::Grid,
        Kind::Boxes,
        Kind::Lines,
        Kind::Scatter,
        Kind::Correlation,
        Kind::Matrix,
        Kind::Week,
        Kind::Calendar,
    ];
    let requests = kinds.into_iter().map(|kind| Request::new(kind).within(scope));
    requests.filter(|request| request.checked(table).is_ok()).collect()
}

/// The report of some rows of a table, with the charts that are asked for.
///
/// # Errors
/// A chart that the table has no columns for.
pub fn html(
    source: &Source,
    table: &Table,
    rows: &[u32],
    scope: Scope,
    requests: &[Request],
) -> Result<String, Problem> {
    let description = describe(table, rows, scope);
    let figures = requests.iter().map(|request| figure(&chart(table, rows, request)?));
    let figures = figures.collect::<Result<Vec<Markup>, Problem>>()?;
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (source.name) ": report" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (source.name) }
                p class="quiet" { (size(table, rows, scope)) ". Made by CyberDataGen." }
                h2 { "Alerts" }
                (list(&alerts(table, rows, scope)))
                h2 { "Statistics" }
                @for numbers in description.tables() {
                    (numbers_table(&numbers, None))
                }
                h2 { "Columns" }
                (numbers_table(&description.info(), None))
                (numbers_table(&head(table, rows, HEAD_ROWS, scope), None))
                @if !figures.is_empty() {
                    h2 { "Charts" }
                }
                @for figure in figures {
                    (figure)
                }
                @if let Some(report) = source.audit {
                    (checks(report))
                }
                @if let Some((link, settings)) = source.configuration {
                    (configuration(link, settings))
                }
            }
        }
    };
    Ok(page.into_string())
}

/// The numbers of rows, of columns and of anomalous rows.
fn size(table: &Table, rows: &[u32], scope: Scope) -> String {
    let size =
        [text::count(rows.len() as u64, "row"), text::count(scope.columns(table).count() as u64, "column")]
            .join(", ");
    match rows.iter().filter(|&&row| table.labels().get(row as usize) == Some(&true)).count() {
        0 => size,
        anomalous => {
            let share = text::percent(anomalous as f64 / rows.len().max(1) as f64);
            format!("{size}, {} of them anomalous ({share})", grouped(anomalous as u64))
        }
    }
}

fn list(alerts: &[Alert]) -> Markup {
    markup! {
        @if alerts.is_empty() {
            p { "There are none." }
        } @else {
            ul {
                @for alert in alerts {
                    li { strong { (alert.concern.name()) } ": " (alert.sentence) }
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
                caption { (table.title) }
                thead {
                    tr {
                        @for name in &table.head {
                            th scope="col" { (name) }
                        }
                    }
                }
                tbody {
                    @for row in table.rows.iter().take(MAX_ROWS) {
                        tr {
                            @for cell in row {
                                td { (cell) }
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
fn figure(chart: &Chart) -> Result<Markup, Problem> {
    let label = format!("{}. {}", chart.title, chart.finding);
    let mut pictures = Vec::new();
    for theme in [Theme::LIGHT, Theme::DARK] {
        let (picture, _) = svg::whole(chart, WIDTH, theme)?;
        pictures.push((theme.name, picture));
    }
    let tables: Vec<&Numbers> = chart.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    Ok(markup! {
        figure {
            @for (theme, picture) in &pictures {
                // What is drawn is a document of its own, whose text plotters has escaped.
                div class=(theme) role="img" aria-label=(label) { (PreEscaped(picture)) }
            }
            @for note in &chart.notes {
                figcaption { (note) }
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
    })
}

fn checks(report: &audit::Report) -> Markup {
    let mut table = Numbers::new("Checks", &["Verdict", "Check", "Column", "What was found"]);
    for check in &report.checks {
        table.push([
            check.verdict.name().to_owned(),
            check.name.clone(),
            check.column.clone().unwrap_or_default(),
            match &check.remedy {
                Some(remedy) => format!("{} To fix it: {remedy}", check.reason),
                None => check.reason.clone(),
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
