//! The figures of quality that stand beside each other: how similar the synthetic rows are, and how close to real ones.

use crate::engine::balance::quality::Quality;
use crate::engine::decimal;
use crate::engine::explore::text::percent;
use crate::page::language::number;

/// A figure with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// The element's id.
    pub id: &'static str,
    /// What it measures.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// One line on what it means.
    pub meaning: String,
    /// What is wrong, where something is.
    pub concern: Option<&'static str>,
}

/// The four figures. The similarities never come without the distance.
pub fn figures(quality: &Quality) -> [Figure; 4] {
    let closest = &quality.closest;
    [
        Figure {
            id: "balance-shapes",
            name: t!("Column shapes"),
            value: similarity(quality.column_similarity),
            meaning: t!("mean similarity of columns, 1 is equal").to_owned(),
            concern: quality.has_other_shapes().then_some(t!("Unlike the real rows")),
        },
        Figure {
            id: "balance-correlations",
            name: t!("Correlations"),
            value: similarity(quality.correlation_similarity),
            meaning: match quality.correlation_similarity {
                Some(_) => t!("similarity of pairs, 1 is equal").to_owned(),
                None => t!("needs two columns of numbers that vary").to_owned(),
            },
            concern: quality.has_other_correlations().then_some(t!("Unlike the real rows")),
        },
        Figure {
            id: "balance-distance",
            name: t!("Distance to closest record"),
            value: short(closest.median),
            meaning: t!("random rows: {distance}", distance = short(closest.random_median)),
            concern: closest.is_near().then_some(t!("Far below random rows: nearly copies")),
        },
        Figure {
            id: "balance-copies",
            name: t!("Copies"),
            value: number(&percent(closest.copies)),
            meaning: t!("synthetic rows equal to a real one").to_owned(),
            concern: closest.has_copies().then_some(t!("Repeats real rows")),
        },
    ]
}

fn similarity(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), short)
}

/// A measure from 0 to 1 with two decimals; a small one has more.
fn short(value: f64) -> String {
    number(&if value > 0.0 && value < 0.01 { decimal::text_rounded(value, 4) } else { format!("{value:.2}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::balance::quality::{Closest, Combinations};

    fn quality(shapes: f64, correlations: Option<f64>, median: f64, copies: f64) -> Quality {
        Quality {
            columns: Vec::new(),
            column_similarity: Some(shapes),
            correlation_similarity: correlations,
            combinations: Combinations::default(),
            closest: Closest { median, random_median: 0.35, protection: median / 0.35, copies, rows: 500 },
        }
    }

    #[test]
    fn good_rows_raise_no_concern() {
        let figures = figures(&quality(0.9412, Some(0.98), 0.13, 0.0));
        let values = figures.each_ref().map(|figure| figure.value.as_str());
        assert_eq!(values, ["0.94", "0.98", "0.13", "0 %"]);
        assert!(figures.iter().all(|figure| figure.concern.is_none()));
        assert_eq!(figures[2].meaning, "random rows: 0.35");
    }

    #[test]
    fn copies_and_rows_that_are_too_near_are_marked_whatever_the_similarity() {
        let figures = figures(&quality(1.0, None, 0.0052, 0.01));
        let concerns = figures.each_ref().map(|figure| figure.concern.is_some());
        assert_eq!(concerns, [false, false, true, true]);
        assert_eq!((figures[1].value.as_str(), figures[2].value.as_str()), ("–", "0.0052"));
    }
}
