//! The slider beside a number: linear over a narrow range, logarithmic over a wide one.

use crate::engine::decimal;
use crate::engine::settings::Kind;
use crate::engine::settings::decimals;

/// The places of a slider, from 0 to this.
pub const PLACES: f64 = 1_000.0;

/// A range wider than this is too wide for equal steps.
const NARROW: f64 = 1_000.0;

/// How a slider's place and a number belong together.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    min: f64,
    max: f64,
    /// How many decimals the slider sets.
    decimals: usize,
}

impl Scale {
    /// The scale of a number; none for other kinds.
    pub fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Integer { min, max } => Some(Scale { min: min as f64, max: max as f64, decimals: 0 }),
            Kind::Decimal { min, max } => {
                // A slider of a thousand places sets no finer steps than these.
                let places = if max <= 10.0 {
                    2
                } else if max <= 100.0 {
                    1
                } else {
                    0
                };
                Some(Scale { min, max, decimals: places.min(decimals(max)) })
            }
            _ => None,
        }
    }

    fn is_wide(self) -> bool {
        self.max - self.min > NARROW
    }

    /// The place of a number.
    pub fn place(self, number: f64) -> f64 {
        let (above, range) = (number.clamp(self.min, self.max) - self.min, self.max - self.min);
        let share = if self.is_wide() { libm::log1p(above) / libm::log1p(range) } else { above / range };
        (share * PLACES).round()
    }

    /// The text of the number at a place: with two significant digits where the range is wide.
    pub fn text(self, place: f64) -> String {
        let (share, range) = (place / PLACES, self.max - self.min);
        let number = if self.is_wide() {
            let above = libm::expm1(share * libm::log1p(range));
            let step = libm::pow(10.0, (libm::log10(above.max(1.0)).floor() - 1.0).max(0.0));
            self.min + (above / step).round() * step
        } else {
            self.min + share * range
        };
        decimal::text_rounded(number.min(self.max), self.decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(min: i64, max: i64) -> Scale {
        Scale::of(Kind::Integer { min: min as _, max: max as _ }).unwrap()
    }

    #[test]
    fn a_narrow_range_has_equal_steps() {
        let scale = Scale::of(Kind::Decimal { min: 0.0, max: 100.0 }).unwrap();
        assert_eq!((scale.place(25.0), scale.text(250.0).as_str()), (250.0, "25"));
        let days = integer(1, 11);
        assert_eq!((days.place(6.0), days.text(500.0).as_str()), (500.0, "6"));
    }

    #[test]
    fn a_wide_range_grows_by_factors_with_two_significant_digits() {
        let scale = integer(1, 10_000_000);
        let number = |place: f64| scale.text(place).parse::<f64>().unwrap();
        assert_eq!((number(0.0), number(PLACES)), (1.0, 10_000_000.0));
        assert!((3_000.0..3_400.0).contains(&number(500.0)), "{}", number(500.0));
        for place in 1..=1_000 {
            assert!(number(f64::from(place)) >= number(f64::from(place - 1)), "place {place}");
        }
        // The slider stands where its number is.
        assert!((scale.place(number(700.0)) - 700.0).abs() <= 5.0);
    }

    #[test]
    fn a_number_out_of_range_stands_at_an_end_and_a_switch_has_no_slider() {
        let scale = integer(10, 20);
        assert_eq!((scale.place(-5.0), scale.place(99.0)), (0.0, PLACES));
        assert!(Scale::of(Kind::Toggle).is_none());
    }
}
