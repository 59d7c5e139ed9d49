//! The memory of a balancing beside what was estimated: in a process of its own, whose allocations are counted.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::ops::ControlFlow;

use cyberdatagen::engine::Configuration;
use cyberdatagen::engine::balance::{BalanceOption, Balanced, Input, Options};
use cyberdatagen::engine::configuration::Preset;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The page refuses what does not fit by the estimate, so that it must neither be too low nor far too high.
#[test]
fn balancing_takes_as_much_memory_as_was_estimated() {
    let mut go = |_, _| ControlFlow::Continue(());
    let mut off = Vec::new();
    for settings in [
        vec![],
        vec![("clean", "edited-nearest")],
        vec![("method", "random-over")],
        vec![("target", "Severity"), ("clean", "tomek")],
        vec![("method", "borderline-1"), ("k", "20")],
        vec![("split", "none"), ("strategy", "0.2")],
    ] {
        let mut options = Options::default();
        for (key, text) in &settings {
            BalanceOption::find(key).unwrap().set(&mut options, text).unwrap();
        }
        let configuration = Configuration { rows: 20_000, ..Preset::Realistic.configuration() };
        let input = Input::generated(&configuration, &mut go).unwrap();
        let estimated = Balanced::size(&input, &options).unwrap().bytes() as f64;
        let before = ALLOCATOR.current_usage() - input.bytes();
        ALLOCATOR.reset_peak_usage();
        let balanced = Balanced::of(input, &options, &mut go).unwrap();
        let taken = (ALLOCATOR.peak_usage() - before) as f64;
        println!("{settings:?}: {:.2} MB taken, {:.2} MB estimated", taken / 1e6, estimated / 1e6);
        if !(0.6..1.05).contains(&(taken / estimated)) {
            off.push(format!("{settings:?}: {taken} bytes taken, {estimated} estimated"));
        }
        drop(balanced);
    }
    assert!(off.is_empty(), "{off:#?}");
}
