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
    let nearest = neighbors::search(points, &all, 1, work)?;
    let is_linked = |row: u32, other: u32| {
        labels.of(other) != labels.of(row)
            && nearest.get(other as usize) == Some(&row)
            && cleanup.cleans(labels.of(row), labels)
    };
    Ok((0..).zip(&nearest).filter(|&(row, &other)| is_linked(row, other)).map(|(row, _)| row).collect())
}
