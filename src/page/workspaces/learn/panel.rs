//! The lesson beside the workspaces: its step, what is asked there, and the way on.

use leptos::prelude::*;

use super::blocks::blocks;
use super::lecturing::{Lecturing, Open, STEP_TITLE};
use super::question::QuestionView;
use crate::page::components::controls::button;
use crate::page::language;
use crate::page::shell::Panel;

/// The panel; nothing where no lesson is open.
#[component]
pub fn LessonPanel(lecturing: Lecturing, panel: Panel) -> impl IntoView {
    move || lecturing.open.get().map(|open| view! { <LessonView lecturing open panel/> })
}

#[component]
fn LessonView(lecturing: Lecturing, open: Open, panel: Panel) -> impl IntoView {
    let is_folded = lecturing.is_folded;
    let Open { lesson, chosen } = open;
    let lesson = lesson.told(&mut language::looked_up);
    let count = lesson.steps.len();
    let at = Memo::new(move |_| lecturing.at());
    let id = chosen.id().to_owned();
    let questions = lesson.steps.iter().filter(|step| step.question.is_some()).count();
    let right = move || {
        let seed = lecturing.data_seed();
        let right = lecturing.attempts.with(|attempts| attempts.right(&id, seed));
        t!("{right} of {count} answers right", right, count = questions)
    };
    let fold = move || if is_folded.get() { t!("what is folded" => "Show") } else { t!("Fold") };
    let title = lesson.title.clone();
    let step = move || {
        let at = at.get();
        let step = lesson.steps.get(at).cloned().unwrap_or_default();
        let introduction = (at == 0).then(|| blocks(&lesson.introduction));
        let asked = step.question.clone().map(|question| view! { <QuestionView lecturing question/> });
        view! {
            {introduction}
            <h3 id=STEP_TITLE tabindex="-1">{step.title.clone()}</h3>
            {blocks(&step.text)}
            <Elsewhere lecturing/>
            {asked}
        }
    };
    view! {
        <aside id="lesson-panel" class="lesson-panel" class:folded=is_folded inert=move || panel.is_drawer_open() aria-labelledby="lesson-panel-title">
            <header class="lesson-head">
                <h2 id="lesson-panel-title">{title}</h2>
                <button
                    type="button"
                    class="quiet small"
                    id="fold-lesson"
                    aria-expanded=move || (!is_folded.get()).to_string()
                    aria-controls="lesson-body"
                    on:click=move |_| is_folded.update(|folded| *folded = !*folded)
                >
                    {fold}
                </button>
                {button("quiet small", "✕").id("end-lesson").name(t!("End this lesson")).title(t!("End this lesson")).does(move || lecturing.end())}
            </header>
            <div class="lesson-body" id="lesson-body" hidden=is_folded>
                <p class="help lesson-state">
                    <span id="lesson-at">{move || t!("Step {step} of {count}", step = at.get() + 1, count)}</span>
                    <span id="lesson-right">{right}</span>
                </p>
                <div class="lesson-text">{step}</div>
            </div>
            <nav class="lesson-steps" aria-label=t!("Steps of the lesson") hidden=is_folded>
                {button("", t!("Back")).id("lesson-back").disabled(move || at.get() == 0).does(move || lecturing.go(at.get_untracked().saturating_sub(1)))}
                {move || if at.get() + 1 < count {
                    button("primary", t!("Next")).id("lesson-next").does(move || lecturing.go(at.get_untracked() + 1))
                } else {
                    button("primary", t!("All lessons")).id("lesson-done").does(move || lecturing.show_list())
                }}
            </nav>
        </aside>
    }
}

/// Where the data is another one than the step's: a way back to it. Answers are checked against what is there.
#[component]
fn Elsewhere(lecturing: Lecturing) -> impl IntoView {
    let is_elsewhere = Memo::new(move |_| lecturing.is_elsewhere());
    view! {
        <div class="lesson-set-up">
            <p class="help" role="status">
                {move || is_elsewhere.get().then(|| t!("The settings are not those of this step: answers are checked against the data that is there."))}
            </p>
            {button("small", t!("Set this step up again")).id("lesson-set-up").does(move || lecturing.set_up_again())}
        </div>
    }
}
