//! Audit: whether the dataset is worth training on, check by check, with what fixes it.

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::AuditView;
