//! Marks on a plot, and the hits that they leave behind.

use plotters::prelude::DrawingBackend;

use super::Hit;
use super::panel::readout;
use super::pen::{At, Drawn, Pen, Side, Text, solid};
use super::theme::Theme;
use crate::engine::explore::chart::{Cell, Form, Marks, Paint, Panel, Scale, Shape};

/// How much an area and one of many points cover what is below.
const AREA: f64 = 0.22;
const POINT: f64 = 0.75;
const MANY_POINTS: f64 = 0.5;

/// From this many points on, they are smaller and cover less.
const MANY: usize = 400;

/// The smallest extent of what a reader can point at.
const MIN_HIT: i32 = 8;

/// A plot: its corners in pixels, and where values are.
pub struct Plot<'a> {
    /// The upper left and the lower right corner.
    pub corners: [At; 2],
    /// The place of a value.
    pub at: &'a dyn Fn([f64; 2]) -> At,
    /// Whether both axes have names.
    pub is_map: bool,
}

/// Draws the marks of a panel.
pub fn draw<B: DrawingBackend>(panel: &Panel, plot: &Plot, pen: &mut Pen<B>) -> Drawn<B> {
    for marks in &panel.marks {
        match &marks.form {
            Form::Line { points, stroke } => {
                let Some(color) = pen.color(marks.paint, 1.0) else { continue };
                for piece in points.split(|point| point.iter().any(|value| value.is_nan())) {
                    let piece: Vec<At> = piece.iter().map(|&point| plot.inside(point)).collect();
                    match piece.as_slice() {
                        // A point without neighbors would not be seen.
                        [at] => pen.shape(Shape::Disc, *at, 2, color)?,
                        piece => pen.line(piece, color, *stroke)?,
                    }
                }
            }
            Form::Area { points } => {
                if let Some(color) = pen.color(marks.paint, AREA) {
                    pen.polygon(points.iter().map(|&point| plot.inside(point)).collect(), color)?;
                }
            }
            Form::Points { points, shape, .. } => draw_points(panel, marks, (points, *shape), plot, pen)?,
            Form::Cells(cells) => {
                for cell in cells {
                    draw_cell(cell, marks.paint, panel, plot, pen)?;
                }
            }
            Form::Labels(labels) => {
                let color = pen.theme.ink;
                for (place, text) in labels {
                    let (x, y) = plot.inside(*place);
                    pen.text(&pen.told(text), (x + 5, y), Side::Left, Text::Plain, color)?;
                }
            }
            Form::Hexagons { size, cells } => {
                for cell in cells {
                    draw_hexagon(cell, *size, panel, plot, pen)?;
                }
            }
        }
    }
    Ok(())
}

impl Plot<'_> {
    /// The place of a value; of one beyond the axes, the nearest on their edge.
    fn inside(&self, value: [f64; 2]) -> At {
        let (x, y) = (self.at)(value);
        let [(left, top), (right, bottom)] = self.corners;
        (x.clamp(left, right), y.clamp(top, bottom))
    }

    /// The upper left and lower right corner of a cell.
    fn rectangle(&self, [x0, y0, x1, y1]: [f64; 4]) -> [At; 2] {
        let (a, b) = (self.inside([x0, y0]), self.inside([x1, y1]));
        [(a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1))]
    }
}

fn draw_points<B: DrawingBackend>(
    panel: &Panel,
    marks: &Marks,
    (points, shape): (&[[f64; 2]], Shape),
    plot: &Plot,
    pen: &mut Pen<B>,
) -> Drawn<B> {
    let (radius, opacity) = if points.len() >= MANY { (2, MANY_POINTS) } else { (3, POINT) };
    let Some(color) = pen.color(marks.paint, opacity) else { return Ok(()) };
    for &point in points {
        let (x, y) = plot.inside(point);
        pen.shape(shape, (x, y), radius, color)?;
        let part = |axis, value| {
            let figure = readout(axis, value);
            match axis.title.is_empty() {
                true => figure,
                false => text!("{name} {figure}", name = axis.title.clone(), figure),
            }
        };
        let (across, up) = (part(&panel.x, point[0]), part(&panel.y, point[1]));
        let label = match marks.name.is_empty() {
            true => text!("{across}, {up}", across, up),
            false => text!("{name}: {across}, {up}", name = marks.name.clone(), across, up),
        };
        let half = MIN_HIT / 2;
        pen.hit(Hit {
            left: x - half,
            top: y - half,
            width: MIN_HIT,
            height: MIN_HIT,
            label: pen.told(&label),
            selection: Vec::new(),
        });
    }
    Ok(())
}

fn draw_cell<B: DrawingBackend>(
    cell: &Cell,
    paint: Paint,
    panel: &Panel,
    plot: &Plot,
    pen: &mut Pen<B>,
) -> Drawn<B> {
    let [(left, top), (right, bottom)] = plot.rectangle(cell.corners);
    let (width, height) = (right - left, bottom - top);
    let paint = cell.paint.unwrap_or(paint);
    if let Some(color) = pen.theme.color(paint) {
        // Neighbors keep a pixel apart where they are wide enough for it.
        let gap = i32::from(width > 3);
        let down = i32::from(plot.is_map && height > 3);
        let empty = cell.corners[0] == cell.corners[2] || cell.corners[1] == cell.corners[3];
        if !empty {
            let corners = [(left, top), ((right - gap).max(left + 1), (bottom - down).max(top + 1))];
            pen.fill(corners, solid(color))?;
        }
        let text = pen.told(&cell.text);
        if !text.is_empty() && height >= 11 && pen.width(&text, Text::Plain) + 4 <= width {
            let middle = ((left + right) / 2, (top + bottom) / 2);
            pen.text(&text, middle, Side::Middle, Text::Plain, Theme::on(color))?;
        }
    }
    if cell.label.is_empty() {
        return Ok(());
    }
    let [(_, plot_top), (_, plot_bottom)] = plot.corners;
    let stands = cell.corners[1] == 0.0 && !matches!(panel.y.scale, Scale::Names(_));
    let (top, height) = if stands { (plot_top, plot_bottom - plot_top) } else { (top, height.max(1)) };
    pen.hit(Hit {
        left,
        top,
        width: width.max(2),
        height,
        label: pen.told(&cell.label),
        selection: cell.selection.clone(),
    });
    Ok(())
}

fn draw_hexagon<B: DrawingBackend>(
    cell: &Cell,
    [width, height]: [f64; 2],
    panel: &Panel,
    plot: &Plot,
    pen: &mut Pen<B>,
) -> Drawn<B> {
    let [x0, y0, x1, y1] = cell.corners;
    let along = |axis: &Scale, from: f64, to: f64, by: f64| match axis {
        Scale::Logarithmic { .. } => libm::pow(10.0, (libm::log10(from) + libm::log10(to)) / 2.0 + by),
        _ => (from + to) / 2.0 + by,
    };
    let corner = |(x, y): (f64, f64)| {
        let place = [along(&panel.x.scale, x0, x1, x * width), along(&panel.y.scale, y0, y1, y * height)];
        plot.inside(place)
    };
    let corners =
        [(0.0, 0.5), (0.5, 0.25), (0.5, -0.25), (0.0, -0.5), (-0.5, -0.25), (-0.5, 0.25)].map(corner);
    if let Some(color) = pen.theme.color(cell.paint.unwrap_or_default()) {
        pen.polygon(corners.to_vec(), solid(color))?;
    }
    let [(left, top), (right, bottom)] = plot.rectangle(cell.corners);
    pen.hit(Hit {
        left,
        top,
        width: (right - left).max(2),
        height: (bottom - top).max(2),
        label: pen.told(&cell.label),
        selection: cell.selection.clone(),
    });
    Ok(())
}
