//! The files, by name, and the two small tables among them.

use super::csv::{begin, write_line};
use crate::engine::configuration::Configuration;
use crate::engine::decimal;
use crate::engine::issues::Class;
use crate::engine::issues::Model;
use crate::engine::response::SCENARIOS;
use crate::engine::threat::INDICATORS;

/// The rows that a file or a table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum View {
    /// All rows.
    Combined,
    /// Normal rows alone.
    Normal,
    /// Anomalous rows alone.
    Anomalous,
}

impl View {
    /// All views, in the order of a switch.
    pub const ALL: [View; 3] = [View::Combined, View::Normal, View::Anomalous];

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            View::Combined => "Combined",
            View::Normal => "Normal",
            View::Anomalous => "Anomalous",
        }
    }

    /// Whether rows of the class are shown.
    pub fn shows(self, class: Class) -> bool {
        match self {
            View::Combined => true,
            View::Normal => class == Class::Normal,
            View::Anomalous => class == Class::Anomalous,
        }
    }
}

/// One of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum File {
    /// A view of the dataset.
    Dataset(View),
    /// The key threat indicators with condition, score and weight.
    Indicators,
    /// The 16 scenarios with their colors.
    Scenarios,
    /// What is true of each row of the realistic model.
    AnswerKey,
    /// Who the users are, and their departments from when to when.
    Users,
    /// The campaigns.
    Campaigns,
}

/// The name of the archive that holds all of them.
pub const ARCHIVE_NAME: &str = "cybersecurity_data.zip";

impl File {
    /// All of them, the dataset first; the first five are those of every model.
    pub const ALL: [File; 8] = [
        File::Dataset(View::Combined),
        File::Dataset(View::Normal),
        File::Dataset(View::Anomalous),
        File::Indicators,
        File::Scenarios,
        File::AnswerKey,
        File::Users,
        File::Campaigns,
    ];

    /// The files of a configuration.
    pub fn of(configuration: &Configuration) -> &'static [File] {
        match configuration.model {
            Model::Classic => &File::ALL[..5],
            Model::Realistic => &File::ALL,
        }
    }

    /// Whether it is made from the dataset's rows.
    pub fn has_rows(self) -> bool {
        matches!(self, File::Dataset(_) | File::AnswerKey)
    }

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            File::Dataset(View::Combined) => "cybersecurity_dataset_combined.csv",
            File::Dataset(View::Normal) => "cybersecurity_dataset_normal.csv",
            File::Dataset(View::Anomalous) => "cybersecurity_dataset_anomalous.csv",
            File::Indicators => "key_threat_indicators.csv",
            File::Scenarios => "scenarios_with_colors.csv",
            File::AnswerKey => "answer_key.csv",
            File::Users => "users.csv",
            File::Campaigns => "campaigns.csv",
        }
    }
}

/// The bytes of `key_threat_indicators.csv`: the conditions as a configuration's lists make them, and the
/// weights of its profile.
pub fn indicators(configuration: &Configuration) -> Vec<u8> {
    let mut output = Vec::new();
    begin(configuration.format, &mut output);
    if configuration.format.header {
        write_line(
            ["KTI", "Condition", "Score", "Weight"].map(str::to_owned),
            configuration.format,
            &mut output,
        );
    }
    for (indicator, weight) in INDICATORS.iter().zip(configuration.threat.weights) {
        let (min, max) = indicator.range();
        let cells = [
            indicator.name.to_owned(),
            indicator.condition(&configuration.issues, &configuration.threat),
            format!("{} - {}", decimal::text(min), decimal::text(max)),
            decimal::text(weight),
        ];
        write_line(cells, configuration.format, &mut output);
    }
    output
}

/// The bytes of `scenarios_with_colors.csv`.
pub fn scenarios(configuration: &Configuration) -> Vec<u8> {
    let mut output = Vec::new();
    begin(configuration.format, &mut output);
    let header =
        ["Scenario", "Threat Level", "Severity", "Suggested Color", "Hex", "Base Action", "Rationale"];
    if configuration.format.header {
        write_line(header.map(str::to_owned), configuration.format, &mut output);
    }
    for scenario in &SCENARIOS {
        let cells = [
            scenario.number.to_string(),
            scenario.threat_level.name().to_owned(),
            scenario.severity.name().to_owned(),
            scenario.color.name.to_owned(),
            scenario.color.hex.to_owned(),
            scenario.action.to_owned(),
            scenario.rationale.to_owned(),
        ];
        write_line(cells, configuration.format, &mut output);
    }
    output
}
