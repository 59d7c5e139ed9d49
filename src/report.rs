//! The report: one HTML file that stands alone, with what a reader wants to know of a dataset: alerts, statistics,
//! charts, audit, and the configuration that makes it again. It needs no script, is light or dark as its reader's
//! device is, and prints.

use std::fmt::Write;

use crate::charts::{Theme, svg};
use crate::engine::Problem;
use crate::engine::audit;
use crate::engine::configuration::Override;
use crate::engine::decimal::grouped;
use crate::engine::explore::alerts::{Alert, alerts};
use crate::engine::explore::chart::Numbers;
use crate::engine::explore::describe::{describe, head};
use crate::engine::explore::{Chart, Kind, Request, chart, text};
use crate::engine::export::markup::escaped;
use crate::engine::table::Table;

/// The width of a chart in pixels; a narrower page makes it smaller.
const WIDTH: u32 = 920;

/// The most rows of a table of numbers.
const MOST_ROWS: usize = 400;

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
figure{margin:1rem 0;break-inside:avoid}svg{display:block;max-width:100%;height:auto}svg.dark{display:none}\
@media screen and (prefers-color-scheme:dark){svg.light{display:none}svg.dark{display:block}}\
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
pub fn usual_charts(table: &Table) -> Vec<Request> {
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
    kinds.into_iter().map(Request::new).filter(|request| request.checked(table).is_ok()).collect()
}

/// The report of some rows of a table, with the charts that are asked for.
///
/// # Errors
/// A chart that the table has no columns for.
pub fn html(source: &Source, table: &Table, rows: &[u32], requests: &[Request]) -> Result<String, Problem> {
    let mut page = String::new();
    let name = escaped(source.name);
    page.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    add(&mut page, format_args!("<title>{name}: report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"));
    add(
        &mut page,
        format_args!(
            "<h1>{name}</h1>\n<p class=\"quiet\">{}, {}",
            text::count(rows.len() as u64, "row"),
            text::count(table.columns().len() as u64, "column")
        ),
    );
    let anomalous = rows.iter().filter(|&&row| table.labels().get(row as usize) == Some(&true)).count();
    if anomalous > 0 {
        let share = text::percent(anomalous as f64 / rows.len().max(1) as f64);
        add(&mut page, format_args!(", {} of them anomalous ({share})", grouped(anomalous as u64)));
    }
    page.push_str(". Made by CyberDataGen.</p>\n");
    add_alerts(&mut page, &alerts(table, rows));
    page.push_str("<h2>Statistics</h2>\n");
    let description = describe(table, rows);
    for numbers in description.tables() {
        add_table(&mut page, &numbers, "");
    }
    page.push_str("<h2>Columns</h2>\n");
    add_table(&mut page, &description.info(), "");
    add_table(&mut page, &head(table, rows, HEAD_ROWS), "");
    if !requests.is_empty() {
        page.push_str("<h2>Charts</h2>\n");
    }
    for request in requests {
        add_chart(&mut page, &chart(table, rows, request)?)?;
    }
    if let Some(report) = source.audit {
        add_audit(&mut page, report);
    }
    if let Some((link, settings)) = source.configuration {
        add_configuration(&mut page, link, settings);
    }
    page.push_str("</body>\n</html>\n");
    Ok(page)
}

/// Appends what is formatted; writing to a string cannot fail.
fn add(page: &mut String, what: std::fmt::Arguments) {
    let _ = page.write_fmt(what);
}

fn add_alerts(page: &mut String, alerts: &[Alert]) {
    page.push_str("<h2>Alerts</h2>\n");
    if alerts.is_empty() {
        page.push_str("<p>There are none.</p>\n");
        return;
    }
    page.push_str("<ul>\n");
    for alert in alerts {
        let sentence = escaped(&alert.sentence);
        add(page, format_args!("<li><strong>{}</strong>: {sentence}</li>\n", alert.concern.name()));
    }
    page.push_str("</ul>\n");
}

fn add_table(page: &mut String, table: &Numbers, class: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    add(
        page,
        format_args!(
            "<div class=\"wide\"><table{class}>\n<caption>{}</caption>\n<thead><tr>",
            escaped(&table.title)
        ),
    );
    for name in &table.head {
        add(page, format_args!("<th scope=\"col\">{}</th>", escaped(name)));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in table.rows.iter().take(MOST_ROWS) {
        page.push_str("<tr>");
        for cell in row {
            add(page, format_args!("<td>{}</td>", escaped(cell)));
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n");
    if table.rows.len() > MOST_ROWS {
        let rest = text::count((table.rows.len() - MOST_ROWS) as u64, "more row");
        add(page, format_args!("<p class=\"quiet\">{rest} are left out.</p>\n"));
    }
}

fn add_chart(page: &mut String, chart: &Chart) -> Result<(), Problem> {
    page.push_str("<figure>\n");
    for theme in [Theme::LIGHT, Theme::DARK] {
        let (picture, _) = svg::whole(chart, WIDTH, theme)?;
        let label = escaped(&format!("{}. {}", chart.title, chart.finding));
        let start = format!("<svg class=\"{}\" role=\"img\" aria-label=\"{label}\" ", theme.name);
        page.push_str(&picture.replacen("<svg ", &start, 1));
    }
    for note in &chart.notes {
        add(page, format_args!("<figcaption>{}</figcaption>\n", escaped(note)));
    }
    let tables: Vec<&Numbers> = chart.tables.iter().filter(|table| !table.rows.is_empty()).collect();
    if !tables.is_empty() {
        page.push_str("<details><summary class=\"quiet\">Numbers</summary>\n");
        for table in tables {
            add_table(page, table, "");
        }
        page.push_str("</details>\n");
    }
    page.push_str("</figure>\n");
    Ok(())
}

fn add_audit(page: &mut String, report: &audit::Report) {
    page.push_str("<h2>Audit</h2>\n");
    let verdict = if report.passes() { "No check fails" } else { "A check fails" };
    add(
        page,
        format_args!("<p>{verdict}; {} were examined.</p>\n", text::count(report.rows_examined, "row")),
    );
    let mut table = Numbers::new("Checks", &["Verdict", "Check", "Column", "What was found"]);
    for check in &report.checks {
        table.push([
            check.verdict.name().to_owned(),
            check.name.clone(),
            check.column.clone().unwrap_or_default(),
            match &check.remedy {
                Some(remedy) => format!("{} To mend it: {remedy}", check.reason),
                None => check.reason.clone(),
            },
        ]);
    }
    add_table(page, &table, "words");
}

fn add_configuration(page: &mut String, link: &str, settings: &[Override]) {
    page.push_str("<h2>Configuration</h2>\n<p>This link makes the same data again, behind the address of the page or with <code>cyberdatagen generate --link</code>:</p>\n");
    add(page, format_args!("<p><code>{}</code></p>\n", escaped(link)));
    if settings.is_empty() {
        page.push_str("<p>All settings are the preset's.</p>\n");
        return;
    }
    let mut table = Numbers::new("Settings that differ from the preset's", &["Override", "Value"]);
    for setting in settings {
        table.push([setting.path.clone(), setting.value.clone()]);
    }
    add_table(page, &table, "words");
}
