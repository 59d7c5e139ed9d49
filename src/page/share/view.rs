//! The ways to share, in a popover under their button.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use wasm_split_helpers::wasm_split;
use web_sys::ShareData;

use super::class_form::ClassLink;
use super::files::{OpenFile, save};
use super::link;
use super::qr::qr_dialog;
use crate::page::components::controls::button;
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::engine::Engine;
use crate::page::later::{Loaded, later};
use crate::page::shell::{Icon, icon};
use crate::page::store::Store;

/// The button, and the ways to share.
#[component]
pub fn SharePopover(store: Store, form: Form, engine: Engine, notices: Notices) -> impl IntoView {
    let shown = RwSignal::new(None::<String>);
    let is_opened = RwSignal::new(false);
    view! {
        <button type="button" id="share" popovertarget="share-popover" on:click=move |_| is_opened.set(true)>
            {icon(Icon::Share)}<span class="text">{t!("Share")}</span>
        </button>
        <div id="share-popover" class="popover" popover="auto" role="dialog" aria-labelledby="share-heading">
            <h2 id="share-heading">{t!("Share")}</h2>
            {later(move || is_opened.get(), move || share_ways(store, form, engine, notices, shown))}
        </div>
        {later(move || shown.with(Option::is_some), move || qr_dialog(shown))}
    }
}

/// The ways to share.
#[wasm_split(later, fallible)]
pub fn share_ways(
    store: Store,
    form: Form,
    engine: Engine,
    notices: Notices,
    // The link that stands as a QR code, while one does.
    shown: RwSignal<Option<String>>,
) -> Loaded {
    let address = move || match untrack(|| form.link()) {
        Ok(link) => Some(link::address(&link)),
        Err(_) => {
            notices.tell(t!("There is no link yet: fix the marked fields first."));
            None
        }
    };
    let has_sheet =
        js_sys::Reflect::get(&window().navigator(), &"share".into()).is_ok_and(|it| it.is_function());
    let share = move || {
        let Some(address) = address() else { return };
        let data = ShareData::new();
        data.set_url(&address);
        data.set_title("CyberDataGen");
        let sheet = window().navigator().share_with_data(&data);
        leptos::task::spawn_local(async move {
            // Whoever closes the sheet knows that nothing was shared.
            let _ = JsFuture::from(sheet).await;
        });
    };
    let view = view! {
        <p class="help">{t!("The link holds every setting and is never sent to a server. Whoever opens it gets the same bytes.")}</p>
        <div class="actions-row">
            {button("primary", t!("Copy link")).id("copy-link").does(move || if let Some(address) = address() { link::copy(address, notices) })}
            {has_sheet.then(|| button("", t!("Share…")).does(share))}
            {button("", t!("QR code")).id("show-qr").does(move || shown.set(address()))}
        </div>
        <h3>{t!("As a file")}</h3>
        <div class="actions-row">
            {button("", t!("Save configuration")).id("save-file").does(move || save(form, notices))}
            <OpenFile store form engine notices/>
        </div>
        <ClassLink form notices shown/>
    };
    Ok(view.into_any())
}
