//! Explore: what a data scientist looks at first. Statistics as pandas gives them, alerts as profile reports give
//! them, and charts as small values that are drawn on any surface.
//!
//! Everything looks at some rows of a [`Table`]: those that a filter leaves. A [`Request`]
//! names a kind of chart with columns and options; [`chart()`] answers with a [`Chart`]: its panels with some
//! thousand marks at most, its legend, the table of its numbers, and one sentence that says what is to be seen.

pub mod alerts;
pub mod bars;
pub mod bins;
pub mod boxes;
pub mod calendar;
pub mod cells;
pub mod change;
pub mod chart;
pub mod cluster;
pub mod correlation;
pub mod density;
pub mod describe;
pub mod filter;
pub mod grid;
pub mod hexagons;
pub mod histogram;
pub mod kinds;
pub mod lines;
pub mod matrix;
pub mod mini;
pub mod period;
pub mod profile;
pub mod query;
pub mod request;
pub mod scatter;
pub mod scope;
pub mod text;
pub mod timeline;

use super::dataset::Table;
use super::{Problem, Text};

pub use chart::Chart;
pub use kinds::Kind;
pub use request::Request;
pub use scope::Scope;

/// The chart that a request asks for, of the given rows of a table.
///
/// # Errors
/// A column that the table has not, or of a type that the chart cannot show, or an option out of its range.
pub fn chart(table: &Table, rows: &[u32], request: &Request) -> Result<Chart, Problem> {
    let request = request.checked(table)?;
    let input = request::Input { table, rows, request: &request };
    let mut chart = match request.kind {
        Kind::Lines => lines::chart(&input),
        Kind::Histogram => histogram::chart(&input),
        Kind::Boxes => boxes::chart(&input),
        Kind::Bars => bars::chart(&input),
        Kind::Scatter => scatter::chart(&input),
        Kind::Correlation => correlation::chart(&input),
        Kind::Matrix => matrix::chart(&input),
        Kind::Week => calendar::week(&input),
        Kind::Calendar => calendar::days(&input),
        Kind::Combined => grid::combined(&input),
        Kind::Grid => grid::chart(&input),
    };
    chart.rows = rows.len() as u64;
    // The chart's own title says it already.
    if let [panel] = chart.panels.as_mut_slice() {
        panel.title = Text::default();
    }
    Ok(chart)
}
