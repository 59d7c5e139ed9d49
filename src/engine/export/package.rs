//! What comes with files, in an archive or a folder: how to load them, a notebook to start from, what machines read about them, and
//! the card. Each is declared once, as a [`Companion`].

mod croissant;
mod datapackage;
mod elastic;
mod guide;
pub mod pandas;
mod splunk;
pub mod starter;

use super::card::{CARD_NAME, Fingerprint, card};
use super::files::{File, View};
use super::formats::{Encoding, Kind};
use super::logs::{ecs, splunk_hec};
use super::open::columns;
use crate::engine::configuration::Configuration;
use crate::engine::dataset::Table;
use crate::engine::generator::Generator;

/// Who may use generated data, and how: no rights are claimed in it.
const LICENSE: [&str; 2] = ["CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"];

/// Files that are complete.
pub struct Packed<'a> {
    /// What made them.
    pub generator: &'a Generator,
    /// The files.
    pub files: &'a [(File, Encoding)],
    /// Size and SHA-256 of each.
    pub fingerprints: &'a [Fingerprint],
}

/// A file that comes with others.
pub struct Companion {
    /// Its name.
    pub name: &'static str,
    /// What it is for, in a few words.
    about: &'static str,
    /// Whether it comes with these.
    applies: fn(&[(File, Encoding)]) -> bool,
    /// Its text.
    pub text: fn(&Packed) -> String,
}

/// What can come with files, in their order; the card is the last.
static COMPANIONS: [Companion; 7] = [
    Companion { name: "how_to_load.md", about: "this text", applies: |_| true, text: guide::text },
    Companion {
        name: starter::NAME,
        about: "a notebook that loads the dataset and trains a first model",
        applies: |files| starter::file(files).is_some(),
        text: |packed| starter::text(packed.configuration(), packed.files),
    },
    Companion {
        name: elastic::NAME,
        about: "for Elasticsearch and OpenSearch: the types of the events' fields",
        applies: |files| has(files, ecs::FORMAT.key),
        text: elastic::text,
    },
    Companion {
        name: splunk::NAME,
        about: "for Splunk: when an event of a file took place",
        applies: |files| has(files, splunk_hec::FORMAT.key),
        text: splunk::text,
    },
    Companion {
        name: "datapackage.json",
        about: "for machines: columns, types, units and ranges, as a Frictionless Data Package",
        applies: |_| true,
        text: datapackage::text,
    },
    Companion {
        name: "croissant.json",
        about: "for machines: files and columns, in Croissant",
        applies: |_| true,
        text: croissant::text,
    },
    Companion {
        name: CARD_NAME,
        about: "the configuration and the SHA-256 of each file; `cyberdatagen verify` makes the files again and compares",
        applies: |_| true,
        text: |packed| card(packed.generator, packed.fingerprints),
    },
];

fn has(files: &[(File, Encoding)], key: &str) -> bool {
    files.iter().any(|(_, encoding)| encoding.format().key == key)
}

impl Companion {
    /// Those of some files.
    pub fn of(files: &[(File, Encoding)]) -> impl Iterator<Item = &'static Companion> {
        COMPANIONS.iter().filter(|companion| (companion.applies)(files))
    }
}

impl Packed<'_> {
    fn configuration(&self) -> &Configuration {
        self.generator.configuration()
    }

    /// Each file with its size and SHA-256.
    fn each(&self) -> impl Iterator<Item = Described<'_>> {
        self.files.iter().zip(self.fingerprints).map(|(&(file, encoding), fingerprint)| Described {
            file,
            encoding,
            fingerprint,
        })
    }

    /// The columns of a table's file.
    fn columns(&self, described: &Described) -> Option<Table> {
        let is_table = described.encoding.format().kind == Kind::Table;
        columns(self.generator, described.file).filter(|_| is_table)
    }

    /// A title of the dataset.
    fn title(&self) -> String {
        let c = self.configuration();
        format!("Synthetic cybersecurity data, preset {}, seed {}", c.preset.name(), c.seed)
    }
}

/// A file with its size and SHA-256.
struct Described<'a> {
    file: File,
    encoding: Encoding,
    fingerprint: &'a Fingerprint,
}

impl Described<'_> {
    /// The name without what follows the first point.
    fn stem(&self) -> &'static str {
        self.file.stem()
    }

    /// One sentence on what it holds.
    fn description(&self) -> &'static str {
        match self.file {
            File::Dataset(View::Combined) => {
                "The issues, one a row, with user activity, threat score, defense action and label."
            }
            File::Dataset(View::Normal) => "The normal rows of the combined dataset.",
            File::Dataset(View::Anomalous) => "The anomalous rows of the combined dataset.",
            File::Indicators => "The key threat indicators that make up the threat score.",
            File::Scenarios => {
                "The 16 scenarios of threat level and severity, with their colors and actions."
            }
            File::AnswerKey => "What is true of each row, whatever its label says.",
            File::Users => "Who the users and assignees are, from when to when.",
            File::Campaigns => "The attacks.",
            File::Events => "The events that the rows unfold into, without labels.",
            File::EventKey => "What is true of each event.",
            File::Attacks => "The attacks for the tools of those who hunt them.",
            File::RuleMatches => "Which events each Sigma rule should match, and some that it should not.",
        }
    }
}
