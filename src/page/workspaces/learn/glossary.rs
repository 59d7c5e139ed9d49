//! The glossary, whole.

use js_sys::{Array, JsString, Object};
use leptos::prelude::*;

use super::blocks::terms;
use crate::page::language;

/// The glossary.
#[component]
pub fn GlossaryView() -> impl IntoView {
    let mut terms = terms();
    // In the order of the alphabet, which is the file's for English alone.
    let (locales, options) = (Array::of1(&language::spoken().key().into()), Object::new());
    terms.sort_by(|one, other| {
        JsString::from(one.name).locale_compare(other.name, &locales, &options).cmp(&0)
    });
    view! {
        <dl class="glossary" id="glossary">
            {terms.into_iter().map(|term| view! { <div><dt>{term.name}</dt><dd>{term.meaning}</dd></div> }).collect_view()}
        </dl>
    }
}
