//! Where the value of a knob stands in a configuration.

use super::super::Configuration;
use super::super::value::Value;
use crate::engine::issues::Class;
use crate::engine::issues::realistic::dials;

/// Where a knob's value stands in a configuration.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// In a field of its own.
    Field { get: fn(&Configuration) -> Value, put: fn(&mut Configuration, Value) },
    /// Among the parameters of a class.
    Law(Class, usize),
    /// Among the profile ranges: which one, and which end.
    Profile(usize, usize),
    /// Among the weights of the indicators.
    Weight(usize),
    /// Among the scores at which levels begin.
    Threshold(usize),
    /// Above which an indicator scores 3.
    MediumBand(usize),
    /// Above which an indicator scores 5.
    HighBand(usize),
    /// Among the limits of the defense rules.
    RuleLimit(usize),
    /// Among the dials of the realistic model.
    Dial(usize),
    /// Among the columns that are on.
    Column(usize),
}

impl Place {
    /// The value that stands there.
    pub(super) fn value(self, configuration: &Configuration) -> Value {
        let c = configuration;
        let number = match self {
            Place::Field { get, .. } => return get(c),
            Place::Law(class, index) => Some(c.laws.get(class, index)),
            Place::Profile(index, end) => {
                c.profile_ranges.get(index).and_then(|range| range.get(end)).copied()
            }
            Place::Weight(index) => c.scoring.weights.get(index).copied(),
            Place::Threshold(index) => c.scoring.thresholds.get(index).copied(),
            Place::MediumBand(index) => c.scoring.bands.get(index).map(|bands| bands.medium),
            Place::HighBand(index) => c.scoring.bands.get(index).map(|bands| bands.high),
            Place::RuleLimit(index) => c.rule_limits.get(index).copied(),
            Place::Dial(index) if dials::is_whole(index) => {
                return Value::Integer(c.dials.values.get(index).copied().unwrap_or_default() as u64);
            }
            Place::Dial(index) => c.dials.values.get(index).copied(),
            Place::Column(index) => {
                return Value::Toggle(c.columns_on.get(index).copied().unwrap_or_default());
            }
        };
        Value::Decimal(number.unwrap_or_default())
    }

    /// The number that stands there, to be changed, where it is one of a table.
    pub(super) fn number(self, configuration: &mut Configuration) -> Option<&mut f64> {
        match self {
            Place::Field { .. } | Place::Column(_) => None,
            Place::Law(class, index) => configuration.laws.value_mut(class, index),
            Place::Profile(index, end) => configuration.profile_ranges.get_mut(index)?.get_mut(end),
            Place::Weight(index) => configuration.scoring.weights.get_mut(index),
            Place::Threshold(index) => configuration.scoring.thresholds.get_mut(index),
            Place::MediumBand(index) => {
                configuration.scoring.bands.get_mut(index).map(|bands| &mut bands.medium)
            }
            Place::HighBand(index) => configuration.scoring.bands.get_mut(index).map(|bands| &mut bands.high),
            Place::RuleLimit(index) => configuration.rule_limits.get_mut(index),
            Place::Dial(index) => configuration.dials.values.get_mut(index),
        }
    }

    /// Puts a value there; one of another kind changes nothing.
    pub(super) fn put(self, configuration: &mut Configuration, value: Value) {
        match (self, value) {
            (Place::Field { put, .. }, value) => put(configuration, value),
            (Place::Column(index), Value::Toggle(on)) => {
                if let Some(column) = configuration.columns_on.get_mut(index) {
                    *column = on;
                }
            }
            (place @ Place::Dial(_), Value::Integer(number)) => {
                if let Some(slot) = place.number(configuration) {
                    *slot = number as f64;
                }
            }
            (place, Value::Decimal(number)) => {
                if let Some(slot) = place.number(configuration) {
                    *slot = number;
                }
            }
            _ => {}
        }
    }
}
