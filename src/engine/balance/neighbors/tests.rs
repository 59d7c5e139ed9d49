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

fn assert_all_agree(points: &Points, k: usize) {
    let mut pace = |_, _| ControlFlow::Continue(());
    let mut work = Work::new(&mut pace, 1);
    let queries: Vec<u32> = (0..points.count as u32).rev().step_by(3).collect();
    let expected: Vec<u32> = queries.iter().flat_map(|&query| by_hand(points, query, k)).collect();
    assert_eq!(linear(points, &queries, k, &mut work).unwrap(), expected);
    let tree = Tree::new(points);
    assert_eq!(by_tree(points, &tree, &queries, k, &mut work).unwrap(), expected);
    assert_eq!(search(points, &queries, k, &mut work).unwrap(), expected);
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
fn tree_and_linear_search_agree_with_one_by_hand() {
    for (seed, rows, numeric, k) in
        [(1, 2, 1, 1), (2, 9, 3, 8), (3, 257, 2, 5), (4, 700, 10, 5), (5, 333, 25, 40)]
    {
        for values in [0, 3, 1] {
            let space = space(seed, rows, numeric, 2, values);
            let all: Vec<u32> = (0..rows as u32).collect();
            assert_all_agree(&Points::numeric(&space, &all), k);
            assert_all_agree(&Points::mixed(&space, &all), k);
        }
    }
}

#[test]
fn they_agree_by_the_value_difference_metric_where_many_are_equally_near() {
    for classes in [2_u32, 3] {
        let space = space(6, 500, 0, 4, 0);
        let names: Vec<String> = (0..classes).map(|class| class.to_string()).collect();
        let mut stream = stream(7);
        let labels: Vec<u32> = (0..500).map(|_| stream.below(classes)).collect();
        let labels = Labels::new(&labels, &names).unwrap();
        let all: Vec<u32> = (0..500).collect();
        assert_all_agree(&Points::shares(&space, &all, labels), 7);
    }
}

#[test]
fn equal_points_are_found_in_the_order_of_their_numbers_without_looking_at_all() {
    let rows = 4_096;
    let space = Space::new(&[vec![1.5; rows]], &[], Scaling::None).unwrap();
    let all: Vec<u32> = (0..rows as u32).collect();
    let points = Points::numeric(&space, &all);
    let tree = Tree::new(&points);
    let mut nearest = Nearest::new(3);
    let operations = tree.search(&points, 4_000, &mut nearest);
    assert_eq!(nearest.points().collect::<Vec<_>>(), [0, 1, 2]);
    assert!(operations < rows as u64, "{operations}");
}

#[test]
fn a_tree_is_chosen_where_it_leaves_much_out() {
    for (dimensions, is_worthwhile) in [(1, true), (3, true), (40, false)] {
        let space = space(9, 2_000, dimensions, 0, 0);
        let all: Vec<u32> = (0..2_000).collect();
        let points = Points::numeric(&space, &all);
        let operations = tree_operations(&points, &Tree::new(&points), &all, 5);
        assert_eq!(operations <= WORTHWHILE * linear_operations(&points), is_worthwhile, "{dimensions}");
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
