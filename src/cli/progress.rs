//! How far a long command is, and its end where the process is asked to end.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Failure;

/// Set when the process is asked to end; the next chunk then ends the job, and the temporary files go.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on an interruption ends the job at its next chunk.
pub fn hear_interruptions() {
    // Without a handler an interruption would leave temporary files: a nuisance, not a reason to refuse.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
}

/// Whether the process was asked to end.
pub fn is_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// What is said where it was.
pub fn interrupted() -> Failure {
    Failure::machine("interrupted", "nothing was written; run the command again")
}

/// Rows done, shown on a terminal's standard error.
pub struct Progress {
    done: u64,
    total: u64,
    shown: u64,
    terminal: bool,
}

impl Progress {
    /// None of so many rows yet.
    pub fn new(total: u64) -> Self {
        Progress { done: 0, total, shown: 0, terminal: io::stderr().is_terminal() }
    }

    /// There is work for so many more rows.
    pub fn expect(&mut self, rows: u64) {
        self.total += rows;
    }

    /// Counts rows.
    ///
    /// # Errors
    /// The process was asked to end.
    pub fn add(&mut self, rows: u64) -> Result<(), Failure> {
        self.done += rows;
        let percent = self.done * 100 / self.total.max(1);
        if self.terminal && percent > self.shown {
            self.shown = percent;
            let _ = write!(io::stderr(), "\r{percent} %");
        }
        if is_interrupted() { Err(interrupted()) } else { Ok(()) }
    }

    /// Takes so much of so much as done, and says whether the work is to go on.
    pub fn reach(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        (self.done, self.total) = (done, total);
        match self.add(0) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown > 0 {
            let _ = write!(io::stderr(), "\r      \r");
        }
    }
}
