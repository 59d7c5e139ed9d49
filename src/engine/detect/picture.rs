//! The picture of a [`Report`]: the ROC curves of its detectors, as a chart.

use super::report::{Report, Scored};
use crate::engine::Text;
use crate::engine::decimal::fixed;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::{Axis, Entry, Form, Marks, Paint, Panel, Scale, Shape, Stroke};
use crate::engine::text::number;

/// The colors of curves; further ones have them again in another stroke.
const COLORS: usize = 8;

/// The ROC curves of all detectors, and the diagonal of chance.
pub fn roc(report: &Report) -> Chart {
    let title = text!("ROC curves");
    let drawn: Vec<&Scored> = report.detectors.iter().filter(|scored| scored.roc.len() > 1).collect();
    if drawn.is_empty() {
        return Chart::explained(title, text!("There is no curve: no detector has figures in both classes."));
    }
    let rates = |title: Text| Axis::new(title, "", Scale::Linear { min: 0.0, max: 1.0 });
    let chance = Form::Line { points: vec![[0.0, 0.0], [1.0, 1.0]], stroke: Stroke::Solid };
    let (mut marks, mut legend) = (Vec::new(), Vec::new());
    for (place, scored) in drawn.iter().enumerate() {
        let paint = Paint::Series((place % COLORS) as u8);
        // Neighbors in the legend differ by more than color.
        let stroke = Stroke::of(place / COLORS + place % 2);
        let points = scored.roc.iter().map(|point| [point.x, point.y]).collect();
        let form = Form::Line { points, stroke };
        let name = match scored.auc {
            Some(auc) => {
                let auc = number(fixed(auc.value, 3));
                text!("{detector}, AUC {auc}", detector = scored.title(), auc)
            }
            None => scored.title(),
        };
        marks.push(Marks { name: name.clone(), paint, form });
        legend.push(Entry { name, paint, shape: Shape::Line(stroke), count: None, selection: Vec::new() });
    }
    marks.push(Marks { name: Text::default(), paint: Paint::Quiet, form: chance });
    // What is drawn last lies on top: the best curve.
    marks.reverse();
    let (x, y) = (rates(text!("False-positive rate")), rates(text!("True-positive rate")));
    Chart {
        title,
        finding: text!("{finding}.", finding = report.finding()),
        rows: report.test.rows,
        legend,
        panels: vec![Panel { x, y, marks, ..Panel::default() }],
        notes: vec![text!("The diagonal is chance.")],
        ..Chart::default()
    }
}
