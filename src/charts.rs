//! Charts: draws a [`Chart`] on any surface that plotters draws on: SVG natively and for downloads, a canvas on the page.
//!
//! The values of a chart know no pixels, and this module knows no data. Axes, grid and titles are plotters'; where
//! marks are, how wide a name is and what it is shortened to follow from the size and from the surface's own measure of
//! text. Drawing answers with [`Hit`]s: what a reader who points at a place is told, and which rows it stands for.

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub mod canvas;
pub mod layout;
mod legend;
mod marks;
mod panel;
mod pen;
pub mod pointer;
pub mod shapes;
pub mod svg;
pub mod theme;
pub mod ticks;
pub mod timeline;
pub mod widths;

use plotters::prelude::{DrawingBackend, IntoDrawingArea};

use crate::engine::Problem;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::Selection;
use crate::engine::text::Telling;
use pen::Pen;

pub use layout::height;
pub use pointer::Pointer;
pub use svg::svg;
pub use theme::Theme;

/// How a chart is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The colors.
    pub theme: Theme,
    /// Whether title, finding and legend are part of the picture, as in a file that stands alone.
    pub whole: bool,
}

/// A place of a drawn chart that a reader can point at, in logical pixels from the upper left corner.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// The left edge.
    pub left: i32,
    /// The upper edge.
    pub top: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
    /// What is there.
    pub label: String,
    /// The rows that it stands for: those that are in every one of these; empty where it stands for none.
    pub selection: Vec<Selection>,
}

impl Hit {
    /// Whether a place is within.
    pub fn contains(&self, x: i32, y: i32) -> bool {
        (self.left..=self.left + self.width).contains(&x) && (self.top..=self.top + self.height).contains(&y)
    }
}

/// Draws a chart over the whole surface, its words in a language. Later hits lie above earlier ones.
///
/// # Errors
/// The surface refuses.
pub fn draw<B: DrawingBackend>(
    chart: &Chart,
    surface: B,
    look: Look,
    language: &dyn Telling,
) -> Result<Vec<Hit>, Problem> {
    let area = surface.into_drawing_area();
    let mut pen = Pen::new(&area, look.theme, language);
    let drawn = layout::draw(chart, &mut pen, look.whole).and_then(|()| area.present());
    match drawn {
        Ok(()) => Ok(pen.into_hits()),
        Err(error) => {
            let reason = text!("the chart cannot be drawn: {error}", error = error.to_string());
            Err(Problem::new("", reason, text!("choose a smaller size, or another browser")))
        }
    }
}
