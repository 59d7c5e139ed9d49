use std::ops::ControlFlow;

use super::*;
use crate::engine::balance::{Labels, Scaling, Space};
use crate::engine::random::{Purpose, Stream, Streams};

fn stream(seed: u64) -> Stream {
    Streams::new(seed).stream(Purpose::Balance)
}

/// The plainest search there is, without blocks.
fn by_hand(points: &Points, query: u32, k: usize) -> Vec<u32> {
    let distance = |a: u32, b: u32| {
        let groups = points.numbers(a).chunks(points.group).zip(points.numbers(b).chunks(points.group));
        let numbers = groups.fold(0.0, |sum, (a, b)| {
            let part = a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + (a - b).abs());
            sum + part * part
        });
        let pairs = points.codes(a).iter().zip(points.codes(b));
        pairs.fold(numbers, |sum, (a, b)| sum + if a == b { 0.0 } else { points.weight })
    };
    let mut others: Vec<(f64, u32)> = (0..points.count as u32)
        .filter(|&other| other != query)
        .map(|other| (distance(query, other), other))
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    others.into_iter().take(k).map(|(_, point)| point).collect()
}

fn assert_agrees(points: &Points, k: usize) {
    let mut pace = |_, _| ControlFlow::Continue(());
    let mut work = Work::new(&mut pace, 1);
    let queries: Vec<u32> = (0..points.count as u32).rev().step_by(3).collect();
    let expected: Vec<u32> = queries.iter().flat_map(|&query| by_hand(points, query, k)).collect();
    assert_eq!(search(points, &queries, k, &mut work).unwrap(), expected);

    // Classes that lie together, that are mixed, and one without a row.
    let names: Vec<String> = (0..4).map(|class| class.to_string()).collect();
    for class in [
        |point: u32| point % 7 % 3,
        |point: u32| u32::from(point.is_multiple_of(20)),
        |point: u32| point / 128 % 3,
    ] {
        let classes: Vec<u32> = (0..points.count as u32).map(class).collect();
        let labels = Labels::new(&classes, &names).unwrap();
        let expected: Vec<Option<u32>> = queries
            .iter()
            .zip(expected.chunks(k))
            .map(|(&query, nearest)| {
                nearest.iter().copied().find(|&other| labels.of(other) != labels.of(query))
            })
            .collect();
        assert_eq!(nearest_foreign(points, labels, &queries, k, &mut work).unwrap(), expected);
    }
}

/// Numbers of which `values` decides how many equal ones there are; 0 for none.
fn space(seed: u64, rows: usize, numeric: usize, categorical: usize, values: u32) -> Space {
    let mut stream = stream(seed);
    let mut number = || {
        if values > 0 { f64::from(stream.below(values)) } else { stream.normal(0.0, 1.0) }
    };
    let numbers: Vec<Vec<f64>> = (0..numeric).map(|_| (0..rows).map(|_| number()).collect()).collect();
    let mut stream = Streams::new(seed).stream(Purpose::Row);
    let codes: Vec<Vec<u32>> =
        (0..categorical).map(|_| (0..rows).map(|_| stream.below(4)).collect()).collect();
    Space::new(&numbers, &codes, Scaling::None).unwrap()
}

#[test]
fn the_search_agrees_with_one_by_hand() {
    for (seed, rows, numeric, k) in
        [(1, 2, 1, 1), (2, 9, 3, 8), (3, 257, 2, 5), (4, 700, 10, 5), (5, 333, 25, 40)]
    {
        for values in [0, 3, 1] {
            let space = space(seed, rows, numeric, 2, values);
            let all: Vec<u32> = (0..rows as u32).collect();
            assert_agrees(&Points::numeric(&space, &all), k);
            assert_agrees(&Points::mixed(&space, &all), k);
        }
    }
}

#[test]
fn it_agrees_by_the_value_difference_metric_where_many_are_equally_near() {
    for classes in [2_u32, 3] {
        let space = space(6, 500, 0, 4, 0);
        let names: Vec<String> = (0..classes).map(|class| class.to_string()).collect();
        let mut stream = stream(7);
        let labels: Vec<u32> = (0..500).map(|_| stream.below(classes)).collect();
        let labels = Labels::new(&labels, &names).unwrap();
        let all: Vec<u32> = (0..500).collect();
        assert_agrees(&Points::shares(&space, &all, labels), 7);
    }
}

/// What single precision cannot hold, or cannot tell apart, is left to the exact distance.
#[test]
fn it_agrees_on_numbers_of_any_size_and_on_codes_that_share_a_byte() {
    for (size, offset) in
        [(1e149, 0.0), (1e-150, 0.0), (1e-310, 0.0), (1e-3, 1e12), (1.0, -1e149), (1e30, 1e20)]
    {
        let mut stream = stream(10);
        let mut column = || (0..300).map(|_| offset + size * stream.normal(0.0, 1.0)).collect::<Vec<f64>>();
        let numbers = [column(), column(), column(), vec![offset; 300]];
        let codes: Vec<u32> = (0..300).map(|row| row * 256 % 1_024 + row % 5 * 32).collect();
        let all: Vec<u32> = (0..300).collect();
        let space = Space::new(&numbers, &[codes.clone(), vec![u32::MAX; 300]], Scaling::None).unwrap();
        assert_agrees(&Points::mixed(&space, &all), 4);
        let space = Space::new(&[], &[codes], Scaling::None).unwrap();
        assert_agrees(&Points::mixed(&space, &all), 4);
    }
}

#[test]
fn it_agrees_on_more_columns_than_a_byte_counts() {
    let codes: Vec<Vec<u32>> =
        (0..600).map(|column| (0..200).map(|row| row * column % 7 % 2).collect()).collect();
    let space = Space::new(&[(0..200).map(f64::from).collect()], &codes, Scaling::Standard).unwrap();
    let all: Vec<u32> = (0..200).collect();
    assert_agrees(&Points::mixed(&space, &all), 3);
}

#[test]
fn equal_points_are_found_in_the_order_of_their_numbers_without_looking_at_all() {
    let rows = 4_096;
    let space = Space::new(&[vec![1.5; rows]], &[], Scaling::None).unwrap();
    let all: Vec<u32> = (0..rows as u32).collect();
    let points = Points::numeric(&space, &all);
    let rounding = Rounding::of(&points);
    let tree = Tree::new(&points, &rounding, all);
    let (mut query, mut nearest) = (Query::default(), Nearest::new(3));
    query.set(&rounding, &points, 4_000);
    let operations = tree.search(&query, &mut nearest);
    assert_eq!(nearest.points().collect::<Vec<_>>(), [0, 1, 2]);
    assert!(operations < rows as u64, "{operations}");
}

#[test]
fn little_is_looked_at_where_points_differ_in_little() {
    for (numeric, categorical, share) in [(1, 0, 0.05), (3, 0, 0.1), (1, 6, 0.3)] {
        let space = space(9, 4_096, numeric, categorical, 0);
        let all: Vec<u32> = (0..4_096).collect();
        let points = Points::mixed(&space, &all);
        let rounding = Rounding::of(&points);
        let tree = Tree::new(&points, &rounding, all);
        let (mut query, mut nearest) = (Query::default(), Nearest::new(5));
        let operations: u64 = (0..100)
            .map(|point| {
                query.set(&rounding, &points, point * 40);
                nearest.clear();
                tree.search(&query, &mut nearest)
            })
            .sum();
        let looked_at = operations as f64 / (100 * 256 * tree.operations_of_block()) as f64;
        assert!(looked_at < share, "{numeric} and {categorical}: {looked_at}");
    }
}

#[test]
fn a_break_stops_the_search() {
    let space = space(8, 5_000, 10, 0, 0);
    let all: Vec<u32> = (0..5_000).collect();
    let mut heard = Vec::new();
    let mut pace = |done, total| {
        heard.push((done, total));
        if heard.len() < 3 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let mut work = Work::new(&mut pace, 5_000 * 20);
    let problem = search(&Points::numeric(&space, &all), &all, 5, &mut work).unwrap_err();
    assert_eq!(problem.reason, "balancing was stopped");
    assert!(heard.len() == 3 && heard.is_sorted() && heard.iter().all(|(done, total)| done <= total));
}
