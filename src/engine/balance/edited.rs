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
    let losing = cleanup.losing(labels);
    let is_cleaned = |row: &u32| losing.get(labels.of(*row) as usize) == Some(&true);
    let rows: Vec<u32> = (0..points.count as u32).filter(is_cleaned).collect();
    let foreign = neighbors::nearest_foreign(points, labels, &rows, cleanup.k as usize, work)?;
    Ok(rows.into_iter().zip(foreign).filter(|(_, foreign)| foreign.is_some()).map(|(row, _)| row).collect())
}
