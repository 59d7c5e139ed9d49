//! How strongly each pair of columns goes together, as a heat map with figures.

use std::ops::Range;

use super::cells::{codes, numbers};
use super::chart::{Axis, Cell, Chart, Form, Marks, Numbers, Paint, Panel, Ramp, Scale};
use super::cluster;
use super::request::Input;
use super::text;
use crate::engine::Text;
use crate::engine::dataset::{Column, Values};
use crate::engine::statistics::association::{correlation_ratio, cramers_v, pearson, pearsons, spearman};
use crate::engine::statistics::sorting::ranks;
use crate::engine::text::number;

/// How pairs are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Pearson's correlation of numbers.
    Pearson,
    /// Spearman's correlation of numbers.
    Spearman,
    /// Pearson's correlation of numbers, Cramér's V of names, the correlation ratio of one by the other.
    Association,
}

impl Method {
    /// The method with a key of the option.
    pub fn from_key(key: &str) -> Self {
        match key {
            "spearman" => Method::Spearman,
            "association" => Method::Association,
            _ => Method::Pearson,
        }
    }
}

/// The values of a column, as a measure wants them.
enum Cells {
    Numbers {
        values: Vec<f64>,
        /// Ranks among all rows, where no cell is empty.
        ranks: Option<Vec<f64>>,
    },
    Codes(Vec<u32>),
}

/// The measures of all pairs. A pair has none where one of both is constant or too few rows have both.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    /// The columns.
    pub names: Vec<String>,
    /// Row by row; the diagonal is 1.
    pub values: Vec<Vec<Option<f64>>>,
}

impl Matrix {
    /// The matrix of columns, at some rows. Of a method for numbers, columns of names are left out; flags are numbers.
    pub fn new(columns: &[&Column], rows: &[u32], method: Method) -> Self {
        if method == Method::Pearson
            && let Some(matrix) = Matrix::of_numbers(columns, rows)
        {
            return matrix;
        }
        let cells = |column: &&Column| match &column.values {
            Values::Categories(_) if method == Method::Association => {
                codes(column, rows).map(|(codes, _)| Cells::Codes(codes))
            }
            Values::Categories(_) => None,
            _ => numbers(column, rows).map(|values| {
                let ranked = method == Method::Spearman && values.iter().all(|value| !value.is_nan());
                Cells::Numbers { ranks: ranked.then(|| ranks(&values)), values }
            }),
        };
        let all: Vec<(String, Cells)> =
            columns.iter().filter_map(|column| Some((column.field.name.clone(), cells(column)?))).collect();
        let mut values = vec![vec![None; all.len()]; all.len()];
        for (i, (_, first)) in all.iter().enumerate() {
            values[i][i] = Some(1.0);
            for (j, (_, second)) in all.iter().enumerate().skip(i + 1) {
                let value = measure(first, second, method);
                values[i][j] = value;
                values[j][i] = value;
            }
        }
        Matrix { names: all.into_iter().map(|(name, _)| name).collect(), values }
    }

    /// Pearson's correlations of the columns of numbers, without holding their values; none where a cell is empty.
    fn of_numbers(columns: &[&Column], rows: &[u32]) -> Option<Self> {
        let columns: Vec<&Column> =
            columns.iter().copied().filter(|column| column.categories().is_none()).collect();
        let read = |column: usize, range: Range<usize>| {
            let rows = rows.get(range).unwrap_or_default();
            columns.get(column).and_then(|column| numbers(column, rows)).unwrap_or_default()
        };
        let values = pearsons(columns.len(), rows.len(), read)?;
        Some(Matrix { names: columns.iter().map(|column| column.field.name.clone()).collect(), values })
    }

    /// The same with similar columns together.
    pub fn clustered(&self) -> Self {
        let distance = |value: &Option<f64>| 1.0 - value.map_or(0.0, f64::abs);
        let distances: Vec<Vec<f64>> =
            self.values.iter().map(|row| row.iter().map(distance).collect()).collect();
        let order = cluster::order(&distances);
        let value = |&i: &usize, &j: &usize| self.values.get(i).and_then(|row| row.get(j)).copied().flatten();
        Matrix {
            names: order.iter().filter_map(|&index| self.names.get(index).cloned()).collect(),
            values: order.iter().map(|i| order.iter().map(|j| value(i, j)).collect()).collect(),
        }
    }
}

fn measure(first: &Cells, second: &Cells, method: Method) -> Option<f64> {
    match (first, second) {
        (Cells::Numbers { ranks: Some(first), .. }, Cells::Numbers { ranks: Some(second), .. }) => {
            pearson(first, second)
        }
        (Cells::Numbers { values: first, .. }, Cells::Numbers { values: second, .. }) => match method {
            Method::Spearman => spearman(first, second),
            Method::Pearson | Method::Association => pearson(first, second),
        },
        (Cells::Codes(first), Cells::Codes(second)) => cramers_v(first, second),
        (Cells::Codes(codes), Cells::Numbers { values, .. })
        | (Cells::Numbers { values, .. }, Cells::Codes(codes)) => correlation_ratio(codes, values),
    }
}

/// What the correlations are called, with their measure.
pub fn title(input: &Input) -> Text {
    text!("Correlation: {measure}", measure = Text::declared(input.name("method")))
}

/// The chart.
pub fn chart(input: &Input) -> Chart {
    let method = Method::from_key(input.option("method"));
    let mut chart = Chart { title: title(input), ..Chart::default() };
    let is_clustered = input.option("order") == "clustered";
    let panel = panel(&input.columns("columns"), input.rows, method, is_clustered, &mut chart);
    if let Some(reason) = panel.explanation {
        return Chart::explained(chart.title, reason);
    }
    chart.panels = vec![panel];
    chart
}

/// The heat map; ramp, numbers and finding go into the chart.
pub fn panel(
    columns: &[&Column],
    rows: &[u32],
    method: Method,
    is_clustered: bool,
    chart: &mut Chart,
) -> Panel {
    let mut matrix = Matrix::new(columns, rows, method);
    if matrix.names.len() < 2 {
        let reason = text!(
            "There is nothing to show: a correlation needs two columns of numbers; names have measure association."
        );
        return Panel { explanation: Some(reason), ..Panel::default() };
    }
    if is_clustered {
        matrix = matrix.clustered();
    }
    let mut table = Numbers::new(text!("Correlation of each pair"), &[text!("Column")]);
    table.head.extend(matrix.names.iter().map(Text::from));
    let (mut cells, mut best): (Vec<Cell>, Option<(f64, &str, &str)>) = (Vec::new(), None);
    for (i, (row, name)) in matrix.values.iter().zip(&matrix.names).enumerate() {
        let written =
            row.iter().map(|value| value.map_or("–".to_owned(), |value| text::significant(value, 6)));
        table.push(std::iter::once(Text::from(name)).chain(written.map(text::figure)));
        for (j, (value, other)) in row.iter().zip(&matrix.names).enumerate() {
            let (x, y) = (j as f64, i as f64);
            if let Some(value) =
                value.filter(|value| i < j && best.is_none_or(|best| value.abs() > best.0.abs()))
            {
                best = Some((value, name, other));
            }
            cells.push(Cell {
                corners: [x - 0.5, y - 0.5, x + 0.5, y + 0.5],
                paint: Some(value.map_or(Paint::None, |value| Paint::Balance(value as f32))),
                text: value.map_or_else(|| "–".into(), |value| text::figure(short(value))),
                label: match value {
                    Some(value) => text!(
                        "{name}, {other}: {figure}",
                        name,
                        other,
                        figure = number(text::significant(*value, 4))
                    ),
                    None => text!(
                        "{name}, {other}: none, since one of them is constant or too few rows have both",
                        name,
                        other
                    ),
                },
                selection: Vec::new(),
            });
        }
    }
    chart.tables.push(table);
    chart.ramp =
        Some(Ramp { title: text!("Correlation"), diverging: true, min: "-1".into(), max: "1".into() });
    if chart.finding.is_empty() {
        chart.finding = match best {
            Some((value, first, second)) => text!(
                "Of {columns}, {first} and {second} go together most ({figure}).",
                columns = text::columns(matrix.names.len() as u64),
                first,
                second,
                figure = number(text::significant(value, 2))
            ),
            None => text!("No pair of columns has a correlation: all are constant."),
        };
    }
    Panel {
        x: Axis::new("", "", Scale::Names(matrix.names.iter().map(Text::from).collect())),
        y: Axis::new("", "", Scale::Names(matrix.names.into_iter().map(Text::from).collect())),
        marks: vec![Marks { name: Text::default(), paint: Paint::Accent, form: Form::Cells(cells) }],
        ..Panel::default()
    }
}

/// A correlation in a cell: `.52`, `-.07`, `1`.
fn short(value: f64) -> String {
    let text = crate::engine::decimal::fixed(value, 2);
    match text.as_str() {
        "1.00" => "1".to_owned(),
        "-1.00" => "-1".to_owned(),
        text => text.replacen("0.", ".", 1),
    }
}
