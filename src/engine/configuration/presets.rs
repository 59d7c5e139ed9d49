//! The presets: complete configurations with a name and a purpose.

use chrono::NaiveDate;

use super::Configuration;
use super::lists::{Category, Item, Status};
use crate::engine::dataset::schema::COLUMN_COUNT;
use crate::engine::export::Format;
use crate::engine::issues::catalogue::CATEGORIES;
use crate::engine::issues::classic::laws::Laws;
use crate::engine::response::RULES;
use crate::engine::threat::{Profile, Scoring};
use crate::engine::world::PROFILES;

/// A named configuration to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preset {
    /// The notebook's data.
    Classic,
    /// The notebook's data with a score that uses its whole scale.
    ClassicCalibrated,
}

impl Preset {
    /// The path by which a lock names the choice of the preset, which is no knob.
    pub const PATH: &str = "preset";

    /// All presets, in the order of a form; the first is the default.
    pub const ALL: [Preset; 2] = [Preset::Classic, Preset::ClassicCalibrated];

    /// How the command line writes it.
    pub fn key(self) -> &'static str {
        match self {
            Preset::Classic => "classic",
            Preset::ClassicCalibrated => "classic-calibrated",
        }
    }

    /// How a form shows it.
    pub fn name(self) -> &'static str {
        match self {
            Preset::Classic => "Classic",
            Preset::ClassicCalibrated => "Classic, calibrated score",
        }
    }

    /// What it is for, and what to expect of it.
    pub fn purpose(self) -> &'static str {
        match self {
            Preset::Classic => {
                "The distributions and the score of the well-known notebook. Trivially separable: one threshold on \
                 Login Attempts finds nearly every anomaly, and no threat is ever Critical."
            }
            Preset::ClassicCalibrated => {
                "The same rows, scored by all eleven indicators on a scale of 0 to 12: all four threat levels and \
                 all 16 scenarios occur. As separable as Classic."
            }
        }
    }

    /// The preset with the given key.
    pub fn from_key(key: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.key() == key)
    }

    /// The configuration.
    pub fn configuration(self) -> Configuration {
        let classic = Configuration {
            preset: self,
            seed: 7,
            rows: 1_000,
            anomaly_share_percent: 20.0,
            start_date: day(2023, 1, 1),
            reference_date: day(2026, 11, 7),
            users: 100,
            reporters: 10,
            assignees: 20,
            categories: CATEGORIES
                .iter()
                .map(|known| Category { name: known.name.to_owned(), kind: known.kind })
                .collect(),
            statuses: ["Open", "In Progress", "Resolved", "Closed"]
                .map(|name| Status { name: name.to_owned(), closed: Status::default_tag(name) == "closed" })
                .into(),
            departments: names([
                "IT",
                "Finance",
                "Operations",
                "HR",
                "Legal",
                "Sales",
                "C-Suite Executives",
                "External Contractors",
            ]),
            locations: names(["CANADA", "USA", "Unknown", "EU", "DE", "FR", "JP", "CN", "AU", "IN", "UK"]),
            activity_types: names(["login", "file_access", "data_modification"]),
            laws: Laws::notebook(),
            profile_ranges: std::array::from_fn(|index| PROFILES[index].notebook),
            scoring: Scoring::new(Profile::Notebook),
            rule_limits: std::array::from_fn(|index| RULES[index].notebook),
            list_weights: Default::default(),
            columns_on: [true; COLUMN_COUNT],
            format: Format::USUAL,
        };
        match self {
            Preset::Classic => classic,
            Preset::ClassicCalibrated => {
                Configuration { scoring: Scoring::new(Profile::Calibrated), ..classic }
            }
        }
    }
}

fn names<const COUNT: usize>(names: [&str; COUNT]) -> Vec<String> {
    names.map(str::to_owned).into()
}

/// A day that is written in this file; the minimum date stands for one that does not exist.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}
