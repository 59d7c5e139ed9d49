//! The geometry of the table: which rows are in sight, and where each stands.
//!
//! Browsers limit an element's height (Firefox to some 17 million pixels), so beyond `MAX_HEIGHT` the
//! scroll bar stands for the place in the data and no longer for pixels.

use std::ops::Range;

/// The height of a row in pixels; the style sheet has the same.
pub const ROW_HEIGHT: f64 = 26.0;

/// The height of the header; the style sheet has the same.
pub const HEADER_HEIGHT: f64 = 44.0;

/// The largest height of the table's body.
const MAX_HEIGHT: f64 = 8_000_000.0;

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
    /// Where scrolled pixels stand for many: pixels of the full height beyond what the scroll bar can say.
    pub beyond: f64,
}

impl Viewport {
    /// The height of all rows, if there were no limit.
    fn full_height(&self) -> f64 {
        self.rows as f64 * ROW_HEIGHT
    }

    /// The height of the body in pixels.
    pub fn body_height(&self) -> f64 {
        self.full_height().min(MAX_HEIGHT)
    }

    /// The height in which rows are seen: under the header.
    fn seen(&self) -> f64 {
        (self.height - HEADER_HEIGHT).max(0.0)
    }

    /// Pixels of the full height that a scrolled pixel stands for.
    fn scale(&self) -> f64 {
        let scrollable = self.body_height() - self.seen();
        if scrollable <= 0.0 { 1.0 } else { (self.full_height() - self.seen()) / scrollable }
    }

    /// Where in the full height the visible part begins.
    fn offset(&self) -> f64 {
        self.scroll_top * self.scale() + self.beyond
    }

    /// Whether a scrolled pixel stands for more than one.
    pub fn is_scaled(&self) -> bool {
        self.full_height() > MAX_HEIGHT
    }

    /// Takes note of where the scroll bar stands. Unless that is where [`Viewport::go_to`] put it, it stands
    /// there exactly.
    pub fn scrolled(&mut self, scroll_top: f64) {
        if (scroll_top - self.scroll_top).abs() > 1.0 {
            self.beyond = 0.0;
        }
        self.scroll_top = scroll_top;
    }

    /// Goes to a place of the full height. Where the scroll bar is to be put for that, in whole pixels.
    pub fn go_to(&mut self, offset: f64) -> f64 {
        let offset = offset.clamp(0.0, (self.full_height() - self.seen()).max(0.0));
        self.scroll_top = (offset / self.scale()).floor();
        self.beyond = offset - self.scroll_top * self.scale();
        self.scroll_top
    }

    /// Goes a number of pixels of the full height up or down.
    pub fn go_by(&mut self, pixels: f64) -> f64 {
        self.go_to(self.offset() + pixels)
    }

    /// How many rows the document holds, whatever is in sight.
    pub fn lines(&self) -> u64 {
        (self.seen() / ROW_HEIGHT).ceil() as u64 + 1 + 2 * SPARE_ROWS
    }

    /// The row that a line of the document shows: of those in sight the one whose number, counted round, is the line's.
    pub fn row_of_line(&self, line: u64) -> Option<u64> {
        let visible = self.visible();
        let lines = self.lines().max(1);
        let row = visible.start + (line + lines - visible.start % lines) % lines;
        visible.contains(&row).then_some(row)
    }

    /// The line of the document that shows a row; none where it is not kept there.
    pub fn line_of_row(&self, row: u64) -> Option<u64> {
        self.visible().contains(&row).then(|| row % self.lines().max(1))
    }

    /// The rows to keep in the document.
    pub fn visible(&self) -> Range<u64> {
        let first = (self.offset() / ROW_HEIGHT).floor().max(0.0) as u64;
        let start = first.saturating_sub(SPARE_ROWS).min(self.rows);
        start..(start + self.lines()).min(self.rows)
    }

    /// Where a row stands in the body, in pixels.
    pub fn row_top(&self, row: u64) -> f64 {
        self.scroll_top + row as f64 * ROW_HEIGHT - self.offset()
    }

    /// The place of the full height to go to for a row to be in sight; nothing where it is.
    pub fn place_of(&self, row: u64) -> Option<f64> {
        let top = row as f64 * ROW_HEIGHT;
        let offset = if top < self.offset() {
            top
        } else if top + ROW_HEIGHT > self.offset() + self.seen() {
            top + ROW_HEIGHT - self.seen()
        } else {
            return None;
        };
        Some(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewport(rows: u64) -> Viewport {
        Viewport { rows, height: 20.0 * ROW_HEIGHT + HEADER_HEIGHT, ..Viewport::default() }
    }

    #[test]
    fn rows_around_those_in_sight_are_kept_and_each_has_a_line_of_its_own() {
        let mut viewport = viewport(1_000);
        viewport.scrolled(100.0 * ROW_HEIGHT);
        assert_eq!(viewport.visible(), 94..127);
        let mut shown: Vec<u64> =
            (0..viewport.lines()).filter_map(|line| viewport.row_of_line(line)).collect();
        for line in 0..viewport.lines() {
            let row = viewport.row_of_line(line).unwrap();
            assert_eq!(viewport.line_of_row(row), Some(line));
        }
        assert_eq!(viewport.line_of_row(93), None);
        shown.sort_unstable();
        assert!(shown.into_iter().eq(viewport.visible()));
        // The first row in sight stands where the scroll bar is.
        assert_eq!(viewport.row_top(100), 100.0 * ROW_HEIGHT);
    }

    #[test]
    fn a_table_that_fits_is_shown_whole() {
        let viewport = viewport(5);
        assert_eq!(viewport.visible(), 0..5);
        assert_eq!(viewport.place_of(4), None);
        assert!(!viewport.is_scaled());
    }

    #[test]
    fn a_row_out_of_sight_has_a_place_to_go_to() {
        let mut viewport = viewport(1_000);
        assert_eq!(viewport.place_of(19), None);
        assert_eq!(viewport.place_of(20), Some(ROW_HEIGHT));
        viewport.go_to(100.0 * ROW_HEIGHT);
        assert_eq!(viewport.place_of(10), Some(10.0 * ROW_HEIGHT));
    }

    /// Beyond 307,692 rows a pixel of the scroll bar stands for more than one of the data.
    #[test]
    fn every_row_of_millions_is_reached() {
        let mut viewport = viewport(10_000_000);
        assert!(viewport.is_scaled() && viewport.body_height() == 8_000_000.0);
        for row in [0, 1, 307_692, 307_693, 5_000_001, 9_999_999] {
            if let Some(place) = viewport.place_of(row) {
                let top = viewport.go_to(place);
                // What the browser reports is what it was told, in whole pixels.
                viewport.scrolled(top);
            }
            assert!(viewport.visible().contains(&row), "{row}: {:?}", viewport.visible());
            assert_eq!(viewport.place_of(row), None, "{row} is in sight");
            let top = viewport.row_top(row) - viewport.scroll_top;
            assert!((0.0..=19.0 * ROW_HEIGHT).contains(&top.round()), "{row}: {top}");
        }
    }

    #[test]
    fn the_wheel_goes_by_rows_where_the_scroll_bar_cannot() {
        let mut viewport = viewport(10_000_000);
        viewport.scrolled(4_000_000.0);
        let before = viewport.visible().start;
        for _ in 0..10 {
            let top = viewport.go_by(ROW_HEIGHT);
            viewport.scrolled(top);
        }
        assert_eq!(viewport.visible().start, before + 10);
        viewport.go_by(-1e12);
        assert_eq!(viewport.visible().start, 0);
    }
}
