//! Link: the address of the page is the dataset's. What was generated stands in the fragment; whoever opens it
//! gets the same rows; back and forward go from one to the other.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use leptos_use_event_listener::use_event_listener;

use crate::engine::configuration::link::Link;
use crate::page::address::Address;
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::engine::{Engine, Wish};
use crate::page::language;
use crate::page::store::Store;

/// Reads the address into the store and the form, and tells what of it cannot be used.
pub fn open(store: Store, form: Form, notices: Notices) {
    load(store.read_address(), form, notices);
}

/// Shows the dataset of an address in the form. What was typed before can be had again by undoing.
fn load(address: Address, form: Form, notices: Notices) {
    form.load(address.link);
    form.settle();
    address.problems.iter().for_each(|problem| notices.error(problem));
}

/// From now on a new dataset is a step in the history, and another address makes its dataset.
pub fn follow(store: Store, form: Form, engine: Engine, notices: Notices) {
    Effect::new(move || {
        if let Some(link) = engine.made.with(|made| made.as_ref().map(|made| made.link.clone())) {
            store.visit(&link);
        }
    });
    let _ = use_event_listener(window(), leptos::ev::hashchange, move |_| {
        // From workspace to workspace, what is typed stays.
        let followed = store.follow_address();
        if store.look().with_untracked(language::browser::differs) {
            return language::browser::reopen();
        }
        let Some(address) = followed else { return };
        form.settle();
        load(address, form, notices);
        let wanted = untrack(|| form.link()).ok().map(|link| link.effective());
        if wanted != untrack(|| engine.configuration()) {
            form.generate(engine, notices, Wish::Asked);
        }
    });
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
        return notices.tell(t!("Copy this link: {address}", address));
    }
    let written = navigator.clipboard().write_text(&address);
    leptos::task::spawn_local(async move {
        match JsFuture::from(written).await {
            Ok(_) => notices.tell(t!("The link is copied. Whoever opens it gets the same rows.")),
            Err(_) => notices.tell(t!("Copy this link: {address}", address)),
        }
    });
}
