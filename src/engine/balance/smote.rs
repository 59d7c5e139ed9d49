//! SMOTE: Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: synthetic minority over-sampling technique", 2002.

use super::draws::Draws;
use super::points::Points;
use super::task::{Task, Work};
use super::{Synthetic, neighbors};
use crate::engine::Problem;

/// Each new row lies between a row of the class and one of its `k` nearest neighbors within the class.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let points = Points::numeric(task.space, &task.rows);
    let nearest = OwnNeighbors::of(task, &points, work)?;
    for row in 0..task.wanted {
        draws.begin(task.class, row as u64);
        let base = draws.base(task.rows.len() as u32);
        let neighbor = draws.neighbor(task.sampling.k);
        let gap = draws.gap();
        made.push(task.between(nearest.row(base), nearest.neighbor(base, neighbor), gap));
        work.made(task.space.numeric_columns() as u64)?;
    }
    Ok(())
}

/// The `k` nearest neighbors of each row of a class within the class.
pub struct OwnNeighbors<'a> {
    rows: &'a [u32],
    k: usize,
    /// As places among the rows of the class.
    places: Vec<u32>,
}

impl<'a> OwnNeighbors<'a> {
    /// Those among the points of the class.
    pub fn of(task: &'a Task, points: &Points, work: &mut Work) -> Result<Self, Problem> {
        let k = task.sampling.k as usize;
        let all: Vec<u32> = (0..points.count as u32).collect();
        Ok(OwnNeighbors { rows: &task.rows, k, places: neighbors::search(points, &all, k, work)? })
    }

    /// The row at a place in the class.
    pub fn row(&self, place: u32) -> u32 {
        self.rows.get(place as usize).copied().unwrap_or_default()
    }

    /// The neighbor at a place among those of the row at `place`.
    pub fn neighbor(&self, place: u32, neighbor: u32) -> u32 {
        let place = self.places.get(place as usize * self.k + neighbor as usize);
        self.row(place.copied().unwrap_or_default())
    }

    /// All neighbors of the row at a place.
    pub fn neighbors(&self, place: u32) -> impl Iterator<Item = u32> {
        (0..self.k as u32).map(move |neighbor| self.neighbor(place, neighbor))
    }
}
