//! SMOTE: Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: synthetic minority over-sampling technique", 2002.

use super::draws::Draws;
use super::points::Points;
use super::task::{Task, Work};
use super::{Synthetic, neighbours};
use crate::engine::Problem;

/// Each new row lies between a row of the class and one of its `k` nearest neighbours within the class.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let points = Points::numeric(task.space, &task.rows);
    let nearest = OwnNeighbours::of(task, &points, work)?;
    for row in 0..task.wanted {
        draws.begin(task.class, row as u64);
        let base = draws.base(task.rows.len() as u32);
        let neighbour = draws.neighbour(task.sampling.k);
        let gap = draws.gap();
        made.push(task.between(nearest.row(base), nearest.neighbour(base, neighbour), gap));
        work.made(task.space.numeric_columns() as u64)?;
    }
    Ok(())
}

/// The `k` nearest neighbours of each row of a class within the class.
pub struct OwnNeighbours<'a> {
    rows: &'a [u32],
    k: usize,
    /// As places among the rows of the class.
    places: Vec<u32>,
}

impl<'a> OwnNeighbours<'a> {
    /// Those among the points of the class.
    pub fn of(task: &'a Task, points: &Points, work: &mut Work) -> Result<Self, Problem> {
        let k = task.sampling.k as usize;
        let all: Vec<u32> = (0..points.count as u32).collect();
        Ok(OwnNeighbours { rows: &task.rows, k, places: neighbours::search(points, &all, k, work)? })
    }

    /// The row at a place in the class.
    pub fn row(&self, place: u32) -> u32 {
        self.rows.get(place as usize).copied().unwrap_or_default()
    }

    /// The neighbour at a place among those of the row at `place`.
    pub fn neighbour(&self, place: u32, neighbour: u32) -> u32 {
        let place = self.places.get(place as usize * self.k + neighbour as usize);
        self.row(place.copied().unwrap_or_default())
    }

    /// All neighbours of the row at a place.
    pub fn neighbours(&self, place: u32) -> impl Iterator<Item = u32> {
        (0..self.k as u32).map(move |neighbour| self.neighbour(place, neighbour))
    }
}
