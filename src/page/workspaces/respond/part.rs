//! The parts of the workspace, one of which is in sight.

/// A part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The live monitor.
    #[default]
    Monitor,
    /// The indicators of the threat score, and what they make of the rows.
    Score,
    /// The rules, and what they do.
    Rules,
}

impl Part {
    /// All of them, in the order of the control.
    pub const ALL: [Part; 3] = [Part::Monitor, Part::Score, Part::Rules];

    /// How a link names it.
    pub fn key(self) -> &'static str {
        match self {
            Part::Monitor => "monitor",
            Part::Score => "score",
            Part::Rules => "rules",
        }
    }

    /// What stands on the control; to be told in the page's language.
    pub fn name(self) -> &'static str {
        match self {
            Part::Monitor => words!("Live monitor"),
            Part::Score => words!("Threat score"),
            Part::Rules => words!("Rules"),
        }
    }

    /// The one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Part::ALL.into_iter().find(|part| part.key() == key)
    }
}
