//! Views of many columns: the grid, which lays out any number of them, and the combined view, as the notebook has it.

use super::cells::Groups;
use super::chart::{Chart, Numbers, Panel, Shape, Stroke};
use super::correlation::{self, Method};
use super::density::Rule;
use super::histogram::{self, Look, STATISTICS};
use super::kinds::Kind;
use super::request::{Input, Request};
use super::{bars, scatter, text};
use crate::engine::dataset::schema::Type;
use crate::engine::dataset::{Column, ColumnId, Values};

/// The most groups that are laid over each other.
const MAX_GROUPS: usize = 6;

/// The notebook's two pairs of columns.
pub const PAIRS: [[ColumnId; 2]; 2] =
    [[ColumnId::SessionSecs, ColumnId::TransferMb], [ColumnId::LoginAttempts, ColumnId::TransferMb]];

/// The column by which the notebook colors them.
pub const PAIRS_BY: ColumnId = ColumnId::UserLocation;

/// Ready choices: the notebook's two pairs, colored by location.
pub fn ready() -> Vec<(String, Request)> {
    let request = |pair: [ColumnId; 2]| {
        let [x, y] = pair.map(ColumnId::name);
        let request = Request::new(Kind::Scatter).column("x", x).column("y", y).column("by", PAIRS_BY.name());
        (format!("{x} × {y}"), request)
    };
    PAIRS.map(request).into()
}

/// The grid: histograms of numbers, bars of names and flags.
pub fn chart(input: &Input) -> Chart {
    let columns = input.columns("columns");
    let by = input.column("by");
    let groups = Groups::by(by, input.rows, MAX_GROUPS);
    let mut bins = Numbers::new("Rows in each bin", &["Column", "From", "To"]);
    let mut names = Numbers::new("Rows of each name", &["Column", "Name", "Rows", "Share"]);
    let heads: Vec<String> = if groups.is_split() {
        groups.list.iter().map(|group| group.name.clone()).collect()
    } else {
        vec!["Rows".to_owned()]
    };
    bins.head.extend(heads.iter().cloned());
    if groups.is_split() {
        names.head.extend(heads);
    } else if super::cells::is_labeled(input.table) {
        names.head.push("Anomalous".to_owned());
    }
    let title = match by {
        Some(by) => format!("{} by {}", text::count(columns.len() as u64, "column"), by.field.name),
        None => text::count(columns.len() as u64, "column"),
    };
    let mut chart = Chart {
        finding: format!("A small panel for each of {}.", text::count(columns.len() as u64, "column")),
        title,
        legend: groups.legend(|place| Shape::Line(Stroke::of(place))),
        tables: vec![Numbers::new("Statistics", &STATISTICS), bins, names],
        ..Chart::default()
    };
    let look = Look { bins: 0, log: false, density: Some(Rule::Scott), shares: groups.is_split() };
    for column in columns {
        let panel = if is_numeric(column) {
            histogram::panel(column, input.rows, &groups, look, &mut chart)
        } else {
            bars::panel(column, input, &groups, &mut chart)
        };
        chart.panels.push(panel);
    }
    chart.tables.retain(|table| !table.rows.is_empty());
    chart
}

fn is_numeric(column: &Column) -> bool {
    matches!(column.values, Values::Numbers(_)) && column.field.kind != Type::Flag
}

/// The combined view: two scatters and the correlations.
pub fn combined(input: &Input) -> Chart {
    let columns = input.columns("columns");
    let find = |id: &ColumnId| columns.iter().find(|column| column.is(*id)).copied();
    let mut pairs: Vec<[&Column; 2]> = PAIRS.iter().filter_map(|[x, y]| Some([find(x)?, find(y)?])).collect();
    if pairs.is_empty() {
        // Of another table, the first columns against the second.
        let [first, rest @ ..] = columns.as_slice() else {
            return Chart::explained("Combined view", "There is nothing to show: no column has numbers.");
        };
        pairs = rest.iter().take(2).map(|second| [*first, *second]).collect();
    }
    let head = ["Column", "Min", "Max", "Pearson with the other", "Spearman with the other"];
    let mut chart = Chart {
        title: "Combined view".to_owned(),
        tables: vec![Numbers::new("The pairs of columns", &head)],
        ..Chart::default()
    };
    for pair in pairs {
        let panel =
            scatter::panel(pair, input.column("by"), input.rows, [false, false], "automatic", &mut chart);
        chart.panels.push(panel);
    }
    // Both kinds of panels have shades; those of the correlations bear their figures.
    let density = chart.ramp.take();
    chart.finding.clear();
    let method = Method::from_key(input.option("method"));
    let panel = correlation::panel(&columns, input.rows, method, false, &mut chart);
    chart.panels.push(Panel { title: format!("Correlation: {}", input.name("method")), wide: true, ..panel });
    if let Some(ramp) = density {
        chart.notes.push(format!(
            "Cells of a scatter are the stronger the more rows they hold, up to {}.",
            ramp.max
        ));
    }
    chart
}
