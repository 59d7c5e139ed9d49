//! What page and worker share in the browser: how a message becomes a JavaScript value and back.

use js_sys::Uint8Array;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

use crate::protocol;

/// A message as a JavaScript value.
pub fn encode(message: &impl Serialize) -> JsValue {
    Uint8Array::from(protocol::encode(message).as_slice()).into()
}

/// The message that a JavaScript value stands for.
///
/// # Errors
/// It stands for none; the text says why. A text in place of a message is why there is none.
pub fn decode<T: DeserializeOwned>(value: &JsValue) -> Result<T, String> {
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => protocol::decode(&bytes.to_vec()),
        None => Err(value.as_string().unwrap_or_else(|| "no message".to_owned())),
    }
}
