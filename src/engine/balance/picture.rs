//! The picture of a [`Report`]: real and synthetic rows by the first two principal components, as a chart.

use super::report::{Point, Report};
use crate::engine::Text;
use crate::engine::decimal::grouped;
use crate::engine::explore::Chart;
use crate::engine::explore::chart::{Axis, Entry, Form, Marks, Numbers, Paint, Panel, Scale, Shape};
use crate::engine::explore::text;
use crate::engine::issues::Class;
use crate::engine::text::number;

/// Classes with a color of their own at most; where there are more, the others share the last one.
const MAX_COLORS: usize = 8;

/// The room around the points, as a share of their range.
const ROOM: f64 = 0.03;

/// The color of a class by its name and its place: normal and anomalous rows have theirs everywhere.
pub fn class_paint(name: &str, class: usize) -> Paint {
    match Class::ALL.into_iter().find(|class| class.name() == name) {
        Some(Class::Normal) => Paint::Normal,
        Some(Class::Anomalous) => Paint::Anomalous,
        None => Paint::Series(class.min(MAX_COLORS - 1) as u8),
    }
}

/// Real and synthetic rows by the first two principal components of the real rows' numbers: the real ones alone, and with
/// the synthetic ones. Classes differ by color, real and synthetic rows by shape.
pub fn picture(report: &Report) -> Chart {
    let title = text!("First two principal components");
    let ends = |of: fn(&Point) -> f64| {
        let values = || report.points.iter().map(of);
        [values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max)]
    };
    let (x, y) = (ends(|point| point.x), ends(|point| point.y));
    if x[0] >= x[1] || y[0] >= y[1] {
        return Chart::explained(
            title,
            text!("There is no picture: fewer than two columns of numbers vary."),
        );
    }
    let names = names(report);
    let groups: Vec<(usize, bool)> =
        [false, true].into_iter().flat_map(|kind| (0..names.len()).map(move |class| (class, kind))).collect();
    let marks: Vec<(Marks, u64)> = groups
        .iter()
        .map(|&(class, is_synthetic)| {
            let points: Vec<[f64; 2]> = report
                .points
                .iter()
                .filter(|point| color(point) == class && point.is_synthetic == is_synthetic)
                .map(|point| [point.x, point.y])
                .collect();
            let count = points.len() as u64;
            let name = match is_synthetic {
                true => text!("{class}, synthetic", class = names[class].clone()),
                false => text!("{class}, real", class = names[class].clone()),
            };
            let form = Form::Points { points, shape: shape(is_synthetic), rows: Vec::new() };
            (Marks { paint: class_paint(&names[class].english(), class), name, form }, count)
        })
        .collect();
    // Synthetic rows lie around the real ones of their class and are many: they must not cover these.
    let grows = |class: usize| marks.get(names.len() + class).is_some_and(|(_, count)| *count > 0);
    let layer = |&(class, is_synthetic): &(usize, bool)| match (is_synthetic, grows(class)) {
        (false, false) => 0,
        (true, _) => 1,
        (false, true) => 2,
    };
    let drawn = |with_synthetic: bool| {
        let mut wanted: Vec<(u8, &Marks)> = groups
            .iter()
            .zip(&marks)
            .filter(|((_, is_synthetic), (_, count))| *count > 0 && (with_synthetic || !is_synthetic))
            .map(|(group, (marks, _))| (layer(group), marks))
            .collect();
        wanted.sort_by_key(|(layer, _)| *layer);
        wanted.into_iter().map(|(_, marks)| marks.clone()).collect::<Vec<Marks>>()
    };
    let panel = |title: Text, marks: Vec<Marks>| Panel {
        title,
        x: axis(text!("Component 1"), x),
        y: axis(text!("Component 2"), y),
        marks,
        ..Panel::default()
    };
    let entry = |(&(_, is_synthetic), (marks, count)): (&(usize, bool), &(Marks, u64))| {
        (*count > 0).then(|| Entry {
            name: marks.name.clone(),
            paint: marks.paint,
            shape: shape(is_synthetic),
            count: Some(*count),
            selection: Vec::new(),
        })
    };
    let legend = groups.iter().zip(&marks).filter_map(entry).collect();
    let head = [text!("Class"), text!("Real"), text!("Synthetic")];
    let mut table = Numbers::new(text!("Rows in the picture"), &head);
    for (class, name) in names.iter().enumerate() {
        let count =
            |place: usize| text::figure(text::number(marks.get(place).map_or(0, |(_, count)| *count) as f64));
        table.push([name.clone(), count(class), count(names.len() + class)]);
    }
    let synthetic = report.points.iter().filter(|point| point.is_synthetic).count() as u64;
    let real = report.points.len() as u64 - synthetic;
    let [first, second] = report.explained.map(|share| number(text::percent(share)));
    Chart {
        title,
        finding: text!(
            "{count} real row and {synthetic} synthetic, by the principal components of the real rows' numbers: the first explains {first} of their variance, the second {second}."
                | "{count} real rows and {synthetic} synthetic, by the principal components of the real rows' numbers: the first explains {first} of their variance, the second {second}."
                    % real,
            count = number(grouped(real)),
            synthetic = number(text::number(synthetic as f64)),
            first,
            second
        ),
        rows: report.points.len() as u64,
        legend,
        panels: vec![panel(text!("Before"), drawn(false)), panel(text!("After"), drawn(true))],
        tables: vec![table],
        ..Chart::default()
    }
}

/// The classes with a color of their own, and the others as one.
fn names(report: &Report) -> Vec<Text> {
    let all = report.classes.iter().map(|class| Text::from(&class.name));
    if report.classes.len() <= MAX_COLORS {
        return all.collect();
    }
    all.take(MAX_COLORS - 1).chain([text!("Other classes")]).collect()
}

fn color(point: &Point) -> usize {
    (point.class as usize).min(MAX_COLORS - 1)
}

fn shape(is_synthetic: bool) -> Shape {
    if is_synthetic { Shape::Saltire } else { Shape::Disc }
}

fn axis(title: Text, [min, max]: [f64; 2]) -> Axis {
    let room = (max - min) * ROOM;
    Axis::new(title, "", Scale::Linear { min: min - room, max: max + room })
}

#[cfg(test)]
mod tests {
    use super::super::ClassCounts;
    use super::*;

    fn report(classes: &[&str], points: &[(f64, f64, u32, bool)]) -> Report {
        let class = |name: &&str| ClassCounts {
            name: (*name).to_owned(),
            before: 0,
            asked: 0,
            made: 0,
            removed: 0,
            reached: 0,
            synthetic: 0,
            test: 0,
        };
        let point =
            |&(x, y, class, is_synthetic): &(f64, f64, u32, bool)| Point { x, y, class, is_synthetic };
        Report {
            target: "Verdict".to_owned(),
            method: "smote".to_owned(),
            rows: 10,
            train_rows: 8,
            test_rows: 2,
            left_out: 0,
            filled: 0,
            numeric: Vec::new(),
            categorical: Vec::new(),
            classes: classes.iter().map(class).collect(),
            quality: None,
            explained: [0.5, 0.25],
            points: points.iter().map(point).collect(),
            notes: Vec::new(),
        }
    }

    fn points(marks: &Marks) -> (usize, Shape, Paint) {
        match &marks.form {
            Form::Points { points, shape, .. } => (points.len(), *shape, marks.paint),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn classes_differ_by_color_and_synthetic_rows_by_shape() {
        let rows = [(0.0, 0.0, 0, false), (4.0, 1.0, 0, false), (1.0, 3.0, 1, false), (2.0, 2.0, 1, true)];
        let chart = picture(&report(&["Normal", "Anomalous"], &rows));
        let legend: Vec<(String, Shape, Paint)> =
            chart.legend.iter().map(|entry| (entry.name.english(), entry.shape, entry.paint)).collect();
        // No synthetic row is Normal: the legend has no entry that nothing is drawn for.
        assert_eq!(
            legend,
            [
                ("Normal, real".to_owned(), Shape::Disc, Paint::Normal),
                ("Anomalous, real".to_owned(), Shape::Disc, Paint::Anomalous),
                ("Anomalous, synthetic".to_owned(), Shape::Saltire, Paint::Anomalous),
            ]
        );
        let [before, after] = chart.panels.as_slice() else { panic!("two panels") };
        let drawn = |panel: &Panel| panel.marks.iter().map(points).collect::<Vec<_>>();
        assert_eq!(drawn(before), [(2, Shape::Disc, Paint::Normal), (1, Shape::Disc, Paint::Anomalous)]);
        assert_eq!(
            drawn(after),
            [
                (2, Shape::Disc, Paint::Normal),
                (1, Shape::Saltire, Paint::Anomalous),
                (1, Shape::Disc, Paint::Anomalous),
            ],
            "the real rows of a class lie above its synthetic ones"
        );
        assert_eq!(before.x, after.x, "both panels show the same part of the plane");
        let [low, high] = before.x.scale.ends();
        assert!(low < 0.0 && high > 4.0);
        assert_eq!(chart.tables[0].rows, [["Normal", "2", "0"], ["Anomalous", "1", "1"]]);
        assert!(chart.finding.contains("3 real rows and 1 synthetic") && chart.finding.contains("50 %"));
    }

    #[test]
    fn the_ninth_class_shares_the_last_color() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        let rows: Vec<(f64, f64, u32, bool)> =
            (0..9).map(|class| (f64::from(class), f64::from(class), class, false)).collect();
        let chart = picture(&report(&names, &rows));
        let last = chart.legend.last().unwrap();
        assert_eq!((chart.legend.len(), last.count), (8, Some(2)));
        assert_eq!(last.name, "Other classes, real");
    }

    #[test]
    fn without_a_plane_the_reason_is_said() {
        let chart = picture(&report(&["a"], &[(1.0, 1.0, 0, false), (2.0, 1.0, 0, false)]));
        assert!(chart.explanation.is_some() && chart.panels.is_empty());
        assert!(picture(&report(&[], &[])).explanation.is_some());
    }
}
