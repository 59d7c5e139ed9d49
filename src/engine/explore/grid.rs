//! Views of many columns: the grid, which lays out any number of them, and the combined view, as the notebook has it.

use super::cells::Groups;
use super::chart::{Chart, Panel, Shape, Stroke};
use super::correlation::{self, Method};
use super::density::Rule;
use super::histogram::{self, Look};
use super::kinds::Kind;
use super::request::{Input, Request};
use super::{bars, scatter, text};
use crate::engine::Text;
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
    let (bins, mut names) = (histogram::bins_table(&groups), bars::names_table());
    if groups.is_split() {
        names.head.extend(groups.list.iter().map(|group| group.name.clone()));
    } else if super::cells::is_labeled(input.table) {
        names.head.push(text!("Anomalous"));
    }
    let count = columns.len() as u64;
    let title = match by {
        Some(by) => {
            text!("{columns} by {name}", columns = text::columns(count), name = &by.field.name)
        }
        None => text::columns(count),
    };
    let mut chart = Chart {
        finding: text!(
            "A small panel for each of {count} column."
                | "A small panel for each of {count} columns." % count,
            count
        ),
        title,
        legend: groups.legend(|place| Shape::Line(Stroke::of(place))),
        tables: vec![histogram::statistics_table(), bins, names],
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
            return Chart::explained(
                text!("Combined view"),
                text!("There is nothing to show: no column has numbers."),
            );
        };
        pairs = rest.iter().take(2).map(|second| [*first, *second]).collect();
    }
    let mut chart = Chart {
        title: text!("Combined view"),
        tables: vec![scatter::table(text!("The pairs of columns"))],
        ..Chart::default()
    };
    for pair in pairs {
        let panel =
            scatter::panel(pair, input.column("by"), input.rows, [false, false], "automatic", &mut chart);
        chart.panels.push(panel);
    }
    // Both kinds of panels have shades; those of the correlations bear their figures.
    let density = chart.ramp.take();
    chart.finding = Text::default();
    let method = Method::from_key(input.option("method"));
    let panel = correlation::panel(&columns, input.rows, method, false, &mut chart);
    chart.panels.push(Panel { title: correlation::title(input), wide: true, ..panel });
    if let Some(ramp) = density {
        chart.notes.push(text!(
            "Cells of a scatter are the stronger the more rows they hold, up to {most}.",
            most = ramp.max
        ));
    }
    chart
}
