//! Audit: whether the dataset is worth training on, check by check, with what fixes it.

pub mod gauge;
pub mod shapes;
pub mod verdicts;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod auditing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod pictures;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use auditing::{Audited, Auditing, Outcome};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::AuditView;
