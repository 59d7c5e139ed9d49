//! What shapes and strokes look like, declared once: points of a chart, samples of a drawn legend and of one in HTML are
//! made of the same parts.

use super::pen::At;
use crate::engine::explore::chart::{Paint, Ramp, Shape, Stroke};

/// The radius of the sample of a shape in a legend; that of a line is longer.
const SAMPLE: i32 = 4;
const LINE_SAMPLE: i32 = 5;

/// The width of the strokes that a ring and the crosses consist of.
pub const RING: u32 = 2;

/// A part of a shape, in pixels from the shape's center.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A filled disc with a radius.
    Disc(u32),
    /// A circle with a radius, [`RING`] pixels wide.
    Ring(u32),
    /// A filled rectangle between two corners.
    Rectangle([At; 2]),
    /// A filled polygon.
    Polygon(Vec<At>),
    /// A line between two places.
    Line([At; 2], Stroke),
}

/// The parts of a shape with a radius.
pub fn parts(shape: Shape, radius: i32) -> Vec<Part> {
    let r = radius;
    match shape {
        Shape::Disc => vec![Part::Disc(r.unsigned_abs())],
        Shape::Ring => vec![Part::Ring(r.unsigned_abs())],
        Shape::Square => vec![Part::Rectangle([(1 - r, 1 - r), (r, r)])],
        Shape::Triangle => vec![Part::Polygon(vec![(-r, r), (r, r), (0, -r)])],
        Shape::Wedge => vec![Part::Polygon(vec![(-r, -r), (r, -r), (0, r)])],
        Shape::Diamond => {
            let r = r + 1;
            vec![Part::Polygon(vec![(-r, 0), (0, -r), (r, 0), (0, r)])]
        }
        Shape::Cross => {
            [[(-r, 0), (r, 0)], [(0, -r), (0, r)]].map(|line| Part::Line(line, Stroke::Solid)).into()
        }
        Shape::Saltire => {
            [[(-r, -r), (r, r)], [(-r, r), (r, -r)]].map(|line| Part::Line(line, Stroke::Solid)).into()
        }
        Shape::Line(stroke) => vec![Part::Line([(-2 * r, 0), (2 * r, 0)], stroke)],
    }
}

/// The parts of the sample of a shape in a legend: at most 20 pixels wide and 12 high.
pub fn sample(shape: Shape) -> Vec<Part> {
    parts(shape, if matches!(shape, Shape::Line(_)) { LINE_SAMPLE } else { SAMPLE })
}

/// The width of a stroke in pixels.
pub fn stroke_width(stroke: Stroke) -> u32 {
    match stroke {
        Stroke::Thick => 3,
        Stroke::Solid | Stroke::Dashed | Stroke::Dotted => 2,
    }
}

/// The lengths of dash and gap of a stroke in pixels; none for one without gaps.
pub fn dashes(stroke: Stroke) -> Option<[f64; 2]> {
    match stroke {
        Stroke::Solid | Stroke::Thick => None,
        Stroke::Dashed => Some([7.0, 4.0]),
        Stroke::Dotted => Some([2.0, 3.0]),
    }
}

/// The shades of a ramp from its first to its last, in so many steps.
pub fn shades(ramp: &Ramp, steps: usize) -> impl Iterator<Item = Paint> + use<> {
    let is_diverging = ramp.diverging;
    (0..steps).map(move |step| {
        let share = step as f32 / steps.saturating_sub(1).max(1) as f32;
        if is_diverging { Paint::Balance(share * 2.0 - 1.0) } else { Paint::Shade(share) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Text;

    #[test]
    fn samples_fit_into_their_place() {
        let strokes = [Stroke::Solid, Stroke::Dashed, Stroke::Dotted, Stroke::Thick].map(Shape::Line);
        for shape in (0..8).map(Shape::of).chain(strokes) {
            let parts = sample(shape);
            assert!(!parts.is_empty());
            let places = parts.into_iter().flat_map(|part| match part {
                Part::Disc(radius) | Part::Ring(radius) => vec![(radius as i32, radius as i32)],
                Part::Rectangle(corners) | Part::Line(corners, _) => corners.to_vec(),
                Part::Polygon(corners) => corners,
            });
            for (x, y) in places {
                assert!(x.abs() <= 10 && y.abs() <= 6, "{shape:?}: {x}, {y}");
            }
        }
    }

    #[test]
    fn a_ramp_has_its_ends() {
        let none = Text::default;
        let ramp = |diverging| Ramp { diverging, title: none(), min: none(), max: none() };
        let plain: Vec<Paint> = shades(&ramp(false), 9).collect();
        assert_eq!((plain[0], plain[8], plain.len()), (Paint::Shade(0.0), Paint::Shade(1.0), 9));
        let diverging: Vec<Paint> = shades(&ramp(true), 9).collect();
        assert_eq!(
            (diverging[0], diverging[4], diverging[8]),
            (Paint::Balance(-1.0), Paint::Balance(0.0), Paint::Balance(1.0))
        );
    }
}
