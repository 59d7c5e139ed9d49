//! The nearest neighbors of points among points, exactly: equally near points are ordered by their numbers.
//!
//! A k-d tree (Friedman, Bentley and Finkel, "An algorithm for finding best matches in logarithmic expected time", 1977)
//! leaves out what is too far. What remains is compared in two steps: a lower bound of the distance in single precision,
//! for sixteen points side by side, and the distance itself for the few points that pass.

mod blocks;
mod nearest;
mod points;
mod rounding;
pub mod rows;
mod tree;

pub use nearest::Nearest;
pub use points::Points;
pub use rounding::{Query, Rounding};
pub use tree::Tree;

use crate::engine::cores;

/// Queries that a core takes at once.
pub const TOGETHER: usize = 128;

/// Finds the `k` points nearest to each of `queries` among `members`, all of them numbers of points; none is its own
/// neighbor. Hands over, in an order of its own, the place of a query, its neighbors with their squared distances,
/// nearest first, and the elementary operations that it took.
///
/// # Errors
/// What `found` returns.
pub fn search<E>(
    points: &Points,
    members: Vec<u32>,
    queries: &[u32],
    k: usize,
    mut found: impl FnMut(usize, &[(f64, u32)], u64) -> Result<(), E>,
) -> Result<(), E> {
    let rounding = Rounding::of(points);
    let tree = Tree::new(points, &rounding, members);
    // Points that lie together are asked for together: what one visits is at hand for the next.
    let places = tree.by_place(queries, points.count);
    let search = |places: &[u32]| {
        let (mut query, mut nearest) = (Query::default(), Nearest::new(k));
        let search = |&place: &u32| {
            let point = queries.get(place as usize).copied().unwrap_or_default();
            query.set(&rounding, points, point);
            nearest.clear();
            let operations = tree.search(&query, &mut nearest);
            (nearest.found().to_vec(), operations)
        };
        places.iter().map(search).collect::<Vec<_>>()
    };
    cores::in_chunks(&places, TOGETHER, search, |places, all| {
        let mut each = places.iter().zip(all);
        each.try_for_each(|(&place, (nearest, operations))| found(place as usize, &nearest, operations))
    })
}
