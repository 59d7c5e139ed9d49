//! What the right answer is, and whether what was typed is right.

use serde::{Deserialize, Serialize};

use crate::engine::audit::Verdict;
use crate::engine::decimal;
use crate::engine::text::{Text, number};

/// How far a number that is no count may be off, as a share of it, where a question does not say.
const USUAL_TOLERANCE: f64 = 0.01;

/// The right answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Given {
    /// A number.
    Number(f64),
    /// One of some texts, all of which are right.
    Texts(Vec<String>),
    /// How a check of the audit goes.
    Verdict(Verdict),
}

impl Given {
    /// As a reader sees it, with the unit behind it; without one if empty.
    pub fn text(&self, unit: &str) -> Text {
        let answer = match self {
            Given::Number(value) => {
                let shown = decimal::text_rounded(*value, decimals(*value));
                // A percent sign is written as the number's language has it.
                if unit == "%" {
                    return text!("{share}", share = number(format!("{shown} %")));
                }
                text!("{value}", value = number(shown))
            }
            Given::Texts(texts) => {
                let texts = texts.iter().map(Text::from);
                texts.reduce(|one, other| text!("{one} or {other}", one, other)).unwrap_or_default()
            }
            Given::Verdict(Verdict::Pass) => text!("pass"),
            Given::Verdict(Verdict::Warn) => text!("warn"),
            Given::Verdict(Verdict::Fail) => text!("fail"),
            Given::Verdict(Verdict::NotApplicable) => text!("n/a"),
        };
        if unit.is_empty() { answer } else { text!("{answer} {unit}", answer, unit) }
    }
}

/// Whether what was typed is right. `told`: the answer in the reader's language, in which a verdict may be typed, too.
/// `is_count`: whether the number is a whole one, which is not rounded.
pub fn is_right(typed: &str, given: &Given, told: &str, tolerance: Option<f64>, is_count: bool) -> bool {
    match given {
        Given::Texts(texts) => texts.iter().any(|text| same(text, typed)),
        Given::Verdict(_) => same(told, typed) || same(&given.text("").english(), typed),
        Given::Number(number) => {
            // What is shown as the answer is right.
            let rounded = if decimals(*number) == 3 { 0.000_5 } else { 0.005 };
            let usual = if is_count { 0.0 } else { (number.abs() * USUAL_TOLERANCE).max(rounded) };
            let tolerance = tolerance.unwrap_or(usual);
            // What stands in the way of a comparison is rounding in the last digits alone.
            let is_near = |typed: f64| (typed - number).abs() <= tolerance + 1e-9;
            decimal::typed(typed).is_some_and(is_near) || decimal_comma(typed).is_some_and(is_near)
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

/// A number with one comma as one writes it where commas stand before decimals: `7,412` is 7.412, too.
fn decimal_comma(typed: &str) -> Option<f64> {
    let (whole, decimals) = typed.split_once(',')?;
    let has_one = !decimals.contains([',', '.']) && !whole.contains('.');
    has_one.then(|| decimal::typed(&format!("{whole}.{decimals}"))).flatten()
}
