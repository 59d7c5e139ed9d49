//! The memory of a balancing beside what was estimated: in a process of its own, whose allocations are counted.

#![allow(unsafe_code, reason = "an allocator that counts is one")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use cyberdatagen::engine::Configuration;
use cyberdatagen::engine::balance::{BalanceOption, Balanced, Input, Options};
use cyberdatagen::engine::configuration::Preset;

struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: everything is left to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(now, Relaxed);
        // SAFETY: the layout is the caller's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the pointer and the layout are the caller's.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The page refuses what does not fit by the estimate, so that it must neither be too low nor far too high.
#[test]
fn balancing_takes_as_much_memory_as_was_estimated() {
    let mut go = |_, _| ControlFlow::Continue(());
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
        let before = NOW.load(Relaxed) - input.bytes();
        PEAK.store(NOW.load(Relaxed), Relaxed);
        let balanced = Balanced::of(input, &options, &mut go).unwrap();
        let taken = (PEAK.load(Relaxed) - before) as f64;
        println!("{settings:?}: {:.2} MB taken, {:.2} MB estimated", taken / 1e6, estimated / 1e6);
        assert!(
            (0.6..1.05).contains(&(taken / estimated)),
            "{settings:?}: {taken} taken, {estimated} estimated"
        );
        drop(balanced);
    }
}
