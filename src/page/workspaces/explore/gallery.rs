//! The kinds of charts with a small picture each, by the question that they answer.

use leptos::html::Fieldset;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::icons::{Icon, icon};
use crate::engine::explore::Kind;
use crate::engine::explore::kinds::Question;
use crate::page::language;

/// The gallery: one of its kinds is chosen. Where it is narrower than its kinds it scrolls within itself.
#[component]
pub fn Gallery(
    /// The kind that is shown.
    #[prop(into)]
    kind: Signal<Kind>,
    /// Takes another kind.
    #[prop(into)]
    on_choose: Callback<Kind>,
) -> impl IntoView {
    let gallery = NodeRef::<Fieldset>::new();
    // The chosen one is in sight.
    Effect::new(move || {
        let (kind, Some(gallery)) = (kind.get(), gallery.get()) else { return };
        let chosen = document().get_element_by_id(&card_id(kind));
        if let Some(card) = chosen.and_then(|card| card.dyn_into::<HtmlElement>().ok()) {
            let middle = card.offset_left() + card.offset_width() / 2;
            gallery.set_scroll_left(middle - gallery.client_width() / 2);
        }
    });
    let card = move |one: Kind| {
        let declared = one.declared();
        view! {
            <label class="kind" id=card_id(one) title=language::words(declared.use_when)>
                <input
                    type="radio"
                    class="visually-hidden"
                    name="chart-kind"
                    id=format!("kind-{}", declared.key)
                    value=declared.key
                    prop:checked=move || kind.get() == one
                    on:change=move |_| on_choose.run(one)
                />
                <KindIcon kind=one/>
                <span>{language::words(declared.short)}</span>
            </label>
        }
    };
    let group = move |question: Question| {
        let id = format!("question-{}", question.name().to_lowercase());
        view! {
            <div class="kinds" role="group" aria-labelledby=id>
                <span class="question" id=id.clone()>{language::words(question.name())}</span>
                <div>{question.kinds().map(card).collect_view()}</div>
            </div>
        }
    };
    view! {
        <fieldset class="gallery" id="chart-kinds" node_ref=gallery>
            <legend class="visually-hidden">{t!("Kind of chart")}</legend>
            {Question::ALL.map(group).into_iter().collect_view()}
        </fieldset>
    }
}

fn card_id(kind: Kind) -> String {
    format!("card-{}", kind.declared().key)
}

#[component]
fn KindIcon(kind: Kind) -> impl IntoView {
    let Icon { lines, points, fill } = icon(kind);
    view! {
        <svg viewBox="0 0 22 22" aria-hidden="true">
            <path class="filled" d=fill></path>
            <path d=lines></path>
            <path class="points" d=points></path>
        </svg>
    }
}
