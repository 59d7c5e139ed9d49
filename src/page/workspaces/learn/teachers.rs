//! For whoever teaches: the link for a class, and the right answers, for this page's seed or for each name of a list.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lecturing::{Lecturing, options};
use super::place::Chosen;
use super::teaching::{Said, Sheet, Teaching};
use crate::engine::configuration::link::Classroom;
use crate::engine::explore::chart::Numbers;
use crate::engine::export::csv::write_line;
use crate::engine::export::format::Format;
use crate::engine::learn::{Answer, Lesson, Task};
use crate::engine::{Problem, Text};
use crate::page::client::Failure;
use crate::page::components::busy::BusyBar;
use crate::page::components::controls::{button, labeled, lines, select, tick};
use crate::page::components::figures::FiguresTable;
use crate::page::components::problems::Problems;
use crate::page::download::save_text;
use crate::page::language;
use crate::page::share::link;
use crate::protocol::learn::{Solve, Solved};

/// The most names of a list.
const MAX_NAMES: usize = 200;

/// The name of the file of answers.
const FILE_NAME: &str = "answers.csv";

/// The view.
#[component]
pub fn TeachersView(lecturing: Lecturing) -> impl IntoView {
    let Teaching { lesson: key, own_seeds, names, sheet, progress, problems, lane } = lecturing.teaching;
    // The lessons, and the one of one's own that is open.
    let lessons = Memo::new(move |_| {
        let shelf = lecturing.shelf.get().into_iter().map(|(key, lesson)| (Chosen::Shelf(key), lesson));
        let own = lecturing.open.get().filter(|open| matches!(open.chosen, Chosen::Own(_)));
        own.map(|open| (open.chosen, open.lesson)).into_iter().chain(shelf).collect::<Vec<_>>()
    });
    let chosen = move || {
        lessons.with(|lessons| {
            let found = lessons.iter().find(|(chosen, _)| key.with(|key| chosen.id() == key));
            found.or(lessons.first()).cloned()
        })
    };
    let choices = move || {
        let choice = |(chosen, lesson): &(Chosen, Arc<Lesson>)| {
            (chosen.id().to_owned(), language::looked_up(&lesson.title))
        };
        lessons.with(|lessons| lessons.iter().map(choice).collect::<Vec<_>>())
    };
    let shown_key =
        Signal::derive(move || chosen().map(|(chosen, _)| chosen.id().to_owned()).unwrap_or_default());
    let copy = move || {
        let Some((chosen, lesson)) = untrack(chosen) else { return };
        match lecturing.class_link(&chosen, &lesson, own_seeds.get_untracked()) {
            Ok(address) => link::copy(address, lecturing.notices),
            Err(reason) => lecturing.notices.tell(reason),
        }
    };
    let work_out = move || {
        let Some((chosen, lesson)) = untrack(chosen) else { return };
        let students = match students(&names.get_untracked(), lecturing.seed(), own_seeds.get_untracked()) {
            Ok(students) => students,
            Err(problem) => return problems.set(vec![problem]),
        };
        let tasks = match tasks(&lesson, &students) {
            Ok(tasks) => tasks,
            Err(found) => return problems.set(found),
        };
        problems.set(Vec::new());
        let asking = lecturing.client.ask(Solve { tasks }).progress(progress).latest(lane);
        spawn_local(async move {
            match asking.send().await {
                Ok(reply) => sheet.set(Some(filled(&chosen, &lesson, students, reply.answer))),
                Err(Failure::Problems(found)) => problems.set(found),
                Err(_) => {}
            }
        });
    };
    let is_busy = move || progress.with(Option::is_some);
    view! {
        <div class="card teachers">
            {labeled("teach-lesson", t!("Lesson"), view! {
                {move || select("teach-lesson".to_owned(), None, String::new(), choices(), shown_key, move |chosen| {
                    lane.cancel(lecturing.client);
                    key.set(chosen);
                })}
            }.into_any())}
            <h3>{t!("The link for a class")}</h3>
            <div class="field toggle">
                <label class="label" for="teach-seeds">{t!("A seed for each student")}</label>
                {tick("teach-seeds".to_owned(), "teach-seeds-help".to_owned(), move || own_seeds.get(), move |ticked| own_seeds.set(ticked))}
                <p class="help" id="teach-seeds-help">{t!("Students type a name or number, and get data of their own: they can compare methods, and no answers.")}</p>
            </div>
            <div class="actions-row">{button("primary", t!("Copy class link")).id("teach-link").does(copy)}</div>
            <h3>{t!("The answers")}</h3>
            {labeled("teach-names", t!("Names or numbers of students, one a line; none for the seed of this page"),
                lines("teach-names".to_owned(), None, String::new(), Signal::derive(move || problems.with(|problems| !problems.is_empty())), names))}
            <div class="actions-row">
                {button("primary", t!("Work out the answers")).id("teach-solve").disabled(is_busy).does(work_out)}
            </div>
            <BusyBar progress label=t!("Working out the answers") on_cancel=move |()| lane.cancel(lecturing.client)/>
            <Problems problems=problems.into()/>
            {move || sheet.get().filter(|sheet| sheet.lesson == shown_key.get()).map(|sheet| view! { <SheetView lecturing sheet/> })}
        </div>
    }
}

/// The answers as a table.
#[component]
fn SheetView(lecturing: Lecturing, sheet: Sheet) -> impl IntoView {
    let text = csv(&sheet);
    let save = move || {
        if let Err(problem) = save_text(&text, "text/csv;charset=utf-8", FILE_NAME) {
            lecturing.notices.error(&problem);
        }
    };
    let head = [t!("Student"), t!("Seed")].map(str::to_owned).into_iter();
    let head: Vec<String> = head.chain(sheet.questions.into_iter().map(|question| question.told)).collect();
    let row = |(name, seed, answers): (Said, u64, Vec<Said>)| -> Vec<String> {
        [name.told, seed.to_string()]
            .into_iter()
            .chain(answers.into_iter().map(|answer| answer.told))
            .collect()
    };
    let mut numbers = Numbers::new(t!("Answers"), &head);
    sheet.students.into_iter().map(row).for_each(|cells| numbers.push(cells));
    view! {
        <div id="teach-answers"><FiguresTable numbers/></div>
        <div class="actions-row">{button("", t!("Save as CSV")).id("teach-save").does(save)}</div>
    }
}

/// The students of a list, each with the seed of their data, which may be the same for all; without names, whoever opens the link.
fn students(names: &str, seed: u64, own_seeds: bool) -> Result<Vec<(Text, u64)>, Problem> {
    let names: Vec<&str> = names.lines().map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Ok(vec![(text!("Everyone"), seed)]);
    }
    if names.len() > MAX_NAMES {
        let reason = text!("the list has {count} names", count = names.len());
        return Err(Problem::new("", reason, text!("work out at most {max} at a time", max = MAX_NAMES)));
    }
    let student = |name: &&str| {
        let mut classroom = Classroom::default();
        classroom.set("student", name).map_err(|problem| {
            let reason = text!("the name '{name}' is too long", name = *name);
            Problem { reason, ..problem }
        })?;
        Ok((Text::from(*name), if own_seeds { classroom.seed(seed) } else { seed }))
    };
    names.iter().map(student).collect()
}

/// The questions of all students that ask for something to be computed.
fn tasks(lesson: &Lesson, students: &[(Text, u64)]) -> Result<Vec<Task>, Vec<Problem>> {
    let mut tasks = Vec::new();
    for (_, seed) in students {
        for (place, step) in lesson.steps.iter().enumerate() {
            let Some(Answer::Formula { formula, .. }) =
                step.question.as_ref().map(|question| &question.answer)
            else {
                continue;
            };
            let configuration = lesson.configuration(place, *seed)?;
            tasks.push(Task { configuration, formula: formula.clone(), options: options(step) });
        }
    }
    Ok(tasks)
}

/// The table of the answers.
fn filled(chosen: &Chosen, lesson: &Lesson, students: Vec<(Text, u64)>, answers: Vec<Solved>) -> Sheet {
    let mut answers = answers.into_iter();
    let students = students.into_iter().map(|(name, seed)| {
        let questions = lesson.steps.iter().filter_map(|step| step.question.as_ref());
        let of_student = questions.map(|question| match &question.answer {
            Answer::Choice { choices, right } => {
                choices.get(*right).map(|it| of_lesson(it)).unwrap_or_default()
            }
            Answer::Formula { unit, .. } => match answers.next() {
                Some(Ok(given)) => Said {
                    english: given.text(unit).english(),
                    told: language::told(&given.text(&language::looked_up(unit))),
                },
                Some(Err(problems)) => {
                    problems.first().map(|problem| said(&problem.reason)).unwrap_or_default()
                }
                None => Said::default(),
            },
        });
        let of_student = of_student.collect();
        (said(&name), seed, of_student)
    });
    let asked = lesson.steps.iter().filter(|step| step.question.is_some());
    let questions = asked.map(|step| of_lesson(&step.title)).collect();
    Sheet { lesson: chosen.id().to_owned(), questions, students: students.collect() }
}

/// Words of ours.
fn said(text: &Text) -> Said {
    Said { english: text.english(), told: language::told(text) }
}

/// Words of a lesson.
fn of_lesson(words: &str) -> Said {
    Said { english: words.to_owned(), told: language::looked_up(words) }
}

/// The table as CSV.
fn csv(sheet: &Sheet) -> String {
    let english = |said: &[Said]| said.iter().map(|said| said.english.clone()).collect::<Vec<_>>();
    let mut bytes = Vec::new();
    let head = ["student".to_owned(), "seed".to_owned()].into_iter();
    write_line(head.chain(english(&sheet.questions)), Format::default(), &mut bytes);
    for (name, seed, answers) in &sheet.students {
        let student = [name.english.clone(), seed.to_string()].into_iter();
        write_line(student.chain(english(answers)), Format::default(), &mut bytes);
    }
    String::from_utf8(bytes).unwrap_or_default()
}
