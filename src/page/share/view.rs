//! The ways to share, in a popover under their button.

use crate::page::components::controls::button;
use js_sys::futures::JsFuture;
use leptos::prelude::*;
use web_sys::ShareData;

use super::class_form::ClassLink;
use super::files::{OpenFile, save};
use super::link;
use super::qr::QrDialog;
use crate::page::components::notices::Notices;
use crate::page::configuration::Form;
use crate::page::engine::Engine;
use crate::page::shell::{Icon, icon};
use crate::page::store::Store;

/// The button, and the ways to share.
#[component]
pub fn SharePopover(store: Store, form: Form, engine: Engine, notices: Notices) -> impl IntoView {
    let shown = RwSignal::new(None::<String>);
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
    view! {
        <button type="button" id="share" popovertarget="share-popover">
            {icon(Icon::Share)}<span class="text">{t!("Share")}</span>
        </button>
        <div id="share-popover" class="popover" popover="auto" role="dialog" aria-labelledby="share-heading">
            <h2 id="share-heading">{t!("Share")}</h2>
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
        </div>
        <QrDialog shown/>
    }
}
