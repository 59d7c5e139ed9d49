//! Chooses the language and loads its catalog, before the page comes up.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{Language, Translation, speak};
use crate::page::look::Look;
use crate::page::storage;
use crate::page::{address::Address, store::fragment};

/// The name of the choice in the browser's storage.
const STORED: &str = "cyberdatagen language";

/// The language of the link, or that which the visitor chose before, or the browser's.
pub fn wanted() -> Language {
    let linked = Address::read(&fragment()).look.language;
    let stored = || storage::of_browser()?.get_item(STORED).ok().flatten();
    let preferred = || window().navigator().language();
    linked
        .or_else(|| stored().and_then(|key| Language::of(&key)))
        .or_else(|| preferred().and_then(|tag| Language::of(&tag)))
        .unwrap_or_default()
}

/// Speaks a language, once its catalog is there. Whether it does.
pub async fn load(language: Language) -> bool {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.key());
    }
    if language == Language::English {
        return true;
    }
    let read = async {
        let name = format!("meta[name=language-{}]", language.key());
        let address = document().query_selector(&name).ok()??.get_attribute("content")?;
        let response: Response =
            JsFuture::from(window().fetch_with_str(&address)).await.ok()?.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        let catalog = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
        Translation::read(language, &js_sys::Uint8Array::new(&catalog).to_vec()).ok()
    };
    match read.await {
        Some(translation) => {
            speak(translation);
            true
        }
        None => {
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("lang", Language::English.key());
            }
            false
        }
    }
}

/// Keeps a choice for the next visit.
pub fn keep(language: Language) {
    if let Some(storage) = storage::of_browser() {
        let _ = storage.set_item(STORED, language.key());
    }
}

/// Opens the page anew in another language; the address says which.
pub fn reopen() {
    let _ = window().location().reload();
}

/// Whether a link asks for another language than the page speaks.
pub fn differs(look: &Look) -> bool {
    look.language.is_some_and(|language| language != super::spoken())
}
