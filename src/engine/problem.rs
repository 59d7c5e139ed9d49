//! What is wrong with an input, and what to do about it.

use std::fmt;

use super::text::Text;

/// Why an input cannot be used: which one, the reason, and a hint that says what to do next.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The path of the setting that it is about; empty where it is about no single one.
    pub path: String,
    /// What is wrong, with the offending value.
    pub reason: Text,
    /// What to do.
    pub hint: Text,
}

impl Problem {
    /// A problem with the setting at `path`.
    pub fn new(path: impl Into<String>, reason: impl Into<Text>, hint: impl Into<Text>) -> Self {
        Problem { path: path.into(), reason: reason.into(), hint: hint.into() }
    }
}

/// One problem where several may be.
impl From<Problem> for Vec<Problem> {
    fn from(problem: Problem) -> Self {
        vec![problem]
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(formatter, "{}: ", self.path)?;
        }
        write!(formatter, "{} (hint: {})", self.reason, self.hint)
    }
}

impl std::error::Error for Problem {}
