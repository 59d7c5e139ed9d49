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
            Given::Number(number) => {
                let decimals = if number.abs() < 1.0 { 3 } else { 2 };
                decimal::text_rounded(*number, decimals)
            }
            Given::Texts(texts) => texts.join(" or "),
        }
    }
}

/// Whether what was typed is right. `is_count`: whether the number is a whole one, which is not rounded.
pub fn is_right(typed: &str, given: &Given, tolerance: Option<f64>, is_count: bool) -> bool {
    match given {
        Given::Texts(texts) => texts.iter().any(|text| same(text, typed)),
        Given::Number(number) => {
            let tolerance = tolerance.unwrap_or(if is_count { 0.0 } else { number.abs() * USUAL_TOLERANCE });
            // What stands in the way of a comparison is rounding in the last digits alone.
            read_number(typed).is_some_and(|typed| (typed - number).abs() <= tolerance + 1e-9)
        }
    }
}

/// Whether two texts are the same but for capitals and spaces.
fn same(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// A number as people type it: `1,234`, `1 234.5`, `4.9 %`, `0,97`.
pub fn read_number(typed: &str) -> Option<f64> {
    let is_space = |character: char| character.is_whitespace();
    let text: String = typed.chars().filter(|character| !is_space(*character)).collect();
    let text = text.trim_end_matches('%');
    // A unit behind the number.
    let text = text.trim_end_matches(char::is_alphabetic);
    let sign = text.strip_prefix('-').unwrap_or(text);
    let mut groups = sign.split('.').next().unwrap_or_default().split(',');
    let starts = groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && first != "0");
    let is_grouped = starts && sign.contains(',') && groups.all(|group| group.len() == 3);
    let plain = if is_grouped { text.replace(',', "") } else { text.replace(',', ".") };
    decimal::parse(&plain)
}
