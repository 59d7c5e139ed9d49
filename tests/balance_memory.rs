//! The memory that balancing takes at its peak stays below what is estimated before it begins.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may panic")]

use std::ops::ControlFlow;

use cyberdatagen::engine::Configuration;
use cyberdatagen::engine::balance::{Balanced, Input, Options};
use cyberdatagen::engine::configuration::Preset;
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const ROWS: u64 = 200_000;

fn go(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// The rows to balance were once held twice, and as text beside. A second test would share the allocator.
#[test]
fn balancing_takes_no_more_memory_than_estimated() {
    let configuration = Configuration { rows: ROWS, ..Preset::Realistic.configuration() };
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let input = Input::generated(&configuration, &mut go).unwrap();
    let (held, generating) = (MEMORY.current_usage() - before, MEMORY.peak_usage() - before);
    let table = input.table().bytes();
    assert!(table <= held && held < table + 2_000_000, "{held} bytes are held for a table of {table}");
    assert!(generating < table + 4_000_000, "{generating} bytes were held for a table of {table}");

    let options = Options::default();
    let estimate = Balanced::size(&input, &options).unwrap().bytes();
    MEMORY.reset_peak_usage();
    let balanced = Balanced::within(input, &options, Some(estimate), &mut go).unwrap();
    let peak = (MEMORY.peak_usage() - before) as u64;
    let per_row = |bytes: u64| bytes / ROWS;
    println!(
        "{ROWS} rows and {} synthetic ones: {} bytes a row at the peak, {} estimated",
        balanced.synthetic.rows(),
        per_row(peak),
        per_row(estimate)
    );
    assert_eq!(balanced.report.method, "smote-nc");
    let [normal, anomalous] = [0, 1].map(|class| balanced.report.classes[class].reached);
    assert_eq!(normal, anomalous);
    assert!(peak <= estimate, "{peak} bytes at the peak, {estimate} estimated");
    // An estimate of far too much would refuse what there is memory for.
    assert!(estimate < 2 * peak, "{peak} bytes at the peak, {estimate} estimated");
}
