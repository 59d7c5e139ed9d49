//! The threshold: which points of a detector's ROC curve it can take, and which of them has the minimum cost.

use crate::engine::detect::{Counts, Scored};
use crate::engine::models::metrics::Costs;

/// How far Page Up and Page Down move.
const PAGE: usize = 10;

/// The point after a key on the threshold; none where the key does nothing there. To the right more rows are called
/// anomalous.
pub fn pressed(key: &str, point: usize, count: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    let moved = match key {
        "ArrowRight" | "ArrowUp" => point.saturating_add(1),
        "ArrowLeft" | "ArrowDown" => point.saturating_sub(1),
        "PageUp" => point.saturating_add(PAGE),
        "PageDown" => point.saturating_sub(PAGE),
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(moved.min(last))
}

/// The point of the minimum cost; of several the one with the fewest alarms. None where there is no point.
pub fn min_cost(scored: &Scored, test: Counts, costs: Costs) -> Option<usize> {
    let cost = |point: usize| scored.confusion(point, test).cost(costs);
    (0..scored.roc.len()).reduce(|best, other| if cost(other) < cost(best) { other } else { best })
}

/// A cost as it is typed; none where it is none.
pub fn cost(text: &str) -> Option<f64> {
    crate::engine::decimal::typed(text).filter(|cost| *cost >= 0.0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::engine::detect::Learning;
    use crate::engine::models::curves::CurvePoint;

    pub const TEST: Counts = Counts { rows: 110, anomalous: 10 };

    /// A detector whose ROC curve has these points.
    pub fn scored(roc: &[[f64; 2]]) -> Scored {
        let point = |(place, &[x, y]): (usize, &[f64; 2])| CurvePoint { x, y, threshold: 1.0 - place as f64 };
        Scored {
            key: "forest".to_owned(),
            name: "Random forest".into(),
            about: "".into(),
            learning: Learning::Supervised,
            balanced: false,
            auc: None,
            average_precision: None,
            precision_at_n: None,
            roc: roc.iter().enumerate().map(point).collect(),
            precision_recall: Vec::new(),
            best_f1: 1,
            calibration: None,
            scores: Vec::new(),
            importance: Vec::new(),
            explained: Vec::new(),
            tree: Vec::new(),
        }
    }

    #[test]
    fn keys_move_the_threshold_along_the_curve() {
        let press = |key, point| pressed(key, point, 40);
        assert_eq!((press("ArrowRight", 3), press("ArrowLeft", 3)), (Some(4), Some(2)));
        assert_eq!((press("PageUp", 35), press("PageDown", 4)), (Some(39), Some(0)));
        assert_eq!((press("Home", 9), press("End", 9), press("a", 9)), (Some(0), Some(39), None));
        assert_eq!(pressed("ArrowRight", 0, 0), Some(0));
    }

    #[test]
    fn the_minimum_cost_follows_the_costs() {
        let scored = scored(&[[0.0, 0.0], [0.0, 0.5], [0.1, 0.9], [1.0, 1.0]]);
        let cheapest = |false_alarm, missed| min_cost(&scored, TEST, Costs { false_alarm, missed });
        assert_eq!(cheapest(1.0, 1.0), Some(1));
        assert_eq!(cheapest(1.0, 10.0), Some(2));
        assert_eq!(cheapest(0.0, 1.0), Some(3));
        assert_eq!(cheapest(1.0, 0.0), Some(0));
        assert_eq!(min_cost(&super::tests::scored(&[]), TEST, Costs { false_alarm: 1.0, missed: 1.0 }), None);
        assert_eq!((cost(" 2.5"), cost("-1"), cost("many")), (Some(2.5), None, None));
    }
}
