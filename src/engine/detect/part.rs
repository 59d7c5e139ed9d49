//! A comparison in parts: several workers try some of the detectors each, and their parts are joined.

use serde::{Deserialize, Serialize};

use super::options::{self, Options};
use super::report::{Explained, Report, Scored, Skipped};
use crate::engine::configuration::Override;
use crate::engine::statistics::order::{largest_first, smallest_first};

/// What some of the detectors of a comparison gave.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What is said of the data, without detectors. Its answers are those of every test row.
    pub(super) report: Report,
    pub(super) tried: Vec<Scores>,
    /// Detectors that could not be tried, with their keys.
    pub(super) skipped: Vec<(String, Skipped)>,
}

/// A detector with its figures and the scores of every test row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Scores {
    pub(super) scored: Scored,
    /// The lowest score that it calls anomalous where it calls at most as many rows anomalous as there are.
    pub(super) lowest_called: f64,
}

/// The options with which so many workers, at most, try the detectors of these options side by side, so that none takes much longer than
/// the others; the first has those that take longest.
pub fn shares(settings: &[Override], count: usize) -> Vec<Vec<Override>> {
    let (options, problems) = Options::of(settings);
    let count = count.min(options.detectors.len());
    // What cannot be used is told by the one who tries to.
    if count < 2 || !problems.is_empty() {
        return vec![settings.to_vec()];
    }
    let efforts = options.detectors.iter().map(|key| options::effort(key));
    let detectors =
        largest_first(efforts.zip(&options.detectors).collect(), |(effort, _)| f64::from(*effort));
    let mut shares: Vec<(u32, Vec<String>)> = vec![(0, Vec::new()); count];
    for (effort, key) in detectors {
        if let Some((sum, keys)) = shares.iter_mut().min_by_key(|(sum, _)| *sum) {
            *sum += effort;
            keys.push(key.clone());
        }
    }
    let of = |(_, detectors)| Options { detectors, ..options.clone() }.changed();
    shares.into_iter().map(of).collect()
}

impl Part {
    /// The report of it and of the other parts of a comparison: the same however the detectors were divided.
    pub fn join(self, others: impl IntoIterator<Item = Part>) -> Report {
        let Part { mut report, mut tried, mut skipped } = self;
        for part in others {
            tried.extend(part.tried);
            skipped.extend(part.skipped);
            report.lesson = report.lesson.or(part.report.lesson);
            // What is said of the data, each part says.
            for note in part.report.notes {
                if !report.notes.contains(&note) {
                    report.notes.push(note);
                }
            }
        }
        let skipped = smallest_first(skipped, |(key, _)| options::place(key) as f64);
        report.skipped = skipped.into_iter().map(|(_, skipped)| skipped).collect();
        let place =
            |Scores { scored, .. }: &Scores| 2 * options::place(&scored.key) + usize::from(scored.balanced);
        report.narrow(smallest_first(tried, |one| place(one) as f64));
        report
    }
}

impl Report {
    /// Keeps what the answer key names or a detector explains, and takes the detectors in.
    fn narrow(&mut self, tried: Vec<Scores>) {
        let mut is_kept: Vec<bool> =
            (0..self.answers.rows.len()).map(|place| self.answers.names(place)).collect();
        for explained in tried.iter().flat_map(|one| &one.scored.explained) {
            is_kept[explained.place as usize] = true;
        }
        let kept: Vec<u32> =
            (0..).zip(is_kept).filter(|(_, is_kept)| *is_kept).map(|(place, _)| place).collect();
        self.answers = self.answers.at(&kept);
        let anomalous = self.answers.labels.iter().zip(0..).filter(|(label, _)| **label);
        self.missed_by_all = anomalous.map(|(_, place)| place).collect();
        let mut detectors = Vec::new();
        for Scores { scored, lowest_called } in tried {
            let score = |&place: &u32| scored.scores.get(place as usize).copied().unwrap_or(f64::NAN);
            let scores: Vec<f64> = kept.iter().map(score).collect();
            self.missed_by_all.retain(|&place| scores[place as usize] < lowest_called);
            let narrowed = scored.explained.into_iter().map(|explained| {
                let place = kept.binary_search(&explained.place).map_or(0, |place| place as u32);
                Explained { place, ..explained }
            });
            let explained = narrowed.collect();
            detectors.push(Scored { scores, explained, ..scored });
        }
        self.detectors =
            largest_first(detectors, |scored| scored.auc.map_or(f64::NEG_INFINITY, |auc| auc.value));
    }
}
