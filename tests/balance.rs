//! Balancing against imbalanced-learn with its own random draws (`balance/reference.py`, what it wrote in
//! `balance/reference.json`), on random tables, and at its limits.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

#[path = "balance/limits.rs"]
mod limits;
#[path = "balance/random_tables.rs"]
mod random_tables;
#[path = "balance/reference.rs"]
mod reference;

use std::ops::ControlFlow;

use cyberdatagen::engine::Problem;
use cyberdatagen::engine::balance::{Draws, Labels, Sampling, Space, Synthetic, resample};

/// Makes rows without listening to how far it has come.
fn make(
    space: &Space,
    labels: Labels,
    wanted: &[usize],
    sampling: &Sampling,
    draws: &mut dyn Draws,
) -> Result<Vec<Synthetic>, Problem> {
    resample(space, labels, wanted, sampling, draws, &mut |_, _| ControlFlow::Continue(()))
}

/// The names `0`, `1`, … of classes.
fn names(count: usize) -> Vec<String> {
    (0..count).map(|class| class.to_string()).collect()
}
