//! Starting a worker: `public/start.js` loads the engine's module once, and gives every worker the same.

use js_sys::futures::JsFuture;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::Worker;

use crate::engine::Text;
use crate::page::language;
use crate::protocol::{FromWorker, Role, ToWorker, decode, encode};

/// Reasons that `public/start.js` gives.
const _: [&str; 2] = [words!("a message was lost"), words!("its script is missing")];

#[wasm_bindgen]
extern "C" {
    /// Starts a worker of a module. `listener` is called with each message, or with nothing and the reason why there will be none.
    #[wasm_bindgen(catch, js_name = startEngine)]
    fn start_engine(module: &str, listener: &JsValue) -> Result<Worker, JsValue>;

    /// Fulfilled once the worker that every visit needs is there, or does not come at once.
    #[wasm_bindgen(catch, js_name = engineBegan)]
    fn engine_began() -> Result<Promise, JsValue>;
}

/// Waits for the first worker, a second at most; it then works while the page comes up.
pub async fn began() {
    // It is never refused. Without its script there is no worker to wait for, which is told where one is asked for.
    if let Ok(promise) = engine_began() {
        let _ = JsFuture::from(promise).await;
    }
}

/// Starts a worker: `received` is called with what it says and the files beside that, `failed` where the browser ends it
/// or cannot start it.
///
/// # Errors
/// The browser does not start workers.
pub fn start(
    role: Role,
    received: impl Fn(Result<FromWorker, Text>, Vec<JsValue>) + 'static,
    failed: impl Fn(Text) + 'static,
) -> Result<Worker, Text> {
    let listener = move |message: JsValue, reason: JsValue| match reason.as_string() {
        Some(reason) => failed(language::looked_up(&reason).into()),
        None => {
            let (message, files) = read(&message);
            received(message, files);
        }
    };
    let module = match role {
        Role::Dataset => "engine",
        Role::Jobs(_) | Role::Export(_) => "jobs",
    };
    let listener = Closure::<dyn Fn(JsValue, JsValue)>::new(listener).into_js_value();
    start_engine(module, &listener).map_err(|_| text!("this browser does not start workers"))
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

fn read(message: &JsValue) -> (Result<FromWorker, Text>, Vec<JsValue>) {
    let unreadable = || text!("a message of another version");
    let Some(parts) = message.dyn_ref::<Array>() else { return (Err(unreadable()), Vec::new()) };
    let message = match parts.get(0).dyn_into::<Uint8Array>() {
        Ok(bytes) => decode(&bytes.to_vec()).map_err(|_| unreadable()),
        Err(_) => Err(unreadable()),
    };
    (message, parts.iter().skip(1).collect())
}
