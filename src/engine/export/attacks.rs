//! What is said of the attacks as a whole, for tools of those who hunt them: a layer for MITRE's Navigator, a STIX bundle of the
//! campaigns, Sigma rules. They are small, and written at once.

pub mod navigator;
pub mod sigma;
pub mod stix;
mod uuid;

pub use uuid::uuid;

use crate::engine::issues::campaigns::tactics;

/// The short name of an ATT&CK tactic.
fn tactic_name(tactic: &str) -> &'static str {
    tactics::name(tactic).unwrap_or("impact")
}
