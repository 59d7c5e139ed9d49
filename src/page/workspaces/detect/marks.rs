//! The lines of the detectors: color and dashes together tell them apart, and a detector has the same line whichever
//! others are tried.

use crate::engine::detect::{Scored, options};

/// Numbers of colors of `style/tokens.css`, without the one that is close to that of anomalous rows.
const COLORS: [usize; 7] = [7, 4, 0, 6, 2, 3, 5];

/// Dashes and gaps, in pixels; none for a whole line.
const DASHES: [&str; 5] = ["2 3", "8 2 2 2", "none", "6 3", "12 4"];

/// The line of a detector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The number of its color.
    pub color: usize,
    /// Its dashes.
    pub dashes: &'static str,
}

impl Mark {
    /// The class that gives a line its color.
    pub fn class(self) -> String {
        format!("detector-line line-{}", self.color)
    }
}

/// The line of a detector.
pub fn mark(scored: &Scored) -> Mark {
    mark_of(&scored.key, scored.balanced)
}

/// The line of the detector with a key.
pub fn mark_of(key: &str, balanced: bool) -> Mark {
    let place = options::all().iter().position(|one| one == key).unwrap_or_default();
    let dashes = if balanced { place + 1 } else { place };
    Mark { color: COLORS[place % COLORS.len()], dashes: DASHES[dashes % DASHES.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::workspaces::detect::points::tests::scored;

    #[test]
    fn no_two_detectors_share_a_line() {
        let mut marks = Vec::new();
        for key in options::all() {
            for balanced in [false, true] {
                // Only those that learn from labels are tried on balanced rows.
                if balanced && crate::engine::models::supervised::Supervised::find(&key).is_none() {
                    continue;
                }
                let mark = mark(&Scored { key: key.clone(), balanced, ..scored(&[]) });
                assert!(!marks.contains(&mark), "{key}, {balanced}");
                marks.push(mark);
            }
        }
    }
}
