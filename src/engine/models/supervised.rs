//! The supervised detectors, which learn from labeled rows: one list, one way to fit them and to ask for probabilities
//! and reasons. How well a simple one does says how hard a dataset is; a strong one that does no better than a simple
//! one says that there is little to be learned.

use super::Matrix;
use super::decision_tree::{self, DecisionTree};
use super::gradient_boosting::{self, GradientBoosting};
use super::logistic::{self, LogisticRegression};
use super::random_forest::{self, RandomForest};
use super::shapley::{self, Explanation};
use crate::engine::Problem;
use crate::engine::pace::Pace;

/// A supervised detector and how it learns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Supervised {
    /// A weighted sum of the columns.
    Logistic(logistic::Options),
    /// One tree, to be read.
    Tree(decision_tree::Options),
    /// The mean of many deep trees.
    Forest(random_forest::Options),
    /// Many small trees, each of which corrects those before it.
    Boosting(gradient_boosting::Options),
}

/// A supervised detector that has learned.
#[derive(Clone, Debug, PartialEq)]
pub enum Classifier {
    /// Logistic regression.
    Logistic(LogisticRegression),
    /// A decision tree.
    Tree(DecisionTree),
    /// A random forest.
    Forest(RandomForest),
    /// Gradient boosting.
    Boosting(GradientBoosting),
}

/// The unit of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Probabilities of an anomaly.
    Probability,
    /// Log-odds of an anomaly: the logarithm of its probability over that of a normal row.
    LogOdds,
}

impl Supervised {
    /// All of them, the simplest first, with their default options.
    pub fn all() -> [Self; 4] {
        [
            Supervised::Logistic(logistic::Options::default()),
            Supervised::Tree(decision_tree::Options::default()),
            Supervised::Forest(random_forest::Options::default()),
            Supervised::Boosting(gradient_boosting::Options::default()),
        ]
    }

    /// The one with a key, with its default options.
    pub fn find(key: &str) -> Option<Self> {
        Supervised::all().into_iter().find(|supervised| supervised.key() == key)
    }

    /// The key in links and files.
    pub fn key(self) -> &'static str {
        match self {
            Supervised::Logistic(_) => "logistic",
            Supervised::Tree(_) => "tree",
            Supervised::Forest(_) => "forest",
            Supervised::Boosting(_) => "boosting",
        }
    }

    /// About how long it takes to fit, to judge and to explain beside the others, as measured.
    pub fn effort(self) -> u32 {
        match self {
            Supervised::Forest(_) => 14,
            Supervised::Logistic(_) | Supervised::Boosting(_) => 4,
            Supervised::Tree(_) => 1,
        }
    }

    /// The name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Supervised::Logistic(_) => words!("Logistic regression"),
            Supervised::Tree(_) => words!("Decision tree"),
            Supervised::Forest(_) => words!("Random forest"),
            Supervised::Boosting(_) => words!("Gradient boosting"),
        }
    }

    /// What it can learn, and what not.
    pub fn about(self) -> &'static str {
        match self {
            Supervised::Logistic(_) => {
                words!(
                    "Learns how much each column adds to the odds of an anomaly, but not that a middle range is normal \
                     or that two columns matter only together."
                )
            }
            Supervised::Tree(_) => {
                words!(
                    "Learns a few thresholds that a person can read, but not smooth trends, and a small change of the \
                     data may change the whole tree."
                )
            }
            Supervised::Forest(_) => {
                words!(
                    "Learns curved and combined effects without tuning, but not beyond the range of the training rows, \
                     and its reasons cannot be read from one tree."
                )
            }
            Supervised::Boosting(_) => {
                words!(
                    "Learns combined effects of a few columns, often best on tables, but learns wrong labels and chance \
                     patterns too where anomalies are few."
                )
            }
        }
    }

    /// Its parameters, in words.
    pub fn parameters(self) -> String {
        match self {
            Supervised::Logistic(options) => format!("C = {}", options.c),
            Supervised::Tree(options) => {
                format!("depth at most {}, leaves of at least {} rows", options.max_depth, options.min_leaf)
            }
            Supervised::Forest(options) => {
                format!("{} trees, minimum rows of a leaf: {}", options.trees, options.min_leaf)
            }
            Supervised::Boosting(options) => {
                format!(
                    "{} trees of depth at most {}, learning rate {}",
                    options.trees, options.depth, options.rate
                )
            }
        }
    }

    /// Learns from rows, of which labels say whether they are anomalous. The same rows, labels and seed give the same
    /// classifier; only the forest draws.
    ///
    /// # Errors
    /// No rows, or labels of one class alone; not as many labels as rows; a number that is not finite; options out of
    /// range; or `pace` stopped it.
    pub fn fit(self, rows: &Matrix, labels: &[bool], seed: u64, pace: Pace) -> Result<Classifier, Problem> {
        Ok(match self {
            Supervised::Logistic(options) => {
                Classifier::Logistic(LogisticRegression::fit(rows, labels, &options, pace)?)
            }
            Supervised::Tree(options) => Classifier::Tree(DecisionTree::fit(rows, labels, &options, pace)?),
            Supervised::Forest(options) => {
                Classifier::Forest(RandomForest::fit(rows, labels, &options, seed, pace)?)
            }
            Supervised::Boosting(options) => {
                Classifier::Boosting(GradientBoosting::fit(rows, labels, &options, pace)?)
            }
        })
    }
}

impl Classifier {
    /// The probability of an anomaly of each row. The rows have the columns of the training rows.
    pub fn probabilities(&self, rows: &Matrix) -> Vec<f64> {
        match self {
            Classifier::Logistic(regression) => {
                rows.iter().map(|row| logistic::probability(regression.log_odds(row))).collect()
            }
            Classifier::Tree(tree) => rows.iter().map(|row| tree.value(row)).collect(),
            Classifier::Forest(forest) => forest.probabilities(rows),
            Classifier::Boosting(boosting) => {
                boosting.log_odds(rows).into_iter().map(logistic::probability).collect()
            }
        }
    }

    /// What each column adds to the answer to a row: Shapley values, in [`Self::unit`].
    pub fn explain(&self, row: &[f64]) -> Explanation {
        match self {
            Classifier::Logistic(regression) => {
                Explanation { base: regression.intercept(), values: regression.contributions(row) }
            }
            Classifier::Tree(tree) => shapley::trees(std::slice::from_ref(tree), 1.0, row),
            Classifier::Forest(forest) => {
                shapley::trees(forest.trees(), 1.0 / forest.trees().len() as f64, row)
            }
            Classifier::Boosting(boosting) => {
                let explanation = shapley::trees(boosting.trees(), 1.0, row);
                Explanation { base: boosting.base() + explanation.base, ..explanation }
            }
        }
    }

    /// The unit in which explanations are.
    pub fn unit(&self) -> Unit {
        match self {
            Classifier::Tree(_) | Classifier::Forest(_) => Unit::Probability,
            Classifier::Logistic(_) | Classifier::Boosting(_) => Unit::LogOdds,
        }
    }
}
