//! Data: the counts of the dataset, the table of its rows, and what made a row's score.

pub mod brush;
#[cfg(feature = "page")]
mod cache;
#[cfg(feature = "page")]
mod chosen;
#[cfg(feature = "page")]
mod column_menu;
#[cfg(feature = "page")]
mod columns;
#[cfg(feature = "page")]
mod details;
#[cfg(feature = "page")]
mod dictionary;
pub mod filter_form;
#[cfg(feature = "page")]
mod header;
pub mod hidden;
#[cfg(feature = "page")]
mod preview;
pub mod selection;
#[cfg(feature = "page")]
mod strip;
#[cfg(feature = "page")]
mod table;
#[cfg(feature = "page")]
mod timeline;
#[cfg(feature = "page")]
mod view;
pub mod viewport;

#[cfg(feature = "page")]
pub use preview::{Preview, preview_dialog};
#[cfg(feature = "page")]
pub use view::DataView;
