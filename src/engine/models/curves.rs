//! The ROC curve and the precision–recall curve, with few enough points to draw and to send. A point is left out only
//! where the line between its neighbors passes it closely, so that corners stay.

use serde::{Deserialize, Serialize};

use super::metrics::{both_classes, operating_points};
use super::rank::Group;

/// The points that are enough for a curve on a screen.
pub const MAX_POINTS: usize = 400;

/// How far from the line between its neighbors a point is no corner: what rounding makes of points on one line.
const ON_THE_LINE: f64 = 1e-12;

/// A point of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurvePoint {
    /// The false-positive rate of a ROC curve, the recall of a precision–recall curve.
    pub x: f64,
    /// The true-positive rate of a ROC curve, the precision of a precision–recall curve.
    pub y: f64,
    /// The lowest score that is called anomalous; infinite where no row is.
    pub threshold: f64,
}

/// The ROC curve of groups of equal scores, from (0, 0) to (1, 1), in at most so many points. None where a class has no
/// row.
pub fn roc(groups: &[Group], most: usize) -> Option<Vec<CurvePoint>> {
    both_classes(groups)?;
    let points = operating_points(groups).filter_map(|point| {
        let (x, y) = (point.confusion.false_positive_rate()?, point.confusion.recall()?);
        Some(CurvePoint { x, y, threshold: point.threshold })
    });
    Some(thinned(&points.collect::<Vec<_>>(), most))
}

/// The precision–recall curve of groups of equal scores, from recall 0, where precision is set to 1 as in scikit-learn,
/// to recall 1, in at most so many points. None where a class has no row.
pub fn precision_recall(groups: &[Group], most: usize) -> Option<Vec<CurvePoint>> {
    both_classes(groups)?;
    let points = operating_points(groups).filter_map(|point| {
        let (x, y) = (point.confusion.recall()?, point.confusion.precision().unwrap_or(1.0));
        Some(CurvePoint { x, y, threshold: point.threshold })
    });
    Some(thinned(&points.collect::<Vec<_>>(), most))
}

/// The ends, and one after another the point that is farthest from the curve through those that were taken (Ramer 1972,
/// Douglas and Peucker 1973), until there are so many or the others lie on the curve.
fn thinned(points: &[CurvePoint], most: usize) -> Vec<CurvePoint> {
    let last = points.len().saturating_sub(1);
    let mut parts = vec![Part::new(points, 0, last)];
    while parts.len() + 1 < most {
        let far =
            |(place, part): (usize, &Part)| (part.distance > ON_THE_LINE).then_some((place, part.distance));
        let farthest = parts.iter().enumerate().filter_map(far);
        let Some((place, _)) = farthest.reduce(|best, other| if other.1 > best.1 { other } else { best })
        else {
            break;
        };
        let Some(Part { start, end, middle, .. }) = parts.get(place).copied() else { break };
        parts.splice(place..=place, [Part::new(points, start, middle), Part::new(points, middle, end)]);
    }
    let places = std::iter::once(0).chain(parts.iter().map(|part| part.end));
    let mut kept: Vec<CurvePoint> = places.filter_map(|place| points.get(place).copied()).collect();
    kept.dedup();
    kept
}

/// A part of a curve that is drawn as one line, and the point that is farthest from it.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: usize,
    end: usize,
    middle: usize,
    distance: f64,
}

impl Part {
    fn new(points: &[CurvePoint], start: usize, end: usize) -> Self {
        let mut part = Part { start, end, middle: start, distance: 0.0 };
        let (Some(from), Some(to)) = (points.get(start), points.get(end)) else { return part };
        let (x, y) = (to.x - from.x, to.y - from.y);
        let length = (x * x + y * y).sqrt();
        let inner = points.iter().enumerate().take(end).skip(start + 1);
        for (place, point) in inner {
            let (a, b) = (point.x - from.x, point.y - from.y);
            // Between ends at the same place there is no line: the distance is to that place.
            let distance = if length > 0.0 { (a * y - b * x).abs() / length } else { (a * a + b * b).sqrt() };
            if distance > part.distance {
                (part.middle, part.distance) = (place, distance);
            }
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::fixture;
    use crate::engine::models::rank::{auc, groups};

    fn many(rows: usize) -> Vec<Group> {
        let mut stream = fixture::stream(0);
        let labels: Vec<bool> = (0..rows).map(|row| row % 20 == 0).collect();
        let scores: Vec<f64> =
            labels.iter().map(|&label| stream.normal(if label { 1.5 } else { 0.0 }, 1.0)).collect();
        groups(&scores, &labels)
    }

    fn area(points: &[CurvePoint]) -> f64 {
        points.windows(2).map(|pair| (pair[1].x - pair[0].x) * (pair[1].y + pair[0].y) / 2.0).sum()
    }

    #[test]
    fn corners_stay_and_points_on_a_line_go() {
        let groups = groups(&[4.0, 3.0, 2.0, 1.0], &[true, true, false, false]);
        let points: Vec<[f64; 3]> = roc(&groups, MAX_POINTS)
            .unwrap()
            .iter()
            .map(|point| [point.x, point.y, point.threshold])
            .collect();
        assert_eq!(points, [[0.0, 0.0, f64::INFINITY], [0.0, 1.0, 3.0], [1.0, 1.0, 1.0]]);
        let points = precision_recall(&groups, MAX_POINTS).unwrap();
        assert_eq!((points[0].x, points[0].y), (0.0, 1.0));
        assert_eq!(points.last().map(|point| (point.x, point.y, point.threshold)), Some((1.0, 0.5, 1.0)));
        assert!(points.iter().any(|point| (point.x, point.y) == (1.0, 1.0)));
        assert_eq!(roc(&super::super::rank::groups(&[1.0], &[true]), MAX_POINTS), None);
    }

    #[test]
    fn a_thinned_curve_is_close_to_the_whole() {
        let groups = many(20_000);
        let points = roc(&groups, MAX_POINTS).unwrap();
        assert!(points.len() <= MAX_POINTS && points.windows(2).all(|pair| pair[0].x <= pair[1].x));
        assert!((area(&points) - auc(&groups).unwrap()).abs() < 1e-4);
        let points = precision_recall(&groups, MAX_POINTS).unwrap();
        assert_eq!(points.len(), MAX_POINTS);
        let whole = precision_recall(&groups, usize::MAX).unwrap();
        assert!((area(&points) - area(&whole)).abs() < 1e-3, "{} {}", area(&points), area(&whole));
    }

    #[test]
    fn a_constant_score_is_a_diagonal() {
        let groups = groups(&[1.0; 4], &[true, false, false, false]);
        let ends: Vec<[f64; 2]> =
            roc(&groups, MAX_POINTS).unwrap().iter().map(|point| [point.x, point.y]).collect();
        assert_eq!(ends, [[0.0, 0.0], [1.0, 1.0]]);
    }
}
