//! Explore: charts, statistics and alerts of the generated data, of balanced data, or of a CSV file.

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod chart_form;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod downloads;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod explorer;
pub mod form;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod gallery;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod icons;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod sources;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod tab_views;
pub mod tabs;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use explorer::Explorer;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::ExploreView;
