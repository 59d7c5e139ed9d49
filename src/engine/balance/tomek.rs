//! Tomek links: Tomek, "Two modifications of CNN", 1976.

use super::cleaning::Cleanup;
use super::labels::Labels;
use super::neighbors;
use super::points::Points;
use super::task::Work;
use crate::engine::Problem;

/// The rows, of the classes that are cleaned, that are in a link: two rows of different classes, each the nearest
/// neighbor of the other.
pub fn removed(
    points: &Points,
    labels: Labels,
    cleanup: &Cleanup,
    work: &mut Work,
) -> Result<Vec<u32>, Problem> {
    let all: Vec<u32> = (0..points.count as u32).collect();
    let foreign = neighbors::nearest_foreign(points, labels, &all, 1, work)?;
    let losing = cleanup.losing(labels);
    let is_linked = |row: u32, other: u32| {
        foreign.get(other as usize) == Some(&Some(row)) && losing.get(labels.of(row) as usize) == Some(&true)
    };
    let nearest = all.iter().zip(&foreign).filter_map(|(&row, other)| Some((row, (*other)?)));
    Ok(nearest.filter(|&(row, other)| is_linked(row, other)).map(|(row, _)| row).collect())
}
