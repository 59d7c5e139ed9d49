//! The parts of the workspace, one of which is in sight.

/// A part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// The lessons that come with the page.
    #[default]
    Lessons,
    /// The answers, and the link for a class.
    Teachers,
    /// A lesson of one's own.
    Own,
    /// What words mean.
    Glossary,
}

impl Part {
    /// All of them, in the order of the control.
    pub const ALL: [Part; 4] = [Part::Lessons, Part::Teachers, Part::Own, Part::Glossary];

    /// How a link names it.
    pub fn key(self) -> &'static str {
        match self {
            Part::Lessons => "lessons",
            Part::Teachers => "teachers",
            Part::Own => "own",
            Part::Glossary => "glossary",
        }
    }

    /// What stands on the control.
    pub fn name(self) -> &'static str {
        match self {
            Part::Lessons => words!("Lessons"),
            Part::Teachers => words!("For teachers"),
            Part::Own => words!("Your own"),
            Part::Glossary => words!("Glossary"),
        }
    }

    /// The one of a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Part::ALL.into_iter().find(|part| part.key() == key)
    }
}
