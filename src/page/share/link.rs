//! Link: the address of the page is the dataset's. What was generated stands in the fragment; whoever opens it
//! gets the same rows; back and forward go from one to the other.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::engine::configuration::Preset;
use crate::engine::configuration::link::Link;
use crate::page::configuration::Form;
use crate::page::engine::{Engine, Wish};
use crate::page::notices::Notices;

/// Reads the address into the form, and tells what of it cannot be used. Without a link the form stays as it is.
pub fn open(form: Form, notices: Notices) {
    let fragment = fragment();
    if fragment.is_empty() {
        return;
    }
    match Link::read(&fragment) {
        Ok((link, problems)) => {
            form.load(link);
            form.settle();
            problems.iter().for_each(|problem| notices.error(problem));
        }
        Err(problem) => notices.error(&problem),
    }
}

/// Keeps address and dataset together: a new dataset changes the address, another address makes its dataset.
pub fn follow(form: Form, engine: Engine, notices: Notices) {
    let made = move || {
        let made = engine.made.with(|made| made.as_ref().map(|made| made.link.clone()))?;
        Some(Link { views: form.views.get(), ..made })
    };
    // What is chosen in a view belongs to the address, and is no step to go back by.
    Effect::watch(
        move || form.views.get(),
        move |_, _, _| {
            // Where the address is another dataset's already, that one is being made.
            let is_here = |made: &Link| match Link::read(&fragment()) {
                Ok((link, _)) => link.configuration == made.configuration && link.views != made.views,
                Err(_) => fragment().is_empty() && !made.views.is_empty(),
            };
            if let Some(made) = untrack(made).filter(is_here) {
                let address = format!("#{}", made.write());
                let _ = window()
                    .history()
                    .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
            }
        },
        false,
    );
    Effect::new(move || {
        engine.made.track();
        let Some(made) = untrack(made) else { return };
        let here = fragment();
        let is_default = here.is_empty() && made == Link::of(Preset::ALL[0].configuration());
        let is_here = Link::read(&here).is_ok_and(|(link, _)| {
            link.configuration == made.configuration && link.classroom == made.classroom
        });
        if !is_default && !is_here {
            let _ = window().history().and_then(|history| {
                history.push_state_with_url(&JsValue::NULL, "", Some(&format!("#{}", made.write())))
            });
        }
    });
    let listener = window_event_listener(leptos::ev::hashchange, move |_| {
        if fragment().is_empty() {
            form.load(Link::of(Preset::ALL[0].configuration()));
        }
        open(form, notices);
        let wanted = untrack(|| form.link()).ok().map(|link| link.effective());
        if wanted != engine.made.with_untracked(|made| made.as_ref().map(|made| made.configuration.clone())) {
            form.generate(engine, notices, Wish::Asked);
        }
    });
    on_cleanup(move || listener.remove());
}

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// The whole address of a link.
pub fn address(link: &Link) -> String {
    let address = window().location().href().unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    format!("{page}#{}", link.write())
}

/// Puts an address into the clipboard, or shows it where there is none.
pub fn copy(address: String, notices: Notices) {
    let navigator = window().navigator();
    // Pages that are not served over https have no clipboard.
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|it| it.is_object());
    if !has_clipboard {
        return notices.tell(format!("Copy this link: {address}"));
    }
    let written = navigator.clipboard().write_text(&address);
    leptos::task::spawn_local(async move {
        match JsFuture::from(written).await {
            Ok(_) => notices.tell("The link is copied. Whoever opens it gets the same rows."),
            Err(_) => notices.tell(format!("Copy this link: {address}")),
        }
    });
}
