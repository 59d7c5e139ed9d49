//! Explore: charts, statistics and alerts of the generated data, of balanced data, or of a CSV file.

#[cfg(feature = "page")]
mod chart_form;
#[cfg(feature = "page")]
mod downloads;
#[cfg(feature = "page")]
mod explorer;
pub mod form;
#[cfg(feature = "page")]
mod sections;
#[cfg(feature = "page")]
mod view;

#[cfg(feature = "page")]
pub use explorer::Explorer;
#[cfg(feature = "page")]
pub use view::ExploreView;
