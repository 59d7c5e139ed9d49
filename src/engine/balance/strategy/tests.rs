use super::*;

fn names() -> Vec<String> {
    ["A", "B", "C", "none"].map(str::to_owned).to_vec()
}

/// Classes A, B, C … with so many rows.
fn classes(counts: &[usize]) -> Vec<u32> {
    (0..).zip(counts).flat_map(|(class, &count)| std::iter::repeat_n(class, count)).collect()
}

fn wanted(strategy: &str, counts: &[usize]) -> Result<Vec<usize>, Problem> {
    let (names, classes) = (names(), classes(counts));
    strategy.parse::<Strategy>()?.wanted(Labels::new(&classes, &names)?)
}

#[test]
fn words_mean_what_they_mean_in_imbalanced_learn() {
    let added = |strategy| wanted(strategy, &[10, 3, 6]).unwrap();
    assert_eq!(added("auto"), [0, 7, 4, 0]);
    assert_eq!(added("not majority"), [0, 7, 4, 0]);
    assert_eq!(added("minority"), [0, 7, 0, 0]);
    assert_eq!(added("not minority"), [0, 0, 4, 0]);
    assert_eq!(added("all"), [0, 7, 4, 0]);
    assert_eq!(added(" B=3, C=20 "), [0, 0, 14, 0]);
    assert_eq!(wanted("minority", &[10, 3, 3]).unwrap(), [0, 7, 0, 0]);
    assert_eq!(wanted("auto", &[5, 5]).unwrap(), [0, 0, 0, 0]);
}

#[test]
fn a_ratio_is_rounded_down_and_adds_a_row_at_least() {
    assert_eq!(wanted("0.5", &[15, 3]).unwrap(), [0, 4, 0, 0]);
    assert_eq!(wanted("1", &[15, 3]).unwrap(), [0, 12, 0, 0]);
    assert_eq!(wanted("0.25", &[3, 16]).unwrap(), [1, 0, 0, 0]);
    let problem = wanted("0.15", &[1_000, 150]).unwrap_err();
    let reason =
        "class B has 150 rows to the larger class's 1,000, a ratio of 0.15 already, and 0.15 adds none";
    assert_eq!((problem.reason.english().as_str(), problem.path.as_str()), (reason, "strategy"));
    assert_eq!(problem.hint, "ask for more than 0.15, up to 1");
    assert_eq!(
        wanted("1", &[7, 7]).unwrap_err().hint,
        "both classes have equally many rows; nothing needs balancing"
    );
    let problem = wanted("0.5", &[15, 3, 4]).unwrap_err();
    assert_eq!(problem.reason, "a ratio is for two classes, and there are 3");
    assert_eq!(problem.hint, "say how many rows each class gets, such as B=15");
}

#[test]
fn every_wrong_strategy_has_its_own_reason() {
    let reason = |strategy, counts: &[usize]| wanted(strategy, counts).unwrap_err().to_string();
    assert_eq!(
        reason("auto", &[7]),
        "all 7 rows are of class A (hint: choose a column with two classes or more)"
    );
    assert_eq!(reason("auto", &[]), "there is no row to balance (hint: choose data that has rows)");
    assert_eq!(
        reason("A=9", &[10, 3]),
        "strategy: class A has 10 rows, and 9 are asked for \
         (hint: ask for 10 or more; to remove rows, use random under-sampling)"
    );
    assert_eq!(
        reason("D=9", &[10, 3]),
        "strategy: there is no class D (hint: the classes are A, B, C, none)"
    );
    assert_eq!(
        reason("none=9", &[10, 3]),
        "class none has no row to make others from (hint: leave it out, or bring data that has it)"
    );
    assert_eq!(
        reason("A=10,A=12", &[10, 3]),
        "strategy: class A stands there twice (hint: name each class once)"
    );
    for (text, found) in [
        ("0", "0 is no ratio"),
        ("1.5", "1.5 is no ratio"),
        ("-10", "-10 is no ratio"),
        ("some", "'some' is no strategy"),
        ("A=", "'A=' is not a class with its rows"),
        ("A=-3", "'A=-3' is not a class with its rows"),
        ("=3", "'=3' is not a class with its rows"),
        ("majority", "the largest class needs no further row"),
        ("", "no strategy is named"),
    ] {
        assert_eq!(text.parse::<Strategy>().unwrap_err().reason, found);
    }
}

#[test]
fn the_text_form_is_read_back() {
    let odd = Strategy::Counts(vec![("a, b\\=c".to_owned(), 5), ("Normal".to_owned(), 900)]);
    assert_eq!(odd.to_string(), "a\\, b\\\\=c=5, Normal=900");
    let others =
        CHOICES.iter().map(|choice| choice.key.parse().unwrap()).chain([Strategy::Ratio(0.075), odd]);
    for strategy in others {
        assert_eq!(strategy.to_string().parse::<Strategy>().unwrap(), strategy);
    }
}
