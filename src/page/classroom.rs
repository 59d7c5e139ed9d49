//! Classroom: what the link says to a class, and where each student has a seed of their own, who it is.

use crate::page::components::controls::Line;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::components::notices::Notices;
use super::configuration::Form;
use super::engine::{Engine, Wish};
use crate::engine::configuration::link::Student;

/// The title, the text, and the question for the name; nothing where the link says nothing.
#[component]
pub fn ClassroomView(form: Form, engine: Engine, notices: Notices) -> impl IntoView {
    let asked = Memo::new(move |_| form.classroom.with(|classroom| classroom.student != Student::Everyone));
    let says = Memo::new(move |_| {
        asked.get()
            || form.classroom.with(|classroom| !(classroom.title.is_empty() && classroom.text.is_empty()))
    });
    view! {
        {move || says.get().then(|| view! {
            <section class="card classroom" aria-labelledby="classroom-heading">
                <h2 id="classroom-heading">
                    {move || form.classroom.with(|classroom| {
                        if classroom.title.is_empty() { t!("For this class").to_owned() } else { classroom.title.clone() }
                    })}
                </h2>
                <p class="lesson">{move || form.classroom.with(|classroom| classroom.text.clone())}</p>
                {asked.get().then(|| view! { <StudentField form engine notices/> })}
            </section>
        })}
    }
}

/// The question for the name or number, and whose data it is.
#[component]
fn StudentField(form: Form, engine: Engine, notices: Notices) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(String::new());
    let named = move || {
        form.classroom.with(|classroom| match &classroom.student {
            Student::Named(name) => Some(name.clone()),
            _ => None,
        })
    };
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed.get_untracked();
        if name.trim().is_empty() {
            return problem.set(t!("Type your name or number first.").to_owned());
        }
        let mut classroom = form.classroom.get_untracked();
        match classroom.set("student", &name) {
            Ok(()) => {
                problem.set(String::new());
                form.classroom.set(classroom);
                form.generate(engine, notices, Wish::Asked);
            }
            Err(wrong) => problem.set(t!("This is too long: {hint}.", hint = wrong.hint)),
        }
    };
    view! {
        <form class="student" novalidate on:submit=sent>
            <label class="label" for="student">{t!("Your name or number")}</label>
            {Line {
                id: "student".to_owned(),
                described_by: "student-help student-problem".to_owned(),
                invalid: Signal::derive(move || problem.with(|problem| !problem.is_empty())),
                ..Line::text()
            }.of(typed)}
            <button type="submit" class="primary">{t!("Make my data")}</button>
            <p class="help" id="student-help" role="status">
                {move || match named() {
                    None => t!("It decides the seed of your data, on every device, and stays in this tab.").to_owned(),
                    Some(name) => {
                        let seed = engine.configuration().map(|made| made.seed).unwrap_or_default();
                        t!("This is the data of {name}, seed {seed}.", name, seed)
                    }
                }}
            </p>
            <p class="problem" id="student-problem" aria-live="polite">{problem}</p>
        </form>
    }
}
