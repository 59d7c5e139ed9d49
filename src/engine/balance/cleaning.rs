//! Cleaning: which rows are removed, after over-sampling or without it.

use super::choices::choices;
use super::draws::Draws;
use super::labels::{Labels, rows};
use super::points::Points;
use super::space::Space;
use super::task::Work;
use super::{Pace, edited, random_under, tomek};
use crate::engine::Problem;
use crate::engine::decimal::{self, grouped};
use crate::engine::text::number;

choices! {
    /// Which rows go.
    Cleaning {
        RandomUnder: "random-under", words!("Random under-sampling"),
            words!("Removes random rows of the larger classes until they have the chosen ratio to the smallest class.");
        Tomek: "tomek", words!("Tomek links"),
            words!("Removes pairs of rows of different classes that are each other's nearest neighbors: border cases, or noise.");
        EditedNearest: "edited-nearest", words!("Edited nearest neighbors"),
            words!("Removes rows with any of their k nearest neighbors in another class: a wide strip along the border, often many rows.");
    }
}

choices! {
    /// Which classes lose rows.
    Cleaned {
        AllButSmallest: "all-but-smallest", words!("All but the smallest"), words!("The smallest class keeps all of its rows.");
        All: "all", words!("All classes"), words!("Rows of every class may go, of the smallest too.");
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
            Some(&class) => {
                text!("all {rows} are of class {name}", rows = rows(count), name = labels.name(class))
            }
            None => text!("there is no row to clean"),
        };
        return Err(Problem::new("", reason, text!("choose a column with two classes or more")));
    }
    match cleanup.cleaning {
        Cleaning::EditedNearest if cleanup.k == 0 => Err(Problem::new(
            "k",
            text!("a row with 0 neighbors has none of another class"),
            text!("use 1 or more; 3 is the default"),
        )),
        Cleaning::EditedNearest if count <= cleanup.k as usize => {
            let reason = text!(
                "there are {rows} in all; k = {k} needs at least {needed}",
                rows = rows(count),
                k = cleanup.k,
                needed = number(grouped(u64::from(cleanup.k) + 1))
            );
            Err(Problem::new("k", reason, text!("use k = {most} or less", most = count - 1)))
        }
        Cleaning::RandomUnder if !(cleanup.ratio > 0.0 && cleanup.ratio <= 1.0) => {
            let ratio = cleanup.ratio;
            let shown = if ratio.abs() < 1e9 { decimal::text(ratio) } else { ratio.to_string() };
            let hint = text!(
                "use the smallest class's share of each other one, above 0 and at most 1; 1 makes all equal"
            );
            Err(Problem::new("ratio", text!("{ratio} is no ratio", ratio = number(shown)), hint))
        }
        _ => Ok(()),
    }
}
