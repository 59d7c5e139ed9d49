//! The parts of the Explore view: where data comes from, the filter as chips, the chart's caption, legend and numbers.

use super::held::{Held, Source};
use crate::charts::Theme;
use crate::engine::decimal::grouped;
use crate::engine::explore::Chart;
use crate::engine::explore::alerts::{Alert, alerts};
use crate::engine::explore::chart::{Entry, Numbers, Shape};
use crate::engine::explore::describe::{describe, head};
use crate::engine::explore::filter::{Condition, Filter};
use crate::worker::html::{button, escaped, sign, table};

/// Rows of a chart's table of numbers that the page holds.
const MOST_NUMBERS: usize = 500;

/// The frame of the view, which stays: the other parts stand in it by their ids.
pub fn frame() -> String {
    let saves = [("svg", "SVG"), ("png", "PNG"), ("report", "Report (HTML)")];
    let saves: String =
        saves.iter().map(|(key, name)| button("small", &format!("save/{key}"), name)).collect();
    format!(
        r#"<div id="explore-source"></div><div id="explore-chips"></div><div id="explore-form"></div><figure class="chart"><figcaption><h3 id="chart-title"></h3><p class="help" id="chart-finding"></p></figcaption><div id="chart-legend"></div><div class="surface"><canvas id="chart" role="img" tabindex="0" aria-labelledby="chart-title chart-finding" aria-describedby="chart-help"></canvas><div class="mark" hidden></div></div><p id="chart-readout" class="readout" role="status"></p><p class="help" id="chart-help">Point at the chart, or go through it with the arrow keys; a click or Enter filters by what is there.</p><div id="chart-numbers"></div><div class="actions-row" role="group" aria-label="Download the chart, or a report of the data">{saves}</div></figure><div id="explore-sections"></div>"#
    )
}

/// Where the data that is looked at comes from.
pub fn source(chosen: Source, held: &[Option<&Held>; 3]) -> String {
    let radio = |source: Source| {
        let name = match (source, held[source as usize]) {
            (Source::Generated, _) => "Generated data",
            (Source::Balanced, Some(_)) => "Balanced data",
            (Source::File, Some(held)) => &held.name,
            _ => return String::new(),
        };
        let checked = if source == chosen { " checked" } else { "" };
        let (key, name) = (source.key(), escaped(name));
        format!(
            r#"<label><input type="radio" name="source" value="{key}" id="source-{key}"{checked}><span>{name}</span></label>"#
        )
    };
    let radios: String = Source::ALL.into_iter().map(radio).collect();
    format!(
        r#"<div class="heading"><form data-do="source" data-live><fieldset class="switch"><legend class="visually-hidden">Data to explore</legend>{radios}</fieldset></form><label class="pick-file"><input type="file" id="explore-file" accept=".csv,.tsv,.txt,text/csv" data-do="open" class="visually-hidden"><span>Explore a CSV of your own</span></label></div>"#
    )
}

/// The filter as chips, each with a way to take it away, and how many rows it leaves.
pub fn chips(filter: &Filter, shown: u64, rows: u64, mark: &str) -> String {
    if filter.is_empty() {
        return String::new();
    }
    let chip = |condition: &Condition| {
        let words = condition.words();
        format!(
            r#"<li class="chip">{}{}</li>"#,
            escaped(&words),
            sign("quiet", &format!("{mark}/{}", condition.column), "✕", &format!("Take away: {words}"))
        )
    };
    let list: String = filter.conditions().iter().map(chip).collect();
    format!(
        r#"<ul class="chips" aria-label="Filter">{list}<li>{}</li></ul><p class="help" role="status">{} of {} rows pass the filter.</p>"#,
        button("quiet small", &format!("{mark}-all"), "No filter"),
        grouped(shown),
        grouped(rows)
    )
}

/// The legend: a sample and a name for each entry; those that stand for rows are buttons that filter by them.
pub fn legend(chart: &Chart, theme: &Theme) -> String {
    let entries: String = chart
        .legend
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            let count = entry.count.map(|count| format!(" · {}", grouped(count))).unwrap_or_default();
            let face = format!("{}{}{}", sample(entry, theme), escaped(&entry.name), count);
            if entry.selection.is_empty() {
                format!("<li>{face}</li>")
            } else {
                format!(
                    r#"<li><button type="button" class="quiet small" id="legend-{index}" data-do="legend/{index}">{face}</button></li>"#
                )
            }
        })
        .collect();
    let ramp = chart.ramp.as_ref().map(|ramp| {
        let stops: String = (0..=8)
            .map(|step| {
                let share = step as f32 / 8.0;
                use crate::engine::explore::chart::Paint;
                let paint =
                    if ramp.diverging { Paint::Balance(share * 2.0 - 1.0) } else { Paint::Shade(share) };
                format!(r#"<rect x="{}" width="8" height="10" fill="{}"/>"#, step * 8, theme.css(paint))
            })
            .collect();
        format!(
            r#"<li>{}: {} <svg class="ramp" viewBox="0 0 72 10" aria-hidden="true">{stops}</svg> {}</li>"#,
            escaped(&ramp.title),
            escaped(&ramp.least),
            escaped(&ramp.greatest)
        )
    });
    let all = entries + &ramp.unwrap_or_default();
    if all.is_empty() { all } else { format!(r#"<ul class="legend" aria-label="Legend">{all}</ul>"#) }
}

/// The sample of an entry: its shape in its color.
fn sample(entry: &Entry, theme: &Theme) -> String {
    let color = theme.css(entry.paint);
    let filled = |path: &str| format!(r#"<path d="{path}" fill="{color}"/>"#);
    let drawn = |path: &str, more: &str| {
        format!(r#"<path d="{path}" fill="none" stroke="{color}" stroke-width="2"{more}/>"#)
    };
    let shape = match entry.shape {
        Shape::Disc => format!(r#"<circle cx="7" cy="6" r="4.5" fill="{color}"/>"#),
        Shape::Square => filled("M3 2h8v8h-8z"),
        Shape::Triangle => filled("M7 1l5 9h-10z"),
        Shape::Wedge => filled("M7 11l5-9h-10z"),
        Shape::Diamond => filled("M7 1l5 5-5 5-5-5z"),
        Shape::Cross => drawn("M7 1v10M2 6h10", ""),
        Shape::Saltire => drawn("M3 2l8 8M11 2l-8 8", ""),
        Shape::Ring => {
            format!(r#"<circle cx="7" cy="6" r="4" fill="none" stroke="{color}" stroke-width="2"/>"#)
        }
        Shape::Line(stroke) => {
            use crate::engine::explore::chart::Stroke;
            let dashes = match stroke {
                Stroke::Dashed => r#" stroke-dasharray="5 2""#,
                Stroke::Dotted => r#" stroke-dasharray="2 2""#,
                Stroke::Solid | Stroke::Thick => "",
            };
            drawn("M0 6h14", dashes)
        }
    };
    format!(r#"<svg class="sample" viewBox="0 0 14 12" aria-hidden="true">{shape}</svg>"#)
}

/// Parts under the chart that are made when they are unfolded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What pandas' `describe` gives.
    Statistics,
    /// Types and missing cells, as pandas' `info` gives them, and the first rows.
    Data,
    /// What a reader should know.
    Alerts,
}

/// Rows that a section shows of the data.
const HEAD_ROWS: usize = 10;

impl Section {
    /// All of them.
    pub const ALL: [Section; 3] = [Section::Statistics, Section::Alerts, Section::Data];

    /// How actions name it.
    pub fn key(self) -> &'static str {
        match self {
            Section::Statistics => "statistics",
            Section::Data => "data",
            Section::Alerts => "alerts",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Section::Statistics => "Statistics of all columns",
            Section::Data => "Types and first rows",
            Section::Alerts => "Alerts",
        }
    }

    fn body(self, held: &Held) -> String {
        let all = |list: &[Numbers]| list.iter().map(|one| table(&one.title, &one.head, &one.rows)).collect();
        match self {
            Section::Statistics => all(&describe(&held.table, &held.rows).tables()),
            Section::Data => {
                all(&[describe(&held.table, &held.rows).info(), head(&held.table, &held.rows, HEAD_ROWS)])
            }
            Section::Alerts => {
                let found = alerts(&held.table, &held.rows);
                if found.is_empty() {
                    return "<p>Nothing stands out.</p>".to_owned();
                }
                let head = ["About", "What was found"].map(str::to_owned);
                let row = |alert: &Alert| vec![alert.concern.name().to_owned(), alert.sentence.clone()];
                table("Alerts", &head, &found.iter().map(row).collect::<Vec<_>>())
            }
        }
    }
}

/// The sections, those that are open with what stands in them.
pub fn sections(held: &Held, open: &[Section]) -> String {
    let section = |section: Section| {
        let (key, is_open) = (section.key(), open.contains(&section));
        let body = if is_open { section.body(held) } else { String::new() };
        format!(
            r#"<section class="section"><button type="button" class="quiet small" id="section-{key}" data-do="section/{key}" aria-expanded="{is_open}">{} {}</button>{body}</section>"#,
            if is_open { "▾" } else { "▸" },
            section.name()
        )
    };
    Section::ALL.into_iter().map(section).collect()
}

/// The numbers of a chart as tables, and its notes.
pub fn numbers(chart: &Chart) -> String {
    let tables: String = chart
        .tables
        .iter()
        .map(|numbers| {
            let kept = numbers.rows.get(..MOST_NUMBERS.min(numbers.rows.len())).unwrap_or_default();
            let left = numbers.rows.len() - kept.len();
            let rest = if left > 0 {
                format!(r#"<p class="help">{} further rows are left out.</p>"#, grouped(left as u64))
            } else {
                String::new()
            };
            table(&numbers.title, &numbers.head, kept) + &rest
        })
        .collect();
    let notes: String =
        chart.notes.iter().map(|note| format!(r#"<p class="help">{}</p>"#, escaped(note))).collect();
    if tables.is_empty() {
        return notes;
    }
    format!(
        r#"{notes}<details id="chart-table"><summary>The numbers of this chart</summary>{tables}</details>"#
    )
}
