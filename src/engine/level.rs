//! The four-step scale that severity, risk level and threat level share.

/// Low, Medium, High or Critical, in rising order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The lowest step.
    #[default]
    Low,
    /// The second step.
    Medium,
    /// The third step.
    High,
    /// The highest step.
    Critical,
}

impl Level {
    /// All four, from low to critical.
    pub const ALL: [Level; 4] = [Level::Low, Level::Medium, Level::High, Level::Critical];

    /// The name as every export writes it.
    pub fn name(self) -> &'static str {
        match self {
            Level::Low => "Low",
            Level::Medium => "Medium",
            Level::High => "High",
            Level::Critical => "Critical",
        }
    }

    /// 0 for Low to 3 for Critical.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The entry of a table that is written from Low to Critical.
    pub fn of<T: Copy>(self, table: [T; 4]) -> T {
        table[self as usize]
    }
}
