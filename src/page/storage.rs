//! What the browser keeps for the page: texts under a name, for as long as the tab, or for good. A browser that denies it keeps nothing.

use js_sys::{Array, JSON};
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::Storage;

/// The storage that lives as long as the tab.
pub fn of_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

/// The storage that outlives it.
pub fn of_browser() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Keeps some texts for as long as the tab.
pub fn keep(name: &str, texts: impl IntoIterator<Item = String>) {
    let array: Array = texts.into_iter().map(|text| JsValue::from_str(&text)).collect();
    if let (Some(storage), Ok(text)) = (of_tab(), JSON::stringify(&array)) {
        // A storage that is full keeps what was there before.
        let _ = storage.set_item(name, &String::from(text));
    }
}

/// The texts that were kept; none where there are none.
pub fn kept(name: &str) -> Vec<String> {
    let text = of_tab().and_then(|storage| storage.get_item(name).ok().flatten());
    let parsed = text.and_then(|text| JSON::parse(&text).ok()).filter(JsValue::is_array);
    parsed
        .map(|texts| Array::from(&texts).iter().filter_map(|text| text.as_string()).collect())
        .unwrap_or_default()
}
