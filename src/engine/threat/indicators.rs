//! The eleven key threat indicators (KTI), each declared once: name, condition and score.

use crate::engine::configuration::Configuration;
use crate::engine::decimal;
use crate::engine::issues::{Issue, catalogue};
use crate::engine::level::Level;

/// The number of indicators.
pub const COUNT: usize = 11;

/// A key threat indicator: what it looks at and how it scores it.
#[derive(Debug)]
pub struct Indicator {
    /// The name.
    pub name: &'static str,
    /// The column it looks at.
    pub column: &'static str,
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
    /// 5 above `high`, 3 above `medium`, else 1.
    Bands { of: fn(&Issue) -> f64, high: f64, medium: f64, unit: &'static str },
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
        name: "Severity",
        column: "Severity",
        rule: Rule::Levels { of: |issue| issue.severity, scores: LEVEL_SCORES },
    },
    Indicator { name: "Impact Score", column: "Impact Score", rule: Rule::Impact },
    Indicator {
        name: "Risk Level",
        column: "Risk Level",
        rule: Rule::Levels { of: Issue::risk_level, scores: LEVEL_SCORES },
    },
    Indicator {
        name: "Response Time",
        column: "Issue Response Time Days",
        rule: Rule::Bands {
            of: |issue| f64::from(issue.response_days),
            high: 7.0,
            medium: 3.0,
            unit: " days",
        },
    },
    Indicator { name: "Category", column: "Category", rule: Rule::Category },
    Indicator { name: "Activity Type", column: "Activity Type", rule: Rule::ActivityType },
    Indicator {
        name: "Login Attempts",
        column: "Login Attempts",
        rule: Rule::Bands { of: |issue| f64::from(issue.login_attempts), high: 5.0, medium: 3.0, unit: "" },
    },
    Indicator {
        name: "Num Files Accessed",
        column: "Num Files Accessed",
        rule: Rule::Bands { of: |issue| f64::from(issue.files), high: 10.0, medium: 5.0, unit: "" },
    },
    Indicator {
        name: "Data Transfer MB",
        column: "Data Transfer MB",
        rule: Rule::Bands { of: |issue| issue.transfer_mb, high: 100.0, medium: 50.0, unit: " MB" },
    },
    Indicator {
        name: "CPU Usage %",
        column: "CPU Usage %",
        rule: Rule::Bands { of: |issue| issue.cpu_percent, high: 85.0, medium: 60.0, unit: " %" },
    },
    Indicator {
        name: "Memory Usage MB",
        column: "Memory Usage MB",
        rule: Rule::Bands { of: |issue| issue.memory_mb, high: 10_000.0, medium: 6_000.0, unit: " MB" },
    },
];

/// The scores of a configuration's categories and activity types, by code.
#[derive(Clone, Debug)]
pub struct CodeScores {
    categories: Vec<f64>,
    activity_types: Vec<f64>,
}

impl CodeScores {
    /// Looks the lists of a configuration up.
    pub fn new(configuration: &Configuration) -> Self {
        let categories = configuration.categories.iter().map(|category| {
            let risk = category.kind == crate::engine::configuration::CategoryKind::RiskIndicator;
            let other = if risk { OTHER_CATEGORY[0] } else { OTHER_CATEGORY[1] };
            catalogue::find(&category.name).map_or(other, |known| known.threat_score)
        });
        let activity_types = configuration.activity_types.iter().map(|name| {
            let known = ACTIVITY_SCORES.iter().find(|(known, _)| known == name);
            known.map_or(OTHER_ACTIVITY, |(_, score)| *score)
        });
        CodeScores { categories: categories.collect(), activity_types: activity_types.collect() }
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
            Rule::Bands { of, high, medium, .. } => {
                let value = of(issue);
                if value > *high {
                    5.0
                } else if value > *medium {
                    3.0
                } else {
                    1.0
                }
            }
        }
    }

    /// The least and the greatest score.
    pub fn range(&self) -> (f64, f64) {
        match self.rule {
            Rule::Levels { scores, .. } => (Level::Low.of(scores), Level::Critical.of(scores)),
            Rule::Impact => (1.0, 10.0),
            Rule::Category => (1.0, 8.0),
            Rule::ActivityType | Rule::Bands { .. } => (1.0, 5.0),
        }
    }

    /// The condition in words, for a configuration's lists.
    pub fn condition(&self, configuration: &Configuration) -> String {
        let codes = CodeScores::new(configuration);
        let pairs = |names: Vec<&str>, scores: &[f64]| {
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
        };
        match &self.rule {
            Rule::Levels { scores, .. } => {
                pairs(Level::ALL.iter().map(|level| level.name()).collect(), scores)
            }
            Rule::Impact => "1 to 10 (already a score)".to_owned(),
            Rule::Category => {
                pairs(configuration.categories.iter().map(|c| c.name.as_str()).collect(), &codes.categories)
            }
            Rule::ActivityType => pairs(
                configuration.activity_types.iter().map(String::as_str).collect(),
                &codes.activity_types,
            ),
            Rule::Bands { high, medium, unit, .. } => {
                let (high, medium) = (decimal::text(*high), decimal::text(*medium));
                format!(">{high}{unit} = 5, >{medium}{unit} = 3, otherwise 1")
            }
        }
    }
}
