//! Where an axis has ticks, and what stands beside them: round numbers, powers of ten, beginnings of days, months and
//! years, or names.

use std::ops::Range;

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, TimeDelta};
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::engine::Text;
use crate::engine::explore::chart::Scale;
use crate::engine::explore::text;
use crate::engine::issues::{DAY, Seconds, date_time, midnight};
use crate::engine::text::Telling;

/// A place on an axis with its label.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The value.
    pub at: f64,
    /// What stands beside it.
    pub label: String,
}

/// The ticks of a scale, about `most` of them and never twice as many, with their labels in a language.
pub fn ticks(scale: &Scale, most: usize, language: &dyn Telling) -> Vec<Tick> {
    let most = most.max(2);
    match scale {
        Scale::Linear { min, max } => linear(*min, *max, most, language),
        Scale::Logarithmic { min, max } => logarithmic(*min, *max, most, language),
        Scale::Time { min, max } => time(*min, *max, most, language),
        Scale::Names(names) => {
            let step = names.len().div_ceil(most).max(1);
            let tick = |(at, name): (usize, &Text)| Tick { at: at as f64, label: name.told(language) };
            names.iter().enumerate().step_by(step).map(tick).collect()
        }
    }
}

/// The smallest step of 1, 2 or 5 times a power of ten that is not below a number, and its power.
fn round_step(min: f64) -> (f64, i32) {
    let power = libm::floor(libm::log10(min)) as i32;
    let unit = libm::pow(10.0, f64::from(power));
    let factor = [1.0, 2.0, 5.0].into_iter().find(|factor| factor * unit >= min * (1.0 - 1e-9));
    factor.map_or((10.0 * unit, power + 1), |factor| (factor * unit, power))
}

fn linear(min: f64, max: f64, most: usize, language: &dyn Telling) -> Vec<Tick> {
    let told = |label: String| language.number(&label).into_owned();
    let range = max - min;
    if range.is_nan() || range <= 0.0 {
        return vec![Tick { at: min, label: told(text::number(min)) }];
    }
    let (step, power) = round_step(range / most as f64);
    let first = (min / step - 1e-9).ceil();
    let count = ((max / step + 1e-9).floor() - first).max(0.0) as usize;
    let decimals = usize::try_from(-power).unwrap_or(0);
    let label = |at: f64| {
        let size = max.abs().max(min.abs());
        if size >= 1e7 && at != 0.0 {
            // Millions and more are written with a letter of their own.
            let (unit, letter) = [(1e12, "T"), (1e9, "G"), (1e6, "M")]
                .into_iter()
                .find(|(unit, _)| size >= *unit)
                .unwrap_or((1.0, ""));
            return format!("{}{letter}", text::significant(at / unit, 6));
        }
        if decimals > 5 { text::significant(at, 3) } else { text::fixed(at, decimals) }
    };
    (0..=count)
        .map(|index| {
            let at = (first + index as f64) * step;
            // Zero is zero, not what is left of it.
            let at = if at.abs() < step * 1e-6 { 0.0 } else { at };
            Tick { at, label: told(label(at)) }
        })
        .collect()
}

fn logarithmic(min: f64, max: f64, most: usize, language: &dyn Telling) -> Vec<Tick> {
    let (low, high) = (libm::log10(min), libm::log10(max));
    let (first, last) = (libm::floor(low) as i32, libm::ceil(high) as i32);
    let decades = (high - low).max(1e-9);
    if decades < 1.0 {
        return linear(min, max, most, language);
    }
    let step = (decades / most as f64).ceil().max(1.0) as i32;
    let factors: &[f64] = match most as f64 / decades {
        room if room >= 3.0 => &[1.0, 2.0, 5.0],
        _ => &[1.0],
    };
    let mut ticks = Vec::new();
    for power in (first..=last).filter(|power| power.rem_euclid(step) == 0) {
        for factor in factors {
            let at = libm::pow(10.0, f64::from(power)) * factor;
            if at >= min * (1.0 - 1e-9) && at <= max * (1.0 + 1e-9) {
                ticks.push(Tick { at, label: language.number(&text::significant(at, 3)).into_owned() });
            }
        }
    }
    ticks
}

/// Steps in time: seconds, or months.
#[derive(Clone, Copy)]
enum Step {
    Seconds(Seconds),
    Months(u32),
}

fn time(min: f64, max: f64, most: usize, language: &dyn Telling) -> Vec<Tick> {
    use Step::{Months as InMonths, Seconds as InSeconds};
    let steps = [
        InSeconds(1),
        InSeconds(10),
        InSeconds(60),
        InSeconds(600),
        InSeconds(3_600),
        InSeconds(3 * 3_600),
        InSeconds(6 * 3_600),
        InSeconds(12 * 3_600),
        InSeconds(DAY),
        InSeconds(2 * DAY),
        InSeconds(7 * DAY),
        InSeconds(14 * DAY),
        InMonths(1),
        InMonths(2),
        InMonths(3),
        InMonths(6),
        InMonths(12),
        InMonths(24),
        InMonths(60),
        InMonths(120),
        InMonths(600),
    ];
    let length = |step: Step| match step {
        InSeconds(seconds) => seconds as f64,
        InMonths(months) => f64::from(months) * 30.44 * DAY as f64,
    };
    let wanted = (max - min) / most as f64;
    let step = steps.into_iter().find(|&step| length(step) >= wanted).unwrap_or(InMonths(1_200));
    let start = date_time(min as Seconds);
    let mut ticks = Vec::new();
    let mut next = floor(start, step);
    while let Some(current) = next {
        let at = current.and_utc().timestamp() as f64;
        if at > max || ticks.len() > 2 * most {
            break;
        }
        if at >= min {
            ticks.push(Tick { at, label: label(current, step, language) });
        }
        next = match step {
            InSeconds(seconds) => current.checked_add_signed(TimeDelta::seconds(seconds)),
            InMonths(months) => current.checked_add_months(Months::new(months)),
        };
    }
    ticks
}

/// The last beginning of a step up to a timestamp.
fn floor(time: NaiveDateTime, step: Step) -> Option<NaiveDateTime> {
    let midnight_of = |date: NaiveDate| date_time(midnight(date));
    match step {
        Step::Seconds(seconds) if seconds >= 7 * DAY => {
            let monday = time.date() - TimeDelta::days(i64::from(time.weekday().num_days_from_monday()));
            Some(midnight_of(monday))
        }
        Step::Seconds(seconds) => {
            let at = time.and_utc().timestamp();
            Some(date_time(at - at.rem_euclid(seconds)))
        }
        Step::Months(months) => {
            let total = time.year() * 12 + time.month0() as i32;
            let total = total - total.rem_euclid(months as i32);
            let date = NaiveDate::from_ymd_opt(total.div_euclid(12), total.rem_euclid(12) as u32 + 1, 1)?;
            Some(midnight_of(date))
        }
    }
}

fn label(at: NaiveDateTime, step: Step, language: &dyn Telling) -> String {
    let short = language.words(None, text::month(at.month()), None);
    match step {
        Step::Months(months) if months >= 12 => at.year().to_string(),
        Step::Months(_) => format!("{short} {}", at.year()),
        Step::Seconds(seconds) if seconds >= DAY => format!("{} {short}", at.day()),
        Step::Seconds(seconds) => {
            let time = at.time().to_string();
            if seconds >= 60 { time.get(..5).unwrap_or_default().to_owned() } else { time }
        }
    }
}

/// A scale with its ticks, for plotters.
#[derive(Clone, Debug)]
pub struct Ruler {
    scale: Scale,
    ticks: Vec<Tick>,
    /// Whether the first value is at the greater pixel, as names are on an upright axis.
    turned: bool,
}

impl Ruler {
    /// A scale with ticks; `turned` for names on an upright axis.
    pub fn new(scale: Scale, ticks: Vec<Tick>, turned: bool) -> Self {
        Ruler { scale, ticks, turned }
    }

    /// Where a value is, as a share of the axis; beyond its ends only as far as a pixel can be.
    pub fn share(&self, value: f64) -> f64 {
        let [min, max] = self.scale.ends();
        let share = match self.scale {
            Scale::Logarithmic { .. } => {
                let value = libm::log10(value.max(min * 1e-3));
                (value - libm::log10(min)) / (libm::log10(max) - libm::log10(min))
            }
            _ => (value - min) / (max - min),
        };
        let share = if share.is_finite() { share.clamp(-1.0, 2.0) } else { 0.5 };
        if self.turned { 1.0 - share } else { share }
    }
}

impl Ranged for Ruler {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (self.share(*value) * f64::from(to - from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // The light lines between the ticks are left out.
        if !matches!(hint.weight(), plotters::coord::ranged1d::KeyPointWeight::Bold) {
            return Vec::new();
        }
        self.ticks.iter().map(|tick| tick.at).collect()
    }

    fn range(&self) -> Range<f64> {
        let [min, max] = self.scale.ends();
        min..max
    }
}

impl ValueFormatter<f64> for Ruler {
    fn format_ext(&self, value: &f64) -> String {
        self.ticks.iter().find(|tick| tick.at == *value).map_or(String::new(), |tick| tick.label.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::English;

    fn labels(scale: Scale, most: usize) -> Vec<String> {
        ticks(&scale, most, &English).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(labels(Scale::Linear { min: 0.0, max: 10.0 }, 5), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(labels(Scale::Linear { min: -0.3, max: 0.31 }, 4), ["-0.2", "0", "0.2"]);
        assert_eq!(labels(Scale::Linear { min: 0.0, max: 3e7 }, 3), ["0", "10M", "20M", "30M"]);
        assert_eq!(labels(Scale::Logarithmic { min: 0.5, max: 2_000.0 }, 4), ["1", "10", "100", "1,000"]);
        assert_eq!(labels(Scale::Linear { min: 5.0, max: 5.0 }, 4), ["5"]);
        assert_eq!(labels(Scale::Names(vec!["a".into(), "b".into(), "c".into()]), 2), ["a", "c"]);
    }

    #[test]
    fn time_has_ticks_at_beginnings() {
        let at = |year, month, day| midnight(NaiveDate::from_ymd_opt(year, month, day).unwrap()) as f64;
        let scale = Scale::Time { min: at(2023, 1, 1), max: at(2025, 3, 31) };
        assert_eq!(labels(scale.clone(), 5), ["Jan 2023", "Jul 2023", "Jan 2024", "Jul 2024", "Jan 2025"]);
        assert_eq!(labels(scale, 3), ["2023", "2024", "2025"]);
        let scale = Scale::Time { min: at(2024, 2, 27), max: at(2024, 3, 3) };
        assert_eq!(labels(scale, 3), ["27 Feb", "29 Feb", "2 Mar"]);
        let scale = Scale::Time { min: at(2024, 2, 27), max: at(2024, 2, 28) };
        assert_eq!(labels(scale, 4), ["00:00", "06:00", "12:00", "18:00", "00:00"]);
    }
}
