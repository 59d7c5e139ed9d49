//! Saving a file from the page.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlAnchorElement, Url};

/// How long an address stays valid after its click: time for the browser to take the file over.
const REVOKE_AFTER: Duration = Duration::from_secs(60);

/// Offers a Blob to the visitor as a file of that name.
///
/// # Errors
/// The browser refused.
pub fn save(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&address);
        },
        REVOKE_AFTER,
    );
    Ok(())
}
