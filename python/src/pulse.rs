//! Long work for Python: other threads of Python run meanwhile, and an interruption (Ctrl-C) ends it.

use std::ops::ControlFlow;
use std::thread::{self, ThreadId};

use pyo3::ffi;
use pyo3::prelude::*;

/// Knows which thread asked for the work. That one alone looks for signals: Python hears them in its main thread, and any other
/// thread might wait for one that waits for it.
#[derive(Clone, Copy, Debug)]
pub struct Pulse(ThreadId);

impl Pulse {
    /// Of work that the current thread asks for.
    pub fn here() -> Self {
        Pulse(thread::current().id())
    }

    fn is_here(self) -> bool {
        thread::current().id() == self.0
    }

    /// Does a piece of work while other threads of Python run.
    ///
    /// # Errors
    /// A signal came before, whose handler raised this.
    pub fn work<T: Send>(self, piece: impl FnOnce() -> T + Send) -> PyResult<T> {
        if !self.is_here() {
            return Ok(piece());
        }
        attached(|py| {
            py.check_signals()?;
            Ok(py.detach(piece))
        })
    }

    /// Whether work is to go on that tells its progress; what a signal's handler raised is kept.
    pub fn beat(self, raised: &mut Option<PyErr>) -> ControlFlow<()> {
        if self.is_here() && raised.is_none() {
            *raised = attached(|py| py.check_signals().err());
        }
        if raised.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

/// Does something with Python. The bindings count for themselves which threads hold Python's lock: where a library that they called
/// has let go of it and asks us for rows, they are wrong, so that the lock is taken past them first.
pub fn attached<T>(task: impl FnOnce(Python<'_>) -> T) -> T {
    let _lock = Lock::take();
    Python::attach(task)
}

/// Python's lock, as long as this lives.
struct Lock(ffi::PyGILState_STATE);

impl Lock {
    #[allow(unsafe_code, reason = "a function of C")]
    fn take() -> Self {
        // SAFETY: whoever asks for rows runs in a process in which Python was initialized. The state goes to `drop`.
        Lock(unsafe { ffi::PyGILState_Ensure() })
    }
}

impl Drop for Lock {
    #[allow(unsafe_code, reason = "a function of C")]
    fn drop(&mut self) {
        // SAFETY: the state is that of `take`, on the same thread, and locks are released in the reverse order.
        unsafe { ffi::PyGILState_Release(self.0) }
    }
}
