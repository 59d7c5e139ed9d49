//! Explore: what a data scientist looks at first. Statistics as pandas gives them, alerts as profile reports give
//! them, and charts as small values that `crate::charts` draws on any surface.
//!
//! Everything looks at some rows of a [`Table`](super::table::Table): those that a filter leaves. A [`Request`]
//! names a kind of chart with columns and options; [`chart()`] answers with a [`Chart`]: its panels with some
//! thousand marks at most, its legend, the table of its numbers, and one sentence that says what is to be seen.

pub mod association;
pub mod bars;
pub mod cells;
pub mod chart;
pub mod density;
pub mod filter;
pub mod hexagons;
pub mod histogram;
pub mod kinds;
pub mod matrix;
pub mod query;
pub mod request;
pub mod scatter;
pub mod sorting;
pub mod statistics;
pub mod text;

use super::Problem;
use super::table::Table;

pub use chart::Chart;
pub use kinds::Kind;
pub use request::Request;

/// The chart that a request asks for, of the given rows of a table.
///
/// # Errors
/// A column that the table has not, or of a type that the chart cannot show, or an option out of its range.
pub fn chart(table: &Table, rows: &[u32], request: &Request) -> Result<Chart, Problem> {
    let request = request.checked(table)?;
    let input = request::Input { table, rows, request: &request };
    let mut chart = match request.kind {
        Kind::Histogram => histogram::chart(&input),
        Kind::Bars => bars::chart(&input),
        Kind::Scatter => scatter::chart(&input),
        Kind::Matrix => matrix::chart(&input),
        kind => Chart::explained(kind.declared().name, "This kind of chart comes with the next commit."),
    };
    chart.rows = rows.len() as u64;
    Ok(chart)
}
