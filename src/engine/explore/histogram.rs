//! Histograms: how often which values occur, of all rows or group by group, with a density curve and the four statistics.

use super::bins::Bins;
use super::cells::{Groups, numbers};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Scale, Selection, Shape, Stroke};
use super::density::{Density, Rule};
use super::request::Input;
use super::text;
use crate::engine::dataset::Column;
use crate::engine::dataset::schema::Type;
use crate::engine::statistics::association::auc;
use crate::engine::statistics::sorting::sorted;
use crate::engine::statistics::{Five, Moments};

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
        tables: vec![Numbers::new("Statistics", &STATISTICS), bins_table(&groups)],
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
            let shown = panels.iter().filter(|panel| panel.explanation.is_none()).count();
            chart.finding = format!("Histograms of {}.", text::count(shown as u64, "column"));
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

fn title(columns: &[&Column], groups: &Groups) -> String {
    let of = match columns {
        [column] => column.field.name.clone(),
        columns => text::count(columns.len() as u64, "column"),
    };
    match groups.is_split() {
        true if groups.are_classes() => format!("{of} by class"),
        true => format!("{of} by {}", groups.column),
        false => of,
    }
}

/// The headings of the table of statistics.
pub const STATISTICS: [&str; 12] = [
    "Column",
    "Group",
    "Count",
    "Mean",
    "Standard deviation",
    "Min",
    "25 %",
    "Median",
    "75 %",
    "Max",
    "Skewness",
    "Excess kurtosis",
];

/// A row of the table of statistics, of values in rising order.
pub fn statistics_row(column: &str, group: &str, sorted: &[f64]) -> Vec<String> {
    let (moments, five) = (Moments::of(sorted), Five::of(sorted));
    let text = |value: Option<f64>| value.map_or(String::new(), text::number);
    let of = |part: fn(&Five) -> f64| text(five.as_ref().map(part));
    vec![
        column.to_owned(),
        group.to_owned(),
        text::number(moments.count as f64),
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
pub fn four(moments: &Moments) -> String {
    let text = |value: Option<f64>| value.map_or("–".to_owned(), |value| text::significant(value, 4));
    format!(
        "mean {} · std {} · skew {} · kurtosis {}",
        text(moments.mean),
        text(moments.std),
        text(moments.skewness),
        text(moments.kurtosis)
    )
}

fn bins_table(groups: &Groups) -> Numbers {
    let mut table = Numbers::new("Rows in each bin", &["Column", "From", "To"]);
    if groups.is_split() {
        table.head.extend(groups.list.iter().map(|group| group.name.clone()));
    } else {
        table.head.push("Rows".to_owned());
    }
    table
}

/// Why a column has no histogram: no values, or one value alone.
pub fn unvaried(name: &str, sorted: &[f64], rows: usize) -> String {
    match sorted.first() {
        None if rows == 0 => format!("{name} has nothing to show: no row is left."),
        None => format!("{name} has nothing to show: all {} are empty.", text::count(rows as u64, "cell")),
        Some(&value) => {
            let cells = text::count(sorted.len() as u64, "value");
            format!("{name} is constant: {cells}, all {}.", text::number(value))
        }
    }
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
    let mut panel = Panel { title: name.to_owned(), note: four(&moments), ..Panel::default() };
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
            format!("{name} has no value above zero, which a logarithmic axis needs.")
        } else {
            unvaried(name, &all, values.len())
        };
        return Panel { explanation: Some(positive), ..panel };
    };
    if left_out > along.len() {
        let rest = text::count((left_out - along.len()) as u64, "value");
        chart.notes.push(format!("{name}: {rest} up to zero have no place on a logarithmic axis."));
    }
    chart.notes.push(format!("{name}: {}", bins.rule));
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
    let said = |value: f64| if subject.is_time { text::timestamp(value) } else { text::number(value) };
    let mut cells = Vec::new();
    let last = bins.edges.len().saturating_sub(2);
    for (bin, edges) in bins.edges.windows(2).enumerate() {
        let [start, end] = [place(edges[0]), place(edges[1])];
        let of = |part: usize| counts[part].get(bin).copied().unwrap_or(0);
        let words = |(part, group): (usize, &super::cells::Group)| {
            let count = text::number(of(part) as f64);
            let size = parts[part].len().max(1) as f64;
            let share = text::percent(of(part) as f64 / size);
            if groups.is_split() {
                format!("{} {count} ({share})", group.name)
            } else {
                format!("{} ({share})", text::count(of(part), "row"))
            }
        };
        let found: Vec<String> = groups.list.iter().enumerate().map(words).collect();
        let top = tops.iter().filter_map(|tops| tops.get(bin)).copied().fold(0.0, f64::max);
        cells.push(Cell {
            corners: [start, 0.0, end, top],
            paint: groups.is_split().then_some(Paint::None),
            text: String::new(),
            label: format!("{} to {}: {}", text::number(start), text::with_unit(end, unit), found.join(", ")),
            selection: vec![Selection::Numbers {
                column: name.to_owned(),
                min: start,
                max: end,
                closed: bin == last,
            }],
        });
        if let Some(table) = chart.tables.get_mut(1) {
            let head = [name.to_owned(), said(start), said(end)];
            table.push(head.into_iter().chain((0..counts.len()).map(|part| text::number(of(part) as f64))));
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
            let unit = if look.log { "powers of ten" } else { unit };
            let bandwidth = format!("{bandwidth} {unit}");
            let of = if groups.is_split() { format!("{name}, {}", group.name) } else { name.to_owned() };
            chart.notes.push(format!("{of}: the curve's bandwidth is {}.", bandwidth.trim()));
            points
        });
        if !groups.is_split() {
            if let Some(points) = curve {
                let form = Form::Line { points, stroke: Stroke::Solid };
                marks.push(Marks { name: "Density".to_owned(), paint: Paint::Ink, form });
            }
            continue;
        }
        if is_filled(groups, part) {
            let bar = |(edges, &top): (&[f64], &f64)| Cell {
                corners: [place(edges[0]), 0.0, place(edges[1]), top],
                paint: None,
                text: String::new(),
                label: String::new(),
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
    let whole = Marks { name: String::new(), paint: Paint::Accent, form: Form::Cells(cells) };
    marks.insert(0, whole);
    let [start, end] = ends.map(place);
    let scale = match (look.log, subject.is_time) {
        (true, _) => Scale::Logarithmic { min: start, max: end },
        (_, true) => Scale::Time { min: start, max: end },
        _ => Scale::Linear { min: start, max: end },
    };
    panel.x = Axis::new(name, unit, scale);
    let (title, unit) = if look.shares { ("Share of group", "%") } else { ("Rows", "") };
    panel.y = Axis::new(title, unit, Scale::Linear { min: 0.0, max });
    panel.marks = marks;
    if chart.finding.is_empty() {
        chart.finding = of_classes.unwrap_or_else(|| finding(name, unit, &all, &moments));
    }
    panel
}

/// How far the values of the two classes lie apart. None where one of them has none.
fn classes_finding(parts: &[Vec<f64>]) -> Option<String> {
    let [normal, anomalous] = parts else { return None };
    let auc = auc(normal, anomalous)?;
    let [usual, unusual] =
        [Five::of(normal)?, Five::of(anomalous)?].map(|five| text::significant(five.median, 3));
    let medians = format!("median {unusual} against {usual}");
    let side = if auc < 0.5 { "lower" } else { "higher" };
    // A rule may call either side anomalous.
    let auc = auc.max(1.0 - auc);
    let figure = text::significant(auc, 2);
    Some(if auc < 0.55 {
        format!("The classes overlap almost entirely ({medians}): AUC {figure} alone.")
    } else if auc < 0.95 {
        format!("Anomalous rows have {side} values ({medians}), but the classes overlap: AUC {figure} alone.")
    } else {
        format!(
            "Anomalous rows have {side} values ({medians}), which nearly tells the classes apart: AUC {figure} alone."
        )
    })
}

fn finding(name: &str, unit: &str, all: &[f64], moments: &Moments) -> String {
    let Some(five) = Five::of(all) else { return String::new() };
    let lean = match moments.skewness {
        Some(skewness) if skewness > 1.0 => "; a long tail leads to great values",
        Some(skewness) if skewness < -1.0 => "; a long tail leads to small values",
        _ => "",
    };
    format!(
        "Half of the {} of {name} lie from {} to {}, all of them from {} to {}{lean}.",
        text::count(all.len() as u64, "value"),
        text::number(five.lower),
        text::with_unit(five.upper, unit),
        text::number(five.min),
        text::with_unit(five.max, unit),
    )
}
