//! Where the figures of a sweep are, in shares of a plot. Without the browser.

use crate::engine::detect::sweep::{Line, Sweep};
use crate::engine::models::bootstrap::Estimate;

/// A figure of detectors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Figure {
    /// The area under the ROC curve.
    #[default]
    Auc,
    /// The average precision.
    AveragePrecision,
}

impl Figure {
    /// Both, in the order of the control.
    pub const ALL: [Figure; 2] = [Figure::Auc, Figure::AveragePrecision];

    /// What stands on the control.
    pub fn name(self) -> &'static str {
        match self {
            Figure::Auc => words!("ROC AUC"),
            Figure::AveragePrecision => words!("Avg. precision"),
        }
    }

    /// The figures of a detector.
    pub fn of(self, line: &Line) -> &[Option<Estimate>] {
        match self {
            Figure::Auc => &line.auc,
            Figure::AveragePrecision => &line.average_precision,
        }
    }
}

/// The scales of a plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    is_logarithmic: bool,
    /// The ends of the x-axis, as logarithms where it is logarithmic.
    x: [f64; 2],
    /// The lower end of the y-axis; the upper one is 1.
    low: f64,
}

impl Scales {
    /// Those of the figures of a sweep.
    pub fn of(sweep: &Sweep, figure: Figure) -> Self {
        let is_logarithmic = sweep.axis.is_logarithmic();
        let end = |point: Option<&crate::engine::detect::sweep::Point>| {
            point.map_or(0.0, |point| scaled(point.value, is_logarithmic))
        };
        let figures = sweep.lines.iter().flat_map(|line| figure.of(line)).flatten();
        let least = figures.map(|estimate| estimate.value).fold(0.5, f64::min);
        let low = match figure {
            Figure::Auc => (least * 10.0).floor() / 10.0,
            Figure::AveragePrecision => 0.0,
        };
        Scales { is_logarithmic, x: [end(sweep.points.first()), end(sweep.points.last())], low }
    }

    /// Where a value of the axis is.
    pub fn x(self, value: f64) -> f64 {
        let [from, to] = self.x;
        if to > from { (scaled(value, self.is_logarithmic) - from) / (to - from) } else { 0.5 }
    }

    /// Where a figure is.
    pub fn y(self, figure: f64) -> f64 {
        (figure - self.low) / (1.0 - self.low)
    }

    /// Figures at lines of the grid.
    pub fn ticks(self) -> Vec<f64> {
        (0..=10).map(|tenth| f64::from(tenth) / 10.0).filter(|tick| *tick >= self.low - 1e-9).collect()
    }

    /// The line of a detector; what could not be measured is left out.
    pub fn line(self, sweep: &Sweep, figures: &[Option<Estimate>]) -> Vec<[f64; 2]> {
        self.places(sweep, figures, |estimate| estimate.value)
    }

    /// The outline of the intervals of a detector: along their upper ends, and back along the lower ones.
    pub fn band(self, sweep: &Sweep, figures: &[Option<Estimate>]) -> Vec<[f64; 2]> {
        let mut outline = self.places(sweep, figures, |estimate| estimate.high);
        outline.extend(self.places(sweep, figures, |estimate| estimate.low.max(self.low)).into_iter().rev());
        outline
    }

    fn places(
        self,
        sweep: &Sweep,
        figures: &[Option<Estimate>],
        of: impl Fn(&Estimate) -> f64,
    ) -> Vec<[f64; 2]> {
        let places = sweep.points.iter().zip(figures);
        places
            .filter_map(|(point, figure)| Some([self.x(point.value), self.y(of(figure.as_ref()?))]))
            .collect()
    }
}

fn scaled(value: f64, is_logarithmic: bool) -> f64 {
    if is_logarithmic { libm::log(value.max(f64::MIN_POSITIVE)) } else { value }
}

/// The value of the axis and the figure that are nearest to a share of the x-axis; what could not be measured is left out.
pub fn nearest(
    sweep: &Sweep,
    figures: &[Option<Estimate>],
    scales: Scales,
    x: f64,
) -> Option<(f64, Estimate)> {
    let known =
        sweep.points.iter().zip(figures).filter_map(|(point, figure)| Some((point.value, (*figure)?)));
    known.min_by(|one, other| (scales.x(one.0) - x).abs().total_cmp(&(scales.x(other.0) - x).abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::sweep::Point;
    use crate::engine::detect::{Axis, Learning};

    fn sweep(axis: Axis, values: &[f64], aucs: &[Option<f64>]) -> Sweep {
        let estimate = |value: f64| Estimate { value, low: value - 0.05, high: value + 0.05 };
        let line = Line {
            key: "forest".to_owned(),
            name: "Random forest".into(),
            learning: Learning::Supervised,
            auc: aucs.iter().map(|auc| auc.map(estimate)).collect(),
            average_precision: vec![None; aucs.len()],
        };
        let points = values.iter().map(|&value| Point { value, ..Point::default() }).collect();
        Sweep { axis, points, lines: vec![line], now: 0.5, notes: Vec::new() }
    }

    #[test]
    fn doublings_are_equally_far_apart_and_difficulties_too() {
        let rows = sweep(Axis::Rows, &[100.0, 200.0, 400.0], &[Some(0.6), Some(0.7), Some(0.9)]);
        let scales = Scales::of(&rows, Figure::Auc);
        assert_eq!([scales.x(100.0), scales.x(400.0)], [0.0, 1.0]);
        assert!((scales.x(200.0) - 0.5).abs() < 1e-12);
        let line = scales.line(&rows, &rows.lines[0].auc);
        assert!((line[0][1] - 0.2).abs() < 1e-12 && (line[2][1] - 0.8).abs() < 1e-12);
        assert_eq!(nearest(&rows, &rows.lines[0].auc, scales, 0.4).unwrap().0, 200.0);
        let difficulty = sweep(Axis::Difficulty, &[0.0, 0.5, 1.0], &[Some(0.9), None, Some(0.42)]);
        let scales = Scales::of(&difficulty, Figure::Auc);
        assert_eq!([scales.x(0.5), scales.y(0.4), scales.y(1.0)], [0.5, 0.0, 1.0]);
        assert_eq!((scales.ticks().len(), scales.line(&difficulty, &difficulty.lines[0].auc).len()), (7, 2));
        // Beside a gap the next figure counts.
        assert_eq!(nearest(&difficulty, &difficulty.lines[0].auc, scales, 0.6).unwrap().0, 1.0);
        // Up one side of the band and down the other; an interval that leaves the plot ends at its edge.
        let band = scales.band(&difficulty, &difficulty.lines[0].auc);
        assert_eq!((band.len(), band[2][1]), (4, 0.0));
    }

    #[test]
    fn a_sweep_without_figures_has_scales_and_no_line() {
        let none = sweep(Axis::AnomalyShare, &[5.0], &[None]);
        let scales = Scales::of(&none, Figure::AveragePrecision);
        assert_eq!((scales.x(5.0), scales.y(0.0)), (0.5, 0.0));
        assert!(scales.line(&none, &none.lines[0].average_precision).is_empty());
        assert_eq!(nearest(&none, &none.lines[0].auc, scales, 0.5), None);
    }
}
