//! Attacks of one's own: their list in the form, and the dialog in which one is edited and tried.

pub mod words;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod draft;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod editor;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod list;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod trial;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use editor::{Attacks, attack_dialog};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use list::OwnAttacks;
