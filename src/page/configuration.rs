//! Configuration: the form. Its fields follow from [`settings()`](crate::engine::configuration::settings()); what is typed
//! stays as it was typed, and the engine's own rules say what is wrong with it.

pub mod attacks;
pub mod history;
pub mod slider;
pub mod weights;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod field;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod form;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod generate;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod list;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod weight_bar;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use field::field_id;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use form::Form;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::ConfigurationView;
