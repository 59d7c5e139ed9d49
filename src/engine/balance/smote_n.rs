//! SMOTE-N, for categories alone: Chawla et al., 2002, section 6.2.

use super::Synthetic;
use super::draws::Draws;
use super::points::Points;
use super::smote::OwnNeighbors;
use super::smote_nc::most_frequent;
use super::task::{Task, Work};
use crate::engine::Problem;

/// Each category is the most frequent one of a row and its `k` nearest neighbors within the class by the Value
/// Difference Metric over all classes; of equally frequent ones, the one with the smallest code.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let points = Points::shares(task.space, &task.rows, task.labels);
    let nearest = OwnNeighbors::of(task, &points, work)?;
    let columns = task.space.categorical_columns();
    let mut votes = Vec::new();
    for row in 0..task.wanted {
        draws.begin(task.class, row as u64);
        let place = draws.base(task.rows.len() as u32);
        let base = nearest.row(place);
        let mut synthetic = task.between(base, base, 0.0);
        for (column, code) in synthetic.codes.iter_mut().enumerate() {
            votes.clear();
            votes.push(*code);
            votes.extend(nearest.neighbors(place).filter_map(|row| task.space.codes(row).get(column)));
            *code = most_frequent(&mut votes).first().copied().unwrap_or(*code);
        }
        made.push(synthetic);
        work.made((columns * task.sampling.k as usize * 8) as u64)?;
    }
    Ok(())
}
