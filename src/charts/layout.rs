//! Where panels go: side by side as far as there is room, one below the other else; and how high a chart is.

use plotters::prelude::DrawingBackend;

use super::pen::{Drawn, Pen, Side, Text, solid};
use super::{legend, panel};
use crate::engine::explore::Chart;
use crate::engine::explore::chart::{Form, Panel, Scale};

/// A panel beside others is at least this wide.
const MIN_WIDTH: i32 = 280;

/// The most panels side by side.
const MAX_BESIDE: usize = 4;

/// Pixels between panels.
const GAP: i32 = 16;

/// Pixels at the edges.
const MARGIN: i32 = 8;

/// A plot with names up its side is at least this high where it stands alone.
const MIN_ALONE: i32 = 260;

/// The height of title and finding of a whole picture.
const TITLE: i32 = 24;
const LINE: i32 = 16;

/// The height that suits a chart without title and legend, at a width; all in logical pixels.
pub fn height(chart: &Chart, width: u32) -> u32 {
    if chart.panels.is_empty() {
        return 96;
    }
    let rows = rows(chart, width as i32);
    let sum: i32 = rows.iter().map(|row| row_height(chart, row)).sum();
    (sum + GAP * (rows.len() as i32 - 1) + 2 * MARGIN) as u32
}

/// The height that the panels of a chart take below title and legend, at a width.
pub fn body_height(chart: &Chart, width: u32) -> u32 {
    if chart.panels.is_empty() { MARGIN as u32 } else { height(chart, width) }
}

/// A row of panels: the first, how many, and the width of each.
struct Row {
    first: usize,
    count: usize,
    width: i32,
}

fn rows(chart: &Chart, width: i32) -> Vec<Row> {
    let width = (width - 2 * MARGIN).max(1);
    let panel_width = |count: usize| (width - GAP * (count as i32 - 1)) / count as i32;
    let small = chart.panels.iter().filter(|panel| !panel.wide).count();
    let fit = ((width + GAP) / (MIN_WIDTH + GAP)).max(1) as usize;
    let most = fit.min(MAX_BESIDE).min(small.max(1));
    // Rows are as even as can be: five panels make three and two, not four and one.
    let beside = small.max(1).div_ceil(small.max(1).div_ceil(most));
    let mut rows: Vec<Row> = Vec::new();
    for (index, panel) in chart.panels.iter().enumerate() {
        match rows.last_mut() {
            Some(row) if !panel.wide && row.width == panel_width(beside) && row.count < beside => {
                row.count += 1
            }
            _ => rows.push(Row {
                first: index,
                count: 1,
                width: if panel.wide { width } else { panel_width(beside) },
            }),
        }
    }
    rows
}

fn row_height(chart: &Chart, row: &Row) -> i32 {
    let panels = chart.panels.iter().skip(row.first).take(row.count);
    panels.map(|panel| panel_height(panel, row.width, chart.panels.len())).max().unwrap_or(0)
}

fn panel_height(panel: &Panel, width: i32, panels: usize) -> i32 {
    let head = panel::head_height(panel);
    let plot = match (&panel.x.scale, &panel.y.scale) {
        _ if panel.explanation.is_some() => 72,
        (Scale::Names(columns), Scale::Names(rows)) => {
            let cell = ((width - 90) / columns.len().max(1) as i32).clamp(16, 44);
            cell * rows.len() as i32 + 70
        }
        (_, Scale::Names(names)) => {
            // A few boxes are thicker than many bars.
            let each = if names.len() <= 4 && !is_bars(panel) { 44 } else { 24 };
            let plot = each * names.len().max(2) as i32 + 40;
            // Alone, it is the larger for having few.
            if panels == 1 { plot.max(MIN_ALONE) } else { plot }
        }
        _ if panels > 4 => (width * 6 / 10).clamp(150, 220),
        _ => (width * 6 / 10).clamp(200, 320),
    };
    head + plot
}

fn is_bars(panel: &Panel) -> bool {
    panel.marks.iter().all(|marks| matches!(marks.form, Form::Cells(_) | Form::Labels(_)))
}

/// Draws a chart over the whole of an area, `whole` with title, finding and legend.
pub fn draw<B: DrawingBackend>(chart: &Chart, pen: &mut Pen<B>, whole: bool) -> Drawn<B> {
    let theme = pen.theme;
    let (width, height) = pen.size();
    pen.area().fill(&solid(theme.ground))?;
    let inner = width - 2 * MARGIN;
    let mut top = MARGIN;
    if whole {
        let title = pen.shortened(&pen.told(&chart.title), inner, Text::Title);
        pen.text(&title, (MARGIN, top + 2), Side::TopLeft, Text::Title, theme.ink)?;
        top += TITLE;
        for line in wrapped(&pen.told(&chart.finding), inner, pen).iter().take(3) {
            pen.text(line, (MARGIN, top), Side::TopLeft, Text::Plain, theme.quiet)?;
            top += LINE;
        }
        top += 6;
        legend::draw(chart, pen, (MARGIN, top), inner)?;
        top += legend::height(chart, pen, inner);
    }
    if let Some(reason) = chart.explanation.as_ref().filter(|_| chart.panels.is_empty()) {
        return if whole {
            Ok(())
        } else {
            explain(&pen.told(reason), [(MARGIN, top), (width - MARGIN, height - MARGIN)], pen)
        };
    }
    let rows = rows(chart, width);
    let wanted: i32 = rows.iter().map(|row| row_height(chart, row)).sum();
    let room = height - top - MARGIN - GAP * (rows.len() as i32 - 1);
    for row in rows {
        // What is left or missing of the height is shared.
        let height =
            (f64::from(row_height(chart, &row)) * f64::from(room.max(1)) / f64::from(wanted.max(1))) as i32;
        for (place, panel) in chart.panels.iter().skip(row.first).take(row.count).enumerate() {
            let left = MARGIN + place as i32 * (row.width + GAP);
            // Bars beside more bars keep the thickness of their own.
            let own = match panel.y.scale {
                _ if panel.explanation.is_some() => height.min(panel_height(panel, row.width, 1)),
                Scale::Names(_) => height.min(panel_height(panel, row.width, chart.panels.len())),
                _ => height,
            };
            panel::draw(panel, [(left, top), (left + row.width, top + own)], pen)?;
        }
        top += height + GAP;
    }
    Ok(())
}

/// The height of title, finding and legend of a whole picture.
pub fn whole_height<B: DrawingBackend>(chart: &Chart, pen: &Pen<B>) -> i32 {
    let inner = pen.size().0 - 2 * MARGIN;
    let lines = wrapped(&pen.told(&chart.finding), inner, pen).len().min(3) as i32;
    TITLE + lines * LINE + 6 + legend::height(chart, pen, inner)
}

/// Writes why there is nothing to draw.
pub fn explain<B: DrawingBackend>(
    reason: &str,
    [(left, top), (right, bottom)]: [(i32, i32); 2],
    pen: &Pen<B>,
) -> Drawn<B> {
    let lines = wrapped(reason, right - left - 24, pen);
    let first = (top + bottom - LINE * (lines.len() as i32 - 1)) / 2;
    for (line, index) in lines.iter().zip(0..) {
        let at = ((left + right) / 2, first + LINE * index);
        pen.text(line, at, Side::Middle, Text::Plain, pen.theme.quiet)?;
    }
    Ok(())
}

/// A text in lines that are no wider than `most`; none ends at a space that keeps words together.
pub fn wrapped<B: DrawingBackend>(text: &str, most: i32, pen: &Pen<B>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_ascii_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer.filter(|line| pen.width(line, Text::Plain) <= most) {
            Some(longer) => {
                lines.pop();
                lines.push(longer);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
