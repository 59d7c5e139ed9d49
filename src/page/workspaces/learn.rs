//! Learn: lessons that stand beside every workspace, the answers for whoever teaches, lessons of one's own, and the glossary.

pub mod attempts;
pub mod part;
pub mod place;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod blocks;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod glossary;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lecturing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod lessons;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod own;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod panel;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod question;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod teachers;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod teaching;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use lecturing::Lecturing;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use panel::LessonPanel;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::LearnView;
