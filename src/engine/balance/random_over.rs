//! Random over-sampling: copies, or a smoothed bootstrap (ROSE: Menardi and Torelli, "Training and assessing
//! classification rules with imbalanced data", 2014).

use super::Synthetic;
use super::draws::Draws;
use super::task::{Task, Work};
use crate::engine::Problem;

/// Each new row is a copy of one of the class, drawn with replacement. With a shrinkage s, every number moves by a
/// normal number of deviation s · h · σ, where σ is the column's population deviation within the class in its own unit
/// and h = (4 / ((d + 2) n))^(1 / (d + 4)) for d numeric columns and n rows of all classes, as in imbalanced-learn.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let dimensions = task.space.numeric_columns() as f64;
    let count = task.space.rows() as f64;
    let bandwidth = libm::pow(4.0 / ((dimensions + 2.0) * count), 1.0 / (dimensions + 4.0));
    let deviations = task.space.deviations(&task.rows);
    let shrinkage = task.sampling.shrinkage.filter(|&shrinkage| shrinkage > 0.0);
    for row in 0..task.wanted {
        draws.begin(task.class, row as u64);
        let place = draws.base(task.rows.len() as u32);
        let base = task.rows.get(place as usize).copied().unwrap_or_default();
        let mut synthetic = task.between(base, base, 0.0);
        if let Some(shrinkage) = shrinkage {
            for (number, deviation) in synthetic.numbers.iter_mut().zip(&deviations) {
                *number += shrinkage * bandwidth * deviation * draws.normal();
            }
        }
        made.push(synthetic);
        work.made(task.space.numeric_columns() as u64 * 20)?;
    }
    Ok(())
}
