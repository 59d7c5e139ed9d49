//! Balance: synthetic rows for the smaller classes, in the training part alone, and the removal of rows that confuse a
//! classifier.
//!
//! The rows are split first ([`Split`]); columns that are features ([`features`]) make a [`Space`]; [`Strategy`] says how
//! many rows each class gets, [`resample`] makes them by a [`Method`], [`clean`] names rows to remove. The cells of the
//! synthetic rows are brought into line with the domain ([`follow`]), and a [`Report`] says how similar to the real rows
//! they are, never without how close they come to single real rows. The originals are never touched.
//!
//! The definitions are imbalanced-learn's (Lemaître, Nogueira and Aridas, "Imbalanced-learn: a Python toolbox to tackle
//! the curse of imbalanced datasets in machine learning", 2017, release 0.14), so that with the same draws the same
//! rows come out. What differs:
//!
//! - A row is never its own neighbor; imbalanced-learn leaves out the first hit, which may be the row's twin. Ties are
//!   broken by row number.
//! - Rows with numbers and categories are whole with every method: what looks at numbers alone copies the categories of
//!   the base row, and SMOTE-N its numbers.
//! - Where nothing can be made, a [`Problem`] says why and what to do.

mod adasyn;
mod borderline;
mod choices;
mod cleaning;
pub mod components;
mod draft;
pub mod draws;
mod edited;
pub mod features;
mod files;
pub mod follow;
mod input;
mod job;
mod labels;
pub mod memory;
mod method;
mod neighbors;
mod options;
mod picture;
mod points;
pub mod quality;
mod random_over;
mod random_under;
mod report;
mod rows;
mod smote;
mod smote_n;
mod smote_nc;
mod space;
mod split;
mod step;
pub mod strategy;
mod task;
mod tomek;
mod work;

pub use cleaning::{Cleaned, Cleaning, Cleanup, clean};
pub use draws::{Draws, Seeded};
pub use features::{Missing, feature_counts, targets};
pub use files::{ADDED, Line, Part, file_name};
pub use input::Input;
pub use job::Balanced;
pub use labels::Labels;
pub use method::{Method, Sampling};
pub use options::{BalanceOption, Form, Making, OPTIONS, Options, PREFIX};
pub use picture::{class_paint, picture};
pub use report::{ClassCounts, Point, Report};
pub use space::{Scaling, Space};
pub use split::Split;
pub use step::{Step, WHOLE};
pub use strategy::Strategy;
pub use work::Parents;

pub use super::pace::Pace;

use super::Problem;
use task::{Task, Work};

/// A synthetic row.
#[derive(Clone, Debug, PartialEq)]
pub struct Synthetic {
    /// The class, its place among the names.
    pub class: u32,
    /// The row that it was made from.
    pub base: u32,
    /// The other parent: the row that its numbers lie towards. The base itself where there is none (SMOTE-N and random
    /// over-sampling).
    pub neighbor: u32,
    /// How far it lies from the base towards the neighbor: 0 at the base, below 1.
    pub gap: f64,
    /// The numbers, in the order of the space's columns and in their own units.
    pub numbers: Vec<f64>,
    /// The codes of the categories, in the order of the space's columns.
    pub codes: Vec<u32>,
}

/// Makes `wanted` synthetic rows for each class, classes in their order. All methods but ADASYN make exactly as many as are
/// wanted; ADASYN's rounding may end a little above or below.
///
/// # Errors
/// Parameters that are out of range; a method that does not suit the columns; a class with too few rows, or with no row
/// that the method can start from; memory that runs out; a break by `pace`.
pub fn resample(
    space: &Space,
    labels: Labels,
    wanted: &[usize],
    sampling: &Sampling,
    draws: &mut dyn Draws,
    pace: Pace,
) -> Result<Vec<Synthetic>, Problem> {
    labels.check(space)?;
    sampling.check(space)?;
    let tasks: Vec<Task> = (0..labels.names().len())
        .zip(wanted)
        .filter(|(_, wanted)| **wanted > 0)
        .map(|(class, &wanted)| Task::new(space, labels, sampling, class as u32, wanted))
        .collect();
    let mut total = 0;
    for task in &tasks {
        task.check()?;
        total = task.cost().saturating_add(total);
    }
    let mut work = Work::new(pace, total);
    let mut made = Vec::new();
    for task in &tasks {
        task.reserve(&mut made)?;
        match sampling.method {
            Method::Smote => smote::make(task, draws, &mut work, &mut made),
            Method::SmoteNc => smote_nc::make(task, draws, &mut work, &mut made),
            Method::SmoteN => smote_n::make(task, draws, &mut work, &mut made),
            Method::RandomOver => random_over::make(task, draws, &mut work, &mut made),
            Method::Borderline1 | Method::Borderline2 => borderline::make(task, draws, &mut work, &mut made),
            Method::Adasyn => adasyn::make(task, draws, &mut work, &mut made),
        }?;
    }
    Ok(made)
}
