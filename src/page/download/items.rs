//! What can be downloaded of a dataset.

use crate::engine::Configuration;
use crate::engine::dataset::Summary;
use crate::engine::export::formats::Kind;
use crate::engine::export::{Encoding, FORMATS, File, FileFormat, View};
use crate::engine::issues::Model;
use crate::engine::response::SCENARIOS;
use crate::engine::threat::indicators;
use crate::page::language::grouped;

/// Something to download.
#[derive(Clone, Copy, Debug)]
pub enum Item {
    /// A table, in the format of tables that is chosen.
    Table(File),
    /// The events, in the format of events that is chosen, and what is true of them.
    Events,
    /// The attacks, in a format that is its own.
    Attacks(&'static FileFormat),
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Item {
    /// All that there is of a configuration, in the order of a form.
    pub fn of(configuration: &Configuration) -> Vec<Item> {
        let tables = File::of(configuration).iter().copied();
        // What most people want stands first.
        let (first, last): (Vec<File>, Vec<File>) =
            tables.partition(|file| !matches!(file, File::Indicators | File::Scenarios));
        let tables = first.into_iter().chain(last).map(Item::Table);
        let documents = FORMATS.iter().filter(|format| format.kind == Kind::Document);
        // Classic has no attacks.
        let documents = documents.filter(|_| configuration.model == Model::Realistic).map(Item::Attacks);
        tables.chain([Item::Events]).chain(documents).collect()
    }

    /// Whether it is chosen at first: the dataset, and what is true of it.
    pub fn is_default(self) -> bool {
        matches!(
            self,
            Item::Table(File::Dataset(View::Combined) | File::AnswerKey | File::Users | File::Campaigns)
        )
    }

    /// What the page calls it.
    pub fn key(self) -> &'static str {
        match self {
            Item::Table(file) => file.stem(),
            Item::Events => File::Events.stem(),
            Item::Attacks(format) => format.key,
        }
    }

    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Item::Table(File::Dataset(view)) => view.name(),
            Item::Table(File::Indicators) => words!("Threat indicators"),
            Item::Table(File::Scenarios) => words!("Scenarios"),
            Item::Table(File::AnswerKey) => words!("Answer key"),
            Item::Table(File::Users) => words!("Users"),
            Item::Table(File::Campaigns) => words!("Campaigns"),
            Item::Events | Item::Table(_) => words!("Event log"),
            Item::Attacks(format) => format.name,
        }
    }

    /// What it holds of so many rows; of what has to be counted for that, once it is.
    pub fn contents(self, rows: u64, counted: Option<(&Summary, u32)>, events: Option<u64>) -> String {
        let told = |count: fn(&Summary, u32) -> u64| {
            counted.map_or_else(String::new, |(summary, campaigns)| grouped(count(summary, campaigns)))
        };
        match self {
            Item::Table(File::Dataset(View::Combined)) => {
                t!("{count} row" | "{count} rows" % rows, count = grouped(rows))
            }
            Item::Table(File::Dataset(View::Normal)) => told(|summary, _| summary.normal),
            Item::Table(File::Dataset(View::Anomalous)) => told(|summary, _| summary.anomalous),
            Item::Table(File::Indicators) => grouped(indicators::COUNT as u64),
            Item::Table(File::Scenarios) => grouped(SCENARIOS.len() as u64),
            Item::Table(File::AnswerKey) => t!("truth of each row").to_owned(),
            Item::Table(File::Users) => t!("who, and when").to_owned(),
            Item::Table(File::Campaigns) => told(|_, campaigns| campaigns.into()),
            Item::Events => {
                let told = |events| t!("≈ {count} events", count = grouped(rounded(events)));
                events.map_or_else(String::new, told)
            }
            Item::Table(_) | Item::Attacks(_) => String::new(),
        }
    }
}

/// A number to three digits.
fn rounded(number: u64) -> u64 {
    let unit = 10_u64.pow(number.max(1).ilog10().saturating_sub(2));
    (number + unit / 2) / unit * unit
}

/// The files of some items in the formats that are chosen.
pub fn files(items: &[Item], table: Encoding, events: Encoding, gzip: bool) -> Vec<(File, Encoding)> {
    // In the order in which the command line writes them, so that archives are the same.
    let tables: Vec<File> =
        File::ALL.into_iter().filter(|file| items.contains(&Item::Table(*file))).collect();
    let further = items.iter().filter_map(|item| match item {
        Item::Table(_) => None,
        Item::Events => Some(events),
        Item::Attacks(format) => Some(Encoding::new(format, gzip)),
    });
    let encodings: Vec<Encoding> = [table].into_iter().chain(further).collect();
    File::chosen(&tables, &encodings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    #[test]
    fn items_are_the_files_that_there_are() {
        let items = Item::of(&Preset::Realistic.configuration());
        let keys: Vec<&str> = items.iter().map(|item| item.key()).collect();
        assert_eq!(keys.len(), 12);
        assert!(keys.contains(&"events") && keys.contains(&"sigma") && keys.contains(&"campaigns"));
        assert_eq!(Item::of(&Preset::Classic.configuration()).len(), 6);
        let csv = Encoding::default();
        let ecs = Encoding::of_keys("ecs", true).unwrap()[0];
        let names = |items: &[Item]| -> Vec<String> {
            files(items, csv, ecs, false).iter().map(|(file, encoding)| file.name(*encoding)).collect()
        };
        assert_eq!(names(&[]), Vec::<String>::new());
        assert_eq!(names(&[Item::Table(File::Users)]), ["users.csv"]);
        assert_eq!(names(&[Item::Events]), ["events.ecs.ndjson.gz", "event_answer_key.csv"]);
        let sigma = *items.last().unwrap();
        assert_eq!(names(&[sigma]), ["attacks.sigma.yml", "event_answer_key.csv", "sigma_matches.csv"]);
    }

    #[test]
    fn numbers_are_rounded_to_three_digits() {
        for (number, expected) in [(0, 0), (7, 7), (181_949, 182_000), (9_996, 10_000)] {
            assert_eq!(rounded(number), expected);
        }
    }
}
