//! The nearest neighbors of points among points.
//!
//! Two searches give the same answer to the last bit: a linear one, and a k-d tree (Friedman, Bentley and Finkel, "An
//! algorithm for finding best matches in logarithmic expected time", 1977). Equally near points are ordered by their
//! numbers. Both measure distances in blocks of points, with one function, so that equal distances are equal.

mod blocks;
mod nearest;
mod tree;

use super::points::Points;
use super::task::{Work, out_of_memory};
use crate::engine::Problem;
use blocks::{Blocks, LANES};
use nearest::Nearest;
use tree::Tree;

/// Fewer points are searched one by one: to build a tree does not pay.
const FEW: usize = 32 * LANES;

/// The `k` nearest points of each of `queries` (numbers of points, each of which is not its own neighbor), nearest
/// first, one query after the other. There are more than `k` points.
///
/// Few points are searched linearly. Of more, a tree is tried on some queries: the more dimensions the points really
/// have, and the more their codes count, the less it can leave out, up to where it is the slower one.
pub fn search(points: &Points, queries: &[u32], k: usize, work: &mut Work) -> Result<Vec<u32>, Problem> {
    if points.count >= FEW {
        let tree = Tree::new(points);
        if tree_operations(points, &tree, queries, k) <= WORTHWHILE * linear_operations(points) {
            return by_tree(points, &tree, queries, k, work);
        }
    }
    linear(points, queries, k, work)
}

/// An operation by tree takes two to three times as long as one of a linear search, which reads everything in its order.
const WORTHWHILE: f64 = 0.4;

/// How many queries a tree is tried on.
const TRIED: usize = 48;

/// Elementary operations of a linear search for one query.
fn linear_operations(points: &Points) -> f64 {
    ((points.dimensions + points.columns + 1) * points.count) as f64
}

/// Elementary operations of a search by tree for one query: the mean of some.
fn tree_operations(points: &Points, tree: &Tree, queries: &[u32], k: usize) -> f64 {
    let mut nearest = Nearest::new(k);
    let (mut operations, mut tried) = (0, 0.0);
    for &query in queries.iter().step_by((queries.len() / TRIED).max(1)) {
        nearest.clear();
        operations += tree.search(points, query, &mut nearest);
        tried += 1.0;
    }
    operations as f64 / f64::max(tried, 1.0)
}

/// [`search`] that looks at all points.
fn linear(points: &Points, queries: &[u32], k: usize, work: &mut Work) -> Result<Vec<u32>, Problem> {
    let order: Vec<u32> = (0..points.count as u32).collect();
    let blocks = Blocks::new(points, &order);
    let mut found = reserved(queries.len(), k)?;
    let mut nearest = Nearest::new(k);
    for &query in queries {
        nearest.clear();
        (0..blocks.count()).for_each(|block| blocks.scan(block, points, query, &mut nearest));
        found.extend(nearest.points());
        work.searched(blocks.cost() * blocks.count() as u64)?;
    }
    Ok(found)
}

/// [`search`] in a k-d tree.
fn by_tree(
    points: &Points,
    tree: &Tree,
    queries: &[u32],
    k: usize,
    work: &mut Work,
) -> Result<Vec<u32>, Problem> {
    let mut found = reserved(queries.len(), k)?;
    found.resize(queries.len() * k, 0);
    let mut nearest = Nearest::new(k);
    // Points that lie together are asked for together: what one visits is at hand for the next.
    for place in tree.by_place(queries) {
        let Some(&query) = queries.get(place as usize) else { continue };
        nearest.clear();
        let operations = tree.search(points, query, &mut nearest);
        let start = place as usize * k;
        for (slot, point) in found.iter_mut().skip(start).zip(nearest.points()) {
            *slot = point;
        }
        work.searched(operations)?;
    }
    Ok(found)
}

/// Room for the answer.
fn reserved(queries: usize, k: usize) -> Result<Vec<u32>, Problem> {
    let mut found = Vec::new();
    let size = queries.checked_mul(k).ok_or_else(out_of_memory)?;
    found.try_reserve_exact(size).map_err(|_| out_of_memory())?;
    Ok(found)
}

#[cfg(test)]
mod tests;
