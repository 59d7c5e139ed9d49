//! What the right answer is, and whether what was typed is right.

use serde::{Deserialize, Serialize};

use crate::engine::decimal;

/// How far a number that is no count may be off, as a share of it, where a question does not say.
const USUAL_TOLERANCE: f64 = 0.01;

/// The right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Given {
    /// A number.
    Number(f64),
    /// One of some texts, all of which are right.
    Texts(Vec<String>),
}

impl Given {
    /// As a reader sees it.
    pub fn text(&self) -> String {
        match self {
            Given::Number(number) => decimal::text_rounded(*number, decimals(*number)),
            Given::Texts(texts) => texts.join(" or "),
        }
    }
}

/// Whether what was typed is right. `is_count`: whether the number is a whole one, which is not rounded.
pub fn is_right(typed: &str, given: &Given, tolerance: Option<f64>, is_count: bool) -> bool {
    match given {
        Given::Texts(texts) => texts.iter().any(|text| same(text, typed)),
        Given::Number(number) => {
            // What is shown as the answer is right.
            let rounded = if decimals(*number) == 3 { 0.000_5 } else { 0.005 };
            let usual = if is_count { 0.0 } else { (number.abs() * USUAL_TOLERANCE).max(rounded) };
            let tolerance = tolerance.unwrap_or(usual);
            // What stands in the way of a comparison is rounding in the last digits alone.
            read_number(typed).is_some_and(|typed| (typed - number).abs() <= tolerance + 1e-9)
        }
    }
}

/// How many decimals of a number are shown.
fn decimals(number: f64) -> usize {
    if number.abs() < 1.0 { 3 } else { 2 }
}

/// Whether two texts are the same but for capitals and spaces.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// A number as people type it: `1,234`, `1 234.5`, `4.9 %`, `0,97`, and with more digits than count.
pub fn read_number(typed: &str) -> Option<f64> {
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
    let digits = fraction.chars().take(decimal::MAX_DECIMALS).collect::<String>();
    let rest = fraction.get(digits.len()..).unwrap_or_default();
    let is_number = rest.bytes().all(|byte| byte.is_ascii_digit());
    decimal::parse(&format!("{whole}.{digits}")).filter(|_| is_number)
}
