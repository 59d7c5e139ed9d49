//! What imbalanced-learn makes and removes, made and removed here with its draws.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use cyberdatagen::engine::balance::draws::Recorded;
use cyberdatagen::engine::balance::{
    Cleaned, Cleaning, Cleanup, Labels, Method, Sampling, Scaling, Space, Strategy, clean,
};
use serde::Deserialize;

use crate::{make, names};

#[derive(Deserialize)]
struct Reference {
    over: Vec<Over>,
    cleaned: Vec<Clean>,
    strategies: Vec<Asked>,
}

#[derive(Deserialize)]
struct Over {
    name: String,
    method: String,
    scaling: String,
    k: u32,
    m: u32,
    shrinkage: Option<f64>,
    numbers: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
    classes: Vec<u32>,
    strategy: String,
    draws: Drawn,
    made: Made,
}

#[derive(Deserialize)]
struct Made {
    classes: Vec<u32>,
    numbers: Vec<Vec<f64>>,
    codes: Vec<Vec<u32>>,
    #[serde(default)]
    tied: Vec<Vec<bool>>,
    danger: Option<BTreeMap<String, Vec<u32>>>,
    counts: Option<BTreeMap<String, Vec<usize>>>,
    bases: Option<Vec<u32>>,
}

#[derive(Deserialize)]
struct Clean {
    name: String,
    cleaning: String,
    which: String,
    k: u32,
    ratio: f64,
    numbers: Vec<Vec<f64>>,
    classes: Vec<u32>,
    draws: Drawn,
    removed: Vec<u32>,
}

#[derive(Deserialize)]
struct Asked {
    counts: Vec<usize>,
    strategy: String,
    wanted: Option<Vec<usize>>,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Drawn {
    bases: Vec<u32>,
    neighbors: Vec<u32>,
    gaps: Vec<f64>,
    shortenings: Vec<f64>,
    normals: Vec<f64>,
    kept: Vec<Vec<u32>>,
}

impl Drawn {
    fn recorded(self) -> Recorded {
        Recorded {
            bases: self.bases.into(),
            neighbors: self.neighbors.into(),
            gaps: self.gaps.into(),
            shortenings: self.shortenings.into(),
            normals: self.normals.into(),
            kept: self.kept.into(),
            ..Recorded::default()
        }
    }
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("reference.json")).unwrap()
}

fn class_count(classes: &[u32]) -> usize {
    *classes.iter().max().unwrap() as usize + 1
}

/// Equal up to 10⁻⁹ of the numbers' size.
fn assert_close(found: f64, expected: f64, place: &str) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{place}: {found} is not {expected}");
}

#[test]
fn the_same_draws_make_the_same_rows() {
    let mut met = BTreeMap::new();
    for case in reference().over {
        let at = format!("{}, {}", case.method, case.name);
        let scaling = Scaling::from_key(&case.scaling).unwrap();
        let space = Space::new(&case.numbers, &case.codes, scaling).unwrap();
        let names = names(class_count(&case.classes));
        let labels = Labels::new(&case.classes, &names).unwrap();
        let wanted = case.strategy.parse::<Strategy>().unwrap().wanted(labels).unwrap();
        let method = Method::from_key(&case.method).unwrap();
        let sampling = Sampling { method, k: case.k, m: case.m, shrinkage: case.shrinkage };
        let mut draws = case.draws.recorded();
        let made = make(&space, labels, &wanted, &sampling, &mut draws).unwrap();

        let classes: Vec<u32> = made.iter().map(|row| row.class).collect();
        assert_eq!(classes, case.made.classes, "{at}");
        for (place, row) in made.iter().enumerate() {
            for (column, &number) in row.numbers.iter().enumerate() {
                assert_close(number, case.made.numbers[column][place], &format!("{at}, row {place}"));
            }
            for (column, &code) in row.codes.iter().enumerate() {
                let is_tied = case.made.tied.get(column).is_some_and(|tied| tied[place]);
                assert!(
                    is_tied || code == case.made.codes[column][place],
                    "{at}, row {place}, category {column}"
                );
            }
        }
        for (class, danger) in case.made.danger.into_iter().flatten() {
            let mut bases: Vec<u32> =
                made.iter().filter(|row| row.class.to_string() == class).map(|row| row.base).collect();
            bases.sort_unstable();
            bases.dedup();
            // Every row in danger is drawn sooner or later where many rows are made; none other ever is.
            assert!(bases.iter().all(|base| danger.contains(base)), "{at}");
            *met.entry("danger").or_insert(0) += danger.len();
            *met.entry("danger drawn").or_insert(0) += bases.len();
        }
        for (class, counts) in case.made.counts.into_iter().flatten() {
            let rows = (0..).zip(&case.classes).filter(|(_, of)| of.to_string() == class).map(|(row, _)| row);
            let found: Vec<usize> =
                rows.map(|row: u32| made.iter().filter(|made| made.base == row).count()).collect();
            assert_eq!(found, counts, "{at}");
        }
        if let Some(bases) = case.made.bases {
            assert_eq!(made.iter().map(|row| row.base).collect::<Vec<_>>(), bases, "{at}");
        }
        let left = draws.bases.len() + draws.neighbors.len() + draws.gaps.len() + draws.normals.len();
        assert_eq!((left, draws.shortenings.len()), (0, 0), "{at}: draws are left over");
        *met.entry(method.key()).or_insert(0) += made.len();
        *met.entry("ties").or_insert(0) += case.made.tied.iter().flatten().filter(|tied| **tied).count();
        *met.entry("votes").or_insert(0) += case.made.tied.iter().flatten().count();
    }
    // That the reference is not an empty one.
    assert!(Method::ALL.iter().all(|method| met[method.key()] >= 30), "{met:?}");
    assert!(met["ties"] * 2 < met["votes"], "{met:?}");
}

#[test]
fn the_danger_sets_are_equal() {
    let mut seen = 0;
    for case in reference().over {
        let Some(danger) = case.made.danger else { continue };
        let space =
            Space::new(&case.numbers, &case.codes, Scaling::from_key(&case.scaling).unwrap()).unwrap();
        let names = names(class_count(&case.classes));
        let labels = Labels::new(&case.classes, &names).unwrap();
        for (class, danger) in danger {
            // One row for each place of a base: as many distinct ones as there are rows in danger, in their order.
            let mut wanted = vec![0; names.len()];
            wanted[class.parse::<usize>().unwrap()] = danger.len() + 1;
            let mut draws = Recorded { bases: (0..=danger.len() as u32).collect(), ..Recorded::default() };
            let sampling =
                Sampling { method: Method::Borderline1, k: case.k, m: case.m, ..Sampling::default() };
            let made = make(&space, labels, &wanted, &sampling, &mut draws).unwrap();
            let bases: Vec<u32> = made.iter().map(|row| row.base).collect();
            assert_eq!(bases, danger, "{}: a place after the last has no row", case.name);
            seen += danger.len();
        }
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn the_same_rows_are_removed() {
    for case in reference().cleaned {
        let space = Space::new(&case.numbers, &[], Scaling::None).unwrap();
        let names = names(class_count(&case.classes));
        let labels = Labels::new(&case.classes, &names).unwrap();
        let cleanup = Cleanup {
            cleaning: Cleaning::from_key(&case.cleaning).unwrap(),
            classes: Cleaned::from_key(&case.which).unwrap(),
            k: case.k,
            ratio: case.ratio,
        };
        let mut draws = case.draws.recorded();
        let removed =
            clean(&space, labels, &cleanup, &mut draws, &mut |_, _| ControlFlow::Continue(())).unwrap();
        assert!(!removed.is_empty());
        assert_eq!(removed, case.removed, "{}, {}, {}", case.cleaning, case.which, case.name);
        assert!(draws.kept.is_empty());
    }
}

#[test]
fn strategies_want_the_same_counts_and_refuse_the_same() {
    for case in reference().strategies {
        let names: Vec<String> =
            ["A", "B", "C", "D", "E"].iter().take(case.counts.len()).map(|name| (*name).to_owned()).collect();
        let classes: Vec<u32> =
            (0..).zip(&case.counts).flat_map(|(class, &count)| std::iter::repeat_n(class, count)).collect();
        let labels = Labels::new(&classes, &names).unwrap();
        let found = case.strategy.parse::<Strategy>().unwrap().wanted(labels).ok();
        assert_eq!(found, case.wanted, "{} of {:?}", case.strategy, case.counts);
    }
}
