//! What the text of a cell says: a number, a timestamp.

use chrono::NaiveDate;

use crate::engine::decimal;
use crate::engine::issues::{DAY, midnight};

/// Reads a number as other programs write it, `-12.5e-3`, to the last digit but one: exactly where it has no more than
/// 15 digits, as ours have.
pub fn number(text: &str) -> Option<f64> {
    decimal::parse(text).or_else(|| {
        let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let mut power: i32 = exponent.parse().ok()?;
        let (negative, digits) = digits.strip_prefix('-').map_or((false, digits), |rest| (true, rest));
        let (mut mantissa, mut seen, mut point) = (0_u64, false, false);
        for digit in digits.bytes() {
            match digit {
                b'.' if !point => point = true,
                b'0'..=b'9' => {
                    seen = true;
                    // Further digits are beyond what a number in floating point holds.
                    let full = mantissa >= MAX_MANTISSA;
                    mantissa = if full { mantissa } else { mantissa * 10 + u64::from(digit - b'0') };
                    power = power.saturating_add(i32::from(full) - i32::from(point));
                }
                _ => return None,
            }
        }
        // Powers of ten up to the 22nd are exact, and so is the largest mantissa.
        let scale = libm::pow(10.0, f64::from(power.unsigned_abs()));
        let value = if power < 0 { mantissa as f64 / scale } else { mantissa as f64 * scale };
        (seen && value.is_finite()).then_some(if negative { -value } else { value })
    })
}

/// With this mantissa, one more digit is still exact: it stays below 2⁵³.
const MAX_MANTISSA: u64 = 900_000_000_000_000;

/// The number behind the letters of an id.
pub fn trailing_digits(text: &str) -> &str {
    text.trim_start_matches(|letter: char| !letter.is_ascii_digit())
}

/// Reads a date, `YYYY-MM-DD`, or a date and a time, `YYYY-MM-DD HH:MM:SS` or with a `T` between them, as ISO 8601 has it.
/// Parts of a second, and a `Z` at the end, are left out.
pub fn timestamp(cell: &[u8]) -> Option<f64> {
    let cell = cell.strip_suffix(b"Z").unwrap_or(cell);
    let cell = cell.split(|&byte| byte == b'.').next().unwrap_or_default();
    let midnight_of;
    let cell = if cell.len() == 10 {
        midnight_of = [cell, b" 00:00:00"].concat();
        &midnight_of
    } else {
        cell
    };
    let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b' ' | b'T', h0, h1, b':', i0, i1, b':', s0, s1] = cell
    else {
        return None;
    };
    let value = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    let year = i32::try_from(value(&[y0, y1, y2, y3])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, value(&[m0, m1])?, value(&[d0, d1])?)?;
    let seconds = value(&[h0, h1])? * 3_600 + value(&[i0, i1])? * 60 + value(&[s0, s1])?;
    (i64::from(seconds) < DAY).then(|| (midnight(date) + i64::from(seconds)) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_other_programs_are_read() {
        for text in [
            "4533.870726247039",
            "202988.10938472912",
            "1e-7",
            "-2.5E3",
            "0.30000000000000004",
            "12345678901234567890",
        ] {
            let (value, expected) = (number(text).unwrap(), text.parse::<f64>().unwrap());
            assert!((value - expected).abs() <= expected.abs() * 2e-15, "{text}: {value}");
        }
        for text in ["", "-", ".", "e5", "1e", "1e5.5", "NaN", "inf", "1e999", "--1", "1.2.3", "0x10", "1,5"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn timestamps_are_read_with_and_without_their_time() {
        let noon = Some(1_709_208_000.0);
        for text in
            ["2024-02-29 12:00:00", "2024-02-29T12:00:00", "2024-02-29T12:00:00Z", "2024-02-29 12:00:00.750"]
        {
            assert_eq!(timestamp(text.as_bytes()), noon, "{text}");
        }
        assert_eq!(timestamp(b"2024-02-29"), Some(1_709_164_800.0));
        for text in
            ["2024-02-30", "2024-02-29 24:00:00", "2024-2-29", "29.02.2024", "", "2024-02-29 12:00", "12345"]
        {
            assert_eq!(timestamp(text.as_bytes()), None, "{text}");
        }
    }
}
