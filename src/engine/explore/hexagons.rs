//! How dense points lie: counts in hexagons or rectangles over the plane.

use std::collections::BTreeMap;

/// Cells across the plane.
pub const ACROSS: usize = 40;

/// The smallest and largest of a coordinate.
pub type Ends = [f64; 2];

/// A hexagon or a rectangle: its middle and how many points lie in it.
pub type Bin = ([f64; 2], u64);

/// Hexagons with a corner at the top, whose middles lie in rows that are shifted by half a hexagon in turn: each point belongs
/// to the nearest middle (Carr et al., "Scatterplot matrix techniques for large N", 1987). Width and height of a
/// hexagon, and those that hold points.
pub fn hexagons(
    points: impl Iterator<Item = [f64; 2]>,
    x: Ends,
    y: Ends,
    aspect: f64,
) -> ([f64; 2], Vec<Bin>) {
    let width = (x[1] - x[0]) / ACROSS as f64;
    // Of a regular hexagon the height is 2/√3 of the width; rows are three quarters of it apart.
    let rows = (ACROSS as f64 / aspect / (3.0_f64.sqrt() / 2.0)).round().max(1.0);
    let apart = (y[1] - y[0]) / rows;
    let mut counts: BTreeMap<(i32, i32), u64> = BTreeMap::new();
    for [px, py] in points {
        let (u, v) = ((px - x[0]) / width, (py - y[0]) / apart);
        // The nearest middle of the even rows, and that of the odd ones.
        let even = ((v / 2.0).round() * 2.0, u.round());
        let odd = (((v - 1.0) / 2.0).round() * 2.0 + 1.0, (u - 0.5).round() + 0.5);
        let distance = |(row, column): (f64, f64)| {
            // One row is √3/2 widths high where the hexagons are regular.
            (u - column) * (u - column) + 0.75 * (v - row) * (v - row)
        };
        let (row, column) = if distance(even) <= distance(odd) { even } else { odd };
        *counts.entry((row as i32, (column * 2.0) as i32)).or_default() += 1;
    }
    let middle =
        |(row, column): (i32, i32)| [x[0] + f64::from(column) / 2.0 * width, y[0] + f64::from(row) * apart];
    ([width, apart * 4.0 / 3.0], counts.into_iter().map(|(place, count)| (middle(place), count)).collect())
}

/// Rectangles. Width and height of one, and those that hold points.
pub fn rectangles(
    points: impl Iterator<Item = [f64; 2]>,
    x: Ends,
    y: Ends,
    aspect: f64,
) -> ([f64; 2], Vec<Bin>) {
    let rows = (ACROSS as f64 / aspect).round().max(1.0) as usize;
    let size = [(x[1] - x[0]) / ACROSS as f64, (y[1] - y[0]) / rows as f64];
    let mut counts = vec![0_u64; ACROSS * rows];
    let place = |value: f64, ends: Ends, size: f64, count: usize| {
        (((value - ends[0]) / size).max(0.0) as usize).min(count - 1)
    };
    for [px, py] in points {
        counts[place(py, y, size[1], rows) * ACROSS + place(px, x, size[0], ACROSS)] += 1;
    }
    let bin = |(index, count): (usize, u64)| {
        let (row, column) = ((index / ACROSS) as f64, (index % ACROSS) as f64);
        ([x[0] + (column + 0.5) * size[0], y[0] + (row + 0.5) * size[1]], count)
    };
    (size, counts.into_iter().enumerate().filter(|(_, count)| *count > 0).map(bin).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_in_the_cell_whose_middle_is_nearest() {
        let points: Vec<[f64; 2]> = (0..2_000_u64)
            .map(|i| {
                [0, 1].map(|part| (crate::engine::random::mix(i * 2 + part) >> 40) as f64 / 16_777_216.0)
            })
            .collect();
        let (size, bins) = hexagons(points.iter().copied(), [0.0, 1.0], [0.0, 1.0], 1.0);
        assert_eq!(bins.iter().map(|bin| bin.1).sum::<u64>(), 2_000);
        let distance = |[x, y]: [f64; 2], [a, b]: [f64; 2]| {
            let (u, v) = ((x - a) / size[0], (y - b) / (size[1] * 0.75));
            u * u + 0.75 * v * v
        };
        let mut nearest = vec![0_u64; bins.len()];
        for &point in &points {
            let best = (0..bins.len())
                .min_by(|&a, &b| distance(point, bins[a].0).total_cmp(&distance(point, bins[b].0)))
                .unwrap();
            nearest[best] += 1;
        }
        assert_eq!(nearest, bins.iter().map(|bin| bin.1).collect::<Vec<_>>());
        let (_, bins) = rectangles(points.iter().copied(), [0.0, 1.0], [0.0, 1.0], 1.6);
        assert_eq!(bins.iter().map(|bin| bin.1).sum::<u64>(), 2_000);
    }
}
