//! Charts on the page: plotters-canvas' surface over a canvas, in logical pixels. What it does not do is added here: it
//! knows no device pixel ratio, its text is larger than that of files, lines of an odd width are blurred, and measuring
//! text inserts styled elements, which a strict content policy blocks.

use plotters::prelude::{DrawingBackend, IntoDrawingArea};
use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontFamily, FontStyle,
    FontTransform,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::pen::Pen;
use super::svg::{LINE, text_size};
use super::{Hit, Look, Theme, draw, height, layout, timeline};
use crate::engine::Problem;
use crate::engine::explore::Chart;
use crate::engine::explore::timeline::Timeline;
use crate::engine::text::{English, Telling};

/// The most pixels of a canvas in each direction that every browser has.
const MAX_PIXELS: f64 = 16_384.0;

/// Draws a chart over the whole of a canvas, which gets the given size in logical pixels and `ratio` times as many of its
/// own. Its words are told in a language.
///
/// # Errors
/// The canvas has no two-dimensional context, or refuses to draw.
pub fn paint(
    chart: &Chart,
    canvas: &HtmlCanvasElement,
    size: (u32, u32),
    ratio: f64,
    look: Look,
    language: &dyn Telling,
) -> Result<Vec<Hit>, Problem> {
    draw(chart, Surface::new(canvas, size, ratio)?, look, language)
}

/// Draws a chart on a canvas as a picture that stands alone, with title, finding and legend, at a width in logical pixels
/// and as high as suits it. It is for a file, which is in English.
///
/// # Errors
/// As those of [`paint`].
pub fn paint_whole(
    chart: &Chart,
    canvas: &HtmlCanvasElement,
    width: u32,
    ratio: f64,
    theme: Theme,
) -> Result<(), Problem> {
    let area = Surface::new(canvas, (width, 1), 1.0)?.into_drawing_area();
    let head = layout::whole_height(chart, &Pen::new(&area, theme, &English)) as u32;
    let size = (width, head + layout::body_height(chart, width));
    paint(chart, canvas, size, ratio, Look { theme, whole: true }, &English).map(drop)
}

/// Draws a chart without title and legend on a canvas, as high as suits it, its words in a language. The height in
/// logical pixels, and the hits.
///
/// # Errors
/// As those of [`paint`].
pub fn paint_body(
    chart: &Chart,
    canvas: &HtmlCanvasElement,
    width: u32,
    ratio: f64,
    theme: Theme,
    language: &dyn Telling,
) -> Result<(u32, Vec<Hit>), Problem> {
    let height = height(chart, width);
    let hits = paint(chart, canvas, (width, height), ratio, Look { theme, whole: false }, language)?;
    Ok((height, hits))
}

/// Draws a timeline over the whole of a canvas, which gets the given size in logical pixels and `ratio` times as many of its
/// own. Its labels are told in a language.
///
/// # Errors
/// As those of [`paint`].
pub fn paint_timeline(
    timeline: &Timeline,
    by: timeline::By,
    canvas: &HtmlCanvasElement,
    (width, height): (u32, u32),
    ratio: f64,
    theme: Theme,
    language: &dyn Telling,
) -> Result<timeline::Plot, Problem> {
    let size = (width * timeline::FINE, height * timeline::FINE);
    let surface = Surface::new(canvas, size, ratio / f64::from(timeline::FINE))?;
    timeline::draw(timeline, by, surface, theme, language)
}

/// A canvas as plotters' surface.
struct Surface {
    backend: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    ratio: f64,
}

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

impl Surface {
    /// A cleared canvas of a logical size; its own size is made `ratio` times that.
    fn new(canvas: &HtmlCanvasElement, (width, height): (u32, u32), ratio: f64) -> Result<Self, Problem> {
        let longest = f64::from(width.max(height).max(1));
        let ratio = ratio.min(MAX_PIXELS / longest);
        let pixels = |length: u32| (f64::from(length) * ratio).round().max(1.0) as u32;
        // A canvas that changes its size is cleared, and forgets all settings.
        canvas.set_width(pixels(width));
        canvas.set_height(pixels(height));
        let context = canvas.get_context("2d").ok().flatten();
        let context = context.and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok());
        let backend = CanvasBackend::with_canvas_object(canvas.clone());
        let (Some(context), Some(backend)) = (context, backend) else {
            let reason = text!("the chart cannot be drawn: the browser gives no canvas to draw on");
            return Err(Problem::new("", reason, text!("download it as SVG, or use another browser")));
        };
        let surface = Surface { backend, context, size: (width, height), ratio };
        surface.shift(0.0);
        surface.context.set_line_join("round");
        Ok(surface)
    }

    /// Moves what is drawn next by a part of a logical pixel, both ways.
    fn shift(&self, by: f64) {
        let (ratio, by) = (self.ratio, by * self.ratio);
        // Only numbers that are not finite could be refused.
        let _ = self.context.set_transform(ratio, 0.0, 0.0, ratio, by, by);
    }

    /// Draws lines sharply: those of an odd width lie between the pixels, others on them.
    fn stroke(&mut self, width: u32, draw: impl FnOnce(&mut CanvasBackend) -> Drawn) -> Drawn {
        if width.is_multiple_of(2) {
            return draw(&mut self.backend);
        }
        self.shift(0.5);
        let drawn = draw(&mut self.backend);
        self.shift(0.0);
        drawn
    }
}

impl DrawingBackend for Surface {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.backend.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.backend.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, color: BackendColor) -> Drawn {
        self.backend.draw_pixel(at, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        // plotters-canvas shifts lines of every width by half a pixel, paths of none.
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        lower_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if fill {
            return self.backend.draw_rect(upper_left, lower_right, style, true);
        }
        self.stroke(style.stroke_width(), |backend| backend.draw_rect(upper_left, lower_right, style, false))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.stroke(style.stroke_width(), |backend| backend.draw_path(path, style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.backend.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.backend.fill_polygon(corners, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.backend.draw_text(text, &InPixels(style), at)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let style = InPixels(style);
        let (weight, family) = (style.style(), style.family());
        // As plotters-canvas writes it.
        self.context.set_font(&format!("{} {}px {}", weight.as_str(), style.size(), family.as_str()));
        // No text is refused; were one, the table of widths would do.
        let width = self.context.measure_text(text).map_or_else(
            |_| super::widths::width(text, style.size(), matches!(weight, FontStyle::Bold)),
            |measured| measured.width(),
        );
        Ok((width.ceil() as u32, (style.size() * LINE).ceil() as u32))
    }
}

/// A style of text whose size is in pixels, as plotters-canvas takes it, in place of plotters' own unit.
struct InPixels<'a, S>(&'a S);

impl<S: BackendTextStyle> BackendTextStyle for InPixels<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        text_size(self.0)
    }

    fn transform(&self) -> FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        self.0.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        at: BackendCoord,
        draw: D,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, at, draw)
    }
}
