//! What happens at the limits: every failure says the class, the number and what to do.

use std::ops::ControlFlow;

use cyberdatagen::engine::balance::draws::Recorded;
use cyberdatagen::engine::balance::{
    Cleaned, Cleaning, Cleanup, Labels, Method, Sampling, Scaling, Seeded, Space, Synthetic, clean, resample,
};
use cyberdatagen::engine::{Problem, balance};

use crate::make;

/// Two classes, `Normal` and `Rare`, with so many rows, that lie `apart` from each other; numbers and categories.
struct Data {
    space: Space,
    classes: Vec<u32>,
    names: Vec<String>,
}

impl Data {
    fn new(normal: usize, rare: usize, apart: f64, numeric: usize, categorical: usize) -> Self {
        let classes: Vec<u32> = (0..normal + rare).map(|row| u32::from(row >= normal)).collect();
        let number = |(row, class): (usize, &u32)| {
            // Spread over [0, 1) without any two at one place.
            (row as f64 * 0.618_033_988_75).fract() + f64::from(*class) * apart
        };
        let numbers = vec![classes.iter().enumerate().map(number).collect(); numeric];
        let codes = vec![(0..classes.len() as u32).map(|row| row % 3).collect(); categorical];
        let names = vec!["Normal".to_owned(), "Rare".to_owned()];
        Data { space: Space::new(&numbers, &codes, Scaling::None).unwrap(), classes, names }
    }

    fn labels(&self) -> Labels<'_> {
        Labels::new(&self.classes, &self.names).unwrap()
    }

    fn make(&self, sampling: Sampling) -> Result<Vec<Synthetic>, Problem> {
        make(&self.space, self.labels(), &[0, 20], &sampling, &mut Seeded::new(1))
    }

    fn fails(&self, sampling: Sampling) -> String {
        self.make(sampling).unwrap_err().to_string()
    }
}

fn with(method: Method) -> Sampling {
    Sampling { method, ..Sampling::default() }
}

#[test]
fn a_class_with_too_few_rows_is_told_the_largest_k() {
    let data = Data::new(30, 4, 0.5, 2, 2);
    let few =
        "k: class Rare has 4 rows; k = 5 needs at least 6 (hint: use k = 3 or less, or random over-sampling)";
    for method in [Method::Smote, Method::SmoteNc, Method::SmoteN, Method::Borderline1, Method::Adasyn] {
        assert_eq!(data.fails(with(method)), few);
        let made = data.make(Sampling { method, k: 3, m: 4, shrinkage: None });
        assert!(made.is_ok_and(|made| made.len() >= 18), "{method:?}");
    }
    assert_eq!(data.make(with(Method::RandomOver)).unwrap().len(), 20);
}

#[test]
fn a_class_of_one_row_or_of_none_cannot_be_interpolated() {
    let data = Data::new(30, 1, 0.5, 2, 2);
    assert_eq!(
        data.fails(with(Method::SmoteNc)),
        "class Rare has 1 row, and SMOTE-NC needs a second to go towards \
         (hint: use random over-sampling, which copies it, or leave the class out)"
    );
    assert!(data.make(with(Method::RandomOver)).unwrap().iter().all(|row| row.base == 30));
    let data = Data::new(30, 0, 0.5, 2, 2);
    for &method in Method::ALL {
        assert_eq!(
            data.fails(with(method)),
            "class Rare has no row to make others from (hint: leave it out, or bring data that has it)"
        );
    }
}

#[test]
fn neighbors_among_all_rows_need_more_rows_than_neighbors() {
    let data = Data::new(4, 5, 0.5, 2, 0);
    let borderline = Sampling { method: Method::Borderline1, k: 3, ..Sampling::default() };
    assert_eq!(
        data.fails(borderline),
        "m: neighbors of class Rare are searched among all 9 rows; m = 10 needs at least 11 \
         (hint: use m = 8 or less, or random over-sampling)"
    );
    let borderline = Sampling { method: Method::Borderline2, k: 9, m: 3, ..Sampling::default() };
    assert_eq!(
        data.fails(borderline),
        "k: neighbors of class Rare are searched among all 9 rows; k = 9 needs at least 10 \
         (hint: use k = 8 or less, or random over-sampling)"
    );
    assert!(
        Data::new(0, 1, 0.5, 1, 0)
            .fails(Sampling { k: 1, ..borderline })
            .ends_with("(hint: use random over-sampling)")
    );
}

#[test]
fn parameters_out_of_range_are_refused() {
    let data = Data::new(30, 10, 0.5, 2, 2);
    let zero = Sampling { k: 0, ..Sampling::default() };
    assert_eq!(
        data.fails(zero),
        "k: a row with 0 neighbors has none to lie towards (hint: use 1 or more; 5 is the default)"
    );
    let zero = Sampling { m: 0, ..with(Method::Borderline2) };
    assert_eq!(
        data.fails(zero),
        "m: with 0 neighbors no row is in danger (hint: use 1 or more; 10 is the default)"
    );
    for (shrinkage, shown) in [(-0.5, "-0.5"), (f64::NAN, "NaN"), (f64::INFINITY, "inf")] {
        let sampling = Sampling { shrinkage: Some(shrinkage), ..with(Method::RandomOver) };
        assert_eq!(
            data.fails(sampling),
            format!(
                "shrinkage: {shown} is no shrinkage (hint: use 0 to 1,000,000; 1 is common, and none copies rows as they are)"
            )
        );
    }
    // What a method does not use does not matter to it.
    assert!(data.make(Sampling { k: 0, m: 0, ..with(Method::RandomOver) }).is_ok());
    assert!(data.make(Sampling { m: 0, shrinkage: Some(-1.0), ..Sampling::default() }).is_ok());
}

#[test]
fn no_shrinkage_and_one_of_0_are_the_same() {
    let data = Data::new(30, 10, 0.5, 2, 2);
    let made = |shrinkage| data.make(Sampling { shrinkage, ..with(Method::RandomOver) }).unwrap();
    assert_eq!(made(None), made(Some(0.0)));
    assert_ne!(made(None), made(Some(0.1)));
}

#[test]
fn a_method_that_does_not_suit_the_columns_names_the_one_that_does() {
    let categories = Data::new(30, 10, 0.5, 0, 3);
    for method in [Method::Smote, Method::Borderline1, Method::Borderline2, Method::Adasyn] {
        assert_eq!(
            categories.fails(with(method)),
            format!(
                "method: {} lays rows between numbers, and all 3 columns are categories \
                 (hint: use SMOTE-N, which is made for categories alone)",
                method.name()
            )
        );
    }
    assert_eq!(
        categories.fails(with(Method::SmoteNc)),
        "method: SMOTE-NC is for numbers with categories, and all 3 columns are categories \
         (hint: use SMOTE-N, which is made for categories alone)"
    );
    assert_eq!(
        categories.fails(Sampling { shrinkage: Some(1.0), ..with(Method::RandomOver) }),
        "shrinkage: a shrinkage moves numbers, and all 3 columns are categories \
         (hint: leave it out, and rows are copied as they are)"
    );
    let numbers = Data::new(30, 10, 0.5, 2, 0);
    assert_eq!(
        numbers.fails(with(Method::SmoteNc)),
        "method: SMOTE-NC is for numbers with categories, and all 2 columns are numbers \
         (hint: use SMOTE, which is made for numbers alone)"
    );
    assert_eq!(
        Data::new(30, 10, 0.5, 1, 0).fails(with(Method::SmoteN)),
        "method: SMOTE-N votes on categories, and the only column is a number \
         (hint: use SMOTE, which is made for numbers alone)"
    );
}

#[test]
fn classes_that_lie_far_apart_have_no_border() {
    let data = Data::new(30, 12, 50.0, 2, 1);
    for method in [Method::Borderline1, Method::Borderline2] {
        assert_eq!(
            data.fails(with(method)),
            "m: none of the 12 rows of class Rare is in danger: among its m = 10 nearest, all or fewer than half are \
             of another class (hint: use SMOTE or SMOTE-NC, which start from every row, or another m)"
        );
    }
    assert_eq!(
        data.fails(with(Method::Adasyn)),
        "k: none of the 12 rows of class Rare has another class among its k = 5 nearest \
         (hint: use SMOTE or SMOTE-NC, which start from every row, or a larger k)"
    );
}

#[test]
fn the_shares_of_adasyn_may_all_round_to_nothing() {
    let data = Data::new(60, 20, 0.0, 2, 0);
    let adasyn = with(Method::Adasyn);
    let problem = make(&data.space, data.labels(), &[0, 1], &adasyn, &mut Seeded::new(1)).unwrap_err();
    assert_eq!(
        problem.to_string(),
        "strategy: 1 row more for class Rare, spread over its 20 rows, round to none for each \
         (hint: ask for more rows, or use SMOTE or SMOTE-NC)"
    );
}

#[test]
fn labels_must_fit_the_rows_and_have_names() {
    let data = Data::new(3, 3, 0.5, 1, 0);
    let problem = Labels::new(&[0, 1, 2], &data.names).unwrap_err();
    assert_eq!(problem.reason, "row 3 is of a class that has no name");
    let labels = Labels::new(&data.classes[..5], &data.names).unwrap();
    let problem =
        make(&data.space, labels, &[0, 1], &with(Method::RandomOver), &mut Seeded::new(1)).unwrap_err();
    assert_eq!(problem.reason, "6 rows have features and 5 rows have a class");
}

#[test]
fn cleaning_has_its_limits_too() {
    let fails = |data: &Data, cleanup: Cleanup| {
        let mut pace = |_, _| ControlFlow::Continue(());
        clean(&data.space, data.labels(), &cleanup, &mut Seeded::new(1), &mut pace).unwrap_err().to_string()
    };
    let (data, edited) = (Data::new(2, 1, 0.5, 1, 0), Cleanup::new(Cleaning::EditedNearest));
    assert_eq!(
        fails(&data, edited),
        "k: there are 3 rows in all; k = 3 needs at least 4 (hint: use k = 2 or less)"
    );
    assert_eq!(
        fails(&data, Cleanup { k: 0, ..edited }),
        "k: a row with 0 neighbors has none of another class (hint: use 1 or more; 3 is the default)"
    );
    for ratio in [0.0, 1.5, -1.0, f64::NAN] {
        let found = fails(&data, Cleanup { ratio, ..Cleanup::new(Cleaning::RandomUnder) });
        assert!(found.contains("is no ratio (hint: use the smallest class's share"), "{found}");
    }
    for &cleaning in Cleaning::ALL {
        assert_eq!(
            fails(&Data::new(7, 0, 0.5, 1, 0), Cleanup::new(cleaning)),
            "all 7 rows are of class Normal (hint: choose a column with two classes or more)"
        );
        assert_eq!(
            fails(&Data::new(0, 0, 0.5, 1, 0), Cleanup::new(cleaning)),
            "there is no row to clean (hint: choose a column with two classes or more)"
        );
    }
}

#[test]
fn a_twin_of_another_class_is_a_link_and_goes_unless_it_is_of_the_smallest_class() {
    let space = Space::new(&[vec![1.0, 1.0, 5.0, 6.0, 7.0]], &[], Scaling::None).unwrap();
    let names = ["Normal", "Rare"].map(str::to_owned);
    let labels = Labels::new(&[0, 1, 0, 0, 0], &names).unwrap();
    let removed = |classes| {
        let cleanup = Cleanup { classes, ..Cleanup::new(Cleaning::Tomek) };
        clean(&space, labels, &cleanup, &mut Seeded::new(1), &mut |_, _| ControlFlow::Continue(())).unwrap()
    };
    assert_eq!(removed(Cleaned::All), [0, 1]);
    assert_eq!(removed(Cleaned::AllButSmallest), [0]);
}

#[test]
fn a_mismatch_weighs_the_median_of_the_population_deviations_of_the_class() {
    // Row 0 has a twin with another category, and another row with its own category at a distance. The class's
    // deviation lies between the two distances; half of its square, or a deviation of samples, does not. The other
    // class, which is the smaller one, has another deviation.
    for (distance, nearer) in [(3.0, 2), (3.5, 1)] {
        let mut numbers = vec![0.0, 0.0, distance, -6.0, 6.0 - distance];
        numbers.extend([-900.0, 900.0]);
        let codes = vec![1, 2, 1, 2, 2, 1, 1];
        let space = Space::new(&[numbers], &[codes], Scaling::None).unwrap();
        let deviation = space.median_deviation(&[0, 1, 2, 3, 4]);
        assert!((3.28..3.31).contains(&deviation), "{deviation}");
        let names = ["large", "small"].map(str::to_owned);
        let labels = Labels::new(&[0, 0, 0, 0, 0, 1, 1], &names).unwrap();
        let sampling = Sampling { k: 1, ..Sampling::default() };
        let made = make(&space, labels, &[1, 0], &sampling, &mut Recorded::default()).unwrap();
        assert_eq!((made[0].base, made[0].neighbor), (0, nearer));
    }
}

#[test]
fn a_class_all_of_whose_numbers_are_equal_is_still_voted_on() {
    let codes = vec![1, 2, 2, 2, 7, 7];
    let space = Space::new(&[vec![4.0, 4.0, 4.0, 4.0, 0.0, 9.0]], &[codes], Scaling::Standard).unwrap();
    assert_eq!(space.median_deviation(&[0, 1, 2, 3]), 0.0);
    let names = ["constant", "other"].map(str::to_owned);
    let labels = Labels::new(&[0, 0, 0, 0, 1, 1], &names).unwrap();
    let sampling = Sampling { k: 3, ..Sampling::default() };
    let made = make(&space, labels, &[5, 0], &sampling, &mut Seeded::new(3)).unwrap();
    assert!(made.iter().all(|row| row.numbers == [4.0] && row.codes == [2]));
}

#[test]
fn the_way_is_told_and_can_be_broken_off() {
    let data = Data::new(6_000, 3_000, 0.3, 6, 2);
    for method in [Method::Smote, Method::SmoteNc, Method::SmoteN, Method::Borderline2, Method::Adasyn] {
        let sampling = Sampling { method, ..Sampling::default() };
        let mut heard = Vec::new();
        let made = resample(
            &data.space,
            data.labels(),
            &[0, 3_000],
            &sampling,
            &mut Seeded::new(1),
            &mut |done, total| {
                heard.push((done, total));
                ControlFlow::Continue(())
            },
        );
        assert!(made.is_ok() && heard.is_sorted(), "{method:?}");
        assert!(heard.iter().all(|(done, total)| done <= total), "{method:?}");
        if heard.is_empty() {
            continue;
        }
        let mut pace = |_, _| ControlFlow::Break(());
        let stopped =
            resample(&data.space, data.labels(), &[0, 3_000], &sampling, &mut Seeded::new(1), &mut pace)
                .unwrap_err();
        assert_eq!(
            stopped.to_string(),
            "balancing was stopped (hint: start it again; the data is as it was)"
        );
    }
}

#[test]
fn more_rows_than_there_is_memory_for_are_refused_before_any_is_made() {
    let data = Data::new(30, 10, 0.5, 2, 2);
    for wanted in [usize::MAX - 40, usize::MAX / 64] {
        let problem =
            make(&data.space, data.labels(), &[wanted, 20], &Sampling::default(), &mut Seeded::new(1));
        assert_eq!(
            problem.unwrap_err().to_string(),
            "there is not enough memory for the new rows (hint: ask for fewer rows or a smaller k)"
        );
    }
}

#[test]
fn every_choice_has_a_key_of_its_own_and_a_sentence() {
    let all =
        [Method::CHOICES, Cleaning::CHOICES, Cleaned::CHOICES, Scaling::CHOICES, balance::strategy::CHOICES];
    for choices in all {
        for (place, choice) in choices.iter().enumerate() {
            assert!(choices.iter().skip(place + 1).all(|other| other.key != choice.key));
            assert!(choice.help.ends_with('.') && choice.help.len() > 30, "{}", choice.help);
        }
    }
    assert!(Method::ALL.iter().all(|method| Method::from_key(method.key()) == Some(*method)));
    assert_eq!(Method::from_key("smote_nc"), None);
}
