//! Saving a file from the page.

use std::time::Duration;

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, DomException, HtmlAnchorElement, Url};

use crate::engine::Problem;

/// How long an address stays valid after its click: time for the browser to take the file over.
const REVOKE_AFTER: Duration = Duration::from_secs(60);

/// Offers a Blob to the visitor as a file of that name.
///
/// # Errors
/// The browser refused.
pub fn save(blob: &Blob, name: &str) -> Result<(), Problem> {
    offer(blob, name).map_err(|_| refused(name))
}

/// Offers a text of a media type to the visitor as a file of that name.
///
/// # Errors
/// The browser refused.
pub fn save_text(text: &str, kind: &str, name: &str) -> Result<(), Problem> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options);
    save(&blob.map_err(|_| refused(name))?, name)
}

/// The file whose parts follow each other.
///
/// # Errors
/// The browser refused.
pub fn joined(mut parts: Vec<Blob>, kind: &str) -> Result<Blob, Problem> {
    if parts.len() == 1
        && let Some(file) = parts.pop()
    {
        return Ok(file);
    }
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_blob_sequence_and_options(&parts.iter().collect::<Array>(), &options).map_err(|_| {
        let hint = text!("free some disk space, ask for fewer rows, or use the command line");
        Problem::new("", text!("the browser has no room for the file"), hint)
    })
}

#[wasm_bindgen]
extern "C" {
    /// Lets the visitor choose a file to write; browsers without it save what is complete.
    #[wasm_bindgen(catch, js_name = showSaveFilePicker)]
    async fn show_save_file_picker(options: &JsValue) -> Result<JsValue, JsValue>;
}

/// Whether the visitor can choose a file that is written to while it is made.
pub fn has_picker() -> bool {
    Reflect::has(&window(), &"showSaveFilePicker".into()).unwrap_or(false)
}

/// Lets the visitor choose a file to write, by a name that is suggested. Its handle; none where nothing was chosen.
///
/// # Errors
/// The browser refused.
pub async fn pick(name: &str) -> Result<Option<JsValue>, Problem> {
    let options = Object::new();
    let _ = Reflect::set(&options, &"suggestedName".into(), &name.into());
    match show_save_file_picker(&options).await {
        Ok(handle) => Ok(Some(handle)),
        Err(error) => {
            let name_of = error.dyn_ref::<DomException>().map(DomException::name);
            if name_of.as_deref() == Some("AbortError") { Ok(None) } else { Err(refused(name)) }
        }
    }
}

fn refused(name: &str) -> Problem {
    let reason = text!("the browser did not save {name}", name);
    Problem::new("", reason, text!("allow downloads for this page and try again"))
}

fn offer(blob: &Blob, name: &str) -> Result<(), JsValue> {
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
