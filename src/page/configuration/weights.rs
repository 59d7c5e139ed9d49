//! Weights as shares, which sum to 1.

use crate::engine::decimal;
use crate::page::language;

/// The share of each named weight; a negative one counts 0, and all are 0 where no weight is above it.
pub fn shares(parts: Vec<(String, f64)>) -> Vec<(String, f64)> {
    let sum: f64 = parts.iter().map(|(_, weight)| weight.max(0.0)).sum();
    let share = |weight: f64| if sum > 0.0 { weight.max(0.0) / sum } else { 0.0 };
    parts.into_iter().map(|(name, weight)| (name, share(weight))).collect()
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    language::number(&format!("{} %", decimal::fixed(share * 100.0, 1)))
}

/// All shares in words.
pub fn words(shares: &[(String, f64)]) -> String {
    let parts: Vec<String> =
        shares.iter().map(|(name, share)| format!("{name} {}", percent(*share))).collect();
    t!("Shares: {shares}", shares = parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(weights: &[f64]) -> Vec<(String, f64)> {
        weights.iter().enumerate().map(|(index, weight)| (format!("w{index}"), *weight)).collect()
    }

    #[test]
    fn shares_sum_to_one_and_say_so() {
        let shares = shares(parts(&[1.0, 2.0, 5.0]));
        assert_eq!(shares.iter().map(|(_, share)| *share).collect::<Vec<_>>(), [0.125, 0.25, 0.625]);
        assert_eq!(words(&shares), "Shares: w0 12.5 %, w1 25.0 %, w2 62.5 %");
    }

    #[test]
    fn weights_below_zero_and_none_at_all_have_no_share() {
        let of =
            |weights: &[f64]| shares(parts(weights)).into_iter().map(|(_, share)| share).collect::<Vec<_>>();
        assert_eq!(of(&[-3.0, 1.0]), [0.0, 1.0]);
        assert_eq!(of(&[0.0, 0.0]), [0.0, 0.0]);
        assert_eq!(of(&[]), [] as [f64; 0]);
    }
}
