//! The attacks of one's own in the form: each with what it is, and ways to edit and remove it; or all as text.

use leptos::prelude::*;

use super::editor::{Attacks, own};
use super::words::summary;
use crate::engine::issues::campaigns::ATTACKS;
use crate::engine::issues::campaigns::own::{MAX_ATTACKS, Own};
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
    let is_readable = Memo::new(move |_| text.with(|text| Own::read(text).is_ok()));
    let wants_text = RwSignal::new(false);
    let copied = RwSignal::new(ATTACKS[0].key.to_string());
    let names = ATTACKS.iter().map(|attack| (attack.key.as_ref(), attack.name.as_ref())).collect();
    let is_full = move || own(attacks.form).0.len() >= MAX_ATTACKS;
    let begin_copy = move || {
        let key = copied.get_untracked();
        attacks.begin(ATTACKS.iter().find(|attack| attack.key == key));
    };
    let rows = move || {
        let row = |(place, name, told): (usize, String, String)| {
            let [edit, remove] = ["Edit", "Remove"].map(|verb| format!("{verb}: {name}"));
            view! {
                <li>
                    <span class="name">{name}</span>
                    <span class="help">{told}</span>
                    <span class="buttons">
                        {button("small", "Edit").name(edit).does(move || attacks.edit(place))}
                        {button("small quiet", "Remove").name(remove).does(move || attacks.remove(place))}
                    </span>
                </li>
            }
        };
        let all = own(attacks.form);
        let all =
            all.0.iter().enumerate().map(|(place, it)| (place, it.attack.name.to_string(), summary(it)));
        all.map(row).collect_view()
    };
    let (text_id, label) = (id.clone(), labelled_by.clone());
    view! {
        <div class="own-attacks" role="group" aria-labelledby=labelled_by>
            <ul>{rows}</ul>
            <div class="buttons">
                {button("small", "New attack").id("new-attack").disabled(is_full).does(move || attacks.begin(None))}
                {button("small", "Copy of").id("copy-attack").name("Copy of the chosen attack").disabled(is_full).does(begin_copy)}
                {select("copied-attack".to_owned(), Some("Attack to copy".to_owned()), String::new(), names, copied.into(), move |key| copied.set(key))}
                {button("small quiet", "As text").id("attacks-as-text").does(move || wants_text.update(|wants| *wants = !*wants))}
            </div>
            <Show when=move || wants_text.get() || !is_readable.get()>
                {lines(text_id.clone(), Some(label.clone()), described_by.clone(), invalid, text)}
            </Show>
        </div>
    }
}
