//! The timeline as a picture: stacked bars with a row of dots for the anomalous rows under them.
//!
//! plotters' places are whole numbers, and a dot whose area says something needs finer ones: surfaces for a timeline count
//! in [`FINE`]ths of a logical pixel. Bars narrower than a pixel are drawn as one silhouette, a column a pixel.

use plotters::element::{Circle, Polygon, Rectangle};
use plotters::prelude::{DrawingArea, DrawingAreaErrorKind, DrawingBackend, IntoDrawingArea};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::BackendColor;

use super::pen::solid;
use super::theme::{FONT, Rgb, Theme};
use super::ticks::{Tick, ticks};
use crate::engine::Problem;
use crate::engine::decimal::grouped;
use crate::engine::explore::chart::{Paint, Scale};
use crate::engine::explore::timeline::{Bar, Timeline};
use crate::engine::text::Telling;

/// Units of a surface in a logical pixel.
pub const FINE: u32 = 4;

/// The size of text in logical pixels, and plotters' unit of it.
const TEXT_SIZE: f64 = 10.5;
const FONT_UNIT: f64 = 1.24;

/// Logical pixels: above the bars; of the row of dots; of the row of labels; between a label and its line; at the right,
/// where a handle needs room.
const TOP: i32 = 8;
const DOTS: i32 = 15;
const LABELS: i32 = 17;
const GAP: i32 = 8;
const RIGHT: i32 = 12;

/// The least at the left, where a handle needs room as well.
const LEFT: i32 = 24;

/// The radius of the largest dot, and how far the middles of two dots are apart at least.
const DOT: f64 = 4.5;
const DOT_PITCH: f64 = 6.0;

/// Labels of time are as far apart as two and a half of the widest.
const ROOM: f64 = 2.5;

/// What the parts of a bar are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Threat levels, with dots for anomalous rows.
    #[default]
    Level,
    /// Normal and anomalous rows.
    Class,
}

impl By {
    /// The parts of a bar, from the bottom: their rows and their color.
    fn parts(self, bar: &Bar) -> Vec<(u64, Paint)> {
        match self {
            By::Level => {
                bar.levels.iter().zip(0..).map(|(&rows, level)| (rows, Paint::Level(level))).collect()
            }
            By::Class => vec![(bar.normal(), Paint::Normal), (bar.anomalous, Paint::Anomalous)],
        }
    }
}

/// Where the bars stand, in logical pixels from the upper left corner of the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Plot {
    /// The left edge of the first bar.
    pub left: f64,
    /// The right edge of the last one.
    pub right: f64,
    /// The upper edge of the bars' room.
    pub top: f64,
    /// Where they stand.
    pub bottom: f64,
}

type Area<B> = DrawingArea<B, plotters::coord::Shift>;
type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws a timeline over the whole of a surface that counts in [`FINE`]ths of a logical pixel, its labels in a language.
///
/// # Errors
/// The surface refuses.
pub fn draw<B: DrawingBackend>(
    timeline: &Timeline,
    by: By,
    surface: B,
    theme: Theme,
    language: &dyn Telling,
) -> Result<Plot, Problem> {
    let area = surface.into_drawing_area();
    let sketch = Sketch::new(timeline, by, &area, theme, language);
    match sketch.draw().and_then(|()| area.present()) {
        Ok(()) => Ok(Plot {
            left: f64::from(sketch.left),
            right: f64::from(sketch.right),
            top: f64::from(TOP),
            bottom: f64::from(sketch.bottom),
        }),
        Err(error) => {
            let reason = text!("the timeline cannot be drawn: {error}", error = error.to_string());
            Err(Problem::new("timeline", reason, text!("choose a smaller window, or another browser")))
        }
    }
}

/// A timeline with its places in logical pixels.
struct Sketch<'a, B: DrawingBackend> {
    timeline: &'a Timeline,
    by: By,
    area: &'a Area<B>,
    theme: Theme,
    language: &'a dyn Telling,
    left: i32,
    right: i32,
    bottom: i32,
    height: i32,
    /// The rows of the highest bar.
    most: u64,
}

impl<'a, B: DrawingBackend> Sketch<'a, B> {
    fn new(
        timeline: &'a Timeline,
        by: By,
        area: &'a Area<B>,
        theme: Theme,
        language: &'a dyn Telling,
    ) -> Self {
        let (width, height) = area.dim_in_pixel();
        let [width, height] = [width, height].map(|length| (length / FINE) as i32);
        let rows = |bar: &Bar| by.parts(bar).iter().map(|(rows, _)| rows).sum();
        let most = timeline.bars.iter().map(rows).max().unwrap_or(0);
        let dots = if by == By::Level { DOTS } else { 0 };
        let mut sketch = Sketch {
            timeline,
            by,
            area,
            theme,
            language,
            left: LEFT,
            right: width - RIGHT,
            bottom: (height - LABELS - dots).max(TOP + 1),
            height,
            most,
        };
        let labels = lines(most).into_iter().map(|rows| sketch.width(&language.number(&grouped(rows))) + GAP);
        sketch.left = labels.fold(LEFT, i32::max);
        sketch.right = sketch.right.max(sketch.left + 1);
        sketch
    }

    fn draw(&self) -> Drawn<B> {
        self.rule([(self.left, self.bottom), (self.right, self.bottom + 1)])?;
        for rows in lines(self.most) {
            let y = fine(self.height_of(rows)) - FINE as i32 / 2;
            self.fill([(fine_of(self.left), y), (fine_of(self.right), y + FINE as i32)], self.theme.grid)?;
            let at = (fine_of(self.left - GAP), y + FINE as i32 / 2);
            self.text(&self.language.number(&grouped(rows)), at, Pos::new(HPos::Right, VPos::Center))?;
        }
        self.labels()?;
        self.bars()?;
        if self.by == By::Level { self.dots() } else { Ok(()) }
    }

    /// The beginnings of years, months or days: as many as have room.
    fn labels(&self) -> Drawn<B> {
        let (Some(first), Some(last)) = (self.timeline.bars.first(), self.timeline.bars.last()) else {
            return Ok(());
        };
        let (first, last) = (first.from as f64, last.until as f64);
        // A year whose first days have no rows has its label as well.
        let scale = Scale::Time { min: first - (last - first) * 0.02, max: last - 1.0 };
        let has_room = |ticks: &Vec<Tick>| {
            let widest = ticks.iter().map(|tick| self.width(&tick.label)).fold(0, i32::max);
            let apart = |pair: &[Tick]| self.x(pair[1].at) - self.x(pair[0].at);
            ticks.windows(2).all(|pair| apart(pair) >= f64::from(widest) * ROOM)
        };
        let chosen = (2..=12).rev().map(|most| ticks(&scale, most, self.language)).find(has_room);
        let mut free = f64::NEG_INFINITY;
        for tick in chosen.unwrap_or_else(|| ticks(&scale, 2, self.language)) {
            let (x, width) = (self.x(tick.at), f64::from(self.width(&tick.label)));
            if x < free || x + width > f64::from(self.right + RIGHT) {
                continue;
            }
            free = x + width + f64::from(GAP);
            let left = x.round() as i32;
            self.rule([(left, TOP), (left + 1, self.bottom)])?;
            let at = (fine_of(left), fine_of(self.height - LABELS / 2));
            self.text(&tick.label, at, Pos::new(HPos::Left, VPos::Center))?;
        }
        Ok(())
    }

    /// The bars: for each part a silhouette of it and all below, the highest first.
    fn bars(&self) -> Drawn<B> {
        let columns = self.columns();
        let paints: Vec<Paint> = self.by.parts(&Bar::default()).into_iter().map(|(_, paint)| paint).collect();
        for (part, paint) in paints.iter().enumerate().rev() {
            let base = fine_of(self.bottom);
            let mut corners = Vec::with_capacity(columns.len() * 4);
            for &(left, right, bar) in &columns {
                let parts = self.by.parts(bar);
                let rows: u64 = parts.iter().take(part + 1).map(|(rows, _)| rows).sum();
                if rows == 0 {
                    continue;
                }
                let (left, right, top) = (fine_of(left), fine_of(right), fine(self.height_of(rows)));
                // Bars that touch are one shape, without a seam.
                match corners.last() {
                    Some(&(x, _)) if x == left => drop(corners.pop()),
                    _ => corners.push((left, base)),
                }
                corners.extend([(left, top), (right, top), (right, base)]);
            }
            if let (false, Some(color)) = (corners.is_empty(), self.theme.color(*paint)) {
                self.area.draw(&Polygon::new(corners, ShapeStyle::from(&solid(color)).filled()))?;
            }
        }
        Ok(())
    }

    /// The bars with their edges, in whole pixels; of those that share a pixel the highest.
    fn columns(&self) -> Vec<(i32, i32, &'a Bar)> {
        let (bars, width) = (self.timeline.bars.as_slice(), self.right - self.left);
        let pitch = self.pitch();
        if pitch < 1.0 {
            let column = |x: i32| {
                let first = (f64::from(x) / pitch) as usize;
                let last = ((f64::from(x + 1) / pitch).ceil() as usize).min(bars.len());
                let bar = bars.get(first..last)?.iter().max_by_key(|bar| bar.rows)?;
                Some((self.left + x, self.left + x + 1, bar))
            };
            return (0..width).filter_map(column).collect();
        }
        let gap = if pitch >= 14.0 { 2 } else { i32::from(pitch >= 4.0) };
        let edge = |place: usize| self.left + (place as f64 * pitch).round() as i32;
        let column = |(place, bar): (usize, &'a Bar)| (edge(place), edge(place + 1) - gap, bar);
        bars.iter().enumerate().map(column).collect()
    }

    /// A dot a bar, whose area tells the anomalous rows; where bars are narrow, one for several.
    fn dots(&self) -> Drawn<B> {
        let pitch = self.pitch();
        let count = (DOT_PITCH / pitch).ceil().max(1.0) as usize;
        let groups: Vec<u64> =
            self.timeline.bars.chunks(count).map(|bars| bars.iter().map(|bar| bar.anomalous).sum()).collect();
        let (most, step) = (groups.iter().max().copied().unwrap_or(0), pitch * count as f64);
        let largest = DOT.min(step / 2.0);
        let y = fine(f64::from(self.bottom) + f64::from(DOTS) * 0.6);
        for (place, rows) in groups.into_iter().enumerate().filter(|(_, rows)| *rows > 0) {
            let bars = self.timeline.bars.len().saturating_sub(place * count).min(count);
            let x = f64::from(self.left) + step * place as f64 + pitch * bars as f64 / 2.0;
            let radius = largest * (rows as f64 / most.max(1) as f64).sqrt();
            let radius = fine(radius).max(2) as u32;
            if let Some(color) = self.theme.color(Paint::Anomalous) {
                self.area.draw(&Circle::new(
                    (fine(x), y),
                    radius,
                    ShapeStyle::from(&solid(color)).filled(),
                ))?;
            }
        }
        Ok(())
    }

    /// The width of a bar with the gap after it, in logical pixels.
    fn pitch(&self) -> f64 {
        f64::from(self.right - self.left) / self.timeline.bars.len().max(1) as f64
    }

    /// Where a timestamp lies.
    fn x(&self, timestamp: f64) -> f64 {
        f64::from(self.left) + self.timeline.place(timestamp) * self.pitch()
    }

    /// Where a bar of so many rows ends.
    fn height_of(&self, rows: u64) -> f64 {
        let share = rows as f64 / self.most.max(1) as f64;
        f64::from(self.bottom) - share * f64::from(self.bottom - TOP)
    }

    fn style(&self, color: Rgb) -> TextStyle<'static> {
        let size = TEXT_SIZE * f64::from(FINE) * FONT_UNIT;
        let font = FontDesc::new(FontFamily::Name(FONT), size, FontStyle::Normal);
        let [red, green, blue] = color;
        TextStyle { font, color: BackendColor { alpha: 1.0, rgb: (red, green, blue) }, pos: Pos::default() }
    }

    /// The width of a label in logical pixels.
    fn width(&self, text: &str) -> i32 {
        let size = self.area.estimate_text_size(text, &self.style(self.theme.quiet));
        size.map_or(0, |(width, _)| width.div_ceil(FINE) as i32)
    }

    fn text(&self, text: &str, at: (i32, i32), pos: Pos) -> Drawn<B> {
        self.area.draw_text(text, &self.style(self.theme.quiet).pos(pos), at)
    }

    /// A quiet line, by its corners in logical pixels.
    fn rule(&self, corners: [(i32, i32); 2]) -> Drawn<B> {
        self.fill(corners.map(|(x, y)| (fine_of(x), fine_of(y))), self.theme.grid)
    }

    fn fill(&self, corners: [(i32, i32); 2], [red, green, blue]: Rgb) -> Drawn<B> {
        let color = RGBAColor(red, green, blue, 1.0);
        self.area.draw(&Rectangle::new(corners, ShapeStyle::from(&color).filled()))
    }
}

/// A length in logical pixels in units of the surface.
fn fine(length: f64) -> i32 {
    (length * f64::from(FINE)).round() as i32
}

fn fine_of(length: i32) -> i32 {
    length * FINE as i32
}

/// The rows at the two lines behind the bars: a round number and its double, as large as fit; of one row alone, one.
fn lines(most: u64) -> Vec<u64> {
    let steps = std::iter::successors(Some(1_u64), |power| power.checked_mul(10))
        .flat_map(|power| [1, 2, 3, 4, 5].map(|factor| factor * power as u128))
        .take_while(|step| step * 2 <= u128::from(most));
    match (steps.last(), most) {
        (Some(step), _) => vec![step as u64, step as u64 * 2],
        (None, 0) => Vec::new(),
        (None, _) => vec![1],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_round_lines_stand_behind_the_bars() {
        for (most, expected) in [
            (0, vec![]),
            (1, vec![1]),
            (2, vec![1, 2]),
            (5, vec![2, 4]),
            (9, vec![4, 8]),
            (190, vec![50, 100]),
            (325, vec![100, 200]),
            (999, vec![400, 800]),
            (25_000, vec![10_000, 20_000]),
        ] {
            assert_eq!(lines(most), expected, "{most}");
        }
        assert_eq!(lines(u64::MAX).len(), 2);
    }
}
