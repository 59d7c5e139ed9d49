//! What a link says to a class: a title and a text, which settings are locked, and whether each student has a seed of
//! their own. None of it changes the data but the student's seed.

use super::super::declarations::begins_with;
use super::super::{Preset, settings};
use crate::engine::problem::Problem;
use crate::engine::random::mix;

/// What a link says to a class; nothing in it by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classroom {
    /// A title for the page.
    pub title: String,
    /// A short text under it.
    pub text: String,
    /// Which settings are locked.
    pub locks: Locks,
    /// Whether each student has a seed of their own, and who opened the link.
    pub student: Student,
}

/// Whose data it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Student {
    /// Everyone's: the seed of the link.
    #[default]
    Everyone,
    /// A student's, who has not said their name yet.
    Unnamed,
    /// That of the student of this name or number.
    Named(String),
}

/// How a form treats a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It can be changed.
    Open,
    /// It is shown and cannot be changed.
    Frozen,
    /// It is not shown.
    Hidden,
}

/// Which settings are locked: a list in which a later entry overrules an earlier one. `rows` freezes a setting, `scoring`
/// all whose path begins so, `*` all; `-` before it hides in place of freezing, `!` opens again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    text: String,
    entries: Vec<(Access, String)>,
}

/// The names under which a link carries these; no setting may have one of them.
pub const PATHS: [&str; 4] = ["title", "text", "lock", "student"];

/// The longest of each, in characters.
const LONGEST: [usize; 4] = [80, 500, 500, 60];

impl Locks {
    /// Reads a list of locks.
    pub fn parse(text: &str) -> Self {
        let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
        let entry = |entry: &str| match entry.strip_prefix('-') {
            Some(rest) => (Access::Hidden, rest.to_owned()),
            None => match entry.strip_prefix('!') {
                Some(rest) => (Access::Open, rest.to_owned()),
                None => (Access::Frozen, entry.to_owned()),
            },
        };
        Locks { text: text.trim().to_owned(), entries: entries.map(entry).collect() }
    }

    /// The list as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How a form treats the setting at a path.
    pub fn access(&self, path: &str) -> Access {
        let entries = self.entries.iter().rev();
        entries
            .into_iter()
            .find(|(_, pattern)| matches(pattern, path))
            .map_or(Access::Open, |(access, _)| *access)
    }

    /// The entries that name no setting.
    fn unknown(&self) -> impl Iterator<Item = &str> {
        let known = |pattern: &str| {
            matches(pattern, Preset::PATH) || settings().iter().any(|setting| matches(pattern, &setting.path))
        };
        self.entries.iter().map(|(_, pattern)| pattern.as_str()).filter(move |pattern| !known(pattern))
    }
}

fn matches(pattern: &str, path: &str) -> bool {
    pattern == "*" || begins_with(path, pattern)
}

impl Classroom {
    /// What a link carries, by name.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let student = match &self.student {
            Student::Everyone => None,
            Student::Unnamed => Some(String::new()),
            Student::Named(name) => Some(name.clone()),
        };
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let values = [text(&self.title), text(&self.text), text(self.locks.text()), student];
        PATHS.into_iter().zip(values).filter_map(|(path, value)| Some((path, value?))).collect()
    }

    /// Takes what a link carries under one of [`PATHS`].
    ///
    /// # Errors
    /// It is too long, and not taken; or it is a lock that names what this version does not know, and taken.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), Problem> {
        let longest =
            PATHS.iter().zip(LONGEST).find(|(known, _)| **known == path).map_or(0, |(_, longest)| longest);
        let length = value.chars().count();
        if length > longest {
            let reason = match path {
                "title" => text!("the title of the link has {length} characters", length),
                "text" => text!("the text of the link has {length} characters", length),
                "lock" => text!("the lock of the link has {length} characters", length),
                _ => text!("the student of the link has {length} characters", length),
            };
            return Err(Problem::new(path, reason, text!("use at most {most}", most = longest)));
        }
        match path {
            "title" => value.clone_into(&mut self.title),
            "text" => value.clone_into(&mut self.text),
            "lock" => {
                self.locks = Locks::parse(value);
                if let Some(unknown) = self.locks.unknown().next() {
                    let reason =
                        text!("the link locks '{unknown}', which this version does not know", unknown);
                    let hint = text!("`cyberdatagen settings` lists what can be locked");
                    return Err(Problem::new(path, reason, hint));
                }
            }
            _ if value.trim().is_empty() => self.student = Student::Unnamed,
            _ => self.student = Student::Named(value.trim().to_owned()),
        }
        Ok(())
    }

    /// The seed of the data: a named student's own, which follows from the seed of the link and the name, or the
    /// seed of the link. Small and capital letters and runs of spaces in a name make no difference.
    pub fn seed(&self, seed: u64) -> u64 {
        let Student::Named(name) = &self.student else { return seed };
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        // FNV-1a over the name, from a start that depends on the seed, then the finisher of SplitMix64.
        let start = 0xcbf2_9ce4_8422_2325 ^ mix(seed);
        let hash = words
            .join(" ")
            .bytes()
            .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        // Nine digits: short enough to be read out.
        mix(hash) % 1_000_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_lock_that_matches_counts() {
        let locks = Locks::parse("-*, !rows, scoring, !scoring.profile");
        for (path, access) in [
            ("seed", Access::Hidden),
            ("preset", Access::Hidden),
            ("rows", Access::Open),
            ("scoring.weight.cpu", Access::Frozen),
            ("scoring.profile", Access::Open),
        ] {
            assert_eq!(locks.access(path), access, "{path}");
        }
        assert_eq!(Locks::parse("score").access("scoring.profile"), Access::Open);
        assert_eq!(Locks::default().access("rows"), Access::Open);
    }

    #[test]
    fn a_students_seed_follows_from_the_name_however_it_is_typed() {
        let seed = |name: &str| {
            Classroom { student: Student::Named(name.to_owned()), ..Classroom::default() }.seed(7)
        };
        assert_eq!(seed("Ada Lovelace"), seed("  ada   LOVELACE "));
        assert_eq!(seed("Ada Lovelace"), 731_192_421);
        let mut seeds: Vec<u64> = (0..1_000).map(|number| seed(&number.to_string())).collect();
        seeds.sort_unstable();
        seeds.dedup();
        assert!(seeds.len() >= 999);
        assert_eq!(Classroom::default().seed(7), 7);
    }
}
