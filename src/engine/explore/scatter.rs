//! Two columns against each other: points in colors and shapes of a category, or how dense they lie.

use super::cells::{Groups, numbers};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Ramp, Scale, Selection, Shape};
use super::hexagons::{hexagons, rectangles};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::Column;
use crate::engine::decimal::grouped;
use crate::engine::random::even::spread;
use crate::engine::text::number;

/// The most points that are drawn one by one.
pub const MAX_POINTS: usize = 5_000;

/// The most colors.
const MAX_GROUPS: usize = 8;

/// Width over height of a plot, by which cells are nearly regular.
const ASPECT: f64 = 1.6;

/// The chart.
pub fn chart(input: &Input) -> Chart {
    let (Some(x), Some(y)) = (input.column("x"), input.column("y")) else {
        return Chart::explained(text!("Scatter"), text!("The columns are missing."));
    };
    let by = input.column("by");
    let title = match by {
        Some(by) => {
            text!("{x} × {y} by {name}", x = &x.field.name, y = &y.field.name, name = &by.field.name)
        }
        None => text!("{x} × {y}", x = &x.field.name, y = &y.field.name),
    };
    let mut chart = Chart { title, tables: vec![table(text!("The two columns"))], ..Chart::default() };
    let log = [input.is_on("log-x"), input.is_on("log-y")];
    let panel = panel([x, y], by, input.rows, log, input.option("marks"), &mut chart);
    if let Some(reason) = panel.explanation {
        return Chart::explained(chart.title, reason);
    }
    chart.panels.push(panel);
    chart
}

/// The table of two columns, without rows.
pub fn table(title: Text) -> Numbers {
    let head = [
        text!("Column"),
        text!("Min"),
        text!("Max"),
        text!("Pearson with the other"),
        text!("Spearman with the other"),
    ];
    Numbers::new(title, &head)
}

/// The panel of two columns; legend, ramp, numbers and notes go into the chart.
pub fn panel(
    columns: [&Column; 2],
    by: Option<&Column>,
    rows: &[u32],
    log: [bool; 2],
    form: &str,
    chart: &mut Chart,
) -> Panel {
    let mut values = columns.map(|column| numbers(column, rows).unwrap_or_default());
    let title = columns.map(|column| column.field.name.as_str()).join(" × ");
    let fits = |value: f64, log: bool| value.is_finite() && (!log || value > 0.0);
    let is_drawn = |&place: &usize| fits(values[0][place], log[0]) && fits(values[1][place], log[1]);
    let places: Vec<usize> = (0..rows.len()).filter(is_drawn).collect();
    for values in &mut values {
        // In place: a place is never before its own.
        places.iter().enumerate().for_each(|(to, &place)| values[to] = values[place]);
        values.truncate(places.len());
    }
    let mut panel = Panel { title: title.into(), ..Panel::default() };
    if places.is_empty() {
        let reason = if log[0] || log[1] {
            text!(
                "There is nothing to show: no row has a value in both columns (above zero, on a logarithmic axis)."
            )
        } else {
            text!("There is nothing to show: no row has a value in both columns.")
        };
        return Panel { explanation: Some(reason), ..panel };
    }
    let values = [values[0].as_slice(), values[1].as_slice()];
    let [x, y] = [widened(ends(values[0]), log[0]), widened(ends(values[1]), log[1])];
    let axis = |column: &Column, [min, max]: [f64; 2], log: bool| {
        let scale = if log { Scale::Logarithmic { min, max } } else { Scale::Linear { min, max } };
        Axis::new(&column.field.name, text::unit(&column.field.unit), scale)
    };
    panel.x = axis(columns[0], x, log[0]);
    panel.y = axis(columns[1], y, log[1]);
    let are_cells = matches!(form, "hexagons" | "rectangles");
    if are_cells || (form != "points" && places.len() > MAX_POINTS) {
        panel.marks = density(columns, values, [x, y], log, form == "rectangles", chart);
        if by.is_some() {
            chart.notes.push(text!("Cells count rows of all groups; filter to see one of them."));
        }
    } else {
        panel.marks = points(values, by, rows, &places, chart);
    }
    correlate(columns, values, chart);
    panel
}

/// The smallest and the largest value.
fn ends(values: &[f64]) -> [f64; 2] {
    values
        .iter()
        .fold([f64::INFINITY, f64::NEG_INFINITY], |[min, max], &value| [min.min(value), max.max(value)])
}

/// Ends with some room, so that no point lies on an axis.
fn widened([min, max]: [f64; 2], log: bool) -> [f64; 2] {
    if log {
        let [min, max] = widened([libm::log10(min), libm::log10(max)], false);
        return [libm::pow(10.0, min), libm::pow(10.0, max)];
    }
    let room = if max > min { (max - min) * 0.03 } else { (min.abs() * 0.05).max(0.5) };
    // What is never below zero does not begin below it.
    [if min >= 0.0 { (min - room).max(0.0) } else { min - room }, max + room]
}

/// Points of these values, whose rows have these places among all of them.
fn points(
    values: [&[f64]; 2],
    by: Option<&Column>,
    rows: &[u32],
    places: &[usize],
    chart: &mut Chart,
) -> Vec<Marks> {
    let groups = Groups::by(by, rows, MAX_GROUPS);
    let total = places.len() as u64;
    let sampled = total > MAX_POINTS as u64;
    if sampled {
        chart.notes.push(text!(
            "{drawn} of {count} points are drawn, evenly spread.",
            drawn = number(text::number(MAX_POINTS as f64)),
            count = number(grouped(total))
        ));
    }
    let mut marks: Vec<(Vec<[f64; 2]>, Vec<u32>)> = vec![Default::default(); groups.list.len()];
    for (index, &place) in places.iter().enumerate() {
        if sampled && !spread(index as u64, MAX_POINTS as u64, total) {
            continue;
        }
        if let Some((points, numbers)) = marks.get_mut(groups.of[place] as usize) {
            points.push([values[0][index], values[1][index]]);
            numbers.push(rows[place]);
        }
    }
    if chart.legend.is_empty() {
        chart.legend = groups.legend(Shape::of);
    }
    let of = |((place, group), (points, rows)): ((usize, &super::cells::Group), _)| Marks {
        name: group.name.clone(),
        paint: group.paint,
        form: Form::Points { points, shape: Shape::of(place), rows },
    };
    // Rare groups are drawn last, over the others.
    let order = groups.list.iter().enumerate().zip(marks).map(of).collect();
    crate::engine::statistics::order::largest_first(order, |marks: &Marks| match &marks.form {
        Form::Points { points, .. } => points.len() as f64,
        _ => 0.0,
    })
}

fn density(
    columns: [&Column; 2],
    values: [&[f64]; 2],
    ends: [[f64; 2]; 2],
    log: [bool; 2],
    as_rectangles: bool,
    chart: &mut Chart,
) -> Vec<Marks> {
    let to = |value: f64, log: bool| if log { libm::log10(value) } else { value };
    let from = |value: f64, log: bool| if log { libm::pow(10.0, value) } else { value };
    let points = values[0].iter().zip(values[1]).map(|(&x, &y)| [to(x, log[0]), to(y, log[1])]);
    let [x, y] = [ends[0].map(|end| to(end, log[0])), ends[1].map(|end| to(end, log[1]))];
    let (size, bins) =
        if as_rectangles { rectangles(points, x, y, ASPECT) } else { hexagons(points, x, y, ASPECT) };
    let max = bins.iter().map(|bin| bin.1).max().unwrap_or(1);
    // By the logarithm, since most of the rows lie in few cells.
    let shade = |count: u64| libm::log((count + 1) as f64) / libm::log((max + 1) as f64);
    let cell = |([px, py], count): ([f64; 2], u64)| {
        let corner =
            |sign: f64| [from(px + sign * size[0] / 2.0, log[0]), from(py + sign * size[1] / 2.0, log[1])];
        let ([x0, y0], [x1, y1]) = (corner(-1.0), corner(1.0));
        let range = |column: &Column, min: f64, max: f64| Selection::Numbers {
            column: column.field.name.clone(),
            min,
            max,
            closed: true,
        };
        let [left, right, bottom, top] = [x0, x1, y0, y1].map(|end| number(text::significant(end, 3)));
        Cell {
            corners: [x0, y0, x1, y1],
            paint: Some(Paint::Shade(0.12 + 0.88 * shade(count) as f32)),
            text: Text::default(),
            label: text!(
                "{x} {left} to {right}, {y} {bottom} to {top}: {rows}",
                x = &columns[0].field.name,
                left,
                right,
                y = &columns[1].field.name,
                bottom,
                top,
                rows = text::rows(count)
            ),
            selection: vec![range(columns[0], x0, x1), range(columns[1], y0, y1)],
        }
    };
    let cells: Vec<Cell> = bins.into_iter().map(cell).collect();
    chart.ramp = Some(Ramp {
        title: text!("Rows in a cell"),
        diverging: false,
        min: "1".into(),
        max: text!("{count}, by the logarithm", count = number(text::number(max as f64))),
    });
    let form = if as_rectangles { Form::Cells(cells) } else { Form::Hexagons { size, cells } };
    vec![Marks { name: Text::default(), paint: Paint::Accent, form }]
}

/// The table of the two columns, and the finding.
fn correlate(columns: [&Column; 2], values: [&[f64]; 2], chart: &mut Chart) {
    use crate::engine::statistics::association::{pearson, spearman};
    let (linear, ranked) = (pearson(values[0], values[1]), spearman(values[0], values[1]));
    let text = |value: Option<f64>| {
        value.map_or_else(|| "–".into(), |value| text::figure(text::significant(value, 6)))
    };
    if let Some(table) = chart.tables.first_mut() {
        for (column, values) in columns.iter().zip(values) {
            let [min, max] = ends(values);
            table.push([
                Text::from(&column.field.name),
                text::figure(text::number(min)),
                text::figure(text::number(max)),
                text(linear),
                text(ranked),
            ]);
        }
    }
    if chart.finding.is_empty() {
        let rows = text::rows(values[0].len() as u64);
        chart.finding = match ranked.map(|rho| (rho.abs(), number(text::significant(rho, 2)))) {
            None => text!("One of the two does not vary."),
            Some((size, figure)) if size >= 0.7 => text!(
                "The two go together strongly (Spearman's correlation {figure} over {rows}).",
                figure,
                rows
            ),
            Some((size, figure)) if size >= 0.3 => {
                text!("The two go together (Spearman's correlation {figure} over {rows}).", figure, rows)
            }
            Some((size, figure)) if size >= 0.1 => text!(
                "The two go together weakly (Spearman's correlation {figure} over {rows}).",
                figure,
                rows
            ),
            Some((_, figure)) => text!(
                "The two hardly go together (Spearman's correlation {figure} over {rows}).",
                figure,
                rows
            ),
        };
    }
}
