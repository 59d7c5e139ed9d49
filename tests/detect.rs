//! What Detect computes against PyOD, scikit-learn, pandas and NumPy: `detect/*.py` say with which versions, and make the
//! references again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "detect/comparison.rs"]
mod comparison;
#[path = "detect/metrics.rs"]
mod metrics;
#[path = "detect/notebook.rs"]
mod notebook;
#[path = "detect/parts.rs"]
mod parts;
#[path = "support/python.rs"]
mod python;
#[path = "detect/supervised.rs"]
mod supervised;
#[path = "detect/sweep.rs"]
mod sweep;
#[path = "detect/unsupervised.rs"]
mod unsupervised;
