//! Export: the files of a generated dataset, and their sizes.

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

/// Estimate how large the combined dataset is in each format.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sizes {
    /// The table.
    pub table: TableId,
}

/// How large a file is in a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Size {
    /// The format, and whether it is compressed.
    pub encoding: Encoding,
    /// About how many bytes it has.
    pub bytes: u64,
}
