//! Charts as SVG: for downloads, reports and tests.

use std::io;

use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle,
};
use plotters_svg::SVGBackend;

use super::layout;
use super::pen::Pen;
use super::theme::{TITLE_SIZE, Theme, hex};
use super::widths::width;
use super::{Hit, Look, draw, timeline};
use crate::engine::Problem;
use crate::engine::explore::Chart;
use crate::engine::explore::timeline::Timeline;
use crate::engine::text::English;

/// The height of a line of text over its size.
pub const LINE: f64 = 1.2;

/// Draws a chart as an SVG document of a size in pixels.
///
/// # Errors
/// None that this surface has; those of [`draw`].
pub fn svg(chart: &Chart, (width, height): (u32, u32), look: Look) -> Result<(String, Vec<Hit>), Problem> {
    let mut text = String::new();
    let surface = Surface(SVGBackend::with_string(&mut text, (width, height)));
    let hits = draw(chart, surface, look, &English)?;
    Ok((text, hits))
}

/// Draws a chart as an SVG document that stands alone, with title, finding and legend, at a width in pixels and as high
/// as suits it.
///
/// # Errors
/// None that this surface has; those of [`draw`].
pub fn whole(chart: &Chart, width: u32, theme: Theme) -> Result<(String, Vec<Hit>), Problem> {
    let mut none = String::new();
    let area = Surface(SVGBackend::with_string(&mut none, (width, 1))).into_drawing_area();
    let head = layout::whole_height(chart, &Pen::new(&area, theme, &English)) as u32;
    drop(area);
    svg(chart, (width, head + layout::body_height(chart, width)), Look { theme, whole: true })
}

/// Draws a timeline as an SVG document of a size in logical pixels, on the ground of its theme.
///
/// # Errors
/// None that this surface has.
pub fn timeline(
    timeline: &Timeline,
    by: timeline::By,
    (width, height): (u32, u32),
    theme: Theme,
) -> Result<(String, timeline::Plot), Problem> {
    let size = (width * timeline::FINE, height * timeline::FINE);
    let mut text = String::new();
    let plot =
        timeline::draw(timeline, by, Surface(SVGBackend::with_string(&mut text, size)), theme, &English)?;
    let fine = format!("width=\"{}\" height=\"{}\"", size.0, size.1);
    let ground = format!("width=\"{width}\" height=\"{height}\" style=\"background:{}\"", hex(theme.ground));
    Ok((text.replacen(&fine, &ground, 1), plot))
}

/// plotters' own surface, with the measure of text that [`super::widths`] has.
struct Surface<'a>(SVGBackend<'a>);

/// The size in pixels of plotters' text.
pub fn text_size<S: BackendTextStyle>(style: &S) -> f64 {
    style.size() / 1.24
}

/// The size of a text by the table of widths.
pub fn estimate<S: BackendTextStyle>(text: &str, style: &S) -> (u32, u32) {
    let size = text_size(style);
    let bold = matches!(style.style(), FontStyle::Bold) && size <= f64::from(TITLE_SIZE) * 2.0;
    (width(text, size, bold).ceil() as u32, (size * LINE).ceil() as u32)
}

impl DrawingBackend for Surface<'_> {
    type ErrorType = io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.0.get_size()
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.ensure_prepared()
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.present()
    }

    fn draw_pixel(
        &mut self,
        point: BackendCoord,
        color: BackendColor,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.draw_rect(upper_left, bottom_right, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        self.0.fill_polygon(corners, style)
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        at: BackendCoord,
    ) -> Result<(), DrawingErrorKind<io::Error>> {
        // An empty label is none.
        if text.is_empty() { Ok(()) } else { self.0.draw_text(text, style, at) }
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<io::Error>> {
        Ok(estimate(text, style))
    }
}
