//! Decimal numbers as text, with a fixed number of places.
//!
//! The standard library's conversions are exact for every number there is, and their tables weigh a tenth of
//! the page. All numbers here have at most six decimals, for which whole-number arithmetic is exact as well.

/// The most decimals that [`text()`] writes and [`parse`] reads.
pub const MAX_DECIMALS: usize = 6;

const POWERS: [f64; MAX_DECIMALS + 1] = [1.0, 10.0, 100.0, 1_000.0, 10_000.0, 100_000.0, 1_000_000.0];

/// Whole numbers up to this one are exact in 64-bit floating point.
const GREATEST_EXACT: u64 = 1 << 53;

/// Appends a number rounded to `decimals` decimals, all of them written: `5.00`.
pub fn write_fixed(value: f64, decimals: usize, output: &mut Vec<u8>) {
    let power = POWERS[decimals.min(MAX_DECIMALS)];
    let scaled = (value.abs() * power).round() as u64;
    if value < 0.0 && scaled > 0 {
        output.push(b'-');
    }
    let power = power as u64;
    write_integer(scaled / power, output);
    if power > 1 {
        output.push(b'.');
        let mut buffer = itoa::Buffer::new();
        // The leading 1 keeps the zeros after the point.
        output
            .extend_from_slice(buffer.format(power + scaled % power).as_bytes().get(1..).unwrap_or_default());
    }
}

/// Appends a number rounded to `decimals` decimals without trailing zeros, but with at least one decimal, as
/// pandas writes it: `5.0`, `7.35`.
pub fn write_trimmed(value: f64, decimals: usize, output: &mut Vec<u8>) {
    write_fixed(value, decimals, output);
    while output.last() == Some(&b'0') && output.get(output.len().wrapping_sub(2)) != Some(&b'.') {
        output.pop();
    }
}

/// Appends a whole number.
pub fn write_integer(number: u64, output: &mut Vec<u8>) {
    output.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// A whole number with a comma before every third digit: `10,000,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number rounded to `decimals` decimals, all of them written.
pub fn fixed(value: f64, decimals: usize) -> String {
    let mut output = Vec::new();
    write_fixed(value, decimals, &mut output);
    String::from_utf8(output).unwrap_or_default()
}

/// A number with up to six decimals, as short as can be: `20`, `0.075`.
pub fn text(value: f64) -> String {
    text_rounded(value, MAX_DECIMALS)
}

/// A number rounded to `decimals` decimals, as short as can be; without any, as it is.
pub fn text_rounded(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if decimals == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Reads `-12.5`: digits, and perhaps a point with up to six more. Nothing else, so no exponents, no `NaN`.
pub fn parse(text: &str) -> Option<f64> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if !all_digits || whole.len() + fraction.len() == 0 || fraction.len() > MAX_DECIMALS {
        return None;
    }
    let mantissa = whole.bytes().chain(fraction.bytes()).try_fold(0_u64, |sum, digit| {
        sum.checked_mul(10)?.checked_add(u64::from(digit - b'0')).filter(|&sum| sum <= GREATEST_EXACT)
    })?;
    // Both are exact, so the quotient is the number nearest to the text.
    let value = mantissa as f64 / POWERS[fraction.len()];
    Some(if negative { -value } else { value })
}

/// A number as people type it: `1,234`, `1 234.5`, `4.9 %`, `0,97`, and with more digits than count.
pub fn typed(typed: &str) -> Option<f64> {
    let text: String = typed.chars().filter(|character| !character.is_whitespace()).collect();
    // A unit behind the number.
    let text = text.trim_end_matches(|character: char| character == '%' || character.is_alphabetic());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().unwrap_or_default();
    let groups: Vec<&str> = groups.collect();
    let is_grouped =
        (1..=3).contains(&first.len()) && first != "0" && groups.iter().all(|group| group.len() == 3);
    let (whole, fraction) = match groups[..] {
        [] => (whole.to_owned(), fraction),
        _ if is_grouped => (whole.replace(',', ""), fraction),
        // One comma that parts no thousands is a decimal comma.
        [decimals] if !text.contains('.') => {
            (whole.strip_suffix(&format!(",{decimals}"))?.to_owned(), decimals)
        }
        _ => return None,
    };
    let digits = fraction.chars().take(MAX_DECIMALS).collect::<String>();
    let rest = fraction.get(digits.len()..).unwrap_or_default();
    let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
    parse(&format!("{whole}.{digits}")).filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_written_as_pandas_writes_them() {
        let text = |value, decimals| {
            let mut output = Vec::new();
            write_trimmed(value, decimals, &mut output);
            String::from_utf8(output).unwrap()
        };
        for (value, decimals, expected) in [
            (5.0, 2, "5.0"),
            (7.35, 3, "7.35"),
            (0.105, 3, "0.105"),
            (1_234.5, 2, "1234.5"),
            (100.0, 2, "100.0"),
            (0.01, 2, "0.01"),
            (-3.25, 2, "-3.25"),
            (-0.001, 2, "0.0"),
        ] {
            assert_eq!(text(value, decimals), expected);
        }
    }

    #[test]
    fn only_plain_numbers_are_read() {
        for (text, value) in
            [("20", 20.0), ("0.1", 0.1), (".5", 0.5), ("5.", 5.0), ("-2.25", -2.25), ("007", 7.0)]
        {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in
            ["", ".", "-", "1e3", "NaN", "inf", "+1", "1,5", "1.2.3", "0.1234567", "99999999999999999999"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        for (typed, number) in [
            ("1234", 1234.0),
            ("1,234", 1234.0),
            ("1 234.5", 1234.5),
            ("1,234,567.25", 1_234_567.25),
            ("4.9 %", 4.9),
            ("0,97", 0.97),
            ("12,5", 12.5),
            ("-3", -3.0),
            ("250 GB", 250.0),
            ("0,125", 0.125),
            ("5.0081433", 5.008143),
            ("5 % of rows", 5.0),
            ("1\u{a0}234", 1234.0),
        ] {
            assert_eq!(super::typed(typed), Some(number), "{typed}");
        }
        for typed in ["", "%", "many", "1.2.3", "1,2,3", "1.234,5", "5.1x2", "1e3x4"] {
            assert_eq!(super::typed(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_standard_library_reads_it(whole in 0..1_000_000_u64, millionths in 0..1_000_000_u64) {
            let value = (whole * 1_000_000 + millionths) as f64 / 1e6;
            let text = text(value);
            prop_assert_eq!(parse(&text), Some(value));
            prop_assert_eq!(text.parse::<f64>().unwrap(), value);
        }
    }
}
