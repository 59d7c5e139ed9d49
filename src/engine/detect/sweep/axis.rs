//! What a sweep changes.

use serde::{Deserialize, Serialize};

use crate::engine::configuration::Configuration;
use crate::engine::decimal;
use crate::engine::issues::Model;
use crate::engine::problem::Problem;
use crate::engine::text::{Text, number};

/// What a sweep changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Axis {
    /// The number of training rows.
    #[default]
    Rows,
    /// The share of anomalous rows, in percent.
    AnomalyShare,
    /// How near anomalous rows are to normal ones.
    Difficulty,
}

/// Percent of anomalous rows.
const SHARES: [f64; 7] = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0];

/// Difficulties.
const DIFFICULTIES: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];

impl Axis {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Axis; 3] = [Axis::Rows, Axis::AnomalyShare, Axis::Difficulty];

    /// Their keys.
    pub const KEYS: [&str; 3] = ["rows", "anomaly-share", "difficulty"];

    /// How the command line and files name it.
    pub fn key(self) -> &'static str {
        Axis::KEYS[self as usize]
    }

    /// The one with a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Axis::ALL.into_iter().find(|axis| axis.key() == key)
    }

    /// Its title, with its unit.
    pub fn title(self) -> &'static str {
        match self {
            Axis::Rows => words!("Training rows"),
            Axis::AnomalyShare => words!("Anomaly share (%)"),
            Axis::Difficulty => words!("Difficulty"),
        }
    }

    /// What stands on a control.
    pub fn short_title(self) -> &'static str {
        match self {
            Axis::AnomalyShare => words!("Anomaly share"),
            Axis::Rows | Axis::Difficulty => self.title(),
        }
    }

    /// What is done.
    pub fn help(self) -> &'static str {
        match self {
            Axis::Rows => {
                words!("Detectors learn from halves of halves of the training part; the test part stays.")
            }
            Axis::AnomalyShare => {
                words!(
                    "For each share of anomalous rows a dataset is generated, all other settings as they are."
                )
            }
            Axis::Difficulty => {
                words!(
                    "For each difficulty of the attacks a dataset is generated, all other settings as they are."
                )
            }
        }
    }

    /// Whether equal distances stand for equal factors.
    pub fn is_logarithmic(self) -> bool {
        self != Axis::Difficulty
    }

    /// Why there are no curves along it: of the rows of a configuration, or else of a file.
    pub fn refusal(self, configuration: Option<&Configuration>) -> Option<Problem> {
        let setting = self.setting()?;
        let Some(configuration) = configuration else {
            let reason = text!("the rows of a file are given");
            return Some(Problem::new(setting, reason, text!("choose training rows, or generated data")));
        };
        let has_none = self == Axis::Difficulty && configuration.model != Model::Realistic;
        has_none.then(|| {
            let reason = text!("the data of this preset has no difficulty");
            let hint = text!("choose a preset of the realistic model, such as Realistic, or another curve");
            Problem::new(setting, reason, hint)
        })
    }

    /// The path of the setting that changes; none where rows are left out.
    pub fn setting(self) -> Option<&'static str> {
        match self {
            Axis::Rows => None,
            Axis::AnomalyShare => Some("anomaly_share"),
            Axis::Difficulty => Some("attacks.difficulty"),
        }
    }

    /// The values that the setting is given.
    pub(super) fn values(self) -> &'static [f64] {
        match self {
            Axis::Rows => &[],
            Axis::AnomalyShare => &SHARES,
            Axis::Difficulty => &DIFFICULTIES,
        }
    }

    /// The value of a configuration.
    pub(super) fn value(self, configuration: &Configuration) -> f64 {
        match self {
            Axis::Rows => configuration.rows as f64,
            Axis::AnomalyShare => configuration.anomaly_share_percent,
            Axis::Difficulty => configuration.realistic.difficulty,
        }
    }

    /// A value as a scale shows it: `14,000`, `0.5`.
    pub fn text(self, value: f64) -> String {
        match self {
            Axis::Rows => decimal::grouped(value as u64),
            Axis::AnomalyShare | Axis::Difficulty => decimal::text_rounded(value, 2),
        }
    }

    /// A value within a sentence: `with 14,000 training rows`.
    pub fn in_words(self, value: f64) -> Text {
        let value = number(self.text(value));
        match self {
            Axis::Rows => text!("with {value} training rows", value),
            Axis::AnomalyShare => text!("with {value} % anomalous rows", value),
            Axis::Difficulty => text!("at difficulty {value}", value),
        }
    }
}
