//! Parts of the page that a worker wrote: put into their places, and what their forms hold.

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FormData, HtmlElement, HtmlFormElement, HtmlInputElement};

/// Puts markup that a worker wrote into its place. The focus, what is being typed there, and a list that is unfolded, stay
/// as they are.
pub fn put(id: &str, html: &str) {
    let Some(place) = document().get_element_by_id(id) else { return };
    let active = document().active_element();
    let typing = active.as_ref().and_then(|element| element.dyn_ref::<HtmlInputElement>());
    let typing = typing.map(|input| (input.value(), input.selection_start().ok().flatten()));
    let focused = active.map(|element| element.id());
    let open = place.query_selector("details[open]").ok().flatten().map(|element| element.id());
    place.set_inner_html(html);
    if let Some(open) = open.and_then(|id| document().get_element_by_id(&id)) {
        let _ = open.set_attribute("open", "");
    }
    let lost = document().active_element().map(|element| element.id()) != focused;
    if let Some(focused) = focused.filter(|id| lost && !id.is_empty())
        && let Some(element) = document().get_element_by_id(&focused)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        let _ = element.focus();
        if let (Some(input), Some((text, place))) = (element.dyn_ref::<HtmlInputElement>(), typing)
            && input.type_() == "text"
        {
            input.set_value(&text);
            let _ = input.set_selection_start(place);
        }
    }
}

/// The element that an event is about, or the nearest around it, that a selector finds.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// The fields of a form, as it would send them.
pub fn fields(form: Element) -> Vec<(String, String)> {
    let form: HtmlFormElement = form.unchecked_into();
    let Ok(data) = FormData::new_with_form(&form) else { return Vec::new() };
    let pairs = Array::from(&data);
    let text = |pair: &Array, place| pair.get(place).as_string().unwrap_or_default();
    pairs.iter().map(|pair| Array::from(&pair)).map(|pair| (text(&pair, 0), text(&pair, 1))).collect()
}
