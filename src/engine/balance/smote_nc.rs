//! SMOTE-NC, for numbers with categories: Chawla et al., 2002, section 6.1.

use super::Synthetic;
use super::draws::Draws;
use super::points::Points;
use super::smote::OwnNeighbors;
use super::task::{Task, Work};
use crate::engine::Problem;

/// As SMOTE, with a metric that counts categories too. Each category is the most frequent one of the `k` neighbors of
/// the base row; of equally frequent ones, one at random.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let points = Points::mixed(task.space, &task.rows);
    let nearest = OwnNeighbors::of(task, &points, work)?;
    let columns = task.space.categorical_columns();
    let mut votes = Vec::new();
    for row in 0..task.wanted {
        draws.begin(task.class, row as u64);
        let base = draws.base(task.rows.len() as u32);
        let neighbor = draws.neighbor(task.sampling.k);
        let gap = draws.gap();
        let mut synthetic = task.between(nearest.row(base), nearest.neighbor(base, neighbor), gap);
        for (column, code) in synthetic.codes.iter_mut().enumerate() {
            votes.clear();
            votes.extend(nearest.neighbors(base).filter_map(|row| task.space.codes(row).get(column)));
            let first = most_frequent(&mut votes);
            if first.len() > 1 {
                *code = first.get(draws.tie(first.len() as u32) as usize).copied().unwrap_or(*code);
            } else {
                *code = first.first().copied().unwrap_or(*code);
            }
        }
        made.push(synthetic);
        work.made((task.space.numeric_columns() + columns * task.sampling.k as usize * 8) as u64)?;
    }
    Ok(())
}

/// The most frequent codes, rising: several where they are equally frequent.
pub fn most_frequent(votes: &mut [u32]) -> Vec<u32> {
    votes.sort_unstable();
    let groups = || votes.chunk_by(|a, b| a == b);
    let most = groups().map(<[u32]>::len).max().unwrap_or(0);
    groups().filter(|group| group.len() == most).filter_map(|group| group.first().copied()).collect()
}
