//! Lessons are read, and their questions answered, on the data of each.

use super::*;
use crate::engine::learn::{Formula, Given, Task, shelf};
use crate::protocol::learn as learns;

fn task(configuration: Configuration, formula: &str) -> Task {
    Task { configuration, formula: Formula::read(formula).unwrap(), options: Vec::new() }
}

#[test]
fn the_shelf_and_a_lesson_from_anywhere_are_read() {
    let mut desk = Desk::default();
    let Ok(Answer::Shelf(lessons)) = desk.run(1, learns::Shelf) else { panic!("no lessons") };
    assert_eq!(lessons.len(), shelf::SHELF.len());
    let (key, first) = &lessons[0];
    let Ok(Answer::ReadLesson(read)) = desk.run(2, learns::ReadLesson::Shelf(key.clone())) else {
        panic!("no lesson")
    };
    assert_eq!(&read.lesson, first);
    for again in
        [learns::ReadLesson::Packed(read.packed.clone()), learns::ReadLesson::Text(read.text.clone())]
    {
        assert_eq!(desk.run(3, again), Ok(Answer::ReadLesson(read.clone())));
        desk.outputs.clear();
    }
    for damaged in [
        learns::ReadLesson::Shelf("none".to_owned()),
        learns::ReadLesson::Packed("none".to_owned()),
        learns::ReadLesson::Text("none".to_owned()),
    ] {
        assert!(!desk.run(4, damaged).unwrap_err().is_empty());
        desk.outputs.clear();
    }
}

#[test]
fn questions_are_answered_on_the_data_of_each_and_can_be_cancelled() {
    let mut desk = Desk::default();
    let tasks = vec![
        task(configuration(300), "count Is Anomaly:0,1"),
        task(configuration(300), "mean None"),
        task(configuration(200), "count Is Anomaly:0,1"),
        task(configuration(300), "distinct Issue ID"),
    ];
    let Ok(Answer::Solve(answers)) = desk.run(1, learns::Solve { tasks: tasks.clone() }) else {
        panic!("no answers")
    };
    let number = |number: f64| Ok(Given::Number(number));
    assert!(answers[1].as_ref().is_err_and(|problems| problems[0].reason.contains("'None'")));
    assert_eq!([&answers[0], &answers[2], &answers[3]], [&number(300.0), &number(200.0), &number(300.0)]);
    // A configuration that is not sound.
    let broken = vec![task(configuration(0), "count Is Anomaly:1")];
    assert!(!desk.run(2, learns::Solve { tasks: broken }).unwrap_err().is_empty());
    desk.start(3, learns::Solve { tasks }, None);
    desk.step();
    desk.cancel(3);
    assert!(desk.was_cancelled(3) && !desk.session.is_busy());
}
