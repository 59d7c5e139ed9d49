//! Calibration: the threat score as a detector. What each threshold finds, and what it asks of a team.

use serde::{Deserialize, Serialize};

use crate::engine::models::metrics::{average_precision, operating_points};
use crate::engine::models::rank::{auc, groups};

/// The points of a curve at most.
const MOST: usize = 200;

/// What a threshold makes of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// From this score on a row is an alert.
    pub threshold: f64,
    /// Alerts a day.
    pub alerts_per_day: f64,
    /// The share of alerts that are anomalous.
    pub precision: f64,
    /// The share of anomalous rows that are alerts.
    pub recall: f64,
}

/// The threat score as a detector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// By falling threshold.
    pub points: Vec<Point>,
    /// The area under the ROC curve; none where a class has no row.
    pub auc: Option<f64>,
    /// The average precision; none where a class has no row.
    pub average_precision: Option<f64>,
}

impl Calibration {
    /// Of scores with their labels. They stand for so many rows, which cover so many days.
    pub fn new(scores: &[f64], labels: &[bool], rows: u64, days: f64) -> Self {
        let groups = groups(scores, labels);
        let each = rows as f64 / (scores.len().max(1) as f64 * days.max(1.0));
        let all: Vec<Point> = operating_points(&groups)
            .skip(1)
            .map(|point| {
                let confusion = point.confusion;
                let alerts = confusion.true_positives + confusion.false_positives;
                Point {
                    threshold: point.threshold,
                    alerts_per_day: alerts as f64 * each,
                    precision: confusion.precision().unwrap_or(0.0),
                    recall: confusion.recall().unwrap_or(0.0),
                }
            })
            .collect();
        Calibration {
            points: thinned(&all),
            auc: auc(&groups),
            average_precision: average_precision(&groups),
        }
    }

    /// The lowest threshold with at most so many alerts a day; the highest there is where even that has more.
    pub fn threshold_for(&self, alerts_per_day: f64) -> Option<f64> {
        let fits = self.points.iter().rev().find(|point| point.alerts_per_day <= alerts_per_day);
        fits.or(self.points.first()).map(|point| point.threshold)
    }

    /// Where Medium, High and Critical begin for a team that can handle so many alerts a day: High opens an alert, a tenth of the
    /// alerts is Critical, and five times as many rows are Medium.
    pub fn thresholds_for(&self, alerts_per_day: f64) -> Option<[f64; 3]> {
        let [medium, high, critical] =
            [5.0, 1.0, 0.1].map(|share| self.threshold_for(alerts_per_day * share));
        Some([medium?, high?, critical?])
    }

    /// What a threshold makes of the rows.
    pub fn at(&self, threshold: f64) -> Option<&Point> {
        self.points.iter().rev().find(|point| point.threshold >= threshold)
    }
}

/// At most so many points, evenly by their place; the first and the last are kept.
fn thinned(points: &[Point]) -> Vec<Point> {
    if points.len() <= MOST {
        return points.to_vec();
    }
    let last = points.len() - 1;
    (0..MOST).filter_map(|place| points.get(place * last / (MOST - 1)).copied()).collect()
}
