//! The names of a column.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The names of a column, by code. Names that are a prefix and a number are not stored one by one.
#[derive(Clone, Debug, PartialEq)]
pub enum Dictionary {
    /// Names of a list.
    List(Vec<String>),
    /// Prefixes, each with how many numbers come after it, from 1.
    Numbered(Vec<(&'static str, u32)>),
}

impl Default for Dictionary {
    fn default() -> Self {
        Dictionary::List(Vec::new())
    }
}

impl Dictionary {
    /// How many names there are.
    pub fn len(&self) -> usize {
        match self {
            Dictionary::List(names) => names.len(),
            Dictionary::Numbered(parts) => parts.iter().map(|(_, count)| *count as usize).sum(),
        }
    }

    /// Whether there is no name.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of a code; empty for what is none, such as [`MISSING`](super::MISSING).
    pub fn name(&self, code: u32) -> Cow<'_, str> {
        match self {
            Dictionary::List(names) => Cow::Borrowed(names.get(code as usize).map_or("", String::as_str)),
            Dictionary::Numbered(_) => Cow::Owned(
                self.part(code).map_or_else(String::new, |(prefix, number)| format!("{prefix}{number}")),
            ),
        }
    }

    /// The prefix and the number of a numbered name.
    pub fn part(&self, code: u32) -> Option<(&'static str, u32)> {
        let Dictionary::Numbered(parts) = self else { return None };
        let mut number = code;
        for (prefix, count) in parts {
            if number < *count {
                return Some((prefix, number + 1));
            }
            number -= count;
        }
        None
    }

    /// The code of a name. Whoever looks up many makes an [`index`](Self::index).
    pub fn find(&self, name: &str) -> Option<u32> {
        match self {
            Dictionary::List(names) => names.iter().position(|known| known == name).map(|code| code as u32),
            Dictionary::Numbered(parts) => {
                let mut first = 0;
                for (prefix, count) in parts {
                    let digits = name.strip_prefix(prefix).filter(|digits| !digits.starts_with(['0', '+']));
                    let number = digits.and_then(|digits| digits.parse::<u32>().ok());
                    if let Some(number) = number.filter(|number| number <= count) {
                        return Some(first + number - 1);
                    }
                    first += count;
                }
                None
            }
        }
    }

    /// The codes of all names of a list, to look up many; of the same names the first.
    pub fn index(&self) -> BTreeMap<&str, u32> {
        let Dictionary::List(names) = self else { return BTreeMap::new() };
        let mut index = BTreeMap::new();
        for (code, name) in names.iter().enumerate() {
            index.entry(name.as_str()).or_insert(code as u32);
        }
        index
    }

    /// All names, by code.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        (0..self.len() as u32).map(|code| self.name(code))
    }

    /// All names, by code.
    pub fn to_vec(&self) -> Vec<String> {
        self.iter().map(Cow::into_owned).collect()
    }

    /// For each name of another dictionary, the code that it has here.
    pub fn translate(&self, other: &Dictionary) -> Vec<Option<u32>> {
        let index = self.index();
        let is_list = matches!(self, Dictionary::List(_));
        let find = |name: Cow<str>| {
            if is_list { index.get(name.as_ref()).copied() } else { self.find(&name) }
        };
        other.iter().map(find).collect()
    }

    /// Whether all names, and at least two, are names of the other as well.
    pub fn is_part_of(&self, other: &Dictionary) -> bool {
        self.len() > 1 && self.len() <= other.len() && other.translate(self).iter().all(Option::is_some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dataset::MISSING;

    #[test]
    fn numbered_names_are_found_and_written() {
        let names = Dictionary::Numbered(vec![("WS-", 300), ("SHARED-", 9)]);
        assert_eq!(
            (names.len(), names.name(299), names.name(300)),
            (309, "WS-300".into(), "SHARED-1".into())
        );
        for code in 0..309 {
            assert_eq!(names.find(&names.name(code)), Some(code));
        }
        for name in ["WS-0", "WS-301", "WS-01", "WS-", "WS-+1", "SHARED-10", ""] {
            assert_eq!(names.find(name), None, "{name}");
        }
        assert_eq!((names.name(309), names.name(MISSING)), ("".into(), "".into()));
    }
}
