//! The lessons that come with the page.

use super::lesson::Lesson;
use crate::engine::problem::Problem;

/// The key of each lesson, and its text.
pub static SHELF: [(&str, &str); 5] = [
    ("accuracy", include_str!("lessons/accuracy.md")),
    ("leak", include_str!("lessons/leak.md")),
    ("balance", include_str!("lessons/balance.md")),
    ("insider", include_str!("lessons/insider.md")),
    ("score", include_str!("lessons/score.md")),
];

/// The text of the lesson with a key.
///
/// # Errors
/// There is none.
pub fn text(key: &str) -> Result<&'static str, Problem> {
    let found = SHELF.iter().find(|(known, _)| *known == key);
    found.map(|(_, text)| *text).ok_or_else(|| {
        let keys: Vec<&str> = SHELF.iter().map(|(key, _)| *key).collect();
        Problem::new(
            "learn.lesson",
            text!("there is no lesson '{key}'", key),
            text!("it is one of {keys}", keys = keys.join(", ")),
        )
    })
}

/// All lessons, with their keys.
pub fn lessons() -> Vec<(String, Lesson)> {
    let lessons = SHELF.iter().filter_map(|(key, text)| Some(((*key).to_owned(), Lesson::read(text).ok()?)));
    lessons.collect()
}
