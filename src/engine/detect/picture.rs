//! The picture of a [`Report`]: the ROC curves of its detectors, as a chart.

use super::report::{Report, Scored};
use crate::engine::decimal::fixed;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::{Axis, Entry, Form, Marks, Paint, Panel, Scale, Shape, Stroke};

/// The colors of curves; further ones have them again in another stroke.
const COLORS: usize = 8;

/// The ROC curves of all detectors, and the diagonal of chance.
pub fn roc(report: &Report) -> Chart {
    let title = "ROC curves";
    let drawn: Vec<&Scored> = report.detectors.iter().filter(|scored| scored.roc.len() > 1).collect();
    if drawn.is_empty() {
        return Chart::explained(title, "There is no curve: no detector has figures in both classes.");
    }
    let rates = |title: &str| Axis::new(title, "", Scale::Linear { min: 0.0, max: 1.0 });
    let chance = Form::Line { points: vec![[0.0, 0.0], [1.0, 1.0]], stroke: Stroke::Solid };
    let (mut marks, mut legend) = (Vec::new(), Vec::new());
    for (place, scored) in drawn.iter().enumerate() {
        let paint = Paint::Series((place % COLORS) as u8);
        // Neighbors in the legend differ by more than color.
        let stroke = Stroke::of(place / COLORS + place % 2);
        let points = scored.roc.iter().map(|point| [point.x, point.y]).collect();
        let form = Form::Line { points, stroke };
        let auc = scored.auc.map_or_else(String::new, |auc| format!(", AUC {}", fixed(auc.value, 3)));
        let name = format!("{}{auc}", scored.title());
        marks.push(Marks { name: name.clone(), paint, form });
        legend.push(Entry { name, paint, shape: Shape::Line(stroke), count: None, selection: Vec::new() });
    }
    marks.push(Marks { name: String::new(), paint: Paint::Quiet, form: chance });
    // What is drawn last lies on top: the best curve.
    marks.reverse();
    let (x, y) = (rates("False-positive rate"), rates("True-positive rate"));
    Chart {
        title: title.to_owned(),
        finding: format!("{}.", report.finding()),
        rows: report.test.rows,
        legend,
        panels: vec![Panel { x, y, marks, ..Panel::default() }],
        notes: vec!["The diagonal is chance.".to_owned()],
        ..Chart::default()
    }
}
