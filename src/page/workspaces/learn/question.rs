//! The question of a step: a field or choices, and what came of the answer.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::attempts::Verdict;
use super::lecturing::Lecturing;
use crate::engine::learn::{Answer, Question};
use crate::page::components::busy::BusyBar;
use crate::page::components::controls::{Line, button};
use crate::page::components::notices::finished;

/// The question.
#[component]
pub fn QuestionView(lecturing: Lecturing, question: Question) -> impl IntoView {
    let Question { text, answer, hint, because } = question;
    let attempt = Memo::new(move |_| lecturing.attempt());
    let sent = move |event: SubmitEvent| {
        event.prevent_default();
        lecturing.check(false);
    };
    let typed = Signal::derive(move || attempt.with(|attempt| attempt.typed.clone()));
    // The choice as it stands above; what follows from the rows was told when it was checked.
    let choice = match &answer {
        Answer::Choice { choices, right } => choices.get(*right).cloned(),
        Answer::Formula { .. } => None,
    };
    let field = match answer {
        Answer::Choice { choices, .. } => {
            let choice = move |(place, choice): (usize, String)| {
                let place = place.to_string();
                let is_chosen = {
                    let place = place.clone();
                    move || typed.with(|typed| *typed == place)
                };
                view! {
                    <label class="lesson-choice">
                        <input
                            type="radio"
                            name="lesson-choice"
                            value=place.clone()
                            prop:checked=is_chosen
                            on:change=move |_| lecturing.answer(place.clone())
                        />
                        <span>{choice}</span>
                    </label>
                }
            };
            let choices: Vec<_> = choices.into_iter().enumerate().map(choice).collect();
            view! {
                <fieldset class="lesson-choices" aria-describedby="lesson-problem lesson-verdict">
                    <legend id="lesson-question">{text}</legend>
                    {choices}
                </fieldset>
            }
            .into_any()
        }
        Answer::Formula { unit, .. } => {
            let line = Line {
                id: "lesson-answer".to_owned(),
                described_by: "lesson-problem lesson-verdict".to_owned(),
                invalid: Signal::derive(move || {
                    attempt.with(|attempt| attempt.verdict == Some(Verdict::Wrong))
                }),
                ..Line::text()
            };
            view! {
                <label class="lesson-question" id="lesson-question" for="lesson-answer">{text}</label>
                <div class="lesson-field">
                    {line.typed(typed, move |typed| lecturing.answer(typed))}
                    <span class="unit">{unit}</span>
                </div>
            }
            .into_any()
        }
    };
    let has_hint = !hint.is_empty();
    let verdict = move || {
        let attempt = attempt.get();
        let because = finished(&because);
        let (class, word) = match attempt.verdict? {
            Verdict::Right => ("right", t!("Right.")),
            Verdict::Wrong => ("wrong", t!("Not yet.")),
            Verdict::Shown => ("shown", t!("The answer:")),
        };
        let rest = match attempt.verdict? {
            Verdict::Wrong => t!("Look again, or show the answer.").to_owned(),
            _ => format!("{} {because}", finished(choice.as_ref().unwrap_or(&attempt.answer))),
        };
        Some(view! { <p class=format!("verdict {class}")><strong>{word}</strong> " " {rest}</p> })
    };
    let is_wrong = move || attempt.with(|attempt| attempt.verdict == Some(Verdict::Wrong));
    view! {
        <form class="lesson-form" id="lesson-form" novalidate on:submit=sent>
            {field}
            <p class="problem" id="lesson-problem" role="status">{lecturing.obstacle}</p>
            <div class="actions-row">
                <button type="submit" class="primary" id="lesson-check">{t!("the answer" => "Check")}</button>
                {move || is_wrong().then(|| button("", t!("Show the answer")).id("lesson-show").does(move || lecturing.check(true)))}
            </div>
            <BusyBar progress=lecturing.checking label=t!("Checking the answer") on_cancel=move |()| lecturing.solving.cancel(lecturing.client)/>
            <div id="lesson-verdict" role="status">{verdict}</div>
            {has_hint.then(|| view! {
                <details class="lesson-hint"><summary>{t!("Hint")}</summary><p>{hint}</p></details>
            })}
        </form>
    }
}
