//! Charts on the page: plotters' surface over an `OffscreenCanvas` in a worker. It draws in logical pixels, sharp on any
//! pixel ratio, and measures text with the canvas itself: plotters' own measure needs a document.

use std::fmt;

use plotters::prelude::DrawingBackend;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind, FontStyle, FontTransform,
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{OffscreenCanvas, OffscreenCanvasRenderingContext2d};

use super::svg::text_size;
use super::{Hit, Look, draw};
use crate::engine::Problem;
use crate::engine::explore::Chart;

/// Draws a chart over the whole of a canvas, `size` in logical pixels, whose pixels are `ratio` times as many.
///
/// # Errors
/// The canvas has no two-dimensional context, or refuses to draw.
pub fn paint(
    chart: &Chart,
    sheet: &Sheet,
    size: (u32, u32),
    ratio: f64,
    look: Look,
) -> Result<Vec<Hit>, Problem> {
    let surface = Canvas::new(sheet, size, ratio).map_err(|error| {
        Problem::new(
            "",
            format!("the chart cannot be drawn: {error}"),
            "download it as SVG, or use another browser",
        )
    })?;
    draw(chart, surface, look)
}

/// What a canvas answers where it refuses.
#[derive(Debug)]
pub struct Refused(String);

impl Refused {
    fn new(value: &JsValue) -> Self {
        let error = value.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        Refused(error.or_else(|| value.as_string()).unwrap_or_else(|| "the canvas refuses".to_owned()))
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// A canvas as plotters' surface.
pub struct Canvas {
    context: OffscreenCanvasRenderingContext2d,
    size: (u32, u32),
}

/// A canvas and its context. The context is asked for once: Firefox refuses it later, when the page has moved the canvas.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The canvas.
    pub canvas: OffscreenCanvas,
    context: OffscreenCanvasRenderingContext2d,
}

impl Sheet {
    /// The sheet of a canvas.
    ///
    /// # Errors
    /// The canvas has no two-dimensional context.
    pub fn of(canvas: OffscreenCanvas) -> Result<Self, Refused> {
        let context = canvas.get_context("2d").map_err(|error| Refused::new(&error))?;
        let context = context
            .and_then(|context| context.dyn_into::<OffscreenCanvasRenderingContext2d>().ok())
            .ok_or_else(|| Refused("the canvas has no two-dimensional context".to_owned()))?;
        Ok(Sheet { canvas, context })
    }
}

impl Canvas {
    /// A cleared canvas of a logical size; its own size is made `ratio` times that.
    ///
    /// # Errors
    /// The canvas has no two-dimensional context.
    pub fn new(sheet: &Sheet, size: (u32, u32), ratio: f64) -> Result<Self, Refused> {
        let pixels = |length: u32| (f64::from(length) * ratio).round().clamp(1.0, 16_384.0) as u32;
        sheet.canvas.set_width(pixels(size.0));
        sheet.canvas.set_height(pixels(size.1));
        let context = sheet.context.clone();
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0).map_err(|error| Refused::new(&error))?;
        context.clear_rect(0.0, 0.0, size.0.into(), size.1.into());
        context.set_line_join("round");
        Ok(Canvas { context, size })
    }

    fn color(color: BackendColor) -> String {
        let (red, green, blue) = color.rgb;
        format!("rgb({red} {green} {blue} / {})", color.alpha)
    }

    fn fill_with<S: BackendStyle>(&self, style: &S) {
        self.context.set_fill_style_str(&Canvas::color(style.color()));
    }

    fn stroke_with<S: BackendStyle>(&self, style: &S) {
        self.context.set_stroke_style_str(&Canvas::color(style.color()));
        self.context.set_line_width(style.stroke_width().into());
    }

    /// Lines of an odd width are sharp between the pixels, others on them.
    fn shift<S: BackendStyle>(style: &S) -> f64 {
        if style.stroke_width() % 2 == 1 { 0.5 } else { 0.0 }
    }

    fn trace(&self, path: impl IntoIterator<Item = BackendCoord>, shift: f64) {
        self.context.begin_path();
        for (index, (x, y)) in path.into_iter().enumerate() {
            let (x, y) = (f64::from(x) + shift, f64::from(y) + shift);
            if index == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
    }

    fn set_font<S: BackendTextStyle>(&self, style: &S) {
        let weight = if matches!(style.style(), FontStyle::Bold) { "600 " } else { "" };
        self.context.set_font(&format!("{weight}{}px {}", text_size(style), style.family().as_str()));
    }
}

type Drawn = Result<(), DrawingErrorKind<Refused>>;

fn refused(error: JsValue) -> DrawingErrorKind<Refused> {
    DrawingErrorKind::DrawingError(Refused::new(&error))
}

impl DrawingBackend for Canvas {
    type ErrorType = Refused;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.fill_with(&color);
        self.context.fill_rect(x.into(), y.into(), 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        let (width, height) = (f64::from(right - left), f64::from(bottom - top));
        if fill {
            self.fill_with(style);
            self.context.fill_rect(left.into(), top.into(), width, height);
        } else {
            self.stroke_with(style);
            let shift = Canvas::shift(style);
            self.context.stroke_rect(f64::from(left) + shift, f64::from(top) + shift, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        if style.color().alpha > 0.0 {
            self.stroke_with(style);
            self.trace(path, Canvas::shift(style));
            self.context.stroke();
        }
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        self.context.begin_path();
        self.context
            .arc(x.into(), y.into(), radius.into(), 0.0, 2.0 * std::f64::consts::PI)
            .map_err(refused)?;
        if fill {
            self.fill_with(style);
            self.context.fill();
        } else {
            self.stroke_with(style);
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        if style.color().alpha > 0.0 {
            self.fill_with(style);
            self.trace(corners, 0.0);
            self.context.close_path();
            self.context.fill();
        }
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): BackendCoord) -> Drawn {
        if style.color().alpha == 0.0 {
            return Ok(());
        }
        self.set_font(style);
        self.context.set_fill_style_str(&Canvas::color(style.color()));
        self.context.set_text_align(match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match style.anchor().v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        let quarters = match style.transform() {
            FontTransform::None => return self.context.fill_text(text, x.into(), y.into()).map_err(refused),
            FontTransform::Rotate90 => 1.0,
            FontTransform::Rotate180 => 2.0,
            FontTransform::Rotate270 => 3.0,
        };
        self.context.save();
        let turned = self
            .context
            .translate(x.into(), y.into())
            .and_then(|()| self.context.rotate(quarters * std::f64::consts::FRAC_PI_2))
            .and_then(|()| self.context.fill_text(text, 0.0, 0.0));
        self.context.restore();
        turned.map_err(refused)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Refused>> {
        self.set_font(style);
        let width = self.context.measure_text(text).map_err(refused)?.width();
        Ok((width.ceil() as u32, (text_size(style) * 1.2).ceil() as u32))
    }
}
