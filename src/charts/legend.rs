//! The legend as part of a picture: on the page it is HTML, in a file that stands alone it is drawn.

use plotters::prelude::DrawingBackend;

use super::pen::{Drawn, Pen, Side, Text};
use super::shapes::shades;
use super::theme::Theme;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::Ramp;

/// The height of a line of the legend.
const LINE: i32 = 18;

/// Pixels from one entry to the next, and for the sample before a name.
const GAP: i32 = 16;
const SAMPLE: i32 = 26;

/// Where each entry of a legend begins, and how high all of them are.
fn places<B: DrawingBackend>(chart: &Chart, pen: &Pen<B>, width: i32) -> (Vec<(i32, i32)>, i32) {
    let (mut x, mut y) = (0, 0);
    let mut places = Vec::new();
    for entry in &chart.legend {
        let needed = SAMPLE + pen.width(&pen.told(&entry.name), Text::Plain).min(width - SAMPLE);
        if x > 0 && x + needed > width {
            (x, y) = (0, y + LINE);
        }
        places.push((x, y));
        x += needed + GAP;
    }
    let height = if places.is_empty() { 0 } else { y + LINE + 4 };
    (places, height)
}

/// How high the legend is at a width.
pub fn height<B: DrawingBackend>(chart: &Chart, pen: &Pen<B>, width: i32) -> i32 {
    places(chart, pen, width).1 + if chart.ramp.is_some() { LINE + 4 } else { 0 }
}

/// Draws the legend at a place.
pub fn draw<B: DrawingBackend>(chart: &Chart, pen: &Pen<B>, (left, top): (i32, i32), width: i32) -> Drawn<B> {
    let (places, height) = places(chart, pen, width);
    for (entry, (x, y)) in chart.legend.iter().zip(places) {
        let (x, y) = (left + x, top + y + LINE / 2);
        if let Some(color) = pen.color(entry.paint, 1.0) {
            pen.sample(entry.shape, (x + 10, y), color)?;
        }
        let name = pen.shortened(&pen.told(&entry.name), width - SAMPLE, Text::Plain);
        pen.text(&name, (x + SAMPLE, y), Side::Left, Text::Plain, pen.theme.ink)?;
    }
    match &chart.ramp {
        Some(ramp) => draw_ramp(ramp, pen, (left, top + height)),
        None => Ok(()),
    }
}

fn draw_ramp<B: DrawingBackend>(ramp: &Ramp, pen: &Pen<B>, (left, top): (i32, i32)) -> Drawn<B> {
    const STEPS: usize = 40;
    let Theme { ink, quiet, .. } = pen.theme;
    let middle = top + LINE / 2;
    let mut x = left;
    for (text, color) in [(&ramp.title, ink), (&ramp.min, quiet)] {
        let text = pen.told(text);
        pen.text(&text, (x, middle), Side::Left, Text::Plain, color)?;
        x += pen.width(&text, Text::Plain) + 6;
    }
    for paint in shades(ramp, STEPS) {
        if let Some(color) = pen.color(paint, 1.0) {
            pen.fill([(x, middle - 5), (x + 3, middle + 5)], color)?;
        }
        x += 3;
    }
    pen.text(&pen.told(&ramp.max), (x + 6, middle), Side::Left, Text::Plain, quiet)
}
