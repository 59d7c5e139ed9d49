//! The files, by name.

use std::ops::Range;

use super::attacks::sigma;
use super::formats::{Encoding, Kind};
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::issues::Class;
use crate::engine::issues::Model;
use crate::engine::shard::Shard;

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
            View::Combined => words!("Combined"),
            View::Normal => words!("Normal"),
            View::Anomalous => words!("Anomalous"),
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
    /// The events that the rows unfold into.
    Events,
    /// What is true of each event.
    EventKey,
    /// What is said of the attacks as a whole.
    Attacks,
    /// The events that Sigma rules should match, and some that they should not.
    RuleMatches,
}

/// The name of the archive that holds all of them.
pub const ARCHIVE_NAME: &str = "cybersecurity_data.zip";

impl File {
    /// All tables but those of events, the dataset first; the first five are those of every model.
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

    /// Those that come with formats of events and of attacks.
    const BESIDE: [File; 4] = [File::Events, File::EventKey, File::Attacks, File::RuleMatches];

    /// The tables of a configuration.
    pub fn of(configuration: &Configuration) -> &'static [File] {
        match configuration.model {
            Model::Classic => &File::ALL[..5],
            Model::Realistic => &File::ALL,
        }
    }

    /// The files of a configuration in some formats. Each table comes in each format of tables, and the events in each format of
    /// events. With events comes the key to them, with Sigma rules what they match: in the formats of tables, or else in CSV.
    pub fn in_formats(configuration: &Configuration, encodings: &[Encoding]) -> Vec<(Self, Encoding)> {
        File::chosen(File::of(configuration), encodings)
    }

    /// The same, of these tables.
    pub fn chosen(tables: &[Self], encodings: &[Encoding]) -> Vec<(Self, Encoding)> {
        let of_kind = |kind| encodings.iter().copied().filter(move |encoding| encoding.format().kind == kind);
        let tables =
            of_kind(Kind::Table).flat_map(|encoding| tables.iter().map(move |&file| (file, encoding)));
        let events = of_kind(Kind::Events).map(|encoding| (File::Events, encoding));
        let documents = of_kind(Kind::Document).map(|encoding| (File::Attacks, encoding));
        let mut files: Vec<(Self, Encoding)> = tables.chain(events).chain(documents).collect();
        let has_rules = encodings.iter().any(|encoding| encoding.format().key == sigma::FORMAT.key);
        let has_events = has_rules || files.iter().any(|(file, _)| *file == File::Events);
        let mut forms: Vec<Encoding> = of_kind(Kind::Table).collect();
        if forms.is_empty() {
            let gzip = encodings.iter().any(|encoding| encoding.is_gzip());
            forms.push(Encoding::new(Encoding::default().format(), gzip));
        }
        for (file, _) in
            [(File::EventKey, has_events), (File::RuleMatches, has_rules)].iter().filter(|it| it.1)
        {
            files.extend(forms.iter().map(|&encoding| (*file, encoding)));
        }
        files
    }

    /// Whether data of the configuration has it.
    pub fn is_of(self, configuration: &Configuration) -> bool {
        File::of(configuration).contains(&self) || File::BESIDE.contains(&self)
    }

    /// The kind of the formats that it comes in.
    fn kind(self) -> Kind {
        match self {
            File::Events => Kind::Events,
            File::Attacks => Kind::Document,
            _ => Kind::Table,
        }
    }

    /// Whether it is made from the dataset's rows.
    pub fn has_rows(self) -> bool {
        matches!(self, File::Dataset(_) | File::AnswerKey | File::Events | File::EventKey | File::RuleMatches)
    }

    /// Whether rows unfold into events for it.
    pub fn has_events(self) -> bool {
        matches!(self, File::Events | File::EventKey | File::RuleMatches)
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
            File::Events => "events",
            File::EventKey => "event_answer_key",
            File::Attacks => "attacks",
            File::RuleMatches => "sigma_matches",
        }
    }

    /// The name of the file in a format.
    pub fn name(self, encoding: Encoding) -> String {
        encoding.file_name(self.stem())
    }

    /// The name of the part of the file that a shard has.
    pub fn part_name(self, encoding: Encoding, shard: Shard) -> String {
        encoding.file_name(&format!("{}-{}", self.stem(), shard.suffix()))
    }

    /// The name that the file has in a folder of shards: with rows it is one of several parts.
    pub fn name_in(self, encoding: Encoding, shard: Option<Shard>) -> String {
        match shard.filter(|_| self.has_rows()) {
            Some(shard) => self.part_name(encoding, shard),
            None => self.name(encoding),
        }
    }

    /// The file of a name, and its format.
    pub fn of_name(name: &str) -> Option<(Self, Encoding)> {
        let (stem, encoding) = Encoding::of_file_name(name)?;
        let kind = encoding.format().kind;
        let known = File::ALL.into_iter().chain(File::BESIDE);
        let file = known.into_iter().find(|file| file.stem() == stem && file.kind() == kind)?;
        Some((file, encoding))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    #[test]
    fn a_name_tells_the_file_and_its_format() {
        for preset in [Preset::Classic, Preset::Realistic] {
            let configuration = preset.configuration();
            for keys in ["csv,json,ecs,zeek,zeek-json,sigma", "ocsf,stix", "parquet", "navigator"] {
                let Ok(encodings) = Encoding::of_keys(keys, false) else { continue };
                let files = File::in_formats(&configuration, &encodings);
                for (file, encoding) in files {
                    let name = file.name(encoding);
                    assert_eq!(File::of_name(&name), Some((file, encoding)), "{name}");
                    assert!(file.is_of(&configuration));
                }
            }
        }
        for other in ["events.csv", "users.ecs.ndjson", "attacks.json", "events.stix.json"] {
            assert_eq!(File::of_name(other), None, "{other}");
        }
    }
}
