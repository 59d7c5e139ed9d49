//! What a link says of the view: which rows are looked at, in which order, and in which chart. None of it changes the
//! data, and only the explorer reads these texts.

use serde::{Deserialize, Serialize};

use super::super::Problem;

/// What is looked at; everything, as it is, by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The filter, as [`Filter::text`](crate::engine::explore::filter::Filter::text) writes it.
    pub filter: String,
    /// The order: a column, and ` down` after it where the greatest comes first.
    pub sort: String,
    /// The chart, as [`Request::write`](crate::engine::explore::Request::write) writes it.
    pub chart: String,
}

/// The names under which a link carries these; no knob may have one of them.
pub const PATHS: [&str; 3] = ["filter", "sort", "chart"];

/// The longest of each, in bytes.
const LONGEST: usize = 4_000;

impl Choice {
    /// What a link carries, by name.
    pub fn settings(&self) -> impl Iterator<Item = (&'static str, String)> {
        let values = [&self.filter, &self.sort, &self.chart].map(Clone::clone);
        PATHS.into_iter().zip(values).filter(|(_, value)| !value.is_empty())
    }

    /// Takes what a link carries under one of [`PATHS`].
    ///
    /// # Errors
    /// It is too long.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Problem> {
        if value.len() > LONGEST {
            let reason = format!("the {path} of the link is too long");
            return Err(Problem::new(path, reason, "choose it again; everything is shown"));
        }
        let place = match path {
            "filter" => &mut self.filter,
            "sort" => &mut self.sort,
            _ => &mut self.chart,
        };
        value.clone_into(place);
        Ok(())
    }
}
