//! Box plots and violins: quartiles, whiskers to the last value within one and a half times their distance (Tukey, 1977),
//! and what lies beyond; or the whole shape as a density curve on both sides.

use super::cells::{Group, Groups, numbers};
use super::chart::{Axis, Cell, Chart, Form, Marks, Paint, Panel, Scale, Selection, Shape, Stroke};
use super::density::{Density, Rule};
use super::histogram::{statistics_row, statistics_table, title, together, unvaried, without_place};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::Column;
use crate::engine::decimal::grouped;
use crate::engine::statistics::Five;
use crate::engine::statistics::sorting::sorted;
use crate::engine::text::number;

/// The most groups of a panel.
const MAX_GROUPS: usize = 12;

/// The most outliers of a group that are drawn one by one.
const MAX_OUTLIERS: usize = 100;

/// Places of a violin's edge.
const PLACES: usize = 80;

/// Half of the height of a box, of a violin and of the ends of whiskers, where groups are 1 apart.
const BOX: f64 = 0.3;
const VIOLIN: f64 = 0.42;
const END: f64 = 0.15;

/// What a box plot shows of some values.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Least, quartiles and largest.
    pub five: Five,
    /// The last values within one and a half times the distance of the quartiles from them.
    pub whiskers: [f64; 2],
    /// How many values lie before and after the whiskers, in the values in rising order.
    pub beyond: [usize; 2],
}

impl Summary {
    /// Of values in rising order. None of none.
    pub fn of(sorted: &[f64]) -> Option<Self> {
        let five = Five::of(sorted)?;
        let fence = 1.5 * five.range();
        let below = sorted.partition_point(|&value| value < five.lower - fence);
        let within = sorted.partition_point(|&value| value <= five.upper + fence);
        // As matplotlib has it: where no value is between fence and quartile, the whisker ends at the quartile.
        let first = sorted.get(below).map_or(five.lower, |value| value.min(five.lower));
        let last = within.checked_sub(1).and_then(|place| sorted.get(place));
        let last = last.map_or(five.upper, |value| value.max(five.upper));
        Some(Summary { five, whiskers: [first, last], beyond: [below, sorted.len() - within] })
    }
}

/// The chart: a panel for each column.
pub fn chart(input: &Input) -> Chart {
    let columns = input.columns("columns");
    let groups = Groups::by(input.column("by"), input.rows, MAX_GROUPS);
    let title = title(&columns, &groups);
    let mut table = statistics_table();
    table.head.push(text!("Outliers"));
    let mut chart = Chart { title, tables: vec![table], ..Chart::default() };
    for column in &columns {
        let panel = panel(column, input, &groups, &mut chart);
        chart.panels.push(panel);
    }
    match chart.panels.as_slice() {
        [Panel { explanation: Some(reason), .. }] => Chart::explained(chart.title, reason.clone()),
        [_] => chart,
        panels => {
            let count = panels.len() as u64;
            chart.finding = text!(
                "Median and quartiles of {count} column."
                    | "Median and quartiles of {count} columns." % count,
                count
            );
            chart
        }
    }
}

fn panel(column: &Column, input: &Input, groups: &Groups, chart: &mut Chart) -> Panel {
    let (log, is_violin) = (input.is_on("log"), input.option("shape") == "violin");
    let (name, unit) = (column.field.name.as_str(), column.field.unit.as_str());
    let values = numbers(column, input.rows).unwrap_or_default();
    let mut parts: Vec<Vec<f64>> = groups.split(&values).iter().map(|part| sorted(part)).collect();
    let mut panel = Panel { title: name.into(), ..Panel::default() };
    let all = together(&parts);
    if log {
        let left_out = all.partition_point(|&value| value <= 0.0);
        if left_out > 0 {
            chart.notes.push(without_place(name, left_out as u64));
        }
        for part in &mut parts {
            part.retain(|&value| value > 0.0);
        }
    }
    let all = if log { together(&parts) } else { all };
    let Some(five) = Five::of(&all).filter(|five| five.max > five.min) else {
        return Panel { explanation: Some(unvaried(name, &all, input.rows.len())), ..panel };
    };
    let mut marks = Marking::default();
    for (place, (group, part)) in groups.list.iter().zip(&parts).enumerate() {
        let Some(summary) = Summary::of(part) else { continue };
        let paint = if groups.is_split() { group.paint } else { Paint::Accent };
        if is_violin {
            marks.violin(place as f64, part, log, paint);
        }
        marks.group(place as f64, part, &summary, is_violin, paint);
        marks.cells.push(cell(column, group, part, &summary, place as f64));
        if let Some(table) = chart.tables.first_mut() {
            let outliers: usize = summary.beyond.iter().sum();
            let mut row = statistics_row(name, &group.name, part);
            row.push(text::figure(text::number(outliers as f64)));
            table.push(row);
        }
    }
    if marks.left_out > 0 {
        chart.notes.push(text!(
            "{name}: of each group {most} outliers are drawn, {count} are not.",
            name,
            most = MAX_OUTLIERS,
            count = number(text::number(marks.left_out as f64))
        ));
    }
    if chart.finding.is_empty() {
        chart.finding = finding(name, unit, groups, &parts, &five);
    }
    let ends = if log {
        [five.min / 1.1, five.max * 1.1]
    } else {
        let room = (five.max - five.min) * 0.02;
        [five.min - room, five.max + room]
    };
    let [min, max] = ends;
    let scale = if log { Scale::Logarithmic { min, max } } else { Scale::Linear { min, max } };
    panel.x = Axis::new(name, text::unit(unit), scale);
    let names = groups.list.iter().map(|group| group.name.clone()).collect();
    panel.y = Axis::new(&groups.column, "", Scale::Names(names));
    panel.marks = marks.all();
    panel
}

/// What is drawn of all groups of a panel.
#[derive(Default)]
struct Marking {
    below: Vec<Marks>,
    above: Vec<Marks>,
    cells: Vec<Cell>,
    left_out: usize,
}

impl Marking {
    fn line(&mut self, points: &[[f64; 2]], paint: Paint, stroke: Stroke) {
        let form = Form::Line { points: points.to_vec(), stroke };
        self.above.push(Marks { name: Text::default(), paint, form });
    }

    fn violin(&mut self, y: f64, part: &[f64], log: bool, paint: Paint) {
        let of = |value: f64| if log { libm::log10(value) } else { value };
        let values: Vec<f64> = part.iter().map(|&value| of(value)).collect();
        let Some(density) = Density::new(&values, Rule::Scott) else { return };
        let (Some(&first), Some(&last)) = (values.first(), values.last()) else { return };
        let curve = density.curve([first, last], PLACES);
        let max = curve.iter().map(|point| point[1]).fold(0.0, f64::max);
        let place = |value: f64| if log { libm::pow(10.0, value) } else { value };
        let edge = |sign: f64| {
            let point = move |point: &[f64; 2]| [place(point[0]), y + sign * VIOLIN * point[1] / max];
            curve.iter().map(point).collect::<Vec<_>>()
        };
        let points: Vec<[f64; 2]> = edge(-1.0).into_iter().chain(edge(1.0).into_iter().rev()).collect();
        let mut outline = points.clone();
        outline.extend(points.first());
        self.below.push(Marks { name: Text::default(), paint, form: Form::Area { points } });
        self.line(&outline, paint, Stroke::Solid);
    }

    fn group(&mut self, y: f64, part: &[f64], summary: &Summary, is_violin: bool, paint: Paint) {
        let Summary { five, whiskers: [first, last], beyond } = summary;
        let ink = Paint::Ink;
        let half = if is_violin { 0.08 } else { BOX };
        self.line(&[[*first, y], [five.lower, y]], ink, Stroke::Solid);
        self.line(&[[five.upper, y], [*last, y]], ink, Stroke::Solid);
        if !is_violin {
            for end in [*first, *last] {
                self.line(&[[end, y - END], [end, y + END]], ink, Stroke::Solid);
            }
        }
        let points = vec![
            [five.lower, y - half],
            [five.upper, y - half],
            [five.upper, y + half],
            [five.lower, y + half],
        ];
        let mut outline = points.clone();
        outline.extend(points.first());
        for _ in 0..2 {
            let form = Form::Area { points: points.clone() };
            self.below.push(Marks { name: Text::default(), paint, form });
        }
        self.line(&outline, paint, Stroke::Solid);
        self.line(&[[five.median, y - half], [five.median, y + half]], ink, Stroke::Thick);
        // The farthest of each side are drawn.
        let mut outliers = Vec::new();
        let half = MAX_OUTLIERS / 2;
        outliers.extend(part.iter().take(beyond[0].min(half)).map(|&value| [value, y]));
        outliers.extend(part.iter().rev().take(beyond[1].min(half)).map(|&value| [value, y]));
        self.left_out += beyond.iter().map(|count| count.saturating_sub(half)).sum::<usize>();
        let form = Form::Points { points: outliers, shape: Shape::Ring, rows: Vec::new() };
        if !is_violin {
            self.above.push(Marks { name: Text::default(), paint, form });
        }
    }

    fn all(self) -> Vec<Marks> {
        let cells = Marks { name: Text::default(), paint: Paint::None, form: Form::Cells(self.cells) };
        std::iter::once(cells).chain(self.below).chain(self.above).collect()
    }
}

fn cell(column: &Column, group: &Group, part: &[f64], summary: &Summary, y: f64) -> Cell {
    let Summary { five, whiskers, beyond } = summary;
    let unit = column.field.unit.as_str();
    let selection = if group.selection.is_empty() {
        vec![Selection::Numbers {
            column: column.field.name.clone(),
            min: five.lower,
            max: five.upper,
            closed: true,
        }]
    } else {
        group.selection.clone()
    };
    let outliers = (beyond[0] + beyond[1]) as u64;
    let label = text!(
        "median {median}, quartiles {lower} and {upper}, whiskers {first} and {last}, {count} outlier of {values}"
            | "median {median}, quartiles {lower} and {upper}, whiskers {first} and {last}, {count} outliers of {values}"
                % outliers,
        median = text::measured(five.median, unit),
        lower = number(text::number(five.lower)),
        upper = text::measured(five.upper, unit),
        first = number(text::number(whiskers[0])),
        last = text::measured(whiskers[1], unit),
        count = number(grouped(outliers)),
        values = text::values(part.len() as u64)
    );
    Cell {
        corners: [whiskers[0], y - VIOLIN, whiskers[1], y + VIOLIN],
        paint: None,
        text: Text::default(),
        label: if group.name.is_empty() {
            label
        } else {
            text!("{name}: {label}", name = group.name.clone(), label)
        },
        selection,
    }
}

fn finding(name: &str, unit: &str, groups: &Groups, parts: &[Vec<f64>], five: &Five) -> Text {
    let medians: Vec<(f64, &Text)> = groups
        .list
        .iter()
        .zip(parts)
        .filter_map(|(group, part)| Some((Five::of(part)?.median, &group.name)))
        .collect();
    let by = |a: &&(f64, &Text), b: &&(f64, &Text)| a.0.total_cmp(&b.0);
    match (medians.iter().min_by(by), medians.iter().max_by(by)) {
        (Some((low, smallest)), Some((high, largest))) if groups.is_split() => text!(
            "The median of {name} is smallest for {smallest} ({low}) and largest for {largest} ({high}).",
            name,
            smallest = (*smallest).clone(),
            low = text::measured(*low, unit),
            largest = (*largest).clone(),
            high = text::measured(*high, unit)
        ),
        _ => text!(
            "The median of {name} is {median}; half of the values lie from {lower} to {upper}.",
            name,
            median = text::measured(five.median, unit),
            lower = number(text::number(five.lower)),
            upper = text::measured(five.upper, unit)
        ),
    }
}
