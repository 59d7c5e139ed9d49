//! The lessons that come with the page, and how far each is.

use std::sync::Arc;

use leptos::prelude::*;

use super::blocks::blocks;
use super::lecturing::Lecturing;
use super::place::Chosen;
use crate::engine::learn::Lesson;
use crate::page::language;

/// The lessons.
#[component]
pub fn LessonsView(lecturing: Lecturing) -> impl IntoView {
    let one = move |(key, lesson): (String, Arc<Lesson>)| view! { <Card lecturing key lesson/> };
    view! {
        <p class="help">
            {t!("A lesson stands beside the workspaces, opens what it speaks of, and checks answers against the rows that you have. \
            Nothing is sent anywhere.")}
        </p>
        <ul class="lesson-list" id="lesson-list">
            {move || lecturing.shelf.get().into_iter().map(one).collect_view()}
        </ul>
    }
}

#[component]
fn Card(lecturing: Lecturing, key: String, lesson: Arc<Lesson>) -> impl IntoView {
    let questions = lesson.steps.iter().filter(|step| step.question.is_some()).count();
    let minutes =
        lesson.minutes.map(|minutes| t!("{minutes} minute" | "{minutes} minutes" % minutes, minutes));
    let minutes = minutes.unwrap_or_default();
    let right = {
        let key = key.clone();
        Memo::new(move |_| {
            let seed = lecturing.data_seed();
            lecturing.attempts.with(|attempts| attempts.right(&key, seed))
        })
    };
    let state = {
        let steps = lesson.steps.len();
        move || match right.get() {
            0 => t!("{count} step" | "{count} steps" % steps, count = steps),
            right => t!("{right} of {count} answers right", right, count = questions),
        }
    };
    let chosen = Chosen::Shelf(key.clone());
    let is_open = {
        let chosen = chosen.clone();
        Memo::new(move |_| {
            lecturing.open.with(|open| open.as_ref().is_some_and(|open| open.chosen == chosen))
        })
    };
    let face = move || match right.get() {
        0 => t!("Begin"),
        right if right < questions => t!("Continue"),
        _ => t!("Begin again"),
    };
    let told = lesson.told(&mut language::looked_up);
    let first = told.introduction.first().map(|first| blocks(std::slice::from_ref(first)));
    let heading = format!("lesson-{key}");
    let name = {
        let title = told.title.clone();
        move || match right.get() {
            0 => t!("Begin: {title}", title = &title),
            right if right < questions => t!("Continue: {title}", title = &title),
            _ => t!("Begin again: {title}", title = &title),
        }
    };
    let title = told.title;
    view! {
        <li class="card lesson-card" class:open=is_open aria-labelledby=heading.clone()>
            <h3 id=heading.clone()>{title}</h3>
            {first}
            <p class="help"><span>{minutes}</span> <span>{state}</span></p>
            <button
                type="button"
                class="primary"
                id=format!("begin-{key}")
                aria-label=name
                on:click=move |_| lecturing.begin(chosen.clone(), lesson.clone())
            >
                {face}
            </button>
        </li>
    }
}
