//! The parameters of the realistic model, each declared once: key, name, group, unit, range, value and what it
//! does. Each is a knob of the configuration.

use super::super::campaigns::{ATTACKS, PATTERNS};
use crate::engine::configuration::Group;
use crate::engine::decimal;

/// The declaration of a dial.
#[derive(Debug)]
pub struct Dial {
    /// How settings name it.
    pub key: &'static str,
    /// How a form names it.
    pub name: &'static str,
    /// Where a form puts it.
    pub group: Group,
    /// Its unit; empty for factors and weights.
    pub unit: &'static str,
    /// The least and the greatest value.
    pub range: (f64, f64),
    /// Its value in the preset Realistic.
    pub usual: f64,
    /// One sentence on what it does.
    pub help: &'static str,
}

/// Declares the enum that names the dials in code, and their table, in one list.
macro_rules! dials {
    ($($id:ident: $key:literal, $name:literal, $group:ident, $unit:literal, $range:expr, $usual:literal, $help:literal;)*) => {
        /// A dial of the realistic model.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented by its help")]
        pub enum Turn { $($id),* }

        /// How many dials there are, the weights of attacks and patterns not counted.
        const OWN: usize = [$($key),*].len();

        /// All of them, in the order of a form and of [`Turn`].
        pub static DIALS: [Dial; OWN] = [$(Dial {
            key: $key, name: $name, group: Group::$group, unit: $unit, range: $range, usual: $usual, help: $help,
        }),*];
    };
}

const PERCENT: (f64, f64) = (0.0, 100.0);
const SHARE: (f64, f64) = (0.0, 1.0);

#[rustfmt::skip]
dials! {
    Home: "world.home", "IP at home", World, "%", PERCENT, 95.0, "Share of normal rows whose IP location is the user's home; travel explains the rest.";
    RolePeriod: "world.roles.period", "Role changes every", World, "days", (30.0, 3_650.0), 180.0, "Days between two dates on which roles change.";
    RoleShare: "world.roles.share", "Role changes", World, "%", PERCENT, 10.0, "Share of users who change their department, and of each team of assignees who change, on such a date.";
    MonthlyVolatility: "world.volatility.monthly", "Monthly volatility", World, "", SHARE, 0.08, "Step of the mean-reverting random walk of Impact Score, Cost and Data Transfer from month to month; 0 switches it off.";
    RowVolatility: "world.volatility.row", "Volatility of single rows", World, "", SHARE, 0.1, "Volatility v in base + base * v * N(0,1) * (1.2 at High or Critical severity); 0 switches it off.";
    Rhythm: "world.rhythm", "Calendar rhythm", World, "", SHARE, 1.0, "How much weekends, month ends and seasons show; 0 makes all days alike.";
    Drift: "world.drift", "Drift", World, "", SHARE, 0.0, "By how many standard deviations everyone's activity grows from the first to the last day.";
    Outliers: "world.outliers", "Benign outliers", World, "%", (0.0, 15.0), 3.0, "Share of normal rows that look like attacks: night shifts, travelling executives, backup jobs.";
    Difficulty: "attacks.difficulty", "Difficulty", Attacks, "", SHARE, 0.5, "From 0, where anomalies stand out, to 1, where they all but vanish in normal behavior.";
    CampaignRows: "attacks.rows", "Rows of a campaign", Attacks, "rows", (3.0, 10_000.0), 9.0, "Mean number of rows of a campaign; how many there are follows from the share of anomalies.";
    CampaignLength: "attacks.length", "Length of a campaign", Attacks, "", (0.01, 100.0), 1.0, "Factor on the days that each kind of campaign lasts.";
    LabelNoise: "defects.label_noise", "Label noise", Defects, "%", (0.0, 50.0), 0.0, "Share of rows whose label is wrong, as many in one direction as in the other; the answer key keeps the truth.";
    MissingRandom: "defects.missing.mcar", "Missing at random", Defects, "%", (0.0, 50.0), 0.0, "Share of measures that are missing whatever the row (MCAR).";
    MissingBySeverity: "defects.missing.mar", "Missing by severity", Defects, "%", (0.0, 50.0), 0.0, "Share of measures that are missing, more at higher severity (MAR).";
    MissingByValue: "defects.missing.mnar", "Missing by value", Defects, "%", (0.0, 50.0), 0.0, "Share of measures that are missing because they are high (MNAR).";
    Irrelevant: "defects.irrelevant", "Irrelevant columns", Defects, "columns", (0.0, 4.0), 0.0, "Number of columns Noise 1 to Noise 4 that say nothing about anything.";
}

/// Whether the value at a place in [`Dials`] is a whole number: a count of days, rows or columns.
pub fn is_whole(place: usize) -> bool {
    [Turn::RolePeriod, Turn::CampaignRows, Turn::Irrelevant].iter().any(|turn| *turn as usize == place)
}

/// How many values the realistic model has.
pub const COUNT: usize = OWN + ATTACKS.len() + PATTERNS.len();

/// The values of all dials: those of [`DIALS`], then the weight of each attack, then that of each pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Dials {
    /// In the order above.
    pub values: [f64; COUNT],
}

impl Dials {
    /// The values of the preset Realistic.
    pub fn usual() -> Self {
        let mut values = [1.0; COUNT];
        let patterns = PATTERNS.iter().map(|pattern| pattern.usual);
        let all = DIALS.iter().map(|dial| dial.usual).chain([1.0; ATTACKS.len()]).chain(patterns);
        for (slot, value) in values.iter_mut().zip(all) {
            *slot = value;
        }
        Dials { values }
    }

    /// The value of a dial.
    pub fn get(&self, turn: Turn) -> f64 {
        self.values[turn as usize]
    }

    /// The same with one dial turned.
    pub fn with(mut self, turn: Turn, value: f64) -> Self {
        self.values[turn as usize] = value;
        self
    }

    /// The same with some attacks alone, by key.
    pub fn only(mut self, attacks: &[&str]) -> Self {
        for (slot, attack) in self.values[OWN..].iter_mut().zip(&ATTACKS) {
            *slot = f64::from(u8::from(attacks.contains(&attack.key)));
        }
        self
    }

    /// The weights of the attacks, in the order of [`ATTACKS`].
    pub fn attacks(&self) -> &[f64] {
        &self.values[OWN..OWN + ATTACKS.len()]
    }

    /// The weights of the patterns, in the order of [`PATTERNS`].
    pub fn patterns(&self) -> &[f64] {
        &self.values[OWN + ATTACKS.len()..]
    }
}

/// What forms and settings say of the value at a place in [`Dials`]: path, name, group, unit, range and help.
pub fn facts(place: usize) -> (String, String, Group, &'static str, (f64, f64), String) {
    let weight = |key: String, name: &str, help: String| {
        (key, name.to_owned(), Group::Attacks, "", (0.0, 100.0), help)
    };
    if let Some(dial) = DIALS.get(place) {
        (dial.key.to_owned(), dial.name.to_owned(), dial.group, dial.unit, dial.range, dial.help.to_owned())
    } else if let Some(attack) = ATTACKS.get(place - OWN) {
        let help = format!(
            "Weight of this attack among the campaigns; it lasts {} days.",
            decimal::text(attack.days)
        );
        weight(format!("attacks.mix.{}", attack.key), attack.name, help)
    } else {
        let pattern = &PATTERNS[(place - OWN - ATTACKS.len()).min(PATTERNS.len() - 1)];
        weight(format!("attacks.pattern.{}", pattern.key), pattern.name, pattern.help.to_owned())
    }
}
