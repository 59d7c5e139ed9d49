//! The attacks of one's own in the form: each with what it is, and ways to edit and remove it; or all as text.

use leptos::prelude::*;

use super::editor::Attacks;
use super::words::summary;
use crate::engine::issues::campaigns::ATTACKS;
use crate::engine::issues::campaigns::own::MAX_ATTACKS;
use crate::page::components::controls::{button, lines, select};

/// The list.
#[component]
pub fn OwnAttacks(
    text: RwSignal<String>,
    /// The element that is focused where something is wrong.
    id: String,
    labelled_by: String,
    described_by: String,
    invalid: Signal<bool>,
) -> impl IntoView {
    let attacks = expect_context::<Attacks>();
    let known = attacks.known;
    let wants_text = RwSignal::new(false);
    let copied = RwSignal::new(ATTACKS[0].key.to_string());
    let names = ATTACKS.iter().map(|attack| (attack.key.as_ref(), attack.name.as_ref())).collect();
    // What cannot be read is mended as text first: nothing is written over it.
    let is_full = move || known.with(|known| known.as_ref().is_none_or(|known| known.0.len() >= MAX_ATTACKS));
    let begin_copy = move || {
        let key = copied.get_untracked();
        attacks.begin(ATTACKS.iter().find(|attack| attack.key == key));
    };
    let rows = move || {
        let known = known.get().unwrap_or_default().0.into_iter();
        known.map(|it| (it.attack.name.to_string(), summary(&it))).collect::<Vec<_>>()
    };
    let row = move |(name, told): (String, String)| {
        let (edit, remove) = (t!("Edit: {name}", name = &name), t!("Remove: {name}", name = &name));
        let (edited, removed) = (name.clone(), name.clone());
        view! {
            <li>
                <span class="name">{name}</span>
                <span class="help">{told}</span>
                <span class="buttons">
                    {button("small", t!("Edit")).name(edit).does(move || attacks.edit(&edited))}
                    {button("small quiet", t!("Remove")).name(remove).does(move || attacks.remove(&removed))}
                </span>
            </li>
        }
    };
    let (text_id, label) = (id.clone(), labelled_by.clone());
    view! {
        <div class="own-attacks" role="group" aria-labelledby=labelled_by>
            <ul>
                <For each=rows key=Clone::clone children=row/>
            </ul>
            <Show when=move || attacks.is_left.get()>
                {button("small", t!("Continue with what was typed")).id("resume-attack").does(move || attacks.resume())}
            </Show>
            <div class="buttons">
                {button("small", t!("New attack")).id("new-attack").disabled(is_full).does(move || attacks.begin(None))}
                {button("small", t!("Copy of")).id("copy-attack").name(t!("Copy of the chosen attack")).disabled(is_full).does(begin_copy)}
                {select("copied-attack".to_owned(), Some(t!("Attack to copy").to_owned()), String::new(), names, copied.into(), move |key| copied.set(key))}
                {button("small quiet", t!("As text")).id("attacks-as-text").does(move || wants_text.update(|wants| *wants = !*wants))}
            </div>
            <Show when=move || wants_text.get() || known.with(Option::is_none)>
                {lines(text_id.clone(), Some(label.clone()), described_by.clone(), invalid, text)}
            </Show>
        </div>
    }
}
