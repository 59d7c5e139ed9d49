//! The files, by name.

use std::ops::Range;

use super::formats::Encoding;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::issues::Class;
use crate::engine::issues::Model;

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

    /// The rows of a table that are shown, among those of a range of places.
    pub fn rows(self, table: &Table, places: Range<usize>) -> Vec<u32> {
        places.filter(|&row| self.shows(table.class(row))).map(|row| row as u32).collect()
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

    /// The name of the table, with which the name of a file of any format begins.
    pub fn stem(self) -> &'static str {
        match self {
            File::Dataset(View::Combined) => "cybersecurity_dataset_combined",
            File::Dataset(View::Normal) => "cybersecurity_dataset_normal",
            File::Dataset(View::Anomalous) => "cybersecurity_dataset_anomalous",
            File::Indicators => "key_threat_indicators",
            File::Scenarios => "scenarios_with_colors",
            File::AnswerKey => "answer_key",
            File::Users => "users",
            File::Campaigns => "campaigns",
        }
    }

    /// The name of the file in a format.
    pub fn name(self, encoding: Encoding) -> String {
        encoding.file_name(self.stem())
    }

    /// The file of a name, and its format.
    pub fn of_name(name: &str) -> Option<(Self, Encoding)> {
        let (stem, encoding) = Encoding::of_file_name(name)?;
        Some((File::ALL.into_iter().find(|file| file.stem() == stem)?, encoding))
    }
}
