//! The presets: complete configurations with a name and a purpose.

use chrono::NaiveDate;

use super::Configuration;
use super::lists::{Category, Item, Status};
use crate::engine::dataset::schema::{COLUMN_COUNT, COLUMNS, SWITCHED_COUNT};
use crate::engine::export::Format;
use crate::engine::issues::catalog::CATEGORIES;
use crate::engine::issues::classic::laws::Laws;
use crate::engine::issues::realistic::dials::{Dials, Turn};
use crate::engine::response::RULES;
use crate::engine::threat::{Profile, Scoring};
use crate::engine::world::PROFILES;

/// How rows are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// By the notebook's distributions: [`crate::engine::issues::classic`].
    Classic,
    /// By people, sessions and campaigns: [`crate::engine::issues::realistic`].
    Realistic,
}

/// Declares every preset once: its name in code, key, name and purpose.
macro_rules! presets {
    ($($id:ident: $key:literal, $name:literal, $purpose:literal;)*) => {
        /// A named configuration to start from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented by its purpose")]
        pub enum Preset { $($id),* }

        impl Preset {
            /// All presets, in the order of a form; the first is the default.
            pub const ALL: [Preset; [$($key),*].len()] = [$(Preset::$id),*];

            /// How the command line writes it.
            pub fn key(self) -> &'static str {
                match self { $(Preset::$id => $key),* }
            }

            /// How a form shows it.
            pub fn name(self) -> &'static str {
                match self { $(Preset::$id => $name),* }
            }

            /// What it is for, and what to expect of it.
            pub fn purpose(self) -> &'static str {
                match self { $(Preset::$id => $purpose),* }
            }
        }
    };
}

#[rustfmt::skip]
presets! {
    Realistic: "realistic", "Realistic",
        "People with habits, eleven kinds of attack campaigns and benign outliers: 5 % anomalies that no single column gives away. A good detector reaches an AUC of about 0.91.";
    BruteForceWeek: "brute-force-week", "Brute-force week",
        "One week of password guessing and spraying: teaches to combine login attempts with place, hour and session length. A good detector reaches an AUC of about 0.88.";
    InsiderExfiltration: "insider-exfiltration", "Insider exfiltration",
        "Insiders take files for weeks, slowly and then more: teaches to compare people with their own past. A good detector reaches an AUC of about 0.91.";
    RansomwareOutbreak: "ransomware-outbreak", "Ransomware outbreak",
        "A quarter with outbreaks that last a day and meet many users: teaches to see a phase spread over accounts. A good detector reaches an AUC of about 0.92.";
    PhishingWave: "phishing-wave", "Phishing wave",
        "Lure, malware, exfiltration, lateral movement: teaches phases, since each one shows in other columns. A good detector reaches an AUC of about 0.90.";
    NeedleInAHaystack: "needle-in-a-haystack", "Needle in a haystack",
        "30,000 rows, 0.5 % anomalous, many benign outliers: teaches that precision, not accuracy, is what counts. A good detector reaches an AUC of about 0.87.";
    BalancedExam: "balanced-exam", "Balanced exam set",
        "1,000 rows, half of them anomalous: teaches to compare classifiers, in an hour, without imbalance. A good detector reaches an AUC of about 0.91.";
    MessyLogs: "messy-logs", "Messy logs",
        "Wrong labels, missing values, drift and two columns of noise: teaches to clean first; the answer key lists every defect. A good detector reaches an AUC of about 0.87.";
    Classic: "classic", "Classic",
        "The distributions and the score of the well-known notebook. Trivially separable: one threshold on \
         Login Attempts finds nearly every anomaly, and no threat is ever Critical.";
    ClassicCalibrated: "classic-calibrated", "Classic, calibrated score",
        "The same rows, scored by all eleven indicators on a scale of 0 to 12: all four threat levels and \
         all 16 scenarios occur. As separable as Classic.";
}

impl Preset {
    /// The path by which a lock names the choice of the preset, which is no knob.
    pub const PATH: &str = "preset";

    /// The preset with the given key.
    pub fn from_key(key: &str) -> Option<Preset> {
        Preset::ALL.into_iter().find(|preset| preset.key() == key)
    }

    /// The configuration.
    pub fn configuration(self) -> Configuration {
        let classic = Configuration {
            preset: self,
            model: Model::Classic,
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
            dials: Dials::usual(),
            profile_ranges: std::array::from_fn(|index| PROFILES[index].notebook),
            scoring: Scoring::new(Profile::Notebook),
            rule_limits: std::array::from_fn(|index| RULES[index].notebook),
            list_weights: Default::default(),
            columns_on: columns(&[]),
            format: Format::USUAL,
        };
        match self {
            Preset::Classic => classic,
            Preset::ClassicCalibrated => {
                Configuration { scoring: Scoring::new(Profile::Calibrated), ..classic }
            }
            _ => self.realistic(classic),
        }
    }

    /// The configuration of a preset of the realistic model, from the lists of the classic one.
    fn realistic(self, classic: Configuration) -> Configuration {
        let mut scoring = Scoring::new(Profile::Calibrated);
        scoring.thresholds = REALISTIC_THRESHOLDS;
        let usual = Configuration {
            model: Model::Realistic,
            rows: 10_000,
            anomaly_share_percent: 5.0,
            users: 200,
            columns_on: columns(&["Device"]),
            scoring,
            ..classic
        };
        let reference = usual.reference_date;
        let start = |days| reference - chrono::Days::new(days);
        let dials = || Dials::usual();
        match self {
            Preset::BruteForceWeek => Configuration {
                rows: 2_000,
                users: 60,
                start_date: start(6),
                dials: dials().only(&["brute_force", "password_spraying"]).with(Turn::Difficulty, 0.66),
                ..usual
            },
            Preset::InsiderExfiltration => Configuration {
                start_date: start(364),
                dials: dials()
                    .only(&["insider_exfiltration", "privilege_misuse"])
                    .with(Turn::Difficulty, 0.58)
                    .with(Turn::CampaignRows, 20.0),
                ..usual
            },
            Preset::RansomwareOutbreak => Configuration {
                rows: 5_000,
                start_date: start(90),
                dials: dials().only(&["ransomware", "lateral_movement"]),
                ..usual
            },
            Preset::PhishingWave => Configuration {
                rows: 5_000,
                start_date: start(90),
                dials: dials().only(&["phishing", "stolen_credentials", "lateral_movement"]),
                ..usual
            },
            Preset::NeedleInAHaystack => Configuration {
                rows: 30_000,
                anomaly_share_percent: 0.5,
                users: 500,
                dials: dials()
                    .with(Turn::Outliers, 6.0)
                    .with(Turn::CampaignRows, 5.0)
                    .with(Turn::Difficulty, 0.42),
                ..usual
            },
            Preset::BalancedExam => {
                Configuration { rows: 1_000, anomaly_share_percent: 50.0, users: 100, ..usual }
            }
            Preset::MessyLogs => Configuration {
                dials: dials()
                    .with(Turn::LabelNoise, 1.0)
                    .with(Turn::Difficulty, 0.45)
                    .with(Turn::MissingRandom, 2.0)
                    .with(Turn::MissingBySeverity, 2.0)
                    .with(Turn::MissingByValue, 2.0)
                    .with(Turn::Drift, 0.6)
                    .with(Turn::Irrelevant, 2.0),
                ..usual
            },
            _ => usual,
        }
    }
}

/// Where Medium, High and Critical begin in the realistic presets: on the calibrated scale, for their measures.
const REALISTIC_THRESHOLDS: [f64; 3] = [3.0, 5.0, 6.8];

/// The notebook's columns, and further ones by name.
fn columns(further: &[&str]) -> [bool; SWITCHED_COUNT] {
    std::array::from_fn(|index| index < COLUMN_COUNT || further.contains(&COLUMNS[index].name))
}

fn names<const COUNT: usize>(names: [&str; COUNT]) -> Vec<String> {
    names.map(str::to_owned).into()
}

/// A day that is written in this file; the minimum date stands for one that does not exist.
fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}
