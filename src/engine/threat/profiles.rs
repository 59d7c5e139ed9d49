//! The scoring profiles: how much each indicator weighs, and where the threat levels begin.

use super::indicators::{Bands, COUNT, INDICATORS};
use crate::engine::level::Level;
use crate::engine::settings::Choice;

/// How the threat score is computed from the indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// The notebook's code: nine indicators, at most 8.0, so that its Critical (from 9) cannot occur.
    Notebook,
    /// The notebook's document: seven indicators, at most 8.5, so that its Critical (from 10) cannot occur.
    Document,
    /// All eleven indicators, each rescaled to its range, on a scale of 0 to 12: every level occurs.
    Calibrated,
}

/// The greatest score of the calibrated profile.
const CALIBRATED_SCALE: f64 = 12.0;

impl Profile {
    /// All profiles, in the order of a form.
    pub const ALL: [Profile; 3] = [Profile::Notebook, Profile::Document, Profile::Calibrated];

    /// How settings write it.
    pub fn key(self) -> &'static str {
        self.choice().key
    }

    /// How forms show it.
    pub const fn choice(self) -> Choice {
        match self {
            Profile::Notebook => Choice {
                key: "notebook",
                name: "Notebook",
                help: "Nine weighted indicators; at most 8.0, so Critical (9) never occurs.",
            },
            Profile::Document => Choice {
                key: "document",
                name: "Document",
                help: "Seven weighted indicators; at most 8.5, so Critical (10) never occurs.",
            },
            Profile::Calibrated => Choice {
                key: "calibrated",
                name: "Calibrated",
                help: "All eleven indicators on a scale of 0 to 12; all four levels occur.",
            },
        }
    }

    /// The weight of each indicator, in the order of [`super::INDICATORS`]; they sum to 1. Severity weighs
    /// little in the calibrated profile because it is the other axis of the scenarios.
    pub fn weights(self) -> [f64; COUNT] {
        match self {
            //                     sever. impact risk  respo. categ. activ. login  files  trans. cpu    memory
            Profile::Notebook => {
                [0.250, 0.200, 0.150, 0.100, 0.000, 0.000, 0.050, 0.050, 0.050, 0.075, 0.075]
            }
            Profile::Document => {
                [0.300, 0.200, 0.200, 0.100, 0.000, 0.000, 0.100, 0.050, 0.050, 0.000, 0.000]
            }
            Profile::Calibrated => {
                [0.080, 0.080, 0.050, 0.100, 0.100, 0.090, 0.120, 0.100, 0.140, 0.070, 0.070]
            }
        }
    }

    /// The scores at which Medium, High and Critical begin.
    pub fn thresholds(self) -> [f64; 3] {
        match self {
            Profile::Notebook => [4.0, 7.0, 9.0],
            Profile::Document | Profile::Calibrated => [4.0, 7.0, 10.0],
        }
    }
}

/// How a configuration scores: a profile, and what may be changed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Scoring {
    /// Where the other values started from, and how contributions are scaled.
    pub profile: Profile,
    /// The weight of each indicator, in the order of [`INDICATORS`].
    pub weights: [f64; COUNT],
    /// The scores at which Medium, High and Critical begin.
    pub thresholds: [f64; 3],
    /// The bands of each indicator; those of an indicator without bands are not used.
    pub bands: [Bands; COUNT],
}

impl Scoring {
    /// The scoring of a profile, as it is.
    pub fn new(profile: Profile) -> Self {
        let unused = Bands { medium: 0.0, high: 0.0 };
        Scoring {
            profile,
            weights: profile.weights(),
            thresholds: profile.thresholds(),
            bands: std::array::from_fn(|index| INDICATORS[index].bands().map_or(unused, |(bands, _)| bands)),
        }
    }

    /// What an indicator of the given range contributes for a score: weight times score, or, calibrated, the
    /// weight's share of all weights times the score's place in its range times 12.
    pub fn contribution(&self, indicator: usize, score: f64, (least, greatest): (f64, f64)) -> f64 {
        let weight = self.weights[indicator];
        match self.profile {
            Profile::Notebook | Profile::Document => weight * score,
            Profile::Calibrated => {
                let sum: f64 = self.weights.iter().sum();
                CALIBRATED_SCALE * (weight / sum) * (score - least) / (greatest - least)
            }
        }
    }

    /// The level of a score.
    pub fn level(&self, score: f64) -> Level {
        let [medium, high, critical] = self.thresholds;
        if score >= critical {
            Level::Critical
        } else if score >= high {
            Level::High
        } else if score >= medium {
            Level::Medium
        } else {
            Level::Low
        }
    }
}
