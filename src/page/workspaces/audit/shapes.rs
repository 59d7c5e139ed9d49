//! The outlines of the small pictures, in the units of their view box. Without the browser.

use std::fmt::Write;

use crate::engine::audit::{Distribution, Picture};
use crate::engine::decimal;
use crate::engine::explore::text::percent;
use crate::engine::text::number;

/// The width of a picture.
pub const WIDTH: f64 = 160.0;

/// The height of a picture.
pub const HEIGHT: f64 = 44.0;

/// What is left free at the edges, so that lines are not cut.
const MARGIN: f64 = 2.0;

/// The outlines of a picture, as the path data of SVG.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shapes {
    /// What is filled: the bars of the normal rows, or the area under a ROC curve.
    pub filled: String,
    /// What is drawn: the steps of the anomalous rows, or the curve.
    pub line: String,
    /// What is there to compare with: the diagonal of chance.
    pub chance: String,
}

/// The outlines of a picture.
pub fn shapes(picture: &Picture) -> Shapes {
    match picture {
        Picture::Distribution(distribution) => of_distribution(distribution),
        Picture::Roc { points, .. } => of_roc(points),
    }
}

/// Bars of the normal rows and steps of the anomalous ones over the same bins.
fn of_distribution(distribution: &Distribution) -> Shapes {
    let Distribution { normal, anomalous, categorical, .. } = distribution;
    let highest = normal.iter().chain(anomalous).copied().fold(0.0, f64::max);
    let width = (WIDTH - 2.0 * MARGIN) / normal.len().max(1) as f64;
    let gap = (width * 0.12).min(1.5);
    let bottom = HEIGHT - MARGIN;
    let y = |share: f64| bottom - (bottom - MARGIN) * if highest > 0.0 { share / highest } else { 0.0 };
    let x = |place: usize| MARGIN + place as f64 * width;
    let mut shapes = Shapes::default();
    for (place, share) in normal.iter().enumerate().filter(|(_, share)| **share > 0.0) {
        let (left, right) = (x(place) + gap / 2.0, x(place + 1) - gap / 2.0);
        let _ = write!(
            shapes.filled,
            "M{} {}V{}H{}V{}Z",
            at(left),
            at(bottom),
            at(y(*share)),
            at(right),
            at(bottom)
        );
    }
    for (place, share) in anomalous.iter().enumerate() {
        // The names of a category follow each other in no order that a line could show.
        if *categorical && *share > 0.0 {
            let _ = write!(
                shapes.line,
                "M{} {}H{}",
                at(x(place) + gap / 2.0),
                at(y(*share)),
                at(x(place + 1) - gap / 2.0)
            );
        } else if !categorical {
            let start = if place == 0 { format!("M{} {}", at(x(0)), at(bottom)) } else { String::new() };
            let _ = write!(shapes.line, "{start}V{}H{}", at(y(*share)), at(x(place + 1)));
        }
    }
    if !categorical && !anomalous.is_empty() {
        let _ = write!(shapes.line, "V{}", at(bottom));
    }
    shapes
}

fn of_roc(points: &[[f64; 2]]) -> Shapes {
    let bottom = HEIGHT - MARGIN;
    let place = |point: &[f64; 2]| {
        let x = MARGIN + point[0] * (WIDTH - 2.0 * MARGIN);
        format!("{} {}", at(x), at(bottom - point[1] * (bottom - MARGIN)))
    };
    let corner = place(&[0.0, 0.0]);
    let curve: String = points.iter().map(|point| format!("L{}", place(point))).collect();
    Shapes {
        filled: format!("M{corner}{curve}L{}Z", place(&[1.0, 0.0])),
        line: format!("M{corner}{curve}"),
        chance: format!("M{corner}L{}", place(&[1.0, 1.0])),
    }
}

/// A coordinate with the decimals that can be seen.
fn at(coordinate: f64) -> String {
    decimal::text_rounded(coordinate, 1)
}

/// What a picture shows, in a sentence.
pub fn description(picture: &Picture) -> String {
    match picture {
        Picture::Distribution(distribution) => {
            let Distribution { column, ends: [first, last], categorical, normal, anomalous } = distribution;
            let (column, first, last) = (column.clone(), first.clone(), last.clone());
            if *categorical {
                let [normal, anomalous] =
                    [normal, anomalous].map(|shares| number(percent(shares.first().copied().unwrap_or(0.0))));
                return t!(
                    "{column} by class, most different at {first}: {normal} of the normal and {anomalous} of the anomalous rows.",
                    column,
                    first,
                    normal,
                    anomalous
                );
            }
            let overlap = number(percent(distribution.overlap()));
            if first == last {
                t!(
                    "{column} by class, {value}: normal and anomalous rows overlap by {overlap}.",
                    column,
                    value = first,
                    overlap
                )
            } else {
                t!(
                    "{column} by class, {first} to {last}: normal and anomalous rows overlap by {overlap}.",
                    column,
                    first,
                    last,
                    overlap
                )
            }
        }
        Picture::Roc { auc, .. } => {
            t!("ROC curve with an AUC of {auc}.", auc = number(decimal::fixed(*auc, 3)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distribution(categorical: bool) -> Distribution {
        Distribution {
            column: "x".into(),
            ends: ["1".into(), "2".into()],
            categorical,
            normal: vec![1.0, 0.0],
            anomalous: vec![0.25, 0.75],
        }
    }

    #[test]
    fn bars_and_steps_stand_over_the_same_bins() {
        let shapes = of_distribution(&distribution(false));
        assert_eq!(shapes.filled, "M2.8 42V2H79.3V42Z");
        assert_eq!(shapes.line, "M2 42V32H80V12H158V42");
        let shapes = of_distribution(&distribution(true));
        assert_eq!(shapes.line, "M2.8 32H79.3M80.8 12H157.3");
    }

    #[test]
    fn a_curve_begins_in_the_corner_and_lies_over_the_diagonal() {
        let shapes = of_roc(&[[0.0, 0.5], [1.0, 1.0]]);
        assert_eq!(shapes.line, "M2 42L2 22L158 2");
        assert_eq!(shapes.filled, "M2 42L2 22L158 2L158 42Z");
        assert_eq!(shapes.chance, "M2 42L158 2");
    }

    #[test]
    fn nothing_to_draw_is_no_trouble() {
        assert_eq!(of_distribution(&Distribution::default()), Shapes::default());
        assert!(of_roc(&[]).line.starts_with("M2 42"));
    }

    #[test]
    fn what_is_shown_is_said() {
        let picture = Picture::Distribution(distribution(false));
        assert_eq!(description(&picture), "x by class, 1 to 2: normal and anomalous rows overlap by 25 %.");
        let picture = Picture::Distribution(distribution(true));
        let text = "x by class, most different at 1: 100 % of the normal and 25 % of the anomalous rows.";
        assert_eq!(description(&picture), text);
        let picture = Picture::Roc { points: Vec::new(), auc: 0.984 };
        assert_eq!(description(&picture), "ROC curve with an AUC of 0.984.");
    }
}
