//! Borderline-SMOTE: Han, Wang and Mao, "Borderline-SMOTE: a new over-sampling method in imbalanced data sets learning",
//! 2005.

use super::draws::Draws;
use super::labels::rows;
use super::method::Method;
use super::neighbors;
use super::points::Points;
use super::task::{Task, Work};
use super::{Synthetic, points};
use crate::engine::Problem;

/// As SMOTE, from rows in danger alone. Variant 1 takes the neighbors from the row's own class; variant 2 from all, and
/// goes less than half of the way towards another class.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let everyone = all_rows(task);
    let all = Points::numeric(task.space, &everyone);
    let bases = in_danger(task, &all, work)?;
    if bases.is_empty() {
        return Err(none_in_danger(task));
    }
    let k = task.sampling.k as usize;
    let is_own = task.sampling.method == Method::Borderline1;
    let (members, nearest) = if is_own {
        let own = Points::numeric(task.space, &task.rows);
        let place = |row: &u32| task.rows.partition_point(|other| other < row) as u32;
        let places: Vec<u32> = bases.iter().map(place).collect();
        (&task.rows, neighbors::search(&own, &places, k, work)?)
    } else {
        (&everyone, neighbors::search(&all, &bases, k, work)?)
    };
    work.skipped(task.rows.len() - bases.len())?;
    for row in 0..task.wanted {
        draws.begin(task.class, row as u64);
        let place = draws.base(bases.len() as u32) as usize;
        let neighbor = draws.neighbor(task.sampling.k) as usize;
        let neighbor = nearest.get(place * k + neighbor).and_then(|&member| members.get(member as usize));
        let (Some(&base), Some(&neighbor)) = (bases.get(place), neighbor) else { continue };
        let is_other = task.labels.of(neighbor) != task.class;
        let gap = draws.gap() * if is_other { draws.shortening() } else { 1.0 };
        made.push(task.between(base, neighbor, gap));
        work.made(task.space.numeric_columns() as u64)?;
    }
    Ok(())
}

/// The rows of the class in danger: at least half, but not all, of their `m` nearest neighbors among all rows are of
/// another class.
fn in_danger(task: &Task, all: &points::Points, work: &mut Work) -> Result<Vec<u32>, Problem> {
    let m = task.sampling.m as usize;
    let nearest = neighbors::search(all, &task.rows, m, work)?;
    let is_in_danger = |neighbors: &[u32]| {
        let others = neighbors.iter().filter(|&&row| task.labels.of(row) != task.class).count();
        2 * others >= m && others < m
    };
    let rows = task.rows.iter().zip(nearest.chunks_exact(m));
    Ok(rows.filter(|(_, neighbors)| is_in_danger(neighbors)).map(|(row, _)| *row).collect())
}

/// All rows of the space.
pub fn all_rows(task: &Task) -> Vec<u32> {
    (0..task.space.rows() as u32).collect()
}

fn none_in_danger(task: &Task) -> Problem {
    let reason = text!(
        "none of the {rows} of class {name} is in danger: among its m = {m} nearest, all or fewer than half are of another class",
        rows = rows(task.rows.len()),
        name = task.labels.name(task.class),
        m = task.sampling.m
    );
    Problem::new("m", reason, text!("use SMOTE or SMOTE-NC, which start from every row, or another m"))
}
