//! What page and worker share in the browser: how a message becomes a JavaScript value and back.

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

/// A message as a JavaScript value; null where it cannot be one, which no message of the protocol is.
pub fn encode(message: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(message).unwrap_or(JsValue::NULL)
}

/// The message that a JavaScript value stands for.
///
/// # Errors
/// It stands for none; the text says why.
pub fn decode<T: DeserializeOwned>(value: &JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value.clone()).map_err(|error| error.to_string())
}
