//! The text of cells: what anyone's says, a number or a timestamp, and how ours is written.

use chrono::NaiveDate;

use crate::engine::decimal;
use crate::engine::issues::{DAY, Seconds, date_time, midnight};

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

/// Appends an id: its number has at least so many digits.
pub fn write_id(prefix: &str, digits: usize, number: u64, output: &mut Vec<u8>) {
    output.extend_from_slice(prefix.as_bytes());
    let mut buffer = itoa::Buffer::new();
    let text = buffer.format(number).as_bytes();
    output.extend(std::iter::repeat_n(b'0', digits.saturating_sub(text.len())));
    output.extend_from_slice(text);
}

/// Appends a timestamp as `YYYY-MM-DD HH:MM:SS`.
pub fn write_timestamp(timestamp: Seconds, output: &mut Vec<u8>) {
    output.extend_from_slice(&timestamp_text(timestamp));
}

/// A timestamp as `YYYY-MM-DD HH:MM:SS`.
pub fn timestamp_text(timestamp: Seconds) -> [u8; 19] {
    let (day, second) = (timestamp.div_euclid(DAY), timestamp.rem_euclid(DAY) as u32);
    let [year, month, date] = civil(day).unwrap_or_else(|| {
        use chrono::Datelike;
        let time = date_time(timestamp);
        [time.year().unsigned_abs(), time.month(), time.day()]
    });
    let mut text = *b"0000-00-00 00:00:00";
    let mut put = |place: usize, value: u32| {
        let value = (value % 100) as usize * 2;
        text[place] = TWO_DIGITS[value];
        text[place + 1] = TWO_DIGITS[value + 1];
    };
    put(0, year / 100);
    put(2, year);
    put(5, month);
    put(8, date);
    put(11, second / 3_600);
    put(14, second / 60 % 60);
    put(17, second % 60);
    text
}

/// `00` to `99`.
static TWO_DIGITS: [u8; 200] = {
    let mut digits = [0; 200];
    let mut number = 0;
    while number < 100 {
        digits[2 * number] = b'0' + (number / 10) as u8;
        digits[2 * number + 1] = b'0' + (number % 10) as u8;
        number += 1;
    }
    digits
};

/// Year, month and day of a day since 1970-01-01, for the years 0 to 9999 (Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", 2013).
fn civil(day: i64) -> Option<[u32; 3]> {
    const DAYS_BEFORE_1970: i64 = 719_468;
    const LAST: i64 = 2_932_896;
    let days = u32::try_from(day + DAYS_BEFORE_1970).ok().filter(|days| day <= LAST && *days >= 306)?;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let date = day_of_year - (153 * shifted + 2) / 5 + 1;
    Some([era * 400 + year + u32::from(month <= 2), month, date])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_written_as_chrono_writes_them() {
        assert_eq!(&timestamp_text(1_709_164_799), b"2024-02-28 23:59:59");
        for day in (-719_162..2_932_896).step_by(97).chain([-1, 0, 11_016, 11_017, 2_932_896]) {
            let timestamp = day * DAY + day.rem_euclid(DAY);
            let expected = date_time(timestamp).to_string();
            assert_eq!(String::from_utf8_lossy(&timestamp_text(timestamp)), expected);
        }
        // Beyond what a date can be, there is the first of all timestamps.
        assert_eq!(&timestamp_text(Seconds::MAX)[..10], b"1970-01-01");
    }

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
