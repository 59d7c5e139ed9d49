//! How far anomalies depart from normal behavior, by the difficulty and by the pattern.

use crate::engine::random::Stream;

/// How strongly anomalies are shifted at difficulty 0, 0.25, 0.5, 0.75 and 1, in units of the table of attacks.
const STRENGTHS: [f64; 5] = [10.0, 2.4, 1.15, 0.55, 0.02];

/// How strongly anomalies are shifted at a difficulty: linear between those.
pub fn strength(difficulty: f64) -> f64 {
    let place = difficulty.clamp(0.0, 1.0) * 4.0;
    let below = (place as usize).min(3);
    let [low, high] = [STRENGTHS[below], STRENGTHS[below + 1]];
    low + (high - low) * (place - below as f64)
}

/// How much of a campaign's habits (hours, locations, categories, few users) shows at a strength.
pub fn reach(strength: f64) -> f64 {
    (strength / self::strength(0.5)).min(1.0)
}

/// How much of a campaign's habits shows at a difficulty.
pub fn reach_at(difficulty: f64) -> f64 {
    reach(strength(difficulty))
}

/// A place anywhere between -3.2 and 3.2 standard deviations.
pub fn place_anywhere(draws: &mut Stream) -> f64 {
    draws.uniform(-3.2, 3.2)
}

/// A value on its way to a place, by the strength.
pub fn anywhere(value: f64, strength: f64, place: f64) -> f64 {
    value + (strength * 0.55).min(1.0) * (place - value)
}

/// How much wider a local anomaly scatters at strength 1.
pub const LOCAL: f64 = 0.9;

/// How much of a user's baseline gives way to that of whoever acts in a campaign, at strength 1. It is what only a detector
/// sees that knows what is usual for each user.
pub const TAKEN_OVER: f64 = 0.6;
