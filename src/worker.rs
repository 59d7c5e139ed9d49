//! The engine beside the page. [`session`] knows what each request means and runs natively as well; the
//! browser's part only carries messages.

pub mod balancer;
pub mod explorer;
mod html;
pub mod session;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod auditor;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod messages;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use auditor::start as start_auditor;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use balancer::start as start_balancer;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use explorer::start as start_explorer;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use messages::{is_here, start};
