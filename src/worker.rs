//! The engine beside the page: every worker is an instance of the one engine module. [`session`] knows what each request
//! means and runs natively as well, with a file a phase; the browser's part only carries messages.

mod audit;
mod balance;
mod dataset;
mod detect;
mod explore;
mod export;
mod rows;
pub mod session;

#[cfg(all(feature = "worker", target_arch = "wasm32"))]
mod browser;
#[cfg(all(feature = "worker", target_arch = "wasm32"))]
pub use browser::start;
