//! The steps of balancing, as its progress tells them.

/// Progress is told in parts of this many.
pub const WHOLE: u64 = 1_000;

/// A step of balancing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The rows are split, and their features read.
    Split,
    /// Synthetic rows are made.
    Make,
    /// Rows are removed.
    Remove,
    /// Synthetic rows are compared with real ones.
    Compare,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Step; 4] = [Step::Split, Step::Make, Step::Remove, Step::Compare];

    /// Where it begins, in parts of [`WHOLE`].
    pub const fn begins(self) -> u64 {
        match self {
            Step::Split => 0,
            Step::Make => 100,
            Step::Remove => 700,
            Step::Compare => 800,
        }
    }

    /// The step that so many parts of [`WHOLE`] are in.
    pub fn at(done: u64) -> Self {
        let begun = Step::ALL.into_iter().rfind(|step| step.begins() <= done);
        begun.unwrap_or(Step::Split)
    }

    /// What is done, in words.
    pub fn words(self) -> &'static str {
        match self {
            Step::Split => words!("Splitting the rows"),
            Step::Make => words!("Making synthetic rows"),
            Step::Remove => words!("Removing rows"),
            Step::Compare => words!("Comparing synthetic rows with real ones"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_lasts_until_the_next_one_begins() {
        assert_eq!(Step::at(0), Step::Split);
        assert_eq!(Step::at(99), Step::Split);
        assert_eq!(Step::at(100), Step::Make);
        assert_eq!(Step::at(799), Step::Remove);
        assert_eq!(Step::at(WHOLE), Step::Compare);
    }
}
