//! Where the curves are, in pixels, and what a pointer is near. Without the browser.

use crate::engine::Text;
use crate::engine::detect::{Counts, Scored};
use crate::engine::text::number;

/// Room beside the plot for ticks and titles, in pixels: left, above, right, below.
const ROOM: [f64; 4] = [34.0, 20.0, 12.0, 36.0];

/// The height of the whole, by its width.
const ASPECT: f64 = 0.73;
const HEIGHTS: [f64; 2] = [250.0, 325.0];

/// How near a line a pointer has to be, in pixels.
const REACH: f64 = 18.0;

/// A chart of the detectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// True-positive rate over false-positive rate.
    #[default]
    Roc,
    /// Precision over recall.
    PrecisionRecall,
    /// How true probabilities are.
    Calibration,
}

impl Kind {
    /// All of them, in the order of the control.
    pub const ALL: [Kind; 3] = [Kind::Roc, Kind::PrecisionRecall, Kind::Calibration];

    /// What stands on the control.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Roc => words!("ROC"),
            Kind::PrecisionRecall => words!("Precision–recall"),
            Kind::Calibration => words!("Calibration"),
        }
    }

    /// The titles of the x-axis and the y-axis.
    pub fn axes(self) -> [&'static str; 2] {
        match self {
            Kind::Roc => [words!("False-positive rate"), words!("True-positive rate")],
            Kind::PrecisionRecall => [words!("Recall"), words!("Precision")],
            Kind::Calibration => [words!("Predicted probability"), words!("Share that is anomalous")],
        }
    }

    /// What the dotted line is.
    pub fn baseline_name(self) -> &'static str {
        match self {
            Kind::Roc => words!("dotted: chance"),
            Kind::PrecisionRecall => words!("dotted: the share of anomalous rows"),
            Kind::Calibration => words!("dotted: predicted as observed"),
        }
    }

    /// The dotted line.
    pub fn baseline(self, test: Counts) -> Option<[[f64; 2]; 2]> {
        match self {
            Kind::Roc | Kind::Calibration => Some([[0.0, 0.0], [1.0, 1.0]]),
            Kind::PrecisionRecall => test.prevalence().map(|share| [[0.0, share], [1.0, share]]),
        }
    }

    /// The line of a detector; empty where it has none.
    pub fn line(self, scored: &Scored) -> Vec<[f64; 2]> {
        match self {
            Kind::Roc => scored.roc.iter().map(|point| [point.x, point.y]).collect(),
            Kind::PrecisionRecall => scored.precision_recall.iter().map(|point| [point.x, point.y]).collect(),
            Kind::Calibration => {
                let bins = scored.calibration.iter().flat_map(|calibration| &calibration.bins);
                bins.map(|bin| [bin.predicted, bin.observed]).collect()
            }
        }
    }

    /// Where a point of the ROC curve stands; none where this chart has no place for it.
    pub fn place(self, scored: &Scored, point: usize, test: Counts) -> Option<[f64; 2]> {
        match self {
            Kind::Roc => scored.roc.get(point).map(|point| [point.x, point.y]),
            Kind::PrecisionRecall => {
                let confusion = scored.confusion(point, test);
                // As the curve begins: where no row is called anomalous, precision is 1.
                scored
                    .roc
                    .get(point)
                    .and(confusion.recall())
                    .map(|recall| [recall, confusion.precision().unwrap_or(1.0)])
            }
            Kind::Calibration => None,
        }
    }

    /// A place on the line of a detector, in words.
    pub fn words(self, detector: Text, at: [f64; 2]) -> String {
        let [x, y] = at.map(|share| number(format!("{share:.2}")));
        match self {
            Kind::Roc => {
                t!("{detector}: true-positive rate {y} at false-positive rate {x}", detector, y, x)
            }
            Kind::PrecisionRecall => t!("{detector}: precision {y} at recall {x}", detector, y, x),
            Kind::Calibration => {
                t!("{detector}: share that is anomalous {y} at predicted probability {x}", detector, y, x)
            }
        }
    }
}

/// Where the plot is, in pixels from the upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
    /// The width of the whole.
    pub width: f64,
    /// The height of the whole.
    pub height: f64,
}

impl Frame {
    /// The plot of a surface so wide.
    pub fn new(width: f64) -> Self {
        let height = (width * ASPECT).clamp(HEIGHTS[0], HEIGHTS[1]).round();
        let [left, above, right, below] = ROOM;
        Frame {
            left,
            top: above,
            right: (width - right).max(left + 1.0),
            bottom: height - below,
            width,
            height,
        }
    }

    /// The pixels of shares from 0 to 1.
    pub fn at(self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.left + x * (self.right - self.left), self.bottom - y * (self.bottom - self.top)]
    }

    /// A line through points, as the path of an SVG.
    pub fn path(self, points: &[[f64; 2]]) -> String {
        let mut path = String::new();
        for (place, &point) in points.iter().enumerate() {
            let [x, y] = self.at(point);
            path += &format!("{}{x:.1} {y:.1}", if place == 0 { "M" } else { "L" });
        }
        path
    }
}

/// The point of the ROC curve that is nearest to a place in pixels.
pub fn nearest(frame: Frame, kind: Kind, scored: &Scored, test: Counts, at: [f64; 2]) -> Option<usize> {
    let places = (0..scored.roc.len()).filter_map(|point| {
        let place = kind.place(scored, point, test)?;
        Some((point, distance(frame.at(place), at)))
    });
    places.reduce(|best, other| if other.1 < best.1 { other } else { best }).map(|(point, _)| point)
}

/// The lines of a chart, so that a pointer that moves over it finds them ready.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The chart.
    pub kind: Kind,
    /// The points of each detector's line, in the order of the report.
    pub points: Vec<Vec<[f64; 2]>>,
}

impl Lines {
    /// The lines of detectors.
    pub fn of(kind: Kind, detectors: &[Scored]) -> Self {
        Lines { kind, points: detectors.iter().map(|scored| kind.line(scored)).collect() }
    }
}

/// A place on a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pointed {
    /// The place of its detector in the report.
    pub detector: usize,
    /// Where it is, in shares.
    pub at: [f64; 2],
}

/// The place on a line that is nearest to a place in pixels; none where no line is near. Of lines that are as near, the
/// chosen one is.
pub fn pointed(frame: Frame, lines: &[Vec<[f64; 2]>], chosen: usize, at: [f64; 2]) -> Option<Pointed> {
    let mut best: Option<(f64, Pointed)> = None;
    for (detector, line) in lines.iter().enumerate() {
        let alone = line.first().filter(|_| line.len() == 1).map(|&point| [point, point]);
        for [from, to] in line.windows(2).map(|ends| [ends[0], ends[1]]).chain(alone) {
            let share = along(frame.at(from), frame.at(to), at);
            let place = [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
            let advantage = if detector == chosen { 2.0 } else { 0.0 };
            let far = distance(frame.at(place), at) - advantage;
            if far <= REACH && best.is_none_or(|(nearest, _)| far < nearest) {
                best = Some((far, Pointed { detector, at: place }));
            }
        }
    }
    best.map(|(_, pointed)| pointed)
}

/// How far along the way from one place to another a third is, from 0 to 1.
fn along(from: [f64; 2], to: [f64; 2], at: [f64; 2]) -> f64 {
    let way = [to[0] - from[0], to[1] - from[1]];
    let length = way[0] * way[0] + way[1] * way[1];
    if length == 0.0 {
        return 0.0;
    }
    (((at[0] - from[0]) * way[0] + (at[1] - from[1]) * way[1]) / length).clamp(0.0, 1.0)
}

fn distance(one: [f64; 2], other: [f64; 2]) -> f64 {
    libm::hypot(one[0] - other[0], one[1] - other[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::workspaces::detect::points::tests::{TEST, scored};

    const FRAME: Frame =
        Frame { left: 0.0, top: 0.0, right: 100.0, bottom: 100.0, width: 100.0, height: 100.0 };

    #[test]
    fn the_plot_fills_its_place_and_stays_within() {
        for width in [280.0, 480.0, 900.0] {
            let frame = Frame::new(width);
            assert!((HEIGHTS[0]..=HEIGHTS[1]).contains(&frame.height));
            let [[x0, y0], [x1, y1]] = [frame.at([0.0, 0.0]), frame.at([1.0, 1.0])];
            assert!(x0 > 0.0 && x1 < width && y1 > 0.0 && y0 < frame.height);
        }
        assert_eq!(FRAME.path(&[[0.0, 0.0], [0.5, 1.0]]), "M0.0 100.0L50.0 0.0");
    }

    #[test]
    fn a_pointer_finds_the_line_that_it_is_near() {
        let lines = [scored(&[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), scored(&[[0.0, 0.0], [1.0, 1.0]])];
        let at = |x, y| pointed(FRAME, &Lines::of(Kind::Roc, &lines).points, 0, [x, y]);
        assert_eq!(at(50.0, 52.0).unwrap().detector, 1);
        let near_the_top = at(40.0, 3.0).unwrap();
        assert_eq!((near_the_top.detector, near_the_top.at), (0, [0.4, 1.0]));
        assert_eq!(at(80.0, 55.0), None);
        let none = Lines::of(Kind::Calibration, &lines);
        assert_eq!(pointed(FRAME, &none.points, 0, [50.0, 50.0]), None);
    }

    #[test]
    fn a_threshold_has_its_place_in_both_curves() {
        let scored = scored(&[[0.0, 0.0], [0.1, 0.8], [1.0, 1.0]]);
        assert_eq!(Kind::Roc.place(&scored, 1, TEST), Some([0.1, 0.8]));
        // 8 of 18 rows that are called anomalous are.
        assert_eq!(Kind::PrecisionRecall.place(&scored, 1, TEST), Some([0.8, 8.0 / 18.0]));
        assert_eq!(Kind::PrecisionRecall.place(&scored, 0, TEST), Some([0.0, 1.0]));
        assert_eq!(Kind::Calibration.place(&scored, 1, TEST), None);
        assert_eq!(Kind::Roc.place(&scored, 9, TEST), None);
        assert_eq!(nearest(FRAME, Kind::Roc, &scored, TEST, [12.0, 25.0]), Some(1));
        assert_eq!(nearest(FRAME, Kind::PrecisionRecall, &scored, TEST, [78.0, 60.0]), Some(1));
    }

    #[test]
    fn the_baseline_of_precision_is_the_share_of_anomalous_rows() {
        assert_eq!(Kind::PrecisionRecall.baseline(TEST), Some([[0.0, 10.0 / 110.0], [1.0, 10.0 / 110.0]]));
        assert_eq!(Kind::PrecisionRecall.baseline(Counts::default()), None);
        assert_eq!(
            Kind::Roc.words("Random forest".into(), [0.05, 0.612]),
            "Random forest: true-positive rate 0.61 at false-positive rate 0.05"
        );
    }
}
