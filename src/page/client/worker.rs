//! Starting a worker: `public/start.js` loads the engine's module once, and gives every worker the same.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use crate::protocol::{FromWorker, Role, ToWorker, decode, encode};

#[wasm_bindgen]
extern "C" {
    /// Starts a worker of a module. `listener` is called with each message, or with nothing and the reason why there will be none.
    #[wasm_bindgen(catch, js_name = startEngine)]
    fn start_engine(module: &str, listener: &JsValue) -> Result<Worker, JsValue>;
}

/// Starts a worker: `received` is called with what it says and the files beside that, `failed` where the browser ends it
/// or cannot start it.
///
/// # Errors
/// The browser does not start workers.
pub fn start(
    role: Role,
    received: impl Fn(Result<FromWorker, String>, Vec<JsValue>) + 'static,
    failed: impl Fn(String) + 'static,
) -> Result<Worker, String> {
    let listener = move |message: JsValue, reason: JsValue| match reason.as_string() {
        Some(reason) => failed(reason),
        None => {
            let (message, files) = read(&message);
            received(message, files);
        }
    };
    let module = match role {
        Role::Dataset => "engine",
        Role::Jobs | Role::Export(_) => "jobs",
    };
    let listener = Closure::<dyn Fn(JsValue, JsValue)>::new(listener).into_js_value();
    start_engine(module, &listener).map_err(|_| "this browser does not start workers".to_owned())
}

/// Sends a message with a file beside it.
///
/// # Errors
/// The browser does not carry it.
pub fn post(worker: &Worker, message: &ToWorker, file: Option<&JsValue>) -> Result<(), String> {
    let parts = Array::of1(&Uint8Array::from(encode(message).as_slice()));
    if let Some(file) = file {
        parts.push(file);
    }
    worker.post_message(&parts).map_err(|_| "the browser carries no message to it".to_owned())
}

fn read(message: &JsValue) -> (Result<FromWorker, String>, Vec<JsValue>) {
    let parts: Array = match message.dyn_ref::<Array>() {
        Some(parts) => parts.clone(),
        None => return (Err("a message of another version".to_owned()), Vec::new()),
    };
    let message = match parts.get(0).dyn_into::<Uint8Array>() {
        Ok(bytes) => decode(&bytes.to_vec()),
        Err(_) => Err("a message of another version".to_owned()),
    };
    (message, parts.iter().skip(1).collect())
}
