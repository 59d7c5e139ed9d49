//! Export: the files of a generated dataset.

use serde::{Deserialize, Serialize};

use super::dataset::TableId;
use crate::engine::export::{Download, Encoding};

/// Write a file, which comes beside the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    /// The table.
    pub table: TableId,
    /// Which file.
    pub download: Download,
    /// In which format; of an archive, its files.
    pub encoding: Encoding,
}
