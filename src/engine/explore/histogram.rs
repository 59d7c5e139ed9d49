//! Histograms: how often which values occur, of all rows or group by group, with a density curve and the four statistics.

use super::bins::Bins;
use super::cells::{Groups, numbers};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Scale, Selection, Shape, Stroke};
use super::density::{Density, Rule};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::Column;
use crate::engine::dataset::schema::Type;
use crate::engine::decimal::grouped;
use crate::engine::statistics::association::auc;
use crate::engine::statistics::sorting::sorted;
use crate::engine::statistics::{Five, Moments};
use crate::engine::text::number;

/// The most groups that are laid over each other.
const MAX_GROUPS: usize = 6;

/// Places of a density curve.
const PLACES: usize = 100;

/// What a histogram is to look like.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// The number of bins; 0 by the rule.
    pub bins: usize,
    /// Whether the axis is logarithmic.
    pub log: bool,
    /// The rule of the density curve, if there is one.
    pub density: Option<Rule>,
    /// Whether heights are shares of each group.
    pub shares: bool,
}

/// The chart: a panel for each column.
pub fn chart(input: &Input) -> Chart {
    let columns = input.columns("columns");
    let groups = Groups::by(input.column("by"), input.rows, MAX_GROUPS);
    let rule = if input.option("bandwidth") == "silverman" { Rule::Silverman } else { Rule::Scott };
    let shares = match input.option("height") {
        "rows" => false,
        "share" => true,
        _ => groups.is_split(),
    };
    let look = Look {
        bins: input.number("bins"),
        log: input.is_on("log"),
        density: input.is_on("density").then_some(rule),
        shares,
    };
    let mut chart = Chart {
        title: title(&columns, &groups),
        legend: groups.legend(|place| {
            if is_filled(&groups, place) { Shape::Square } else { Shape::Line(stroke(&groups, place)) }
        }),
        tables: vec![statistics_table(), bins_table(&groups)],
        ..Chart::default()
    };
    for column in &columns {
        let panel = panel(column, input.rows, &groups, look, &mut chart);
        chart.panels.push(panel);
    }
    match chart.panels.as_slice() {
        [Panel { explanation: Some(reason), .. }] => Chart::explained(chart.title, reason.clone()),
        [_] => chart,
        panels => {
            let count = panels.iter().filter(|panel| panel.explanation.is_none()).count();
            chart.finding =
                text!("Histograms of {count} column." | "Histograms of {count} columns." % count, count);
            chart
        }
    }
}

/// Whether a group is drawn as filled bars: of the two classes the normal one, so that both are told apart by more than
/// their color.
fn is_filled(groups: &Groups, place: usize) -> bool {
    groups.are_classes() && place == 0
}

/// The stroke of a group that is drawn as a line.
fn stroke(groups: &Groups, place: usize) -> Stroke {
    if groups.are_classes() { Stroke::Thick } else { Stroke::of(place) }
}

/// What a chart of columns is called, by the groups of their rows.
pub fn title(columns: &[&Column], groups: &Groups) -> Text {
    let of = match columns {
        [column] => Text::from(&column.field.name),
        columns => text::columns(columns.len() as u64),
    };
    match groups.is_split() {
        true if groups.are_classes() => text!("{columns} by class", columns = of),
        true => text!("{columns} by {name}", columns = of, name = &groups.column),
        false => of,
    }
}

/// The table of statistics, without rows.
pub fn statistics_table() -> Numbers {
    let head = [
        text!("Column"),
        text!("Group"),
        text!("Count"),
        text!("Mean"),
        text!("Standard deviation"),
        text!("Min"),
        "25 %".into(),
        text!("Median"),
        "75 %".into(),
        text!("Max"),
        text!("Skewness"),
        text!("Excess kurtosis"),
    ];
    Numbers::new(text!("Statistics"), &head)
}

/// A row of the table of statistics, of values in rising order.
pub fn statistics_row(column: &str, group: &Text, sorted: &[f64]) -> Vec<Text> {
    let (moments, five) = (Moments::of(sorted), Five::of(sorted));
    let text =
        |value: Option<f64>| value.map_or_else(Text::default, |value| text::figure(text::number(value)));
    let of = |part: fn(&Five) -> f64| text(five.as_ref().map(part));
    vec![
        column.into(),
        group.clone(),
        text(Some(moments.count as f64)),
        text(moments.mean),
        text(moments.std),
        of(|five| five.min),
        of(|five| five.lower),
        of(|five| five.median),
        of(|five| five.upper),
        of(|five| five.max),
        text(moments.skewness),
        text(moments.kurtosis),
    ]
}

/// The four statistics in a line.
pub fn four(moments: &Moments) -> Text {
    let figure =
        |value: Option<f64>| number(value.map_or("–".to_owned(), |value| text::significant(value, 4)));
    text!(
        "mean {mean} · std {std} · skew {skewness} · kurtosis {kurtosis}",
        mean = figure(moments.mean),
        std = figure(moments.std),
        skewness = figure(moments.skewness),
        kurtosis = figure(moments.kurtosis)
    )
}

/// The table of the rows in each bin, without rows.
pub fn bins_table(groups: &Groups) -> Numbers {
    let mut table = Numbers::new(
        text!("Rows in each bin"),
        &[text!("Column"), text!("a bound" => "From"), text!("a bound" => "To")],
    );
    if groups.is_split() {
        table.head.extend(groups.list.iter().map(|group| group.name.clone()));
    } else {
        table.head.push(text!("Rows"));
    }
    table
}

/// Why a column has no histogram: no values, or one value alone.
pub fn unvaried(name: &str, sorted: &[f64], rows: usize) -> Text {
    match sorted.first() {
        None if rows == 0 => text!("{name} has nothing to show: no row is left.", name),
        None => text!(
            "{name} has nothing to show: all {count} cell are empty."
                | "{name} has nothing to show: all {count} cells are empty." % rows,
            name,
            count = number(grouped(rows as u64))
        ),
        Some(&value) => text!(
            "{name} is constant: {values}, all {value}.",
            name,
            values = text::values(sorted.len() as u64),
            value = number(text::number(value))
        ),
    }
}

/// That values are not above zero, as a logarithmic axis needs them.
pub fn without_place(name: &str, count: u64) -> Text {
    text!(
        "{name}: {count} value up to zero have no place on a logarithmic axis."
            | "{name}: {count} values up to zero have no place on a logarithmic axis." % count,
        name,
        count = number(grouped(count))
    )
}

/// The numbers of all parts in rising order.
pub fn together(parts: &[Vec<f64>]) -> Vec<f64> {
    match parts {
        [part] => part.clone(),
        parts => sorted(&parts.concat()),
    }
}

/// What a histogram is of.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The name of the column.
    pub name: &'a str,
    /// The unit; empty where it has none.
    pub unit: &'a str,
    /// Whether values are whole numbers.
    pub whole: bool,
    /// Whether values are timestamps.
    pub is_time: bool,
}

/// The panel of a column; its numbers go into the chart's tables.
pub fn panel(column: &Column, rows: &[u32], groups: &Groups, look: Look, chart: &mut Chart) -> Panel {
    let subject = Subject {
        name: &column.field.name,
        unit: &column.field.unit,
        whole: column.field.kind == Type::Integer,
        is_time: column.field.kind == Type::DateTime,
    };
    of_values(subject, &numbers(column, rows).unwrap_or_default(), groups, look, chart)
}

/// The panel of values, one for each row of the groups.
pub fn of_values(subject: Subject, values: &[f64], groups: &Groups, look: Look, chart: &mut Chart) -> Panel {
    let Subject { name, unit, .. } = subject;
    let parts: Vec<Vec<f64>> = groups.split(values).iter().map(|part| sorted(part)).collect();
    let all = together(&parts);
    if let Some(table) = chart.tables.first_mut() {
        for (group, part) in groups.list.iter().zip(&parts) {
            table.push(statistics_row(name, &group.name, part));
        }
    }
    let moments = Moments::of(&all);
    let mut panel = Panel { title: name.into(), note: four(&moments), ..Panel::default() };
    let shown = |part: &[f64]| -> Vec<f64> {
        if look.log {
            part.iter().filter(|value| **value > 0.0).map(|&value| libm::log10(value)).collect()
        } else {
            part.to_vec()
        }
    };
    let (along, left_out) = (shown(&all), all.len());
    let whole = subject.whole && !look.log;
    let Some(bins) = Bins::new(&along, look.bins, whole) else {
        let positive = if look.log && along.is_empty() && !all.is_empty() {
            text!("{name} has no value above zero, which a logarithmic axis needs.", name)
        } else {
            unvaried(name, &all, values.len())
        };
        return Panel { explanation: Some(positive), ..panel };
    };
    if left_out > along.len() {
        chart.notes.push(without_place(name, (left_out - along.len()) as u64));
    }
    chart.notes.push(text!("{name}: {rule}", name, rule = bins.rule.clone()));
    let place = |edge: f64| if look.log { libm::pow(10.0, edge) } else { edge };
    let of_classes = if groups.are_classes() { classes_finding(&parts) } else { None };
    let parts: Vec<Vec<f64>> = parts.iter().map(|part| shown(part)).collect();
    let counts: Vec<Vec<u64>> = parts.iter().map(|part| bins.counts(part)).collect();
    let height = |part: usize, count: u64| {
        let size = parts.get(part).map_or(0, Vec::len) as f64;
        if look.shares && size > 0.0 { count as f64 * 100.0 / size } else { count as f64 }
    };
    let tops: Vec<Vec<f64>> = counts
        .iter()
        .enumerate()
        .map(|(part, counts)| counts.iter().map(|&count| height(part, count)).collect())
        .collect();
    let said = |value: f64| match subject.is_time {
        true => text::moment(text::timestamp(value)),
        false => text::figure(text::number(value)),
    };
    let mut cells = Vec::new();
    let last = bins.edges.len().saturating_sub(2);
    for (bin, edges) in bins.edges.windows(2).enumerate() {
        let [start, end] = [place(edges[0]), place(edges[1])];
        let of = |part: usize| counts[part].get(bin).copied().unwrap_or(0);
        let words = |(part, group): (usize, &super::cells::Group)| {
            let count = number(text::number(of(part) as f64));
            let size = parts[part].len().max(1) as f64;
            let share = number(text::percent(of(part) as f64 / size));
            if groups.is_split() {
                text!("{name} {count} ({share})", name = group.name.clone(), count, share)
            } else {
                text!("{rows} ({share})", rows = text::rows(of(part)), share)
            }
        };
        let found = text::joined(groups.list.iter().enumerate().map(words));
        let top = tops.iter().filter_map(|tops| tops.get(bin)).copied().fold(0.0, f64::max);
        cells.push(Cell {
            corners: [start, 0.0, end, top],
            paint: groups.is_split().then_some(Paint::None),
            text: Text::default(),
            label: text!(
                "{from} to {to}: {found}",
                from = number(text::number(start)),
                to = text::measured(end, unit),
                found
            ),
            selection: vec![Selection::Numbers {
                column: name.to_owned(),
                min: start,
                max: end,
                closed: bin == last,
            }],
        });
        if let Some(table) = chart.tables.get_mut(1) {
            let head = [Text::from(name), said(start), said(end)];
            let counts = (0..counts.len()).map(|part| text::figure(text::number(of(part) as f64)));
            table.push(head.into_iter().chain(counts));
        }
    }
    let mut marks = Vec::new();
    let ends = [bins.edges[0], bins.edges[last + 1]];
    let width = (ends[1] - ends[0]) / (last + 1) as f64;
    let mut max = tops.iter().flatten().copied().fold(0.0, f64::max);
    let highest = max;
    for ((part, group), tops) in groups.list.iter().enumerate().zip(&tops) {
        let mut mark = |paint: Paint, form: Form| marks.push(Marks { name: group.name.clone(), paint, form });
        // Filled bars have no curve.
        let rule = look.density.filter(|_| !is_filled(groups, part));
        let curve = rule.and_then(|rule| Density::new(&parts[part], rule)).map(|density| {
            let size = if look.shares { 100.0 } else { parts[part].len() as f64 };
            let curve = density.curve(ends, PLACES).into_iter().map(|[x, y]| [place(x), y * size * width]);
            let points: Vec<[f64; 2]> = curve.collect();
            // A curve much higher than all bins would press them down.
            max = points.iter().map(|point| point[1]).fold(max, f64::max).min(highest * 1.5);
            let bandwidth = text::significant(density.bandwidth(), 4);
            let bandwidth = match look.log {
                true => text!("{count} powers of ten", count = number(bandwidth)),
                false => text::with_words(bandwidth, unit),
            };
            let of = match groups.is_split() {
                true => text!("{name}, {group}", name, group = group.name.clone()),
                false => Text::from(name),
            };
            chart.notes.push(text!("{name}: the curve's bandwidth is {bandwidth}.", name = of, bandwidth));
            points
        });
        if !groups.is_split() {
            if let Some(points) = curve {
                let form = Form::Line { points, stroke: Stroke::Solid };
                marks.push(Marks { name: text!("Density"), paint: Paint::Ink, form });
            }
            continue;
        }
        if is_filled(groups, part) {
            let bar = |(edges, &top): (&[f64], &f64)| Cell {
                corners: [place(edges[0]), 0.0, place(edges[1]), top],
                paint: None,
                text: Text::default(),
                label: Text::default(),
                selection: Vec::new(),
            };
            mark(group.paint, Form::Cells(bins.edges.windows(2).zip(tops).map(bar).collect()));
            continue;
        }
        let mut points = vec![[place(ends[0]), 0.0]];
        for (edges, &top) in bins.edges.windows(2).zip(tops) {
            points.extend([[place(edges[0]), top], [place(edges[1]), top]]);
        }
        points.push([place(ends[1]), 0.0]);
        // A curve stands in place of the steps, which remain as an area; over bars that would be muddy.
        if !groups.are_classes() {
            mark(group.paint, Form::Area { points: points.clone() });
        }
        mark(group.paint, Form::Line { points: curve.unwrap_or(points), stroke: stroke(groups, part) });
    }
    // What a reader points at; without groups it is the bars as well.
    let whole = Marks { name: Text::default(), paint: Paint::Accent, form: Form::Cells(cells) };
    marks.insert(0, whole);
    let [start, end] = ends.map(place);
    let scale = match (look.log, subject.is_time) {
        (true, _) => Scale::Logarithmic { min: start, max: end },
        (_, true) => Scale::Time { min: start, max: end },
        _ => Scale::Linear { min: start, max: end },
    };
    panel.x = Axis::new(name, text::unit(unit), scale);
    let (title, unit) = if look.shares { (text!("Share of group"), "%") } else { (text!("Rows"), "") };
    panel.y = Axis::new(title, unit, Scale::Linear { min: 0.0, max });
    panel.marks = marks;
    if chart.finding.is_empty() {
        chart.finding = of_classes.unwrap_or_else(|| finding(name, unit, &all, &moments));
    }
    panel
}

/// How far the values of the two classes lie apart. None where one of them has none.
fn classes_finding(parts: &[Vec<f64>]) -> Option<Text> {
    let [normal, anomalous] = parts else { return None };
    let auc = auc(normal, anomalous)?;
    let [usual, unusual] =
        [Five::of(normal)?, Five::of(anomalous)?].map(|five| number(text::significant(five.median, 3)));
    let medians = text!("median {unusual} against {usual}", unusual, usual);
    let is_lower = auc < 0.5;
    // A rule may call either side anomalous.
    let auc = auc.max(1.0 - auc);
    let figure = number(text::significant(auc, 2));
    Some(match (auc, is_lower) {
        (..0.55, _) => {
            text!("The classes overlap almost entirely ({medians}): AUC {figure} alone.", medians, figure)
        }
        (..0.95, true) => text!(
            "Anomalous rows have lower values ({medians}), but the classes overlap: AUC {figure} alone.",
            medians,
            figure
        ),
        (..0.95, false) => text!(
            "Anomalous rows have higher values ({medians}), but the classes overlap: AUC {figure} alone.",
            medians,
            figure
        ),
        (_, true) => text!(
            "Anomalous rows have lower values ({medians}), which nearly tells the classes apart: AUC {figure} alone.",
            medians,
            figure
        ),
        (_, false) => text!(
            "Anomalous rows have higher values ({medians}), which nearly tells the classes apart: AUC {figure} alone.",
            medians,
            figure
        ),
    })
}

fn finding(name: &str, unit: &str, all: &[f64], moments: &Moments) -> Text {
    let Some(five) = Five::of(all) else { return Text::default() };
    let values = text::values(all.len() as u64);
    let [lower, min] = [five.lower, five.min].map(|value| number(text::number(value)));
    let [upper, max] = [five.upper, five.max].map(|value| text::measured(value, unit));
    match moments.skewness {
        Some(skewness) if skewness > 1.0 => text!(
            "Half of the {values} of {name} lie from {lower} to {upper}, all of them from {min} to {max}; a long tail leads to great values.",
            values,
            name,
            lower,
            upper,
            min,
            max
        ),
        Some(skewness) if skewness < -1.0 => text!(
            "Half of the {values} of {name} lie from {lower} to {upper}, all of them from {min} to {max}; a long tail leads to small values.",
            values,
            name,
            lower,
            upper,
            min,
            max
        ),
        _ => text!(
            "Half of the {values} of {name} lie from {lower} to {upper}, all of them from {min} to {max}.",
            values,
            name,
            lower,
            upper,
            min,
            max
        ),
    }
}
