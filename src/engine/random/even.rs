//! Sequences that are spread evenly, where chance alone would clump: shares of rows are met nearly exactly.

/// A sequence that fills [0, 1) evenly (Weyl's, with the golden ratio): any share of it is met nearly exactly.
pub fn weyl(index: u64, key: u64) -> f64 {
    stepped(index, 0x9e37_79b9_7f4a_7c15, key)
}

/// The same with the root of 2, so that both together fill a square evenly.
pub fn weyl_other(index: u64, key: u64) -> f64 {
    stepped(index, 0x6a09_e667_f3bc_c909, key)
}

fn stepped(index: u64, step: u64, key: u64) -> f64 {
    (index.wrapping_mul(step).wrapping_add(key) >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// Whether row `index` is one of `count` that are spread evenly over `rows`.
pub fn spread(index: u64, count: u64, rows: u64) -> bool {
    let before = |index: u64| u128::from(index) * u128::from(count) / u128::from(rows.max(1));
    before(index + 1) > before(index)
}
