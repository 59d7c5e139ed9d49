//! Lessons are read with everything that is wrong with them, answers are what other means compute, and the lessons that come with the
//! page can be answered for any seed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::answer::is_right;
use super::formula::{DetectorFigure, Figure, Inflation, Statistic};
use super::lesson::{MAX_BYTES, MAX_STEPS};
use super::shelf::SHELF;
use super::told::{read, written};
use super::*;
use crate::engine::audit::Verdict;
use crate::engine::balance::Input;
use crate::engine::configuration::{Configuration, Override, Preset};
use crate::engine::dataset::ColumnId;
use crate::engine::explore::filter::Filter;
use crate::engine::generator::Drawing;
use crate::engine::problem::Problem;

const LESSON: &str = "# A *title*

What it is **about**, in `code`,
on two lines.

```lesson
minutes: 10
```

## One

```open
preset=classic
rows=400
view=audit
explore.filter=Severity:High;Cost@10..20
```

- an item
- [a link](https://example.org/a)

1. first

```question
How many are there?
In all?
answer: count Severity:High
unit: rows
tolerance: 2
hint: Look
at the table.
because: It is so: always.
```

## Two

```text
a line
```

```question
Which?
[ ] this
[x] that
```
";

fn span(text: &str) -> Span {
    Span { text: text.to_owned(), ..Span::default() }
}

#[test]
fn a_lesson_is_read() {
    let lesson = Lesson::read(LESSON).unwrap();
    assert_eq!((lesson.title.as_str(), lesson.minutes, lesson.steps.len()), ("A title", Some(10), 2));
    let words = vec![
        span("What it is "),
        Span { is_strong: true, ..span("about") },
        span(", in "),
        Span { is_code: true, ..span("code") },
        span(", on two lines."),
    ];
    assert_eq!(lesson.introduction, [Block::Paragraph(words)]);
    let [one, two] = &lesson.steps[..] else { panic!("two steps") };
    assert_eq!(one.open.len(), 4);
    assert!(one.changes_data() && !two.changes_data());
    let views = one.views();
    assert_eq!(views.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(), ["view", "explore.filter"]);
    let link = Span { link: Some("https://example.org/a".to_owned()), ..span("a link") };
    assert_eq!(
        one.text,
        [
            Block::List { is_ordered: false, items: vec![vec![span("an item")], vec![link]] },
            Block::List { is_ordered: true, items: vec![vec![span("first")]] },
        ]
    );
    let formula = Formula::Count(Filter::read("Severity:High").unwrap());
    let question = Question {
        text: "How many are there? In all?".to_owned(),
        answer: Answer::Formula { formula, unit: "rows".to_owned(), tolerance: Some(2.0) },
        hint: "Look at the table.".to_owned(),
        because: "It is so: always.".to_owned(),
    };
    assert_eq!(one.question, Some(question));
    assert_eq!(two.text, [Block::Code("a line".to_owned())]);
    let choices = ["this", "that"].map(str::to_owned).to_vec();
    assert_eq!(two.question.as_ref().unwrap().answer, Answer::Choice { choices, right: 1 });
}

#[test]
fn a_step_opens_its_settings_and_keeps_the_seed() {
    let lesson = Lesson::read(LESSON).unwrap();
    let expected = |rows| Configuration { seed: 9, rows, ..Preset::Classic.configuration() };
    assert_eq!(lesson.configuration(0, 9), Ok(expected(400)));
    // A step that opens nothing has the data of the one before.
    assert_eq!(lesson.configuration(1, 9), Ok(expected(400)));
    // One without a preset changes the data of the one before; one with a preset begins anew.
    let more = |open: &str| Lesson::read(&format!("{LESSON}\n## Three\n\n```open\n{open}\n```\n")).unwrap();
    let users = more("users=77").configuration(2, 9).unwrap();
    assert_eq!((users.rows, users.preset, users.seed), (400, Preset::Classic, 9));
    assert_eq!(more("preset=realistic").configuration(2, 9).unwrap().rows, 10_000);
    // The later one of a path counts.
    assert_eq!(more("rows=500\nrows=600").configuration(2, 9).unwrap().rows, 600);
}

#[test]
fn everything_that_is_wrong_is_told_with_its_line() {
    let told = |text: &str| -> String {
        let problems = Lesson::read(text).unwrap_err();
        assert!(problems.iter().all(|problem| !problem.hint.is_empty()), "{problems:?}");
        problems.iter().map(|problem| problem.reason.english() + "\n").collect()
    };
    let in_step = |text: &str| told(&format!("# T\n\n## S\n\n{text}"));
    for (text, expected) in [
        ("", "nothing yet"),
        ("## S\n", "no title"),
        ("# T\n", "no steps"),
        ("# T\n\n# U\n\n## S\n", "line 3: there is a second title"),
        ("# T\n\n```open\nview=data\n```\n\n## S\n", "line 3: a block named open stands in the wrong place"),
        ("# T\n\n```lesson\nhours: 2\n```\n\n## S\n", "line 4: 'hours: 2'"),
        ("# T\n\n```lesson\nminutes: 0\n```\n\n## S\n", "line 4"),
    ] {
        assert!(told(text).contains(expected), "{text}: {}", told(text));
    }
    for (text, expected) in [
        ("### Deeper", "a heading inside a step"),
        ("not <b>bold</b>", "HTML"),
        ("![a](https://example.org/a.png)", "images"),
        ("[a](#v1.classic)", "leads to no address"),
        ("[a](javascript:alert)", "leads to no address"),
        ("> quoted", "this part of Markdown"),
        ("- a\n  - b", "a list inside a list"),
        ("```open\nview\n```", "line 6: 'view' opens nothing"),
        ("```open\n\nseed=5\n```", "the seed is the visitor's"),
        ("```open\nrose=5\n```", "step 1: there is no setting 'rose'"),
        ("```open\nrows=0\n```", "step 1: "),
        ("```open\npreset=none\n```", "step 1: there is no preset 'none'"),
        ("```lesson\nminutes: 5\n```", "wrong place"),
        ("```question\nanswer: count\n```", "asks nothing"),
        ("```question\nWhat?\n```", "no answer"),
        ("```question\nWhat?\nanswer: guess\n```", "'guess' is no answer"),
        ("```question\nWhat?\nanswer: count\ntolerance: some\n```", "'some' is no tolerance"),
        ("```question\nWhat?\nanswer: count\ntolerance: -1\n```", "'-1' is no tolerance"),
        ("```question\nWhat?\n[ ] a\n[ ] b\n```", "not one right one"),
        ("```question\nWhat?\n[x] a\n[x] b\n```", "not one right one"),
        ("```question\nWhat?\n[x] a\n```", "not one right one"),
        ("```question\nWhat?\n[x] a\n[ ] b\nanswer: count\n```", "two kinds"),
        ("```question\nA?\nanswer: count\n```\n\n```question\nB?\nanswer: count\n```", "a second question"),
        (&format!("{}\n", "## S\n".repeat(MAX_STEPS)), "the lesson has 11 steps"),
        (&"x".repeat(MAX_BYTES), "bytes"),
        (&format!("## {}", "x".repeat(81)), "too long"),
    ] {
        assert!(in_step(text).contains(expected), "{text}: {}", in_step(text));
    }
}

#[test]
fn a_formula_is_read_and_written() {
    for text in [
        "count Severity:High",
        "share Severity:High",
        "share Severity:High of Is Anomaly:1",
        "mean Cost",
        "median Cost where Severity:High;Cost@10..20",
        "min Cost",
        "max Cost where Is Anomaly:1",
        "most User ID where Is Anomaly:1",
        "distinct Campaign ID",
        "accuracy Severity:High",
        "precision Severity:High",
        "recall Severity:High",
        "share Attack Type:Denial of service",
        "share Attack Type:Denial of service of Is Anomaly:1",
        "share Is Anomaly:1 of Attack Type:Denial of service",
        "auc Threat Score",
        "audit probe",
        "giveaway",
        "detector forest auc",
        "detector score precision-at-n",
        "inflation honest",
        "inflation inflated",
    ] {
        assert_eq!(Formula::read(text).unwrap().to_string(), text);
    }
    for text in [
        "",
        "sum Cost",
        "mean",
        "most  where Severity:High",
        "auc",
        "audit none",
        "giveaway of all",
        "detector forest",
        "detector oracle auc",
        "detector forest luck",
        "inflation",
        "count Severity",
    ] {
        let problem = Formula::read(text).unwrap_err();
        assert!(!problem.reason.is_empty() && !problem.hint.is_empty(), "{text}");
    }
}

#[test]
fn a_number_is_right_however_it_is_typed() {
    let right = |typed: &str, given: &Given| is_right(typed, given, "", None, false);
    let given = Given::Number(4.93);
    assert!(right("4.93", &given) && right("4.9 %", &given));
    assert!(!right("5", &given) && is_right("5", &given, "", Some(0.1), false));
    // A count is not rounded.
    assert!(
        is_right("500", &Given::Number(500.0), "", None, true)
            && !is_right("501", &Given::Number(500.0), "", None, true)
    );
    // What is shown as the answer is right, however small it is.
    for number in [0.0104, 0.0005, 0.994_9, 3.006] {
        let given = Given::Number(number);
        assert!(right(&given.text("").english(), &given), "{number}");
    }
    let texts = Given::Texts(vec!["USER-0007".to_owned(), "USER-0009".to_owned()]);
    assert!(right(" user-0009 ", &texts) && !right("USER-0008", &texts));
    for (given, unit, text) in [
        (&given, "", "4.93"),
        (&given, "%", "4.93 %"),
        (&given, "MB", "4.93 MB"),
        (&texts, "", "USER-0007 or USER-0009"),
        (&Given::Number(0.0125), "", "0.013"),
        (&Given::Verdict(Verdict::Fail), "", "fail"),
    ] {
        assert_eq!(given.text(unit), text);
    }
}

#[test]
fn decimals_stand_behind_a_point_or_a_comma() {
    let right = |typed: &str, number: f64| is_right(typed, &Given::Number(number), "", Some(0.0), false);
    for (typed, number) in [
        ("7.412", 7.412),
        ("7,412", 7.412),
        ("-7,412", -7.412),
        ("0,97", 0.97),
        ("97,5 %", 97.5),
        ("1 234,5", 1_234.5),
        ("1\u{202f}234,567", 1_234.567),
        // Where thousands are parted by commas.
        ("7,412", 7_412.0),
        ("1,234.5", 1_234.5),
        ("1,234,567", 1_234_567.0),
    ] {
        assert!(right(typed, number), "{typed}");
    }
    for (typed, number) in [("7,412", 7.4), ("7.412", 7_412.0), ("1,234.5", 1.234_5), ("1,234,567", 1.234)] {
        assert!(!right(typed, number), "{typed}");
    }
    let count = |typed: &str| is_right(typed, &Given::Number(1_234.0), "", None, true);
    assert!(count("1234") && count("1,234") && count("1\u{202f}234") && !count("1,235"));
}

#[test]
fn a_verdict_is_typed_in_english_or_as_the_reader_has_it() {
    let right = |typed: &str| is_right(typed, &Given::Verdict(Verdict::Fail), "échec", None, false);
    assert!(right("FAIL") && right(" Échec ") && !right("pass") && !right(""));
}

#[test]
fn a_lesson_is_told_in_other_words() {
    let lesson = Lesson::read(LESSON).unwrap();
    let mut asked = Vec::new();
    let same = lesson.told(&mut |words| {
        asked.push(words.to_owned());
        words.to_owned()
    });
    assert_eq!(same, lesson);
    let about = "What it is **about**, in `code`, on two lines.";
    assert_eq!(asked[..4], ["A title", about, "One", "an item"]);
    assert_eq!(asked[4], "[a link](https://example.org/a)");
    let told = lesson.told(&mut |words| match words {
        words if words == about => "`Code`, *das* [ist **es**](https://example.org/b).".to_owned(),
        "this" => "dies".to_owned(),
        words => words.to_owned(),
    });
    let link = Some("https://example.org/b".to_owned());
    let words = vec![
        Span { is_code: true, ..span("Code") },
        span(", "),
        Span { is_emphasized: true, ..span("das") },
        span(" "),
        Span { link: link.clone(), ..span("ist ") },
        Span { link, is_strong: true, ..span("es") },
        span("."),
    ];
    assert_eq!(told.introduction, [Block::Paragraph(words)]);
    let choices = ["dies", "that"].map(str::to_owned).to_vec();
    assert_eq!(told.steps[1].question.as_ref().unwrap().answer, Answer::Choice { choices, right: 1 });
    assert_eq!((&told.steps[0].open, &told.steps[1].text), (&lesson.steps[0].open, &lesson.steps[1].text));
}

#[test]
fn a_lesson_in_other_words_can_be_written_down() {
    for (key, text) in SHELF {
        let lesson = Lesson::read(text).unwrap();
        assert_eq!(lesson.text_told(text, &mut str::to_owned), text, "{key}");
        // Words that hold others, and units that stand in words as well.
        let mut tell = |words: &str| if words.is_empty() { String::new() } else { format!("à {words}") };
        let told = lesson.text_told(text, &mut tell);
        assert_eq!(Lesson::read(&told).unwrap(), lesson.told(&mut tell), "{key}");
    }
}

/// So are their translations, which have the same marks.
#[test]
fn the_texts_of_the_shelf_are_read_as_they_are_written() {
    for (key, lesson) in shelf::lessons() {
        let blocks = lesson.steps.iter().flat_map(|step| &step.text).chain(&lesson.introduction);
        for block in blocks {
            let texts = match block {
                Block::Paragraph(words) => std::slice::from_ref(words),
                Block::List { items, .. } => items,
                Block::Code(_) => continue,
            };
            for words in texts {
                assert_eq!(&read(&written(words)), words, "{key}");
            }
        }
    }
}

#[test]
fn a_packed_lesson_is_unpacked_and_a_damaged_one_refused() {
    let packed = packed::pack(LESSON).unwrap();
    assert!(packed.len() < LESSON.len());
    let digits: String = (0..1_000).map(|number| crate::engine::random::mix(number).to_string()).collect();
    assert!(packed::pack(&digits).unwrap_err().hint.contains("%"));
    assert_eq!(packed::unpack(&packed), Ok(LESSON.to_owned()));
    // What would fill the memory is refused.
    let bomb = packed::pack(&"x".repeat(MAX_BYTES + 1)).unwrap();
    for damaged in ["", "!", "AAAA", &packed[..packed.len() / 2], &bomb] {
        assert!(packed::unpack(damaged).is_err(), "{damaged}");
    }
}

/// The rows of a configuration, and the pattern of each.
fn rows(configuration: &Configuration) -> (Input, Vec<u8>) {
    let mut drawing = Drawing::new(configuration).unwrap();
    let mut patterns = Vec::new();
    loop {
        if let Some((generator, table)) =
            drawing.step(|record| patterns.push(record.issue.mark.pattern)).unwrap()
        {
            return (Input::of(generator.configuration(), table), patterns);
        }
    }
}

fn solved(configuration: &Configuration, formula: &str, options: &[Override]) -> Result<Given, Vec<Problem>> {
    let (input, patterns) = rows(configuration);
    let task = Task {
        configuration: configuration.clone(),
        formula: Formula::read(formula).unwrap(),
        options: options.to_vec(),
    };
    let solving = Solving { input: &input, patterns: Some(&patterns) };
    solving.solve(&task, &mut |_, _| ControlFlow::Continue(()))
}

/// The answers, counted again over the texts of the cells.
#[test]
fn answers_are_what_the_cells_say() {
    let configuration = Configuration { rows: 3_000, seed: 5, ..Preset::ALL[0].configuration() };
    let (input, _) = rows(&configuration);
    let table = input.table();
    let text = |id: ColumnId, row: usize| table.column(id).unwrap().text(row);
    let all = 0..table.rows();
    let is_high = |row: &usize| text(ColumnId::Severity, *row) == "High";
    let is_anomalous = |row: &usize| table.labels()[*row];
    let count = |test: &dyn Fn(&usize) -> bool| all.clone().filter(|row| test(row)).count() as f64;
    let number = |formula: &str| match solved(&configuration, formula, &[]).unwrap() {
        Given::Number(number) => number,
        other => panic!("{formula}: {other:?}"),
    };
    let (high, anomalous) = (count(&is_high), count(&is_anomalous));
    let both = count(&|row| is_high(row) && is_anomalous(row));
    let close = |formula: &str, expected: f64| {
        let found = number(formula);
        assert!((found - expected).abs() < 1e-9, "{formula}: {found}, not {expected}");
    };
    close("count Severity:High", high);
    close("share Severity:High", 100.0 * high / 3_000.0);
    close("share Severity:High of Is Anomaly:1", 100.0 * both / anomalous);
    close("precision Severity:High", 100.0 * both / high);
    close("recall Severity:High", 100.0 * both / anomalous);
    let right = count(&|row| is_high(row) == is_anomalous(row));
    close("accuracy Severity:High", 100.0 * right / 3_000.0);
    let mut costs: Vec<f64> =
        all.clone().filter(is_high).filter_map(|row| text(ColumnId::Cost, row).parse().ok()).collect();
    costs.sort_by(f64::total_cmp);
    let mean = costs.iter().sum::<f64>() / costs.len() as f64;
    assert!((number("mean Cost where Severity:High") - mean).abs() < 0.01 * mean);
    assert!(number("median Cost where Severity:High") >= costs[0]);
    close("min Cost where Severity:High", costs[0]);
    close("max Cost where Severity:High", costs[costs.len() - 1]);
    let mut users: BTreeMap<String, usize> = BTreeMap::new();
    all.clone()
        .filter(is_anomalous)
        .for_each(|row| *users.entry(text(ColumnId::UserId, row)).or_default() += 1);
    close("distinct User ID where Is Anomaly:1", users.len() as f64);
    let most = users.values().max().copied().unwrap();
    let expected: Vec<String> =
        users.into_iter().filter(|(_, count)| *count == most).map(|(user, _)| user).collect();
    assert_eq!(solved(&configuration, "most User ID where Is Anomaly:1", &[]), Ok(Given::Texts(expected)));
    // What there is not.
    for formula in [
        "mean Severity",
        "mean None",
        "mean Cost where Severity:None",
        "count None:1",
        "precision Severity:None",
    ] {
        assert!(!solved(&configuration, formula, &[]).unwrap_err().is_empty(), "{formula}");
    }
}

#[test]
fn audit_and_detectors_answer_as_their_workspaces_do() {
    let classic = Configuration { rows: 2_000, seed: 3, ..Preset::Classic.configuration() };
    let report =
        crate::engine::audit::Audit::of(&mut crate::engine::Generator::new(&classic).unwrap()).run_to_end();
    let single = report.check(crate::engine::audit::Rule::SingleFeature).unwrap();
    let text = |text: &str| Ok(Given::Texts(vec![text.to_owned()]));
    assert_eq!(solved(&classic, &format!("audit {}", single.key), &[]), Ok(Given::Verdict(Verdict::Fail)));
    assert_eq!(solved(&classic, "giveaway", &[]), text(single.column.as_ref().unwrap()));

    let configuration = Configuration { rows: 2_000, seed: 3, ..Preset::ALL[0].configuration() };
    let (input, patterns) = rows(&configuration);
    let setting = |path: &str, value: &str| Override { path: path.to_owned(), value: value.to_owned() };
    let options = [
        setting("detect.seed", "11"),
        setting("detect.detectors", "forest,ecod"),
        setting("detect.balance", "on"),
    ];
    let (asked, problems) = crate::engine::detect::Options::of(&options);
    assert_eq!(problems, []);
    let report = crate::engine::detect::Report::of(
        &input,
        Some(&patterns),
        &asked,
        &crate::engine::balance::Options::default(),
        &mut |_, _| ControlFlow::Continue(()),
    )
    .unwrap();
    let of = |key: &str| report.detectors.iter().find(|it| it.key == key && !it.balanced).unwrap();
    let value = |value: Option<f64>| Ok(Given::Number(value.unwrap()));
    assert_eq!(
        solved(&configuration, "detector ecod auc", &options),
        value(of("ecod").auc.map(|it| it.value))
    );
    let precision = of("forest").average_precision.map(|it| it.value);
    assert_eq!(solved(&configuration, "detector forest average-precision", &options), value(precision));
    assert_eq!(
        solved(&configuration, "detector forest precision-at-n", &options),
        value(of("forest").precision_at_n)
    );
    let lesson = report.lesson.as_ref().unwrap();
    assert_eq!(solved(&configuration, "inflation honest", &options), value(Some(lesson.honest.value)));
    assert_eq!(solved(&configuration, "inflation inflated", &options), value(Some(lesson.inflated.value)));
}

#[test]
fn the_words_of_formulas_are_their_own() {
    let words = [
        Statistic::ALL.map(Statistic::word).to_vec(),
        Figure::ALL.map(Figure::word).to_vec(),
        DetectorFigure::ALL.map(DetectorFigure::word).to_vec(),
        Inflation::ALL.map(Inflation::word).to_vec(),
    ];
    let words = words.concat();
    assert!(words.iter().enumerate().all(|(place, word)| !words[..place].contains(word)));
}

#[test]
fn the_shelf_has_whole_lessons() {
    assert_eq!(shelf::lessons().len(), SHELF.len());
    for (key, text) in SHELF {
        let lesson = Lesson::read(text).unwrap_or_else(|problems| panic!("{key}: {problems:?}"));
        assert!(lesson.minutes.is_some() && !lesson.introduction.is_empty(), "{key}");
        assert!((4..=MAX_STEPS).contains(&lesson.steps.len()), "{key}: {} steps", lesson.steps.len());
        for step in &lesson.steps {
            let question =
                step.question.as_ref().unwrap_or_else(|| panic!("{key}, {}: no question", step.title));
            assert!(!question.because.is_empty() && !step.text.is_empty(), "{key}, {}", step.title);
        }
    }
}

#[test]
fn every_question_of_the_shelf_has_an_answer_for_any_seed() {
    for (key, text) in SHELF {
        let lesson = Lesson::read(text).unwrap();
        for (place, step) in lesson.steps.iter().enumerate() {
            let Some(Question { answer: Answer::Formula { formula, .. }, .. }) = &step.question else {
                continue;
            };
            for seed in [2, 20_260] {
                let configuration = lesson.configuration(place, seed).unwrap();
                let answer = solved(&configuration, &formula.to_string(), &step.views());
                assert!(answer.is_ok(), "{key}, step {}, seed {seed}: {answer:?}", place + 1);
            }
        }
    }
}

#[test]
fn terms_are_found_as_words() {
    let terms = glossary::terms();
    assert!(
        terms.len() >= 2
            && terms.iter().all(|term| !term.meaning.is_empty() && !term.meaning.contains("\n#"))
    );
    let term = |name: &'static str| glossary::Term { name, meaning: "…" };
    let terms = [term("SMOTE"), term("SMOTE-NC"), term("AUC (area under the ROC curve)"), term("recall")];
    let names = |text: &str| -> Vec<String> {
        glossary::found(text, &terms).into_iter().map(|(begin, end, _)| text[begin..end].to_owned()).collect()
    };
    assert_eq!(names("The AUC of SMOTE-NC and SMOTE; smote again"), ["AUC", "SMOTE-NC", "SMOTE"]);
    assert_eq!(names("Recalls, recalled, ROC-AUC-like"), ["Recall"]);
    assert_eq!(names("İstanbul"), [""; 0]);
}
