//! The link as a QR code, large enough for a projector.

use leptos::html::Dialog;
use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use wasm_split_helpers::wasm_split;

use crate::page::components::controls::button;
use crate::page::later::Loaded;

/// Modules of quiet around the code, as ISO/IEC 18004 asks.
const QUIET: i32 = 4;

/// The dialog; it is open while there is a link to show.
#[wasm_split(later, fallible)]
pub fn qr_dialog(shown: RwSignal<Option<String>>) -> Loaded {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if shown.with(Option::is_some) && !dialog.open() {
            let _ = dialog.show_modal();
        }
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let view = view! {
        <dialog class="card qr" node_ref=dialog aria-labelledby="qr-heading" on:close=move |_| shown.set(None)>
            <div class="heading">
                <h2 id="qr-heading">{t!("QR code of the link")}</h2>
                {button("", t!("Close")).does(close)}
            </div>
            {move || shown.get().map(|address| code(&address))}
        </dialog>
    };
    Ok(view.into_any())
}

fn code(address: &str) -> AnyView {
    // Little error correction: a projector does not get dirty, and larger modules are read from farther away.
    let Ok(code) = QrCode::encode_text(address, QrCodeEcc::Low) else {
        return view! {
            <p>{t!("The link has {count} characters, more than a QR code holds (2,953). Copy the link, or save the configuration as a file.", count = address.len())}</p>
        }
        .into_any();
    };
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            path += &format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET);
        }
    }
    let side = size + 2 * QUIET;
    view! {
        <svg class="qr-code" viewBox=format!("0 0 {side} {side}") role="img" aria-label=t!("QR code of the link") shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff"/>
            <path d=path fill="#000"/>
        </svg>
        <p class="address">{address.to_owned()}</p>
    }
    .into_any()
}
