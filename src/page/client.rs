//! The page's side of the workers: an async answer for every request. What happens to a worker (starting, crashing,
//! starting again, another version's) and to a request (progress, cancel, being overtaken by a later one) is handled
//! here, once for all phases: [`jobs`] decides, without the browser, and the rest carries it out.

pub mod jobs;

#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod parts;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod requests;
#[cfg(all(feature = "page", target_arch = "wasm32"))]
mod worker;

pub use jobs::{Failure, State};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use parts::{Parts, workers};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use requests::{Asking, Client, Lane, Reply};
#[cfg(all(feature = "page", target_arch = "wasm32"))]
pub use worker::began;
