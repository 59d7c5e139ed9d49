//! How far a comparison is.

use std::ops::ControlFlow;

use crate::engine::pace::Pace;
use crate::engine::problem::Problem;

/// Progress is told in parts of this many.
pub const WHOLE: u64 = 1_000;

/// Progress that never falls.
pub(super) fn rising<'p>(pace: Pace<'p>) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'p {
    let mut reached = 0;
    move |done, total| {
        reached = reached.max(done);
        pace(reached, total)
    }
}

/// # Errors
/// The work is to stop.
pub(super) fn stopped(pace: Pace) -> Result<(), Problem> {
    match pace(0, WHOLE) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => {
            Err(Problem::new("", text!("the comparison was stopped"), text!("run it again")))
        }
    }
}

/// A part of the whole's progress, from one place to another in parts of [`WHOLE`].
pub(super) fn part<'p>(pace: Pace<'p>, from: u64, to: u64) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'p {
    move |done, total| pace(from + (to - from) * done.min(total) / total.max(1), WHOLE)
}

/// A part of a part's progress, in percent.
pub(super) fn portion<'p>(
    pace: Pace<'p>,
    from: u64,
    to: u64,
) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'p {
    move |done, total| pace(from * total.max(1) + (to - from) * done.min(total), 100 * total.max(1))
}
