//! Numbers and timestamps as a reader sees them.

use crate::engine::dataset::COLUMNS;
use crate::engine::decimal;
use crate::engine::decimal::grouped;
use crate::engine::issues::{Seconds, date_time};
use crate::engine::text::{self, Text};

/// From this on, and below the other, a number is written with a power of ten.
const PLAIN: f64 = 1e12;
const MIN_PLAIN: f64 = 1e-4;

/// A number with six significant digits, thousands in groups: `1,234.57`, `0.105`, `1.5e-7`.
pub fn number(value: f64) -> String {
    significant(value, 6)
}

/// A number with the given number of significant digits, as short as can be.
pub fn significant(value: f64, digits: i32) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let size = value.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    let power = libm::floor(libm::log10(size)) as i32;
    if !(MIN_PLAIN..PLAIN).contains(&size) {
        let mantissa = value / libm::pow(10.0, f64::from(power));
        return format!("{}e{power}", decimal::text_rounded(mantissa, digits.clamp(1, 7) as usize - 1));
    }
    fixed(value, (digits - 1 - power).clamp(0, decimal::MAX_DECIMALS as i32) as usize)
}

/// A number rounded to some decimals, thousands in groups, zeros at the end left out.
pub fn fixed(value: f64, decimals: usize) -> String {
    let text = decimal::text_rounded(value, decimals);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), grouped);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A share in percent: `12.3 %`.
pub fn percent(share: f64) -> String {
    format!("{} %", significant(share * 100.0, 3))
}

/// A timestamp, `2024-02-28 23:59:59`.
pub fn timestamp(seconds: f64) -> String {
    if seconds.is_finite() { date_time(seconds as Seconds).to_string() } else { String::new() }
}

/// The date of a timestamp, `2024-02-28`.
pub fn date(seconds: f64) -> String {
    if seconds.is_finite() { date_time(seconds as Seconds).date().to_string() } else { String::new() }
}

/// The short name of a month, from 1: declared words.
pub fn month(number: u32) -> &'static str {
    const MONTHS: [&str; 12] = [
        words!("Jan"),
        words!("Feb"),
        words!("Mar"),
        words!("Apr"),
        words!("May"),
        words!("Jun"),
        words!("Jul"),
        words!("Aug"),
        words!("Sep"),
        words!("Oct"),
        words!("Nov"),
        words!("Dec"),
    ];
    number.checked_sub(1).and_then(|index| MONTHS.get(index as usize)).copied().unwrap_or("")
}

/// A number of things: `1 row`, `1,200 rows`.
pub fn count(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number with its unit: `35.2 MB`, `40 %`.
pub fn with_unit(value: f64, unit: &str) -> String {
    let number = number(value);
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

/// What stands alone and is a number, as English writes it.
pub fn figure(english: String) -> Text {
    text!("{number}", number = text::number(english))
}

/// What stands alone and is a date, as English writes it, perhaps with a time of day.
pub fn moment(english: String) -> Text {
    text!("{date}", date = text::date(english))
}

/// The unit of a column: words of ours, where it is one of our columns', else as the data has it.
pub fn unit(unit: &str) -> Text {
    let ours = COLUMNS.iter().map(|column| column.unit).find(|ours| !ours.is_empty() && *ours == unit);
    ours.map_or_else(|| Text::from(unit), Text::declared)
}

/// A number with the unit of its column.
pub fn measured(value: f64, unit: &str) -> Text {
    with_words(number(value), unit)
}

/// A number, as English writes it, with the unit of its column.
pub fn with_words(english: String, unit_name: &str) -> Text {
    match unit_name {
        "" => figure(english),
        // No line ends before it.
        "%" => figure(format!("{english} %")),
        name => text!("{number} {unit}", number = text::number(english), unit = unit(name)),
    }
}

/// Texts one after another: `a, b, c`.
pub fn joined(texts: impl IntoIterator<Item = Text>) -> Text {
    let joined = texts.into_iter().reduce(|before, next| text!("{before}, {next}", before, next));
    joined.unwrap_or_default()
}

/// A number of rows.
pub fn rows(count: u64) -> Text {
    text!("{count} row" | "{count} rows" % count, count = text::number(grouped(count)))
}

/// A number of rows, and how many of them are anomalous.
pub fn labeled_rows(count: u64, anomalous: u64) -> Text {
    text!(
        "{rows}, {count} anomalous" | "{rows}, {count} anomalous" % anomalous,
        rows = rows(count),
        count = text::number(grouped(anomalous))
    )
}

/// A number of columns.
pub fn columns(count: u64) -> Text {
    text!("{count} column" | "{count} columns" % count, count = text::number(grouped(count)))
}

/// A number of values.
pub fn values(count: u64) -> Text {
    text!("{count} value" | "{count} values" % count, count = text::number(grouped(count)))
}

/// A number of names.
pub fn names(count: u64) -> Text {
    text!("{count} name" | "{count} names" % count, count = text::number(grouped(count)))
}

/// Names as a list in a sentence: `a, b and c`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => (*name).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_keep_six_digits() {
        for (value, text) in [
            (0.0, "0"),
            (1_234.567_89, "1,234.57"),
            (0.105, "0.105"),
            (-12_345_678.9, "-12,345,679"),
            (1.5e-7, "1.5e-7"),
            (2.0e15, "2e15"),
            (f64::NAN, ""),
            (99.0, "99"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!((percent(0.05), percent(1.0)), ("5 %".to_owned(), "100 %".to_owned()));
        assert_eq!((count(1, "row"), count(1_200, "row")), ("1 row".to_owned(), "1,200 rows".to_owned()));
    }

    #[test]
    fn moments_have_a_date() {
        assert_eq!(timestamp(1_709_164_799.0), "2024-02-28 23:59:59");
        assert_eq!(date(1_709_164_799.0), "2024-02-28");
    }
}
