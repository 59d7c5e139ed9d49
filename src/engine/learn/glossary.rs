//! What words mean: the texts of `docs/glossary.md`, which the page shows where a word stands.

/// The glossary of the documentation.
static TEXT: &str = include_str!("../../../docs/glossary.md");

/// A term, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The term.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// All terms, in the order of the glossary.
pub fn terms() -> Vec<Term> {
    let entries = TEXT.split("\n## ").skip(1).filter_map(|entry| entry.split_once('\n'));
    entries.map(|(name, meaning)| Term { name: name.trim(), meaning: meaning.trim() }).collect()
}

/// The first terms of a text that stand in it, each once and none inside another: where each begins and ends, in bytes, and its
/// place among the terms.
pub fn found(text: &str, terms: &[Term]) -> Vec<(usize, usize, usize)> {
    let lower = text.to_lowercase();
    // A text whose capitals are longer than its small letters has none that are sought.
    if lower.len() != text.len() {
        return Vec::new();
    }
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    // Longer terms first: "SMOTE-NC" is not "SMOTE".
    let mut order: Vec<(usize, String)> =
        terms.iter().enumerate().map(|(place, term)| (place, short(term.name).to_lowercase())).collect();
    order.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
    for (place, name) in order {
        let stands_alone = |&(begin, _): &(usize, &str)| {
            let end = begin + name.len();
            // Nothing but a plural behind it.
            let rest = lower.get(end..).unwrap_or_default();
            let rest = rest.strip_prefix('s').unwrap_or(rest);
            !is_letter(lower.get(..begin).and_then(|before| before.chars().next_back()))
                && !is_letter(rest.chars().next())
                && !rest.starts_with('-')
                && found.iter().all(|(other, until, _)| end <= *other || begin >= *until)
        };
        let first = lower.match_indices(name.as_str()).find(stands_alone);
        if let Some((begin, _)) = first {
            found.push((begin, begin + name.len(), place));
        }
    }
    found.sort_unstable();
    found
}

/// A term without what stands behind it in brackets.
fn short(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}
