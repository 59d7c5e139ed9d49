//! The gauge of a check: where its value stands between what passes, what warns and what fails. Without the browser.

use crate::engine::audit::rules::Bounds;
use crate::engine::audit::{Rule, Verdict};
use crate::engine::explore::text;
use crate::page::language;

/// A gauge, in parts of its width.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// The zones, from left to right.
    pub zones: Vec<Zone>,
    /// Where the value is.
    pub dot: f64,
}

/// A part of a gauge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zone {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// What values in it are.
    pub verdict: Verdict,
}

/// The width of a zone that holds one value alone.
const SLIM: f64 = 0.08;

/// The value and the place of a boundary.
type Knot = (f64, f64);

impl Gauge {
    /// The gauge of a check's value; none where the check has no bounds.
    pub fn new(rule: Rule, value: f64) -> Option<Self> {
        let (knots, verdicts) = scale(rule, value)?;
        let zone =
            |(ends, verdict): (&[Knot], &Verdict)| Zone { from: ends[0].1, to: ends[1].1, verdict: *verdict };
        let zones = knots.windows(2).zip(&verdicts).map(zone).filter(|zone| zone.to > zone.from).collect();
        Some(Gauge { zones, dot: place(&knots, value) })
    }
}

/// A value of a check as a reader sees it: counts without decimals.
pub fn value_text(rule: Rule, value: f64) -> String {
    language::number(&match rule {
        Rule::Domain | Rule::LabelErrors => text::number(value),
        _ => rule.declared().text(value),
    })
}

/// The boundaries of the zones with their places, and the verdict of each zone. Every zone has room, however narrow it is
/// in numbers: within a zone the scale is linear.
fn scale(rule: Rule, value: f64) -> Option<(Vec<Knot>, Vec<Verdict>)> {
    use Verdict::{Fail, Pass, Warn};
    let (min, max) = range(rule, value);
    Some(match rule.zones() {
        Bounds::AtMost { pass, warn } => {
            let first = if pass > min { 0.5 } else { SLIM };
            let second = if warn > pass { first + (1.0 - first) / 2.0 } else { first };
            (vec![(min, 0.0), (pass, first), (warn, second), (max, 1.0)], vec![Pass, Warn, Fail])
        }
        Bounds::AtLeast { pass, warn } => {
            (vec![(min, 0.0), (warn, 0.25), (pass, 0.5), (max, 1.0)], vec![Fail, Warn, Pass])
        }
        Bounds::Between { pass, warn } => {
            let low = if warn[0] > min { 0.15 } else { SLIM / 2.0 };
            let knots =
                [(min, 0.0), (warn[0], low), (pass[0], 0.35), (pass[1], 0.65), (warn[1], 0.85), (max, 1.0)];
            (knots.into(), vec![Fail, Warn, Pass, Warn, Fail])
        }
        Bounds::Own(_) => return None,
    })
}

/// The smallest and the largest value of a gauge.
fn range(rule: Rule, value: f64) -> (f64, f64) {
    match rule {
        Rule::SingleFeature | Rule::RowOrder | Rule::Probe | Rule::WithoutStrongest => (0.5, 1.0),
        Rule::Baseline => (value.min(-0.1), value.max(0.2)),
        Rule::UnseenCampaigns => (value.min(0.0), value.max(0.5)),
        Rule::Domain | Rule::LabelErrors => (0.0, value.max(1.0)),
        Rule::TimeQuarters => (0.0, value.max(6.0)),
        Rule::Correlation => (-value.abs().max(0.2), value.abs().max(0.2)),
        _ => (0.0, 1.0),
    }
}

/// The place of a value: on a boundary that several zones share it belongs to the first.
fn place(knots: &[Knot], value: f64) -> f64 {
    for ends in knots.windows(2) {
        let [(from, left), (to, right)] = [ends[0], ends[1]];
        if value <= to {
            let part = if to > from { ((value - from) / (to - from)).max(0.0) } else { 0.5 };
            return left + part * (right - left);
        }
    }
    1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(rule: Rule, value: f64) -> f64 {
        Gauge::new(rule, value).unwrap().dot
    }

    #[test]
    fn a_value_stands_in_the_zone_of_its_verdict() {
        for rule in Rule::ALL {
            for step in 0..=100 {
                let value = f64::from(step) / 100.0;
                let Some(gauge) = Gauge::new(rule, value) else { continue };
                if matches!(rule, Rule::TimeQuarters | Rule::Correlation | Rule::LabelErrors) {
                    continue;
                }
                let verdict = rule.declared().bounds.judge(value);
                let inside = |zone: &&Zone| (zone.from - 1e-9..=zone.to + 1e-9).contains(&gauge.dot);
                assert!(
                    gauge.zones.iter().filter(inside).any(|zone| zone.verdict == verdict),
                    "{rule:?} {value}: {gauge:?}"
                );
            }
        }
    }

    #[test]
    fn counts_have_no_decimals() {
        assert_eq!(value_text(Rule::Domain, 1_200.0), "1,200");
        assert_eq!(value_text(Rule::Contamination, 0.05), "5 %");
        assert_eq!(value_text(Rule::Probe, 0.9), "0.900");
    }

    #[test]
    fn zones_fill_the_gauge_from_left_to_right() {
        for rule in Rule::ALL {
            let Some(gauge) = Gauge::new(rule, 0.4) else {
                assert_eq!(rule, Rule::DerivedColumns);
                continue;
            };
            assert_eq!((gauge.zones[0].from, gauge.zones[gauge.zones.len() - 1].to), (0.0, 1.0));
            assert!(gauge.zones.windows(2).all(|pair| pair[0].to == pair[1].from), "{gauge:?}");
        }
    }

    #[test]
    fn places_are_those_of_the_bounds() {
        for (rule, places) in [
            (Rule::SingleFeature, [(0.5, 0.0), (0.75, 0.5), (0.9, 0.75), (1.0, 1.0)]),
            (Rule::RangeOverlap, [(0.0, 0.0), (0.1, 0.25), (0.3, 0.5), (1.0, 1.0)]),
            (Rule::Probe, [(0.4, 0.0), (0.8, 0.35), (0.97, 0.65), (1.0, 1.0)]),
            (Rule::TimeQuarters, [(0.0, 0.02), (1.0, 0.5), (3.0, 0.85), (40.0, 1.0)]),
            (Rule::Correlation, [(-0.5, 0.0), (0.0, 0.5), (0.05, 0.65), (0.5, 1.0)]),
        ] {
            for (value, place) in places {
                assert!((dot(rule, value) - place).abs() < 1e-9, "{rule:?} {value}: {}", dot(rule, value));
            }
        }
        // A count of none stands in a slim zone of its own; any other fails.
        assert_eq!((dot(Rule::Domain, 0.0), dot(Rule::Domain, 12.0)), (0.04, 1.0));
    }
}
