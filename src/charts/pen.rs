//! What draws: shapes and text in pixels of an area, in the colors of a theme, with the hits that are left behind.

use plotters::coord::Shift;
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, DrawingBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};

use plotters_backend::BackendColor;

use super::Hit;
use super::shapes::{self, Part};
use super::theme::{FONT, Rgb, TEXT_SIZE, TITLE_SIZE, Theme};
use super::widths::shortened;
use crate::engine;
use crate::engine::explore::chart::{Paint, Shape, Stroke};
use crate::engine::text::Telling;

/// A place in pixels.
pub type At = (i32, i32);

/// Whether it could be drawn.
pub type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// The unit of plotters' font sizes: 1.24 of them are a pixel.
const FONT_UNIT: f64 = 1.24;

/// A size and weight of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Titles.
    Title,
    /// All else.
    Plain,
}

/// Where the anchor of a text lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// At its left, half-way up.
    Left,
    /// At its middle.
    Middle,
    /// At its upper left corner.
    TopLeft,
}

/// An area with a theme and a language.
pub struct Pen<'a, B: DrawingBackend> {
    area: &'a DrawingArea<B, Shift>,
    /// The colors.
    pub theme: Theme,
    /// What its words are told in.
    pub language: &'a dyn Telling,
    hits: Vec<Hit>,
}

impl<'a, B: DrawingBackend> Pen<'a, B> {
    /// A pen for the whole of an area.
    pub fn new(area: &'a DrawingArea<B, Shift>, theme: Theme, language: &'a dyn Telling) -> Self {
        Pen { area, theme, language, hits: Vec::new() }
    }

    /// What a text says in the language.
    pub fn told(&self, text: &engine::Text) -> String {
        text.told(self.language)
    }

    /// The area.
    pub fn area(&self) -> &'a DrawingArea<B, Shift> {
        self.area
    }

    /// The size of the area in pixels.
    pub fn size(&self) -> (i32, i32) {
        let (width, height) = self.area.dim_in_pixel();
        (width as i32, height as i32)
    }

    /// Leaves a hit behind.
    pub fn hit(&mut self, hit: Hit) {
        self.hits.push(hit);
    }

    /// The hits that were left behind.
    pub fn into_hits(self) -> Vec<Hit> {
        self.hits
    }

    /// The style of text.
    pub fn text_style(&self, text: Text, color: Rgb) -> TextStyle<'static> {
        let (size, weight) = match text {
            Text::Title => (TITLE_SIZE, FontStyle::Bold),
            Text::Plain => (TEXT_SIZE, FontStyle::Normal),
        };
        let font = FontDesc::new(FontFamily::Name(FONT), f64::from(size) * FONT_UNIT, weight);
        let [red, green, blue] = color;
        let color = BackendColor { alpha: 1.0, rgb: (red, green, blue) };
        TextStyle { font, color, pos: Pos::default() }
    }

    /// The width of a text.
    pub fn width(&self, text: &str, form: Text) -> i32 {
        let style = self.text_style(form, self.theme.ink);
        self.area.estimate_text_size(text, &style).map_or(0, |size| size.0 as i32)
    }

    /// A text that is no wider than `most`.
    pub fn shortened(&self, text: &str, most: i32, form: Text) -> String {
        shortened(text, most, |text| self.width(text, form))
    }

    /// Writes a text.
    pub fn text(&self, text: &str, at: At, side: Side, form: Text, color: Rgb) -> Drawn<B> {
        let style = self.text_style(form, color).pos(position(side));
        self.area.draw_text(text, &style, at)
    }

    /// Writes a text upwards that ends at a place.
    pub fn upright(&self, text: &str, at: At, color: Rgb) -> Drawn<B> {
        let style = self.text_style(Text::Plain, color);
        let style = style.transform(FontTransform::Rotate270).pos(Pos::new(HPos::Right, VPos::Center));
        self.area.draw_text(text, &style, at)
    }

    /// Fills a rectangle.
    pub fn fill(&self, corners: [At; 2], color: RGBAColor) -> Drawn<B> {
        self.area.draw(&Rectangle::new(corners, ShapeStyle::from(&color).filled()))
    }

    /// Draws the edge of a rectangle.
    pub fn edge(&self, corners: [At; 2], color: RGBAColor) -> Drawn<B> {
        self.area.draw(&Rectangle::new(corners, ShapeStyle::from(&color)))
    }

    /// Fills a closed area.
    pub fn polygon(&self, points: Vec<At>, color: RGBAColor) -> Drawn<B> {
        self.area.draw(&Polygon::new(points, ShapeStyle::from(&color).filled()))
    }

    /// Draws a line through places.
    pub fn line(&self, points: &[At], color: RGBAColor, stroke: Stroke) -> Drawn<B> {
        let style = ShapeStyle::from(&color).stroke_width(shapes::stroke_width(stroke));
        let pieces = match shapes::dashes(stroke) {
            None => vec![points.to_vec()],
            Some([dash, gap]) => dashes(points, dash, gap),
        };
        for piece in pieces.into_iter().filter(|piece| piece.len() > 1) {
            self.area.draw(&PathElement::new(piece, style))?;
        }
        Ok(())
    }

    /// Draws a shape of a radius around a place.
    pub fn shape(&self, shape: Shape, at: At, radius: i32, color: RGBAColor) -> Drawn<B> {
        shapes::parts(shape, radius).into_iter().try_for_each(|part| self.part(part, at, color))
    }

    /// Draws the sample of a legend around a place.
    pub fn sample(&self, shape: Shape, at: At, color: RGBAColor) -> Drawn<B> {
        shapes::sample(shape).into_iter().try_for_each(|part| self.part(part, at, color))
    }

    /// Draws a part of a shape around a place.
    fn part(&self, part: Part, (x, y): At, color: RGBAColor) -> Drawn<B> {
        let place = |(right, down): At| (x + right, y + down);
        match part {
            Part::Disc(radius) => {
                self.area.draw(&Circle::new((x, y), radius, ShapeStyle::from(&color).filled()))
            }
            Part::Ring(radius) => {
                let style = ShapeStyle::from(&color).stroke_width(shapes::RING);
                self.area.draw(&Circle::new((x, y), radius, style))
            }
            Part::Rectangle(corners) => self.fill(corners.map(place), color),
            Part::Polygon(corners) => self.polygon(corners.into_iter().map(place).collect(), color),
            Part::Line(ends, stroke) => self.line(&ends.map(place), color, stroke),
        }
    }

    /// The color of a paint, and how much of it covers what is below. None where nothing is drawn.
    pub fn color(&self, paint: Paint, opacity: f64) -> Option<RGBAColor> {
        let [red, green, blue] = self.theme.color(paint)?;
        Some(RGBAColor(red, green, blue, opacity))
    }
}

/// A color that covers what is below.
pub fn solid([red, green, blue]: Rgb) -> RGBAColor {
    RGBAColor(red, green, blue, 1.0)
}

fn position(side: Side) -> Pos {
    match side {
        Side::Left => Pos::new(HPos::Left, VPos::Center),
        Side::Middle => Pos::new(HPos::Center, VPos::Center),
        Side::TopLeft => Pos::new(HPos::Left, VPos::Top),
    }
}

/// The pieces of a line with gaps, in pixels along it.
fn dashes(points: &[At], dash: f64, gap: f64) -> Vec<Vec<At>> {
    let mut pieces = Vec::new();
    let (mut left, mut drawing) = (dash, true);
    let mut piece: Vec<At> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let length = libm::hypot(f64::from(x1 - x0), f64::from(y1 - y0));
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let share = done / length;
            let at = |from: i32, to: i32| from + (f64::from(to - from) * share).round() as i32;
            let place = (at(x0, x1), at(y0, y1));
            if drawing {
                piece.push(place);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![place];
            }
            drawing = !drawing;
            left = if drawing { dash } else { gap };
        }
        left -= length - done;
        if drawing {
            piece.push((x1, y1));
        }
    }
    pieces.push(piece);
    pieces
}
