//! What a comparison of detectors says. It holds what is needed to move a threshold without asking again: the score of
//! every row that the answer key names.

use serde::{Deserialize, Serialize};

use super::recipe::Recipe;
use crate::engine::models::bootstrap::Estimate;
use crate::engine::models::breakdown::Answers;
use crate::engine::models::calibration::ReliabilityBin;
use crate::engine::models::curves::CurvePoint;
use crate::engine::models::detector::Detector;
use crate::engine::models::metrics::Confusion;
use crate::engine::models::supervised::Supervised;
use crate::engine::problem::Problem;
use crate::engine::text::Text;

/// What a comparison of detectors says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Rows of the data.
    pub rows: Counts,
    /// Rows that detectors learned from.
    pub train: Counts,
    /// Rows that they were judged on.
    pub test: Counts,
    /// How the rows were split, in words: "stratified split".
    pub split: Text,
    /// What the detectors saw, the numbers first.
    pub features: Vec<Text>,
    /// What the answer key says of the test rows that are anomalous or look so.
    pub answers: Answers,
    /// The detectors, the largest area under the ROC curve first.
    pub detectors: Vec<Scored>,
    /// Detectors that could not be tried, and why.
    pub skipped: Vec<Skipped>,
    /// Places among the answers of the anomalous rows that no detector finds, where each calls at most as many rows
    /// anomalous as there are anomalous ones.
    pub missed_by_all: Vec<u32>,
    /// The columns that alone tell the classes apart, with their areas under the ROC curve.
    pub giveaways: Vec<Giveaway>,
    /// What balancing before the split would have claimed, where balancing was asked for.
    pub lesson: Option<Lesson>,
    /// What a reader should know before using the figures.
    pub notes: Vec<Text>,
    /// What of the data it was made of.
    pub recipe: Box<Recipe>,
}

/// Numbers of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All rows.
    pub rows: u64,
    /// Anomalous rows, by their label.
    pub anomalous: u64,
}

impl Counts {
    /// Those of rows with these labels.
    pub fn of(labels: &[bool]) -> Self {
        let anomalous = labels.iter().filter(|label| **label).count();
        Counts { rows: labels.len() as u64, anomalous: anomalous as u64 }
    }

    /// The rows that are not anomalous.
    pub fn normal(self) -> u64 {
        self.rows.saturating_sub(self.anomalous)
    }

    /// The share of anomalous rows: the average precision of a detector that knows nothing.
    pub fn prevalence(self) -> Option<f64> {
        (self.rows > 0).then(|| self.anomalous as f64 / self.rows as f64)
    }
}

/// How a detector learns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Learning {
    /// Without labels.
    #[default]
    Unsupervised,
    /// From labels.
    Supervised,
    /// Not at all: by rules.
    Rules,
}

impl Learning {
    /// How the detector with a key learns.
    pub fn of(key: &str) -> Self {
        match (Supervised::find(key), Detector::of_key(key)) {
            (Some(_), _) => Learning::Supervised,
            (None, Some(_)) => Learning::Unsupervised,
            (None, None) => Learning::Rules,
        }
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Learning::Unsupervised => words!("unsupervised"),
            Learning::Supervised => words!("supervised"),
            Learning::Rules => words!("rules"),
        }
    }
}

/// A detector with its figures on the test rows. What is undefined, because a class has no row, is none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// The key of the detector; no two of a report share key and balancing.
    pub key: String,
    /// The name.
    pub name: Text,
    /// What it finds, and what it is blind to.
    pub about: Text,
    /// How it learns.
    pub learning: Learning,
    /// Whether it learned from a training part with synthetic rows.
    pub balanced: bool,
    /// The area under the ROC curve, with the interval that holds 95 % of resamples.
    pub auc: Option<Estimate>,
    /// The average precision, with its interval.
    pub average_precision: Option<Estimate>,
    /// Precision and recall where as many rows are called anomalous as there are.
    pub precision_at_n: Option<f64>,
    /// The ROC curve; each point is a threshold that can be chosen.
    pub roc: Vec<CurvePoint>,
    /// The precision–recall curve.
    pub precision_recall: Vec<CurvePoint>,
    /// The point of the ROC curve with the highest F1.
    pub best_f1: usize,
    /// Of detectors whose scores are probabilities: how true they are.
    pub calibration: Option<Calibration>,
    /// The scores of the rows of the answers.
    pub scores: Vec<f64>,
    /// What is lost without a feature, the most first.
    pub importance: Vec<Importance>,
    /// Some rows explained, by their places among the answers.
    pub explained: Vec<Explained>,
    /// The nodes of a decision tree that can be read; the first is the root.
    pub tree: Vec<TreeNode>,
}

impl Scored {
    /// The name, with what sets it apart from the same detector without it.
    pub fn title(&self) -> Text {
        let name = self.name.clone();
        if self.balanced { text!("{detector}, balanced", detector = name) } else { name }
    }

    /// How many rows are called right and wrong at a point of the ROC curve.
    pub fn confusion(&self, point: usize, test: Counts) -> Confusion {
        let point = self.roc.get(point).or(self.roc.last());
        let (x, y) = point.map_or((0.0, 0.0), |point| (point.x, point.y));
        let true_positives = (y * test.anomalous as f64).round() as u64;
        let false_positives = (x * test.normal() as f64).round() as u64;
        Confusion {
            true_positives,
            false_positives,
            true_negatives: test.normal().saturating_sub(false_positives),
            false_negatives: test.anomalous.saturating_sub(true_positives),
        }
    }

    /// The point of the ROC curve with the highest F1.
    pub fn point_of_best_f1(&self, test: Counts) -> usize {
        let f1 = |point: usize| self.confusion(point, test).f1().unwrap_or(0.0);
        // Of equal ones the first, where fewer rows are called anomalous.
        (0..self.roc.len()).rev().max_by(|&one, &other| f1(one).total_cmp(&f1(other))).unwrap_or(0)
    }

    /// The lowest score that is called anomalous at a point of the ROC curve.
    pub fn threshold(&self, point: usize) -> f64 {
        self.roc.get(point).or(self.roc.last()).map_or(f64::INFINITY, |point| point.threshold)
    }
}

/// How true probabilities are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The mean squared distance from the truth (Brier, 1950).
    pub brier: f64,
    /// That of the share of anomalous rows, said of every row.
    pub baseline: f64,
    /// What was predicted and what was observed.
    pub bins: Vec<ReliabilityBin>,
}

/// What a detector loses where a feature is permuted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Importance {
    /// The feature.
    pub feature: Text,
    /// The mean loss in the area under the ROC curve.
    pub mean: f64,
    /// Its standard deviation between repeats.
    pub deviation: f64,
}

/// Why a detector gave a row its score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// The row's place among the answers.
    pub place: u32,
    /// The score without any feature.
    pub base: f64,
    /// What each feature adds, the most first; what the others add together stands last.
    pub parts: Vec<(Text, f64)>,
    /// What is added up.
    pub unit: Text,
}

/// A node of a decision tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    /// What is asked: a condition, and the places of the nodes where it holds and where it does not.
    pub question: Option<(Text, [u32; 2])>,
    /// Training rows.
    pub rows: Counts,
}

/// A detector that could not be tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Its name.
    pub name: Text,
    /// Why.
    pub reason: Text,
    /// What to do.
    pub hint: Text,
}

impl Skipped {
    /// A detector of this name, and its problem.
    pub fn of(name: Text, problem: &Problem) -> Self {
        Skipped { name, reason: problem.reason.clone(), hint: problem.hint.clone() }
    }
}

/// A column that alone tells the classes apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Giveaway {
    /// The feature.
    pub feature: Text,
    /// The area under its ROC curve on the test rows, in the better direction.
    pub auc: f64,
}

/// What balancing before the split claims, beside what is so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    /// The detector.
    pub detector: Text,
    /// The method of balancing.
    pub method: String,
    /// Split first, and the training part balanced alone.
    pub honest: Estimate,
    /// Balanced first, and split then.
    pub inflated: Estimate,
}
