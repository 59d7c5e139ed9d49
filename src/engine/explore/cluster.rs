//! An order in which similar things are neighbors: hierarchical clustering with average linkage (Sokal and Michener,
//! 1958), read from the leaves of the tree.

/// The order of things by their distances: repeatedly the two nearest groups are joined, end to end where they are
/// nearest. Things are few: it takes the cube of their number.
pub fn order(distances: &[Vec<f64>]) -> Vec<usize> {
    let at =
        |a: usize, b: usize| distances.get(a).and_then(|row| row.get(b)).copied().unwrap_or(f64::INFINITY);
    let mut groups: Vec<Vec<usize>> = (0..distances.len()).map(|index| vec![index]).collect();
    while groups.len() > 1 {
        let (mut best, mut pair) = (f64::INFINITY, (0, 1));
        for (i, first) in groups.iter().enumerate() {
            for (j, second) in groups.iter().enumerate().skip(i + 1) {
                let total: f64 = first.iter().flat_map(|&a| second.iter().map(move |&b| at(a, b))).sum();
                let distance = total / (first.len() * second.len()) as f64;
                if distance < best {
                    (best, pair) = (distance, (i, j));
                }
            }
        }
        let mut second = groups.remove(pair.1);
        if let Some(first) = groups.get_mut(pair.0) {
            let end = |group: &[usize], last: bool| {
                if last { group.last().copied() } else { group.first().copied() }.unwrap_or(0)
            };
            // Of the four ways to join two rows of things, the one with the nearest neighbors.
            let ways = [(true, false), (true, true), (false, false), (false, true)];
            let gap = |&(last, other): &(bool, bool)| at(end(first, last), end(&second, other));
            let way = ways.iter().min_by(|a, b| gap(a).total_cmp(&gap(b))).copied().unwrap_or(ways[0]);
            if !way.0 {
                first.reverse();
            }
            if way.1 {
                second.reverse();
            }
            first.append(&mut second);
        }
    }
    groups.into_iter().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_are_similar() {
        let places = [0.0_f64, 10.0, 1.0, 11.0, 2.0];
        let distances: Vec<Vec<f64>> =
            places.iter().map(|a| places.iter().map(|b| (a - b).abs()).collect()).collect();
        let order: Vec<f64> = order(&distances).into_iter().map(|index| places[index]).collect();
        assert!(order == [0.0, 1.0, 2.0, 10.0, 11.0] || order == [11.0, 10.0, 2.0, 1.0, 0.0], "{order:?}");
        assert_eq!(super::order(&[]), [0_usize; 0]);
    }
}
