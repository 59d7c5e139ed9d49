//! How far a detector's figures would have been elsewhere with other rows of the same kind: percentile intervals of the
//! bootstrap (Efron and Tibshirani, "An introduction to the bootstrap", 1993). A resample draws as many rows of each
//! class as there are, with replacement. All detectors see the same resamples, so that their differences are paired.
//! Scores are put in order once; a resample only counts rows by group of equal scores.

use serde::{Deserialize, Serialize};

use crate::engine::random::{Purpose, Stream, Streams};
use crate::engine::statistics::quantile;
use crate::engine::statistics::sorting::{rising, sorted};

/// The resamples that are enough for an interval where nothing else is asked for.
pub const RESAMPLES: u32 = 200;

/// How often an interval holds the true figure.
pub const LEVEL: f64 = 0.95;

/// A figure and its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The figure of the rows themselves.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// Resamples of the rows that one or several detectors gave scores to.
#[derive(Debug)]
pub struct Bootstrap {
    stream: Stream,
    /// Normal and anomalous rows.
    classes: [Vec<u32>; 2],
    detectors: Vec<Detector>,
    resamples: u32,
}

impl Bootstrap {
    /// Of the rows with these labels, to which each detector gave a score; rows that one of them gave none are left out.
    /// None where a class has no row.
    pub fn new(labels: &[bool], scores: &[&[f64]], seed: u64) -> Option<Self> {
        let has_scores =
            |row: usize| scores.iter().all(|scores| scores.get(row).is_some_and(|score| !score.is_nan()));
        let rows = labels.iter().enumerate().filter(|&(row, _)| has_scores(row));
        let mut classes = [Vec::new(), Vec::new()];
        rows.for_each(|(row, &label)| classes[usize::from(label)].push(row as u32));
        if classes.iter().any(Vec::is_empty) {
            return None;
        }
        let mut detectors: Vec<Detector> = scores.iter().map(|scores| Detector::new(scores)).collect();
        for detector in &mut detectors {
            for (class, rows) in classes.iter().enumerate() {
                rows.iter().for_each(|&row| detector.count(row, class));
            }
            detector.own = detector.take_figures();
        }
        let stream = Streams::new(seed).stream(Purpose::Bootstrap);
        Some(Bootstrap { stream, classes, detectors, resamples: 0 })
    }

    /// Draws one more resample; it depends on the seed and its number alone.
    pub fn resample(&mut self) {
        self.stream.seek(self.resamples.into());
        self.resamples += 1;
        for (class, rows) in self.classes.iter().enumerate() {
            for _ in rows {
                let Some(&row) = rows.get(self.stream.below(rows.len() as u32) as usize) else { continue };
                self.detectors.iter_mut().for_each(|detector| detector.count(row, class));
            }
        }
        for detector in &mut self.detectors {
            let figures = detector.take_figures();
            detector.drawn.push(figures);
        }
    }

    /// Draws resamples until there are so many.
    pub fn run(mut self, resamples: u32) -> Self {
        while self.resamples < resamples {
            self.resample();
        }
        self
    }

    /// The area under the ROC curve of a detector, by its place; none without a resample.
    pub fn auc(&self, detector: usize) -> Option<Estimate> {
        self.estimate(&self.detectors.get(detector)?.auc())
    }

    /// The average precision of a detector, by its place; none without a resample.
    pub fn average_precision(&self, detector: usize) -> Option<Estimate> {
        self.estimate(&self.detectors.get(detector)?.average_precision())
    }

    /// By how much the area under the ROC curve of the first detector is larger than that of the second; one is better
    /// where the interval does not hold 0. None without a resample.
    pub fn auc_difference(&self, first: usize, second: usize) -> Option<Estimate> {
        let (first, second) = (self.detectors.get(first)?.auc(), self.detectors.get(second)?.auc());
        self.estimate(&difference(&first, &second))
    }

    /// The same difference of average precisions.
    pub fn average_precision_difference(&self, first: usize, second: usize) -> Option<Estimate> {
        let [first, second] = [self.detectors.get(first)?, self.detectors.get(second)?];
        self.estimate(&difference(&first.average_precision(), &second.average_precision()))
    }

    /// Of the figure of the rows themselves and, after it, those of the resamples.
    fn estimate(&self, figures: &[f64]) -> Option<Estimate> {
        let (&value, drawn) = figures.split_first()?;
        let drawn = sorted(drawn);
        let tail = (1.0 - LEVEL) / 2.0;
        Some(Estimate { value, low: quantile(&drawn, tail)?, high: quantile(&drawn, 1.0 - tail)? })
    }
}

fn difference(first: &[f64], second: &[f64]) -> Vec<f64> {
    first.iter().zip(second).map(|(first, second)| first - second).collect()
}

/// The order in which a detector puts the rows, and its figures.
#[derive(Debug)]
struct Detector {
    /// The group of each row, by falling score.
    group_of: Vec<u32>,
    /// Normal and anomalous rows of each group that were counted.
    counts: Vec<[u32; 2]>,
    own: Figures,
    drawn: Vec<Figures>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    auc: f64,
    average_precision: f64,
}

impl Detector {
    fn new(scores: &[f64]) -> Self {
        let mut group_of = vec![0; scores.len()];
        let score = |row: u32| scores.get(row as usize);
        let order = rising(scores);
        let mut groups = 0;
        for group in order.chunk_by(|&one, &other| score(one) == score(other)).rev() {
            for &row in group {
                if let Some(group) = group_of.get_mut(row as usize) {
                    *group = groups;
                }
            }
            groups += 1;
        }
        let counts = vec![[0; 2]; groups as usize];
        Detector { group_of, counts, own: Figures::default(), drawn: Vec::new() }
    }

    fn count(&mut self, row: u32, class: usize) {
        let group = self.group_of.get(row as usize).copied().unwrap_or(0);
        if let Some(counts) = self.counts.get_mut(group as usize) {
            counts[class] += 1;
        }
    }

    /// The figures of the rows that were counted, as [`rank::auc`](super::rank::auc) and
    /// [`metrics::average_precision`](super::metrics::average_precision) have them; nothing is counted afterwards.
    fn take_figures(&mut self) -> Figures {
        let (mut normal, mut anomalous, mut twice, mut sum) = (0_u64, 0_u64, 0_u64, 0.0);
        for counts in &mut self.counts {
            let [own_normal, own_anomalous] = std::mem::take(counts).map(u64::from);
            // Pairs in which the anomalous row comes first count two, ties one.
            twice += own_normal * (2 * anomalous + own_anomalous);
            (normal, anomalous) = (normal + own_normal, anomalous + own_anomalous);
            if own_anomalous > 0 {
                sum += own_anomalous as f64 * (anomalous as f64 / (normal + anomalous) as f64);
            }
        }
        let pairs = (normal * anomalous) as f64;
        Figures { auc: twice as f64 / (2.0 * pairs), average_precision: sum / anomalous as f64 }
    }

    fn figures(&self, of: impl Fn(&Figures) -> f64) -> Vec<f64> {
        std::iter::once(&self.own).chain(&self.drawn).map(of).collect()
    }

    fn auc(&self) -> Vec<f64> {
        self.figures(|figures| figures.auc)
    }

    fn average_precision(&self) -> Vec<f64> {
        self.figures(|figures| figures.average_precision)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::models::fixture;
    use crate::engine::models::metrics::average_precision;
    use crate::engine::models::rank::{auc, groups};

    /// Labels, and the scores of two detectors that see the same signal with more and with less noise; the first ones
    /// are rounded, so that there are ties.
    fn sample(rows: usize, index: u64) -> (Vec<bool>, Vec<f64>, Vec<f64>) {
        let mut stream = fixture::stream(index);
        let labels: Vec<bool> = (0..rows).map(|row| row % 10 == 0).collect();
        let signal: Vec<f64> =
            labels.iter().map(|&label| stream.normal(if label { 1.5 } else { 0.0 }, 1.0)).collect();
        let noisy = signal.iter().map(|signal| ((signal + stream.normal(0.0, 1.0)) * 4.0).round()).collect();
        (labels, noisy, signal)
    }

    #[test]
    fn own_figures_are_those_of_all_rows_and_lie_in_their_intervals() {
        let (labels, noisy, signal) = sample(2_000, 0);
        let bootstrap = Bootstrap::new(&labels, &[&noisy, &signal], 1).unwrap().run(RESAMPLES);
        for (detector, scores) in [&noisy, &signal].into_iter().enumerate() {
            let groups = groups(scores, &labels);
            let estimates =
                [bootstrap.auc(detector).unwrap(), bootstrap.average_precision(detector).unwrap()];
            for (estimate, value) in estimates.iter().zip([auc(&groups), average_precision(&groups)]) {
                assert_eq!(Some(estimate.value), value);
                assert!(estimate.low < estimate.value && estimate.value < estimate.high, "{estimate:?}");
            }
        }
        let difference = bootstrap.auc_difference(1, 0).unwrap();
        assert!(difference.low > 0.0 && difference.value < difference.high, "{difference:?}");
        let same = bootstrap.auc_difference(1, 1).unwrap();
        assert_eq!(same, Estimate { value: 0.0, low: 0.0, high: 0.0 });
        // Pairs are narrower than two intervals side by side.
        let width = |estimate: Estimate| estimate.high - estimate.low;
        assert!(width(difference) < width(bootstrap.auc(0).unwrap()) + width(bootstrap.auc(1).unwrap()));
    }

    #[test]
    fn the_same_seed_gives_the_same_intervals() {
        let (labels, noisy, _) = sample(300, 1);
        let of = |seed| Bootstrap::new(&labels, &[&noisy], seed).unwrap().run(50).auc(0).unwrap();
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }

    /// The AUC of two normal distributions that lie 1.5 standard deviations apart is 0.8556.
    #[test]
    fn intervals_hold_the_true_figure_as_often_as_they_say() {
        let truth = 0.855_578;
        let holds = |index| {
            let (labels, _, signal) = sample(600, 100 + index);
            let estimate = Bootstrap::new(&labels, &[&signal], index).unwrap().run(RESAMPLES).auc(0).unwrap();
            (estimate.low..=estimate.high).contains(&truth)
        };
        let held = (0..200).filter(|&index| holds(index)).count();
        // 190 of 200 expected, standard deviation 3.
        assert!((178..=199).contains(&held), "{held}");
    }

    #[test]
    fn rows_of_one_class_have_no_interval() {
        assert!(Bootstrap::new(&[true, true], &[&[1.0, 2.0]], 0).is_none());
        assert!(Bootstrap::new(&[true, false], &[&[1.0, f64::NAN]], 0).is_none());
        assert!(Bootstrap::new(&[], &[&[]], 0).is_none());
        let none = Bootstrap::new(&[true, false], &[&[1.0, 2.0]], 0).unwrap();
        assert_eq!((none.auc(0), none.run(5).auc(1)), (None, None));
    }
}
