//! How far a long command is, and its end where the process is asked to end.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::Failure;
use crate::engine::decimal::grouped;

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
    Failure::machine("interrupted", "no file is left half written; run the command again")
}

/// How often the line on a terminal is written again.
const ON_TERMINAL: Duration = Duration::from_millis(200);

/// How often a line is written elsewhere: into the log of a job, say.
const ELSEWHERE: Duration = Duration::from_secs(10);

/// Goes to the start of a terminal's line and erases it.
const ERASE: &str = "\r\x1b[K";

/// How much is done, shown on standard error: on a terminal one line that is rewritten, elsewhere a line now and then.
pub struct Progress {
    amount: Amount,
    begun: Instant,
    shown: Instant,
    has_line: bool,
    terminal: bool,
}

/// How much is done.
#[derive(Default)]
struct Amount {
    /// In rows, or in what takes as long.
    done: u64,
    total: u64,
    /// The rows among what is done; none of a job that does not count them.
    rows: u64,
}

impl Progress {
    /// None of so many rows yet.
    pub fn new(total: u64) -> Self {
        let (begun, terminal) = (now(), io::stderr().is_terminal());
        let amount = Amount { total, ..Amount::default() };
        Progress { amount, begun, shown: begun, has_line: false, terminal }
    }

    /// There is work for so many more rows.
    pub fn expect(&mut self, rows: u64) {
        self.amount.total += rows;
    }

    /// Counts rows.
    ///
    /// # Errors
    /// The process was asked to end.
    pub fn add(&mut self, rows: u64) -> Result<(), Failure> {
        self.amount.rows += rows;
        self.work(rows)
    }

    /// Counts work that takes as long as so many rows.
    ///
    /// # Errors
    /// The process was asked to end.
    pub fn work(&mut self, rows: u64) -> Result<(), Failure> {
        self.amount.done += rows;
        self.show();
        if is_interrupted() { Err(interrupted()) } else { Ok(()) }
    }

    /// Takes so much of so much as done, and says whether the work is to go on.
    pub fn reach(&mut self, done: u64, total: u64) -> ControlFlow<()> {
        (self.amount.done, self.amount.total) = (done, total);
        match self.work(0) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Takes the line off the terminal, so that something else can be printed there.
    pub fn erase(&mut self) {
        if std::mem::take(&mut self.has_line) {
            let _ = write!(io::stderr(), "{ERASE}");
        }
    }

    fn show(&mut self) {
        let now = now();
        let pause = if self.terminal { ON_TERMINAL } else { ELSEWHERE };
        if now - self.shown < pause {
            return;
        }
        self.shown = now;
        let line = self.amount.line((now - self.begun).as_secs_f64());
        let mut output = io::stderr().lock();
        if self.terminal {
            self.has_line = true;
            let _ = write!(output, "{ERASE}{line}").and_then(|()| output.flush());
        } else {
            let _ = writeln!(output, "{line}");
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "rate and time left need a clock; no data depends on it")]
fn now() -> Instant {
    Instant::now()
}

impl Amount {
    /// Percent, rate and time left after so many seconds.
    fn line(&self, seconds: f64) -> String {
        let mut line = format!("{} %", u128::from(self.done) * 100 / u128::from(self.total.max(1)));
        if self.rows > 0 && seconds > 0.0 {
            line += &format!("  {} rows/s", grouped((self.rows as f64 / seconds) as u64));
        }
        if self.done > 0 {
            let left = self.total.saturating_sub(self.done) as f64 * seconds / self.done as f64;
            line += &format!("  {} left", duration(left.ceil() as u64));
        }
        line
    }
}

/// A duration in its two largest units.
fn duration(seconds: u64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3_600);
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{minutes} min {} s", seconds % 60),
        3_600..86_400 => format!("{hours} h {} min", minutes % 60),
        _ => format!("{} d {} h", hours / 24, hours % 24),
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.erase();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_percent_rate_and_time_left() {
        let amount = |done, total, rows| Amount { done, total, rows };
        assert_eq!(amount(0, 100, 0).line(3.0), "0 %");
        assert_eq!(amount(2_500_000, 10_000_000, 2_500_000).line(2.0), "25 %  1,250,000 rows/s  6 s left");
        // Work that is no row has no rate.
        assert_eq!(amount(3, 12, 0).line(40.0), "25 %  2 min 0 s left");
        assert_eq!(amount(u64::MAX, u64::MAX, 0).line(1.0), "100 %  0 s left");
    }

    #[test]
    fn a_duration_has_its_two_largest_units() {
        for (seconds, text) in [(59, "59 s"), (61, "1 min 1 s"), (7_199, "1 h 59 min"), (90_000, "1 d 1 h")] {
            assert_eq!(duration(seconds), text);
        }
    }
}
