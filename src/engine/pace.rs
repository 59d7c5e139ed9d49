//! Long work that says how far it is, and can be stopped.

use std::ops::ControlFlow;

/// Progress callback (done, total; the unit is arbitrary), called every few milliseconds. It may stop the work.
pub type Pace<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Work under way: counts what is done and tells it every few milliseconds.
pub struct Progress<'a> {
    pace: Pace<'a>,
    done: u64,
    total: u64,
    /// Elementary operations since it was last told.
    operations: u64,
}

/// So many elementary operations take a few milliseconds.
const BREATH: u64 = 4_000_000;

impl<'a> Progress<'a> {
    /// Work of so many parts, in any unit.
    pub fn new(pace: Pace<'a>, total: u64) -> Self {
        Progress { pace, done: 0, total: total.max(1), operations: 0 }
    }

    /// So many parts were done, in so many elementary operations. Breaks if the work is to stop.
    pub fn did(&mut self, parts: u64, operations: u64) -> ControlFlow<()> {
        self.done = self.done.saturating_add(parts).min(self.total);
        self.operations = self.operations.saturating_add(operations);
        if self.operations < BREATH {
            return ControlFlow::Continue(());
        }
        self.operations = 0;
        (self.pace)(self.done, self.total)
    }
}
