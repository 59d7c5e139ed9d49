//! The ten measures of a row, and how they depend on each other.
//!
//! Behind each measure stands a standard normal variable. Those of an issue (severity, impact, cost, response)
//! and those of an activity (session, files, transfer, CPU, memory, logins) are correlated; what a row shows is
//! a rising function of them. So rank correlations survive heavy tails and bounds.

use crate::engine::column::ColumnId;

/// A measure, in the order of all tables here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Severity.
    Severity,
    /// Impact Score.
    Impact,
    /// Cost.
    Cost,
    /// Issue Response Time Days.
    Response,
    /// Session Duration in Second.
    Session,
    /// Num Files Accessed.
    Files,
    /// Data Transfer MB.
    Transfer,
    /// CPU Usage %.
    Cpu,
    /// Memory Usage MB.
    Memory,
    /// Login Attempts.
    Logins,
}

/// How many measures there are.
pub const MEASURES: usize = 10;

/// How many of them belong to the issue; the rest belong to the activity.
pub const OF_ISSUE: usize = 4;

/// How many belong to the activity.
pub const OF_ACTIVITY: usize = MEASURES - OF_ISSUE;

/// The columns that show the measures.
pub const COLUMNS: [ColumnId; MEASURES] = [
    ColumnId::Severity,
    ColumnId::ImpactScore,
    ColumnId::Cost,
    ColumnId::ResponseDays,
    ColumnId::SessionSecs,
    ColumnId::FilesAccessed,
    ColumnId::TransferMb,
    ColumnId::CpuPercent,
    ColumnId::MemoryMb,
    ColumnId::LoginAttempts,
];

impl Measure {
    /// The column that shows it.
    pub fn column(self) -> ColumnId {
        COLUMNS[self as usize]
    }
}

/// How individual users are in each measure, as a factor on [`Parameters::individuality`](super::Parameters).
const INDIVIDUAL: [f64; MEASURES] = [0.2, 0.3, 0.3, 0.3, 1.0, 1.0, 1.0, 1.0, 1.0, 0.8];

/// The share of each measure's variance that lies between users; the rest lies between a user's rows.
pub fn between_users(individuality: f64) -> [f64; MEASURES] {
    INDIVIDUAL.map(|factor| factor * individuality)
}

/// How far a measured rank correlation may be off its target.
pub const TOLERANCE: f64 = 0.05;

/// A declared dependency: two measures, the Spearman rank correlation that normal rows have (± 0.05), and the
/// correlation of the variables behind them that brings it about, found by measuring.
#[derive(Debug)]
pub struct Dependency {
    /// The one measure; it comes later in [`Measure`].
    pub of: Measure,
    /// The other.
    pub on: Measure,
    /// The rank correlation of normal rows.
    pub target: f64,
    /// The correlation of the variables behind them.
    latent: f64,
}

const fn on(of: Measure, on: Measure, target: f64, latent: f64) -> Dependency {
    Dependency { of, on, target, latent }
}

use Measure::{Cost, Cpu, Files, Impact, Logins, Memory, Response, Session, Severity, Transfer};

/// Every dependency; measures of an issue do not depend on those of an activity.
#[rustfmt::skip]
pub static DEPENDENCIES: [Dependency; 21] = [
    on(Impact, Severity, 0.50, 0.603),
    on(Cost, Severity, 0.45, 0.508), on(Cost, Impact, 0.55, 0.628),
    on(Response, Severity, -0.25, -0.279), on(Response, Impact, -0.10, -0.111), on(Response, Cost, 0.10, 0.109),
    on(Files, Session, 0.50, 0.518),
    on(Transfer, Session, 0.45, 0.472), on(Transfer, Files, 0.55, 0.567),
    on(Cpu, Session, 0.35, 0.366), on(Cpu, Files, 0.30, 0.310), on(Cpu, Transfer, 0.40, 0.414),
    on(Memory, Session, 0.40, 0.412), on(Memory, Files, 0.30, 0.307), on(Memory, Transfer, 0.35, 0.359), on(Memory, Cpu, 0.55, 0.567),
    on(Logins, Session, 0.10, 0.116), on(Logins, Files, 0.05, 0.083), on(Logins, Transfer, 0.05, 0.087), on(Logins, Cpu, 0.05, 0.072), on(Logins, Memory, 0.05, 0.078),
];

/// Turns independent standard normal variables into correlated ones: the lower triangles of both blocks, by
/// Cholesky's decomposition.
#[derive(Clone, Debug)]
pub struct Mixer {
    rows: [[f64; MEASURES]; MEASURES],
}

impl Mixer {
    /// The mixer of [`DEPENDENCIES`].
    pub fn new() -> Self {
        let mut matrix = [[0.0; MEASURES]; MEASURES];
        for dependency in &DEPENDENCIES {
            matrix[dependency.of as usize][dependency.on as usize] = dependency.latent;
        }
        let mut rows = [[0.0; MEASURES]; MEASURES];
        for row in 0..MEASURES {
            for column in 0..=row {
                let known: f64 = (0..column).map(|k| rows[row][k] * rows[column][k]).sum();
                rows[row][column] = if row == column {
                    (1.0_f64 - known).max(0.0).sqrt()
                } else if rows[column][column] > 0.0 {
                    (matrix[row][column] - known) / rows[column][column]
                } else {
                    0.0
                };
            }
        }
        Mixer { rows }
    }

    /// The correlated variables.
    pub fn mix(&self, independent: &[f64; MEASURES]) -> [f64; MEASURES] {
        std::array::from_fn(|row| {
            let first = if row < OF_ISSUE { 0 } else { OF_ISSUE };
            (first..=row).map(|column| self.rows[row][column] * independent[column]).sum()
        })
    }
}

impl Default for Mixer {
    fn default() -> Self {
        Mixer::new()
    }
}
