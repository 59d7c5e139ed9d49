//! Audit: whether a generated dataset is worth training on.

use serde::{Deserialize, Serialize};

use super::dataset::TableId;
use crate::engine::Configuration;

/// Audit a generated dataset; [`Report`](crate::engine::audit::Report) answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// The table.
    pub table: TableId,
}

/// Try an attack of one's own; [`Trial`](crate::engine::audit::trial::Trial) answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TryAttack {
    /// The world that it is tried in.
    pub configuration: Configuration,
    /// The lines of the attack.
    pub lines: String,
}
