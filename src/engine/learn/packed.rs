//! A lesson of one's own in a link: its text, compressed by deflate, as base64 for addresses.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::lesson::MAX_BYTES;
use crate::engine::configuration::link::MAX_VIEW_LENGTH;
use crate::engine::problem::Problem;

/// How hard to compress, from 0 to 10.
const LEVEL: u8 = 9;

/// The text of a lesson, packed.
///
/// # Errors
/// It is more than a link holds.
pub fn pack(text: &str) -> Result<String, Problem> {
    let packed = URL_SAFE_NO_PAD.encode(compress_to_vec(text.as_bytes(), LEVEL));
    if packed.len() <= MAX_VIEW_LENGTH {
        return Ok(packed);
    }
    let percent = (packed.len() - MAX_VIEW_LENGTH) * 100 / packed.len() + 1;
    let hint = text!("make it shorter, by some {percent} %", percent);
    Err(Problem::new("", text!("the lesson is too long for a link"), hint))
}

/// The text that was packed.
///
/// # Errors
/// It is damaged, or too long.
pub fn unpack(packed: &str) -> Result<String, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(packed).ok();
    let text = bytes.and_then(|bytes| decompress_to_vec_with_limit(&bytes, MAX_BYTES).ok());
    let text = text.and_then(|text| String::from_utf8(text).ok());
    text.ok_or_else(|| {
        let reason = text!("the lesson in the link is damaged");
        Problem::new("learn.own", reason, text!("ask for the whole link again"))
    })
}
