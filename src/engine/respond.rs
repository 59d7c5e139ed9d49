//! Respond: rows are scored, checked by rules and answered as they come, user by user.
//!
//! A [`rules::RuleSet`] is data: conditions over columns, each with an action. A [`monitor::Monitor`] takes rows in the order
//! of their times and says what fired and what is done; what it remembers of a user, their baselines and their
//! [`state::Standing`], does not grow with the number of rows. A [`stream::Stream`] gives a configuration's rows in that order,
//! and the attacks that are launched on the way.
//!
//! Nothing here changes a dataset: the column `Defense Action` stays a function of its row.

pub mod calibration;
mod compiled;
pub mod condition;
pub mod log;
pub mod monitor;
pub mod options;
mod parse;
pub mod review;
pub mod rule;
pub mod rules;
pub mod scored;
pub mod sigma;
pub mod state;
pub mod stream;
pub mod workbench;

#[cfg(test)]
mod tests;

pub use monitor::Monitor;
pub use options::Options;
pub use rules::RuleSet;
pub use stream::Stream;
