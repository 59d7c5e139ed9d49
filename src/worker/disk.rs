//! A file of the visitor's that a job writes straight to. The browser keeps what is written apart until the file is closed: until
//! then, under its name stands what was there before.

use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File, FileSystemFileHandle, FileSystemWritableFileStream};

use crate::engine::Problem;
use crate::protocol::FromWorker;

/// Bytes that are gathered before the file takes them.
const BYTES_PER_WRITE: usize = 4 << 20;

/// A file that is being written.
pub(super) struct Disk {
    file: Target,
    rest: Vec<u8>,
    /// What is said once the file is complete, or given up.
    end: Option<FromWorker>,
    /// Whether the file is taking bytes: the job waits.
    pub is_writing: bool,
}

/// The file itself.
#[derive(Clone)]
pub(super) struct Target {
    handle: FileSystemFileHandle,
    stream: FileSystemWritableFileStream,
    /// Whether it was made for this: there were no bytes before.
    is_new: bool,
}

/// What the file is to take next.
pub(super) struct Piece {
    pub file: Target,
    pub bytes: Vec<u8>,
    pub end: Option<FromWorker>,
}

impl Disk {
    /// Opens a file.
    ///
    /// # Errors
    /// The visitor or the system does not let it be written.
    pub async fn open(handle: FileSystemFileHandle) -> Result<Self, Problem> {
        let before = JsFuture::from(handle.get_file()).await.map_err(|error| problem(&error))?;
        let is_new = before.dyn_into::<File>().is_ok_and(|file| file.size() == 0.0);
        let stream = JsFuture::from(handle.create_writable()).await.map_err(|error| problem(&error))?;
        let file = Target { handle, stream: stream.unchecked_into(), is_new };
        Ok(Disk { file, rest: Vec::new(), end: None, is_writing: false })
    }

    /// Leaves what was there before.
    pub async fn give_up(self) {
        self.file.give_up().await;
    }

    /// The next bytes.
    pub fn append(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
    }

    /// The job has ended, which is said once the file is complete.
    pub fn finish(&mut self, end: FromWorker) {
        self.end = Some(end);
    }

    /// What is to be written now; none while there is little.
    pub fn next(&mut self) -> Option<Piece> {
        if self.end.is_none() && self.rest.len() < BYTES_PER_WRITE {
            return None;
        }
        let bytes = std::mem::take(&mut self.rest);
        Some(Piece { file: self.file.clone(), bytes, end: self.end.take() })
    }
}

impl Piece {
    /// Writes it and, at the end of the job, closes the file or gives it up. What is then to be said.
    ///
    /// # Errors
    /// The file takes no more; it is given up.
    pub async fn write(self) -> Result<Option<FromWorker>, Problem> {
        let Piece { file, bytes, end } = self;
        let is_done = matches!(end, Some(FromWorker::Done { .. }));
        if is_done || end.is_none() {
            let written = file.take(&bytes, is_done).await;
            if let Err(error) = written {
                file.give_up().await;
                return Err(problem(&error));
            }
        } else {
            file.give_up().await;
        }
        Ok(end)
    }
}

impl Target {
    async fn take(&self, bytes: &[u8], is_last: bool) -> Result<(), JsValue> {
        if !bytes.is_empty() {
            JsFuture::from(self.stream.write_with_js_u8_array(&Uint8Array::from(bytes))?).await?;
        }
        if is_last {
            JsFuture::from(self.stream.close()).await?;
        }
        Ok(())
    }

    /// Drops what was written, and the file where it was made for this.
    async fn give_up(&self) {
        let _ = JsFuture::from(self.stream.abort()).await;
        let remove = Reflect::get(&self.handle, &"remove".into()).ok();
        if let Some(remove) =
            remove.and_then(|remove| remove.dyn_into::<Function>().ok()).filter(|_| self.is_new)
            && let Ok(removing) = remove.call0(&self.handle)
        {
            let _ = JsFuture::from(js_sys::Promise::resolve(&removing)).await;
        }
    }
}

/// Why a file cannot be written, in words.
fn problem(error: &JsValue) -> Problem {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "QuotaExceededError" => {
            let hint = text!("free some space or choose fewer rows; what was there before is still there");
            Problem::new("", text!("the disk is full"), hint)
        }
        // Chromium on a full disk, where it stops reading what is still being handed to it.
        "AbortError" => {
            let hint = text!(
                "free some space, choose another folder or fewer rows; what was there before is still there"
            );
            Problem::new("", text!("the browser stopped writing: most likely the disk is full"), hint)
        }
        "NotAllowedError" | "SecurityError" => {
            let hint = text!("allow it when the browser asks, or choose another folder");
            Problem::new("", text!("the browser may not write that file"), hint)
        }
        _ => {
            let hint = text!("choose another file or folder; what was there before is still there");
            Problem::new("", text!("the file cannot be written ({error})", error = name), hint)
        }
    }
}
