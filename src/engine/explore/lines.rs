//! Lines over time: each column by day, week, month or quarter, as it is and normalized from 0 to 1, side by side, with the
//! unusual periods marked.

mod timeline;

use super::cells::{is_labeled, labels, numbers};
use super::chart::{
    Axis, Cell, Chart, Entry, Form, Marks, Numbers, Paint, Panel, Scale, Selection, Shape, Stroke,
};
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::Column;
use crate::engine::decimal::grouped;
use crate::engine::statistics::quantile;
use crate::engine::statistics::sorting::sorted;
use crate::engine::text::number;
use timeline::{Span, Timeline};

pub use super::period::{MAX_PERIODS, Period};

/// A value is unusual when it is this many robust standard deviations from the median (Iglewicz and Hoaglin, "How to
/// detect and handle outliers", 1993).
const UNUSUAL: f64 = 3.5;

/// A robust standard deviation is this many median absolute deviations, for a normal distribution.
const ROBUST: f64 = 1.482_6;

/// Lines with fewer periods have no unusual ones.
const MIN_PERIODS: usize = 8;

/// Whether each figure is far from the median of all.
pub fn unusual(figures: &[f64]) -> Vec<bool> {
    let present = sorted(figures);
    let median = quantile(&present, 0.5).unwrap_or(f64::NAN);
    let distances: Vec<f64> = figures.iter().map(|figure| (figure - median).abs()).collect();
    let spread = quantile(&sorted(&distances), 0.5).unwrap_or(0.0) * ROBUST;
    let few = present.len() < MIN_PERIODS || spread <= 0.0;
    distances.into_iter().map(|distance| !few && distance > UNUSUAL * spread).collect()
}

/// With more periods of all columns together, only the panel of all of them can be pointed at.
const MAX_BANDS: usize = 6_000;

/// Rows and anomalous rows of a period; none of the latter where there is no label.
type Counts = (u64, Option<u64>);

/// The chart: a panel for each column as it is, and one for all of them normalized.
pub fn chart(input: &Input) -> Chart {
    let Some(time) = input.column("time") else {
        return Chart::explained(text!("Lines over time"), text!("There is no column with dates."));
    };
    let columns = input.columns("columns");
    let timestamps = numbers(time, input.rows).unwrap_or_default();
    let wanted = Period::from_key(input.option("period"));
    let title = match columns.as_slice() {
        [column] => text!("{columns} over time", columns = &column.field.name),
        columns => text!("{columns} over time", columns = text::columns(columns.len() as u64)),
    };
    let Some(timeline) = Timeline::new(&timestamps, wanted) else {
        let reason = super::histogram::unvaried(&time.field.name, &[], input.rows.len());
        return Chart::explained(title, reason);
    };
    let statistic = input.name("statistic");
    let mut chart = Chart { title, ..Chart::default() };
    if timeline.period != wanted {
        let most = MAX_PERIODS;
        chart.notes.push(match timeline.period {
            Period::Week => text!("There are more than {most} such periods, so weeks are shown.", most),
            Period::Month => text!("There are more than {most} such periods, so months are shown.", most),
            _ => text!("There are more than {most} such periods, so quarters are shown.", most),
        });
    }
    let figures: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| {
            timeline.figures(&numbers(column, input.rows).unwrap_or_default(), input.option("statistic"))
        })
        .collect();
    let marked: Vec<Vec<bool>> = figures
        .iter()
        .map(|figures| if input.is_on("anomalies") { unusual(figures) } else { vec![false; figures.len()] })
        .collect();
    let anomalous = anomalous(input, &timeline);
    let shown = input.option("scale");
    let has_bands = shown == "raw" || columns.len() * timeline.spans.len() <= MAX_BANDS;
    if shown != "normalised" {
        for (index, column) in columns.iter().enumerate() {
            chart.panels.push(raw(
                column,
                time,
                &timeline,
                &figures[index],
                &marked[index],
                &anomalous,
                (statistic, has_bands),
            ));
        }
    }
    if shown != "raw" {
        let mut panel = normalized(&columns, time, &timeline, &figures, &marked, &mut chart.legend);
        let cells = bands(time, &timeline, &anomalous, [0.0, 1.0], |_| None);
        panel.marks.insert(0, Marks { name: Text::default(), paint: Paint::None, form: Form::Cells(cells) });
        chart.panels.push(panel);
    }
    if marked.iter().flatten().any(|&mark| mark) {
        chart.legend.push(Entry {
            name: text!("Unusual period"),
            paint: Paint::Alert,
            shape: Shape::Ring,
            count: Some(marked.iter().flatten().filter(|&&mark| mark).count() as u64),
            selection: Vec::new(),
        });
        chart.notes.push(text!(
            "A period is unusual when it lies {count} robust standard deviations from the line's median.",
            count = number(UNUSUAL.to_string())
        ));
    }
    chart.tables = vec![table(&columns, &timeline, &figures, &anomalous, statistic)];
    chart.finding = finding(&columns, &timeline, &figures, &marked, statistic);
    chart
}

/// Rows and anomalous rows of each period; none of the latter where there is no label.
fn anomalous(input: &Input, timeline: &Timeline) -> Vec<Counts> {
    let labels = is_labeled(input.table).then(|| labels(input.table, input.rows));
    let counts = |(_, _, range): &Span| {
        let places = timeline.order.get(range.clone()).unwrap_or_default();
        let marked = labels.as_ref().map(|labels| {
            places.iter().filter(|&&place| labels.get(place as usize) == Some(&true)).count() as u64
        });
        (places.len() as u64, marked)
    };
    timeline.spans.iter().map(counts).collect()
}

/// The middle of each period with its figure.
fn points(timeline: &Timeline, figures: &[f64]) -> Vec<[f64; 2]> {
    let point = |((_, ends, _), &figure): (&Span, &f64)| [(ends[0] + ends[1]) / 2.0, figure];
    timeline.spans.iter().zip(figures).map(point).collect()
}

fn time_axis(time: &Column, timeline: &Timeline) -> Axis {
    let min = timeline.spans.first().map_or(0.0, |span| span.1[0]);
    let max = timeline.spans.last().map_or(1.0, |span| span.1[1]);
    Axis::new(&time.field.name, "", Scale::Time { min, max })
}

fn marked_points(timeline: &Timeline, figures: &[f64], marked: &[bool]) -> Marks {
    let points = points(timeline, figures).into_iter().zip(marked).filter(|(_, mark)| **mark);
    Marks {
        name: text!("Unusual"),
        paint: Paint::Alert,
        form: Form::Points {
            points: points.map(|(point, _)| point).collect(),
            shape: Shape::Ring,
            rows: Vec::new(),
        },
    }
}

/// A band for each period, which says what is in it, after what is said of it, and stands for its rows.
fn bands(
    time: &Column,
    timeline: &Timeline,
    anomalous: &[Counts],
    [min, max]: [f64; 2],
    said: impl Fn(usize) -> Option<Text>,
) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (index, ((start, ends, _), (rows, marked))) in timeline.spans.iter().zip(anomalous).enumerate() {
        let name = timeline.period.name(*start);
        let rows = match marked {
            Some(marked) => text::labeled_rows(*rows, *marked),
            None => text::rows(*rows),
        };
        cells.push(Cell {
            corners: [ends[0], min, ends[1], max],
            paint: None,
            text: Text::default(),
            label: match said(index) {
                Some(figure) => text!("{name}: {figure}, {rows}", name, figure, rows),
                None => text!("{name}: {rows}", name, rows),
            },
            selection: vec![Selection::Timestamps {
                column: time.field.name.clone(),
                from: ends[0],
                until: ends[1],
            }],
        });
    }
    cells
}

fn raw(
    column: &Column,
    time: &Column,
    timeline: &Timeline,
    figures: &[f64],
    marked: &[bool],
    anomalous: &[Counts],
    (statistic, has_bands): (&'static str, bool),
) -> Panel {
    let (name, unit) = (column.field.name.as_str(), column.field.unit.as_str());
    let mut panel = Panel { title: name.into(), ..Panel::default() };
    let present = sorted(figures);
    let (Some(&min), Some(&max)) = (present.first(), present.last()) else {
        let reason = text!("{name} has nothing to show: all cells are empty.", name);
        return Panel { explanation: Some(reason), ..panel };
    };
    let room = if max > min { (max - min) * 0.06 } else { (min.abs() * 0.05).max(0.5) };
    let min = if statistic == "Count" || (min >= 0.0 && min < room * 4.0) { 0.0 } else { min - room };
    let max = max + room;
    let said = |index: usize| {
        let value = figures.get(index).copied().unwrap_or(f64::NAN);
        Some(match statistic {
            _ if value.is_nan() => text!("no value"),
            "Count" => text!("{count} rows", count = number(text::number(value))),
            _ => text::measured(value, unit),
        })
    };
    let cells = if has_bands { bands(time, timeline, anomalous, [min, max], said) } else { Vec::new() };
    let line = Form::Line { points: points(timeline, figures), stroke: Stroke::Solid };
    panel.x = time_axis(time, timeline);
    panel.x.title = Text::default();
    let unit = if statistic == "Count" { text!("rows") } else { text::unit(unit) };
    panel.y = Axis::new(Text::declared(statistic), unit, Scale::Linear { min, max });
    panel.marks = vec![
        Marks { name: Text::default(), paint: Paint::None, form: Form::Cells(cells) },
        Marks { name: name.into(), paint: Paint::Accent, form: line },
        marked_points(timeline, figures, marked),
    ];
    panel
}

fn normalized(
    columns: &[&Column],
    time: &Column,
    timeline: &Timeline,
    figures: &[Vec<f64>],
    marked: &[Vec<bool>],
    legend: &mut Vec<Entry>,
) -> Panel {
    let mut panel = Panel {
        title: if columns.len() > 1 { text!("All of them, normalized") } else { text!("Normalized") },
        x: time_axis(time, timeline),
        y: Axis::new(text!("Min-max normalized"), "", Scale::Linear { min: 0.0, max: 1.0 }),
        wide: columns.len() > 1,
        ..Panel::default()
    };
    panel.x.title = Text::default();
    for (index, ((column, figures), marked)) in columns.iter().zip(figures).zip(marked).enumerate() {
        let present = sorted(figures);
        let (Some(&min), Some(&max)) = (present.first(), present.last()) else { continue };
        // What does not vary lies at 0, as scikit-learn's MinMaxScaler has it.
        let range = if max > min { max - min } else { 1.0 };
        let scaled: Vec<f64> = figures.iter().map(|figure| (figure - min) / range).collect();
        let paint = if columns.len() > 1 { Paint::Series((index % 8) as u8) } else { Paint::Accent };
        // After eight colors the strokes change, so that no two lines are alike.
        let stroke = Stroke::of(index / 8 + index % 2);
        let form = Form::Line { points: points(timeline, &scaled), stroke };
        panel.marks.push(Marks { name: Text::from(&column.field.name), paint, form });
        panel.marks.push(marked_points(timeline, &scaled, marked));
        if columns.len() > 1 {
            legend.push(Entry {
                name: Text::from(&column.field.name),
                paint,
                shape: Shape::Line(stroke),
                count: None,
                selection: Vec::new(),
            });
        }
    }
    panel
}

fn table(
    columns: &[&Column],
    timeline: &Timeline,
    figures: &[Vec<f64>],
    anomalous: &[Counts],
    statistic: &'static str,
) -> Numbers {
    let title = text!("{statistic} of each period", statistic = Text::declared(statistic));
    let mut table = Numbers::new(title, &[text!("Period"), text!("Rows")]);
    let is_labeled = anomalous.iter().any(|counts| counts.1.is_some());
    table.head.extend(is_labeled.then(|| text!("Anomalous")));
    table.head.extend(columns.iter().map(|column| Text::from(&column.field.name)));
    for (index, ((start, ..), (rows, marked))) in timeline.spans.iter().zip(anomalous).enumerate() {
        let figure = |value: f64| text::figure(text::number(value));
        let head = [timeline.period.name(*start), figure(*rows as f64)];
        let marked = marked.map(|marked| figure(marked as f64));
        let values =
            figures.iter().map(|figures| figures.get(index).copied().map_or_else(Text::default, figure));
        table.push(head.into_iter().chain(marked).chain(values));
    }
    table
}

fn finding(
    columns: &[&Column],
    timeline: &Timeline,
    figures: &[Vec<f64>],
    marked: &[Vec<bool>],
    statistic: &str,
) -> Text {
    let count = marked.iter().flatten().filter(|&&mark| mark).count() as u64;
    let said = if let ([column], [figures]) = (columns, figures) {
        largest(column, timeline, figures, statistic)
    } else {
        let columns = text::columns(columns.len() as u64);
        let spans = timeline.spans.len() as u64;
        let periods = text!("{count} period" | "{count} periods" % spans, count = number(grouped(spans)));
        match statistic {
            "Median" => text!("Median of {columns} over {periods}", columns, periods),
            "Sum" => text!("Sum of {columns} over {periods}", columns, periods),
            "Count" => text!("Count of {columns} over {periods}", columns, periods),
            _ => text!("Mean of {columns} over {periods}", columns, periods),
        }
    };
    if count == 0 {
        return text!("{finding}.", finding = said);
    }
    text!(
        "{finding}; {count} period is unusual and marked."
            | "{finding}; {count} periods are unusual and marked." % count,
        finding = said,
        count = number(grouped(count))
    )
}

/// In which period the figure of a column is largest.
fn largest(column: &Column, timeline: &Timeline, figures: &[f64], statistic: &str) -> Text {
    let max = figures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let place = figures.iter().position(|&figure| figure == max);
    let period = place.and_then(|place| timeline.spans.get(place)).map(|span| timeline.period.name(span.0));
    let (name, period) = (&column.field.name, period.unwrap_or_default());
    let figure = text::measured(max, &column.field.unit);
    match statistic {
        "Median" => text!("The median of {name} is largest in {period} ({figure})", name, period, figure),
        "Sum" => text!("The sum of {name} is largest in {period} ({figure})", name, period, figure),
        "Count" => text!("The count of {name} is largest in {period} ({figure})", name, period, figure),
        _ => text!("The mean of {name} is largest in {period} ({figure})", name, period, figure),
    }
}
