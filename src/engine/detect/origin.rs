//! Where the rows of a report are from, as its notebook and its model card name it.

use super::options::{Options, THREAT_SCORE};
use super::report::Report;
use crate::engine::Configuration;
use crate::engine::configuration::Override;
use crate::engine::configuration::link::{Link, VIEW};
use crate::engine::dataset::ColumnId;

/// Where rows are from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A configuration.
    Dataset(Box<Dataset>),
    /// A CSV file of this name.
    File(String),
}

/// A configuration whose file holds all that detectors saw.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    /// The configuration.
    pub configuration: Configuration,
    /// The address of the comparison, or its fragment.
    pub link: String,
    /// The columns that detectors saw and that the file had not before.
    pub added: Vec<ColumnId>,
}

impl Dataset {
    /// The command that writes the file.
    pub fn command(&self) -> String {
        let fragment = self.link.rsplit_once('#').map_or(self.link.as_str(), |(_, fragment)| fragment);
        format!("cyberdatagen generate --link '#{fragment}' --out .")
    }

    /// The word "configuration" in Markdown, with a link where it leads anywhere.
    pub fn named(&self) -> String {
        match self.link.starts_with('#') {
            true => "configuration".to_owned(),
            false => format!("[configuration]({})", self.link),
        }
    }

    /// Whether the file has a column.
    pub fn has(&self, id: ColumnId) -> bool {
        self.configuration.dataset.columns().any(|column| column.id == id)
    }

    /// The names of the columns that the file had not before, in a list.
    pub fn added_names(&self) -> String {
        self.added.iter().map(|id| id.name()).collect::<Vec<_>>().join(", ")
    }
}

impl Origin {
    /// Of a configuration. `balancing`: the options of balancing that differ from the default; `write`: how a link is written.
    pub fn dataset(
        configuration: &Configuration,
        report: &Report,
        options: &Options,
        balancing: &[Override],
        write: impl Fn(&Link) -> String,
    ) -> Self {
        let has_score = report.detectors.iter().any(|scored| scored.key == THREAT_SCORE);
        let score = has_score.then_some(ColumnId::ThreatScore);
        let used = report.recipe.columns().filter_map(ColumnId::find).chain(score);
        let mut configuration = configuration.clone();
        let mut added = Vec::new();
        for id in used {
            if configuration.dataset.columns().all(|column| column.id != id) {
                configuration.dataset = configuration.dataset.clone().with(id);
                added.push(id);
            }
        }
        let mut link = Link::of(configuration.clone());
        let view = Override { path: VIEW.to_owned(), value: "detect".to_owned() };
        link.views = balancing.iter().cloned().chain(options.changed()).chain([view]).collect();
        let link = write(&link);
        Origin::Dataset(Box::new(Dataset { configuration, link, added }))
    }

    /// In a few words: the preset, or the name of the file.
    pub fn name(&self) -> String {
        match self {
            Origin::Dataset(dataset) => format!("the {} dataset", dataset.configuration.preset.name()),
            Origin::File(name) => name.clone(),
        }
    }
}
