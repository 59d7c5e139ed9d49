//! Share: the link, as text, through the device's own sheet, or as a QR code; the configuration as a file; and a link
//! for a class.

pub mod class;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod class_form;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod files;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub(crate) mod link;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod qr;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use view::SharePopover;
