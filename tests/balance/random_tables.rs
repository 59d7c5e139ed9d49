//! Small random tables, with twins, constant columns and rare classes: whatever is made lies where it may lie.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use cyberdatagen::engine::balance::{
    Cleaned, Cleaning, Cleanup, Labels, Method, Sampling, Scaling, Seeded, Space, Strategy, Synthetic, clean,
};
use proptest::prelude::*;
use proptest::strategy::Strategy as Strategy_;
use proptest::test_runner::TestRunner;

use crate::{make, names};

#[derive(Clone, Debug)]
struct Table {
    numbers: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
    classes: Vec<u32>,
    scaling: Scaling,
}

fn table() -> impl Strategy_<Value = Table> {
    let scaling = prop::sample::select(Scaling::ALL);
    (2_usize..50, 0_usize..4, 0_usize..4, 2_u32..4, scaling).prop_flat_map(
        |(rows, numeric, categorical, classes, scaling)| {
            let column = prop_oneof![
                3 => prop::collection::vec(-1e3..1e3, rows),
                2 => prop::collection::vec((0_i32..4).prop_map(f64::from), rows),
                1 => (-5.0..5.0).prop_map(move |number| vec![number; rows]),
                1 => prop::collection::vec(prop::sample::select(&[-1e12, 0.1, 3e11][..]), rows),
            ];
            (
                prop::collection::vec(column, numeric),
                prop::collection::vec(prop::collection::vec(0_u32..5, rows), categorical),
                // The first class is the most frequent one.
                prop::collection::vec((0..classes, 0..classes).prop_map(|(a, b)| a.min(b)), rows),
            )
                .prop_map(move |(numbers, codes, classes)| Table {
                    numbers,
                    codes,
                    classes,
                    scaling,
                })
        },
    )
}

/// Parameters, for any method.
fn parameters() -> impl Strategy_<Value = Sampling> {
    (1_u32..7, 1_u32..12, prop::option::of(0.0..2.0)).prop_map(|(k, m, shrinkage)| Sampling {
        k,
        m,
        shrinkage,
        ..Sampling::default()
    })
}

fn strategy() -> impl Strategy_<Value = &'static str> {
    prop::sample::select(&["auto", "minority", "not minority", "all", "0.9", "0=60, 1=55"][..])
}

/// The squared distance of two rows as each method measures it, in the plainest way.
fn distance(space: &Space, labels: Labels, method: Method, weight: f64, a: u32, b: u32) -> f64 {
    let numbers = space.scaled(a).iter().zip(space.scaled(b)).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    let pairs = || space.codes(a).iter().zip(space.codes(b));
    match method {
        Method::SmoteNc => numbers + weight * pairs().filter(|(a, b)| a != b).count() as f64,
        Method::SmoteN => {
            pairs().enumerate().map(|(column, (a, b))| value_difference(space, labels, column, *a, *b)).sum()
        }
        _ => numbers,
    }
}

/// The square of what two categories differ by in the shares of the classes.
fn value_difference(space: &Space, labels: Labels, column: usize, a: u32, b: u32) -> f64 {
    let share = |code: u32, class: u32| {
        let rows = (0..space.rows() as u32).filter(|&row| space.codes(row)[column] == code);
        let all: Vec<u32> = rows.map(|row| labels.classes()[row as usize]).collect();
        all.iter().filter(|&&of| of == class).count() as f64 / all.len() as f64
    };
    let difference: f64 =
        (0..labels.names().len() as u32).map(|class| (share(a, class) - share(b, class)).abs()).sum();
    difference * difference
}

/// The rows among which the nearest of `base` must be, whichever of equally near ones are taken.
fn within_reach(space: &Space, labels: Labels, sampling: &Sampling, base: u32) -> Vec<u32> {
    let class = labels.classes()[base as usize];
    let own: Vec<u32> =
        (0..space.rows() as u32).filter(|&row| labels.classes()[row as usize] == class).collect();
    let members: Vec<u32> =
        if sampling.method == Method::Borderline2 { (0..space.rows() as u32).collect() } else { own.clone() };
    let deviation = space.median_deviation(&own);
    let to = |&row: &u32| distance(space, labels, sampling.method, deviation * deviation, base, row);
    let others: Vec<u32> = members.into_iter().filter(|&row| row != base).collect();
    let mut distances: Vec<f64> = others.iter().map(to).collect();
    distances.sort_by(f64::total_cmp);
    let reach = distances[sampling.k as usize - 1] * (1.0 + 1e-9) + 1e-12;
    others.into_iter().filter(|row| to(row) <= reach).collect()
}

/// Whether a row lies where it may lie.
fn check_row(space: &Space, labels: Labels, sampling: &Sampling, row: &Synthetic) {
    let Synthetic { class, base, neighbor, gap, numbers, codes } = row;
    assert_eq!(labels.classes()[*base as usize], *class);
    assert!((0.0..1.0).contains(gap));
    assert_eq!((numbers.len(), codes.len()), (space.numeric_columns(), space.categorical_columns()));
    let moves = sampling.method == Method::RandomOver && sampling.shrinkage.is_some();
    let parents = space.numbers(*base).iter().zip(space.numbers(*neighbor));
    for (number, (from, to)) in numbers.iter().zip(parents) {
        assert!(number.is_finite());
        assert!(moves || (from.min(*to)..=from.max(*to)).contains(number), "{number} from {from} to {to}");
    }
    if sampling.method == Method::RandomOver {
        assert!(neighbor == base && codes == space.codes(*base));
        return;
    }
    let near = within_reach(space, labels, sampling, *base);
    match sampling.method {
        Method::SmoteN => assert!(neighbor == base && numbers == space.numbers(*base)),
        _ => assert!(near.contains(neighbor), "{neighbor} is no neighbor of {base}: {near:?}"),
    }
    if sampling.method == Method::Borderline2 && labels.classes()[*neighbor as usize] != *class {
        assert!(*gap < 0.5);
    }
    for (column, code) in codes.iter().enumerate() {
        let has = |row: &u32| space.codes(*row)[column] == *code;
        let is_base = has(base);
        match sampling.method {
            Method::SmoteNc => assert!(near.iter().any(has), "no neighbor of {base} has category {code}"),
            Method::SmoteN => assert!(is_base || near.iter().any(has)),
            _ => assert!(is_base),
        }
    }
}

/// A thousand random cases. What fails is made smaller and shown, and is not kept in a file.
fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1_000) })
}

#[test]
fn rows_lie_between_their_parents_and_are_as_many_as_documented() {
    let made = RefCell::new(BTreeMap::new());
    let cases = (table(), parameters(), strategy(), any::<u64>());
    runner()
        .run(&cases, |(table, parameters, strategy, seed)| {
            for &method in Method::ALL {
                let rows = check_case(&table, &Sampling { method, ..parameters }, strategy, seed);
                *made.borrow_mut().entry(method.key()).or_insert(0) += u32::from(rows > 0);
            }
            Ok(())
        })
        .unwrap();
    // Most tables suit random over-sampling, and enough of them every method.
    let made = made.into_inner();
    assert!(Method::ALL.iter().all(|method| made[method.key()] > 100), "{made:?}");
}

/// Makes rows and looks at all of them; how many there are.
fn check_case(table: &Table, sampling: &Sampling, strategy: &str, seed: u64) -> usize {
    let names = names(3);
    let labels = Labels::new(&table.classes, &names).unwrap();
    let Ok(space) = Space::new(&table.numbers, &table.codes, table.scaling) else {
        assert!(table.numbers.is_empty() && table.codes.is_empty());
        return 0;
    };
    let Ok(wanted) = strategy.parse::<Strategy>().unwrap().wanted(labels) else { return 0 };
    let made = match make(&space, labels, &wanted, sampling, &mut Seeded::new(seed)) {
        Ok(made) => made,
        Err(problem) => {
            assert!(!problem.reason.is_empty() && !problem.hint.is_empty());
            assert!(sampling.method != Method::RandomOver || table.numbers.is_empty(), "{problem}");
            return 0;
        }
    };
    made.iter().for_each(|row| check_row(&space, labels, sampling, row));
    let counts: Vec<usize> =
        (0..3).map(|class| made.iter().filter(|row| row.class == class).count()).collect();
    if sampling.method == Method::Adasyn {
        // Each row's count is rounded by a half at most.
        let slack = |(count, wanted): (&usize, &usize)| count.abs_diff(*wanted) * 2 <= table.classes.len();
        assert!(counts.iter().zip(&wanted).all(slack), "{counts:?} for {wanted:?}");
    } else {
        assert_eq!(&counts, &wanted);
    }
    // The same seed makes the same rows, and more rows begin with the same ones.
    let again = make(&space, labels, &wanted, sampling, &mut Seeded::new(seed)).unwrap();
    assert_eq!(&again, &made);
    if sampling.method != Method::Adasyn {
        let more: Vec<usize> = wanted.iter().map(|&wanted| if wanted > 0 { wanted + 2 } else { 0 }).collect();
        let more = make(&space, labels, &more, sampling, &mut Seeded::new(seed)).unwrap();
        for class in 0..3 {
            let of = |rows: &[Synthetic]| {
                rows.iter().filter(|row| row.class == class).cloned().collect::<Vec<_>>()
            };
            assert!(of(&more).starts_with(&of(&made)));
        }
    }
    made.len()
}

#[test]
fn rows_that_go_are_those_that_the_definition_names() {
    let cases = (table(), prop::sample::select(Cleaned::ALL), 0.1_f64..=1.0, 1_u32..5, any::<u64>());
    let removed = RefCell::new(BTreeMap::new());
    runner()
        .run(&cases, |(table, classes, ratio, k, seed)| {
            for &cleaning in Cleaning::ALL {
                let rows = check_cleaning(&table, &Cleanup { cleaning, classes, k, ratio }, seed);
                *removed.borrow_mut().entry(cleaning.key()).or_insert(0) += u32::from(rows > 0);
            }
            Ok(())
        })
        .unwrap();
    let removed = removed.into_inner();
    assert!(Cleaning::ALL.iter().all(|cleaning| removed[cleaning.key()] > 100), "{removed:?}");
}

/// Cleans, and looks at what goes and what stays; how many rows go.
fn check_cleaning(table: &Table, cleanup: &Cleanup, seed: u64) -> usize {
    let names = names(3);
    let labels = Labels::new(&table.classes, &names).unwrap();
    let Ok(space) = Space::new(&table.numbers, &table.codes, table.scaling) else { return 0 };
    let mut pace = |_, _| ControlFlow::Continue(());
    let Ok(removed) = clean(&space, labels, cleanup, &mut Seeded::new(seed), &mut pace) else { return 0 };
    assert!(removed.windows(2).all(|pair| pair[0] < pair[1]));
    let counts = labels.counts();
    let smallest = (0..3).filter(|&class| counts[class] > 0).min_by_key(|&class| counts[class]).unwrap();
    let of = |row: u32| table.classes[row as usize] as usize;
    if cleanup.cleaning == Cleaning::RandomUnder {
        let most = (counts[smallest] as f64 / cleanup.ratio) as usize;
        for (class, count) in counts.iter().enumerate() {
            let left = count - removed.iter().filter(|&&row| of(row) == class).count();
            assert_eq!(left, *count.min(&most));
        }
        return removed.len();
    }
    let all: Vec<u32> = (0..space.rows() as u32).collect();
    let weight = space.median_deviation(&all) * space.median_deviation(&all);
    let method = if table.numbers.is_empty() { Method::SmoteN } else { Method::SmoteNc };
    for &row in &all {
        let goes = removed.contains(&row);
        if cleanup.classes == Cleaned::AllButSmallest && of(row) == smallest {
            assert!(!goes);
            continue;
        }
        // Nearest first: the distance, and whether it is of the same class.
        let mut near: Vec<(f64, bool)> = (all.iter().filter(|&&other| other != row))
            .map(|&other| (distance(&space, labels, method, weight, row, other), of(other) == of(row)))
            .collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        let last = if cleanup.cleaning == Cleaning::Tomek { 0 } else { cleanup.k as usize - 1 };
        let has_other = |reach: f64| near.iter().any(|(distance, is_own)| *distance <= reach && !is_own);
        let reach = near[last].0;
        // Rows as far away as the last neighbor may be neighbors or not.
        assert!(!goes || has_other(reach * (1.0 + 1e-9) + 1e-12));
        assert!(
            goes || cleanup.cleaning == Cleaning::Tomek || !has_other(reach * (1.0 - 1e-9) - 1e-12),
            "row {row} stays beside another class"
        );
    }
    removed.len()
}
