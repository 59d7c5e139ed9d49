//! Respond: the live monitor, the threat score at work, and the rules. What is shown of a stream is gathered here; the stream itself
//! is in the worker.

pub mod feed;
pub mod pace;
pub mod part;
pub mod words;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod alarm;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod alerts;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod base_actions;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod calibration;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod editing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod field;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod launch;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod monitor;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod monitoring;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod moving;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod playbook;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod rules;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod score;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod scoring;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod sentence;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod why;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use monitoring::Monitoring;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::RespondView;
