//! Link: the address of the page is the dataset's. What was generated stands in the fragment; whoever opens it
//! gets the same rows; back and forward go from one to the other.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::configuration::Form;
use super::engine::Engine;
use super::notices::Notices;
use crate::engine::configuration::{Preset, link};

/// Reads the address into the form, and tells what of it cannot be used. Without a link the form stays as it is.
pub fn open(form: Form, notices: Notices) {
    let fragment = fragment();
    if fragment.is_empty() {
        return;
    }
    match link::read(&fragment) {
        Ok((link, problems)) => {
            form.load(link);
            problems.iter().for_each(|problem| notices.error(problem));
        }
        Err(problem) => notices.error(&problem),
    }
}

/// Keeps address and dataset together: a new dataset changes the address, another address makes its dataset.
pub fn follow(form: Form, engine: Engine, notices: Notices) {
    Effect::new(move || {
        let Some(made) = engine.configuration() else { return };
        let written = link::write(&made, &form.unknown());
        let here = fragment();
        let is_default = here.is_empty() && made == Preset::ALL[0].configuration();
        let is_here = link::read(&here).is_ok_and(|(link, _)| link.configuration == made);
        if !is_default && !is_here {
            let _ = window().history().and_then(|history| {
                history.push_state_with_url(&JsValue::NULL, "", Some(&format!("#{written}")))
            });
        }
    });
    let listener = window_event_listener(leptos::ev::hashchange, move |_| {
        if fragment().is_empty() {
            form.load(link::Link { configuration: Preset::ALL[0].configuration(), unknown: Vec::new() });
        }
        open(form, notices);
        if form.configuration().ok() != engine.configuration() {
            form.generate(engine, notices);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The fragment of the address, without `#`.
fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// The button that copies the link of what is typed.
#[component]
pub fn CopyLink(form: Form, notices: Notices) -> impl IntoView {
    let copy = move |_| {
        let Ok(configuration) = form.configuration() else {
            return notices.tell("There is no link yet: mend the marked fields first.");
        };
        let address = window().location().href().unwrap_or_default();
        let page = address.split('#').next().unwrap_or_default();
        let link = format!("{page}#{}", link::write(&configuration, &form.unknown()));
        let navigator = window().navigator();
        // Pages that are not served over https have no clipboard.
        let has_clipboard =
            js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
        if !has_clipboard {
            return notices.tell(format!("Copy this link: {link}"));
        }
        let written = navigator.clipboard().write_text(&link);
        leptos::task::spawn_local(async move {
            match JsFuture::from(written).await {
                Ok(_) => notices.tell("The link is copied. Whoever opens it gets the same rows."),
                Err(_) => notices.tell(format!("Copy this link: {link}")),
            }
        });
    };
    view! { <button type="button" id="copy-link" on:click=copy>"Copy link"</button> }
}
