//! What is damaged on purpose: wrong labels and missing values. The answer key lists them.

use crate::engine::level::Level;
use crate::engine::random::Stream;
use crate::engine::world::measures::{MEASURES, Measure, OF_ISSUE};
use crate::engine::world::people::Person;

/// How much more often a measure is missing by severity (MAR), with mean 1.
const MISSING_BY_SEVERITY: [f64; 4] = [0.5, 0.95, 1.6, 1.95];

/// The measures whose cells can be missing, in the order of the bits of [`Mark::missing`](crate::engine::issues::Mark::missing).
pub const MISSABLE: [Measure; 8] = [
    Measure::Impact,
    Measure::Cost,
    Measure::Session,
    Measure::Files,
    Measure::Transfer,
    Measure::Cpu,
    Measure::Memory,
    Measure::Logins,
];

/// How many rows of each class have the label of the other.
pub fn mislabeled_rows(rows: u64, label_noise_percent: f64) -> u64 {
    (rows as f64 * (label_noise_percent / 100.0) / 2.0).floor() as u64
}

/// Which measures are missing, as bits in the order of [`MISSABLE`].
pub fn missing(
    draws: &mut Stream,
    [random, by_severity, by_value]: [f64; 3],
    severity: Level,
    places: &[f64; MEASURES],
    person: &Person,
    by_activity: &[f64; MEASURES - OF_ISSUE],
) -> u8 {
    MISSABLE.iter().enumerate().fold(0, |bits, (bit, &measure)| {
        let m = measure as usize;
        let activity = if m < OF_ISSUE { 0.0 } else { by_activity[m - OF_ISSUE] };
        let high = places[m] > person.baseline[m] + activity;
        let value = if high { 2.0 * by_value } else { 0.0 };
        let share = random + by_severity * severity.of(MISSING_BY_SEVERITY) + value;
        bits | u8::from(draws.chance(share)) << bit
    })
}
