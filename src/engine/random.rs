//! Randomness that is the same everywhere: named streams of a named generator, samplers with one
//! fixed algorithm each, and a keyed permutation.

#[cfg(target_arch = "wasm32")]
mod chacha;
pub mod distributions;
pub mod even;
pub mod permutation;
pub mod picker;
pub mod stream;

pub use permutation::{Permutation, mix};
pub use picker::Picker;
pub use stream::{Purpose, Stream, Streams};
