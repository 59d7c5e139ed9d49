//! The report: one HTML file that stands alone, with what a reader wants to know of a dataset: alerts, statistics,
//! charts, audit, detectors, and the configuration that makes it again. Whoever holds the table works out its [`Contents`]; the page
//! and the command line write them as HTML.

mod contents;
mod detectors;
mod html;

pub use contents::{Contents, usual_charts};
pub use detectors::Detectors;
pub use html::{Figure, Figures, figure, html};
