//! Export: the files of a configuration, and their sizes.

use serde::{Deserialize, Serialize};

use super::respond::Watch;
use crate::engine::Configuration;
use crate::engine::export::{Download, Encoding, File};
use crate::engine::shard::Shard;

/// Write a download, which comes beside the answer, or goes to the file of the visitor's that comes with the request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    /// What the data is made of.
    pub configuration: Configuration,
    /// What is written.
    pub download: Download,
    /// Which part of it, of a download that [can be written in parts](Download::has_parts); else the whole.
    pub shard: Shard,
}

/// Estimate how large files are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sizes {
    /// What the data is made of.
    pub configuration: Configuration,
    /// The files.
    pub files: Vec<(File, Encoding)>,
}

/// How large files are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sized {
    /// About how many bytes each file has.
    pub bytes: Vec<u64>,
    /// About how many events the rows unfold into.
    pub events: u64,
}

/// Read the Sigma rules of the file beside the message, over our columns: rules as lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadSigma;

/// Write the log of what came, as JSON Lines: the file comes beside the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveLog {
    /// The stream, from its beginning.
    pub watch: Watch,
}
