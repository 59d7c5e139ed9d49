//! Balance: splits rows and balances the classes of the training part.

use serde::{Deserialize, Serialize};

use super::dataset::ColumnInfo;
use crate::engine::Configuration;
use crate::engine::balance::{Part, Report, Step, WHOLE};
use crate::engine::configuration::Override;

/// Read the CSV file beside the message, to know what can be balanced in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspect;

/// What can be balanced in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspected {
    /// Its number of rows.
    pub rows: u64,
    /// Its columns.
    pub columns: Vec<ColumnInfo>,
    /// Names of the columns that can be the target.
    pub targets: Vec<String>,
}

/// Split rows and balance their classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balance {
    /// What the rows are generated from; without it they are those of the CSV file beside the message.
    pub configuration: Option<Configuration>,
    /// The options that differ from the default, in their text form.
    pub options: Vec<Override>,
}

/// Rows were balanced. A CSV file for each part comes beside the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Balanced {
    /// What came of it.
    pub report: Report,
    /// The parts, in the order of the files, with their numbers of rows.
    pub parts: Vec<(Part, u64)>,
}

/// How much of the progress of balancing, in percent, is generating or reading the rows.
pub const INPUT_SHARE: u64 = 20;

/// The step of balancing that is under way at so many percent; none while rows are generated or read.
pub fn step(percent: u64) -> Option<Step> {
    let done = percent.checked_sub(INPUT_SHARE)?;
    Some(Step::at(done * WHOLE / (100 - INPUT_SHARE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_progress_tells_the_step() {
        assert_eq!(step(19), None);
        assert_eq!(step(20), Some(Step::Split));
        assert_eq!(step(28), Some(Step::Make));
        assert_eq!(step(100), Some(Step::Compare));
    }
}
