//! Detect: tries detectors on rows and says how well each finds the anomalous ones, and how that changes with the data. A comparison can be
//! asked in parts, of some detectors each, of several workers; the parts are joined.

use serde::{Deserialize, Serialize};

use crate::engine::Configuration;
use crate::engine::configuration::Override;
use crate::engine::detect::Axis;

/// Compare the detectors of the options.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detect {
    /// What the rows are generated from; without it they are those of the CSV file beside the message.
    pub configuration: Option<Configuration>,
    /// The options that differ from the default, in their text form.
    pub options: Vec<Override>,
    /// The options of balancing that differ from the default, for detectors that are tried on balanced rows as well.
    pub balancing: Vec<Override>,
}

/// Compare them along a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// What the rows are generated from; without it they are those of the CSV file beside the message.
    pub configuration: Option<Configuration>,
    /// What changes along the curve.
    pub axis: Axis,
    /// The options that differ from the default, in their text form.
    pub options: Vec<Override>,
}

/// How much of the progress, in percent, is generating or reading the rows.
pub const INPUT_SHARE: u64 = 5;

/// Whether rows are still generated or read at so many percent.
pub fn is_input(percent: u64) -> bool {
    percent < INPUT_SHARE
}
