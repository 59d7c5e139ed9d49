//! The nearest neighbors of rows, and the nearest row of another class.

use super::labels::Labels;
use super::points::Points;
use super::task::{Work, out_of_memory};
use crate::engine::Problem;
use crate::engine::cores;
use crate::engine::models::neighbors::{self, Nearest, Query, Rounding, Tree};

/// The `k` nearest points of each of `queries` (numbers of points, each of which is not its own neighbor), nearest
/// first, one query after the other. There are more than `k` points.
pub fn search(points: &Points, queries: &[u32], k: usize, work: &mut Work) -> Result<Vec<u32>, Problem> {
    let mut found = Vec::new();
    let size = queries.len().checked_mul(k).ok_or_else(out_of_memory)?;
    found.try_reserve_exact(size).map_err(|_| out_of_memory())?;
    found.resize(size, 0);
    let all = (0..points.count as u32).collect();
    neighbors::search(points, all, queries, k, |place, nearest, operations| {
        for (slot, (_, point)) in found.iter_mut().skip(place * k).zip(nearest) {
            *slot = *point;
        }
        work.searched(operations)
    })?;
    Ok(found)
}

/// By query: the nearest point of another class, if it is among the `k` nearest points. There are more than `k` points.
///
/// Not all of these need to be found: with `k` points of the own class at hand, it suffices that no point of another
/// class comes before the last of them; and where one does, that fewer than `k` of the own class come before it.
pub fn nearest_foreign(
    points: &Points,
    labels: Labels,
    queries: &[u32],
    k: usize,
    work: &mut Work,
) -> Result<Vec<Option<u32>>, Problem> {
    let rounding = Rounding::of(points);
    let classes = 0..labels.names().len() as u32;
    let trees: Vec<Tree> = classes.map(|class| Tree::new(points, &rounding, labels.rows(class))).collect();
    let mut found = vec![None; queries.len()];
    let point = |place: u32| queries.get(place as usize).copied().unwrap_or_default();
    for (class, tree) in trees.iter().enumerate() {
        let mut places = tree.by_place(queries, points.count);
        places.retain(|&place| labels.of(point(place)) as usize == class);
        let others = || trees.iter().enumerate().filter(|(other, _)| *other != class).map(|(_, tree)| tree);
        let search = |places: &[u32]| {
            let (mut query, mut own, mut foreign) = (Query::default(), Nearest::new(k), Nearest::new(1));
            let search = |&place: &u32| {
                query.set(&rounding, points, point(place));
                own.clear();
                let mut operations = tree.search_nearby(&query, &mut own);
                foreign.clear();
                foreign.limit(own.last());
                operations += others().map(|tree| tree.search(&query, &mut foreign)).sum::<u64>();
                if !foreign.is_full() {
                    return (None, operations);
                }
                own.clear();
                own.limit(foreign.last());
                own.stop_when_full();
                operations += tree.search(&query, &mut own);
                (if own.is_full() { None } else { foreign.points().next() }, operations)
            };
            places.iter().map(search).collect::<Vec<_>>()
        };
        cores::in_chunks(&places, neighbors::TOGETHER, search, |places, all| {
            places.iter().zip(all).try_for_each(|(&place, (foreign, operations))| {
                if let Some(found) = found.get_mut(place as usize) {
                    *found = foreign;
                }
                work.searched(operations)
            })
        })?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
