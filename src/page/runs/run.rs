//! What is asked of a run, and in what two of them differ.

use crate::engine::Configuration;
use crate::engine::configuration::Override;

/// What is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// A file is read, to know its columns.
    Open,
    /// A run on the dataset.
    Dataset,
    /// A run on a file.
    File,
}

/// What rows are from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The dataset, or none yet.
    Dataset(Option<Box<Configuration>>),
    /// A file of the visitor's.
    File {
        /// Tells it from other files, even of the same name.
        number: u32,
        /// Its name.
        name: String,
    },
}

/// What is asked of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What rows are from.
    pub source: Source,
    /// The options.
    pub settings: Vec<Override>,
    /// The options of another workspace, where they matter.
    pub beside: Vec<Override>,
}

impl Asked {
    /// The job that answers it.
    pub fn job(&self) -> Job {
        match self.source {
            Source::Dataset(_) => Job::Dataset,
            Source::File { .. } => Job::File,
        }
    }

    /// The configuration of the rows, where they are generated.
    pub fn configuration(&self) -> Option<&Configuration> {
        match &self.source {
            Source::Dataset(configuration) => configuration.as_deref(),
            Source::File { .. } => None,
        }
    }

    /// The name of the file, where there is one.
    pub fn file(&self) -> Option<&str> {
        match &self.source {
            Source::Dataset(_) => None,
            Source::File { name, .. } => Some(name),
        }
    }

    /// In what it differs from what is asked now.
    pub fn difference(&self, now: &Asked) -> Option<Difference> {
        if self.source != now.source {
            return Some(Difference::Source);
        }
        (self != now).then_some(Difference::Options)
    }
}

/// In what a result differs from what is asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It is of other rows.
    Source,
    /// It is of the same rows with other options.
    Options,
}

/// A run that is done.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its number among the jobs of its workspace.
    pub number: u32,
    /// What was asked of it.
    pub asked: Asked,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::configuration::Preset;

    #[test]
    fn other_rows_matter_more_than_other_options() {
        let setting = Override { path: "detect.seed".to_owned(), value: "8".to_owned() };
        let dataset = |preset: Preset| Source::Dataset(Some(Box::new(preset.configuration())));
        let asked = |source| Asked { source, settings: Vec::new(), beside: Vec::new() };
        let before = asked(dataset(Preset::Realistic));
        assert_eq!(before.difference(&before), None);
        for options in [
            Asked { settings: vec![setting.clone()], ..before.clone() },
            Asked { beside: vec![setting.clone()], ..before.clone() },
        ] {
            assert_eq!(before.difference(&options), Some(Difference::Options));
        }
        let other = Asked { settings: vec![setting], ..asked(dataset(Preset::Classic)) };
        assert_eq!(before.difference(&other), Some(Difference::Source));
        // A file that is chosen again may have other rows.
        let file = |number| asked(Source::File { number, name: "own.csv".to_owned() });
        assert_eq!(file(1).difference(&file(2)), Some(Difference::Source));
        assert_eq!((file(1).file(), file(1).job()), (Some("own.csv"), Job::File));
        assert!(file(1).configuration().is_none() && before.configuration().is_some());
    }
}
