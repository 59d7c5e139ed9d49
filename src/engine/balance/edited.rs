//! Edited nearest neighbors: Wilson, "Asymptotic properties of nearest neighbor rules using edited data", 1972.

use super::cleaning::Cleanup;
use super::labels::Labels;
use super::neighbors;
use super::points::Points;
use super::task::Work;
use crate::engine::Problem;

/// The rows, of the classes that are cleaned, any of whose `k` nearest neighbors is of another class.
pub fn removed(
    points: &Points,
    labels: Labels,
    cleanup: &Cleanup,
    work: &mut Work,
) -> Result<Vec<u32>, Problem> {
    let is_cleaned = |row: &u32| cleanup.cleans(labels.of(*row), labels);
    let rows: Vec<u32> = (0..points.count as u32).filter(is_cleaned).collect();
    let k = cleanup.k as usize;
    let nearest = neighbors::search(points, &rows, k, work)?;
    let goes = |(row, neighbors): &(&u32, &[u32])| {
        neighbors.iter().any(|&other| labels.of(other) != labels.of(**row))
    };
    Ok(rows.iter().zip(nearest.chunks_exact(k)).filter(goes).map(|(row, _)| *row).collect())
}
