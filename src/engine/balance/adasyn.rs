//! ADASYN: He, Bai, Garcia and Li, "ADASYN: adaptive synthetic sampling approach for imbalanced learning", 2008.

use super::borderline::all_rows;
use super::draws::Draws;
use super::labels::rows;
use super::points::Points;
use super::smote::OwnNeighbors;
use super::task::{Task, Work};
use super::{Synthetic, neighbors};
use crate::engine::Problem;

/// As SMOTE; how many rows a row gets is in proportion to the share of other classes among its `k` nearest neighbors.
pub fn make(
    task: &Task,
    draws: &mut dyn Draws,
    work: &mut Work,
    made: &mut Vec<Synthetic>,
) -> Result<(), Problem> {
    let counts = counts(task, work)?;
    let points = Points::numeric(task.space, &task.rows);
    let nearest = OwnNeighbors::of(task, &points, work)?;
    let bases = (0..).zip(counts).flat_map(|(base, count)| std::iter::repeat_n(base, count));
    for (row, base) in (0..).zip(bases) {
        draws.begin(task.class, row);
        let neighbor = draws.neighbor(task.sampling.k);
        let gap = draws.gap();
        made.push(task.between(nearest.row(base), nearest.neighbor(base, neighbor), gap));
        work.made(task.space.numeric_columns() as u64)?;
    }
    Ok(())
}

/// By row of the class: how many rows are made of it. The sums and products are rounded as imbalanced-learn's are, so
/// that a half goes the same way.
fn counts(task: &Task, work: &mut Work) -> Result<Vec<usize>, Problem> {
    let k = task.sampling.k as usize;
    let all = Points::numeric(task.space, &all_rows(task));
    let nearest = neighbors::search(&all, &task.rows, k, work)?;
    let share = |neighbors: &[u32]| {
        neighbors.iter().filter(|&&row| task.labels.of(row) != task.class).count() as f64 / k as f64
    };
    let shares: Vec<f64> = nearest.chunks_exact(k).map(share).collect();
    let sum = pairwise_sum(&shares);
    let (name, count) = (task.labels.name(task.class), rows(task.rows.len()));
    if sum == 0.0 {
        let reason = text!(
            "none of the {rows} of class {name} has another class among its k = {k} nearest",
            rows = count,
            name,
            k
        );
        let hint = text!("use SMOTE or SMOTE-NC, which start from every row, or a larger k");
        return Err(Problem::new("k", reason, hint));
    }
    let counts: Vec<usize> =
        shares.iter().map(|share| libm::rint(share / sum * task.wanted as f64) as usize).collect();
    if counts.iter().all(|&count| count == 0) {
        let reason = text!(
            "{wanted} more for class {name}, spread over its {rows}, round to none for each",
            wanted = rows(task.wanted),
            name,
            rows = count
        );
        let hint = text!("ask for more rows, or use SMOTE or SMOTE-NC");
        return Err(Problem::new("strategy", reason, hint));
    }
    Ok(counts)
}

/// A sum, added up in the order in which NumPy adds: eight sums side by side over at most 128 numbers, and halves of
/// more (Higham, "The accuracy of floating point summation", 1993).
fn pairwise_sum(numbers: &[f64]) -> f64 {
    if numbers.len() < 8 {
        return numbers.iter().sum();
    }
    if numbers.len() > 128 {
        let half = numbers.len() / 2;
        let (first, second) = numbers.split_at(half - half % 8);
        return pairwise_sum(first) + pairwise_sum(second);
    }
    let chunks = numbers.chunks_exact(8);
    let rest = chunks.remainder();
    let mut sums = [0.0; 8];
    for chunk in chunks {
        sums.iter_mut().zip(chunk).for_each(|(sum, number)| *sum += number);
    }
    let [a, b, c, d, e, f, g, h] = sums;
    rest.iter().fold(((a + b) + (c + d)) + ((e + f) + (g + h)), |sum, number| sum + number)
}
