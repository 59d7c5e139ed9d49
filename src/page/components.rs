//! Components that stand in more than one place.

#[cfg(feature = "page")]
pub mod busy;
#[cfg(feature = "page")]
pub mod chart;
#[cfg(feature = "page")]
pub mod chips;
#[cfg(feature = "page")]
pub mod dialog;
#[cfg(feature = "page")]
pub mod figures;
pub mod rows;
