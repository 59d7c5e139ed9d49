//! A small picture of each kind of chart, as paths on a field of 22 by 22.

use crate::engine::explore::Kind;

/// A small picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    /// What is drawn in thin lines.
    pub lines: &'static str,
    /// What is drawn with a thick stroke, such as points; empty where there is none.
    pub points: &'static str,
    /// What is filled; empty where there is none.
    pub fill: &'static str,
}

/// The picture of a kind.
pub fn icon(kind: Kind) -> Icon {
    let (lines, points, fill) = match kind {
        Kind::Histogram => {
            ("M2.5 19.5h17M4 19.5v-5h3.5v5M7.5 19.5v-12H11v12M11 19.5v-15h3.5v15M14.5 19.5v-8H18v8", "", "")
        }
        Kind::Boxes => ("M11 2.5v4M8 2.5h6M6 6.5h10v9H6zM11 15.5v4M8 19.5h6", "", "M6 6.5h10v4.5H6z"),
        Kind::Bars => ("M3 2.5v17M3 4.5h15.5v3H3M3 9.5h10v3H3M3 14.5h6v3H3", "", ""),
        Kind::Scatter => (
            "M3 3v16.5h16.5",
            "M7 15.5h.01M9.5 12h.01M8 8.5h.01M12.5 13.5h.01M13.5 9h.01M17 10.5h.01M17 5.5h.01",
            "",
        ),
        Kind::Correlation => (
            "M3 3h5v5H3zM3 8.5h5v5H3zM8.5 8.5h5v5h-5zM3 14h5v5H3zM8.5 14h5v5h-5zM14 14h5v5h-5z",
            "",
            "M3 3h5v5H3zM8.5 8.5h5v5h-5zM14 14h5v5h-5z",
        ),
        Kind::Lines => ("M3 3v16.5h16.5M5.5 15l4-5.5 3.5 3 5.5-8", "", ""),
        Kind::Calendar => (
            "M3 5h16v14.5H3zM3 9h16M7.5 2.5V7M14.5 2.5V7",
            "M7 12.5h.01M11 12.5h.01M15 12.5h.01M7 16h.01M11 16h.01",
            "",
        ),
        Kind::Week => ("M19.5 11a8.5 8.5 0 1 1-17 0a8.5 8.5 0 0 1 17 0M11 6v5l3.5 2.5", "", ""),
        Kind::Matrix => ("M3 3h16v16H3zM3 11h16M11 3v16", "", "M11 3h8v8h-8z"),
        Kind::Combined => ("M3 3h7v6.5H3zM12 3h7v6.5h-7zM3 12h16v7H3z", "", ""),
        Kind::Grid => ("M3 3h7v7H3zM12 3h7v7h-7zM3 12h7v7H3zM12 12h7v7h-7z", "", ""),
    };
    Icon { lines, points, fill }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_picture_of_its_own() {
        let pictures = Kind::ALL.map(icon);
        for (place, picture) in pictures.iter().enumerate() {
            assert!(picture.lines.starts_with('M'));
            assert!(!pictures[..place].contains(picture), "{:?}", Kind::ALL[place]);
        }
    }
}
