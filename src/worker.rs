//! The engine beside the page: every worker is an instance of the engine module, or of the one with its long jobs, which is loaded when it
//! is first asked. [`session`] knows what each request means and runs natively as well, with a file a phase; the browser's part
//! only carries messages.

mod audit;
mod balance;
mod dataset;
mod detect;
mod explore;
mod export;
pub mod jobs;
mod learn;
mod respond;
mod rows;
pub mod session;

#[cfg(all(feature = "worker", target_arch = "wasm32"))]
mod browser;
#[cfg(all(feature = "worker", target_arch = "wasm32"))]
mod disk;
#[cfg(all(feature = "worker", target_arch = "wasm32"))]
pub use browser::{LoadLater, start, start_jobs};
