//! Starting a worker: its script, which the build names in the page, and who hears it.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Starts the worker whose script the page's `<meta>` of this name gives, and has its messages, and its failures with
/// their reasons, heard.
///
/// # Errors
/// The browser does not start workers.
pub fn start(
    name: &str,
    heard: impl FnMut(JsValue) + 'static,
    failed: impl FnMut(String) + 'static,
) -> Result<Worker, String> {
    begin(name, Box::new(heard), Box::new(failed))
        .map_err(|_| "this browser does not start workers".to_owned())
}

fn begin(
    name: &str,
    mut heard: Box<dyn FnMut(JsValue)>,
    mut failed: Box<dyn FnMut(String)>,
) -> Result<Worker, JsValue> {
    let meta = document().query_selector(&format!("meta[name={name}]"))?;
    let address = meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&address, &options)?;
    let on_message = move |event: MessageEvent| heard(event.data());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(on_message).into_js_value();
    worker.set_onmessage(Some(on_message.unchecked_ref()));
    let on_error = move |event: Event| {
        event.prevent_default();
        // A script that cannot be fetched is told by an event without a message.
        let message = js_sys::Reflect::get(&event, &"message".into()).ok().and_then(|text| text.as_string());
        let message = message.filter(|text| !text.is_empty());
        failed(message.unwrap_or_else(|| "its script is missing".to_owned()));
    };
    let on_error = Closure::<dyn FnMut(Event)>::new(on_error).into_js_value();
    worker.set_onerror(Some(on_error.unchecked_ref()));
    Ok(worker)
}
