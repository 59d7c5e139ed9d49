//! Audit: whether a generated dataset is worth training on.

use serde::{Deserialize, Serialize};

use super::dataset::TableId;

/// Audit a generated dataset; [`Report`](crate::engine::audit::Report) answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// The table.
    pub table: TableId,
}
