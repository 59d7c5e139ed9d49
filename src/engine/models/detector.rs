//! The unsupervised detectors, by one interface: what they are called, what each finds, and to what each is blind.

use std::sync::Arc;

use super::Matrix;
use super::copod::Copod;
use super::ecod::Ecod;
use super::hbos::{self, Hbos};
use super::isolation_forest::{self, IsolationForest};
use super::knn::{self, Knn};
use super::lof::{self, Lof};
use super::pca::Pca;
use crate::engine::Problem;
use crate::engine::pace::Pace;

/// A way to find anomalies without labels. Definitions and defaults are those of PyOD (Zhao, Nasrullah and Li, "PyOD: a
/// Python toolbox for scalable outlier detection", 2019); the module of each says what differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detector {
    /// Empirical tails of single columns.
    Ecod,
    /// Tails of the empirical copula.
    Copod,
    /// Histograms of single columns.
    Hbos,
    /// Random splits that set rows apart.
    IsolationForest,
    /// Density relative to that around the neighbors.
    Lof,
    /// Distance to the fifth neighbor.
    Knn,
    /// Distance to principal axes.
    Pca,
}

impl Detector {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Detector; 7] = [
        Detector::Ecod,
        Detector::Copod,
        Detector::Hbos,
        Detector::IsolationForest,
        Detector::Lof,
        Detector::Knn,
        Detector::Pca,
    ];

    /// Its key in settings and files.
    pub fn key(self) -> &'static str {
        match self {
            Detector::Ecod => "ecod",
            Detector::Copod => "copod",
            Detector::Hbos => "hbos",
            Detector::IsolationForest => "iforest",
            Detector::Lof => "lof",
            Detector::Knn => "knn",
            Detector::Pca => "pca",
        }
    }

    /// The detector with a key.
    pub fn of_key(key: &str) -> Option<Self> {
        Detector::ALL.into_iter().find(|detector| detector.key() == key)
    }

    /// About how long it takes to fit and to judge beside the others, as measured.
    pub fn effort(self) -> u32 {
        match self {
            Detector::Lof => 7,
            Detector::Ecod | Detector::Copod => 2,
            Detector::Hbos | Detector::IsolationForest | Detector::Knn | Detector::Pca => 1,
        }
    }

    /// Its name on screen.
    pub fn name(self) -> &'static str {
        match self {
            Detector::Ecod => "ECOD",
            Detector::Copod => "COPOD",
            Detector::Hbos => "HBOS",
            Detector::IsolationForest => words!("Isolation forest"),
            Detector::Lof => words!("Local outlier factor"),
            Detector::Knn => words!("k nearest neighbors"),
            Detector::Pca => "PCA",
        }
    }

    /// What it finds and what it is blind to, in one sentence.
    pub fn description(self) -> &'static str {
        match self {
            Detector::Ecod => {
                words!(
                    "Finds rows with unusually small or large values in single columns; blind to unusual combinations of \
                     usual values, and to rare values in the middle of a column."
                )
            }
            Detector::Copod => {
                words!(
                    "Finds rows with unusually small or large values, weighing the longer tail of each column; blind to \
                     unusual combinations of usual values, and to rare values in the middle of a column."
                )
            }
            Detector::Hbos => {
                words!(
                    "Finds rows with rare values in single columns, in the middle of a column, too; blind to unusual \
                     combinations of usual values, and to differences within a bin."
                )
            }
            Detector::IsolationForest => {
                words!(
                    "Finds rows that a few random splits set apart, whatever the scales of the columns; weak on rows that \
                     are unusual only among their neighbors, and where many columns say nothing."
                )
            }
            Detector::Lof => {
                words!(
                    "Finds rows in sparser surroundings than their neighbors have, combinations of values included; blind \
                     to groups of more than k anomalies that lie together."
                )
            }
            Detector::Knn => {
                words!(
                    "Finds rows far from all others, combinations of values included; blind to groups of more than k \
                     anomalies that lie together, and to rows that are unusual only beside a dense group."
                )
            }
            Detector::Pca => {
                words!(
                    "Finds rows that break the linear relations between columns; blind to relations that are not linear, \
                     and to groups of rows."
                )
            }
        }
    }

    /// The default parameters, in words.
    pub fn parameters(self) -> String {
        match self {
            Detector::Ecod | Detector::Copod | Detector::Pca => "none".to_owned(),
            Detector::Hbos => {
                let hbos::Options { bins, alpha, tolerance } = hbos::Options::default();
                format!("{bins} bins, alpha {alpha}, tolerance {tolerance}")
            }
            Detector::IsolationForest => {
                let options = isolation_forest::Options::default();
                format!("{} trees of {} rows", options.trees, options.rows)
            }
            Detector::Lof => format!("k = {}", lof::NEIGHBORS),
            Detector::Knn => format!("k = {}", knn::NEIGHBORS),
        }
    }

    /// Learns from training rows, with the default parameters. Only the isolation forest uses the seed.
    ///
    /// # Errors
    /// Fewer than two rows, or too few for the neighbors that it looks at; a number that is missing, infinite or larger
    /// than 1e100; columns that it can make nothing of; a break by `pace`; memory that runs out.
    pub fn fit(self, training: &Arc<Matrix>, seed: u64, pace: Pace) -> Result<Fitted, Problem> {
        let model = match self {
            Detector::Ecod => Model::Ecod(Ecod::fit(training)?),
            Detector::Copod => Model::Copod(Copod::fit(training)?),
            Detector::Hbos => Model::Hbos(Hbos::fit(training, &hbos::Options::default())?),
            Detector::IsolationForest => {
                let options = isolation_forest::Options { seed, ..Default::default() };
                Model::IsolationForest(IsolationForest::fit(training, &options, pace)?)
            }
            Detector::Lof => Model::Lof(Lof::fit(training, lof::NEIGHBORS, pace)?),
            Detector::Knn => Model::Knn(Knn::fit(training, knn::NEIGHBORS)?),
            Detector::Pca => Model::Pca(Pca::fit(training, pace)?),
        };
        Ok(Fitted { training: training.clone(), model })
    }
}

/// A detector that has learned.
#[derive(Clone, Debug)]
pub struct Fitted {
    training: Arc<Matrix>,
    model: Model,
}

#[derive(Clone, Debug)]
enum Model {
    Ecod(Ecod),
    Copod(Copod),
    Hbos(Hbos),
    IsolationForest(IsolationForest),
    Lof(Lof),
    Knn(Knn),
    Pca(Pca),
}

impl Fitted {
    /// The scores of new rows: greater is more anomalous. Only the order is comparable between detectors. Those of ECOD and
    /// COPOD depend on which rows are scored together.
    ///
    /// # Errors
    /// Another number of columns; a break by `pace`; memory that runs out.
    pub fn scores(&self, rows: &Matrix, pace: Pace) -> Result<Vec<f64>, Problem> {
        match &self.model {
            Model::Ecod(ecod) => ecod.scores(rows, pace),
            Model::Copod(copod) => copod.scores(rows, pace),
            Model::Hbos(hbos) => hbos.scores(rows, pace),
            Model::IsolationForest(forest) => forest.scores(rows, pace),
            Model::Lof(lof) => lof.scores(rows, pace),
            Model::Knn(knn) => knn.scores(rows, pace),
            Model::Pca(pca) => pca.scores(rows, pace),
        }
    }

    /// The scores of the training rows: a row is not its own neighbor, and ECOD and COPOD look at no other rows.
    ///
    /// # Errors
    /// A break by `pace`.
    pub fn training_scores(&self, pace: Pace) -> Result<Vec<f64>, Problem> {
        match &self.model {
            Model::Ecod(ecod) => ecod.training_scores(pace),
            Model::Copod(copod) => copod.training_scores(pace),
            Model::Lof(lof) => Ok(lof.training_scores().to_vec()),
            Model::Knn(knn) => knn.training_scores(pace),
            Model::Hbos(_) | Model::IsolationForest(_) | Model::Pca(_) => self.scores(&self.training, pace),
        }
    }

    /// What each column adds to the score that row `row` of `rows` has among them; none where a score is not a sum over
    /// columns, and empty where there is no such row.
    pub fn explain(&self, rows: &Matrix, row: usize) -> Option<Vec<f64>> {
        match &self.model {
            Model::Ecod(ecod) => Some(ecod.explain(rows, row)),
            Model::Copod(copod) => Some(copod.explain(rows, row)),
            _ => None,
        }
    }

    /// What each column adds to the score of a training row, as [`Fitted::explain`] says.
    pub fn explain_training(&self, row: usize) -> Option<Vec<f64>> {
        match &self.model {
            Model::Ecod(ecod) => Some(ecod.explain_training(row)),
            Model::Copod(copod) => Some(copod.explain_training(row)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ops::ControlFlow;

    fn go(_: u64, _: u64) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn keys_are_found_again() {
        for detector in Detector::ALL {
            assert_eq!(Detector::of_key(detector.key()), Some(detector));
            assert!(!detector.name().is_empty() && detector.description().ends_with('.'));
        }
        assert_eq!(Detector::of_key("svm"), None);
    }

    /// Rows and columns of every awkward kind: a score that is a number, or a problem.
    #[test]
    fn no_table_gives_a_score_that_is_no_number() {
        let values = |rows: usize, columns: usize, of: fn(usize) -> f64| {
            Matrix::new(columns, (0..rows * columns).map(of).collect())
        };
        let kinds: [fn(usize) -> f64; 5] = [
            |place| (place * place % 97) as f64,
            |_| 0.1,
            |place| if place % 7 == 0 { 1e100 } else { -1e-100 },
            |place| (place % 2) as f64,
            |place| 1e12 + (place % 5) as f64 * 1e-4,
        ];
        for (rows, columns) in [(0, 0), (1, 3), (2, 1), (3, 4), (3, 100), (40, 1), (60, 25)] {
            for kind in kinds {
                let training = Arc::new(values(rows, columns, kind));
                let new = values(5, columns.max(1), |place| (place as f64 - 4.0) * 1e30);
                for detector in Detector::ALL {
                    let Ok(fitted) = detector.fit(&training, 1, &mut go) else { continue };
                    let scores = fitted.training_scores(&mut go).unwrap();
                    assert_eq!(scores.len(), rows);
                    let more = fitted.scores(&new, &mut go).unwrap();
                    assert_eq!(more.len(), 5);
                    let none = fitted.scores(&Matrix::default(), &mut go).unwrap();
                    assert!(none.is_empty());
                    let problem = fitted.scores(&values(2, columns + 1, kind), &mut go);
                    assert!(problem.is_err());
                    let is_number = |score: &&f64| !score.is_nan();
                    let count = scores.iter().chain(&more).filter(is_number).count();
                    assert_eq!(count, rows + 5, "{detector:?}, {rows} rows, {columns} columns");
                }
            }
        }
    }
    #[test]
    fn a_thousand_columns_are_no_exception() {
        let training =
            Arc::new(Matrix::new(1_000, (0..30_000).map(|place| f64::from(place * 7 % 1_013)).collect()));
        for detector in Detector::ALL {
            let scores = detector.fit(&training, 1, &mut go).unwrap().training_scores(&mut go).unwrap();
            assert!(scores.iter().all(|score| score.is_finite()), "{detector:?}");
        }
    }
}
