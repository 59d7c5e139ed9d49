//! A panel: title and figures, axes with their labels, then the marks.

use plotters::chart::{ChartBuilder, LabelAreaPosition};
use plotters::prelude::DrawingBackend;
use plotters::style::ShapeStyle;

use super::layout::explain;
use super::marks::{self, Plot};
use super::pen::{At, Drawn, Pen, Side, Text, solid};
use super::ticks::{Ruler, Tick, ticks};
use crate::engine;
use crate::engine::explore::chart::{Axis, Form, Panel, Scale};
use crate::engine::explore::text;
use crate::engine::text::{Telling, number};

/// The heights of the title and of the line of figures.
const TITLE: i32 = 20;
const NOTE: i32 = 16;

/// Room for a label below or an axis title.
const LABEL: i32 = 18;

/// The longest upright label.
const UPRIGHT: i32 = 96;

/// A name of this width can be read when it is shortened.
const ROOMY: i32 = 80;

/// The smallest distance between two labels beside each other.
const APART: i32 = 12;

/// The height of what stands above the plot.
pub fn head_height(panel: &Panel) -> i32 {
    let of = |text: &engine::Text, height: i32| if text.is_empty() { 0 } else { height };
    of(&panel.title, TITLE) + of(&panel.note, NOTE)
}

/// Draws a panel between two corners.
pub fn draw<B: DrawingBackend>(
    panel: &Panel,
    [(left, top), (right, bottom)]: [At; 2],
    pen: &mut Pen<B>,
) -> Drawn<B> {
    let theme = pen.theme;
    let mut top = top;
    for (text, form, height) in [(&panel.title, Text::Title, TITLE), (&panel.note, Text::Plain, NOTE)] {
        if !text.is_empty() {
            let color = if form == Text::Title { theme.ink } else { theme.quiet };
            let text = pen.shortened(&pen.told(text), right - left, form);
            pen.text(&text, (left, top), Side::TopLeft, form, color)?;
            top += height;
        }
    }
    let corners = [(left, top), (right, bottom)];
    if let Some(reason) = &panel.explanation {
        pen.edge([(left, top + 4), (right - 1, bottom - 1)], solid(theme.grid))?;
        return explain(&pen.told(reason), corners, pen);
    }
    let frame = Frame::new(panel, corners, pen);
    let area = pen.area().clone().shrink((left, top), (right - left, bottom - top));
    let mut builder = ChartBuilder::on(&area);
    builder
        .margin_top(frame.above)
        .margin_right(frame.beside)
        .set_label_area_size(LabelAreaPosition::Left, frame.left)
        .set_label_area_size(LabelAreaPosition::Bottom, frame.below);
    let mut plot = builder.build_cartesian_2d(frame.x.clone(), frame.y.clone())?;
    let labels = pen.text_style(Text::Plain, theme.quiet);
    let titles = pen.text_style(Text::Plain, theme.ink);
    let grid = solid(theme.grid);
    let mut mesh = plot.configure_mesh();
    mesh.bold_line_style(ShapeStyle::from(&grid))
        .axis_style(ShapeStyle::from(&solid(theme.quiet)).stroke_width(1))
        .set_all_tick_mark_size(3)
        .label_style(labels)
        .axis_desc_style(titles);
    let is_map = matches!(panel.y.scale, Scale::Names(_)) && matches!(panel.x.scale, Scale::Names(_));
    if matches!(panel.x.scale, Scale::Names(_)) {
        mesh.disable_x_mesh();
    }
    if matches!(panel.y.scale, Scale::Names(_)) {
        mesh.disable_y_mesh();
    }
    if is_map {
        mesh.axis_style(ShapeStyle::from(&solid(theme.ground)));
    }
    if !frame.x_title.is_empty() {
        mesh.x_desc(frame.x_title.as_str());
    }
    if !frame.y_title.is_empty() {
        mesh.y_desc(frame.y_title.as_str());
    }
    mesh.draw()?;
    let plotting = plot.plotting_area();
    let (x, y) = plotting.get_pixel_range();
    let corners = [(x.start, y.start), (x.end, y.end)];
    let at = |[x, y]: [f64; 2]| plotting.map_coordinate(&(x, y));
    if frame.is_upright {
        for tick in &frame.x_ticks {
            let (x, _) = at([tick.at, 0.0]);
            pen.upright(&tick.label, (x, corners[1].1 + 5), theme.quiet)?;
        }
    }
    marks::draw(panel, &Plot { corners, at: &at, is_map }, pen)
}

/// What stands around a plot, and how much room it takes.
struct Frame {
    x: Ruler,
    y: Ruler,
    /// Those of the horizontal axis, shortened.
    x_ticks: Vec<Tick>,
    x_title: String,
    y_title: String,
    left: i32,
    below: i32,
    above: i32,
    beside: i32,
    is_upright: bool,
}

impl Frame {
    fn new<B: DrawingBackend>(panel: &Panel, [(left, top), (right, bottom)]: [At; 2], pen: &Pen<B>) -> Self {
        let (width, height) = (right - left, bottom - top);
        let widest =
            |ticks: &[Tick]| ticks.iter().map(|tick| pen.width(&tick.label, Text::Plain)).max().unwrap_or(0);
        // The names of an upright axis take two fifths of the width at most.
        let rows = if matches!(panel.y.scale, Scale::Names(_)) { 13 } else { 30 };
        let y_ticks = ticks(&panel.y.scale, ((height - 2 * LABEL) / rows).max(2) as usize, pen.language);
        let longest_y = widest(&y_ticks).min(width * 2 / 5);
        let y_title = pen.shortened(&pen.told(&panel.y.caption()), height - 2 * LABEL, Text::Plain);
        let left = longest_y + 10 + if y_title.is_empty() { 0 } else { LABEL };
        let x_title = pen.shortened(&pen.told(&panel.x.caption()), width - left, Text::Plain);
        let plot = width - left;
        let (x_ticks, is_upright, longest_x) = match &panel.x.scale {
            Scale::Names(names) => {
                // Where names are left empty, those beside them have their room.
                let named: Vec<usize> =
                    names.iter().enumerate().filter(|(_, name)| !name.is_empty()).map(|(at, _)| at).collect();
                let apart = named.windows(2).map(|pair| pair[1] - pair[0]).min().unwrap_or(1);
                let cell = plot * apart as i32 / names.len().max(1) as i32;
                let all = ticks(&panel.x.scale, names.len(), pen.language);
                // Wide cells shorten their names; narrow ones turn them.
                let is_upright = widest(&all) + 6 > cell && cell < ROOMY;
                // Upright labels need the height of a line each.
                let kept = if is_upright { plot / 13 } else { names.len() as i32 };
                (ticks(&panel.x.scale, kept.max(2) as usize, pen.language), is_upright, (cell - 6).max(8))
            }
            scale => (Frame::apart(scale, plot, &widest, pen.language), false, plot),
        };
        let labels = if is_upright { widest(&x_ticks).min(UPRIGHT) + 8 } else { LABEL };
        let last = x_ticks.last().map_or(0, |tick| pen.width(&tick.label, Text::Plain));
        // While plotters draws, the surface cannot measure: labels are made to fit before.
        let fit = |ticks: Vec<Tick>, most: i32| -> Vec<Tick> {
            let fit = |tick: Tick| Tick { label: pen.shortened(&tick.label, most, Text::Plain), ..tick };
            ticks.into_iter().map(fit).collect()
        };
        let x_ticks = fit(x_ticks, if is_upright { UPRIGHT } else { longest_x });
        let unnamed = |ticks: &[Tick]| -> Vec<Tick> {
            ticks.iter().map(|tick| Tick { at: tick.at, label: String::new() }).collect()
        };
        let drawn = if is_upright { unnamed(&x_ticks) } else { x_ticks.clone() };
        // Text at the right of marks has its room beside the plot.
        let texts = panel.marks.iter().filter_map(|marks| match &marks.form {
            Form::Labels(labels) => Some(labels),
            _ => None,
        });
        let written =
            texts.flatten().map(|label| pen.width(&pen.told(&label.1), Text::Plain) + 10).max().unwrap_or(0);
        let turned = matches!(panel.y.scale, Scale::Names(_));
        Frame {
            x: Ruler::new(panel.x.scale.clone(), drawn, false),
            y: Ruler::new(panel.y.scale.clone(), fit(y_ticks, longest_y), turned),
            left,
            below: labels + if x_title.is_empty() { 2 } else { LABEL },
            above: 8,
            beside: if is_upright || longest_x < plot { 6 } else { (last / 2).max(8).max(written) },
            x_ticks,
            x_title,
            y_title,
            is_upright,
        }
    }

    /// As many ticks as stand apart on a width.
    fn apart(
        scale: &Scale,
        width: i32,
        widest: &impl Fn(&[Tick]) -> i32,
        language: &dyn Telling,
    ) -> Vec<Tick> {
        let mut most = (width / 44).clamp(2, 12) as usize;
        loop {
            let found = ticks(scale, most, language);
            let needed = (widest(&found) + APART) * found.len() as i32;
            if needed <= width || most <= 2 {
                return found;
            }
            most -= 1;
        }
    }
}

/// A value as a reader of an axis says it.
pub fn readout(axis: &Axis, value: f64) -> engine::Text {
    match &axis.scale {
        Scale::Time { .. } => text::moment(text::timestamp(value)),
        Scale::Names(names) => names.get(value.round().max(0.0) as usize).cloned().unwrap_or_default(),
        Scale::Linear { .. } | Scale::Logarithmic { .. } if axis.unit.is_empty() => {
            text::figure(text::number(value))
        }
        Scale::Linear { .. } | Scale::Logarithmic { .. } => {
            text!("{number} {unit}", number = number(text::number(value)), unit = axis.unit.clone())
        }
    }
}
