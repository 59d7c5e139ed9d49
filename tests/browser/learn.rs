//! Lessons: done to their end, by a class with seeds of its own, and one of one's own; the tour and the glossary.

use std::ops::ControlFlow;

use cyberdatagen::engine::balance::Input;
use cyberdatagen::engine::configuration::link::{Classroom, Link};
use cyberdatagen::engine::learn::shelf::{SHELF, lessons};
use cyberdatagen::engine::learn::{Answer, Given, Lesson, Solving, Task};
use serde_json::json;
use thirtyfour::prelude::*;

use super::browser::{Browser, Kind};
use super::site::Site;
use super::tasks::{press, retype, tab_to};

/// The right answer to a step's question, as one types it; computed natively.
fn right(lesson: &Lesson, step: usize, seed: u64) -> String {
    let found = &lesson.steps[step];
    match &found.question.as_ref().unwrap().answer {
        Answer::Choice { right, .. } => right.to_string(),
        Answer::Formula { formula, .. } => {
            let configuration = lesson.configuration(step, seed).unwrap();
            let input = Input::generated(&configuration, &mut |_, _| ControlFlow::Continue(())).unwrap();
            let options = found.views();
            let task = Task { configuration, formula: formula.clone(), options };
            let solving = Solving { input: &input, patterns: None };
            match solving.solve(&task, &mut |_, _| ControlFlow::Continue(())).unwrap() {
                Given::Number(number) => format!("{number:.4}"),
                Given::Texts(texts) => texts[0].clone(),
                verdict @ Given::Verdict(_) => verdict.text("").english(),
            }
        }
    }
}

/// Waits until the page is at a step and its address has the step's data: a check waits for the rows.
async fn until_set_up(browser: &Browser, lesson: &Lesson, step: usize, seed: u64) {
    let configuration = lesson.configuration(step, seed).unwrap();
    browser
        .until(
            "the step",
            &format!(
                "return document.querySelector('#lesson-at')?.textContent.startsWith('Step {} ') === true",
                step + 1
            ),
        )
        .await;
    for _ in 0..600 {
        let address = browser.script("return location.hash").await;
        let (link, _) = Link::read(address.as_str().unwrap())
            .unwrap_or_else(|_| (Link::of(configuration.clone()), Vec::new()));
        if link.configuration == configuration {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("{:?}: the data of step {} is not there", browser.kind, step + 1);
}

async fn answer(browser: &Browser, lesson: &Lesson, step: usize, text: &str) {
    match lesson.steps[step].question.as_ref().unwrap().answer {
        Answer::Choice { .. } => browser.click(&format!(".lesson-choice input[value='{text}']")).await,
        Answer::Formula { .. } => browser.type_into("#lesson-answer", text).await,
    }
    browser.click("#lesson-check").await;
}

/// Answers with the keyboard alone.
async fn answer_by_keys(browser: &Browser, lesson: &Lesson, step: usize, text: &str) {
    match lesson.steps[step].question.as_ref().unwrap().answer {
        Answer::Choice { .. } => {
            tab_to(browser, ".lesson-choice input").await;
            browser.press(false, Key::Space).await;
            for _ in 0..text.parse::<usize>().unwrap() {
                browser.press(false, Key::Down).await;
            }
        }
        Answer::Formula { .. } => retype(browser, "#lesson-answer", text).await,
    }
    browser.press(false, Key::Enter).await;
}

async fn verdict_is(browser: &Browser, class: &str) {
    let there = format!("return document.querySelector('#lesson-verdict .verdict.{class}') !== null");
    browser.until(class, &there).await;
}

/// Each lesson of the shelf, from its card to its last step: a wrong answer, the right one, and on.
pub async fn lessons_are_done(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&seed=11&view=learn", site.page())).await;
    browser
        .until(
            "the lessons",
            &format!("return document.querySelectorAll('.lesson-card').length === {}", SHELF.len()),
        )
        .await;
    for (number, (key, lesson)) in lessons().into_iter().enumerate() {
        browser.visit("learn").await;
        browser.click(&format!("#begin-{key}")).await;
        for (step, found) in lesson.steps.iter().enumerate() {
            until_set_up(&browser, &lesson, step, 11).await;
            let view =
                found.open.iter().find(|setting| setting.path == "view").map_or("data", |view| &view.value);
            let in_sight =
                format!("return !document.querySelector('#workspace-{view}').classList.contains('away')");
            browser.until(view, &in_sight).await;
            let right = right(&lesson, step, 11);
            if step == 0 {
                // Not this one, and not too easily given away.
                let wrong = if let Answer::Choice { .. } = found.question.as_ref().unwrap().answer {
                    "9"
                } else {
                    "-77"
                };
                if wrong == "-77" {
                    answer(&browser, &lesson, step, wrong).await;
                    verdict_is(&browser, "wrong").await;
                    browser
                        .until("a way out", "return document.querySelector('#lesson-show') !== null")
                        .await;
                }
            }
            match kind {
                // Each lesson with the keyboard alone, in one browser.
                Kind::Chromium => answer_by_keys(&browser, &lesson, step, &right).await,
                Kind::Firefox => answer(&browser, &lesson, step, &right).await,
            }
            verdict_is(&browser, "right").await;
            if step + 1 < lesson.steps.len() {
                match kind {
                    Kind::Chromium => press(&browser, "#lesson-next").await,
                    Kind::Firefox => browser.click("#lesson-next").await,
                }
                // The next step is read from its title on.
                browser.until("the focus", "return document.activeElement.id === 'lesson-step'").await;
            }
        }
        if number == 0 {
            assert_eq!(browser.accessibility_violations().await, [""; 0]);
            // What was answered outlives a reload, and the link says where one is.
            browser.driver.refresh().await.unwrap();
            verdict_is(&browser, "right").await;
        }
        browser.click("#lesson-done").await;
        let done = format!("{0} of {0} answers right", lesson.steps.len());
        let there = format!(
            "return document.querySelector('.lesson-card.open')?.textContent.includes('{done}') === true"
        );
        browser.until(&done, &there).await;
    }
    browser.click("#end-lesson").await;
    browser.until("no lesson", "return document.querySelector('#lesson-panel') === null").await;
    browser.end().await;
}

/// A student changes the data of a step, is told, and sets it up again; the answer can be shown.
pub async fn a_step_is_left_and_set_up_again(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, true).await;
    browser.open(&format!("{}#v1.classic&seed=3&learn.lesson=leak", site.page())).await;
    let is_told = "document.querySelector('.lesson-set-up [role=status]')?.textContent.includes('not those of this step') === true";
    let (told, untold) = (format!("return {is_told}"), format!("return !({is_told})"));
    browser.until("the lesson", "return document.querySelector('#lesson-step') !== null").await;
    assert_eq!(browser.script(&untold).await, json!(true));
    browser.click("#configure").await;
    browser.generate_rows(300).await;
    browser.until("a word on the settings", &told).await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    browser.click("#lesson-set-up").await;
    browser.until("the data of the step", &untold).await;
    browser
        .until(
            "other rows",
            "return !document.querySelector('.dataset-line').textContent.includes(' 300 rows')",
        )
        .await;
    // An answer first, then the answer.
    browser.click("#lesson-check").await;
    browser
        .until("a remedy", "return document.querySelector('#lesson-problem').textContent === 'Answer first.'")
        .await;
    browser.type_into("#lesson-answer", "Cost").await;
    browser.press(false, Key::Enter).await;
    verdict_is(&browser, "wrong").await;
    browser.click("#lesson-show").await;
    verdict_is(&browser, "shown").await;
    assert!(browser.text("#lesson-verdict").await.contains("Issue Name"));
    // A word of the glossary, with the keyboard.
    browser.script("document.querySelector('.lesson-text .term-word').focus(); return true").await;
    let meaning = "return getComputedStyle(document.querySelector('.lesson-text .term-meaning')).visibility";
    browser.until("its meaning", &format!("{meaning} === 'visible'")).await;
    browser.press(false, Key::Escape).await;
    browser.until("no meaning", &format!("{meaning} === 'hidden'")).await;
    // On a phone the lesson stands above the workspace, and folds to a line.
    browser.driver.set_window_rect(0, 0, 520, 900).await.unwrap();
    browser.click("#fold-lesson").await;
    browser
        .until("a line", "return document.querySelector('#lesson-panel').getBoundingClientRect().height < 60")
        .await;
    browser.end().await;
}

/// A class with a seed for each student: the teacher's table has the answers that the students find right.
pub async fn a_class_has_answers_of_its_own(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&seed=21&view=learn&learn.part=teachers", site.page())).await;
    browser
        .until("the lessons", "return document.querySelectorAll('#teach-lesson option').length === 5")
        .await;
    browser.choose("#teach-lesson", "score").await;
    browser.type_into("#teach-names", "Ada\n\nGrace Hopper").await;
    browser.click("#teach-solve").await;
    browser
        .until("the answers", "return document.querySelectorAll('#teach-answers tbody tr').length === 2")
        .await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    let cells = "return [...document.querySelectorAll('#teach-answers tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))";
    let cells = browser.script(cells).await;
    let (_, lesson) = lessons().into_iter().find(|(key, _)| key == "score").unwrap();
    for (place, name) in ["Ada", "Grace Hopper"].into_iter().enumerate() {
        let mut classroom = Classroom::default();
        classroom.set("student", name).unwrap();
        let seed = classroom.seed(21);
        assert_eq!((&cells[place][0], &cells[place][1]), (&json!(name), &json!(seed.to_string())));
        for step in 0..lesson.steps.len() {
            let expected: f64 = right(&lesson, step, seed).parse().unwrap();
            let text = cells[place][2 + step].as_str().unwrap();
            let found: f64 = text.trim_end_matches(" %").parse().unwrap_or_else(|_| panic!("{text}"));
            assert!((found - expected).abs() < 0.006, "{name}, step {}: {found}, not {expected}", step + 1);
        }
    }
    browser.click("#teach-save").await;
    let file = String::from_utf8(browser.downloaded("answers.csv").await).unwrap();
    assert!(file.starts_with("student,seed,") && file.lines().count() == 3, "{file}");
    // The link of the class, from the notice or the clipboard.
    browser.script("Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }); return true").await;
    browser.click("#teach-link").await;
    browser.notice("Copy this link: ").await;
    let link = browser.script("return [...document.querySelectorAll('.notice')].map((it) => it.textContent.match(/https?:[^ ]+#[^ ✕]+/)?.[0]).find(Boolean)").await;
    let link = link.as_str().unwrap().trim_end_matches('.').to_owned();
    browser.driver.goto("about:blank").await.unwrap();
    browser.driver.goto(&link).await.unwrap();
    browser.until("the question for a name", "return document.querySelector('#student') !== null").await;
    browser.type_into("#student", "ada").await;
    browser.press(false, Key::Enter).await;
    browser
        .until(
            "her rows",
            "return document.querySelector('#cell-0-0')?.textContent.startsWith('ISSUE-') === true",
        )
        .await;
    browser.until("the lesson", "return document.querySelector('#lesson-answer') !== null").await;
    browser.type_into("#lesson-answer", cells[0][2].as_str().unwrap()).await;
    browser.press(false, Key::Enter).await;
    verdict_is(&browser, "right").await;
    browser.end().await;
}

/// A lesson of one's own: what is wrong with it, its first step, and its link.
pub async fn a_lesson_of_ones_own_is_written_and_linked(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&format!("{}#v1.realistic&seed=4&view=learn&learn.part=own", site.page())).await;
    browser.type_into("#own-lesson", "# Mine\n\n## One\n\n```open\nview\n```\n").await;
    browser.click("#open-own").await;
    browser
        .until(
            "what is wrong",
            "return document.querySelector('#own-problems').textContent.includes('Line 6')",
        )
        .await;
    assert_eq!(browser.accessibility_violations().await, [""; 0]);
    // What was typed outlives a reload.
    browser.driver.refresh().await.unwrap();
    browser
        .until(
            "the text",
            "return document.querySelector('#own-lesson')?.value.startsWith('# Mine') === true",
        )
        .await;
    browser.until("the choices", "return document.querySelectorAll('#own-start option').length === 6").await;
    browser.choose("#own-start", "leak").await;
    browser.click("#own-replace").await;
    browser
        .until("the lesson's text", "return document.querySelector('#own-lesson').value.startsWith('# Spot')")
        .await;
    browser.click("#own-take-back").await;
    browser
        .until("the text", "return document.querySelector('#own-lesson').value.startsWith('# Mine')")
        .await;
    browser.choose("#own-start", "").await;
    browser.click("#own-replace").await;
    browser.click("#open-own").await;
    browser
        .until(
            "the lesson",
            "return document.querySelector('#lesson-panel-title')?.textContent === 'A title'",
        )
        .await;
    browser
        .until(
            "its rows",
            "return document.querySelector('[data-testid=row-count]')?.textContent === '5,000 rows'",
        )
        .await;
    let link = browser.script("return location.href").await.as_str().unwrap().to_owned();
    assert!(link.contains("learn.own=") && link.len() < 1_200, "{link}");
    // Somebody else opens it.
    browser.end().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&link).await;
    browser
        .until(
            "the lesson",
            "return document.querySelector('#lesson-panel-title')?.textContent === 'A title'",
        )
        .await;
    browser.click("#lesson-next").await;
    browser.click("#lesson-back").await;
    let filtered =
        "return /^[0-9,]+ of 5,000 rows$/.test(document.querySelector('#table-size')?.textContent)";
    browser.until("the rows that its filter leaves", filtered).await;
    // A damaged link says so.
    browser.driver.goto("about:blank").await.unwrap();
    browser.open(&link.replace("learn.own=", "learn.own=x")).await;
    browser.notice("damaged").await;
    browser.end().await;
}

/// The tour: offered to whoever comes without a link, once; every stop is in sight.
pub async fn the_tour_is_offered_once(kind: Kind) {
    let site = Site::start().await;
    let browser = Browser::start(kind, false).await;
    browser.open(&site.page()).await;
    browser.click("#tour-begin").await;
    for stop in 1..=5 {
        let there = format!(
            "return document.querySelector('#tour-title')?.textContent.includes('({stop} of 5)') === true && document.activeElement.id === 'tour-title'"
        );
        browser.until("the stop", &there).await;
        let seen = "const stop = document.querySelector('.tour-stop')?.getBoundingClientRect(); return stop !== undefined && stop.width > 0 && stop.bottom > 0 && stop.top < innerHeight";
        assert_eq!(browser.script(seen).await, json!(true), "stop {stop}");
        if stop == 2 {
            assert_eq!(browser.accessibility_violations().await, [""; 0]);
        }
        browser.click("#tour-next").await;
    }
    let over = "return document.querySelector('#tour, #tour-begin, .tour-stop') === null";
    browser.until("its end", over).await;
    browser.driver.refresh().await.unwrap();
    browser.open(&site.page()).await;
    assert_eq!(browser.script(over).await, json!(true));
    // It can be had again, and left by a key; on a phone, too.
    browser.driver.set_window_rect(0, 0, 520, 900).await.unwrap();
    browser.click("#help").await;
    browser.click("#take-tour").await;
    browser.until("the tour", "return document.activeElement.id === 'tour-title'").await;
    browser.press(false, Key::Escape).await;
    browser.until("its end", over).await;
    browser.end().await;
}
