//! The eleven key threat indicators (KTI), each declared once: name, condition and score.

use super::Parameters;
use crate::engine::column::ColumnId;
use crate::engine::decimal;
use crate::engine::issues::{self, CategoryKind, Issue, catalog};
use crate::engine::level::Level;
use crate::engine::text::{Text, number};

/// The number of indicators.
pub const COUNT: usize = 11;

/// A key threat indicator: what it looks at and how it scores it.
#[derive(Debug)]
pub struct Indicator {
    /// The place among [`INDICATORS`].
    index: usize,
    /// How settings name it.
    pub key: &'static str,
    /// The name.
    pub name: &'static str,
    /// The column it looks at.
    pub column: ColumnId,
    rule: Rule,
}

/// How an indicator scores a row.
#[derive(Debug)]
enum Rule {
    /// By level, from Low to Critical.
    Levels { of: fn(&Issue) -> Level, scores: [f64; 4] },
    /// The impact score is its own.
    Impact,
    /// By category.
    Category,
    /// By activity type.
    ActivityType,
    /// 5 above the configured high band, 3 above the medium one, else 1; the notebook's are given here.
    Bands { of: fn(&Issue) -> f64, notebook: Bands, unit: &'static str },
}

/// Where the medium and the high score begin: above these values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bands {
    /// Above it, the score is 3.
    pub medium: f64,
    /// Above it, the score is 5.
    pub high: f64,
}

/// The score of a category that is none of the 20: a risk indicator's, a performance indicator's.
const OTHER_CATEGORY: [f64; 2] = [5.0, 2.0];

const ACTIVITY_SCORES: [(&str, f64); 3] = [("data_modification", 5.0), ("login", 3.0), ("file_access", 1.0)];
const OTHER_ACTIVITY: f64 = 3.0;

const LEVEL_SCORES: [f64; 4] = [2.0, 5.0, 8.0, 10.0];

/// All eleven, in the order of `key_threat_indicators.csv`. The two conditions that the notebook's text and
/// code state differently, CPU and memory, are the code's.
pub static INDICATORS: [Indicator; COUNT] = [
    Indicator {
        index: 0,
        key: "severity",
        name: "Severity",
        column: ColumnId::Severity,
        rule: Rule::Levels { of: |issue| issue.severity, scores: LEVEL_SCORES },
    },
    Indicator {
        index: 1,
        key: "impact",
        name: "Impact Score",
        column: ColumnId::ImpactScore,
        rule: Rule::Impact,
    },
    Indicator {
        index: 2,
        key: "risk",
        name: "Risk Level",
        column: ColumnId::RiskLevel,
        rule: Rule::Levels { of: Issue::risk_level, scores: LEVEL_SCORES },
    },
    Indicator {
        index: 3,
        key: "response",
        name: "Response Time",
        column: ColumnId::ResponseDays,
        rule: Rule::Bands {
            of: |issue| f64::from(issue.response_days),
            notebook: Bands { medium: 3.0, high: 7.0 },
            unit: words!("days"),
        },
    },
    Indicator {
        index: 4,
        key: "category",
        name: "Category",
        column: ColumnId::Category,
        rule: Rule::Category,
    },
    Indicator {
        index: 5,
        key: "activity",
        name: "Activity Type",
        column: ColumnId::ActivityType,
        rule: Rule::ActivityType,
    },
    Indicator {
        index: 6,
        key: "logins",
        name: "Login Attempts",
        column: ColumnId::LoginAttempts,
        rule: Rule::Bands {
            of: |issue| f64::from(issue.login_attempts),
            notebook: Bands { medium: 3.0, high: 5.0 },
            unit: "",
        },
    },
    Indicator {
        index: 7,
        key: "files",
        name: "Num Files Accessed",
        column: ColumnId::FilesAccessed,
        rule: Rule::Bands {
            of: |issue| f64::from(issue.files),
            notebook: Bands { medium: 5.0, high: 10.0 },
            unit: "",
        },
    },
    Indicator {
        index: 8,
        key: "transfer",
        name: "Data Transfer MB",
        column: ColumnId::TransferMb,
        rule: Rule::Bands {
            of: |issue| issue.transfer_mb,
            notebook: Bands { medium: 50.0, high: 100.0 },
            unit: words!("MB"),
        },
    },
    Indicator {
        index: 9,
        key: "cpu",
        name: "CPU Usage %",
        column: ColumnId::CpuPercent,
        rule: Rule::Bands {
            of: |issue| issue.cpu_percent,
            notebook: Bands { medium: 60.0, high: 85.0 },
            unit: "%",
        },
    },
    Indicator {
        index: 10,
        key: "memory",
        name: "Memory Usage MB",
        column: ColumnId::MemoryMb,
        rule: Rule::Bands {
            of: |issue| issue.memory_mb,
            notebook: Bands { medium: 6_000.0, high: 10_000.0 },
            unit: words!("MB"),
        },
    },
];

/// What the indicators look up: the scores of categories and activity types, by code, and the bands, by indicator.
#[derive(Clone, Debug)]
pub struct CodeScores {
    bands: [Bands; COUNT],
    categories: Vec<f64>,
    activity_types: Vec<f64>,
}

impl CodeScores {
    /// Looks the lists up.
    pub fn new(lists: &issues::Parameters, parameters: &Parameters) -> Self {
        let categories = lists.categories.iter().map(|category| {
            let other = match category.kind {
                CategoryKind::RiskIndicator => OTHER_CATEGORY[0],
                CategoryKind::PerformanceIndicator => OTHER_CATEGORY[1],
            };
            catalog::find(&category.name).map_or(other, |known| known.threat_score)
        });
        let activity_types = lists.activity_types.iter().map(|name| {
            let known = ACTIVITY_SCORES.iter().find(|(known, _)| known == name);
            known.map_or(OTHER_ACTIVITY, |(_, score)| *score)
        });
        CodeScores {
            bands: parameters.bands,
            categories: categories.collect(),
            activity_types: activity_types.collect(),
        }
    }
}

impl Indicator {
    /// The score of a row.
    pub fn score(&self, issue: &Issue, codes: &CodeScores) -> f64 {
        match &self.rule {
            Rule::Levels { of, scores } => of(issue).of(*scores),
            Rule::Impact => f64::from(issue.impact),
            Rule::Category => codes.categories.get(usize::from(issue.category)).copied().unwrap_or(1.0),
            Rule::ActivityType => {
                codes.activity_types.get(usize::from(issue.activity_type)).copied().unwrap_or(1.0)
            }
            Rule::Bands { of, .. } => {
                let (value, bands) = (of(issue), codes.bands[self.index]);
                if value > bands.high {
                    5.0
                } else if value > bands.medium {
                    3.0
                } else {
                    1.0
                }
            }
        }
    }

    /// The notebook's bands and their unit, for an indicator that has bands.
    pub fn bands(&self) -> Option<(Bands, &'static str)> {
        match self.rule {
            Rule::Bands { notebook, unit, .. } => Some((notebook, unit)),
            _ => None,
        }
    }

    /// The min and the max score.
    pub fn range(&self) -> (f64, f64) {
        match self.rule {
            Rule::Levels { scores, .. } => (Level::Low.of(scores), Level::Critical.of(scores)),
            Rule::Impact => (1.0, 10.0),
            Rule::Category => (1.0, 8.0),
            Rule::ActivityType | Rule::Bands { .. } => (1.0, 5.0),
        }
    }

    /// The condition in words, with the names of the lists.
    pub fn condition(&self, lists: &issues::Parameters, parameters: &Parameters) -> Text {
        let codes = CodeScores::new(lists, parameters);
        let pairs = |names: Vec<&str>, scores: &[f64]| -> Text {
            // Scores are whole numbers up to 10.
            let falling = (0..=10).rev().map(f64::from);
            let named = falling.flat_map(|wanted| {
                let pairs = scores.iter().copied().zip(names.iter().copied());
                pairs.filter(move |(score, _)| *score == wanted)
            });
            named
                .map(|(score, name)| format!("{name} = {}", decimal::text(score)))
                .collect::<Vec<_>>()
                .join(", ")
                .into()
        };
        match &self.rule {
            Rule::Levels { scores, .. } => {
                pairs(Level::ALL.iter().map(|level| level.name()).collect(), scores)
            }
            Rule::Impact => text!("1 to 10 (already a score)"),
            Rule::Category => {
                pairs(lists.categories.iter().map(|c| c.name.as_str()).collect(), &codes.categories)
            }
            Rule::ActivityType => {
                pairs(lists.activity_types.iter().map(String::as_str).collect(), &codes.activity_types)
            }
            Rule::Bands { unit, .. } => {
                let bands = codes.bands[self.index];
                let [high, medium] = [bands.high, bands.medium].map(|band| number(decimal::text(band)));
                match *unit {
                    "" => text!(">{high} = 5, >{medium} = 3, otherwise 1", high, medium),
                    unit => text!(
                        ">{high} {unit} = 5, >{medium} {unit} = 3, otherwise 1",
                        high,
                        medium,
                        unit = Text::declared(unit)
                    ),
                }
            }
        }
    }
}
