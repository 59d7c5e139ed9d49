//! The geometry of the table: which rows are in sight, and where each stands.
//!
//! Browsers limit an element's height (Firefox to some 17 million pixels), so beyond [`GREATEST_HEIGHT`] the
//! scroll bar stands for the place in the data and no longer for pixels.

use std::ops::Range;

/// The height of a row in pixels; the style sheet has the same.
pub const ROW_HEIGHT: f64 = 30.0;

/// The greatest height of the table's body.
const GREATEST_HEIGHT: f64 = 8_000_000.0;

/// Rows that are kept in the document above and below those in sight.
const SPARE_ROWS: u64 = 6;

/// What is in sight.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Viewport {
    /// Rows of the view.
    pub rows: u64,
    /// Height of the scrolling element in pixels, header included.
    pub height: f64,
    /// How far it is scrolled, in pixels.
    pub scroll_top: f64,
}

impl Viewport {
    /// The height of all rows, if there were no limit.
    fn full_height(&self) -> f64 {
        self.rows as f64 * ROW_HEIGHT
    }

    /// The height of the body in pixels.
    pub fn body_height(&self) -> f64 {
        self.full_height().min(GREATEST_HEIGHT)
    }

    /// The height in which rows are seen: under the header.
    fn seen(&self) -> f64 {
        (self.height - ROW_HEIGHT).max(0.0)
    }

    /// Pixels of the full height that a scrolled pixel stands for.
    fn scale(&self) -> f64 {
        let scrollable = self.body_height() - self.seen();
        if scrollable <= 0.0 { 1.0 } else { (self.full_height() - self.seen()) / scrollable }
    }

    /// Where in the full height the visible part begins.
    fn offset(&self) -> f64 {
        self.scroll_top * self.scale()
    }

    /// The rows to keep in the document.
    pub fn visible(&self) -> Range<u64> {
        let first = (self.offset() / ROW_HEIGHT).floor().max(0.0) as u64;
        let count = (self.seen() / ROW_HEIGHT).ceil() as u64 + 1;
        first.saturating_sub(SPARE_ROWS).min(self.rows)..(first + count + SPARE_ROWS).min(self.rows)
    }

    /// Where a row stands in the body, in pixels.
    pub fn row_top(&self, row: u64) -> f64 {
        self.scroll_top + row as f64 * ROW_HEIGHT - self.offset()
    }

    /// How far to scroll for a row to be in sight; nothing where it is.
    pub fn scroll_to(&self, row: u64) -> Option<f64> {
        let top = row as f64 * ROW_HEIGHT;
        let offset = if top < self.offset() {
            top
        } else if top + ROW_HEIGHT > self.offset() + self.seen() {
            top + ROW_HEIGHT - self.seen()
        } else {
            return None;
        };
        Some(offset / self.scale())
    }
}
