//! Cleaning: which rows are removed, after over-sampling or without it.

use super::choices::choices;
use super::draws::Draws;
use super::labels::{Labels, rows};
use super::points::Points;
use super::space::Space;
use super::task::Work;
use super::{Pace, edited, random_under, tomek};
use crate::engine::Problem;
use crate::engine::decimal;
use crate::engine::decimal::grouped;

choices! {
    /// Which rows go.
    Cleaning {
        RandomUnder: "random-under", "Random under-sampling",
            "Removes random rows of the larger classes until they have the chosen ratio to the smallest class.";
        Tomek: "tomek", "Tomek links",
            "Removes pairs of rows of different classes that are each other's nearest neighbors: border cases, or noise.";
        EditedNearest: "edited-nearest", "Edited nearest neighbors",
            "Removes rows with any of their k nearest neighbors in another class: a wide strip along the border, often many rows.";
    }
}

choices! {
    /// Which classes lose rows.
    Cleaned {
        AllButSmallest: "all-but-smallest", "All but the smallest", "The smallest class keeps all of its rows.";
        All: "all", "All classes", "Rows of every class may go, of the smallest too.";
    }
}

/// A cleaning step with its parameters. Those that it does not use are ignored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cleanup {
    /// Which rows go.
    pub cleaning: Cleaning,
    /// Which classes lose rows (Tomek links and edited nearest neighbors); of equally small classes the first one is
    /// the smallest.
    pub classes: Cleaned,
    /// How many nearest neighbors a row has (edited nearest neighbors); at least 1.
    pub k: u32,
    /// The smallest class's rows by those of each other class afterwards (random under-sampling); above 0, at most 1.
    pub ratio: f64,
}

impl Cleanup {
    /// A step with imbalanced-learn's parameters: 3 neighbors, a ratio of 1, and all classes but the smallest.
    pub const fn new(cleaning: Cleaning) -> Self {
        Cleanup { cleaning, classes: Cleaned::AllButSmallest, k: 3, ratio: 1.0 }
    }

    /// By class: whether it may lose rows.
    pub(super) fn losing(&self, labels: Labels) -> Vec<bool> {
        let smallest = labels.smallest();
        let loses = |class| self.classes == Cleaned::All || Some(class) != smallest;
        (0..labels.names().len() as u32).map(loses).collect()
    }
}

/// The rows that go, rising. Neighbors are looked for among all rows of the space: by SMOTE-NC's metric with the weight
/// of all rows, or by the Value Difference Metric where there is no numeric column.
///
/// # Errors
/// Parameters that are out of range; fewer than two classes; fewer rows than neighbors; a break by `pace`.
pub fn clean(
    space: &Space,
    labels: Labels,
    cleanup: &Cleanup,
    draws: &mut dyn Draws,
    pace: Pace,
) -> Result<Vec<u32>, Problem> {
    labels.check(space)?;
    check(labels, cleanup)?;
    let all: Vec<u32> = (0..space.rows() as u32).collect();
    let points = || {
        if space.numeric_columns() > 0 {
            Points::mixed(space, &all)
        } else {
            Points::shares(space, &all, labels)
        }
    };
    let mut work = Work::new(pace, Work::searches(all.len()));
    match cleanup.cleaning {
        Cleaning::RandomUnder => Ok(random_under::removed(labels, cleanup.ratio, draws)),
        Cleaning::Tomek => tomek::removed(&points(), labels, cleanup, &mut work),
        Cleaning::EditedNearest => edited::removed(&points(), labels, cleanup, &mut work),
    }
}

fn check(labels: Labels, cleanup: &Cleanup) -> Result<(), Problem> {
    let count = labels.classes().len();
    let present = labels.counts().iter().filter(|count| **count > 0).count();
    if present < 2 {
        let reason = match labels.classes().first() {
            Some(&class) => format!("all {} are of class {}", rows(count), labels.name(class)),
            None => "there is no row to clean".to_owned(),
        };
        return Err(Problem::new("", reason, "choose a column with two classes or more"));
    }
    match cleanup.cleaning {
        Cleaning::EditedNearest if cleanup.k == 0 => Err(Problem::new(
            "k",
            "a row with 0 neighbors has none of another class",
            "use 1 or more; 3 is the default",
        )),
        Cleaning::EditedNearest if count <= cleanup.k as usize => {
            let needed = grouped(u64::from(cleanup.k) + 1);
            let reason =
                format!("there are {} in all; k = {} needs at least {needed}", rows(count), cleanup.k);
            Err(Problem::new("k", reason, format!("use k = {} or less", count - 1)))
        }
        Cleaning::RandomUnder if !(cleanup.ratio > 0.0 && cleanup.ratio <= 1.0) => {
            let ratio = cleanup.ratio;
            let shown = if ratio.abs() < 1e9 { decimal::text(ratio) } else { ratio.to_string() };
            let hint =
                "use the smallest class's share of each other one, above 0 and at most 1; 1 makes all equal";
            Err(Problem::new("ratio", format!("{shown} is no ratio"), hint))
        }
        _ => Ok(()),
    }
}
